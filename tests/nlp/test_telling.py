"""Who is known without a name is told by likeness too, for the encoder that it was learned with and for no other."""

import numpy as np
import pytest

from learnbrief.corpus.errors import ModelUnavailable
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.telling import by_encoding, by_kept_vectors, telling_weights

TELL = "My twin sister was the porter who got trapped in the lift with the bishop."
TELLS_NOBODY = "The porters asked for a second lift and a shorter form."


def test_what_no_rule_lists_is_told_by_likeness():
    """Rules know the words that they list, and people are known by a thousand others."""
    assert by_encoding(default_encoder())([TELL, TELLS_NOBODY]) == [True, False]


def test_what_is_kept_already_costs_no_encoding_and_the_rest_is_not_guessed():
    """It is asked while a page waits: vectors that are there are read, and of a new text the run says it later."""
    encoder = default_encoder()
    asked = []

    def get(name, texts):
        asked.append((name, list(texts)))
        return {text: encoder.encode([text])[0] for text in texts if text == TELL}

    assert by_kept_vectors(get)([TELL, "I fled Homs in 2016 and run the clinic.", TELL]) == [True, False, True]
    assert [name for name, _ in asked] == [encoder.name]
    assert by_kept_vectors(lambda name, texts: {})([TELL]) == [False]


def test_a_pseudonym_tells_nothing():
    """Numbers of pseudonyms are drawn anew in every workspace: the same words must be pointed out in each or in none."""
    vectors = {text: np.zeros(384, dtype=np.float32) for text in ("someone said so.",)}
    read = []
    by_kept_vectors(lambda name, texts: read.extend(texts) or vectors)(["[Person 7] said so.", "[Person 9] said so."])
    assert read == ["someone said so."]


class Other:
    """An encoder that the weights were not learned with."""

    name = "another"

    def encode(self, texts):
        return np.ones((len(texts), 384), dtype=np.float32)


def test_another_encoder_is_refused_by_name():
    """Its numbers mean something else: whatever came out would be chance, and nobody would know."""
    with pytest.raises(ModelUnavailable, match="the settings name another"):
        by_encoding(Other())
    assert telling_weights().encoder == default_encoder().name
