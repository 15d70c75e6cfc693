"""Findings as evaluators mend them: joined, parted, started, widened and narrowed, with every consequence drawn."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import Clause, Finding, Point, is_tentative, spread_of
from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.material import Material

T = TypeVar("T")

MOST_QUOTES = 4
TWO_THIRDS = 2 / 3
"""Of the members that take a side, from which a point has one."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What edits are held against: the material of the brief, and which of it carries which theme or stance."""

    material: Material
    carried: Mapping[str, Sequence[Excerpt]]
    codebook: Codebook

    def present(self, excerpt_ids: Iterable[str]) -> list[str]:
        """Those that are evidence of this brief, each once, in the order given."""
        known = self.material.excerpts
        return list(dict.fromkeys(one for one in excerpt_ids if one in known and known[one].evidence))

    def theme_of(self, excerpt_ids: Collection[str]) -> str | None:
        """The topic that at least half of them carry, the commonest first."""
        votes = self._votes((theme.slug for theme in self.codebook.topics), excerpt_ids)
        best = min(votes, key=lambda slug: (-votes[slug], slug), default=None)
        return best if best and 2 * votes[best] >= len(excerpt_ids) else None

    def side_of(self, excerpt_ids: Collection[str]) -> str | None:
        """The stance of two thirds of those that take one; a majority is not told as if all agreed."""
        votes = self._votes((stance.value for stance in Stance if stance is not Stance.NEUTRAL), excerpt_ids)
        best = min(votes, key=lambda slug: (-votes[slug], slug), default=None)
        return best if best and votes[best] >= TWO_THIRDS * votes.total() else None

    def _votes(self, slugs: Iterable[str], excerpt_ids: Collection[str]) -> Counter[str]:
        wanted = set(excerpt_ids)
        counted = {slug: sum(one.excerpt_id in wanted for one in self.carried.get(slug, ())) for slug in slugs}
        return Counter({slug: count for slug, count in counted.items() if count})


def merged(finding: Finding, others: Sequence[Finding], ground: Ground) -> Finding:
    """All of them as one: the first keeps its id and its words, evidence and points are the union."""
    parts = [finding, *others]
    evidence = _each_once(excerpt for part in parts for excerpt in part.evidence)
    points = _led_together(parts)
    sides = {point.stance for point in points}
    # One quote of each first, so that every part is heard; the rest as far as there is room.
    quotes = _each_once([*(part.quotes[0] for part in parts), *(quote for part in parts for quote in part.quotes)])
    whole = replace(
        finding,
        theme=next((part.theme for part in parts if part.theme), None),
        stance=next(iter(sides)) if len(sides) == 1 else None,
        identity=finding.finding_id,
        evidence=evidence,
        quotes=quotes[:MOST_QUOTES],
        counter=_outside(evidence, (excerpt for part in parts for excerpt in part.counter)),
        candidates=_each_once([*_clauses(parts), *(clause for part in parts for clause in part.candidates)]),
        points=points,
        then_now=next((part.then_now for part in parts if part.then_now), None),
        solved_later=all(part.solved_later for part in parts),
    )
    return recounted(_told_by_sides(whole, ground), ground)


def narrowed(finding: Finding, gone: Collection[str], ground: Ground) -> Finding | None:
    """The finding without these excerpts; None where nothing is left."""
    evidence = tuple(excerpt for excerpt in finding.evidence if excerpt not in gone)
    if not evidence:
        return None
    points = tuple(kept for point in finding.points if (kept := _narrowed_point(point, gone)))
    sides = {point.stance for point in points}
    then_now = finding.then_now
    if then_now and {then_now.earlier.excerpt, then_now.later.excerpt} & set(gone):
        then_now = None
    left = replace(
        finding,
        identity=finding.finding_id,
        evidence=evidence,
        stance=next(iter(sides)) if len(sides) == 1 else finding.stance,
        quotes=tuple(quote for quote in finding.quotes if quote in evidence) or evidence[:1],
        clause=finding.clause if finding.clause and finding.clause.excerpt in evidence else None,
        candidates=tuple(clause for clause in finding.candidates if clause.excerpt in evidence),
        points=points,
        then_now=then_now,
    )
    return recounted(reheaded(left, ground), ground)


def widened(finding: Finding, excerpt: str, ground: Ground, *, says: bool = False) -> Finding:
    """The finding with one more excerpt, in the point whose side it takes or as a point of its own.

    Where a person holds that it `says` what the headline says, it stands in the point whose words head it, whatever its tags.
    """
    lead = _leading(finding)
    if excerpt in (lead.evidence if says else finding.evidence):
        return finding
    evidence, side = _each_once([*finding.evidence, excerpt]), ground.side_of([excerpt])
    points = list(_points(finding))
    if says:
        rest = (point if point == lead else _narrowed_point(point, {excerpt}) for point in points)
        points = [point for point in rest if point]
        fitting: int | None = points.index(lead)
    else:
        fitting = next((n for n, point in enumerate(points) if side is None or point.stance == side), None)
    if fitting is None:
        points.append(Point((excerpt,), ground.theme_of([excerpt]), side))
    else:
        points[fitting] = replace(points[fitting], evidence=(*points[fitting].evidence, excerpt))
    stance = finding.stance if fitting is not None else None
    whole = replace(
        finding,
        identity=finding.finding_id,
        evidence=evidence,
        stance=stance,
        counter=_outside(evidence, finding.counter),
        points=tuple(points),
    )
    return recounted(whole, ground)


def started(
    excerpts: Sequence[str], ground: Ground, *, candidates: Iterable[Clause] = (), identity: str = ""
) -> Finding:
    """A finding of chosen excerpts, under the theme and side that they carry; without an id its own evidence names it."""
    theme, side = ground.theme_of(excerpts), ground.side_of(excerpts)
    known = tuple(clause for clause in candidates if clause.excerpt in excerpts)
    finding = Finding(
        theme=theme,
        stance=side,
        heading=named_by_theme(theme, ground),
        evidence=tuple(excerpts),
        quotes=tuple(excerpts[:MOST_QUOTES]),
        candidates=known,
        points=(Point(tuple(excerpts), theme, side, known[0] if known else None),),
        identity=identity,
    )
    return recounted(reheaded(finding, ground), ground)


def headed_by(finding: Finding, clause: Clause, ground: Ground) -> Finding:
    """The finding under a clause of its own evidence; what headed it so far stays on offer."""
    offered = _each_once([*([finding.clause] if finding.clause else []), *finding.candidates])
    headed = replace(
        finding,
        heading=ground.material.clause(clause).text,
        heading_from="clause",
        clause=clause,
        candidates=tuple(other for other in offered if other != clause),
    )
    return recounted(headed, ground)


def _points(finding: Finding) -> tuple[Point, ...]:
    """Its points; a finding from before points is one itself."""
    return finding.points or (Point(finding.evidence, finding.theme, finding.stance, finding.clause),)


def _led_together(findings: Sequence[Finding]) -> tuple[Point, ...]:
    """Their points, the leading ones of one side made one: whoever puts findings together says that they say the same."""
    leads = [_leading(finding) for finding in findings]
    rest = [point for finding in findings for point in _points(finding) if point not in leads]
    if len({lead.stance for lead in leads}) > 1:
        return (*leads, *rest)
    return (replace(leads[0], evidence=_each_once(one for lead in leads for one in lead.evidence)), *rest)


def _leading(finding: Finding) -> Point:
    """The point whose words head it, else its first."""
    points = _points(finding)
    return next((point for point in points if finding.clause and finding.clause.excerpt in point.evidence), points[0])


def _narrowed_point(point: Point, gone: Collection[str]) -> Point | None:
    evidence = tuple(excerpt for excerpt in point.evidence if excerpt not in gone)
    if not evidence:
        return None
    clause = point.clause if point.clause and point.clause.excerpt in evidence else None
    against = point.against if point.against and point.against.excerpt in evidence else None
    left = tuple(excerpt for excerpt in point.against_by if excerpt in evidence)
    contested = point.contested and bool(against)
    return replace(point, evidence=evidence, clause=clause, against=against, against_by=left, contested=contested)


def _told_by_sides(finding: Finding, ground: Ground) -> Finding:
    """A matter of several sides has a subject and a clause a side: one side's clause would speak for the others too."""
    if len({point.stance for point in finding.points}) < 2 or finding.theme is None:
        return finding
    return replace(finding, heading=named_by_theme(finding.theme, ground), heading_from="composed", clause=None)


def reheaded(finding: Finding, ground: Ground) -> Finding:
    """Under its own clause if that is left, else the best that is on offer, else theme and side alone."""
    if finding.clause is not None or finding.heading_from == "evaluator":
        return finding
    if finding.heading_from == "composed" and len({point.stance for point in finding.points}) > 1:
        return finding
    offered = next(iter((*finding.candidates, *(point.clause for point in finding.points if point.clause))), None)
    if offered is None:
        return replace(finding, heading=named_by_theme(finding.theme, ground), heading_from="none")
    return headed_by(finding, offered, ground)


def named_by_theme(theme: str | None, ground: Ground) -> str:
    """The theme alone, where no words of the material serve as a heading."""
    return ground.codebook.theme(theme).name if theme and theme in ground.codebook else "No theme yet"


def recounted(finding: Finding, ground: Ground) -> Finding:
    """What follows from its evidence as it is now: how firm it is, who is not in it, of which kinds it is."""
    material = ground.material
    spread = spread_of(material.of(finding.stated_by), material.documents)
    everything = spread_of(material.evidence, material.documents)
    return replace(
        finding,
        tentative=is_tentative(spread, sources_heard=everything.documents),
        silent=tuple(silence for silence in finding.silent if silence.collaborative not in spread.collaboratives),
        one_kind_only=len(spread.kinds) == 1 and len(everything.kinds) > 1,
    )


def _clauses(findings: Iterable[Finding]) -> list[Clause]:
    """The clauses that head findings or their points now."""
    found = [[finding.clause, *(point.clause for point in finding.points)] for finding in findings]
    return [clause for clauses in found for clause in clauses if clause]


def _outside(evidence: Collection[str], excerpts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(excerpt for excerpt in excerpts if excerpt not in evidence))


def _each_once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
