"""Whoever settles a round without coding in it: what they may see of it, though they have not coded it blind."""

from collections.abc import Iterable

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.rounds import Round, rounds_of
from learnbrief.corpus.tag import Action
from learnbrief.outputs.app.state import AppState


def rounds_that_stand(state: AppState) -> list[Round]:
    """Every round that was not taken back, oldest first."""
    return rounds_of(state.store.reviews.standing(actions=[Action.DRAW_ROUND]))


def excerpts_now(state: AppState, found: Round) -> list[Excerpt]:
    """Its excerpts where they stand today, in the order to code them; what a withdrawal removed is in it no more."""
    ids = state.store.moves(found.excerpts).excerpts(found.excerpts)
    held = state.store.excerpts.get(ids)
    return [held[one] for one in ids]


def to_settle(state: AppState, coder: str, rounds: Iterable[Round]) -> frozenset[str]:
    """Of rounds that others code: the excerpts that all of them have finished, so that nobody is led by what is settled.

    Whoever looks at them cannot code them blind any more; pages say so before, and remember who looked.
    """
    found = set[str]()
    for one in rounds:
        if coder and coder not in one.coders:
            excerpts = excerpts_now(state, one)
            found |= set.intersection(*(state.store.tags.done(excerpts, coder=who) for who in one.coders))
    return frozenset(found)
