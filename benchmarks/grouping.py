"""What grouping and joining cost as the evidence grows, and whether the sparse way gives a textbook's average linkage.

Without data the evidence is drawn from a seeded generator: subjects with words and a direction of their own, about a dozen
excerpts each. With --data (a text file, one excerpt a line) its texts are repeated, each time without some of their words
and with noise on their vectors. Every size runs in a process of its own, so that its peak memory is its own.

    python benchmarks/grouping.py [--data FILE] [--sizes 2000 5000 20000] [--json OUT]
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.gather import Material, gather
from learnbrief.nlp.findings.group import group
from learnbrief.nlp.findings.join import join

SIZES = (2_000, 5_000, 20_000)
DENSE = 2_000
"""Excerpts on which all pairs are still cheap to hold: 2 million."""
DIMENSIONS = 384
A_SUBJECT = 12
"""Excerpts that a subject has in the middle; a third of them is on nothing in particular."""
VOCABULARY = 6_000


def vocabulary(random: np.random.Generator) -> list[str]:
    """Words of two to four syllables that are nobody's."""
    syllables = [one + two for one in "bdfglmnprstvz" for two in ("a", "e", "i", "o", "u", "an", "er", "il", "or")]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(random.choice(syllables, size=random.integers(2, 5)))] = None
    return list(words)


def made_up(size: int) -> tuple[list[str], Vectors]:
    """Texts and vectors of so many excerpts, the same every time."""
    random = np.random.default_rng(0)
    words = vocabulary(random)
    ranks = 1 / np.arange(1, VOCABULARY + 1)
    usual = ranks / ranks.sum()
    subjects = size // A_SUBJECT
    own_words = random.integers(100, VOCABULARY, size=(subjects, 8))
    centres = random.normal(size=(subjects, DIMENSIONS))
    texts, rows = [], np.zeros((size, DIMENSIONS), dtype=np.float32)
    for at in range(size):
        subject = int(random.integers(subjects))
        spoken = list(random.choice(VOCABULARY, size=random.integers(8, 25), p=usual))
        noise = random.normal(size=DIMENSIONS)
        if random.random() > 1 / 3:
            spoken += list(random.choice(own_words[subject], size=4, replace=False))
            noise = centres[subject] + 1.1 * noise
        texts.append(" ".join(words[one] for one in spoken).capitalize() + ".")
        rows[at] = noise / np.linalg.norm(noise)
    return texts, rows


def repeated(path: Path, size: int) -> tuple[list[str], Vectors]:
    """The file's texts again and again, each time a little different."""
    random = np.random.default_rng(0)
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    vectors = default_encoder().encode(lines)
    texts, rows = [], np.zeros((size, vectors.shape[1]), dtype=np.float32)
    for at in range(size):
        line = at % len(lines)
        words = [word for word in lines[line].split() if at < len(lines) or random.random() > 0.25]
        texts.append(" ".join(words) or lines[line])
        noisy = (
            vectors[line] + (at >= len(lines)) * 0.8 * random.normal(size=vectors.shape[1]) / vectors.shape[1] ** 0.5
        )
        rows[at] = noisy / np.linalg.norm(noisy)
    return texts, rows


def evidence(data: Path | None, size: int) -> Material:
    """The excerpts of a programme of ten voices a source, three sources an event."""
    texts, rows = repeated(data, size) if data else made_up(size)
    excerpts, documents = [], {}
    for at, text in enumerate(texts):
        source = f"d{at // 40:05}"
        voice = Voice(f"{source}:{at % 10}", f"Table {at % 10}", "group")
        start = (at % 40) * 2_000
        excerpts.append(Excerpt(source, 1, start, start + len(text), text, voice, Mode.NOTE, evidence=True))
        documents[source] = Document(
            source, 1, Kind.OTHER, f"e{at // 120}", source, date(2025, 1, 1), None, source, SourceText("", ()), source
        )
    vectors = {excerpt.excerpt_id: row for excerpt, row in zip(excerpts, rows, strict=True)}
    return gather(excerpts, documents, (), vectors)


def pairs_of(groups: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """Pairs of positions that stand in one group."""
    return {(one, other) for members in groups for one in members for other in members if one < other}


def dense_groups(material: Material) -> list[list[int]]:
    """Average linkage of all pairs, as scipy does it."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    everyone = range(len(material.excerpts))
    apart = 1 - material.alike(everyone, everyone).astype(np.float64)
    np.fill_diagonal(apart, 0)
    labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - material.weights.same_point, "distance")
    return [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]


def measured(data: Path | None, size: int) -> dict[str, Any]:
    """One row: processor seconds of each step, and the most memory the process held."""
    started = time.process_time()
    material = evidence(data, size)
    gathered = time.process_time()
    groups = group(material)
    grouped = time.process_time()
    matters = join(material, groups)
    joined = time.process_time()
    row = {
        "excerpts": size,
        "gather_s": gathered - started,
        "group_s": grouped - gathered,
        "join_s": joined - grouped,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "groups": len(groups),
        "joint": sum(len(members) > 1 for members in groups),
        "matters": len(matters),
    }
    if size <= DENSE:
        ours, theirs = pairs_of(groups), pairs_of(dense_groups(material))
        row["pair_f1_with_dense"] = 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))
    return row


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help="measure this size alone and print one line of JSON")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measured(given.data, given.one)))
        return
    rows = []
    for size in given.sizes:
        command = [sys.executable, __file__, "--one", str(size), *(["--data", str(given.data)] if given.data else [])]
        rows.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
    print_table(rows)
    data = given.data.name if given.data else "made up by the script"
    write_result(given.json, {"data": data, "learnbrief": {f"{row['excerpts']} excerpts": row for row in rows}})


if __name__ == "__main__":
    main()
