"""Briefs of earlier schemas, read as today's: what was approved opens, renders and exports for ever."""

from collections.abc import Mapping
from typing import Any, Final, Literal

FIRST_SCHEMA: Final[Literal["learnbrief/brief/1"]] = "learnbrief/brief/1"
_HEADINGS = {"evaluator": "evaluator"}
"""Every other heading of the first schema was put together by rule; it had no clauses."""


def upgraded(brief: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a brief of the first schema in today's shape; no word that a reader saw is changed.

    What has not the shape of that schema is left alone, for whoever reads it to refuse.
    """
    return {
        **brief,
        "schema": "learnbrief/brief/2",
        "first_schema": FIRST_SCHEMA,
        "findings": [
            _finding(finding) if isinstance(finding, dict) else finding for finding in brief.get("findings") or []
        ],
    }


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Silences were slugs alone then: how many excerpts were looked through is not known."""
    return {
        **finding,
        "silent": [{"collaborative": slug, "excerpts": None} for slug in finding.get("silent", [])],
        "heading_from": _HEADINGS.get(str(finding.get("heading_from")), "composed"),
    }
