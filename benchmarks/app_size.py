"""What every page of the app costs at 2,000 and 20,000 excerpts: milliseconds of the processor, in the process.

The programme is made of sentences of a workspace, put together anew (`_scale_programme.py`), with three suggestions for each
excerpt and 1,000 decisions by two people. Pages are asked for several times each and the median is told; the first answer,
for which much is read that is kept afterwards, stands apart.

    python benchmarks/app_size.py --data WORKSPACE [--sizes 2000 20000]
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from _scale_programme import LONGEST, SHORTEST, freeze, write_programme
from app import app_on, timed_call

from learnbrief.corpus.sentences import sentences, words_in
from learnbrief.corpus.store import Store, new_review, open_store
from learnbrief.corpus.tag import Action, Band, ScoreKind, Tag
from learnbrief.flows.workspace.workspace import Workspace

TARGET_MS = 300
TIMES = 5
DECIDED = 1_000
PEOPLE = ("Ada", "Ben")
PAGES = (
    "/", "/material", "/privacy", "/documents", "/review?queue=suggested", "/review?queue=uncertain", "/review?queue=blind", "/review?queue=all",
    "/themes", "/codebook", "/explore", "/explore/matrix", "/explore/months", "/explore/together", "/memos", "/agreement", "/agreement/rounds",
    "/briefs", "/history",
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
    reviews = []
    for excerpt in draw.sample(excerpts, min(DECIDED // 2, len(excerpts))):
        for coder in PEOPLE:
            action = draw.choice([Action.ACCEPT, Action.ACCEPT, Action.REJECT, Action.DONE])
            theme = None if action is Action.DONE else themes[len(excerpt.text) % len(themes)]
            reviews.append(new_review(action, coder, excerpt=excerpt, theme=theme))
    store.reviews.add(*reviews)
    return len(ids)


def pages(workspace: Workspace, times: int) -> list[dict[str, Any]]:
    """One row for each page."""
    with app_on(workspace) as (browser, _, _store):
        return [_row(page, [timed_call(lambda: browser.get(page))[1] for _ in range(times + 1)]) for page in PAGES]  # noqa: B023


def _row(page: str, cpu: Sequence[float]) -> dict[str, Any]:
    return {"page": page, "first_cpu_ms": round(cpu[0]), "cpu_ms": round(statistics.median(cpu[1:]))}


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
        print(f"{excerpts:,} excerpts")
        print_table(results[-1]["pages"])
        write_result(given.json, {"target_ms": TARGET_MS, "times": given.times, "note": given.note, "results": results})


if __name__ == "__main__":
    main()
