"""How right sides are from the codebook alone: barrier, help, action, question, neutral, on planned programmes and public sets.

    python benchmarks/sides.py [--data DIR] [--programme NAME WORKSPACE PLAN.yaml]... [--better FOLDER]
                               [--judge SERVER MODEL VERDICTS] [--first N] [--json OUT]

Programmes: workspaces whose store is filled, with the plan that says what was planted; the work is done in a copy. A plan's words
are read by their side only, never printed. DIR holds ami_topics and argkp2021. Of ArgKP each wording of motions is told by itself:
for a motion to abandon something, an argument for it speaks of harm, so one figure over both wordings measures the wording.
With --better all is done again with all-mpnet-base-v2 from that folder; with --judge the planned passages with a language model's
vote (a server on this machine, the model's name, a file that keeps its verdicts), with --first of so many passages only, in the order of documents. Nothing is chosen on these sets.
"""

import argparse
import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from _asked import Asked, Asks
from _common import print_table, remembering, write_result
from _points_plan import Passage, Sources, read_plan
from points import filled
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from stances import ami_lines

from learnbrief.corpus.codebook import default_codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder
from learnbrief.flows.stages.judging import JUDGED
from learnbrief.flows.stages.scopes import snapshot
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.nlp.encode import default_encoder, encoder_from
from learnbrief.nlp.judge import SIDES, WORDS, prompt
from learnbrief.nlp.tagging import context, neighbours
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.features import Numbers

BARRIER, HELP, ACTION, QUESTION = "barrier", "enabler", "action", "question"
UNDOING = ("abandon", "abolish", "ban", "end", "limit", "prohibit")
"""Verbs of motions that would do away with something."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The excerpts of a programme whose sides are known."""

    excerpts: tuple[Excerpt, ...]
    """All of them, for what stands beside."""
    sides: Mapping[str, frozenset[str]]
    """By excerpt id."""
    ironic: frozenset[str]
    """Ids of those that say one thing and mean the other."""


def sided(plan: Path) -> tuple[list[tuple[Passage, str]], list[tuple[Passage, str]]]:
    """Each passage of a plan with the side that its writer gave it; the ironic ones apart."""
    written = yaml.safe_load(plan.read_text(encoding="utf-8"))
    if "documents" in written:
        return [
            (Passage(document["path"], one["quote"]), one["stance"])
            for document in written["documents"]
            for one in document.get("passages") or ()
        ], []
    read = read_plan(plan)
    points = [(carrier, point.side) for point in (*read.points, *read.one_person) for carrier in point.carriers]
    return [(one, side) for one, side in points if side], [(one, one.means) for one in read.irony if one.means]


def meant(workspace: Path, plan: Path) -> Meant:
    """The plan's passages by the excerpts that hold them."""
    plain, ironic = sided(plan)
    with tempfile.TemporaryDirectory() as folder, opened(filled(workspace, Path(folder))) as (_, store):
        everything = snapshot(store)
    sources = Sources(everything.documents, everything.excerpts)
    sides: dict[str, set[str]] = {}
    for passage, side in (*plain, *ironic):
        for excerpt in sources.holding(passage):
            sides.setdefault(excerpt.excerpt_id, set()).add(side)
    mocking = frozenset(excerpt.excerpt_id for passage, _ in ironic for excerpt in sources.holding(passage))
    return Meant(everything.excerpts, {key: frozenset(found) for key, found in sides.items()}, mocking)


def first_of(found: Meant, most: int) -> Meant:
    """The same with so many planned excerpts, in the order of documents: a judge takes seconds for each."""
    planned = [one.excerpt_id for one in found.excerpts if one.excerpt_id in found.sides][:most]
    return replace(found, sides={one: found.sides[one] for one in planned})


def of_programme(
    name: str, found: Meant, tagger: CodebookTagger, encoder: Encoder, asks: Asks | None
) -> list[dict[str, Any]]:
    """The figures over a programme's planned passages, and over its ironic ones; with a judge also what becomes of them."""
    some = [one for one in found.excerpts if one.excerpt_id in found.sides]
    scores = context.in_context(tagger, some, neighbours(found.excerpts), encoder)
    truth = np.array([[theme in found.sides[one.excerpt_id] for theme in tagger.themes] for one in some])
    mocking = np.array([one.excerpt_id in found.ironic for one in some])
    rows = [figures(name, scores, truth, tagger)]
    if mocking.any():
        rows.append(figures(f"{name}, irony", scores[mocking], truth[mocking], tagger))
    if asks is not None:
        ways = judged(scores, verdicts(asks, [one.text for one in some], tagger.themes), tagger.themes)
        rows += [figures(f"{name}, {way}", changed, truth, tagger) for way, changed in ways.items()]
    return rows


def verdicts(asks: Asks, texts: Sequence[str], themes: Sequence[str]) -> Numbers:
    """What the product's own question gives on each text, in the tagger's order of sides."""
    order = [SIDES.index(theme) for theme in themes]
    return np.array([asks(prompt(text), tuple(WORDS)) for text in texts], dtype=np.float32)[:, order]


def judged(scores: Numbers, said: Numbers, themes: Sequence[str]) -> dict[str, Numbers]:
    """The judge alone; half its say on barriers and helps, as in a run; and half its say on every side."""
    asked_of = np.array([theme in JUDGED for theme in themes])
    half = (scores + said) / 2
    return {
        "judge alone": said,
        "with the judge, barriers and helps": np.where(asked_of, half, scores),
        "with the judge, every side": half,
    }


def figures(name: str, scores: Numbers, truth: np.ndarray, tagger: CodebookTagger) -> dict[str, Any]:
    """Likeliest side, F1 at the tagger's own cut, and how well helps and barriers are told apart where both are there."""
    barrier, enabler = tagger.themes.index(BARRIER), tagger.themes.index(HELP)
    either = truth[:, barrier] != truth[:, enabler]
    helps = truth[either, enabler]
    lean = scores[either, enabler] - scores[either, barrier]
    return {
        "set": name,
        "rows": len(truth),
        "likeliest side right": float(truth[np.arange(len(truth)), scores.argmax(axis=1)].mean()),
        "always barrier": float(truth[:, barrier].mean()),
        "micro F1": float(f1_score(truth.ravel(), scores.ravel() >= tagger.review)),
        "average precision": float(average_precision_score(truth.ravel(), scores.ravel())),
        "help against barrier": float(roc_auc_score(helps, lean)) if helps.any() and not helps.all() else None,
    }


def of_public_sets(data: Path, tagger: CodebookTagger, encoder: Encoder) -> list[dict[str, Any]]:
    """Actions against problems of AMI's summaries; ArgKP's arguments by the wording of their motion."""
    column = {theme: at for at, theme in enumerate(tagger.themes)}
    lines = ami_lines(data / "ami_topics")
    scores = tagger.scores([line for line, _ in lines], encoder.encode([line for line, _ in lines]), encoder)
    trouble = scores[:, [column[BARRIER], column[QUESTION]]].max(axis=1) - scores[:, column[ACTION]]
    problems = np.array([part == "problems" for _, part in lines])
    rows: list[dict[str, Any]] = [
        {
            "set": "AMI, problem or action",
            "rows": len(lines),
            "likeliest side right": float(((trouble > 0) == problems).mean()),
            "problem against action": float(roc_auc_score(problems, trouble)),
        }
    ]
    for name, texts, supports in by_wording(data / "argkp2021"):
        scores = tagger.scores(texts, encoder.encode(texts), encoder)
        lean = scores[:, column[HELP]] - scores[:, column[BARRIER]]
        rows.append(
            {
                "set": f"ArgKP, motions to {name}",
                "rows": len(texts),
                "for against against": float(roc_auc_score(supports, lean)),
            }
        )
    return rows


def by_wording(folder: Path) -> list[tuple[str, list[str], list[bool]]]:
    """Arguments and whether they are for their motion: motions that would do away with something, and the others."""
    with (folder / "arguments_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for name, undoing in (("do away with something", True), ("bring something in", False)):
        some = [row for row in rows if (row["topic"].split()[2] in UNDOING) is undoing]
        found.append((name, [row["argument"] for row in some], [int(row["stance"]) > 0 for row in some]))
    return found


def measured(
    encoder: Encoder, data: Path | None, programmes: Mapping[str, Meant], asks: Asks | None = None
) -> list[dict[str, Any]]:
    """Every set with one encoder."""
    remembered = remembering(encoder)
    tagger = CodebookTagger.fit(default_codebook().stances, remembered)
    rows = [row for name, found in programmes.items() for row in of_programme(name, found, tagger, remembered, asks)]
    return rows + (of_public_sets(data, tagger, remembered) if data else [])


def main(words: Sequence[str] | None = None) -> None:
    """Print and write a table per encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder that holds ami_topics and argkp2021; else programmes alone")
    parser.add_argument("--programme", nargs=3, action="append", default=[], metavar=("NAME", "WORKSPACE", "PLAN"))
    parser.add_argument("--better", help="folder of all-mpnet-base-v2")
    parser.add_argument("--judge", nargs=3, metavar=("SERVER", "MODEL", "VERDICTS"))
    parser.add_argument("--first", type=int, metavar="N")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(words)
    programmes = {name: meant(Path(workspace), Path(plan)) for name, workspace, plan in given.programme}
    if given.first:
        programmes = {name: first_of(found, given.first) for name, found in programmes.items()}
    encoders: dict[str, Encoder] = {"default": default_encoder()}
    if given.better:
        encoders["better"] = encoder_from("better", given.better)
    asks = Asked(given.judge[0], given.judge[1], Path(given.judge[2])) if given.judge else None
    found = {name: measured(encoder, given.data, programmes, asks) for name, encoder in encoders.items()}
    for name, rows in found.items():
        print(name)
        print_table(rows)
    write_result(given.json, {"learnbrief": found})


if __name__ == "__main__":
    main()
