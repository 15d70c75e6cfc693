"""learnbrief run: after a workshop."""

from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, ServerOption, WorkspaceOption, bar, how_of, report


def command(
    event: Annotated[
        str | None, typer.Option("--event", "-e", help="One event, by the name of its folder in material/.")
    ] = None,
    to: Annotated[str, typer.Option("--to", help="Formats beside JSON and HTML, such as docx,pdf.")] = "",
    runner: Annotated[str, typer.Option(help="threads, dask, or dask=ADDRESS of a Dask scheduler.")] = "threads",
    server: ServerOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take in what is new and write a draft brief for each event that it touches.

    With nothing new it ends in seconds and changes nothing. Exit status 1 says that a file was skipped.

    Example: learnbrief run --event harbour-workshop-1 --to docx
    """
    from learnbrief.flows.orchestration.start import run_after_workshop
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    with bar():
        done = run_after_workshop(place, event=event, formats=to, runner=runner, how=how_of(server))
    report(done, as_json=as_json)
