"""Key phrases: what a group of excerpts says and others do not, in a phrase of its own words."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.findings.grammar import parse
from nlp.findings.phrases import Phrase, phrases_in
from nlp.findings.words import rarity, stems

if TYPE_CHECKING:
    from spacy.tokens import Doc

READ = 12
"""Central excerpts of a group that are parsed for phrases; the rest only vote on words."""
BEST = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that make one point, most central first, and what their heading says already."""

    texts: tuple[str, ...]
    said: str = ""
    """The theme's name and the like: a phrase gains nothing by repeating it."""
    barrier: bool = False
    """Only here may a phrase come from words such as 'we cannot release staff'."""


def key_phrases(groups: Sequence[Group], background: Sequence[str]) -> list[list[str]]:
    """Per group its phrases, best first; empty where none is worth showing."""
    weights = rarity(background)
    parsed = iter(parse([text for group in groups for text in group.texts[:READ]]))
    return [_ranked(group, [next(parsed) for _ in group.texts[:READ]], weights) for group in groups]


def _ranked(group: Group, parsed: "Sequence[Doc]", weights: dict[str, float]) -> list[str]:
    held = Counter(word for text in group.texts for word in set(stems(text)))
    said = set(stems(group.said))
    scores: dict[str, float] = defaultdict(float)
    for place, document in enumerate(parsed):
        for phrase in set(phrases_in(document)):
            if group.barrier or not phrase.negated:
                worth = _worth(phrase, {word: held[word] / len(group.texts) for word in phrase.stems}, weights, said)
                scores[phrase.words] = max(scores[phrase.words], worth * (1.15 if place == 0 else 1.0))
    return _without_repeats(
        sorted((words for words in scores if scores[words] > 0), key=lambda words: (-scores[words], words))
    )


def _worth(phrase: Phrase, share: dict[str, float], weights: dict[str, float], said: set[str]) -> float:
    """Shared by many of the group, rare elsewhere, of a length that says something."""
    fresh = [word for word in phrase.stems if word not in said]
    shared = sum(weights.get(word, 1.0) * math.pow(share[word], 0.75) for word in fresh)
    shared /= math.sqrt(len(phrase.stems) + 1)
    count = len(phrase.words.split())
    length = {1: 0.45, 2: 0.9}.get(count, 1.0 if count < 6 else 0.85)
    return shared * length * (1.2 if phrase.verbal else 1.0)


def _without_repeats(ranked: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for words in ranked:
        if not any(set(stems(words)) <= set(stems(other)) for other in kept):
            kept.append(words)
    return kept[:BEST]
