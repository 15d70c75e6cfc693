"""What all tests share: empty stores, a database server, and how tests are shared out among processes."""

import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import argon2
import pytest
from hypothesis import settings

from learnbrief.corpus.store import open_store
from tests.examples import AT_NIGHT, ON_EVERY_CHANGE
from tests.postgres import new_postgres, new_postgres_store, postgres_migrated, postgres_url

__all__ = ["new_postgres", "new_postgres_store", "postgres_migrated", "postgres_url"]

# drawn anew with every change; `make nightly` asks for the long profile
settings.register_profile("change", max_examples=ON_EVERY_CHANGE, deadline=None)
settings.register_profile("night", max_examples=AT_NIGHT, deadline=None)
settings.load_profile("change")

TOGETHER = {
    "the demo": ("e2e/test_demo",),
    "runs": ("e2e/test_runs", "e2e/test_ways", "e2e/test_prefect_server", "e2e/test_journey"),
    "topic models": ("nlp/test_topics", "nlp/test_encode", "flows/test_library"),
}
"""Files that begin from one thing made once in a process: the demo, a programme after its run, BERTopic compiled beside torch."""

MOST_PROCESSES = 8
"""Each loads models of a few hundred MB."""


IN_MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
"""Where files lie in memory, and the bytes that must be free there; what a test that passed has written is removed at its end."""


def pytest_configure() -> None:
    """Tests write into memory where there is such a place: half the time of a test with a store was waiting for the disk.

    Whoever sets TMPDIR is obeyed; processes that tests start, and those among which tests are shared out, inherit it.
    """
    if "TMPDIR" not in os.environ and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None  # asked for before we came


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: going through all migrations takes longer than most tests."""
    made = tmp_path_factory.mktemp("empty") / "learnbrief.db"
    open_store(made).close()
    return made


@pytest.fixture(scope="session", autouse=True)
def passwords_at_least_cost() -> Iterator[None]:
    """Hashing one password takes 150 ms of processor, as it should, and the tests hash hundreds of them.

    That we hash at what the library advises is held in `corpus/test_store_accounts.py`.
    """
    least = functools.partial(argon2.PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2, "PasswordHasher", least)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: a file of minutes that begins last is waited for by every other process."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (_group(item.nodeid) != "the demo", item.path not in slow))


def _group(nodeid: str) -> str:
    """What goes to one process: a file, or all files that begin from the same thing, which takes half a minute to make."""
    path = nodeid.partition("::")[0]
    return next((name for name, files in TOGETHER.items() if any(one in path for one in files)), path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as processors: servers, browsers and databases keep a third of a test's time waiting."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(2, min(MOST_PROCESSES, here * 3 // 2))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile`, groups of files go to the processes in the order in which they stand."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid)

    config.option.loadscopereorder = False  # files with few tests last: those are our longest
    return ByFile(config, log)
