"""How far people agree with each other, and the model with them, as plain values for pages and files."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store import Store
from learnbrief.corpus.store.kept import Kept
from learnbrief.corpus.store.spoken import Spoken
from learnbrief.corpus.tag import Action, Review


def agreement_figures(store: Store, *, seed: int = 0) -> dict[str, Any]:
    """Agreement between people, and of the model with people, as plain values."""
    return Figures(store).now(seed=seed)


class Figures:
    """Agreement between people, and of the model with people, as plain values; drawn anew only where somebody coded blind since."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept[dict[str, Any]]()

    def now(self, *, seed: int = 0) -> dict[str, Any]:
        """The figures, with what reviewers did with suggestions in sight as it is at this moment."""
        from learnbrief.nlp.agreement import agreement_report, as_plain, plain_workload, workload

        store, codebook = self._store, self._store.codebooks.current()
        reviews = _as_cut_now(store.spoken.now())
        blind = tuple(one.review_id for one in reviews if one.blind)

        def report() -> dict[str, Any]:
            # the model is held against what people coded, so the rest of the material is not looked at
            ids = {key for key, said in store.spoken.now().here.items() if any(one.blind for one in said)}
            excerpts = list(store.excerpts.get(ids).values())
            return as_plain(
                agreement_report(reviews, codebook, tags=store.tags.scored(ids), excerpts=excerpts, seed=seed)
            )

        drawn = self._kept.of((blind, store.cuts.now(), store.tags.edition(), codebook.version, seed), report)
        return drawn | {"workload": plain_workload(workload(reviews))}


def _as_cut_now(spoken: Spoken) -> list[Review]:
    """What stands, each keyed on the excerpt it speaks of now; what speaks of words that are gone stays as it is."""
    found = []
    for excerpt_id, review in spoken.all:
        now = spoken.cut.pieces.get(excerpt_id)
        moved = now is not None and (now.version, now.start, now.end) != (review.version, review.start, review.end)
        found.append(replace(review, version=now.version, start=now.start, end=now.end) if now and moved else review)
    return found


def agreement_within(store: Store, excerpts: Sequence[Excerpt], coders: Collection[str]) -> list[dict[str, Any]]:
    """Each two of these coders on these excerpts, wherever else they coded."""
    from learnbrief.nlp.agreement import pairs_of, unit_of_excerpt

    actions = [Action.ADD, Action.ACCEPT, Action.REJECT, Action.DONE]
    blind = [one for one in store.reviews.standing(actions=actions) if one.blind]
    whole = store.excerpts.current(
        {one.document_id for one in excerpts}
    )  # a review is of whichever holds most of its words
    pairs = pairs_of(
        store.tags.rekeyed(blind, whole),
        store.codebooks.current(),
        coders=coders,
        units=[unit_of_excerpt(one) for one in excerpts],
    )
    return [asdict(pair) for pair in pairs]
