"""Files added in the browser: none replaces another, and none is forgotten where it lies in clear."""

import pytest

from tests.outputs.app.conftest import post, token_in


def upload(browser, *files):
    """Add files as the Material page does; the page that follows."""
    sent = [("files", (name, content, "text/plain")) for name, content in files]
    return browser.post("/material", files=sent, data={"csrf": token_in(browser.get("/who").text)})


def lying(tmp_path):
    """Names and contents of what lies in the restricted folder."""
    return {path.name: path.read_bytes() for path in (tmp_path / "restricted").rglob("*") if path.is_file()}


def test_two_files_of_one_name_are_both_kept_and_told(browser, tmp_path):
    """Two coaches both call theirs notes.md: the second replaced the first, and 'two files read' was said of one."""
    answer = upload(browser, ("notes.md", b"- from Harbour"), ("coach/notes.md", b"- from Fenland"))

    assert lying(tmp_path) == {"notes.md": b"- from Harbour", "notes-2.md": b"- from Fenland"}
    assert "2 files read. There are two files called notes.md; one is kept as notes-2.md." in answer.text


def test_the_same_file_twice_is_kept_once_and_told(browser, tmp_path):
    """A slip of the hand is no second source."""
    answer = upload(browser, ("notes.md", b"- a point"), ("notes.md", b"- a point"))

    assert lying(tmp_path) == {"notes.md": b"- a point"}
    assert "notes.md came twice with the same content; it is kept once." in answer.text


def test_an_upload_that_is_refused_leaves_nothing_in_clear(browser, tmp_path):
    """The good files of a refused upload lay there unseen."""
    assert upload(browser, ("notes.md", b"- a point"), ("...", b"- no name")).status_code == 400

    assert lying(tmp_path) == {}


def test_what_was_not_taken_in_is_listed_and_can_be_taken_up_or_removed(browser, services, store, tmp_path):
    """Whoever closed the browser half way left names in clear on the disk, and no page said so."""
    kept = upload(browser, ("notes.md", b"- a point")).url.path
    gone = upload(browser, ("scan.md", b"- added by mistake"), ("other.md", b"- as well")).url.path
    page = browser.get("/material").text
    assert "notes.md" in page
    assert "other.md, scan.md" in page
    assert f'href="{kept}"' in page
    assert "Take in or remove 3 added files" in browser.get("/").text

    assert "2 files removed" in post(browser, f"{gone}/remove").text
    assert lying(tmp_path) == {"notes.md": b"- a point"}
    fields = {
        "file-0": "notes.md",
        "kind-0": "survey",
        "event-0": "x",
        "date-0": "2025-02-01",
        "collaborative-0": "harbour",
    }
    post(browser, kept, **fields)
    assert [name for name, _ in services.taken] == ["notes.md"]
    assert lying(tmp_path) == {}
    assert "Added, not taken in" not in browser.get("/material").text


def test_details_stay_with_their_file_when_another_is_left_out_meanwhile(browser, services):
    """Two tabs are open; the numbers of the page that was filled in must not slip to other files."""
    place = upload(browser, ("a.md", b"- a"), ("b.md", b"- b")).url.path
    post(browser, f"{place}/leave-out", name="a.md")
    common = {"date-all": "2025-02-01", "collaborative-all": "harbour", "file-0": "a.md", "file-1": "b.md"}
    post(browser, place, **common, **{"kind-0": "survey", "event-0": "first", "kind-1": "other", "event-1": "second"})

    assert [(name, told["kind"], told["event"]) for name, told in services.taken] == [("b.md", "other", "second")]


@pytest.mark.parametrize("batch", ["../../etc", "a" * 16, "A" * 16, "x"])
def test_only_a_batch_that_waits_can_be_removed(browser, tmp_path, batch):
    """A name must not choose the place."""
    assert post(browser, f"/material/add/{batch}/remove").status_code in (404, 405)
