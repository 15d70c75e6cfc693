"""Cold runs on a machine that other programs keep busy: does every one of them end with a brief?

Two processes that only count are started for every core. Beside them `learnbrief run` is started again and again as a user
starts it, in a process of its own, on a fresh copy of one event of the demo. Where a Prefect server was awaited, 7 of 20
such runs once ended in a traceback. What else the machine does is told as its load: the processes that wanted a core.

    python benchmarks/busy.py --runs 10 --json benchmarks/results/busy.json
"""

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from _common import print_table, write_result

from learnbrief.flows.workspace.demo import demo_workspace

EVENT = "lantern-coaching-1"
A_CORE = 2
"""Processes that only count, for every core."""


def count() -> None:
    """Work without end, until whoever started it ends."""
    number, parent = 0, os.getppid()
    while number % 10_000_000 or os.getppid() == parent:
        number += 1


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many of them while what is inside runs."""
    counting = [multiprocessing.Process(target=count, daemon=True) for _ in range(processes)]
    try:
        for one in counting:
            one.start()
        yield
    finally:
        for one in counting:
            one.kill()
            one.join()


def one_event(folder: Path) -> Path:
    """A workspace with one event of the demo, nothing taken in."""
    root = demo_workspace(folder).root
    for event in (root / "material").iterdir():
        if event.is_dir() and event.name != EVENT:
            shutil.rmtree(event)
    return root


def cold_run(start: Path, root: Path) -> dict[str, Any]:
    """One run as a user starts it: how it ended, and what it took."""
    shutil.copytree(start, root)
    since, before = time.perf_counter(), os.times()
    command = [sys.executable, "-c", "from learnbrief.flows.cli import main; main()", "run", "-w", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - since, os.times()
    briefs = len(list(root.glob("briefs/*/brief.json")))
    shutil.rmtree(root)
    if done.returncode or not briefs:
        print(done.stderr[-1000:] or done.stdout[-1000:], file=sys.stderr)
    return {
        "ended_with_a_brief": done.returncode == 0 and briefs == 1,
        "traceback": "Traceback" in done.stderr,
        "seconds": round(seconds, 1),
        "processor_seconds": round(sum(after[2:4]) - sum(before[2:4]), 1),
        "load": round(os.getloadavg()[0], 1),
    }


def summary(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the claim rests on."""
    return {
        "runs": len(runs),
        "ended_with_a_brief": sum(run["ended_with_a_brief"] for run in runs),
        "tracebacks": sum(run["traceback"] for run in runs),
        "longest_seconds": max(run["seconds"] for run in runs),
        "processor_seconds": max(run["processor_seconds"] for run in runs),
        "least_load": min(run["load"] for run in runs),
    }


def main() -> None:
    """All runs, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument(
        "--counting", type=int, default=A_CORE * (os.cpu_count() or 1), help="processes that only count"
    )
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, busy(given.counting):
        start = one_event(Path(folder) / "demo")
        runs = []
        for number in range(given.runs):
            runs.append(cold_run(start, Path(folder) / f"run-{number}"))
            print_table(runs[-1:])
    found = summary(runs)
    print_table([found])
    write_result(given.json, {"counting": given.counting, **found, "each": runs})
    if found["ended_with_a_brief"] < found["runs"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
