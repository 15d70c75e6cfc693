"""Who is blind to what: the random share of the evidence, who has coded it, and what each coder was shown."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from learnbrief.corpus.blind import Reserve
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.cuts import Cut, Cuts
from learnbrief.corpus.store.database import Database, now
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.reviews import ReviewedSpan, Reviews
from learnbrief.corpus.store.tags import DECISIONS
from learnbrief.corpus.tag import Action, Review

MERGED_FROM = "merged_from"
"""In the payload of a tag that came along when two themes were merged: nobody looked at its excerpt for that."""


class Blind:
    """Everything that decides whether somebody may see a suggestion, and whether a coding counts as blind."""

    def __init__(self, database: Database, documents: Documents, reviews: Reviews, cuts: Cuts) -> None:
        self._database = database
        self._documents, self._reviews, self._cuts = documents, reviews, cuts

    def reserve(self, coder: str, *, seed: int) -> Reserve:
        """What is hidden from a coder, and what was not; with an empty name, what nobody in particular may see."""
        cut = self._cuts.now()
        share = cut.share(seed)
        hidden = set(share.drawn)
        if coder:
            done, undone = self._reviews.spans(actions=[Action.DONE], coder=coder), self._reviews.undone()
            hidden -= self._places_of((one for one in done if one.review_id not in undone), cut)
        earlier = {old for old, new in cut.now.items() if new in hidden}
        return Reserve(share, frozenset(hidden | earlier), self._seen(coder, cut) if coder else frozenset())

    def drawn(self, document_ids: Collection[str], *, seed: int) -> frozenset[str]:
        """What of these documents is drawn; it is drawn by the excerpt, so nobody has to read the others for it."""
        return frozenset(self._cuts.of(document_ids).share(seed).drawn)

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
        places, others = (
            self._cuts.now().places,
            (one for one in reviews if one.coder != coder and one.start is not None),
        )
        return {review.review_id for review in others if places.of(review, self._documents) in reserve.hidden}

    def _seen(self, coder: str, cut: Cut) -> frozenset[str]:
        """What was shown, and what was decided on with suggestions in sight, taken back or not."""
        decided = self._reviews.spans(actions=[*DECISIONS, Action.DONE], coder=coder)
        led = (one for one in decided if not one.blind and MERGED_FROM not in one.payload)
        return frozenset({cut.now.get(one, one) for one in self._shown(coder)} | self._places_of(led, cut))

    def _shown(self, coder: str) -> set[str]:
        table = schema.seen
        with self._database.transaction() as connection:
            return set(connection.execute(select(table.c.excerpt_id).where(table.c.coder == coder)).scalars())

    def _places_of(self, spans: Iterable[ReviewedSpan], cut: Cut) -> set[str]:
        found = (cut.places.at(one.document_id, one.version, one.start, one.end, self._documents) for one in spans)
        return {place for place in found if place}
