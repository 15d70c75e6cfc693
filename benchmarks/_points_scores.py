"""How far what is told agrees with what was planted: every figure of benchmarks/points.py, from ids alone."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Any

from _points_plan import Placed, Plan, PlannedPoint, Sources

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import Clause, Finding, Point
from learnbrief.corpus.stance import Stance, side_of

FIRST = 5
"""So many actions or questions of a draft are looked at for false ones: more a board would not read."""
OPPOSITES = {Stance.BARRIER: Stance.ENABLER, Stance.ENABLER: Stance.BARRIER}
"""The sides that contradict each other; an action or a question contradicts neither."""
Labels = Mapping[str, frozenset[str]]
Figures = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a draft says, beside the plan."""

    findings: Sequence[Finding]
    """In the order of the brief."""
    messages: Collection[str]
    """Ids of the findings that are told first."""
    excerpts: Mapping[str, Excerpt]
    plan: Plan
    placed: Placed

    @property
    def carried(self) -> Labels:
        """Slugs of the planned points by excerpt id."""
        return self.placed.carried

    def documents(self, excerpt_ids: Iterable[str]) -> set[str]:
        """Ids of the documents that these excerpts are from."""
        return {self.excerpts[one].document_id for one in excerpt_ids}


def points_of(finding: Finding) -> tuple[Point, ...]:
    """The points of a finding; one that lists none is itself a point."""
    return finding.points or (Point(finding.evidence, finding.theme, finding.stance, finding.clause),)


def carrying(evidence: Iterable[str], slug: str, carried: Labels) -> set[str]:
    """Those of the excerpts that carry one planned point."""
    return {one for one in evidence if slug in carried.get(one, ())}


def subject_of(evidence: Collection[str], carried: Labels, *, least: int = 2) -> str | None:
    """The one planned point that more of the excerpts carry than any other, if at least half of them and `least` do.

    Two excerpts of which one carries it are no joint finding of it, so two is the least.
    """
    counts = Counter(slug for one in set(evidence) for slug in carried.get(one, ()))
    (slug, count), *rest = [*counts.most_common(2), ("", 0)]
    alone = rest[0][1] < count if rest else True
    return slug if alone and count >= least and 2 * count >= len(set(evidence)) else None


def groups_of(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    """Everything that is told as one: matters and the points in them."""
    return [group for one in findings for group in (one.evidence, *(point.evidence for point in points_of(one)))]


def majorities(groups: Iterable[Collection[str]], carried: Labels) -> set[str]:
    """Planned points that are what some group of at least two excerpts is about."""
    return {slug for group in groups if (slug := subject_of(group, carried))}


def leads(slug: str, evidence: Collection[str], carried: Labels) -> bool:
    """Whether at least two excerpts, and half of those that carry anything planned, carry this point."""
    own = len(carrying(evidence, slug, carried))
    return own >= 2 and 2 * own >= sum(one in carried for one in set(evidence))


def point_row(point: PlannedPoint, told: Told) -> Figures:
    """One planned point: is it told, how whole, in how many pieces, and with its true number of sources."""
    own = [(finding, carrying(finding.evidence, point.slug, told.carried)) for finding in told.findings]
    largest, held = max(own, key=lambda pair: len(pair[1]), default=(None, set()))
    counted = [carrying(finding.stated_by, point.slug, told.carried) for finding in told.findings]
    sources = max((len(told.documents(held)) for held in counted), default=0)
    placed = sum(point.slug in slugs for slugs in told.carried.values())
    said_first = [finding for finding in told.findings if finding.finding_id in told.messages]
    return {
        "point": point.slug,
        "kind": point.kind,
        "carriers": len(point.carriers),
        "placed": placed,
        "joint": point.slug in majorities(groups_of(told.findings), told.carried),
        "message": any(leads(point.slug, finding.evidence, told.carried) for finding in said_first),
        "message_part": any(leads(point.slug, group, told.carried) for group in groups_of(said_first)),
        "headline": any(
            point.slug in told.carried.get(one, ()) for finding in said_first for one in _headed_by(finding)
        ),
        "largest": len(held) / placed if placed else None,
        "matters": sum(len(carriers) >= 2 for _, carriers in own),
        "true_sources": len(point.sources),
        "told_sources": sources,
        "told_share": sources / len(point.sources),
        "told_above": len(_above(point, largest, told)) if largest and held else 0,
        **_named(point, told),
    }


def _headed_by(finding: Finding) -> tuple[str, ...]:
    """The excerpt whose words head it."""
    return (finding.clause.excerpt,) if finding.clause else ()


def _named(point: PlannedPoint, told: Told) -> Figures:
    """The thing under which most of its true sources are counted, and how many are; none where fewer than two excerpts make it."""
    reached = [
        (len(told.documents(held) & point.sources), -len(told.documents(thing.named_by)), thing.words)
        for thing in (finding.spoken for finding in told.findings if finding.spoken)
        if len(held := carrying(thing.named_by, point.slug, told.carried)) > 1
    ]
    true, sources, words = max(reached, default=(0, 0, ""))
    return {"thing": words or None, "thing_sources": -sources, "thing_true": true}


def _above(point: PlannedPoint, finding: Finding, told: Told) -> set[str]:
    """Sources that a finding counts only because of excerpts that make a point of another matter."""
    kin = [one for one in told.plan.points if one.matter == point.matter]
    slugs = {one.slug for one in kin}
    strange = [one for one in finding.stated_by if one in told.carried and not told.carried[one] & slugs]
    return told.documents(strange) - {source for one in kin for source in one.sources}


def matters_of(plan: Plan, carried: Labels) -> dict[str, frozenset[str]]:
    """The planned matters by excerpt id."""
    home = {point.slug: point.matter for point in plan.points}
    return {one: frozenset(home[slug] for slug in slugs) for one, slugs in carried.items()}


def together(groups: Iterable[Collection[str]], labels: Labels) -> set[tuple[str, str]]:
    """Pairs of labelled excerpts that stand in one group."""
    return {pair for group in groups for pair in combinations(sorted(set(group) & labels.keys()), 2)}


def pair_scores(groups: Iterable[Collection[str]], labels: Labels) -> tuple[float | None, float | None]:
    """Share of the pairs told together that share a label, and of the pairs that share one, those told together."""
    told = together(groups, labels)
    right = sum(bool(labels[one] & labels[other]) for one, other in told)
    true = sum(bool(labels[one] & labels[other]) for one, other in combinations(sorted(labels), 2))
    return _share(right, len(told)), _share(right, true)


def bcubed(groups: Sequence[Collection[str]], labels: Labels) -> tuple[float | None, float | None, float | None]:
    """B-cubed precision, recall and F1 over labelled excerpts, in the form for overlapping groups (Amigó and others 2009).

    An excerpt that stands in no group is a group of its own.
    """
    if not labels:
        return None, None, None
    homes: dict[str, set[int]] = {one: set() for one in labels}
    for number, group in enumerate(groups):
        for one in set(group) & labels.keys():
            homes[one].add(number)
    for number, own in enumerate(homes.values()):
        if not own:
            own.add(-1 - number)
    precision = sum(_multiplicity(one, homes, labels) for one in labels) / len(labels)
    recall = sum(_multiplicity(one, labels, homes) for one in labels) / len(labels)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _multiplicity(one: str, shared: Mapping[str, Collection[Any]], wanted: Mapping[str, Collection[Any]]) -> float:
    """Over all that share a set with one excerpt, itself included: how far they share as many of the sets wanted."""
    values = []
    for other in shared:
        common = len(set(shared[one]) & set(shared[other]))
        if common:
            values.append(min(common, len(set(wanted[one]) & set(wanted[other]))) / common)
    return sum(values) / len(values)


def grouping_figures(
    points: Sequence[Collection[str]], matters: Sequence[Collection[str]], plan: Plan, carried: Labels
) -> Figures:
    """What can be asked of any way to group the same excerpts."""
    by_matter = matters_of(plan, carried)
    precision, recall = pair_scores(points, carried)
    wider_precision, wider_recall = pair_scores(matters, by_matter)
    b_precision, b_recall, b_f1 = bcubed(points, carried)
    wide = bcubed(matters, by_matter)
    joint = [group for group in matters if len(group) > 1]
    return {
        "joint": len(joint),
        "excerpts_in": len({one for group in joint for one in group}),
        "majority": len(majorities([*points, *matters], carried)),
        "planned": len(plan.points),
        "pair_p": precision,
        "pair_r": recall,
        "matter_pair_p": wider_precision,
        "matter_pair_r": wider_recall,
        "b3_p": b_precision,
        "b3_r": b_recall,
        "b3_f1": b_f1,
        "matter_b3_f1": wide[2],
    }


def point_figures(rows: Sequence[Figures]) -> Figures:
    """The rows of the planned points put together, by kind; medians are of points proper."""
    figures: Figures = {}
    for kind in ("point", "action", "question"):
        own = [row for row in rows if row["kind"] == kind]
        figures[f"{kind}s_planned"] = len(own)
        for name in ("joint", "message", "message_part", "headline"):
            figures[f"{kind}s_{name}"] = sum(row[name] for row in own)
    proper = [row for row in rows if row["kind"] == "point" and row["placed"]]
    for name in ("largest", "matters", "told_share"):
        figures[f"median_{name}"] = median(row[name] for row in proper) if proper else None
    figures["points_told_above"] = sum(row["told_above"] > 0 for row in rows)
    return figures


def _opposed(one: frozenset[str], other: frozenset[str], plan: Plan) -> bool:
    """Whether two excerpts make points of opposite sides, or points that the plan sets against each other."""
    if one & other:
        return False
    sides = {point.slug: side_of(point.side) for point in plan.points}
    return any(
        frozenset((left, right)) in plan.opposite
        or (sides[left] is not None and OPPOSITES.get(Stance(str(sides[left]))) == sides[right])
        for left in one
        for right in other
    )


def opposite_figures(told: Told) -> Figures:
    """Pairs of opposite sides that are told as one point; those told as 'people differ' stand apart."""
    counts: Counter[str] = Counter()
    for finding in told.findings:
        place = "messages" if finding.finding_id in told.messages else "elsewhere"
        for point in points_of(finding):
            where = "contested" if point.contested else place
            for one, other in together([point.evidence], told.carried):
                counts[f"pairs_{where}"] += 1
                counts[f"opposite_{where}"] += _opposed(told.carried[one], told.carried[other], told.plan)
    names = [f"{what}_{where}" for where in ("messages", "elsewhere", "contested") for what in ("opposite", "pairs")]
    return {name: counts[name] for name in names}


def silence_figures(told: Told) -> Figures:
    """Silences told of findings that are about a planned point, beside those the plan knows to be true.

    One that the plan neither confirms nor refutes (too little was heard) is counted apart. It is false where the collaborative
    makes the point, or another of the same matter that the finding holds.
    """
    points = {point.slug: point for point in told.plan.points}
    true, false, open_, found = 0, [], 0, set()
    for finding in told.findings:
        slug = subject_of(finding.evidence, told.carried, least=1)
        if slug is None:
            continue
        point = points[slug]
        here = {slug for one in finding.evidence for slug in told.carried.get(one, ())}
        heard = {
            carrier.collaborative
            for one in told.plan.points
            if one.slug in here and one.matter == point.matter
            for carrier in one.carriers
        }
        for silence in finding.silent:
            if silence.collaborative in heard:
                false.append(f"{slug}: {silence.collaborative}")
            elif silence.collaborative in point.silent:
                true += 1
                found.add((slug, silence.collaborative))
            else:
                open_ += 1
    planned = sum(len(point.silent) for point in told.plan.points)
    return {
        "silences_told": true + len(false) + open_,
        "silences_false": len(false),
        "silences_open": open_,
        "silence_p": _share(true, true + len(false) + open_),
        "silence_r": _share(len(found), planned),
        "silences_planned": planned,
        "false_silences": false,
    }


def asked_figures(kind: Stance, told: Told) -> Figures:
    """Planned actions (or questions) that are told as such, and those told among the first that were not planned."""
    planned = [point for point in told.plan.points if point.kind == kind.value]
    asked = [(finding, point) for finding in told.findings for point in points_of(finding) if point.stance == kind]
    whole = [finding.evidence for finding in told.findings if finding.stance == kind]
    found = [
        one.slug
        for one in planned
        if any(
            len(held) >= 2 or len(held) == len(carrying(told.carried, one.slug, told.carried)) > 0
            for evidence in [*whole, *(point.evidence for _, point in asked)]
            if (held := carrying(evidence, one.slug, told.carried))
        )
    ]
    slugs = {one.slug for one in planned}
    unplanned = [
        headline_of(finding, point, told.excerpts)
        for finding, point in asked[:FIRST]
        if not any(told.carried.get(one, frozenset()) & slugs for one in point.evidence)
    ]
    name = f"{kind.value}s"
    return {
        f"{name}_planned": len(planned),
        f"{name}_found": len(found),
        f"{name}_told": len(asked),
        f"{name}_not_planned_in_first": len(unplanned),
        f"unplanned_{name}": unplanned,
    }


def headline_of(finding: Finding, point: Point, excerpts: Mapping[str, Excerpt]) -> str:
    """What a point says: its own clause, else its first excerpt where it does not head its finding."""
    if point.clause is not None:
        return clause_text(point.clause, excerpts)
    return finding.heading if len(finding.points) < 2 else excerpts[point.evidence[0]].text


def clause_text(clause: Clause, excerpts: Mapping[str, Excerpt]) -> str:
    """The clause's words."""
    return excerpts[clause.excerpt].text[clause.start : clause.end]


def passage_figures(told: Told, sources: Sources) -> Figures:
    """Places of speakers, irony taken at its word, and furniture that passes for evidence."""
    places = Counter(_place(sources.holding(one), one.collaborative) for one in told.plan.places)
    irony: Counter[str] = Counter()
    for one in told.plan.irony:
        ids = {excerpt.excerpt_id for excerpt in sources.holding(one)}
        stances = {
            point.stance for finding in told.findings for point in points_of(finding) if ids & set(point.evidence)
        }
        meant = side_of(one.means)
        irony["told"] += bool(stances)
        irony["wrong"] += meant is not None and OPPOSITES.get(meant) in stances
    furniture = [[one for one in sources.holding(passage) if one.evidence] for passage in told.plan.furniture]
    in_findings = {one for finding in told.findings for one in finding.evidence}
    return {
        "places": len(told.plan.places),
        **{f"places_{name}": places[name] for name in ("right", "wrong", "not_known", "not_found")},
        "irony": len(told.plan.irony),
        "irony_told": irony["told"],
        "irony_wrong_side": irony["wrong"],
        "furniture": len(furniture),
        "furniture_as_evidence": sum(bool(held) for held in furniture),
        "furniture_in_findings": sum(any(one.excerpt_id in in_findings for one in held) for held in furniture),
    }


def _place(holding: Sequence[Excerpt], expected: str | None) -> str:
    found = {excerpt.collaborative for excerpt in holding}
    if not found:
        return "not_found"
    return "right" if found == {expected} else "wrong" if found - {expected, None} else "not_known"


def single_figures(told: Told) -> Figures:
    """What one person says has a place, and is marked as such."""
    counts: Counter[str] = Counter()
    for one in told.plan.one_person:
        ids = carrying(told.placed.alone, one.slug, told.placed.alone)
        holding = [finding for finding in told.findings if ids & set(finding.evidence)]
        counts["kept"] += bool(holding)
        counts["tentative"] += bool(holding) and all(finding.tentative for finding in holding)
    return {
        "one_person": len(told.plan.one_person),
        **{f"one_person_{name}": counts[name] for name in ("kept", "tentative")},
    }


def change_figures(told: Told) -> Figures:
    """Planned changes told as 'then and now', and others told as a change."""
    planned = {(one.earlier, one.later): one.place for one in told.plan.changed}
    found, other = set(), 0
    for then_now in (finding.then_now for finding in told.findings):
        if then_now is None or not then_now.changed:
            continue
        earlier, later = (
            told.carried.get(clause.excerpt, frozenset()) for clause in (then_now.earlier, then_now.later)
        )
        right = {pair for pair in planned if pair[0] in earlier and pair[1] in later}
        found |= right
        other += not right
    return {"changes_planned": len(planned), "changes_found": len(found), "changes_not_planned": other}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
