"""Gather: the evidence of a scope in a fixed order, each utterance once, with how alike any two pieces of it are."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.deeds import is_a_task
from learnbrief.corpus.document import Document, Excerpt, Mode, said_on
from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.tag import EffectiveTag, TagStatus
from learnbrief.nlp.findings.shared import Shared
from learnbrief.nlp.findings.stand import takes_a_stand
from learnbrief.nlp.findings.voiced import promises
from learnbrief.nlp.findings.weights import WEIGHTS, Weights
from learnbrief.nlp.language.names import NO_NAMES, Names
from learnbrief.nlp.language.tfidf import Letters, Tfidf
from learnbrief.nlp.language.words import rarity, stems
from learnbrief.nlp.tagging.labelled_lines import labelled_lines

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

R = TypeVar("R")
Row = NDArray[np.float32]
Likeness = NDArray[np.float32]

FEWEST_WORDS, FEWEST_CONTENT = 5, 3
ENOUGH = 300
"""Texts from which how rare a word is can be told from them alone."""
EXACT_COPY = 5
"""Telling words from which the same again, anywhere, is a copy; a few words alike may be chance."""
LATER = timedelta(days=21)
"""After which what is said of the same is later, and not of the same time."""
BLOCK = 256
"""Rows of likeness held at once: 20,000 excerpts then take about 20 MB a block."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How far one excerpt is trusted to carry a theme or stance; a coder's yes is 1, a coder's no 0, both `decided`."""

    trust: float
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """Evidence excerpts in a fixed order, with everything that is measured on them."""

    excerpts: tuple[Excerpt, ...]
    documents: Mapping[str, Document]
    particular: Vectors
    """(n, d) float32: the vectors less what all of the material shares, at unit length."""
    words: Shared
    """Weighted stems."""
    letters: Shared
    """Weighted runs of letters."""
    middle: Row
    """(d,) float32: what all of the material shares; taken off every vector before it is compared."""
    rarity: Mapping[str, float]
    """How much a stem tells among all that stands behind: 0 for what every text holds, about 1 for what one does."""
    votes: Mapping[str, Mapping[str, Vote]]
    """Per excerpt id, theme and stance."""
    read: frozenset[str]
    """Excerpts that a coder has finished with: what they did not tag does not apply."""
    copies: int = 0
    """Passages left out because they repeat another."""
    weights: Weights = WEIGHTS
    names: Names = NO_NAMES
    """Of the programme's places, which are no content."""
    reach: Mapping[str, float] = field(default_factory=dict)
    """Per excerpt id how many other sources of the whole programme are to be expected on its matter; empty where that is not known."""
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out of all of it, by what worked it out: see `once`."""

    def plain(self, position: int) -> str:
        """What an excerpt says, with neutral words for whom and where it names."""
        return _plain(self)[position]

    def day(self, position: int) -> date:
        """When it was said."""
        return _days(self)[position]

    def well_after(self, one: int, other: int) -> bool:
        """Whether one was said so long after another that things may be otherwise."""
        return self.day(one) > self.day(other) + LATER

    def position(self, excerpt_id: str) -> int:
        """Where an excerpt stands among the evidence."""
        return _positions(self)[excerpt_id]

    def alike(self, rows: Sequence[int], columns: Sequence[int]) -> Likeness:
        """How alike excerpts are, about 0 to 1; shape (rows, columns)."""
        return self.beside(columns)(rows)

    def beside(self, columns: Sequence[int]) -> Callable[[Sequence[int]], Likeness]:
        """How alike these are to one set of rows after another."""
        columns, weights = list(columns), self.weights
        meaning, words, letters = self.particular[columns].T, self.words.beside(columns), self.letters.beside(columns)

        def to(rows: Sequence[int]) -> Likeness:
            rows = list(rows)
            found = weights.meaning * (self.particular[rows] @ meaning)
            found += weights.words * words(rows)
            found += weights.letters * letters(rows)
            return np.asarray(found, dtype=np.float32)

        return to

    def vote(self, position: int, theme: str) -> Vote:
        """What is known of one theme on one excerpt; a suggestion that a coder read and left untouched does not apply."""
        excerpt_id = self.excerpts[position].excerpt_id
        vote, read = self.votes.get(excerpt_id, {}).get(theme), excerpt_id in self.read
        return vote if vote and (vote.decided or not read) else Vote(0.0, decided=read)

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """The excerpt ids of these positions."""
        return tuple(self.excerpts[position].excerpt_id for position in positions)

    def among(self, positions: Iterable[int]) -> list[Excerpt]:
        """The excerpts of these positions."""
        return [self.excerpts[position] for position in positions]


def once(work_out: Callable[[Material], R]) -> Callable[[Material], R]:
    """What is worked out of all evidence is so once for each material, and goes with it: asked anew for every matter it costs its square."""

    @wraps(work_out)
    def known(material: Material) -> R:
        if work_out not in material.kept:
            material.kept[work_out] = work_out(material)
        found: R = material.kept[work_out]
        return found

    return known


@once
def _plain(material: Material) -> list[str]:
    return [material.names.neutral(excerpt.text) for excerpt in material.excerpts]


@once
def _days(material: Material) -> list[date]:
    return [said_on(excerpt, material.documents[excerpt.document_id]) for excerpt in material.excerpts]


@once
def _positions(material: Material) -> dict[str, int]:
    return {excerpt.excerpt_id: at for at, excerpt in enumerate(material.excerpts)}


@dataclass(frozen=True, slots=True)
class Background:
    """What likeness is measured against.

    With all of the programme behind it, two excerpts are as alike in a brief on one event as in the brief on everything.
    """

    texts: tuple[str, ...]
    vectors: Vectors


def gather(
    excerpts: Iterable[Excerpt],
    documents: Mapping[str, Document],
    tags: Iterable[EffectiveTag],
    vectors: Mapping[str, Row],
    *,
    read: Iterable[str] = (),
    background: Background | None = None,
    names: Names = NO_NAMES,
    reach: Mapping[str, float] | None = None,
    weights: Weights = WEIGHTS,
) -> Material:
    """The evidence among the excerpts, in the order of documents and places, so that no input order matters.

    `vectors` are those of the excerpts' neutral texts, without placeholders.
    """
    given = [
        excerpt for excerpt in excerpts if excerpt.evidence and says_something(excerpt, documents[excerpt.document_id])
    ]
    evidence = without_copies(given)
    texts = [names.neutral(excerpt.text) for excerpt in evidence]
    rows = [np.asarray(vectors[excerpt.excerpt_id], dtype=np.float32) for excerpt in evidence]
    matrix = np.vstack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    behind = background or Background(tuple(texts), matrix)
    words, letters = _rows(texts, behind.texts)
    kept = _once_an_event(evidence, documents, words, weights.copy)
    middle = middle_of(behind.vectors, weights.usual)
    return Material(
        tuple(evidence[at] for at in kept), documents, particular(matrix, middle)[kept], Shared(words[kept]),
        Shared(letters[kept]), middle, rarity_among(behind.texts), votes_of(tags), frozenset(read), len(given) - len(kept), weights, names, reach or {},
    )  # fmt: skip


def says_something(excerpt: Excerpt, document: Document) -> bool:
    """Enough words to make a point: 'Time to do this' on a flipchart is not yet one.

    What falls to a person always is, and so is a promise ('I will put it to my matron') or a stand: 'Would not go near a ward cupboard.'
    """
    long = len(excerpt.text.split()) >= FEWEST_WORDS
    enough = long and len(set(stems(excerpt.text))) >= FEWEST_CONTENT
    return enough or is_a_task(excerpt, document) or (long and (takes_a_stand(excerpt.text) or promises(excerpt.text)))


def without_copies(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    """In the order of documents and places, each text once: minutes kept in two files are not two sources of what they say."""
    first: dict[tuple[str, ...], Excerpt] = {}
    kept = []
    for excerpt in sorted(excerpts, key=lambda one: (one.document_id, one.version, one.start, one.end)):
        words = tuple(stems(excerpt.text))
        if len(words) < EXACT_COPY or first.setdefault(words, excerpt) is excerpt:
            kept.append(excerpt)
    return kept


def middle_of(vectors: Vectors, usual: int) -> Row:
    """What all of these share, the more trusted the more there are."""
    if not len(vectors):
        return np.zeros(vectors.shape[1:], dtype=np.float32)
    return np.asarray(vectors.mean(axis=0) * (len(vectors) / (len(vectors) + usual)), dtype=np.float32)


def particular(vectors: Vectors, middle: Row) -> Vectors:
    """Each row less what all share, back at unit length: that two people both speak of the programme says nothing."""
    moved = vectors - middle
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths < 1e-9, 1, lengths), dtype=np.float32)


def _rows(texts: Sequence[str], behind: Sequence[str]) -> "tuple[csr_matrix, csr_matrix]":
    """Unit rows of stems and of runs of letters, weighted by how rare they are in all that stands behind."""
    from scipy.sparse import csr_matrix

    made = []
    for terms in (stems, Letters(3, 5)):
        counted = Tfidf(terms, dtype=np.float32)
        if not any(any(terms(text)) for text in behind):
            made.append(csr_matrix((len(texts), 1), dtype=np.float32))
            continue
        made.append(counted.fit(behind).transform(texts))
    return made[0], made[1]


def rarity_among(texts: Sequence[str]) -> dict[str, float]:
    """Of each stem how rare it is among texts, from 0 for what all hold to 1 for what none would: material of every size is measured alike.

    With few texts, our own lines of programme talk stand beside them: of ten that all speak of a ward, 'ward' tells as little as ever.
    """
    lines = labelled_lines() if len(texts) < ENOUGH else ()
    beside = [line.text for line in lines[:: max(1, len(lines) // (ENOUGH - len(texts)))]] if lines else []
    told = rarity([*texts, *beside])
    return {word: (value - 1.0) / math.log(len(texts) + len(beside) + 1) for word, value in told.items()}


def _once_an_event(
    evidence: Sequence[Excerpt], documents: Mapping[str, Document], words: "csr_matrix", cut: float
) -> list[int]:
    """Positions without those that nearly repeat another source of the same event: its notes, its minutes, its write-up.

    Verbatim words outlive the note of them; else the first in order does.
    """
    events: dict[str, list[int]] = {}
    for position, excerpt in enumerate(evidence):
        events.setdefault(documents[excerpt.document_id].event_id, []).append(position)
    dropped: set[int] = set()
    for positions in events.values():
        if len({evidence[at].document_id for at in positions}) < 2:
            continue
        ordered = sorted(positions, key=lambda at: (evidence[at].mode is not Mode.VERBATIM, at))
        close = (words[ordered] @ words[ordered].T).tocoo()
        for one, other, likeness in zip(close.row, close.col, close.data, strict=True):
            first, second = ordered[int(one)], ordered[int(other)]
            apart = evidence[first].document_id != evidence[second].document_id
            if one < other and likeness >= cut and apart and first not in dropped:
                dropped.add(second)
    return [position for position in range(len(evidence)) if position not in dropped]


def votes_of(tags: Iterable[EffectiveTag]) -> dict[str, dict[str, Vote]]:
    """What is known of each excerpt: a coder's yes or no outweighs every suggestion, of whatever band."""
    found: dict[str, dict[str, Vote]] = {}
    for tag in tags:
        trust = 0.0 if tag.status is TagStatus.REJECTED else 1.0 if tag.checked else (tag.score or 0.0)
        found.setdefault(tag.excerpt_id, {})[tag.theme] = Vote(trust, decided=tag.checked)
    return found
