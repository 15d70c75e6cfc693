"""Whose voice somebody is counts in a brief, so that a brief is made anew where the register says otherwise by now."""

from dataclasses import replace

from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.finding import Scope
from learnbrief.flows.stages.provenance import run_for
from learnbrief.flows.stages.scopes import Material
from tests.nlp.small import WordEncoder

COACH = Voice("person-9", "Person 9", "author", "improvement coach")


def test_a_coach_whom_the_register_comes_to_place_gives_another_run(tagged, tagged_store):
    """The excerpt, its voice and its role are the same; whom it counts for is not, and the brief must not stand as it was."""
    codebook = tagged_store.codebooks.current()
    visiting = Excerpt("d1", 1, 0, 5, "words", COACH, Mode.NOTE, True, collaborative="harbour")
    placed = replace(visiting, voice=replace(COACH, collaborative="harbour"))

    runs = [
        run_for(tagged.settings, codebook, WordEncoder(), Scope("cohort"), Material((), (one,), ()), tagger="toy")
        for one in (visiting, placed, placed)
    ]

    assert runs[0].run_id != runs[1].run_id == runs[2].run_id
