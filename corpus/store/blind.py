"""Who is blind to what: the random share of the evidence, who has coded it, and what each coder was shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select, tuple_

from learnbrief.corpus.blind import Reserve, random_share
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now
from learnbrief.corpus.store.material import Documents, Excerpts
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.store.tags import DECISIONS, Places, Tags
from learnbrief.corpus.tag import Action, Review

MERGED_FROM = "merged_from"
"""In the payload of a tag that came along when two themes were merged: nobody looked at its excerpt for that."""


@dataclass(frozen=True, slots=True)
class _Ancestry:
    """How the excerpts of today were called in earlier versions of their texts."""

    now: dict[str, str] = field(default_factory=dict)
    """Earlier id to the id of today."""
    first: dict[str, str] = field(default_factory=dict)
    """Id of today to the first one."""


class Blind:
    """Everything that decides whether somebody may see a suggestion, and whether a coding counts as blind."""

    def __init__(
        self, database: Database, documents: Documents, excerpts: Excerpts, reviews: Reviews, tags: Tags
    ) -> None:
        self._database = database
        self._documents, self._excerpts, self._reviews, self._tags = documents, excerpts, reviews, tags

    def reserve(self, coder: str, *, seed: int) -> Reserve:
        """What is hidden from a coder, and what was not; with an empty name, what nobody in particular may see."""
        excerpts = self._excerpts.current()
        ancestry = self._ancestry(excerpts)
        share = random_share(excerpts, seed=seed, first_ids=ancestry.first)
        hidden = set(share.drawn)
        if coder:
            hidden -= self._tags.done(excerpts, coder=coder)
        earlier = {old for old, new in ancestry.now.items() if new in hidden}
        seen = self._seen(coder, excerpts, ancestry) if coder else frozenset()
        return Reserve(share, frozenset(hidden | earlier), seen)

    def show(self, coder: str, excerpt_ids: Collection[str]) -> None:
        """Remember that a coder was shown what is suggested, or was decided, of these excerpts."""
        table = schema.seen
        with self._database.transaction() as connection:
            known = set(connection.execute(select(table.c.excerpt_id).where(table.c.coder == coder)).scalars())
        made_at, new = now(), sorted(set(excerpt_ids) - known)
        self._database.upsert(table, [{"coder": coder, "excerpt_id": one, "made_at": made_at} for one in new])

    def hidden_reviews(self, reviews: Sequence[Review], reserve: Reserve, *, coder: str) -> set[str]:
        """Ids of those that would tell a coder how somebody else coded what they have yet to code blind."""
        others = [review for review in reviews if review.coder != coder and review.start is not None]
        if not others or not reserve.hidden:
            return set()
        places = Places(self._excerpts.current())
        return {review.review_id for review in others if places.of(review, self._documents) in reserve.hidden}

    def _seen(self, coder: str, excerpts: Sequence[Excerpt], ancestry: _Ancestry) -> frozenset[str]:
        """What was shown, and what was decided on with suggestions in sight."""
        table, places = schema.seen, Places(excerpts)
        with self._database.transaction() as connection:
            shown = set(connection.execute(select(table.c.excerpt_id).where(table.c.coder == coder)).scalars())
        decided = self._reviews.all(actions=[*DECISIONS, Action.DONE], coder=coder)
        sighted = (one for one in decided if not one.blind and MERGED_FROM not in one.payload)
        led = {place for review in sighted if (place := places.of(review, self._documents))}
        return frozenset({ancestry.now.get(one, one) for one in shown} | led)

    def _ancestry(self, excerpts: Sequence[Excerpt]) -> _Ancestry:
        places, found = Places(excerpts), _Ancestry()
        for excerpt_id, *span in self._earlier():
            if current := places.at(*span, self._documents):
                found.now[excerpt_id] = current
                found.first.setdefault(current, excerpt_id)
        return found

    def _earlier(self) -> Iterable[tuple[str, str, int, int, int]]:
        """Id, document, version, start and end of what was cut from texts that have a newer version, oldest first."""
        table, newest = schema.excerpt, schema.document
        columns = (table.c.excerpt_id, table.c.document_id, table.c.version, table.c.start, table.c.end)
        outdated = select(newest.c.document_id, newest.c.version - 1).where(newest.c.version > 1)
        chosen = select(*columns).where(tuple_(table.c.document_id, table.c.version).in_(outdated))
        with self._database.transaction() as connection:
            rows = connection.execute(chosen.order_by(table.c.document_id, table.c.version, table.c.start)).all()
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]
