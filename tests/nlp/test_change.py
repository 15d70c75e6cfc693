"""Change is told on sources, with a test; 'no clear change' is a verdict."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.finding import Verdict
from learnbrief.corpus.surveys import WaveCount
from learnbrief.nlp.change import Table, Unit, answer_changes, changes, compare, is_steady, mid_p, wave_changes
from tests.nlp.programme import CODEBOOK, Programme


def units(raising, silent, *, stratum="", theme="data"):
    return [Unit(frozenset({theme}), stratum)] * raising + [Unit(frozenset(), stratum)] * silent


def verdict(previous, now):
    return compare(previous, now, ["data"])[0].verdict


@pytest.mark.parametrize(
    ("previous", "now", "expected"),
    [
        ((0, 15), (12, 3), Verdict.NEW),
        ((3, 12), (14, 1), Verdict.GROWING),
        ((14, 1), (3, 12), Verdict.FADING),
        ((9, 6), (0, 15), Verdict.NOT_RAISED),
        ((0, 5), (1, 4), Verdict.NO_CLEAR_CHANGE),
        ((1, 4), (0, 5), Verdict.NO_CLEAR_CHANGE),
        ((7, 8), (8, 7), Verdict.NO_CLEAR_CHANGE),
        ((60, 60), (61, 59), Verdict.STEADY),
        ((0, 15), (0, 15), Verdict.NO_CLEAR_CHANGE),
    ],
)
def test_a_verdict_says_no_more_than_the_sources_allow(previous, now, expected):
    """One source more or less is not news; 'steady' needs enough sources to rule a difference out."""
    assert verdict(units(*previous), units(*now)) is expected


def test_nothing_is_compared_across_kinds_of_source():
    """A theme that webinars raise and workshops do not has not changed when workshops give way to webinars."""
    change = compare(units(0, 12, stratum="workshop"), units(12, 0, stratum="webinar"), ["data"])[0]

    assert change.verdict is Verdict.NO_CLEAR_CHANGE
    assert change.p_value is None
    assert "no sources of the same kind" in change.test


def test_more_themes_ask_for_stronger_evidence():
    """What would be told of one theme alone is not told when it is the best of forty."""
    previous, now = units(4, 10), units(10, 4)
    alone = compare(previous, now, ["data"])[0]
    among = compare(previous, now, ["data", *(f"other-{number}" for number in range(39))])[0]

    assert alone.verdict is Verdict.GROWING
    assert among.verdict is Verdict.NO_CLEAR_CHANGE


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_the_p_value_is_a_share_and_knows_no_direction(raised, silent, raised_now, silent_now):
    """Swapping the periods changes the direction, never the strength of the evidence."""
    forth = mid_p([Table(raised, raised + silent, raised_now, raised_now + silent_now)])
    back = mid_p([Table(raised_now, raised_now + silent_now, raised, raised + silent)])

    assert 0 < forth <= 1
    assert forth == pytest.approx(back)


def test_the_p_value_is_fishers_for_one_group():
    """Checked against the textbook tea-tasting table: two-sided 0.486, of which half of the observed tables count."""
    assert mid_p([Table(3, 4, 1, 4)]) == pytest.approx(0.4857 - 32 / 70 / 2, abs=1e-3)


def test_without_a_change_false_alarms_stay_at_the_level():
    """Over 12 themes and 300 programmes without any trend; benchmarks/change.py does this at length."""
    chance = random.Random(5)
    names = [f"t{number}" for number in range(12)]

    def period():
        return [Unit(frozenset(name for name in names if chance.random() < 0.35)) for _ in range(15)]

    told = (verdict.verdict for _ in range(300) for verdict in [min(compare(period(), period(), names), key=_rank)])
    alarms = sum(one not in (Verdict.NO_CLEAR_CHANGE, Verdict.STEADY) for one in told)
    assert alarms <= 0.05 * 300


def _rank(change):
    return change.p_value


def test_steady_is_not_said_of_a_handful():
    """Absence of evidence is not evidence of absence."""
    assert not is_steady([Table(2, 4, 2, 4)])


def test_periods_are_told_apart_by_the_dates_of_their_sources():
    """The first and last day count."""
    made = Programme()
    for number in range(10):
        made.say(
            "The board never reaches improvement.",
            suggested={"leadership": 0.7},
            source=f"d{number}",
            voice=f"P{number}",
        )
    told = changes(
        made.excerpts,
        made.documents,
        made.tags,
        CODEBOOK,
        previous=(date(2025, 1, 1), date(2025, 2, 28)),
        now=(date(2025, 3, 1), date(2025, 3, 31)),
    )

    assert [(one.theme, one.previous_base, one.now, one.now_base) for one in told] == [
        ("leadership", 0, 10, 10),
        ("workforce", 0, 0, 10),
    ]
    assert {one.verdict for one in told} == {Verdict.NO_CLEAR_CHANGE}


def test_survey_waves_are_compared_by_respondent():
    """Two sheets of answers, each a source of its own: respondents are the unit."""
    made = Programme()
    for number in range(12):
        made.say("Release me.", suggested={"workforce": 0.7}, source="wave-1", voice=f"r{number}")
        made.say("The board helps.", suggested={"leadership": 0.7}, source="wave-2", voice=f"r{number}")
    earlier, later = ([one for one in made.excerpts if one.document_id == wave] for wave in ("wave-1", "wave-2"))
    told = wave_changes(earlier, later, made.tags, CODEBOOK)

    assert {one.theme: one.verdict for one in told} == {"leadership": Verdict.NEW, "workforce": Verdict.NOT_RAISED}
    assert all("respondents" in one.test for one in told)


def test_a_wave_in_which_nobody_wrote_is_compared_with_nothing():
    """A survey of choices alone says nothing of themes."""
    made = Programme()
    made.say("Release me.", suggested={"workforce": 0.7}, source="wave-1", voice="r1")

    assert {one.p_value for one in wave_changes(made.excerpts, [], made.tags, CODEBOOK)} == {None}


def wave(answers, *, answered=None):
    return WaveCount("w", "How far?", 40, answered or sum(answers.values()), tuple(answers.items()))


def test_answers_to_a_closed_question_are_compared_choice_by_choice():
    """Counts alone are enough."""
    told = answer_changes(wave({"not started": 13, "under way": 5}), wave({"not started": 2, "under way": 16}))

    assert [one.verdict for one in told] == [Verdict.FADING, Verdict.GROWING]
    assert (told[0].previous, told[0].previous_base, told[0].now, told[0].now_base) == (13, 18, 2, 18)
    assert "over all answers" in told[0].test


def test_where_several_choices_may_be_made_the_base_is_who_answered():
    """Ten who tick two boxes each are ten respondents; counted as twenty, half of the movement would be gone."""
    told = answer_changes(wave({"time": 10, "staff": 10}, answered=10), wave({"time": 10, "staff": 1}, answered=10))

    assert [(one.theme, one.previous_base, one.verdict) for one in told] == [
        ("time", 10, Verdict.NO_CLEAR_CHANGE),
        ("staff", 10, Verdict.FADING),
    ]


def test_a_wave_that_nobody_answered_is_compared_with_nothing():
    """No verdict, and the reason in words."""
    (told,) = answer_changes(wave({"under way": 0}), wave({"under way": 16}))

    assert (told.verdict, told.p_value) == (Verdict.NO_CLEAR_CHANGE, None)
    assert told.test == "Not tested: in one of the two waves nobody answered."


def test_a_source_that_runs_over_both_periods_counts_in_each_what_was_said_in_it():
    """A survey's rows have days of their own; by the day of the file its answers of last month were news of this one."""
    made = Programme()
    months = {"leadership": date(2025, 1, 5), "workforce": date(2025, 2, 5)}
    days = {
        made.say(f"{theme}.", source=f"survey {number}", coded={theme: True}): day
        for number in range(8)
        for theme, day in months.items()
    }
    answers = [replace(one, date=days[one.excerpt_id]) for one in made.excerpts]
    told = changes(
        answers, made.documents, made.tags, CODEBOOK,
        previous=(date(2025, 1, 1), date(2025, 1, 31)), now=(date(2025, 2, 1), date(2025, 2, 28)),
    )  # fmt: skip

    counted = {change.theme: (change.previous, change.previous_base, change.now, change.now_base) for change in told}
    assert counted == {"leadership": (8, 8, 0, 8), "workforce": (0, 8, 8, 8)}
