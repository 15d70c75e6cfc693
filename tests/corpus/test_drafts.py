"""A file is there whole or not at all, and what a killed process leaves half-done does not stay."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from learnbrief.corpus import drafts
from learnbrief.corpus.drafts import atomic_write, drafted, drafted_folder, sweep

KILLED_BEFORE_RENAMING = """
import os, signal, sys
from pathlib import Path
from learnbrief.corpus.deidentify import Keyfile

def strike(event, arguments):
    if event == "os.rename":
        os.kill(os.getpid(), signal.SIGKILL)

key = Keyfile(Path(sys.argv[1]))
key.pseudonym("Person", "ottoline vane-smythe")
sys.addaudithook(strike)
key.save()
"""

AT_WORK = """
import sys
from pathlib import Path
from learnbrief.corpus.drafts import drafted, drafted_folder

root = Path(sys.argv[1])
with drafted(root / "key.json") as out, drafted_folder(root / "brief") as folder:
    out.write(b"half")
    out.flush()
    (folder / "brief.html").write_text("half")
    print("writing", flush=True)
    sys.stdin.read()
"""


def left(folder):
    return sorted(path.name for path in folder.rglob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not known there")
def test_what_a_killed_process_leaves_of_the_key_is_swept(tmp_path):
    """It is the whole key, with every name in clear, under a name that nothing else ever looks for."""
    done = subprocess.run([sys.executable, "-c", KILLED_BEFORE_RENAMING, str(tmp_path / "key.json")], check=False)
    assert done.returncode == -signal.SIGKILL
    (draft,) = tmp_path.glob(".*.part")
    assert "ottoline" in draft.read_text(encoding="utf-8")

    assert sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_written_stays(tmp_path):
    """A second program that starts must not pull the file, or the folder, from under the first."""
    writer = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout.readline() == "writing\n"
    assert sweep(tmp_path) == 0
    assert len(left(tmp_path)) == 2
    writer.communicate()

    assert (writer.returncode, left(tmp_path)) == (0, [])
    assert (tmp_path / "brief" / "brief.html").is_file()
    assert (tmp_path / "key.json").read_text() == "half"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not known there")
def test_what_was_being_written_goes_once_its_writer_is_dead(tmp_path):
    """The lock that kept it is the system's: it ends with the process, however that ends."""
    writer = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout.readline() == "writing\n"
    writer.kill()
    writer.communicate()

    assert sweep(tmp_path) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "goes"),
    [
        ("restricted/.key.json.3f2a99aa.part", True),
        ("restricted/.k_9x2abc.part", True),
        ("restricted/originals/.k_9x2abc.part", True),
        ("restricted/.0a1b2c3d.db.part", True),
        ("inbox/.download.part", False),
        ("inbox/webinar.vtt.part", False),
        ("material/day/.notes.docx.partial.part", False),
    ],
)
def test_what_is_not_ours_is_left_alone(tmp_path, name, goes):
    """A browser that is half through a download calls its file much the same; ours were called otherwise earlier."""
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("half")

    assert (sweep(tmp_path), path.exists()) == (int(goes), not goes)


def test_many_writers_and_a_sweeper_at_once_lose_nothing(tmp_path):
    """Between its making and its locking a draft can be swept: its writer notices, and begins another."""
    over = threading.Event()

    def keep_sweeping():
        while not over.is_set():
            sweep(tmp_path)

    sweeper = threading.Thread(target=keep_sweeping)
    sweeper.start()
    try:
        for number in range(200):
            atomic_write(tmp_path / f"{number % 5}.txt", str(number))
    finally:
        over.set()
        sweeper.join()

    assert sorted(int(path.read_text()) for path in tmp_path.glob("*.txt")) == [195, 196, 197, 198, 199]
    assert left(tmp_path) == []


def test_a_block_that_fails_leaves_the_file_as_it_was(tmp_path):
    """Half a codebook would be read as a whole one."""
    atomic_write(tmp_path / "a.txt", "before")

    def fails():
        with drafted(tmp_path / "a.txt") as out:
            out.write(b"after")
            raise ValueError("no more")

    def fails_in_a_folder():
        with drafted_folder(tmp_path / "brief") as draft:
            (draft / "brief.html").write_text("half")
            raise ValueError("no more")

    for act in (fails, fails_in_a_folder):
        with pytest.raises(ValueError, match="no more"):
            act()

    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "before"


def test_a_file_that_another_program_holds_for_a_moment_is_tried_again(tmp_path, monkeypatch):
    """Word and whatever synchronises the folder hold a file on Windows; most let go within a second."""
    monkeypatch.setattr(drafts, "PAUSES", (0.0, 0.0))
    refused = []

    def act():
        if len(refused) < 2:
            refused.append(time.monotonic())
            raise PermissionError(13, "in use")

    drafts._patiently(act)
    assert len(refused) == 2


def test_a_file_that_stays_held_is_told_by_its_own_name(tmp_path, monkeypatch):
    """'.brief.docx.3f2a.part: Permission denied' names a file that nobody has ever seen."""
    monkeypatch.setattr(drafts, "PAUSES", ())
    (tmp_path / "brief.docx").mkdir()  # what cannot be replaced, on any system
    with pytest.raises(OSError, match=r"directory|denied|Access") as caught:
        atomic_write(tmp_path / "brief.docx", "new")

    assert caught.value.filename == str(tmp_path / "brief.docx")
    assert left(tmp_path) == []
