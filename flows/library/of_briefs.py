"""Briefs, their findings and the excerpts behind them as rows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from learnbrief.corpus.finding import scope_words
from learnbrief.corpus.store.briefs import BriefHead
from learnbrief.outputs.brief.brief import Brief

COUNTS = ("documents", "voices", "excerpts")
FINDINGS = {
    "finding": "string", "message": "int64", "heading": "string", "heading_from": "string", "theme": "string", "stance": "string",
    "documents": "int64", "voices": "int64", "excerpts": "int64", "places": "int64", "collaboratives": "string",
    "kinds": "string", "against": "int64", "tentative": "bool_", "thing": "string", "thing_documents": "int64",
}  # fmt: skip
PUBLISHED = FINDINGS | dict.fromkeys((*COUNTS, "thing_documents"), "string")
"""The same, where numbers that are too small to be told stand in words."""
QUOTES = {
    "finding": "string", "side": "string", "quoted": "bool_", "excerpt": "string", "text": "string", "voice": "string",
    "role": "string", "collaborative": "string", "about": "string", "source_kind": "string", "date": "date32", "words": "string",
    "document": "string", "start": "int64", "end": "int64",
}  # fmt: skip


def brief_rows(heads: Iterable[BriefHead]) -> list[dict[str, Any]]:
    """What lists tell of briefs."""
    return [
        {
            "brief": head.brief_id,
            "title": head.title,
            "status": head.status,
            "scope": scope_words(head.scope),
            "since": _day(head.scope.get("since")),
            "until": _day(head.scope.get("until")),
            "made_at": head.made_at,
            "edition": head.edition,
            "supersedes": head.supersedes,
        }
        for head in heads
    ]


def finding_rows(brief: Brief) -> list[dict[str, Any]]:
    """Messages first and in their order, then the other findings in the brief's."""
    place = {finding: number for number, finding in enumerate(brief.messages, 1)}
    count = str if brief.view == "published" else int
    ordered = sorted(brief.findings, key=lambda one: place.get(one.id, len(place) + 1))
    return [
        {
            "finding": one.id,
            "message": place.get(one.id),
            "heading": one.heading,
            "heading_from": one.heading_from,
            "theme": one.theme,
            "stance": one.stance,
            **{name: count(getattr(one.reach, name)) for name in COUNTS},
            "places": one.reach.places,
            "collaboratives": "; ".join(one.reach.collaboratives),
            "kinds": "; ".join(one.reach.kinds),
            "against": len(one.counter),
            "tentative": one.tentative,
            "thing": one.thing.words if one.thing else None,
            "thing_documents": count(one.thing.reach.documents) if one.thing else None,
        }
        for one in ordered
    ]


def quote_rows(brief: Brief) -> list[dict[str, Any]]:
    """Everything that the brief holds behind its findings, in their order."""
    return [
        {
            **{name: getattr(one, name) for name in QUOTES if hasattr(one, name)},
            "finding": finding.id,
            "side": side,
            "quoted": one.excerpt in finding.quotes,
            "words": one.kind,
        }
        for finding in brief.findings
        for side, excerpts in (("for", finding.evidence), ("against", finding.counter))
        for one in excerpts
    ]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
