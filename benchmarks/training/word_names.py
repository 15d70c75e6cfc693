"""Learns to tell given names that are words (Grace, Will, Precious) from the same words as words.

    python benchmarks/training/word_names.py [--write] [--errors]

`word_names_train.txt` is what is learned from, `word_names_develop.txt` and the harder `word_names_held_back.txt` what settings
were chosen on: other names, other words, other ways of writing. All are ours. What is quoted is measured on neither, but by `benchmarks/redaction.py` on
sentences that were written by somebody else and not looked at here. `--write` puts the weights where learnbrief reads
them; equal sentences give equal weights.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

import learnbrief.corpus.deidentify.word_names as shipped
from learnbrief.corpus.deidentify.lexicon import first_names, names_that_are_words, surnames
from learnbrief.corpus.deidentify.word_features import candidates, features
from learnbrief.corpus.deidentify.words import fold, fold_all, words

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAMMES = (
    ROOT / "corpus/demo/workspace",
    ROOT / "benchmarks/programmes/practice",
    ROOT / "benchmarks/programmes/second",
)
ORDINARY = "-"
NEIGHBOURS = (
    "We met at nine in the seminar room.",
    "Nobody had read the papers.",
    "It rained all day.",
    "She asked for a second copy.",
    "The lift was out again.",
    "I wrote it down at once.",
    "Three wards were missing.",
    "He shook his head.",
    "There was tea.",
    "They had waited since the morning.",
    "What would it take?",
    "It is on the shared drive.",
    "Most of us stayed until the end.",
)
"""What stands around a sentence in a paragraph; none of it a name or a word that may be one."""
C = 1.0
"""Inverse of the penalty; of 0.03, 0.1, 0.3, 1 and 3 the smallest that is as good as any on the develop sentences."""


@dataclass(frozen=True)
class Sentence:
    """One document of the set, and where names stand in it."""

    origin: str
    text: str
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Case:
    """One word that may be a name, what stands around it, and whether it is one."""

    sentence: Sentence
    written: str
    clues: frozenset[str]
    is_name: bool


def sentences(part: str) -> list[Sentence]:
    r"""The sentences of 'train', 'develop' or 'held_back': 'origin|text', names in braces, \n for a line break."""
    lines = (HERE / f"word_names_{part}.txt").read_text(encoding="utf-8").splitlines()
    return [_sentence(line) for line in lines if line.strip() and not line.startswith("#")]


def _sentence(line: str) -> Sentence:
    origin, _, marked = line.partition("|")
    text, names = "", []
    for at, piece in enumerate(re.split(r"[{}]", marked.replace("\\n", "\n"))):
        if at % 2:
            names.append((len(text), len(text) + len(piece)))
        text += piece
    return Sentence(origin, text, tuple(names))


def cases(part: str) -> Iterator[Case]:
    """Every word of a part that is looked at, and names that are not looked at with no clues.

    Each sentence counts twice, alone and within a paragraph: notes are both.
    """
    for at, sentence in enumerate(sentences(part)):
        yield from _cases(sentence)
        if "\n" not in sentence.text and sentence.text[-1] in ".!?":
            yield from _cases(_in_a_paragraph(sentence, at))


def _in_a_paragraph(sentence: Sentence, at: int) -> Sentence:
    before, after = NEIGHBOURS[at % len(NEIGHBOURS)], NEIGHBOURS[(at * 5 + 3) % len(NEIGHBOURS)]
    shift = len(before) + 1
    names = tuple((start + shift, end + shift) for start, end in sentence.names)
    return Sentence(sentence.origin, f"{before} {sentence.text} {after}", names)


def _cases(sentence: Sentence) -> Iterator[Case]:
    found = words(sentence.text)
    seen = set(candidates(sentence.text, found))
    for at, word in enumerate(found):
        is_name = any(start <= word.start < end for start, end in sentence.names)
        if at in seen or is_name:
            clues = features(sentence.text, found, at) if at in seen else frozenset()
            yield Case(sentence, word.written, clues, is_name)


def running_texts() -> Iterator[Case]:
    """The same words in the running text of our fictional programmes, none a name unless its participants bear it."""
    for programme in PROGRAMMES:
        bearers = set(fold_all((programme / "participants.csv").read_text(encoding="utf-8")))
        for path in sorted(programme.glob("material/**/*")):
            if path.suffix in {".md", ".txt", ".vtt", ".srt"}:
                text = path.read_text(encoding="utf-8")
                found = words(text)
                for at in candidates(text, found):
                    if (
                        found[at].key not in bearers
                        and found[at].key not in (first_names() | surnames()) - names_that_are_words()
                    ):
                        yield Case(
                            Sentence(ORDINARY, path.name, ()), found[at].written, features(text, found, at), False
                        )


def learn(known: Sequence[Case]) -> shipped.WordModel:
    """Weights by logistic regression; those that would change nothing are left out."""
    vectors = DictVectorizer()
    rows = vectors.fit_transform([dict.fromkeys(sorted(case.clues), 1) for case in known])
    model = LogisticRegression(C=C, max_iter=5000).fit(rows, [case.is_name for case in known])
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0].round(2).tolist(), strict=True))
    return shipped.WordModel(round(float(model.intercept_[0]), 2), {clue: w for clue, w in weights.items() if w})


def figures(model: shipped.WordModel, known: Sequence[Case]) -> dict[str, Any]:
    """How well a model tells names from words, at the threshold that learnbrief uses."""
    share = np.array([model.likelihood(case.clues) if case.clues else 0.0 for case in known])
    is_name = np.array([case.is_name for case in known])
    taken = share >= np.array([shipped.threshold(fold(case.written), case.clues) for case in known])
    ordinary = {case.sentence for case in known if case.sentence.origin == ORDINARY}
    spoilt = {case.sentence for case, was in zip(known, taken, strict=True) if was and not case.sentence.names}
    return {
        "names": int(is_name.sum()),
        "found": round(float(taken[is_name].mean()), 3),
        "rightly": round(float(is_name[taken].mean()), 3),
        "ordinary sentences": len(ordinary),
        "left": round(1 - len(spoilt & ordinary) / len(ordinary), 3),
        "average precision": round(float(average_precision_score(is_name, share)), 3),
    }


def main() -> None:
    """Learn, say how well, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the weights where learnbrief reads them")
    parser.add_argument("--errors", action="store_true", help="print what goes wrong on the develop sentences")
    asked = parser.parse_args()
    model, develop = learn([*cases("train"), *running_texts()]), list(cases("develop"))
    print(f"{len(model.weights)} weights; develop: {figures(model, develop)}")
    print(f"held back: {figures(model, list(cases('held_back')))}")
    for case in develop if asked.errors else []:
        share = model.likelihood(case.clues) if case.clues else 0.0
        if (share >= shipped.threshold(fold(case.written), case.clues)) != case.is_name:
            print(f"{'missed' if case.is_name else 'in vain'} {share:.2f} {case.written} in: {case.sentence.text}")
    if asked.write:
        place = Path(shipped.__file__).with_name("word_names.json")
        kept = {"bias": model.bias, "weights": dict(sorted(model.weights.items()))}
        place.write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
