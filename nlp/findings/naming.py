"""Names for points: a key phrase of their own words, true of every excerpt that stands under it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.codebook import Codebook
from corpus.finding import spread_of
from corpus.protocols import Encoder
from nlp.findings.headings import theme_words
from nlp.findings.keyphrases import Group, key_phrases
from nlp.findings.material import Material, Point
from nlp.language.phrases import LIGHT_STEMS
from nlp.language.words import stems

CLOSE_TO_IT = 0.3
"""Likeness to those who use the words of the heading from which one who does not still makes the point."""

Named = tuple[Point, str]


def name_points(
    material: Material,
    codebook: Codebook,
    points: Sequence[Point],
    encoder: Encoder | None,
    *,
    taken: Iterable[Named] = (),
) -> tuple[list[Named], list[int]]:
    """Each point with its key phrase, less the excerpts of which the phrase is not true; and those excerpts' positions.

    A point of several excerpts that share nothing one could name is none: all its excerpts are given back. No phrase is
    used twice on one side of a theme, those of the points in `taken` included.
    """
    named: list[Named] = []
    given_back: list[int] = []
    used = {(point.theme, point.stance, phrase) for point, phrase in taken}
    for point, candidates in zip(points, _candidates(material, codebook, points, encoder), strict=True):
        fresh = [words for words in candidates if (point.theme, point.stance, words) not in used]
        kept, phrase = _true_of(material, point, fresh)
        given_back += [position for position in point.members if position not in kept]
        if kept:
            used.add((point.theme, point.stance, phrase))
            spread = spread_of([material.excerpts[at] for at in kept], material.documents)
            named.append((replace(point, members=kept, spread=spread), phrase))
    return named, given_back


def _candidates(
    material: Material, codebook: Codebook, points: Sequence[Point], encoder: Encoder | None
) -> list[list[str]]:
    groups = [
        Group(
            tuple(material.excerpts[at].text for at in point.members),
            said=_said(codebook, point),
            barrier=point.stance == "barrier",
            middle=material.vectors[list(point.members)].mean(axis=0),
        )
        for point in points
    ]
    return key_phrases(groups, [excerpt.text for excerpt in material.excerpts], encoder=encoder)


def _said(codebook: Codebook, point: Point) -> str:
    return f"{theme_words(codebook, point.theme)} {point.stance or ''}"


def _true_of(material: Material, point: Point, phrases: Sequence[str]) -> tuple[tuple[int, ...], str]:
    """The members of whom a phrase is true, and the phrase: the one that keeps most, of several the best."""
    if len(point.members) < 2:
        return point.members, phrases[0] if phrases else ""
    words = {at: set(stems(material.excerpts[at].text)) for at in point.members}
    best: tuple[tuple[int, ...], str] = ((), "")
    for phrase in phrases:
        telling = set(stems(phrase)) - LIGHT_STEMS
        kept = _who_makes_it(material, point.members, [at for at in point.members if words[at] & telling])
        if len(kept) > len(best[0]):
            best = kept, phrase
    return best


def _who_makes_it(material: Material, members: Sequence[int], holders: Sequence[int]) -> tuple[int, ...]:
    """Those who use the words, and those who say much the same without them; nobody where fewer than two use them."""
    if len(holders) < 2:
        return ()
    rest = [at for at in members if at not in holders]
    likeness = dict(zip(rest, material.alike(rest, holders).mean(axis=1), strict=True)) if rest else {}
    return tuple(at for at in members if at in holders or likeness[at] >= CLOSE_TO_IT)
