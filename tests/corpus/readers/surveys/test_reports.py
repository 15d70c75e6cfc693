"""Reports of polling tools: tables one below the other, questions beside their answers, runs, votes, repeated heads."""

import csv
import io

import openpyxl

from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers import How, read
from tests.corpus.samples import answers_to, check, saved, shown

SAID = (
    "Protected time every week, agreed with the matron",
    "Porters at the board round, they know the beds",
    "One page of figures that people can read",
    "Somebody who keeps asking why we do it so",
)
TOLD = How(kind=Kind.SURVEY)


def survey(folder, rows, *, delimiter=",", encoding="utf-8", line_end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    reading = read(saved(folder, "poll.csv", out.getvalue().encode(encoding)), TOLD)
    check(reading)
    return reading


def test_the_answers_of_a_poll_report_are_read_and_its_figures_are_not(tmp_path):
    """Zoom puts the meeting's figures above, and before each answer the question: nine 'respondents' said '60' and 'Poll Details'."""
    rows = [
        ["Poll Report"],
        ["Report Generated:", "Mar 14, 2025 10:30 AM"],
        ["Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", "# Registered"],
        ["Board rounds", "900 0000 000", "Mar 14, 2025 9:00 AM", "60", "40"],
        ["Poll Details"],
        ["#", "User Name", "User Email", "Submitted Date/Time", ""],
    ]
    useful = ("Very", "Quite", "Very", "Very")
    for n, said in enumerate(SAID):
        who = [str(n + 1), f"Guest {n}", f"g{n}@example.org", f"Mar 14, 2025 09:3{n}:00"]
        rows.append([*who, "What helped most?", said, "How useful was it?", useful[n], ""])

    reading = survey(tmp_path, rows)

    assert shown(reading, "question") == ["What helped most?"]
    assert shown(reading, "answer") == list(SAID)
    assert answers_to(reading.survey, "How useful was it?") == list(useful)
    assert "Board rounds" in shown(reading, "note")
    assert str(reading.survey.respondents[0].answered_on) == "2025-03-14"


def test_an_answer_that_says_results_parts_no_table(tmp_path):
    """A row of which one cell is filled may be an answer."""
    reading = survey(tmp_path, [["What helped?", "What next?"], *([one, one] for one in SAID), ["Better results", ""]])

    assert len(reading.survey.respondents) == 5
    assert "Better results" in reading.source.text


def test_runs_of_a_poll_are_waves_and_named_sessions_are_not(tmp_path):
    """Mentimeter numbers how often the questions were put: as a choice it stood in the brief as if people had ticked it."""
    head = ["Voter", "Session", "What helped?"]
    numbered = survey(tmp_path, [head, *([n, f"Session {n % 2 + 1}", one] for n, one in enumerate(SAID, 1))])
    named = survey(tmp_path, [head, *([n, ["Wound care", "Falls"][n % 2], one] for n, one in enumerate(SAID, 1))])

    assert {one.wave for one in numbered.survey.respondents} == {"Session 1", "Session 2"}
    assert {one.wave for one in named.survey.respondents} == {None}
    assert not numbered.survey.closed


def test_response_below_a_question_does_not_make_it_the_tool_s(tmp_path):
    """SurveyMonkey writes 'Response' under every choice; beside its own columns that word alone took the roles away."""
    head = ["Respondent ID", "Collector ID", "Start Date", "IP Address", "What is your role?", "What helped you most?"]
    below = ["", "", "", "", "Response", "Open-Ended Response"]
    rows = [
        [11800 + n, 400, "03/14/2025", f"10.0.0.{n}", ["Nurse", "Doctor"][n % 2], one] for n, one in enumerate(SAID * 2)
    ]

    reading = survey(tmp_path, [head, below, *rows], delimiter=";", encoding="utf-16", line_end="\r")

    assert {one.attributes["What is your role?"] for one in reading.survey.respondents} == {"Nurse", "Doctor"}
    assert not any("What is your role?" in one for one in reading.warnings)


def test_votes_for_a_question_are_no_answers(tmp_path):
    """How many pressed the arrow beside a question stood as a closed question of its own."""
    head = ["Question Id", "Question text", "Upvotes", "Downvotes", "Author", "Created at"]
    rows = [[9000 + n, f"{one}?", 5 - n, 0, "Anonymous", f"2025-03-14T09:0{n}:00Z"] for n, one in enumerate(SAID)]

    reading = survey(tmp_path, [head, *rows])

    assert not reading.survey.closed
    assert shown(reading, "answer") == [f"{one}?" for one in SAID]


def test_a_wall_of_notes_has_its_sections_as_questions(tmp_path):
    """Padlet's 'Section' stood as a choice that people made, and how many had pressed a heart as another."""
    head = ["Section", "Subject", "Body", "Author", "Created At", "Updated At", "Reactions", "Comments", "Post Color"]
    rows = [
        [
            ("Helped", "Hindered")[n % 2],
            "",
            one,
            "Anonymous",
            f"2025-03-14 09:0{n}",
            f"2025-03-14 09:1{n}",
            n % 3,
            0,
            "",
        ]
        for n, one in enumerate(SAID)
    ]

    reading = survey(tmp_path, [head, *rows])

    assert shown(reading, "question") == ["Helped", "Hindered"]
    assert sorted(shown(reading, "answer")) == sorted(SAID)
    assert not reading.survey.closed


def test_short_comments_beside_the_tool_s_own_columns_are_answers(tmp_path):
    """'Comments' is the tool's own only where it counts them."""
    rows = [[n, 400, f"10.0.0.{n}", one.rsplit(" ", 3)[0]] for n, one in enumerate(SAID)]

    reading = survey(tmp_path, [["Respondent ID", "Collector ID", "IP Address", "Comments"], *rows])

    assert shown(reading, "question") == ["Comments"]


def test_codes_before_every_question_are_not_part_of_it(tmp_path):
    """LimeSurvey writes code and question in one cell; its own columns were choices of the respondents."""
    head = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "seed. Seed"]
    rows = [[n, "2025-03-14 09:05:00", 3, 12345 + n, one, "Nurse"] for n, one in enumerate(SAID)]

    reading = survey(tmp_path, [[*head, "G02Q03. What changed?", "G01Q01. What is your role?"], *rows])

    assert shown(reading, "question") == ["What changed?"]
    assert {one.attributes["What is your role?"] for one in reading.survey.respondents} == {"Nurse"}
    assert not [one for one in reading.survey.closed if one.text in ("Last page", "Seed")]


def test_a_column_for_each_table_is_turned(tmp_path):
    """A flipchart typed up in Excel: 'What helped?' was what the first respondent answered."""
    rows = [["Question", "Table 1", "Table 2"], ["What helped?", *SAID[:2]], ["What got in the way?", *SAID[2:]]]

    reading = survey(tmp_path, rows)

    assert reading.speakers == ("Table 1", "Table 2")
    assert shown(reading, "question") == ["What helped?", "What got in the way?"]


def test_a_time_stamp_in_another_language_tells_the_day(tmp_path):
    """Google writes the heads of its own columns in the language of whoever made the form."""
    rows = [[f"2025/03/14 9:0{n}:00 AM UTC+1", one] for n, one in enumerate(SAID)]

    reading = survey(tmp_path, [["Horodateur", "What changed?"], *rows])

    assert {str(one.answered_on) for one in reading.survey.respondents} == {"2025-03-14"}


def test_who_asked_is_a_name_and_no_choice(tmp_path):
    """'Identity' of a webinar's questions stood in the table of choices, with the names of those who asked."""
    head = ["Timestamp", "Conversation Id", "Identity", "Content", "Reply count"]
    rows = [["3/14/2025 9:00:00 AM", f"c{n}", ("Owen Pugh", "Anonymous")[n % 2], one, 0] for n, one in enumerate(SAID)]

    reading = survey(tmp_path, [head, *rows])

    assert "Owen Pugh" in reading.speakers
    assert not any("Owen Pugh" in one.attributes.values() for one in reading.survey.respondents)
    assert not reading.survey.closed


def test_the_question_above_a_poll_s_responses_is_what_they_answer(tmp_path):
    """Every poll of an event was the question 'Response'."""
    rows = [[one, "pollev.example", f"Guest {n}", f"2025-03-14 09:0{n}:00 UTC"] for n, one in enumerate(SAID)]

    reading = survey(tmp_path, [["What helped most?"], ["Response", "Via", "Screen name", "Received at"], *rows])

    assert shown(reading, "question") == ["What helped most?"]
    assert shown(reading, "answer") == list(SAID)


def test_choices_on_lines_of_their_own_are_parted_and_written_lines_are_not(tmp_path):
    """'Board round Named lead' was a third choice; somebody's two lines stay as they were written."""
    picked = ("Board round\nNamed lead", "Named lead", "Board round", "Named lead\nBoard round")
    wrote = [one.replace(", ", "\n", 1) for one in SAID]

    reading = survey(tmp_path, [["What did you try?", "What helped?"], *zip(picked, wrote, strict=True)])

    assert answers_to(reading.survey, "What did you try?")[0] == "Board round; Named lead"
    assert shown(reading, "answer") == [one.replace("\n", " ") for one in wrote]


def test_a_sheet_of_labels_says_what_the_variables_asked(tmp_path):
    """'q3_free' headed a finding; what had been asked stood on the next sheet."""
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in [["wave", "role", "q3_free"], *([n % 2 + 1, n % 2 + 1, one] for n, one in enumerate(SAID))]:
        book.active.append(row)
    labels = book.create_sheet("Variable labels")
    for row in [["Variable", "Label"], ["role", "What is your role?"], ["q3_free", "What changed on your ward?"]]:
        labels.append(row)
    book.save(tmp_path / "s.xlsx")

    reading = read(tmp_path / "s.xlsx", TOLD)

    check(reading)
    assert shown(reading, "question") == ["What changed on your ward?"]


def test_answers_of_several_people_to_several_questions_are_no_talk(tmp_path):
    """A sheet with a row per interview was read as turns, with 'Participant' as the first speaker."""
    rows = [["Participant", "Site", "What helped?", "What would you change?"]]
    rows += [[f"P{n}", "Alder", one, SAID[n - 1]] for n, one in enumerate(SAID)]
    out = "\n".join(";".join(row) for row in rows)

    reading = read(saved(tmp_path, "i.csv", out), How(kind=Kind.INTERVIEW))

    assert shown(reading, "question") == ["What helped?", "What would you change?"]
    assert len(reading.survey.respondents) == len(SAID)
