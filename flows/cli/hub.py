"""learnbrief hub: the knowledge hub as a folder of pages."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json

if TYPE_CHECKING:
    from learnbrief.flows.stages.hub import Built


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Where it goes: new, empty, or an earlier hub. Default: hub/site here."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build the knowledge hub: a web site of every approved brief, as published, and of the resources in hub/resources.

    It opens from a folder and from any web host, and asks no other site for anything. What is withdrawn or replaced
    leaves it at the next build; copies elsewhere are yours to replace, and are named.

    Example: learnbrief hub ~/our-hub
    """
    from learnbrief.flows.stages.hub import build_hub
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (place, store):
        built = build_hub(place, store, folder)
    if as_json:
        print_json(
            {
                "folder": built.folder,
                "pages": built.pages,
                "written": built.written,
                "removed": built.removed,
                "gone": [{"brief": one.brief_id, "title": one.title, "why": one.why} for one in built.gone],
            }
        )
    else:
        _tell(built)


def _tell(built: "Built") -> None:
    from learnbrief.flows.stages.hub import COPIES

    print(built.line)
    print(f"Open: {built.folder / 'index.html'}")
    for one in built.gone:
        print(f"Gone: {one.title} ({one.brief_id}). {one.why}", file=sys.stderr)
    if built.gone:
        print(COPIES, file=sys.stderr)
        for path in (*built.removed, *built.written):
            print(f"  {'removed' if path in built.removed else 'changed'}: {path}", file=sys.stderr)
