"""A brief says of a visiting coach that they are heard on a collaborative, and counts them for none."""

from dataclasses import replace

import pytest

from learnbrief.corpus.coding.refi import guid
from learnbrief.corpus.document import Voice
from learnbrief.outputs.app.mending.held import said_in
from learnbrief.outputs.export.coding_tables import Coding, case_table, quotes_table
from learnbrief.outputs.export.flat import wide_table
from learnbrief.outputs.export.qdpx_cases import COLLABORATIVE, cases_of
from learnbrief.outputs.layout.wording import attribution
from tests.outputs import programme

COACH = Voice("person-90", "Person 90", "author", "improvement coach")


@pytest.fixture
def visited():
    """The programme's excerpts, all of Harbour's said by a coach who visited it."""
    return [replace(one, voice=COACH) if one.collaborative == "harbour" else one for one in programme.EXCERPTS.values()]


def test_what_only_a_visitor_says_is_not_counted_as_the_collaboratives(build, visited):
    """'3 of 5 collaboratives' in a masthead or a grid, of which one was never heard itself."""
    before, brief = build(), build(excerpts=visited)

    assert "harbour" in before.base.by_collaborative
    assert "harbour" not in brief.base.by_collaborative
    assert brief.base.documents == before.base.documents  # the sources count as before
    assert "Harbour Acute Collaborative" in brief.base.not_heard
    assert not any("harbour" in heard.by_collaborative for heard in brief.themes)
    assert not any("harbour" in finding.spread.collaboratives for finding in brief.findings)


def test_a_quote_says_on_whom_the_visitor_speaks(build, visited):
    """Without it a reader would not know which team the coach means."""
    brief = build(excerpts=visited)
    theirs = [one for finding in brief.findings for one in finding.evidence if one.about]

    assert theirs
    assert all(one.about == "harbour" and one.collaborative is None for one in theirs)
    assert "improvement coach, on Harbour" in attribution(theirs[0], brief)


def test_no_published_quote_says_where_a_visitor_went(build, visited):
    """Of few coaches, the one who visits Harbour is known by it."""
    published = build(excerpts=visited, view="published")

    assert not any(one.about for finding in published.findings for one in finding.evidence)


@pytest.fixture
def coding(visited):
    documents = {document.document_id: document for document in programme.DOCUMENTS}
    return Coding(documents, visited, programme.tags(), programme.CODEBOOK, programme.PROGRAMME)


def test_an_export_counts_no_visitor_as_the_collaborative(coding):
    """Whoever counts voices by collaborative in R or in Excel would find the team among those who said it."""
    flat = [row for row in wide_table(coding).rows if row["voice"] == "Person 90"]
    columns, *rows = [quotes_table(coding).columns, *quotes_table(coding).rows]
    sheet = [dict(zip(columns, (cell.text for cell in row), strict=True)) for row in rows]
    (voice,) = [row for row in case_table(coding, "voice").rows if row[1].text == "person-90"]

    assert {(row["collaborative"], row["about"]) for row in flat} == {(None, "harbour")}
    assert {(row["Collaborative"], row["Collaborative visited"]) for row in sheet if row["Voice"] == "Person 90"} == {
        ("", "Harbour Acute Collaborative")
    }
    assert voice[3].text == ""
    assert all(row["about"] is None for row in wide_table(coding).rows if row["voice"] != "Person 90")


def test_a_project_keeps_what_a_visitor_said_out_of_the_collaboratives_case(coding):
    """Compared by cases in another program, the visitor's codes would be the team's."""
    selections = {one.excerpt_id: [f"of {one.voice.label}"] for one in coding.excerpts}
    cases = {case.get("name"): case for case in cases_of(coding, selections)}
    harbour, moorland = (cases[f"{name} Collaborative"] for name in ("Harbour Acute", "Moorland Hospitals"))

    assert not [*harbour.iter("SourceRef"), *harbour.iter("SelectionRef")]
    assert [*moorland.iter("SourceRef")]
    assert [*cases["Person 90"].iter("SourceRef")]
    collaborative = guid("variable", COLLABORATIVE)
    assert collaborative not in {ref.get("targetGUID") for ref in cases["Person 90"].iter("VariableRef")}
    assert collaborative in {ref.get("targetGUID") for ref in cases["Person 5"].iter("VariableRef")}


def test_a_sentence_is_held_against_what_the_visitor_speaks_of(build, visited):
    """The check is told the place that the brief tells, and not that its people spoke."""
    brief = build(excerpts=visited)
    evidence = [one for finding in brief.findings for one in finding.evidence if one.about]

    assert {(one.collaborative, one.about) for one in said_in(brief, evidence)} == {("", "Harbour Acute Collaborative")}
