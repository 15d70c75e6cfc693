"""Excerpts kept for blind coding are spared where a finding has others: whoever reads one under its theme is led by it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from learnbrief.corpus.finding import Clause, Finding, Point
from learnbrief.outputs.brief.mending import Ground, headed_by


def sparing(finding: Finding, kept: Collection[str], ground: Ground) -> Finding:
    """The finding with quotes and headline out of excerpts that are not kept for blind coding, as far as it has any.

    As many quotes as before, from sources that are not quoted yet first. A clause gives way to another of its own side.
    """
    free = [one for one in finding.evidence if one not in kept]
    if not free or not kept:
        return finding
    spared = replace(
        finding,
        quotes=_quotes(finding, free, ground),
        points=tuple(_spared_point(point, finding.candidates, kept) for point in finding.points),
    )
    if finding.clause is None or finding.clause.excerpt not in kept:
        return spared
    instead = _other(finding.clause, finding, kept)
    return headed_by(spared, instead, ground) if instead else spared


def _quotes(finding: Finding, free: Sequence[str], ground: Ground) -> tuple[str, ...]:
    quotes = [quote for quote in finding.quotes if quote in free]
    source = {one: ground.material.excerpts[one].document_id for one in free}
    while len(quotes) < min(len(finding.quotes), len(free)):
        quoted = {source[quote] for quote in quotes}
        quotes.append(min((one for one in free if one not in quotes), key=lambda one: source[one] in quoted))
    return tuple(quotes)


def _spared_point(point: Point, candidates: Sequence[Clause], kept: Collection[str]) -> Point:
    # where people differ both clauses were chosen against each other
    if point.clause is None or point.clause.excerpt not in kept or point.contested:
        return point
    others = (one for one in candidates if one.excerpt in point.evidence and one.excerpt not in kept)
    return replace(point, clause=next(others, point.clause))


def _other(clause: Clause, finding: Finding, kept: Collection[str]) -> Clause | None:
    """The best other clause from the same side: one of another side would turn what the finding says."""
    side = {point.stance for point in finding.points if clause.excerpt in point.evidence}
    own = {one for point in finding.points if point.stance in side for one in point.evidence} or set(finding.evidence)
    return next((one for one in finding.candidates if one.excerpt in own and one.excerpt not in kept), None)
