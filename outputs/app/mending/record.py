"""What was done to a brief, as its page shows it: who did what, what is gone, and what contradicts itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from learnbrief.corpus.store import Contradiction, Store, StoredBrief
from learnbrief.corpus.tag import Review
from learnbrief.outputs.brief.brief import Brief, scope_key
from learnbrief.outputs.brief.reviews import EDITORIAL, born_of


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding that an evaluator left out or emptied, shown where it stood."""

    review: Review
    heading: str
    after: str
    """Id of the finding it stood after; empty: it was the first, or that one is gone too."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Excerpts that were said to be together and apart, waiting for a person."""

    first: str
    second: str
    """Their words."""
    pairs: int
    """How many pairs the same two sayings are about."""
    together: Sequence[Review]
    apart: Review


def edits_of(store: Store, stored: StoredBrief, brief: Brief) -> list[Review]:
    """Edits that stand and are about this brief or a finding it has or had, in the order in which they were made."""
    analysis = store.analyses.get(stored.run_id)
    ours = {brief.id, scope_key(brief.scope), *(finding.id for finding in brief.findings)}
    ours |= {finding.finding_id for finding in (analysis.findings if analysis else ())}
    found = []
    for review in store.reviews.standing(actions=EDITORIAL):
        if review.target in ours:
            found.append(review)
            ours |= {born} if (born := born_of(review)) else set()
    return found


def gone_from(brief: Brief, edits: Sequence[Review]) -> list[Gone]:
    """What was left out, each with the act that did it; only acts that remember where the finding stood."""
    present = {finding.id for finding in brief.findings}
    last = {review.target: review for review in edits if "after" in review.payload and review.target not in present}
    return [
        Gone(
            review,
            str(review.payload.get("heading", "")),
            str(review.payload["after"]) if review.payload["after"] in present else "",
        )
        for review in last.values()
    ]


def conflicts(store: Store, brief: Brief) -> list[Conflict]:
    """Contradictions about excerpts that this brief tells, gathered by the sayings that make them."""
    words = {one.excerpt: one.text for finding in brief.findings for one in finding.evidence}
    gathered: dict[tuple[str, ...], list[Contradiction]] = {}
    for waiting in store.links.contradictions():
        if waiting.first in words and waiting.second in words:
            gathered.setdefault((waiting.apart, *waiting.together), []).append(waiting)
    return [
        Conflict(
            words[waiting[0].first],
            words[waiting[0].second],
            len(waiting),
            [store.reviews.get(review_id) for review_id in together],
            store.reviews.get(apart),
        )
        for (apart, *together), waiting in gathered.items()
    ]
