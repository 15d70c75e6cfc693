"""Learns how likely two excerpts speak of one matter, from the plans of thirteen fictional programmes.

    PYTHONPATH=benchmarks python benchmarks/training/matters.py [--json OUT]

`matters.tsv` holds their evidence (programme, number of the source, which planned points an excerpt carries, text without names; ours,
CC0): P points, D differences, C changes over time, A actions, Q questions, O what one person says. The plans were written with
the texts, by writers who knew no code. A pair from two sources speaks of one matter if both carry a planned point. Each programme is asked by numbers
learned on the others, at a first look (`nlp/findings/likely.py`), word by word, and by the company that the likeliest keep
(`nlp/findings/pairs.py`; with words and without): of the five (ten) excerpts on whose matter most sources are expected, none likely on
the matter of one before, how many different planned points they carry, and how many of the three likeliest excerpts of other sources
carry the same. Beside it the same by plain likeness, and how well each ranks what carries a point (mean average precision).

How many sources a headline may claim: of the first five the number that speak of its matter with `SURE` certainty (`corpus/expected.py`), how
often the plan has as many, and what share of the plan's number it is, where the headline carries something planned. The numbers learned
on all stand in `nlp/findings/weights.py`, rounded; what came of it is in docs/decisions/findings-13-near.md and findings-14-pairs.md.
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

from learnbrief.corpus.expected import at_least
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.gather import middle_of, particular, rarity_among
from learnbrief.nlp.findings.likely import Words
from learnbrief.nlp.findings.pairs import CLOSEST, company, in_company
from learnbrief.nlp.findings.weights import WEIGHTS
from learnbrief.nlp.findings.wordwise import Wordwise

FILE = Path(__file__).with_name("matters.tsv")
FEWEST_WORDS, BESIDE, SAME = 8, 3, 0.2
FIRST_LOOK, WORD_BY_WORD = (0, 1, 2), (3, 1, 2)
"""Which numbers of a pair either reads."""
APART = -6.2
"""How a pair leans that is close to neither: one in five hundred."""
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
    """Nearness in meaning, rare words in common, how much both say, how far each meets the other; shape (4, excerpts, excerpts)."""
    apart: NDArray[np.bool_]
    """Whether two stand in different sources."""
    same: NDArray[np.bool_]
    """Whether they carry the same point."""


def read(file: Path = FILE) -> dict[str, list[Line]]:
    """The evidence by programme."""
    found: dict[str, list[Line]] = {}
    for row in file.read_text(encoding="utf-8").splitlines():
        programme, source, points, text = row.split("\t")
        found.setdefault(programme, []).append(Line(programme, int(source), frozenset(points.split()), text))
    return found


def measured(lines: Sequence[Line]) -> Programme:
    """What a programme's pairs look like, by the code that briefs are made with."""
    texts = [line.text for line in lines]
    encoder = default_encoder()
    rows = encoder.encode(texts)
    moved = particular(rows, middle_of(rows, WEIGHTS.usual))
    words = Words.of(texts, rarity_among(texts))
    every = range(len(lines))
    much = words.much[:, None] + words.much[None, :]
    source = np.array([line.source for line in lines])
    same = np.array([[bool(one.points & other.points) for other in lines] for one in lines])
    wordwise = Wordwise.of(encoder, texts)
    assert wordwise is not None, "the default encoder tells its tokens"
    met = np.stack(wordwise.meetings(texts, [np.arange(len(texts))] * len(texts)))
    numbers = np.stack([moved @ moved.T, words.shared(every, every), much, (met + met.T) / 2]).astype(np.float64)
    return Programme(tuple(lines), numbers, source[:, None] != source[None, :], same)


def learn(programmes: Sequence[Programme], tables: Sequence[Table]) -> LogisticRegression:
    """From every pair of sources of theirs, each pair once, by numbers of shape (numbers, excerpts, excerpts)."""
    chosen = [np.triu(one.apart, 1) for one in programmes]
    rows = np.concatenate([table[:, pairs].T for table, pairs in zip(tables, chosen, strict=True)])
    same = np.concatenate([one.same[pairs] for one, pairs in zip(programmes, chosen, strict=True)])
    return LogisticRegression(C=1e4, max_iter=3000).fit(rows, same)


def lean_of(model: LogisticRegression, table: Table) -> Table:
    """How the numbers of pairs lean; shape (excerpts, excerpts)."""
    return np.asarray(np.tensordot(model.coef_[0], table, axes=1) + model.intercept_[0])


@dataclass(frozen=True)
class Learned:
    """What some programmes teach."""

    first: LogisticRegression
    met: LogisticRegression
    company: LogisticRegression
    """By how the first look leans, and the company kept by it."""
    company_met: LogisticRegression
    """The same word by word."""

    @classmethod
    def of(cls, programmes: Sequence[Programme]) -> "Learned":
        """In the order in which a brief reads: what the first look finds close is read word by word, then by its company."""
        first, met = (
            learn(programmes, [one.numbers[list(by)] for one in programmes]) for by in (FIRST_LOOK, WORD_BY_WORD)
        )
        close = [closest(lean_of(first, one.numbers[list(FIRST_LOOK)])) for one in programmes]
        kept = []
        for model, by in ((first, FIRST_LOOK), (met, WORD_BY_WORD)):
            leans = [lean_of(model, one.numbers[list(by)]) for one in programmes]
            tables = [np.stack(_leaning(lean, near)) for lean, near in zip(leans, close, strict=True)]
            kept.append(learn(programmes, tables))
        return cls(first, met, *kept)

    def asked(self, one: Programme) -> dict[str, Table]:
        """How likely each pair of a programme is, by each way of reading."""
        look, words = (
            lean_of(model, one.numbers[list(by)]) for model, by in ((self.first, FIRST_LOOK), (self.met, WORD_BY_WORD))
        )
        close = closest(look)
        found = {"pairs": (words, self.company_met), "without words": (look, self.company)}
        again = {
            what: in_company(lean.astype(np.float32), close, numbers_of(model, APART)).astype(np.float64)
            for what, (lean, model) in found.items()
        }
        return again | {"first look": 1 / (1 + np.exp(-look)), "near": one.numbers[0]}


def closest(lean: Table) -> NDArray[np.bool_]:
    """Which pairs are among the likeliest of either."""
    own = lean.copy()
    np.fill_diagonal(own, -np.inf)
    close = np.zeros(lean.shape, dtype=np.bool_)
    np.put_along_axis(close, np.argsort(-own, axis=1, kind="stable")[:, :CLOSEST], True, axis=1)
    close |= close.T
    np.fill_diagonal(close, False)
    return close


def _leaning(lean: Table, close: NDArray[np.bool_]) -> tuple[Table, Table]:
    from scipy.sparse import csr_matrix

    likely = csr_matrix(np.where(close, 1 / (1 + np.exp(-lean)), 0).astype(np.float32))
    return np.where(close, lean, APART), company(likely).astype(np.float64)


def numbers_of(model: LogisticRegression, *more: float) -> tuple[float, ...]:
    """Its weights and its bias, and what else stands beside them."""
    return (*map(float, model.coef_[0]), float(model.intercept_[0]), *more)


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


def claimed(one: Programme, table: Table, count: int = 5) -> list[tuple[int, int, bool]]:
    """Of the first headlines: how many sources it may claim, how many the plan has, and whether it carries something planned."""
    source = np.array([line.source for line in one.lines])
    present = np.unique(source)
    others = np.where(one.apart, table, 0.0)
    best = np.stack([others[:, source == name].max(axis=1) for name in present], axis=1)
    best[best < WEIGHTS.near_floor] = 0.0
    found: list[tuple[int, int, bool]] = []
    first: list[int] = []
    for row in np.argsort(-best.sum(axis=1), kind="stable"):
        if len(one.lines[row].text.split()) < FEWEST_WORDS or any(table[row, other] >= SAME for other in first):
            continue
        first.append(int(row))
        planned = len(set(source[one.same[row] & one.apart[row]].tolist()))
        found.append((1 + at_least(best[row].tolist()), 1 + planned, bool(one.lines[row].points)))
        if len(found) == count:
            break
    return found


def main() -> None:
    """Learn, ask each programme by the others, and say what was learned on all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures there")
    asked = parser.parse_args()
    programmes = {name: measured(lines) for name, lines in read().items()}
    rows: list[dict[str, object]] = []
    counts: dict[str, list[tuple[int, int, bool]]] = {}
    for name, one in programmes.items():
        learned = Learned.of([other for held, other in programmes.items() if held != name])
        for what, table in learned.asked(one).items():
            five, ten = (told(one, table, count, 0.5 if what == "near" else SAME) for count in (5, 10))
            figures = {"points of 5": five[0], "beside": five[1], "points of 10": ten[0], "beside of 10": ten[1]}
            rows.append({"programme": name, "by": what} | figures | {"precision": precision(one, table)})
            if what != "near":
                counts.setdefault(what, []).extend(claimed(one, table))
    for what in dict.fromkeys(row["by"] for row in rows):
        own = [row for row in rows if row["by"] == what]
        keys = [key for key in own[0] if key not in ("programme", "by")]
        mean = {key: float(np.mean([row[key] for row in own])) for key in keys}  # type: ignore[call-overload]
        rows.append({"programme": "mean", "by": what} | mean)
    print_table(rows)
    claims = [{"by": what} | summary(found) for what, found in counts.items()]
    print_table(claims)
    everything = Learned.of(list(programmes.values()))
    numbers = {
        "likely": numbers_of(everything.first),
        "met": numbers_of(everything.met),
        "company": numbers_of(everything.company, APART),
        "company_met": numbers_of(everything.company_met, APART),
    }
    print({key: [round(value, 3) for value in values] for key, values in numbers.items()})
    if asked.json:
        write_result(asked.json, {"learned": numbers, "asked of the others": rows, "sources claimed": claims})


def summary(found: Sequence[tuple[int, int, bool]]) -> dict[str, float]:
    """How often what headlines claim holds, of all and of those that carry something planned."""
    planned = [one for one in found if one[2]]
    return {
        "headlines": len(found),
        "planned": len(planned),
        "claim holds": float(np.mean([claim <= has for claim, has, _ in found])),
        "holds, planned": float(np.mean([claim <= has for claim, has, _ in planned])),
        "share of the plan's": float(np.mean([claim / has for claim, has, _ in planned])),
    }


if __name__ == "__main__":
    main()
