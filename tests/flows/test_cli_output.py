"""What commands say to other programs: JSON where one would want it, an export and nothing else on standard output."""

import csv
import io
import json
import sys
import tarfile
from datetime import date
from pathlib import Path

import pytest

from learnbrief.corpus.finding import Scope
from learnbrief.corpus.retirement import retire
from learnbrief.flows.cli import main
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.register import keep_up
from learnbrief.flows.workspace.workspace import atomic_write
from learnbrief.outputs.app.uploads import Uploads


@pytest.fixture
def call(monkeypatch, capsysbinary):
    """Runs one command; exit status, standard output as bytes, and what was said beside it."""

    def run(*words: object) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["learnbrief", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsysbinary.readouterr()
        return int(stopped.value.code or 0), said.out, said.err.decode()

    return run


def _made(call, *words: object) -> dict:
    code, out, err = call(*words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_workspace_made_backed_up_and_restored_is_told_as_json(call, tmp_path):
    """A script that keeps backups must know what was made and where, without reading sentences."""
    made = _made(call, "new", tmp_path / "ours")
    kept = _made(call, "backup", tmp_path / "kept.tar.gz", "-w", tmp_path / "ours")
    back = _made(call, "restore", tmp_path / "kept.tar.gz", tmp_path / "again")

    assert Path(made["settings"]).is_file()
    assert Path(made["register"]).parent == Path(made["workspace"])
    assert kept == {"file": str(tmp_path / "kept.tar.gz"), "bytes": (tmp_path / "kept.tar.gz").stat().st_size}
    assert (Path(back["workspace"]) / "learnbrief.toml").is_file()


def test_an_export_is_told_as_json_with_what_it_could_not_hold(call, tagged, tmp_path):
    """The standard asks for the losses; a program can pass them on."""
    told = _made(call, "export", "qdc", tmp_path / "book.qdc", "-w", tagged.root)

    assert told == {"file": str(tmp_path / "book.qdc"), "format": "qdc", "scope": "cohort", "not_carried_over": []}


@pytest.mark.parametrize(
    ("form", "holds"), [("qdc", "codebook, and nothing of the material"), ("csv", "excerpts"), ("qdpx", "sources")]
)
def test_an_export_says_what_is_in_it(call, tagged, tmp_path, form, holds):
    """'It holds every excerpt' was said of a codebook: whoever believes it never shares one."""
    code, out, _ = call("export", form, tmp_path / f"x.{form}", "-w", tagged.root)

    assert code == 0
    assert f"It holds {'the ' if form != 'csv' else ''}{holds}" in out.decode()
    assert ("not for publication" in out.decode()) is (form != "qdc")


def test_an_export_to_standard_output_is_the_file_and_nothing_else(call, tagged, tmp_path):
    """`learnbrief export csv - | other-program`: one sentence of ours among the rows is a broken row."""
    call("export", "csv", tmp_path / "x.csv", "-w", tagged.root)
    code, out, err = call("export", "csv", "-", "-w", tagged.root)

    assert (code, err) == (0, "")
    assert out == (tmp_path / "x.csv").read_bytes()
    assert len(list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"))))) > 5
    assert not Path("-").exists()


def test_two_things_for_standard_output_are_wrong_usage(call, tagged):
    """Rather than JSON behind the rows."""
    code, out, _ = call("export", "csv", "-", "--json", "-w", tagged.root)

    assert (code, out) == (2, b"")


@pytest.mark.parametrize(
    "words",
    [["export", "csv", "no/such/coding.csv"], ["export", "xlsx", "no/such/x.xlsx"], ["backup", "no/such/b.tar.gz"]],
)
def test_a_missing_folder_is_named_as_it_was_typed(call, tagged, tmp_path, monkeypatch, words):
    """It was called '/home/.../no/such/.coding.csv.3f2a.part', which nobody typed and nobody can mend."""
    monkeypatch.chdir(tmp_path)
    code, _, err = call(*words, "-w", tagged.root)

    assert code == 1
    assert err == "learnbrief: no/such: no such folder; make it first, or name another\n"


@pytest.mark.parametrize("words", [["export", "csv", "there"], ["backup", "there"]])
def test_a_folder_is_no_file(call, tagged, tmp_path, monkeypatch, words):
    """The draft beside it would be blamed otherwise."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    code, _, err = call(*words, "-w", tagged.root)

    assert (code, err) == (1, "learnbrief: there: is a folder; name a file in it\n")


def test_a_backup_that_is_not_there_is_a_mistake_in_one_line(call, tmp_path):
    """Like any other missing file; it was told in a box, with the exit status of wrong usage."""
    code, _, err = call("restore", tmp_path / "gone.tar.gz", tmp_path / "again")

    assert (code, err) == (1, f"learnbrief: {tmp_path}/gone.tar.gz: no such file; check the path\n")


def test_a_file_that_cannot_be_written_is_called_by_its_own_name(tmp_path):
    """Not by that of the draft beside it, which is gone when the message is read."""
    with pytest.raises(OSError, match="No such file") as caught:
        atomic_write(tmp_path / "gone" / "brief.html", "x")

    assert caught.value.filename == str(tmp_path / "gone" / "brief.html")


def test_a_bad_workspace_from_the_environment_is_blamed_on_it(call, monkeypatch):
    """Whoever typed no path has to know where the path comes from."""
    monkeypatch.setenv("LEARNBRIEF_WORKSPACE", "no/such/place")
    code, _, err = call("status")

    assert code == 1
    assert err.startswith("learnbrief: LEARNBRIEF_WORKSPACE names no/such/place: no learnbrief.toml there")


def test_the_version_is_told(call):
    """The first question of every report of a fault."""
    code, out, _ = call("--version")

    assert code == 0
    assert out.decode().startswith("learnbrief ")
    assert out.decode().split()[1][0].isdigit()


def test_a_shell_can_complete_commands(call, monkeypatch):
    """Twenty commands are more than anybody remembers."""
    monkeypatch.setenv("_LEARNBRIEF_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "learnbrief restor")
    monkeypatch.setenv("COMP_CWORD", "1")
    _, out, _ = call()

    assert out.decode().split() == ["restore"]


def test_a_backup_of_an_earlier_day_is_not_written_over(call, tagged, tmp_path):
    """A new name each time: the older one may be the good one."""
    kept = tmp_path / "kept.tar.gz"
    call("backup", kept, "-w", tagged.root)
    code, _, err = call("backup", kept, "-w", tagged.root)

    assert code == 1
    assert "is there already" in err
    assert tarfile.is_tarfile(kept)


def test_a_brief_is_put_aside_and_brought_back_by_command(call, tagged, tagged_store):
    """Whoever has no browser at hand can clear what waits; why it was done stands where it is listed."""
    wanted = make_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, Scope("cohort"))).name
    code, _, told = call("retire", wanted, "--coder", "Ada", "-w", tagged.root)
    assert code == 1
    assert "why this brief is not needed" in told
    assert _made(call, "retire", wanted, "--because", "Too early", "--coder", "Ada", "-w", tagged.root) == {
        "brief": wanted,
        "status": "retired",
    }
    code, out, _ = call("status", "-w", tagged.root)
    assert b"retired" in out
    code, _, told = call("brief", "--scope", "cohort", "-w", tagged.root)
    assert code == 1
    assert f"retired by Ada on {date.today()} (Too early)" in told
    assert f"learnbrief retire {wanted} --undo" in told

    code, out, _ = call("retire", wanted, "--undo", "--coder", "Ada", "-w", tagged.root)
    assert (code, out.decode().strip()) == (0, f"{wanted} is draft now.")


def test_what_was_added_in_the_app_and_not_taken_in_is_told_by_status(call, tagged):
    """It lies in restricted/ in clear; whoever only uses commands would never hear of it."""
    Uploads(tagged.root).keep([("late notes.txt", b"Nobody asked.")])
    told = _made(call, "status", "-w", tagged.root)

    assert any(line.startswith("late notes.txt: added in the app on ") for line in told["waiting"])


def test_a_run_says_of_a_retired_brief_why_it_writes_none(call, tagged, tagged_store):
    """'Nothing new.' was said to somebody who had just added a file to that event."""
    folder = make_brief(
        tagged, tagged_store, analyse_scope(tagged, tagged_store, Scope("event", event="harbour-day-one"))
    )
    retire(tagged_store, folder.name, reason="Told elsewhere", coder="Ada")
    for other in ("lantern-coaching", "spring-webinar"):
        make_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, Scope("event", event=other)))
    keep_up(tagged)
    atomic_write(
        tagged.material / "harbour-day-one" / "late.txt",
        "Kind: workshop notes\nDate: 2025-03-04\nCollaborative: harbour\n\nNobody had told the night staff at all.\n",
    )
    for _ in range(2):  # when it is taken in, and ever after
        code, out, _ = call("run", "--direct", "-w", tagged.root)
        assert code == 0
        assert b"Nothing new." in out
        assert f"learnbrief retire {folder.name} --undo --coder NAME".encode() in out
