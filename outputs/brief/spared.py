"""Excerpts kept for blind coding are spared where a finding has others: whoever reads one under its theme is led by it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from learnbrief.corpus.finding import Clause, Finding, Point, Spoken
from learnbrief.outputs.brief.mending import Ground, headed_by


def sparing(finding: Finding, kept: Collection[str], ground: Ground) -> Finding:
    """The finding with quotes and headline out of excerpts that are not kept for blind coding, as far as it has any.

    A clause gives way to another of its own side. As many quotes as before, from sources that are not quoted yet first; what
    only speaks of the subject never stands in for what is counted under the headline: it may say the opposite.
    """
    if not kept:
        return finding
    points = tuple(_spared_point(point, finding.candidates, kept) for point in finding.points)
    spared = replace(finding, points=points, spoken=_spared_spoken(finding.spoken, kept) if finding.spoken else None)
    if finding.clause is not None and finding.clause.excerpt in kept:
        instead = _other(finding.clause, finding, kept)
        spared = headed_by(spared, instead, ground) if instead else spared
    return replace(spared, quotes=_quotes(spared, kept, ground))


def _quotes(finding: Finding, kept: Collection[str], ground: Ground) -> tuple[str, ...]:
    free = [one for one in finding.stated_by if one not in kept]
    if not free:
        return finding.quotes
    heads = finding.clause.excerpt if finding.clause else None
    quotes = [quote for quote in (heads, *finding.quotes) if quote in free]
    quotes = list(dict.fromkeys(quotes))[: len(finding.quotes)]
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


def _spared_spoken(spoken: Spoken, kept: Collection[str]) -> Spoken:
    """Who names a thing is counted whole; whose words stand beside its headline is read under a theme."""
    return replace(spoken, beside=tuple(one for one in spoken.beside if one.excerpt not in kept))


def _other(clause: Clause, finding: Finding, kept: Collection[str]) -> Clause | None:
    """The best other clause from the same side: one of another side would turn what the finding says."""
    side = {point.stance for point in finding.points if clause.excerpt in point.evidence}
    own = {one for point in finding.points if point.stance in side for one in point.evidence} or set(finding.evidence)
    own &= set(finding.stated_by)
    return next((one for one in finding.candidates if one.excerpt in own and one.excerpt not in kept), None)
