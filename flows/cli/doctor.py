"""learnbrief doctor: can it work here?"""

from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json


def command(
    store: Annotated[
        bool,
        typer.Option(
            "--store",
            help="Look at every page and record, and hold every excerpt and every quote in every brief against the frozen text.",
        ),
    ] = False,
    history: Annotated[
        bool,
        typer.Option(
            "--history", help="Hold the record of who did what against its chain: what was changed past the app shows."
        ),
    ] = False,
    noted: Annotated[
        str, typer.Option("--noted", help="The end of the record as --history told it earlier: is it still there?")
    ] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the installation and the workspace, and say what would mend them.

    Example: learnbrief doctor --store --history
    """
    from learnbrief.corpus.errors import BadInput
    from learnbrief.flows.workspace.health import examine
    from learnbrief.flows.workspace.workspace import find_workspace

    try:
        place = find_workspace(workspace)
    except BadInput:
        if workspace is not None or store or history or noted:
            raise
        place = None
    checks = list(examine(place, whole_store=store, history=history or bool(noted), noted=noted))
    if as_json:
        print_json([{"check": one.name, "fine": one.fine, "warns": one.warns, "told": one.told} for one in checks])
    else:
        for one in checks:
            print(f"{'warn' if one.warns else 'ok  ' if one.fine else 'BAD '} {one.name}: {one.told}")
    raise typer.Exit(0 if all(one.fine for one in checks) else 1)
