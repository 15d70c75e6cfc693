"""A headline never says half of what somebody said: no lost 'no', no lost condition, no lost 'but'."""

import pytest

from learnbrief.nlp.findings.place import Group
from learnbrief.nlp.findings.word import candidates
from tests.nlp.programme import Programme


@pytest.mark.parametrize(
    ("said", "never"),
    [
        (
            "Here no porter carries the samples across the yard before the morning round is over, and by then it is noon.",
            "porter carries the samples",
        ),
        ("No porter carries the samples across the yard before the round is over.", "porter carries"),
        (
            "If the porter comes late in the morning, nobody gets the samples across the yard before the round is over at noon.",
            "nobody gets the samples",
        ),
        (
            "Unless somebody rings the lodge the evening before, the samples stay on the ward, and the round starts without them.",
            "the samples stay on the ward",
        ),
        (
            "The porter is quick and friendly, and the yard is dry, but the samples still come late every single morning of the week in the winter months.",
            "The porter is quick",
        ),
        (
            "The manager did not say that the samples come late because the porters are short of people this winter.",
            "the samples come late",
        ),
        (
            "We were told some years back that the samples have to be under lock and key on the ward at night.",
            "the samples have to be",
        ),
    ],
)
def test_no_clause_begins_behind_what_it_depends_on(said, never):
    """'Porter carries the samples' told of 'no porter carries the samples' would be false, and nobody would see it."""
    made = Programme()
    made.say(said)
    made.say("The lodge has a kettle and the samples have a fridge of their own beside the yard.")
    material = made.material()
    found = candidates(material, [Group((position,)) for position in range(len(material.excerpts))])
    words = [one.words for own in found for one in own]

    assert words
    assert not any(one.lower().startswith(never.lower()) and " but " not in one for one in words)


@pytest.mark.parametrize("joint", ["because", "so", "and", "you know"])
def test_no_clause_ends_on_a_word_that_only_leads_on(joint):
    """'The pharmacist standing there when they come in, because' stops where the reason begins."""
    made = Programme()
    made.say(
        f"The night porter takes the samples down to the lab on the early round now, {joint}, the van comes at seven every "
        "morning and it never waits for anybody on the ward."
    )
    made.say("The lodge has a kettle and the samples have a fridge of their own beside the yard.")
    words = [one.words for own in candidates(made.material(), [Group((0,)), Group((1,))]) for one in own]

    assert words
    assert not any(one.endswith(f" {joint}") for one in words)


def test_an_object_that_means_nothing_named_before_it_stands_worse():
    """Who 'them' are in 'the porters were the first to use them' was said before: the porters do not use themselves."""
    made = Programme()
    made.say("The porters were the first to use them, and before any doctor on the ward had a key.")
    made.say("The porters were the first to use trolleys, and before any doctor on the ward had a key.")
    pointing, naming = (own[0] for own in candidates(made.material(), [Group((0,)), Group((1,))]))

    assert pointing.worth < naming.worth


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        (
            "Forty calls rang out at the lodge in one morning (mine).",
            "Forty calls rang out at the lodge in one morning",
        ),
        (
            "The porter carries the samples across the yard (not at night).",
            "The porter carries the samples across the yard (not at night)",
        ),
    ],
)
def test_an_aside_in_brackets_heads_nothing_unless_it_takes_something_back(said, heading):
    """'(mine)' is a riddle to whoever was not there; without '(not at night)' the headline would be false."""
    made = Programme()
    made.say(said)
    made.say("The lodge has a kettle and the samples have a fridge of their own beside the yard.")
    material = made.material()
    words = [one.words for own in candidates(material, [Group((0,)), Group((1,))]) for one in own]

    assert heading in words
    assert not any("(mine)" in one for one in words)


def test_what_is_only_the_reason_for_what_follows_gives_way():
    """'There are two interpreters in this whole county' read as a complaint; its speaker went on 'So for me, I prefer the phone'."""

    def best(said):
        made = Programme()
        made.say(said)
        (found,) = candidates(made.material(), [Group((0,), None)])
        return max((one.worth for one in found if one.words.startswith("Two drivers")), default=0.0)

    said = "Two drivers cover the whole of the valley on a Friday."
    assert best(f"{said} So for me, I prefer the morning round, every time.") < best(
        f"{said} The morning round is on foot."
    )
