"""Why a tag was suggested: the sentence, and the codebook line or coded excerpt that spoke loudest for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.sentences import sentences
from learnbrief.corpus.tag import Reason
from learnbrief.nlp.tagging.features import blocks, meaning_alike
from learnbrief.nlp.tagging.ridge import Ridge


@dataclass(frozen=True, slots=True)
class Teacher:
    """What can be shown as the reason."""

    text: str
    source: str
    """'name', 'definition', 'include', 'example' or 'coded excerpt'."""


def reasons(
    ridge: Ridge,
    teachers: Sequence[Teacher],
    taught: NDArray[np.bool_],
    texts: Sequence[str],
    vectors: Vectors,
    pairs: Sequence[tuple[int, int]],
) -> dict[tuple[int, int], Reason]:
    """A reason for each pair of text and theme."""
    rows = sorted({row for row, _ in pairs})
    wanted: dict[int, list[int]] = {}
    for row, theme in pairs:
        wanted.setdefault(row, []).append(theme)
    known = ridge.features([teacher.text for teacher in teachers])
    found = {}
    for part in blocks(len(rows)):
        some = rows[part]
        alike = (ridge.features([texts[row] for row in some]) @ known.T).toarray()
        alike += meaning_alike(vectors[some], ridge.teachers)
        for at, row in enumerate(some):
            for theme in wanted[row]:
                spoke = np.where(taught[:, theme], alike[at] * ridge.by_meaning[:, theme], -np.inf)
                teacher = teachers[int(spoke.argmax())]
                start, end = _sentence(texts[row], ridge, theme)
                found[row, theme] = Reason(start, end, teacher.text, teacher.source)
    return found


def _sentence(text: str, ridge: Ridge, theme: int) -> tuple[int, int]:
    """The sentence whose words weigh most for the theme; meaning would need every sentence encoded."""
    spans = sentences(text)
    if len(spans) < 2:
        return spans[0] if spans else (0, len(text))
    features: Any = ridge.features([text[start:end] for start, end in spans])
    return spans[int((features @ ridge.by_words[:, theme]).argmax())]
