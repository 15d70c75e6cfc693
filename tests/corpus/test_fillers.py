"""What says nothing, and what only looks like it."""

import pytest

from learnbrief.corpus.fillers import is_answer, is_filler, is_sheet_error


@pytest.mark.parametrize(
    "words",
    ["None", "none really", "Nothing", "Nothing to add.", "Nothing further to add, thanks", "No comment", "no further comments",
     "I have no comments to make", "N/A", "n.a.", "N/A - see above", "Not applicable to my role", "not provided", "No", "nope",
     "No thank you", "Don't know", "dont know", "I don’t know, sorry", "not sure", "Unsure", "No idea", "Can't think of anything",
     "nothing comes to mind", "Not that I can think of", "none that I can think of at the moment", "see above", "As above.",
     "same as previous answer", "see answer to question 2", "as per Q3", "ditto", "already answered above", "Prefer not to say",
     "?", "..", "~", "---", "x", "xxx", "all good", "Nothing, all good.", "not really", "no suggestions", "nothing at present"],
)  # fmt: skip
def test_words_that_say_nothing_are_no_answer(words):
    """They stood beside people's sentences, and made their columns look like lists of short words."""
    assert is_filler(words)


@pytest.mark.parametrize(
    "words",
    ["No, because the keys are locked away", "No time", "Nothing works after four", "None of us was asked",
     "Not enough porters", "I don't know who to ask", "See the family earlier", "The same as before the merger",
     "All good apart from the parking", "Nothing. The board never answered.", "Time", "More staff", "👍", "Yes",
     "No comments from us ever reach the board", "Not sure who leads on it", "as above, but with a key"],
)  # fmt: skip
def test_words_with_a_reason_or_a_thing_in_them_are_an_answer(words):
    """A filler is one as a whole: what goes on from it says something."""
    assert not is_filler(words)


@pytest.mark.parametrize("cell", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
def test_errors_of_a_spreadsheet_are_nobodys_answer(cell):
    """A lookup that failed was counted as a choice."""
    assert is_sheet_error(cell)
    assert not is_answer(cell)
