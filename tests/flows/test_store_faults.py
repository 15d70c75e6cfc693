"""Whatever is wrong with the store, every command says so in one line with the remedy."""

import subprocess
import sys

import pytest

from learnbrief.flows.cli import COMMANDS, main
from tests.patience import AT_MOST

WORDS = {
    "add": ["FILE", "--kind", "workshop_notes", "--event", "Day", "--date", "2025-03-14", "--collaborative", "harbour"],
    "run": ["--direct"],
    "month": ["2025-03", "--direct"],
    "brief": ["--scope", "cohort", "--direct"],
    "retire": ["b-1", "--because", "no", "--coder", "Ada"],
    "search": ["board"],
    "ask": ["What", "does", "the", "board", "ask?"],
    "extract": ["reflection.txt", "what", "helps"],
    "learn": [],
    "agreement": [],
    "export": ["csv", "OUT"],
    "import": ["TABLE", "--coder", "Ada"],
    "privacy": [],
    "forget": ["--yes", "Olumide Farrant"],
    "status": [],
    "backup": ["OUT"],
    "move-store": ["postgresql://learnbrief@db.example.org/programme", "--keep"],
    "hub": [],
    "pack": ["--cohort"],
    "blog": ["--brief", "b-1"],
}
GO_ON = {"app": ["--no-browser"], "serve": []}
"""Those that would go on until stopped."""
WITHOUT = {"demo", "new", "restore", "doctor"}
"""Those that make a workspace of their own, and the one that tells what is wrong in a list."""


@pytest.fixture(params=["damaged", "gone"])
def spoiled(request, tagged):
    """A programme whose store was overwritten but for its first pages, or is not there any more."""
    if request.param == "gone":
        (tagged.briefs / "b-1").mkdir()
        (tagged.briefs / "b-1" / "brief.json").write_text("{}")
        tagged.database.unlink()
        return tagged, "learnbrief.db is gone from "
    content = bytearray(tagged.database.read_bytes())
    tagged.database.write_bytes(content[:100] + b"\xa5" * (len(content) - 100))
    return tagged, "learnbrief.db is not a learnbrief store or is damaged; restore a backup"


def test_every_command_is_looked_at():
    """One that is added tomorrow belongs in the list."""
    assert set(WORDS) | set(GO_ON) | WITHOUT == set(COMMANDS)


@pytest.mark.parametrize("name", WORDS)
def test_a_command_says_in_a_line_what_is_wrong_with_the_store(spoiled, name, tmp_path, monkeypatch, capsys):
    """Each printed a hundred lines of code; and one of them went on with an empty store."""
    place, told = spoiled
    files = {"FILE": tmp_path / "notes.md", "TABLE": tmp_path / "coding.csv", "OUT": tmp_path / "out.csv"}
    files["FILE"].write_text("# Notes\n\nNobody asked.\n")
    files["TABLE"].write_text("quote,theme\nNobody asked,data\n")
    words = [str(files.get(word, word)) for word in WORDS[name]]
    monkeypatch.setattr(sys, "argv", ["learnbrief", name, *words, "-w", str(place.root)])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr().err

    assert stopped.value.code == 1
    assert said.startswith(f"learnbrief: {told}")
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", GO_ON)
def test_what_would_go_on_does_not_begin(spoiled, name):
    """'serve' would have begun its worker again and again, and the app shown nothing but failures."""
    place, told = spoiled
    command = [
        sys.executable,
        "-c",
        "from learnbrief.flows.cli import main; main()",
        name,
        *GO_ON[name],
        "-w",
        place.root,
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=AT_MOST, stdin=subprocess.DEVNULL, check=False
    )

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"learnbrief: {told}")


def test_doctor_lists_it_among_all_else(spoiled, monkeypatch, capsys):
    """Whoever asks what is wrong is told of the rest as well."""
    place, told = spoiled
    monkeypatch.setattr(sys, "argv", ["learnbrief", "doctor", "--store", "-w", str(place.root)])
    with pytest.raises(SystemExit) as stopped:
        main()

    assert stopped.value.code == 1
    assert f"BAD  Store: {told}" in capsys.readouterr().out
