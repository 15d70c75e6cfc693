"""learnbrief restore: a workspace from a backup."""

from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, print_json


def command(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Made by learnbrief backup.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    as_json: JsonOption = False,
) -> None:
    """Bring a workspace back from a backup, into a folder of its own.

    Example: learnbrief restore ../backup-2025-03.tar.gz our-programme-again
    """
    from learnbrief.flows.stages.backup import restore

    workspace = restore(source, folder)
    if as_json:
        print_json({"workspace": str(workspace.root)})
    else:
        print(f"Restored to {workspace.root}")
