"""learnbrief restore: a workspace from a backup."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Made by learnbrief backup.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
) -> None:
    """Bring a workspace back from a backup, into a folder of its own.

    Example: learnbrief restore ../backup-2025-03.tar.gz our-programme-again
    """
    from learnbrief.flows.stages.backup import restore

    print(f"Restored to {restore(source, folder).root}")
