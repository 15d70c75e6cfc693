"""Whoever chairs a talk asks and hands over the word: told as a voice, they would answer their own questions."""

from datetime import date

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Document, Kind, Mode, Participant, Passage, SourceText, Speech
from learnbrief.corpus.hosts import hosts

CHAIRING = (
    "Right, let us begin, and mind the dog.",
    "Thank you. [Person 3], would you start with the pond?",
    "And what broke?",
    "[Person 4], how is the hedge doing?",
    "I do not think we shall settle that one today.",
    "And you, [Person 5]?",
)
SPEAKING = (
    "We dug the pond in March and the frogs came in April.",
    "Would I do it again? I would, but smaller.",
    "[Person 9], thank you, and yes, the liner tore.",
)
PEOPLE = {"Person 3": Participant("Person 3", "gardener", "north"), "Person 9": Participant("Person 9", "lead")}


def talk(*turns, kind=Kind.WEBINAR_TRANSCRIPT):
    text, passages = "", []
    for speaker, said in turns:
        passages.append(Passage(len(text), len(text) + len(said), "turn", Mode.VERBATIM, speaker))
        text += f"{said}\n"
    source = SourceText(text, tuple(passages))
    return Document("d", 1, kind, "e", "Talk", date(2025, 3, 1), None, "talk.vtt", source, "h")


BOTH = [*(("Person 9", said) for said in CHAIRING), *(("Person 3", said) for said in SPEAKING)]


def test_who_calls_on_others_and_asks_leads_and_is_no_evidence():
    """A programme's lead in the chair was told to want and to ask what she only handed on."""
    document = talk(*BOTH)
    evidence = {one.voice.label: one.evidence for one in cut(document, PEOPLE)}

    assert hosts(document, PEOPLE) == {"Person 9"}
    assert evidence == {"Person 9": False, "Person 3": True}
    assert {one.speech for one in cut(document, PEOPLE) if not one.evidence} == {Speech.FACILITATOR}


def test_somebody_of_a_place_that_is_heard_stays_a_voice_however_much_they_ask():
    """Their words are what the programme wants to hear."""
    placed = PEOPLE | {"Person 9": Participant("Person 9", "lead", "north")}

    assert hosts(talk(*BOTH), placed) == frozenset()


@pytest.mark.parametrize("turns", [CHAIRING[:3], CHAIRING[2:3] * 9, (*CHAIRING, *SPEAKING[:1] * 12)])
def test_a_few_questions_make_no_chair(turns):
    """Called once, asked often, or mostly told something: a participant."""
    assert hosts(talk(*(("Person 9", said) for said in turns)), PEOPLE) == frozenset()


def test_only_a_talk_has_somebody_in_the_chair():
    """In notes a name before a comma is who did something."""
    assert hosts(talk(*BOTH, kind=Kind.WORKSHOP_NOTES), PEOPLE) == frozenset()
