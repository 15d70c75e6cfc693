"""Words that a person masks after freezing leave what was frozen before, too.

A later redaction makes a new version of a document; the versions before it, their excerpts and the briefs that quoted
them would go on holding the name. Here the words are overwritten there, character for character, so that every offset
still holds and every quotation still equals its frozen text.
"""

import re
from typing import Any

from sqlalchemy import delete, select, update

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import Store, schema

FILLER = "█"


def blot_earlier(store: Store, document_id: str, words: str) -> tuple[str, ...]:
    """Overwrite these words in every version of a document but the latest; ids of briefs whose files are to be remade.

    Whole words only, written exactly so. The latest version is left alone: there they are replaced already.
    """
    if not words.strip():
        raise BadInput("nothing is selected; mark the words that should go")
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    latest = store.documents.get(document_id).version
    with store.transaction():
        _blot_documents(store, document_id, latest, pattern)
        _blot_excerpts(store, document_id, latest, pattern)
        briefs = _blot_briefs(store, document_id, pattern)
        store.logbook.add("Words that a person masked were removed from earlier versions of a source.")
    return briefs


def _blotted(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: re.sub(r"\S", FILLER, match.group()), text)


def _blot_documents(store: Store, document_id: str, latest: int, pattern: re.Pattern[str]) -> None:
    table = schema.document
    earlier = (table.c.document_id == document_id) & (table.c.version < latest)
    with store.transaction() as connection:
        for row in connection.execute(select(table.c.version, table.c.text).where(earlier)).all():
            here = (table.c.document_id == document_id) & (table.c.version == row.version)
            connection.execute(update(table).where(here).values(text=_blotted(row.text, pattern)))


def _blot_excerpts(store: Store, document_id: str, latest: int, pattern: re.Pattern[str]) -> None:
    table = schema.excerpt
    earlier = (table.c.document_id == document_id) & (table.c.version < latest)
    with store.transaction() as connection:
        for row in connection.execute(select(table.c.excerpt_id, table.c.text).where(earlier)).all():
            clean = _blotted(row.text, pattern)
            if clean == row.text:
                continue
            store.words.remove([row.excerpt_id])
            connection.execute(update(table).where(table.c.excerpt_id == row.excerpt_id).values(text=clean))
            store.words.add([(row.excerpt_id, clean)])
            connection.execute(delete(schema.vector).where(schema.vector.c.text_hash == content_hash(row.text)))


def _blot_briefs(store: Store, document_id: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Briefs are blotted wherever they stand, approved ones too: a signature does not outweigh a name."""
    table, touched = schema.brief, []
    with store.transaction() as connection:
        for row in connection.execute(select(table.c.brief_id, table.c.value, table.c.published)).all():
            if f'"{document_id}"' not in row.value:
                continue
            clean: dict[str, Any] = {"value": _blotted(row.value, pattern)}
            clean["published"] = row.published and _blotted(row.published, pattern)
            if (clean["value"], clean["published"]) != (row.value, row.published):
                connection.execute(update(table).where(table.c.brief_id == row.brief_id).values(**clean))
                touched.append(str(row.brief_id))
    return tuple(touched)
