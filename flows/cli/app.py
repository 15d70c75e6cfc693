"""learnbrief app: everything without a command line."""

from typing import Annotated

import typer

from learnbrief.flows.cli.common import WorkspaceOption


def command(
    port: Annotated[int | None, typer.Option(min=1024, max=65535, help="By default 8350, or any that is free.")] = None,
    host: Annotated[
        str,
        typer.Option(
            "--host", help="Where to answer; anything but this machine needs accounts and a proxy with TLS in front."
        ),
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    server: Annotated[
        bool, typer.Option("--server", help="Keep a Prefect server too, whose page shows the runs; nothing needs it.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Open the evaluators' web app: on this machine, to whoever holds the link; with accounts, to a team that signs in.

    Example: learnbrief app --no-browser
    """
    from learnbrief.flows.web.app import listening, serve_app
    from learnbrief.flows.workspace.workspace import find_workspace

    serve_app(
        find_workspace(workspace),
        listening(host, port),
        tell=lambda line: print(line, flush=True),
        open_browser=browser,
        server=server,
    )
