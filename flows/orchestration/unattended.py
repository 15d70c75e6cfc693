"""How work that nobody watches stands: what ran last and how it ended, what comes next, what is owed, what needs a person."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from learnbrief.corpus.protocols import LastRun, Unattended
from learnbrief.corpus.store import FlowRun, Store
from learnbrief.corpus.store.flow_runs import DONE, FAILED, RUNNING, STOPPED
from learnbrief.flows.orchestration.recording import latest_runs
from learnbrief.flows.orchestration.schedule import missed_months, month_due, next_due
from learnbrief.flows.workspace.locks import is_held
from learnbrief.flows.workspace.serving import serving, told
from learnbrief.flows.workspace.workspace import Workspace

MONTHLY_FLOW, AFTER_FLOW = "monthly synthesis", "after workshop"
SERVED = "served"
"""How the record of runs calls what nobody started by hand."""
ENDED = {DONE: "ended well", FAILED: "failed", STOPPED: "was stopped half way", RUNNING: "goes on"}
HOW = {SERVED: "by itself", "server": "asked for by a person, under Prefect", "direct": "asked for by a person"}
WORK = {AFTER_FLOW: "New material", "brief": "A brief", "analyse": "Tagging anew", "learn": "Teaching the tagger"}
REMEMBERED = 500
"""Runs looked through for months that are done; as many as the record keeps."""
SHOWN = 3


def unattended(workspace: Workspace, store: Store, now: datetime | None = None) -> Unattended:
    """The standing of it at a moment."""
    now, schedule = now or datetime.now(UTC), workspace.settings.schedule
    runs = latest_runs(workspace, store)
    served = is_held(workspace.lock_file("serve"))
    return Unattended(
        _last(runs[0], ZoneInfo(schedule.timezone)) if runs else None,
        tuple(one.isoformat() for one in next_due(schedule, now, count=SHOWN)) if served else (),
        tuple(_troubles(workspace, store, now)),
    )


def work_of(run: FlowRun) -> str:
    """What a run was for, in words that name nobody."""
    if run.flow == MONTHLY_FLOW:
        return f"Monthly synthesis of {run.parameters.get('month', 'the month before')}"
    return WORK.get(run.flow, run.flow.capitalize())


def owed(workspace: Workspace, store: Store, now: datetime) -> list[str]:
    """Months whose synthesis was due since the workspace was first served and has not ended well, oldest first."""
    known = serving(workspace)
    if known is None:
        return []
    schedule, since = workspace.settings.schedule, datetime.fromisoformat(known.since)
    return missed_months(schedule, since=since, now=now, done=_months_done(workspace, store))


def _months_done(workspace: Workspace, store: Store) -> dict[str, datetime]:
    """By month, when its latest synthesis that ended well began."""
    zone = ZoneInfo(workspace.settings.schedule.timezone)
    done: dict[str, datetime] = {}
    for run in store.flow_runs.latest(REMEMBERED):
        if run.flow == MONTHLY_FLOW and run.outcome == DONE:
            began = datetime.fromisoformat(run.began_at)
            done.setdefault(run.parameters.get("month") or month_due(began.astimezone(zone)), began)
    return done


def _last(run: FlowRun, zone: ZoneInfo) -> LastRun:
    at = datetime.fromisoformat(run.ended_at or run.began_at).astimezone(zone)
    return LastRun(
        work_of(run),
        ENDED[run.outcome],
        at.isoformat(timespec="seconds"),
        HOW.get(run.way, run.way),
        len(run.briefs),
        run.message or "",
    )


def _troubles(workspace: Workspace, store: Store, now: datetime) -> Iterator[str]:
    for month in owed(workspace, store, now):
        yield (
            f"The monthly synthesis of {month} was due and has not ended well: 'learnbrief serve' makes it when it is "
            f"started again, 'learnbrief month {month}' at once."
        )
    mail = told(workspace)
    if mail is not None and mail.trouble:
        yield f"The latest message could not be sent: {mail.trouble}."
    known = serving(workspace)
    if known is not None and known.restarts:
        yield (
            f"Parts of 'learnbrief serve' had to be begun again, {known.restarts} times since it was started: "
            "restricted/serve.log and .prefect/server.log say why."
        )
