"""Two words in common are not the same statement: clauses are held against excerpts word by word, each in its context."""

import numpy as np
import pytest

from learnbrief.nlp.encode import CachedEncoder, ShippedEncoder, default_encoder
from learnbrief.nlp.findings.weights import WEIGHTS
from learnbrief.nlp.findings.wordwise import Wordwise
from tests.nlp.small import WordEncoder

CLAUSE = "The discharge lounge has a television which can't be switched off"
SAME = "There is a telly in the lounge, on all day, and nobody knows where the switch is."
OTHER = "We have a discharge lounge with nice chairs."


@pytest.fixture(scope="module")
def wordwise():
    return Wordwise.of(default_encoder(), [CLAUSE, SAME, OTHER])


def test_what_says_the_same_in_other_words_is_met_and_what_shares_a_thing_is_not(wordwise):
    """A reader found 'a lounge with nice chairs' counted as a second voice on the television."""
    assert wordwise.met(CLAUSE, SAME) > wordwise.met(CLAUSE, OTHER)
    assert wordwise.met(CLAUSE, OTHER) < WEIGHTS.met


def test_the_same_words_meet_each_other(wordwise):
    """Whatever else is so."""
    assert wordwise.met(CLAUSE, CLAUSE) > 2 * WEIGHTS.met


def test_the_encoder_behind_a_cache_is_asked(wordwise):
    """Runs never hand over a bare encoder; wrapped, it must give the same figures."""
    wrapped = CachedEncoder(ShippedEncoder(default_encoder(), {}), lambda _name, _texts: {}, lambda _name, _rows: None)
    asked = Wordwise.of(wrapped, [CLAUSE, SAME, OTHER])

    assert asked.met(CLAUSE, SAME) == wordwise.met(CLAUSE, SAME)


def test_an_encoder_that_does_not_tell_its_tokens_is_not_asked():
    """Any model may be used; without token vectors the check is left out, not guessed."""
    assert Wordwise.of(WordEncoder(), [CLAUSE]) is None
    assert Wordwise.of(None, [CLAUSE]) is None


def test_words_without_tokens_meet_nothing(wordwise):
    """A clause of placeholders alone says nothing."""
    assert wordwise.met("", OTHER) == 0.0


def test_many_at_once_are_met_as_each_by_itself():
    """Who is counted asks of one pair, what is likely of thousands: two answers to one question would tell two stories."""
    texts = [
        "The inhalers are locked in the office cupboard at school",
        "Nobody can reach the inhalers because the cupboard is locked",
        "Parking permits run out before the clinic opens",
        "[Person 3]",
    ]
    wordwise = Wordwise.of(default_encoder(), texts)
    every = np.arange(len(texts))
    found = wordwise.meetings(texts, [every] * len(texts))

    for one, row in zip(texts, found, strict=True):
        assert np.allclose(row, [wordwise.met(one, other) for other in texts], atol=2e-4)
    assert [len(row) for row in wordwise.meetings(texts, [every[:0]] * len(texts))] == [0] * len(texts)
