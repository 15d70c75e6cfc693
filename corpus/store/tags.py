"""Model tags, and what holds once the coders have been heard."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, delete, select

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.material import Documents, Excerpts
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.tag import Action, Band, EffectiveTag, Reason, Review, ScoreKind, Tag, TagStatus

DECISIONS = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.ADJUDICATE)
_STATUS = {Action.ACCEPT: TagStatus.ACCEPTED, Action.REJECT: TagStatus.REJECTED, Action.ADD: TagStatus.ADDED}


class Tags:
    """One suggestion per excerpt and theme; a model replaces a model's tags, never a coder's."""

    def __init__(self, database: Database, documents: Documents, excerpts: Excerpts, reviews: Reviews) -> None:
        self._database = database
        self._documents = documents
        self._excerpts = excerpts
        self._reviews = reviews

    def put(self, excerpt_ids: Sequence[str], tags: Sequence[Tag], *, tagger: str) -> None:
        """These excerpts were tagged by `tagger` and these are all their tags; earlier suggestions go."""
        with self._database.transaction() as connection:
            for begin in range(0, len(excerpt_ids), 500):
                some = excerpt_ids[begin : begin + 500]
                connection.execute(delete(schema.tag).where(schema.tag.c.excerpt_id.in_(some)))
            if tags:
                connection.execute(schema.tag.insert(), [_row(tag) for tag in tags])
            self._database.upsert(schema.tagged, [{"excerpt_id": one, "tagger": tagger} for one in excerpt_ids])

    def tagged_by(self, tagger: str) -> set[str]:
        """Excerpts whose suggestions are this very tagger's: nothing to do for them."""
        chosen = select(schema.tagged.c.excerpt_id).where(schema.tagged.c.tagger == tagger)
        with self._database.transaction() as connection:
            return set(connection.execute(chosen).scalars())

    def done(self, excerpts: Sequence[Excerpt], *, coder: str | None = None) -> set[str]:
        """Those excerpts that a coder has finished with."""
        places = Places(excerpts)
        finished = self._reviews.standing(actions=[Action.DONE], coder=coder)
        return {excerpt_id for review in finished if (excerpt_id := places.of(review, self._documents))}

    def rekeyed(self, reviews: Iterable[Review], excerpts: Sequence[Excerpt]) -> list[Review]:
        """The reviews, each keyed on the excerpt it speaks of now; one that speaks of none of these stays as it is."""
        places, known = Places(excerpts), {excerpt.excerpt_id: excerpt for excerpt in excerpts}
        found = []
        for review in reviews:
            excerpt_id = places.of(review, self._documents)
            now = known[excerpt_id] if excerpt_id else review
            found.append(replace(review, version=now.version, start=now.start, end=now.end))
        return found

    def waiting(self) -> int:
        """How many current excerpts hold a suggestion nobody has decided on or passed."""
        excerpts = self._excerpts.current()
        decided = {excerpt_id for excerpt_id, _ in self.decisions(excerpts)} | self.done(excerpts)
        with self._database.transaction() as connection:
            chosen = select(schema.tag.c.excerpt_id).where(schema.tag.c.band != Band.NONE.value).distinct()
            suggested = set(connection.execute(chosen).scalars())
        return len((suggested & {excerpt.excerpt_id for excerpt in excerpts}) - decided)

    def suggested(self, excerpt_ids: Iterable[str] | None = None) -> list[Tag]:
        """What models say, best first within each excerpt."""
        wanted = None if excerpt_ids is None else set(excerpt_ids)
        chosen = select(schema.tag).order_by(schema.tag.c.excerpt_id, schema.tag.c.score.desc(), schema.tag.c.theme)
        if wanted is not None and len(wanted) <= 500:
            chosen = chosen.where(schema.tag.c.excerpt_id.in_(wanted))
        with self._database.transaction() as connection:
            rows = connection.execute(chosen).all()
        return [_tag(row) for row in rows if wanted is None or row.excerpt_id in wanted]

    def effective(self, excerpt_ids: Iterable[str] | None = None) -> list[EffectiveTag]:
        """What holds of the current excerpts; rejected tags are in it with their status."""
        excerpts = self._excerpts.current() if excerpt_ids is None else list(self._excerpts.get(excerpt_ids).values())
        suggested = self.suggested(None if excerpt_ids is None else [excerpt.excerpt_id for excerpt in excerpts])
        return effective_tags(suggested, self.decisions(excerpts), {excerpt.excerpt_id for excerpt in excerpts})

    def decisions(self, excerpts: Sequence[Excerpt]) -> dict[tuple[str, str], Review]:
        """The decision that stands per (excerpt id, theme), carried over re-cutting and later redactions."""
        places = Places(excerpts)
        found: dict[tuple[str, str], Review] = {}
        only = {excerpt.document_id for excerpt in excerpts}
        document_id = only.pop() if len(only) == 1 else None  # one page of the app asks about one document
        for review in self._reviews.standing(actions=DECISIONS, document_id=document_id):
            excerpt_id = places.of(review, self._documents)
            if excerpt_id is None or review.theme is None:
                continue
            key = (excerpt_id, review.theme)
            settled = key in found and found[key].action is Action.ADJUDICATE and review.action is not Action.ADJUDICATE
            if not settled:
                found[key] = review
        return found


def effective_tags(
    suggested: Iterable[Tag], decisions: Mapping[tuple[str, str], Review], excerpt_ids: set[str]
) -> list[EffectiveTag]:
    """Suggestions with the coders' decisions laid over them, in a fixed order."""
    found = {
        (tag.excerpt_id, tag.theme): EffectiveTag(
            tag.excerpt_id, tag.theme, TagStatus.SUGGESTED, tag.band, tag.score, tag.score_kind
        )
        for tag in suggested
        if tag.excerpt_id in excerpt_ids and tag.band is not Band.NONE
    }
    for (excerpt_id, theme), review in decisions.items():
        known = found.get((excerpt_id, theme))
        found[excerpt_id, theme] = EffectiveTag(
            excerpt_id,
            theme,
            _decided(review),
            known.band if known else None,
            known.score if known else None,
            known.score_kind if known else None,
            review.coder,
        )
    return [found[key] for key in sorted(found)]


def _decided(review: Review) -> TagStatus:
    if review.action is Action.ADJUDICATE:
        return TagStatus.ACCEPTED if review.payload.get("applies") else TagStatus.REJECTED
    return _STATUS[review.action]


class Places:
    """Finds the excerpt a review speaks of: the same span, else the one that shares most of it."""

    def __init__(self, excerpts: Sequence[Excerpt]) -> None:
        self._by_document: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self._version: dict[str, int] = {}
        self._exact: dict[tuple[str, int, int, int], str] = {}
        for excerpt in excerpts:  # an excerpt's id is a hash: asked for once each, however many reviews there are
            excerpt_id, document_id = excerpt.excerpt_id, excerpt.document_id
            self._by_document[document_id].append((excerpt_id, excerpt.start, excerpt.end))
            self._version[document_id] = excerpt.version
            self._exact[document_id, excerpt.version, excerpt.start, excerpt.end] = excerpt_id

    def of(self, review: Review, documents: Documents) -> str | None:
        """The excerpt that a review of a span speaks of now; None for a review of something else."""
        if review.document_id is None or review.start is None or review.end is None or review.version is None:
            return None
        return self.at(review.document_id, review.version, review.start, review.end, documents)

    def at(self, document_id: str, version: int, start: int, end: int, documents: Documents) -> str | None:
        """The excerpt that now holds most of a span of an earlier or the same version; None where it is gone."""
        if same := self._exact.get((document_id, version, start, end)):
            return same
        excerpts = self._by_document.get(document_id)
        if not excerpts:
            return None
        for later in range(version + 1, self._version[document_id] + 1):
            start, end = shifted(start, end, documents.shifts(document_id, later))
        shared = {excerpt_id: min(end, stop) - max(start, begin) for excerpt_id, begin, stop in excerpts}
        best = max(shared, key=lambda excerpt_id: shared[excerpt_id])
        return best if shared[best] > 0 else None


def shifted(start: int, end: int, shifts: Iterable[tuple[int, int, int]]) -> tuple[int, int]:
    """Where a span of the old version lies in the new; a point inside a replaced stretch moves to its nearer edge."""

    def move(point: int, *, to_end: bool) -> int:
        gained = 0
        for begin, stop, length in sorted(shifts):
            if stop <= point and not (begin == stop == point and not to_end):
                gained += length - (stop - begin)
            elif begin < point:
                return begin + gained + (length if to_end else 0)
        return point + gained

    return move(start, to_end=False), move(end, to_end=True)


def _row(tag: Tag) -> dict[str, Any]:
    return asdict(tag) | {"score_kind": tag.score_kind.value, "band": tag.band.value}


def _tag(row: Row[Any]) -> Tag:
    return Tag(
        row.excerpt_id,
        row.theme,
        row.score,
        ScoreKind(row.score_kind),
        Band(row.band),
        row.method,
        Reason(**row.reason) if row.reason else None,
    )
