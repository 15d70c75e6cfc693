"""A brief says of a visiting coach that they are heard on a collaborative, and counts them for none."""

from dataclasses import replace

import pytest

from learnbrief.corpus.document import Voice
from learnbrief.outputs.layout.wording import attribution
from tests.outputs import programme

COACH = Voice("person-90", "Person 90", "author", "improvement coach")


@pytest.fixture
def visited():
    """The programme's excerpts, all of Harbour's said by a coach who visited it."""
    return [replace(one, voice=COACH) if one.collaborative == "harbour" else one for one in programme.EXCERPTS.values()]


def test_what_only_a_visitor_says_is_not_counted_as_the_collaboratives(build, visited):
    """'3 of 5 collaboratives' in a masthead or a grid, of which one was never heard itself."""
    before, brief = build(), build(excerpts=visited)

    assert "harbour" in before.base.by_collaborative
    assert "harbour" not in brief.base.by_collaborative
    assert brief.base.documents == before.base.documents  # the sources count as before
    assert "Harbour Acute Collaborative" in brief.base.not_heard
    assert not any("harbour" in heard.by_collaborative for heard in brief.themes)
    assert not any("harbour" in finding.spread.collaboratives for finding in brief.findings)


def test_a_quote_says_on_whom_the_visitor_speaks(build, visited):
    """Without it a reader would not know which team the coach means."""
    brief = build(excerpts=visited)
    theirs = [one for finding in brief.findings for one in finding.evidence if one.about]

    assert theirs
    assert all(one.about == "harbour" and one.collaborative is None for one in theirs)
    assert "improvement coach, on Harbour" in attribution(theirs[0], brief)


def test_no_published_quote_says_where_a_visitor_went(build, visited):
    """Of few coaches, the one who visits Harbour is known by it."""
    published = build(excerpts=visited, view="published")

    assert not any(one.about for finding in published.findings for one in finding.evidence)
