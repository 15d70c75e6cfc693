"""What heads a finding is a clause of its evidence, verbatim, that a reader can follow by itself; or nothing does."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.stance import Stance
from learnbrief.nlp.findings.learned import result
from learnbrief.nlp.findings.place import Group
from learnbrief.nlp.findings.word import candidates, subject
from tests.nlp.programme import Programme

SENTENCES = (
    "The lift stands still on most mornings.",
    "Our volunteers bring soup to the waiting room.",
    "It never worked.",
    "But the porters were not asked.",
    "The clinic letter, which nobody can read, arrives after the appointment has gone by and then the next one is lost.",
    "Person 3 said that the night bus stops at the wrong gate.",
    "Who decides when the lift is mended?",
    "[Person 27] keeps the spare key in a biscuit tin.",
    "They moved the desk and “nobody” minded, so the queue is shorter now.",
    "Because the rota comes out on Fridays, families cannot plan their weekends; childcare falls through.",
    "Lovely view, of course!",
    "The matron (new since May) walks round at noon.",
)


def clauses(text, *, side=None, goes_on=None):
    """The words of the clauses that a single excerpt offers, those that stand best by themselves first."""
    made = Programme()
    made.say(text)
    if goes_on:
        made.say(goes_on, goes_on=True)
    material = made.material()
    assert material.excerpts[0].text == text
    (found,) = candidates(material, [Group((0,), side)])
    return [one.words for one in sorted(found, key=lambda one: -one.worth)]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map(" ".join))
def test_a_headline_is_the_excerpts_own_words_at_its_offsets_and_short(text):
    """Nothing is put into anybody's mouth: whatever people say, cut from their text as it stands, at most 20 words, a whole sentence at most 24."""
    made = Programme()
    made.say(f"The day began with a walk round the ward. {text}")
    material = made.material()
    said = material.excerpts[0].text
    (found,) = candidates(material, [Group((0,), None)])

    for one in found:
        assert said[one.clause.start : one.clause.end] == one.words
        assert one.clause.excerpt == material.excerpts[0].excerpt_id
        whole = (
            said[: one.clause.start].rstrip()[-1:] in ("", ".", "?", "!", "”") and said[one.clause.end :][:1] in ".!"
        )
        assert len(one.words.split()) <= (24 if whole else 20)
        assert not re.search(r"\[[^\]]+\]", one.words)
        assert "?" not in said[one.clause.end : one.clause.end + 1]
        assert not re.match(r"\W*But\b", said[one.clause.end :].lstrip(". "))


@pytest.mark.parametrize(
    "text",
    [
        "The rota lead answers every email within the day, but nobody swaps a shift.",
        "The rota lead answers every email within the day. But nobody swaps a shift any more.",
        "The rota lead answers every email within the day. However, nobody swaps a shift any more.",
    ],
)
def test_no_clause_ends_before_its_but(text):
    """Half of what was said is the opposite of what was said."""
    found = clauses(text)

    assert "The rota lead answers every email within the day" not in found
    assert "The rota lead answers every email within the day" in clauses(
        "The rota lead answers every email within the day."
    )


def test_no_clause_ends_before_a_but_that_the_cut_left_in_the_next_excerpt():
    """The source goes on although the excerpt does not."""
    text = "The rota lead answers every email within the day."

    assert clauses(text) == [text[:-1]]
    assert clauses(text, goes_on="But nobody swaps a shift without asking her first.") == []


def test_a_clause_with_a_name_taken_out_is_no_headline():
    """'[Person 27] keeps the key' tells a reader nothing and points at somebody."""
    assert clauses("[Person 27] keeps the spare key in a biscuit tin.") == []
    assert clauses("The sister keeps the spare key in a biscuit tin.") != []


@pytest.mark.parametrize("word", ["It", "This", "They"])
def test_a_clause_about_something_said_before_gives_way_to_one_that_names_it(word):
    """A reader of the headline has not read what went before."""
    verb = "make" if word == "They" else "makes"
    leaning = f"{word} {verb} the whole morning late for patients"
    named = "The broken lift makes the whole morning late"

    assert clauses(f"{leaning}. {named}.")[0] == named


def test_a_question_heads_only_questions():
    """Over what people say, a question would be told as their answer."""
    asked = "Who decides when the lift on the north stairs is mended?"

    assert clauses(asked) == []
    assert clauses(asked, side=Stance.QUESTION) == [asked]


def test_a_question_is_headed_by_what_it_asks():
    """'The ferry folk will not row' headed a question: a statement that nobody is to answer."""
    said = "The ferry folk will not row at night without a licence."
    asked = "Who pays for the licence of a night ferry?"

    assert clauses(f"{said} {asked}", side=Stance.QUESTION) == [asked]


def test_whoever_leans_the_other_way_words_no_side():
    """A help in the words of somebody who was hindered would be ironic at best."""
    made = Programme()
    made.say("The lift stands still on most mornings.", source="one", suggested={"barrier": 0.9})
    made.say("The lift runs again since the landlord came.", source="two", suggested={"enabler": 0.9})
    material = made.material()
    (found,) = candidates(material, [Group((0, 1), Stance.ENABLER)])

    assert {one.position for one in found} == {1}


@pytest.mark.parametrize(
    "text",
    [
        "The referrals we get now from homes which have a named leg carer are, um, they're shorter and they make sense.",
        "A resident said that since the young woman on the middle floor had been made the leg person, nobody had to ask twice.",
        "The paediatrician's letter was finished on 3 March on the hospital system, and our psychologist, who can't see that "
        "system from her desk, did the same history again on the 28th because she didn't know it existed.",
        "The interpreter is booked for one hour and a proper history takes two, so for our Romanian and Tigrinya families we stop "
        "in the middle and start again another month.",
    ],
)
def test_no_clause_ends_before_it_says_what(text):
    """'The referrals we get now from homes with a leg carer are, um' stood first in an event's brief."""
    found = clauses(text)
    assert not any(re.search(r"\b(?:are|um|psychologist|Romanian)$|leg person$", one) for one in found), found


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (
            "In the half year we've had it the women who find their own way to us are, if anything, iller than those we're sent, "
            "because the letter-writers only spot the ones who cry.",
            r"^iller|if anything$",
        ),
        (
            "We rang sixty-one women for a first appointment, and because we come up as unknown on the screen thirty-eight of them "
            "let it ring out.",
            r"^we come up",
        ),
        (
            "I rang the referral number on Monday, Tuesday and twice on Wednesday and I have never yet spoken to a human being on it.",
            r"^Tuesday",
        ),
    ],
)
def test_no_clause_begins_after_its_subject_or_its_because(text, lost):
    """'iller than those we're sent, because ...' headed a coaching brief: two readers asked who was."""
    assert not any(re.search(lost, one) for one in clauses(text))


def test_no_clause_is_cut_before_how_it_ended():
    """The best result of a programme stood first in its brief as a loss: 'four dentures have gone astray in ten weeks'."""
    text = (
        "Since the kits went out and names went into the plates, four dentures have gone astray in ten weeks and all four came "
        "back within a fortnight."
    )
    assert not any(one.endswith("ten weeks") for one in clauses(text))


def test_a_reason_alone_stands_less_well_than_what_it_is_the_reason_for():
    """'The ambulance car hasn't turned up' told of one car; the sentence tells of a fifth of all who did not come."""
    made = Programme()
    made.say(
        "About one in five of our no-shows is still in their own hallway because the ambulance car hasn't turned up."
    )
    (found,) = candidates(made.material(), [Group((0,), None)])
    reasons = [one.worth for one in found if one.words.startswith("the ambulance car")]
    assert all(worth < made.material().weights.reads_follows for worth in reasons)


def test_a_sentence_that_a_parser_reads_oddly_still_heads():
    """'the night before has filled' is no clause with 'before'."""
    text = "Sending a reminder to the mobile the night before has filled up the slots we used to lose."
    assert text.rstrip(".") in clauses(text)


def test_a_long_sentence_is_cut_where_a_clause_ends_and_not_in_the_middle_of_a_list():
    """A brief was headed by '..., so for our Romanian': what stands before that is the whole of what a board needs."""
    long = (
        "the interpreter is booked for one hour and a proper history takes two and a half, so for our Romanian and Tigrinya "
        "families we stop in the middle and start again another month"
    )
    assert "the interpreter is booked for one hour and a proper history takes two and a half" in clauses(long)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The longest wait to be opened has gone from five weeks to eight days", True),
        ("missed appointments fell by a quarter", True),
        ("clinic letters are down by a third", True),
        ("a third fewer children wait", True),
        ("The shop is a third of a mile from the clinic", False),
        ("the bus runs from five to eight", False),
        ("We fell about laughing", False),
    ],
)
def test_by_how_much_something_changed_is_a_result(words, told):
    """Two readers missed 'five weeks to eight days' more than anything: a brief told the weekly call and not what came of it."""
    assert result(words) is told


@pytest.mark.parametrize(
    "text",
    [
        "There is one psychologist for the whole coast and her list is shut until spring.",
        "There is one hand-held Doppler for twenty-two nurses and it lives in the boot of whoever had it last.",
        "There's a single printer for four wards and it is locked away at night.",
    ],
)
def test_how_few_there_are_of_something_is_said_in_words_that_stand(text):
    """'There is one, over there' points; one Doppler for twenty-two nurses is what seven sources waited for."""
    made = Programme()
    made.say(text)
    (found,) = candidates(made.material(), [Group((0,), None)])
    assert max(one.worth for one in found) >= made.material().weights.near_worth


def test_of_what_somebody_reported_the_headline_is_what_was_said():
    """'Person 3 said that' is who, not what."""
    found = clauses("Ms Alder explained that the first bus comes at half past eight.")

    assert "the first bus comes at half past eight" in found


def test_a_long_sentence_gives_a_clause_of_its_own():
    """Twenty words are what a reader takes in at once."""
    text = (
        "Nobody in our house had been asked about the new forms before they came, and the ward clerks now type every "
        "referral twice on two computers."
    )

    assert "the ward clerks now type every referral twice on two computers" in clauses(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tuesdays only, in the far corridor.",
        "Which is what the porters and the drivers told us as well.",
        "Better chairs for the waiting room at the back.",
    ],
)
def test_where_nothing_can_stand_by_itself_the_heading_says_so(text):
    """Then theme and side stand alone, and `heading_from` is 'none': no half sentence is dressed up as a statement."""
    made = Programme()
    made.say(text, voice="P1", source="one", coded={"workforce": True, "barrier": True})
    made.say(text.replace("the", "our"), voice="P2", source="two", coded={"workforce": True, "barrier": True})
    finding = made.distil()[0]

    assert len(finding.evidence) == 2
    assert (finding.heading_from, finding.clause) == ("none", None)
    assert finding.heading == "Workforce and time: what gets in the way"


def test_a_headline_of_a_finding_stands_in_its_evidence():
    """The whole way through, heading, clause and evidence agree."""
    made = Programme()
    made.say("The lift stands still on most mornings.", source="one", coded={"barrier": True})
    made.say("Most mornings the lift stands still again.", source="two", coded={"barrier": True})
    finding = made.distil()[0]
    owner = next(one for one in made.excerpts if one.excerpt_id == finding.clause.excerpt)

    assert finding.heading_from == "clause"
    assert owner.text[finding.clause.start : finding.clause.end] == finding.heading
    assert owner.excerpt_id in finding.evidence
    assert finding.quotes[0] == owner.excerpt_id


def test_a_matter_of_two_sides_is_headed_by_words_that_a_third_of_it_holds():
    """Subject and one clause a side: neither side's sentence is told as what all of them say."""
    made = Programme()
    for number, text in enumerate(
        (
            "The paper diary is left behind on every second visit.",
            "The paper diary falls apart within a month of visits.",
            "The paper diary gives families a say at every visit.",
            "Families write in the paper diary before every visit.",
        )
    ):
        made.say(text, source=f"s{number}", coded={"barrier" if number < 2 else "enabler": True})
    finding = next(one for one in made.distil() if len(one.evidence) == 4)
    holding = [one for one in made.excerpts if finding.heading.lower() in one.text.lower()]

    assert (finding.heading_from, finding.stance) == ("composed", None)
    assert finding.heading == "Paper diary"
    assert 3 * len(holding) >= len(finding.evidence)
    assert {point.stance for point in finding.points} == {"barrier", "enabler"}
    assert all(point.clause for point in finding.points)


def test_what_too_few_say_is_no_subject():
    """A subject that one of four uses is that one's word."""
    made = Programme()
    for number, text in enumerate(("walk round at noon", "ring at six", "sing on Sundays", "write on Mondays")):
        made.say(f"{('Porters', 'Chaplains', 'Cleaners', 'Drivers')[number]} {text} because somebody asked them.")

    assert subject(made.material(), range(4)) is None


def test_headlines_name_no_theme_and_no_two_findings_share_one():
    """The theme stands above as a label; two findings under one clause could not be told apart."""
    made = Programme()
    for number, text in enumerate(SENTENCES):
        made.say(f"{text} Everybody on floor {'x' * number} knows about this.", coded={"workforce": True})
    headings = [one.heading for one in made.distil() if one.heading_from == "clause"]

    assert headings
    assert len(headings) == len(set(headings))
    assert not any("Workforce" in heading for heading in headings)


def test_wording_does_not_bring_in_torch():
    """A small workshop's run must not cost seconds and hundreds of megabytes for a library that no step of ours uses."""
    code = "import sys; from learnbrief.nlp.language.grammar import parse; parse(['We share it.']); print('torch' in sys.modules)"
    shown = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "False"
