"""learnbrief month: the monthly synthesis by hand."""

from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, ServerOption, WorkspaceOption, bar, how_of, report


def command(
    month: Annotated[
        str | None, typer.Argument(metavar="[YYYY-MM]", help="By default the month before this one.")
    ] = None,
    to: Annotated[str, typer.Option("--to", help="Formats beside JSON and HTML, such as docx,pdf.")] = "",
    runner: Annotated[str, typer.Option(help="threads, dask, or dask=ADDRESS of a Dask scheduler.")] = "threads",
    server: ServerOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the month's briefs: the whole cohort and every collaborative heard, with what changed.

    Example: learnbrief month 2025-03 --to docx,pdf
    """
    from learnbrief.flows.orchestration.start import run_month
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    with bar():
        done = run_month(place, month, formats=to, runner=runner, how=how_of(server))
    report(done, as_json=as_json)
