"""What the commands and the app's worker ask for: the flows, run in this process or on a Prefect server that answers."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from learnbrief.corpus.document import Kind
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.extras import extra
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.store import Store
from learnbrief.flows.orchestration import flows
from learnbrief.flows.orchestration.engine import Direct, running
from learnbrief.flows.orchestration.prefect_server import ADDRESS, hush, served
from learnbrief.flows.stages.brief_files import formats_from, held_back
from learnbrief.flows.stages.briefs import publish_approved
from learnbrief.flows.stages.ingest import new_files, reading_warnings
from learnbrief.flows.stages.learning import Proposal
from learnbrief.flows.stages.register import is_behind
from learnbrief.flows.stages.scopes import (
    check_scope,
    left_alone,
    month_before,
    month_bounds,
    months_with_material,
    parse_scope,
    unfinished_events,
)
from learnbrief.flows.workspace.open_workspace import opened, refuse_read_only
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import View

How = Literal["", "direct", "server"]
"""Whether a run goes to a Prefect server: where one answers; never; or always, and then one is started if need be."""

SIGNED = "this is the approved brief as it was signed; to begin a new one that takes its place, ask again without --published"


@dataclass(frozen=True, slots=True)
class Done:
    """What a run left behind."""

    briefs: tuple[Path, ...]
    skipped: tuple[str, ...] = ()
    """Reasons, one per file that was not taken in, or brief whose files could not be written."""
    nothing: str = "Nothing new."
    """What to say where no brief was made."""
    warnings: tuple[str, ...] = ()
    """What reading left out or changed in the files that this run took in, a line each."""
    note: str = ""
    """Where it ran, if that is not where somebody wanted it."""


def run_after_workshop(
    workspace: Workspace, *, event: str | None = None, formats: str = "", runner: str = "threads", how: How = ""
) -> Done:
    """Takes in what is new and briefs each event it touches; with nothing new nothing is begun."""
    wanted = formats_from(formats)
    check_runner(runner)
    with opened(workspace.root) as (_, store):
        known = frozenset(store.documents.hashes())
        if event is None and not anything_to_do(workspace, store):
            return Done((), _skipped(store), nothing=" ".join(["Nothing new.", *left_alone(store)]))
    with orchestrated(workspace, how, runner) as note:
        briefs = flows.after_workshop(workspace.root, event, wanted)
    with opened(workspace.root) as (_, store):
        nothing = _only_forms(store, known)
    return _done(workspace, briefs, known=known, note=note, nothing=nothing)


def _only_forms(store: Store, known: frozenset[str]) -> str:
    """What to say where a run wrote no brief: forms are taken in and make none of their own."""
    cards = store.documents.cards()
    forms = sum(card.kind is Kind.MEMBER_CHECK and card.content_hash not in known for card in cards)
    if not forms:
        return "Nothing new."
    files = "1 file with feedback forms" if forms == 1 else f"{forms} files with feedback forms"
    return f"Taken in: {files}. The next brief on what they answer tells of them; they make none of their own."


def anything_to_do(workspace: Workspace, store: Store) -> bool:
    """Whether a run for new material would find any, or an event whose brief is not what it should be."""
    return bool(new_files(workspace, store) or is_behind(workspace, store) or unfinished_events(workspace, store))


def run_month(
    workspace: Workspace, month: str | None, *, formats: str = "", runner: str = "threads", how: How = ""
) -> Done:
    """The month's briefs."""
    wanted, month = formats_from(formats), month or month_before(date.today())
    month_bounds(month)
    check_runner(runner)
    with opened(workspace.root) as (_, store):
        known = frozenset(store.documents.hashes())
    with orchestrated(workspace, how, runner) as note:
        briefs = flows.monthly_synthesis(workspace.root, month, wanted)
    with opened(workspace.root) as (_, store):
        months = ", ".join(months_with_material(store)) or "no month yet"
    return _done(
        workspace, briefs, known=known, note=note, nothing=f"No material in {month}; there is some in: {months}."
    )


def run_brief(
    workspace: Workspace,
    scope: str,
    *,
    since: date | None = None,
    until: date | None = None,
    formats: str = "",
    view: View = "internal",
    how: How = "",
) -> Done:
    """One brief."""
    wanted = formats_from(formats)
    with opened(workspace.root) as (_, store):
        covered = parse_scope(scope, since=since, until=until)
        check_scope(covered, store, workspace.settings)
        if workspace.read_only and (stands := _as_it_stands(workspace, store, covered, view)):
            return stands
        refuse_read_only(workspace)
        signed = publish_approved(workspace, store, covered, wanted) if view == "published" else None
    if signed is not None:
        return _done(workspace, [signed.name], note=SIGNED)
    with orchestrated(workspace, how) as note:
        brief = flows.one_brief(workspace.root, scope, since, until, wanted, view)
    if view == "published":
        note = " ".join(filter(None, [note, _signed_before(workspace, covered)]))
    return _done(workspace, [brief], note=note)


def _signed_before(workspace: Workspace, scope: Scope) -> str:
    """That an approved brief stands behind one that is not, for whoever would give the newer one to readers."""
    with opened(workspace.root) as (_, store):
        newest, *earlier = store.briefs.of_scope(scope.record)
    signed = next((one.brief_id for one in earlier if one.status == "approved"), None)
    if signed is None or not newest.open:
        return ""
    return f"nobody has approved this brief yet; the approved one is {signed}, to download in the app under Briefs"


def _as_it_stands(workspace: Workspace, store: Store, scope: Scope, view: View) -> Done | None:
    """The newest brief of a scope where none can be written, if its files are there; None where there is none."""
    for stored in store.briefs.of_scope(scope.record):
        folder = workspace.brief_folder(stored.brief_id if view == "internal" else f"{stored.brief_id}-published")
        if (folder / "brief.html").is_file():
            note = f"this workspace can be read and not written: the brief is as it was made on {stored.made_at[:10]}"
            return Done((folder,), note=note)
    return None


@contextmanager
def orchestrated(workspace: Workspace, how: How = "", runner: str = "threads") -> Iterator[str]:
    """Flows inside run on a Prefect server where one answers or is asked for, else in this process without Prefect.

    Which it was stands in the record of runs; where it is not what a person had asked for, the value says so. With Dask
    the parts of a stage go to its workers, and no server is asked.
    """
    refuse_read_only(workspace)
    hush()
    if runner != "threads":
        if how == "server":
            raise BadInput(f"the runner {runner} works without a Prefect server; leave out --server")
        with workers(workspace, runner):
            yield ""
        return
    with ExitStack() as kept:
        api = "" if how == "direct" else kept.enter_context(served(workspace, needed=how == "server"))
        if not api:
            kept.enter_context(running(Direct()))
            named = os.environ.get(ADDRESS)
            yield f"no Prefect server answers at {named} ({ADDRESS}): this ran without" if named and not how else ""
            return
        from learnbrief.flows.orchestration.on_prefect import OnServer, for_our_runs

        kept.enter_context(for_our_runs(api))
        kept.enter_context(running(OnServer()))
        yield ""


def check_runner(words: str) -> None:
    """Refuse a task runner we do not know, before any work is done."""
    if words != "threads" and words.partition("=")[0] != "dask":
        raise BadInput(f"no runner {words!r}; use threads, dask or dask=ADDRESS")


def workers(workspace: Workspace, runner: str) -> AbstractContextManager[None]:
    """Inside, the parts of a stage are done by Dask's workers, of a cluster that is named or of our own."""
    with extra("scale", needed_for="the runner dask"):
        import distributed  # noqa: F401  # asked for first: what needs it may be imported already

        from learnbrief.flows.orchestration.on_dask import on_dask
    return on_dask(workspace, runner.partition("=")[2])


def _done(
    workspace: Workspace,
    briefs: list[str],
    *,
    known: frozenset[str] | None = None,
    nothing: str = "Nothing new.",
    note: str = "",
) -> Done:
    """What was done; `known` are the contents of the material before, where the work may have taken in more."""
    with opened(workspace.root) as (_, store):
        latest = store.documents.cards() if known is not None else []
        warnings = reading_warnings(one for one in latest if one.content_hash not in (known or ()))
        folders = tuple(workspace.brief_folder(one) for one in briefs)
        skipped = (*_skipped(store), *held_back(folders))
        return Done(folders, skipped, " ".join([nothing, *left_alone(store)]), tuple(warnings), note)


def _skipped(store: Store) -> tuple[str, ...]:
    return tuple(entry["reason"] for entry in store.skipped.all())


def run_retag(workspace: Workspace, *, how: How = "") -> Done:
    """Every excerpt tagged by the tagger in use; briefs stay until they are asked for again."""
    with orchestrated(workspace, how):
        count = flows.analyse(workspace.root)
    return _done(workspace, [], nothing=f"{count} excerpts tagged anew.")


def run_learn(workspace: Workspace, *, how: How = "") -> Done:
    """A retrained tagger proposed; nothing changes until a person accepts it."""
    proposal = taught(workspace, how=how)
    words = f"Taught by {proposal.excerpts} excerpts; it would speak for {proposal.taken_over} themes."
    return Done((), nothing=f"{words} It waits for a decision under Codebook.")


def taught(workspace: Workspace, *, how: How = "") -> Proposal:
    """The proposal itself, for whoever shows all of it."""
    with orchestrated(workspace, how):
        return flows.teach(workspace.root)


def run_demo(workspace: Workspace, *, how: How = "") -> Path:
    """The demo's cohort brief over all its months, after a brief for every event and the last month's synthesis."""
    run_after_workshop(workspace, how=how)
    with opened(workspace.root) as (_, store):
        months = months_with_material(store)
    run_month(workspace, months[-1], how=how)
    since, until = month_bounds(months[0])[0], month_bounds(months[-1])[1]
    return run_brief(workspace, "cohort", since=since, until=until, how=how).briefs[0]
