"""What the commands share: the options that many have, and how they speak."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from learnbrief.flows.orchestration.start import Done, How

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="The workspace; by default the one around the current folder."),
]
STDOUT = Path("-")
"""What a command that writes a file takes for standard output."""
ServerOption = Annotated[
    bool | None,
    typer.Option(
        "--server/--direct",
        help="Under a Prefect server, started for this run if none answers, or without one. By default as it stands.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]


def how_of(server: bool | None) -> "How":
    """What --server and --direct ask for."""
    return "" if server is None else "server" if server else "direct"


def complain(message: str) -> NoReturn:
    """One line on stderr, exit status 1."""
    print(f"learnbrief: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(1)


def print_json(value: Any) -> None:
    """Plain JSON on stdout and nothing else."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(headers: list[str], rows: list[list[str]]) -> None:
    """Columns that line up, as text that can be copied."""
    widths = [max(len(cell) for cell in column) for column in zip(headers, *rows, strict=True)]
    for row in (headers, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


class Bar:
    """Stages of a run as a bar on stderr, where that is a terminal and nobody asked for quiet."""

    def __init__(self, *, quiet: bool = False) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True)
        self._bar = RichProgress(
            TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console, disable=quiet or not console.is_terminal,
        )  # fmt: skip
        self._task: Any = None

    def stage(self, name: str, total: int) -> None:
        """A new line for the new stage."""
        self._task = self._bar.add_task(name, total=total)

    def advance(self, steps: int = 1) -> None:
        """The current line moves on."""
        self._bar.advance(self._task, steps)

    def __enter__(self) -> "Bar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


@contextmanager
def bar() -> Iterator[None]:
    """Whatever runs inside shows how far it is."""
    from learnbrief.flows.stages.progress import watched_by

    with Bar() as shown, watched_by(shown):
        yield


def report(done: "Done", *, as_json: bool) -> NoReturn:
    """What a run left behind; exit status 1 says that a file was skipped."""
    if as_json:
        briefs = [str(folder) for folder in done.briefs]
        print_json({"briefs": briefs, "skipped": list(done.skipped), "warnings": list(done.warnings)})
    else:
        for folder in done.briefs:
            print(f"Brief: {folder / 'brief.html'}")
        if not done.briefs:
            print(done.nothing)
        for reason in done.skipped:
            print(f"Skipped: {reason}", file=sys.stderr)
        for warning in done.warnings:
            print(f"As read: {warning}", file=sys.stderr)
    if done.note:
        print(f"learnbrief: {done.note}", file=sys.stderr)
    raise SystemExit(1 if done.skipped else 0)
