"""An extract is in the speakers' own words and answers what was asked."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.nlp.extracts import Turn, extract, pieces_of, rank_turns, read_talk, sentences_of, written
from tests.nlp.small import WordEncoder


@pytest.fixture
def turns():
    talk = [
        Turn("The Chair", "Thank you very much and welcome back to the afternoon part of our meeting.")
        for _ in range(30)
    ]
    talk[11] = Turn(
        "Person 4",
        "The waiting list for interpreters grew because the contract ended. I was away. We now pay agencies twice the old rate.",
    )
    talk[12] = Turn(
        "Person 5", "Families bring their children to interpret while the contract for interpreters is out to tender."
    )
    talk[25] = Turn("Person 6", "Parking charges went up again for everybody who works on the upper site.")
    return talk


def test_turns_that_answer_the_question_come_first(turns):
    """Both the turn with the answer and the one that goes on from it."""
    scores = rank_turns(
        read_talk(turns, WordEncoder()), "What was said about the contract for interpreters?", WordEncoder()
    )

    assert {11, 12} <= set(np.argsort(-scores)[:4].tolist())


def test_an_extract_is_verbatim_in_order_and_about_the_question(turns):
    """Every sentence stands in its turn at its offsets."""
    talk = read_talk(turns, WordEncoder())
    found = extract(talk, "What was said about the contract for interpreters?", WordEncoder(), words=25)

    assert [turns[one.turn].text[one.start : one.end] for one in found] == [one.text for one in found]
    assert [(one.turn, one.start) for one in found] == sorted((one.turn, one.start) for one in found)
    assert any("interpreters" in one.text for one in found)


@pytest.mark.parametrize("words", [1, 8, 12, 25, 60, 90])
def test_an_extract_never_has_more_words_than_asked_for(turns, words):
    """A brief has the room it has."""
    talk = read_talk(turns, WordEncoder())
    found = extract(talk, "What was said about the contract for interpreters?", WordEncoder(), words=words)

    assert sum(len(one.text.split()) for one in found) <= words


def test_no_word_stands_twice_in_an_extract(turns):
    """Clauses of one sentence may both be chosen, but never overlap."""
    turns[12] = Turn(
        "Person 5", ", ".join(f"the contract for interpreters number {at} is still out" for at in range(7))
    )
    talk = read_talk(turns, WordEncoder())
    found = extract(talk, "What was said about the contract for interpreters?", WordEncoder(), words=50)

    assert all(one.end <= other.start for one, other in pairwise(found) if one.turn == other.turn)


def test_the_same_question_gives_the_same_extract(turns):
    """Nothing in it is drawn by chance."""
    asked = "What was said about parking charges?"
    once, again = (extract(read_talk(turns, WordEncoder()), asked, WordEncoder()) for _ in range(2))

    assert once == again


def test_dots_stand_where_part_of_a_sentence_is_left_out():
    """A reader sees that somebody said more."""
    turn = Turn(
        "Person 1", "Thank you, Chair, and we will certainly come back to the waiting list in the spring. Good."
    )
    talk = read_talk([turn], WordEncoder())
    whole = talk.sentences[0]
    middle = next(piece for piece in pieces_of(whole) if piece.text.startswith("and we will"))

    assert written(talk, [whole, middle]) == [whole.text, "…" + middle.text]


def test_no_piece_hangs_in_the_air():
    """A clause that begins with 'which' or ends on 'and' cannot be read by itself."""
    text = "The board met every single month of that year and, which nobody had thought possible at all, it went well."
    pieces = pieces_of(sentences_of(Turn("Person 1", text), 0)[0])

    assert not [piece.text for piece in pieces if piece.text.startswith("which") or piece.text.endswith(" and")]


def test_nothing_said_gives_an_empty_extract():
    """Empty is an answer."""
    talk = read_talk([], WordEncoder())

    assert extract(talk, "What was said?", WordEncoder()) == []
    assert len(rank_turns(talk, "What was said?", WordEncoder())) == 0


@given(st.text())
def test_sentences_never_leave_out_a_word(text):
    """Together they hold everything but the white space between them."""
    found = sentences_of(Turn("Person 1", text), 0)

    assert "".join("".join(one.text.split()) for one in found) == "".join(text.split())
    assert all(text[one.start : one.end] == one.text for one in found)


@given(st.text(alphabet="abc ,;:–-.", max_size=200))
def test_every_piece_stands_in_its_turn(text):
    """Whole clauses only, at their offsets."""
    pieces = [piece for sentence in sentences_of(Turn("Person 1", text), 0) for piece in pieces_of(sentence)]

    assert all(text[one.start : one.end] == one.text for one in pieces)
