"""The tag stage: every excerpt carries the suggestions of the tagger in use."""

from corpus.codebook import Codebook
from corpus.services import Encoder
from corpus.store import Store
from flows.workspace import Workspace


def tagger_name(store: Store, codebook: Codebook, encoder: Encoder) -> str:
    """Changes when codebook, encoder or learned model do."""
    model = store.models.accepted()
    return f"{codebook.version} {encoder.name} {model.model_id if model else 'codebook'}"


def tag(workspace: Workspace, store: Store) -> int:
    """Tags what the current tagger has not seen; how many excerpts that were."""
    return 0
