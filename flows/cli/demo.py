"""learnbrief demo: a fictional programme, from raw notes to briefs."""

from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, ServerOption, bar, how_of, print_json


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="A folder that is new, empty or an earlier demo.")
    ] = Path("demo-programme"),
    server: ServerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a fictional programme, run the whole flow over it and say where its brief is.

    Everything in it is invented: five collaboratives, their people and every word.

    Example: learnbrief demo
    """
    from learnbrief.flows.orchestration.start import run_demo
    from learnbrief.flows.workspace.demo import demo_workspace

    workspace = demo_workspace(folder)
    if not as_json:
        print(f"A fictional programme is in {workspace.root}", flush=True)
    with bar():
        brief = run_demo(workspace, how=how_of(server))
    briefs = sorted(path.parent for path in workspace.briefs.glob("*/brief.html"))
    if as_json:
        print_json({"workspace": workspace.root, "brief": brief, "briefs": briefs})
        return
    print(f"Its brief for the whole cohort: {brief / 'brief.html'}")
    print(f"{len(briefs)} briefs in all are in {workspace.briefs}")
    print(f"Open the app: learnbrief app -w {workspace.root}")
