"""What excerpts have in common is worked out once for all pairs of a brief, and by the pair in very large material."""

import numpy as np
import pytest
from scipy.sparse import random_array

from learnbrief.nlp.findings import shared
from learnbrief.nlp.findings.shared import Shared


@pytest.fixture(scope="module")
def rows():
    return random_array((700, 900), density=0.1, format="csr", dtype=np.float32, rng=np.random.default_rng(3))


def test_a_table_of_all_pairs_says_to_the_last_bit_what_asking_by_the_pair_says(rows, monkeypatch):
    """Groups are joined in the order of likeness: a last bit that depends on the material's size would move findings."""
    some, others = [3, 699, 41, 255, 256], [600, 2, 3]
    whole = Shared(rows)
    by_table = whole.between(some, others)
    monkeypatch.setattr(shared, "IN_A_TABLE", 0)

    assert by_table.tobytes() == Shared(rows).between(some, others).tobytes()
    assert by_table.tobytes() == whole.between(some, others).tobytes()


@pytest.mark.parametrize("most", [0, 2_000])
def test_nobody_has_nothing_in_common_with_somebody(rows, monkeypatch, most):
    """A group of which nothing is left is asked about too."""
    monkeypatch.setattr(shared, "IN_A_TABLE", most)

    assert Shared(rows).between([], [1, 2]).shape == (0, 2)
    assert Shared(rows).between([4], []).shape == (1, 0)
