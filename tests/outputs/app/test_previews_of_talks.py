"""The page on which added files are checked: how a transcript was read, who leads, and another shape tried."""

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.protocols import Preview
from tests.outputs.app.conftest import ToyServices, post
from tests.outputs.app.test_uploads import upload

READ_AS = "read as: name and clock on a line, words below; 2 speakers, 4 turns, nobody marked as leading"


@pytest.fixture
def services(store):
    """Services for which the file is a talk of two; a shape that nobody knows fits no line of it."""

    class Talks(ToyServices):
        def preview(self, path, details):
            if details.get("shape") == "{name} > {words}":
                raise BadInput(f"{path.name}: no line has the shape")
            leads = ("Person 1", "Person 2")[int(details["leads"])] if details.get("leads") else "nobody"
            return Preview(f"{leads} leads", speakers=("Person 1", "Person 2"), details={}, read_as=READ_AS)

    return Talks(store)


def test_the_page_says_in_one_line_how_a_talk_was_read(browser):
    """Whoever adds it sees at once whether the speakers were found."""
    page = upload(browser, ("talk.txt", b"a talk")).text

    assert "Read as: name and clock on a line, words below; 2 speakers, 4 turns, nobody marked as leading." in page
    assert '<option value="1">Person 2</option>' in page


def test_read_again_shows_the_talk_with_what_was_chosen_and_takes_nothing_in(browser, services):
    """Looking is no decision."""
    place = upload(browser, ("talk.txt", b"a talk")).url.path
    page = post(browser, place, **{"file-0": "talk.txt", "leads-0": "1", "again": "0"}).text

    assert "Person 2 leads" in page
    assert '<option value="1" selected>Person 2</option>' in page
    assert services.taken == []


def test_a_shape_that_fits_nothing_is_said_and_another_can_be_chosen(browser):
    """The reason alone, without the field that caused it, would be a dead end."""
    place = upload(browser, ("talk.txt", b"a talk")).url.path
    page = post(browser, place, **{"file-0": "talk.txt", "shape-0": "{name} > {words}", "again": "0"}).text

    assert "no line has the shape" in page
    assert "How its lines are written" in page
    assert "nobody leads" in page


def test_who_leads_goes_with_the_file(browser, services):
    """The run must read it as the page showed it."""
    place = upload(browser, ("talk.txt", b"a talk")).url.path
    fields = {
        "file-0": "talk.txt",
        "kind-0": "webinar_transcript",
        "event-0": "x",
        "date-0": "2025-02-01",
        "collaborative-0": "harbour",
    }
    post(browser, place, **fields, **{"leads-0": "0"})

    assert [told.get("leads") for _, told in services.taken] == ["0"]


def test_shapes_are_shown_as_they_look_in_a_file(browser):
    """'{clock} {name}: {words}' says nothing to whoever has a transcript before them."""
    page = upload(browser, ("talk.txt", b"a talk")).text

    assert ">[00:00:03] Priya: How did the new board round start?</option>" in page
    assert ">{" not in page
