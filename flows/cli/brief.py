"""learnbrief brief: one brief, any scope, any format."""

from datetime import datetime
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, ServerOption, WorkspaceOption, bar, how_of, report

DAY = ["%Y-%m-%d"]


def command(
    scope: Annotated[str, typer.Option("--scope", "-s", help="event:E, collaborative:C, theme:T, role:R or cohort.")],
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="First day covered.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Last day covered.")] = None,
    to: Annotated[str, typer.Option("--to", help="Formats beside JSON and HTML, such as docx,pdf.")] = "",
    published: Annotated[
        bool, typer.Option("--published", help="The view for readers: disclosure rules applied, sources left out.")
    ] = False,
    server: ServerOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write one brief from the material as it is stored, up to date with every review.

    One of the same scope that still waits is renewed, with its id and with everything that was done to it.

    Example: learnbrief brief --scope collaborative:harbour --since 2025-01-01 --until 2025-06-30 --to html,docx
    """
    from learnbrief.flows.orchestration.start import run_brief
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    with bar():
        done = run_brief(
            place, scope,
            since=since.date() if since else None, until=until.date() if until else None,
            formats=to, view="published" if published else "internal", how=how_of(server),
        )  # fmt: skip
    report(done, as_json=as_json)
