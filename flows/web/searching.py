"""Search as command line and app share it: what the store holds, by meaning and by word."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.encoding import encoder_for, matrix_of
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.nlp.search import Filters, Search, entries, kept_matrix


def check_filters(given: Mapping[str, Any]) -> None:
    """Refuse a filter that search does not know, before anything is loaded."""
    Filters.from_mapping(given)


def open_search(workspace: Workspace, store: Store) -> Search:
    """Everything current in the store, ready to be searched; vectors come from a file where nothing changed."""
    encoder, pieces = encoder_for(workspace.settings, store), store.cuts.now().pieces
    return Search(
        entries(pieces.values(), {card.document_id: card for card in store.documents.cards()}, store.tags.carried()),
        matrix_kept(workspace, encoder, list(pieces), lambda: _in_order(store, list(pieces))),
        encoder=encoder,
        words=lambda query, limit: store.words.search(query, limit=limit),
    )


def _in_order(store: Store, ids: Sequence[str]) -> list[Excerpt]:
    """These very excerpts: what another process cuts meanwhile would give each the vector of another."""
    held = store.excerpts.get(ids)
    return [held[one] for one in ids]


def matrix_kept(
    workspace: Workspace, encoder: Encoder, ids: Sequence[str], excerpts: Callable[[], Sequence[Excerpt]]
) -> Vectors:
    """The vectors of all current excerpts, from a file where nothing changed; else their words are asked for."""
    if workspace.read_only:  # no file can be kept there: slower, and as good
        return matrix_of(encoder, excerpts())
    return kept_matrix(workspace.cache, ids, encoder.name, lambda: matrix_of(encoder, excerpts()))


def state_of(store: Store) -> str:
    """Changes with every document, tag and review: what was made from an older state is out of date."""
    return f"{store.cuts.edition()} {store.tags.edition()} {store.reviews.last()}"
