"""learnbrief status: where the workspace stands."""

from datetime import datetime
from typing import TYPE_CHECKING

from learnbrief.flows.cli.common import JsonOption, WorkspaceOption, print_json, print_table

if TYPE_CHECKING:
    from learnbrief.corpus.store import FlowRun
    from learnbrief.flows.web.overview import Overview


def command(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show what the workspace holds, what waits for a person, what reading left out, and the briefs written so far.

    Example: learnbrief status
    """
    from learnbrief.flows.web.overview import overview
    from learnbrief.flows.workspace.open_workspace import opened
    from learnbrief.flows.workspace.workspace import find_workspace

    with opened(find_workspace(workspace).root) as (place, store):
        found = overview(place, store)
    if as_json:
        print_json(found.as_json())
    else:
        _show(found)


def _show(found: "Overview") -> None:
    print(found.programme)
    print(
        f"  {found.documents} documents from {found.events} events, {found.words:,} words, {found.excerpts:,} excerpts"
    )
    for name, count in found.by_collaborative.items():
        print(f"    {name}: {count}")
    if found.new_files:
        print(f"  {found.new_files} new files in material/: learnbrief run")
    print(
        f"  To do by a person: {found.to_confirm} documents to confirm, {found.to_decide} passages that may tell who somebody is, {found.to_review:,} suggested tags to review"
    )
    for run in found.runs[:1]:
        print(f"  Last run: {told_of(run)}")
    for due in found.unattended.next_runs[:1]:
        print(f"  Next monthly synthesis: {datetime.fromisoformat(due):%H:%M on %d %B %Y}")
    told = (
        ("Needs a person", found.unattended.troubles),
        ("Waits for details", found.waiting),
        ("Waits for your yes", found.unsure),
        ("Not looked for", filter(None, [found.without_likeness])),
        ("Kept too long", found.kept_too_long),
        ("Skipped", found.skipped),
        ("As read", found.warnings),
    )
    for heading, reasons in told:
        for reason in reasons:
            print(f"  {heading}: {reason}")
    if found.briefs:
        print()
        print_table(
            ["Brief", "Status", "Made"], [[one["id"], one["status"], one["made_at"][:16]] for one in found.briefs]
        )


def told_of(run: "FlowRun") -> str:
    """What ran, how it ended and where, in a line."""
    about = " ".join([run.flow, *run.parameters.values()])
    ended = run.outcome if run.seconds is None else f"{run.outcome} in {run.seconds:.0f} s"
    where = {"server": "under a Prefect server", "served": "by itself"}.get(run.way, "without a Prefect server")
    began = datetime.fromisoformat(run.began_at).astimezone()
    return f"{about}, {ended}, begun at {began:%H:%M on %d %B %Y}, {where}" + (
        f": {run.message}" if run.message else ""
    )
