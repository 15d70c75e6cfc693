"""How often does the change test raise a false alarm, and how large must a trend be to be found? A simulation.

Sources of three kinds raise twelve themes; long sources raise more. Sources differ: each has its own talkativeness, and raises
a theme in several excerpts at once, which is what misleads a test that counts excerpts.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _common import print_table, write_result

from learnbrief.corpus.finding import Verdict
from learnbrief.nlp.change import LEVEL, Table, Unit, compare, mid_p

THEMES = [f"t{number}" for number in range(12)]
RATES = [0.05, 0.1, 0.1, 0.15, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6, 0.7]
KINDS = ("workshop notes", "coaching reflection", "webinar transcript")
STILL = (Verdict.NO_CLEAR_CHANGE, Verdict.STEADY)


@dataclass(frozen=True)
class Source:
    """One simulated source: its kind and how many excerpts it has on each theme."""

    kind: str
    excerpts: dict[str, int]


def source(chance: random.Random, rates: Sequence[float]) -> Source:
    """Kinds differ in how readily they raise themes, and sources of a kind differ among themselves."""
    kind = chance.choice(KINDS)
    readiness = {"workshop notes": 1.0, "coaching reflection": 0.7, "webinar transcript": 1.3}[kind]
    readiness *= chance.uniform(0.6, 1.4)
    raised = {theme: chance.random() < min(0.95, rate * readiness) for theme, rate in zip(THEMES, rates, strict=True)}
    return Source(kind, {theme: 1 + int(chance.expovariate(0.5)) for theme in THEMES if raised[theme]})


def shifted(trend: float, planted: int) -> list[float]:
    """The rates of the second period: the themes in the middle of the list move by the trend, the others do not."""
    middle = range(4, 4 + planted)
    return [min(0.95, max(0.0, rate + trend)) if at in middle else rate for at, rate in enumerate(RATES)]


def ours(before: Sequence[Source], after: Sequence[Source]) -> set[str]:
    """Themes that learnbrief.nlp.change tells as changed."""
    units = [[Unit(frozenset(one.excerpts), one.kind) for one in side] for side in (before, after)]
    return {change.theme for change in compare(*units, THEMES) if change.verdict not in STILL}


def fisher_each(before: Sequence[Source], after: Sequence[Source]) -> set[str]:
    """Fisher's test per theme on sources, no allowance for kinds or for the number of themes."""
    return {theme for theme in THEMES if mid_p([_table(before, after, theme)]) < LEVEL}


def excerpts_each(before: Sequence[Source], after: Sequence[Source]) -> set[str]:
    """Fisher's test per theme on excerpts: what counting codings amounts to."""
    totals = [sum(sum(one.excerpts.values()) for one in side) for side in (before, after)]
    found = set()
    for theme in THEMES:
        counts = [sum(one.excerpts.get(theme, 0) for one in side) for side in (before, after)]
        if mid_p([Table(counts[0], totals[0], counts[1], totals[1])]) < LEVEL:
            found.add(theme)
    return found


def _table(before: Sequence[Source], after: Sequence[Source], theme: str) -> Table:
    raised = [sum(theme in one.excerpts for one in side) for side in (before, after)]
    return Table(raised[0], len(before), raised[1], len(after))


METHODS = {"learnbrief": ours, "fisher_each_theme": fisher_each, "fisher_on_excerpts": excerpts_each}


def scene(sources: tuple[int, int], trend: float, *, planted: int, rounds: int, seed: int) -> list[dict[str, Any]]:
    """One row per method: power over planted themes, any false alarm per programme, and the share of told changes that are false."""
    chance = random.Random(f"{seed}/{sources}/{trend}")
    truly = set(THEMES[4 : 4 + planted]) if trend else set()
    totals = {name: [0, 0, 0, 0.0] for name in METHODS}
    for _ in range(rounds):
        before = [source(chance, RATES) for _ in range(sources[0])]
        after = [source(chance, shifted(trend, planted)) for _ in range(sources[1])]
        for name, method in METHODS.items():
            told = method(before, after)
            false = told - truly
            tally = totals[name]
            tally[0] += len(told & truly)
            tally[1] += bool(false)
            tally[3] += len(false) / max(1, len(told))
    return [
        {
            "sources": f"{sources[0]} then {sources[1]}",
            "trend": trend,
            "method": name,
            "power": tally[0] / (rounds * planted) if trend else None,
            "any_false_alarm": tally[1] / rounds,
            "false_share_of_told": tally[3] / rounds,
        }
        for name, tally in totals.items()
    ]


def main() -> None:
    """Print the table; `--json` keeps it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used: the material is simulated")
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows = [
        row
        for sources in ((8, 8), (15, 15), (15, 30), (40, 40))
        for trend in (0.0, 0.2, 0.3, 0.5, 0.7)
        for row in scene(sources, trend, planted=3, rounds=given.rounds, seed=given.seed)
    ]
    print_table(rows)
    command = f"python benchmarks/change.py --rounds {given.rounds} --seed {given.seed}"
    write_result(
        given.json,
        {"data": "simulated", "command": command, "level": LEVEL, "planted": 3, "themes": len(THEMES), "rows": rows},
    )


if __name__ == "__main__":
    main()
