"""learnbrief privacy: what de-identification did, and what it would do."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json, print_table

if TYPE_CHECKING:
    from learnbrief.corpus.deidentify.report import PrivacyLine


def command(
    check: Annotated[
        Path | None,
        typer.Option("--check", metavar="FILE", help="Show what would be masked in a file; it is not taken in."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show for each document what was replaced, what is only flagged, what may tell who somebody is, and who has confirmed it.

    With --check, what would be masked in any file, by line, and what may tell who somebody is; nothing of it is stored. The words themselves are printed.

    Example: learnbrief privacy --check notes.docx
    """
    if check is not None:
        _check(check, workspace, as_json=as_json)
        return
    from learnbrief.corpus.deidentify.report import privacy_report
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (_, store):
        lines = privacy_report(store)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    headers = [
        "Document",
        "Title",
        "Replaced",
        "Flagged",
        "May tell who",
        "Confirmed",
        "Rejected",
        "Added",
        "Checked by",
    ]
    print_table(headers, [_row(line) for line in lines])
    waiting = sum(line.checked_by is None for line in lines)
    print(f"\n{waiting} of {len(lines)} documents wait for a person: learnbrief app, De-identification")


def _check(path: Path, workspace: Path | None, *, as_json: bool) -> None:
    from learnbrief.corpus.errors import BadInput
    from learnbrief.flows.stages.privacy_check import check_file
    from learnbrief.flows.workspace.workspace import find_workspace, workspace_around

    if not path.is_file():
        raise BadInput(f"{path}: no such file; check the path")
    # a file can be checked before there is a programme; one that is named must be there
    place = find_workspace(workspace) if workspace else workspace_around(Path.cwd())
    found = check_file(path, place)
    if as_json:
        print_json(asdict(found))
        return
    rows = [[str(one.line), one.words, one.replacement, one.status, one.rule] for one in found.masked]
    print_table(["Line", "Words", "Would stand as", "Status", "Why"], rows)
    if found.pointed_out:
        print("\nNo name stands here, and yet somebody may be known. The words would stand until a person decides:")
        print_table(["Line", "Words", "Why"], [[str(one.line), one.words, one.reason] for one in found.pointed_out])
    if found.without_likeness:
        print(f"\nWho may be known without a name was looked for by rule alone: {found.without_likeness}.")
    known = f"{found.register} people of the register were known" if place else "without a register: not in a programme"
    print(f"\n{found.file}: {len(rows)} places would be masked, {known}. Nothing was stored. Read the rest yourself.")


def _row(line: "PrivacyLine") -> list[str]:
    counts = (line.replaced, line.flagged, line.telling, line.confirmed, line.rejected, line.added)
    return [line.document_id, line.title[:40], *map(str, counts), line.checked_by or "nobody yet"]
