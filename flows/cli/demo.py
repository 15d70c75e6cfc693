"""learnbrief demo: a fictional programme, from raw notes to briefs."""

from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import bar


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="A folder that is new, empty or an earlier demo.")
    ] = Path("demo-programme"),
) -> None:
    """Make a fictional programme, run the whole flow over it and say where its brief is.

    Everything in it is invented: five collaboratives, their people and every word.

    Example: learnbrief demo
    """
    from learnbrief.flows.orchestration.start import run_demo
    from learnbrief.flows.workspace.demo import demo_workspace

    workspace = demo_workspace(folder)
    print(f"A fictional programme is in {workspace.root}", flush=True)
    with bar():
        brief = run_demo(workspace)
    print(f"Its brief for the whole cohort: {brief / 'brief.html'}")
    print(f"{len(list(workspace.briefs.glob('*/brief.html')))} briefs in all are in {workspace.briefs}")
    print(f"Open the app: learnbrief app -w {workspace.root}")
