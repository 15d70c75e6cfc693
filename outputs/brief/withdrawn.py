"""Briefs that quote withdrawn words, and the same without them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from learnbrief.corpus.stance import side_of
from learnbrief.corpus.withdrawal.words import Quotations, Taken

NOTE = (
    "Words quoted in an earlier brief were withdrawn, and this brief takes its place. Counts by theme, collaborative and"
    " kind of source are as they were then."
)


def quotes_any(value: str, taken: Taken) -> bool:
    """Whether a brief's JSON holds any of the words, or anything made of them."""
    brief = json.loads(value)
    return any(taken.covers(item) for item in _evidence(brief)) or Quotations(taken.texts).clean(brief) != brief


def successor(value: str, taken: Taken, *, internal: str, brief_id: str, status: str) -> str:
    """A brief's JSON without the words, under a new id. `internal` tells which excerpts its published view quotes."""
    gone = {item["excerpt"] for item in _evidence(json.loads(internal)) if taken.covers(item)} | set(taken.excerpts)
    brief: dict[str, Any] = json.loads(value)
    brief |= {"id": brief_id, "status": status, "supersedes": None, "successor_note": NOTE}
    counted = brief.get("view") != "published"  # the published view holds quotes only: nothing can be counted from it
    names = {line["slug"]: line["name"] for line in brief.get("codebook", [])}
    findings = (_finding(finding, gone, names, counted=counted) for finding in brief.get("findings", []))
    brief["findings"] = [finding for finding in findings if finding]
    brief["emerging"] = [topic for topic in brief.get("emerging", []) if not _any_gone(topic, gone)]
    known = {finding["id"] for finding in brief["findings"]}
    messages = [one for one in brief.get("messages", []) if one in known]
    if len(messages) < min(3, len(brief.get("messages", []))):
        brief["messages_note"] = "Messages that rested on withdrawn words were left out."
    brief["messages"] = messages
    for line in [*brief.get("themes", []), *brief.get("stances", [])]:
        line["findings"] = [one for one in line.get("findings", []) if one in known]
    if "base" in brief:
        sources = brief["base"].get("sources", [])
        brief["base"]["sources"] = [one for one in sources if one.get("document") not in taken.whole]
    if "checks" in brief:
        brief["checks"] |= {"signed_off_by": None, "signed_off_at": None}
    return json.dumps(Quotations(taken.texts).clean(brief), ensure_ascii=False, indent=1)


def _evidence(brief: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in [*brief.get("findings", []), *brief.get("emerging", [])]:
        yield from part.get("evidence", [])
        yield from part.get("counter", [])


def _any_gone(topic: Mapping[str, Any], gone: set[str]) -> bool:
    return any(one["excerpt"] in gone for one in topic.get("evidence", []))


def _finding(
    finding: dict[str, Any], gone: set[str], names: Mapping[str, str], *, counted: bool
) -> dict[str, Any] | None:
    """The finding without what is gone; none where nothing carries it any more."""
    evidence = [one for one in finding["evidence"] if one["excerpt"] not in gone]
    counter = [one for one in finding.get("counter", []) if one["excerpt"] not in gone]
    confirmed = [one for one in finding.get("counter_confirmed", []) if one not in gone]
    finding = _clauses(finding, gone, names, counted=counted) | {"counter": counter, "counter_confirmed": confirmed}
    if len(evidence) == len(finding["evidence"]):
        return finding
    if not evidence:
        return None
    left = [one["excerpt"] for one in evidence]
    # A clause that is still there stands as it was said; every other heading is put together anew.
    heading = {} if finding.get("clause") else _theme_and_side(finding, names)
    return finding | {
        "evidence": evidence,
        "quotes": [one for one in finding["quotes"] if one in left] or left[:1],
        **heading,
        "spread": _spread(evidence, finding["spread"]) if counted else finding["spread"],
        "tentative": len({one["voice"] for one in evidence}) < 2 if counted else finding["tentative"],
    }


def _theme_and_side(finding: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A heading that nobody said: a subject or an evaluator's wording may be made of the withdrawn words."""
    theme, side = finding["theme"] or "", side_of(finding.get("stance"))
    words = [names.get(theme, theme.replace("-", " ").capitalize()), side.label.lower() if side else ""]
    return {"heading": ": ".join(word for word in words if word), "heading_from": "none"}


def _clauses(finding: dict[str, Any], gone: set[str], names: Mapping[str, str], *, counted: bool) -> dict[str, Any]:
    """The finding without any clause of an excerpt that is gone; a brief of the first schema has none."""
    if "points" not in finding:
        return finding
    kept = finding | {"candidates": [one for one in finding["candidates"] if one["excerpt"] not in gone]}
    if finding.get("clause") and finding["clause"]["excerpt"] in gone:
        kept |= {"clause": None} | _theme_and_side(finding, names)
    then_now = finding.get("then_now")
    if then_now and {then_now["earlier"]["excerpt"], then_now["later"]["excerpt"]} & gone:
        kept |= {"then_now": None}
    by_id = {one["excerpt"]: one for one in finding["evidence"]}
    kept["points"] = [
        point
        for one in finding["points"]
        if (point := _point(one, gone, by_id, counted=counted)) and (point["evidence"] or not counted)
    ]
    return kept


def _point(
    point: dict[str, Any], gone: set[str], evidence: Mapping[str, Mapping[str, Any]], *, counted: bool
) -> dict[str, Any]:
    left = [one for one in point["evidence"] if one not in gone]
    clauses = {
        key: None if point.get(key) and point[key]["excerpt"] in gone else point.get(key)
        for key in ("clause", "against")
    }
    fewer = counted and len(left) < len(point["evidence"])
    spread = _spread([evidence[one] for one in left], point["spread"]) if fewer else point["spread"]
    return point | clauses | {"evidence": left, "spread": spread}


def _spread(evidence: Sequence[Mapping[str, Any]], before: Mapping[str, Any]) -> dict[str, Any]:
    """How widely what is left is said; the published view's words for small numbers stay as they were."""
    counted = {
        "documents": len({one["document"] for one in evidence}),
        "voices": len({one["voice"] for one in evidence}),
        "excerpts": len(evidence),
    }
    numbers = {key: count if isinstance(before.get(key), int) else before.get(key) for key, count in counted.items()}
    places = sorted({one["collaborative"] for one in evidence if one.get("collaborative")})
    return {**before, **numbers, "collaboratives": places, "kinds": sorted({one["source_kind"] for one in evidence})}
