"""Teaching the tagger from what evaluators did: a proposal is stored with what it would change, a person accepts it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from learnbrief.corpus.blind import draw
from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import NotAllowed
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Action, Review
from learnbrief.flows.stages.encoding import encoder_for
from learnbrief.flows.stages.progress import announce, watcher
from learnbrief.flows.workspace.workspace import Workspace

if TYPE_CHECKING:
    from learnbrief.nlp.tagging.learned_tagger import LearnedTagger
    from learnbrief.nlp.tagging.teachers import Coded

LOOKED_AT = 500
"""Excerpts, drawn at random, on which it is tried what would change: enough to say so, in seconds."""
TEACHING = (Action.ACCEPT, Action.REJECT, Action.ADD, Action.DONE, Action.ADJUDICATE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A retrained tagger that waits for a person."""

    model_id: str
    excerpts: int
    """Coded ones it was taught by."""
    decisions: tuple[dict[str, Any], ...]
    """Per theme: whether the learned tagger would speak for it, and why."""
    examples: tuple[dict[str, Any], ...] = ()
    """Per facet: whether the coded excerpts join the codebook's lines, and its average precision before and after."""
    changes: dict[str, Any] = field(default_factory=dict)
    """What would be suggested otherwise, on how many excerpts."""

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
    reviews = teaching_reviews(store, excerpts)
    coded = coded_from_reviews(excerpts, reviews)
    if not coded:
        raise NotAllowed(
            "nothing has been reviewed yet: review some tags in the app first, or bring coding in with 'learnbrief import'"
        )
    announce("Learning from the reviews", 2)
    codebook = store.codebooks.current()
    tagger, decisions = train(coded, codebook, encoder_for(workspace.settings, store))
    tagger = _with_examples(workspace, store, tagger, coded, codebook)
    watcher().advance()
    examples = tuple(_told(one) for one in tagger.examples)
    changes = what_changes(workspace, store, tagger, excerpts)
    told = tuple({**asdict(one), "takes_over": bool(one.takes_over)} for one in decisions)
    figures = {theme: {"new": found.get("f1"), **found} for theme, found in tagger.scores.items() if theme}
    store.models.propose(
        tagger.model_id,
        to_bytes(tagger),
        scores={
            "per_theme": figures,
            "decisions": list(told),
            "coded": len(coded),
            "examples": list(examples),
            "changes": changes,
        },
        trained_on=[review.review_id for review in reviews],
    )
    watcher().advance()
    return Proposal(tagger.model_id, len(coded), told, examples, changes)


def teaching_reviews(store: Store, excerpts: Sequence[Excerpt]) -> list[Review]:
    """What people decided that teaches, where the words are now."""
    return list(store.tags.rekeyed(store.reviews.standing(actions=TEACHING), excerpts))


def coded_excerpts(store: Store) -> "list[Coded]":
    """Every excerpt that somebody decided on, as it teaches."""
    from learnbrief.nlp.tagging.coding import coded_from_reviews

    excerpts = store.excerpts.current()
    return coded_from_reviews(excerpts, teaching_reviews(store, excerpts))


def _with_examples(
    workspace: Workspace, store: Store, tagger: "LearnedTagger", coded: "Sequence[Coded]", codebook: Codebook
) -> "LearnedTagger":
    """The tagger with what coded excerpts add to the codebook's similarities, read with what stands around them."""
    from learnbrief.nlp.tagging import neighbours
    from learnbrief.nlp.tagging.examples import examples_of

    near = store.excerpts.current({one.source for one in coded})
    known = {one.excerpt_id: one for one in near}
    found = examples_of(coded, known, neighbours(near), codebook, encoder_for(workspace.settings, store))
    return replace(tagger, examples=found)


def _told(examples: Any) -> dict[str, Any]:
    told = {name: getattr(examples, name) for name in ("before", "after", "kept")}
    return {"facet": examples.facet.value, "coded": len(examples.texts), **told}


def what_changes(
    workspace: Workspace, store: Store, tagger: "LearnedTagger", excerpts: Sequence[Excerpt]
) -> dict[str, Any]:
    """Suggestions that would come, go and stay with this tagger in use, by theme, on excerpts drawn at random."""
    from learnbrief.nlp.tagging import Tagger, neighbours

    evidence = sorted((one for one in excerpts if one.evidence), key=lambda one: draw(0, one.excerpt_id))[:LOOKED_AT]
    ids = [one.excerpt_id for one in evidence]
    beside = neighbours(store.excerpts.current({one.document_id for one in evidence}))
    proposed = Tagger(store.codebooks.current(), encoder_for(workspace.settings, store), learned=tagger)
    then = {(tag.excerpt_id, tag.theme) for tag in proposed.tag(evidence, beside=beside)}
    now = {(tag.excerpt_id, tag.theme) for tag in store.tags.suggested(ids)}
    come, gone = Counter(theme for _, theme in then - now), Counter(theme for _, theme in now - then)
    themes = sorted(come | gone, key=lambda theme: (-come[theme] - gone[theme], theme))
    return {
        "looked_at": len(ids),
        "stay": len(now & then),
        "come": come.total(),
        "go": gone.total(),
        "by_theme": [{"theme": theme, "come": come[theme], "go": gone[theme]} for theme in themes],
    }
