"""One Dask worker against two, on the parts of a run that workers do: encoding and tagging, from the same taken-in programme.

Both orders are run, since what else a machine does changes meanwhile; the ratio within a run is what to read. An encoder
uses every core by itself, so on one machine two workers gain little: they are for machines of their own.

    python benchmarks/dask_workers.py [--data WORKSPACE] [--json OUT]
"""

import argparse
import shutil
import statistics
import tempfile
import time
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


def taken_in(data: Path | None, folder: Path) -> Workspace:
    """The demo, or a copy of a workspace, with its material read and nothing encoded."""
    place = Workspace(Path(shutil.copytree(data, folder))) if data else demo_workspace(folder)
    with opened(place.root) as (_, store):
        take_in(place, store, [one.content_hash for one in new_files(place, store)])
    return place


def seconds(base: Workspace, workers: int, folder: Path) -> float:
    """How long encoding and tagging take on so many workers, which have started and imported nothing yet."""
    place = Workspace(Path(shutil.copytree(base.root, folder / "copy")))
    local = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": 60}
    try:
        with LocalCluster(n_workers=workers, threads_per_worker=1, **local) as cluster, Client(cluster) as client:
            since = time.perf_counter()
            with running(OnDask(client, Site(place.settings, place.store_url))):
                flows.analyse(place.root)
            return time.perf_counter() - since
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
        took = [(workers, seconds(base, workers, Path(name))) for workers in ORDER]
    rows = [
        {"workers": workers, "seconds": round(statistics.mean(each for one, each in took if one == workers), 1)}
        for workers in sorted(set(ORDER))
    ]
    ratio = round(rows[1]["seconds"] / rows[0]["seconds"], 2)
    print_table(rows)
    print(f"two take {ratio} of the time of one, {excerpts} excerpts")
    write_result(given.json, {"excerpts": excerpts, "workers": rows, "two_to_one": ratio})


if __name__ == "__main__":
    main()
