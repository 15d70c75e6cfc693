"""Are planned differences and changes told, and is what is told as a difference one? Beside pairs of opposite suggested sides.

    python benchmarks/differences.py --programme WORKSPACE PLAN.yaml [...] [--show] [--json OUT]

Workspaces and plans as for points.py; the work is done in a copy. Every difference told, and as many of the closest pairs of
excerpts that lean to opposite sides, is looked up in differences_judged.tsv, where a person who read both sides said whether
it is one; --show prints what is not judged yet. Both demo and practice were looked at while the rules were written.
"""

import argparse
import csv
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from _points_plan import Plan, Sources, read_plan
from points import COHORT, Draft, drafted, filled

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput, LearnbriefError
from learnbrief.corpus.finding import Clause, Finding, Point
from learnbrief.flows.stages.scopes import material_of, snapshot
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.nlp.findings.gather import Material, gather
from learnbrief.nlp.findings.place import lean

JUDGED = Path(__file__).with_name("differences_judged.tsv")
_PLACEHOLDER = re.compile(r"\[([A-Z][a-z]+) \w+\]")
LEANING = 0.5
"""Lean from which a suggested side is taken at its word by the peer."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words told against each other, and the excerpts on either side."""

    words: tuple[str, str]
    one: frozenset[str]
    other: frozenset[str]


def told(findings: Sequence[Finding], excerpts: Mapping[str, Excerpt]) -> list[Pair]:
    """Every difference of the findings."""
    return [_pair(point, excerpts) for finding in findings for point in finding.points if point.contested]


def _pair(point: Point, excerpts: Mapping[str, Excerpt]) -> Pair:
    against = frozenset(point.against_by) or frozenset(point.evidence)
    one = frozenset(point.evidence) - against or against
    return Pair((_words(point.clause, excerpts), _words(point.against, excerpts)), one, against)


def _words(clause: Clause | None, excerpts: Mapping[str, Excerpt]) -> str:
    return plain(excerpts[clause.excerpt].text[clause.start : clause.end]) if clause else ""


def plain(words: str) -> str:
    """On one line, and without the numbers of placeholders, which are drawn anew in every workspace."""
    return _PLACEHOLDER.sub(r"[\1]", " ".join(words.split()))


def leaning(material: Material, most: int) -> list[Pair]:
    """The peer: of excerpts that lean to opposite sides, in other voices, the most alike, each excerpt once."""
    leans = [lean(material, at) for at in range(len(material.excerpts))]
    helps = [at for at, value in enumerate(leans) if value >= LEANING]
    hinders = [at for at, value in enumerate(leans) if value <= -LEANING]
    table = material.alike(helps, hinders)
    ordered = sorted(
        (
            (float(table[row, column]), one, other)
            for row, one in enumerate(helps)
            for column, other in enumerate(hinders)
        ),
        reverse=True,
    )
    found: list[Pair] = []
    taken: set[int] = set()
    for _, one, other in ordered:
        first, second = material.excerpts[one], material.excerpts[other]
        if len(found) < most and not {one, other} & taken and first.voice.voice_id != second.voice.voice_id:
            taken |= {one, other}
            words = (plain(first.text), plain(second.text))
            found.append(Pair(words, frozenset({first.excerpt_id}), frozenset({second.excerpt_id})))
    return found


def planned(plan: Plan, sources: Sources) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """By matter, the excerpts of either side of each planned difference."""
    points = {point.slug: point for point in plan.points}
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for pair in sorted(map(sorted, plan.opposite)):
        if not set(pair) <= set(points):
            continue
        one, other = (_carried(points[slug].slug, plan, sources) for slug in pair)
        before = found.get(points[pair[0]].matter, (frozenset(), frozenset()))
        found[points[pair[0]].matter] = (before[0] | one, before[1] | other)
    return found


def _carried(slug: str, plan: Plan, sources: Sources) -> frozenset[str]:
    point = next(one for one in plan.points if one.slug == slug)
    return frozenset(excerpt.excerpt_id for carrier in point.carriers for excerpt in sources.holding(carrier))


def met(pairs: Sequence[Pair], plan: Plan, sources: Sources) -> list[str]:
    """The planned differences of which either side stands on a side of its own."""
    return [
        matter
        for matter, (one, other) in planned(plan, sources).items()
        if any(
            (pair.one & one and pair.other & other) or (pair.one & other and pair.other & one)
            for pair in pairs
            if pair.one != pair.other
        )
    ]


def changes_met(findings: Sequence[Finding], plan: Plan, sources: Sources) -> int:
    """Planned changes told with words of both ends."""
    ends = [(one.then_now.earlier.excerpt, one.then_now.later.excerpt) for one in findings if one.then_now]
    return sum(
        any(
            first in _carried(change.earlier, plan, sources) and last in _carried(change.later, plan, sources)
            for first, last in ends
        )
        for change in plan.changed
    )


def judgements() -> dict[tuple[str, str], bool]:
    """Whether two texts were judged to be a difference."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(
            (line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return {(row["one"], row["other"]): row["differ"] == "yes" for row in rows}


def real(pairs: Sequence[Pair], judged: Mapping[tuple[str, str], bool]) -> tuple[int, list[Pair]]:
    """How many are differences, and those that nobody has judged."""
    known = [judged.get(pair.words, judged.get((pair.words[1], pair.words[0]))) for pair in pairs]
    return sum(one is True for one in known), [pair for pair, one in zip(pairs, known, strict=True) if one is None]


def _material(root: Path, draft: Draft) -> Material:
    with opened(root) as (_, store):
        tags = material_of(COHORT, snapshot(store)).tags
    vectors = {one.excerpt_id: row for one, row in zip(draft.evidence, draft.vectors, strict=True)}
    return gather(draft.evidence, draft.sources.documents, tags, vectors)


def measured(data: Path, plan_file: Path, folder: Path) -> Iterator[tuple[dict[str, Any], list[Pair]]]:
    """One programme: ours and the peer, each with what nobody has judged."""
    plan = read_plan(plan_file)
    root = filled(data, folder)
    draft = drafted(root, 5)
    excerpts = {one.excerpt_id: one for one in draft.sources.excerpts}
    judged, wanted = judgements(), planned(plan, draft.sources)
    ours = told(draft.findings, excerpts)
    peer = leaning(_material(root, draft), len(ours))
    for method, pairs in (("learnbrief", ours), ("opposite leanings", peer)):
        count, unknown = real(pairs, judged)
        own = method == "learnbrief"
        yield (
            {
                "programme": plan.programme,
                "method": method,
                "told": len(pairs),
                "real": count,
                "not judged": len(unknown),
                "planned": len(wanted),
                "planned told": len(met(pairs, plan, draft.sources)),
                "changes planned": len(plan.changed) if own else None,
                "changes told": changes_met(draft.findings, plan, draft.sources) if own else None,
            },
            unknown,
        )


def main() -> None:
    """Print the table; a plan or workspace that cannot be used is told in one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--programme", type=Path, nargs=2, action="append", required=True, metavar=("WORKSPACE", "PLAN")
    )
    parser.add_argument("--show", action="store_true", help="print what is told and not judged yet")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows: list[dict[str, Any]] = []
    try:
        for data, plan in given.programme:
            if not plan.is_file():
                raise BadInput(f"{plan}: no plan there")
            with tempfile.TemporaryDirectory() as folder:
                for row, unknown in measured(data, plan, Path(folder)):
                    rows.append(row)
                    for pair in unknown if given.show else ():
                        print(row["method"], *pair.words, sep="\t")
    except LearnbriefError as err:
        raise SystemExit(f"differences.py: {err}") from err
    print_table(rows)
    write_result(
        given.json, {"command": "python benchmarks/differences.py --programme WORKSPACE PLAN.yaml ...", "rows": rows}
    )


if __name__ == "__main__":
    main()
