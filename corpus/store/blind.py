"""Who is blind to what: the random share of the evidence, who has coded it, and what each coder was shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from learnbrief.corpus.blind import RandomShare, Reserve, share_of
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.parts import newest, parts
from learnbrief.corpus.store.reviews import ReviewedSpan, Reviews
from learnbrief.corpus.store.tags import DECISIONS, Places, Span
from learnbrief.corpus.tag import Action, Review

MERGED_FROM = "merged_from"
"""In the payload of a tag that came along when two themes were merged: nobody looked at its excerpt for that."""

Row = tuple[str, str, int, int, int, bool]
"""Id, document, version, start and end of an excerpt, and whether it is evidence."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """How every text is cut today, and how its excerpts were called in earlier versions."""

    rows: tuple[Row, ...]
    """What it was read from, of every version: as long as these are the same, so is all the rest."""
    places: Places
    evidence: tuple[str, ...]
    now: dict[str, str]
    """Earlier id to the id of today."""
    first: dict[str, str]
    """Id of today to the first one."""
    shares: dict[int, RandomShare] = field(default_factory=dict)
    """By seed, once drawn."""

    def share(self, seed: int) -> RandomShare:
        """What is drawn of it."""
        if seed not in self.shares:
            self.shares[seed] = share_of(self.evidence, seed=seed, first_ids=self.first)
        return self.shares[seed]


class Blind:
    """Everything that decides whether somebody may see a suggestion, and whether a coding counts as blind."""

    def __init__(self, database: Database, documents: Documents, reviews: Reviews) -> None:
        self._database = database
        self._documents, self._reviews = documents, reviews
        self._last: _Cut | None = None

    def reserve(self, coder: str, *, seed: int) -> Reserve:
        """What is hidden from a coder, and what was not; with an empty name, what nobody in particular may see."""
        cut = self._cut()
        share = cut.share(seed)
        hidden = set(share.drawn)
        if coder:
            done, undone = self._reviews.spans(actions=[Action.DONE], coder=coder), self._reviews.undone()
            hidden -= self._places_of((one for one in done if one.review_id not in undone), cut)
        earlier = {old for old, new in cut.now.items() if new in hidden}
        return Reserve(share, frozenset(hidden | earlier), self._seen(coder, cut) if coder else frozenset())

    def drawn(self, document_ids: Collection[str], *, seed: int) -> frozenset[str]:
        """What of these documents is drawn; it is drawn by the excerpt, so nobody has to read the others for it."""
        return frozenset(_cut_of(*self._rows(document_ids), self._documents).share(seed).drawn)

    def show(self, coder: str, excerpt_ids: Collection[str]) -> None:
        """Remember that a coder was shown what is suggested, or was decided, of these excerpts.

        Of a store that can only be read nothing is remembered: nobody can code in it, blind or not.
        """
        if self._database.read_only:
            return
        made_at, new = now(), sorted(set(excerpt_ids) - self._shown(coder))
        self._database.upsert(schema.seen, [{"coder": coder, "excerpt_id": one, "made_at": made_at} for one in new])

    def hidden_reviews(self, reviews: Sequence[Review], reserve: Reserve, *, coder: str) -> set[str]:
        """Ids of those that would tell a coder how somebody else coded what they have yet to code blind."""
        places, others = self._cut().places, (one for one in reviews if one.coder != coder and one.start is not None)
        return {review.review_id for review in others if places.of(review, self._documents) in reserve.hidden}

    def _seen(self, coder: str, cut: _Cut) -> frozenset[str]:
        """What was shown, and what was decided on with suggestions in sight, taken back or not."""
        decided = self._reviews.spans(actions=[*DECISIONS, Action.DONE], coder=coder)
        led = (one for one in decided if not one.blind and MERGED_FROM not in one.payload)
        return frozenset({cut.now.get(one, one) for one in self._shown(coder)} | self._places_of(led, cut))

    def _shown(self, coder: str) -> set[str]:
        table = schema.seen
        with self._database.transaction() as connection:
            return set(connection.execute(select(table.c.excerpt_id).where(table.c.coder == coder)).scalars())

    def _places_of(self, spans: Iterable[ReviewedSpan], cut: _Cut) -> set[str]:
        found = (cut.places.at(one.document_id, one.version, one.start, one.end, self._documents) for one in spans)
        return {place for place in found if place}

    def _cut(self) -> _Cut:
        """Read anew for every page, and worked out anew where a text was cut otherwise since."""
        rows, latest = self._rows()
        if self._last is None or self._last.rows != rows:
            self._last = _cut_of(rows, latest, self._documents)
        return self._last

    def _rows(self, document_ids: Collection[str] | None = None) -> tuple[tuple[Row, ...], dict[str, int]]:
        """Every excerpt, or those of these documents, oldest version first, and the latest version of each document."""
        table = schema.excerpt
        columns = [table.c[name] for name in ("excerpt_id", "document_id", "version", "start", "end", "evidence")]
        chosen = select(*columns).order_by(table.c.document_id, table.c.version, table.c.start)
        rows, latest = list[Row](), dict[str, int]()
        with self._database.transaction() as connection:
            for some in parts(document_ids):
                here = chosen if some is None else chosen.where(table.c.document_id.in_(some))
                rows += [(r[0], r[1], r[2], r[3], r[4], bool(r[5])) for r in connection.execute(here)]
                latest |= {r[0]: r[1] for r in connection.execute(newest(some))}
        return tuple(rows), latest


def _cut_of(rows: tuple[Row, ...], latest: Mapping[str, int], documents: Documents) -> _Cut:
    current = [row for row in rows if row[2] == latest.get(row[1])]
    places = Places.of_spans(_span(row) for row in current)
    before, first = dict[str, str](), dict[str, str]()
    for excerpt_id, document_id, version, start, end, _ in rows:
        outdated = version < latest.get(document_id, 0)
        if outdated and (today := places.at(document_id, version, start, end, documents)):
            before[excerpt_id] = today
            first.setdefault(today, excerpt_id)
    return _Cut(rows, places, tuple(row[0] for row in current if row[5]), before, first)


def _span(row: Row) -> Span:
    return row[0], row[1], row[2], row[3], row[4]
