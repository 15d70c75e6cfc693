"""What became of an action is told where a later source says it in so many words: a wrong 'done' closes what is still open."""

from datetime import date

import pytest

from learnbrief.nlp.findings.followed import followed
from tests.nlp.programme import Programme, positions

JUNE, JULY = date(2025, 6, 5), date(2025, 7, 16)
SEND = "[Person 18] to send the gardening checklist to all four allotments by 20 June"


def told(later, *, voice="Person 18", day=JULY, action=SEND, first_voice="secretary"):
    """Whether the later words tell that the action was done, was not, or nothing of it."""
    made = Programme()
    made.say("The pond froze over and the newts were carried indoors", day=JUNE)
    first = made.say(action, source="minutes", voice=first_voice, day=JUNE)
    made.say(later, source="webinar", voice=voice, day=day)
    material = made.material()
    found = followed(material, positions(material, [first]))
    return found.done if found else None


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ("I sent the gardening checklist to the allotments on the eighteenth", True),
        ("The gardening checklist for the allotments is done and I am glad", True),
        ("I have not yet sent the gardening checklist to the allotments", False),
        ("I would have sent the gardening checklist if the allotments had answered", None),
        ("The gardening checklist is for all the allotments, and I like it", None),
        ("I have been sending the gardening checklist to the allotments, as I promised", True),
        ("We tried the gardening checklist on two allotments. Half of it is still blank.", True),
        ("[Person 18]'s gardening checklist came out at the end of June", True),
        ("I had been sending the gardening checklist to nobody", None),
        ("I would have tried the gardening checklist on an allotment", None),
        ("We sent the seeds round and nobody said thank you for the allotments", None),
        ("Did anybody send the gardening checklist to the allotments?", None),
    ],
)
def test_only_the_deed_itself_in_the_past_or_a_plain_word_tells_that_it_is_done(later, state):
    """'I would have sent it' and 'I like the checklist' leave it open."""
    assert told(later) is state


def test_what_was_said_before_or_on_the_same_day_tells_nothing():
    """Last year's checklist was sent, too."""
    assert told("I sent the gardening checklist to the allotments", day=JUNE) is None
    assert told("I sent the gardening checklist to the allotments", day=date(2025, 1, 9)) is None


def test_of_somebody_else_more_of_the_same_thing_must_be_named():
    """Another person who sent a checklist may have sent another."""
    later = "So at last I sent them all the almanac"

    assert told(later, voice="Person 3", action="[Person 18] to send them all the almanac") is None
    assert told(later, voice="Person 18", action="[Person 18] to send them all the almanac") is True


def test_the_latest_word_holds():
    """'Not yet' in July and 'sent' in September is sent."""
    made = Programme()
    first = made.say(SEND, source="minutes", voice="secretary", day=JUNE)
    made.say("I have not yet sent the gardening checklist to the allotments", source="a", voice="Person 18", day=JULY)
    last = made.say(
        "I sent the gardening checklist to the allotments", source="b", voice="Person 18", day=date(2025, 9, 3)
    )
    material = made.material()
    found = followed(material, positions(material, [first]))

    assert (found.excerpt, found.done) == (last, True)


@pytest.mark.parametrize(
    ("day", "voice", "state"),
    [
        (date(2025, 10, 2), "Person 18", True),
        (date(2025, 9, 2), "Person 18", None),
        (date(2025, 10, 2), "Person 3", None),
    ],
)
def test_who_was_to_tell_at_an_occasion_and_did_there_has_told(day, voice, state):
    """'I'll ask, and let you know at the October workshop': in October the same person says that they asked."""
    ask = "I'll ask about the rules of the pond, and let you know at the October workshop."

    assert (
        told("I asked the man at the ferry about the frogs.", day=day, voice=voice, action=ask, first_voice="Person 18")
        is state
    )


def test_what_its_owner_says_later_of_a_list_that_goes_out_every_month_tells_of_it():
    """'I have been sending it and will keep on sending it' is the same action again, and the word on the first."""
    made = Programme()
    first = made.say(SEND, source="minutes", voice="secretary", day=JUNE)
    said = "I have been sending the gardening checklist to the allotments, and I will keep on sending it each month."
    again = made.say(said, source="webinar", voice="Person 18", day=JULY)
    made.say("The pond froze over and the newts were carried indoors", source="webinar", day=JULY)
    material = made.material()
    found = followed(material, positions(material, [first, again]))

    assert (found.excerpt, found.done) == (again, True)
