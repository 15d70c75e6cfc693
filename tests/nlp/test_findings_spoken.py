"""What many sources name is told as named by so many, whatever each says of it; the claim is true to the letter."""

from itertools import permutations

import pytest

from learnbrief.corpus.naming import names
from learnbrief.nlp.findings import messages
from tests.nlp.programme import Programme

OF_THE_PORTER = (
    "The night porter carries blood samples down before the lab closes",
    "Our night porters carry samples to the fridge every evening",
    "Without a night porter the blood stays on the ward until morning",
    "The night porter leaves the fridge open beside the lab",
)
OF_OTHER_THINGS = (
    "Parking permits run out before the clinic opens on Mondays",
    "The canteen shuts too early for anybody on a late rota",
    "Two printers on the second corridor have been broken since spring",
    "Lockers were promised to the bank nurses and never came",
    "A laminated map of the corridors helps visitors find the lift",
    "Agency rates rose again and nobody on the board was told",
)


def programme(*, porters=OF_THE_PORTER) -> Programme:
    made = Programme()
    for number, text in enumerate(porters):
        made.say(text, source=f"p{number}", place=("harbour", "moorland")[number % 2])
    for number, text in enumerate(OF_OTHER_THINGS):
        made.say(text, source=f"o{number}")
    return made


def spoken_of(made: Programme):
    return {one.spoken.words: (one, one.spoken) for one in made.distil() if one.spoken and one.spoken.words}


def texts(made: Programme):
    return {one.excerpt_id: one.text for one in made.excerpts}


def test_a_thing_that_several_sources_name_is_told_with_exactly_those_who_name_it():
    """'Found in 2 sources' stood over what a reader counted in six: that they name it can be counted without knowing what they mean."""
    made = programme()
    told = spoken_of(made)

    assert list(told) == ["night porter"]
    finding, spoken = told["night porter"]
    assert {texts(made)[one] for one in spoken.named_by} == set(OF_THE_PORTER)
    assert all(names(spoken.words, texts(made)[one]) for one in spoken.named_by)
    assert finding.heading_from == "clause"
    assert names(spoken.words, finding.heading)


def test_beside_the_headline_stand_other_sources_each_in_its_own_words():
    """A second clause of the same source would look like somebody else who says it too."""
    made = programme()
    finding, spoken = spoken_of(made)["night porter"]
    source = {one.excerpt_id: one.document_id for one in made.excerpts}
    beside = [source[clause.excerpt] for clause in spoken.beside]

    assert beside
    assert len({*beside, source[finding.clause.excerpt]}) == len(beside) + 1
    assert {clause.excerpt for clause in spoken.beside} <= set(spoken.near)


def test_a_question_stands_beside_nothing():
    """Who asks whether there is a porter tells nothing of what porters do."""
    asked = "Could the night porter carry blood samples to the lab fridge?"
    made = programme(porters=(*OF_THE_PORTER, asked))
    _, spoken = spoken_of(made)["night porter"]

    assert asked in {texts(made)[one] for one in spoken.named_by}
    assert not any(texts(made)[clause.excerpt] == asked for clause in spoken.beside)


def test_two_sources_are_not_many():
    """Of two who name a thing nothing is claimed that the excerpts do not already show."""
    assert not spoken_of(programme(porters=OF_THE_PORTER[:2]))


def test_what_everybody_speaks_of_anyway_is_no_thing():
    """In a programme about porters every sentence names one, and a brief that says so says nothing."""
    everybody = tuple(f"The night porter {what}" for what in (
        "carries blood samples down before the lab closes", "carries the linen bags up the stairs each morning",
        "knows every locked door of the east wing", "answers the phone of the front desk after nine",
        "moves the beds that the day team left standing", "has no bleep of his own on the surgical floor",
        "signs for the medicines that come by van", "waits for the lift longer than anybody else",
        "finds the wheelchairs that others could not find",
    ))  # fmt: skip

    assert "night porter" not in spoken_of(programme(porters=everybody))


def test_one_word_for_several_things_is_no_thing():
    """'Board' is a plank here, a committee there and a screen elsewhere: to count those together would be false."""
    senses = (
        "The skirting bolt came loose behind the cupboard in bay three",
        "She made a bolt for the exit when the alarm went off",
        "Lightning sent a bolt through the weather vane on Sunday",
        "A bolt of blue cloth arrived instead of theatre gowns",
    )

    assert "bolt" not in spoken_of(programme(porters=senses))


def test_one_person_who_names_a_thing_in_four_sources_is_one_person():
    """A coach who writes four reflections is not four who speak of it."""
    made = Programme()
    for number, text in enumerate((*OF_THE_PORTER, *OF_OTHER_THINGS)):
        made.say(text, source=f"s{number}", voice="P1")

    assert not spoken_of(made)


def test_in_what_one_source_holds_voices_tell_how_many_name_it():
    """A workshop's notes are one file of many tables: there nothing could ever be named by several sources."""
    made = Programme()
    fridge = "The ward keeps blood samples in the fridge until the night porter carries them to the lab"
    for number, text in enumerate((*OF_THE_PORTER, fridge, *OF_OTHER_THINGS)):
        made.say(text, source="notes", voice=f"P{number}")

    assert "night porter" in spoken_of(made)


def test_a_thing_named_by_many_is_a_message_before_what_one_says_alone():
    """It is the widest that can be told without guessing; the note says whose words head it."""
    made = programme()
    found = made.distil()
    chosen, note = messages(found, made.documents, {one.excerpt_id: one for one in made.excerpts}, scope_kind="cohort")
    first = next(one for one in found if one.finding_id == chosen[0])

    assert first.spoken
    assert first.spoken.words == "night porter"
    if first.tentative:
        assert "near which other sources say what stands beside" in note


def test_no_message_tells_what_stands_beside_another():
    """A reader who meets a sentence twice takes one person for two."""
    made = programme()
    found = {one.finding_id: one for one in made.distil()}
    chosen, _ = messages(
        [*found.values()], made.documents, {one.excerpt_id: one for one in made.excerpts}, scope_kind="cohort"
    )
    shown = [
        one
        for key in chosen
        for one in {
            *found[key].evidence,
            *(clause.excerpt for clause in (found[key].spoken.beside if found[key].spoken else ())),
        }
    ]

    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_order_in_which_files_are_read_changes_nothing(order):
    """The same material gives the same brief; a reader who runs it again must not find another message."""
    made, other = programme(), programme()
    third = len(other.excerpts) // 3
    parts = [other.excerpts[:third], other.excerpts[third : 2 * third], other.excerpts[2 * third :]]
    other.excerpts = [one for at in order for one in parts[at]]

    assert [one.spoken for one in made.distil()] == [one.spoken for one in other.distil()]


@pytest.mark.parametrize("text", ["the link-worker rang", "two Link Workers", "a link\nworker", "LINK WORKER."])
def test_a_thing_is_named_however_its_words_are_joined(text):
    """A count that a reader of the material cannot find again would be no count."""
    assert names("link worker", text)


@pytest.mark.parametrize(
    ("words", "text"),
    [("midwife", "two midwives rang"), ("shelf", "Shelves"), ("pharmacy", "pharmacies"), ("call", "calls")],
)
def test_the_plural_names_the_same_thing(words, text):
    """'5 sources speak of “midwives”' left out those with one."""
    assert names(words, text)
    assert names(words, words)


@pytest.mark.parametrize("text", ["a linkworker", "the link worked", "link the worker", "blinking workers"])
def test_other_words_do_not_name_it(text):
    """Words that only begin alike are other words."""
    assert not names("link worker", text)
