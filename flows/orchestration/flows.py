"""What a run does: flows made of stages, given paths, ids and hashes, never texts.

They are defined here once and run either way, in this process or on a Prefect server (`engine`, `on_prefect`).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from learnbrief.corpus.deidentify.entities import let_go
from learnbrief.corpus.retirement import refuse_retired
from learnbrief.flows.orchestration.engine import flow, stage, way
from learnbrief.flows.orchestration.recording import about
from learnbrief.flows.stages.analyse import analyse_scope, keep_codebook
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.encoding import all_read, encode, make_room, unencoded
from learnbrief.flows.stages.ingest import new_files, open_desk, take_in
from learnbrief.flows.stages.learning import Proposal, learn
from learnbrief.flows.stages.names_elsewhere import learn_names
from learnbrief.flows.stages.progress import announce, watcher
from learnbrief.flows.stages.read_ahead import AHEAD
from learnbrief.flows.stages.register import catch_up, is_behind, keep_up
from learnbrief.flows.stages.scopes import (
    month_before,
    month_bounds,
    parse_scope,
    retired_brief,
    scopes_of_month,
    unfinished_events,
)
from learnbrief.flows.stages.tagging import tag, untagged
from learnbrief.flows.stages.topics import topics_after_workshop, topics_of_the_month
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import View

FILES_A_TASK = 8
EXCERPTS_A_TASK = 256
TAGGED_A_TASK = 1024
"""More than are encoded: every part fits the tagger once."""


@stage("take in files")
def take_in_files(workspace: Path, content_hashes: Sequence[str]) -> list[str]:
    """Files are read, de-identified, frozen and cut; the ids of the events they belong to."""
    with opened(workspace) as (place, store):
        return take_in(place, store, content_hashes)


@stage("catch up with the register")
def catch_up_with_register(workspace: Path) -> None:
    """What was taken in before is as the register and the settings would have it now."""
    with opened(workspace) as (place, store):
        if is_behind(place, store):
            catch_up(open_desk(place, store))
        else:
            keep_up(place)


@stage("learn names")
def learn_names_in(workspace: Path, content_hashes: Sequence[str]) -> None:
    """What these files call organisations is known, and hidden in the sources that were taken in before."""
    with opened(workspace) as (place, store):
        learn_names(place, store, content_hashes)


@stage("encode excerpts")
def encode_excerpts(workspace: Path, excerpt_ids: Sequence[str]) -> None:
    """These excerpts' vectors are in the store."""
    with opened(workspace) as (place, store):
        encode(place, store, list(store.excerpts.get(excerpt_ids).values()))


@stage("assign topics")
def assign_topics(workspace: Path) -> None:
    """New excerpts have joined the topics that exist."""
    with opened(workspace) as (place, store):
        topics_after_workshop(place, store)


@stage("discover topics")
def discover_topics(workspace: Path) -> str:
    """The topics of everything stored so far; the id of the discovery."""
    with opened(workspace) as (place, store):
        return topics_of_the_month(place, store)


@stage("tag excerpts")
def tag_excerpts(workspace: Path) -> int:
    """Every excerpt carries the current tagger's suggestions."""
    with opened(workspace) as (place, store):
        return tag(place, store)


@stage("tag excerpts")
def tag_some(workspace: Path, excerpt_ids: Sequence[str]) -> int:
    """These excerpts carry the current tagger's suggestions."""
    with opened(workspace) as (place, store):
        return tag(place, store, excerpt_ids)


@stage("find points")
def find_points_in(workspace: Path, wanted: tuple[str, date | None, date | None]) -> str:
    """The same as `find_points`, of a scope and its days told as one."""
    return find_points.do(workspace, *wanted)


@stage("find points")
def find_points(workspace: Path, scope: str, since: date | None = None, until: date | None = None) -> str:
    """The analysis of one scope is in the store; its run id."""
    with opened(workspace) as (place, store):
        return analyse_scope(place, store, parse_scope(scope, since=since, until=until))


@stage("write brief")
def write_brief(workspace: Path, run_id: str, formats: Sequence[str] = (), view: View = "internal") -> str:
    """The brief of a run stands in the workspace; its folder's name."""
    with opened(workspace) as (place, store):
        make_room(place)
        return make_brief(place, store, run_id, formats=formats, view=view).name


@stage("teach tagger")
def teach_tagger(workspace: Path) -> Proposal:
    """A tagger taught by the reviews is in the store, as a proposal."""
    with opened(workspace) as (place, store):
        return learn(place, store)


@flow("ingest")
def ingest(workspace: Path) -> list[str]:
    """Takes in every new or changed file of the workspace.

    Returns:
        The events that the files belong to.
    """
    catch_up_with_register(workspace)
    with opened(workspace) as (place, store):
        new = [one.content_hash for one in new_files(place, store)]
    if new:
        announce("Looking for names", len(new))
        learn_names_in(workspace, new)
    announce("Reading and de-identifying", len(new))
    events: set[str] = set()
    for begin in range(0, len(new), FILES_A_TASK):
        events.update(take_in_files(workspace, new[begin : begin + FILES_A_TASK]))
    AHEAD.clear()  # of a file that was refused before it was read
    let_go()
    return sorted(events)


@flow("analyse")
def analyse(workspace: Path) -> int:
    """Encodes and tags every excerpt that is new, or that an older tagger saw last.

    Returns:
        How many excerpts were tagged.
    """
    with opened(workspace) as (place, store):
        keep_codebook(place, store)
        new = [excerpt.excerpt_id for excerpt in unencoded(place, store)]
    announce("Reading for meaning", len(new))
    parts = [new[begin : begin + EXCERPTS_A_TASK] for begin in range(0, len(new), EXCERPTS_A_TASK)]
    encode_excerpts.for_each(workspace, parts)
    return _tagged_elsewhere(workspace) + tag_excerpts(workspace)


@flow("after workshop")
def after_workshop(workspace: Path, event: str | None = None, formats: tuple[str, ...] = ()) -> list[str]:
    """Takes in what is new and leaves a draft brief for each event that it touches.

    Args:
        workspace: The programme's folder.
        event: One event, by the name of its folder in `material`; empty for every event with new material.
        formats: Formats beside JSON and HTML, such as docx.

    Returns:
        The ids of the briefs.
    """
    if event:
        _refuse_retired(workspace, f"event:{event}")
    ingest(workspace)
    analyse(workspace)
    assign_topics(workspace)
    with opened(workspace) as (place, store):
        scopes = [f"event:{one}" for one in ([event] if event else unfinished_events(place, store))]
    return _briefs(workspace, scopes, formats=formats)


@flow("monthly synthesis")
def monthly_synthesis(workspace: Path, month: str | None = None, formats: tuple[str, ...] = ()) -> list[str]:
    """Leaves a draft brief for the whole cohort and for every collaborative heard in a month.

    Args:
        workspace: The programme's folder.
        month: A month such as 2025-03; empty for the month before the scheduled day.
        formats: Formats beside JSON and HTML, such as docx.

    Returns:
        The ids of the briefs; none where the month holds no material.
    """
    ingest(workspace)
    analyse(workspace)
    discover_topics(workspace)
    with opened(workspace) as (place, store):
        wanted = month or month_before(_scheduled_day(place))
        about(month=wanted)
        scopes = scopes_of_month(store, wanted)
    since, until = month_bounds(wanted)
    return _briefs(workspace, scopes, since=since, until=until, formats=formats)


@flow("brief")
def one_brief(
    workspace: Path,
    scope: str,
    since: date | None = None,
    until: date | None = None,
    formats: tuple[str, ...] = (),
    view: View = "internal",
) -> str:
    """Leaves a brief for one scope from the material as it is stored.

    Args:
        workspace: The programme's folder.
        scope: event:E, collaborative:C, theme:T, role:R or cohort.
        since: First day covered.
        until: Last day covered.
        formats: Formats beside JSON and HTML, such as docx.
        view: internal for evaluators, published for readers.
    """
    _refuse_retired(workspace, scope, since, until)
    analyse(workspace)
    return write_brief(workspace, find_points(workspace, scope, since, until), formats, view)


@flow("learn")
def teach(workspace: Path) -> Proposal:
    """Proposes a tagger taught by every review that stands; nothing changes until a person accepts it."""
    return teach_tagger(workspace)


def _tagged_elsewhere(workspace: Path) -> int:
    """How many excerpts other processes have tagged, where there are any; what they leave is tagged here."""
    if not way().spreads:
        return 0
    with opened(workspace) as (place, store):
        todo = [excerpt.excerpt_id for excerpt in untagged(place, store)]
    announce("Tagging", len(todo))
    parts = [todo[begin : begin + TAGGED_A_TASK] for begin in range(0, len(todo), TAGGED_A_TASK)]
    return sum(tag_some.for_each(workspace, parts))


def _refuse_retired(workspace: Path, scope: str, since: date | None = None, until: date | None = None) -> None:
    """Told at once, not after minutes of work."""
    with opened(workspace) as (_, store):
        if retired := retired_brief(store, parse_scope(scope, since=since, until=until)):
            refuse_retired(store, retired)


def _briefs(
    workspace: Path,
    scopes: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    formats: Sequence[str],
) -> list[str]:
    if way().spreads:  # then the loop finds every analysis made
        announce("Finding points", len(scopes))
        find_points_in.for_each(workspace, [(scope, since, until) for scope in scopes])
    announce("Finding points, writing briefs", len(scopes))
    made = []
    for scope in scopes:
        made.append(write_brief(workspace, find_points(workspace, scope, since, until), formats))
        watcher().advance()
    with opened(workspace) as (place, _):
        all_read(place)
    return made


def _scheduled_day(workspace: Workspace) -> date:
    """The day this run was due, in the programme's time zone: a run caught up late still covers its own month."""
    return way().due().astimezone(ZoneInfo(workspace.settings.schedule.timezone)).date()
