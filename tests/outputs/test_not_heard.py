"""'Not heard' and a quote of the same people in one brief: the one claim about silence that a reader can refute alone."""

import re
from dataclasses import replace

import pytest

from learnbrief.corpus.document import Voice
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.tag import Action
from learnbrief.outputs.brief.brief import evidence_of
from learnbrief.outputs.layout import tables
from learnbrief.outputs.layout.counts import is_not_heard
from learnbrief.outputs.layout.findings import strip
from learnbrief.outputs.render import render
from tests.outputs import programme, reading
from tests.outputs.programme import clause, finding, ids, review

AGAINST = finding(
    "resources", "barrier", clause("m4", "Backfill money ran out in week six."), "m4 r5", "m4 r5", counter="h6"
)
"""What Harbour says against it does not carry the theme, so that nobody from Harbour counts in the theme's own brief."""
CONFIRMED = review(1, Action.CONFIRM_COUNTER, AGAINST.finding_id, excerpt=ids("h6")[0])


def in_depth(build, view="internal"):
    """A theme's own brief that quotes a collaborative against a finding."""
    analysis = replace(programme.ANALYSIS, findings=(AGAINST,), emerging=(), changes=())
    chosen = {"messages": ((AGAINST.finding_id,), ""), "reviews": [CONFIRMED]}
    return build(analysis=analysis, scope=Scope("theme", theme="resources"), view=view, **chosen)


def spelt_otherwise(build):
    """Everybody's role is known, and a survey writes one as the register does not."""
    partner = Voice("w1", "Person 7", "respondent", "Lived-Experience Partner", "riverside")
    known = {key: one for key, one in programme.EXCERPTS.items() if one.role}
    known["w1"] = replace(known["w1"], voice=partner)
    said = finding("community-voice", "barrier", "", "w1 w2", "w1")
    analysis = replace(programme.ANALYSIS, findings=(said,), emerging=(), changes=())
    return build(excerpts=known.values(), analysis=analysis, messages=((said.finding_id,), ""))


def texts_of(brief):
    """The same brief as a reader of each format sees it."""
    sources = {(document.document_id, document.version): document for document in programme.DOCUMENTS}
    files = render(brief, ("html", "docx", "pdf", "pptx"), sources=sources)
    return {
        "html": re.sub(r"<[^>]+>", " ", files["brief.html"].decode()),
        "docx": "\n".join(reading.docx_lines(files["brief.docx"])),
        "pdf": reading.pdf_text(files["brief.pdf"]),
        "pptx": reading.pptx_text(files["brief.pptx"]),
    }


def claims(text):
    """Every sentence of it that says who was not heard."""
    return re.findall(r"(?:Not heard|by those not heard): ([^.]+)\.", " ".join(text.split()))


@pytest.mark.parametrize("made", [in_depth, spelt_otherwise], ids=["a collaborative", "a role"])
def test_nobody_who_is_quoted_is_told_as_not_heard_in_any_format(build, made):
    """It stood on page one, and the quote that refutes it on page two."""
    brief = made(build)
    quoted = {brief.collaborative_name(one.collaborative) for one in evidence_of(brief) if one.collaborative}
    quoted |= {one.role.lower().replace("-", " ") for one in evidence_of(brief) if one.role}

    assert brief.base.not_heard, "somebody is left of whom it is true"
    for form, text in texts_of(brief).items():
        told = claims(text)
        assert told, form
        assert not [name for name in quoted for claim in told if name in claim], form
        assert all(name in told[0] for name in brief.base.not_heard), form


def test_it_holds_as_published_and_under_each_finding(build):
    """The strip of collaboratives and the tables claim the same as the sentence."""
    for brief in (in_depth(build), in_depth(build, "published")):
        states = {mark.slug: mark.state for one in brief.findings for mark in strip(one, brief)}

        assert any(one.excerpt in AGAINST.counter for one in evidence_of(brief)), brief.view
        assert "harbour" not in brief.base.by_collaborative
        assert "Harbour Acute Collaborative" not in brief.base.not_heard
        assert not is_not_heard("harbour", brief)
        assert is_not_heard("lantern", brief)
        assert states.get("harbour") != "not heard"
        row = tables.themes_table(brief)
        assert not row.rows or row.rows[0][1 + row.columns[1:].index("Harbour")].text != tables.NO_DATA


def test_a_collaborative_whose_people_a_note_reports_was_heard(build):
    """At a table of another one somebody of theirs spoke, and the note says what."""
    held = programme.EXCERPTS["h1"]
    words = "[Person 12] said that governors are asked last."
    told = replace(held, text=words, end=held.start + len(words))
    document = next(one for one in programme.DOCUMENTS if one.document_id == held.document_id)
    text = document.text[: told.start] + words + document.text[told.end :]
    assert len(words) < len(held.text)
    passages = tuple(one for one in document.source.passages if one.end <= told.start)
    frozen = replace(document, source=replace(document.source, text=text, passages=passages))
    analysis = replace(programme.ANALYSIS, findings=(), emerging=(), changes=())

    brief = build(documents=[frozen], excerpts=[told], tags=[], analysis=analysis, messages=((), "None."), surveys=())

    assert "Lantern Mental Health Collaborative" not in brief.base.not_heard
    assert "Moorland Hospitals Collaborative" in brief.base.not_heard
