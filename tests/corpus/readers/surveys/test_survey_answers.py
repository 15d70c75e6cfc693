"""Answers judged one by one: fillers, sentences that many paste, short words, rows per answer, and sheets of a workbook."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.corpus.readers.surveys.test_survey_exports import (
    FORM,
    HEARD,
    LISTENED,
    NOBODY,
    SIX,
    SLOW,
    TIME,
    excerpts,
    used,
)
from tests.corpus.readers.surveys.test_tables import as_csv, workbook
from tests.corpus.samples import check, read_from, shown

FILLERS = (
    "No comment", "None", "N/A", "nothing to add", "see above", "?", "..", "Don't know", "no", "Nothing", "not sure", "-",
)  # fmt: skip
QUESTION = "What should we do next?"


@pytest.mark.parametrize("times", [1, 2, 20])
def test_sentences_are_excerpts_however_many_fillers_stand_among_them(tmp_path, times):
    """The column's median decided: 24 fillers and six sentences gave nothing at all."""
    rows = [[QUESTION], *[[one] for one in FILLERS * times], *[[one] for one in SIX]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    check(reading)
    assert excerpts(reading) == list(SIX)
    assert shown(reading, "label") == [f"Respondent {len(FILLERS) * times + n}" for n in range(1, 7)]
    (told,) = [line for line in reading.warnings if "gave no answer" in line]
    assert f"{12 * times} of {12 * times + 6} gave no answer to '{QUESTION}', {8 * times} of them in words" in told


def test_a_bare_no_is_an_answer_where_others_say_yes(tmp_path):
    """'Did it help, and how?' is answered by no; 'What should change?' is not."""
    rows = [["Did it help, and how?"], ["No"], ["Yes, the porters were asked first this time."], ["no"], [SLOW], [FORM]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert shown(reading, "answer").count("No") + shown(reading, "answer").count("no") == 2
    assert not any("gave no answer" in line for line in reading.warnings)


def test_yes_no_and_dont_know_are_choices(tmp_path):
    """Words that say nothing to an open question are what a closed one offers."""
    rows = [["Were you asked?"], *[["Yes"], ["No"], ["Don't know"], ["None"]] * 3]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert used(reading) == {"Were you asked?": "closed"}
    assert [one.attributes["Were you asked?"] for one in reading.survey.respondents][:3] == ["Yes", "No", "Don't know"]


def test_a_sentence_among_names_and_sums_is_an_excerpt(tmp_path):
    """Most wrote a word; who wrote a sentence was not heard."""
    short = ["Mondays", "a key", "Ward nine", "more light", "lifts", "trolleys", "paper"]
    reading = read_from(
        tmp_path, "export.csv", as_csv([["What would help?"], *[[one] for one in [*short, HEARD, SLOW]]])
    )

    check(reading)
    assert excerpts(reading) == [HEARD, SLOW]
    assert "Ward nine" in shown(reading, "note")


@pytest.mark.parametrize("alone", [(HEARD, SLOW), (HEARD, SLOW, FORM, TIME), ()])
def test_a_question_stays_open_though_many_paste_the_same_sentence(tmp_path, alone):
    """A campaign made the column a closed question: nothing of it could be read, tagged or quoted."""
    rows = [["What has changed?"], *[[NOBODY]] * 9, *[[one] for one in alone]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert used(reading) == {"What has changed?": "question"}
    assert excerpts(reading) == [NOBODY] * 9 + list(alone)
    (told,) = reading.warnings
    assert f"9 of {9 + len(alone)} answers to 'What has changed?' are the same words" in told


@pytest.mark.parametrize(
    "choices",
    [
        [
            "We have a plan and test it on one ward.",
            "We have no plan yet but a team that meets.",
            "It is how we work now.",
        ]
        * 4,
        ["I agree to take part and have read the sheet."] * 8,
    ],
)
def test_long_choices_are_choices(tmp_path, choices):
    """Steps of a maturity scale are sentences, and so is consent."""
    reading = read_from(tmp_path, "export.csv", as_csv([["Which fits best?"], *[[one] for one in choices]]))

    assert used(reading) == {"Which fits best?": "closed"}


LONG = [
    ["respondent_id", "wave", "team", "question", "answer"],
    ["k1", "Spring", "Porters", "What has changed?", HEARD],
    ["k1", "Spring", "Porters", "What is next?", SLOW],
    ["k1", "Spring", "Porters", "How is it going?", "Slowly"],
    ["k2", "Spring", "Nursing", "What has changed?", NOBODY],
    ["k2", "Spring", "Nursing", "How is it going?", "Well"],
    ["k1", "Autumn", "Porters", "What has changed?", LISTENED],
    ["k1", "Autumn", "Porters", "How is it going?", "Well"],
    ["k3", "Autumn", "Porters", "What is next?", FORM],
    ["k3", "Autumn", "Porters", "How is it going?", "Slowly"],
    ["k4", "Autumn", "Nursing", "How is it going?", "Slowly"],
]


def test_a_row_for_each_answer_is_a_respondent_for_each_respondent(tmp_path):
    """One person was as many voices as there were questions, and no answer stood under its question."""
    reading = read_from(tmp_path, "export.csv", as_csv(LONG))

    check(reading)
    assert [(one.label, one.wave) for one in reading.survey.respondents] == [
        ("Respondent 1", "Spring"), ("Respondent 2", "Spring"), ("Respondent 3", "Autumn"), ("Respondent 4", "Autumn"),
        ("Respondent 5", "Autumn"),
    ]  # fmt: skip
    assert shown(reading, "question") == ["What has changed?", "What is next?"]
    assert excerpts(reading) == [HEARD, NOBODY, LISTENED, SLOW, FORM]
    located = {reading.source.slice(one): one.locator for one in reading.source.passages if one.layout == "answer"}
    assert located[SLOW] == "row 3"
    assert reading.survey.respondents[0].attributes == {"team": "Porters", "How is it going?": "Slowly"}


def test_several_rows_of_one_answer_are_several_choices(tmp_path):
    """Databases write a row for every box that was ticked."""
    rows = [["participant id", "question", "response"]]
    rows += [[f"p{n}", "What helped?", one] for n in range(6) for one in (("Time", "Keys"), ("Keys",))[n % 2]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert [one.attributes["What helped?"] for one in reading.survey.respondents][:2] == ["Time; Keys", "Keys"]


def test_a_table_with_a_question_column_only_is_no_row_for_each_answer(tmp_path):
    """'Question' may be what people asked."""
    rows = [["Name", "Question"], *[[f"P{n} Q", one] for n, one in enumerate(SIX)]]

    assert excerpts(read_from(tmp_path, "export.csv", as_csv(rows))) == list(SIX)


def test_sheets_that_explain_codes_are_no_survey_and_told(tmp_path):
    """The meanings of codes stood among what people said, as two more respondents."""
    raw = workbook(
        Answers=[["Ref", "Team", "What has changed?"], *[[f"00{n}", "A", one] for n, one in enumerate(SIX)]],
        Codes=[["Code", "Meaning"], ["1", "Agree with all of what is said above"], ["2", "Disagree with some of it"]],
        About=[["Programme", "invented"], ["Sent to", "61"], ["Wave", "2"]],
        Variables=[["Variable", "Description"], ["q1", "The team somebody works in on most days"]],
    )
    reading = read_from(tmp_path, "export.xlsx", raw)

    check(reading)
    assert len(reading.survey.respondents) == 6
    assert "Agree with all" not in reading.source.text
    assert sum("explains the survey and holds nobody's answers" in line for line in reading.warnings) == 3


def test_two_waves_on_two_sheets_are_both_a_survey(tmp_path):
    """Also where the second has fewer columns."""
    first = [["Team", "Beds", "What has changed?"], *[["A", n, one] for n, one in enumerate(SIX)]]
    raw = workbook(Wave_1=first, Wave_2=[["Team", "What has changed?"], ["A", HEARD], ["B", SLOW]])

    assert len(read_from(tmp_path, "export.xlsx", raw).survey.respondents) == 8


def _filtered() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Team", "Agree", "Done", "What has changed?"],
        *[["A", 0.25 * n, "#N/A" if n == 2 else n, one] for n, one in enumerate(SIX)],
    ):
        sheet.append(row)
    for row in range(2, 8):
        sheet.cell(row, 2).number_format = "0%"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_hidden_rows_are_read_and_told_percents_are_percents_and_failed_formulas_no_answer(tmp_path):
    """A filter left on hides people; what Excel shows as 25% was 0.25, and '#N/A' made a number a question in words."""
    reading = read_from(tmp_path, "export.xlsx", _filtered())

    check(reading)
    assert len(reading.survey.respondents) == 6
    assert [one.attributes.get("Agree") for one in reading.survey.respondents][:3] == ["0%", "25%", "50%"]
    assert "Done" not in reading.survey.respondents[2].attributes
    assert used(reading)["Done"] == "closed"
    told = "\n".join(reading.warnings)
    assert "1 row of the table is hidden" in told
    assert "1 column of the table is hidden" in told
    assert "1 cell of the table holds a failed formula" in told


@pytest.mark.parametrize(
    "head", ["Wave", "Survey wave", "Time point", "Round number", "redcap_event_name", "Pre/post", "Quarter"]
)
def test_a_column_tells_the_wave(tmp_path, head):
    """Both waves in one file are counted apart."""
    rows = [["Team", head, "What has changed?"], ["A", "First", HEARD], ["B", "Second", SLOW]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert [one.wave for one in reading.survey.respondents] == ["First", "Second"]


@pytest.mark.parametrize(
    ("wave", "day"),
    [
        ("Wave 1 (March 2025)", date(2025, 3, 1)),
        ("Baseline, Sept. 2024", date(2024, 9, 1)),
        ("March 2025", date(2025, 3, 1)),
        ("Wave 2", None),
        ("Between May 2025 and June 2025", None),
    ],
)
def test_a_waves_name_tells_when_it_was_answered(tmp_path, wave, day):
    """A March answer quoted as June's stood in a brief: the file's own date is that of the last wave."""
    reading = read_from(
        tmp_path,
        "export.csv",
        as_csv([["Team", "Survey wave", "What has changed?"], ["A", wave, HEARD], ["B", wave, SLOW]]),
    )

    assert [one.answered_on for one in reading.survey.respondents] == [day, day]


def test_two_campaigns_leave_a_question_open(tmp_path):
    """Four different answers, two of which came five times each, looked like four choices."""
    rows = [["What has changed?"], *[[NOBODY]] * 5, *[[LISTENED]] * 5, [HEARD], [SLOW]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert used(reading) == {"What has changed?": "question"}
    assert len(excerpts(reading)) == 12
