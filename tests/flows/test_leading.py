"""One talk told 'nobody marked as leading' and the next '1 leads', of the same person in the chair of both."""

from dataclasses import replace

import pytest

from learnbrief.corpus.document import SHAPE_READ, Participant
from learnbrief.flows.stages.leading import told_who_leads
from tests.corpus.test_hosts import BOTH, PEOPLE, SPEAKING, talk

READ = "read as: captions with a voice for each cue; 2 speakers, 9 turns"


def told(store, read_as, turns):
    store.participants.put((*PEOPLE.values(), Participant("Person 5", "Improvement coach")))
    document = replace(talk(*turns), attributes={SHAPE_READ: read_as})
    return told_who_leads(document, store).read_as


@pytest.mark.parametrize("before", ["nobody marked as leading", "1 leads (by the register)"])
def test_whoever_leads_by_how_they_speak_is_told_as_leading(store, before):
    """Their words are cut as a leader's in both talks, whoever else the register knows as one."""
    found = told(store, f"{READ}, {before}", BOTH)

    assert found.endswith("1 leads (by how they speak)")
    assert "nobody" not in found


def test_where_nobody_leads_by_how_they_speak_the_line_stays(store):
    """It then sends people to say who leads."""
    line = f"{READ}, nobody marked as leading"

    assert told(store, line, [("Person 3", said) for said in SPEAKING]) == line
