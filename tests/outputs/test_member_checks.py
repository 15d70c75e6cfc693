"""What came back on forms, as a value: published without small numbers, and without what was withdrawn."""

from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.withdrawal.words import Taken
from learnbrief.outputs.brief.brief import brief_json, read_brief
from learnbrief.outputs.brief.member_checks import Checked, MemberChecks, Remark, published
from learnbrief.outputs.brief.reported import Evidence, SourceLine
from learnbrief.outputs.brief.withdrawn import Views, without

DAY = date(2025, 6, 3)


def remark(number, words, reply="disagree"):
    said = Evidence(
        excerpt=f"e-form{number}", document=f"d-form{number}", version=1, start=0, end=len(words), text=words,
        voice="Respondent 1", role=None, collaborative=None, at=None, kind="verbatim", source_kind="member_check", date=DAY,
    )  # fmt: skip
    return Remark(reply=reply, said=said)


def checks(*remarks, finding="f-one", asked=30, **replies):
    counts = {"agree": 0, "in part": 0, "disagree": 0, "cannot say": 0} | {
        key.replace("_", " "): n for key, n in replies.items()
    }
    line = SourceLine(
        document="d-form1",
        version=1,
        title="Form",
        kind="member_check",
        date=DAY,
        collaborative=None,
        words=9,
        excerpts=0,
    )
    one = Checked(
        brief="b-1",
        finding=finding,
        statement="Board time is lost.",
        forms=sum(counts.values()),
        replies=counts,
        remarks=remarks,
    )
    return MemberChecks(
        asked=asked, forms=sum(counts.values()), since=DAY, until=DAY, statements=(one,), sources=(line,)
    )


def test_numbers_stand_where_no_answer_was_given_by_few():
    shown = published(checks(agree=12, disagree=6), 5)

    assert shown.statements[0].replies == {"agree": 12, "in part": 0, "disagree": 6, "cannot say": 0}
    assert (shown.asked, shown.forms) == (30, 18)


@pytest.mark.parametrize(("counts", "words"), [
    ({"agree": 12, "disagree": 1}, ["5 or more", 0, "fewer than 5", 0]),
    ({"agree": 4}, ["fewer than 5", 0, 0, 0]),
])  # fmt: skip
def test_a_small_count_is_neither_told_nor_left_over(counts, words):
    """12 of 13 agree: then one does not, and the room knows who."""
    assert list(published(checks(**counts), 5).statements[0].replies.values()) == words


@pytest.mark.parametrize(("counts", "forms", "words"), [
    ({"agree": 5, "disagree": 1}, 6, ["5 or more", 0, "fewer than 5", 0]),
    ({"agree": 5, "in_part": 1, "disagree": 1}, 7, ["5 or more", "fewer than 5", "fewer than 5", 0]),
])  # fmt: skip
def test_how_many_forms_came_back_is_no_number_where_it_would_tell_a_small_count(counts, forms, words):
    """Of six forms '5 or more' and 'fewer than 5' can only be five and one; nor may the number asked say that there were six."""
    shown = published(checks(asked=forms, **counts), 5)

    assert list(shown.statements[0].replies.values()) == words
    assert {shown.asked, shown.forms, shown.statements[0].forms} == {"5 or more"}


def test_how_few_ticked_nothing_is_no_more_told_than_how_few_disagreed():
    """The table has a column for it: 'nothing ticked: 2' is two people whom the others saw."""
    told = checks(agree=12, disagree=6)
    silent = replace(told, forms=20, statements=(replace(told.statements[0], forms=20),))

    shown = published(silent, 5)

    assert shown.statements[0].replies == {"agree": "5 or more", "in part": 0, "disagree": "5 or more", "cannot say": 0}
    assert shown.forms == 20, "what can still be any number of them may be told"


def test_what_is_published_of_a_form_names_nobody_and_no_day():
    (shown,) = published(checks(remark(1, "Ours is first on the agenda."), disagree=9), 5).remarks

    assert (shown.voice, shown.date, shown.role) == ("somebody who was asked", None, None)
    assert shown.document != "d-form1"


def test_words_that_are_withdrawn_from_a_form_leave_both_views_and_counts_stay(build):
    """As everywhere in a brief, counts are as they were then."""
    told = checks(remark(1, "Ours is first on the agenda."), remark(2, "Ours meets in the evening."), disagree=9)
    internal = replace(build(), member_checks=told)
    views = Views(internal, replace(build(view="published"), member_checks=published(told, 5)))

    left = without(views, Taken(whole={"d-form1"}, texts=["Ours is first on the agenda."]))

    for view in (left.internal, left.published):
        assert "first on the agenda" not in brief_json(view)
        assert "meets in the evening" in brief_json(view)
        assert view.member_checks.statements[0].replies["disagree"] == 9
        assert read_brief(brief_json(view)) == view
    assert left.internal.member_checks.sources == ()


def test_a_statement_that_quotes_whoever_withdraws_goes_from_what_was_said_of_it(build):
    """The form printed their words; the brief that tells of the form must not keep them."""
    told = replace(
        checks(agree=9),
        statements=(
            replace(checks(agree=9).statements[0], statement="“The purple heron signs every form twice, always.”"),
        ),
    )
    views = Views(replace(build(), member_checks=told), None)

    left = without(views, Taken(texts=["The purple heron signs every form twice, always."]))

    assert "purple heron" not in brief_json(left.internal)


def test_a_brief_of_before_there_were_forms_opens(build):
    assert read_brief(brief_json(build()).replace('  "member_checks": null,\n', "")).member_checks is None
