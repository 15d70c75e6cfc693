"""Names that hide behind brackets, capitals and ordinary words; and names that are nobody's and must stay."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register
from learnbrief.corpus.deidentify.placeholders import PLACEHOLDER
from learnbrief.corpus.deidentify.suspicion import Suspicion
from learnbrief.corpus.deidentify.words import fold
from learnbrief.corpus.document import SourceText


def hidden(text):
    """What was masked in a text without a register and without the language model, in order."""
    made = Deidentifier(Register(), Keyfile(chooser=random.Random(0)), flagger=Suspicion())
    return list(made.document(SourceText(text, ())).originals)


def masked(text):
    made = Deidentifier(Register(), Keyfile(chooser=random.Random(0)), flagger=Suspicion())
    return made.document(SourceText(text, ())).source.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We stopped early [Oluwaseun Adeyemi had to go].", ["Oluwaseun Adeyemi"]),
        ("[Gethin Prydderch: not what I meant]", ["Gethin Prydderch"]),
        ("<Katarzyna nods> and the next card was read.", ["Katarzyna"]),
        ("It was not [Ngozi's] turn.", ["Ngozi"]),
    ],
)
def test_a_bracket_is_no_mask(text, names):
    """Only placeholders that we wrote are safe; whatever else stands in brackets somebody typed there."""
    assert hidden(text) == names


@pytest.mark.parametrize(
    "kept",
    ["[Person 3] spoke.", "[Trust B] sent two.", "Ask [Person 3 or 7].", "[email] and [NHS number]", "[laughter]"],
)
def test_a_placeholder_of_an_earlier_round_stays(kept):
    """Masking twice must not give the mask a mask."""
    assert masked(kept) == kept


def test_every_replacement_we_write_is_a_placeholder():
    """A replacement in a form that nobody knows would be read, and counted, as somebody's words."""
    text = (
        "Priya Raghunathan of Southmere General Hospital, p.r@example.org, 0113 496 0000, NHS number 943 476 5919, NI QQ123456C,"
        " LS1 4AP, 12 Kiln Lane, born on 3 May 1961, passport 123456789, sort code 20-45-67, crime reference 1234567,"
        " GMC 1234567, MRN 445566, twitter.com/someone, SMALLTOWN SURGERY, Mrs Oddie and Ms Oddie and Oddie's rota"
    )
    made = Deidentifier(Register(), Keyfile(chooser=random.Random(0)), flagger=Suspicion())
    marks = made.document(SourceText(text, ())).marks

    assert len({mark.type for mark in marks}) >= 12
    assert [mark.replacement for mark in marks if not PLACEHOLDER.fullmatch(mark.replacement)] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Patience rang the families before the ward did.", ["Patience"]),
        ("Will will bring the forms.", ["Will"]),
        ("Gift has asked for the key twice.", ["Gift"]),
        ("It was Heather who counted the trolleys.", ["Heather"]),
        ("The card went to Frank by mistake.", ["Frank"]),
        ("We think that Hope's list is the right one.", ["Hope"]),
        ("Lucky, Princess and Comfort stayed behind.", ["Lucky", "Princess", "Comfort"]),
        ("Rob and Siobhan swapped shifts.", ["Rob", "Siobhan"]),
        ("Then May wrote it on the window.", ["May"]),
        ("Success brought the lanyards.", ["Success"]),
    ],
)
def test_a_name_that_is_a_word_is_told_by_what_it_does(text, names):
    """Names that are words are given in some traditions more than in others: missing them would not fall equally."""
    assert sorted(hidden(text)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "Patience is needed on every ward.",
        "Will the board come back to this?",
        "May we ask who pays for the lanyards?",
        "Mark the chart and bill the other ward.",
        "Hope fades when nobody answers.",
        "We met in May and June, and again in August.",
        "Summer and Autumn are the worst months.",
        "The Hope Street site and the Pearl Suite have no lift.",
        "Project Sunshine ended in April.",
        "Grace period of a fortnight, no more.",
        "By the grace of the porters it went on.",
        "Success is shared, joy is rare.",
        "Faith leaders were asked on Sunday.",
        "Porter joins the morning brief, kept.",
        "Waiting room, 10 June 2025. Facilitated by two of us.",
    ],
)
def test_a_word_that_may_be_a_name_stays_where_it_is_a_word(text):
    """A text full of masks cannot be read, and whoever reviews it stops looking."""
    assert hidden(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Martha's Rule began on two wards.",
        "She has Parkinson's and nobody asked her.",
        "Crohn's, Alzheimer's and Down's were on the list.",
        "The Barthel index and a Likert scale were used.",
        "Parkinson's nurses came, with Oliver McGowan training done.",
        "The Harvey's Gang visit went well.",
    ],
)
def test_a_disease_a_score_and_a_rule_keep_the_name_they_bear(text):
    """Without them nobody could tell what was discussed."""
    assert hidden(text) == []


@pytest.mark.parametrize("text", ["The Okonkwo method was tried.", "Parkinson said so.", "We met Dr Crohn."])
def test_a_colleague_of_that_name_is_hidden_all_the_same(text):
    """A disease's name is also somebody's."""
    assert len(hidden(text)) == 1


@pytest.mark.parametrize(
    "name",
    ["THORNMERE NHS FOUNDATION TRUST", "RIVERBANK HOSPITALS NHS TRUST", "OAKWELLS SURGERY", "ST BRANNOC'S HOSPITAL"],
)
def test_an_organisation_in_capitals_is_the_same_organisation(name):
    """Letterheads shout; the pseudonym is the one that the quiet spelling has."""
    quiet = name.title().replace("Nhs", "NHS").replace("'S", "'s")

    text = masked(f"Letter from {name}.\nThe visit to {quiet} went well.")

    assert name not in text
    first, second = PLACEHOLDER.findall(text)
    assert first == second


def test_people_of_one_family_name_are_kept_apart():
    """Three voices made one would be counted as one, and one person's words laid to another."""
    text = masked("Mrs Oddie spoke first. Ms Oddie did not agree. Oddie's rota stays.")

    first, second, either = PLACEHOLDER.findall(text)
    assert len({first, second, either}) == 3
    assert " or " in either


def test_one_person_under_two_titles_stays_one():
    """'Dr' and 'Prof' are given to the same person within a page."""
    first, second = PLACEHOLDER.findall(masked("Dr Oddie began. Prof Oddie closed."))

    assert first == second


@pytest.mark.parametrize(
    "number",
    ["943.476.5919", "9434 765 919", "943 476\n5919", "943-476-5919", "9434765919"],
)
def test_an_nhs_number_in_any_spacing_is_hidden(number):
    """People dictate it, wrap it and put dots in it."""
    assert hidden(f"The NHS number is {number} and stands on the board.") == [number]
    assert hidden(f"It reads {number} there.") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "passport 123456789",
        "Passport no: 987654321",
        "sort code 20-45-67",
        "account number 12345678",
        "council tax ref 71234567",
    ],
)
def test_a_number_that_is_named_is_hidden(text):
    """Such numbers lead to one person, whoever reads them."""
    assert len(hidden(f"She left her {text} with the clerk.")) == 1


@given(st.text(st.characters(max_codepoint=127, categories=("L", "P")), min_size=1))
def test_a_word_in_plain_letters_is_folded_as_one_with_an_accent(word):
    """Plain words take a short way; a name must be found again where somebody wrote it with its accents."""
    assert fold(word) == fold(f"{word}\u0301")
