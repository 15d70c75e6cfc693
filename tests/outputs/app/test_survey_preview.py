"""A survey on the page where files are checked: a line per column, each to be changed before anything is taken in."""

import re
from dataclasses import replace

import pytest

from learnbrief.corpus.protocols import Preview
from learnbrief.corpus.surveys import ReadColumn
from tests.outputs.app.conftest import ToyServices, post
from tests.outputs.app.test_uploads import upload

FOUND = (
    ReadColumn("0", "Email", "left out", 30),
    ReadColumn("1", "What helped?", "closed", 28, "A <quiet> room"),
    ReadColumn("2", "Team", "attribute", 30, "", told=True),
)


class SurveyServices(ToyServices):
    """Reads every file as one survey, with the columns as chosen."""

    def preview(self, path, details):
        chosen = dict(one.split(" = ") for one in details.get("columns", "").split("; ") if one)
        columns = tuple(replace(one, use=chosen.get(one.key, one.use)) for one in FOUND)
        return Preview("What helped?", (), ("Respondent 1",), {}, (), "read as: survey, 30 respondents", columns)


@pytest.fixture
def services(store):
    return SurveyServices(store)


def selects(page: str) -> dict[str, str]:
    """Each column's choices with the one that is taken."""
    found = re.findall(r'<select name="column-0-(\d)".*?>(.*?)</select>', page, re.DOTALL)
    return {key: (re.search(r'value="([^"]*)" selected', options) or [None, ""])[1] for key, options in found}


def test_each_column_is_shown_with_an_answer_and_may_be_read_otherwise(browser, services):
    """A question in words that was taken for choices showed nowhere before the brief lacked it."""
    at = upload(browser, ("answers.csv", b"x")).url.path
    page = browser.get(at).text
    assert "Read as: survey, 30 respondents." in page
    assert "A &lt;quiet&gt; room" in page
    assert "closed, as found" in page
    assert "attribute, as told" in page
    assert "How its lines are written" not in page
    assert selects(page) == {"0": "", "1": "", "2": ""}

    again = post(
        browser, at, **{"file-0": "answers.csv", "column-0-1": "question", "column-0-2": "", "again": "0"}
    ).text
    assert selects(again) == {"0": "", "1": "question", "2": ""}


def test_what_was_chosen_goes_in_with_the_file(browser, services):
    """What was left as found is not told: a later version may find better."""
    at = upload(browser, ("answers.csv", b"x")).url.path
    details = {"kind-0": "survey", "event-0": "Spring", "date-0": "2025-04-02", "collaborative-0": "none"}
    chosen = {"column-0-0": "", "column-0-1": "question", "column-0-2": "left out"}
    post(browser, at, **{"file-0": "answers.csv", **details, **chosen})

    ((name, told),) = services.taken
    assert (name, told["columns"]) == ("answers.csv", "1 = question; 2 = left out")
