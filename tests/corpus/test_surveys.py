"""Counting closed answers: bases, waves, orders of choices."""

import pytest

from learnbrief.corpus.document import Collaborative, Participant
from learnbrief.corpus.fillers import is_answer
from learnbrief.corpus.surveys import as_participants, count_by_wave, in_order, on_one_scale

ASKED = "How far along are you?"


def test_waves_list_the_choices_of_all_so_that_shares_can_be_compared():
    """A choice nobody took in one wave is a nought there, not a gap."""
    march, june = count_by_wave(
        ASKED, {"March": ["Not started", "Not started", None], "June": ["Under way", "Substantial", "Under way"]}
    )

    assert (march.wave, march.base, march.answered) == ("March", 3, 2)
    assert march.counts == (("Not started", 2), ("Under way", 0), ("Substantial", 0))
    assert june.counts == (("Not started", 0), ("Under way", 2), ("Substantial", 1))


def test_ticked_boxes_are_choices_in_every_wave_of_the_question():
    """Who ticked one box only in March still chose one of several."""
    march, june = count_by_wave("What helps?", {"March": ["Time"], "June": ["Time;Staff;"]})

    assert (march.counts, june.counts) == ((("Staff", 0), ("Time", 1)), (("Staff", 1), ("Time", 1)))
    assert june.answered == 1


def test_a_wave_in_which_nobody_answered_counts_nobody():
    """It was asked, and that is told."""
    (march,) = count_by_wave(ASKED, {"March": [None, None]})

    assert (march.base, march.answered, march.counts) == (2, 0, ())


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


def test_numbers_before_the_points_of_a_scale_do_not_hide_it():
    """'5 - Very good' of the friends and family test was a question in words where few had answered."""
    assert on_one_scale({"5 - Very good", "4 - Good", "2 - Poor"})
    assert in_order({"2 - Poor", "5 - Very good", "4 - Good"}) == ["2 - Poor", "4 - Good", "5 - Very good"]
