"""Texts as the tagger sees them: their vector, their words and their letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus.services import Vectors


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """Vocabularies learned once; the features of a text depend on the text alone."""

    words: Any
    letters: Any

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "TextFeatures":
        """Vocabularies and rarities from these texts."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w[\w'’]*\b")
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        return cls(words.fit(texts), letters.fit(texts))

    def sparse(self, texts: Sequence[str]) -> Any:
        """Word and letter features side by side, each block of length one."""
        from scipy.sparse import hstack

        return hstack([self.words.transform(texts), self.letters.transform(texts)]).tocsr()


def kernel(left: tuple[Any, Vectors], right: tuple[Any, Vectors], *, meaning: float) -> np.ndarray:
    """How alike texts are: words + letters + `meaning` times the vectors."""
    product: np.ndarray = (left[0] @ right[0].T).toarray() + meaning * (left[1] @ right[1].T)
    return product
