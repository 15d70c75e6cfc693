"""A message is read with what its words were cut from, and with the words of those who are counted under it."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.finding import Finding, Point
from learnbrief.corpus.tag import Action
from learnbrief.outputs.layout.blocks import Message
from learnbrief.outputs.layout.findings import ON_THIS
from learnbrief.outputs.layout.headlines import headline
from learnbrief.outputs.layout.in_short import CUT, LONGEST, around, in_short, passage_of
from learnbrief.outputs.render import render
from tests.outputs.programme import clause, ids, review
from tests.outputs.reading import docx_lines

CUT_SHORT = clause("h2", "Nobody released from rota for the project day")
ROTA = Finding(
    "workforce", "barrier", "Nobody released from rota for the project day", ids("h2 s2"), ids("h2 s2"),
    heading_from="clause", clause=CUT_SHORT, points=(Point(ids("h2 s2"), "workforce", "barrier", CUT_SHORT),),
)  # fmt: skip
WHOLE = "Still no protected time on nights."


@pytest.fixture
def told(brief_of):
    """The brief of one finding, as a message."""
    return lambda finding=ROTA, *reviews, **changes: brief_of(finding, *reviews, **changes)


def message(brief):
    return next(block for block in in_short(brief).blocks if isinstance(block, Message))


def test_a_headline_stands_with_what_it_was_cut_from(told):
    """'Thirty-five are still collecting their bottles' was said of thirty-eight: a reader took it for a riddle."""
    passage = message(told()).passage

    assert (passage.before, passage.words) == ("", "Nobody released from rota for the project day")
    assert passage.after == ", two people came on their day off."
    assert not passage.verbatim


def test_words_that_are_all_that_was_said_stand_once(told):
    whole = replace(ROTA, heading=WHOLE, clause=clause("s2", WHOLE), quotes=ids("s2"))

    assert message(told(whole)).passage is None


def test_what_an_evaluator_worded_was_cut_from_nothing(told):
    brief = told(ROTA, review(1, Action.REWORD, ROTA.finding_id, heading="Nights have no time for it"))

    assert message(brief).passage is None


def test_a_long_passage_says_where_it_goes_on(told):
    """Whoever quotes it must know that more was said."""
    brief = told()
    (finding,) = brief.findings
    long = " ".join(["Much else was told of the autumn, and of who was there and who was not."] * 8)
    said = replace(finding.evidence[0], text=f"{long} Nobody was released. {long}")
    start = said.text.index("Nobody was")
    clause = replace(finding.clause, start=start, end=start + 19, text="Nobody was released")
    finding = replace(finding, clause=clause, evidence=(said, *finding.evidence[1:]))
    passage = passage_of(finding, headline(finding, brief))

    assert passage.before.startswith(f"{CUT} Much else")
    assert passage.after == f". {CUT}"


def test_what_stood_before_comes_first():
    """What a clause leans on was said before it; of sentences on both sides only those after it were shown."""
    text = (
        "Ward three has four nurses. They share one phone. It rings at night. Then two of them walk. "
        + "It is cold. " * 30
    )
    start = text.index("It rings")
    found = around(text, start, start + len("It rings at night"))

    assert found[0] == 0
    assert len(text[slice(*found)].split()) <= LONGEST


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_every_format_for_readers_shows_it(told, sources, form):
    """On paper as on the page: whoever prints it has the page's words."""
    made = next(iter(render(told(), (form,), sources=sources).values()))
    text = " ".join(docx_lines(made)) if form == "docx" else made.decode()

    assert "In full, notes record" in text
    assert "two people came on their day off" in text.partition("In full, notes record")[2][:200]


def test_who_is_counted_is_read_beneath(told):
    """A number without the words behind it cannot be checked by whoever reads it: of those counted two of five say another thing."""
    beside = message(told()).beside

    assert beside.title == ON_THIS
    assert [line.text for line in beside.lines] == [WHOLE]


def test_whoever_is_kept_for_blind_coding_is_not_read_beneath(told):
    """Lines beneath a message were taken from all who are counted: a coder would have met a theme over what is to be coded blind."""
    brief = told(kept_blind=frozenset(ids("s2")))

    assert message(brief).beside is None


def test_published_nobody_is_quoted_beneath_for_being_counted(told):
    """A quote there is chosen under the rule of small numbers, which these were not held to."""
    assert message(told(view="published", k=2)).beside is None


SENTENCE = st.lists(
    st.sampled_from(["ward", "rota", "bus", "kettle", "night", "list", "Monday"]), min_size=3, max_size=30
).map(lambda words: f"{' '.join(words).capitalize()}.")


@given(st.lists(SENTENCE, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_what_stands_around_a_clause_is_whole_sentences_and_no_more_than_a_reader_has_time_for(
    sentences, chance: random.Random
):
    text = " ".join(sentences)
    words = text.split(" ")
    first = chance.randrange(len(words))
    start = len(" ".join(words[:first])) + bool(first)
    end = start + len(words[first])
    found = around(text, start, end)

    assert found[0] <= start < end <= found[1]
    assert found[0] == 0 or text[found[0] - 2] == "."
    assert text[found[1] - 1] == "."
    own = max(len(one.split()) for one in sentences)
    assert len(text[slice(*found)].split()) <= max(LONGEST, own)
