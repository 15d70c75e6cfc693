"""Who belongs to a role family, and which words speak of them."""

import pytest

from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.role_families import bears_on, family_words, in_family


@pytest.mark.parametrize(
    "role", ["executive", "non-executive", "Chair", "board member", "medical director", "CEO", "chief nurse"]
)
def test_a_board_has_many_names(role):
    assert in_family("board", role)


@pytest.mark.parametrize(
    "role", ["clinician", "improvement lead", "boarding officer", "lived experience partner", None]
)
def test_not_everybody_sits_on_it(role):
    assert not in_family("board", role)


def test_any_other_family_is_the_role_of_that_name():
    assert in_family("clinician", "Clinician")
    assert not in_family("clinician", "clinical lead")
    assert family_words("clinician") == "people in the role clinician"


@pytest.mark.parametrize(("words", "of_them"), [
    ("Our board never asks about equity unless something has gone wrong.", True),
    ("The chief executive came to the huddle every week.", True),
    ("Senior leaders say the right things.", True),
    ("We pinned it on the notice board by the lift.", False),
    ("Across the board people were tired of new forms.", False),
    ("Everybody came on board in the end.", False),
    ("The data arrives two months late.", False),
])  # fmt: skip
def test_what_others_say_of_them_is_told_by_its_words(words, of_them):
    """A notice board has no agenda: counted, it would be what people say of their leaders."""
    said = Excerpt("d", 1, 0, len(words), words, Voice("v", "Table 2", "group"), Mode.NOTE, evidence=True)

    assert bears_on("board", said) is of_them
