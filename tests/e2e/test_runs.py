"""From files to briefs, undisturbed and disturbed."""

import json
import os
import shutil
from pathlib import Path

import pytest

from learnbrief.corpus.store import open_store
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from tests.e2e.conftest import brief_values
from tests.flows.conftest import make_programme

KILLED_AT_EVERY_STEP = """
import os, signal, sys
from pathlib import Path

from learnbrief.flows.stages.progress import watched_by
from learnbrief.flows.orchestration.start import run_after_workshop
from learnbrief.flows.workspace.workspace import Workspace

class Impatient:
    '''Lets the run take so many steps, then kills the process as a power cut would.'''
    def __init__(self, steps):
        self.left = steps
    def stage(self, name, total):
        self._step()
    def advance(self, steps=1):
        self._step()
    def _step(self):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def half_written(place):
    return [one for one in place.briefs.glob("[!.]*") if not {"brief.html", "brief.json"} <= set(os.listdir(one))]

place, steps = Workspace(Path(sys.argv[1])), 1
while True:
    if os.fork() == 0:
        with watched_by(Impatient(steps)):
            run_after_workshop(place)
        os._exit(0)
    _, ended = os.wait()
    assert ended in (0, signal.SIGKILL), (steps, ended)
    assert not half_written(place), (steps, half_written(place))
    if ended == 0:
        print(steps)
        break
    steps += 1
"""

LOADED = """
import sys
from pathlib import Path
from learnbrief.flows.orchestration.start import run_after_workshop
from learnbrief.flows.workspace.workspace import Workspace
run_after_workshop(Workspace(Path(sys.argv[1])))
print("\\n".join(sys.modules))
"""

NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event == "socket.getaddrinfo" and arguments[0] not in (None, "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1"):
        raise OSError(f"the network is off: {arguments[0]!r}")
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not str(arguments[1][0]).startswith(("127.", "::1", "localhost")):
        raise OSError(f"the network is off: {arguments[1]!r}")

sys.addaudithook(refuse)
"""


def contents(workspace: Workspace) -> dict[str, object]:
    """Everything that a run leaves in the store, by value; numbers of rows show what was doubled."""
    store = open_store(workspace.store_url)
    try:
        return {
            "documents": {one.document_id: (one.version, one.text) for one in store.documents.latest().values()},
            "excerpts": [one.excerpt_id for one in store.excerpts.current()],
            "tags": store.tags.suggested(),
            "events": store.events.all(),
            "runs": sorted(one.run_id for one in store.analyses.all()),
            "briefs": sorted((one.brief_id, one.edition) for one in store.briefs.all()),
            "found": sorted(one for one, _ in store.words.search("board ward data improvement")),
        }
    finally:
        store.close()


@pytest.mark.slow
def test_a_run_killed_at_every_step_ends_as_an_undisturbed_one(finished, learnbrief, tmp_path):
    """A laptop lid closes when it closes: nothing is doubled, nothing half-written is seen, nothing is missing."""
    struck = Workspace(tmp_path / "struck")
    shutil.copytree(
        finished.root, struck.root, ignore=shutil.ignore_patterns("learnbrief.db*", "briefs", "originals", ".prefect")
    )
    # the same key in both: pseudonyms are drawn at random, once
    steps = int(learnbrief(struck.root, script=KILLED_AT_EVERY_STEP).stdout)
    assert steps > 3  # each one goes on where the one before was struck
    assert contents(struck) == contents(finished)
    assert brief_values(struck) == brief_values(finished)
    assert not list(struck.briefs.glob(".*"))


def test_a_second_run_changes_nothing(finished, learnbrief):
    """Not a byte, not a time stamp: briefs people work with do not move under them."""
    before = {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in finished.briefs.rglob("*") if path.is_file()
    }
    done = learnbrief("run", "-w", finished.root)

    assert done.stdout.strip() == "Nothing new."
    assert before == {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in finished.briefs.rglob("*") if path.is_file()
    }


def test_a_new_file_touches_its_own_event_only(finished, learnbrief):
    """One new file does the work of one file, and the brief of its event is renewed in place."""
    before = brief_values(finished)
    atomic_write(
        finished.material / "harbour-day-one" / "late.txt",
        "Kind: workshop notes\nDate: 2025-03-04\nCollaborative: harbour\n\nNobody had told the night staff about the day at all.\n",
    )
    done = learnbrief("run", "-w", finished.root, "--json")

    after = brief_values(finished)
    assert after.keys() == before.keys()
    (renewed,) = (one for one in after if after[one] != before[one])
    assert [Path(one).name for one in json.loads(done.stdout)["briefs"]] == [renewed]
    assert "harbour-day-one" in renewed


def test_a_bad_file_is_skipped_told_in_the_brief_and_in_the_exit_status(programme, learnbrief):
    """Readers of the brief learn what it does not rest on."""
    (programme.material / "harbour-day-one" / "scan.docx").write_bytes(b"not a docx")
    done = learnbrief("run", "-w", programme.root, code=1)

    assert "scan.docx" in done.stderr
    limits = next(value["limits"] for name, value in brief_values(programme).items() if "harbour" in name)
    assert any("scan.docx" in str(line) for line in limits)
    assert len(brief_values(programme)) == 3


def test_what_reading_lost_is_told_by_the_run_that_read_it_and_stays_in_the_brief(finished, learnbrief):
    """The app's preview said it; who runs by command must learn it too, once, and the brief's readers always."""
    page = "<nav>Home and contact</nav><p>Nobody had told the night staff about the day at all.</p>"
    atomic_write(finished.material / "harbour-day-one" / "late.html", f"<html><body>{page}</body></html>")
    atomic_write(
        finished.material / "harbour-day-one" / "material.csv",
        "file,kind,date,collaborative\nlate.html,workshop notes,2025-03-04,harbour\n",
    )
    done = learnbrief("run", "-w", finished.root, "--json")
    again = learnbrief("run", "-w", finished.root, "--json")

    told = json.loads(done.stdout)
    assert told["warnings"] == ["harbour-day-one/late.html: navigation, page header and footer left out"]
    assert json.loads(again.stdout)["warnings"] == []
    limits = brief_values(finished)[Path(told["briefs"][0]).name]["limits"]
    assert any("navigation, page header and footer left out" in str(line) for line in limits)


@pytest.fixture(scope="module")
def loaded(learnbrief, tmp_path_factory):
    """What one run with the network off has loaded when it is done, and the workspace that it leaves."""
    place, hooked = make_programme(tmp_path_factory.mktemp("alone") / "small-steps"), tmp_path_factory.mktemp("hooked")
    (hooked / "sitecustomize.py").write_text(NO_NETWORK)
    path = os.pathsep.join(filter(None, [str(hooked), os.environ.get("PYTHONPATH")]))
    return learnbrief(place.root, script=LOADED, env={"PYTHONPATH": path}, anew=True).stdout.split("\n"), place


def test_a_small_run_loads_no_heavy_package(loaded):
    """Importing bertopic alone costs a laptop up to half a minute."""
    modules, _ = loaded

    assert "onnxruntime" in modules
    for heavy in ("bertopic", "umap", "numba", "torch", "sentence_transformers"):
        assert heavy not in modules, heavy


def test_a_run_without_a_server_does_not_even_load_prefect(loaded):
    """Server, client and import were a third of a whole run, and on a busy machine the server did not start in time."""
    modules, _ = loaded

    assert [name for name in modules if name.partition(".")[0] == "prefect"] == []


def test_a_run_needs_no_network(loaded):
    """Material about patients stays on the machine; every process of the run refuses to leave it."""
    modules, place = loaded

    assert "sitecustomize" in modules
    assert len(brief_values(place)) == 3


def test_a_month_has_a_brief_for_the_cohort_and_for_everyone_heard(programme, learnbrief):
    """March heard two collaboratives; April's webinar heard people of both."""
    done = learnbrief("month", "2025-03", "-w", programme.root, "--json")

    names = sorted(Path(one).name.split("-2025")[0] for one in json.loads(done.stdout)["briefs"])
    assert names == ["cohort", "collaborative-harbour", "collaborative-lantern"]
    assert learnbrief("month", "2024-01", "-w", programme.root).stdout.startswith(
        "No material in 2024-01; there is some in: 2025-03"
    )


def test_doctor_holds_every_quote_against_the_frozen_text(finished, learnbrief):
    """And finds a brief whose words were tampered with."""
    learnbrief("doctor", "--store", "-w", finished.root)
    path = next(finished.briefs.glob("*harbour*/brief.json"))
    brief = json.loads(path.read_text("utf-8"))
    brief["findings"][0]["evidence"][0]["text"] += " Or so it was said."
    path.write_text(json.dumps(brief), "utf-8")

    assert "BAD  Store" in learnbrief("doctor", "--store", "-w", finished.root, code=1).stdout
