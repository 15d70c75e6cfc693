"""Learns to tell, by likeness, what says who somebody is without a name (see nlp/telling.py).

    PYTHONPATH=benchmarks python benchmarks/training/telling.py [--write]

Learned from are `telling_train.txt` and those of `jigsaw_sentences.txt` that the rules were worked on with, and, as what tells nobody,
the running text of two fictional programmes. Printed are two figures of what it says of sentences that it did not learn from: each
kind of thing in turn is left out (of a person's illness it learned nothing when it is asked about illness), and each of the two lots
of sentences. The cut is the lowest by which, kinds left out, .8 and more of what is pointed out tells who somebody is, and of the
running text of a third programme no more than `MOST` excerpts in a hundred are pointed out. What is quoted is measured on other
sentences, by `benchmarks/jigsaw.py`. `--write` puts the weights where learnbrief reads them.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jigsaw import sentences
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, parse_register
from learnbrief.corpus.deidentify.clues import find_clues
from learnbrief.corpus.deidentify.telling import SENTENCE
from learnbrief.corpus.readers import read
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.telling import FILE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LEARNED, COUNTED = ("corpus/demo/workspace", "benchmarks/programmes/practice"), "benchmarks/programmes/second"
WORKED_ON = ("dev", "report", "after", "widened")
LONG = 25
"""Words of running text that are read together, about as many as an excerpt has."""
C = 3.0
"""Inverse of the penalty: of 1, 3, 10 and 30 the best with kinds left out."""
RIGHT, MOST = 0.8, 0.01
TELLS = re.compile(
    r"It might be only me|I'm the speech lady|the lady who writes|same nurse, same family|I'm the only one on my ward|"
    r"I'm forty-six and I have a buddy|medical director at|she does the drains|First time in nine years of fostering"
)
"""Running text that does tell, or might; it is not learned from."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and whether it says who somebody is."""

    text: str
    tells: bool
    kind: str
    """What it is about; of sentences that were there before, which lot they belong to."""


def labelled() -> Iterator[Line]:
    """Every sentence of ours."""
    for line in (HERE / "telling_train.txt").read_text(encoding="utf-8").splitlines():
        if written := re.fullmatch(r"([a-z]+)([+-])\|(.+)", line):
            yield Line(written[3], written[2] == "+", written[1])
    for lot in WORKED_ON:
        yield from (Line(text, tells, "rules") for text, tells in sentences(lot))


def running(programme: str) -> list[str]:
    """The running text of a programme without names, by the sentence and a few at a time; what the rules point out is left out.

    Excerpts are the one and the other, and a short sentence alone ('I know you have, love') reads much like a person.
    """
    folder, key = ROOT / programme, Keyfile()
    register = (folder / "participants.csv").read_text(encoding="utf-8")
    desk, texts = Deidentifier(parse_register(register, key), key), []
    for path in sorted(folder.glob("material/*/*")):
        if path.suffix in {".md", ".txt", ".vtt", ".srt", ".docx"}:
            source = desk.document(read(path).source).source
            for passage in source.passages:
                texts += _pieces(source.text[passage.start : passage.end])
    return [text for text in dict.fromkeys(texts) if not find_clues(text) and not TELLS.search(text)]


def lessons() -> tuple[list[Line], list[str]]:
    """All that is learned from: sentences of ours, and running text, which tells nobody."""
    return list(labelled()), [text for programme in LEARNED for text in running(programme)]


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for sentence in SENTENCE.finditer(text):
        if len(sentence.group().split()) > 3:
            yield neutral(sentence.group())
        piece = f"{piece} {sentence.group()}".strip()
        if len(piece.split()) >= LONG:
            yield neutral(piece)
            piece = ""
    if len(piece.split()) > 3:
        yield neutral(piece)


def learn(rows: NDArray[np.float32], tells: NDArray[np.bool_]) -> LogisticRegression:
    """Both answers weigh the same, however many there are of each."""
    return LogisticRegression(C=C, max_iter=3000, class_weight="balanced").fit(rows, tells)


def left_out(rows: NDArray[np.float32], tells: NDArray[np.bool_], lots: Sequence[str]) -> NDArray[np.float64]:
    """What is said of each row by a model that learned from no row of its lot; '' is running text, always learned from."""
    lot, said = np.array(lots), np.zeros(len(lots))
    for name in set(lots) - {""}:
        out = lot == name
        said[out] = learn(rows[~out], tells[~out]).decision_function(rows[out])
    return said


def cut(said: NDArray[np.float64], tells: NDArray[np.bool_], elsewhere: NDArray[np.float64]) -> float:
    """The lowest from which enough of what is pointed out tells, and little of what is running text is pointed out."""
    return next(
        float(at)
        for at in np.arange(-1, 4, 0.05).round(2)
        if tells[said >= at].mean() >= RIGHT and (elsewhere >= at).mean() <= MOST
    )


def main() -> None:
    """Learn, say how well, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the weights where learnbrief reads them")
    asked = parser.parse_args()
    encoder, (lines, ordinary) = default_encoder(), lessons()
    rows = encoder.encode([*(line.text for line in lines), *ordinary])
    tells = np.array([line.tells for line in lines] + [False] * len(ordinary))
    kinds = [line.kind for line in lines] + [""] * len(ordinary)
    authors = [line.kind and ("rules" if line.kind == "rules" else "later") for line in lines] + [""] * len(ordinary)
    model, ours = learn(rows, tells), slice(0, len(lines))
    elsewhere = model.decision_function(encoder.encode(running(COUNTED)))
    by_kind, by_lot = left_out(rows, tells, kinds)[ours], left_out(rows, tells, authors)[ours]
    enough = cut(by_kind, tells[ours], elsewhere)
    for name, said in (("a kind left out", by_kind), ("a lot left out", by_lot)):
        at, out = said >= enough, tells[ours]
        print(
            f"{name}: AUC {roc_auc_score(out, said):.3f}, from {enough} on {at[out].mean():.3f} of {out.sum()} found, rightly {out[at].mean():.3f}"
        )
    print(f"running text pointed out: {(elsewhere >= enough).mean():.4f} of {len(elsewhere)}; learned from {len(rows)}")
    if asked.write:
        weights = [round(float(weight), 3) for weight in model.coef_[0]]
        kept = {
            "encoder": encoder.name,
            "enough": enough,
            "bias": round(float(model.intercept_[0]), 3),
            "weights": weights,
        }
        FILE.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
