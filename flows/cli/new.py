"""learnbrief new: an empty workspace."""

from pathlib import Path
from typing import Annotated

import typer


def command(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")]) -> None:
    """Make a workspace: commented settings, the default codebook, an empty register of participants.

    Example: learnbrief new our-programme
    """
    from learnbrief.flows.workspace.workspace import new_workspace

    workspace = new_workspace(folder)
    print(f"Made {workspace.root}")
    print("Next: write your programme and collaboratives into learnbrief.toml, then: learnbrief add FILE...")
