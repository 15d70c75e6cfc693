"""Who coded what without seeing anybody else's answer: the only coding from which agreement may be told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.tag import Action, Band, Review, Tag, standing

MODEL = "model"


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one coder says of one unit; no themes means 'none applies', no coding means 'not read'."""

    coder: str
    unit: str
    source: str
    themes: frozenset[str]
    sampled: bool = False
    """The unit was drawn at random, so it may stand for the material."""
    considered: frozenset[str] | None = None
    """Themes the coder had in mind; none means all of them."""

    def looked_for(self, themes: Collection[str]) -> bool:
        """Whether the coder had any of these themes in mind."""
        return self.considered is None or not self.considered.isdisjoint(themes)


def unit_of(document_id: str, version: int, start: int, end: int) -> str:
    """The name of a unit: a place in a frozen text."""
    return f"{document_id} v{version} {start}-{end}"


def unit_of_excerpt(excerpt: Excerpt) -> str:
    """The unit that an excerpt is."""
    return unit_of(excerpt.document_id, excerpt.version, excerpt.start, excerpt.end)


def codings_from_reviews(reviews: Iterable[Review], *, themes: Collection[str] | None = None) -> list[Coding]:
    """Blind codings that their coder finished ('done'); what was coded with a suggestion in sight is no evidence.

    `themes` keeps a facet apart: topics and stances are compared on their own.
    """
    chosen: dict[tuple[str, str], set[str]] = {}
    finished: dict[tuple[str, str], Review] = {}
    for review in standing(reviews):
        if not review.blind or (place := place_of(review)) is None:
            continue
        key = (review.coder, place)
        if review.action in {Action.ADD, Action.ACCEPT} and review.theme:
            chosen.setdefault(key, set()).add(review.theme)
        elif review.action is Action.REJECT and review.theme:
            chosen.setdefault(key, set()).discard(review.theme)
        elif review.action is Action.DONE:
            finished[key] = review
    found = [
        Coding(
            coder,
            unit,
            done.document_id or "",
            _only(chosen.get((coder, unit), set()), themes),
            bool(done.sample),
            frozenset(done.payload["considered"]) if "considered" in done.payload else None,
        )
        for (coder, unit), done in sorted(finished.items(), key=lambda pair: pair[0])
    ]
    return found if themes is None else [one for one in found if one.looked_for(themes)]


def codings_from_tags(
    tags: Iterable[Tag],
    excerpts: Sequence[Excerpt],
    *,
    themes: Collection[str] | None = None,
    bands: Collection[Band] = (Band.SURE, Band.REVIEW),
    coder: str = MODEL,
) -> list[Coding]:
    """What the model says of every excerpt, as one more coder; `bands` decides how sure it must be."""
    said: dict[str, set[str]] = {}
    for tag in tags:
        if tag.band in bands:
            said.setdefault(tag.excerpt_id, set()).add(tag.theme)
    return [
        Coding(coder, unit_of_excerpt(one), one.document_id, _only(said.get(one.excerpt_id, set()), themes), True)
        for one in excerpts
    ]


@dataclass(frozen=True, slots=True)
class Workload:
    """What reviewers did with suggestions they saw: how much work is left, not how reliable the model is."""

    accepted: int
    rejected: int
    added: int

    @property
    def accept_rate(self) -> float | None:
        """Share of the decided suggestions that were accepted."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None


def workload(reviews: Iterable[Review]) -> Workload:
    """Counts of what was accepted, rejected and added with the suggestion in sight."""
    counts: Mapping[Action, list[Review]] = {Action.ACCEPT: [], Action.REJECT: [], Action.ADD: []}
    for review in standing(reviews):
        if review.action in counts and review.theme and not review.blind:
            counts[review.action].append(review)
    return Workload(*(len(counts[action]) for action in (Action.ACCEPT, Action.REJECT, Action.ADD)))


def place_of(review: Review) -> str | None:
    """The unit that a review is about; none for a review of something else."""
    if review.document_id is None or review.version is None or review.start is None or review.end is None:
        return None
    return unit_of(review.document_id, review.version, review.start, review.end)


def _only(said: set[str], themes: Collection[str] | None) -> frozenset[str]:
    return frozenset(said if themes is None else said & set(themes))
