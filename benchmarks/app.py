"""How long the server takes from a key in Review tags to the next excerpt, at first and after 1,000 reviews.

Two requests make one key: the decision is kept, then the page that follows is rendered. Both are timed together,
in the process, as the server sees them; what the browser and the network add is not in it. For `Done` the page that
follows is the next excerpt. The workspace is copied first and not changed. Beside the time on the clock stands the
processor time, which other work on the machine does not lengthen.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from _common import print_table, write_result
from fastapi.testclient import TestClient

from learnbrief.corpus.store import open_store
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken

Took: TypeAlias = tuple[float, float]
"""Milliseconds on the clock, and of the processor."""
TARGET_MS = 100
PAGES = (
    "/",
    "/material",
    "/privacy",
    "/codebook",
    "/explore/matrix",
    "/explore/months",
    "/agreement",
    "/briefs",
    "/history",
)


@contextmanager
def app_on(workspace: Workspace) -> Iterator[tuple[TestClient, str, Any]]:
    """A browser that came by the link, its form token, and the store."""
    store, settings = open_store(workspace.store_url), workspace.settings
    app = create_app(
        store,
        Services(workspace, store),
        programme=settings.as_programme(),
        workspace=workspace.root,
        token=OneTimeToken("bench"),
    )
    browser = TestClient(app)
    browser.get("/?token=bench")
    token = browser.get("/who").text.split('"x-csrf-token": "')[1].split('"')[0]
    browser.post("/who", data={"name": "Ada", "csrf": token})
    yield browser, token, store
    store.close()


def keys(browser: TestClient, token: str, store: Any, wanted: int) -> list[tuple[str, Took]]:
    """(key, milliseconds) for accept, reject, done and a blind coding, walking through the queue of everything."""
    order = [excerpt.excerpt_id for excerpt in store.excerpts.current() if excerpt.evidence]
    hidden = store.blind.reserve("Ada", seed=0).hidden
    walk, timed = "queue=all", []
    browser.get(f"/review?{walk}")  # the walk begins: its order is made once
    tags = store.tags.suggested()
    themes: dict[str, list[str]] = {}
    for tag in tags:
        themes.setdefault(tag.excerpt_id, []).append(tag.theme)
    for excerpt_id in order:
        if excerpt_id in hidden:
            path = f"/review/{excerpt_id}/blind?{walk}"
            timed.append(press(browser, path, "blind", themes=themes.get(excerpt_id, [])[:2], csrf=token))
            continue
        presses = [("accept", theme) for theme in themes.get(excerpt_id, [])[:1]]
        presses += [("reject", theme) for theme in themes.get(excerpt_id, [])[1:2]]
        for action, theme in presses:
            timed.append(
                press(browser, f"/review/{excerpt_id}/decide?{walk}", action, theme=theme, action=action, csrf=token)
            )
        timed.append(press(browser, f"/review/{excerpt_id}/done?{walk}", "done", csrf=token))
        if len(timed) >= wanted:
            break
    return timed


def press(browser: TestClient, path: str, key: str, **fields: str | list[str]) -> tuple[str, Took]:
    """One key, timed until the page that follows is there."""
    return key, timed_call(lambda: browser.post(path, data=fields))


def timed_call(ask: Callable[[], Any]) -> Took:
    """Milliseconds on the clock and of the processor until the answer."""
    began, worked = time.perf_counter(), time.process_time()
    answer = ask()
    took = (1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked))
    assert answer.status_code == 200, answer.text[:200]
    return took


def row(name: str, took: Sequence[Took]) -> dict[str, object]:
    """Median and 95th percentile of one measurement, on the clock and of the processor."""
    found: dict[str, object] = {"what": name, "times": len(took)}
    for kind, values in (("", sorted(one for one, _ in took)), ("cpu_", sorted(one for _, one in took))):
        found[f"{kind}p50_ms"] = round(statistics.median(values), 1)
        found[f"{kind}p95_ms"] = round(values[min(len(values) - 1, int(0.95 * len(values)))], 1)
    return found


def measure(workspace: Workspace) -> list[dict[str, object]]:
    """Keys at first, keys after 1,000 reviews, a queue's beginning and every other page then."""
    rows = []
    with app_on(workspace) as (browser, token, store):
        timed = keys(browser, token, store, 1200)
        began = len(store.reviews.all())
        parts = (("first 100 reviews", timed[:100]), ("after 1,000 reviews", timed[1000:]))
        for name, part in parts:
            rows += [
                row(f"{key}, {name}", [ms for one, ms in part if one == key]) for key in ("accept", "done", "blind")
            ]
        for queue in ("suggested", "uncertain", "blind"):
            rows.append(
                row(
                    f"begin queue {queue}, {began} reviews",
                    [asked(browser, f"/review?queue={queue}") for _ in range(5)],
                )
            )
        rows += [row(f"page {path}, {began} reviews", [asked(browser, path) for _ in range(5)]) for path in PAGES]
    return rows


def asked(browser: TestClient, path: str) -> Took:
    """One page."""
    return timed_call(lambda: browser.get(path))


def main() -> None:
    """Print the table; keep it with --json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a workspace made by 'learnbrief demo'")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(
            shutil.copytree(given.data, Path(folder) / "copy", ignore=shutil.ignore_patterns("briefs", ".prefect"))
        )
        (copy / "briefs").mkdir()
        rows = measure(Workspace(copy))
    print_table(rows)
    if given.json:
        learnbrief = {"rows": rows, "target_ms": TARGET_MS}
        write_result(
            given.json,
            {"data": "the workspace of 'learnbrief demo'", "learnbrief": learnbrief},
        )


if __name__ == "__main__":
    main()
