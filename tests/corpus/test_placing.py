"""Words are found where they stand, however the program they come from wrote them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learnbrief.corpus.coding.placing import excerpts_at, find_passage, find_words
from learnbrief.corpus.document import Excerpt, Mode, Voice
from learnbrief.corpus.readers.characters import normalise

TEXT = """\
# Harbour day one

- [Person 3] said that improvement time is the first thing cancelled when the wards are full
- Our board never asks about equity, [Person 12] told us, unless something has gone wrong
- “It’s the same \u2013 every year”, she said: write to [email] or ring [phone number]
- The wards are full again. The wards are full again.
"""
SPACES = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", " \r\n "])


@st.composite
def _cuttings(draw):
    """A frozen text, a stretch of it, and the same stretch with other white space."""
    text = normalise(draw(st.text(st.sampled_from("ab é.,'’-—[]1\n ☃😀"), min_size=1, max_size=60)))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    assume(text[start:end].strip())
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    around = draw(st.sampled_from(["", " ", "\n"]))
    spoilt, between = around, False
    for character in text[start:end]:
        if not character.isspace():
            spoilt += (draw(SPACES) if between else "") + character
        between = character.isspace()
    return text, (start, end), spoilt + around


@given(_cuttings())
def test_whatever_is_cut_from_a_text_is_found_at_its_place(cutting):
    """White space is all that copying changes for certain; a place too far to the left codes somebody else's words."""
    text, place, spoilt = cutting

    assert place in find_words(spoilt, text)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the first thing  cancelled\nwhen", ["the first thing cancelled when"]),
        ('"It\'s the same - every year"', ["“It’s the same \u2013 every year”"]),
        ("Olumide Farrant said that improvement time is", ["[Person 3] said that improvement time is"]),
        ("asks about equity, Bettina told us, unless", ["asks about equity, [Person 12] told us, unless"]),
        ("asks about equity Bettina Anne Quorn told us unless", ["asks about equity, [Person 12] told us, unless"]),
        ("write to o.farrant@harbour.example or ring 020 7946 0991", ["write to [email] or ring [phone number]"]),
        ("OUR BOARD NEVER ASKS", ["Our board never asks"]),
        ("The wards are full again", ["The wards are full again"] * 2),
        ("The wards are never full", []),
        ("Olumide Farrant went home", []),
        ("Bettina Quorn", []),
        ("", []),
    ],
)
def test_words_are_found_around_what_replaced_a_name(words, found):
    """Coding from elsewhere quotes the original; two names and nothing else could be anybody."""
    assert [TEXT[start:end] for start, end in find_passage(words, TEXT)] == found


def _excerpt(start, end):
    voice = Voice("v", "Table 1", "group")
    return Excerpt("d", 1, start, end, TEXT[start:end], voice, Mode.NOTE, evidence=True)


@pytest.mark.parametrize(
    ("span", "about"),
    [
        ((20, 40), [0]),
        ((22, 26), [0]),
        ((18, 100), [0, 1]),
        ((58, 100), [1]),
        ((45, 75), [0]),
        ((1, 10), []),
    ],
)
def test_a_stretch_is_about_the_excerpts_it_covers_else_the_one_it_lies_in(span, about):
    """A whole paragraph codes all its excerpts, a phrase codes its own, and a few words over the edge code nothing more."""
    excerpts = [_excerpt(19, 60), _excerpt(60, 110)]

    assert excerpts_at(excerpts, *span) == [excerpts[one] for one in about]
