"""From tagged evidence to findings: points that several people made, with who differed and who was silent."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from corpus.codebook import Codebook
from corpus.counting import COUNTED
from corpus.document import Document, Excerpt
from corpus.finding import Finding, spread_of
from corpus.protocols import Encoder
from corpus.tag import Band, EffectiveTag
from nlp.findings.differences import OPPOSITE, apart, counter_evidence, heard_in, is_tentative
from nlp.findings.headings import compose_heading
from nlp.findings.material import Material, Point, Row, Voicing, buckets, by_side, gather
from nlp.findings.naming import name_points
from nlp.findings.points import SAME_POINT, points
from nlp.findings.quotes import choose_quotes, stands_alone

SINGLES_PER_THEME = 8
READABLE = 0.5
"""How far an excerpt must be understandable by itself to stand without company."""
NEXT = 4
"""Excerpts nearest to a single voice, itself among them, that say whether others come near it."""
SAME_EVIDENCE = 0.6
"""Share of common evidence from which two points under different themes are one."""


def distil(
    excerpts: Iterable[Excerpt],
    documents: Mapping[str, Document],
    tags: Iterable[EffectiveTag],
    vectors: Mapping[str, Row],
    codebook: Codebook,
    *,
    bands: frozenset[Band] = COUNTED,
    threshold: float = SAME_POINT,
    singles_per_theme: int = SINGLES_PER_THEME,
    encoder: Encoder | None = None,
) -> tuple[Finding, ...]:
    """Findings over all themes and stances, most sources first, then collaboratives, then voices; never by how often.

    With an encoder, key phrases are chosen by meaning too, not only by the words that a point's excerpts share.
    """
    material = gather(excerpts, documents, tags, vectors, bands=bands)
    sorted_in = buckets(material, codebook)
    found = [
        Point(theme, stance, tuple(members), spread_of([material.excerpts[at] for at in members], documents))
        for (theme, voicing), positions in sorted_in.items()
        for group in points(material, positions, threshold=threshold)
        for stance, side in (by_side(material, group) if voicing is Voicing.WEIGHS else [(voicing.value, group)])
        for members in apart(material, side)
    ]
    told = _one_theme_each(material, _in_order(material, found))
    several, given_back = name_points(material, codebook, [point for point in told if len(point.members) > 1], encoder)
    alone = [point for point in told if len(point.members) == 1]
    phrases = dict(several)
    alone += _by_themselves(material, sorted_in, given_back, documents)
    broad = _on_a_theme_as_a_whole(material, list(phrases), alone)
    phrases |= dict.fromkeys(broad, "")
    told_broadly = {at for point in broad for at in point.members}
    alone = [point for point in alone if not told_broadly & set(point.members)]
    ordered = _in_order(material, [*phrases, *alone])
    kept = _a_place_for_single_voices(material, ordered, singles_per_theme)
    singles = [point for point in kept if point not in phrases]
    phrases |= dict(name_points(material, codebook, singles, encoder, taken=phrases.items())[0])
    by_theme = {theme: _of_theme(sorted_in, theme) for theme in {point.theme for point in kept}}
    quoted: set[int] = set()
    found_in_order = []
    for point in kept:
        quotes = choose_quotes(material, point.members, theme=point.theme, phrase=phrases[point], quoted=quoted)
        quoted.update(quotes)
        heading = compose_heading(codebook, point.theme, point.stance, phrases[point])
        found_in_order.append(_finding(material, point, heading, phrases[point], quotes, by_theme[point.theme]))
    return tuple(found_in_order)


def _on_a_theme_as_a_whole(material: Material, several: Sequence[Point], alone: Sequence[Point]) -> list[Point]:
    """Where people spoke of a theme from one side and no two made the same point: what they said, under the theme alone.

    After a workshop that is often the most that can be said, and it is worth saying: four people found something in the way.
    """
    made = {(point.theme, point.stance) for point in several if point.spread.voices > 1}
    sides: dict[tuple[str, str | None], list[int]] = {}
    for point in alone:
        if point.stance in OPPOSITE and (point.theme, point.stance) not in made:
            sides.setdefault((point.theme, point.stance), []).append(point.members[0])
    found = []
    for (theme, stance), positions in sides.items():
        members = [at for at in dict.fromkeys(positions) if stands_alone(material.excerpts[at].text) >= READABLE]
        spread = spread_of([material.excerpts[at] for at in members], material.documents) if members else None
        if spread and spread.voices > 1:
            found.append(Point(theme, stance, tuple(members), spread))
    return found


def _by_themselves(
    material: Material,
    sorted_in: Mapping[tuple[str, Voicing], Sequence[int]],
    positions: Iterable[int],
    documents: Mapping[str, Document],
) -> list[Point]:
    """A point of its own for each of these excerpts, under the theme that is trusted most, of several the one least spoken of."""
    found = []
    for at in dict.fromkeys(positions):
        places = [place for place, held in sorted_in.items() if at in held]
        theme, voicing = max(places, key=lambda place: (material.trust(at, place[0]), -len(sorted_in[place])))
        stance = by_side(material, [at])[0][0] if voicing is Voicing.WEIGHS else voicing.value
        found.append(Point(theme, stance, (at,), spread_of([material.excerpts[at]], documents)))
    return found


def _in_order(material: Material, found: Iterable[Point]) -> list[Point]:
    """Best spread first; among equals the better tagged, then the more readable, then the place in the material."""
    return sorted(
        found,
        key=lambda point: (
            *(-number for number in point.spread.rank),
            -round(_trust(material, point), 4),
            -max(stands_alone(material.excerpts[at].text) for at in point.members),
            point.members,
            point.theme,
            point.stance or "",
        ),
    )


def _trust(material: Material, point: Point) -> float:
    return sum(material.trust(at, point.theme) for at in point.members) / len(point.members)


def _one_theme_each(material: Material, ordered: Sequence[Point]) -> list[Point]:
    """A point that stands under several themes or stances with nearly the same evidence is told once, where it fits best."""
    kept: list[Point] = []
    holding: dict[int, list[int]] = {}
    for point in ordered:
        near = sorted({place for at in point.members for place in holding.get(at, ())})
        twin = next((place for place in near if _overlap(point, kept[place]) >= SAME_EVIDENCE), None)
        if twin is None:
            twin = len(kept)
            kept.append(point)
        elif _fits_better(material, point, kept[twin]):
            kept[twin] = point
        else:
            continue
        for at in point.members:
            holding.setdefault(at, []).append(twin)
    return _in_order(material, kept)


def _overlap(one: Point, other: Point) -> float:
    """Common evidence as a share of the smaller point's."""
    return len(set(one.members) & set(other.members)) / min(len(one.members), len(other.members))


def _fits_better(material: Material, point: Point, other: Point) -> bool:
    return point.spread.rank == other.spread.rank and _trust(material, point) > _trust(material, other) + 0.02


def _a_place_for_single_voices(material: Material, ordered: Sequence[Point], per_theme: int) -> list[Point]:
    """All points that several made, and of the single ones a few per theme: the best told that fewest others come near."""
    kept = [point for point in ordered if point.spread.excerpts > 1]
    singles: dict[str, list[Point]] = {}
    for point in ordered:
        if point.spread.excerpts == 1 and stands_alone(material.excerpts[point.members[0]].text) >= READABLE:
            singles.setdefault(point.theme, []).append(point)
    for points_of_one in singles.values():
        alone = [point.members[0] for point in points_of_one]
        near = np.sort(material.alike(alone, range(len(material.excerpts))), axis=1)[:, -NEXT:-1].mean(axis=1)
        worth = [
            _trust(material, point) + stands_alone(material.excerpts[at].text) - float(likeness)
            for point, at, likeness in zip(points_of_one, alone, near, strict=True)
        ]
        best = sorted(range(len(alone)), key=lambda place: (-round(worth[place], 6), alone[place]))[:per_theme]
        kept += [points_of_one[place] for place in best]
    return _in_order(material, kept)


def _of_theme(sorted_in: Mapping[tuple[str, Voicing], Sequence[int]], theme: str) -> list[int]:
    return sorted({at for (slug, _), positions in sorted_in.items() if slug == theme for at in positions})


def _finding(
    material: Material, point: Point, heading: str, phrase: str, quotes: Sequence[int], same_theme: Sequence[int]
) -> Finding:
    counter = counter_evidence(material, point.members, stance=point.stance, same_theme=same_theme)
    collaboratives, kinds = heard_in(material)

    def ids(positions: Iterable[int]) -> tuple[str, ...]:
        return tuple(material.excerpts[at].excerpt_id for at in positions)

    return Finding(
        theme=point.theme,
        stance=point.stance,
        heading=heading,
        evidence=ids(point.members),
        quotes=ids(quotes),
        counter=ids(counter),
        key_phrase=phrase,
        tentative=is_tentative(point.spread, sources_heard=len({one.document_id for one in material.excerpts})),
        silent=tuple(sorted(collaboratives - set(point.spread.collaboratives))),
        one_kind_only=len(point.spread.kinds) == 1 and len(kinds) > 1,
    )
