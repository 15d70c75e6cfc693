"""What may identify somebody without a name is pointed out, and little else is."""

import pytest

from learnbrief.corpus.deidentify import Keyfile, parse_register
from learnbrief.corpus.deidentify.clues import Said, clues_by_likeness, clues_of_voices, find_clues, known_from
from learnbrief.corpus.errors import BadRegister


def told(text, known=None):
    return [(text[clue.start : clue.end], clue.kind) for clue in find_clues(text, known)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("He is the only Nepalese radiographer here.", "the only Nepalese radiographer", "only one"),
        ("There is just one sonographer on nights.", "just one sonographer", "only one"),
        ("Our deaf phlebotomist needs a second screen.", "deaf phlebotomist", "group and post"),
        ("I am Kurdish and the clerk on Mondays.", "am Kurdish and the clerk", "group and post"),
        ("My brother works on this unit too.", "My brother works on this", "family"),
        ("The inquest on 4 May 2023 changed us.", "inquest on 4 May 2023", "event"),
        ("She was on the front page that week.", "She was on the front page", "public"),
        ("I fled Homs in 2016.", "I fled Homs in 2016", "life"),
        ("The midwife at Nether Poppleford rang.", "midwife at Nether Poppleford", "place"),
        ("Not for circulation outside our set.", "Not for circulation", "asked"),
        ("- please don't quote me on this", "please don't quote me", "asked"),
        ("She told me in confidence that it failed.", "told me in confidence", "asked"),
        ("I am 58, Welsh, and a porter here since 1990.", "I am 58, Welsh, and a porter here since 1990", "together"),
        ("Then the chief executive rang me.", "chief executive", "office"),
        ("The trust's safeguarding lead cried.", "safeguarding lead", "office"),
        ("Our registrar has motor neurone disease.", "Our registrar has motor neurone disease", "life"),
        ("The ginger receptionist is kind.", "The ginger receptionist", "one of a post"),
        ("The lady who lost her twins spoke last.", "The lady who lost her twins", "one of a post"),
        ("A 79-year-old volunteer does the tea.", "79-year-old volunteer", "one of a post"),
        ("I gave evidence to the inquiry.", "I gave evidence", "life"),
        ("I was struck by lightning on the roof.", "I was struck by lightning", "life"),
        ("I'm one of three people in Britain with this.", "one of three people in Britain", "only one"),
        ("No woman had ever held this post.", "No woman had ever held this post", "only one"),
        ("I live in Nether Wallop.", "I live in Nether Wallop", "place"),
        ("The nurse at the village school rang.", "The nurse at the village", "one of a post"),
        ("He writes a blog called The Tired Clerk.", "writes a blog called", "public"),
        ("She told only me.", "told only me", "asked"),
        ("The two brothers who own the pharmacy fell out.", "two brothers who own", "one of a post"),
        ("The consultant with the terrier agreed.", "The consultant with the terrier", "one of a post"),
        (
            "The dad who slept in his van for weeks spoke.",
            "The dad who slept in his van for weeks spoke",
            "one of a post",
        ),
        ("Our bereavement midwife rang.", "Our bereavement midwife", "one of a post"),
        ("One of the Sikh porters prays.", "One of the Sikh porters", "group and post"),
        ("He posted on Facebook that it was a zoo.", "posted on Facebook", "public"),
        ("Her letter was printed in the Gazette.", "in the Gazette", "public"),
    ],
)
def test_each_kind_is_pointed_out_by_the_words_that_tell(text, words, kind):
    """Whoever decides must see at once which words are meant: hiding a whole sentence would lose what was said."""
    assert told(text) == [(words, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "The only way a nurse can park is to come at six.",
        "Only nurses were asked.",
        "The fire drill on 4 May 2023 took an hour.",
        "The midwives at Nether Poppleford rang.",
        "The nurse in London rang.",
        "Deaf patients need a second screen.",
        "The only patient story we heard was read out.",
        "My brother works in a bank.",
        "Teams do not share data with us.",
        "We have grown in confidence since the spring.",
        "The figures were not shared until we asked.",
        "The chief executive's office sends the form on.",
        "Chief executives meet once a quarter.",
        "Patients with HIV are seen in the same clinic.",
        "Mrs X, who has a leg ulcer, came twice.",
        "The nurse who came to the door explained the pump.",
        "The lady who served the coffee was kind.",
        "A colleague has been off with a cold.",
        "I am one of the nurses on the ward.",
        "It was on the news that pay would rise.",
        "The project has run longer than anybody thought.",
        "I live in London.",
        "The sister with the list does the teaching.",
        "The dad who came in told the panel.",
        "The last of the old forms were binned.",
    ],
)
def test_what_many_share_is_left_alone(text):
    """Nobody reads hundreds of hints: each false one makes the next true one likelier to be waved through."""
    assert told(text) == []


def test_a_sentence_is_pointed_out_once_with_its_reasons():
    """Two rules on one sentence are one decision."""
    (one,) = find_clues("My wife chairs the board, and the inquest was on 3 May 2024.")

    assert one.kind == "family"
    assert one.reason == (
        "a relative who works in the same place or holds an office; a rare event with its date can be looked up"
    )


def test_the_register_says_who_is_alone_in_what_they_do():
    """Only whoever knows the people knows that a title has one holder; the text does not say so."""
    register = parse_register(
        "name,role,only one\nAda Quill,clinician,chief pharmacist; sepsis lead\nBo Reed,chaplain,yes\nCy Dunn,clinician,no\n",
        Keyfile(),
    )
    known = known_from(register.people, {"clinician": 2, "chaplain": 1})

    assert [person.only_one for person in register.people] == [("chief pharmacist", "sepsis lead"), ("chaplain",), ()]
    assert told("The chief pharmacist said no.", known) == [("chief pharmacist", "register")]
    assert told("As chaplain I hear it first.", known) == [("chaplain", "register")]
    assert told("Chief pharmacists meet monthly, and a clinician came.", known) == []
    assert told("The chaplain rota was late.", known) == []


def test_a_short_register_counts_nothing():
    """In the first two lines of a register each role has one holder."""
    assert told("The executive said no.", known_from((), {"executive": 1, "clinician": 1})) == []


def test_a_role_with_one_holder_is_found_by_counting_but_not_who_presents():
    """'Presenter' has one holder in many registers, and is said in every webinar of whoever speaks."""
    known = known_from((), {"non-executive": 1, "executive": 4, "presenter": 1})

    assert told("Our non-executive asked twice.", known) == [("non-executive", "register")]
    assert told("The executive asked, and the presenter answered.", known) == []


@pytest.mark.parametrize("header", ["only one", "only_one", "Unique"])
def test_the_column_may_be_called_otherwise(header):
    """Registers made elsewhere have their own headers."""
    (person,) = parse_register(f"name,role,{header}\nAda Quill,chaplain,yes\n", Keyfile()).people

    assert person.only_one == ("chaplain",)


def test_yes_without_a_role_is_told_with_its_line():
    """'Yes' to what? A silent nothing would leave the title standing."""
    with pytest.raises(BadRegister, match="line 3: says 'only one' without a role"):
        parse_register("name,role,only one\nAda Quill,chaplain,\nBo Reed,,yes\n", Keyfile())


def test_what_a_voice_tells_bit_by_bit_adds_up():
    """No sentence singles anybody out; four of them from one mouth do."""
    lines = ["I am 52 by the way.", "I moved here from Gdansk.", "I work as a sonographer.", "I was here since 1999."]
    said = [Said(100 * at, line, "Person 3") for at, line in enumerate(lines)]
    others = [Said(1000 + 100 * at, line, f"Person {at}") for at, line in enumerate(lines)]

    (clue,) = clues_of_voices([*said, *others], ())
    assert (clue.kind, clue.start) == ("together", lines[3].index("since") + 300)
    assert clue.reason.endswith("age, how long, origin or group, post")
    assert clues_of_voices(said[:3], ()) == []


def test_a_transcript_without_full_stops_is_not_one_sentence():
    """A date and an event minutes apart were one finding of a thousand words."""
    text = "there was a fire " + "and so on and on " * 40 + "it was on 3 May 2024"

    assert told(text) == []


def test_likeness_points_out_what_no_rule_does_and_adds_nothing_where_one_does():
    """A rule's reason helps whoever decides; 'it reads like it' beside it would be a second decision on the same words."""
    text = "My wife chairs the board. He is the one they named it for."
    by_rule = find_clues(text)
    said = [Said(0, "My wife chairs the board.", "x"), Said(26, "He is the one they named it for.", "x")]

    (clue,) = clues_by_likeness(said, lambda texts: [True] * len(texts), by_rule)

    assert (text[clue.start : clue.end], clue.kind) == ("He is the one they named it for.", "likeness")
    assert clues_by_likeness(said, lambda texts: [False] * len(texts), by_rule) == []
