"""A word processor's apostrophe and a typewriter's are one: which of the two a source was typed with changes nothing."""

import pytest

from learnbrief.corpus.apostrophes import straight
from learnbrief.corpus.deeds import due_in, falls_to_a_person, has_an_owner, owner_in, promises_by_a_time
from learnbrief.corpus.fillers import is_filler
from learnbrief.corpus.member_checks import Reply, reply_meant
from learnbrief.corpus.surveys import on_one_scale


@pytest.mark.parametrize(
    ("asked", "words", "answer"),
    [
        (owner_in, "The ward's clerk to ring the families", "The ward's clerk"),
        (has_an_owner, "The ward's sister to ring the pharmacy", "The ward's sister"),
        (promises_by_a_time, "I'll send the figures by Friday", True),
        (falls_to_a_person, "It isn't done; [Person 3] to ask the women", True),
        (due_in, "I'll bring it by 4 July", "4 July"),
        (is_filler, "Don't know", True),
        (reply_meant, "Don't know", Reply.CANNOT_SAY),
        (lambda words: on_one_scale([words, "Yes"]), "Don't know", True),
    ],
)
def test_what_is_read_does_not_hang_on_which_apostrophe_was_typed(asked, words, answer):
    """Minutes typed in a word processor would lose the owners and times of their actions."""
    assert (asked(words), asked(words.replace("'", "’"))) == (answer, answer)


def test_places_in_a_text_stay():
    """Who marks words by where they stand marks the same ones afterwards."""
    assert straight("it’s the ward’s") == "it's the ward's"
