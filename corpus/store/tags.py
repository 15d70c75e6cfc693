"""Model tags, and what holds once the coders have been heard."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Column, Row, delete, select

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import StaleEdit
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.excerpts import Excerpts
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.parts import parts
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.tag import Action, Band, EffectiveTag, Reason, Review, ScoreKind, Tag, TagStatus

DECISIONS = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.ADJUDICATE)
Span = tuple[str, str, int, int, int]
"""Id, document, version, start and end of an excerpt."""
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

    def done(self, excerpts: Sequence[Excerpt] | None = None, *, coder: str | None = None) -> set[str]:
        """Those excerpts, of these or of all current ones, that a coder has finished with."""
        finished = self._reviews.standing(actions=[Action.DONE], coder=coder)
        places = Places(self._spoken_of(finished) if excerpts is None else excerpts)
        return {excerpt_id for review in finished if (excerpt_id := places.of(review, self._documents))}

    def _spoken_of(self, reviews: Iterable[Review]) -> list[Excerpt]:
        """Current excerpts of the documents in which these reviews were made: no other can be meant."""
        return self._excerpts.current({review.document_id for review in reviews if review.document_id})

    def about(self, excerpt: Excerpt) -> list[Review]:
        """What was done to an excerpt and stands, also before it was cut as it is now."""
        places = Places(self._excerpts.of(excerpt.document_id))
        here = self._reviews.standing(document_id=excerpt.document_id)
        return [review for review in here if places.of(review, self._documents) == excerpt.excerpt_id]

    def current_id(self, excerpt: Excerpt) -> str | None:
        """The id under which an excerpt of an earlier version is found today; None where its words are gone."""
        return Places(self._excerpts.of(excerpt.document_id)).at(
            excerpt.document_id, excerpt.version, excerpt.start, excerpt.end, self._documents
        )

    def refuse_overruling(self, decision: Review, *, edition: int) -> bool:
        """Whether this very decision stands already, and so has not to be kept again.

        Raises:
            StaleEdit: since `edition` of the reviews of its document, another decision on this theme was made here.
        """
        document_id = decision.document_id or ""
        excerpts = self._excerpts.of(document_id)
        here = Places(excerpts).of(decision, self._documents)
        last = self.decisions(excerpts).get((here or "", decision.theme or ""))
        if last is None:
            return False
        if decided(last) is decided(decision):
            return (last.coder, last.action) == (decision.coder, decision.action)
        if last.review_id in {review.review_id for review in self._reviews.since(document_id, edition)}:
            raise StaleEdit(
                f"{last.coder} decided on this theme here since you opened the page. Nothing was overwritten; look again."
            )
        return False

    def rekeyed(self, reviews: Iterable[Review], excerpts: Sequence[Excerpt]) -> list[Review]:
        """The reviews, each keyed on the excerpt it speaks of now; one that speaks of none of these stays as it is."""
        places, known = Places(excerpts), {excerpt.excerpt_id: excerpt for excerpt in excerpts}
        found = []
        for review in reviews:
            excerpt_id = places.of(review, self._documents)
            now = known[excerpt_id] if excerpt_id else review
            found.append(replace(review, version=now.version, start=now.start, end=now.end))
        return found

    def waiting(self) -> set[str]:
        """Current excerpts that hold a suggestion while nobody has decided on any of theirs, or passed them."""
        decided = {excerpt_id for excerpt_id, _ in self.decisions()} | self.done()
        chosen = select(schema.tag.c.excerpt_id).where(schema.tag.c.band != Band.NONE.value).distinct()
        with self._database.transaction() as connection:
            suggested = set(connection.execute(chosen).scalars())
        return self._excerpts.still(suggested - decided)

    def open_suggestions(self) -> int:
        """How many suggested tags of current excerpts nobody has decided on."""
        chosen = select(schema.tag.c.excerpt_id, schema.tag.c.theme).where(schema.tag.c.band != Band.NONE.value)
        with self._database.transaction() as connection:
            suggested = {(row.excerpt_id, row.theme) for row in connection.execute(chosen)}
        still = self._excerpts.still({excerpt_id for excerpt_id, _ in suggested})
        return sum(excerpt_id in still for excerpt_id, _ in suggested - self.decisions().keys())

    def suggested(self, excerpt_ids: Iterable[str] | None = None) -> list[Tag]:
        """What models say, best first within each excerpt."""
        return [tag_of(row, row.reason) for row in self._rows(schema.tag.c, excerpt_ids)]

    def scored(self, excerpt_ids: Iterable[str] | None = None) -> list[Tag]:
        """The same without the reasons, which are longer than all the rest and which only the page of one excerpt shows."""
        columns = [column for column in schema.tag.c if column.name != "reason"]
        return [tag_of(row) for row in self._rows(columns, excerpt_ids)]

    def _rows(self, columns: Iterable[Column[Any]], excerpt_ids: Iterable[str] | None) -> list[Row[Any]]:
        table, found = schema.tag.c, list[Row[Any]]()
        with self._database.transaction() as connection:
            for some in parts(None if excerpt_ids is None else set(excerpt_ids)):
                chosen = select(*columns).order_by(table.excerpt_id, table.score.desc(), table.theme)
                found += connection.execute(chosen if some is None else chosen.where(table.excerpt_id.in_(some)))
        return found

    def effective(self, excerpt_ids: Iterable[str] | None = None) -> list[EffectiveTag]:
        """What holds of the current excerpts; rejected tags are in it with their status."""
        if excerpt_ids is None:
            return self.effective_on(self._excerpts.current())
        return self.effective_on(list(self._excerpts.get(excerpt_ids).values()))

    def effective_on(self, excerpts: Sequence[Excerpt]) -> list[EffectiveTag]:
        """What holds of these excerpts."""
        ids = {excerpt.excerpt_id for excerpt in excerpts}
        return effective_tags(self.scored(ids), self.decisions(excerpts), ids)

    def decisions(self, excerpts: Sequence[Excerpt] | None = None) -> dict[tuple[str, str], Review]:
        """The decision that stands per (excerpt id, theme), carried over re-cutting and later redactions.

        Of these excerpts, or of all current ones.
        """
        only = {excerpt.document_id for excerpt in excerpts or ()}
        document_id = only.pop() if len(only) == 1 else None  # one page of the app asks about one document
        standing = self._reviews.standing(actions=DECISIONS, document_id=document_id)
        places = Places(self._spoken_of(standing) if excerpts is None else excerpts)
        here: dict[str, list[Review]] = defaultdict(list)
        for review in standing:
            if excerpt_id := places.of(review, self._documents):
                here[excerpt_id].append(review)
        return {(one, theme): last for one, found in here.items() for theme, last in last_words(found).items()}


def last_words(reviews: Iterable[Review]) -> dict[str, Review]:
    """The decision that stands per theme, of decisions on one excerpt in the order they were made.

    The latest counts, but for an adjudication: that one only another adjudication replaces.
    """
    found: dict[str, Review] = {}
    for review in reviews:
        if review.theme is None or review.action not in DECISIONS:
            continue
        before = found.get(review.theme)
        if before is None or before.action is not Action.ADJUDICATE or review.action is Action.ADJUDICATE:
            found[review.theme] = review
    return found


def decided(review: Review) -> TagStatus:
    """What a decision makes of a tag."""
    if review.action is Action.ADJUDICATE:
        return TagStatus.ACCEPTED if review.payload.get("applies") else TagStatus.REJECTED
    return _STATUS[review.action]


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
            decided(review),
            known.band if known else None,
            known.score if known else None,
            known.score_kind if known else None,
            review.coder,
        )
    return [found[key] for key in sorted(found)]


class Places:
    """Finds the excerpt a review speaks of: the same span, else the one that shares most of it."""

    def __init__(self, excerpts: Sequence[Excerpt]) -> None:
        self._by_document: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self._version: dict[str, int] = {}
        self._exact: dict[tuple[str, int, int, int], str] = {}
        self._shifts: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
        # an excerpt's id is a hash: asked for once each, however many reviews there are
        self._fill((one.excerpt_id, one.document_id, one.version, one.start, one.end) for one in excerpts)

    @classmethod
    def of_spans(cls, spans: Iterable[Span]) -> "Places":
        """The same, where the excerpts themselves are not at hand."""
        places = cls(())
        places._fill(spans)
        return places

    def _fill(self, spans: Iterable[Span]) -> None:
        for excerpt_id, document_id, version, start, end in spans:
            self._by_document[document_id].append((excerpt_id, start, end))
            self._version[document_id] = version
            self._exact[document_id, version, start, end] = excerpt_id

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
            if (document_id, later) not in self._shifts:
                self._shifts[document_id, later] = documents.shifts(document_id, later)
            start, end = shifted(start, end, self._shifts[document_id, later])
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


def tag_of(row: Row[Any], reason: dict[str, Any] | None = None) -> Tag:
    """A suggestion as it is stored; its reason, which is long, only where somebody asks for it."""
    return Tag(
        row.excerpt_id,
        row.theme,
        row.score,
        ScoreKind(row.score_kind),
        Band(row.band),
        row.method,
        Reason(**reason) if reason else None,
    )
