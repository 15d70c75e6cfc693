"""Whoever is heard through notes is heard: 'not heard' of somebody who is quoted two pages on is a false claim."""

from dataclasses import replace

import pytest

from learnbrief.corpus.document import Excerpt, Mode, Speech, Voice
from learnbrief.corpus.noted import people_noted, roles_noted


@pytest.mark.parametrize(
    "note",
    [
        "[Person 2] (lived experience partner) told the room about getting to the eye clinic.",
        "Late on, [Person 2] asked if there was anyone we had left out.",
        "[Person 2]: why was the number on the back?",
        "[Person 2] on counting. There are three systems.",
        "board: [Person 2] says the chair has agreed",
        "[Person 2] is a lived experience partner. She told the story of her husband's discharge.",
        "[Person 2] stood there, asked what else, and wrote it on her hand.",
        "[Person 2] also pointed out that two partners do not record it",
        "Our table: Person 2 wants that word on a mug.",
    ],
)
def test_a_note_of_somebodys_words_is_their_voice(note):
    """Notes tell who spoke in many ways; the speaker label of a transcript is only one of them."""
    assert people_noted(note) == {"Person 2"}


@pytest.mark.parametrize(
    "note",
    [
        "Bookings and lost umbrellas: [Person 2].",
        "Question for [Person 2]: who do we ring when we have an idea?",
        "[Person 2] to ask the chair on Thursday.",
        "[Person 2] will ask; nobody else would.",
        "She told [Person 2] in the lift.",
        "[Person 2] was asked to leave.",
        "[Person 2] sent apologies.",
        "Thanks to [Person 2], who made the cake.",
        "[Person 2 or 7] said so.",
    ],
)
def test_being_named_is_not_being_heard(note):
    """Else everybody on the list of actions would have had a say."""
    assert people_noted(note) == set()


def _excerpt(text, mode=Mode.NOTE):
    return Excerpt("d-1", 1, 0, len(text), text, Voice("v", "Table 1", "group"), mode, evidence=True)


def test_roles_are_heard_by_the_person_or_by_name():
    excerpts = [_excerpt("[Person 2] told us."), _excerpt("One clinician (a GP) said it takes a year.")]

    heard = roles_noted(
        excerpts, {"Person 2": "lived experience partner"}, {"lived experience partner", "clinician", "executive"}
    )

    assert heard == {"lived experience partner", "clinician"}


@pytest.mark.parametrize(
    "words", ["the executives are told off if they come", "for the executive, and nobody said why"]
)
def test_speaking_of_a_role_is_not_its_voice(words):
    assert roles_noted([_excerpt(words)], {}, {"executive"}) == set()


def test_what_somebody_tells_of_others_in_their_own_words_is_theirs_alone():
    """A coach's reflection that reports a clinician is the coach's voice; nobody noted it for the clinician."""
    assert roles_noted([_excerpt("A clinician told me so.", Mode.VERBATIM)], {}, {"clinician"}) == set()


def test_who_is_read_out_by_the_host_was_heard():
    """'Not heard: night carer' of a talk whose host read her question from the chat."""
    text = "Let me read one from the chat. [Person 2] says, could the crew take a photo?"
    read_out = Excerpt(
        "d-1", 1, 0, len(text), text, Voice("v", "Person 9", "participant"), Mode.VERBATIM, evidence=False,
        speech=Speech.FACILITATOR,
    )  # fmt: skip

    assert roles_noted([read_out], {"Person 2": "night carer"}, {"night carer"}) == {"night carer"}
    assert (
        roles_noted([replace(read_out, speech=Speech.PARTICIPANT)], {"Person 2": "night carer"}, {"night carer"})
        == set()
    )
