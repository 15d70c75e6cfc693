"""Query-focused extracts on QMSum's Committee meetings: evidence turns found, and ROUGE against what people wrote.

`--learn` fits the weights of the signals on the training meetings (with four-fold figures by meeting); without it the weights
in learnbrief.nlp.extracts are used as they are, and only the validation meetings are read.
"""

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result

from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.extracts import (
    EXPECTED,
    SIGNALS,
    Expected,
    Talk,
    Turn,
    expected_rows,
    extract,
    is_plain,
    rank_turns,
    read_talk,
    sentence_worth,
    signals,
    word_counts,
)

WORDS = 90
Rank = Callable[[Talk, str], np.ndarray]


@dataclass(frozen=True)
class Query:
    """One specific query with the turns that people marked as its evidence and the answer they wrote."""

    talk: Talk
    meeting: str
    text: str
    answer: str
    evidence: frozenset[int]


def queries(folder: Path, encoder: Encoder) -> Iterator[Query]:
    """Every specific query of every meeting in a folder."""
    for path in sorted(folder.glob("*.json")):
        meeting = json.loads(path.read_text(encoding="utf-8"))
        turns = [Turn(turn["speaker"], turn["content"].strip()) for turn in meeting["meeting_transcripts"]]
        talk = read_talk(turns, encoder)
        for query in meeting["specific_query_list"]:
            spans = query["relevant_text_span"]
            evidence = frozenset(at for first, last in spans for at in range(int(first), int(last) + 1))
            yield Query(talk, path.stem, query["query"], query["answer"], evidence)


def recall_at_tenth(scores: np.ndarray, evidence: frozenset[int]) -> float:
    """Share of the evidence turns that are among the top tenth of all turns."""
    top = np.argsort(-scores, kind="stable")[: max(1, round(0.1 * len(scores)))]
    return len(evidence & set(top.tolist())) / len(evidence)


def lead(talk: Talk, _query: str) -> np.ndarray:
    """Earlier is better."""
    return -np.arange(len(talk.sentences), dtype=float)


def at_random(talk: Talk, query: str) -> np.ndarray:
    """Any order."""
    return np.random.default_rng(len(query)).random(len(talk.sentences))


def tfidf(talk: Talk, query: str) -> np.ndarray:
    """Cosine of TF-IDF rows, English stop words out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [sentence.text for sentence in talk.sentences]
    vectorizer = TfidfVectorizer(stop_words="english").fit(texts)
    return np.asarray((vectorizer.transform(texts) @ vectorizer.transform([query]).T).toarray()).ravel()


def textrank(talk: Talk, _query: str) -> np.ndarray:
    """Central sentences, whatever was asked: PageRank over TF-IDF likeness."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(stop_words="english").fit_transform([sentence.text for sentence in talk.sentences])
    graph = rows @ rows.T
    graph.setdiag(0)
    out = np.asarray(graph.sum(axis=1)).ravel()
    scores = np.full(graph.shape[0], 1 / graph.shape[0])
    for _ in range(50):
        scores = 0.15 / len(scores) + 0.85 * np.asarray(graph.T @ (scores / np.where(out > 0, out, 1))).ravel()
    return scores


BASELINES: dict[str, Rank] = {"lead": lead, "random": at_random, "tfidf_cosine": tfidf, "textrank": textrank}


def by_turn(talk: Talk, scores: np.ndarray) -> np.ndarray:
    """A turn is as good as its best sentence."""
    best = np.full(len(talk.turns), -np.inf)
    np.maximum.at(best, [sentence.turn for sentence in talk.sentences], scores)
    return best


def best_sentences(talk: Talk, scores: np.ndarray) -> str:
    """Sentences by score until the words are full, in their order."""
    chosen, left = [], WORDS
    for at in np.argsort(-scores, kind="stable"):
        if left <= 0:
            break
        chosen.append(int(at))
        left -= len(talk.sentences[at].text.split())
    return " ".join(talk.sentences[at].text for at in sorted(chosen))


def cut(text: str) -> str:
    """The first words of a text, as many as an extract may have."""
    return " ".join(re.split(r"\s+", text)[:WORDS])


def learn(found: Sequence[Query], encoder: Encoder) -> dict[str, float]:
    """Weights by logistic regression; each query counts the same and so do evidence and the rest within it."""
    from sklearn.linear_model import LogisticRegression

    rows, labels, weights = [], [], []
    for query in found:
        inside = np.array([at in query.evidence for at in range(len(query.talk.turns))])
        rows.append(signals(query.talk, query.text, encoder))
        labels.append(inside)
        weights.append(np.where(inside, 1 / max(1, inside.sum()), 1 / max(1, (~inside).sum())))
    weight = np.concatenate(weights)
    fitted = LogisticRegression(C=0.003, max_iter=1000).fit(
        np.vstack(rows), np.concatenate(labels), sample_weight=weight * len(weight) / weight.sum()
    )
    return {name: round(float(value), 2) for name, value in zip(SIGNALS, fitted.coef_[0], strict=True)}


def learn_words(found: Sequence[Query], encoder: Encoder) -> Expected:
    """How often content words come up in an answer, by logistic regression; plain words as they are counted on average."""
    from sklearn.linear_model import LogisticRegression

    rows, labels = [], []
    usual: Counter[str] = Counter()
    for query in found:
        answer = word_counts(query.answer)
        usual.update({word: count for word, count in answer.items() if is_plain(word)})
        words = expected_rows(query.talk, query.text, sentence_worth(query.talk, query.text, encoder))
        rows += words.values()
        labels += [word in answer for word in words]
    fitted = LogisticRegression(max_iter=500).fit(rows, labels)
    said, asked = (round(float(value), 2) for value in fitted.coef_[0])
    plain = {word: round(count / len(found), 2) for word, count in usual.most_common() if count >= 0.3 * len(found)}
    return Expected(said, asked, round(float(fitted.intercept_[0]), 2), plain)


def learned(found: Sequence[Query], encoder: Encoder) -> None:
    """Print weights learned on all, and recall of weights learned on three quarters of the meetings for the rest."""
    meetings = sorted({query.meeting for query in found})
    held_out, rouge = [], []
    for fold in range(4):
        aside = set(meetings[fold::4])
        weights = learn([query for query in found if query.meeting not in aside], encoder)
        held_out += [
            recall_at_tenth(rank_turns(query.talk, query.text, encoder, weights=weights), query.evidence)
            for query in found
            if query.meeting in aside
        ]
        expected = learn_words([query for query in found if query.meeting not in aside], encoder)
        rouge += [
            scores(query.answer, extracted(query, encoder, expected)) for query in found if query.meeting in aside
        ]
    print("weights", learn(found, encoder), "recall by folds", round(float(np.mean(held_out)), 3))
    print(learn_words(found, encoder))
    print("ROUGE by folds", {name: round(float(np.mean([own[name] for own in rouge])), 2) for name in rouge[0]})


def extracted(query: Query, encoder: Encoder, expected: Expected = EXPECTED) -> str:
    """Our extract as running text."""
    return " ".join(one.text for one in extract(query.talk, query.text, encoder, words=WORDS, expected=expected))


@cache
def scorer() -> Any:
    """ROUGE as the floors were measured: with stemming."""
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


def scores(answer: str, text: str) -> dict[str, float]:
    """F1 x 100 of the text's first words."""
    return {name: 100 * float(score.fmeasure) for name, score in scorer().score(answer, cut(text)).items()}


def measure(found: Sequence[Query], encoder: Encoder) -> dict[str, dict[str, float]]:
    """Recall and ROUGE of ours and each baseline over all queries."""
    figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def note(name: str, query: Query, turns: np.ndarray, text: str) -> None:
        figures[name]["recall_top_tenth"].append(recall_at_tenth(turns, query.evidence))
        for measured, score in scores(query.answer, text).items():
            figures[name][measured].append(score)

    for query in found:
        note("learnbrief", query, rank_turns(query.talk, query.text, encoder), extracted(query, encoder))
        for name, rank in BASELINES.items():
            ranked = rank(query.talk, query.text)
            note(name, query, by_turn(query.talk, ranked), best_sentences(query.talk, ranked))
    return {
        name: {measured: float(np.mean(values)) for measured, values in own.items()} for name, own in figures.items()
    }


def main() -> None:
    """Print the table for the validation meetings, or the weights learned on the training meetings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds qmsum_committee/")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--on", choices=("train", "val"), default="val", help="train: only to choose, never to report")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    encoder, began = default_encoder(), time.perf_counter()
    split = "train" if given.learn else given.on
    found = [query for query in queries(given.data / "qmsum_committee" / split, encoder) if query.evidence]
    if given.learn:
        learned(found, encoder)
        return
    figures = measure(found, encoder)
    print_table([{"method": name, **own} for name, own in figures.items()])
    facts: dict[str, Any] = {
        "data": f"QMSum Committee, {split}",
        "command": "python benchmarks/summaries.py --data DATA",
        "queries": len(found),
        "words": WORDS,
        "seconds": round(time.perf_counter() - began, 1),
    }
    write_result(given.json, {**facts, **figures})


if __name__ == "__main__":
    main()
