"""How long a search takes in 100,000 excerpts, beside SQL LIKE and scikit-learn's brute-force neighbours in the same run.

The excerpts are made up by this script; no data set is needed. Each figure is the median over the queries.

    python benchmarks/search.py [--excerpts 100000] [--json OUT]
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result
from sklearn.neighbors import NearestNeighbors

from learnbrief.corpus.protocols import Vectors
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.words import Words
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.search import Entry, Search, kept_matrix

WHO = "the board,our partners,front-line staff,community groups,the improvement team,patients,carers,the steering group"
DID = "asked for,never saw,argued about,gave time to,were worried by,agreed on,waited for,paid for"
WHAT = "waiting list pressure,a data sharing agreement,interpreters,shared purpose,protected time,the equity dashboard"
WHY = "because nobody had said who decides,after the second workshop,although money was short,when the chair changed"
QUERIES = [
    "boards giving protected time", "waiting lists", "who decides", "language support for families",
    "sharing information between trusts", "not enough money", "equity", "shared purpose across the collaborative",
]  # fmt: skip
KINDS = ("workshop_notes", "coaching_reflection", "webinar_transcript", "survey")
THEMES = ("leadership", "data", "resources", "equity", "workforce", "culture")


def sentences(count: int) -> list[str]:
    """Different sentences, each with a number of its own so that no two are equal."""
    rng = np.random.default_rng(0)
    parts = [part.split(",") for part in (WHO, DID, WHAT, WHY)]
    picks = [rng.integers(0, len(words), size=count) for words in parts]
    return [
        " ".join(words[chosen[at]] for words, chosen in zip(parts, picks, strict=True)) + f", note {at}"
        for at in range(count)
    ]


def entries_for(count: int) -> list[Entry]:
    """Spread over five collaboratives, four kinds, nine months and six themes."""
    first = date(2025, 1, 1)
    return [
        Entry(f"e{at}", KINDS[at % 4], first + timedelta(days=at % 270), f"c{at % 5}", frozenset({THEMES[at % 6]}))
        for at in range(count)
    ]


def vectors_for(texts: Sequence[str]) -> Vectors:
    """The encoder's vectors of 500 sentences, each repeated with a little noise: real directions, made in seconds."""
    rng = np.random.default_rng(1)
    real = default_encoder().encode(texts[:500])
    rows = real[np.arange(len(texts)) % len(real)] + 0.02 * rng.standard_normal((len(texts), real.shape[1]))
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def milliseconds(ask: Callable[[str], object]) -> dict[str, float]:
    """Median and slowest over the queries, after one to warm up; processor time does not depend on what else runs."""
    ask(QUERIES[0])
    took, processor = [], time.process_time()
    for query in QUERIES * 3:
        start = time.perf_counter()
        ask(query)
        took.append(1000 * (time.perf_counter() - start))
    cpu = 1000 * (time.process_time() - processor) / len(took)
    return {"median_ms": float(np.median(took)), "slowest_ms": float(np.max(took)), "cpu_ms": cpu}


def measure(count: int, folder: Path) -> dict[str, Any]:
    """Every way of searching the same excerpts."""
    texts, encoder = sentences(count), default_encoder()
    entries = entries_for(count)
    database = Database(folder / "learnbrief.db")
    database.migrate()
    words = Words(database)
    words.add((entry.excerpt_id, text) for entry, text in zip(entries, texts, strict=True))
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute("CREATE TABLE excerpt (id TEXT, text TEXT)")
    plain.executemany("INSERT INTO excerpt VALUES (?, ?)", zip((one.excerpt_id for one in entries), texts, strict=True))
    ids = [entry.excerpt_id for entry in entries]
    vectors = kept_matrix(folder / "vectors", ids, encoder.name, lambda: vectors_for(texts))
    start = time.perf_counter()
    search = Search(entries, vectors, encoder=encoder, words=lambda query, limit: words.search(query, limit=limit))
    opening = time.perf_counter() - start
    brute = NearestNeighbors(n_neighbors=20, metric="cosine", algorithm="brute").fit(np.asarray(vectors))
    narrow = {"theme": "equity", "collaborative": "c2", "kind": "survey", "since": "2025-02-01", "until": "2025-06-30"}
    like = "SELECT id FROM excerpt WHERE text LIKE ? LIMIT 20"
    return {
        "learnbrief": {
            "meaning and word": milliseconds(search.search),
            "with five filters": milliseconds(lambda query: search.search(query, filters=narrow)),
            "encoding the query alone": milliseconds(lambda query: encoder.encode([query])),
            "seconds_to_open": opening,
        },
        "sql_like": milliseconds(lambda query: plain.execute(like, (f"%{query}%",)).fetchall()),
        "sklearn_brute_force": milliseconds(lambda query: brute.kneighbors(encoder.encode([query]))),
    }


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--excerpts", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.excerpts, Path(folder))
    ours = {f"learnbrief: {name}": row for name, row in found["learnbrief"].items() if isinstance(row, dict)}
    peers = {name: row for name, row in found.items() if name != "learnbrief"}
    print_table([{"way": name, **row} for name, row in (ours | peers).items()])
    write_result(options.json, {"data": "made up by the script", "excerpts": options.excerpts, **found})


if __name__ == "__main__":
    main()
