"""What was done to a brief, as its page shows it: who did what, what is gone, and what contradicts itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from learnbrief.corpus.store import Contradiction, Store, StoredBrief
from learnbrief.corpus.tag import Review
from learnbrief.outputs.brief.brief import Brief, moved_sources, scope_key
from learnbrief.outputs.brief.reviews import EDITORIAL, born_of


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding that an evaluator left out or emptied, shown where it stood."""

    reviews: Sequence[Review]
    """What did it, the last of it last: each of its excerpts may have been taken out by an entry of its own."""
    heading: str
    after: str
    """Id of the finding it stood after; empty: it was the first, or that one is gone too."""

    @property
    def coder(self) -> str:
        """Who did it last."""
        return self.reviews[-1].coder

    @property
    def undo(self) -> str:
        """Ids of all that has to be taken back to have it again as it was."""
        return ",".join(review.review_id for review in self.reviews)


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
    """What was left out, each with the acts that did it; only acts that remember where the finding stood."""
    present = {finding.id for finding in brief.findings}
    acts: dict[str, list[Review]] = {}
    for review in edits:
        if review.target and "after" in review.payload and review.target not in present:
            acts.setdefault(review.target, []).append(review)
    return [
        Gone(
            reviews,
            str(reviews[-1].payload.get("heading", "")),
            str(reviews[-1].payload["after"]) if reviews[-1].payload["after"] in present else "",
        )
        for reviews in acts.values()
    ]


def moved_since(store: Store, brief: Brief) -> list[str]:
    """Titles of the brief's sources in which words were hidden or shown since it was brought up to date."""
    return moved_sources(brief, {card.document_id: card.version for card in store.documents.cards()})


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
