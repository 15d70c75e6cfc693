"""How F1 grows with coding: excerpts in the order of the review queue against excerpts drawn at random.

Data set: nhs_fft_v6 (`v6_tags.csv`, 32 labels). A simulated coder who knows the truth works through the shipped
`learnbrief.nlp.queue.review_queue`, blind share included: accepts and rejects what the tagger in use suggests, adds what it missed
and finishes the excerpt. At each size the tagger is taught by these reviews and passes its gate, as `learnbrief learn`
does; then the queue is asked again. 'shown' is what the app would show: a theme is the codebook's until the learned
tagger passes its gate. Orders are compared on a part of the training rows (`--choose`); the test part
judges only the shipped order against random.

    python benchmarks/learning_curve.py --data DIR [--choose] [--seeds 5] [--json OUT] [--plot OUT.png]
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from _common import print_table, write_result
from nhs_codebook import make_codebook
from tagging import _table, remembering, rows_where

from learnbrief.corpus.blind import BLIND_SHARE, Reserve, random_share
from learnbrief.corpus.codebook import Codebook, Theme
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.tag import Action, Band, Review, ScoreKind, Tag
from learnbrief.nlp.agreement.coefficients import Marks
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.evaluation.baselines import tfidf_svc
from learnbrief.nlp.evaluation.labelled import Labelled
from learnbrief.nlp.queue import SHIPPED, Need, Order, QueueItem, review_queue
from learnbrief.nlp.tagging import Tagger
from learnbrief.nlp.tagging.codebook_tagger import CodebookTagger
from learnbrief.nlp.tagging.coding import coded_from_reviews
from learnbrief.nlp.tagging.features import Numbers
from learnbrief.nlp.tagging.learned_tagger import TARGET, FacetModel, learn_facet
from learnbrief.nlp.tagging.training import decide_takeover

FIGURES = ("micro_f1", "macro_f1", "shown_micro_f1", "shown_macro_f1")
SIZES = (25, 50, 100, 250, 500, 1000)
AGAIN = 25
"""Reviewed excerpts after which the coder opens the queue anew."""


ALL = dict.fromkeys(Need, 1.0)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to walk through the material."""

    order: Order = SHIPPED
    blind: float = BLIND_SHARE


WAYS: dict[str, Way] = {
    "random": Way(blind=1.0),
    "queue as shipped": Way(),
}
"""Measured on the test part."""
FORMER = {
    "nearly sure first, a fifth blind": Way(Order(ALL, near_sure=True), blind=0.2),
}
CHOICES: dict[str, Way] = {
    **WAYS,
    **FORMER,
    "shipped, a fifth blind": Way(blind=0.2),
    "shipped, half blind": Way(blind=0.5),
    "uncertain only": Way(Order({Need.UNCERTAIN: 1.0})),
    "rare three times": Way(Order(ALL | {Need.RARE: 3.0})),
    "no reason counts": Way(Order({})),
}
"""Compared on a part of the training rows."""


class Remembered:
    """The codebook's tagger with every text's scores kept: they do not change with coding."""

    def __init__(self, themes: Sequence[Theme], texts: Sequence[str], encoder: Encoder) -> None:
        self._tagger = CodebookTagger.fit(themes, encoder)
        self.review = self._tagger.review
        self._scores = dict(zip(texts, self._tagger.scores(texts, encoder.encode(texts), encoder), strict=True))

    def scores(self, texts: Sequence[str], *_: Any) -> Numbers:
        """As the tagger's own."""
        return np.array([self._scores[text] for text in texts]).reshape(len(texts), -1)


@dataclass
class Bench:
    """What all courses share."""

    pool: Labelled
    test: Labelled
    codebook: Codebook
    encoder: Encoder
    collaboratives: Sequence[str]
    excerpts: list[Excerpt] = field(init=False)
    by_codebook: Remembered = field(init=False)
    first_tags: list[Tag] = field(init=False)

    def __post_init__(self) -> None:
        self.excerpts = [
            _excerpt(number, text, name)
            for number, (text, name) in enumerate(zip(self.pool.texts, self.collaboratives, strict=True))
        ]
        self.by_codebook = Remembered(self.codebook.themes, [*self.pool.texts, *self.test.texts], self.encoder)
        self.first_tags = Tagger(self.codebook, self.encoder).tag(self.excerpts)
        self.vectors = self.encoder.encode(self.pool.texts), self.encoder.encode(self.test.texts)
        self.truth = {
            one.excerpt_id: frozenset(label for label, given in zip(self.pool.labels, row, strict=True) if given)
            for one, row in zip(self.excerpts, self.pool.truth, strict=True)
        }


def _excerpt(number: int, text: str, collaborative: str) -> Excerpt:
    voice = Voice(f"v{number}", f"Respondent {number}", "document")
    return Excerpt(f"d{number}", 1, 0, len(text), text, voice, Mode.VERBATIM, True, collaborative=collaborative)


class Course:
    """One coder's way through the pool."""

    def __init__(self, bench: Bench, way: Way, *, seed: int) -> None:
        self.bench, self.way = bench, way
        self.share = random_share(bench.excerpts, seed=seed, part=way.blind)
        self.reviews: list[Review] = []
        self._show(bench.first_tags)
        self.done: set[str] = set()
        self._by_id = {one.excerpt_id: one for one in bench.excerpts}

    def walk_to(self, size: int) -> None:
        """Code on to this many excerpts."""
        while len(self.done) < size:
            queue = review_queue(
                self.bench.excerpts,
                self.tags,
                self.reviews,
                reserve=Reserve(self.share, frozenset(self.share.drawn) - self.done),
                order=self.way.order,
            )
            if not queue:
                raise SystemExit(f"the queue is empty after {len(self.done)} excerpts")
            for item in queue[: min(AGAIN, size - len(self.done))]:
                self.reviews += self._reviewed(item)
                self.done.add(item.excerpt_id)

    def _reviewed(self, item: QueueItem) -> Iterator[Review]:
        """What somebody who knows the truth does: with suggestions in sight decides on them, adds the rest, finishes."""
        truth, blind = self.bench.truth[item.excerpt_id], item.sample is not None
        suggested = set() if blind else self.suggested.get(item.excerpt_id, set())
        acts: list[tuple[Action, str | None]] = [
            *((Action.ACCEPT if theme in truth else Action.REJECT, theme) for theme in sorted(suggested)),
            *((Action.ADD, theme) for theme in sorted(truth - suggested)),
            (Action.DONE, None),
        ]
        excerpt = self._by_id[item.excerpt_id]
        made = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=len(self.done))
        for action, theme in acts:
            yield Review(
                f"{item.excerpt_id} {theme}", action, "coder", made, excerpt.document_id, 1, excerpt.start, excerpt.end,
                theme, blind=blind, sample=item.sample,
            )  # fmt: skip

    def _show(self, tags: Sequence[Tag]) -> None:
        self.tags = tags
        self.suggested: dict[str, set[str]] = {}
        for tag in tags:
            self.suggested.setdefault(tag.excerpt_id, set()).add(tag.theme)

    def learn(self) -> tuple[Marks, Marks]:
        """Teach the tagger by the reviews; what it says of the test texts, alone and where its gate lets it speak."""
        bench = self.bench
        coded = coded_from_reviews([one for one in bench.excerpts if one.excerpt_id in self.done], self.reviews)
        model, practice = learn_facet(coded, bench.codebook.themes, bench.by_codebook, bench.encoder, target=TARGET)  # type: ignore[arg-type]
        speaks = {one.theme for one in decide_takeover(practice) if one.takes_over}
        self._show(self._tags(model, speaks))
        learned = model.decide(bench.test.texts, bench.vectors[1]).applies
        at_first = bench.by_codebook.scores(bench.test.texts) >= bench.by_codebook.review
        return learned, np.where([theme in speaks for theme in model.themes], learned, at_first)

    def _tags(self, model: FacetModel, speaks: set[str]) -> list[Tag]:
        """What the app would show now: the learned tagger where it took over, else the codebook."""
        kept = [tag for tag in self.bench.first_tags if tag.theme not in speaks]
        if not speaks:
            return kept
        decided = model.decide(self.bench.pool.texts, self.bench.vectors[0])
        return kept + [
            Tag(
                self.bench.excerpts[row].excerpt_id,
                model.themes[at],
                round(float(decided.probability[row, at]), 4),
                ScoreKind.PROBABILITY,
                Band.SURE if decided.sure[row, at] else Band.REVIEW,
                "learned",
            )
            for row, at in np.argwhere(decided.applies)
            if model.themes[at] in speaks
        ]


def courses(bench: Bench, ways: Mapping[str, Way], seeds: int) -> Iterator[dict[str, Any]]:
    """Figures of every way, seed and size."""
    at_first = bench.by_codebook.scores(bench.test.texts) >= bench.by_codebook.review
    for seed in range(seeds):
        for name, way in ways.items():
            yield _row(name, seed, 0, bench.test, at_first, at_first)
            course = Course(bench, way, seed=seed)
            for size in SIZES:
                course.walk_to(size)
                yield _row(name, seed, size, bench.test, *course.learn())
                if way.blind == 1.0:
                    yield _by_words(bench, course, seed, size)


def whole(bench: Bench) -> Iterator[dict[str, Any]]:
    """Everything coded: no order is left."""
    course = Course(bench, WAYS["random"], seed=0)
    course.walk_to(len(bench.excerpts))
    figures = course.learn()
    for name in WAYS:
        yield _row(name, 0, len(bench.excerpts), bench.test, *figures)
    yield _by_words(bench, course, 0, len(bench.excerpts))


def _by_words(bench: Bench, course: Course, seed: int, size: int) -> dict[str, Any]:
    """What word counting makes of the same coded excerpts."""
    some = bench.pool.rows([row for row, one in enumerate(bench.excerpts) if one.excerpt_id in course.done])
    found = tfidf_svc(some.texts, some.truth, bench.test.texts)
    return _row("word counting, random", seed, size, bench.test, found, found)


def _row(name: str, seed: int, size: int, test: Labelled, learned: Marks, shown: Marks) -> dict[str, Any]:
    (micro, macro), (shown_micro, shown_macro) = _f1(test.truth, learned), _f1(test.truth, shown)
    return {
        "order": name,
        "seed": seed,
        "coded": size,
        "micro_f1": micro,
        "macro_f1": macro,
        "shown_micro_f1": shown_micro,
        "shown_macro_f1": shown_macro,
    }


def _f1(truth: Marks, found: Marks) -> tuple[float, float]:
    hits, said = (truth & found).sum(axis=0), truth.sum(axis=0) + found.sum(axis=0)
    return float(2 * hits.sum() / said.sum()), float((2 * hits / np.maximum(said, 1)).mean())


def _parts(table: Labelled, folder: Path, *, choose: bool) -> tuple[list[int], list[int]]:
    """Rows to code and rows to measure on: train and test, or to choose an order by, seven and three tenths of train."""
    path = folder / "v6_tags.csv"
    train = rows_where(path, "split", "train")
    if not choose:
        return train, rows_where(path, "split", "test")
    tenth = {row: int(content_hash(table.texts[row].strip().lower())[:8], 16) % 10 for row in train}
    return [row for row in train if tenth[row] < 7], [row for row in train if tenth[row] >= 7]


def make_bench(folder: Path, encoder: Encoder, *, choose: bool) -> Bench:
    """The comments, with the trust as collaborative."""
    table = _table(folder)
    trust = {row: name for name in ("NEAS", "NHFT") for row in rows_where(folder / "v6_tags.csv", "trust", name)}
    pool, test = _parts(table, folder, choose=choose)
    return Bench(table.rows(pool), table.rows(test), make_codebook(folder), encoder, [trust[row] for row in pool])


def means(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Over the seeds, per order and size."""
    found = []
    for order, coded in sorted({(row["order"], row["coded"]) for row in rows}):
        some = [row for row in rows if (row["order"], row["coded"]) == (order, coded)]
        found.append({"order": order, "coded": coded, "seeds": len(some)}
                     | {figure: float(np.mean([row[figure] for row in some])) for figure in FIGURES})  # fmt: skip
    return found


def main() -> None:
    """Print, write and draw the curves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of nhs_fft_v6")
    parser.add_argument("--choose", action="store_true", help="compare orders inside the training rows")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    bench = make_bench(options.data, remembering(default_encoder()), choose=options.choose)
    before = json.loads(options.json.read_text(encoding="utf-8")) if options.json and options.json.is_file() else {}
    key = "choice" if options.choose else "learnbrief"
    rows = [] if options.choose else list(whole(bench))
    for row in courses(bench, CHOICES if options.choose else WAYS | FORMER, options.seeds):
        rows.append(row)
        write_result(
            options.json, before | {"data_set": "nhs_fft_v6", key: rows}
        )  # a run that is cut short keeps what it has
    print_table(means(rows))
    if options.plot and not options.choose:
        _draw(rows, options.plot)


def _draw(rows: list[dict[str, Any]], path: Path) -> None:
    """The mean over seeds with the range they span."""
    import altair as alt

    shown = [row for row in rows if row["order"] not in FORMER]
    base = alt.Chart(alt.InlineData(values=shown), width=320, height=240).encode(
        x=alt.X(
            "coded:Q",
            scale=alt.Scale(type="symlog", constant=25),
            title="Coded excerpts",
            axis=alt.Axis(values=[0, *SIZES, max(row["coded"] for row in shown)]),
        ),
        color=alt.Color("order:N", title="Order"),
    )
    panels = []
    for figure, title in (("micro_f1", "Micro F1"), ("macro_f1", "Macro F1")):
        band = base.mark_area(opacity=0.2).encode(y=f"min({figure}):Q", y2=f"max({figure}):Q")
        axis = alt.Y(f"mean({figure}):Q", title=title, scale=alt.Scale(domain=[0, 0.8]))
        panels.append(band + base.mark_line(point=True).encode(y=axis))
    alt.hconcat(*panels).save(str(path), scale_factor=2)


if __name__ == "__main__":
    main()
