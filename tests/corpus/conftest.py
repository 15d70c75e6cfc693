"""Small real objects that the corpus tests share."""

import os
import shutil
import subprocess
import tempfile
import uuid
from datetime import date
from pathlib import Path

import pytest

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, Passage, SourceText, Voice
from learnbrief.corpus.store import Store, open_store

TEXT = "Board time for improvement is squeezed.\nWe need a named executive lead.\n"


def document(text: str = TEXT, *, document_id: str = "d-one", version: int = 1, **others) -> Document:
    lines, start, passages = text.splitlines(), 0, []
    for line in lines:
        passages.append(Passage(start, start + len(line)))
        start += len(line) + 1
    values = {
        "kind": Kind.WORKSHOP_NOTES,
        "event_id": "kick-off",
        "title": "Kick-off",
        "date": date(2025, 1, 15),
        "collaborative": "harbour",
        "origin": "notes.md",
        "content_hash": f"hash of {document_id} {version}",
    }
    return Document(document_id, version, **{**values, **others}, source=SourceText(text, tuple(passages)))


def excerpts_of(document: Document) -> list[Excerpt]:
    voice = Voice(f"document:{document.document_id}", "unnamed voices", "document")
    return [
        Excerpt(
            document.document_id, document.version, passage.start, passage.end, document.source.slice(passage),
            voice, Mode.NOTE, evidence=True, collaborative=document.collaborative,
        )
        for passage in document.source.passages
    ]  # fmt: skip


def _postgres_tools() -> Path | None:
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@pytest.fixture(scope="session")
def postgres_url():
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
        run(tools / "pg_ctl", "-D", folder / "data", "-o", options, "-w", "-l", folder / "log", "start")
        yield f"postgresql://learnbrief@/postgres?host={folder}"
        run(tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


def _as_postgres(folder: Path):
    """PostgreSQL refuses to run as root, so there it runs as the account its package makes."""
    account = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(*words) -> None:
        subprocess.run([*account, *map(str, words)], check=True, capture_output=True, timeout=60, cwd=folder)

    return run


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request, tmp_path) -> Store:
    """An empty store, on each database that is here."""
    if request.param == "sqlite":
        opened = open_store(tmp_path / "learnbrief.db")
    else:
        opened = open_store(_new_database(request.getfixturevalue("postgres_url")))
    yield opened
    opened.close()


def _new_database(url: str) -> str:
    from sqlalchemy import create_engine, text

    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.replace("/postgres?", f"/{name}?")
