"""What a brief may rest on: evidence with its tags, its vectors and how alike any two pieces of it are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.codebook import STANCES, Codebook
from corpus.document import Document, Excerpt
from corpus.services import Vectors
from corpus.tag import Band, EffectiveTag, TagStatus
from nlp.findings.words import word_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ACCEPTED_BANDS = frozenset({Band.SURE, Band.REVIEW})
Row = NDArray[np.float32]

# How much of "these two say the same" is meaning (vectors) and how much is shared words; from benchmarks/keypoints.py.
MEANING, WORDS = 0.8, 0.2


@dataclass(frozen=True, slots=True)
class Material:
    """Evidence excerpts in a fixed order, with everything that is measured on them."""

    excerpts: tuple[Excerpt, ...]
    documents: Mapping[str, Document]
    vectors: Vectors
    words: "csr_matrix"
    held: Mapping[str, Mapping[str, float]]
    """Per excerpt id: the themes and stances it carries, each with how far we trust it (1 where a person said so)."""

    def alike(self, rows: Sequence[int], columns: Sequence[int]) -> NDArray[np.float64]:
        """How alike excerpts are in meaning and words, about 0 to 1."""
        meaning = self.vectors[list(rows)] @ self.vectors[list(columns)].T
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
    bands: frozenset[Band] = ACCEPTED_BANDS,
) -> Material:
    """The evidence among the excerpts, in the order of documents and places, so that no input order matters."""
    evidence = sorted(
        (excerpt for excerpt in excerpts if excerpt.evidence),
        key=lambda excerpt: (excerpt.document_id, excerpt.version, excerpt.start, excerpt.end),
    )
    rows = [np.asarray(vectors[excerpt.excerpt_id], dtype=np.float32) for excerpt in evidence]
    matrix = np.vstack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    return Material(
        tuple(evidence), documents, matrix, word_rows([excerpt.text for excerpt in evidence]), held_tags(tags, bands)
    )


def held_tags(tags: Iterable[EffectiveTag], bands: frozenset[Band] = ACCEPTED_BANDS) -> dict[str, dict[str, float]]:
    """What holds of each excerpt: coders' yes always, a model's suggestion where its band is accepted, a no never."""
    held: dict[str, dict[str, float]] = {}
    for tag in tags:
        if tag.status is TagStatus.REJECTED or (not tag.checked and tag.band not in bands):
            continue
        held.setdefault(tag.excerpt_id, {})[tag.theme] = 1.0 if tag.checked else (tag.score or 0.0)
    return held


def buckets(material: Material, codebook: Codebook) -> dict[tuple[str, str | None], list[int]]:
    """Positions of the excerpts by theme and stance; without a stance of its own an excerpt stands under None."""
    found: dict[tuple[str, str | None], list[int]] = {}
    topics = [theme.slug for theme in codebook.topics]
    for position, excerpt in enumerate(material.excerpts):
        held = material.held.get(excerpt.excerpt_id, {})
        stances: list[str | None] = [stance for stance in STANCES if stance in held and stance != "neutral"]
        for theme in (theme for theme in topics if theme in held):
            for stance in stances or [None]:
                found.setdefault((theme, stance), []).append(position)
    return found
