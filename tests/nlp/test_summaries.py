"""An extract is in the speakers' own words and answers what was asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.findings.words import stems
from nlp.summaries import Turn, extract, rank_turns, read_talk, sentences_of


class WordEncoder:
    """Each content word is an axis: enough to tell texts apart without a model."""

    name = "words"

    def encode(self, texts):
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in stems(text):
                row[sum(map(ord, word)) % 64] += 1
        return rows / np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True))


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
