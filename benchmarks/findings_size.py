"""What finding the points of a whole cohort costs at 1,000 to 20,000 excerpts.

The material is real sentences recombined, sixty excerpts to a source, tagged as the first of them are tagged; the
encoder costs next to nothing. Each size in a process of its own; processor seconds, the peak of memory of the whole
process and what of it was there before. `times linear` is beside the first size: 1.3 says that ten times the
material costs 13 times.

    python benchmarks/findings_size.py --data comments.csv --column text --json OUT
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from _common import peak_mb, print_table, write_result
from _scale_programme import MONTHS, PER_EVENT, PER_TABLE, PLACES, YEAR, HashedWords, sentences_of

from learnbrief.corpus.codebook import Codebook, default_codebook
from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, SourceText, Voice
from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.tag import EffectiveTag, TagStatus
from learnbrief.nlp.findings import distil
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.tagging import tag_excerpts

SIZES = (1_000, 2_000, 10_000, 20_000)
TAGGED = 900
"""Excerpts that the tagger itself reads; all others are tagged like these, one after the other."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A programme as its findings are asked for."""

    documents: dict[str, Document]
    excerpts: list[Excerpt]
    vectors: dict[str, Vectors]
    tags: list[EffectiveTag]
    codebook: Codebook


def cohort(pool: Sequence[str], size: int) -> Cohort:
    """So many excerpts of two sentences, in workshops over a year and five collaboratives."""
    documents: dict[str, Document] = {}
    excerpts: list[Excerpt] = []
    for number in range(round(size / PER_EVENT) or 1):
        document, own = workshop(pool, number)
        documents[document.document_id] = document
        excerpts += own
    codebook, encoder = default_codebook(), HashedWords()
    rows = encoder.encode([one.text for one in excerpts])
    vectors = {one.excerpt_id: row for one, row in zip(excerpts, rows, strict=True)}
    return Cohort(documents, excerpts, vectors, _tags(excerpts, codebook, encoder), codebook)


def workshop(pool: Sequence[str], number: int) -> tuple[Document, list[Excerpt]]:
    """One workshop's notes, the same whatever else there is."""
    place, document_id = PLACES[number // MONTHS % len(PLACES)], f"d{number:06d}"
    picks = np.random.default_rng(number).integers(0, len(pool), size=(PER_EVENT, 2))
    lines = [f"{pool[first]} {pool[second]}" for first, second in picks]
    text = "\n".join(lines)
    document = Document(
        document_id=document_id, version=1, kind=Kind.WORKSHOP_NOTES, event_id=f"workshop-{number:06d}",
        title=f"Workshop {number}", date=date(YEAR, 1 + number % MONTHS, 15), collaborative=place, origin="notes.md",
        source=SourceText(text, ()), content_hash=document_id,
    )  # fmt: skip
    excerpts, begin = [], 0
    for at, line in enumerate(lines):
        table = 1 + at // PER_TABLE
        voice = Voice(f"workshop-{number:06d}:table {table}", f"Table {table}", "group", collaborative=place)
        excerpts.append(
            Excerpt(document_id, 1, begin, begin + len(line), line, voice, Mode.NOTE, True, collaborative=place)
        )
        begin += len(line) + 1
    return document, excerpts


def _tags(excerpts: Sequence[Excerpt], codebook: Codebook, encoder: HashedWords) -> list[EffectiveTag]:
    first = excerpts[:TAGGED]
    suggested: dict[str, list[EffectiveTag]] = {one.excerpt_id: [] for one in first}
    for tag in tag_excerpts(first, codebook, encoder):
        suggested[tag.excerpt_id].append(
            EffectiveTag(tag.excerpt_id, tag.theme, TagStatus.SUGGESTED, tag.band, tag.score, tag.score_kind)
        )
    like = list(suggested.values())
    return [
        EffectiveTag(one.excerpt_id, tag.theme, tag.status, tag.band, tag.score, tag.score_kind)
        for at, one in enumerate(excerpts)
        for tag in like[at % len(like)]
    ]


def one(pool: Sequence[str], size: int) -> dict[str, Any]:
    """The figures of one size, in this process."""
    made, encoder = cohort(pool, size), HashedWords()
    parse(["The model is loaded before anything is measured."])
    before, since = peak_mb(), time.process_time()
    found = distil(made.excerpts, made.documents, made.tags, made.vectors, made.codebook, encoder=encoder)
    return {
        "excerpts": len(made.excerpts),
        "seconds": round(time.process_time() - since, 1),
        "peak_mb": peak_mb(),
        "before_mb": before,
        "findings": len(found),
        "of_several": sum(len(finding.evidence) > 1 for finding in found),
    }


def main() -> None:
    """Every size, one after the other, each in a cold process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a table with a column of texts")
    parser.add_argument("--column", default="text")
    parser.add_argument("--excerpts", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(one(sentences_of(given.data, given.column), given.child)))
        return
    rows: list[dict[str, Any]] = []
    for size in given.excerpts:
        command = [sys.executable, __file__, "--data", str(given.data), "--column", given.column]
        done = subprocess.run([*command, "--child", str(size)], stdout=subprocess.PIPE, text=True, check=True)
        row = json.loads(done.stdout.splitlines()[-1])
        first = rows[0] if rows else row
        row["times_linear"] = round(row["seconds"] / first["seconds"] / (row["excerpts"] / first["excerpts"]), 2)
        rows.append(row)
        print(row, file=sys.stderr, flush=True)
        write_result(given.json, {"data": given.data.name, "rows": rows})
    print_table(rows)


if __name__ == "__main__":
    main()
