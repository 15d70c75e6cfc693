"""Vectors, kept by encoder and text hash: a sentence is encoded once, whoever says it."""

from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import delete, select

from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database


class VectorCache:
    """float32 vectors by (encoder name, text)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, encoder: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors we have, by text; each of shape (dimensions,)."""
        by_hash = {content_hash(text): text for text in texts}
        hashes, found, table = list(by_hash), {}, schema.vector
        with self._database.transaction() as connection:
            for begin in range(0, len(hashes), 500):
                chosen = select(table.c.text_hash, table.c.data).where(
                    table.c.encoder == encoder, table.c.text_hash.in_(hashes[begin : begin + 500])
                )
                for row in connection.execute(chosen):
                    found[by_hash[row.text_hash]] = np.frombuffer(row.data, dtype="<f4")
        return found

    def put(self, encoder: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors by text; a store that can only be read goes without, for they can be made again."""
        if self._database.read_only:
            return
        rows = [
            {
                "encoder": encoder,
                "text_hash": content_hash(text),
                "data": np.ascontiguousarray(row, dtype="<f4").tobytes(),
            }
            for text, row in vectors.items()
        ]
        self._database.upsert(schema.vector, rows)

    def forget_unsaid(self) -> None:
        """Forget every vector but those of excerpts as they stand.

        Sentences, phrases and texts with neutral placeholders were encoded too, under hashes that nobody can tell apart: where words
        must leave, all of these do, and the next run makes anew what others said.
        """
        table = schema.vector
        with self._database.transaction() as connection:
            kept = {content_hash(words) for words in connection.execute(select(schema.excerpt.c.text)).scalars()}
            for found in connection.execute(select(table.c.text_hash).distinct()).scalars().all():
                if found not in kept:
                    connection.execute(delete(table).where(table.c.text_hash == found))
