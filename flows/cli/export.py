"""learnbrief export: hand-over to other tools."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.brief import DAY
from learnbrief.flows.cli.common import WorkspaceOption


def command(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="xlsx: a workbook; csv, parquet: one flat table for R, SPSS or Python; qdpx: a project for NVivo, ATLAS.ti, "
            "MAXQDA, QualCoder; qdc: the codebook.",
        ),
    ],
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    scope: Annotated[
        str, typer.Option("--scope", "-s", help="event:E, collaborative:C, theme:T or cohort.")
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
) -> None:
    """Write the material with its coding for another tool: framework matrix, quotes, 0/1 tables, codebook.

    The flat table has a row per excerpt and theme: the words, where they stand, who spoke, and who or what put the theme
    there. Excel opens the CSV as it is. What people decided can come back with 'learnbrief import'.

    Example: learnbrief export xlsx coding.xlsx --scope collaborative:harbour
    """
    from learnbrief.flows.exchange.exporting import export
    from learnbrief.flows.workspace.workspace import find_workspace

    days = [day.date() if day else None for day in (since, until)]
    losses = export(find_workspace(workspace), form, target, scope=scope, since=days[0], until=days[1], wide=wide)
    for loss in losses:
        print(f"Not carried over: {loss}")
    print(f"Written: {target}. It holds every excerpt: for evaluators, not for publication.")
