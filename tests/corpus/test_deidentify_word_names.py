"""Given names that are words of English: found whoever's tradition they are of, and left where they are words."""

import random
import sys
from pathlib import Path

import pytest

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register
from learnbrief.corpus.deidentify.entities import Entity
from learnbrief.corpus.deidentify.suspicion import Suspicion
from learnbrief.corpus.deidentify.word_names import word_model
from learnbrief.corpus.document import SourceText

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "training"))

from word_names import cases, figures, learn, running_texts


def hidden(text):
    """What was masked in a text without a register and without the language model, in order."""
    made = Deidentifier(Register(), Keyfile(chooser=random.Random(0)), flagger=Suspicion())
    return list(made.document(SourceText(text, ())).originals)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I sat with Can while the form was filled in.", ["Can"]),
        ("Mine told us that nobody had asked her.", ["Mine"]),
        ("The exchange nurse, Even, was surprised by the queue.", ["Even"]),
        ("Joke wrote the leaflet with her patients.", ["Joke"]),
        ("We asked Trymore to take the minutes.", ["Trymore"]),
        ("Privilege phoned the families herself.", ["Privilege"]),
        ("Notes by Wing, who was there until nine.", ["Wing"]),
        ("The interpreter, Loan, stayed until the end.", ["Loan"]),
        ("It was Dimple who'd kept the list.", ["Dimple"]),
        ("Then Heaven told the student where to stand.", ["Heaven"]),
        ("My neighbour Liberty read her the letter.", ["Liberty"]),
        ("I handed the keys to Blossom and went home.", ["Blossom"]),
        ("Hind said the lift had never worked.", ["Hind"]),
        ("Marine and her mother came to the second one.", ["Marine"]),
        ("Present: Can, Precious, Bong", ["Can", "Precious", "Bong"]),
        ("Moss (night porter) keeps the old forms.", ["Moss"]),
        ("Lama, our Syrian advocate, had a word with the desk.", ["Lama"]),
        ("Our Danish visitor, Bitten, counted the doors.", ["Bitten"]),
        ("Bride cooked and Nest translated.", ["Bride", "Nest"]),
        ("Dupe swears by the paper list.", ["Dupe"]),
    ],
)
def test_a_name_that_is_a_word_is_found_whoever_bears_it(text, names):
    """Who has such a name is masked as surely as a Margaret: it is not for us to find some traditions and not others."""
    assert [name for name in hidden(text) if name in names] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ACTION: HEATHER TO BOOK THE ROOM", "HEATHER"),
        ("hello pearl, could you ring me?", "pearl"),
        ("hope said the queue was shorter", "hope"),
    ],
)
def test_capitals_and_small_letters_hide_no_name(text, name):
    """Notes are typed in haste: a name in the wrong letters is the same name."""
    assert name in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can the porters come at eight?",
        "Mine was the shortest list of all.",
        "Even the registrar had not seen it.",
        "Joke or not, nobody laughed.",
        "Privilege has many faces.",
        "Wing mirrors were broken on two of the vans.",
        "Loan wheelchairs are kept behind the stairs.",
        "Marine paint was used on the railings.",
        "The Comfort Fund pays for taxis.",
        "We hope that grace and patience will carry us.",
        "He asked who had the key. You never know. So we waited.",
        "'How did it go?' was not answered by 1 of 7 ('No')",
        "Three booking managers by 24 Jan.\nDraft letter",
        "The pilot ran from 3rd April to 2 May 2025, and again from June 2026.",
        "I've been visiting him since August and I have been calling him by the wrong name.",
        "They had never eaten together. Odd, given they share a kettle",
        "Silence for a bit after that.",
        "What I can't shift\n\nMoney, in a dull sort of way.",
        "Time to do it properly, and my own liking for it.",
        "Money",
        "New bins",
        "Safe crossing",
        "Facilitator (by screen): Safe crossing, everybody.",
        "Both teams use RiO and share it.",
    ],
)
def test_the_same_words_as_words_stay(text):
    """A brief full of masks is no brief, and a person who must undo them stops looking."""
    assert hidden(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("Bed 4 June told us that she had rung twice.", "June"), ("Thanks Silence, she rang them all.", "Silence")],
)
def test_a_common_word_is_a_name_where_people_are_named(text, name):
    """The number before a name may be a bed's, and whoever is thanked is somebody, however common the word."""
    assert name in hidden(text)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Fairer Together: halfway learning event", "Fairer Together"),
        ("Dougie Marlpit: Mine's the same as ever. That hot-air thing goes off.", "Mine"),
    ],
)
def test_the_language_model_s_word_makes_the_commonest_words_no_person(text, person):
    """It calls 'Fairer Together' a person; words that every text is full of need more than its word."""
    at = text.index(person)
    flagger = Suspicion(lambda _: [Entity(at, at + len(person), "PERSON")])
    made = Deidentifier(Register(), Keyfile(chooser=random.Random(0)), flagger=flagger).document(SourceText(text, ()))

    assert person in made.source.text


def test_one_mine_who_wanted_something_makes_no_other_mine_a_person():
    """'Mine' at the head of a sentence is mostly what is mine, also in a text in which it once reads like somebody."""
    assert hidden("Mine told us what it costs. It went well enough.\n- Mine's the same as ever.").count("Mine") == 1


def test_a_name_surely_told_once_is_looked_for_elsewhere_in_the_text():
    """One sentence gives the name away; in the next it may stand where it could be a word."""
    alone = "Bright is on late on Tuesday."
    together = f"I asked Bright whether she had eaten, and she shook her head. {alone}"

    assert hidden(together).count("Bright") > hidden(alone).count("Bright")


@pytest.fixture(scope="module")
def learned():
    return learn([*cases("train"), *running_texts()])


def test_the_weights_that_are_shipped_come_from_the_sentences_that_are_shipped(learned):
    """A model that nobody can make again cannot be checked, mended or trusted."""
    shipped = word_model()

    assert learned.bias == pytest.approx(shipped.bias, abs=0.05)
    assert {
        clue
        for clue in learned.weights.keys() | shipped.weights.keys()
        if abs(learned.weights.get(clue, 0.0) - shipped.weights.get(clue, 0.0)) > 0.05
    } == set()


def test_the_model_tells_names_from_words_that_it_was_not_taught():
    """Learned by heart it would be worth nothing: on sentences with other names nine in ten are found, nine in ten words stay."""
    found = figures(word_model(), list(cases("develop")))

    assert found["found"] >= 0.9
    assert found["left"] >= 0.85


def test_harder_sentences_that_it_was_not_taught_are_told_as_well():
    """Most of these open with the word and say what people and things both do; below this, single names would go unseen."""
    found = figures(word_model(), list(cases("held_back")))

    assert found["found"] >= 0.8
    assert found["left"] >= 0.8
