"""Teaching the tagger from what evaluators did: a proposal is stored, a person accepts it."""

from dataclasses import asdict, dataclass
from typing import Any

from learnbrief.corpus.errors import NotAllowed
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.encoding import encoder_for
from learnbrief.flows.stages.progress import announce, watcher
from learnbrief.flows.workspace.workspace import Workspace

TEACHING = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.DONE, Action.ADJUDICATE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A retrained tagger that waits for a person."""

    model_id: str
    excerpts: int
    """Coded ones it was taught by."""
    decisions: tuple[dict[str, Any], ...]
    """Per theme: whether the learned tagger would speak for it, and why."""

    @property
    def taken_over(self) -> int:
        """Themes it would speak for."""
        return sum(bool(one["takes_over"]) for one in self.decisions)


def learn(workspace: Workspace, store: Store) -> Proposal:
    """A tagger taught by every review that stands; it tags nothing until somebody accepts it."""
    from learnbrief.nlp.tagging.coding import coded_from_reviews
    from learnbrief.nlp.tagging.serialise import to_bytes
    from learnbrief.nlp.tagging.training import train

    excerpts = store.excerpts.current()
    reviews = store.tags.rekeyed(store.reviews.standing(actions=TEACHING), excerpts)
    coded = coded_from_reviews(excerpts, reviews)
    if not coded:
        raise NotAllowed(
            "nothing has been reviewed yet: review some tags in the app first, or bring coding in with 'learnbrief import'"
        )
    announce("Learning from the reviews", 1)
    tagger, decisions = train(coded, store.codebooks.current(), encoder_for(workspace.settings, store))
    told = tuple({**asdict(one), "takes_over": bool(one.takes_over)} for one in decisions)
    figures = {theme: {"new": found.get("f1"), **found} for theme, found in tagger.scores.items() if theme}
    store.models.propose(
        tagger.model_id,
        to_bytes(tagger),
        scores={"per_theme": figures, "decisions": list(told)},
        trained_on=[review.review_id for review in reviews],
    )
    watcher().advance()
    return Proposal(tagger.model_id, len(coded), told)
