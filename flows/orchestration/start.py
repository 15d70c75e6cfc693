"""What the commands and the app's worker ask for: the flows, started with Prefect at home in the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import BadInput, LearnbriefError
from learnbrief.corpus.extras import extra
from learnbrief.corpus.store import Store
from learnbrief.flows.orchestration.prefect_server import for_our_runs, served
from learnbrief.flows.stages.brief_files import formats_from
from learnbrief.flows.stages.ingest import new_files, reading_warnings
from learnbrief.flows.stages.learning import learn
from learnbrief.flows.stages.register import is_behind
from learnbrief.flows.stages.scopes import (
    check_scope,
    month_before,
    month_bounds,
    months_with_material,
    parse_scope,
    unfinished_events,
)
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import View


@dataclass(frozen=True, slots=True)
class Done:
    """What a run left behind."""

    briefs: tuple[Path, ...]
    skipped: tuple[str, ...] = ()
    """Reasons, one per file that was not taken in."""
    nothing: str = "Nothing new."
    """What to say where no brief was made."""
    warnings: tuple[str, ...] = ()
    """What reading left out or changed in the files that this run took in, a line each."""


def run_after_workshop(
    workspace: Workspace, *, event: str | None = None, formats: str = "", runner: str = "threads"
) -> Done:
    """Takes in what is new and briefs each event it touches; with nothing new Prefect is not even imported."""
    wanted = formats_from(formats)
    check_runner(runner)
    with opened(workspace.root) as (_, store):
        known = frozenset(store.documents.hashes())
        if event is None and not _anything_to_do(workspace, store):
            return Done((), _skipped(store))
    with orchestrated(workspace):
        from learnbrief.flows.orchestration.flows import after_workshop

        briefs = with_runner(after_workshop, runner)(workspace.root, event, wanted)
    return _done(workspace, briefs, known=known)


def _anything_to_do(workspace: Workspace, store: Store) -> bool:
    return bool(new_files(workspace, store) or is_behind(workspace, store) or unfinished_events(workspace, store))


def run_month(workspace: Workspace, month: str | None, *, formats: str = "", runner: str = "threads") -> Done:
    """The month's briefs."""
    wanted, month = formats_from(formats), month or month_before(date.today())
    month_bounds(month)
    check_runner(runner)
    with opened(workspace.root) as (_, store):
        known = frozenset(store.documents.hashes())
    with orchestrated(workspace):
        from learnbrief.flows.orchestration.flows import monthly_synthesis

        briefs = with_runner(monthly_synthesis, runner)(workspace.root, month, wanted)
    with opened(workspace.root) as (_, store):
        months = ", ".join(months_with_material(store)) or "no month yet"
    return _done(workspace, briefs, known=known, nothing=f"No material in {month}; there is some in: {months}.")


def run_brief(
    workspace: Workspace,
    scope: str,
    *,
    since: date | None = None,
    until: date | None = None,
    formats: str = "",
    view: View = "internal",
) -> Done:
    """One brief."""
    wanted = formats_from(formats)
    with opened(workspace.root) as (_, store):
        check_scope(parse_scope(scope, since=since, until=until), store, workspace.settings)
    with orchestrated(workspace):
        from learnbrief.flows.orchestration.flows import one_brief

        brief = one_brief(workspace.root, scope, since, until, wanted, view)
    return _done(workspace, [brief])


@contextmanager
def orchestrated(workspace: Workspace) -> Iterator[None]:
    """Prefect at home in the workspace, with a server to report to."""
    with served(workspace) as api:
        import httpx  # comes with Prefect, and is as slow to import

        try:
            with for_our_runs(api):
                yield
        except httpx.HTTPError as err:  # only Prefect's client speaks to anybody
            raise LearnbriefError(
                f"the Prefect server at {api}, which keeps the record of runs, stopped answering or could write no more; "
                "nothing was lost: see that the disk has room, then run again, and the work goes on where it was"
            ) from err


def check_runner(words: str) -> None:
    """Refuse a task runner we do not know, before any work is done."""
    if words != "threads" and words.partition("=")[0] != "dask":
        raise BadInput(f"no runner {words!r}; use threads, dask or dask=ADDRESS")


def with_runner(flow: Any, words: str) -> Any:
    """The flow with its tasks run by threads here or by Dask, here or on a cluster."""
    if words == "threads":
        return flow
    with extra("scale", needed_for="the runner dask"):
        from prefect_dask.task_runners import DaskTaskRunner
    address = words.partition("=")[2]
    if address:
        return flow.with_options(task_runner=DaskTaskRunner(address=address))
    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    return flow.with_options(task_runner=DaskTaskRunner(cluster_kwargs=local))


def _done(
    workspace: Workspace, briefs: list[str], *, known: frozenset[str] | None = None, nothing: str = "Nothing new."
) -> Done:
    """What was done; `known` are the contents of the material before, where the work may have taken in more."""
    with opened(workspace.root) as (_, store):
        latest = store.documents.latest().values() if known is not None else ()
        warnings = reading_warnings(one for one in latest if one.content_hash not in (known or ()))
        folders = tuple(workspace.brief_folder(one) for one in briefs)
        return Done(folders, _skipped(store), nothing, tuple(warnings))


def _skipped(store: Store) -> tuple[str, ...]:
    return tuple(entry["reason"] for entry in store.skipped.all())


def run_retag(workspace: Workspace) -> Done:
    """Every excerpt tagged by the tagger in use; briefs stay until they are asked for again."""
    with orchestrated(workspace):
        from learnbrief.flows.orchestration.flows import analyse

        count = analyse(workspace.root)
    return _done(workspace, [], nothing=f"{count} excerpts tagged anew.")


def run_learn(workspace: Workspace) -> Done:
    """A retrained tagger proposed; nothing changes until a person accepts it."""
    with opened(workspace.root) as (place, store):
        proposal = learn(place, store)
    words = f"Taught by {proposal.excerpts} excerpts; it would speak for {proposal.taken_over} themes."
    return Done((), nothing=f"{words} It waits for a decision under Codebook.")


def run_demo(workspace: Workspace) -> Path:
    """The demo's cohort brief over all its months, after a brief for every event and the last month's synthesis."""
    run_after_workshop(workspace)
    with opened(workspace.root) as (_, store):
        months = months_with_material(store)
    run_month(workspace, months[-1])
    since, until = month_bounds(months[0])[0], month_bounds(months[-1])[1]
    return run_brief(workspace, "cohort", since=since, until=until).briefs[0]
