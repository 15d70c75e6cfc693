"""What is drawn for blind coding is quoted, and heads a finding, only where the finding has nothing else."""

from dataclasses import replace

import pytest

from learnbrief.corpus.finding import Point
from tests.outputs import programme
from tests.outputs.programme import FINDINGS, clause, finding, ids

FIRST = FINDINGS[0]
"""h1 heads it; h1 and s1 are quoted; m1 is evidence beside them."""


@pytest.fixture
def drafted(build):
    """The first finding as a brief tells it where these lines are kept for blind coding."""

    def make(keys, wanted=FIRST, reviews=()):
        analysis = replace(programme.ANALYSIS, findings=(wanted,))
        made = build(analysis=analysis, messages=((), ""), kept_blind=frozenset(ids(keys)), reviews=reviews)
        return made.findings[0]

    return make


def test_another_quote_and_another_headline_are_taken(drafted):
    """Reading the brief costs nobody an honest coding: the finding says the same in words of others."""
    told = drafted("h1")

    assert set(told.quotes) == set(ids("s1 m1"))
    assert told.heading == "More board time for this, please"
    assert {one.excerpt for one in told.evidence} == set(FIRST.evidence)


def test_where_everything_is_kept_it_is_told_all_the_same(drafted):
    """A finding without quotes would be none; who reads it is remembered as having seen it."""
    told = drafted("h1 m1 s1")

    assert (told.quotes, told.heading) == (FIRST.quotes, FIRST.heading)


def test_nothing_kept_changes_nothing(drafted):
    """Most excerpts are not drawn."""
    assert drafted("w1 w2").quotes == FIRST.quotes


def test_a_headline_of_another_side_does_not_stand_in(drafted):
    """'What helps' under the evidence of what gets in the way would turn the finding round."""
    data = FINDINGS[4]
    headed = replace(
        data,
        heading_from="clause",
        clause=data.points[0].clause,
        candidates=(clause("m3", "People argue about the patients now"),),
    )

    assert drafted("h7", headed).clause == drafted("", headed).clause


def test_what_an_evaluator_chose_stands(drafted):
    """They could see it: it was coded, or they know that they saw it."""
    chosen = programme.review(1, programme.Action.QUOTES, FIRST.finding_id, quotes=list(ids("h1")))

    assert drafted("h1", reviews=[chosen]).quotes == ids("h1")


def test_sources_that_are_not_quoted_yet_come_first(drafted):
    """Quotes spread over sources as before."""
    several = finding("data", "barrier", "", "h3 h7 r2 r3", "h7 r2")

    assert set(drafted("r2", several).quotes) == set(ids("h7 h3"))


def test_what_only_speaks_of_the_subject_is_never_quoted_instead(drafted):
    """Under 'half our reminders go astray' stood, as its first quote, that reminders work: it was in the same matter."""
    head = clause("h7", "half of my week still goes on chasing the same numbers")
    counted, beside = Point(ids("h7 r3"), "data", "barrier", head), Point(ids("h3 r2"), "data", "enabler", None)
    matter = replace(finding("data", None, head, "h7 r3 h3 r2", "h7 r3"), points=(counted, beside))

    assert drafted("h7", matter).quotes == ids("r3")
    assert drafted("h7 r3", matter).quotes == ids("h7 r3")
