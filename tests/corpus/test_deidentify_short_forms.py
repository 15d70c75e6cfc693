"""What sources call their organisations, whatever was read first: fictional notes in every order, with a key full and empty."""

import random
import re
from itertools import permutations

import pytest

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register
from learnbrief.corpus.deidentify.short_forms import known_elsewhere
from learnbrief.corpus.deidentify.suspicion import Suspicion
from learnbrief.corpus.document import SourceText

NOTES = {
    "names it": "Held at High Tarn Hospital with staff of Calderbrook Infirmary. High Tarn had the soup, Calderbrook the bread.",
    "says it short": "They asked the matrons, High Tarn, Calderbrook and the site team. Calderbrook said no.",
    "names another": "Notes of Lodeham Surgery (LSY), where Calderbrook's letters arrive.",
    "names its namesake": "Calderbrook Bridge Surgery opens at eight; Calderbrook is near the river. LSY sent a nurse.",
    "names nobody": "The letter was late. A High Tarn nurse rang, and LSY rang back.",
}


def desk(key):
    return Deidentifier(Register(), key, flagger=Suspicion())


def read_in(order, key):
    """All of them, as a run takes them in: what they call their organisations is learned before any of them is read."""
    one = desk(key)
    for name in order:
        one.learn(NOTES[name])
    return {name: one.document(SourceText(NOTES[name], ())).source.text for name in order}


def without_numbers(text):
    return re.sub(r"\[(\w[\w ]*?) (?:[A-Z]{1,3}|\d+)\]", r"[\1]", text)


def test_a_text_is_the_same_whatever_was_read_before_it():
    """Excerpts that say something else after a move to another machine are other excerpts: coding and briefs would not find them."""
    expected = {name: without_numbers(text) for name, text in read_in(NOTES, Keyfile(chooser=random.Random(0))).items()}

    for order in permutations(NOTES):
        key = Keyfile(chooser=random.Random(1))
        empty = read_in(order, key)
        assert {name: without_numbers(text) for name, text in empty.items()} == expected
        assert {name: read_in([name], key)[name] for name in reversed(order)} == empty

    assert "High Tarn" not in expected["says it short"] + expected["names nobody"]


def test_what_a_source_calls_its_own_stands_and_what_sources_dispute_is_nobody_s():
    """'Calderbrook' is the surgery where the surgery speaks; elsewhere it may be either, and saying one would be untrue."""
    found = {name: without_numbers(text) for name, text in read_in(NOTES, Keyfile(chooser=random.Random(0))).items()}

    assert found["names its namesake"].startswith("[Practice] opens at eight; [Practice] is near")
    assert found["says it short"] == ("They asked the matrons, [Hospital], [Name] and the site team. [Name] said no.")
    assert "[Name]'s letters" in found["names another"]


def test_within_one_source_a_short_form_of_two_organisations_is_hidden_too():
    """Neither is meant for certain, and where nothing else suspected the word it stood in plain sight."""
    text = "Ulvermoss Hospital and Ulvermoss Lane Surgery share a gate. Ulvermoss is steep."

    assert without_numbers(Deidentifier(Register(), Keyfile()).document(SourceText(text, ())).source.text).endswith(
        "[Name] is steep."
    )


@pytest.mark.parametrize(
    ("source", "elsewhere"),
    [
        ("The Southmere Integrated Care Board (ICB) came. The ICB paid.", "Our ICB paid."),
        ("Leeds Infirmary wrote. Leeds is busy.", "People came from Leeds."),
        ("On Rose Ward they sing. We like Rose.", "A Rose by the door."),
        ("Members of Quayside Trust Partnership Trust (TEAM).", "Then the Core Team met."),
    ],
)
def test_a_short_form_that_says_something_else_to_others_stays_in_its_source(source, elsewhere):
    """One letterhead would have hidden the word in the whole programme, and only in sources read after it."""
    key = Keyfile()
    desk(key).learn(source)

    assert known_elsewhere(key).keys() <= {"southmere", "quayside"}
    assert not desk(key).known_elsewhere(elsewhere, (), known_elsewhere(key))


def test_a_kind_of_body_in_brackets_is_no_short_form():
    """'ICB' says what it is and not which: hidden, every sentence on the ICB said less and nobody was safer."""
    text = "The Southmere Integrated Care Board (ICB) came. The ICB paid."

    assert desk(Keyfile()).document(SourceText(text, ())).source.text.endswith("(ICB) came. The ICB paid.")


def test_titles_and_labels_of_before_learn_what_is_known_by_now():
    """They are shown on every page, and what was hidden in them is kept nowhere but in the key."""
    key = Keyfile(chooser=random.Random(0))
    before = desk(key)
    titles = [
        before.words("A day at High Tarn"),
        before.words("Visit to Calderbrook"),
        before.speaker("Calderbrook table"),
    ]
    before.learn(NOTES["names it"])

    now = [before.known_by_now(title) for title in titles]

    assert [without_numbers(f"[{one}]") for one in titles] != [without_numbers(f"[{one}]") for one in now]
    assert now == [
        desk(key).words("A day at High Tarn"),
        desk(key).words("Visit to Calderbrook"),
        desk(key).speaker("Calderbrook table"),
    ]
    assert "Tarn" not in now[0]


class CountedKey(Keyfile):
    """A key that counts how often it is looked through for the names behind a pseudonym."""

    looked = 0

    def names_of(self, series, pseudonym):
        """As a key does."""
        self.looked += 1
        return super().names_of(series, pseudonym)


def test_many_files_are_asked_before_short_forms_are_laid_out_once():
    """Laid out anew for every file, a programme of some hundred files waits for the square of what it holds."""
    places = ("Alder", "Briar", "Cedar", "Damson", "Elder")
    texts = [f"{place}mere Infirmary sent a nurse." for place in places]
    key = CountedKey(chooser=random.Random(0))
    one = desk(key)
    for text in texts:
        one.learn(text)

    assert key.looked == 0
    assert len(one.elsewhere) == key.looked == len(places)
    one.document(SourceText(texts[0], ()))
    assert key.looked == len(places)  # it had nothing new to teach


def test_what_a_later_file_teaches_is_known_from_then_on(tmp_path):
    """What was laid out before must not outlive it, nor may a name that sources dispute be left out of the key."""
    key = Keyfile(tmp_path / "restricted" / "key.json")
    one = desk(key)
    one.learn("Calderbrook Infirmary sent a nurse.")
    hospital = one.elsewhere["calderbrook"]
    one.learn("Calderbrook Bridge Surgery opens at eight.")
    one.save()

    again = desk(Keyfile(tmp_path / "restricted" / "key.json"))

    assert hospital.startswith("Hospital ")
    assert one.elsewhere["calderbrook"].startswith("Name ")
    assert again.elsewhere == one.elsewhere


def test_a_key_of_an_earlier_release_is_read():
    """It held one organisation for a short form, the one that was read first."""
    key = Keyfile()
    hospital = key.pseudonym("Hospital", "calderbrook", letters=True)
    key.alias("short form of an organisation", "calderbrook", hospital)

    assert desk(key).words("We went to Calderbrook.") == f"We went to [{hospital}]."
    desk(key).learn("Calderbrook Infirmary")
    assert desk(key).words("We went to Calderbrook.") == f"We went to [{hospital}]."
