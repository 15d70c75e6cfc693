"""What was said on a question: the turns that answer it, and a short extract in the speakers' own words.

A turn is judged with its neighbours, since an exchange answers a question where a sentence only names it.
The weights were learned on QMSum's training meetings and are reported on others (benchmarks/summaries.py).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.language.words import STOP, stem, stems

Scores = NDArray[np.float64]

SIGNALS = ("meaning nearby", "meaning around", "words nearby", "words around", "speaker asked for", "length")
WEIGHTS = {
    "meaning nearby": 0.28,
    "meaning around": 0.27,
    "words nearby": 0.34,
    "words around": 1.05,
    "speaker asked for": 0.45,
    "length": -0.38,
}
"""Learned with `benchmarks/summaries.py --learn` on the training meetings."""
SENTENCE = {"meaning": 0.5, "speaker asked for": 0.8, "about oneself": -0.3, "a question": -0.5}
"""What counts in a sentence beside its turn's score; chosen on the training meetings."""
REPEATS = 3.0
"""What a sentence loses for repeating, per unit of likeness above one half to a sentence we have."""
COVERS = 12.0
"""What an expected word adds, per word of the passage."""
CUT, LONGER = -1.0, 0.2
"""What a passage loses for not being the whole sentence, and gains with the logarithm of its words."""
SHORTEST = 8
CANDIDATES = 60
"""Sentences from which an extract is chosen."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How words come up in an answer: content words as they come up in what was said, plain words as often as usual."""

    said: float
    asked: float
    rest: float
    plain: Mapping[str, float]


EXPECTED = Expected(
    said=1.01,
    asked=0.85,
    rest=1.1,
    plain={
        **{"the": 5.54, "to": 3.11, "and": 2.28, "of": 2.18, "that": 2.0, "a": 1.51, "in": 1.48, "was": 1.44},
        **{"they": 1.11, "for": 0.87, "be": 0.83, "would": 0.81, "were": 0.81, "had": 0.74, "it": 0.69, "with": 0.63},
        **{"on": 0.56, "not": 0.5, "there": 0.45, "as": 0.42, "their": 0.41, "this": 0.38, "about": 0.34, "at": 0.31},
        "more": 0.31,
    },
)
"""Learned with `benchmarks/summaries.py --learn` on the training meetings; `plain` counts words in an answer."""
PLAIN = 0.5
"""Weight of plain words beside content words; chosen on the training meetings."""

_CLAUSE = re.compile(r"[,;:–—]\s+|\s+[–—-]+\s+")
_HANGS = re.compile(r"(?:which|who|whose|whom|where|of|to|in|for|on|with|by|at|from)\b", re.IGNORECASE)
_JOINS = re.compile(r"\b(?:and|but|or|so|that|which|who|because|if|when|as)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_STOP = frozenset(map(stem, STOP))
_SENTENCE = re.compile(r"\S.*?(?:[.!?][\"'”’)]*(?=\s|$)|$)", re.DOTALL)
_ONESELF = re.compile(r"\b(?:I|you|my|your|I'm|I've|me)\b")
_NAME = re.compile(r"[A-Z][\w'’-]+")
_ASKING = frozenset(stems("summarise summarize discuss discussion opinion mention propose according"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said in one go."""

    speaker: str
    text: str
    quotable: bool = True
    """Whether its words may stand in an extract; a host's question says what an answer is about, and is none."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or whole clauses of one, in its place: `text` equals the turn's text at start to end."""

    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A sequence of turns, read once so that many questions can be asked of it."""

    turns: tuple[Turn, ...]
    sentences: tuple[Sentence, ...]
    vectors: Vectors
    counts: tuple[Counter[str], ...]
    weights: Mapping[str, float]


def sentences_of(turn: Turn, number: int) -> list[Sentence]:
    """The turn's sentences; where it has no full stop, the turn is one."""
    return [Sentence(number, at.start(), at.end(), at.group()) for at in _SENTENCE.finditer(turn.text)]


def read_talk(turns: Sequence[Turn], encoder: Encoder) -> Talk:
    """The turns with their sentences encoded and their words counted."""
    sentences = [sentence for number, turn in enumerate(turns) for sentence in sentences_of(turn, number)]
    counts = tuple(Counter(stems(turn.text)) for turn in turns)
    held = Counter(word for count in counts for word in count)
    weights = {word: math.log(1 + (len(turns) - count + 0.5) / (count + 0.5)) for word, count in held.items()}
    vectors = encoder.encode([sentence.text for sentence in sentences])
    return Talk(tuple(turns), tuple(sentences), vectors, counts, weights)


def rank_turns(talk: Talk, question: str, encoder: Encoder, *, weights: Mapping[str, float] = WEIGHTS) -> Scores:
    """One score per turn: the higher, the likelier it belongs to the answer."""
    return np.asarray(signals(talk, question, encoder) @ np.array([weights[name] for name in SIGNALS]))


def signals(talk: Talk, question: str, encoder: Encoder) -> Scores:
    """One row per turn and one column per entry of SIGNALS, each standardised within the talk."""
    if not talk.turns:
        return np.zeros((0, len(SIGNALS)))
    meaning = _best_sentence(talk, talk.vectors @ encoder.encode([question])[0])
    words = _word_match(talk, question)
    length = np.log1p([len(turn.text.split()) for turn in talk.turns])
    columns = [
        _standard(nearby(meaning, 1)),
        _standard(nearby(meaning, 16)),
        _standard(nearby(words, 2)),
        _standard(nearby(words, 8)),
        nearby(_speaker_asked_for(talk, question), 1),
        _standard(nearby(length, 2)),
    ]
    return np.stack(columns, axis=1)


def extract(
    talk: Talk, question: str, encoder: Encoder, *, words: int = 90, expected: Expected = EXPECTED
) -> list[Sentence]:
    """Sentences, or whole clauses of them, that answer the question, in the order in which they were said.

    Never more words than asked for, and never a word that was not said.
    """
    if not any(turn.quotable for turn in talk.turns):
        return []
    worth = sentence_worth(talk, question, encoder)
    counts = expected_counts(talk, question, worth, expected)
    ranked = np.argsort(-worth, kind="stable").tolist()
    best = [at for at in ranked if talk.turns[talk.sentences[at].turn].quotable][:CANDIDATES]
    passages = [
        _Passage.of(piece, at, CUT if number else 0.0)
        for at in best
        for number, piece in enumerate(pieces_of(talk.sentences[at]))
    ]
    passages = [passage for passage in passages if passage.length >= SHORTEST] or passages
    chosen = _fill(passages, worth, talk.vectors, counts, words)
    return sorted((passage.piece for passage in chosen), key=lambda piece: (piece.turn, piece.start))


def written(talk: Talk, found: Sequence[Sentence]) -> list[str]:
    """Each passage of an extract as it is shown: dots stand where part of a sentence was left out."""
    starts = {(one.turn, one.start) for one in talk.sentences}
    ends = {(one.turn, one.end) for one in talk.sentences}
    return [
        f"{'' if (one.turn, one.start) in starts else '…'}{one.text}{'' if (one.turn, one.end) in ends else '…'}"
        for one in found
    ]


def sentence_worth(talk: Talk, question: str, encoder: Encoder) -> Scores:
    """One score per sentence: its turn's, and what speaks for the sentence itself."""
    turns = [sentence.turn for sentence in talk.sentences]
    texts = [sentence.text for sentence in talk.sentences]
    lengths = np.array([len(text.split()) for text in texts])
    counted = {
        "meaning": _standard(np.asarray(talk.vectors @ encoder.encode([question])[0], dtype=np.float64)),
        "speaker asked for": _speaker_asked_for(talk, question)[turns],
        "about oneself": _standard(np.array([len(_ONESELF.findall(text)) for text in texts]) / lengths),
        "a question": np.array(["?" in text for text in texts], dtype=np.float64),
    }
    worth = _standard(rank_turns(talk, question, encoder))[turns]
    worth += np.sum([weight * counted[name] for name, weight in SENTENCE.items()], axis=0)
    return np.where(lengths < SHORTEST, worth - 9, worth)


def pieces_of(sentence: Sentence) -> list[Sentence]:
    """The sentence, and every run of whole clauses in it that can be read by itself: long enough, no loose joining word."""
    cuts = list(_CLAUSE.finditer(sentence.text))
    if not 0 < len(cuts) <= 8:
        return [sentence]
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(sentence.text)]
    runs = [(start, end) for at, start in enumerate(starts) for end in ends[at:] if start < end]
    pieces = [
        Sentence(sentence.turn, sentence.start + start, sentence.start + end, sentence.text[start:end])
        for start, end in runs
        if (start, end) != (0, len(sentence.text))
    ]
    return [sentence, *(piece for piece in pieces if _stands(piece, sentence))]


def _stands(piece: Sentence, sentence: Sentence) -> bool:
    hangs = piece.start > sentence.start and _HANGS.match(piece.text)
    return len(piece.text.split()) >= SHORTEST and not hangs and not _JOINS.search(piece.text)


def expected_rows(talk: Talk, question: str, worth: Scores) -> dict[str, tuple[float, bool]]:
    """For each content word: the logarithm of how often a sentence holds it, better ones counting more; was it asked?"""
    shares = np.exp(worth - worth.max())
    shares /= shares.sum()
    often: Counter[str] = Counter()
    for at in np.flatnonzero(shares > 1e-5):
        for word, count in word_counts(talk.sentences[at].text).items():
            often[word] += shares[at] * min(count, 2)
    asked = word_counts(question)
    return {word: (math.log(share + 1e-3), word in asked) for word, share in often.items() if not is_plain(word)}


def word_counts(text: str) -> Counter[str]:
    """Every word of a text as a stem, plain words too."""
    return Counter(stem(word) for word in _WORD.findall(text))


def is_plain(word: str) -> bool:
    """Whether a stem is one of those that every text is full of."""
    return word in _STOP


def expected_counts(talk: Talk, question: str, worth: Scores, expected: Expected) -> dict[str, tuple[float, ...]]:
    """For each word the chance that an answer holds it once, twice and so on."""
    counts = {word: tuple(PLAIN * chance for chance in _at_least(mean)) for word, mean in expected.plain.items()}
    for word, (often, asked) in expected_rows(talk, question, worth).items():
        chance = 1 / (1 + math.exp(-(expected.said * often + expected.asked * asked + expected.rest)))
        counts[word] = (chance, chance / 2, chance / 6)
    return counts


def _at_least(mean: float) -> list[float]:
    """The Poisson chances of one or more, two or more, and on to eight."""
    exactly = [math.exp(-mean) * mean**count / math.factorial(count) for count in range(8)]
    return [1 - sum(exactly[:count]) for count in range(1, 9)]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A piece with the sentence that it is of, and its words counted once."""

    piece: Sentence
    sentence: int
    length: int
    counts: Counter[str]
    bias: float

    @classmethod
    def of(cls, piece: Sentence, sentence: int, bias: float) -> "_Passage":
        """The piece, counted."""
        length = len(piece.text.split())
        return cls(piece, sentence, length, word_counts(piece.text), bias + LONGER * math.log(max(1, length)))

    def gain(self, had: Counter[str], expected: Mapping[str, Sequence[float]]) -> float:
        """Expected words that it adds to those we have, as a share of its words."""
        added = sum(
            sum(expected[word][had[word] : had[word] + count])
            for word, count in self.counts.items()
            if word in expected
        )
        return added / max(1, self.counts.total())

    def apart_from(self, other: "_Passage") -> bool:
        """Whether no word stands in both."""
        return (
            self.sentence != other.sentence
            or self.piece.start >= other.piece.end
            or self.piece.end <= other.piece.start
        )


def _fill(
    passages: list[_Passage], worth: Scores, vectors: Vectors, expected: Mapping[str, Sequence[float]], words: int
) -> list[_Passage]:
    """One passage after another, the best beside those we have, as long as one fits."""
    repeated = np.zeros(len(worth))
    had: Counter[str] = Counter()
    chosen: list[_Passage] = []
    while passages := [passage for passage in passages if passage.length <= words]:
        now = worth - REPEATS * np.maximum(0.0, repeated - 0.5)
        best = max(
            passages,
            key=lambda one: now[one.sentence] + one.bias + COVERS * one.gain(had, expected),
        )
        chosen.append(best)
        words -= best.length
        had.update(best.counts)
        repeated = np.maximum(repeated, vectors @ vectors[best.sentence])
        repeated[best.sentence] = 0.0  # another clause of the same sentence says something else
        passages = [passage for passage in passages if passage.apart_from(best)]
    return chosen


def _best_sentence(talk: Talk, likeness: Vectors) -> Scores:
    best = np.full(len(talk.turns), -1.0)
    np.maximum.at(best, [sentence.turn for sentence in talk.sentences], likeness)
    return best


def asked_words(question: str) -> set[str]:
    """What a question is about, as stems, without the words that only ask."""
    return set(stems(question)) - _ASKING


def _word_match(talk: Talk, question: str) -> Scores:
    """BM25 of the question's content words in each turn."""
    asked = asked_words(question)
    lengths = np.array([count.total() for count in talk.counts], dtype=np.float64)
    usual = lengths.mean() or 1.0
    return np.array(
        [
            sum(
                talk.weights.get(word, 0.0) * count[word] * 2.2 / (count[word] + 1.2 * (0.25 + 0.75 * length / usual))
                for word in asked
            )
            for count, length in zip(talk.counts, lengths, strict=True)
        ]
    )


def _speaker_asked_for(talk: Talk, question: str) -> Scores:
    """1 for turns of the speaker whom the question names, by as many names as it gives, up to two."""
    names = {name.lower() for name in _NAME.findall(question)}
    shared = np.array([len(names & {name.lower() for name in _NAME.findall(turn.speaker)}) for turn in talk.turns])
    return np.asarray((shared >= min(2, shared.max())) & (shared > 0), dtype=np.float64)


def nearby(values: Scores, reach: int) -> Scores:
    """Each value with its neighbours', which count less the further off they are."""
    kernel = np.exp(-np.abs(np.arange(-3 * reach, 3 * reach + 1)) / reach)
    middle = slice(3 * reach, 3 * reach + len(values))
    return np.asarray(np.convolve(values, kernel)[middle] / np.convolve(np.ones(len(values)), kernel)[middle])


def _standard(values: Scores) -> Scores:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / (spread if spread > 1e-9 else 1.0))
