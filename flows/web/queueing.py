"""What to review next, as the app asks for it: laid out once, and put in order for every coder and filter from that."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from learnbrief.corpus.blind import Reserve
from learnbrief.corpus.protocols import Queued
from learnbrief.corpus.store import Store
from learnbrief.corpus.store.kept import Kept
from learnbrief.flows.workspace.settings import Settings

if TYPE_CHECKING:
    from learnbrief.nlp.board import Board

NEEDS = {"uncertain": "uncertain", "disagree": "disagree", "rare": "rare", "unheard": "under-heard", "blind": "blind"}


class Queues:
    """The order of every queue; a decision or a filter costs no new reading of the material."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._board: Kept[Board] = Kept()

    def of(self, name: str, *, coder: str, filters: Mapping[str, Any], reserve: Reserve) -> list[Queued]:
        """The queue of this name; a filter by label leaves out what it would give away."""
        within = set(self._passing(filters)) if any(filters.values()) else None
        if within is not None and (filters.get("theme") or filters.get("stance")):
            within -= reserve.hidden
        if name == "all":
            return self._unread(within, coder, reserve)
        from learnbrief.nlp.queue import Need, review_queue

        items = review_queue(
            self._laid_out(),
            self._store.spoken.now().all,
            reserve=reserve,
            only=Need(NEEDS[name]) if name in NEEDS else None,
            names=self._names(),
            within=within,
        )
        return [Queued(item.excerpt_id, item.reason, item.sample) for item in items]

    def _laid_out(self) -> "Board":
        from learnbrief.nlp.board import Board

        cut, store = self._store.cuts.now(), self._store
        evidence = [(one.excerpt_id, one.collaborative) for one in cut.evidence]
        return self._board.of((cut, store.tags.edition()), lambda: Board(evidence, store.tags.scored()))

    def _passing(self, filters: Mapping[str, Any]) -> Iterator[str]:
        """Excerpts that a filter keeps, told by what the store knows of them without their words."""
        from learnbrief.nlp.search import Filters

        chosen, cards = Filters.from_mapping(filters), {one.document_id: one for one in self._store.documents.cards()}
        labelled, carried = {one for one in (chosen.theme, chosen.stance) if one}, self._store.tags.carried()
        for one in self._store.cuts.now().pieces.values():
            card = cards.get(one.document_id)
            if card is None:  # taken in since by another process: the next page has it
                continue
            if (
                chosen.collaborative in (None, one.collaborative)
                and chosen.kind in (None, card.kind.value)
                and (chosen.since is None or card.date >= chosen.since)
                and (chosen.until is None or card.date <= chosen.until)
                and labelled <= carried.get(one.excerpt_id, frozenset())
            ):
                yield one.excerpt_id

    def _unread(self, within: Collection[str] | None, coder: str, reserve: Reserve) -> list[Queued]:
        done = self._store.tags.done(coder=coder)
        return [
            Queued(one, "in the order of the material", reserve.sample(one) if one in reserve.hidden else None)
            for piece in self._store.cuts.now().evidence
            if (one := piece.excerpt_id) not in done and (within is None or one in within)
        ]

    def _names(self) -> dict[str, str]:
        themes = {theme.slug: theme.name for theme in self._store.codebooks.current().themes}
        return themes | {one.slug: one.name for one in self._settings.collaborative}
