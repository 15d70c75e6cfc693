"""Small real objects that the corpus tests share."""

import shutil
from collections.abc import Callable
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, Passage, SourceText, Voice
from learnbrief.corpus.store import Store, open_store
from learnbrief.corpus.store.database import Database

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


def old_store(place: Path | str, revision: str) -> Database:
    """A store as an earlier release left it, to be filled by statements of then."""
    database = Database(place)
    with as_file(files("learnbrief.corpus.store") / "migrations") as scripts, database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return database


class While:
    """Has something done, as if by another process, just before one of the questions that a page asks of the database."""

    def __init__(self, store: Store, page: Callable[[], object]) -> None:
        self._page = page
        self._left, self._act = -1, None
        event.listen(store.database.engine, "before_cursor_execute", self._asked)

    def _asked(self, *_: object) -> None:
        self._left -= 1
        if self._left == -1 and self._act is not None:
            self._act()

    def questions(self) -> int:
        """How many the page asks as things stand."""
        self._left, self._act = 0, None
        self._page()
        return -self._left

    def before(self, number: int, act: Callable[[], object]) -> None:
        """The page is asked for, and this done before its question of this number."""
        self._left, self._act = number, act
        self._page()
        self._act = None


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request, tmp_path, empty_store) -> Store:
    """An empty store, on each database that is here."""
    if request.param == "sqlite":
        opened = open_store(shutil.copy(empty_store, tmp_path))
    else:
        opened = open_store(request.getfixturevalue("new_postgres_store")())
    yield opened
    opened.close()
