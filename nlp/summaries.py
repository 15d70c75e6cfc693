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

from corpus.services import Encoder, Vectors
from nlp.findings.words import stems

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
SHORTEST = 8

_SENTENCE = re.compile(r"\S.*?(?:[.!?][\"'”’)]*(?=\s|$)|$)", re.DOTALL)
_ONESELF = re.compile(r"\b(?:I|you|my|your|I'm|I've|me)\b")
_NAME = re.compile(r"[A-Z][\w'’-]+")
_ASKING = frozenset(stems("summarise summarize discuss discussion opinion mention propose according"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said in one go."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its place: `text` equals the turn's text at start to end."""

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
        _standard(_nearby(meaning, 1)),
        _standard(_nearby(meaning, 16)),
        _standard(_nearby(words, 2)),
        _standard(_nearby(words, 8)),
        _nearby(_speaker_asked_for(talk, question), 1),
        _standard(_nearby(length, 2)),
    ]
    return np.stack(columns, axis=1)


def extract(talk: Talk, question: str, encoder: Encoder, *, words: int = 90) -> list[Sentence]:
    """Whole sentences that answer the question, until so many words are reached, in the order in which they were said."""
    if not talk.sentences:
        return []
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
    worth = np.where((lengths < SHORTEST) | (lengths > words), worth - 9, worth)
    return [talk.sentences[at] for at in sorted(_fill(talk, worth, lengths, words))]


def _fill(talk: Talk, worth: Scores, lengths: NDArray[np.int_], words: int) -> list[int]:
    """The best sentences that do not repeat one another, until the words are reached."""
    candidates = [int(at) for at in np.argsort(-worth, kind="stable")[:60]]
    repeated = np.zeros(len(worth))
    chosen: list[int] = []
    while candidates and words > 0:
        now = worth - REPEATS * np.maximum(0.0, repeated - 0.5)
        best = candidates.pop(int(np.argmax(now[candidates])))
        chosen.append(best)
        words -= int(lengths[best])
        repeated = np.maximum(repeated, talk.vectors @ talk.vectors[best])
    return chosen


def _best_sentence(talk: Talk, likeness: Vectors) -> Scores:
    best = np.full(len(talk.turns), -1.0)
    np.maximum.at(best, [sentence.turn for sentence in talk.sentences], likeness)
    return best


def _word_match(talk: Talk, question: str) -> Scores:
    """BM25 of the question's content words in each turn."""
    asked = set(stems(question)) - _ASKING
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


def _nearby(values: Scores, reach: int) -> Scores:
    """Each value with its neighbours', which count less the further off they are."""
    kernel = np.exp(-np.abs(np.arange(-3 * reach, 3 * reach + 1)) / reach)
    middle = slice(3 * reach, 3 * reach + len(values))
    return np.asarray(np.convolve(values, kernel)[middle] / np.convolve(np.ones(len(values)), kernel)[middle])


def _standard(values: Scores) -> Scores:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / (spread if spread > 1e-9 else 1.0))
