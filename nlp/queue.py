"""What to review next, and why: named reasons first come first, with a random blind share that keeps figures honest."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from learnbrief.corpus.blind import Reserve, draw
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.tag import Action, Band, Review, ScoreKind, Tag, standing
from learnbrief.nlp.agreement.codings import place_of, unit_of_excerpt

ENOUGH = 20
"""Coded excerpts from which a theme can be learned; below, each one counts."""


BLIND = "drawn at random: code it without suggestions, so that figures stay honest"
SEEN = "drawn at random, but you were shown what is suggested: your coding counts as any other"


class Need(StrEnum):
    """The named reasons to look at an excerpt, and the names of the queues."""

    UNCERTAIN = "uncertain"
    DISAGREE = "disagree"
    RARE = "rare"
    UNDER_HEARD = "under-heard"
    BLIND = "blind"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One excerpt to review with the reason for its place."""

    excerpt_id: str
    need: Need
    reason: str
    weight: float
    """Sum of all its reasons; nothing to compare between queues."""
    sample: str | None = None
    """Name of the random sample in which it is coded blind; it is kept with the review."""


@dataclass(frozen=True, slots=True)
class Order:
    """What comes first; a reason that weighs nothing is still told. Others than the shipped one are for comparison."""

    weights: Mapping[Need, float]
    near_sure: bool = False
    """Whether the uncertain is what is nearly sure, instead of what is nearly not suggested."""

    def weigh(self, doubts: "Iterable[_Doubt]") -> float:
        """The weight of these reasons together."""
        return sum(self.weights.get(doubt.need, 0.0) * doubt.weight for doubt in doubts)


SHIPPED = Order(dict.fromkeys(Need, 1.0))


@dataclass(frozen=True, slots=True)
class _Doubt:
    need: Need
    reason: str
    weight: float


def review_queue(
    excerpts: Sequence[Excerpt],
    tags: Iterable[Tag],
    reviews: Iterable[Review],
    *,
    reserve: Reserve,
    only: Need | None = None,
    names: Mapping[str, str] | None = None,
    order: Order = SHIPPED,
) -> list[QueueItem]:
    """Excerpts that a coder has still to review, in the order to take them; the same input gives the same order.

    What is reserved for blind coding comes evenly between the rest and is offered for no other reason. `names` gives
    themes and collaboratives the words a reader knows.
    """
    evidence = [excerpt for excerpt in excerpts if excerpt.evidence]
    blind = _blind(evidence, reserve)
    if only is Need.BLIND:
        return blind
    kept = standing(reviews)
    open_tags = _undecided(evidence, tags, kept)
    doubts = _doubts(evidence, open_tags, kept, _Names(names or {}), near_sure=order.near_sure)
    finished = {place for _, place in _finished(kept)}
    rest = [
        _item(excerpt, found, order)
        for excerpt in evidence
        if excerpt.excerpt_id not in reserve.share
        and unit_of_excerpt(excerpt) not in finished
        and (found := [doubt for doubt in doubts[excerpt.excerpt_id] if only in {None, doubt.need}])
    ]
    rest.sort(key=lambda item: (-item.weight, draw(reserve.share.seed, item.excerpt_id)))
    return rest if only else interleaved(rest, blind, reserve.share.part)


def _blind(evidence: Sequence[Excerpt], reserve: Reserve) -> list[QueueItem]:
    wanted = {excerpt.excerpt_id for excerpt in evidence}
    return [
        QueueItem(one, Need.BLIND, BLIND if sample else SEEN, 0.0, sample)
        for one in reserve.left()
        if one in wanted
        for sample in [reserve.sample(one)]
    ]


def _finished(reviews: Iterable[Review]) -> set[tuple[str, str]]:
    return {(review.coder, place) for review in reviews if review.action is Action.DONE and (place := place_of(review))}


def _undecided(evidence: Sequence[Excerpt], tags: Iterable[Tag], reviews: Sequence[Review]) -> dict[str, list[Tag]]:
    """Suggestions per excerpt that nobody has accepted or rejected."""
    places = {excerpt.excerpt_id: unit_of_excerpt(excerpt) for excerpt in evidence}
    decided = {
        (place_of(review), review.theme)
        for review in reviews
        if review.action in {Action.ACCEPT, Action.REJECT, Action.ADD}
    }
    found: dict[str, list[Tag]] = defaultdict(list)
    for tag in tags:
        if (
            tag.band is not Band.NONE
            and tag.excerpt_id in places
            and (places[tag.excerpt_id], tag.theme) not in decided
        ):
            found[tag.excerpt_id].append(tag)
    return found


class _Names:
    """Words for slugs; a slug without a name is shown as it is."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __getitem__(self, slug: str) -> str:
        return self._names.get(slug, slug)


def _doubts(
    evidence: Sequence[Excerpt],
    tags: Mapping[str, Sequence[Tag]],
    reviews: Sequence[Review],
    names: _Names,
    *,
    near_sure: bool,
) -> dict[str, list[_Doubt]]:
    doubts: dict[str, list[_Doubt]] = defaultdict(list)
    finders: tuple[Callable[[], Iterable[tuple[str, _Doubt]]], ...] = (
        lambda: _uncertain(tags, names, near_sure=near_sure),
        lambda: _methods_disagree(tags, names),
        lambda: _rare(tags, reviews, names),
        lambda: _under_heard(evidence, reviews, names),
    )
    for find in finders:
        for excerpt_id, doubt in find():
            doubts[excerpt_id].append(doubt)
    return doubts


def _uncertain(tags: Mapping[str, Sequence[Tag]], names: _Names, *, near_sure: bool) -> Iterable[tuple[str, _Doubt]]:
    """The nearer to where the tagger would say nothing, the more one answer teaches: half of such tags are wrong."""
    spans = _spans(tag for found in tags.values() for tag in found)
    for excerpt_id, found in tags.items():
        unsure = [
            (_doubt(tag, *spans[tag.method, tag.theme], near_sure=near_sure), tag)
            for tag in found
            if tag.band is Band.REVIEW
        ]
        if unsure:
            weight, tag = max(unsure, key=lambda pair: (pair[0], pair[1].theme))
            yield excerpt_id, _Doubt(Need.UNCERTAIN, f"the model is unsure about {names[tag.theme]}", weight)


def _spans(tags: Iterable[Tag]) -> dict[tuple[str, str], tuple[float, float]]:
    """Per method and theme, where suggestions begin and where they become sure, as far as these tags show it."""
    scores: dict[tuple[str, str], list[tuple[Band, float]]] = defaultdict(list)
    for tag in tags:
        scores[tag.method, tag.theme].append((tag.band, tag.score))
    spans = {}
    for key, pairs in scores.items():
        review = [score for band, score in pairs if band is Band.REVIEW]
        sure = [score for band, score in pairs if band is Band.SURE]
        end = min(sure) if sure else max(review, default=1.0)
        spans[key] = (min(review, default=end), end)
    return spans


def _doubt(tag: Tag, begin: float, end: float, *, near_sure: bool) -> float:
    """One where the tagger knows least, falling to nought."""
    if tag.score_kind is ScoreKind.PROBABILITY:
        return 1 - abs(2 * tag.score - 1)
    away = abs((end if near_sure else begin) - tag.score)
    return max(0.0, 1 - away / max(end - begin, 1e-6))


def _methods_disagree(tags: Mapping[str, Sequence[Tag]], names: _Names) -> Iterable[tuple[str, _Doubt]]:
    """One method is sure of a theme that another, which speaks for it too, does not see at all."""
    speak: dict[str, set[str]] = defaultdict(set)
    for tag in (tag for found in tags.values() for tag in found):
        speak[tag.theme].add(tag.method)
    for excerpt_id, found in tags.items():
        for theme in sorted({tag.theme for tag in found if tag.band is Band.SURE}):
            if {tag.method for tag in found if tag.theme == theme} != speak[theme]:
                yield excerpt_id, _Doubt(Need.DISAGREE, f"two methods disagree about {names[theme]}", 1.0)
                break


def _rare(tags: Mapping[str, Sequence[Tag]], reviews: Sequence[Review], names: _Names) -> Iterable[tuple[str, _Doubt]]:
    """A theme with few coded excerpts learns most from the next one."""
    confirmed = Counter(
        review.theme for review in reviews if review.action in {Action.ACCEPT, Action.ADD} and review.theme
    )
    suggested = {theme for found in tags.values() for theme in (tag.theme for tag in found)}
    scarce = {theme for theme in suggested if confirmed[theme] < ENOUGH}
    if not confirmed:  # before any coding every theme is equally rare, which is no reason
        return
    for excerpt_id, found in tags.items():
        themes = sorted({tag.theme for tag in found} & scarce, key=lambda theme: (confirmed[theme], theme))
        if themes:
            count = confirmed[themes[0]]
            words = f"{names[themes[0]]} has {count or 'no'} coded excerpt{'' if count == 1 else 's'} yet"
            yield excerpt_id, _Doubt(Need.RARE, words, 1 - count / ENOUGH)


def _under_heard(evidence: Sequence[Excerpt], reviews: Sequence[Review], names: _Names) -> Iterable[tuple[str, _Doubt]]:
    """Collaboratives whose share of what is reviewed lies below their share of the material."""
    finished = {place for _, place in _finished(reviews)}
    material = Counter(one.collaborative for one in evidence if one.collaborative)
    reviewed = Counter(one.collaborative for one in evidence if one.collaborative and unit_of_excerpt(one) in finished)
    total, done = material.total(), reviewed.total()
    if not done:
        return
    behind = {name: 1 - (reviewed[name] / done) / (count / total) for name, count in material.items()}
    for one in evidence:
        if one.collaborative and behind[one.collaborative] > 0:
            words = f"little from {names[one.collaborative]} has been reviewed"
            yield one.excerpt_id, _Doubt(Need.UNDER_HEARD, words, 0.5 * behind[one.collaborative])


def _item(excerpt: Excerpt, doubts: Sequence[_Doubt], order: Order) -> QueueItem:
    strongest = sorted(doubts, key=lambda doubt: (-doubt.weight, doubt.need))
    reason = "; ".join(doubt.reason for doubt in islice(strongest, 2))
    return QueueItem(excerpt.excerpt_id, strongest[0].need, reason, order.weigh(doubts))


def interleaved(rest: Sequence[QueueItem], blind: Sequence[QueueItem], share: float) -> list[QueueItem]:
    """Blind items evenly between the others, so that the sample grows however early a coder stops."""
    if not 0 < share < 1:
        return [*rest, *blind]
    between = max(1, round((1 - share) / share))
    mixed: list[QueueItem] = []
    left = iter(blind)
    for at in range(0, len(rest), between):
        mixed += [*islice(left, 1), *rest[at : at + between]]
    return [*mixed, *left]
