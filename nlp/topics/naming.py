"""What a topic is called: words that set it apart, made into a phrase that somebody really said."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.language import without
from learnbrief.corpus.protocols import Encoder, Vectors
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.language.phrases import Phrase, phrases_in
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.language.words import stem
from learnbrief.nlp.topics.wording import names_nothing, topic_words

READ_PER_TOPIC = 30
"""Noun phrases are looked for in this many of a topic's most central excerpts: parsing all of them buys nothing."""

SAID_ONCE = 0.2
"""What one source alone said is rarely what a topic is called."""

NO_SUBJECT = 0.4
"""'Chief nurse' says who was met and 'February session' when, not what was said."""

WORTH_READING = 5
"""A phrase further down the ranking is no name for the topic, however many words it has."""

READ_FOR_CONTRAST = 8
"""And in this many of a topic that has its name already: a new name should not fit it as well."""

READ_AHEAD = 600
"""Characters read of each: an excerpt is shorter, and parsing is what naming costs."""

_LENGTH = {1: 0.7, 2: 1.0, 3: 1.05, 4: 0.9}
"""Two or three words say most: one is a keyword, four are half a sentence."""


@dataclass(frozen=True, slots=True)
class Name:
    """A label a person can read, and the words behind it."""

    label: str
    keywords: tuple[str, ...]


def class_weights(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Class TF-IDF: how much each word (column) sets each class (row) apart from the others."""
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    average_class = counts.sum() / len(counts)
    rarity = np.log1p(average_class / np.maximum(counts.sum(axis=0), 1))
    weights: NDArray[np.float64] = share * rarity
    return weights


def name_groups(
    texts: Sequence[str],
    vectors: Vectors,
    labels: NDArray[np.int64],
    *,
    encoder: Encoder | None = None,
    sources: Sequence[str] | None = None,
    kept: Mapping[int, str] | None = None,
) -> dict[int, Name]:
    """A name for every group but noise (-1); a kept label stays, and no two groups get the same one.

    Without `sources`, each text counts as one of its own.
    """
    groups = [int(group) for group in np.unique(labels) if group >= 0]
    if not groups:
        return {}
    texts = [neutral(text) for text in texts]
    words = _distinctive_words(texts, labels, groups)
    given, told_by = dict(kept or {}), sources or [str(row) for row in range(len(texts))]
    nameless = set(groups) - set(given)
    reading = {group: READ_PER_TOPIC if group in nameless else READ_FOR_CONTRAST for group in groups}
    phrases = _phrases(texts, vectors, labels, reading) if nameless else {}
    for group in sorted(nameless, key=lambda group: (-int((labels == group).sum()), group)):
        shared = _shared_words(texts, told_by, np.flatnonzero(labels == group))
        centre = vectors[labels == group].mean(axis=0)
        ranked = _rank(phrases[group], words[group], shared, centre, encoder)
        given[group] = _label(ranked, list(words[group]), shared, set(given.values()))
    return {group: Name(given[group], tuple(list(words[group])[:8])) for group in groups}


def _distinctive_words(
    texts: Sequence[str], labels: NDArray[np.int64], groups: list[int]
) -> dict[int, dict[str, float]]:
    """Words of each group with their class TF-IDF, heaviest first; an excerpt counts once however often it says a word."""
    with without("pandas"):  # for tables, which nobody here hands over: 60 MB and a quarter of a second
        from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(analyzer=topic_words, binary=True)
    try:
        said = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's way to say that only stop words were left
        return {group: {} for group in groups}
    rows = [*groups, -1] if (labels < 0).any() else groups
    counts = np.vstack([np.asarray(said[labels == row].sum(axis=0), dtype=np.float64) for row in rows])
    weights, vocabulary = class_weights(counts), vectorizer.get_feature_names_out()
    heaviest = np.lexsort((np.broadcast_to(np.arange(len(vocabulary)), weights.shape), -weights))[:, :50]
    return {
        group: {str(vocabulary[at]): float(weights[row, at]) for at in heaviest[row] if counts[row, at]}
        for row, group in enumerate(groups)
    }


def _shared_words(texts: Sequence[str], sources: Sequence[str], members: NDArray[np.int64]) -> dict[str, float]:
    """Share of the group's sources that hold a word in any of its forms; a word of one source among several has none."""
    told_by: dict[str, set[str]] = defaultdict(set)
    for row in members:
        for word in topic_words(texts[row]):
            told_by[stem(word)].add(sources[row])
    known = len({sources[row] for row in members})
    return {key: len(held) / known for key, held in told_by.items() if len(held) > 1 or known == 1}


@dataclass(frozen=True, slots=True)
class _Candidate:
    words: str
    distinctive: float


def _phrases(
    texts: Sequence[str], vectors: Vectors, labels: NDArray[np.int64], reading: Mapping[int, int]
) -> dict[int, list[_Candidate]]:
    """Noun phrases of each group's central excerpts with the class TF-IDF of the phrase as a whole."""
    groups = list(reading)
    central = {group: _central(vectors, np.flatnonzero(labels == group))[: reading[group]] for group in groups}
    parsed = parse([texts[at][:READ_AHEAD] for group in groups for at in central[group]])
    found = [[phrase for phrase in phrases_in(document) if _is_short_name(phrase)] for document in parsed]
    support: dict[int, Counter[tuple[str, ...]]] = defaultdict(Counter)
    spoken: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    sources = [group for group in groups for _ in central[group]]
    for group, phrases in zip(sources, found, strict=True):
        support[group].update({phrase.stems for phrase in phrases})
        for phrase in phrases:
            spoken[phrase.stems][phrase.bare] += 1
    keys = sorted(spoken)
    if not keys:
        return {group: [] for group in groups}
    counts = np.array([[support[group][key] for key in keys] for group in groups], dtype=np.float64)
    weights = class_weights(counts)
    return {
        group: [
            _Candidate(_commonest(spoken[key]), float(weights[row, column]))
            for column, key in enumerate(keys)
            if support[group][key]
        ]
        for row, group in enumerate(groups)
    }


def _is_short_name(phrase: Phrase) -> bool:
    return not phrase.verbal and len(phrase.bare.split()) in _LENGTH


def _central(vectors: Vectors, members: NDArray[np.int64]) -> list[int]:
    closeness = vectors[members] @ vectors[members].mean(axis=0)
    return [int(at) for at in members[np.argsort(-closeness, kind="stable")]]


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def _rank(
    candidates: list[_Candidate],
    words: dict[str, float],
    shared: Mapping[str, float],
    centre: NDArray[np.float32],
    encoder: Encoder | None,
) -> list[str]:
    """Phrases, best label first: distinctive, in words that several sources use, near the topic's centre."""
    top_phrase = max((one.distinctive for one in candidates), default=0.0) or 1.0
    top_word = max(words.values(), default=0.0) or 1.0
    worth = {
        one.words: (one.distinctive / top_phrase + _weight(one.words, words) / top_word) * _fit(one.words, shared)
        for one in candidates
    }
    shortlist = sorted(worth, key=lambda phrase: (-worth[phrase], phrase))[:30]
    if encoder is None or not shortlist:
        return shortlist
    near = encoder.encode(shortlist) @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    order = sorted(range(len(shortlist)), key=lambda at: (-worth[shortlist[at]] * max(0.05, float(near[at])), at))
    return [shortlist[at] for at in order]


def _weight(phrase: str, words: Mapping[str, float]) -> float:
    parts = phrase.lower().split()
    return sum(words.get(part, 0.0) for part in parts) / len(parts)


def _fit(phrase: str, shared: Mapping[str, float]) -> float:
    """How well it would do as a label whatever it means: its length, who shares its words, and whether it names a subject."""
    parts = phrase.lower().split()
    held = [shared.get(stem(part), 0.0) for part in parts]
    roots = [math.sqrt(share) for share in held]
    by_several = sum(roots) / len(roots) if all(roots) else SAID_ONCE * max(roots)
    subject = NO_SUBJECT if names_nothing(parts[-1]) or all(names_nothing(part) for part in parts) else 1.0
    return _LENGTH[len(parts)] * by_several * subject


def _label(ranked: list[str], words: list[str], shared: Mapping[str, float], taken: set[str]) -> str:
    """The best phrase in words that several sources use; a single word only within such a phrase or beside another."""
    several = [phrase for phrase in ranked if _said_by_several(phrase, shared)][:WORTH_READING]
    best = several or ranked[:WORTH_READING]
    choices = [choice for phrase in best for choice in _in_full(phrase, best)]
    around = [f"{one}: {', '.join(others)}" for one in best if (others := [w for w in words if not _alike(one, w)][:2])]
    longer = [phrase for phrase in ranked[:WORTH_READING] if " " in phrase]
    for label in [*choices, *longer, *around, *best, ", ".join(words[:3])]:
        if label and label not in taken:
            return label
    return f"unnamed point {len(taken) + 1}"


def _said_by_several(phrase: str, shared: Mapping[str, float]) -> bool:
    return all(stem(part) in shared for part in phrase.lower().split())


def _in_full(phrase: str, best: list[str]) -> list[str]:
    """A phrase of several words as it is; a single word in a phrase that holds it, else joined with the next best."""
    if " " in phrase:
        return [phrase]
    longer = [other for other in best if " " in other and phrase in other.split()]
    singles = [other for other in best if " " not in other and not _alike(phrase, other)]
    return longer + [f"{phrase} and {other}" for other in singles]


def _alike(one: str, other: str) -> bool:
    """They share a word or its beginning: 'care and caring' says one thing twice."""
    return any(a[:4] == b[:4] for a in one.lower().split() for b in other.lower().split())
