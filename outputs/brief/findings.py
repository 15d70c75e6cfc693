"""Findings of the analysis as the brief reports them: words cut out of the frozen excerpts, counts from their evidence."""

from collections.abc import Iterable, Sequence
from typing import Literal

from learnbrief.corpus.deeds import deed_of
from learnbrief.corpus.finding import Finding, Point, Spread, ThenNow, Topic, is_tentative, spread_of
from learnbrief.corpus.role_families import in_family
from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.material import Material
from learnbrief.outputs.brief.reported import (
    Emerging,
    HeadingFrom,
    Reach,
    ReportedDeed,
    ReportedFinding,
    ReportedPoint,
    ReportedSilence,
    ReportedThenNow,
)
from learnbrief.outputs.brief.spoken import named_now, reported_spoken

HEADINGS: dict[str, HeadingFrom] = {"clause": "clause", "composed": "composed", "evaluator": "evaluator"}


def reported(
    finding: Finding,
    material: Material,
    heard: Spread,
    *,
    counter_confirmed: tuple[str, ...],
    family: str | None = None,
) -> ReportedFinding:
    """One finding with its evidence in full.

    How firm it is, and whether one kind of source tells it, follows from what is counted under its headline here: an
    analysis says both of the words it found, and an evaluator may have put a subject over them that more people speak of.
    """
    said = " ".join(one.text for one in material.of(finding.evidence)).casefold()
    clause = material.clause(finding.clause) if finding.clause and finding.heading_from == "clause" else None
    part = len(finding.stated_by) < len(finding.evidence)
    counted = spread_of(material.of(finding.stated_by), material.documents)
    heading = clause.text if clause else finding.heading
    naming = named_now(finding, heading, material)
    return ReportedFinding(
        id=finding.finding_id,
        theme=finding.theme,
        stance=finding.stance,
        heading=heading,
        heading_from=HEADINGS.get(finding.heading_from, "none"),
        clause=clause,
        evidence=material.cite(finding.evidence),
        quotes=finding.quotes,
        counter=material.cite(finding.counter),
        spread=_reach(spread_of(material.of(finding.evidence), material.documents)),
        stated=_reach(counted) if part else None,
        stated_by=finding.stated_by if part else (),
        tentative=is_tentative(counted, sources_heard=heard.documents),
        points=tuple(_point(point, material) for point in finding.points),
        then_now=_then_now(finding.then_now, material) if finding.then_now else None,
        # a word may have been hidden since: then it must not live on over the finding
        subject=finding.subject if finding.theme is None and finding.subject.casefold() in said else "",
        candidates=tuple(material.clause(candidate) for candidate in finding.candidates),
        counter_confirmed=counter_confirmed,
        silent=tuple(
            ReportedSilence(collaborative=silence.collaborative, excerpts=silence.excerpts)
            for silence in finding.silent
        ),
        one_kind_only=len(counted.kinds) == 1 and len(heard.kinds) > 1,
        solved_later=finding.solved_later,
        drafted_by=finding.drafted_by,
        spoken=reported_spoken(finding, naming, _reach(spread_of(material.of(naming), material.documents)), material),
        said_by=_said_by(finding, material, family) if family else None,
    )


def _said_by(finding: Finding, material: Material, family: str) -> Literal["them", "others", "both"]:
    """Whose words carry it, in a brief on a role family."""
    theirs = {in_family(family, one.role) for one in material.of(finding.evidence)}
    return "both" if len(theirs) > 1 else "them" if True in theirs else "others"


def _reach(spread: Spread) -> Reach:
    return Reach(
        documents=spread.documents,
        voices=spread.voices,
        excerpts=spread.excerpts,
        collaboratives=spread.collaboratives,
        kinds=spread.kinds,
        places=len(spread.collaboratives),
        voices_at_most=spread.voices_at_most,
    )


def _point(point: Point, material: Material) -> ReportedPoint:
    return ReportedPoint(
        theme=point.theme,
        stance=point.stance,
        contested=point.contested,
        clause=material.clause(point.clause) if point.clause else None,
        against=material.clause(point.against) if point.against else None,
        evidence=point.evidence,
        against_by=point.against_by,
        spread=_reach(spread_of(material.of(point.evidence), material.documents)),
        deed=_deed(point, material) if point.stance == Stance.ACTION else None,
    )


def _deed(point: Point, material: Material) -> ReportedDeed | None:
    """Of several who name one action, what the first says who knows its owner, else the first who knows a time."""
    found = [(one, deed_of(one, material.documents[one.document_id])) for one in material.of(point.evidence)]
    found.sort(key=lambda pair: (not pair[1].owner, not pair[1].due))  # stable: the most central first
    excerpt, deed = found[0]
    after = point.followed if point.followed and point.followed.excerpt in material.excerpts else None
    if not (deed.owner or deed.due or deed.done or after):
        return None
    (told,) = material.cite([after.excerpt]) if after else (None,)
    done = after.done if after else deed.done
    return ReportedDeed(
        excerpt=excerpt.excerpt_id,
        owner=deed.owner,
        due=deed.due,
        due_on=deed.due_on,
        state="done" if done else "not done" if after else None,
        told=told,
        told_on=told.date if told else None,
    )


def _then_now(then_now: ThenNow, material: Material) -> ReportedThenNow:
    return ReportedThenNow(
        earlier=material.clause(then_now.earlier),
        later=material.clause(then_now.later),
        earlier_on=then_now.earlier_on,
        later_on=then_now.later_on,
        changed=then_now.changed,
        place=then_now.place,
        still=then_now.still,
    )


def emerging_of(topics: Iterable[Topic], findings: Sequence[Finding], material: Material) -> tuple[Emerging, ...]:
    """What the codebook has no place for, apart from what a finding without theme already tells."""
    without_theme = {excerpt for finding in findings if finding.theme is None for excerpt in finding.evidence}
    return tuple(
        _emerging(topic, material)
        for topic in topics
        if topic.nearest_theme is None and 2 * len(without_theme.intersection(topic.excerpts)) < len(topic.excerpts)
    )


def _emerging(topic: Topic, material: Material) -> Emerging:
    present = [excerpt_id for excerpt_id in topic.excerpts if excerpt_id in material.excerpts]
    spread = spread_of(material.of(present), material.documents)
    return Emerging(
        topic=topic.topic_id,
        label=topic.label,
        keywords=topic.keywords,
        excerpts=spread.excerpts,
        documents=spread.documents,
        evidence=material.cite(present),
    )
