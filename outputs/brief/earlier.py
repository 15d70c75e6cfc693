"""Briefs of earlier schemas, read as today's: what was approved opens, renders and exports for ever."""

from collections.abc import Mapping
from typing import Any, Final, Literal

FIRST_SCHEMA: Final[Literal["learnbrief/brief/1"]] = "learnbrief/brief/1"
_HEADINGS = {"evaluator": "evaluator"}
"""Every other heading of the first schema was put together by rule; it had no clauses."""


def upgraded(brief: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a brief of the first schema in today's shape; no word that a reader saw is changed."""
    findings = [_finding(finding) for finding in brief["findings"]]
    return {**brief, "schema": "learnbrief/brief/2", "first_schema": FIRST_SCHEMA, "findings": findings}


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Silences were slugs alone then: how many excerpts were looked through is not known."""
    silent = [{"collaborative": slug, "excerpts": None} for slug in finding.get("silent", [])]
    return {
        **finding,
        "silent": silent,
        "heading_from": _HEADINGS.get(str(finding.get("heading_from")), "composed"),
    }
