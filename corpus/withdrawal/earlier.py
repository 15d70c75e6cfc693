"""Words that a person masks after freezing leave what was frozen before, too.

A later redaction makes a new version of a document; the versions before it and their excerpts would go on holding the
name. Here the words are overwritten there, character for character, so that every offset still holds. Briefs that
quoted them are overwritten alike (`outputs.brief.withdrawn`), so that every quotation still equals its frozen text.
"""

import re

from sqlalchemy import select, update

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import Store, schema
from learnbrief.corpus.withdrawal.words import FILLER


def pattern_of(words: str) -> re.Pattern[str]:
    """Finds whole words, written exactly so."""
    if not words.strip():
        raise BadInput("nothing is selected; mark the words that should go")
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def blot_earlier(store: Store, document_id: str, pattern: re.Pattern[str]) -> None:
    """Overwrite what the pattern finds in every version of a document but the latest, where it is replaced already."""
    latest = store.documents.get(document_id).version
    with store.transaction():
        _blot_documents(store, document_id, latest, pattern)
        _blot_excerpts(store, document_id, latest, pattern)
        store.logbook.add("Words that a person masked were removed from earlier versions of a source.")


def blotted(text: str, pattern: re.Pattern[str]) -> str:
    """A text with what the pattern finds overwritten, character for character; white space stays."""
    return pattern.sub(lambda match: re.sub(r"\S", FILLER, match.group()), text)


def _blot_documents(store: Store, document_id: str, latest: int, pattern: re.Pattern[str]) -> None:
    table = schema.document
    earlier = (table.c.document_id == document_id) & (table.c.version < latest)
    with store.transaction() as connection:
        for row in connection.execute(select(table.c.version, table.c.text).where(earlier)).all():
            here = (table.c.document_id == document_id) & (table.c.version == row.version)
            connection.execute(update(table).where(here).values(text=blotted(row.text, pattern)))


def _blot_excerpts(store: Store, document_id: str, latest: int, pattern: re.Pattern[str]) -> None:
    table = schema.excerpt
    earlier = (table.c.document_id == document_id) & (table.c.version < latest)
    with store.transaction() as connection:
        rows = connection.execute(select(table.c.excerpt_id, table.c.text).where(earlier)).all()
        clean = {row.excerpt_id: now for row in rows if (now := blotted(row.text, pattern)) != row.text}
        store.words.erase(list(clean))
        store.words.add(clean.items())
        for excerpt_id, text in clean.items():
            connection.execute(update(table).where(table.c.excerpt_id == excerpt_id).values(text=text))
        if clean:
            store.vectors.forget_unsaid()
