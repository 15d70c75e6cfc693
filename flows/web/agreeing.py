"""How far people agree with each other, and the model with them, as plain values for pages and files."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Action


def agreement_figures(store: Store, *, seed: int = 0) -> dict[str, Any]:
    """Agreement between people, and of the model with people, as plain values."""
    from learnbrief.nlp.agreement import agreement_report, as_plain

    excerpts = store.excerpts.current()
    report = agreement_report(
        store.tags.rekeyed(store.reviews.all(), excerpts),
        store.codebooks.current(),
        tags=store.tags.scored(),
        excerpts=excerpts,
        seed=seed,
    )
    return as_plain(report)


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
