"""Small real objects that several of these tests need."""

from collections.abc import Mapping

import numpy as np

from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.nlp.language.words import stems


def excerpt(text: str, *, document: str = "d1", start: int = 0) -> Excerpt:
    """A note by nobody in particular."""
    voice = Voice("v", "unnamed voices", "document")
    return Excerpt(document, 1, start, start + len(text), text, voice, Mode.NOTE, evidence=True)


class WordEncoder:
    """Each content word is an axis, and words that mean the same share one: enough to tell texts apart without a model."""

    def __init__(self, meaning: Mapping[str, str] | None = None) -> None:
        self.name = "words"
        self._meaning = meaning or {}

    def encode(self, texts):
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in stems(text):
                row[sum(map(ord, self._meaning.get(word, word))) % 64] += 1
        return rows / np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True))
