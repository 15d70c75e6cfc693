"""The notebook of the docs runs, and shows what it says it shows. `make notebook` runs this file to keep its outputs anew."""

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parent.parent / "docs/notebook.ipynb"
SCIENCE = "science"
LONGEST = 300
"""Seconds for a cell, of which the slowest takes ten."""


def executed() -> Any:
    """The notebook with its cells run in a fresh kernel, outputs without times."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=LONGEST, record_timing=False, kernel_name="python3")
    client.execute(cwd=str(NOTEBOOK.parent))
    return notebook


def shown(notebook: Any) -> list[str]:
    """What each cell of code shows, as text; of one tagged 'science' its first words, the heads of its columns.

    What is suggested and found changes with every better tagger, and may; that it is shown at all may not.
    """
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            text = "".join(part.get("text") or part["data"]["text/plain"] for part in cell.outputs)
            found.append(
                " ".join(text.partition("\n")[0].split()) if SCIENCE in cell.metadata.get("tags", ()) else text
            )
    return found


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_notebook_runs_and_shows_what_it_shows():
    """It is the first thing a methods person tries: a name that moved, or a figure that is no longer true, ends their trust."""
    assert shown(executed()) == shown(nbformat.read(NOTEBOOK, as_version=4))


def test_the_notebook_as_kept_holds_no_path_and_no_name():
    """Outputs are kept in the repository: where it ran is nobody's business, and the demo's people are hidden too."""
    text = NOTEBOOK.read_text(encoding="utf-8")
    register = (NOTEBOOK.parent.parent / "corpus/demo/workspace/participants.csv").read_text(encoding="utf-8")
    names = [line.split(",")[0] for line in register.splitlines()[1:] if line.strip()]

    assert not re.search(r"/(?:home|root|tmp|work)/", text)
    assert [name for name in names if name in text] == []


if __name__ == "__main__":
    nbformat.write(executed(), NOTEBOOK)
    sys.stdout.write(f"{NOTEBOOK.name}: run, and kept with what it shows\n")
