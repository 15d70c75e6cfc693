"""Why a tag was suggested: the sentence, and the codebook line or coded excerpt that spoke loudest for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.sentences import Span, sentences
from learnbrief.corpus.tag import Reason
from learnbrief.nlp.tagging.features import Numbers, blocks, meaning_alike
from learnbrief.nlp.tagging.ridge import Ridge


@dataclass(frozen=True, slots=True)
class Teacher:
    """What can be shown as the reason."""

    text: str
    source: str
    """'name', 'definition', 'include', 'example' or 'coded excerpt'."""


class Reasons:
    """The reasons that one taught ridge gives; its teachers are read once, however many batches are tagged."""

    def __init__(self, ridge: Ridge, teachers: Sequence[Teacher], taught: NDArray[np.bool_]) -> None:
        some = np.flatnonzero(taught.any(axis=1))  # the others are never shown
        self._teachers, self._taught = [teachers[row] for row in some.tolist()], taught[some]
        self._ridge, self._vectors, self._loudness = ridge, ridge.teachers[some], ridge.by_meaning[some]

    @cached_property
    def _known(self) -> Any:
        return self._ridge.features([teacher.text for teacher in self._teachers]).T.tocsr()

    def __call__(
        self, texts: Sequence[str], vectors: Vectors, pairs: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], Reason]:
        """A reason for each pair of text and theme."""
        rows = sorted({row for row, _ in pairs})
        wanted: dict[int, list[int]] = {}
        for row, theme in pairs:
            wanted.setdefault(row, []).append(theme)
        found = {}
        for part in blocks(len(rows)):
            some = rows[part]
            alike = (self._ridge.features([texts[row] for row in some]) @ self._known).toarray()
            alike += meaning_alike(vectors[some], self._vectors)
            spans, loudest = self._sentences([texts[row] for row in some], [wanted[row] for row in some])
            for at, row in enumerate(some):
                for theme in wanted[row]:
                    teacher = self._teachers[self._loudest_teacher(alike[at], theme)]
                    start, end = spans[at][loudest[at, theme]]
                    found[row, theme] = Reason(start, end, teacher.text, teacher.source)
        return found

    def _loudest_teacher(self, alike: Numbers, theme: int) -> int:
        spoke = np.where(self._taught[:, theme], alike * self._loudness[:, theme], -np.inf)
        return int(spoke.argmax())

    def _sentences(
        self, texts: Sequence[str], wanted: Sequence[Sequence[int]]
    ) -> tuple[list[list[Span]], dict[tuple[int, int], int]]:
        """Each text's sentences, and which of them weighs most for each theme by its words.

        By meaning would need every sentence encoded. All are read at once: to read them text by text takes ten times as long.
        """
        spans = [sentences(text) or [(0, len(text))] for text in texts]
        edges = np.cumsum([0, *map(len, spans)])
        parts = [text[start:end] for text, own in zip(texts, spans, strict=True) for start, end in own]
        features = self._ridge.features(parts) if len(parts) > len(texts) else None
        loudest = {(at, theme): 0 for at, themes in enumerate(wanted) for theme in themes}
        for at, theme in loudest:
            if features is not None and len(spans[at]) > 1:
                own = features[edges[at] : edges[at + 1]]
                loudest[at, theme] = int((own @ self._ridge.by_words[:, theme]).argmax())
        return spans, loudest
