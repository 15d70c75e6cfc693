"""Briefs that were approved under the first schema: they open, render and export for ever."""

import json
from pathlib import Path

import pytest

from learnbrief.outputs.brief.brief import brief_json, read_brief
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.export.xlsx import export_xlsx
from learnbrief.outputs.layout.headlines import headline
from learnbrief.outputs.render import FORMATS, render
from tests.outputs import programme, reading

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(params=["internal", "published"])
def written(request):
    return (FIXTURES / f"brief-1-{request.param}.json").read_text(encoding="utf-8")


def test_an_approved_brief_of_the_first_schema_opens_as_it_was_signed(written):
    """An approved brief never changes: not its words, its counts, nor who signed it."""
    before, brief = json.loads(written), read_brief(written)

    assert before["schema"] == "learnbrief/brief/1"
    assert (brief.id, brief.status, brief.messages) == (before["id"], "approved", tuple(before["messages"]))
    assert brief.checks.signed_off_by == "Evaluator one"
    assert [headline(finding, brief).text for finding in brief.findings] == [
        finding["heading"] for finding in before["findings"]
    ]
    assert [[one.text for one in finding.evidence] for finding in brief.findings] == [
        [one["text"] for one in finding["evidence"]] for finding in before["findings"]
    ]


def test_once_opened_it_can_be_kept_and_opened_again(written):
    brief = read_brief(written)

    assert read_brief(brief_json(brief)) == brief


def test_it_renders_in_every_format(written, sources):
    brief = read_brief(written)

    files = render(brief, FORMATS, sources=sources if brief.view == "internal" else None)

    text = reading.markdown_text(files["brief.md"].decode())
    assert set(FORMATS.values()) <= set(files)
    assert "Boards give no time" in text
    assert all(quote.text in text for finding in brief.findings for quote in finding.quoted)


def test_it_exports(written):
    documents = {document.document_id: document for document in programme.DOCUMENTS}
    coding = Coding(
        documents, list(programme.EXCERPTS.values()), programme.tags(), programme.CODEBOOK, programme.PROGRAMME
    )

    assert export_xlsx(read_brief(written), coding).startswith(b"PK")


def test_its_silences_do_not_say_how_much_was_looked_through(written):
    """Nobody counted then, and a number made up now would be a lie."""
    brief = read_brief(written)

    assert {silence.excerpts for finding in brief.findings for silence in finding.silent} <= {None}
    assert "(None" not in render(brief, ["html"])["brief.html"].decode()
