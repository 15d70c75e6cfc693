"""What people want done, and what they ask, is recognised in the many ways in which notes put it."""

import csv
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.stance import Stance
from learnbrief.nlp.findings.gather import gather
from learnbrief.nlp.findings.place import does
from learnbrief.nlp.findings.voiced import asks, binds, commits, names_a_deed, orders
from tests.corpus.tables import minutes
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


@pytest.mark.parametrize(
    "text",
    [
        "Question from our table: who waters the tomatoes once the term is over?",
        "How many of these allotments will still be dug in two years? I have watched nine go to seed.",
        "Who decides which child gets the plot by the gate? Nobody could say. It was left on the wall. We went to lunch.",
        "I'd like to know whose job it is to lock the shed",
        "The group went back to the question from spring of when the season begins. Not settled.",
        "I would like to know that too, because the ferry people ring us about it",
        "I asked two nurseries and got two answers. We should put it down as something we have to find out.",
        "I asked, who pays for the ferry?",
    ],
)
def test_a_question_that_waits_for_an_answer_is_one(text):
    """With its mark or without; a sentence of complaint behind it is no answer."""
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you. [Person 18], would you start?",
        "[Person 2], [Person 7], you have both been patient. What are you hearing?",
        "[Person 16], you're moving on soon, aren't you?",
        "And then the women at the gate said, oh, are you still digging, then?",
        "She rang me, and the clerk said, well, what if it rains on both mornings?",
        "Two questions went to every table. What would you plant first? And what died?",
        "The morning was one flipchart a table: what would you tell a beginner, and what is still hard?",
        "What does a good plot look like? Somebody weeds it. It is the same somebody each week. They never bring a form.",
        "Could the gate be photographed each night? -> yes, done, it took two minutes",
        "Will it last? I think the pond will.",
        "Can I be the awkward one? I'm new. I like all this.",
        "The ferry crew drink their tea with us. It has made it easier to say to each other, I am lost, what do you do?",
        "The pond was quite full, the newts were singing, and I thought, why did I come?",
        "Flipchart heading: What has grown since March?",
        "Sheet title: Who are we for?",
        "Do we mean allotments only, or window boxes too? [Person 8] will find out and tell everybody before the April webinar.",
    ],
)
def test_a_prompt_a_story_and_a_question_that_answers_itself_are_no_open_questions(text):
    """Of fifteen questions told on a programme seven were the host's or had been answered in the next breath."""
    assert not asks(text)


def test_a_row_of_a_table_of_actions_is_an_action_whatever_a_model_says_of_it():
    """'Supper, quarterly' begins with no deed: its column says that it is one."""
    document = minutes(("Action", "Who", "By when"), ("Supper for all who dig, quarterly", "[Person 3]", "4 July"))
    first = cut(document, {})[:1]
    material = gather(first, {document.document_id: document}, (), {one.excerpt_id: np.ones(3) for one in first})

    assert does(material, 0) is Stance.ACTION


@pytest.mark.parametrize(
    "text",
    [
        "I'll go first, if nobody minds the noise of the kettle",
        "We changed it, and here is what you should look out for",
    ],
)
def test_who_only_takes_the_floor_or_tells_what_to_look_out_for_wants_nothing_done(text):
    """'I'll go first' stood among the actions of a programme, with its speaker as the owner."""
    assert not commits(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'll ask, and let you know at the October workshop.",
        "We could. I would have to look at the rules. I will find out.",
        "I will put it to my head gardener. She thinks I have too many ideas.",
        "[Person 28] will ring twenty growers, and bring what she finds to the November meeting.",
        "Window boxes too? [Person 8] will find out and tell everybody before the April webinar.",
        "For next time: visit the second pond.",
    ],
)
def test_who_says_that_they_will_come_back_with_something_binds_themselves(text):
    """A section of promises gave a brief no action at all: its people were named, and their verb was 'will'."""
    assert binds(text)


@pytest.mark.parametrize(
    "text",
    [
        "[Person 28] will ring you up at night and talk about newts",
        "If they come back I will be honest and say so",
        "They say, I will ask for the big spade",
        "The ferry crew will bring their own tea",
        "[Person 3] will never ask twice",
    ],
)
def test_what_somebody_will_usually_do_binds_nobody(text):
    """'She will ring you at night' tells of a habit: without a time, a heading or a suggestion it is no promise."""
    assert not binds(text)


def told_under(heading, text, **suggested):
    made = Programme()
    made.say(text, heading=heading, suggested=suggested)
    found = does(made.material(), 0)
    return found.value if found else None


def test_under_a_heading_of_promises_what_somebody_named_will_do_is_one():
    """'[Person 8] will ask the other ferry to come' names no day, and stands where the promises stand."""
    assert (
        told_under("Promises before we went home", "[Person 8] will ask the other ferry to come and look") == "action"
    )
    assert told_under("What we grew", "[Person 8] will ask the other ferry to come and look") is None


def test_a_remark_is_no_action_under_whatever_heading():
    """'Closing remark: the best meeting in a bowls club' stood among what people wanted done."""
    heading, remark = (
        "What we will try next",
        "Closing remark from the back of the barn: the best meeting under a tin roof.",
    )

    assert told_under(heading, remark, action=0.9) is None


def test_a_promise_in_a_few_plain_words_is_kept():
    """'I will put it to my matron' has three words that tell of nothing else; so short a text was left out unread."""
    made = Programme()
    made.say("I will put it to my matron. She already thinks I have too many.")
    made.say("I was there and so were they, and it was as it was.", source="two")

    assert [one.text[:6] for one in made.material().excerpts] == ["I will"]
