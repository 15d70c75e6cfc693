"""What is counted under a headline is who is counted as speaking of it; who only shares words with it is not."""

import json
from dataclasses import replace

import pytest

from learnbrief.corpus.finding import Finding, Point
from learnbrief.corpus.tag import Action
from learnbrief.outputs.brief.brief import brief_json, read_brief
from learnbrief.outputs.layout import counts
from learnbrief.outputs.layout.tables import evidence_table
from learnbrief.outputs.render import render
from tests.outputs import programme
from tests.outputs.programme import clause, ids, review

RELEASED = clause("h2", "Nobody released from rota for the project day")
ROTA = Finding(
    "workforce", "barrier", "Nobody released from rota for the project day", ids("h2 s2 w5 m4"), ids("h2"),
    heading_from="clause", clause=RELEASED,
    points=(
        Point(ids("h2 s2"), "workforce", "barrier", RELEASED),
        Point(ids("w5"), "workforce", "barrier", clause("w5", "What they do not have is forty minutes together in one room.")),
        Point(ids("m4"), "workforce", "barrier"),
    ),
)  # fmt: skip
SAID = "Spoken of in at least 2 sources and 1 of 5 collaboratives"


@pytest.fixture
def told(brief_of):
    """The brief of that one finding, as a message."""
    return lambda *reviews, finding=ROTA, **changes: brief_of(finding, *reviews, **changes)


def line(brief):
    return counts.finding_line(brief.findings[0], brief)


def test_a_headline_counts_those_who_say_it_and_nobody_else(told):
    """One loose excerpt in a matter made 5 sources of 4 under words that four had said: a board was told a false number.

    '4 sources share words with it' beside it was taken for support, and often shared nothing else.
    """
    assert line(told()) == SAID


@pytest.mark.parametrize("form", ["html", "md"])
def test_every_format_says_the_same_count(told, sources, form):
    """Two numbers for one sentence, and nobody believes either."""
    text = next(iter(render(told(), (form,), sources=sources).values())).decode()

    assert SAID in " ".join(text.split())
    assert "at least 4 sources" not in text


def test_the_json_holds_both_counts_and_who_makes_the_statement(told):
    """Whoever recounts from the file gets the printed number."""
    (finding,) = json.loads(brief_json(told()))["findings"]

    assert (finding["stated"]["documents"], finding["spread"]["documents"]) == (2, 4)
    assert finding["stated_by"] == list(ids("h2 s2"))


def test_a_brief_from_before_the_statement_was_counted_opens_and_says_what_it_said(told):
    """A signed brief is not changed by a newer version of the tool."""
    older = json.loads(brief_json(told()))
    for finding in older["findings"]:
        del finding["stated"], finding["stated_by"]
    opened = read_brief(json.dumps(older))

    assert line(opened) == "On this subject: found in at least 4 sources and 3 of 5 collaboratives"


def test_a_statement_that_all_of_it_makes_has_one_count(told):
    """Two numbers that are the same would only puzzle."""
    alone = replace(ROTA, evidence=ids("h2 s2"), points=ROTA.points[:1])

    assert line(told(finding=alone)) == SAID


def test_a_light_edit_of_a_headline_keeps_its_count(told):
    """An evaluator who mends a comma vouches for nobody else's agreement."""
    worded = told(
        review(1, Action.REWORD, ROTA.finding_id, heading="Nobody is released from the rota for project days")
    )

    assert line(worded) == f"{SAID}; worded by an evaluator"


def test_another_headline_counts_those_who_say_that_one(told):
    """The number under a sentence follows the sentence."""
    chosen = ROTA.points[1].clause
    brief = told(
        review(1, Action.HEADLINE, ROTA.finding_id, excerpt=chosen.excerpt, start=chosen.start, end=chosen.end)
    )

    assert line(brief) == "One voice’s words"
    assert brief.findings[0].tentative


def test_what_then_and_now_says_is_said_by_both(told):
    """'Then ... now ...' is one statement of those who said the first and those who said the second."""
    changed = replace(
        ROTA,
        heading_from="clause",
        then_now=programme.FINDINGS[5].then_now,
    )
    earlier, later = changed.then_now.earlier.excerpt, changed.then_now.later.excerpt
    both = replace(
        changed,
        evidence=(*ROTA.evidence, earlier, later),
        points=(*ROTA.points, Point((earlier,)), Point((later,))),
    )

    assert both.stated_by == (earlier, later)


def test_the_evidence_says_which_excerpts_only_speak_of_the_subject(told):
    """A reader who checks the count finds the excerpts it was made of."""
    about = [row[0].text for row in evidence_table(told()).rows]

    assert [text.startswith("Comes near, not counted under: ") for text in about] == [False, False, True, True]


def test_published_a_few_more_on_the_subject_are_not_told_apart(told):
    """'6 sources; 7 share words with it' points at one that can be found."""
    published = told(view="published", k=3)

    assert "in all" not in line(published)
    assert {one.excerpt for one in published.findings[0].evidence} >= set(published.findings[0].stated_by)


def test_published_a_bare_subject_is_not_told_as_if_its_quotes_said_so_much(told):
    """'Found in 2 sources' inside and 'found in 8 sources' outside, above the same two quotes, makes both unbelievable."""
    wide = replace(ROTA, evidence=ids("h2 s2 w5 m4 h1 s1 r1"), points=(*ROTA.points, Point(ids("h1 s1 r1"))))
    inside, outside = told(finding=wide), told(finding=wide, view="published", k=4)

    assert line(inside).startswith(SAID)
    assert outside.findings[0].heading_from == "none"
    assert isinstance(outside.findings[0].reach.documents, int)
    assert line(outside).startswith("The subject came up in at least")
    assert "ound in" not in line(outside)
    assert ", by" not in line(outside)


def test_all_of_one_kind_is_asked_again_where_the_subject_heads_it(told):
    """'All of it comes from one kind of source: survey and workshop notes' tells a reader that nobody counted."""
    kinds = replace(ROTA, one_kind_only=True)
    (published,) = told(finding=kinds, view="published", k=4).findings

    assert len(published.reach.kinds) > 1
    assert not published.one_kind_only
