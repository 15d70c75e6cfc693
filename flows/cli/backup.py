"""learnbrief backup: the whole workspace in one file."""

from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json


def command(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, such as ../backup-2025-03.tar.gz.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep the whole workspace in one file: material, store, reviews, briefs, and restricted/ with its names.

    Who holds the file holds the names. A withdrawal does not reach backups made before it.

    Example: learnbrief backup ../backup-2025-03.tar.gz
    """
    from learnbrief.flows.stages.backup import back_up
    from learnbrief.flows.workspace.workspace import find_workspace

    made = back_up(find_workspace(workspace), target)
    if as_json:
        print_json({"file": str(made), "bytes": made.stat().st_size})
        return
    print(f"Backed up to {made} ({made.stat().st_size / 1e6:.1f} MB). It holds names: keep it as safe as restricted/.")
