"""A headline says what was learned; a clause that sets a scene, points at a place or introduces its speaker gives way."""

import pytest

from learnbrief.nlp.findings.check import WEAK
from learnbrief.nlp.findings.place import Group
from learnbrief.nlp.findings.word import candidates
from tests.nlp.programme import Programme


def worth(text):
    """How well the clause of one sentence stands as a headline; 0 where it offers none."""
    made = Programme()
    made.say(f"{text}.")
    (found,) = candidates(made.material(), [Group((0,), None)])
    return max((one.worth for one in found), default=0.0)


@pytest.mark.parametrize(
    ("scene", "learned"),
    [
        ("I've been across to see the home-care people in the next valley", "Home-care staff get the discharge letter a day too late"),
        ("the photocopied huddle was on my ward", "a huddle dies when only its form is copied"),
        ("She had come to the second meeting with her sister", "Families come because nobody asks them for a letter"),
        ("I'm one of the three managers on the north side", "Each manager gives another answer about the wait"),
        ("There was one form from February with a banana in it", "A returned form costs a child three weeks of waiting"),
        ("We talked about the ferry on the last afternoon", "The ferry does not keep clinic hours"),
        ("That ward rang the link worker in the autumn", "Patients go home sooner since the ward rings the link worker"),
        ("A boy dressed as a shark asked me about the roof", "Children tell us what is wrong when nobody writes it down"),
    ],
)  # fmt: skip
def test_what_was_learned_stands_above_what_took_place(scene, learned):
    """Three such sentences headed messages: nobody on a board could say what to do with them."""
    assert worth(scene) < worth(learned)


@pytest.mark.parametrize(
    "scene",
    [
        "I've been across to see the home-care people in the next valley",
        "the photocopied huddle was on my ward",
        "I am one of the three managers on the north side",
        "I work shifts and some weekends",
        "She was on my ward in the winter with her sister",
        "A grey trilby with a feather in the band remains unclaimed since the spring meeting",
        "I have a habit of coming early and sitting in the car",
    ],
)
def test_a_mere_scene_heads_nothing_that_several_say(scene):
    """It takes somebody who was there to follow it; theme and side alone, or another clause, say more."""
    assert worth(scene) < WEAK


def test_a_clause_that_the_parser_cut_short_is_none():
    """'... reaches people whom the health centre' lost its 'does not' and said the opposite of nothing."""
    made = Programme()
    made.say("A morning in the residents' own hall reaches people whom the health centre does not")
    (found,) = candidates(made.material(), [Group((0,), None)])

    assert all(one.words.endswith("does not") for one in found)
