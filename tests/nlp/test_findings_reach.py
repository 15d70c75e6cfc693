"""How many other sources of the programme raise what an event said: asked of all but its own source, and of enough of them."""

import numpy as np
import pytest

from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings import Said, reach
from tests.nlp.programme import Programme
from tests.nlp.test_findings_near import OF_THE_INHALERS
from tests.nlp.test_findings_spoken import OF_OTHER_THINGS


def said(texts, sources):
    """These texts, each in the source named for it."""
    made = Programme(encoder=default_encoder())
    for text, source in zip(texts, sources, strict=True):
        made.say(text, source=source)
    return Said(made.excerpts, default_encoder().encode([one.text for one in made.excerpts]))


@pytest.fixture(scope="module")
def heard():
    texts = (*OF_THE_INHALERS, *OF_OTHER_THINGS)
    return said(texts, [f"s{at}" for at in range(len(texts))])


def test_what_others_raise_too_reaches_further_than_talk_by_the_way(heard):
    """An event's brief told of knitted covers for the drip stands before what three other workshops had said."""
    asked = said(
        ("The school office locks the inhalers away and nobody has a key", "The biscuits were very good"), "ee"
    )
    found = reach(asked, heard)
    inhalers, biscuits = (found[one.excerpt_id] for one in asked.excerpts)

    assert inhalers > 1
    assert inhalers > 4 * biscuits


def test_a_source_does_not_reach_itself(heard):
    """Three lines of one source are not three sources."""
    own = Said(heard.excerpts[:1], heard.vectors[:1])
    without = Said(heard.excerpts[1:], heard.vectors[1:])

    assert np.isclose(*(reach(own, others)[own.excerpts[0].excerpt_id] for others in (heard, without)), atol=0.1)


def test_of_two_sources_nothing_is_told():
    """What nobody else said in one other source is no talk by the way yet."""
    two = said(OF_THE_INHALERS[:2], "ab")

    assert reach(two, two) == {}
