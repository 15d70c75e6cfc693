"""Files on their way in: what is told of one is kept with it while it waits, and nothing is asked for twice."""

import json
import sys
from pathlib import Path

import pytest

from learnbrief.flows.cli import main
from learnbrief.flows.stages.drop_folder import DropFolder
from learnbrief.flows.stages.inbox import waiting
from learnbrief.flows.stages.ingest import new_files, take_in
from learnbrief.flows.workspace.workspace import new_workspace

WORDS = "The night staff were never asked what they would change.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A file that tells nothing of itself."""
    path = tmp_path / "given" / "words.txt"
    path.parent.mkdir()
    path.write_text(WORDS, encoding="utf-8")
    return path


def _call(monkeypatch, capsys, *words: str) -> tuple[int, str, str]:
    """Exit status, standard output and what was said beside it."""
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out, said.err


def test_what_was_told_of_a_waiting_file_is_kept_with_it(workspace, notes, monkeypatch, capsys):
    """Whoever told kind and event must not be asked for them again by 'learnbrief status'."""
    add = ["add", str(notes), "-w", str(workspace.root)]
    code, _, told = _call(monkeypatch, capsys, *add, "--kind", "workshop_notes", "--event", "Night day")

    assert code == 1
    assert "date, collaborative not told" in told
    _, status, _ = _call(monkeypatch, capsys, "status", "--json", "-w", str(workspace.root))
    [reason] = json.loads(status)["waiting"]
    assert "words.txt: date, collaborative not told" in reason


@pytest.mark.parametrize("again", ["the file itself", "the copy in the inbox"])
def test_telling_the_rest_files_it_and_leaves_nothing_behind(workspace, notes, monkeypatch, capsys, again):
    """The second command gives what the first left out; a copy left in the inbox would wait for ever."""
    _call(monkeypatch, capsys, "add", str(notes), "--kind", "survey", "--event", "Nights", "-w", str(workspace.root))
    path = notes if again == "the file itself" else workspace.inbox / "words.txt"
    rest = ["--date", "2025-05-06", "--collaborative", "harbour"]
    code, _, _ = _call(monkeypatch, capsys, "add", str(path), *rest, "-w", str(workspace.root))

    assert code == 0
    assert list(workspace.inbox.iterdir()) == []
    row = (workspace.material / "harbour-2025-05-06-nights" / "material.csv").read_text().splitlines()[1]
    assert row.startswith("words.txt,survey,Nights,2025-05-06,harbour")


def test_what_stands_beside_a_file_waits_with_its_copy(workspace, notes, monkeypatch, capsys):
    """An about.toml is not copied into the inbox; what it says of the file is."""
    (notes.parent / "about.toml").write_text('kind = "survey"\nevent = "Nights"\n')
    _call(monkeypatch, capsys, "add", str(notes), "-w", str(workspace.root))

    [(_, reason)] = waiting(workspace)
    assert "date, collaborative not told" in reason


def test_a_second_event_of_one_name_is_told_with_the_way_to_join_them(workspace, store, notes, monkeypatch, capsys):
    """One session with the day of a call that followed it became two events, and nobody heard of it."""
    told = ["-w", str(workspace.root), "--kind", "workshop_notes", "--event", "Night day", "--collaborative"]
    _, _, first = _call(monkeypatch, capsys, "add", str(notes), *told, "none", "--date", "2025-05-06")
    notes.write_text("Whoever orders the trolleys has never pushed one up the ramp.\n", encoding="utf-8")
    call = notes.rename(notes.with_name("call.txt"))
    _, _, second = _call(monkeypatch, capsys, "add", str(call), *told, "harbour", "--date", "2025-05-13")
    later = call.with_name("later.txt")
    later.write_text("It has rained in the store since the autumn of that year.\n", encoding="utf-8")
    _, _, third = _call(monkeypatch, capsys, "add", str(later), *told, "harbour", "--date", "2025-05-13")

    begun, joined = workspace.material / "harbour-2025-05-13-night-day", workspace.material / "2025-05-06-night-day"
    assert (
        "  A new event, though 2025-05-06-night-day has the same name: day or collaborative differ. If they are one, move call.txt "
        "and its row of material.csv from material/harbour-2025-05-13-night-day to material/2025-05-06-night-day "
        "before the next run\n"
    ) in second
    assert "same name" not in first + third

    rows = (begun / "material.csv").read_text().splitlines(keepends=True)
    with (joined / "material.csv").open("a", encoding="utf-8") as listing:
        listing.writelines(row for row in rows if row.startswith("call.txt"))
    (begun / "call.txt").rename(joined / "call.txt")
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    dates = [str(one.date) for one in store.documents.latest().values() if one.event_id == "2025-05-06-night-day"]
    assert sorted(dates) == ["2025-05-06", "2025-05-13"]


def test_a_listing_completed_in_the_inbox_files_what_it_tells_of(workspace, notes, monkeypatch, capsys):
    """The row that was begun for the file can be completed in any editor; others wait on."""
    other = notes.with_name("others.txt")
    other.write_text(WORDS.replace("night", "day"))
    for path in (notes, other):
        _call(monkeypatch, capsys, "add", str(path), "--kind", "survey", "--event", "X", "-w", str(workspace.root))
    listing = workspace.inbox / "material.csv"
    listing.write_text(listing.read_text().replace("words.txt,survey,X,,", "words.txt,survey,X,2025-05-06,none"))

    folder = DropFolder(workspace.root, settled=0)
    folder.look()
    assert [path.name for path in folder.look().filed] == ["words.txt"]
    assert sorted(path.name for path in workspace.inbox.iterdir()) == ["material.csv", "others.txt"]
    assert "words.txt" not in listing.read_text()


def test_without_collaboratives_a_file_needs_none(tmp_path, notes, monkeypatch, capsys):
    """A small programme has none; every file waited for an answer that nobody had."""
    place = new_workspace(tmp_path / "small")
    told = ["--kind", "survey", "--event", "Nights", "--date", "2025-05-06"]
    code, _, _ = _call(monkeypatch, capsys, "add", str(notes), *told, "-w", str(place.root))

    assert code == 0
    assert (place.material / "2025-05-06-nights" / "words.txt").is_file()


def test_what_reading_lost_is_said_when_a_file_is_added(workspace, tmp_path, monkeypatch, capsys):
    """Only the app's preview said it: who adds by command never learned that a page header was left out."""
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><nav>Home and contact</nav><p>The lifts were broken and two people went home.</p></body></html>"
    )
    told = ["--kind", "other", "--event", "Lifts", "--date", "2025-05-06", "--collaborative", "none"]
    code, out, err = _call(monkeypatch, capsys, "add", str(page), *told, "--json", "-w", str(workspace.root))

    assert code == 0
    assert "As read: page.html: navigation, page header and footer left out" in err
    assert json.loads(out)[0]["warnings"] == ["page.html: navigation, page header and footer left out"]
