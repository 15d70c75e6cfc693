"""What 25, 100 and 240 coded excerpts of a programme bring: suggestions with them joined, and what is learned from them alone.

On a finished demo workspace, its own codebook: the plan's passages, and the second coding of twelve sources, coded in three random
orders by a coder who knows the truth; figures are of the excerpts that were not coded. 'suggested' is the codebook's tagger as shipped,
with what was coded joined where the rule of `learnbrief.nlp.tagging.examples` lets it; 'learned' is the learned tagger, which speaks
in the app only behind its gate. The demo is ours, and how surroundings are weighed was chosen on it.

    PYTHONPATH=. .venv/bin/python benchmarks/coded_programme.py --data WORKSPACE [--json OUT]
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, remembering, write_result
from sklearn.metrics import average_precision_score, f1_score
from surroundings import Meant, meant_by_coding, meant_by_plan

from learnbrief.corpus.blind import draw
from learnbrief.corpus.codebook import Facet, Theme, default_codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.protocols import Encoder
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.tagging import neighbours
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.context import Beside, in_context
from learnbrief.nlp.tagging.examples import Joined, examples_of
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.learned_tagger import TARGET, learn_facet
from learnbrief.nlp.tagging.teachers import Coded
from tests.e2e.demo_programme import Demo

SIZES, DRAWS = (0, 25, 100, 240), 3
LEFT = 100  # excerpts that must be left to measure on


@dataclass(frozen=True, slots=True)
class Room:
    """One facet over the excerpts that somebody coded."""

    some: tuple[Excerpt, ...]
    beside: Beside
    encoder: Encoder
    themes: tuple[Theme, ...]
    tagger: CodebookTagger
    alone: Numbers
    """The codebook's similarities, a row per excerpt."""
    truth: np.ndarray

    @classmethod
    def of(cls, facet: Facet, some: Sequence[Excerpt], beside: Beside, meant: Meant, encoder: Encoder) -> "Room":
        """Read and scored once."""
        themes = tuple(theme for theme in default_codebook().themes if theme.facet is facet)
        tagger = CodebookTagger.fit(themes, encoder)
        truth = np.array([[theme.slug in meant[one.excerpt_id] for theme in themes] for one in some])
        return cls(tuple(some), beside, encoder, themes, tagger, in_context(tagger, some, beside, encoder), truth)

    def suggested(self, coded: Sequence[int], rest: Sequence[int]) -> tuple[dict[str, float], bool]:
        """Of the excerpts left, with what was coded joined where the rule says so, and whether it does."""
        scores, kept = self.alone[rest], False
        for found in self._examples(coded):
            kept = found.kept
            if kept:
                left = [self.some[row] for row in rest]
                scores = scores + Joined(found, self.tagger).added(
                    left, self.encoder.encode([one.text for one in left])
                )
        return figures(self.truth[rest], scores, scores >= self.tagger.review), kept

    def _examples(self, coded: Sequence[int]) -> Iterator[Any]:
        by_id = {one.excerpt_id: one for one in self.some}
        told = self._told(coded)
        for found in examples_of(told, by_id, self.beside, default_codebook(), self.encoder) if told else ():
            if found.facet is self.tagger.facet:
                yield found

    def learned(self, coded: Sequence[int], rest: Sequence[int]) -> dict[str, float]:
        """Of the excerpts left, by what was coded and the codebook's lines."""
        model, _ = learn_facet(self._told(coded), self.themes, self.tagger, self.encoder, target=TARGET)
        left = [self.some[row] for row in rest]
        texts = [one.text for one in left]
        decided = model.decide(texts, self.encoder.encode(texts), [one.heading for one in left])
        return figures(self.truth[rest], decided.probability, decided.applies)

    def _told(self, coded: Sequence[int]) -> list[Coded]:
        slugs = np.array([theme.slug for theme in self.themes])
        return [
            Coded(
                self.some[row].text,
                frozenset(slugs[self.truth[row]].tolist()),
                self.some[row].document_id,
                excerpt_id=self.some[row].excerpt_id,
                question=self.some[row].heading,
            )
            for row in coded
        ]


def figures(truth: np.ndarray, scores: Numbers, applies: np.ndarray) -> dict[str, float]:
    """Over the themes that the excerpts left carry: F1 at the tagger's own cuts, and how scores rank."""
    there = truth.any(axis=0)
    return {
        "F1": float(f1_score(truth.ravel(), applies.ravel())),
        "F1 macro": float(f1_score(truth[:, there], applies[:, there], average="macro", zero_division=0)),
        "AP": float(average_precision_score(truth.ravel(), scores.ravel())),
        "AP macro": float(average_precision_score(truth[:, there], scores[:, there], average="macro")),
    }


def course(room: Room) -> Iterator[dict[str, Any]]:
    """A row per draw, size and way; the excerpts measured on are the same for all sizes of a draw."""
    sizes = [size for size in SIZES if size + LEFT <= len(room.some)]
    for seed in range(DRAWS):
        order = sorted(range(len(room.some)), key=lambda row: draw(seed, room.some[row].excerpt_id))
        rest = sorted(order[max(sizes) :])
        for size in sizes:
            found, joins = room.suggested(order[:size], rest)
            yield {"way": "suggested", "coded": size, "joins": float(joins)} | found
            if size:
                yield {"way": "learned", "coded": size, "joins": None} | room.learned(order[:size], rest)


def means(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Over the draws."""
    found = []
    for way, coded in sorted(
        {(row["way"], row["coded"]) for row in rows}, key=lambda key: (key[0] == "learned", key[1])
    ):
        some = [row for row in rows if (row["way"], row["coded"]) == (way, coded)]
        told = [name for name, value in some[0].items() if isinstance(value, float)]
        found.append(
            {"way": way, "coded": coded} | {name: float(np.mean([row[name] for row in some])) for name in told}
        )
    return found


def main() -> None:
    """Print and write a table per coding and facet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a finished demo workspace")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    demo, encoder, found = Demo(given.data, 0, ""), remembering(encoder_from("default")), []
    beside = neighbours(demo.excerpts)
    for name, meant in (("plan", meant_by_plan(demo)), ("second coding", meant_by_coding(demo))):
        some = [one for one in demo.excerpts if one.excerpt_id in meant]
        for facet in Facet:
            rows = means(list(course(Room.of(facet, some, beside, meant, encoder))))
            found += [
                {"coding": name, "facet": facet.value, "excerpts": len(some), "draws": DRAWS} | row for row in rows
            ]
            # a run that is cut short keeps what it has
            write_result(given.json, {"data": "the demo's plan and second coding", "learnbrief": found})
    print_table(found)


if __name__ == "__main__":
    main()
