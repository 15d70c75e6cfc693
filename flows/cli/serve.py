"""learnbrief serve: the schedule and the drop folder, until stopped."""

from learnbrief.flows.cli.common import WorkspaceOption


def command(workspace: WorkspaceOption = None) -> None:
    """Keep a local Prefect server with the monthly synthesis on its schedule, and watch the folder inbox/.

    'After workshop' can be started from Prefect's own page. Files dropped into inbox/ are filed by event and
    taken in; those that lack details wait there. Months missed while nobody served are made first. How a run
    ended is told by 'learnbrief status', and by mail if [mail] in learnbrief.toml names a server. Stop with Ctrl-C.

    Example: learnbrief serve
    """
    from learnbrief.flows.orchestration.serve import serve
    from learnbrief.flows.workspace.workspace import find_workspace

    serve(find_workspace(workspace), tell=lambda line: print(line, flush=True))
