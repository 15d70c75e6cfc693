"""Twenty people of a team code at once for a minute or two: is anything lost or doubled, and how long does a key take?

The app is served on 127.0.0.1 by a process of its own from a copy of a workspace; each reviewer has an account, signs in, and
goes through excerpts as people do: opens one, accepts its first suggestion or ticks a theme blind, and is done with it, with a
pause for reading between. One press in five is a double click, sent twice at the same moment. Afterwards everything that was
answered as kept is looked for in the store: once each. The chain of the record is walked, too.

    python benchmarks/reviewers.py --data WORKSPACE [--postgres postgresql://...an empty database] [--seconds 120]
"""

import argparse
import multiprocessing
import random
import re
import resource
import shutil
import socket
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from _common import print_table, write_result

from learnbrief.corpus.accounts import Role
from learnbrief.corpus.store import Store, open_store
from learnbrief.flows.stages.moving import move_store
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.app.application import create_app

PASSWORD = "three fictional words"
LONGEST = 120
DOUBLE = 0.2
"""Of the presses, sent twice at once."""
THINK = 3.0
"""Seconds of reading before each press, on the average: a quick coder's."""
Kept = tuple[str, str, str, str]
"""Coder, excerpt, action, theme."""


@dataclass(slots=True)
class Reviewer:
    """One person: what they were told is kept, and how long each answer took in milliseconds."""

    name: str
    browser: httpx.Client
    chance: random.Random
    think: float
    csrf: str = ""
    kept: set[Kept] = field(default_factory=set)
    took: list[tuple[str, float]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def sign_in(self) -> None:
        """As on the page."""
        fields = {"name": self.name, "password": PASSWORD, "csrf": token_in(self.browser.get("/sign-in").text)}
        self._timed("sign in", lambda: self.browser.post("/sign-in", data=fields))
        self.csrf = token_in(self.browser.get("/account").text)

    def work(self, excerpt_ids: Sequence[str], until: float) -> None:
        """Excerpt by excerpt until the time is over."""
        for excerpt_id in excerpt_ids:
            if time.monotonic() > until:
                return
            page = self._timed("open", lambda: self.browser.get(f"/review/{excerpt_id}?queue=all"))  # noqa: B023  # called at once
            self._pause()
            if 'id="coding"' in page.text:
                theme = re.findall(r'name="themes" value="([^"]+)"', page.text)[0]
                self._press("blind", excerpt_id, {"themes": theme}, [("add", theme), ("done", "")])
                continue
            if found := re.search(r'name="theme" value="([^"]+)".*?name="edition" value="(\d+)"', page.text, re.S):
                sent = {"theme": found[1], "action": "accept", "edition": found[2]}
                self._press("decide", excerpt_id, sent, [("accept", found[1])])
                self._pause()
            self._press("done", excerpt_id, {}, [("done", "")])

    def _press(self, button: str, excerpt_id: str, fields: dict[str, str], keeps: Sequence[tuple[str, str]]) -> None:
        def send() -> httpx.Response:
            sent = fields | {"csrf": self.csrf}
            return self._timed(button, lambda: self.browser.post(f"/review/{excerpt_id}/{button}?queue=all", data=sent))

        times = 2 if self.chance.random() < DOUBLE else 1
        with ThreadPoolExecutor(times) as pool:
            answers = [one.result() for one in [pool.submit(send) for _ in range(times)]]
        if any(one.status_code == 303 for one in answers):
            self.kept |= {(self.name, excerpt_id, action, theme) for action, theme in keeps}
        else:
            self.refused[f"{button} {answers[0].status_code}"] += 1

    def _timed(self, what: str, ask: Any) -> httpx.Response:
        began = time.perf_counter()
        answer: httpx.Response = ask()
        self.took.append((what, 1000 * (time.perf_counter() - began)))
        return answer

    def _pause(self) -> None:
        time.sleep(self.think * self.chance.uniform(0.5, 1.5))


def token_in(page: str) -> str:
    """The form token of a page of ours."""
    found = re.search(r'"x-csrf-token": "([^"]+)"', page)
    assert found, page[:300]
    return found[1]


def serve(folder: Path, port: int) -> None:
    """The app of a workspace, without the worker."""
    import uvicorn

    workspace = Workspace(folder)
    with closing(open_store(workspace.store_url)) as store:
        programme = workspace.settings.as_programme()
        app = create_app(store, Services(workspace, store), programme=programme, workspace=workspace.root)
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The app in a process of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(folder, port))
    process.start()
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.join(30)


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            httpx.get(f"{address}/sign-in", timeout=5)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the app did not answer within two minutes")


def measure(workspace: Workspace, database: str, people: int, seconds: int, think: float) -> dict[str, Any]:
    """One database: everybody at once, then what the store holds of it."""
    names = [f"Reviewer {number:02}" for number in range(1, people + 1)]
    with closing(open_store(workspace.store_url)) as store:
        for name in ["Ada", *names]:
            role = Role.ADMIN if name == "Ada" else Role.CODER
            store.accounts.accept(store.accounts.invite(name, role, by="a benchmark"), PASSWORD)
        order = [one.excerpt_id for one in store.excerpts.current() if one.evidence]
        before = {one.review_id for one in store.reviews.all()}
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        with served(workspace.root) as address:
            reviewers = [_reviewer(name, address, think) for name in names]
            _work(reviewers, order, seconds)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
        return _told(database, reviewers, store, before) | {"server_cpu_s": round(cpu, 1)}


def _reviewer(name: str, address: str, think: float) -> Reviewer:
    return Reviewer(name, httpx.Client(base_url=address, timeout=120), random.Random(name), think)


def _work(reviewers: Sequence[Reviewer], order: Sequence[str], seconds: int) -> None:
    """Everybody goes through the same excerpts, each from another place: they meet on them, as people of a team do."""
    with ThreadPoolExecutor(len(reviewers)) as pool:
        list(pool.map(Reviewer.sign_in, reviewers))
    until, step = time.monotonic() + seconds, max(1, len(order) // (2 * len(reviewers)))
    threads = [
        threading.Thread(target=one.work, args=([*order[at * step :], *order[: at * step]], until))
        for at, one in enumerate(reviewers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _told(database: str, reviewers: Sequence[Reviewer], store: Store, before: set[str]) -> dict[str, Any]:
    place = {(one.document_id, one.version, one.start, one.end): one.excerpt_id for one in store.excerpts.current()}
    found = Counter(
        (
            one.coder,
            place[one.document_id or "", one.version or 0, one.start or 0, one.end or 0],
            one.action.value,
            one.theme or "",
        )
        for one in store.reviews.all()
        if one.review_id not in before
    )
    answered = set[Kept]().union(*(one.kept for one in reviewers))
    took = sorted((what, ms) for one in reviewers for what, ms in one.took)
    return {
        "database": database,
        "kept": len(answered),
        "lost": len(answered - found.keys()),
        "doubled": sum(count > 1 for count in found.values()),
        "not_answered_for": len(found.keys() - answered),
        "refused": dict(sum((one.refused for one in reviewers), Counter[str]())),
        "chain": [str(one) for one in store.history.verify().wrong],
        "took": [
            _row(what, sorted(ms for one, ms in took if one == what)) for what in sorted({one for one, _ in took})
        ],
    }


def _row(what: str, took: Sequence[float]) -> dict[str, object]:
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))]
    return {"what": what, "times": len(took), "p50_ms": round(statistics.median(took)), "p95_ms": round(p95)}


def main() -> None:
    """Print what was found; keep it with --json. Ends with 1 where anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a workspace made by 'learnbrief demo'")
    parser.add_argument("--postgres", help="the address of an empty database, to measure there too")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=LONGEST)
    parser.add_argument("--think", type=float, default=THINK)
    parser.add_argument("--note", default="", help="what else the machine was doing")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    seconds, results = min(given.seconds, LONGEST), []
    for database in ("SQLite", *(["PostgreSQL"] if given.postgres else [])):
        with tempfile.TemporaryDirectory() as folder:
            left_out = shutil.ignore_patterns("briefs", ".prefect", ".cache")
            workspace = Workspace(Path(shutil.copytree(given.data, Path(folder) / "copy", ignore=left_out)))
            workspace.make_folders()
            if database == "PostgreSQL":
                move_store(workspace, given.postgres)
                workspace = Workspace(workspace.root)  # its settings name the new place
            results.append(measure(workspace, database, given.people, seconds, given.think))
            print({key: value for key, value in results[-1].items() if key != "took"})
            print_table(results[-1]["took"])
    asked = {
        "people": given.people,
        "seconds": seconds,
        "think_s": given.think,
        "double_clicks": DOUBLE,
        "note": given.note,
    }
    write_result(given.json, asked | {"results": results})
    if any(one["lost"] or one["doubled"] or one["chain"] for one in results):
        raise SystemExit("something was lost, doubled or out of the chain")


if __name__ == "__main__":
    main()
