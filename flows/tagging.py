"""The tag stage: every excerpt carries the suggestions of the tagger in use."""

from corpus.codebook import Codebook
from corpus.services import Encoder
from corpus.store import Store
from flows.encoding import encoder_for
from flows.progress import announce, watcher
from flows.workspace import Workspace

BATCH = 256
"""Excerpts whose tags are stored together: what a run that is cut short has to do again at most."""


def tagger_name(store: Store, codebook: Codebook, encoder: Encoder) -> str:
    """Changes when codebook, encoder or learned model do."""
    model = store.models.accepted()
    return f"{codebook.version} {encoder.name} {model.model_id if model else 'codebook'}"


def tag(workspace: Workspace, store: Store) -> int:
    """Tags what the current tagger has not seen; how many excerpts that were."""
    from nlp.tagging import tag_excerpts

    codebook, encoder = store.codebooks.current(), encoder_for(workspace.settings, store)
    name = tagger_name(store, codebook, encoder)
    done = store.tags.tagged_by(name)
    todo = [excerpt for excerpt in store.excerpts.current() if excerpt.excerpt_id not in done]
    announce("Tagging", len(todo))
    for begin in range(0, len(todo), BATCH):
        batch = todo[begin : begin + BATCH]
        tags = tag_excerpts(batch, codebook, encoder)
        store.tags.put([excerpt.excerpt_id for excerpt in batch], tags, tagger=name)
        watcher().advance(len(batch))
    return len(todo)
