"""learnbrief import: coding and codebooks made elsewhere."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, bar, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnbrief.corpus.store import Store
    from learnbrief.flows.exchange.importing import Imported, Told
    from learnbrief.flows.exchange.importing_codebook import CodebookImport
    from learnbrief.flows.workspace.workspace import Workspace

TABLES = (".csv", ".tsv", ".xlsx")
PROJECTS = (".qdpx", ".qde")
FORMATS = (*TABLES, *PROJECTS, ".qdc")


CodedFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A table (.csv, .xlsx), project (.qdpx), codebook (.qdc) or printed report."),
]
BlindOption = Annotated[
    bool,
    typer.Option(
        "--blind/--not-blind",
        help="Coded without learnbrief's suggestions in sight, whole sources or a random draw: only such coding counts "
        "for agreement and for the tagger's gate. A column 'blind' goes before.",
    ),
]
ReadAllOption = Annotated[
    bool,
    typer.Option(
        "--read-all", help="Coders read their sources from end to end: no theme applies to what they left uncoded."
    ),
]
MachinesOption = Annotated[
    list[str] | None,
    typer.Option("--not-people", metavar="USER", help="A user of the project that is a machine; repeat for each."),
]
KeepCodesOption = Annotated[
    bool,
    typer.Option("--yes", help="Make the codes of a .qdc file or a table of codes the next version of the codebook."),
]
TakeInOption = Annotated[
    bool, typer.Option("--take-in", help="Take a project's texts in first, where they are not sources yet.")
]


def command(
    path: CodedFile,
    coder: Annotated[str, typer.Option(help="Who coded, where the file does not say.")] = "",
    blind: BlindOption = False,
    read_all: ReadAllOption = False,
    not_people: MachinesOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come of it, store nothing.")] = False,
    yes: KeepCodesOption = False,
    take_in: TakeInOption = False,
    kind: Annotated[str, typer.Option(help="With --take-in: what kind of material the texts are.")] = "",
    event: Annotated[str, typer.Option(help="With --take-in: the occasion they are from.")] = "",
    date: Annotated[str, typer.Option(help="With --take-in: its day, as 2025-03-14.")] = "",
    collaborative: Annotated[str, typer.Option(help="With --take-in: its slug, or none.")] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring in coding that people made elsewhere, so that it teaches the tagger and counts in agreement.

    A table has a row per coded passage, with the columns document (path, title or id), text (the words, as they
    stand there) or start and end, themes (slugs or names, parted by semicolons; 'read' or nothing where none applies),
    and if you like stance, coder and blind. Projects of NVivo, ATLAS.ti, MAXQDA and QualCoder come as .qdpx, their
    codebooks as .qdc; a report of coding that one of them, or Taguette, printed (.docx, .rtf, .html, .txt) is read too.
    What learnbrief exported can come back. Every passage is placed in the text as it stands here; what cannot be
    placed is listed and stops nothing else, and the same file twice adds nothing. A project that comes before its
    material brings its texts along with --take-in.

    Example: learnbrief import coding.csv --coder "Robin Ash" --blind --dry-run
    """
    from learnbrief.flows.exchange.importing import Told
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    _refuse_what_is_no_coding(path)
    with opened(find_workspace(workspace).root) as (here, store):
        if _holds_a_codebook(path):
            _codebook(here, store, path, coder=coder, keep=yes and not dry_run, as_json=as_json)
            return
        if take_in and not dry_run:
            _take_in(here, store, path, {"kind": kind, "event": event, "date": date, "collaborative": collaborative})
        told = Told(" ".join(coder.split()), blind, read_all, tuple(not_people or ()))
        done = _coding(here, store, path, told, keep=not dry_run, as_json=as_json)
    raise typer.Exit(0 if done.whole else 1)


def _refuse_what_is_no_coding(path: Path) -> None:
    from learnbrief.corpus.coding.report_lines import FORMATS as REPORTS
    from learnbrief.corpus.errors import BadInput

    if not path.is_file():
        raise BadInput(f"{path}: no such file; check the path")
    if path.suffix.lower() not in (known := (*FORMATS, *REPORTS)):
        raise BadInput(f"{path.name}: not a file we can import; give one of {', '.join(known)}")


def _holds_a_codebook(path: Path) -> bool:
    from learnbrief.corpus.coding.code_table import is_code_table

    return path.suffix.lower() == ".qdc" or (path.suffix.lower() in TABLES and is_code_table(path))


def _coding(
    workspace: "Workspace", store: "Store", path: Path, told: "Told", *, keep: bool, as_json: bool
) -> "Imported":
    from learnbrief.flows.exchange.importing import import_coding

    with bar():
        done = import_coding(workspace, store, path, told, keep=keep)
    if as_json:
        print_json(asdict(done))
    else:
        _show(done)
    return done


def _take_in(workspace: "Workspace", store: "Store", path: Path, details: dict[str, str]) -> None:
    from learnbrief.corpus.errors import BadInput
    from learnbrief.flows.exchange.sources_of_project import take_in_sources

    if path.suffix.lower() not in PROJECTS:
        raise BadInput(f"{path.name}: a table brings no texts along; --take-in is for projects (.qdpx, .qde)")
    came = take_in_sources(workspace, store, path, details)
    for name in came.taken:
        print(f"Taken in: {name}", file=sys.stderr)
    _list("Not taken in", came.waiting)


def _show(done: "Imported") -> None:
    excerpts = sum(tally.excerpts for tally in done.by_coder.values())
    print(f"{done.file}: {done.placed} passages placed, on {excerpts} excerpts of {done.sources} sources.")
    if done.by_coder:
        headers = ["Coder", "Passages", "Excerpts", "Coded blind", "No theme", "New entries", "There before"]
        print_table(headers, [[name, *map(str, (one.passages, one.excerpts, one.blind, one.nothing, one.added, one.known))]
                              for name, one in sorted(done.by_coder.items())])  # fmt: skip
    if done.by_machine:
        print(f"Left out: {done.by_machine} suggestions of a machine; only people's coding is brought in.")
    if done.memos:
        new = f", {done.new_memos} of them new" if done.stored else ""
        print(f"Memos and notes: {done.memos} placed as comments on excerpts, sources, themes or the programme{new}.")
    for note in done.notes:
        print(f"Not carried over: {note}")
    _list("Themes that the codebook does not have", [f"{name}: {told}" for name, told in done.unknown_themes.items()])
    _list("Placed where almost these words stand; look whether it is right", done.almost)
    _list("Not placed", done.not_placed)
    if not done.stored:
        print("Nothing was stored. Without --dry-run it is kept.")
    elif done.added or done.new_memos:
        print("Kept. It teaches the tagger with 'learnbrief learn'; blind coding counts in 'learnbrief agreement'.")
    else:
        print("There was nothing new in it.")


def _list(heading: str, lines: "Sequence[str]") -> None:
    """What a person has to look at, where there is anything."""
    if lines:
        print(f"{heading} ({len(lines)}):", *lines, sep="\n  ", file=sys.stderr)


def _codebook(workspace: "Workspace", store: "Store", path: Path, *, coder: str, keep: bool, as_json: bool) -> None:
    from learnbrief.flows.exchange.importing_codebook import keep_codebook_change, read_codebook_change

    change = read_codebook_change(workspace, store, path)
    keep = keep and change.changes_anything
    if keep:
        keep_codebook_change(workspace, store, change, coder=" ".join(coder.split()))
    if as_json:
        told = {"file": change.file, "added": change.added, "changed": change.changed, "missing": change.missing,
                "notes": change.notes, "before": change.before.version, "after": change.after.version, "stored": keep}  # fmt: skip
        print_json(told)
    else:
        _show_codebook(change, kept=keep)


def _show_codebook(change: "CodebookImport", *, kept: bool) -> None:
    parts = (
        ("New themes", change.added),
        ("Changed", change.changed),
        ("Not in the file, they stay", change.missing),
        ("Not carried over", change.notes),
    )
    for heading, lines in parts:
        if lines:
            print(f"{heading} ({len(lines)}):")
            for line in lines:
                print(f"  {line}")
    if not change.changes_anything:
        print("It says what the codebook says already.")
    elif kept:
        print(f"The codebook is now version {change.after.version}; the next run tags everything by it.")
    else:
        print("Nothing was stored. With --yes it becomes the next version of the codebook.")
