"""Counting closed answers: bases, waves, orders of choices."""

import pytest

from learnbrief.corpus.document import Collaborative, Participant
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.surveys import (
    Respondent,
    SurveyQuestion,
    SurveySheet,
    as_participants,
    count_by_wave,
    count_wave,
    in_order,
    is_answer,
)

ASKED = "How far along are you?"


def survey(*answers: str, sheet: str = "") -> SurveySheet:
    people = (Respondent(f"Respondent {n}", {ASKED: a} if a else {}, sheet, n + 1) for n, a in enumerate(answers, 1))
    return SurveySheet((SurveyQuestion(ASKED, closed=True, sheet=sheet),), tuple(people))


def test_waves_list_the_choices_of_all_so_that_shares_can_be_compared():
    """A choice nobody took in one wave is a nought there, not a gap."""
    waves = [
        ("March", survey("Not started", "Not started", "")),
        ("June", survey("Under way", "Substantial", "Under way")),
    ]

    march, june = count_by_wave(waves, "how far  along are you?")
    assert [choice for choice, _ in march.counts] == ["Not started", "Under way", "Substantial"]
    assert (march.base, march.answered, march.share("Not started")) == (3, 2, 1.0)
    assert (june.share("Under way"), june.non_response) == (2 / 3, 0)


def test_a_wave_that_did_not_ask_is_not_counted():
    """Nobody is counted as silent on a question they never saw."""
    other = SurveySheet((SurveyQuestion("Anything else?", closed=False),), (Respondent("Respondent 1"),))

    assert [wave.wave for wave in count_by_wave([("March", other), ("June", survey("Under way"))], ASKED)] == ["June"]
    with pytest.raises(NotFound, match="March: has no closed question"):
        count_wave("March", other, ASKED)


def test_a_wave_in_which_nobody_answered_has_shares_of_nought():
    """No division by an empty base."""
    assert count_wave("March", survey("", ""), ASKED).share("Under way") == 0.0


@pytest.mark.parametrize(
    ("found", "ordered"),
    [
        (
            ["Substantial", "Not started", "Under way", "Just started"],
            ["Not started", "Just started", "Under way", "Substantial"],
        ),
        (["Agree", "Strongly disagree", "Neutral"], ["Strongly disagree", "Neutral", "Agree"]),
        (
            ["More than 10 years", "6~10 years", "Less than 1 year", "1~2 years"],
            ["Less than 1 year", "1~2 years", "6~10 years", "More than 10 years"],
        ),
        (["10", "9", "2"], ["2", "9", "10"]),
        (["ward B", "Ward A"], ["Ward A", "ward B"]),
    ],
)
def test_choices_stand_in_the_order_of_their_scale(found, ordered):
    """'Just started' before 'Under way', 9 before 10."""
    assert in_order(found) == ordered


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "N/A", "Did not answer", "No response", "n/a "])
def test_what_people_and_tools_write_for_nothing_is_no_answer(cell):
    """Dashes are not opinions."""
    assert not is_answer(cell)


FENLAND, HARBOUR = (
    Collaborative("fen", "Fenland Community Collaborative"),
    Collaborative("harbour", "Harbour Acute Collaborative"),
)


@pytest.mark.parametrize(
    ("question", "answer", "collaborative"),
    [
        ("Collaborative", "Fenland", "fen"),
        ("Which collaborative are you part of?", "harbour acute collaborative", "harbour"),
        ("Your provider collaborative", "fen", "fen"),
        ("Collaborative", "Elsewhere", None),
        ("How far has your collaborative got with its change, would you say, all in all?", "Fenland", None),
    ],
)
def test_a_respondent_brings_their_role_and_collaborative_to_their_words(question, answer, collaborative):
    """A survey of the whole cohort tells in each row where it comes from."""
    found = as_participants({"Respondent 3": {question: answer, "What is your role?": "clinician"}}, [FENLAND, HARBOUR])

    assert found == {"Respondent 3": Participant("Respondent 3", "clinician", collaborative)}
