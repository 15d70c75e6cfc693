"""What bears on a question in a whole programme's material: QMSum's committee meetings, cut as we cut, all in one pool.

Each of the questions people wrote about one meeting is asked of all meetings of the split at once. A turn that they marked
as evidence is found when one of its excerpts is among the first 20. Questions that nothing answers are those of the other
committee (education, covid), asked of meetings of this one. `--learn` chooses the weights on the training meetings.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Document, Kind, Mode, Passage, SourceText
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.words import Words
from learnbrief.nlp.ask import SIGNALS, Asked, bearing, likelihood, read_material, signals
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.search import Entry, Search

SHOWN = 20
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Weights that are tried for each signal, one signal after another."""
START = (1.0, 0.0, 0.0, 0.5, 1.0, 0.5)
GAIN = 0.001
"""Least gain in recall for which a weight is changed."""


@dataclass(frozen=True)
class Query:
    """One question with the turns that people marked as its evidence."""

    meeting: str
    text: str
    evidence: frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Pool:
    """Every excerpt of some meetings, and the turn of each."""

    texts: tuple[str, ...]
    turns: tuple[tuple[str, int], ...]
    material: Asked

    @property
    def meetings(self) -> list[str]:
        """In their order."""
        return list(dict.fromkeys(name for name, _ in self.turns))


def document_of(name: str, turns: Sequence[dict[str, str]]) -> tuple[Document, list[int]]:
    """A meeting as a transcript that was read, and where each turn begins."""
    text, passages, starts = "", [], []
    for turn in turns:
        starts.append(len(text))
        said = turn["content"].strip() or "-"
        passages.append(Passage(len(text), len(text) + len(said), "turn", Mode.VERBATIM, speaker=turn["speaker"]))
        text += said + "\n"
    source = SourceText(text, tuple(passages))
    return Document(name, 1, Kind.WEBINAR_TRANSCRIPT, name, name, date(2020, 1, 1), None, name, source, name), starts


def read(folder: Path, encoder: Encoder) -> tuple[Pool, list[Query]]:
    """All meetings of a split, and what people asked of them."""
    texts, turns, found = [], [], []
    for path in sorted(folder.glob("*.json")):
        meeting = json.loads(path.read_text(encoding="utf-8"))
        document, starts = document_of(path.stem, meeting["meeting_transcripts"])
        for excerpt in cut(document, {}):
            texts.append(excerpt.text)
            turns.append((path.stem, int(np.searchsorted(starts, excerpt.start, side="right")) - 1))
        for query in meeting["specific_query_list"]:
            spans = query["relevant_text_span"]
            evidence = frozenset((path.stem, at) for a, b in spans for at in range(int(a), int(b) + 1))
            if evidence:
                found.append(Query(path.stem, query["query"], evidence))
    material = read_material(texts, [name for name, _ in turns], encoder.encode(texts))
    return Pool(tuple(texts), tuple(turns), material), found


def recall(pool: Pool, rows: Sequence[int], evidence: frozenset[tuple[str, int]]) -> float:
    """Share of the evidence turns of which an excerpt is among the first."""
    return len(evidence & {pool.turns[row] for row in rows[:SHOWN]}) / len(evidence)


Rank = Callable[[str], Sequence[int]]


def peers(pool: Pool, encoder: Encoder, folder: Path) -> Iterator[tuple[str, Rank]]:
    """Other ways to find excerpts: TF-IDF, vectors alone, and the search of the command line."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    rows = vectorizer.fit_transform(pool.texts)

    def tfidf(question: str) -> Sequence[int]:
        return list(np.argsort(-(rows @ vectorizer.transform([question]).T).toarray().ravel(), kind="stable")[:SHOWN])

    def vectors(question: str) -> Sequence[int]:
        return list(np.argsort(-(pool.material.vectors @ encoder.encode([question])[0]), kind="stable")[:SHOWN])

    database = Database(folder / "words.db")
    database.migrate()
    words = Words(database)
    words.add((str(at), text) for at, text in enumerate(pool.texts))
    entries = [Entry(str(at), "webinar_transcript", date(2020, 1, 1)) for at in range(len(pool.texts))]
    search = Search(
        entries,
        pool.material.vectors,
        encoder=encoder,
        words=lambda query, limit: words.search(query, limit=limit),
    )
    yield "tfidf", tfidf
    yield "vectors alone", vectors
    yield "learnbrief search", lambda question: [int(one) for one, _ in search.search(question, limit=SHOWN)]


def part(pool: Pool, meetings: Sequence[str]) -> Pool:
    """The pool with these meetings alone."""
    rows = [at for at, (name, _) in enumerate(pool.turns) if name in set(meetings)]
    texts, turns = [pool.texts[at] for at in rows], [pool.turns[at] for at in rows]
    material = read_material(texts, [name for name, _ in turns], pool.material.vectors[rows])
    return Pool(tuple(texts), tuple(turns), material)


def measure(pool: Pool, found: Sequence[Query], encoder: Encoder) -> dict[str, dict[str, float]]:
    """Recall of each way; of ours also what the cuts let through."""
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, rank in peers(pool, encoder, Path(folder)):
            found_by = [recall(pool, rank(query.text), query.evidence) for query in found]
            figures[name] = {"recall_first_20": float(np.mean(found_by))}
    ours, kept, right, counted = [], [], [], []
    for query in found:
        vector = encoder.encode([query.text])[0]
        likely = likelihood(pool.material, query.text, vector)
        ours.append(recall(pool, list(np.argsort(-likely, kind="stable")), query.evidence))
        rows = bearing(pool.material, query.text, vector)
        turns = [pool.turns[row] for row in rows]
        counted.append(len(rows))
        kept.append(len(query.evidence & set(turns)) / len(query.evidence))
        right.append(sum(turn in query.evidence for turn in turns) / len(turns) if turns else 0.0)
    own = {"recall_first_20": ours, "recall_counted": kept, "precision_counted": right}
    figures["learnbrief ask"] = {name: float(np.mean(values)) for name, values in own.items()}
    figures["learnbrief ask"]["median_counted"] = float(np.median(counted))
    figures["possible"] = {"recall_first_20": float(np.mean([min(1, SHOWN / len(one.evidence)) for one in found]))}
    return figures


def answered(pool: Pool, found: Sequence[Query], encoder: Encoder) -> dict[str, float]:
    """Share of questions that get an answer: of their own committee's meetings, and of the other committee's."""
    said: dict[bool, list[bool]] = {True: [], False: []}
    for committee in ("covid", "education"):
        some = part(pool, [name for name in pool.meetings if name.startswith(committee)])
        for query in found:
            rows = bearing(some.material, query.text, encoder.encode([query.text])[0])
            said[query.meeting.startswith(committee)].append(bool(rows))
    return {"own_committee": float(np.mean(said[True])), "other_committee": float(np.mean(said[False]))}


def learn(pool: Pool, found: Sequence[Query], encoder: Encoder) -> None:
    """Print weights chosen one after another for the evidence among the first 20, in pools of six meetings, then scaled."""
    from sklearn.linear_model import LogisticRegression

    rows, insides, seen = [], [], []
    for fold in range(4):
        meetings = pool.meetings[fold::4]
        some = part(pool, meetings)
        for query in (one for one in found if one.meeting in meetings):
            rows.append(signals(some.material, query.text, encoder.encode([query.text])[0]).astype(np.float32))
            insides.append(np.array([turn in query.evidence for turn in some.turns]))
            seen.append((some, query))

    def worth(weights: np.ndarray) -> float:
        tops = (np.argpartition(-(found_by @ weights), SHOWN)[:SHOWN] for found_by in rows)
        return float(
            np.mean([recall(one, list(top), query.evidence) for top, (one, query) in zip(tops, seen, strict=True)])
        )

    weights = np.array(START, dtype=np.float32)
    best = worth(weights)
    for at in range(len(SIGNALS)):
        for value in STEPS:
            tried = weights.copy()
            tried[at] = value
            if (now := worth(tried)) > best + GAIN:
                best, weights = now, tried
    scores = np.concatenate([found_by @ weights for found_by in rows])
    scaled = LogisticRegression(C=1e6).fit(scores[:, None], np.concatenate(insides))
    factor = float(scaled.coef_[0, 0])
    print({name: round(factor * float(one), 2) for name, one in zip(SIGNALS, weights, strict=True)})
    print("intercept", round(float(scaled.intercept_[0]), 2), "recall on these", round(best, 3))


def main() -> None:
    """Print the table for the validation meetings, or what is learned on the training meetings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds qmsum_committee/")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    encoder, began = default_encoder(), time.perf_counter()
    split = "train" if given.learn else "val"
    pool, found = read(given.data / "qmsum_committee" / split, encoder)
    if given.learn:
        learn(pool, found, encoder)
        return
    figures = measure(pool, found, encoder)
    print_table([{"way": name, **own} for name, own in figures.items()])
    facts: dict[str, Any] = {
        "data": f"QMSum Committee, {split}, all meetings in one pool",
        "command": "python benchmarks/ask.py --data DATA",
        "questions": len(found),
        "meetings": len(pool.meetings),
        "excerpts": len(pool.texts),
        "answered": answered(pool, found, encoder),
        "seconds": round(time.perf_counter() - began, 1),
    }
    print(facts["answered"])
    write_result(given.json, {**facts, **figures})


if __name__ == "__main__":
    main()
