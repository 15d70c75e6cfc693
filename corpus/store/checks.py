"""Whether a store is what it should be: its file, every record in it, and what one says of another."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select, text

from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BrokenStore, LearnbriefError, NotFound, StoreUnreachable
from learnbrief.corpus.store import schema

if TYPE_CHECKING:
    from learnbrief.corpus.store import Store

UNREADABLE = (LearnbriefError, ValueError, LookupError, TypeError)
"""How a record that is none any more shows when it is read."""
ROWS_AT_ONCE = 1000


def contradictions(store: "Store") -> list[str]:
    """What is wrong with the store, in words; empty where nothing is.

    A damaged file is told alone: whatever is read from it afterwards would be guesswork.
    """
    if damage := _told_of("the file", lambda: _integrity(store)):
        return damage
    looks: dict[str, Callable[[], Iterable[str]]] = {
        "records": lambda: _records(store),
        "excerpts": lambda: _excerpts(store),
        "tags": lambda: _tags(store),
        "reviews": lambda: _reviews(store),
        "vectors": lambda: _vectors(store),
        "the word index": lambda: _words(store),
    }
    return [one for name, look in looks.items() for one in _told_of(name, look)]


def _told_of(name: str, look: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return [f"{name}: {one}" for one in look()]
    except StoreUnreachable:
        raise
    except UNREADABLE as err:
        return [f"{name} cannot be read ({err})"]


def _integrity(store: "Store") -> list[str]:
    """What SQLite finds when it looks at every page; PostgreSQL looks after its own."""
    if not store.database.is_sqlite:
        return []
    with store.transaction() as connection:
        found = [str(one) for one in connection.execute(text("PRAGMA integrity_check(3)")).scalars()]
        loose = connection.execute(text("PRAGMA foreign_key_check")).first()
    return [*(one for one in found if one != "ok"), *(["a brief follows one that is not there"] if loose else [])]


def _records(store: "Store") -> Iterator[str]:
    """Every value of every table is read once: what is no text or no JSON any more shows when it is."""
    for table in schema.metadata.sorted_tables:
        try:
            with store.transaction() as connection:
                for _ in connection.execute(select(table).execution_options(yield_per=ROWS_AT_ONCE)):
                    pass
        except UNREADABLE as err:
            yield f"a row of {table.name} cannot be read ({err})"


def _excerpts(store: "Store") -> Iterator[str]:
    """Reading an excerpt checks its id; holding it against the text checks its words."""
    for document_id in store.documents.ids():
        try:
            document = store.documents.get(document_id)
            for excerpt in store.excerpts.of(document_id):
                excerpt.check_against(document)
        except UNREADABLE as err:
            yield str(err)


def _tags(store: "Store") -> Iterator[str]:
    for tag in store.tags.suggested():
        if not np.isfinite(tag.score):
            yield f"{tag.theme} on excerpt {tag.excerpt_id} has no score"


def _reviews(store: "Store") -> Iterator[str]:
    """Every decision on a stretch of a text lies within it."""
    texts: dict[tuple[str, int], Document | None] = {}
    for review in store.reviews.all():
        if review.document_id is None or review.start is None or review.end is None:
            continue
        key = (review.document_id, review.version or 1)
        if key not in texts:
            texts[key] = _document(store, *key)
        document = texts[key]
        if document is None:
            yield f"{review.review_id} speaks of {key[0]} v{key[1]}, which is not there"
        elif not 0 <= review.start < review.end <= len(document.text):
            yield f"{review.review_id} speaks of a place outside {key[0]} v{key[1]}"


def _document(store: "Store", document_id: str, version: int) -> Document | None:
    try:
        return store.documents.get(document_id, version)
    except NotFound:
        return None


def _vectors(store: "Store") -> Iterator[str]:
    """Those of one encoder are equally long, and numbers."""
    table, lengths = schema.vector, dict[str, int]()
    with store.transaction() as connection:
        rows = connection.execute(select(table.c.encoder, table.c.data).execution_options(yield_per=ROWS_AT_ONCE))
        for encoder, data in rows:
            if len(data) % 4 or lengths.setdefault(encoder, len(data)) != len(data):
                yield f"one of {encoder} is shorter or longer than the others"
            elif not np.isfinite(np.frombuffer(data, dtype="<f4")).all():
                yield f"one of {encoder} holds what is no number"


def _words(store: "Store") -> Iterator[str]:
    """Every excerpt is found by the words it has; PostgreSQL's index follows its table by itself."""
    if not store.database.is_sqlite:
        return
    lacking = (
        "SELECT count(*) FROM excerpt e LEFT JOIN indexed i ON i.excerpt_id = e.excerpt_id"
        " LEFT JOIN excerpt_words w ON w.rowid = i.number WHERE w.text IS NOT e.text"
    )
    with store.transaction() as connection:
        if count := connection.execute(text(lacking)).scalar():
            yield f"{count} excerpts are not found by their words"
    if not store.database.read_only:
        yield from _index_at_odds(store)


def _index_at_odds(store: "Store") -> Iterator[str]:
    """What FTS5 says of itself: it compares its index with the words it keeps."""
    try:
        with store.transaction() as connection:
            connection.execute(text("INSERT INTO excerpt_words (excerpt_words) VALUES ('integrity-check')"))
    except BrokenStore:
        yield "it does not hold the words that it keeps"
