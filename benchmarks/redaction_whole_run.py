"""Whether a name stands anywhere outside `restricted/` after a whole run without a register, beyond the misses that are told.

    python benchmarks/redaction_whole_run.py [--half report] [--count 48] [--seed 2025] [--json OUT]

The documents of `redaction.py` are put into a new workspace, some under file names that hold a name, and the programs are
run as a user runs them: run, month, export. Then every file outside `restricted/` is searched for every word of a name and
every number, in any letters: the database and its journal as bytes, packed files unpacked, PDF as text. `material/` is
left out, for it is what the user put there. What de-identification left in the frozen texts is what `redaction.py` reports as missed;
anything found elsewhere and not there has leaked by another way, and there should be none.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from _common import write_result
from redaction_synthetic import Sheet, documents

from learnbrief.corpus.deidentify.lexicon import in_dictionary
from learnbrief.corpus.deidentify.words import fold, words
from learnbrief.corpus.store import open_store
from learnbrief.flows.workspace.workspace import Workspace, new_workspace

APART = {"restricted", "material", "inbox"}
PROGRAM = (sys.executable, "-c", "from learnbrief.flows.cli import main; main()")


def fill(workspace: Workspace, sheets: Sequence[Sheet]) -> None:
    """The documents as a user would put them there; every sixth file bears somebody's name."""
    for at, sheet in enumerate(sheets):
        folder = workspace.material / f"meeting-{at // 6 + 1}"
        folder.mkdir(exist_ok=True)
        kind = "webinar_transcript" if at % 2 else "workshop_notes"
        name = sheet.people[0].full.replace(" ", "_") if at % 6 == 0 else f"notes-{at}"
        (folder / f"{name}.txt").write_text(sheet.text, encoding="utf-8")
        with (folder / "about.toml").open("a", encoding="utf-8") as about:
            if at % 6 == 0:
                about.write('date = 2025-03-14\ncollaborative = "none"\n')
            about.write(f'[files."{name}.txt"]\nkind = "{kind}"\n')


def run_all(root: Path) -> None:
    """Everything that writes: the run, the month, the exports."""
    commands = (
        ("run", "--to", "docx,pdf,pptx,md"),
        ("month", "2025-03", "--to", "docx,md"),
        ("export", "csv", str(root / "coding.csv")),
        ("export", "xlsx", str(root / "coding.xlsx")),
        ("export", "qdpx", str(root / "coding.qdpx")),
    )
    for command in commands:
        done = subprocess.run((*PROGRAM, *command, "--workspace", str(root)), capture_output=True, text=True)
        print(f"{command[0]}: exit {done.returncode}", (done.stdout + done.stderr).strip().splitlines()[-1:])


def sought(sheets: Sequence[Sheet]) -> tuple[set[str], set[str]]:
    """Words of names that are no words of English, and numbers and addresses as they were written."""
    names = {
        word.key
        for sheet in sheets
        for person in (*sheet.people, *sheet.third)
        for word in words(person.full)
        if len(word.key) > 4 and not in_dictionary(word.key)
    }
    numbers = {
        sheet.text[gold.start : gold.end]
        for sheet in sheets
        for gold in sheet.gold
        if gold.type not in {"name", "organisation"}
    }
    return names, {number for number in numbers if len(number) > 6}


def written(root: Path) -> Iterator[tuple[str, str]]:
    """Every file outside the rooms of originals, and what can be read in it."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.is_file() and inside.parts[0] not in APART:
            yield str(inside), f"{inside}\n{_text(path)}"


def _text(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return "\n".join(_decoded(packed.read(name)) for name in packed.namelist())
    if path.suffix == ".pdf":
        import pypdfium2

        pdf = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    return _decoded(path.read_bytes())


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def found_in(text: str, names: set[str], numbers: set[str]) -> set[str]:
    """What of the sought stands in a text, in any letters."""
    held = {
        fold(word)
        for word in re.findall(r"[^\W\d_]{4,}(?:['’-][^\W\d_]+)*|[^\W\d_]{5,}", unicodedata.normalize("NFC", text))
    }
    held |= {fold(word) for word in re.findall(r"[^\W\d_]{5,}", unicodedata.normalize("NFC", text))}
    return (names & held) | {number for number in numbers if number in text}


def measure(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """Run, search, count."""
    names, numbers = sought(sheets)
    with tempfile.TemporaryDirectory() as made:
        workspace = new_workspace(Path(made) / "workspace")
        fill(workspace, sheets)
        run_all(workspace.root)
        store = open_store(workspace.store_url)
        frozen = "\n".join(document.text for document in store.documents.latest().values())
        kept = len(store.documents.latest())
        store.close()
        left = found_in(frozen, names, numbers)
        places = {place: found_in(text, names, numbers) for place, text in written(workspace.root)}
        control = found_in("\n".join(sheet.text for sheet in sheets), names, numbers)
    elsewhere = {place: sorted(found - left) for place, found in places.items() if found - left}
    return {
        "documents": kept,
        "words of names and numbers sought": len(control),
        "left in the frozen texts": len(left),
        "files searched": len(places),
        "files that hold others": len(elsewhere),
        "others": sorted({word for found in elsewhere.values() for word in found}),
        "where": {place: len(found) for place, found in elsewhere.items()},
    }


def main() -> None:
    """Measure, print, write; exit status 1 says that something leaked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["develop", "report"], default="report")
    parser.add_argument("--count", type=int, default=48, help="documents")
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    result = measure(list(documents(asked.half, seed=asked.seed, count=asked.count)))
    for what, figure in result.items():
        print(f"{what}: {figure}")
    material = f"synthetic, half '{asked.half}', seed {asked.seed}, {asked.count} documents, no register"
    write_result(asked.json, {"material": material, **result})
    sys.exit(1 if result["others"] else 0)


if __name__ == "__main__":
    main()
