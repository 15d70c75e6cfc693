"""A workspace that can be read and not written is read, and whoever would write is told before any work is done."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from learnbrief.corpus.store import open_store
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.workspace.workspace import Workspace
from tests.reading_only import as_a_reader

PAGES = """
import sys
from pathlib import Path
from fastapi.testclient import TestClient
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.open_workspace import opened
from learnbrief.outputs.app.application import create_app
from learnbrief.outputs.app.security import OneTimeToken

with opened(Path(sys.argv[1])) as (place, store):
    token = OneTimeToken()
    app = create_app(store, Services(place, store), programme=place.settings.as_programme(), workspace=place.root,
                     token=token, read_only=place.read_only)
    with TestClient(app) as browser:
        browser.get(f"/?token={token.value}")
        csrf = browser.get("/who").text.partition('name="csrf" value="')[2].partition('"')[0]
        browser.post("/who", data={"csrf": csrf, "name": "Robin"})
        paths = ["/", "/material", "/privacy", "/review", "/codebook", "/explore", "/agreement", "/briefs", "/history",
                 "/memos", "/themes", "/privacy/people", "/documents", *(f"/documents/{one}" for one in store.documents.ids()),
                 f"/explore?q=board", *(f"/briefs/{one.brief_id}" for one in store.briefs.all()),
                 *(f"/privacy/{one}" for one in store.documents.ids())]
        for path in paths:
            shown = browser.get(path)
            print(path, shown.status_code, "can be read and not written" in shown.text)
        kept = browser.post("/material/run", data={"csrf": csrf})
        print("POST", kept.status_code, "so nothing was kept" in kept.text, len(store.jobs.all()))
"""


@pytest.fixture(scope="module")
def shelf(tagged_once, tmp_path_factory):
    """The programme with one brief, closed: as it would lie on somebody else's share. Nobody here can change it."""
    place = Workspace(Path(shutil.copytree(tagged_once, tmp_path_factory.mktemp("shelf") / "small-steps")))
    with closing(open_store(place.store_url)) as opened:
        make_brief(place, opened, analyse_scope(place, opened, parse_scope("event:harbour-day-one")))
    return place


@pytest.mark.parametrize(
    "words",
    [
        ["status", "--json"],
        ["search", "board", "--json"],
        ["export", "csv", "-"],
        ["privacy"],
        ["agreement"],
        ["doctor", "--store"],
    ],
)
def test_looking_works_where_nothing_can_be_written(shelf, words):
    """A programme board is given the folder on a share: a locked file of ours was all it saw."""
    done = as_a_reader(shelf.root, *words, "-w", shelf.root)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) > 50
    if words == ["status", "--json"]:
        assert json.loads(done.stdout)["documents"] == 3


def test_a_brief_is_shown_as_it_stands(shelf):
    """It is there to be read; only bringing it up to date is not possible."""
    words = ["brief", "--scope", "event:harbour-day-one", "-w", shelf.root]
    done = as_a_reader(shelf.root, *words)

    assert done.returncode == 0
    assert done.stdout.startswith("Brief: ")
    assert "can be read and not written: the brief is as it was made on" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["brief", "--scope", "cohort"],
        ["run", "--event", "harbour-day-one"],
        ["month", "2025-03"],
        ["forget", "--yes", "Olumide Farrant"],
        ["learn"],
        ["hub"],
    ],
)
def test_whoever_would_write_is_told_in_a_line(shelf, words):
    """Minutes of work and then a traceback is what they had."""
    done = as_a_reader(shelf.root, *words, "-w", shelf.root)

    assert done.returncode == 1
    assert done.stderr.startswith(f"learnbrief: {shelf.root} can be read and not written: ")
    assert done.stderr.count("\n") == 1


def test_every_page_of_the_app_shows_it_and_says_that_nothing_is_kept(shelf):
    """Who codes for an hour must not learn at the end that none of it was kept."""
    done = as_a_reader(shelf.root, shelf.root, script=PAGES)

    assert done.stderr == ""
    *pages, posted = done.stdout.splitlines()
    assert len(pages) > 12
    assert [line for line in pages if not line.endswith(" 200 True")] == []
    assert posted == "POST 409 True 0"
