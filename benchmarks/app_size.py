"""What every page of the app costs at 2,000 and 20,000 excerpts: milliseconds of the processor, in the process.

The programme is made of sentences of a workspace, put together anew (`_scale_programme.py`), with three suggestions for each
excerpt, six replaced or flagged names in each document, decisions by two people on 500 excerpts (those of the random share
coded blind), 100 comments and 40 quotes in a basket. Each page is asked for: once, when much is read that is kept afterwards; several times with
nothing changed between; and several times with a decision before each. Medians are told, and for the largest size how many
times the smallest it costs.

    python benchmarks/app_size.py --data WORKSPACE [--sizes 2000 20000]
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from _scale_programme import LONGEST, SHORTEST, freeze, write_programme
from app import app_on, timed_call

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.sentences import sentences, words_in
from learnbrief.corpus.store import PrivacyMark, Store, new_review, open_store
from learnbrief.corpus.tag import Action, Band, Review, ScoreKind, Tag
from learnbrief.flows.workspace.workspace import Workspace

TARGET_MS = 300
TIMES = 5
DECIDED = 1_000
PEOPLE = ("Ada", "Ben")
MARKS, COMMENTS, QUOTES = 6, 100, 40
PAGES = (
    "/", "/material", "/privacy", "/privacy/{document}", "/documents", "/documents/{document}", "/review?queue=suggested",
    "/review?queue=suggested&collaborative=harbour", "/review?queue=uncertain", "/review?queue=blind", "/review?queue=all", "/review/{excerpt}",
    "/themes", "/themes?state=all&sort=newest", "/codebook", "/explore", "/explore/excerpts", "/explore/excerpts?theme={theme}", "/explore/grid",
    "/explore/grid?by=kind", "/explore/grid?by=event", "/explore/grid?by=month", "/explore/grid?by=question", "/explore/grid?by=discussion",
    "/basket", "/progress", "/explore/matrix", "/explore/months", "/explore/together", "/memos", "/agreement", "/agreement/rounds", "/briefs", "/history", "/history?words=data",
)  # fmt: skip


def pool_of(data: Path) -> list[str]:
    """The sentences of a workspace's evidence, each once."""
    with closing(open_store(Workspace(data).store_url)) as store:
        texts = [one.text for one in store.excerpts.current() if one.evidence]
    found = [text[start:end] for text in texts for start, end in sentences(text)]
    return sorted({one for one in found if SHORTEST <= words_in(one) <= LONGEST})


def fill(workspace: Workspace, store: Store, seed: int = 0) -> int:
    """Texts, suggestions and decisions; how many excerpts there are."""
    store.codebooks.put(workspace.codebook)
    freeze(workspace, store)
    draw, themes = random.Random(seed), [one.slug for one in store.codebooks.current().themes]
    excerpts = store.excerpts.current()
    ids = [one.excerpt_id for one in excerpts]
    tags = [
        Tag(one, theme, round(draw.uniform(0.4, 0.95), 3), ScoreKind.SIMILARITY, draw.choice(list(Band)), "codebook")
        for one in ids
        for theme in draw.sample(themes, 3)
    ]
    store.tags.put(ids, tags, tagger="made up")
    share = store.blind.reserve("", seed=workspace.settings.analysis.seed).share
    for excerpt in draw.sample(excerpts, min(DECIDED // 2, len(excerpts))):
        for coder in PEOPLE:
            store.reviews.add(*_said(draw, excerpt, coder, themes, share.name if excerpt.excerpt_id in share else None))
    written = [
        new_review(Action.COMMENT, "Ben", excerpt=one, payload={"text": "To be read again."})
        for one in draw.sample(excerpts, COMMENTS)
    ]
    written += [new_review(Action.BASKET, "Ada", excerpt=one) for one in draw.sample(excerpts, QUOTES)]
    store.reviews.add(*written)
    _hide(store, draw)
    return len(ids)


def _said(draw: random.Random, excerpt: Excerpt, coder: str, themes: Sequence[str], sample: str | None) -> list[Review]:
    """One decision of one person; of the random share, a whole coding without suggestions in sight."""
    marks: dict[str, Any] = {"excerpt": excerpt, "blind": sample is not None, "sample": sample}
    theme = themes[(len(excerpt.text) + draw.randrange(2)) % len(themes)]
    if sample:
        return [
            new_review(Action.ADD, coder, theme=theme, **marks),
            new_review(Action.DONE, coder, payload={"themes": [theme]}, **marks),
        ]
    action = draw.choice([Action.ACCEPT, Action.ACCEPT, Action.REJECT, Action.DONE])
    return [new_review(action, coder, theme=None if action is Action.DONE else theme, **marks)]


def _hide(store: Store, draw: random.Random) -> None:
    """Names of people that nobody has, as de-identification marks them."""
    for card in store.documents.cards():
        marks = [
            PrivacyMark(
                card.document_id,
                card.version,
                10 * n,
                10 * n + 8,
                "person",
                "names",
                f"[Person {draw.randrange(40)}]",
                status,
            )
            for n, status in enumerate(draw.choices(["replaced", "replaced", "flagged", "confirmed"], k=MARKS))
        ]
        store.privacy.put(card.document_id, card.version, marks)


def pages(workspace: Workspace, times: int) -> list[dict[str, Any]]:
    """One row for each page."""
    with app_on(workspace) as (browser, _, store):
        seen = store.blind.reserve("Ada", seed=workspace.settings.analysis.seed).hidden
        left = iter([one for one in store.excerpts.current() if one.excerpt_id not in seen])
        one, theme = next(left), store.codebooks.current().themes[0].slug

        def decide() -> None:
            store.reviews.add(new_review(Action.ACCEPT, "Ada", excerpt=next(left), theme=theme))

        return [
            _row(
                page,
                _asked(
                    browser, page.format(document=one.document_id, excerpt=one.excerpt_id, theme=theme), times, decide
                ),
            )
            for page in PAGES
        ]


def _asked(browser: Any, path: str, times: int, decide: Callable[[], None]) -> tuple[float, list[float], list[float]]:
    """Milliseconds of the processor: the first answer, later ones, and those after a decision each, which is not timed."""
    first, *later = [timed_call(lambda: browser.get(path))[1] for _ in range(times + 1)]
    after = []
    for _ in range(times):
        decide()
        after.append(timed_call(lambda: browser.get(path))[1])
    return first, later, after


def _row(page: str, cpu: tuple[float, list[float], list[float]]) -> dict[str, Any]:
    first, later, after = cpu
    kept, decided = round(statistics.median(later)), round(statistics.median(after))
    return {"page": page, "first_cpu_ms": round(first), "cpu_ms": kept, "after_a_decision_cpu_ms": decided}


def with_ratios(results: Sequence[dict[str, Any]]) -> None:
    """Beside every page of the largest programme, how many times it costs what it does in the smallest."""
    for row, small in zip(results[-1]["pages"], results[0]["pages"], strict=True):
        row["times_the_smallest"] = round(row["cpu_ms"] / max(1, small["cpu_ms"]), 1)


def main() -> None:
    """Print a table for each size; keep them with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a workspace made by 'learnbrief demo'")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--times", type=int, default=TIMES, help="answers to each page, besides the first")
    parser.add_argument("--note", default="", help="what else the machine was doing")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    results, pool = [], pool_of(given.data)
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            workspace = write_programme(Path(folder) / "programme", pool, size)
            with closing(open_store(workspace.store_url)) as store:
                excerpts = fill(workspace, store)
            results.append({"excerpts": excerpts, "pages": pages(workspace, given.times)})
        if len(results) > 1:
            with_ratios(results)
        print(f"{excerpts:,} excerpts")
        print_table(results[-1]["pages"])
        write_result(given.json, {"target_ms": TARGET_MS, "times": given.times, "note": given.note, "results": results})


if __name__ == "__main__":
    main()
