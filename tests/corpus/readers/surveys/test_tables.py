"""Surveys: which column is what, answers located under their question, choices kept as attributes."""

from collections import Counter
from io import BytesIO

import openpyxl
import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind, Mode
from learnbrief.corpus.surveys import count_by_wave
from tests.corpus.samples import answers_to, check, frozen, read_from, shown

PROGRESS = "How far along is your team?"
HELPS = "What has helped you most?"
WORRY = "What worries you?\nPlease say in your own words"
ANSWERS = [
    ("Not started", "A named person in the data team who rings back the same day.", "-"),
    (
        "Just started",
        "Meeting the other wards, and the carers’ group.",
        "That the money ends in March and nobody has said what then.",
    ),
    ("Under way", "Did not answer", "We lose our laptops \n to the winter beds every year."),
    ("Under way", "N/A", "Nothing really"),
    ("", "Time away from the ward with a coach who listened.", ""),
    ("Substantial", "Our chief nurse came to every meeting 🎉", "~"),
]


def workbook(**sheets: list[list]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def wave(answers=ANSWERS) -> list[list]:
    return [
        ["ID", "Email", PROGRESS, HELPS, WORRY],
        *[[n, f"a{n}@example.org", *answer] for n, answer in enumerate(answers, 1)],
    ]


def as_csv(rows: list[list], delimiter: str = ",") -> str:
    return "".join(delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)


def test_free_text_stands_under_its_question_and_says_whose_row_it_is(tmp_path):
    """An answer without its question cannot be understood; non-answers are none."""
    reading = read_from(tmp_path, "wave.csv", as_csv(wave()))

    check(reading)
    assert shown(reading, "question") == [HELPS, "What worries you? Please say in your own words"]
    answers = [p for p in reading.source.passages if p.layout == "answer"]
    assert [p.speaker for p in answers[:3]] == ["Respondent 1", "Respondent 2", "Respondent 5"]
    assert {p.mode for p in answers} == {Mode.VERBATIM}
    assert answers[0].locator == "row 2"
    assert "Did not answer" not in reading.source.text


def test_choices_become_attributes_with_base_and_non_response(tmp_path):
    """Shares need to know how many were asked and how many left it out."""
    survey = read_from(tmp_path, "wave.csv", as_csv(wave())).survey

    (counted,) = count_by_wave(PROGRESS, {"Wave 1": answers_to(survey, PROGRESS)})
    assert [question.text for question in survey.closed] == [PROGRESS]
    assert (counted.base, counted.answered) == (6, 5)
    assert counted.counts == (("Not started", 1), ("Just started", 1), ("Under way", 2), ("Substantial", 1))


def test_columns_that_only_tell_who_answered_are_left_out_and_told(tmp_path):
    """An address or a number from the survey tool would give people away."""
    reading = read_from(tmp_path, "wave.csv", as_csv(wave()))

    assert "example.org" not in reading.source.text
    assert "wave.csv: 2 columns left out, saying only who answered, when or through what: ID; Email" in reading.warnings


def test_a_name_column_labels_the_answers(tmp_path):
    """Whoever gave a name can be found in the register, and withdrawn."""
    rows = [
        ["Name", HELPS],
        ["Ines Calloway", "The coach asked what we wanted."],
        ["anonymous", "Somebody finally rang us back."],
    ]
    reading = read_from(tmp_path, "wave.csv", as_csv(rows))

    assert reading.speakers == ("Ines Calloway", "Respondent 2")
    assert shown(reading, "label") == ["Ines Calloway", "Respondent 2"]
    assert [(one.label, one.speaker) for one in reading.survey.respondents] == [
        ("Respondent 1", "Ines Calloway"),
        ("Respondent 2", None),
    ]


def test_the_surveys_own_numbers_are_kept_and_every_row_has_a_label_of_its_own(tmp_path):
    """A number that comes back, as over two sheets, must not make two people one."""
    rows = [["Respondent", HELPS], ["3", "The coach asked what we wanted."], ["3", "Somebody finally rang us back."]]
    reading = read_from(tmp_path, "wave.csv", as_csv(rows))

    assert reading.speakers == ("Respondent 3", "Respondent 3-2")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_stands_between_columns(tmp_path, delimiter):
    """Excel writes semicolons where the comma is decimal."""
    reading = read_from(tmp_path, "wave.csv", as_csv(wave(), delimiter))

    assert len(reading.survey.respondents) == 6
    assert reading.source == read_from(tmp_path, "comma.csv", as_csv(wave())).source


def test_title_rows_several_sheets_and_several_questions_in_a_workbook(tmp_path):
    """Organisations put a title, a blank and a note above the header, and a sheet for each wave."""
    first = [["Staff survey, first wave"], [], ["Made by the programme team", None], *wave()]
    raw = workbook(Wave_1=first, Wave_2=wave(ANSWERS[:3]), Empty=[])
    reading = read_from(tmp_path, "survey.xlsx", raw)

    check(reading)
    assert shown(reading, "heading") == ["Wave 1", "Wave 2"]
    assert "Staff survey, first wave" in shown(reading, "note")
    assert [q.text for q in reading.survey.open if q.sheet == "Wave 2"] == [
        HELPS,
        "What worries you? Please say in your own words",
    ]
    assert len(reading.survey.respondents) == 9
    located = {p.locator for p in reading.source.passages if p.layout == "answer"}
    assert "sheet Wave 1 row 5" in located


def test_two_header_rows_of_a_survey_tool_are_one(tmp_path):
    """One line holds the questions, the next 'Response' or the choices under them."""
    rows = [
        ["Respondent ID", "How good is it?", "What stands in the way?", "", "Anything else?"],
        ["", "Response", "Time", "Money", "Open-Ended Response"],
        ["1", "Good", "Time", "", "The estates team never answer our calls."],
        ["2", "Poor", "", "Money", "We would like to meet the other trusts."],
    ]
    reading = read_from(tmp_path, "tool.csv", as_csv(rows))

    assert shown(reading, "question") == ["Anything else?"]
    assert {q.text for q in reading.survey.closed} == {
        "How good is it?",
        "What stands in the way? – Time",
        "What stands in the way? – Money",
    }


def test_several_choices_in_one_answer_are_counted_each(tmp_path):
    """Forms tools join ticked boxes with semicolons."""
    rows = [
        ["What do you lack?"],
        ["Time;Staff;"],
        ["Time;"],
        ["Staff;Money;"],
        ["Time;Money;"],
        ["Money;Time;Staff;"],
        ["Staff;Time;"],
    ]
    survey = read_from(tmp_path, "wave.csv", as_csv(rows)).survey

    assert survey.closed[0].multiple
    (counted,) = count_by_wave("What do you lack?", {"w": answers_to(survey, "What do you lack?")})
    assert dict(counted.counts) == {"Time": 5, "Staff": 4, "Money": 3}


def test_numbers_and_days_read_as_people_write_them(tmp_path):
    """A spreadsheet's 3.0 is a 3, its midnight no time of day, its formula the figure it shows."""
    from datetime import datetime

    raw = workbook(
        One=[
            ["Site", "Beds", "Opened", "Remarks"],
            ["Mill", 3.0, datetime(2025, 3, 14), "We were glad of it, all of us."],
            ["Lane", 2.5, datetime(2025, 4, 1), "It came too late for the winter."],
        ]
    )
    reading = read_from(tmp_path, "s.xlsx", raw)

    check(reading)
    assert reading.survey.respondents[0].attributes["Beds"] == "3"


def test_answers_are_excerpts_of_their_respondent_under_their_question(tmp_path):
    """One respondent is one voice, whatever the number of questions."""
    document = frozen(read_from(tmp_path, "wave.csv", as_csv(wave())).source, Kind.SURVEY)

    excerpts = cut(document, {})
    assert {e.heading for e in excerpts} == {HELPS, "What worries you? Please say in your own words"}
    second = [e for e in excerpts if e.voice.label == "Respondent 2"]
    assert len({e.voice.voice_id for e in second}) == 1
    assert {e.voice.basis for e in excerpts} == {"respondent"}


def test_a_survey_of_choices_only_is_still_a_survey(tmp_path):
    """Nothing to quote, but shares to count."""
    rows = [[PROGRESS], ["Not started"], ["Under way"], ["Under way"]]
    reading = read_from(tmp_path, "wave.csv", as_csv(rows))

    (march,) = count_by_wave(PROGRESS, {"March": answers_to(reading.survey, PROGRESS)})
    assert march.counts == (("Not started", 1), ("Under way", 2))


def test_a_line_that_ends_too_early_is_read_as_far_as_it_goes(tmp_path):
    """Rows cut short by a tool have empty answers at their end."""
    reading = read_from(
        tmp_path, "wave.csv", f"ID,{PROGRESS},{HELPS}\n1,Under way\n2,Under way,The coach asked us what we wanted.\n"
    )

    check(reading)
    assert len(reading.survey.respondents) == 2


def test_choices_with_dashes_tildes_and_blanks_that_do_not_break_are_one_choice_each(tmp_path):
    """'6~10 years' and 'Yes – a lot' are choices; 'PTS' with an invisible blank is 'PTS'."""
    rows = [
        ["How long?", "Which service?"],
        *[["6~10 years", "PTS\u00a0"], ["Yes – a lot", "PTS"], ["6~10 years", "999"]] * 3,
    ]
    survey = read_from(tmp_path, "w.csv", as_csv(rows)).survey

    assert Counter(answers_to(survey, "How long?")) == {"6~10 years": 6, "Yes – a lot": 3}
    assert Counter(answers_to(survey, "Which service?")) == {"PTS": 6, "999": 3}


def test_days_and_sums_typed_as_text_are_kept_but_quoted_by_nobody(tmp_path):
    """'5 days', 'about 20' and '£300' stay in the text, where names are looked for; they are no excerpts."""
    answers = ["5 days", "£300", "ten", "about 20", "2 weeks", "1000ish", "unsure", "N/A"]
    reading = read_from(tmp_path, "w.csv", as_csv([["How much leave?"], *[[answer] for answer in answers]]))

    check(reading)
    assert "1000ish" in shown(reading, "note")
    assert cut(frozen(reading.source, Kind.SURVEY), {}) == []


def test_a_redaction_made_before_us_survives(tmp_path):
    """'[name redacted]', 'XXX' and '[word unreadable]' are what the source says."""
    rows = [
        ["What happened?"],
        ["[name redacted] was kind to me and XXX rang back."],
        ["The [word unreadable] was late again, as ever."],
    ]
    reading = read_from(tmp_path, "w.csv", as_csv(rows))

    assert "[name redacted] was kind to me and XXX rang back." in shown(reading, "answer")


def test_leftover_sheets_hidden_by_their_makers_are_left_out_and_told(tmp_path):
    """Template text on a hidden sheet is nobody's answer."""
    book = openpyxl.Workbook()
    for row in (["What helped?"], ["The coach asked us what we wanted."]):
        book.active.append(row)
    book.create_sheet("Template").append(["Type your answer here, please."])
    book["Template"].sheet_state = "hidden"
    kept = BytesIO()
    book.save(kept)
    reading = read_from(tmp_path, "s.xlsx", kept.getvalue())

    assert "Type your answer" not in reading.source.text
    assert reading.warnings == ("s.xlsx: 1 hidden sheets left out",)


def test_columns_about_the_row_are_told_from_questions_about_sites_and_roles(tmp_path):
    """'Site' says where somebody is; what would help at a site is an opinion and must not be counted away."""
    reading = read_from(
        tmp_path,
        "answers.csv",
        "Completed,Wave,Site,Job title,What would help at your site?\n"
        "2025-03-03,One,Quay,HCA,A second key\n2025-03-04,One,Mill,Porter,More daylight please\n2025-03-05,Two,Stairs,Admin,Open the side door\n",
    )
    check(reading)

    assert [question.text for question in reading.survey.closed] == ["Site", "Job title"]
    assert [one.wave for one in reading.survey.respondents] == ["One", "One", "Two"]
    answers = [passage for passage in reading.source.passages if passage.layout == "answer"]
    assert [(p.said_on.day, p.role, p.place) for p in answers] == [
        (3, "HCA", "Quay"),
        (4, "Porter", "Mill"),
        (5, "Admin", "Stairs"),
    ]
