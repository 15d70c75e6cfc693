"""What notes of wards are full of and nobody's name: rooms, bays, months, roles, slips of the pen."""

import random

import pytest

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register, default_flagger
from learnbrief.corpus.document import SourceText

FLAGGER = default_flagger()


def hidden(text):
    """(words, type) of everything that is masked without a register."""
    desk = Deidentifier(Register(), Keyfile(chooser=random.Random(0)), flagger=FLAGGER)
    return [(words, mark.type) for _, words, mark in desk.document(SourceText(text, ())).in_source()]


@pytest.mark.parametrize(
    "text",
    [
        "So we picked Bay C, which is six beds, and Bay C stayed.",
        "Lane 2 is closed and so is Wing B.",
        "Patient told at ten that they can go.",
        "Patient asked for the form, and the ward found none.",
        "Doctor said yes, and nobody wrote it down.",
        "Letter to the board\nby Christmas",
        "Owner of the barrier\nby Easter",
        "Pilot on two wards\nMay\nthe committee",
        "Missed calls into a plan\nChristmas",
        "Missed calls into a plan | the chair | Christmas\nDecisions delegated | the committee | May",
        "It was a bad month, Easter, norovirus.",
        "In Febuary you would have heard a pin drop.",
        "Forteen things, six names.",
        "She trained in Gdańsk and Leipzig before she came.",
        "Present: the ward clerk. Apologies: none received",
        "Families from the new estate, where there is a lot of Tigrinya and Dari, come straight to the door.",
    ],
)
def test_what_names_nobody_stays(text):
    """Each word that is masked in vain is a question to a person, and a gap in a brief until it is answered."""
    assert hidden(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chaired by Easter, who had done it before.", ["Easter"]),
        ("Welcome has been our interpreter since the spring.", ["Welcome"]),
        ("Present: Ada Obi. Apologies: Wynn Calloway", ["Ada Obi", "Wynn Calloway"]),
        ("Thanks Patient for the urn, she carried it up.", ["Patient"]),
    ],
)
def test_who_is_named_by_such_a_word_is_still_hidden(text, names):
    """What stays must not cost the people who are called so."""
    assert [words for words, _ in hidden(text)] == names


def test_a_ward_under_its_bare_name_is_the_ward_and_nobody():
    """'Ash' as a person would be counted as one, and asked about on the page of people."""
    text = "The trolley on Ash Ward is checked at ten. She only covers Ash. On Larch Ward it is not."
    found = hidden(text)

    assert found == [("Ash Ward", "organisation"), ("Ash", "organisation"), ("Larch Ward", "organisation")]


def test_a_hospital_of_two_plain_words_is_known_without_its_ending():
    """'High Tarn' said alone tells where somebody works as well as the whole name does."""
    found = hidden("High Tarn Hospital joined on the screen. We could see it and High Tarn could not.")

    assert found == [("High Tarn Hospital", "organisation"), ("High Tarn", "organisation")]


def test_a_word_that_opens_a_sentence_is_not_the_ward_that_bears_it():
    """A Rose Ward makes no ward of figures that rose."""
    assert hidden("Rose Ward has two beds. Rose from 12% to 31% in a year.") == [("Rose Ward", "organisation")]


def test_a_small_place_is_masked_as_a_place_and_counted_as_nobody():
    """It may tell who somebody is, and is no participant."""
    assert hidden("The doctor in Little Haddon signs all of them.") == [("Little Haddon", "name")]


def test_two_people_on_two_lines_are_two():
    """The language model reads on over the end of a line: 'Mary' and 'Daniel Hill' below her were one person."""
    found = [words for words, _ in hidden("Hill, Daniel; Hill, Sarah; Hill, Mary\nDaniel Hill and Sarah Hill differ.")]

    assert not any("\n" in words for words in found)
    assert found[-2:] == ["Daniel Hill", "Sarah Hill"]


def test_in_capitals_a_small_word_beside_a_name_is_no_part_of_it():
    """'ACTION GARETH TO RING' lost its verb."""
    assert hidden("ACTION GARETH TO RING THE FAMILY") == [("GARETH", "person")]
    assert hidden("THE VAN WILL COME AT TEN") == []
