"""Which excerpts belong together or apart, as evaluators said by mending briefs; it holds for the whole programme."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import Clause, Links, named_by
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store.excerpts import Excerpts
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.moves import Moves, moves_of
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.store.spans import Places
from learnbrief.corpus.tag import Action, Review, standing

TOGETHER = (Action.MERGE, Action.START, Action.INCLUDE)
APART = (Action.SPLIT, Action.EXCLUDE)
NAMING = (
    *TOGETHER,
    *APART,
    Action.HEADLINE,
    Action.RELEASE,
    Action.QUOTES,
    Action.CONFIRM_COUNTER,
    Action.DISMISS_COUNTER,
)
"""Reviews whose payload names excerpts."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two excerpts that were said to belong together, perhaps through others, and apart; neither is applied."""

    first: str
    second: str
    """Excerpt ids."""
    together: tuple[str, ...]
    """Ids of the reviews that lead from the one to the other."""
    apart: str
    """Id of the review that parts them."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What evaluators said of excerpts, as far as it agrees with itself."""

    links: Links
    contradictions: tuple[Contradiction, ...]
    """What waits for a person to take one of two sayings back."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """One pair of excerpts, in a fixed order, and the review that speaks of it."""

    first: str
    second: str
    review_id: str


def _pair(one: str, other: str, review_id: str) -> _Pair:
    return _Pair(min(one, other), max(one, other), review_id)


def span_of(excerpt: Excerpt) -> dict[str, Any]:
    """Where an excerpt stands, as a review keeps it."""
    return {
        "document": excerpt.document_id,
        "version": excerpt.version,
        "start": excerpt.start,
        "end": excerpt.end,
    }


def links_of(reviews: Iterable[Review], excerpts: Sequence[Excerpt], documents: Documents) -> Links:
    """What belongs together and apart, as ids of these excerpts."""
    return linked(reviews, excerpts, documents).links


def linked(reviews: Iterable[Review], excerpts: Sequence[Excerpt], documents: Documents) -> Linked:
    """Groups that make one point and pairs that never do, as ids of these excerpts; a contradiction is in neither."""
    together, apart = _pairs(reviews, excerpts, documents)
    waiting = _contradictions(together, apart)
    refused = {(one.first, one.second) for one in waiting}
    kept = {(pair.first, pair.second) for pair in apart} - refused
    return Linked(Links(tuple(sorted(_joined(together, refused))), tuple(sorted(kept))), waiting)


def rekeyed_edits(reviews: Iterable[Review], moves: Moves) -> list[Review]:
    """The reviews; an edit of a brief that names excerpts by ids they no longer have gets those of their words now."""
    return [
        replace(review, payload=_renamed(review, moves)) if review.action in NAMING else review for review in reviews
    ]


class LinksInStore:
    """The links of a store, read from the reviews that stand."""

    def __init__(self, documents: Documents, excerpts: Excerpts, reviews: Reviews) -> None:
        self._documents, self._excerpts, self._reviews = documents, excerpts, reviews

    def current(self) -> Links:
        """What belongs together and apart among the current excerpts."""
        return self._linked().links

    def contradictions(self) -> tuple[Contradiction, ...]:
        """What waits for a person to take one of two sayings back."""
        return self._linked().contradictions

    def rekeyed(self, reviews: Iterable[Review], excerpts: Sequence[Excerpt]) -> list[Review]:
        """Reviews whose edits of briefs name excerpts by the ids they have now."""
        given = list(reviews)
        named = [review for review in given if review.action in NAMING]
        moves = moves_of(
            (one for review in named for one in _named(review)),
            excerpts,
            kept=self._excerpts,
            documents=self._documents,
            told={one: where for review in named for one, where in _told(review).items()},
        )
        return rekeyed_edits(given, moves)

    def _linked(self) -> Linked:
        said = self._reviews.standing(actions=(*TOGETHER, *APART))
        named = {document for review in said for document in _documents_in(review)}
        return linked(said, self._excerpts.current(named), self._documents)


def _pairs(
    reviews: Iterable[Review], excerpts: Sequence[Excerpt], documents: Documents
) -> tuple[list[_Pair], list[_Pair]]:
    """Pairs said to be together and pairs said to be apart, in the order in which people said so."""
    places = Places(excerpts)
    together: list[_Pair] = []
    apart: list[_Pair] = []
    for review in standing(reviews):
        if review.action in TOGETHER:
            ids = _ids(review.payload.get("together", ()), places, documents)
            together += [_pair(*pair, review.review_id) for pair in combinations(ids, 2)]
        elif review.action in APART:
            sides = [_ids(side, places, documents) for side in review.payload.get("apart", ())]
            if len(sides) == 2:
                apart += [_pair(one, other, review.review_id) for one, other in product(*sides) if one != other]
    return together, apart


def _documents_in(review: Review) -> Iterator[str]:
    """Ids of the documents whose excerpts a review links."""
    sides = [review.payload.get("together", ()), *review.payload.get("apart", ())]
    return (str(span["document"]) for side in sides for span in side if isinstance(span, Mapping))


def _ids(spans: Iterable[Any], places: Places, documents: Documents) -> list[str]:
    found = (_place(span, places, documents) for span in spans)
    return list(dict.fromkeys(excerpt_id for excerpt_id in found if excerpt_id))


def _place(span: Any, places: Places, documents: Documents) -> str | None:
    if not isinstance(span, Mapping):
        return None
    return places.at(str(span["document"]), int(span["version"]), int(span["start"]), int(span["end"]), documents)


def _joined(pairs: Iterable[_Pair], refused: set[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Groups closed under the pairs; a pair that would bring a refused one into a group is passed over."""
    group: dict[str, set[str]] = {}
    for pair in pairs:
        one, other = group.setdefault(pair.first, {pair.first}), group.setdefault(pair.second, {pair.second})
        if one is other or any((min(met), max(met)) in refused for met in product(one, other)):
            continue
        one |= other
        for excerpt_id in other:
            group[excerpt_id] = one
    return list({min(members): tuple(sorted(members)) for members in group.values() if len(members) > 1}.values())


def _contradictions(together: Sequence[_Pair], apart: Sequence[_Pair]) -> tuple[Contradiction, ...]:
    neighbours: dict[str, dict[str, str]] = {}
    for pair in together:
        neighbours.setdefault(pair.first, {}).setdefault(pair.second, pair.review_id)
        neighbours.setdefault(pair.second, {}).setdefault(pair.first, pair.review_id)
    found = {}
    for pair in apart:
        way = _way(pair.first, pair.second, neighbours)
        if way and (pair.first, pair.second) not in found:
            found[pair.first, pair.second] = Contradiction(pair.first, pair.second, way, pair.review_id)
    return tuple(found[key] for key in sorted(found))


def _way(start: str, end: str, neighbours: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The reviews on a shortest way from one excerpt to another; none where there is no way."""
    reached: dict[str, tuple[str, ...]] = {start: ()}
    edge = [start]
    while edge and end not in reached:
        further = []
        for here in edge:
            for there, review_id in neighbours.get(here, {}).items():
                if there not in reached:
                    reached[there] = (*reached[here], review_id)
                    further.append(there)
        edge = further
    return tuple(dict.fromkeys(reached.get(end, ())))


def _named(review: Review) -> list[str]:
    """Ids of the excerpts that an edit names."""
    payload = review.payload
    several = (*payload.get("excerpts", ()), *payload.get("quotes", ()))
    return [str(one) for one in (payload.get("excerpt"), *several) if one]


def _told(review: Review) -> dict[str, Stretch]:
    """Where the excerpts that an edit names stood when it was made, as far as it says so."""
    spans = review.payload.get("at")
    if not isinstance(spans, Mapping):
        return {}
    return {
        one: Stretch(str(span["document"]), int(span["version"]), int(span["start"]), int(span["end"]))
        for one, span in spans.items()
        if isinstance(span, Mapping)
    }


def _renamed(review: Review, moves: Moves) -> dict[str, Any]:
    """The payload with every excerpt under its id of now, and a clause at its place in it.

    What has no place any more keeps its old id: it then speaks of nothing. A finding made of chosen excerpts keeps the
    id that they gave it, since other edits speak of it by that.
    """
    changed = dict(review.payload)
    if all(moves.excerpt(one) in (one, None) for one in _named(review)):
        return changed
    for name in ("excerpts", "quotes"):
        if name in changed:
            changed[name] = list(dict.fromkeys(moves.excerpt(one) or one for one in changed[name]))
    if review.action in (Action.SPLIT, Action.START):
        changed.setdefault("finding", named_by(map(str, review.payload.get("excerpts", ()))))
    if "excerpt" in changed:
        changed |= _moved(changed, moves)
    return changed


def _moved(payload: Mapping[str, Any], moves: Moves) -> dict[str, Any]:
    """An excerpt that an edit names, and the clause of it where the edit chose one."""
    old, start, end = payload["excerpt"], payload.get("start"), payload.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
        clause = moves.clause(Clause(old, start, end))
        return {"excerpt": clause.excerpt, "start": clause.start, "end": clause.end} if clause else {}
    return {"excerpt": moves.excerpt(old) or old}
