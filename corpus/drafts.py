"""Files that are there whole or not at all: written as drafts, renamed when done, and swept where a process died over one.

A draft is called '.NAME.xxxxxxxx.part' and is locked for as long as it is being written, by the system: however its
writer ends, the lock ends with it. So whoever sweeps can tell a draft that is being written from one that was left.
"""

import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

OURS = re.compile(r"\..+\.[0-9a-f]{8}\.part")
EARLIER, EARLIER_IN = re.compile(r"\.[0-9a-z_]{8}(\.db)?\.part"), ("restricted", "originals")
"""What drafts of the key, of originals and of backups were called earlier, and where they lay."""
PAUSES = (0.1, 0.2, 0.4, 0.8)
"""Seconds between tries to put a file where another program holds the old one: Word, or one that synchronises."""
LEFT = 600.0
"""Seconds after which a draft of a folder counts as left where folders cannot be locked: on Windows. Writing takes seconds."""


@contextmanager
def drafted(path: Path, *, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """What is written inside stands at `path` when the block ends well; else nothing changed there."""
    handle, draft = _new_draft(path, mode)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
            if sys.platform != "win32":  # while it is locked; Windows renames no open file
                _patiently(lambda: draft.replace(path))
        if sys.platform == "win32":
            _patiently(lambda: draft.replace(path))
    except OSError as err:  # the draft's own name would mean nothing to whoever reads the message
        raise _named(err, path) from err
    finally:
        draft.unlink(missing_ok=True)


def atomic_write(path: Path, content: str | bytes, *, mode: int = 0o644) -> None:
    """The file holds all of the content or stays as it was; nobody sees half of it."""
    with drafted(path, mode=mode) as out:
        out.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def drafted_folder(path: Path) -> Iterator[Path]:
    """A folder to write into that becomes `path`, where nothing is yet, when the block ends well."""
    with scratch(path, mode=0o777) as draft:
        yield draft
        _patiently(lambda: draft.rename(path))


@contextmanager
def scratch(beside: Path, *, mode: int = 0o700) -> Iterator[Path]:
    """A folder of a draft's name and lifetime, for what has to be written before it is put elsewhere."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft_of(beside)
    draft.mkdir(mode=mode)
    handle = os.open(draft, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        if handle is not None:
            _lock(handle)
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def sweep(folder: Path) -> int:
    """Removes every draft that its writer left in this folder and below; how many. Those being written stay.

    So does what is called much the same and is not ours: half a download in the inbox, say.
    """
    return sum(_remove_if_left(path) for path in sorted(folder.rglob(".*.part")) if _is_ours(path))


def sweep_beside(path: Path) -> int:
    """The same for the drafts of one file, in a folder that is not ours to look through."""
    return sum(_remove_if_left(draft) for draft in sorted(path.parent.glob(f".{path.name}.*.part")))


def _draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _new_draft(path: Path, mode: int) -> tuple[int, Path]:
    while True:
        draft = _draft_of(path)
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        except OSError as err:
            raise _named(err, path) from err
        _lock(handle)
        if _is_there(handle, draft):
            return handle, draft
        os.close(handle)  # somebody swept between its making and its locking


def _named(err: OSError, path: Path) -> OSError:
    return OSError(err.errno, err.strerror, str(path))


def _patiently(act: Callable[[], object]) -> None:
    """On Windows a file that another program has open can be neither replaced nor renamed; most hold it for a moment."""
    for pause in PAUSES:
        try:
            act()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    act()


def _lock(handle: int) -> None:
    if sys.platform != "win32":  # there nobody can remove a file that is open
        with suppress(OSError):  # a file system without locks: then no draft on it is ever taken for a left one
            fcntl.flock(handle, fcntl.LOCK_EX)


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _is_ours(path: Path) -> bool:
    return bool(OURS.fullmatch(path.name) or (path.parent.name in EARLIER_IN and EARLIER.fullmatch(path.name)))


def _remove_if_left(path: Path) -> bool:
    try:
        if sys.platform == "win32":
            return _remove_on_windows(path)
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(path)
        finally:
            os.close(handle)
    except OSError:  # it is being written, or it was swept or renamed this moment
        return False
    return True


def _remove_on_windows(path: Path) -> bool:
    if path.is_dir() and time.time() - max(one.stat().st_mtime for one in (path, *path.iterdir())) < LEFT:
        return False
    _remove(path)
    return True


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
