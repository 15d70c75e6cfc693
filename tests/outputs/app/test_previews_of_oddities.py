"""The page on which added files are checked: what is odd about one, and what can be done about it there."""

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.protocols import Preview
from tests.outputs.app.conftest import ToyServices
from tests.outputs.app.test_uploads import upload


@pytest.fixture
def services(store):
    """Services for which every file is odd in two ways, and one kind of file cannot be read."""

    class Odd(ToyServices):
        def preview(self, path, details):
            if path.suffix == ".qdpx":
                raise BadInput(f"{path.name}: no reader for .qdpx; bring it in with 'learnbrief import'")
            told = (
                "no speakers found in a webinar transcript; tell its shape (shape = 'none')",
                "2 lines read once: twice shown",
            )
            warnings = tuple(f"[Person 3]{path.suffix}: {one}" for one in told)
            return Preview("words", details={}, warnings=warnings, outline="read as: notes; 1 paragraph")

    return Odd(store)


def test_what_is_odd_is_said_without_the_file_and_with_what_to_do_on_the_page(browser):
    """'shape = none' is for files and the command line, and the name, in part hidden, stands above."""
    page = upload(browser, ("Tom.txt", b"a talk")).text

    assert "No speakers found in a webinar transcript; choose how its lines are written" in page
    assert "2 lines read once: twice shown." in page
    assert "shape = " not in page
    assert "[Person 3].txt" not in page


def test_whatever_was_read_can_be_read_again_as_another_kind(browser):
    """A talk that looked like notes had no way to be looked at as a talk before it was taken in."""
    page = upload(browser, ("Tom.txt", b"a talk")).text

    assert "choose its kind, then read it again" in page
    assert 'name="again"' in page
    assert "Who leads" not in page  # nobody to choose from


def test_where_nothing_could_be_read_nothing_can_be_taken_in(browser):
    """The button led to an error."""
    page = upload(browser, ("coded.qdpx", b"a project")).text

    assert "bring it in with" in page
    assert "Take in and run" not in page
