"""Quotes: the few excerpts that stand for a point and are spread over those who made it."""

import re
from collections.abc import Container, Sequence

import numpy as np

from learnbrief.corpus.document import Excerpt, Mode
from learnbrief.nlp.findings.gather import Likeness, Material
from learnbrief.nlp.language.placeholders import BRACKETS

FEWEST_WORDS, MOST_WORDS = 8, 60
TOO_ALIKE = 0.8
MOST_QUOTES = 4
QUOTED = 0.6
CUT_OFF = 0.8
"""What a quote loses whose source goes on with 'But ...'."""

_DANGLING = re.compile(
    r"^\W*(?:this|that|these|those|they|them|it|its|it's|he|she|his|her|their|there|which|who|such|so|and|but|or|because|also|"
    r"then|yes|yeah|yep|no|well|okay|ok|um|er|erm|same here|likewise|exactly|agreed|plus|again|another|the others?|the rest|ditto|both|"
    r"either|neither|one of them|some of them)\b(?!\s+(?:is|are|was|were)\s+(?:no|not enough|little|nothing|nobody)\b)",
    re.IGNORECASE,
)
_LOOSE_AND = re.compile(r"^\W*(?:and|but|or|so|because|well|yes|yeah|no|okay|ok|um|er|erm|plus)\b[,\s]", re.IGNORECASE)
_COMPLETE = re.compile(r"[.!?][\"'”’)\]]*$")
_UNCLEAR = re.compile(r"\[(?:inaudible|unclear|crosstalk|email|phone)|\.\.\.|…|\?\?|https?:", re.IGNORECASE)


def stands_alone(text: str) -> float:
    """How well a reader who has only this text can follow it, 0 to 1."""
    text = text.strip()
    words = text.split()
    score = 1.0
    if _DANGLING.match(text):
        score -= 0.2 if _LOOSE_AND.match(text) else 0.35
    if not _COMPLETE.search(text):
        score -= 0.15
    if text[:1].islower():
        score -= 0.15
    score -= _length_fault(len(words))
    score -= min(0.2, 0.07 * len(BRACKETS.findall(text))) + (0.2 if _UNCLEAR.search(text) else 0.0)
    return max(0.0, score)


def _length_fault(words: int) -> float:
    if words < FEWEST_WORDS:
        return 0.06 * (FEWEST_WORDS - words)
    return min(0.4, 0.01 * max(0, words - MOST_WORDS))


def choose_quotes(
    material: Material,
    members: Sequence[int],
    *,
    first: int | None = None,
    quoted: Container[int] = frozenset(),
    most: int = MOST_QUOTES,
) -> list[int]:
    """One to four of a finding: whose words head it first, then whoever adds another voice, place or role.

    What is quoted elsewhere already gives way to what is not. Of two sources that are counted both are quoted, however much
    alike or short their words: whoever defends the count must be able to point to the second.
    """
    table = material.alike(members, members)
    worth = _worth(material, members, table)
    worth = {position: value - (QUOTED if position in quoted else 0.0) for position, value in worth.items()}
    chosen = [max(members, key=lambda position: worth[position]) if first is None else first]
    own = [at for at, position in enumerate(members) if position == chosen[0]]  # what heads may be another's words
    repeats = (table[:, own] if own else material.alike(members, chosen))[:, 0]
    while len(chosen) < most:
        rest = [
            at
            for at, position in enumerate(members)
            if position not in chosen and repeats[at] < TOO_ALIKE and _adds_a_voice(material, position, chosen)
        ]
        if not rest:
            break
        gain = {at: _gain(material, members[at], chosen) - 0.5 * float(repeats[at]) for at in rest}
        added = max(rest, key=lambda at: worth[members[at]] + gain[at])
        chosen.append(members[added])
        repeats = np.maximum(repeats, table[:, added])
    sources = {material.excerpts[position].document_id for position in chosen}
    others = [position for position in members if material.excerpts[position].document_id not in sources]
    if len(sources) == 1 and others:
        chosen[1:] = [max(others, key=lambda position: worth[position]), *chosen[1 : most - 1]]
    return chosen


def _worth(material: Material, members: Sequence[int], table: Likeness) -> dict[int, float]:
    central = table.mean(axis=1)
    top = float(central.max()) or 1.0
    return {
        position: float(centrality) / top
        + stands_alone(material.excerpts[position].text)
        + (0.05 if material.excerpts[position].mode is Mode.VERBATIM else 0.0)
        - (CUT_OFF if turns_after(material, position) else 0.0)
        for position, centrality in zip(members, central, strict=True)
    }


def turns_after(material: Material, position: int) -> bool:
    """Whether the source goes on with 'But ...': a quote is not to end before it."""
    excerpt = material.excerpts[position]
    after = material.documents[excerpt.document_id].text[excerpt.end : excerpt.end + 30]
    return bool(re.match(r"[\s\"”’)\].]*(?:But|However|Yet|Except)\b", after)) and "\n\n" not in after[:3]


def _adds_a_voice(material: Material, position: int, chosen: Sequence[int]) -> bool:
    """Another voice, readable by itself."""
    excerpt = material.excerpts[position]
    return (
        all(excerpt.voice.voice_id != material.excerpts[other].voice.voice_id for other in chosen)
        and stands_alone(excerpt.text) >= 0.5
    )


def _gain(material: Material, position: int, chosen: Sequence[int]) -> float:
    """What a quote adds in sources, collaboratives and roles."""
    excerpt, others = material.excerpts[position], [material.excerpts[other] for other in chosen]
    new = [
        0.4 * _is_new(excerpt.collaborative, [other.collaborative for other in others]),
        0.3 * _is_new(excerpt.document_id, [other.document_id for other in others]),
        0.2 * _is_new(excerpt.role, [other.role for other in others]),
        0.1 * _is_new(_kind(material, excerpt), [_kind(material, other) for other in others]),
    ]
    return sum(new)


def _is_new(value: str | None, known: Sequence[str | None]) -> bool:
    return value is not None and value not in known


def _kind(material: Material, excerpt: Excerpt) -> str:
    return material.documents[excerpt.document_id].kind.value
