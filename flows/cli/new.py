"""learnbrief new: an empty workspace."""

from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, print_json


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    as_json: JsonOption = False,
) -> None:
    """Make a workspace: commented settings, the default codebook, an empty register of participants.

    Example: learnbrief new our-programme
    """
    from learnbrief.flows.workspace.workspace import new_workspace

    workspace = new_workspace(folder)
    if as_json:
        made = {"settings": workspace.settings_file, "codebook": workspace.codebook_file}
        print_json({"workspace": workspace.root, **made, "register": workspace.register_file})
        return
    print(f"Made {workspace.root}")
    print("Next: write your programme and collaboratives into learnbrief.toml, then: learnbrief add FILE...")
