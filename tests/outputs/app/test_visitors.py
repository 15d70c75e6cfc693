"""Beside a visitor's words every page says 'on Harbour': 'Harbour' alone would make them one of the team."""

from dataclasses import replace

import pytest

from learnbrief.corpus.document import Voice
from tests.outputs.app.conftest import LINES

COACH = Voice("person-9", "Person 9", "author", "improvement coach")


@pytest.fixture
def visited(store):
    """The workshop of Harbour, its first line said by a coach who goes round."""
    (document,) = store.documents.latest().values()
    first, *rest = store.excerpts.current()
    store.excerpts.put(document, [replace(first, voice=COACH), *rest])
    return store.excerpts.current()


@pytest.mark.parametrize(
    "path", ["/review/{id}", "/explore/excerpts", "/themes?theme=leadership", "/explore?words=board"]
)
def test_a_page_says_on_whom_a_visitor_speaks(browser, visited, path):
    """The next reader takes the words for the team's own, and the brief for wrong."""
    page = browser.get(path.format(id=visited[0].excerpt_id)).text
    others = browser.get(path.replace("board", "interpreters").format(id=visited[2].excerpt_id)).text

    assert LINES[0] in page
    assert "on Harbour Acute" in page
    assert LINES[2] in others
    assert "· Harbour Acute" in others


def test_the_page_of_a_brief_names_the_place_of_a_visitor(browser, visited, brief):
    """It said 'no collaborative' of words that are on one."""
    page = browser.get(f"/briefs/{brief.id}").text

    assert "Person 9, on Harbour Acute" in page or "improvement coach, on Harbour Acute" in page
    assert "no collaborative" not in page
