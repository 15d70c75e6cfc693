"""The first look at two excerpts: the same whichever is asked first, and more for rare words in common."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.nlp.findings.gather import rarity_among
from learnbrief.nlp.findings.likely import likely, likely_of, probability
from learnbrief.nlp.findings.weights import WEIGHTS
from tests.nlp.programme import Programme

SAID = (
    "The inhalers are locked in the office cupboard at school",
    "At our school the inhalers sit in a locked cupboard in the office",
    "Nobody can reach the inhalers because the cupboard is locked",
    "Parking permits run out before the clinic opens on Mondays",
    "The canteen shuts too early for anybody on a late rota",
)


@pytest.fixture(scope="module")
def material():
    made = Programme()
    for number, text in enumerate(SAID):
        made.say(text, source=f"s{number}")
    return made.material()


def place(material, text):
    return next(at for at, one in enumerate(material.excerpts) if one.text == text)


def test_it_is_the_same_whichever_of_two_is_asked(material):
    """Or a brief would change with the order in which files are read."""
    every = range(len(SAID))
    found = likely(material, every, every)

    assert np.allclose(found, found.T, atol=1e-6)
    assert ((found > 0) & (found < 1)).all()


def test_who_speaks_of_the_same_is_likelier_than_who_does_not(material):
    """The order of a brief's messages hangs on it."""
    first, second, third, parking, canteen = (place(material, text) for text in SAID)
    near = likely(material, [first], [second, third])
    far = likely(material, [first], [parking, canteen])

    assert near.min() > 2 * far.max()


def test_the_words_of_an_excerpt_are_as_likely_as_the_excerpt(material):
    """A clause is asked in the same measure as what it was cut from: else whole sentences would always win, or never."""
    at = place(material, SAID[0])
    others = [other for other in range(len(SAID)) if other != at]

    assert np.allclose(
        likely_of(material, SAID[0], material.particular[at], others), likely(material, [at], others)[0], atol=1e-5
    )


@given(near=st.floats(-0.5, 1), shared=st.floats(0, 8), much=st.floats(2, 8), more=st.floats(0.01, 2))
def test_nearer_and_more_in_common_is_never_less_likely(near, shared, much, more):
    """A sign turned round in the weights would rank a programme from its margins inwards."""

    def asked(*numbers):
        return float(probability(*(np.array([one], dtype=np.float64) for one in numbers), WEIGHTS)[0])

    base = asked(near, shared, much)
    assert asked(near + more, shared, much) >= base
    assert asked(near, shared + more, much) >= base


def test_in_little_material_everyday_words_are_no_rarer_than_elsewhere():
    """Ten lines that all speak of a patient share nothing by it; a Doppler that four of them name tells more."""
    texts = [f"The patient {what}" for what in ("waited", "went home", "asked why", "was told", "rang", "came back")]
    texts += [f"A Doppler {what}" for what in ("was lent", "was broken", "stood in a boot", "came late")]
    told = rarity_among(texts)

    assert told["doppler"] > told["patient"]
    assert all(0 <= value <= 1 for value in told.values())
