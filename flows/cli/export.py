"""learnbrief export: hand-over to other tools."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from learnbrief.flows.cli.brief import DAY
from learnbrief.flows.cli.common import STDOUT, JsonOption, WorkspaceOption, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


def command(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="xlsx: a workbook; csv, parquet: one flat table for R, SPSS or Python; qdpx: a project for NVivo, ATLAS.ti, "
            "MAXQDA, QualCoder; qdc, codes: the codebook, for them or as a table.",
        ),
    ],
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; - is standard output.")],
    scope: Annotated[
        str, typer.Option("--scope", "-s", help="event:E, collaborative:C, theme:T, role:R or cohort.")
    ] = "cohort",
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="First day covered.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Last day covered.")] = None,
    wide: Annotated[
        bool,
        typer.Option(
            "--wide", help="csv and parquet: a row per excerpt and a 0/1 column per theme, not a row per theme."
        ),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the material with its coding for another tool: framework matrix, quotes, 0/1 tables, codebook.

    The flat table has a row per excerpt and theme: the words, where they stand, who spoke, and who or what put the theme
    there. Excel opens the CSV as it is, and - for FILE hands it to another program. What people decided can come back
    with 'learnbrief import'.

    Example: learnbrief export xlsx coding.xlsx --scope collaborative:harbour
    """
    from learnbrief.flows.exchange.exporting import EXPORTS, export, exported
    from learnbrief.flows.workspace.workspace import find_workspace

    days = {name: day.date() if day else None for name, day in (("since", since), ("until", until))}
    if target == STDOUT:
        _check_stdout(form, as_json=as_json)
        content, losses = exported(find_workspace(workspace), form, scope=scope, wide=wide, **days)
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        _tell_losses(losses, sys.stderr)
        return
    losses = export(find_workspace(workspace), form, target, scope=scope, wide=wide, **days)
    if as_json:
        print_json({"file": str(target), "format": form, "scope": scope, "not_carried_over": list(losses)})
        return
    _tell_losses(losses, sys.stdout)
    print(f"Written: {target}. {EXPORTS[form].holds}")


def _tell_losses(losses: "Iterable[str]", where: "TextIO") -> None:
    for loss in losses:
        print(f"Not carried over: {loss}", file=where)


def _check_stdout(form: str, *, as_json: bool) -> None:
    """Nothing but the export itself may stand on standard output, and a terminal shows text only."""
    if as_json:
        raise typer.BadParameter("--json and - both want standard output; name a file, or leave --json out")
    if form != "csv" and sys.stdout.isatty():
        raise typer.BadParameter(f"a terminal cannot show {form}; name a file, or send it on with | or >")
