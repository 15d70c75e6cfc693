"""Is a sentence borne out by its excerpts: a language model's no beside the rules of the sentence check, and either of them.

    python benchmarks/judge_sentences.py --judge SERVER MODEL ANSWERS [--json OUT]

Asked of 180 sentences of `sentence_check.py`, from the half that is reported there: all 120 with a fault, half of the 60 faithful ones
and all 30 free ones. The prompt was written before any answer, and what is flagged is what its no is likelier for than its yes. ANSWERS keeps what
the model said, so that a measurement cut short asks nothing twice.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from _asked import Asked, yes
from _common import print_table, remembering, write_result
from sentence_check import FAITHFUL, FREELY, REPORTED, Pair, held, pairs
from sklearn.metrics import roc_auc_score

from learnbrief.corpus.remark import Said
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.model_server import Said as Spoken

OF_A_FAULT, OF_FAITHFUL, SEED = 10, 30, 17
ASKED = (
    "You check a sentence of a report against what people said. Answer Yes if what they said bears out all of the sentence, in whatever "
    "words. Answer No if anything in the sentence (a number, who, where, when, how many, a cause, how sure it is, which way it went) "
    "differs from what they said or is not in it."
)
LIFT = ("Porter, Northgate: We lost two porters in May and nobody covers the lift.",)
TEXTS = (
    "Clerk, Northgate: The text on a Friday helps. Fewer empty chairs.",
    "Nurse, Southgate: Monday is fuller, I think it is the texts.",
)
ROTA = ("Nurse, Southgate: The rota is out earlier now, and I can plan.",)
EXAMPLES = (
    (LIFT, "Nobody covers the lift since two porters left in May.", "Yes"),
    (LIFT, "Nobody covers the lift since four porters left in May.", "No"),
    (TEXTS, "Two people said that texts leave fewer chairs empty.", "Yes"),
    (TEXTS, "Every clinic said that texts leave fewer chairs empty.", "No"),
    (ROTA, "Somebody can plan, as the rota comes out earlier.", "Yes"),
    (ROTA, "The rota must come out earlier.", "No"),
)


def asked_of(known: Sequence[Pair]) -> list[Pair]:
    """A few of each kind, drawn at random from the half that is reported."""
    kinds: dict[str, list[Pair]] = {}
    for pair in known:
        if pair.half == REPORTED:
            kinds.setdefault(pair.kind, []).append(pair)
    most = dict.fromkeys(kinds, OF_A_FAULT) | dict.fromkeys((FAITHFUL, FREELY), OF_FAITHFUL)
    drawn = random.Random(SEED)
    some = [pair for kind, own in kinds.items() for pair in drawn.sample(own, min(most[kind], len(own)))]
    return drawn.sample(some, len(some))  # mixed, so that what is there of a run cut short is no chosen part


def borne_out(claim: str, said: Sequence[Said]) -> list[Spoken]:
    """What is asked of one sentence; who speaks and where stands before their words, as a reader of a brief sees it."""
    shown = [
        {"role": role, "content": words}
        for quotes, sentence, answer in EXAMPLES
        for role, words in (("user", _put(quotes, sentence)), ("assistant", answer))
    ]
    quotes = [f"{', '.join(part for part in (one.role, one.collaborative) if part)}: {one.text}" for one in said]
    return [{"role": "system", "content": ASKED}, *shown, {"role": "user", "content": _put(quotes, claim)}]


def _put(quotes: Sequence[str], sentence: str) -> str:
    return "They said:\n" + "\n".join(f"- {quote}" for quote in quotes) + f"\nSentence: {sentence}"


def rows(said: Mapping[Pair, float], rules: Mapping[Pair, tuple[bool, bool]]) -> list[dict[str, Any]]:
    """The share flagged by kind: where the model's no is likelier, where the rules find a slip, and where either does."""
    kinds: dict[str, list[Pair]] = {FAITHFUL: [], FREELY: []}
    for pair in said:
        kinds.setdefault(pair.kind, []).append(pair)
    kinds["any fault"] = [pair for pair in said if pair.kind not in (FAITHFUL, FREELY)]
    ways = {
        "judge": lambda pair: said[pair] > 0.5,
        "a slip": lambda pair: rules[pair][1],
        "either": lambda pair: said[pair] > 0.5 or rules[pair][1],
        "any remark": lambda pair: rules[pair][0],
    }
    return [
        {"kind": kind, "sentences": len(own)} | {way: sum(map(flag, own)) / len(own) for way, flag in ways.items()}
        for kind, own in kinds.items()
        if own
    ]


def auc(said: Mapping[Pair, float], other: str) -> float:
    """How well the model's no tells faults from sentences of this kind."""
    own = [pair for pair in said if pair.kind == other or pair.kind not in (FAITHFUL, FREELY)]
    return float(roc_auc_score([pair.kind != other for pair in own], [said[pair] for pair in own]))


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", nargs=3, required=True, metavar=("SERVER", "MODEL", "ANSWERS"))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asks = Asked(given.judge[0], given.judge[1], Path(given.judge[2]))
    known, evidence = pairs()
    some = asked_of(known)
    rules = held(some, evidence, remembering(default_encoder()))
    said = {pair: 1 - yes(asks, borne_out(pair.claim, evidence[pair.case])) for pair in some}
    table = rows(said, rules)
    against = {f"AUC of the judge's no, faults against {kind} ones": auc(said, kind) for kind in (FAITHFUL, FREELY)}
    print_table(table)
    print(against)
    write_result(given.json, {"model": given.judge[1], **against, "rows": table})


if __name__ == "__main__":
    main()
