"""What is seen to again and again while a workspace is served: the drop folder, people to be told, logs that grow."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from learnbrief.corpus.errors import LearnbriefError
from learnbrief.corpus.store import FlowRun, Store
from learnbrief.corpus.store.flow_runs import DONE, RUNNING
from learnbrief.flows.orchestration.recording import latest_runs
from learnbrief.flows.orchestration.schedule import next_due
from learnbrief.flows.orchestration.start import anything_to_do
from learnbrief.flows.orchestration.unattended import AFTER_FLOW, ENDED, SERVED, owed, work_of
from learnbrief.flows.stages.drop_folder import SETTLED, DropFolder
from learnbrief.flows.stages.inbox import waiting
from learnbrief.flows.stages.mail import News, Work, message, reminder, send
from learnbrief.flows.workspace.logs import trim
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.serving import Told, keep_told, told
from learnbrief.flows.workspace.workspace import Workspace

log = logging.getLogger(__name__)

LOGS = ("serve.log", "worker.log", "faults.log")
MOST_NEWS = 20
"""Runs that people are told of at once; were there more since the last message that arrived, older ones are passed over."""
OVERDUE = timedelta(hours=6)
"""After its time, until people are told that a synthesis has not been made, whatever kept it."""
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 3600.0
"""Seconds until a message that could not be sent is tried again."""


@dataclass(slots=True)
class Watch:
    """One look after another, none of which can end the watching."""

    workspace: Workspace
    ask: Callable[[], object]
    """Asks for an 'after workshop' run."""
    settled: float = SETTLED
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _folder: DropFolder = field(init=False)
    _wanted: bool | None = None
    """Whether a run is still to be asked for; not known at first, since an earlier one may have been cut short."""
    _mail_again: float = 0.0
    _pause: float = FIRST_PAUSE
    _errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._folder = DropFolder(self.workspace.root, settled=self.settled, clock=self.clock)

    def forever(self) -> None:
        """Looks until the process ends."""
        while True:
            self.look()
            time.sleep(self.settled)

    def look(self) -> None:
        """Every duty once; one that fails is told in the log, once for each error, and tried again at the next look."""
        duties = (
            self.file_what_was_dropped,
            self.ask_for_what_is_wanted,
            self.tell_people,
            self.remind_people,
            self.trim_logs,
        )
        for duty in duties:
            try:
                duty()
            except Exception as err:  # whatever it was: a watcher that ended would not be missed for weeks
                if self._errors.get(duty.__name__) != type(err).__name__:
                    log.error("%s: %s; tried again", duty.__name__.replace("_", " "), type(err).__name__)
                self._errors[duty.__name__] = type(err).__name__
            else:
                self._errors.pop(duty.__name__, None)

    def file_what_was_dropped(self) -> None:
        """Files that are whole and have all their details go to their events' folders."""
        found = self._folder.look()
        for error in found.failed:
            log.warning("a file in the drop folder could not be filed (%s); 'learnbrief status' names it", error)
        if found.filed:
            self._wanted = True

    def ask_for_what_is_wanted(self) -> None:
        """A run for what was filed; asked for until Prefect has heard it."""
        if self._wanted is None:
            with opened(self.workspace.root) as (workspace, store):
                self._wanted = anything_to_do(workspace, store)
        if self._wanted:
            self.ask()
            self._wanted = False

    def tell_people(self) -> None:
        """Whoever wants to be told by mail hears of every run that went on by itself, in order, each once."""
        if self.clock() < self._mail_again:
            return
        workspace = Workspace(self.workspace.root)
        with opened(workspace.root) as (_, store):
            runs = latest_runs(workspace, store, MOST_NEWS)
            known = told(workspace)
            if known is None:  # nobody wants to hear of what was before they asked
                keep_told(workspace, Told(runs[0].number if runs else 0))
                return
            for run in sorted(runs, key=lambda one: one.number):
                if run.outcome == RUNNING:
                    return
                if run.number > known.run:
                    news = news_of(workspace, store, run, self.now()) if is_news(run) else None
                    known = self._tell(workspace, news, known, replace(known, run=run.number))
            for month in owed(workspace, store, self.now() - OVERDUE):
                if month > known.overdue:
                    news = _news(workspace, store, f"Monthly synthesis of {month}", "is overdue", at=self.now())
                    known = self._tell(workspace, news, known, replace(known, overdue=month))

    def remind_people(self) -> None:
        """Whoever wants mail hears every few days of what waits for a person, as long as anything does."""
        workspace, now = Workspace(self.workspace.root), self.now()
        mail, known = workspace.settings.mail, told(workspace)
        if not (mail.host and mail.remind_days) or known is None or self.clock() < self._mail_again:
            return
        if not known.reminded:  # nobody wants to hear of it in the minute in which they set it up
            keep_told(workspace, replace(known, reminded=now.isoformat()))
        elif now - datetime.fromisoformat(known.reminded) >= timedelta(days=mail.remind_days):
            with opened(workspace.root) as (_, store):
                work = work_waiting(workspace, store)
            if work.counts:
                after = replace(known, reminded=now.isoformat())
                self._send(workspace, reminder(work, now, mail, folder=workspace.briefs), known, after)

    def _tell(self, workspace: Workspace, news: News | None, before: Told, after: Told) -> Told:
        mail = workspace.settings.mail
        wanted = message(news, mail, folder=workspace.briefs) if mail.host and news is not None else None
        return self._send(workspace, wanted, before, after)

    def _send(self, workspace: Workspace, wanted: EmailMessage | None, before: Told, after: Told) -> Told:
        """What is known to have been told then; raises where it cannot be sent, so that later news wait for it."""
        if wanted is not None:
            try:
                send(wanted, workspace.settings.mail)
            except LearnbriefError as err:
                keep_told(workspace, replace(before, trouble=str(err), tried_at=self.now().isoformat()))
                self._mail_again = self.clock() + self._pause
                self._pause = min(2 * self._pause, LONGEST_PAUSE)
                raise
        self._pause = FIRST_PAUSE
        return keep_told(workspace, replace(after, trouble="", tried_at=None))

    def trim_logs(self) -> None:
        """No log grows for ever."""
        for path in (*(self.workspace.restricted / name for name in LOGS), self.workspace.prefect_home / "server.log"):
            trim(path)


def work_waiting(workspace: Workspace, store: Store) -> Work:
    """What waits for people now, in counts."""
    confirmed = store.privacy.confirmed()
    return Work(
        to_confirm=sum((one.document_id, one.version) not in confirmed for one in store.documents.cards()),
        to_decide=sum(store.clues.open().values()),
        to_review=store.tags.open_suggestions(),
        drafts=sum(head.open for head in store.briefs.heads()),
        files=_files_waiting(workspace, store),
    )


def _files_waiting(workspace: Workspace, store: Store) -> int:
    return len(waiting(workspace)) + sum(bool(row["waiting"]) for row in store.skipped.all())


def is_news(run: FlowRun) -> bool:
    """Whether people are told: of what went on by itself, unless it went well and left nothing."""
    return run.way == SERVED and not (run.flow == AFTER_FLOW and run.outcome == DONE and not run.briefs)


def news_of(workspace: Workspace, store: Store, run: FlowRun, now: datetime) -> News:
    """A run in words of ours and in counts."""
    ended = datetime.fromisoformat(run.ended_at) if run.ended_at else now
    return _news(workspace, store, work_of(run), ENDED[run.outcome], at=ended, briefs=len(run.briefs))


def _news(workspace: Workspace, store: Store, work: str, ended: str, *, at: datetime, briefs: int = 0) -> News:
    schedule, skipped = workspace.settings.schedule, store.skipped.all()
    return News(
        work,
        ended,
        at.astimezone(ZoneInfo(schedule.timezone)),
        briefs=briefs,
        skipped=sum(not row["waiting"] for row in skipped),
        waiting=_files_waiting(workspace, store),
        next_run=next_due(schedule, at)[0],
    )
