"""A question asked of a whole workspace, reached as a user reaches it."""

import json
import sys

import pytest

from learnbrief.corpus.asked import NOTHING_BEARS
from learnbrief.corpus.errors import BadInput
from learnbrief.flows.cli import main
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.web.answering import Material

ASKED = "Why is improvement time cancelled?"


def call(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_an_answer_is_the_material_s_own_words_counted_by_source_place_and_voice(tagged, tagged_store):
    """Both who said it at the table and who wrote it down after coaching bear on it; the host of a webinar never does."""
    answer = Material(tagged, tagged_store).answer(ASKED)
    found = {one.excerpt_id: one for side in answer.sides for one in side.excerpts}
    texts, documents = " ".join(one.text for one in found.values()), tagged_store.documents.latest()

    assert "the first thing cancelled" in texts
    assert "cancelled whenever somebody is off sick" in texts
    assert "survey closes" not in texts
    assert all(documents[one.document_id].text[one.start : one.end] == one.text for one in found.values())
    assert answer.spread.excerpts == len(found) < answer.looked_through.excerpts
    assert set(answer.spread.collaboratives) == {"harbour", "lantern"}


def test_matters_are_those_of_the_newest_brief_that_it_stands_under(tagged, tagged_store):
    """Whoever asks is led to what evaluators made of it, with the counts of that brief."""
    assert Material(tagged, tagged_store).answer(ASKED).matters == ()
    folder = make_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, parse_scope("cohort")))

    answer = Material(tagged, tagged_store).answer(ASKED)
    bearing = {one.excerpt_id for side in answer.sides for one in side.excerpts}

    assert answer.matters
    assert {one.brief_id for one in answer.matters} == {folder.name}
    assert all(set(one.bearing) <= bearing for one in answer.matters)


def test_nothing_bears_on_it_is_told_with_how_much_was_looked_through(tagged, monkeypatch, capsys):
    """An empty page would look like a fault."""
    assert call(monkeypatch, "ask", "Which", "telescope", "should", "we", "buy?", "-w", str(tagged.root)) == 0
    told = capsys.readouterr().out

    assert told.startswith(NOTHING_BEARS)
    assert "of 3 sources" in told


def test_words_that_only_ask_are_one_plain_line(tagged, tagged_store):
    """Every excerpt would bear on them, or none."""
    with pytest.raises(BadInput, match="asks about nothing"):
        Material(tagged, tagged_store).answer("What about it?")


def test_the_command_prints_sides_counts_and_who_was_not_heard_and_json_for_a_program(tagged, monkeypatch, capsys):
    """The same answer twice, for a reader and for a pipeline."""
    asked = ["ask", *ASKED.split(), "-w", str(tagged.root)]

    assert call(monkeypatch, *asked) == 0
    told = capsys.readouterr().out
    assert call(monkeypatch, *asked, "--json") == 0
    answer = json.loads(capsys.readouterr().out)

    assert told.startswith(f"Found to bear on this: {answer['spread']['excerpts']} excerpts of ")
    assert "(from notes)" in told
    texts = [one["text"] for side in answer["sides"] for one in side["excerpts"]]
    assert texts
    assert all(" ".join(text.split()) in told for text in texts)
    assert answer["nothing"] is False
