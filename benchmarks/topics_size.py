"""What looking for emerging topics costs at 1,000 to 100,000 excerpts: all of them read, and a draw with the others joined.

The material is real sentences recombined, sixty excerpts to a source; no theme explains any of them, so all are read.
The encoder costs next to nothing: counted is how many sentences it is given, which with the real one is most of
the time. Each size in a process of its own; processor seconds and the peak of memory over what the imports take.

    python benchmarks/topics_size.py --data comments.csv --column text --json OUT
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from _common import peak_mb, print_table, write_result
from _scale_programme import PER_EVENT, PLACES, HashedWords, sentences_of

from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.protocols import Vectors
from learnbrief.nlp.language.grammar import parse
from learnbrief.nlp.topics.drawn import MOST
from learnbrief.nlp.topics.emerging import matters

SIZES = (1_000, 10_000, 100_000)
EVERYTHING = 10_000
"""The largest size at which all are read as well, as before there was a draw."""


class Counted(HashedWords):
    """Counts the sentences it is given."""

    given = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order."""
        self.given += len(texts)
        return super().encode(texts)


def excerpts_of(pool: Sequence[str], size: int) -> list[Excerpt]:
    """So many excerpts of two sentences, no two alike, by source."""
    found = []
    for at in range(size):
        source, place = at // PER_EVENT, PLACES[at // PER_EVENT % len(PLACES)]
        first, second = np.random.default_rng(at).integers(0, len(pool), size=2)
        text, voice = f"{pool[first]} {pool[second]}", Voice(f"v{source}", "Table", "group", collaborative=place)
        begin = at % PER_EVENT * 1_000
        found.append(
            Excerpt(f"d{source}", 1, begin, begin + len(text), text, voice, Mode.NOTE, True, collaborative=place)
        )
    return found


def one(pool: Sequence[str], size: int, read: int) -> dict[str, Any]:
    """The figures of one size, in this process."""
    excerpts, encoder = excerpts_of(pool, size), Counted()
    parse(["The model is loaded before anything is measured."])
    before, since = peak_mb(), time.process_time()
    found = matters(excerpts, {}, encoder, read=read)
    return {
        "excerpts": size,
        "read": min(read, size),
        "seconds": round(time.process_time() - since, 1),
        "more_mb": peak_mb() - before,
        "sentences_encoded": encoder.given,
        "matters": len(found),
        "excerpts_in_them": sum(len(each.rows) for each in found),
    }


def main() -> None:
    """Every size, one after the other, each in a cold process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a table with a column of texts")
    parser.add_argument("--column", default="text")
    parser.add_argument("--excerpts", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=int, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(one(sentences_of(given.data, given.column), *given.child)))
        return
    rows = []
    for size in given.excerpts:
        for read in dict.fromkeys((size, MOST) if MOST < size <= EVERYTHING else (MOST,)):
            command = [sys.executable, __file__, "--data", str(given.data), "--column", given.column]
            done = subprocess.run(
                [*command, "--child", str(size), str(read)], capture_output=True, text=True, check=True
            )
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print(rows[-1], file=sys.stderr, flush=True)
            write_result(given.json, {"data": given.data.name, "rows": rows})
    print_table(rows)


if __name__ == "__main__":
    main()
