"""Model tags, and what holds once the coders have been heard."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, delete, func, select

from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import StaleEdit
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.cuts import Cut
from learnbrief.corpus.store.database import TAGS, Database
from learnbrief.corpus.store.excerpts import Excerpts, is_current
from learnbrief.corpus.store.kept import Kept
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.parts import parts
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.store.spans import Places
from learnbrief.corpus.store.spoken import Said, SpokenOf
from learnbrief.corpus.tag import Action, Band, EffectiveTag, Reason, Review, ScoreKind, Tag, TagStatus

DECISIONS = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.ADJUDICATE)
Held = Mapping[str, Mapping[str, EffectiveTag]]
"""What holds, by excerpt and by theme, both in alphabetical order."""
Carried = Mapping[str, frozenset[str]]
"""Themes and stances by excerpt."""
_STATUS = {Action.ACCEPT: TagStatus.ACCEPTED, Action.REJECT: TagStatus.REJECTED, Action.ADD: TagStatus.ADDED}


class Tags:
    """One suggestion per excerpt and theme; a model replaces a model's tags, never a coder's."""

    def __init__(
        self, database: Database, documents: Documents, excerpts: Excerpts, reviews: Reviews, spoken: SpokenOf
    ) -> None:
        self._database = database
        self._documents = documents
        self._excerpts = excerpts
        self._reviews = reviews
        self._spoken = spoken
        self._offered, self._current = Kept[Held](), Kept[Held]()
        self._carried, self._offered_carried = Kept[Carried](), Kept[Carried]()

    def put(self, excerpt_ids: Sequence[str], tags: Sequence[Tag], *, tagger: str) -> None:
        """These excerpts were tagged by `tagger` and these are all their tags; earlier suggestions go."""
        with self._database.transaction() as connection:
            self._database.renew(TAGS)
            for begin in range(0, len(excerpt_ids), 500):
                some = excerpt_ids[begin : begin + 500]
                connection.execute(delete(schema.tag).where(schema.tag.c.excerpt_id.in_(some)))
            if tags:
                connection.execute(schema.tag.insert(), [_row(tag) for tag in tags])
            self._database.upsert(schema.tagged, [{"excerpt_id": one, "tagger": tagger} for one in excerpt_ids])

    def done(self, excerpts: Sequence[Excerpt] | None = None, *, coder: str | None = None) -> set[str]:
        """Those excerpts, of these or of all current ones, that a coder has finished with."""
        document_id = _only_document(excerpts)
        if excerpts is not None and document_id is not None:  # one page of the app asks about one document
            finished = self._reviews.standing(actions=[Action.DONE], coder=coder, document_id=document_id)
            places = Places(excerpts)
            return {excerpt_id for review in finished if (excerpt_id := places.of(review, self._documents))}
        found = {
            excerpt_id
            for excerpt_id, said in self._spoken.now().here.items()
            if any(one.action is Action.DONE and coder in (None, one.coder) for one in said)
        }
        return found if excerpts is None else found & {one.excerpt_id for one in excerpts}

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
        settled = {*DECISIONS, Action.DONE}
        said = self._spoken.now()
        over = {one for one, here in said.here.items() if any(review.action in settled for review in here)}
        return self._suggestions().keys() - over

    def open_suggestions(self) -> int:
        """How many suggested tags of current excerpts nobody has decided on."""
        table, open_ = schema.tag, schema.tag.c.band != Band.NONE.value
        of_now = (
            select(func.count()).select_from(table.join(schema.excerpt, _same_excerpt())).where(open_, is_current())
        )
        decided = self.decisions().keys()
        with self._database.transaction() as connection:
            count = connection.execute(of_now).scalar() or 0
            for some in parts({one for one, _ in decided}):
                chosen = select(table.c.excerpt_id, table.c.theme).where(open_, table.c.excerpt_id.in_(some or ()))
                count -= sum((row[0], row[1]) in decided for row in connection.execute(chosen))
        return count

    def edition(self) -> str:
        """Another word whenever something is suggested otherwise."""
        return self._database.edition(TAGS)

    def current(self) -> Held:
        """What holds of all current excerpts, by excerpt and theme; kept until something is suggested or decided.

        Whoever asks for all of it every time a page is opened asks here: nothing is read that was read before.
        """
        offered, spoken = self._suggestions(), self._spoken.now()
        return self._current.of((offered, spoken), lambda: _decided_on(offered, spoken.here))

    def carried(self) -> Carried:
        """Themes and stances that every current excerpt carries, as they count in briefs; what is merely offered is not in it."""
        offered, held, said = self._suggestions(), self.current(), self._spoken.now().here
        # of both: another process may have tagged in between, and what is held is then of a later state than what was offered
        return self._carried.of((offered, held), lambda: self._with_decided(offered, held, said))

    def _with_decided(self, offered: Held, held: Held, said: Said) -> Carried:
        """Only where somebody has spoken is it asked again what counts."""
        spoken_of = said.keys() & held.keys()
        found = {
            **self._offered_carried.of(offered, lambda: _carried(offered, offered)),
            **dict.fromkeys(spoken_of, frozenset[str]()),
        }
        found |= _carried(held, spoken_of)
        return {one: themes for one, themes in found.items() if themes}

    def _suggestions(self) -> Held:
        cut, edition = self._spoken.now().cut, self.edition()
        return self._offered.of((cut, edition), lambda: self._offers(cut))

    def _offers(self, cut: Cut) -> Held:
        """What models suggest for what the texts are cut into now."""
        found: dict[str, dict[str, EffectiveTag]] = defaultdict(dict)
        for row in self._rows([one for one in schema.tag.c if one.name != "reason"], None):
            if row.excerpt_id in cut.pieces and row.band != Band.NONE.value:
                found[row.excerpt_id][row.theme] = _suggested(tag_of(row))
        return {excerpt_id: dict(sorted(tags.items())) for excerpt_id, tags in sorted(found.items())}

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
            return [tag for tags in self.current().values() for tag in tags.values()]
        return self.effective_on(list(self._excerpts.get(excerpt_ids).values()))

    def effective_on(self, excerpts: Sequence[Excerpt]) -> list[EffectiveTag]:
        """What holds of these excerpts."""
        ids = {excerpt.excerpt_id for excerpt in excerpts}
        return effective_tags(self.scored(ids), self.decisions(excerpts), ids)

    def decisions(self, excerpts: Sequence[Excerpt] | None = None) -> dict[tuple[str, str], Review]:
        """The decision that stands per (excerpt id, theme), carried over re-cutting and later redactions.

        Of these excerpts, or of all current ones.
        """
        if excerpts is None:
            said = self._spoken.now().here.items()
            return {(one, theme): last for one, found in said for theme, last in last_words(found).items()}
        standing = self._reviews.standing(actions=DECISIONS, document_id=_only_document(excerpts))
        places = Places(excerpts)
        here: dict[str, list[Review]] = defaultdict(list)
        for review in standing:
            if excerpt_id := places.of(review, self._documents):
                here[excerpt_id].append(review)
        return {(one, theme): last for one, found in here.items() for theme, last in last_words(found).items()}


def _only_document(excerpts: Sequence[Excerpt] | None) -> str | None:
    """The one document that all of these are of."""
    only = {excerpt.document_id for excerpt in excerpts or ()}
    return only.pop() if len(only) == 1 else None


def _same_excerpt() -> ColumnElement[bool]:
    return schema.tag.c.excerpt_id == schema.excerpt.c.excerpt_id


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
        (tag.excerpt_id, tag.theme): _suggested(tag)
        for tag in suggested
        if tag.excerpt_id in excerpt_ids and tag.band is not Band.NONE
    }
    for (excerpt_id, theme), review in decisions.items():
        found[excerpt_id, theme] = _laid_over(found.get((excerpt_id, theme)), excerpt_id, review)
    return [found[key] for key in sorted(found)]


def _suggested(tag: Tag) -> EffectiveTag:
    return EffectiveTag(tag.excerpt_id, tag.theme, TagStatus.SUGGESTED, tag.band, tag.score, tag.score_kind)


def _laid_over(known: EffectiveTag | None, excerpt_id: str, decision: Review) -> EffectiveTag:
    """A decision in place of what was suggested, of which it keeps how surely that was."""
    how = (known.band, known.score, known.score_kind) if known else (None, None, None)
    return EffectiveTag(excerpt_id, decision.theme or "", decided(decision), *how, decision.coder)


def _carried(held: Held, excerpt_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """What counts on these."""
    return {one: frozenset(theme for theme, tag in held[one].items() if holds(tag)) for one in excerpt_ids}


def _decided_on(offered: Held, said: Said) -> Held:
    """Decisions laid over suggestions, where there are any; what nobody decided on is not touched."""
    new = dict[str, Mapping[str, EffectiveTag]]()
    for excerpt_id, reviews in said.items():
        if last := last_words(reviews):
            here = offered.get(excerpt_id, {})
            laid = {theme: _laid_over(here.get(theme), excerpt_id, one) for theme, one in last.items()}
            new[excerpt_id] = dict(sorted({**here, **laid}.items()))
    found = {**offered, **new}
    return dict(sorted(found.items())) if len(found) > len(offered) else found


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
