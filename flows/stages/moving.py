"""The store from a file to PostgreSQL and back: nothing lost, the settings changed, the old place wiped when asked."""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from learnbrief.corpus.errors import BadInput, BadSettings
from learnbrief.corpus.store import Store, open_store
from learnbrief.corpus.store.database import database_url
from learnbrief.corpus.store.moving import Sums, clear, copy
from learnbrief.corpus.withdrawal.rows import wipe
from learnbrief.flows.workspace.locks import locked
from learnbrief.flows.workspace.open_workspace import alone, store_of
from learnbrief.flows.workspace.workspace import Workspace, atomic_write

FILE = "file"
"""The word for learnbrief.db in the workspace, where a database's address might stand."""
_SECTION = re.compile(r"^\s*\[store\][^\n]*\n", re.MULTILINE)
_URL = re.compile(r"^[ \t]*url[ \t]*=[^\n]*$", re.MULTILINE)
_URL_ASIDE = re.compile(r"^[ \t]*#[ \t]*url[ \t]*=[^\n]*$", re.MULTILINE)
_NEXT = re.compile(r"^\s*(?:#\s*)?\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved from where."""

    sums: Sums
    old: str
    """What `open_store` was given before."""

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(count for count, _ in self.sums.values())


def move_store(workspace: Workspace, to: str) -> Moved:
    """The store in another place, and the settings that name it; the old one is left as it is.

    Raises:
        BadInput: the store is there already, or the place cannot be named in the settings.
        NotAllowed: the app or `serve` is open, or there is a store in that place.
    """
    target = str(workspace.database) if to == FILE else to
    old = workspace.store_url
    _check(workspace, target, old)
    with _nobody_else(workspace), closing(store_of(workspace)) as source:
        if to == FILE:
            moved = _into_file(workspace, source)
        else:
            with closing(open_store(target)) as store:
                moved = copy(source, store)
        name_in_settings(workspace, None if to == FILE else to)
    return Moved(moved, old)


def wipe_old(workspace: Workspace, moved: Moved) -> None:
    """Nothing of the programme is left in the old place, as far as the file or the database itself goes."""
    with _nobody_else(workspace), closing(open_store(moved.old)) as store:
        clear(store.database)
        wipe(store)
        file = store.database.file
    if file is not None:
        for path in (file.path, *(file.path.with_name(f"{file.path.name}-{end}") for end in ("wal", "shm"))):
            path.unlink(missing_ok=True)


def _into_file(workspace: Workspace, source: Store) -> Sums:
    """Written where a withdrawal removes it, and put in its place when it is whole: a copy cut short is no store."""
    draft = workspace.cache / "moving.db"
    workspace.cache.mkdir(exist_ok=True)
    draft.unlink(missing_ok=True)
    try:
        with closing(open_store(draft)) as store:
            moved = copy(source, store)
            wipe(store)  # one file, with nothing waiting in a log beside it
        draft.replace(workspace.database)
    finally:
        for path in (draft, *(draft.with_name(f"{draft.name}-{end}") for end in ("wal", "shm"))):
            path.unlink(missing_ok=True)
    return moved


def name_in_settings(workspace: Workspace, url: str | None) -> None:
    """`url` under [store] in learnbrief.toml, every other line as it stands; the file for its owner alone, as it may hold a password.

    Raises:
        BadSettings: it could not be written so that it is read as it is meant.
    """
    before = workspace.settings_file.read_text(encoding="utf-8-sig")
    line = f'url = "{url}"' if url else '# url = "postgresql+psycopg://user@host/learnbrief"'
    atomic_write(workspace.settings_file, _with_url(before.rstrip() + "\n", line), mode=0o600)
    if not _is_read(workspace, url):
        atomic_write(workspace.settings_file, before, mode=0o600)
        raise BadSettings(
            f"the store is copied, and 'url' under [store] could not be changed; write {line!r} there by hand, once"
        )


def _with_url(settings: str, line: str) -> str:
    """The settings with this line under [store]: for the one that holds, else for the one that is commented out."""
    section = _SECTION.search(settings)
    if section is None:
        return f"{settings}\n[store]\n{line}\n"
    following = _NEXT.search(settings, section.end())
    end = following.start() if following else len(settings)
    body = settings[section.end() : end]
    for pattern in (_URL, _URL_ASIDE):
        if pattern.search(body):
            body = pattern.sub(lambda _: line, body, count=1)
            break
    else:
        body = f"{line}\n{body}"
    return settings[: section.end()] + body + settings[end:]


def _is_read(workspace: Workspace, url: str | None) -> bool:
    """Whether the settings, as they stand now, name this place."""
    try:
        return Workspace(workspace.root).settings.store.url == url
    except BadSettings:
        return False


def _check(workspace: Workspace, target: str, old: str) -> None:
    if "://" not in target and target != str(workspace.database):
        raise BadInput(
            f"{target!r} is no address; write postgresql://USER@HOST/DATABASE, or 'file' for learnbrief.db here"
        )
    if set(target) & set('"\\\n'):
        raise BadInput("the address holds characters that cannot stand in learnbrief.toml; write them as %22 and %5C")
    if any(name.upper() == "LEARNBRIEF_STORE__URL" for name in os.environ):
        raise BadInput(
            "LEARNBRIEF_STORE__URL names the store, so the settings cannot; take it out of the environment first"
        )
    if _place(target) == _place(old):
        raise BadInput("the store is there already")
    if target == str(workspace.database) and workspace.database.exists() and workspace.database.stat().st_size:
        raise BadInput(
            f"{workspace.database.name} is there still, from before the store was moved away; look into it, and take it out of "
            "the folder first"
        )


def _place(where: str) -> tuple[object, ...]:
    """What tells two stores apart, however their addresses are spelt."""
    url = make_url(database_url(where))
    return (url.get_backend_name(), url.host, url.port, str(Path(url.database or "")), sorted(url.query.items()))


@contextmanager
def _nobody_else(workspace: Workspace) -> Iterator[None]:
    """What the app or the schedule wrote meanwhile would be written in the old place."""
    busy = "is open on this workspace: stop it first, and start it again when the store has moved"
    with (
        locked(workspace.lock_file("app"), f"the app {busy}"),
        locked(workspace.lock_file("serve"), f"'learnbrief serve' {busy}"),
        alone(workspace.root),
    ):
        yield
