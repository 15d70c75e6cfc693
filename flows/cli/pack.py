"""learnbrief pack: what it takes to play a brief back to the people it is about."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json


def command(
    event: Annotated[
        str | None, typer.Option(help="The event whose brief is played back, as in --scope event:E.")
    ] = None,
    cohort: Annotated[bool, typer.Option("--cohort", help="The newest brief on the whole cohort.")] = False,
    board: Annotated[
        bool, typer.Option("--board", help="Two pages for each question that boards ask, out of every approved brief.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="The folder it goes to. Default: handouts/BRIEF here, or handouts/boards.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Slides, a facilitator's sheet, a handout and a feedback form out of an approved brief, as published; or pages for boards.

    Example: learnbrief pack --event kick-off
    """
    from learnbrief.flows.stages.handouts import board_pack, event_pack
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    if (event is not None) + cohort + board != 1:
        raise typer.BadParameter("name one of --event E, --cohort and --board")
    silent: list[str] = []
    with opened(find_workspace(workspace).root) as (place, store):
        if board:
            files, silent = board_pack(place, store, folder=out)
        else:
            files = event_pack(place, store, event=event, folder=out)
    if as_json:
        print_json({"files": files, "unanswered": silent} if board else {"files": files})
        return
    for file in files:
        print(f"Made: {file}")
    for question in silent:
        print(f"Not made: no approved brief says anything on '{question}'", file=sys.stderr)
