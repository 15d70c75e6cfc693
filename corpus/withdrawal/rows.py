"""What the store must lose when words are withdrawn; what others said stands where it stood."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, select, text, update

from learnbrief.corpus.deidentify.words import fold
from learnbrief.corpus.document import Document, Excerpt, Passage
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import Store, schema
from learnbrief.corpus.withdrawal.words import Quotations, Taken

FILLER = "█"


def delete_brief(store: Store, brief_id: str) -> None:
    """A brief leaves; one that superseded it supersedes nothing any more."""
    table = schema.brief
    with store.transaction() as connection:
        connection.execute(update(table).where(table.c.supersedes == brief_id).values(supersedes=None))
        connection.execute(delete(table).where(table.c.brief_id == brief_id))


def drop_analyses(store: Store, taken: Taken) -> int:
    """Analyses rest on the words, in phrases and rankings too: the next run makes them anew."""
    return _delete_rows(store, schema.analysis, "run_id", lambda row: _mentions(row["value"], taken.excerpts))


def thin_topics(store: Store, taken: Taken) -> None:
    """A topic keeps the words that somebody else also used; one that nobody else is in goes."""
    _delete_rows(
        store, schema.topic, "topic_id", lambda row: set(row["value"].get("excerpts", ())) <= set(taken.excerpts)
    )
    table = schema.topic
    with store.transaction() as connection:
        for row in connection.execute(select(table)).mappings().all():
            value = row["value"]
            left = [one for one in value.get("excerpts", ()) if one not in taken.excerpts]
            if len(left) == len(value.get("excerpts", ())):
                continue
            spoken = fold(" ".join(excerpt.text for excerpt in _known(store, left)))
            words = [word for word in value.get("keywords", ()) if fold(word) in spoken]
            label = value["label"] if fold(value["label"]) in spoken else ", ".join(words[:3]) or "unnamed topic"
            thinned = {**value, "excerpts": left, "keywords": words, "label": label}
            connection.execute(update(table).where(table.c.topic_id == row["topic_id"]).values(value=thinned))


def _known(store: Store, excerpt_ids: Sequence[str]) -> list[Excerpt]:
    present = {excerpt.excerpt_id: excerpt for excerpt in store.excerpts.current()}
    return [present[one] for one in excerpt_ids if one in present]


def _mentions(value: Any, excerpt_ids: Iterable[str]) -> bool:
    written = json.dumps(value)
    return any(f'"{excerpt_id}"' in written for excerpt_id in excerpt_ids)


def _delete_rows(store: Store, table: Table, key: str, goes: Callable[[Mapping[str, Any]], bool]) -> int:
    with store.transaction() as connection:
        keys = [row[key] for row in connection.execute(select(table)).mappings().all() if goes(dict(row))]
        for one in keys:
            connection.execute(delete(table).where(table.c[key] == one))
    return len(keys)


def remove_excerpts(store: Store, taken: Taken) -> None:
    """Excerpts leave with their tags, and every vector that may have been made of them."""
    store.words.remove(taken.excerpts)
    with store.transaction() as connection:
        for excerpt_id in taken.excerpts:
            for table in (schema.tag, schema.tagged, schema.excerpt):
                connection.execute(delete(table).where(table.c.excerpt_id == excerpt_id))
        # Sentences and phrases were encoded too, under hashes that nobody can tell apart: keep what others say.
        kept = {content_hash(words) for words in connection.execute(select(schema.excerpt.c.text)).scalars()}
        vector = schema.vector
        for found in connection.execute(select(vector.c.text_hash).distinct()).scalars().all():
            if found not in kept:
                connection.execute(delete(vector).where(vector.c.text_hash == found))


def remove_documents(store: Store, taken: Taken) -> None:
    """Whole sources leave with what was noted of them; shared ones are overwritten."""
    with store.transaction() as connection:
        for document_id in taken.whole:
            for table in (
                schema.document,
                schema.privacy_mark,
                schema.privacy_check,
                schema.survey_answer,
                schema.review,
            ):
                connection.execute(delete(table).where(table.c.document_id == document_id))
        heard = set(connection.execute(select(schema.document.c.event_id)).scalars())
        _delete_rows(store, schema.event, "event_id", lambda row: row["event_id"] not in heard)
    for (document_id, version), spans in taken.stretches.items():
        if document_id not in taken.whole:
            _blot(store, store.documents.get(document_id, version), spans)


def _blot(store: Store, document: Document, spans: Sequence[tuple[int, int]]) -> None:
    """Overwrite the stretches in place; their passages, marks and reviews go."""
    characters = list(document.text)
    for start, end in spans:
        characters[start:end] = [one if one == "\n" else FILLER for one in characters[start:end]]
    kept = [passage for passage in document.source.passages if not _touches(passage, spans)]
    here = {"document_id": document.document_id, "version": document.version}
    with store.transaction() as connection:
        packed = connection.execute(_where(select(schema.document.c.passages), schema.document, here)).scalar() or []
        starts = {passage.start for passage in kept}
        connection.execute(
            _where(update(schema.document), schema.document, here).values(
                text="".join(characters), passages=[one for one in packed if one["start"] in starts]
            )
        )
        for table in (schema.privacy_mark, schema.review):
            for start, end in spans:
                inside = _where(delete(table), table, here).where(table.c.start < end, table.c.end > start)
                connection.execute(inside)


def _where(statement: Any, table: Table, columns: Mapping[str, Any]) -> Any:
    return statement.where(*(table.c[name] == value for name, value in columns.items()))


def _touches(passage: Passage, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < passage.end and passage.start < end for start, end in spans)


def scrub(store: Store, taken: Taken) -> None:
    """Comments, rewordings, reasons, messages and codebook lines that quote the words lose them."""
    scrubber = Quotations(taken.texts)
    for table in (schema.review, schema.tag, schema.job, schema.codebook, schema.skipped, schema.event, schema.topic):
        columns = [column for column in table.columns if not column.primary_key]
        with store.transaction() as connection:
            for row in connection.execute(select(table)).mappings().all():
                changed = {
                    column.name: cleaned
                    for column in columns
                    if (cleaned := scrubber.clean(row[column.name])) != row[column.name]
                }
                if changed:
                    keys = {column.name: row[column.name] for column in table.primary_key}
                    connection.execute(_where(update(table), table, keys).values(**changed))


def wipe(store: Store) -> None:
    """Nothing lingers in free pages, in the log before the file, or in the index."""
    engine = store.database.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if store.database.is_sqlite:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        connection.execute(text("VACUUM" if store.database.is_sqlite else "VACUUM FULL"))
        if store.database.is_sqlite:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
