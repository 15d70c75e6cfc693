"""learnbrief retire: a brief that nobody will sign is put aside, or brought back."""

from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json


def command(
    brief: Annotated[str, typer.Argument(metavar="BRIEF", help="Its id, as in learnbrief status.")],
    coder: Annotated[str, typer.Option(help="Who does it, as the history shows it.")],
    because: Annotated[str, typer.Option(help="Why it is not needed, in a line.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Bring a retired brief back as it was.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a brief aside: it waits no longer and runs leave it alone. It stays listed, and can be brought back.

    Example: learnbrief retire cohort-a1b2c3 --because "The brief on May tells it" --coder "Your name"
    """
    from learnbrief.corpus.retirement import bring_back, retire
    from learnbrief.corpus.tag import Coder
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (_, store):
        if undo:
            bring_back(store, brief, coder=coder)
        else:
            retire(store, brief, reason=because, coder=coder)
        if coder not in {known.name for known in store.coders.all()}:
            store.coders.put(Coder(coder))
        status = store.briefs.get(brief).status
    if as_json:
        print_json({"brief": brief, "status": status})
    else:
        print(f"{brief} is {status} now.")
