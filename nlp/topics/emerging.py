"""Matters: few subjects that several sources raise and no theme explains, known by the words people use for them.

A matter often takes one sentence of an excerpt, so sentences are compared, not excerpts; and each matter starts from a
noun and its kin ('password', 'account', 'log-in'), so that what holds it together is a subject, not a tone of voice.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.corpus.sentences import sentences
from learnbrief.corpus.visitors import speaks_for
from learnbrief.nlp.language.grammar import nouns
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.words import stem
from learnbrief.nlp.topics.drawn import MOST as READ
from learnbrief.nlp.topics.drawn import drawn
from learnbrief.nlp.topics.explained import EXPLAINED, Strengths, best_theme
from learnbrief.nlp.topics.grouping import Labels
from learnbrief.nlp.topics.wording import names_nothing, topic_words

MOST = 10
"""More than a handful of new subjects at once is noise to whoever has to judge them."""
FEWEST_SOURCES = 3
"""What one or two sources say is a turn of phrase."""
KIN = 0.5
"""Cosine from which two nouns speak of one subject: 'password' and 'account' .55, 'parking' and 'interpreter' .2."""
NEAR = 0.35
"""A sentence belongs to the matter only if it lies this near to its middle: 'I sat in my car' is not about parking."""
COMMON = 0.25
"""A noun that this share of the sources uses names no matter; below `FEW_SOURCES` sources it does not count against it."""
FEW_SOURCES = 8
GUESSED = 0.3
"""What a source counts for whose excerpt carries a weak suggestion, beside one that nothing explains."""
CHANCE = 3
"""Sentences from which the likeness within a matter is half trusted: three may be alike by chance."""
AT_ONCE = 1_000
"""Excerpts beyond the draw whose sentences are held at once."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matter:
    """One subject: the excerpts that raise it, most central first, and the sentence of each that does."""

    rows: tuple[int, ...]
    sentences: tuple[str, ...]
    """Without placeholders: to count words in, not to show."""
    words: tuple[str, ...]
    """The nouns it is known by."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Every sentence with its excerpt's row, its source, its vector less what all of them share, and the nouns in it."""

    texts: tuple[str, ...]
    rows: Numbers
    sources: Numbers
    middle: Vectors
    """(d,) float32: what all of them share."""
    vectors: Vectors
    nouns: tuple[str, ...]
    holding: tuple[Numbers, ...]
    """Per noun, the sentences that hold it."""
    kin: tuple[Numbers, ...]
    """Per noun, those that speak of the same, nearest first."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    worth: float
    members: Numbers
    """Most central first."""


def matters(
    excerpts: Sequence[Excerpt], strengths: Strengths, encoder: Encoder, *, most: int = MOST, read: int = READ
) -> list[Matter]:
    """The matters of these excerpts, best first: of one mind, raised in many sources and places, unlike any theme.

    An excerpt belongs to one matter at most, and most belong to none. Of more than `read` excerpts as many are drawn, by
    whole sources, and read for matters; of the others those are read that use the words of a matter, and join it by the same rule.
    """
    rows = drawn([one.text for one in excerpts], read, sources=[one.document_id for one in excerpts])
    near = [excerpts[row] for row in rows]
    said = _read(near, encoder)
    found = _chosen(near, strengths, said, most)
    if len(rows) == len(excerpts) or not found:
        return found
    found = [replace(one, rows=tuple(int(rows[row]) for row in one.rows)) for one in found]
    return _joined(found, excerpts, sorted(set(range(len(excerpts))) - set(rows.tolist())), said.middle, encoder)


def _chosen(excerpts: Sequence[Excerpt], strengths: Strengths, said: _Said, most: int) -> list[Matter]:
    judge = _Judge(excerpts, strengths, said)
    free = np.ones(len(said.texts), dtype=bool)
    worth = {noun: found.worth for noun in range(len(said.nouns)) if (found := judge(noun, free))}
    chosen: list[Matter] = []
    placed: set[int] = set()
    while worth and len(chosen) < most:
        noun = min(worth, key=lambda one: (-worth[one], said.nouns[one]))
        del worth[noun]
        found = judge(noun, free)  # some of its sentences may have gone to a better matter meanwhile
        if found is None:
            continue
        if worth and found.worth < max(worth.values()):
            worth[noun] = found.worth
            continue
        free[found.members] = False
        own = found.members[[int(row) not in placed for row in said.rows[found.members]]]
        if len(np.unique(said.sources[own])) >= FEWEST_SOURCES:
            chosen.append(_matter(said, noun, own))
            placed.update(chosen[-1].rows)
    return chosen


def labels_of(found: Sequence[Matter], size: int) -> Labels:
    """Number of the matter per row, -1 for what belongs to none."""
    labels = np.full(size, -1, dtype=np.int64)
    for number, matter in enumerate(found):
        labels[list(matter.rows)] = number
    return labels


def _read(excerpts: Sequence[Excerpt], encoder: Encoder) -> _Said:
    whole = [neutral(excerpt.text) for excerpt in excerpts]
    parts = [(row, part) for row, text in enumerate(whole) for part in _sentences(text)]
    texts = tuple(part for _, part in parts)
    rows = np.array([row for row, _ in parts], dtype=np.int64)
    documents = {document: number for number, document in enumerate(dict.fromkeys(one.document_id for one in excerpts))}
    sources = np.array([documents[excerpts[row].document_id] for row in rows], dtype=np.int64)
    if not texts:
        nothing = np.zeros((0, 1), dtype=np.float32)
        return _Said((), rows, sources, np.zeros(1, dtype=np.float32), nothing, (), (), ())
    vectors = encoder.encode(texts)
    names, holding = _nouns(texts, whole, sources, len(documents))
    middle = vectors.mean(axis=0)
    return _Said(texts, rows, sources, middle, _unit(vectors - middle), names, holding, _kin(names, encoder))


def _sentences(text: str) -> list[str]:
    spans = sentences(text)
    parts = [text[start:end] for start, end in spans] if len(spans) > 1 else [text]
    return [part for part in parts if len(topic_words(part)) > 1]


def _nouns(
    texts: Sequence[str], whole: Sequence[str], sources: Numbers, known: int
) -> tuple[tuple[str, ...], tuple[Numbers, ...]]:
    """Nouns that two sources use and few enough, each under its commonest form, with the sentences that hold it."""
    naming = {word for word in nouns(whole) if not names_nothing(word)}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    holding: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        words = {word for word in topic_words(text) if word in naming}
        for key in sorted({stem(word) for word in words}):
            holding[key].append(number)
            forms[key].update(word for word in words if stem(word) == key)
    widest = max(COMMON * known, FEW_SOURCES)
    kept = [key for key in sorted(holding) if 2 <= len(np.unique(sources[holding[key]])) <= widest]
    names = tuple(_commonest(forms[key]) for key in kept)
    return names, tuple(np.array(holding[key], dtype=np.int64) for key in kept)


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def _kin(names: Sequence[str], encoder: Encoder) -> tuple[Numbers, ...]:
    if not names:
        return ()
    vectors = encoder.encode(names)
    kin = []
    for row in vectors:
        nearness = vectors @ row
        order = np.argsort(-nearness, kind="stable")
        kin.append(order[nearness[order] >= KIN])
    return tuple(kin)


class _Judge:
    """What a noun with its kin is worth as a matter, on the sentences that are still free."""

    def __init__(self, excerpts: Sequence[Excerpt], strengths: Strengths, said: _Said) -> None:
        self._said = said
        self._places = [speaks_for(excerpt) for excerpt in excerpts]
        self._heard = len({place for place in self._places if place})
        self._ids, self._strengths = [excerpt.excerpt_id for excerpt in excerpts], strengths

    def __call__(self, noun: int, free: NDArray[np.bool_]) -> _Candidate | None:
        members = self._members(noun, free)
        if len(members) < FEWEST_SOURCES or len(np.unique(self._said.sources[members])) < FEWEST_SOURCES:
            return None
        rows = list(dict.fromkeys(self._said.rows[members].tolist()))
        new = 1 - best_theme([self._ids[row] for row in rows], self._strengths)[1] / EXPLAINED
        if new <= 0:
            return None
        worth = self._likeness(members) * np.log2(1 + self._sources(members)) * new * self._spread(rows)
        return _Candidate(float(worth), members) if worth > 0 else None

    def _members(self, noun: int, free: NDArray[np.bool_]) -> Numbers:
        said = self._said
        members: Numbers = np.unique(np.concatenate([said.holding[one] for one in said.kin[noun]]))
        members = members[free[members]]
        for _ in range(2):  # the second time without the strangers in the middle
            if not len(members):
                break
            nearness = said.vectors[members] @ _unit(said.vectors[members].mean(axis=0))
            order = np.argsort(-nearness, kind="stable")
            members = members[order[nearness[order] >= NEAR]]
        return members

    def _likeness(self, members: Numbers) -> float:
        """Mean likeness of two of its sentences, drawn to nothing where they are few."""
        size, total = len(members), self._said.vectors[members].sum(axis=0)
        return float((total @ total - size) / (size * (size - 1)) * size / (size + CHANCE))

    def _sources(self, members: Numbers) -> float:
        """How many sources raise it; one counts less where a theme was suggested for its excerpt."""
        counts: dict[int, float] = {}
        for member in members.tolist():
            source, row = int(self._said.sources[member]), int(self._said.rows[member])
            counts[source] = max(counts.get(source, 0.0), GUESSED if self._ids[row] in self._strengths else 1.0)
        return sum(counts.values())

    def _spread(self, rows: Sequence[int]) -> float:
        """How evenly it comes from all collaboratives heard: 1 from all of them alike, a fifth from one of five."""
        if self._heard < 2:
            return 1.0
        counts = np.array(list(Counter(self._places[row] for row in rows if self._places[row]).values()), dtype=float)
        if not len(counts):
            return 1 / self._heard
        shares = counts / counts.sum()
        return float(np.exp(-(shares * np.log(shares)).sum())) / self._heard


def _matter(said: _Said, noun: int, members: Numbers) -> Matter:
    first = {int(said.rows[member]): said.texts[member] for member in reversed(members.tolist())}
    rows = tuple(dict.fromkeys(said.rows[members].tolist()))
    words = tuple(said.nouns[one] for one in said.kin[noun] if np.isin(said.holding[one], members).any())
    return Matter(rows, tuple(first[row] for row in rows), words)


def _joined(
    found: Sequence[Matter], excerpts: Sequence[Excerpt], others: Sequence[int], middle: Vectors, encoder: Encoder
) -> list[Matter]:
    """The matters with those of the other excerpts, nearest first, of which a sentence uses their words and lies near."""
    words = [{stem(word) for word in one.words} for one in found]
    centres = _unit(np.stack([_unit(encoder.encode(one.sentences) - middle).mean(axis=0) for one in found]))
    joining: list[list[tuple[float, int, str]]] = [[] for _ in found]
    for begin in range(0, len(others), AT_ONCE):
        best: dict[int, tuple[float, int, str]] = {}
        parts = _holding(excerpts, others[begin : begin + AT_ONCE], words)
        vectors = _unit(encoder.encode([part for _, part, _ in parts]) - middle) if parts else centres[:0]
        for (row, part, held), nearness in zip(parts, vectors @ centres.T, strict=True):
            number = max(held, key=lambda one: nearness[one])
            best[row] = max(best.get(row, (NEAR, -1, "")), (float(nearness[number]), number, part))
        for row, (nearness, number, part) in best.items():
            if number >= 0:
                joining[number].append((nearness, row, part))
    ordered = [sorted(one, key=lambda each: (-each[0], each[1])) for one in joining]
    return [
        replace(
            one,
            rows=(*one.rows, *(row for _, row, _ in more)),
            sentences=(*one.sentences, *(part for _, _, part in more)),
        )
        for one, more in zip(found, ordered, strict=True)
    ]


def _holding(
    excerpts: Sequence[Excerpt], rows: Sequence[int], words: Sequence[Collection[str]]
) -> list[tuple[int, str, list[int]]]:
    """The sentences that use a word of some matter: the row, the sentence, and which matters."""
    parts = [(row, part) for row in rows for part in _sentences(neutral(excerpts[row].text))]
    stemmed = [(row, part, {stem(word) for word in topic_words(part)}) for row, part in parts]
    held = [
        (row, part, [at for at, own in enumerate(words) if not used.isdisjoint(own)]) for row, part, used in stemmed
    ]
    return [one for one in held if one[2]]


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return unit
