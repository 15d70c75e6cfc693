"""A PostgreSQL server of our own for the tests that need one; see `tests/conftest.py`."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from learnbrief.corpus.store import open_store
from tests.patience import AT_MOST


@pytest.fixture
def new_postgres(postgres_url: str) -> Callable[[], str]:
    """Makes empty databases, and gives the address of each."""
    return lambda: new_database(postgres_url)


@pytest.fixture(scope="session")
def postgres_migrated(postgres_url: str) -> str:
    """The name of a database with an empty store in it."""
    url = new_database(postgres_url)
    open_store(url).close()
    return str(make_url(url).database)


@pytest.fixture
def new_postgres_store(postgres_url: str, postgres_migrated: str) -> Callable[[], str]:
    """Makes databases with an empty store each, and gives the address of each."""
    return lambda: new_database(postgres_url, like=postgres_migrated)


def _postgres_tools() -> Path | None:
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own on a socket in a folder of its own, stopped and removed afterwards."""
    tools = _postgres_tools()
    if tools is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed and CI must test the store on it")
        pytest.skip("PostgreSQL is not installed: the store is tested on SQLite only")
    # not below pytest's own folder: that is closed to the account that PostgreSQL runs under
    with tempfile.TemporaryDirectory(prefix="learnbrief-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        run = _as_postgres(folder)
        run(tools / "initdb", "-D", folder / "data", "-A", "trust", "-U", "learnbrief", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run(tools / "pg_ctl", "-D", folder / "data", "-o", options, "-w", "-t", AT_MOST, "-l", folder / "log", "start")
        yield f"postgresql://learnbrief@/postgres?host={folder}"
        run(tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-t", AT_MOST, "stop")


def _as_postgres(folder: Path) -> Callable[..., None]:
    """PostgreSQL refuses to run as root, so there it runs as the account its package makes."""
    account = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(*words: object) -> None:
        subprocess.run([*account, *map(str, words)], check=True, capture_output=True, timeout=AT_MOST, cwd=folder)

    return run


def new_database(url: str, *, like: str = "template1") -> str:
    from sqlalchemy import create_engine, text

    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    engine.dispose()
    return url.replace("/postgres?", f"/{name}?")
