"""Tagging from the written codebook alone: its lines are the only teachers, ordinary text is what they are held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from corpus.codebook import Codebook, Facet, Theme
from corpus.sentences import sentences
from corpus.services import Encoder, Vectors
from nlp.tagging.features import TextFeatures, kernel

Scores = NDArray[np.float64]

MEANING = 2.0  # weight of the vectors against words and letters
EASE = 1.0  # ridge: how far a single line may pull


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the codebook that teaches a theme; weight below nought teaches what it is not."""

    theme: str
    text: str
    source: str
    """'name', 'definition', 'include', 'exclude' or 'example'."""


def lines_of(theme: Theme) -> list[Line]:
    """What the codebook says of one theme, definition by sentence."""
    definition = [theme.definition[start:end] for start, end in sentences(theme.definition)]
    parts = {
        "name": (theme.name,),
        "definition": definition,
        "include": theme.include,
        "exclude": theme.exclude,
        "example": theme.examples,
    }
    return [Line(theme.slug, text, source) for source, texts in parts.items() for text in texts if text.strip()]


@lru_cache(maxsize=1)
def background() -> tuple[str, ...]:
    """Ordinary sentences that belong to no theme."""
    text = files("nlp.tagging").joinpath("background.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)


class CodebookTagger:
    """Scores of one facet's themes: kernel ridge regression from the codebook's lines against ordinary text.

    One solution serves all themes, and gives every line's score as if it had been left out, which sets the bands.
    """

    def __init__(self, codebook: Codebook, encoder: Encoder, *, facet: Facet) -> None:
        self.themes = tuple(theme.slug for theme in codebook.themes if theme.facet is facet)
        self.lines = [line for theme in codebook.themes if theme.facet is facet for line in lines_of(theme)]
        teachers = [line for line in self.lines if line.source != "exclude"]
        texts = list(dict.fromkeys([line.text for line in teachers] + list(background())))
        row = {text: index for index, text in enumerate(texts)}
        targets = np.zeros((len(texts), len(self.themes)))
        for line in teachers:
            targets[row[line.text], self.themes.index(line.theme)] = 1.0
        self._features = TextFeatures.fit(texts)
        self._known = (self._features.sparse(texts), encoder.encode(texts))
        inverse = np.linalg.inv(kernel(self._known, self._known, meaning=MEANING) + EASE * np.eye(len(texts)))
        self._weights = inverse @ targets
        self._taught, self._left_out = targets, targets - self._weights / np.diag(inverse)[:, None]

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """One row per text, one column per theme; about 0 for ordinary text, about 1 for a codebook line."""
        product: Scores = kernel((self._features.sparse(texts), vectors), self._known, meaning=MEANING) @ self._weights
        return product

    def cuts(self) -> tuple[float, float]:
        """Scores from which a tag is worth a look, and from which no ordinary sentence would have got it."""
        ordinary = self._left_out[~self._taught.any(axis=1)]
        own = self._left_out[self._taught > 0]
        highest = ordinary.max(axis=1)
        review = float(max(np.quantile(own, 0.4), np.quantile(highest, 0.95)))
        return review, float(max(np.quantile(own, 0.75), highest.max(), review))
