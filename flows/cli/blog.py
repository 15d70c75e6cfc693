"""learnbrief blog: a draft for a blog out of an approved brief."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json


def command(
    brief: Annotated[str, typer.Option(help="An approved brief, by its id as in learnbrief status.")],
    out: Annotated[Path | None, typer.Option(help="The folder it goes to. Default: handouts/BRIEF here.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """A draft of 500 to 800 words, as Markdown and Word, composed of what the approved brief says as published.

    Example: learnbrief blog --brief cohort-2025-01-01-2025-09-30-a1b2c3
    """
    from learnbrief.flows.stages.handouts import blog_draft
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace
    from learnbrief.outputs.hub.blog import SHORTEST

    with opened(find_workspace(workspace).root) as (place, store):
        files, words = blog_draft(place, store, brief, folder=out)
    if as_json:
        print_json({"files": files, "words": words})
        return
    for file in files:
        print(f"Made: {file}")
    if words < SHORTEST:
        print(f"It has {words} words, fewer than {SHORTEST}: the brief holds no more.", file=sys.stderr)
