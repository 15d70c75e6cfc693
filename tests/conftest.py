"""What all tests share: empty stores, a database server, and how tests are shared out among processes."""

from pathlib import Path
from typing import Any

import pytest

from learnbrief.corpus.store import open_store
from tests.postgres import new_postgres, new_postgres_store, postgres_migrated, postgres_url

__all__ = ["new_postgres", "new_postgres_store", "postgres_migrated", "postgres_url"]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: going through all migrations takes longer than most tests."""
    made = tmp_path_factory.mktemp("empty") / "learnbrief.db"
    open_store(made).close()
    return made


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile`, the files about the demo go to one process: its one run costs minutes."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = super()._split_scope(nodeid)
            return "the demo" if "e2e/test_demo" in path else path

    return ByFile(config, log)
