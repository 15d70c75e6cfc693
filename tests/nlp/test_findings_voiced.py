"""What people want done, and what they ask, is recognised in the many ways in which notes put it."""

import csv
from pathlib import Path
from time import perf_counter

import pytest

from learnbrief.nlp.findings.place import does
from learnbrief.nlp.findings.voiced import asks, binds, commits, names_a_deed, orders
from tests.nlp.programme import Programme

LINES = [*csv.reader((Path(__file__).parent / "asked_and_agreed.csv").read_text(encoding="utf-8").splitlines())]
ACTIONS = [text for kind, text in LINES if kind == "action"]
NONE = [text for kind, text in LINES if kind == "none"]


def test_most_ways_of_writing_an_action_are_recognised():
    """On a programme that the rules had not seen none of four actions was: they knew four ways of writing one."""
    missed = [text for text in ACTIONS if not names_a_deed(text)]

    assert len(ACTIONS) > 60
    assert len(missed) <= 0.05 * len(ACTIONS), missed


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_an_action_binds_nobody(text):
    """A board that is told of an agreement that nobody made stops reading."""
    assert not binds(text)


def test_of_what_is_no_action_nothing_even_begins_like_one():
    """A suggestion is right four times in five: it must not make a deed of any report."""
    assert [text for text in NONE if commits(text) or orders(text)] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Can someone find out who holds the key?", "action"),
        ("Can anyone tell me why the form has nine pages?", "question"),
        ("Ward sister to ring the pharmacy every Monday by ten", "action"),
        ("Access to the building by bus is poor", None),
    ],
)
def test_a_request_is_an_action_and_a_question_stays_one(text, told):
    """Both end in a question mark; only one of them waits for an answer."""
    made = Programme()
    made.say(text)
    found = does(made.material(), 0)

    assert (found.value if found else None) == told
    assert asks(text) is (told == "question")


@pytest.mark.parametrize(
    "text", ["a" * 4000 + " !", "ab " * 3000 + "!", "a, " * 3000, "[Person 1] " * 800, "agreed that " * 900]
)
def test_no_text_takes_long_to_judge(text):
    """A pasted address or table is one long word: a pattern that tries every way of parting it would never end."""
    began = perf_counter()
    names_a_deed(text)
    asks(text)

    assert perf_counter() - began < 0.5
