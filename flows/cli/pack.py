"""learnbrief pack: what it takes to play a brief back to the people it is about."""

from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json


def command(
    event: Annotated[
        str | None, typer.Option(help="The event whose brief is played back, as in --scope event:E.")
    ] = None,
    cohort: Annotated[bool, typer.Option("--cohort", help="The newest brief on the whole cohort.")] = False,
    out: Annotated[Path | None, typer.Option(help="The folder it goes to. Default: handouts/BRIEF here.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Slides, a facilitator's sheet, a handout and a feedback form out of an approved brief, as published.

    Example: learnbrief pack --event kick-off
    """
    from learnbrief.flows.stages.handouts import event_pack
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    if (event is None) != cohort:
        raise typer.BadParameter("name either --event E or --cohort")
    with opened(find_workspace(workspace).root) as (place, store):
        files = event_pack(place, store, event=event, folder=out)
    if as_json:
        print_json({"files": files})
    else:
        for file in files:
            print(f"Made: {file}")
