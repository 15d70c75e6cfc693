"""A quote goes with the statement that sums it up, not with whatever is on the topic."""

import numpy as np

from nlp.keypoints import centred, match

QUOTES = [
    "Uniforms stop bullying over clothes.",
    "A uniform costs parents less.",
    "Less bullying, since all wear the same.",
]
STATEMENTS = ["School uniform reduces bullying", "School uniform saves money"]


def rows(*places):
    """Vectors that mostly say 'uniform' and a little what is particular."""
    made = np.array([[3.0, one, other] for one, other in places], dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_each_quote_goes_with_the_statement_that_sums_it_up():
    """Although every pair shares the topic."""
    scores = match(QUOTES, STATEMENTS, rows((1, 0), (0, 1), (0.9, 0.1)), rows((1, 0), (0, 1)))

    assert scores.argmax(axis=1).tolist() == [0, 1, 0]


def test_what_all_share_says_nothing():
    """Centring takes the topic out."""
    one, other = centred(rows((1, 0), (0, 1)))

    assert float(one @ other) < -0.9


def test_no_quotes_or_no_statements_give_an_empty_table():
    """Empty is an answer."""
    assert match([], STATEMENTS, np.zeros((0, 3), np.float32), rows((1, 0), (0, 1))).shape == (0, 2)
    assert match(QUOTES, [], rows((1, 0), (0, 1), (1, 0)), np.zeros((0, 3), np.float32)).shape == (3, 0)
