"""Who visits a team is heard about it and never as it: a coach of five teams would speak for each of them."""

from dataclasses import replace

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind, Participant, Voice
from learnbrief.corpus.finding import spread_of
from learnbrief.corpus.visitors import places_of, speaks_for, told_beside, visited, visits, writer_of
from tests.corpus.samples import frozen, read_from

COACH = Participant("Person 4", "improvement coach")
WARD = Participant("Person 7", "clinician", "harbour")
REGISTER = {one.pseudonym: one for one in (COACH, WARD)}


def reflection(tmp_path, head, *, author=None, kind=Kind.COACHING_REFLECTION):
    text = f"# Coaching reflection: Harbour\n\n{head}\n\nThe team has moved its meeting to the ward, and more people come.\n"
    return frozen(read_from(tmp_path, "reflection.md", text).source, kind, author=author)


def said(document):
    return next(one for one in cut(document, REGISTER) if one.text.startswith("The team has moved"))


@pytest.mark.parametrize("role", ["coach", "Improvement coach", "facilitator", "QI advisor", "Programme lead"])
def test_the_programmes_own_people_visit(role):
    """By their role, where the register places them nowhere."""
    assert visits(Voice("p", "Person 4", "author", role))
    assert not visits(Voice("p", "Person 4", "author", role, "harbour"))  # the team's own coach


@pytest.mark.parametrize("role", [None, "clinician", "improvement lead", "consultant physician", "matron"])
def test_whoever_may_be_of_the_team_is_its_voice(role):
    """A register without collaboratives is no sign that nobody belongs to one."""
    assert not visits(Voice("p", "Person 4", "author", role))


def test_an_answer_to_a_teams_survey_is_the_teams(tmp_path):
    """Whoever answers it is of the team, though they call themselves its coach."""
    assert not visits(Voice("d:respondent-1", "Respondent 1", "respondent", "coach"))


def test_a_coach_is_counted_as_a_voice_and_not_as_the_collaborative(tmp_path):
    """'Heard in Harbour' was told of what only its visitor had written."""
    document = reflection(tmp_path, "A long day.", author="Person 4")
    by_coach = said(document)
    by_ward = said(replace(document, author="Person 7"))

    assert (speaks_for(by_coach), visited(by_coach)) == (None, "harbour")
    assert (speaks_for(by_ward), visited(by_ward)) == ("harbour", None)
    documents = {document.document_id: document}
    assert spread_of([by_coach], documents).collaboratives == ()
    assert spread_of([by_coach], documents).voices == 1
    assert spread_of([by_coach, by_ward], documents).collaboratives == ("harbour",)


@pytest.mark.parametrize(
    "head",
    [
        "[Person 4]",
        "By [Person 4]",
        "Written by [Person 4], improvement coach",
        "[Person 4], after a visit to Harbour, 10 June 2025",
        "17 July 2025. [Person 4] with [Person 7] and [Person 9]",
    ],
)
def test_who_writes_a_reflection_is_read_at_its_head(tmp_path, head):
    """No detail told the author, and the coach's words stood as the team's, by 'the author'."""
    document = reflection(tmp_path, head)

    assert writer_of(document) == "Person 4"
    assert said(document).voice == Voice("person-4", "Person 4", "author", "improvement coach")
    assert visited(said(document)) == "harbour"


@pytest.mark.parametrize(
    "head", ["[Person 4] had asked for the figures.", "I met [Person 4] at noon.", "To: [Person 4]", "A long day."]
)
def test_who_is_only_spoken_of_at_the_head_writes_nothing(tmp_path, head):
    """The words of a reflection would go to somebody who never saw it."""
    assert writer_of(reflection(tmp_path, head)) is None


def test_only_a_reflection_is_one_persons(tmp_path):
    """Notes under a name are of many, and whom the register does not know is nobody's voice by a line of text."""
    assert writer_of(reflection(tmp_path, "[Person 4]", kind=Kind.WORKSHOP_NOTES)) is None
    assert said(reflection(tmp_path, "[Person 8]")).voice.label == "the author"


@pytest.mark.parametrize(
    ("head", "label", "place"),
    [
        ("Visit note by the programme office, read over by those named in it", "the programme office", None),
        ("Notes of a visit on 17 July by the programme team", "the programme team", None),
        ("Visit note by the ward clerk", "unnamed voices", "harbour"),
        ("Typed up by the programme office", "unnamed voices", "harbour"),
    ],
)
def test_a_visits_note_that_names_an_office_is_a_visitors(tmp_path, head, label, place):
    """Nobody of the team had written it; who only typed what a team said does not visit."""
    one = said(reflection(tmp_path, head, kind=Kind.OTHER))

    assert (one.voice.label, speaks_for(one), one.collaborative) == (label, place, "harbour")


def test_tables_and_lists_tell_of_whom_a_visitor_speaks_and_for_whom_they_do_not(tmp_path):
    """A column 'collaborative' that holds the team's name counts a voice of the team whichever program reads it."""
    document = reflection(tmp_path, "A long day.", author="Person 4")
    by_coach, by_ward = said(document), said(replace(document, author="Person 7"))

    assert places_of(by_coach) == {"collaborative": None, "about": "harbour"}
    assert places_of(by_ward) == {"collaborative": "harbour", "about": None}
    assert (told_beside(by_coach, "Harbour"), told_beside(by_ward, "Harbour")) == ("on Harbour", "Harbour")
