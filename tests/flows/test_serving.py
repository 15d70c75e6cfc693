"""What serving remembers from one start to the next, and logs that end."""

from learnbrief.flows.orchestration.restarts import Restarts
from learnbrief.flows.workspace.logs import trim
from learnbrief.flows.workspace.serving import Serving, Told, keep_serving, keep_told, serving, told


def test_what_serving_remembers_outlives_it(workspace):
    """Since when a workspace is served tells which months are owed."""
    assert (serving(workspace), told(workspace)) == (None, None)

    keep_serving(workspace, Serving("2025-03-03T09:00:00+00:00", restarts=2))
    keep_told(workspace, Told(7, "mail could not be sent"))

    assert serving(workspace) == Serving("2025-03-03T09:00:00+00:00", restarts=2)
    assert told(workspace) == Told(7, "mail could not be sent")


def test_a_record_of_another_version_is_begun_anew(workspace):
    """An upgrade that adds a field must not keep `serve` from starting, nor an empty file that a full disk left."""
    for text in ("", "[]", '{"since": "2025-03-03T09:00:00+00:00", "colour": "blue"}'):
        (workspace.prefect_home / "serving.json").write_text(text)

        assert serving(workspace) is None


def test_a_log_begins_again_while_a_program_writes_into_it(tmp_path):
    """A server that runs for a year holds its log open; replacing the file would send its lines into nowhere."""
    log = tmp_path / "server.log"
    with log.open("ab") as out:
        out.write(b"old line\n" * 1000)
        out.flush()
        assert trim(log, most=900)
        out.write(b"new line\n")

    assert log.read_bytes() == b"new line\n"
    older = tmp_path / "server.log.1"
    assert older.read_bytes() == b"old line\n" * 100
    assert older.stat().st_mode & 0o077 == 0
    assert not trim(log, most=900)
    assert not trim(tmp_path / "none.log")


def test_logs_take_bounded_room_whatever_is_written(tmp_path):
    """Nothing that runs alone for years may fill the disk."""
    log = tmp_path / "serve.log"
    for _ in range(50):
        with log.open("ab") as out:
            out.write(b"x" * 700)
        trim(log, most=1000)

    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2 * 1000 + 700


def test_what_dies_at_once_is_begun_again_less_and_less_often():
    """A broken installation must not keep a laptop busy all night; one bad moment must not cost five minutes for ever."""
    restarts = Restarts(1.0, 300.0)

    assert [restarts.after(0.1) for _ in range(11)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert restarts.after(301.0) == 1
