"""Key phrases: what a group of excerpts says and others do not, in a phrase of its own words."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.protocols import Encoder
from nlp.findings.material import Row
from nlp.language.grammar import parse
from nlp.language.phrases import Phrase, phrases_in
from nlp.language.words import PEOPLE, rarity, stems

if TYPE_CHECKING:
    from spacy.tokens import Doc

READ = 8
"""Central excerpts of a group that are parsed for phrases; the rest only vote on words."""
BEST = 8
UNSHARED, HALF_SHARED = 0.4, 0.6
"""What a phrase is worth if no other excerpt of its group holds any of its words, or fewer than half of a larger group do."""
LARGER = 3
OWN_WORD = 0.6
"""What each word costs that only one excerpt of a larger group holds: four speak of strategies, one of an exit strategy."""
A_PERSON = 0.4
"""'Rota lady' says who was met, not what was found."""
COMMON = 0.6
"""What a single word is worth where two thirds of a larger group hold it; else about a third: 'strategies' says little."""
TOO_WEAK = 1.5
"""Worth, meaning included, below which a group goes without a phrase; one excerpt's own words are never wrong of it."""
MEANING = 3.0
"""How steeply a phrase gains by lying near the middle of its group."""


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that make one point, most central first, and what their heading says already."""

    texts: tuple[str, ...]
    said: str = ""
    """The theme's name and the like: a phrase gains nothing by repeating it."""
    barrier: bool = False
    """Only here may a phrase come from words such as 'we cannot release staff'."""
    middle: Row | None = None
    """The middle of the texts' vectors."""


def key_phrases(
    groups: Sequence[Group], background: Sequence[str], *, encoder: Encoder | None = None
) -> list[list[str]]:
    """Per group its phrases, best first; empty where none is worth showing."""
    weights = rarity(background)
    parsed = iter(parse([text for group in groups for text in group.texts[:READ]]))
    scored = [_scored(group, [next(parsed) for _ in group.texts[:READ]], weights) for group in groups]
    if encoder is not None:
        scored = _by_meaning(groups, scored, encoder)
        scored = [
            {words: worth for words, worth in scores.items() if worth >= TOO_WEAK or len(group.texts) == 1}
            for group, scores in zip(groups, scored, strict=True)
        ]
    return [_ranked(scores) for scores in scored]


def _ranked(scores: dict[str, float]) -> list[str]:
    return sorted((words for words in scores if scores[words] > 0), key=lambda words: (-scores[words], words))


def _scored(group: Group, parsed: "Sequence[Doc]", weights: dict[str, float]) -> dict[str, float]:
    held = Counter(word for text in group.texts for word in set(stems(text)))
    said = set(stems(group.said))
    scores: dict[str, float] = defaultdict(float)
    for place, document in enumerate(parsed):
        for phrase in set(phrases_in(document)):
            if group.barrier or not phrase.negated:
                worth = _worth(phrase, held, len(group.texts), weights, said)
                scores[phrase.words] = max(scores[phrase.words], worth * (1.15 if place == 0 else 1.0))
    return {words: scores[words] for words in _without_repeats(_ranked(scores))}


def _worth(phrase: Phrase, held: Counter[str], size: int, weights: dict[str, float], said: set[str]) -> float:
    """Shared by many of the group, rare elsewhere, of a length that says something."""
    fresh = [word for word in phrase.stems if word not in said]
    shared = sum(weights.get(word, 1.0) * math.pow(held[word] / size, 0.75) for word in fresh)
    shared /= math.sqrt(len(phrase.stems) + 1)
    most = max((held[word] for word in fresh), default=0)
    if size > 1 and most < 2:
        shared *= 0.0 if len(phrase.stems) == 1 else UNSHARED
    elif size >= LARGER:
        shared *= HALF_SHARED if 2 * most < size else 1.0
        shared *= OWN_WORD ** sum(held[word] < 2 for word in fresh)
    count = len(phrase.words.split())
    length = {1: 0.35, 2: 0.9}.get(count, 1.0 if count < 6 else 0.85)
    if count == 1 and size >= LARGER and 3 * most >= 2 * size:
        length = COMMON
    if phrase.verbal:
        return shared * length * 1.2
    return shared * length * (A_PERSON if phrase.head in PEOPLE else 1.0)


def _without_repeats(ranked: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for words in ranked:
        if not any(set(stems(words)) <= set(stems(other)) for other in kept):
            kept.append(words)
    return kept[:BEST]


def _by_meaning(
    groups: Sequence[Group], scored: Sequence[dict[str, float]], encoder: Encoder
) -> list[dict[str, float]]:
    """Each phrase worth the more the nearer it lies to the middle of what the group says."""
    known = sorted({words for scores in scored for words in scores})
    rows = dict(zip(known, encoder.encode(known), strict=True)) if known else {}
    return [
        {
            words: worth * math.exp(MEANING * float(rows[words] @ group.middle)) if group.middle is not None else worth
            for words, worth in scores.items()
        }
        for group, scores in zip(groups, scored, strict=True)
    ]
