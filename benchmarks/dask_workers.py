"""One Dask worker against two, on the parts of a run that workers do: encoding and tagging, from the same taken-in programme.

Both orders are run, since what else a machine does changes meanwhile; the ratio within a run is what to read. An encoder
uses every core by itself, so on one machine two workers gain little: they are for machines of their own. Processor seconds
of the workers tell what the second one costs; seconds by the clock mean something only where nothing else wants the cores,
so the load before each run is written beside them.

    python benchmarks/dask_workers.py [--data WORKSPACE] [--json OUT]
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from _common import print_table, write_result
from distributed import Client, LocalCluster

from learnbrief.flows.orchestration import flows
from learnbrief.flows.orchestration.engine import running
from learnbrief.flows.orchestration.on_dask import OnDask
from learnbrief.flows.stages.ingest import new_files, take_in
from learnbrief.flows.workspace.demo import demo_workspace
from learnbrief.flows.workspace.elsewhere import Site
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace

ORDER = (1, 2, 2, 1)


@dataclass(frozen=True, slots=True)
class Took:
    """One run."""

    workers: int
    seconds: float
    processor: float
    """Of all workers together, with what they import."""
    load: float
    """What wanted the cores in the minute before."""


def taken_in(data: Path | None, folder: Path) -> Workspace:
    """The demo, or a copy of a workspace, with its material read and nothing encoded."""
    place = Workspace(Path(shutil.copytree(data, folder))) if data else demo_workspace(folder)
    with opened(place.root) as (_, store):
        take_in(place, store, [one.content_hash for one in new_files(place, store)])
    return place


def took(base: Workspace, workers: int, folder: Path) -> Took:
    """What encoding and tagging cost on so many workers, which have started and imported nothing yet."""
    place = Workspace(Path(shutil.copytree(base.root, folder / "copy")))
    local = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": 60}
    try:
        with LocalCluster(n_workers=workers, threads_per_worker=1, **local) as cluster, Client(cluster) as client:
            load, since = os.getloadavg()[0], time.perf_counter()
            with running(OnDask(client, Site(place.settings, place.store_url))):
                flows.analyse(place.root)
            seconds = time.perf_counter() - since
            processor = sum(client.run(time.process_time).values())
            return Took(workers, round(seconds, 1), round(processor, 1), round(load, 1))
    finally:
        shutil.rmtree(place.root)


def main() -> None:
    """One, two, two, one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a workspace; the demo without it")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = taken_in(given.data, Path(name) / "base")
        with opened(base.root) as (_, store):
            excerpts = store.excerpts.count()
        runs = [took(base, workers, Path(name)) for workers in ORDER]
    rows = [
        {
            "workers": workers,
            "seconds": round(statistics.mean(one.seconds for one in runs if one.workers == workers), 1),
            "processor": round(statistics.mean(one.processor for one in runs if one.workers == workers), 1),
        }
        for workers in sorted(set(ORDER))
    ]
    ratios = {what: round(rows[1][what] / rows[0][what], 2) for what in ("seconds", "processor")}
    print_table(rows)
    print(f"two beside one: {ratios}, {excerpts} excerpts")
    write_result(
        given.json, {"excerpts": excerpts, "workers": rows, "two_to_one": ratios, "runs": [asdict(one) for one in runs]}
    )


if __name__ == "__main__":
    main()
