"""Learns how likely two excerpts speak of one matter, from the plans of thirteen fictional programmes.

    PYTHONPATH=benchmarks python benchmarks/training/matters.py [--json OUT]

`matters.tsv` holds their evidence (programme, number of the source, which planned points an excerpt carries, text without names; ours,
CC0): P points, D differences, C changes over time, A actions, Q questions, O what one person says. The plans were written with
the texts, by writers who knew no code. A pair from two sources speaks of one matter if both carry a planned point. Each programme is asked by numbers
learned on the others: of the five (ten) excerpts on whose matter most sources are expected, none likely on the matter of one before,
how many different planned points they carry, and how many of the three likeliest excerpts of other sources carry the same. Beside
it the same by plain likeness, whose sum is what messages were ranked by before, and how well either ranks what carries a point
(mean average precision). The numbers learned on all stand in `nlp/findings/weights.py`, rounded; what came of it is in
docs/decisions/findings-13-near.md.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from _common import print_table, write_result
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.gather import middle_of, particular, rarity_among
from learnbrief.nlp.findings.likely import Words
from learnbrief.nlp.findings.weights import WEIGHTS

FILE = Path(__file__).with_name("matters.tsv")
FEWEST_WORDS, BESIDE, SAME = 8, 3, 0.2
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """One excerpt of a programme."""

    programme: str
    source: int
    points: frozenset[str]
    text: str


@dataclass(frozen=True)
class Programme:
    """One programme's pairs; every table has the shape (excerpts, excerpts)."""

    lines: tuple[Line, ...]
    numbers: Table
    """Nearness in meaning, rare words in common, how much both say; shape (3, excerpts, excerpts)."""
    apart: NDArray[np.bool_]
    """Whether two stand in different sources."""
    same: NDArray[np.bool_]
    """Whether they carry the same point."""


def read() -> dict[str, list[Line]]:
    """The evidence by programme."""
    found: dict[str, list[Line]] = {}
    for row in FILE.read_text(encoding="utf-8").splitlines():
        programme, source, points, text = row.split("\t")
        found.setdefault(programme, []).append(Line(programme, int(source), frozenset(points.split()), text))
    return found


def measured(lines: Sequence[Line]) -> Programme:
    """What a programme's pairs look like, by the code that briefs are made with."""
    texts = [line.text for line in lines]
    rows = default_encoder().encode(texts)
    moved = particular(rows, middle_of(rows, WEIGHTS.usual))
    words = Words.of(texts, rarity_among(texts))
    every = range(len(lines))
    much = words.much[:, None] + words.much[None, :]
    source = np.array([line.source for line in lines])
    same = np.array([[bool(one.points & other.points) for other in lines] for one in lines])
    numbers = np.stack([moved @ moved.T, words.shared(every, every), much]).astype(np.float64)
    return Programme(tuple(lines), numbers, source[:, None] != source[None, :], same)


def learn(programmes: Sequence[Programme]) -> LogisticRegression:
    """From every pair of sources of theirs, each pair once."""
    chosen = [np.triu(one.apart, 1) for one in programmes]
    rows = np.concatenate([one.numbers[:, pairs].T for one, pairs in zip(programmes, chosen, strict=True)])
    same = np.concatenate([one.same[pairs] for one, pairs in zip(programmes, chosen, strict=True)])
    return LogisticRegression(C=1e4, max_iter=2000).fit(rows, same)


def told(one: Programme, table: Table, count: int, taken_from: float) -> tuple[int, float]:
    """How many planned points the first excerpts carry, and the share of what stands beside them that carries the same."""
    source = np.array([line.source for line in one.lines])
    present = np.unique(source)
    others = np.where(one.apart, table, 0.0)
    best = np.stack([others[:, source == name].max(axis=1) for name in present], axis=1)
    at = np.stack(
        [np.flatnonzero(source == name)[others[:, source == name].argmax(axis=1)] for name in present], axis=1
    )
    first: list[int] = []
    beside: list[float] = []
    points: set[str] = set()
    taken: set[int] = set()
    for row in np.argsort(-best.sum(axis=1), kind="stable"):
        long = len(one.lines[row].text.split()) >= FEWEST_WORDS
        if not long or row in taken or any(table[row, other] >= taken_from for other in first):
            continue
        near = at[row, np.argsort(-best[row], kind="stable")[:BESIDE]].tolist()
        first.append(int(row))
        taken.update(near)
        points |= one.lines[row].points
        beside += [float(one.same[row, other]) for other in near]
        if len(first) == count:
            break
    return len(points), float(np.mean(beside))


def precision(one: Programme, table: Table) -> float:
    """Mean average precision of what carries the same point, in other sources."""
    found = [
        average_precision_score(one.same[row][one.apart[row]], table[row][one.apart[row]])
        for row in range(len(one.lines))
        if one.same[row][one.apart[row]].any()
    ]
    return float(np.mean(found))


def main() -> None:
    """Learn, ask each programme by the others, and say what was learned on all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures there")
    asked = parser.parse_args()
    programmes = {name: measured(lines) for name, lines in read().items()}
    rows: list[dict[str, object]] = []
    for name, one in programmes.items():
        model = learn([other for held, other in programmes.items() if held != name])
        lean = np.tensordot(model.coef_[0], one.numbers, axes=1) + model.intercept_[0]
        for what, table, cut in (("likely", 1 / (1 + np.exp(-lean)), SAME), ("near", one.numbers[0], 0.5)):
            five, ten = told(one, table, 5, cut), told(one, table, 10, cut)
            rows.append(
                {
                    "programme": name,
                    "by": what,
                    "points of 5": five[0],
                    "beside": five[1],
                    "points of 10": ten[0],
                    "beside of 10": ten[1],
                    "precision": precision(one, table),
                }
            )
    for what in ("likely", "near"):
        own = [row for row in rows if row["by"] == what]
        keys = ("points of 5", "beside", "points of 10", "beside of 10", "precision")
        rows.append(
            {"programme": "mean", "by": what} | {key: float(np.mean([row[key] for row in own])) for key in keys}
        )  # type: ignore[arg-type]
    print_table(rows)
    model = learn(list(programmes.values()))
    learned = dict(zip(("meaning", "words", "much"), map(float, model.coef_[0]), strict=True))
    learned["bias"] = float(model.intercept_[0])
    print({key: round(value, 3) for key, value in learned.items()})
    if asked.json:
        write_result(asked.json, {"learned": learned, "asked of the others": rows})


if __name__ == "__main__":
    main()
