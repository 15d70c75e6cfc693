"""Logs that end: what a program writes for years keeps its newest part."""

import os
from pathlib import Path

MOST = 1_000_000
"""Bytes of one log; twice as many with the part before it. A year of ordinary work writes a tenth."""


def trim(log: Path, *, most: int = MOST) -> bool:
    """A log that grew too long begins again, and what it held stands beside it as `.1`; whether it was so.

    The file itself is emptied and not replaced: a running program goes on writing into it.
    """
    try:
        if log.stat().st_size <= most:
            return False
        with log.open("rb") as file:
            file.seek(-most, os.SEEK_END)
            newest = file.read()
        older = log.with_name(f"{log.name}.1")
        with open(older, "wb", opener=_private) as out:  # a traceback in it may hold words of the material
            out.write(newest)
        os.truncate(log, 0)
    except FileNotFoundError:
        return False
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
