"""What the store must lose when words are withdrawn; what others said stands where it stood.

Tables are not named here one by one: whatever names a document or an excerpt loses the row, and whatever holds text
loses the quotation, so that a table added tomorrow is covered. What is spared is named, with the reason.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select, text, update

from learnbrief.corpus.deidentify.words import fold
from learnbrief.corpus.document import Document, Excerpt, Passage
from learnbrief.corpus.errors import StoreBusy
from learnbrief.corpus.store import Store, new_review, schema
from learnbrief.corpus.store.database import CUT, TAGS, now
from learnbrief.corpus.tag import Action
from learnbrief.corpus.withdrawal.words import FILLER, WITHDRAWN_IN_YAML, Quotations, Taken

_SPARED = {
    "document": {"text", "passages"},
    "excerpt": {"text"},
    "survey_answer": {"answer"},
    "brief": {"value", "published"},
}
"""Columns in which nothing is replaced: frozen words of other people, and briefs, which outputs rewrite as such."""
_BY_PLACE = {"document_id", "version", "start", "end"}
"""Columns of a table that says something of a stretch of a text."""


BY_ITSELF = "learnbrief"
"""Who takes a signature back where nobody at a page did."""


@dataclass(frozen=True, slots=True)
class Removed:
    """How much was dropped that the next run makes anew."""

    analyses: int
    models: int


def remove(store: Store, taken: Taken) -> Removed:
    """Everything of what is to go leaves the tables; briefs are rewritten by whoever can read them."""
    quotations = Quotations(taken.texts)
    with store.writing():
        untold = store.history.untold()
        removed = Removed(_drop_analyses(store, taken, quotations), store.models.drop())
        _thin_topics(store, taken)
        store.database.renew(CUT)
        store.database.renew(TAGS)
        _remove_excerpts(store, taken)
        _remove_documents(store, taken)
        _scrub(store, quotations)
        if taken.pseudonym:
            store.participants.remove(taken.pseudonym)
        store.history.tell_withdrawal(untold)
        store.logbook.add("Material was withdrawn at somebody's request.")
    return removed


def rewrite_brief(store: Store, brief_id: str, *, title: str, status: str, value: str, published: str | None) -> None:
    """A brief goes on under its id as a new edition without the words; whoever signed it has to sign again."""
    table = schema.brief
    with store.writing() as connection:
        for signed in store.reviews.standing(actions=[Action.SIGN_OFF], target=brief_id):
            store.reviews.add(new_review(Action.UNDO, BY_ITSELF, target=signed.review_id))
        edition = store.briefs.get(brief_id).edition + 1
        new = {"title": title, "status": status, "value": value, "published": published, "edition": edition}
        connection.execute(update(table).where(table.c.brief_id == brief_id).values(made_at=now(), **new))


def overwrite_brief(store: Store, brief_id: str, *, value: str, published: str | None) -> None:
    """A brief's content is replaced where it stands, an approved one's too: a signature does not outweigh a name."""
    table = schema.brief
    with store.transaction() as connection:
        connection.execute(update(table).where(table.c.brief_id == brief_id).values(value=value, published=published))


def _drop_analyses(store: Store, taken: Taken, quotations: Quotations) -> int:
    """Analyses rest on the words, in phrases and rankings too: the next run makes them anew."""
    return _delete_rows(
        store,
        schema.analysis,
        "run_id",
        lambda row: _mentions(row["value"], taken.excerpts) or quotations.clean(row["value"]) != row["value"],
    )


def _thin_topics(store: Store, taken: Taken) -> None:
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


def _tables_with(columns: set[str]) -> Iterator[Table]:
    """Those that have all of these columns, what refers to others first."""
    for table in reversed(schema.metadata.sorted_tables):
        if columns <= set(table.c.keys()):
            yield table


def _remove_excerpts(store: Store, taken: Taken) -> None:
    """Excerpts leave with all that is said of them, and with every vector that may have been made of their words."""
    store.words.erase(taken.excerpts)
    with store.transaction() as connection:
        for table in _tables_with({"excerpt_id"}):
            for excerpt_id in taken.excerpts:
                connection.execute(delete(table).where(table.c.excerpt_id == excerpt_id))
        store.vectors.forget_unsaid()


def _remove_documents(store: Store, taken: Taken) -> None:
    """Whole sources leave with all that is said of them; shared ones are overwritten where the words stand."""
    with store.transaction() as connection:
        for table in _tables_with({"document_id"}):
            for document_id in taken.whole:
                connection.execute(delete(table).where(table.c.document_id == document_id))
        heard = set(connection.execute(select(schema.document.c.event_id)).scalars())
        _delete_rows(store, schema.event, "event_id", lambda row: row["event_id"] not in heard)
    for (document_id, version), spans in taken.stretches.items():
        if document_id not in taken.whole:
            _blot(store, store.documents.get(document_id, version), spans)


def _blot(store: Store, document: Document, spans: Sequence[tuple[int, int]]) -> None:
    """Overwrite the stretches in place; their passages leave, and whatever is said of a place in them."""
    characters = list(document.text)
    for start, end in spans:
        characters[start:end] = [one if one == "\n" else FILLER for one in characters[start:end]]
    kept = {passage.start for passage in document.source.passages if not _touches(passage, spans)}
    here = {"document_id": document.document_id, "version": document.version}
    with store.transaction() as connection:
        packed = connection.execute(_where(select(schema.document.c.passages), schema.document, here)).scalar() or []
        connection.execute(
            _where(update(schema.document), schema.document, here).values(
                text="".join(characters), passages=[one for one in packed if one["start"] in kept]
            )
        )
        for table in _tables_with(_BY_PLACE):
            for start, end in spans:
                inside = _where(delete(table), table, here).where(table.c.start < end, table.c.end > start)
                connection.execute(inside)


def _where(statement: Any, table: Table, columns: Mapping[str, Any]) -> Any:
    return statement.where(*(table.c[name] == value for name, value in columns.items()))


def _touches(passage: Passage, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < passage.end and passage.start < end for start, end in spans)


def _scrub(store: Store, quotations: Quotations) -> None:
    """Comments, rewordings, reasons, messages, codebook lines: whatever quotes the words loses them."""
    with store.transaction() as connection:
        for table in schema.metadata.sorted_tables:
            _scrub_table(connection, table, quotations)


def _scrub_table(connection: Connection, table: Table, quotations: Quotations) -> None:
    spared = _SPARED.get(table.name, set())
    columns = [column for column in table.columns if not column.primary_key and column.name not in spared]
    keys = [column.name for column in table.primary_key]
    for row in connection.execute(select(table)).mappings().all():
        changed = {
            column.name: cleaned
            for column in columns
            if (cleaned := _cleaned(row[column.name], column.name, quotations)) != row[column.name]
        }
        if changed:
            connection.execute(_where(update(table), table, {key: row[key] for key in keys}).values(**changed))


def _cleaned(value: Any, column: str, quotations: Quotations) -> Any:
    if column == "yaml" and isinstance(value, str):
        return quotations.cleaned(value, WITHDRAWN_IN_YAML)
    return quotations.clean(value)


def wipe(store: Store) -> bool:
    """Nothing lingers in free pages, in the log before the file, or in the index; False where others keep the log in use."""
    database = store.database
    with suppress(StoreBusy), database.in_words(), _at_once(database.engine) as connection:
        connection.execute(text("VACUUM" if database.is_sqlite else "VACUUM FULL"))
        if not database.is_sqlite:
            return True
        in_use = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
        return not in_use
    return False


def _at_once(engine: Engine) -> Connection:
    """A connection on which every statement stands for itself."""
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")
