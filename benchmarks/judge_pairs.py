"""Does an excerpt make the statement of a clause: a language model's yes beside the word-by-word measure that is used, and both.

    python benchmarks/judge_pairs.py --judge SERVER MODEL VERDICTS [--json OUT]

The pairs (pairs_judged.tsv) are those the measure's cut was chosen on: a central clause and the nearest excerpt of another source.
Asked of are all that make the statement and some of the rest, drawn at random, and all that come near the measure's cut. The two prompts
were written before any answer; one of them is chosen on the practice programme, the demo and the third programme are what is
reported. The measure's cut was chosen on all three, so what is beside the judge is flattered.
"""

import argparse
import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _asked import Asked, Asks, yes
from _common import print_table, write_result
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.metrics import roc_auc_score

from learnbrief.nlp.model_server import Said

PAIRS = Path(__file__).parent / "pairs_judged.tsv"
MAKES, GIST, NOT = "makes it", "gist", "does not"
CHOSEN_ON, REPORTED = ("practice",), ("demo", "third")
FEWER, SEED = 30, 17
"""Pairs that do not make it, of the programme that prompts are chosen on."""
OTHERS = {CHOSEN_ON: 20, REPORTED: 50}
"""Pairs that do not make the statement, the first as they were drawn: as many as there was time for."""
DRAWS = 500
NEAR, CUT, VOTE = 0.34, 0.40, 0.15
"""What is near the measure's cut, the cut, and what a certain yes would add to it or a certain no take away."""

SAME = (
    "Two things, A and B, were said at workshops on improving care. Does B say what A says, in whatever words? Answer Yes if "
    "the person who said B makes the same statement as A. Answer No if B is only on the same subject, says the contrary, or says something else."
)
COUNTED = (
    "You help a researcher to count how many people said something. You are given what a person said and a claim. Answer with one word, Yes or No: "
    "may this person be counted among those who made the claim?"
)
EXAMPLES = (
    ("the rota comes out two days ahead and people can plan", "Knowing on Monday what I work on Wednesday means I can sort the childcare.", "Yes"),
    ("the rota comes out two days ahead and people can plan", "I got my rota the night before, again, so the dentist was off.", "No"),
    ("porters lose half the morning waiting for the lift", "There's one lift. We stand there with a bed for ten minutes and somebody's theatre slot goes.", "Yes"),
    ("volunteers make the tea so that nurses can sit with families", "The volunteers asked whether they could have proper name badges.", "No"),
    ("text reminders have cut the number who don't turn up", "Since the texts go out on Fridays we have far fewer empty chairs on a Monday.", "Yes"),
    ("text reminders have cut the number who don't turn up", "We'd like to send text reminders, if anybody will pay for them.", "No"),
    ("nobody knows who decides that a patient can go home", "Who has the last word on sending somebody home? Three years here and I couldn't tell you.", "Yes"),
    ("the coach sits in on our meeting and that keeps us honest", "The coach sent round a paper on run charts, nine pages.", "No"),
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A clause and an excerpt, with what a reader said of them."""

    programme: str
    clause: str
    excerpt: str
    judged: str
    met: float


def pairs(path: Path = PAIRS) -> list[Pair]:
    """All that were judged."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Pair(row["programme"], row["clause"], row["excerpt"], row["judged"], float(row["met"])) for row in rows]


def asked_of(known: Sequence[Pair], programmes: Sequence[str]) -> list[Pair]:
    """Those that make it, and of the others some as they were drawn."""
    own = [pair for pair in known if pair.programme in programmes]
    rest = [pair for pair in own if pair.judged == NOT]
    some = set(random.Random(SEED).sample(rest, FEWER if programmes == CHOSEN_ON else len(rest) // 2))
    taken = [pair for pair in own if pair.judged != NOT or pair in some]
    drawn = random.Random(SEED).sample(taken, len(taken))
    makes = [pair for pair in drawn if pair.judged == MAKES]
    return makes + [pair for pair in drawn if pair.judged != MAKES][: OTHERS[tuple(programmes)]]


def same(clause: str, excerpt: str) -> list[Said]:
    """The first prompt: do two people say the same."""
    return _conversation(SAME, EXAMPLES, lambda a, b: f"A: {a}\nB: {b}", clause, excerpt)


def counted(clause: str, excerpt: str) -> list[Said]:
    """The second: may somebody be counted under a claim."""
    return _conversation(
        COUNTED,
        EXAMPLES[2:6],
        lambda a, b: f'A person said: "{b}"\nClaim: "{a}"\nDid this person make the claim, in whatever words?',
        clause,
        excerpt,
    )


def _conversation(
    told: str, examples: Sequence[tuple[str, str, str]], put: Callable[[str, str], str], clause: str, excerpt: str
) -> list[Said]:
    shown = [
        {"role": role, "content": words}
        for a, b, answer in examples
        for role, words in (("user", put(a, b)), ("assistant", answer))
    ]
    return [{"role": "system", "content": told}, *shown, {"role": "user", "content": put(clause, excerpt)}]


PROMPTS = {"same": same, "counted": counted}


def row(name: str, some: Sequence[Pair], said: Sequence[float]) -> dict[str, Any]:
    """How well each measure tells who makes the statement from the rest, by AUC: its own, the judge's, and the mean of their ranks."""
    truth = np.array([pair.judged == MAKES for pair in some])
    met = rankdata([pair.met for pair in some])
    judge = rankdata(said)
    low, high = _gain(truth, met, met + judge)
    return {
        "pairs": name,
        "of them": len(some),
        "make it": int(truth.sum()),
        "word by word": float(roc_auc_score(truth, met)),
        "judge": float(roc_auc_score(truth, judge)),
        "both": float(roc_auc_score(truth, met + judge)),
        "gain, low": low,
        "gain, high": high,
    }


def _gain(truth: NDArray[np.bool_], alone: NDArray[np.float64], both: NDArray[np.float64]) -> tuple[float, float]:
    """Between what the gain in AUC lies, over draws of the pairs (95%), those that make the statement drawn by themselves."""
    drawn, sides = np.random.default_rng(SEED), (np.flatnonzero(truth), np.flatnonzero(~truth))
    found = []
    for _ in range(DRAWS):
        at = np.concatenate([drawn.choice(side, len(side)) for side in sides])
        found.append(roc_auc_score(truth[at], both[at]) - roc_auc_score(truth[at], alone[at]))
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


def told(known: Sequence[Pair], said: Sequence[float]) -> list[dict[str, Any]]:
    """What would be told as one statement of the pairs near the cut, and how much of it is: with the judge and without."""
    ways = {
        f"words met from {NEAR} on": lambda pair, _: pair.met >= NEAR,
        f"from {CUT} on, as used": lambda pair, _: pair.met >= CUT,
        f"from {NEAR} on and the judge says yes": lambda pair, yes: pair.met >= NEAR and yes > 0.5,
        f"from {CUT} on, the judge adds or takes up to {VOTE}": lambda pair, yes: (
            pair.met + VOTE * (2 * yes - 1) >= CUT
        ),
    }
    return [
        {"told": way}
        | {
            judged: sum(pair.judged == judged and passes(pair, yes) for pair, yes in zip(known, said, strict=True))
            for judged in (MAKES, GIST, NOT)
        }
        for way, passes in ways.items()
    ]


def main() -> None:
    """Print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", nargs=3, required=True, metavar=("SERVER", "MODEL", "VERDICTS"))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asks = Asked(given.judge[0], given.judge[1], Path(given.judge[2]))
    known = pairs()
    trial = asked_of(known, CHOSEN_ON)
    chosen_by = {name: row(name, trial, _said(asks, name, trial)) for name in PROMPTS}
    best = max(PROMPTS, key=lambda name: chosen_by[name]["both"])
    some = asked_of(known, REPORTED)
    said = _said(asks, best, some)
    reported = [
        row(name, [some[at] for at in own], [said[at] for at in own])
        for name, of in (("demo and third", REPORTED), ("demo", ("demo",)), ("third", ("third",)))
        for own in [[at for at, pair in enumerate(some) if pair.programme in of]]
    ]
    near = [pair for pair in known if pair.programme in REPORTED and pair.met >= NEAR]
    ways = told(near, _said(asks, best, near))
    for table in (list(chosen_by.values()), reported, ways):
        print_table(table)
    figures = {"prompts": list(chosen_by.values()), "chosen": best, "rows": reported, "near the cut": ways}
    write_result(given.json, {"model": given.judge[1], **figures})


def _said(asks: Asks, name: str, some: Sequence[Pair]) -> list[float]:
    """How probable the model's yes is for each pair."""
    return [yes(asks, PROMPTS[name](pair.clause, pair.excerpt)) for pair in some]


if __name__ == "__main__":
    main()
