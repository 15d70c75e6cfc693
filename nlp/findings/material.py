"""What a brief may rest on: evidence with its tags, its vectors and how alike any two pieces of it are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.codebook import STANCES, Codebook
from corpus.counting import COUNTED, holds
from corpus.document import Document, Excerpt
from corpus.finding import Spread
from corpus.protocols import Vectors
from corpus.tag import Band, EffectiveTag
from nlp.language.words import stems, word_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Row = NDArray[np.float32]

MEANING, WORDS = 0.65, 0.35
"""How much of 'these two say the same' is meaning and how much is shared words."""
FEWEST_WORDS, FEWEST_CONTENT = 5, 3
COPIED = 5
"""Telling words from which the same again is a copy."""
USUAL = 20
"""Excerpts from which the middle of the material is half trusted to be what all of it shares."""


CHECKED = 1.0
LEANING, AGAINST = 0.3, 0.6
"""Mean lean from which a group takes a side, and own lean from which one excerpt stands against its group."""


class Voicing(StrEnum):
    """What an excerpt does with its theme."""

    WEIGHS = "weighs"
    """Says what is in the way or what helps, or neither."""
    ACTION = "action"
    QUESTION = "question"


VOICINGS = {"action": Voicing.ACTION, "question": Voicing.QUESTION}


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

    def lean(self, position: int) -> float:
        """From -1, in the way, to 1, of help; 0 where neither is held or both are alike."""
        held = self.held.get(self.excerpts[position].excerpt_id, {})
        return held.get("enabler", 0.0) - held.get("barrier", 0.0)

    def trust(self, position: int, theme: str) -> float:
        """How far the theme of this excerpt is trusted."""
        return self.held.get(self.excerpts[position].excerpt_id, {}).get(theme, 0.0)


@dataclass(frozen=True, slots=True)
class Point:
    """Excerpts that say the same under a theme and stance, by position, most central first."""

    theme: str
    stance: str | None
    members: tuple[int, ...]
    spread: Spread


def gather(
    excerpts: Iterable[Excerpt],
    documents: Mapping[str, Document],
    tags: Iterable[EffectiveTag],
    vectors: Mapping[str, Row],
    *,
    bands: frozenset[Band] = COUNTED,
) -> Material:
    """The evidence among the excerpts, in the order of documents and places, so that no input order matters."""
    evidence = without_copies(excerpt for excerpt in excerpts if excerpt.evidence)
    rows = [np.asarray(vectors[excerpt.excerpt_id], dtype=np.float32) for excerpt in evidence]
    matrix = np.vstack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    words = word_rows([excerpt.text for excerpt in evidence])
    return Material(tuple(evidence), documents, matrix, particular(matrix), words, held_tags(tags, bands))


def without_copies(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    """In the order of documents and places, each text once: minutes kept in two files are not two sources of what they say.

    Texts are copies where they use the same telling words in the same order; a few words alike may be chance.
    """
    first: dict[tuple[str, ...], Excerpt] = {}
    kept = []
    for excerpt in sorted(excerpts, key=lambda one: (one.document_id, one.version, one.start, one.end)):
        words = tuple(stems(excerpt.text))
        if len(words) < COPIED or first.setdefault(words, excerpt) is excerpt:
            kept.append(excerpt)
    return kept


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


def buckets(material: Material, codebook: Codebook) -> dict[tuple[str, Voicing], list[int]]:
    """Positions of the excerpts by theme and by what they do: weigh, want something done, or ask."""
    found: dict[tuple[str, Voicing], list[int]] = {}
    topics = [theme.slug for theme in codebook.topics]
    for position, excerpt in enumerate(material.excerpts):
        held = material.held.get(excerpt.excerpt_id, {}) if says_something(excerpt) else {}
        voicings = _voicings(held)
        for theme in (theme for theme in topics if theme in held):
            for voicing in voicings:
                found.setdefault((theme, voicing), []).append(position)
    return found


def _voicings(held: Mapping[str, float]) -> list[Voicing]:
    """All that a person said of it; of suggestions only the strongest."""
    stances = [stance for stance in STANCES if stance in held and stance != "neutral"]
    said = [stance for stance in stances if held[stance] >= CHECKED] or sorted(stances, key=lambda one: -held[one])[:1]
    return list(dict.fromkeys(VOICINGS.get(stance, Voicing.WEIGHS) for stance in said)) or [Voicing.WEIGHS]


def by_side(material: Material, group: Sequence[int]) -> list[tuple[str | None, list[int]]]:
    """A group of excerpts that weigh one matter, parted into those who find it in the way, those whom it helps, the rest.

    One excerpt's stance is often only suggested; what its group leans to is safer. Who leans clearly the other way, or was
    coded so, stands apart.
    """
    leans = {position: material.lean(position) for position in group}
    middle = sum(leans.values()) / len(group)
    side = "enabler" if middle > LEANING else "barrier" if middle < -LEANING else None
    sign = 1 if middle > 0 else -1
    against = [position for position in group if -sign * leans[position] >= (AGAINST if side else LEANING)]
    with_it = [position for position in group if position not in against]
    if side is None and not against:
        return [(None, list(group))]
    other = "barrier" if sign > 0 else "enabler"
    own = side or ("enabler" if sign > 0 else "barrier")
    return [(stance, part) for stance, part in ((own, with_it), (other, against)) if part]
