"""Where it differed: who said otherwise, who was silent, and what rests on one voice or one kind of source."""

import re
from collections.abc import Sequence

import numpy as np

from corpus.finding import Spread
from nlp.findings.material import Material

OPPOSITE = {"barrier": "enabler", "enabler": "barrier"}
CLOSE = 0.18
"""Likeness to the two nearest of a point's excerpts from which an opposite excerpt speaks about the same matter."""
NEAREST = 2
CONTRARY = 0.25
"""Likeness from which a denial of nearly the same words is offered as contrary."""
MOST_COUNTER = 3

_DISAGREES = re.compile(
    r"\b(?:(?:i|we|some of us|our table|others?)\s+(?:\w+\s+)?(?:disagree|see (?:it|this|that) differently|don't see it|"
    r"do not agree|don't agree|would challenge|wouldn't say|would not say|felt the opposite|found the opposite)|"
    r"(?:i|we)(?:'d|'ll)?(?:\s+\w+){0,2}\s+disagree|(?:didn't|did not|doesn't|does not)\s+work\s+for\s+(?:me|us)|"
    r"not our experience|not (?:been )?(?:my|how we)|the opposite|(?:isn't|wasn't|is not|was not) (?:true|the case|like that)"
    r"(?: for| here)?|on the contrary|quite the reverse|the other way (?:round|around)|(?:for|with) us it (?:was|is) different|"
    r"push(?:ed)? back on (?:that|this)|less sure (?:about|that)|not convinced|rather than helping|made (?:it|things) worse)\b",
    re.IGNORECASE,
)


_DENIES = re.compile(r"\b(?:not|never|no longer|cannot|nobody|nothing|\w+n't)\b", re.IGNORECASE)


def disagrees(text: str) -> bool:
    """Whether the words themselves signal that the speaker sees it otherwise."""
    return _DISAGREES.search(text.replace("’", "'")) is not None


def apart(material: Material, group: Sequence[int]) -> list[list[int]]:
    """A group less those in it who say that they see it otherwise; they stand by themselves."""
    dissent = [position for position in group if disagrees(material.excerpts[position].text)]
    if not dissent or len(dissent) == len(group):
        return [list(group)]
    return [[position for position in group if position not in dissent], *([position] for position in dissent)]


def counter_evidence(
    material: Material, point: Sequence[int], *, stance: str | None, same_theme: Sequence[int]
) -> list[int]:
    """Possible counter-evidence: the opposite stance on the theme close in meaning, or open disagreement near it."""
    rest = [position for position in same_theme if position not in set(point)]
    if not rest:
        return []
    near = np.sort(material.alike(rest, point), axis=1)[:, -NEAREST:].mean(axis=1)
    ranked = sorted(zip(rest, near, strict=True), key=lambda pair: -pair[1])
    denied = _denies(material, point[0])
    against = [
        position
        for position, likeness in ranked
        if (likeness >= CLOSE and _speaks_against(material, position, stance))
        or (likeness >= CLOSE - 0.03 and disagrees(material.excerpts[position].text))
        or (
            likeness >= CONTRARY and _denies(material, position) is not denied and _elsewhere(material, position, point)
        )
    ]
    return _one_per_voice(material, against)[:MOST_COUNTER]


def _speaks_against(material: Material, position: int, stance: str | None) -> bool:
    opposite = OPPOSITE.get(stance or "")
    held = material.held.get(material.excerpts[position].excerpt_id, {})
    return opposite is not None and opposite in held and stance not in held


def _denies(material: Material, position: int) -> bool:
    return _DENIES.search(material.excerpts[position].text.replace("’", "'")) is not None


def _elsewhere(material: Material, position: int, point: Sequence[int]) -> bool:
    """From a collaborative that did not make the point."""
    collaborative = material.excerpts[position].collaborative
    return collaborative is not None and all(material.excerpts[at].collaborative != collaborative for at in point)


def _one_per_voice(material: Material, positions: Sequence[int]) -> list[int]:
    first: dict[str, int] = {}
    for position in positions:
        first.setdefault(material.excerpts[position].voice.voice_id, position)
    return list(first.values())


def heard_in(material: Material) -> tuple[set[str], set[str]]:
    """Collaboratives and kinds of source with any evidence at all in the scope."""
    collaboratives = {excerpt.collaborative for excerpt in material.excerpts if excerpt.collaborative}
    return collaboratives, {material.documents[excerpt.document_id].kind.value for excerpt in material.excerpts}


def is_tentative(spread: Spread, *, sources_heard: int) -> bool:
    """One voice, or one source of several: worth showing, not yet worth leaning on.

    Where the scope is a single source, such as one webinar, several voices are all the breadth there can be.
    """
    return spread.voices < 2 or (spread.documents < 2 and sources_heard > 1)
