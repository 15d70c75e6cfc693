"""Items of every agenda, last slides, counts over answers, heads of interviews, signatures: lines that say nothing of the matter."""

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind, Speech
from learnbrief.corpus.readers import How, read
from learnbrief.corpus.readers.furniture.lines import furniture_in
from tests.corpus.samples import check, frozen, read_from, saved, shown, texts


@pytest.mark.parametrize(
    "line",
    [
        "1. Welcome and introductions", "Welcome, apologies and declarations of interest", "Item 2: Minutes of the last meeting",
        "Matters arising", "6. Any other business", "AOB", "Date of next meeting", "Thank you for listening", "Any questions?",
        "Questions?", "Answered: 23", "Skipped: 4", "n = 41", "23 responses (61%)", "Response rate: 38%", "Tel: 01632 960123",
        "Mobile: 07700 900123", "Contact: j.marsh@falls.example", "Completed by: Sam Teal, practice educator",
        "Observer: Sam Teal Ward: 5 Date: 14 March 2025",
    ],
)  # fmt: skip
def test_what_every_paper_has_is_nobodys_statement(line):
    """Each of these was an excerpt of somebody's minutes, slides or survey report."""
    assert furniture_in(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Welcome packs helped new staff", "Apologies cost managers nothing", "Questions were never answered",
        "Thank you cards made people smile", "Any other business took an hour every month", "23 responses took a week to read",
        "Matters arising from discharge are never followed up", "Tell families early",
        "Contact: nobody ever answers the phone", "Ward: too hot, team: too few", "Completed by hand, and nobody can read it",
    ],
)  # fmt: skip
def test_what_somebody_says_with_the_same_words_stays(line):
    """A pattern that takes a statement away loses evidence, and nobody sees it."""
    assert furniture_in(line) is None


def test_an_item_without_an_answer_is_no_evidence(tmp_path):
    """'None.' below 'AOB' was quoted."""
    reading = read_from(
        tmp_path, "m.txt", "# x\n\n2. What helped\n\nTen minutes at the board each day.\n\n4. AOB\n\nNone.\n"
    )

    assert "None." in shown(reading, "note")


def test_who_asks_and_who_answers_is_told_by_the_head_of_an_interview(tmp_path):
    """'Interviewer: IC' made a speaker 'Interviewer', and the questions of IC were evidence."""
    lines = [
        "Interviewer: IC", "Interviewee: P1", "Date of interview: 14 March 2025", "",
        "IC: How did the new board round start?", "P1: With ten minutes at the whiteboard every day.",
        "IC: And who leads it?", "P1: The nurse in charge leads it now.",
    ]  # fmt: skip
    reading = read(saved(tmp_path, "i.txt", "\n".join(lines)), How(kind=Kind.INTERVIEW))

    check(reading)
    assert reading.speakers == ("IC", "P1")
    assert reading.details["date"] == "14 March 2025"
    asked = {one.speech for one in reading.source.passages if one.speaker == "IC" and one.layout == "turn"}
    assert asked == {Speech.FACILITATOR}


def test_labels_of_those_names_still_speak(tmp_path):
    """Most transcripts call their speakers 'Interviewer' and 'Interviewee'."""
    said = "Interviewer: How was it?\nInterviewee: Better than before.\nInterviewer: Why?\nInterviewee: We had time."
    reading = read(saved(tmp_path, "i.txt", said), How(kind=Kind.INTERVIEW))

    assert (reading.speakers, reading.turns) == (("Interviewer", "Interviewee"), 4)


def test_a_message_tells_its_day_and_its_signature_is_no_evidence(tmp_path):
    """'Improvement lead | Harbour' stood among what stakeholders think."""
    text = (
        "From: Priya Nair\nSent: 14 March 2025 10:02\nTo: Owen Pryce\nSubject: RE: board round\n\nHi Owen,\n\n"
        "Ten minutes at the whiteboard helped us most of all.\n\nBest wishes\nPriya\n\nPriya Nair\nImprovement lead | Harbour\nTel: 01632 960123\n"
    )
    reading = read_from(tmp_path, "m.txt", text)

    check(reading)
    assert reading.details["date"] == "14 March 2025"
    assert texts(cut(frozen(reading.source), {})) == ["Ten minutes at the whiteboard helped us most of all."]


def test_what_somebody_adds_below_their_name_stays(tmp_path):
    """A postscript is often the point of a message."""
    more = "I forgot to say that the night team has never once seen the sheet we fill in."
    text = f"From: A\nSent: 14 March 2025\nTo: B\n\nIt helped.\n\nBest wishes\n\nPriya\n\n{more}\n"

    assert more in texts(cut(frozen(read_from(tmp_path, "m.txt", text).source), {}))


def test_the_programme_of_the_day_is_nobodys_statement(tmp_path):
    """'11:15 Group work' was an excerpt of workshop notes."""
    plan = "09:30 Registration and coffee\n10:15 What helped: stories from two wards\n11:15 Group work\n12:30 Close"
    reading = read_from(tmp_path, "n.txt", f"Learning day\n\n{plan}\n\nNotes\n\n- The huddle helped us most of all.\n")

    check(reading)
    assert texts(cut(frozen(reading.source), {})) == ["The huddle helped us most of all."]


def test_a_diary_with_times_before_its_lines_stays(tmp_path):
    """Whoever watched a ward notes the hour before what they saw."""
    seen = "09:30 The board is hidden behind a door\n10:15 Two nurses ask for the same chart\n11:15 Nobody answers the bell"
    reading = read_from(tmp_path, "n.txt", f"Visit\n\n{seen}\n")

    assert "11:15" not in " ".join(shown(reading, "note"))


def test_the_head_of_a_form_says_who_wrote_it_and_nothing_else(tmp_path):
    """'Name: Owen Pryce' was quoted from reflection forms."""
    lines = ["Name: Owen Pryce", "Role: ward sister", "Date: 14/03/2025", "", "We tried ten minutes at the whiteboard."]
    reading = read_from(tmp_path, "f.txt", "\n".join(lines))

    assert texts(cut(frozen(reading.source), {})) == ["We tried ten minutes at the whiteboard."]
