"""Names of places are no content: two tables that both say 'Harbour' have not said the same."""

import pytest

from learnbrief.corpus.document import Collaborative
from learnbrief.corpus.places import PlaceNames
from learnbrief.nlp.findings.gather import gather
from learnbrief.nlp.findings.join import frequency, telling
from learnbrief.nlp.language.names import NO_NAMES, Names
from tests.nlp.programme import Programme

PLACES = PlaceNames(
    [Collaborative("skelby-sands", "Skelby Sands"), Collaborative("harbour", "Harbour Acute Collaborative", "Harbour")]
)
NAMES = Names(PLACES.written)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Skelby Sands start at the signature", "somewhere start at the signature"),
        ("The other way round at Harbour's own table", "The other way round at somewhere own table"),
        ("Harbour Acute Collaborative had no beds", "somewhere had no beds"),
        ("A boat in the harbour has no beds", "A boat in the harbour has no beds"),
        ("Harbourmaster Street is shut", "Harbourmaster Street is shut"),
        ("[Person 3] of Harbour rang", "someone of somewhere rang"),
    ],
)
def test_a_name_is_read_as_a_neutral_word_and_an_ordinary_word_stays(text, read):
    """A small letter is no name, and part of another word is none."""
    assert NAMES.neutral(text) == read


def test_without_names_only_placeholders_are_neutral():
    """A programme without collaboratives reads every word."""
    assert NO_NAMES.neutral("Harbour and [Person 3]") == "Harbour and someone"


def test_two_who_name_the_same_places_and_say_something_else_are_no_likeness():
    """'Skelby Sands start at the signature' headed a programme with 'Skelby Sands "warm" (radiators)' behind it."""
    programme = Programme()
    programme.say("Harbour start at the signature, Skelby Sands when the patient is told", source="a")
    programme.say("One word from the tables: Harbour hopeful, Skelby Sands warm", source="b")
    programme.say("The kettle on the second floor is broken again this week", source="c")

    def material(names):
        return gather(programme.excerpts, programme.documents, (), programme.vectors(), names=names)

    plain, hidden = material(NO_NAMES), material(NAMES)
    assert telling(plain, 0) & telling(plain, 1)
    assert not telling(hidden, 0) & telling(hidden, 1)
    assert not {"skelbi", "sand", "harbour"} & frequency(hidden).keys()
    assert hidden.alike([0], [1])[0, 0] < plain.alike([0], [1])[0, 0]
