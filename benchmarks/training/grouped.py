"""How far what is told as one was planned as one, on eighteen fictional programmes, nothing coded.

    PYTHONPATH=benchmarks:benchmarks/training python benchmarks/training/grouped.py [--json OUT]

`matters.tsv` (thirteen programmes, from which the likelihood of pairs is learned: they flatter) and `matters_unseen.tsv` (five written after its
form was chosen). Findings are made of the excerpts as a brief makes them, by the code as it stands: every source one event and one voice, no tags. Beside it,
the same run: average linkage of plain likeness, which grouped all evidence until 28 November. A planned point counts that at least two
sources carry; it is *told jointly* where two of its carriers and half of a group carry it.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import combinations
from pathlib import Path
from statistics import fmean, median

from _common import print_table, write_result
from matters import FILE, Line, read
from matters_unseen import UNSEEN

from learnbrief.corpus.codebook import default_codebook
from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.gather import Material, gather
from learnbrief.nlp.findings.group import group
from learnbrief.nlp.findings.matter import matters_of

DAY = date(2025, 1, 10)
Groups = Sequence[Sequence[int]]


def gathered(lines: Sequence[Line]) -> tuple[Material, list[frozenset[str]]]:
    """A programme's evidence, and which planned points each of its excerpts carries."""
    documents: dict[str, Document] = {}
    excerpts: list[Excerpt] = []
    carried: dict[str, frozenset[str]] = {}
    for source in sorted({line.source for line in lines}):
        own, name, text = [line for line in lines if line.source == source], f"d{source:03d}", ""
        voice = Voice(f"{name}:v", name, "document")
        for line in own:
            end = len(text) + len(line.text)
            excerpts.append(Excerpt(name, 1, len(text), end, line.text, voice, Mode.VERBATIM, True))
            carried[excerpts[-1].excerpt_id] = line.points
            text += line.text + "\n"
        documents[name] = Document(name, 1, Kind.OTHER, name, name, DAY, None, name, SourceText(text, ()), name)
    rows = default_encoder().encode([one.text for one in excerpts])
    vectors = {one.excerpt_id: row for one, row in zip(excerpts, rows, strict=True)}
    material = gather(excerpts, documents, (), vectors)
    return material, [carried[one.excerpt_id] for one in material.excerpts]


def figures(material: Material, carried: Sequence[frozenset[str]], groups: Groups) -> Mapping[str, float]:
    """What groups of several sources hold of what was planned."""
    source = [one.document_id for one in material.excerpts]
    planned: dict[str, set[str]] = {}
    for at, points in enumerate(carried):
        for point in points:
            planned.setdefault(point, set()).add(source[at])
    planned = {point: sources for point, sources in planned.items() if len(sources) > 1}
    joint = [one for one in groups if len({source[at] for at in one}) > 1]
    told: set[str] = set()
    largest = dict.fromkeys(planned, 0.0)
    right: list[bool] = []
    for one in joint:
        counts = Counter(point for at in one for point in carried[at] if point in planned)
        for point, count in counts.items():
            if count > 1 and 2 * count >= len(one):
                told.add(point)
            if 2 * count >= len(one):
                here = {source[at] for at in one if point in carried[at]}
                largest[point] = max(largest[point], len(here) / len(planned[point]))
        both = [pair for pair in combinations(one, 2) if source[pair[0]] != source[pair[1]]]
        right += [bool(carried[a] & carried[b]) for a, b in both if carried[a] and carried[b]]
    return {
        "joint": len(joint), "planned": len(planned), "told jointly": len(told),
        "sources in the largest": median(largest.values()), "pairs": len(right), "pairs right": sum(right),
    }  # fmt: skip


def measured(lines: Sequence[Line]) -> dict[str, Mapping[str, float]]:
    """The figures of one programme by each way."""
    material, carried = gathered(lines)
    matters = matters_of(material, default_codebook(), default_encoder())
    plain = group(material, measure=material.alike, cut=material.weights.same_point)
    groups: dict[str, Groups] = {
        "matters": [one.members for one in matters],
        "points": [part.members for one in matters for part in one.groups],
        "counted under a headline": [one.stated for one in matters],
        "plain likeness": plain,
    }
    return {what: figures(material, carried, one) for what, one in groups.items()}


def means(rows: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Over programmes; of pairs the share that is right."""
    kept = list(rows)
    mean = {key: round(fmean(one[key] for one in kept), 2) for key in kept[0] if not key.startswith("pairs")}
    return mean | {"pairs right": round(sum(one["pairs right"] for one in kept) / sum(one["pairs"] for one in kept), 2)}


def main() -> None:
    """Both sets, each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures there")
    asked = parser.parse_args()
    rows: list[dict[str, object]] = []
    for name, file in (("thirteen", FILE), ("five unseen", UNSEEN)):
        with ProcessPoolExecutor(2) as pool:
            found = list(pool.map(measured, read(file).values()))
        rows += [{"programmes": name, "what": what} | means(one[what] for one in found) for what in found[0]]
    print_table(rows)
    if asked.json:
        write_result(asked.json, {"mean of programmes": rows})


if __name__ == "__main__":
    main()
