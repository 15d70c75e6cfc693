"""The excerpts of one theme, as somebody needs them who works through the theme: filtered, sorted, a page at a time.

What an excerpt or its source says of itself is asked of the database, and only ids and scores come back: a change of
filter makes no queue anew and reads no text. What people decided is laid over that, as it is everywhere else.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Row, Select, and_, func, select

from learnbrief.corpus.counting import holds
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.disputes import differs
from learnbrief.corpus.store.excerpts import is_current
from learnbrief.corpus.store.parts import parts
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.store.spoken import SpokenOf
from learnbrief.corpus.store.tags import DECISIONS, effective_tags, last_words, tag_of
from learnbrief.corpus.tag import Action, Band, EffectiveTag, Review, TagStatus

SORTS = {
    "likely": "Likeliest first",
    "unsure": "Least likely first",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "source": "Source by source",
}
STATES = {"open": "Nobody has decided", "accepted": "Accepted or added", "rejected": "Rejected", "all": "Everything"}
_EXCERPT, _DOCUMENT, _TAG = schema.excerpt, schema.document, schema.tag


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which excerpts of a theme, in which order; an empty field asks for everything."""

    theme: str
    stance: str = ""
    collaborative: str = ""
    role: str = ""
    event: str = ""
    document: str = ""
    kind: str = ""
    month: str = ""
    state: str = "open"
    band: str = ""
    coder: str = ""
    """Who decided on the theme here."""
    differ: str = ""
    comment: str = ""
    later: str = ""
    sort: str = "likely"


class Line(NamedTuple):
    """One excerpt of the theme, without its words."""

    excerpt_id: str
    document_id: str
    start: int
    day: date
    tag: EffectiveTag


class ByTheme:
    """What carries a theme or is suggested for it."""

    def __init__(self, database: Database, spoken: SpokenOf, reviews: Reviews) -> None:
        self._database, self._spoken, self._reviews = database, spoken, reviews

    def lines(self, wanted: Wanted, *, coder: str, hidden: Collection[str]) -> list[Line]:
        """What is asked for, sorted, without what is hidden from this coder; 'come back later' is the coder's own."""
        decisions = self._decisions(wanted.theme)
        lines = [line for line in self._carrying(wanted, decisions) if line.excerpt_id not in hidden]
        for keeps in self._tests(wanted, coder, decisions, lines):
            lines = [line for line in lines if keeps(line)]
        return _sorted(lines, wanted.sort)

    def commented(self) -> set[str]:
        """Excerpts beside which somebody wrote a comment."""
        return set(self._said([Action.COMMENT]))

    def kept_for_later(self, coder: str) -> set[str]:
        """Excerpts that a coder marked as ones to come back to."""
        marked = self._said([Action.LATER])
        return {one for one, said in marked.items() if coder in {review.coder for review in said}}

    def last_act(self, theme: str, coder: str) -> list[Review]:
        """What a coder's latest press of a button decided on the theme, as far as it stands."""
        mine = [
            one
            for one in self._reviews.standing(actions=DECISIONS, coder=coder, themes=[theme])
            if one.payload.get("act")
        ]
        return [one for one in mine if one.payload["act"] == mine[-1].payload["act"]]

    def _tests(
        self, wanted: Wanted, coder: str, decisions: dict[str, list[Review]], lines: list[Line]
    ) -> Iterator[Callable[[Line], bool]]:
        """Whether a line passes, one test for each filter that is set and that depends on what people decided."""
        states = {
            "open": {TagStatus.SUGGESTED},
            "accepted": {TagStatus.ACCEPTED, TagStatus.ADDED},
            "rejected": {TagStatus.REJECTED},
        }
        if wanted.state in states:
            yield lambda line: line.tag.status in states[wanted.state]
        if wanted.band:
            yield lambda line: line.tag.band is not None and line.tag.band.value == wanted.band
        if wanted.coder:
            yield lambda line: wanted.coder in {one.coder for one in decisions.get(line.excerpt_id, ())}
        if wanted.differ:
            finished = self._said([Action.DONE])
            yield lambda line: differs([*decisions.get(line.excerpt_id, ()), *finished.get(line.excerpt_id, ())])
        if wanted.stance:
            sided = self._carried(wanted.stance, lines)
            yield lambda line: line.excerpt_id in sided
        if wanted.comment:
            commented = self.commented()
            yield lambda line: line.excerpt_id in commented
        if wanted.later:
            kept = self.kept_for_later(coder)
            yield lambda line: line.excerpt_id in kept

    def _decisions(self, theme: str) -> dict[str, list[Review]]:
        """By excerpt as it is cut now: what stands of what people decided on the theme, in the order it was made."""
        return self._said(DECISIONS, theme)

    def _said(self, actions: Collection[Action], theme: str | None = None) -> dict[str, list[Review]]:
        found = {
            one: [review for review in said if review.action in actions and theme in (None, review.theme)]
            for one, said in self._spoken.now().here.items()
        }
        return {one: said for one, said in found.items() if said}

    def _carrying(self, wanted: Wanted, decisions: dict[str, list[Review]]) -> list[Line]:
        """Everything suggested for the theme or decided on it that the database lets through."""
        chosen = _chosen(wanted.theme).where(*_conditions(wanted))
        with self._database.transaction() as connection:
            rows = list(connection.execute(chosen.where(_TAG.c.band != Band.NONE.value)))
            known = {row.excerpt_id for row in rows}
            # a theme that somebody added has no suggestion to be found by
            for some in parts(decisions.keys() - known):
                rows += connection.execute(chosen.where(_EXCERPT.c.excerpt_id.in_(some or ())))
        return _lines(wanted.theme, rows, decisions)

    def _carried(self, theme: str, lines: list[Line]) -> set[str]:
        """Those of these excerpts that carry another theme or a stance, as it counts in briefs."""
        ids, found, decisions = {line.excerpt_id for line in lines}, list[Row[Any]](), self._decisions(theme)
        with self._database.transaction() as connection:
            found += connection.execute(select(_TAG).where(_TAG.c.theme == theme, _TAG.c.band != Band.NONE.value))
        last = {(one, theme): last_words(here)[theme] for one, here in decisions.items() if one in ids}
        tags = effective_tags((tag_of(row) for row in found), last, ids)
        return {tag.excerpt_id for tag in tags if holds(tag)}


def _chosen(theme: str) -> Select[Any]:
    """Place and day of every current excerpt of evidence, with what is suggested for the theme where anything is."""
    same = and_(_EXCERPT.c.document_id == _DOCUMENT.c.document_id, _EXCERPT.c.version == _DOCUMENT.c.version)
    suggested = and_(_TAG.c.excerpt_id == _EXCERPT.c.excerpt_id, _TAG.c.theme == theme)
    columns = [_TAG.c[name] for name in ("theme", "score", "score_kind", "band", "method")]
    place = (_EXCERPT.c.excerpt_id, _EXCERPT.c.document_id, _EXCERPT.c.start)
    joined = _EXCERPT.join(_DOCUMENT, same).outerjoin(_TAG, suggested)
    return select(*place, _day().label("day"), *columns).select_from(joined).where(_EXCERPT.c.evidence, is_current())


def _day() -> ColumnElement[Any]:
    """When something was said: an excerpt's own day, else its document's."""
    return func.coalesce(_EXCERPT.c.date, _DOCUMENT.c.date, type_=Date)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What an excerpt or its source says of itself."""
    columns = {
        _EXCERPT.c.collaborative: wanted.collaborative,
        _EXCERPT.c.role: wanted.role,
        _EXCERPT.c.document_id: wanted.document,
        _DOCUMENT.c.event_id: wanted.event,
        _DOCUMENT.c.kind: wanted.kind,
    }
    yield from (column == value for column, value in columns.items() if value)
    if wanted.month:
        first = date.fromisoformat(f"{wanted.month}-01")
        yield _day().between(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _lines(theme: str, rows: Iterable[Row[Any]], decisions: dict[str, list[Review]]) -> list[Line]:
    by_id = {row.excerpt_id: row for row in rows}
    last = {(one, theme): last_words(here)[theme] for one, here in decisions.items() if one in by_id}
    tags = effective_tags((tag_of(row) for row in by_id.values() if row.band), last, set(by_id))
    found = []
    for tag in tags:
        row = by_id[tag.excerpt_id]
        found.append(Line(row.excerpt_id, row.document_id, row.start, row.day, tag))
    return found


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    """In one order whatever the database gave: what a page shows must not shift under the reader's hands."""
    orders: dict[str, Callable[[Line], Any]] = {
        "likely": lambda line: -(line.tag.score or 0.0),
        "unsure": lambda line: line.tag.score if line.tag.score is not None else 1.0,
        "newest": lambda line: -line.day.toordinal(),
        "oldest": lambda line: line.day.toordinal(),
    }
    in_order = sorted(lines, key=lambda line: (line.document_id, line.start))
    return sorted(in_order, key=orders[sort]) if sort in orders else in_order
