"""How likely two excerpts speak of one matter, read again word by word and by the company they keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings.central import centrality, units
from learnbrief.nlp.findings.pairs import Pairs, company, in_company, likeliest
from learnbrief.nlp.findings.weights import WEIGHTS
from learnbrief.nlp.findings.wordwise import Wordwise
from tests.nlp.programme import Programme
from tests.nlp.test_findings_likely import SAID


def read(made, *, words=True):
    """The pairs of a material, with words or by the first look and the company alone."""
    material = made.material()
    wordwise = Wordwise.of(default_encoder(), [one.text for one in material.excerpts]) if words else None
    return Pairs.of(material, wordwise, centrality(material))


def programme(texts=SAID):
    made = Programme(encoder=default_encoder())
    for number, text in enumerate(texts):
        made.say(text, source=f"s{number}")
    return made


@pytest.mark.parametrize("words", [True, False])
def test_it_is_the_same_whichever_of_two_is_asked(words):
    """Or a brief would change with the order in which files are read."""
    pairs = read(programme(), words=words)
    every = range(len(SAID))
    found = pairs.likely(every, every)

    assert np.allclose(found, found.T, atol=1e-4)
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize("words", [True, False])
def test_who_speaks_of_the_same_is_likelier_than_who_does_not(words):
    """The order of a brief's messages hangs on it, and the number of sources that it tells."""
    pairs = read(programme(), words=words)
    place = {one.text: at for at, one in enumerate(pairs.material.excerpts)}
    first, second, third, parking, canteen = (place[text] for text in SAID)

    assert pairs.likely([first], [second, third]).min() > 2 * pairs.likely([first], [parking, canteen]).max()


def test_what_was_not_read_again_is_taken_at_the_first_look(monkeypatch):
    """In a programme of twenty thousand excerpts only the most central are held against each other word by word."""
    monkeypatch.setattr("learnbrief.nlp.findings.pairs.READ", 3)
    pairs = read(programme())
    left = int(np.flatnonzero(pairs.place < 0)[0])
    found = pairs.likely([left], range(len(SAID)))

    assert (pairs.place >= 0).sum() == 3
    assert found.shape == (1, len(SAID))
    assert ((found > 0) & (found <= 1)).all()


TABLES = st.integers(3, 8).flatmap(
    lambda n: st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n).map(lambda v: np.array(v).reshape(n, n))
)


@given(TABLES)
def test_the_company_two_keep_is_between_none_and_all(table):
    """A cosine above one would make any two likely."""
    both = (table + table.T) / 2
    np.fill_diagonal(both, 0)
    found = company(csr_matrix(both.astype(np.float32)))

    assert np.allclose(found, found.T, atol=1e-4)
    assert found.min() >= 0
    apart = ~np.eye(len(found), dtype=bool)
    assert found[apart].max() <= 1 + 1e-3


def test_two_who_keep_the_same_company_are_likelier():
    """'Paste' and 'toothpaste' share few words; both speak of what the same chemist would not give."""
    lean = np.full((5, 5), -6.0, dtype=np.float32)
    close = ~np.eye(5, dtype=bool)
    lean[0, 2:4] = lean[2:4, 0] = lean[1, 2:4] = lean[2:4, 1] = (
        2.0  # 0 and 1 lean on 2 and 3 alike, and not on each other
    )

    found = in_company(lean, close, WEIGHTS.company_met)

    assert found[0, 1] > 2 * found[0, 4]


def test_nobody_is_counted_on_the_matter_of_their_own_source():
    """A source that says a thing three times is still one."""
    made = Programme(encoder=default_encoder())
    for text in SAID[:3]:
        made.say(text, source="one")
    for number, text in enumerate((*SAID[3:], "The lift is broken", "Two printers have been broken since spring")):
        made.say(text, source=f"s{number}")
    pairs = read(made)
    unit = units(pairs.material)
    found = likeliest(pairs, unit, range(len(unit)))
    own = [int(np.flatnonzero(np.unique(unit) == unit[row])[0]) for row in found.rows]

    assert all(found.share[row, source] == 0 for row, source in enumerate(own))
    assert np.allclose(found.expected, found.share.sum(axis=1), atol=1e-3)
    for row in range(len(found.rows)):
        for source, at in enumerate(found.at[row]):
            assert found.share[row, source] == 0 or unit[at] == np.unique(unit)[source]
