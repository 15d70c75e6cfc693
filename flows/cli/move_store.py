"""learnbrief move-store: from a file to PostgreSQL, and back."""

from typing import Annotated

import typer

from learnbrief.flows.cli.common import WorkspaceOption


def command(
    to: Annotated[
        str, typer.Argument(metavar="URL", help="postgresql://USER@HOST/DATABASE, or 'file' for learnbrief.db here.")
    ],
    wipe: Annotated[
        bool | None,
        typer.Option(
            "--wipe/--keep", help="Wipe the old store, or leave it; by default you are asked.", show_default=False
        ),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Move everything that is kept of a programme into another database, and back, with nothing lost.

    Every row is held against the one it came from, then 'url' under [store] names the new place. The old store holds
    everything still until you say that it may go. Leave the password out of the address: PostgreSQL's .pgpass keeps it.

    Example: learnbrief move-store postgresql://learnbrief@db.example.org/programme
    """
    from learnbrief.flows.stages.moving import move_store, wipe_old
    from learnbrief.flows.stages.withdrawal import OF_A_SERVER
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    moved = move_store(place, to)
    print(
        f"Moved: {moved.rows:,} rows of {len(moved.sums)} tables, each as it was. learnbrief.toml names the new place."
    )
    if wipe is None:
        wipe = typer.confirm("The old store holds all of it still. Wipe it now?", err=True)
    if not wipe:
        print("The old store is left as it is. Withdrawals do not reach it: remove it when you no longer need it.")
        return
    wipe_old(place, moved)
    print("The old store is wiped.")
    if "://" in moved.old:
        print("Not reached, and for a person to see to:")
        for one in OF_A_SERVER:
            print(f"  - {one}")
