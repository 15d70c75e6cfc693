"""A quote goes with the statement that sums it up, not with whatever is on the topic."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.small import WordEncoder

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from _keypoints import SIGNALS, centred, clauses_of, match, signals

QUOTES = [
    "Uniforms stop bullying over clothes.",
    "A uniform costs parents less.",
    "Less bullying, since all look the same.",
]
STATEMENTS = ["School uniform reduces bullying", "School uniform saves money"]
MEANING = {"costs": "money", "cost": "money", "cheaper": "money"}


@pytest.fixture
def encoder():
    return WordEncoder(MEANING)


def test_each_quote_goes_with_the_statement_that_sums_it_up(encoder):
    """Although every pair shares the topic, and one pair shares no word beside it."""
    scores = match(QUOTES, STATEMENTS, encoder)

    assert scores.argmax(axis=1).tolist() == [0, 1, 0]


def test_the_same_input_gives_the_same_scores(encoder):
    """Nothing in it is drawn by chance."""
    assert np.array_equal(match(QUOTES, STATEMENTS, encoder), match(QUOTES, STATEMENTS, encoder))


def test_every_signal_is_a_number_for_every_pair(encoder):
    """Also where a text has no content word, and where there is one quote or one statement only."""
    for quotes, statements in ((["...", *QUOTES], ["and the"]), (QUOTES[:1], STATEMENTS), ([""], [""])):
        seen = signals(quotes, statements, encoder, background=quotes)

        assert seen.shape == (len(quotes), len(statements), len(SIGNALS))
        assert np.isfinite(seen).all()


def test_what_all_share_says_nothing():
    """Centring takes the topic out."""
    rows = np.array([[3.0, 1, 0], [3.0, 0, 1]], dtype=np.float32)
    one, other = centred(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    assert float(one @ other) < -0.9


def test_no_quotes_or_no_statements_give_an_empty_table(encoder):
    """Empty is an answer."""
    assert match([], STATEMENTS, encoder).shape == (0, 2)
    assert match(QUOTES, [], encoder).shape == (3, 0)


def test_clauses_are_cut_where_a_reader_would_pause():
    """And a few words are never a clause of their own."""
    text = "uniforms cost less for most parents, which matters a lot because some cannot afford new clothes, sadly"

    assert clauses_of(text) == [
        "uniforms cost less for most parents",
        "which matters a lot",
        "because some cannot afford new clothes sadly",
    ]


@given(st.text(alphabet="ab ,.!because"))
def test_a_text_always_has_a_clause(text):
    """The shortest quote can be compared too."""
    assert clauses_of(text)
