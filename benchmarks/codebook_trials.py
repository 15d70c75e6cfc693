"""What was tried for tagging from the codebook alone: each trial beside the shipped way, by F1.

Data sets: nhs_fft_v6 (rows that hold an example left out; choose by the training rows, the test rows judge) and the
plan of the fictional demo with the default codebook, whose exclude lines say where a thing belongs instead
('..., which is culture'): the half of its documents with even numbers is to choose by, the other judges.

    python benchmarks/codebook_trials.py --data DIR [--json OUT]
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from _common import print_table, write_result
from nhs_codebook import make_codebook
from tagging import _table, remembering, rows_where

from learnbrief.corpus.codebook import Theme, default_codebook
from learnbrief.corpus.language import english
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.agreement.coefficients import Marks
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.evaluation.evaluate import _without_leaks
from learnbrief.nlp.tagging.codebook_tagger import EASE, OF_A_SENTENCE, _best_cut, line_targets
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.ridge import Taught, teach
from learnbrief.nlp.tagging.teachers import lines_of

WHICH = ", which is "
RULE = 0.1  # added to the score of a theme whose name's words stand in the text


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts with what applies to them, and which of them are to choose by."""

    themes: tuple[Theme, ...]
    texts: tuple[str, ...]
    truth: Marks
    choose: Marks


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to tag from the codebook; every part has the shipped way as its default."""

    themes: Callable[[Sequence[Theme]], Sequence[Theme]] = tuple
    read: Callable[[str], str] = str
    evened: bool = True
    excluded: float | None = None
    """What an exclude line teaches of its own theme; none leaves the lines out."""
    belongs: bool = False
    """Whether an exclude line teaches the theme it names."""
    rule: float = 0.0
    by_theme: float | None = None
    """Lines' worth of trust in the cut of all themes, where every theme has a cut of its own."""


@lru_cache(maxsize=1)
def _language() -> Any:
    return english(exclude=["ner", "parser"])


@lru_cache(maxsize=100_000)
def lemmas(text: str) -> str:
    """The text's words in their ground form."""
    return " ".join(token.lemma_ for token in _language()(text) if not token.is_space)


def split_names(themes: Sequence[Theme]) -> list[Theme]:
    """'Cleanliness, tidiness & infection control' says three things: each becomes a line of its own."""
    found = []
    for theme in themes:
        parts = [part.strip() for part in theme.name.replace("&", ",").replace("/", ",").split(",")]
        more = [part for part in parts if part and part != theme.name]
        found.append(replace(theme, examples=(*theme.examples, *more)))
    return found


def named(themes: Sequence[Theme], texts: Sequence[str]) -> Numbers:
    """Spacy's matcher: one where all words of a part of the theme's name stand in the text, in any form."""
    from spacy.matcher import PhraseMatcher

    language = _language()
    matcher = PhraseMatcher(language.vocab, attr="LEMMA")
    for theme in themes:
        parts = [part.strip() for part in theme.name.lower().replace("&", ",").replace("/", ",").split(",")]
        matcher.add(theme.slug, [language(part) for part in parts if part])
    column = {theme.slug: at for at, theme in enumerate(themes)}
    found = np.zeros((len(texts), len(themes)))
    for row, document in enumerate(language.pipe([text.lower() for text in texts])):
        for match, _, _ in matcher(document):
            found[row, column[language.vocab.strings[match]]] = 1.0
    return found


def taught(trial: Trial, themes: Sequence[Theme], encoder: Encoder) -> tuple[Taught, Numbers, list[str]]:
    """The ridge of the trial, what its lines teach, and the lines."""
    _, texts, targets = line_targets(themes)
    if trial.excluded is not None:
        more, extra = _excluded(trial, themes)
        texts, targets = [*texts, *more], np.vstack([targets, extra])
    ridge = teach([trial.read(text) for text in texts], encoder.encode(texts), targets,
                  ease=np.full(len(texts), EASE), sources=texts)  # fmt: skip
    marks = (targets > 0).astype(float)
    return (ridge.evened(marks.sum(axis=0)) if trial.evened else ridge), marks, texts


def _excluded(trial: Trial, themes: Sequence[Theme]) -> tuple[list[str], Numbers]:
    """Exclude lines with what they teach."""
    rows: dict[str, Numbers] = {}
    for at, theme in enumerate(themes):
        for line in lines_of(theme):
            if line.source != "exclude":
                continue
            head, _, tail = line.text.rpartition(WHICH)
            text = head if trial.belongs and head else line.text
            row = rows.setdefault(text, np.zeros(len(themes)))
            row[at] = trial.excluded
            if trial.belongs and head:
                row[[other for other, one in enumerate(themes) if one.name.lower().startswith(tail.lower())]] = 1.0
    return list(rows), np.array(list(rows.values())).reshape(-1, len(themes))


def scores(trial: Trial, ridge: Taught, themes: Sequence[Theme], texts: Sequence[str], encoder: Encoder) -> Numbers:
    """As the codebook's tagger scores, half by the best sentence, with the trial's reading and rule."""
    whole = ridge.ridge.scores([trial.read(text) for text in texts], encoder.encode(texts))
    for row, text in enumerate(texts):
        parts = [text[start:end] for start, end in sentences(text)]
        if len(parts) > 1:
            best = ridge.ridge.scores([trial.read(part) for part in parts], encoder.encode(parts)).max(axis=0)
            whole[row] += OF_A_SENTENCE * (best - whole[row])
    return whole + (trial.rule * named(themes, texts) if trial.rule else 0.0)


def cuts(trial: Trial, left_out: Numbers, marks: Numbers) -> Any:
    """One cut for all themes, or one for each that leans on the one for all."""
    shared = _best_cut(left_out, marks)
    if trial.by_theme is None:
        return shared
    weight = marks.sum(axis=0) / (marks.sum(axis=0) + trial.by_theme)
    own = [_best_cut(left_out[:, [at]], marks[:, [at]]) for at in range(marks.shape[1])]
    return weight * np.array(own) + (1 - weight) * shared


def measure(trial: Trial, rows: Rows, encoder: Encoder) -> dict[str, float]:
    """Micro and macro F1 on the rows to choose by and on the others."""
    themes = tuple(trial.themes(rows.themes))
    ridge, marks, texts = taught(trial, themes, encoder)
    left_out = ridge.left_out + (trial.rule * named(themes, texts) if trial.rule else 0.0)
    found = scores(trial, ridge, themes, rows.texts, encoder) >= cuts(trial, left_out, marks)
    figures = {}
    for name, part in (("choose", rows.choose), ("judge", ~rows.choose)):
        hits = (found & rows.truth)[part].sum(axis=0)
        said = (found[part] * 1.0 + rows.truth[part]).sum(axis=0)
        figures |= {f"{name}_micro": float(2 * hits.sum() / said.sum()),
                    f"{name}_macro": float((2 * hits / np.maximum(said, 1)).mean())}  # fmt: skip
    return figures


def nhs(folder: Path) -> Rows:
    """The published framework on its comments."""
    codebook = make_codebook(folder)
    path = folder / "v6_tags.csv"
    parts = [_without_leaks(_table(folder).rows(rows_where(path, "split", part)), codebook)[0]
             for part in ("train", "test")]  # fmt: skip
    choose = np.arange(sum(len(part.texts) for part in parts)) < len(parts[0].texts)
    texts = tuple(text for part in parts for text in part.texts)
    return Rows(tuple(codebook.themes), texts, np.vstack([part.truth for part in parts]), choose)


def demo() -> Rows:
    """The default codebook on the passages planted in the demo."""
    plan = yaml.safe_load(files("learnbrief.corpus").joinpath("demo/plan.yaml").read_text(encoding="utf-8"))
    found = [(at, one) for at, document in enumerate(plan["documents"]) for one in document.get("passages") or []]
    themes = tuple(default_codebook().topics)
    truth = np.array([[theme.slug in one["themes"] for theme in themes] for _, one in found])
    return Rows(themes, tuple(one["quote"] for _, one in found), truth, np.array([at % 2 == 0 for at, _ in found]))


TRIALS: dict[str, Trial] = {
    "as shipped": Trial(),
    "themes of many lines louder": Trial(evened=False),
    "names split at , & /": Trial(themes=split_names),
    "words in their ground form": Trial(read=lemmas),
    "rule: name stands in the text": Trial(rule=RULE),
    "half the rule": Trial(rule=RULE / 2),
    "own cuts, 20 lines' worth shared": Trial(by_theme=20),
    "own cuts, 80 lines' worth shared": Trial(by_theme=80),
    "exclude lines as ordinary text": Trial(excluded=0.0),
    "exclude lines as negatives": Trial(excluded=-0.25),
    "exclude lines as strong negatives": Trial(excluded=-1.0),
    "exclude lines teach where it belongs": Trial(excluded=0.0, belongs=True),
    "the same, and negatives": Trial(excluded=-0.25, belongs=True),
}


def main() -> None:
    """Print and write the table; a trial about exclude lines says nothing on a framework that has none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of nhs_fft_v6")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    encoder, table = remembering(default_encoder()), []
    for name, rows in (("nhs_fft_v6", nhs(options.data)), ("demo plan", demo())):
        lines = any(theme.exclude for theme in rows.themes)
        for trial, way in TRIALS.items():
            if way.excluded is None or lines:
                table.append({"data": name, "trial": trial} | measure(way, rows, encoder))
    print_table(table)
    write_result(options.json, {"data_set": "nhs_fft_v6, demo plan", "learnbrief": table})


if __name__ == "__main__":
    main()
