"""How many sources surely speak of a matter: never more than can be, and as sure as it says."""

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from learnbrief.corpus.expected import at_least

SHARES = st.lists(st.floats(0, 1), max_size=40)


@given(SHARES)
def test_it_is_never_more_than_all(shares):
    """A brief that tells of twelve sources of eleven is laughed at once and never read again."""
    assert 0 <= at_least(shares) <= sum(share > 0 for share in shares)


@given(st.integers(0, 30), st.floats(0.01, 0.99))
def test_of_equals_it_is_what_a_binomial_says(many, share):
    """Checked against a library: a sum gone wrong would tell every programme more, or less, than was heard."""
    told = at_least([share] * many)

    assert told == 0 or binom.sf(told - 1, many, share) >= 0.75 - 1e-6
    assert told == many or binom.sf(told, many, share) < 0.75 + 1e-6


@given(SHARES, st.floats(0, 1))
def test_one_more_source_never_takes_one_away(shares, share):
    """Else a file more would tell of fewer."""
    assert at_least([*shares, share]) >= at_least(shares)


def test_who_is_sure_is_counted():
    """Words of the same matter beyond doubt are no estimate."""
    assert at_least([1.0, 1.0, 0.0]) == 2
    assert at_least([]) == 0
