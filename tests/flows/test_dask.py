"""Parts of a run done by Dask's workers: the same result, whoever dies, and only where that can work."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster
from distributed.utils import get_mp_context

from learnbrief.corpus.errors import BadInput, BadSettings
from learnbrief.corpus.store import open_store
from learnbrief.flows.orchestration import flows
from learnbrief.flows.orchestration.engine import running
from learnbrief.flows.orchestration.on_dask import OnDask, on_dask
from learnbrief.flows.orchestration.start import orchestrated, run_after_workshop
from learnbrief.flows.stages.encoding import encoder_for
from learnbrief.flows.stages.progress import watched_by
from learnbrief.flows.workspace.elsewhere import NOWHERE, Site, working_at
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from tests.e2e.conftest import brief_values
from tests.e2e.warm import warm
from tests.flows.conftest import SETTINGS


def left(workspace: Workspace) -> tuple[object, ...]:
    """What a run is judged by: which texts have vectors, the tags, and the briefs but for the time they were made."""
    store = open_store(workspace.store_url)
    texts = [excerpt.text for excerpt in store.excerpts.current()]
    encoder = encoder_for(workspace.settings, store).name
    found = sorted(store.vectors.get(encoder, texts)), store.tags.suggested(), brief_values(workspace)
    store.close()
    return found


class Killing:
    """Kills one worker when the first part of the run is done."""

    def __init__(self, pid: int) -> None:
        self.pid, self.stages = pid, list[str]()

    def stage(self, name: str, total: int) -> None:
        self.stages.append(name)

    def advance(self, steps: int = 1) -> None:
        if self.pid and self.stages[-1] == "Reading for meaning":
            os.kill(self.pid, signal.SIGKILL)
            self.pid = 0


@pytest.fixture
def models_loaded() -> Iterator[None]:
    """Dask forks its workers from a process that has loaded the models: each that starts anew takes six seconds to."""
    if "forkserver" not in multiprocessing.get_all_start_methods():  # Windows
        yield
        return
    with dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"}):
        get_mp_context()  # names what Dask itself wants loaded, so what we want comes after
        warm()
        yield


@pytest.fixture
def two_workers(models_loaded: None) -> Iterator[Client]:
    local = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": 60}
    with LocalCluster(n_workers=2, threads_per_worker=1, **local) as cluster, Client(cluster) as client:
        yield client


@pytest.mark.slow
@pytest.mark.parametrize(
    "kept_on", ["a file", pytest.param("a server", marks=[pytest.mark.postgres, pytest.mark.nightly])]
)
def test_two_workers_of_whom_one_is_killed_leave_what_one_process_leaves(
    workspace, tmp_path, two_workers, monkeypatch, request, kept_on
):
    """A cluster that loses a machine must not lose, double or change anything; its workers have no workspace folder."""
    alone = Workspace(Path(shutil.copytree(workspace.root, tmp_path / "alone")))
    assert run_after_workshop(alone, how="direct").briefs
    shutil.copy(alone.restricted / "key.json", workspace.restricted)  # the same pseudonyms
    if kept_on == "a server":
        url = request.getfixturevalue("new_postgres")()
        atomic_write(workspace.settings_file, f'{SETTINGS}\n[store]\nurl = "{url}"\n')
    spread = Workspace(workspace.root)
    monkeypatch.setattr(flows, "EXCERPTS_A_TASK", 2)
    monkeypatch.setattr(flows, "TAGGED_A_TASK", 3)
    killing = Killing(next(iter(two_workers.run(os.getpid).values())))
    with watched_by(killing), running(OnDask(two_workers, Site(spread.settings, spread.store_url))):
        flows.after_workshop(spread.root)

    assert killing.pid == 0, "the run ended before a worker was killed"
    assert left(spread) == left(alone)


def test_a_worker_sees_the_store_and_no_folder(tagged):
    """Material, register and key never go over a network: what would look for them there fails."""
    with working_at(Site(tagged.settings, tagged.store_url)), opened(NOWHERE) as (place, store):
        assert place.settings.programme.name == "Small Steps (fictional)"
        assert store.documents.ids()
        assert not place.root.exists()
        assert not place.register_file.exists()
    assert not NOWHERE.exists()


def test_a_scheduler_that_does_not_answer_is_an_error(workspace, monkeypatch):
    """It made its briefs here and said nothing: a cluster was paid for and did nothing."""
    monkeypatch.setattr("learnbrief.flows.orchestration.on_dask.PATIENCE", "200ms")

    with pytest.raises(BadInput, match=r"no Dask scheduler answers at 127\.0\.0\.1:9; start one"):
        run_after_workshop(workspace, runner="dask=127.0.0.1:9")
    assert list(workspace.briefs.iterdir()) == []


@pytest.mark.parametrize("address", ["tcp://dask.example.org:8786", "10.0.0.7:8786"])
def test_workers_on_other_machines_need_a_store_that_they_can_reach(workspace, address):
    """A file on this machine is not theirs; told at once, not by a traceback of each worker."""
    with pytest.raises(BadSettings, match=r"cannot reach the store.*PostgreSQL"), on_dask(workspace, address):
        pass


def test_dask_does_not_ask_for_a_server_of_prefect(workspace):
    """Two that hand out the parts of one run would each wait for the other."""
    with pytest.raises(BadInput, match="leave out --server"), orchestrated(workspace, "server", "dask"):
        pass
