"""Tokens that were read once are handed out once, and never more of them are held than there is room for."""

import numpy as np
import pytest

from learnbrief.nlp.encode import default_encoder, keeping_tokens, rest
from learnbrief.nlp.kept_tokens import KeptTokens

TEXTS = ["The board listened to parents.", "Nobody came to the second meeting, for there was no bus.", "Yes."]


def rows(count):
    return np.full((count, 2), count, dtype=np.float32)


def test_a_text_is_handed_out_once():
    """Whoever asks again reads it again: nothing is held that nobody waits for."""
    kept = KeptTokens(10)
    kept.keep("one", rows(3))

    assert kept.take(["one", "other", "one"])["one"].tolist() == rows(3).tolist()
    assert kept.take(["one"]) == {}


def test_the_texts_that_came_first_make_room():
    """A programme of years must not fill a laptop's memory."""
    kept = KeptTokens(5)
    for text, count in (("one", 3), ("two", 2), ("two", 3), ("three", 2)):
        kept.keep(text, rows(count))

    assert list(kept.take(["one", "two", "three"])) == ["two", "three"]


def test_what_was_taken_leaves_its_room_to_others():
    """Else a long process would keep nothing in the end."""
    kept = KeptTokens(5)
    kept.keep("one", rows(5))
    kept.take(["one"])
    kept.keep("two", rows(5))

    assert list(kept.take(["two"])) == ["two"]


def test_a_text_longer_than_all_the_room_is_not_kept():
    """It is read again, as ever."""
    kept = KeptTokens(5)
    kept.keep("one", rows(6))

    assert kept.take(["one"]) == {}


def test_what_nobody_will_ask_for_is_let_go():
    """When the last brief of a run is made; the room is free again."""
    kept = KeptTokens(5)
    kept.keep("one", rows(5))
    kept.clear()
    kept.keep("two", rows(5))

    assert list(kept.take(["one", "two"])) == ["two"]


@pytest.fixture
def encoder():
    return default_encoder()


def test_tokens_kept_are_those_that_reading_again_would_give_to_the_last_bit(encoder):
    """No finding may hang on whether there was room."""
    again = encoder.token_rows(TEXTS)
    with keeping_tokens(encoder):
        encoder.encode([*TEXTS, "A line that makes for another batch."])
    kept = encoder.token_rows([*TEXTS, TEXTS[0]])

    assert all(map(np.array_equal, kept, [*again, again[0]]))


def test_an_encoder_at_rest_reads_as_before(encoder):
    """It is opened again when it is asked."""
    before = encoder.encode(TEXTS)
    rest(encoder)

    assert np.array_equal(encoder.encode(TEXTS), before)
