"""The drop folder: nothing of a file is lost while it is copied there, and no file stops the others."""

import os
import sys
from pathlib import Path

import pytest

from learnbrief.flows.stages.drop_folder import DropFolder, Look, is_being_written
from learnbrief.flows.stages.inbox import waiting
from tests.flows.conftest import ABOUT_WEBINAR, WEBINAR, WORKSHOP

NOTES = WORKSHOP.replace("Harbour day one", "Harbour day two").replace("2025-03-04", "2025-03-11")
CUES = "WEBVTT\n\n" + "\n\n".join(
    f"00:00:{second:02}.000 --> 00:00:{second + 1:02}.000\n<v Bettina Quorn>Sentence number {second} of the fictional talk."
    for second in range(40)
)


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(workspace, clock) -> DropFolder:
    return DropFolder(workspace.root, settled=5.0, clock=clock)


def _looks(folder: DropFolder, clock: Clock, *, times: int = 2) -> list[Look]:
    found = []
    for _ in range(times):
        found.append(folder.look())
        clock.now += 5.0
    return found


def test_a_file_still_being_copied_keeps_its_tail(workspace, folder, clock):
    """Filed after its first ten cues, it lost the other thirty for good: the copying went on into a file nobody sees."""
    parts = CUES.split("\n\n00:00:10")
    target = workspace.inbox / "talk.vtt"
    (workspace.inbox / "about.toml").write_text(ABOUT_WEBINAR)
    for number in range(5):  # written to in bursts, each within the time that it has to stand still
        with target.open("a") as file:
            file.write(f"{parts[0]}\n\n" if number == 0 else f"NOTE {number}\n\n")
        os.utime(target, ns=(number, number))
        assert folder.look().filed == ()
        clock.now += 4.0
    with target.open("a") as file:
        file.write("00:00:10" + parts[1])

    [first, second] = _looks(folder, clock)

    assert (first.filed, first.arriving) == ((), 1)
    [filed] = second.filed
    assert filed.read_text().count("Sentence number") == 40
    assert not target.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes to a file")
def test_a_copy_that_stalls_is_waited_for_however_long(workspace, folder, clock):
    """A network that hangs for a minute leaves size and time standing still, and the file half."""
    target = workspace.inbox / "notes.md"
    with target.open("w") as file:
        file.write(NOTES[:200])
        file.flush()
        assert is_being_written(target)
        assert [look.filed for look in _looks(folder, clock, times=6)] == [()] * 6
        file.write(NOTES[200:])

    assert not is_being_written(target)
    [filed] = [path for look in _looks(folder, clock) for path in look.filed]
    assert filed.read_text() == NOTES


def test_a_file_that_cannot_be_read_is_told_once_and_stops_no_other(workspace, folder, clock):
    """One such file ended the watching without a word: whatever was dropped afterwards lay there for ever."""
    broken = workspace.inbox / "a-broken.md"
    os.mkfifo(broken) if not Path("/proc/self/mem").exists() else broken.symlink_to("/proc/self/mem")
    (workspace.inbox / "notes.md").write_text(NOTES)

    looks = _looks(folder, clock, times=4)

    assert [path.name for look in looks for path in look.filed] == ["notes.md"]
    if broken.is_file():
        assert [error for look in looks for error in look.failed] == ["OSError"]
        [(path, reason)] = waiting(workspace)
        assert path == broken
        assert "cannot be read" in reason
        assert reason.count("\n") == 0


def test_what_cannot_be_written_stays_in_the_drop_folder(workspace, folder, clock):
    """A material folder on a full or vanished disk must not cost the only copy of a file."""
    dropped = workspace.inbox / "notes.md"
    dropped.write_text(NOTES)
    place = workspace.material / "harbour-2025-03-11-harbour-day-two"
    place.write_text("a file stands where the event's folder should")

    looks = _looks(folder, clock, times=3)

    assert dropped.read_text() == NOTES
    assert [error for look in looks for error in look.failed] == ["FileExistsError"]
    place.unlink()
    assert [path.name for look in _looks(folder, clock) for path in look.filed] == ["notes.md"]


def test_a_file_that_lacks_details_is_read_once_until_something_changes(workspace, clock):
    """A long recording that waits for its date must not be read every few seconds for weeks."""
    read = []

    class Counting(DropFolder):
        """Which files were read to be filed."""

        def _file(self, workspace, path):
            read.append(path.name)
            return super()._file(workspace, path)

    folder = Counting(workspace.root, settled=5.0, clock=clock)
    (workspace.inbox / "talk.vtt").write_text(WEBINAR)
    looks = _looks(folder, clock, times=5)
    assert (read, looks[-1].arriving) == (["talk.vtt"], 0)

    (workspace.inbox / "about.toml").write_text(ABOUT_WEBINAR)

    assert [look.filed != () for look in _looks(folder, clock)] == [False, True]


def test_settings_that_change_are_seen(workspace, folder, clock):
    """A collaborative added to the settings makes details whole that were not; nobody should have to restart for it."""
    (workspace.inbox / "notes.md").write_text(NOTES.replace("Collaborative: harbour", "Collaborative: meadow"))
    _looks(folder, clock, times=3)
    assert [path.name for path, _ in waiting(workspace)] == ["notes.md"]

    with workspace.settings_file.open("a") as file:
        file.write('\n[[collaborative]]\nslug = "meadow"\nname = "Meadow Community Collaborative"\n')

    assert [path.name for look in _looks(folder, clock) for path in look.filed] == ["notes.md"]


def test_a_file_changed_while_it_is_filed_is_left_for_the_next_look(workspace, clock):
    """Half a file must not be taken in, not even where somebody saved it again at the wrong moment."""

    class Writing(DropFolder):
        """Somebody who saves the file again just when it has been found whole."""

        def _is_whole(self, workspace, path):
            whole = super()._is_whole(workspace, path)
            if whole and not path.read_text().endswith("second thought\n"):
                path.write_text(NOTES + "- A second thought\n")
            return whole

    folder = Writing(workspace.root, settled=5.0, clock=clock)
    (workspace.inbox / "notes.md").write_text(NOTES)
    looks = _looks(folder, clock)

    assert [look.filed for look in looks] == [(), ()]
    assert not list(workspace.material.glob("*day-two/*"))
    [filed] = [path for look in _looks(folder, clock) for path in look.filed]
    assert filed.read_text().endswith("- A second thought\n")
    assert [path.name for path in filed.parent.iterdir() if path.suffix == ".md"] == ["notes.md"]
