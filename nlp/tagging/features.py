"""Texts as the tagger sees them: their meaning, their words and their letters, and how alike two of them are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.tfidf import Letters, Tfidf, words_and_pairs
from learnbrief.nlp.tagging.cues import with_cues

Numbers = NDArray[np.float64]

MEANING = 2.0  # weight of the vectors against words (1) and letters (1)
NEARNESS = 3.0  # how fast likeness of meaning falls off with distance
_REMEMBERED = 2048  # texts whose features are kept: a batch with its sentences, in about 8 MB
_BLOCK = 1024  # texts compared at a time: keeps ten thousand texts within a laptop's memory


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """Vocabularies learned once; the features of a text depend on the text alone."""

    words: Tfidf
    letters: Tfidf
    cues: bool
    """Whether turns of phrase that show a stance count as words, twice over."""
    _remembered: "_Remembered" = field(default_factory=lambda: _Remembered(), compare=False, repr=False)

    @classmethod
    def fit(cls, texts: Sequence[str], *, cues: bool = False) -> tuple["TextFeatures", Any]:
        """Vocabularies and rarities from these texts, and the texts' own features: reading them is half the work."""
        from scipy.sparse import hstack

        read = _read(texts, cues)
        words, runs = _unlearned()
        sparse = hstack([words.fit_transform(read), runs.fit_transform(read)]).tocsr()
        return cls(words, runs, cues), sparse

    def __call__(self, texts: Sequence[str]) -> Any:
        """Sparse word and letter features side by side, each block of length one."""
        return self._remembered.rows(texts, self._of)

    def _of(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import hstack

        read = _read(texts, self.cues)
        return hstack([self.words.transform(read), self.letters.transform(read)]).tocsr()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything `from_arrays` needs, as plain arrays."""
        kept: dict[str, NDArray[Any]] = {"cues": np.array(self.cues)}
        for name, learned in (("words", self.words), ("letters", self.letters)):
            kept[f"{name}_terms"] = np.array(list(learned.vocabulary), dtype=np.str_)
            kept[f"{name}_rarity"] = learned.rarity.astype(np.float32)
        return kept

    @classmethod
    def from_arrays(cls, kept: Mapping[str, NDArray[Any]]) -> "TextFeatures":
        """The same features again."""
        made = _unlearned()
        for name, learned in zip(("words", "letters"), made, strict=True):
            learned.vocabulary = {str(term): index for index, term in enumerate(kept[f"{name}_terms"])}
            learned.rarity = kept[f"{name}_rarity"].astype(np.float64)
        return cls(*made, bool(kept["cues"]))


class _Remembered:
    """The features of the texts that were read last: a batch is scored, scored beside its neighbours, and asked for reasons."""

    def __init__(self) -> None:
        self._known: tuple[dict[str, int], Any] = {}, None
        """Where each text's row is, and all rows: replaced together, so that threads may share them."""

    def rows(self, texts: Sequence[str], read: Callable[[Sequence[str]], Any]) -> Any:
        """One row per text; only what is new is read."""
        from scipy.sparse import vstack

        place, known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in place]
        if len(place) + len(new) > _REMEMBERED:
            place, known, new = {}, None, list(dict.fromkeys(texts))
        if new or known is None:
            fresh = read(new)
            known = fresh if known is None else vstack([known, fresh]).tocsr()
            place = place | {text: len(place) + at for at, text in enumerate(new)}
            if len(place) <= _REMEMBERED:
                self._known = place, known
        return known[[place[text] for text in texts]]


def _read(texts: Sequence[str], cues: bool) -> Sequence[str]:
    """The numbers of pseudonyms differ from workspace to workspace and are no words."""
    texts = [neutral(text) for text in texts]
    return [with_cues(with_cues(text)) for text in texts] if cues else texts


def _unlearned() -> tuple[Tfidf, Tfidf]:
    return Tfidf(words_and_pairs), Tfidf(Letters(2, 5))


def meaning_alike(left: Vectors, right: Vectors) -> Numbers:
    """Likeness of meaning, `MEANING` for the same text and soon small for others."""
    alike: Numbers = left.astype(np.float64) @ right.T.astype(np.float64)
    alike -= 1.0
    alike *= NEARNESS
    np.exp(alike, out=alike)
    alike *= MEANING
    return alike


def alike(features: Any, vectors: Vectors) -> Numbers:
    """How alike each of these texts is to each other one."""
    same: Numbers = np.empty((len(vectors), len(vectors)))
    for rows in blocks(len(vectors)):
        part = meaning_alike(vectors[rows], vectors[rows.start :])
        part += (features[rows] @ features[rows.start :].T).toarray()
        same[rows, rows.start :] = part
        same[rows.stop :, rows] = part[:, rows.stop - rows.start :].T  # likeness is mutual: half is enough
    return same


def blocks(count: int) -> list[slice]:
    """Ranges that cover `count` rows."""
    return [slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK)]
