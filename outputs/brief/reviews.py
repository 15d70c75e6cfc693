"""What evaluators did to a brief, applied to the findings: the record stays, the findings are a view of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.finding import Finding
from corpus.tag import Action, Review
from outputs.brief.brief import Written

EDITORIAL = {
    Action.REWORD,
    Action.REORDER,
    Action.DROP,
    Action.PIN,
    Action.QUOTES,
    Action.CONFIRM_COUNTER,
    Action.DISMISS_COUNTER,
    Action.WRITE,
}


@dataclass(frozen=True, slots=True)
class Edited:
    """The findings as evaluators left them."""

    findings: tuple[Finding, ...]
    messages: tuple[str, ...]
    confirmed_counter: dict[str, tuple[str, ...]]
    dropped: int
    touched: bool
    """Whether any editorial review applied."""


def edit(findings: Sequence[Finding], messages: Sequence[str], reviews: Sequence[Review], about: set[str]) -> Edited:
    """Findings with rewording, choice of quotes, counter-evidence, order and omissions applied.

    `about` holds the names under which the brief itself may be the target. A finding keeps the id it had when it
    was made, since its id depends on its evidence, which no review changes.
    """
    editorial = [review for review in reviews if review.action in EDITORIAL]
    edited = {finding.finding_id: finding for finding in findings}
    dropped = {review.target for review in editorial if review.action is Action.DROP} & set(edited)
    confirmed: dict[str, tuple[str, ...]] = {}
    for review in editorial:
        target = review.target or ""
        if target in edited:
            edited[target] = _changed(edited[target], review)
            if review.action is Action.CONFIRM_COUNTER:
                confirmed[target] = (*confirmed.get(target, ()), str(review.payload.get("excerpt", "")))
    order = _order(editorial, about)
    kept = [finding_id for finding_id in _sorted(list(edited), order) if finding_id not in dropped]
    chosen = [finding_id for finding_id in _sorted(_with_pins(messages, editorial), order) if finding_id in kept]
    return Edited(
        findings=tuple(edited[finding_id] for finding_id in kept),
        messages=tuple(chosen[:5]),
        confirmed_counter=confirmed,
        dropped=len(dropped),
        touched=any(review.target in edited or review.target in about for review in editorial),
    )


def _changed(finding: Finding, review: Review) -> Finding:
    payload = review.payload
    if review.action is Action.REWORD and str(payload.get("heading", "")).strip():
        return replace(finding, heading=" ".join(str(payload["heading"]).split()), heading_from="evaluator")
    if review.action is Action.QUOTES:
        chosen = tuple(quote for quote in payload.get("quotes", ()) if quote in finding.evidence)[:4]
        return replace(finding, quotes=chosen) if chosen else finding
    if review.action is Action.DISMISS_COUNTER:
        return replace(finding, counter=tuple(item for item in finding.counter if item != payload.get("excerpt")))
    return finding


def _order(reviews: Sequence[Review], about: set[str]) -> list[str]:
    orders = [review for review in reviews if review.action is Action.REORDER and review.target in about]
    return [str(item) for item in orders[-1].payload.get("order", ())] if orders else []


def _sorted(ids: list[str], order: list[str]) -> list[str]:
    return [item for item in order if item in ids] + [item for item in ids if item not in order]


def _with_pins(messages: Sequence[str], reviews: Sequence[Review]) -> list[str]:
    pins = [review.target for review in reviews if review.action is Action.PIN and review.target]
    return list(dict.fromkeys([*pins, *messages]))


def written(reviews: Sequence[Review], about: set[str]) -> Written:
    """The sections that people wrote for this brief; of two versions the later holds."""
    texts: dict[str, str] = {}
    for review in reviews:
        if review.action is Action.WRITE and review.target in about:
            texts[str(review.payload.get("section", ""))] = str(review.payload.get("text", "")).strip()
    return Written(
        why_now=texts.get("why_now", ""),
        questions_for_boards=_lines(texts.get("questions_for_boards", "")),
        unknown=_lines(texts.get("unknown", "")),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
