"""The command line: one line for a mistake, never a traceback, and help that shows how."""

import subprocess
import sys
from pathlib import Path

import pytest

from learnbrief.flows.cli import COMMANDS, main


def _call(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "-w", "/nowhere"], "learnbrief new"),
        (["run", "--runner", "spark"], "use threads, dask"),
        (["run", "--to", "docx,scroll"], "scroll"),
        (["month", "March"], "2025-03"),
        (["brief", "--scope", "planet:x"], "event:E"),
        (["brief", "--scope", "event:nowhere"], "nowhere"),
        (["brief", "--scope", "collaborative:narnia"], "harbour"),
        (["brief", "--scope", "cohort", "--since", "2025-05-01", "--until", "2025-04-01"], "swap"),
        (["add", "/no/such/file.txt"], "no such file"),
        (["import", "/no/such/coding.csv"], "no such file"),
        (["import", str(Path(__file__))], ".qdpx"),
        (["search", "x", "--since", "yesterday"], "2025-03-31"),
    ],
)
def test_a_mistake_is_one_line_and_exit_status_one(workspace, monkeypatch, capsys, words, told):
    """Never a traceback for something a user did."""
    code = _call(monkeypatch, *words, *([] if "-w" in words else ["-w", str(workspace.root)]))

    told_on_stderr = capsys.readouterr().err
    assert code == 1
    assert told_on_stderr.startswith("learnbrief: ")
    assert told_on_stderr.count("\n") == 1
    assert told in told_on_stderr


@pytest.mark.parametrize(
    "words", [["run", "--colour", "red"], ["nonsense"], ["brief"], ["brief", "--scope", "cohort", "--since", "May"]]
)
def test_wrong_usage_is_exit_status_two(monkeypatch, words):
    """Scripts can tell a typo in a command from a bad file."""
    assert _call(monkeypatch, *words) == 2


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_shows_an_example(name, monkeypatch, capsys):
    """People copy the example and change it."""
    assert _call(monkeypatch, name, "--help") == 0

    assert f"Example: learnbrief {name}" in " ".join(capsys.readouterr().out.split())


def test_help_loads_nothing_heavy():
    """`learnbrief --help` answers at once; a timed assertion would only measure the machine."""
    script = "import sys, learnbrief.flows.cli; print(chr(10).join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    for heavy in ("prefect", "numpy", "sqlalchemy", "pydantic", "spacy", "torch", "rich.progress", "yaml", "jinja2"):
        assert heavy not in loaded, heavy


def test_the_app_and_the_briefs_load_no_science():
    """A change to the web cannot disturb the science, and the app opens at once."""
    script = (
        "import sys, learnbrief.outputs.app.application, learnbrief.outputs.brief.build, learnbrief.outputs.render, learnbrief.outputs.render.html, learnbrief.flows.web.services;"
        "print(chr(10).join(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    for heavy in ("prefect", "torch", "spacy", "bertopic", "sentence_transformers", "sklearn", "onnxruntime"):
        assert heavy not in loaded, heavy


def test_a_prefect_server_that_was_asked_for_and_does_not_answer_is_one_line(workspace, monkeypatch, capsys):
    """A forgotten environment variable must not end in a traceback: the address is theirs to mend."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")

    code = _call(monkeypatch, "month", "2025-01", "--server", "-w", str(workspace.root))

    assert code == 1
    told = capsys.readouterr().err
    assert told.startswith("learnbrief: no Prefect server answers at http://127.0.0.1:9/api (PREFECT_API_URL)")
    assert told.count("\n") == 1


def test_without_the_users_own_server_the_work_is_done_and_that_is_told(workspace, monkeypatch, capsys):
    """A server that is down for the night must not cost the morning's brief, nor be missed without a word."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")

    code = _call(monkeypatch, "month", "2025-01", "-w", str(workspace.root))

    told = capsys.readouterr()
    assert code == 0
    assert "No material in 2025-01" in told.out
    assert told.err.endswith(
        "learnbrief: no Prefect server answers at http://127.0.0.1:9/api (PREFECT_API_URL): this ran without\n"
    )
