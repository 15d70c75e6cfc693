"""What a brief may rest on: evidence with its tags, its vectors and how alike any two pieces of it are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.codebook import STANCES, Codebook
from corpus.counting import COUNTED, holds
from corpus.document import Document, Excerpt
from corpus.services import Vectors
from corpus.tag import Band, EffectiveTag
from nlp.findings.words import stems, word_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Row = NDArray[np.float32]

MEANING, WORDS = 0.65, 0.35
"""How much of 'these two say the same' is meaning and how much is shared words."""
FEWEST_WORDS, FEWEST_CONTENT = 5, 3
USUAL = 20
"""Excerpts from which the middle of the material is half trusted to be what all of it shares."""


@dataclass(frozen=True, slots=True)
class Material:
    """Evidence excerpts in a fixed order, with everything that is measured on them."""

    excerpts: tuple[Excerpt, ...]
    documents: Mapping[str, Document]
    vectors: Vectors
    particular: Vectors
    """The vectors less what all of the material shares: that two people both speak of the programme says nothing."""
    words: "csr_matrix"
    held: Mapping[str, Mapping[str, float]]
    """Per excerpt id: the themes and stances it carries, each with how far we trust it (1 where a person said so)."""

    def alike(self, rows: Sequence[int], columns: Sequence[int]) -> NDArray[np.float64]:
        """How alike excerpts are in meaning and words, about 0 to 1."""
        meaning = self.particular[list(rows)] @ self.particular[list(columns)].T
        words = (self.words[list(rows)] @ self.words[list(columns)].T).toarray()
        return np.asarray(MEANING * meaning + WORDS * words, dtype=np.float64)

    def trust(self, position: int, theme: str) -> float:
        """How far the theme of this excerpt is trusted."""
        return self.held.get(self.excerpts[position].excerpt_id, {}).get(theme, 0.0)


def gather(
    excerpts: Iterable[Excerpt],
    documents: Mapping[str, Document],
    tags: Iterable[EffectiveTag],
    vectors: Mapping[str, Row],
    *,
    bands: frozenset[Band] = COUNTED,
) -> Material:
    """The evidence among the excerpts, in the order of documents and places, so that no input order matters."""
    evidence = sorted(
        (excerpt for excerpt in excerpts if excerpt.evidence),
        key=lambda excerpt: (excerpt.document_id, excerpt.version, excerpt.start, excerpt.end),
    )
    rows = [np.asarray(vectors[excerpt.excerpt_id], dtype=np.float32) for excerpt in evidence]
    matrix = np.vstack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    words = word_rows([excerpt.text for excerpt in evidence])
    return Material(tuple(evidence), documents, matrix, particular(matrix), words, held_tags(tags, bands))


def particular(vectors: Vectors) -> Vectors:
    """Each row less the middle of all, the more so the more rows there are, back at unit length."""
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0) * (len(vectors) / (len(vectors) + USUAL))
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths < 1e-9, 1, lengths), dtype=np.float32)


def says_something(excerpt: Excerpt) -> bool:
    """Enough words to make a point: 'Time to do this' on a flipchart is not yet one."""
    return len(excerpt.text.split()) >= FEWEST_WORDS and len(set(stems(excerpt.text))) >= FEWEST_CONTENT


def held_tags(tags: Iterable[EffectiveTag], bands: frozenset[Band] = COUNTED) -> dict[str, dict[str, float]]:
    """What holds of each excerpt: coders' yes always, a model's suggestion where its band is accepted, a no never."""
    held: dict[str, dict[str, float]] = {}
    for tag in tags:
        if not holds(tag, bands):
            continue
        held.setdefault(tag.excerpt_id, {})[tag.theme] = 1.0 if tag.checked else (tag.score or 0.0)
    return held


def buckets(material: Material, codebook: Codebook) -> dict[tuple[str, str | None], list[int]]:
    """Positions of the excerpts by theme and stance; without a stance of its own an excerpt stands under None."""
    found: dict[tuple[str, str | None], list[int]] = {}
    topics = [theme.slug for theme in codebook.topics]
    for position, excerpt in enumerate(material.excerpts):
        held = material.held.get(excerpt.excerpt_id, {}) if says_something(excerpt) else {}
        stances: list[str | None] = [stance for stance in STANCES if stance in held and stance != "neutral"]
        for theme in (theme for theme in topics if theme in held):
            for stance in stances or [None]:
                found.setdefault((theme, stance), []).append(position)
    return found
