"""The tag stage: every excerpt carries the suggestions of the tagger in use."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt, Kind
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.clues import point_out
from learnbrief.flows.stages.encoding import encoder_for
from learnbrief.flows.stages.progress import announce, watcher
from learnbrief.flows.workspace.workspace import Workspace

if TYPE_CHECKING:
    from learnbrief.nlp.tagging.learned_tagger import LearnedTagger

BATCH = 256
"""Excerpts whose tags are stored together: what a run that is cut short has to do again at most."""
METHOD = "ridge-8"
"""The way of tagging: changed when the same codebook would give other tags, so that old stores are tagged anew."""


def tagger_name(store: Store, codebook: Codebook, encoder: Encoder) -> str:
    """Changes when codebook, encoder or learned model do."""
    model = store.models.accepted()
    return f"{METHOD} {codebook.version} {encoder.name} {model.model_id if model else 'codebook'}"


def untagged(workspace: Workspace, store: Store) -> list[Excerpt]:
    """The current excerpts that the current tagger has not seen."""
    encoder = encoder_for(workspace.settings, store)
    return store.excerpts.untagged(tagger_name(store, store.codebooks.current(), encoder))


def tag(workspace: Workspace, store: Store, only: Collection[str] | None = None) -> int:
    """Tags what the current tagger has not seen, of all excerpts or of those with these ids; how many that were."""
    from learnbrief.nlp.tagging import Tagger, neighbours

    codebook, encoder = store.codebooks.current(), encoder_for(workspace.settings, store)
    name = tagger_name(store, codebook, encoder)
    todo = store.excerpts.untagged(name) if only is None else list(store.excerpts.get(only).values())
    if not todo:
        return 0
    announce("Tagging", len(todo))
    beside = neighbours(store.excerpts.current({excerpt.document_id for excerpt in todo}))
    forms = {
        card.document_id for card in store.documents.cards() if card.kind is Kind.MEMBER_CHECK
    }  # nobody codes them
    tagger = Tagger(codebook, encoder, learned=_learned(store))
    for begin in range(0, len(todo), BATCH):
        batch = todo[begin : begin + BATCH]
        said = [excerpt for excerpt in batch if excerpt.document_id not in forms]
        tags = tagger.tag(said, beside=beside) if said else ()
        point_out(store, batch)  # before the tags: a run that is cut short here does both again
        store.tags.put([excerpt.excerpt_id for excerpt in batch], tags, tagger=name)
        watcher().advance(len(batch))
    return len(todo)


def _learned(store: Store) -> "LearnedTagger | None":
    """The learned tagger that a person accepted, where there is one."""
    from learnbrief.nlp.tagging.serialise import from_bytes

    accepted = store.models.accepted()
    return from_bytes(accepted.blob) if accepted else None
