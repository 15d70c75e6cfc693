"""What bears on a question is found with what stands around it, and nothing is found where nothing bears on it."""

import numpy as np
import pytest

from learnbrief.nlp.ask import SIGNALS, bearing, read_material, signals
from learnbrief.nlp.encode import default_encoder

NIGHT = [
    "Night staff cannot come to the afternoon huddles, so what they see is never heard.",
    "A second huddle at half past nine in the evening lets night staff take part.",
    "Ward clerks on nights were given the same hour for training as everybody else.",
]
OTHER = [
    "The parking charges at the upper site went up again in March.",
    "Letters about appointments were rewritten with a reading group of patients.",
    "The board now opens each meeting with a story told by a family.",
    "Data on ethnicity is missing in a third of the community records.",
    "Interpreters are booked by telephone, and the line closes at four.",
]


def material_of(texts, together=None):
    return read_material(texts, together or ["d"] * len(texts), default_encoder().encode(texts))


def asked(texts, question):
    return bearing(material_of(texts), question, default_encoder().encode([question])[0])


def test_what_bears_on_a_question_comes_first_and_the_rest_is_left_out():
    """An answer padded with whatever is nearest would be counted as breadth that is not there."""
    found = asked([*OTHER, *NIGHT], "What helps night staff take part?")

    assert {5, 6} <= set(found)
    assert not set(found) & {0, 1}


@pytest.mark.parametrize(
    "question",
    ["Which telescope should the observatory buy?", "How do volcanoes form?", "What is the price of copper futures?"],
)
def test_nothing_bears_on_it_is_an_answer(question):
    """Whoever reads an excerpt under a question believes that somebody was asked."""
    assert asked([*OTHER, *NIGHT], question) == []


def test_neighbours_count_within_a_source_and_never_across_two():
    """The next file in the alphabet is not the next thing that was said."""
    texts = [OTHER[0], NIGHT[1], OTHER[1]]
    vector = default_encoder().encode(["night staff huddle"])[0]
    at = SIGNALS.index("words beside")

    one = signals(material_of(texts, ["a", "a", "b"]), "night staff huddle", vector)[:, at]

    assert one[0] > 0
    assert one[2] == 0


def test_a_word_that_nobody_used_is_missing_from_every_excerpt():
    """Else 'telescope rota' would be answered by everything about rotas."""
    vector = np.zeros(384, dtype=np.float32)
    at = SIGNALS.index("words")
    material = material_of(NIGHT)

    assert signals(material, "night telescope", vector)[1, at] < signals(material, "night", vector)[1, at] == 1
