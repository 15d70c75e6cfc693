"""An extract of one source on a question, reached as a user reaches it."""

import json
import sys

import pytest

from learnbrief.flows.cli import main
from learnbrief.flows.web.extracting import extract_of

ASKED = "what drops off the table?"


def test_an_extract_is_the_source_s_own_words_at_their_place(tagged, tagged_store):
    """Whoever quotes it must find the words where they are said to stand."""
    document, answers = extract_of(tagged, tagged_store, "spring-webinar/recording.vtt", ASKED, words=40)

    assert [document.text[one.start : one.end] for one in answers] == [one.shown.strip("…") for one in answers]
    assert any("drops off the table" in one.shown for one in answers)
    assert [one.start for one in answers] == sorted(one.start for one in answers)
    assert sum(len(one.shown.split()) for one in answers) <= 40


@pytest.mark.parametrize("called", ["spring-webinar", "recording.vtt", "material/spring-webinar/recording.vtt"])
def test_a_source_goes_by_whatever_people_call_it(tagged, tagged_store, called):
    """The same names as in coding from elsewhere."""
    document, answers = extract_of(tagged, tagged_store, called, ASKED, words=40)

    assert (document.origin, bool(answers)) == ("recording.vtt", True)


def test_notes_of_one_voice_are_read_as_one_turn_and_names_stay_replaced(tagged, tagged_store):
    """A reflection is one voice from beginning to end; what de-identification took out stays out."""
    document, answers = extract_of(tagged, tagged_store, "reflection.txt", "What did the panel rewrite?", words=60)

    assert {one.excerpt.document_id for one in answers} == {document.document_id}
    assert any("rewrote the form" in one.shown for one in answers)
    assert "Quorn" not in " ".join(one.shown for one in answers)


def test_a_host_asks_and_is_not_quoted(tagged, tagged_store):
    """'Remember that the survey closes' is nearest to such a question, and is not what participants said."""
    _, answers = extract_of(tagged, tagged_store, "recording.vtt", "when does the survey close?", words=60)

    assert answers
    assert not any("survey closes" in one.shown for one in answers)


def _call(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_the_command_prints_who_said_it_and_json_where_a_program_wants_it(tagged, monkeypatch, capsys):
    """One line says who and when, the next what."""
    asked = ["extract", "recording.vtt", *ASKED.split(), "--words", "20", "-w", str(tagged.root)]

    assert _call(monkeypatch, *asked) == 0
    told = capsys.readouterr().out
    assert _call(monkeypatch, *asked, "--json") == 0
    rows = json.loads(capsys.readouterr().out)

    assert ", 00:01\n      Leaders have to ask" in told
    assert rows[0]["text"].startswith("Leaders have to ask")
    assert rows[0]["voice"].startswith("Person ")
    assert (rows[0]["at"], rows[0]["role"]) == (1.0, "executive")


def test_a_source_that_is_not_there_is_one_line(tagged, monkeypatch, capsys):
    """It says what may be given instead."""
    assert _call(monkeypatch, "extract", "autumn-webinar", "anything", "-w", str(tagged.root)) == 1
    assert "no source is called 'autumn-webinar'; give its path" in capsys.readouterr().err
