"""Search as command line and app share it: what the store holds, by meaning and by word."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

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
    excerpts = store.excerpts.current()
    encoder = encoder_for(workspace.settings, store)
    return Search(
        entries(
            excerpts, {card.document_id: card for card in store.documents.cards()}, store.tags.effective_on(excerpts)
        ),
        matrix_kept(workspace, encoder, excerpts),
        encoder=encoder,
        words=lambda query, limit: store.words.search(query, limit=limit),
    )


def matrix_kept(workspace: Workspace, encoder: Encoder, excerpts: Sequence[Excerpt]) -> Vectors:
    """The vectors of all current excerpts, from a file where nothing changed."""
    if workspace.read_only:  # no file can be kept there: slower, and as good
        return matrix_of(encoder, excerpts)
    ids = [excerpt.excerpt_id for excerpt in excerpts]
    return kept_matrix(workspace.cache, ids, encoder.name, lambda: matrix_of(encoder, excerpts))


def state_of(store: Store) -> str:
    """Changes with every document, tag and review: what was made from an older state is out of date."""
    counted = ", ".join(
        f"(SELECT count(*) FROM {table})" for table in ("document", "excerpt", "tag", "tagged", "review")
    )
    with store.transaction() as connection:
        newest = connection.execute(text("SELECT max(tagger) FROM tagged")).scalar()
        return f"{newest} {tuple(connection.execute(text(f'SELECT {counted}')).one())}"
