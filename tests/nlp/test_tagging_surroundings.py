"""A tag reads an excerpt with its heading and its neighbours, on one scale for every codebook."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.codebook import default_codebook
from learnbrief.corpus.tag import FAIRLY_SURE, WORTH_A_LOOK
from learnbrief.nlp.encode import encoder_from
from learnbrief.nlp.tagging import tag_excerpts
from learnbrief.nlp.tagging.context import neighbours, told_by_heading
from learnbrief.nlp.tagging.tagger import on_scale
from tests.nlp.small import excerpt

SURVEY = "The office letter takes three weeks to reach the family and by then the day has gone."


def test_an_answer_is_read_with_its_question_and_says_so():
    """'What gets in the way?' over a list tells more of its bullets than their words do."""
    under = replace(excerpt(SURVEY), heading="What gets in the way?")
    bare, asked = (
        {tag.theme: tag for tag in tag_excerpts([one], default_codebook(), encoder_from("default"))}
        for one in (excerpt(SURVEY), under)
    )

    assert asked["barrier"].score > (bare["barrier"].score if "barrier" in bare else 0.0)
    assert (asked["barrier"].reason.source, asked["barrier"].reason.because) == ("heading", "What gets in the way?")


@pytest.mark.parametrize(
    ("heading", "stances"),
    [
        ("3. WHAT GETS IN THE WAY (all tables)", {"barrier"}),
        ("What has helped most?", {"enabler"}),
        ("What unstuck it", {"enabler"}),
        ("Actions agreed", {"action"}),
        ("Questions for the panel", {"question"}),
        ("Question 2: introductions", set()),
        ("Table 2 feedback", set()),
        ("Barriers, enablers and actions", set()),
        (None, set()),
    ],
)
def test_a_heading_tells_a_stance_only_where_it_names_one(heading, stances):
    """A heading over everything is over nothing in particular."""
    assert told_by_heading(heading) == stances


def test_neighbours_are_those_next_to_it_under_the_same_heading_of_the_same_source():
    """Another table's bullet, or another source's, is no company."""
    ones = [
        replace(excerpt("One thing was said.", start=0), heading="A"),
        replace(excerpt("Another was said.", start=30), heading="A"),
        replace(excerpt("A third was said.", start=60), heading="B"),
        excerpt("Elsewhere it was said.", document="d2"),
    ]
    beside = neighbours(reversed(ones))

    assert beside == {ones[0].excerpt_id: [ones[1]], ones[1].excerpt_id: [ones[0]]}


def test_a_tag_depends_on_its_own_source_and_not_on_the_batch(tagger):
    """What is tagged in one go must not change what is tagged: neighbours come from the source, wherever they are tagged."""
    ones = [
        excerpt(text, start=start)
        for text, start in ((SURVEY, 0), ("The board never asks about it.", 100), ("We wait for the rota.", 200))
    ]
    together = tagger.tag(ones, beside=neighbours(ones))
    apart = [tag for one in ones for tag in tagger.tag([one], beside=neighbours(ones))]

    assert apart == together


@given(st.floats(0, 5), st.floats(0.01, 1), st.floats(1.01, 3))
def test_bands_begin_at_the_same_two_scores_in_every_codebook(score, review, factor):
    """A reader, a table and the queue may rely on what .5 and .8 mean."""
    scaled = float(on_scale(np.array([score]), review, review * factor)[0])

    assert 0 <= scaled <= 1
    assert (scaled >= WORTH_A_LOOK - 1e-9) == (score >= review - 1e-9) or abs(score - review) < 1e-6
    assert (scaled >= FAIRLY_SURE - 1e-9) == (score >= review * factor - 1e-9) or abs(score - review * factor) < 1e-6
