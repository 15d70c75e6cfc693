"""A small fictional programme on disk, and a workspace with it taken in."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from learnbrief.corpus.document import Document
from learnbrief.corpus.store import Store, open_store
from learnbrief.corpus.store.clues import SHOWN
from learnbrief.flows.exchange.importing import Told, import_coding
from learnbrief.flows.stages.analyse import keep_codebook
from learnbrief.flows.stages.encoding import encode, unencoded
from learnbrief.flows.stages.ingest import new_files, take_in
from learnbrief.flows.stages.tagging import tag
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace

SETTINGS = """
[programme]
name = "Small Steps (fictional)"

[[collaborative]]
slug = "harbour"
name = "Harbour Acute Collaborative"

[[collaborative]]
slug = "lantern"
name = "Lantern Mental Health Collaborative"
"""

REGISTER = "name,variants,role,collaborative\nOlumide Farrant,Olu,executive,harbour\nBettina Quorn,,clinician,lantern\n"

WORKSHOP = """\
Event: Harbour day one
Kind: workshop notes
Date: 2025-03-04
Collaborative: harbour

# Harbour day one

## What gets in the way

Table 1
- Improvement time is the first thing cancelled when the wards are full
- Our board never asks about equity unless something has gone wrong
- Olumide Farrant said the executive team is new and does not know the wards yet

Table 2
- Nobody knows which committee is allowed to say yes to a change
- The data arrives two months late, so we cannot see whether anything improved

## What helps

- The chief executive came to the huddle every week and asked what she could unblock
- Patients redrew the appointment letter with us and missed appointments fell
"""

REFLECTION = """\
Event: Lantern coaching
Kind: coaching reflection
Date: 2025-03-18
Collaborative: lantern
Author: Bettina Quorn

I came away thinking that the ward team is tired and that improvement work is cancelled whenever somebody is off sick.
The senior leaders say the right things, but nobody at the top has asked what the numbers for Black patients look like.
What helped was that the experience panel rewrote the form in their own words. The team began to trust each other after that.
"""

WEBINAR = """\
WEBVTT

00:00:01.000 --> 00:00:06.000
<v Olumide Farrant>Leaders have to ask about inequality in every meeting, or it drops off the table.

00:00:06.000 --> 00:00:12.000
<v Bettina Quorn>We measure what is easy, and the people we fail are not in the data at all.

00:00:12.000 --> 00:00:18.000
<v Presenter>Next slide, please, and remember that the survey closes on Friday.
"""

ABOUT_WEBINAR = 'kind = "webinar transcript"\nevent = "Spring webinar"\ndate = 2025-04-08\ncollaborative = "none"\n'


def write_material(workspace: Workspace) -> None:
    """One workshop, one reflection, one webinar."""
    for place, text in {
        "harbour-day-one/notes.md": WORKSHOP,
        "lantern-coaching/reflection.txt": REFLECTION,
        "spring-webinar/recording.vtt": WEBINAR,
        "spring-webinar/about.toml": ABOUT_WEBINAR,
    }.items():
        path = workspace.material / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def make_programme(folder: Path) -> Workspace:
    """A small fictional programme on disk, nothing taken in."""
    place = new_workspace(folder)
    atomic_write(place.settings_file, SETTINGS)
    atomic_write(place.register_file, REGISTER)
    write_material(place)
    return Workspace(place.root)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with settings, register and material; nothing is taken in yet."""
    return make_programme(tmp_path / "small-steps")


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    """The workspace's store, empty."""
    opened = open_store(workspace.store_url)
    yield opened
    opened.close()


def take_all_in(workspace: Workspace, store: Store) -> None:
    """Every stage up to the tags, as plain functions."""
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    keep_codebook(workspace, store)
    encode(workspace, store, unencoded(workspace, store))
    tag(workspace, store)


def looked_over(store: Store, *documents: Document, coder: str = "Robin") -> None:
    """A person has confirmed these, and lets every word in them stand by which somebody may be known."""
    for one in documents:
        for clue in store.clues.of(one.document_id, one.version):
            store.clues.set_status(clue, SHOWN)
        store.privacy.confirm(one.document_id, one.version, coder)


@pytest.fixture(scope="session")
def tagged_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programme taken in and tagged, made once."""
    place = make_programme(tmp_path_factory.mktemp("tagged") / "small-steps")
    with closing(open_store(place.store_url)) as opened:
        take_all_in(place, opened)
    return place.root


@pytest.fixture
def tagged(tagged_once: Path, tmp_path: Path) -> Workspace:
    """A copy of it, to be changed at will."""
    return Workspace(Path(shutil.copytree(tagged_once, tmp_path / "tagged")))


@pytest.fixture
def tagged_store(tagged: Workspace) -> Iterator[Store]:
    """Its store."""
    opened = open_store(tagged.store_url)
    yield opened
    opened.close()


@pytest.fixture
def services(tagged, tagged_store):
    """The services over a tagged programme."""
    return Services(tagged, tagged_store)


@pytest.fixture
def bring(tagged, tagged_store, tmp_path):
    """Imports a table given as rows of cells."""

    def run(*rows, name="coding.csv", keep=True, **told):
        path = tmp_path / name
        path.write_text("\n".join(rows), encoding="utf-8")
        return import_coding(tagged, tagged_store, path, Told(**{"coder": "Robin", **told}), keep=keep)

    return run
