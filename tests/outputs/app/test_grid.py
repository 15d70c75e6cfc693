"""Theme by any attribute: what is counted opens, and what is handed on tells no few people apart."""

import csv
from datetime import date

import pytest

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, Participant, Passage, SourceText, Voice
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action

SAID = (
    ("Person 3", "executive", "Question 2: what gets in the way?", "Board time is short."),
    ("Person 4", "executive", "2. What gets in the way?", "Papers come late."),
    ("Person 5", "clinician", "What gets in the way?", "Rotas change weekly."),
    ("Person 6", "clinician", "Where we meet", "The room is cold."),
    ("Person 7", "analyst", None, "Data arrive late."),
)


@pytest.fixture
def heard(store):
    """Two notes of people whose role, site and question are known; each is said to speak of leadership."""
    for number, voices in enumerate((SAID[:3], SAID[3:])):
        _notes(store, f"d-{number}", voices)
    store.participants.put(Participant(label, role) for label, role, _, _ in SAID)
    store.participants.put_groups({"site": {"Person 3": "north", "Person 4": "north", "Person 6": "south"}})
    return store


def _notes(store, document_id, said, kind=Kind.WORKSHOP_NOTES):
    text = "\n".join(words for *_, words in said) + "\n"
    source = SourceText(text, tuple(Passage(at := text.index(words), at + len(words)) for *_, words in said))
    day = date(2025, 1, 20)
    document = Document(
        document_id, 1, kind, "kick-off", document_id, day, None, f"{document_id}.md", source, document_id
    )
    excerpts = [
        Excerpt(
            document_id, 1, one.start, one.end, source.slice(one), Voice(label, label, "participant", role), Mode.NOTE, True,
            heading=heading,
        )
        for one, (label, role, heading, _) in zip(source.passages, said, strict=True)
    ]  # fmt: skip
    store.documents.add(document)
    store.excerpts.put(document, excerpts)
    store.reviews.add(*(new_review(Action.ADD, "Ada", excerpt=one, theme="leadership") for one in excerpts))


def table(browser, query):
    """The file behind a grid: by theme, by group."""
    text = browser.get(f"/explore/grid?form=csv&{query}").text.lstrip("\ufeff")
    header, *rows = csv.reader(text.splitlines())
    return {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in rows}


def test_a_theme_is_told_by_role_and_each_number_opens_what_it_counts(browser, heard):
    """A number that cannot be read is a number nobody can check."""
    assert table(browser, "by=role&count=voices")["Leadership"] == {"executive": "3", "clinician": "2", "analyst": "1"}

    page = browser.get("/explore/grid?by=role&count=voices").text
    assert "/explore/excerpts?theme=leadership&amp;by=role&amp;group=clinician" in page
    listed = browser.get("/explore/excerpts?theme=leadership&by=role&group=clinician").text
    assert "Rotas change weekly." in listed
    assert "Papers come late." not in listed
    assert "Only excerpts of Role: clinician" in listed


def test_one_question_asked_in_several_notes_is_one_column_however_it_is_numbered(browser, heard):
    """The grid by question is read to compare answers; a number before a question would take them apart."""
    counted = table(browser, "by=discussion")["Leadership"]
    assert counted["What gets in the way?"] == "3"
    assert "Where we meet" not in counted, "a heading that asks nothing is no question"
    listed = browser.get("/explore/excerpts?by=discussion&group=what gets in the way?").text
    assert "Only excerpts of Discussion question: What gets in the way?" in listed, "as the table calls it"


def test_a_column_of_the_register_tells_themes_too(browser, heard):
    """Programmes know more of people than role and place."""
    counted = table(browser, "by=register:site&count=voices")["Leadership"]
    assert (counted["north"], counted["south"]) == ("2", "1")


def test_an_answer_of_a_survey_tells_what_those_who_chose_it_wrote(browser, heard):
    """What those who are behind say gets in the way is the question that surveys are made for."""
    said = (("Respondent 1", None, "What helps?", "Time."), ("Respondent 2", None, "What helps?", "Money."))
    _notes(heard, "d-survey", said, kind=Kind.SURVEY)
    row = {"question": "How far are you?", "wave": "one", "collaborative": None, "date": None}
    heard.surveys.put(
        "d-survey",
        [
            row | {"respondent": "Respondent 1", "answer": "started"},
            row | {"respondent": "Respondent 2", "answer": "done"},
        ],
    )

    counted = table(browser, "by=answer:How%20far%20are%20you%3F")["Leadership"]
    assert (counted["started"], counted["done"]) == ("1", "1")
    assert table(browser, "by=question")["Leadership"]["What helps?"] == "2"


def test_what_is_handed_on_puts_groups_of_few_people_together_and_tells_no_small_number(browser, app, heard):
    """Two clinicians of a programme are known by their colleagues: a table that leaves the team must not single them out."""
    app.state.learnbrief.k = 3
    shared = table(browser, "by=role&count=voices&share=1")["Leadership"]

    assert set(shared) == {"executive", "groups of fewer than 3 together"}
    assert shared == {"executive": "heard", "groups of fewer than 3 together": "heard"}
    assert "of fewer than 3" not in str(table(browser, "by=role&count=voices")), "the team sees everything"

    app.state.learnbrief.k = 7
    assert "groups of fewer than 7 together" not in table(browser, "by=role&count=voices&share=1")["Leadership"], (
        "even together they are few"
    )


def test_what_cannot_be_told_by_is_said_in_a_line(browser, heard):
    """A link of yesterday may name a column that has left the register."""
    answer = browser.get("/explore/grid?by=register:shift")
    assert answer.status_code == 400
    assert "choose from the list" in answer.text
