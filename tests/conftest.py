"""What all tests share: a database server, and how they are shared out among processes."""

from typing import Any

import pytest

from tests.postgres import new_postgres, postgres_url

__all__ = ["new_postgres", "postgres_url"]


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
