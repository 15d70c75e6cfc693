"""Somebody who may read a folder and not write to it, also where the tests run as root."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e import forked
from tests.patience import AT_MOST


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Nobody may write into the folder or below."""
    everything = [folder, *folder.rglob("*")]
    before = {path: path.stat().st_mode for path in everything}
    for path in everything:
        path.chmod(before[path] & 0o555)
    try:
        yield
    finally:
        for path in everything:
            path.chmod(before[path])


def as_a_reader(folder: Path, *words: object, script: str = "") -> subprocess.CompletedProcess[str]:
    """What `learnbrief`, or a Python script, does for somebody who may not write into this folder."""
    # root writes wherever it likes, unless that right is taken from the process
    tied = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all") if _root() else ()
    if sys.platform == "win32" or (tied and shutil.which("setpriv") is None):
        pytest.skip("nobody can be kept from writing here: Windows has no modes, and root needs setpriv to be tied")
    with closed(folder):
        told, given = [str(word) for word in words], dict(os.environ)
        if script:
            return forked.anew(told, given, AT_MOST, script, tied=tied)
        return forked.run(told, given, AT_MOST, tied=tied)


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
