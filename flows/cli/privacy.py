"""learnbrief privacy: what de-identification did."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json, print_table

if TYPE_CHECKING:
    from learnbrief.corpus.deidentify.report import PrivacyLine


def command(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show for each document what was replaced, what is only flagged, and who has confirmed it.

    Example: learnbrief privacy --json
    """
    from learnbrief.corpus.deidentify.report import privacy_report
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (_, store):
        lines = privacy_report(store)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    headers = ["Document", "Title", "Replaced", "Flagged", "Confirmed", "Rejected", "Added", "Checked by"]
    print_table(headers, [_row(line) for line in lines])
    waiting = sum(line.checked_by is None for line in lines)
    print(f"\n{waiting} of {len(lines)} documents wait for a person: learnbrief app, De-identification")


def _row(line: "PrivacyLine") -> list[str]:
    counts = (line.replaced, line.flagged, line.confirmed, line.rejected, line.added)
    return [line.document_id, line.title[:40], *map(str, counts), line.checked_by or "nobody yet"]
