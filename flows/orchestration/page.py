"""What Prefect's page shows of a run: a name that people know, where its briefs are, how many files were skipped; no words."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from learnbrief.flows.orchestration.asking import deployment_name
from learnbrief.flows.orchestration.schedule import month_due
from learnbrief.flows.orchestration.unattended import AFTER_FLOW, MONTHLY_FLOW
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace

log = logging.getLogger(__name__)

NAMES = {
    AFTER_FLOW: "New material",
    "ingest": "Taking in",
    "analyse": "Reading for meaning",
    "brief": "Brief",
    "learn": "Teaching the tagger",
}


def run_name(flow: str, parameters: Mapping[str, Any], due: datetime) -> str:
    """Names no event: its folder may be called after somebody."""
    if flow != MONTHLY_FLOW:
        return NAMES.get(flow, flow.capitalize())
    zone = ZoneInfo(Workspace(Path(parameters["workspace"])).settings.schedule.timezone)
    return f"Month {parameters.get('month') or month_due(due.astimezone(zone))}"


def show(root: Path, briefs: Sequence[str]) -> None:
    """Artifacts of the run that goes on; that they cannot be kept does not make a run fail that is done."""
    import httpx
    from prefect.artifacts import create_link_artifact, create_table_artifact

    with opened(root) as (workspace, store):
        skipped = store.skipped.all()
    made = f"{len(briefs)} brief{'' if len(briefs) == 1 else 's'}"
    try:
        create_link_artifact(
            workspace.briefs.as_uri(),
            link_text=f"{made} in the folder of briefs; 'learnbrief app' opens them",
            key=deployment_name("briefs", workspace),
            description=f"This run wrote or renewed {made}.",
        )
        if skipped:
            create_table_artifact(
                [
                    {"Files skipped": count, "Because": why, "Which": "learnbrief status"}
                    for why, count in _reasons(skipped)
                ],
                key=deployment_name("skipped", workspace),
                description="Not in these briefs. Names of files and reasons may name people, so they do not stand here.",
            )
    except httpx.HTTPError as err:
        log.warning("Prefect's server did not keep what to show of the run (%s)", type(err).__name__)


def _reasons(skipped: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    waiting = sum(bool(row["waiting"]) for row in skipped)
    counted = {"a detail is missing": waiting, "it could not be read": len(skipped) - waiting}
    return [(why, count) for why, count in counted.items() if count]
