"""Months alone: every month compares with the one before, nothing is made twice, and nothing grows without end.

Five of them on every change, with all that happens in a year; the whole year at night.
"""

import itertools
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks._year_programme import MONTHS, REGISTER, SETTINGS, drop, late_file, month_of_material
from learnbrief.corpus.store import Store, new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.orchestration.start import run_after_workshop, run_month
from learnbrief.flows.stages import provenance
from learnbrief.flows.stages.briefs import edit_brief
from learnbrief.flows.stages.drop_folder import DropFolder
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace
from tests.flows.conftest import looked_over

SCOPES = 3
"""Briefs of a month: the cohort and two collaboratives."""
EVENTS = 4
"""Events of a month."""
FIRST_TOPICS = MONTHS[3]
"""By then the car park was raised often enough to be a topic."""


@dataclass(frozen=True)
class Course:
    """How many months, after which of them a library is upgraded, and for which one a file turns up in which."""

    months: tuple[str, ...]
    upgraded_after: str
    late_for: str
    late_in: str


COURSES = [
    pytest.param(Course(MONTHS[:5], MONTHS[2], MONTHS[1], MONTHS[3]), id="five months"),
    pytest.param(Course(MONTHS, MONTHS[5], MONTHS[2], MONTHS[7]), id="a year", marks=pytest.mark.nightly),
]


@dataclass
class Year:
    """What was seen on the way."""

    root: Path
    course: Course
    briefs: dict[str, dict[str, str]] = field(default_factory=dict)
    """After each month: every brief's text by its id, but for when and with what it was made."""
    topics: dict[str, set[str]] = field(default_factory=dict)
    """After each month: ids of the topics about the car park."""
    size: dict[str, int] = field(default_factory=dict)
    """After each month: bytes of all that the workspace keeps beside the material and the briefs."""
    signed: dict[str, str] = field(default_factory=dict)
    """All briefs once that of the cohort was signed, just before the upgrade."""
    after_upgrade: dict[str, str] = field(default_factory=dict)
    after_late_file: dict[str, str] = field(default_factory=dict)


def _look_and_run(workspace: Workspace) -> None:
    folder = DropFolder(workspace.root, settled=0)
    folder.look()
    folder.look()
    assert run_after_workshop(workspace, how="direct").skipped == ()


def _briefs(store: Store) -> dict[str, str]:
    told = {}
    for one in store.briefs.all():
        value = json.loads(one.value)
        value.pop("made")
        told[one.brief_id] = json.dumps(value)
    return told


def _topics(store: Store) -> set[str]:
    """Ids of the topics most of whose excerpts speak of the car park."""
    found = set()
    for topic in store.topics.current():
        texts = [one.text for one in store.excerpts.get(topic.excerpts).values()]
        if (
            topic.parent_theme is None
            and sum("car park" in text or "Parking" in text for text in texts) > len(texts) / 2
        ):
            found.add(topic.topic_id)
    return found


def _kept(workspace: Workspace) -> int:
    apart = (workspace.material, workspace.briefs)
    files = (path for path in workspace.root.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files if not any(path.is_relative_to(one) for one in apart))


def _sign(workspace: Workspace, store: Store, wanted: str) -> None:
    looked_over(store, *store.documents.latest().values())
    review = new_review(Action.SIGN_OFF, "Robin", target=wanted)
    edit_brief(workspace, store, wanted, [review], edition=store.briefs.get(wanted).edition)


@pytest.fixture(scope="module", params=COURSES)
def year(request, tmp_path_factory) -> Year:
    """All months, once: material dropped, a run for it, and on the first of the next month the synthesis."""
    course: Course = request.param
    workspace = new_workspace(tmp_path_factory.mktemp("year") / "small-steps")
    atomic_write(workspace.settings_file, SETTINGS)
    atomic_write(workspace.register_file, REGISTER)
    workspace, seen = Workspace(workspace.root), Year(workspace.root, course)
    with pytest.MonkeyPatch.context() as patch:
        for month in course.months:
            drop(workspace.inbox, month_of_material(month))
            _look_and_run(workspace)
            run_month(workspace, month, how="direct")
            with opened(workspace.root) as (place, store):
                seen.briefs[month], seen.topics[month] = _briefs(store), _topics(store)
                seen.size[month] = _kept(workspace)
                if month == course.upgraded_after:
                    _sign(place, store, _named(seen.briefs[month], f"cohort-{month}"))
                    seen.signed = _briefs(store)
            if month == course.upgraded_after:
                patch.setattr(provenance, "_versions", lambda: {"numpy": "99.0", "scikit-learn": "99.0"})
                run_after_workshop(workspace, how="direct")
                run_month(workspace, month, how="direct")
                with opened(workspace.root) as (_, store):
                    seen.after_upgrade = _briefs(store)
            if month == course.late_in:
                drop(workspace.inbox, iter([late_file(course.late_for)]))
                _look_and_run(workspace)
                with opened(workspace.root) as (_, store):
                    seen.after_late_file = _briefs(store)
    return seen


def _named(briefs: dict[str, str], begin: str) -> str:
    [found] = [one for one in briefs if one.startswith(begin)]
    return found


@pytest.mark.slow
def test_every_month_has_its_briefs_once(year):
    """A draft beside a draft of the same month would leave an evaluator to guess which one counts."""
    for number, month in enumerate(year.course.months, start=1):
        assert len(year.briefs[month]) == number * (EVENTS + SCOPES), month


@pytest.mark.slow
def test_every_month_compares_with_the_one_before(year):
    """'What changed since last month' is what the synthesis is for."""
    for month in year.course.months[1:]:
        brief = json.loads(year.briefs[month][_named(year.briefs[month], f"cohort-{month}")])
        compared = [theme for theme in brief["themes"] if theme["change"] is not None]
        assert compared, month


@pytest.mark.slow
def test_what_no_theme_names_keeps_its_identity_all_year(year):
    """Evaluators watch 'the car park' grow; under a new id every month it would be news for ever."""
    months = year.course.months
    first = next(month for month in months if year.topics[month])
    assert first <= FIRST_TOPICS
    for month in months[months.index(first) :]:
        assert year.topics[first] <= year.topics[month], month
    assert len(year.topics[months[-1]]) == len(year.topics[first])


@pytest.mark.slow
def test_an_upgrade_alone_changes_no_brief_and_adds_none(year):
    """A library's new version must not put a new draft beside each brief that people have read and signed."""
    assert year.signed != year.briefs[year.course.upgraded_after]
    assert year.after_upgrade == year.signed


@pytest.mark.slow
def test_a_late_file_renews_its_events_brief(year):
    """A second brief on one workshop would contradict the first; and no other brief may change for it unasked."""
    before, after = year.briefs[year.course.late_in], year.after_late_file
    changed = {one for one in after if after[one] != before.get(one)}

    assert after.keys() == before.keys()
    assert changed == {_named(before, f"event-harbour-{year.course.late_for}-08")}
    assert "ward clerks" in after[changed.pop()]


@pytest.mark.slow
def test_a_month_costs_as_much_room_at_the_end_as_at_the_beginning(year):
    """What runs alone must not fill the disk: what is kept grows with the material and no faster."""
    sizes = [year.size[month] for month in year.course.months]
    steps = [after - before for before, after in itertools.pairwise(sizes)]
    third = len(sizes) // 3

    assert sum(steps[-third:]) < 2 * sum(steps[:third]), steps


@pytest.mark.slow
def test_nothing_half_written_and_no_folder_without_its_brief_is_left(year):
    """A draft's folder that nobody swept away would be read for a brief."""
    workspace = Workspace(year.root)
    with opened(year.root) as (_, store):
        known = {one.brief_id for one in store.briefs.all()}
        runs = store.flow_runs.latest(500)

    assert {one.name for one in workspace.briefs.iterdir()} == known
    assert not [path for path in year.root.rglob("*") if path.name.endswith((".part", ".tmp", "-journal"))]
    assert list(workspace.inbox.iterdir()) == []
    assert {run.outcome for run in runs} == {"done"}
    assert os.listdir(workspace.restricted / "originals")
