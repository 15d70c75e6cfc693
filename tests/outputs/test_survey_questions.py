"""Which closed columns of a survey a brief tells as questions, and which only say who answered."""

import pytest

from learnbrief.outputs.layout.tables import is_asked


@pytest.mark.parametrize(
    ("column", "asked"),
    [
        ("How far have you come?", True),
        ("My team has time for this", True),
        ("Role", False),
        ("What is your role?", False),
        ("Which trust do you work for?", False),
        ("Which site would you visit first?", True),
    ],
)
def test_who_somebody_is_is_no_question_of_the_brief(column, asked):
    """Roles and places asked for in a sentence stood in charts among the judgements."""
    assert is_asked(column) is asked
