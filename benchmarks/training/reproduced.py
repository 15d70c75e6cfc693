"""Are the weights that come with learnbrief what their training gives? Learned anew from what is in the repository, nothing written.

    PYTHONPATH=benchmarks python benchmarks/training/reproduced.py [--only tagging informs telling] [--json OUT]

Told is the largest difference between what the shipped and the newly learned weights say of any of the clauses in
`informs_judged.tsv`: a similarity of the tagger, or a probability. More than `AT_MOST` ends with an error. The weights that tell names from
words are held against their training by a test (`tests/corpus/test_deidentify_word_names.py`), and so are those of the tagger.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import informs
import numpy as np
import telling
from _common import print_table, write_result
from numpy.typing import NDArray
from scipy.special import expit

from learnbrief.corpus.codebook import Facet, default_codebook
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.informs import informs_weights
from learnbrief.nlp.language.placeholders import neutral
from learnbrief.nlp.shipped import shipped_weights
from learnbrief.nlp.tagging.codebook_tagger import Teaching
from learnbrief.nlp.telling import telling_weights

AT_MOST = 0.01
Both = tuple[NDArray[np.float64], NDArray[np.float64]]
"""What the shipped weights say, and what the newly learned ones do."""


def tagging(clauses: Sequence[str], encoder: Encoder) -> Both:
    """Similarities to every theme and side of our own codebook."""
    said: list[list[NDArray[np.float64]]] = [[], []]
    for facet in Facet:
        teaching = Teaching.of([theme for theme in default_codebook().themes if theme.facet is facet])
        # by no weights that are known, a tagger is learned
        for known, scores in zip((shipped_weights(), {}), said, strict=True):
            scores.append(teaching.tagger(encoder, known).scores(clauses, encoder.encode(clauses), encoder))
    return np.hstack(said[0]), np.hstack(said[1])


def informing(clauses: Sequence[str], _encoder: Encoder) -> Both:
    """Whether a clause tells how the work goes."""
    lines, learned, _ = informs.lessons()
    rows = informs.numbers(lines)
    penalty = max(informs.PENALTIES, key=lambda one: informs.apart(rows, learned, one))
    asked, kept = informs.numbers(list(clauses)), informs_weights()
    model = informs.learn(rows, learned, penalty)
    return expit(asked @ kept.weights + kept.bias), expit(model.decision_function(asked))


def identifying(clauses: Sequence[str], encoder: Encoder) -> Both:
    """Whether a clause says who somebody is."""
    lines, ordinary = telling.lessons()
    rows = encoder.encode([*(line.text for line in lines), *ordinary])
    tells = np.array([line.tells for line in lines] + [False] * len(ordinary))
    asked, kept = encoder.encode([neutral(clause) for clause in clauses]), telling_weights()
    model = telling.learn(rows, tells)
    return expit(asked @ kept.weights + kept.bias), expit(model.decision_function(asked))


MODELS: dict[str, Callable[[Sequence[str], Encoder], Both]] = {
    "tagging": tagging,
    "informs": informing,
    "telling": identifying,
}


def main() -> None:
    """Print and write the table; an error where something shipped cannot be made again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=list(MODELS), default=list(MODELS))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    encoder, (_, clauses) = encoder_from("default"), informs.read("informs_judged.tsv")
    rows = []
    for name in given.only:
        shipped, learned = MODELS[name](clauses, encoder)
        apart = np.abs(shipped - learned)
        rows.append({"weights": name, "scores": apart.size, "most": float(apart.max()), "mean": float(apart.mean())})
    print_table(rows)
    write_result(given.json, {"at most": AT_MOST, "rows": rows})
    far = [row["weights"] for row in rows if row["most"] > AT_MOST]
    if far:
        sys.exit(f"not what training gives: {', '.join(far)}")


if __name__ == "__main__":
    main()
