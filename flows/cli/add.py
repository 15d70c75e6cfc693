"""learnbrief add: files into the workspace."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json

if TYPE_CHECKING:
    from learnbrief.corpus.readers import Reading
    from learnbrief.corpus.store import Store
    from learnbrief.flows.stages.inbox import Arrival, Put
    from learnbrief.flows.workspace.workspace import Workspace

ASKED = {
    "kind": "Kind (workshop_notes, coaching_reflection, webinar_transcript, survey, interview, focus_group,"
    " stakeholder_engagement, minutes or other)",
    "event": "Event, in a few words",
    "date": "Date, as 2025-03-14",
    "collaborative": "Collaborative (its slug, or none)",
}


def command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of files.")],
    kind: Annotated[
        str,
        typer.Option(
            help="workshop_notes, coaching_reflection, webinar_transcript, survey, interview, focus_group,"
            " stakeholder_engagement, minutes, other."
        ),
    ] = "",
    event: Annotated[str, typer.Option(help="What the occasion is called.")] = "",
    date: Annotated[str, typer.Option(help="Its day, as 2025-03-14.")] = "",
    collaborative: Annotated[str, typer.Option(help="Its slug, or none where all were there.")] = "",
    shape: Annotated[
        str, typer.Option(help="Of a transcript, such as '{name} ({clock}): {words}'; none where nobody is named.")
    ] = "",
    roles: Annotated[str, typer.Option(help="Who leads: 'Priya = facilitator; Owen = presenter'.")] = "",
    columns: Annotated[
        str, typer.Option(help="Of a survey: 'C = question; What is your role? = role; E = left out'.")
    ] = "",
    asked: Annotated[str, typer.Option(help="Of feedback forms: how many were given out, as 25.")] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy files into the workspace, each into its event's folder.

    What the options leave out is looked for in about.toml and material.csv beside the files and in the files' own
    first lines. What nobody tells is asked for; without a terminal the file waits in inbox/ with what was told. What
    reading a file leaves out or changes is said at once.

    Example: learnbrief add notes.docx --kind workshop_notes --event "Data day" --date 2025-03-14 --collaborative harbour
    """
    from learnbrief.flows.stages.inbox import files_in
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    place = find_workspace(workspace)
    options = {"kind": kind, "event": event, "date": date, "collaborative": collaborative}
    options |= {"shape": shape, "roles": roles, "columns": columns, "asked": asked}
    with opened(place.root) as (_, store):
        results = [_one(place, store, path, options) for path in files_in(paths)]
    if as_json:
        print_json(results)
    elif not results:
        print("No files to add there.")
    raise typer.Exit(1 if any(result["state"] != "added" for result in results) else 0)


def _one(place: "Workspace", store: "Store", path: Path, options: dict[str, str]) -> dict[str, Any]:
    """One file added, waiting or refused, told as it happens with what reading it lost."""
    from learnbrief.corpus.errors import BadInput
    from learnbrief.flows.stages.inbox import add_file, arriving

    try:
        arrived = arriving(place, store, path, options)
        if (told := _completed(place, store, arrived)) != options:
            arrived = arriving(place, store, path, told)  # a kind told just now may change how it is read
        sentence = _sentence(place, store, arrived.reading)
        put = add_file(place, arrived)
    except BadInput as err:
        print(f"Not added: {err}", file=sys.stderr)
        return {"file": str(path), "state": "refused", "reason": str(err)}
    if put.event_id is None:
        print(f"Waits in inbox/: {put.reason}", file=sys.stderr)
        found = {"file": str(path), "state": "waiting", "reason": put.reason}
    else:
        print(f"Added to {put.event_id}: {put.path.name}", file=sys.stderr)
        if put.namesakes:
            print(f"  {_another(put)}", file=sys.stderr)
        found = {"file": str(path), "state": "added", "event": put.event_id}
    reading = arrived.reading
    _say_how(reading, sentence)
    if placed := arrived.place_column(place.settings.as_programme().collaboratives):
        print(f"  {placed.sentence[0].upper()}{placed.sentence[1:]}", file=sys.stderr)
    columns = [asdict(column) for column in reading.survey.columns] if reading.survey else []
    return {**found, "read_as": sentence, "columns": columns, "warnings": list(reading.warnings)}


def _another(put: "Put") -> str:
    """That an event of this name was there already, and how the two become one."""
    return (
        f"A new event, though {' and '.join(put.namesakes)} has the same name: day or collaborative differ. If they are one, move "
        f"{put.path.name} and its row of material.csv from material/{put.event_id} to material/{put.namesakes[-1]} before "
        "the next run"
    )


def _sentence(place: "Workspace", store: "Store", reading: "Reading") -> str:
    """How the file was read, also by whom the register knows as leading."""
    if not reading.nobody_leads:
        return reading.sentence
    from learnbrief.flows.stages.ingest import open_desk
    from learnbrief.flows.stages.leading import leading_by_register

    return reading.told(leading_by_register(open_desk(place, store).deidentifier, store, reading))


def _say_how(reading: "Reading", sentence: str) -> None:
    """How the file was read, what each column of a survey was taken for, and what was left out or looks odd."""
    line = sentence or reading.outline
    print(f"  {line[0].upper()}{line[1:]}", file=sys.stderr)
    for use, columns in (reading.survey.by_use if reading.survey else {}).items():
        named = "; ".join(f"{column.key} '{column.text}'" for column in columns)
        print(f"    {use}: {named}", file=sys.stderr)
    for line in reading.warnings:
        print(f"  As read: {line}", file=sys.stderr)


def _completed(place: "Workspace", store: "Store", arrived: "Arrival") -> dict[str, str]:
    """What is told of the file, with what a person at the terminal tells of what nobody told."""
    told = dict(arrived.options)
    if not sys.stdin.isatty():
        return told
    missing = arrived.missing(place.settings.as_programme().collaboratives)
    if missing:
        print(f"{arrived.path.name}: {', '.join(missing)} not told.", file=sys.stderr)
        told |= {name: typer.prompt(ASKED[name], err=True) for name in missing}
    if arrived.asks_who_leads and _sentence(place, store, arrived.reading) == arrived.reading.sentence:
        speakers = ", ".join(arrived.reading.speakers)
        leader = typer.prompt(
            f"Who leads the talk, of {speakers} (empty: nobody)", default="", show_default=False, err=True
        )
        told |= {"roles": f"{leader} = facilitator"} if leader.strip() else {}
    return told
