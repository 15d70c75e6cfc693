"""After an event, on one collaborative, on the cohort, on one theme: each kind reads from top to bottom."""

from dataclasses import replace

import pytest

from learnbrief.corpus.finding import Scope
from learnbrief.outputs.layout.findings import sizes
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.render import render
from learnbrief.outputs.render.fitting import ANNEX_PAGES, MAIN_PAGES, annex_pages, main_pages
from tests.outputs import programme
from tests.outputs.conftest import build

SCOPES = {
    "event": Scope("event", event="e-d-webinar-1"),
    "collaborative": Scope("collaborative", collaborative="riverside"),
    "cohort": programme.SCOPE,
    "theme": Scope("theme", theme="leadership"),
}


def _brief(kind, **changes):
    """The invented brief cut to one scope, as flows would cut it."""
    keep = {
        "event": lambda key: key[0] == "w",
        "collaborative": lambda key: programme.EXCERPTS[key].collaborative == "riverside",
        "cohort": lambda key: True,
        "theme": lambda key: "leadership" in programme.WORDS[key].themes,
    }[kind]
    excerpts = {key: excerpt for key, excerpt in programme.EXCERPTS.items() if keep(key)}
    ids = {excerpt.excerpt_id for excerpt in excerpts.values()}
    findings = tuple(
        cut
        for finding in programme.FINDINGS
        if (cut := programme.within(finding, ids)) and (kind != "theme" or finding.theme == "leadership")
    )
    documents = {excerpt.document_id for excerpt in excerpts.values()}
    scope = SCOPES[kind]
    given = {
        "scope": scope,
        "documents": [document for document in programme.DOCUMENTS if document.document_id in documents],
        "excerpts": excerpts.values(),
        "analysis": replace(programme.ANALYSIS, scope=scope, findings=findings, emerging=(), changes=()),
        "messages": (tuple(item.finding_id for item in findings[:3]), ""),
    }
    return build(**{**given, **changes})


@pytest.mark.parametrize("kind", SCOPES)
@pytest.mark.parametrize("view", ["internal", "published"])
def test_every_kind_comes_in_every_format(kind, view):
    brief = _brief(kind, view=view)
    sources = {(document.document_id, document.version): document for document in programme.DOCUMENTS}

    files = render(
        brief, ["html", "pdf", "docx", "md", "pptx", "json"], sources=sources if view == "internal" else None
    )

    assert all(files.values())
    assert annex_pages(files["brief.pdf"]) <= ANNEX_PAGES
    if kind != "theme":
        assert main_pages(files["brief.pdf"]) <= MAIN_PAGES


@pytest.mark.parametrize("kind", SCOPES)
def test_every_finding_stands_in_full_exactly_once_whatever_the_size(kind):
    """What finds no room in the main part must not fall out of the brief."""
    brief = _brief(kind)
    single = {
        point.id for point in brief.findings if point.stance in ("action", "question") and len(point.evidence) == 1
    }

    for size in sizes(brief):
        full = [
            block.finding
            for section in outline(brief, size).sections
            for block in section.blocks
            if type(block).__name__ == "FindingBlock"
        ]
        assert len(full) == len(set(full))
        assert {point.id for point in brief.findings} - set(full) <= single - set(brief.messages)


def test_a_brief_on_one_place_does_not_count_places():
    text = render(_brief("collaborative"), ["md"])["brief.md"].decode()

    assert "of 5 collaboratives" not in text
    assert "Spoken of in at least" in text


def test_a_theme_in_depth_sorts_by_what_was_said_of_it():
    titles = [
        block.title for section in outline(_brief("theme")).main for block in section.blocks if hasattr(block, "aside")
    ]

    assert titles[:2] == ["What gets in the way", "What helps"]
