"""What may be said of the words beneath a headline, and of headlines, by what readers found on eighteen fictional programmes.

    PYTHONPATH=benchmarks:benchmarks/training python benchmarks/training/beneath.py [--json OUT]

Judged were 303 headlines of the programmes in `matters.tsv` and `matters_unseen.tsv` and beside each the likeliest excerpts of other sources and one less
likely, by six readers (language models that saw neither rule nor number, each other programmes; a seventh read a sixth of it again: the same
letter in .96). `beneath_judged.tsv`: programme; S makes the headline's point, M of the same matter, O the opposite or otherwise now, N something else;
whether it may stand beneath (Y, W not clear by itself, X no); whether it was counted under the headline; headline, its excerpt, the other.
`heads_judged.tsv`: programme; 3 a board learns something as it stands, 2 words are missing, 1 nothing worth its time, 0 a riddle or misleading; how much
it weighed when it was judged, 0 for what several were counted as saying; the words that the reader would print; headline, excerpt. Which cuts hold was chosen on all of it: a programme that nobody had looked at is the check.
"""

import argparse
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import numpy as np
from _common import print_table, write_result
from grouped import gathered
from matters import FILE, Line, read
from matters_unseen import UNSEEN
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from learnbrief.corpus.finding import Clause
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.central import centrality
from learnbrief.nlp.findings.clauses import Candidate
from learnbrief.nlp.findings.likely import likely_of
from learnbrief.nlp.findings.pairs import Pairs
from learnbrief.nlp.findings.weights import WEIGHTS
from learnbrief.nlp.findings.word import Reader, meaning_of
from learnbrief.nlp.findings.wordwise import Wordwise

HERE = Path(__file__).parent
CUTS = (
    (0.3, 0.0),
    (0.4, 0.0),
    (0.5, 0.0),
    (0.3, 0.3),
    (0.4, 0.3),
    (0.5, 0.3),
    (0.6, 0.2),
    (0.6, 0.3),
    (0.7, 0.1),
    (0.7, 0.3),
)
"""How likely of the headline's excerpt, and of its words by themselves."""
TOLD = (0.0, 0.4, 0.5, 0.7, 1.01)
SHARES = (1, 6, 20, 1000)


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage under a headline."""

    programme: str
    letter: str
    beneath: str
    counted: bool
    head: str
    within: str
    other: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the tool makes of it."""

    judged: Judged
    likely: float
    alone: float
    informs: float


def lines() -> list[Judged]:
    """All that was judged."""
    rows = (line.split("\t") for line in (HERE / "beneath_judged.tsv").read_text(encoding="utf-8").splitlines())
    return [
        Judged(name, letter, beneath, counted == "counted", *words) for name, letter, beneath, counted, *words in rows
    ]


def asked_of(lines: Sequence[Line], judged: Sequence[Judged]) -> list[Asked]:
    """How likely each passage of one programme is of the matter of its headline."""
    material, _ = gathered(lines)
    place = {" ".join(one.text.split()): at for at, one in enumerate(material.excerpts)}
    encoder = default_encoder()
    wordwise = Wordwise.of(encoder, [one.text for one in material.excerpts])
    pairs = Pairs.of(material, wordwise, centrality(material))
    reader = Reader(encoder, material.middle)
    reader.read({one.head for one in judged})
    found: list[Asked] = []
    for one in judged:
        at, other = place[one.within], place[one.other]
        start = max(0, material.excerpts[at].text.find(one.head))
        clause = Clause(material.excerpts[at].excerpt_id, start, start + len(one.head))
        head = reader.told(Candidate(clause, one.head, at, 0.7))
        alone = float(likely_of(material, one.head, meaning_of(material, head), [other])[0])
        found.append(Asked(one, float(pairs.likely([at], [other])[0, 0]), alone, head.informs or 0.0))
    return found


def shares(what: str, kept: Iterable[Asked]) -> dict[str, object]:
    """Of those who pass, how many are what."""
    letters = [one.judged for one in kept]

    def share(wanted: str, of: str = "letter") -> float:
        return round(fmean(getattr(one, of) in wanted for one in letters), 2)

    return {
        "passes": what, "passages": len(letters), "makes the point": share("S"), "another thing of the matter": share("M"),
        "opposite, or otherwise now": share("O"), "another matter": share("N"), "may not stand beneath": share("X", "beneath"),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """A headline."""

    mark: int
    share: float
    """What part of the weightiest of its programme it weighed; 0 where it had no weight of its own."""
    informs: float

    @property
    def heads(self) -> bool:
        """Whether it tells enough by itself to head a matter that others come near, and weighed enough."""
        return self.share > 0 and self.informs >= WEIGHTS.informs


def heads(asked: Sequence[Asked]) -> list[Head]:
    """All headlines that were judged."""
    informs = {(one.judged.programme, one.judged.head): one.informs for one in asked}
    rows = [line.split("\t") for line in (HERE / "heads_judged.tsv").read_text(encoding="utf-8").splitlines()]
    most: dict[str, float] = {}
    for name, _, weight, *_ in rows:
        most[name] = max(most.get(name, 0.0), float(weight))
    found = []
    for name, mark, weight, _, words, _ in rows:
        enough = float(weight) >= WEIGHTS.near_weight
        found.append(Head(int(mark), float(weight) / most[name] if enough else 0.0, informs[name, words]))
    return found


def taught(what: str, own: Sequence[Head]) -> dict[str, object]:
    """Of some headlines, how many would teach a board something."""
    return {
        "headlines": what, "number": len(own),
        "would teach a board something": round(fmean(one.mark > 1 for one in own), 2),
        "as it stands": round(fmean(one.mark > 2 for one in own), 2),
    }  # fmt: skip


def apart(asked: Sequence[Asked]) -> dict[str, float]:
    """How well it is told who makes the point, each programme by what was learned on the others (AUC)."""
    numbers = np.array(
        [
            [
                *(
                    np.log(np.clip(part, 0.001, 0.999) / np.clip(1 - part, 0.001, 0.999))
                    for part in (one.likely, one.alone)
                ),
                one.informs,
            ]
            for one in asked
        ]
    )
    says = np.array([one.judged.letter == "S" for one in asked])
    programmes = [one.judged.programme for one in asked]
    model = make_pipeline(StandardScaler(), LogisticRegression())
    learned = cross_val_predict(
        model, numbers, says, groups=programmes, cv=LeaveOneGroupOut(), method="decision_function"
    )
    return {
        "likelihood alone": round(roc_auc_score(says, numbers[:, 0]), 3),
        "and of the words, and how much they tell": round(roc_auc_score(says, learned), 3),
    }


def main() -> None:
    """Every cut, and headlines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures there")
    wanted = parser.parse_args()
    judged, programmes = lines(), {**read(FILE), **read(UNSEEN)}
    names = list(dict.fromkeys(one.programme for one in judged))
    own = [[one for one in judged if one.programme == name] for name in names]
    with ProcessPoolExecutor(2) as pool:
        asked = [one for found in pool.map(asked_of, [programmes[name] for name in names], own) for one in found]
    rows = [shares("all", asked), shares("counted when they were judged", [one for one in asked if one.judged.counted])]
    for likely, alone in CUTS:
        kept = [one for one in asked if one.likely >= likely and one.alone >= alone]
        rows.append(shares(f"likely {likely}, words alone {alone}", kept))
    print_table(rows)
    known = heads(asked)
    headlines = [
        taught(f"tells something {least} to {min(most, 1.0)}", [one for one in known if least <= one.informs < most])
        for least, most in pairwise(TOLD)
    ]
    headlines += [
        taught(
            f"heads; 1/{most} to 1/{least} of the weightiest",
            [one for one in known if one.heads and least <= 1 / one.share < most],
        )
        for least, most in pairwise(SHARES)
    ]
    print_table(headlines)
    auc = roc_auc_score([one.mark > 1 for one in known], [one.informs for one in known])
    print(f"informs, AUC for what would teach something: {auc:.2f}")
    says = apart(asked)
    print("who makes the point, AUC:", says)
    if wanted.json:
        write_result(wanted.json, {"passages": rows, "headlines": headlines, "who makes the point, AUC": says})


if __name__ == "__main__":
    main()
