"""What survey tools really write: header rows, the tool's own columns, ticks, sheets, rows per answer."""

from datetime import date

import pytest

from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Kind
from tests.corpus.readers.surveys.test_tables import as_csv
from tests.corpus.samples import check, frozen, read_from, shown

HEARD = "The porters were asked first, and the new trolley route was theirs."
SLOW = "Keys are signed out on paper, so the store is shut by four."
NOBODY = "Whoever is on nights never hears what was agreed on Tuesdays."
LISTENED = "Two directors came down and stayed until the questions ran out."
FORM = "I filled the form in twice and nobody could tell me why."
TIME = "Give us an hour a week that nobody may book over."
SIX = (HEARD, SLOW, NOBODY, LISTENED, FORM, TIME)
ROLES = ("Porter", "Nurse", "Porter", "Manager", "Nurse", "Porter")
AGREE = ("Agree", "Disagree", "Agree", "Strongly agree", "Disagree", "Agree")


def kept(reading) -> str:
    """Everything that goes on into the store: the text and the closed answers."""
    answers = [f"{q} {a}" for one in reading.survey.respondents for q, a in one.attributes.items()]
    return "\n".join([reading.source.text, *answers])


def excerpts(reading) -> list[str]:
    return [one.text for one in cut(frozen(reading.source, Kind.SURVEY), {})]


def used(reading) -> dict[str, str]:
    return {column.text: column.use for column in reading.survey.columns}


QUALTRICS = {
    "StartDate": ("Start Date", "startDate", "2025-04-02 10:11:12"),
    "EndDate": ("End Date", "endDate", "2025-04-02 10:19:40"),
    "Status": ("Response Type", "status", "IP Address"),
    "IPAddress": ("IP Address", "ipAddress", "192.0.2.44"),
    "Progress": ("Progress", "progress", "100"),
    "Duration (in seconds)": ("Duration (in seconds)", "duration", "508"),
    "Finished": ("Finished", "finished", "True"),
    "RecordedDate": ("Recorded Date", "recordedDate", "2025-04-02 10:19:41"),
    "ResponseId": ("Response ID", "_recordId", "R_9zQ1aaBBcc{n}"),
    "RecipientFirstName": ("Recipient First Name", "recipientFirstName", "Ottoline"),
    "RecipientEmail": ("Recipient Email", "recipientEmail", "ottoline{n}@example.org"),
    "LocationLatitude": ("Location Latitude", "locationLatitude", "51.45230"),
    "DistributionChannel": ("Distribution Channel", "distributionChannel", "email"),
    "UserLanguage": ("User Language", "userLanguage", "EN-GB"),
    "Q_RecaptchaScore": ("Q_RecaptchaScore", "Q_RecaptchaScore", "0.9"),
    "Q1": ("What is your role? - Selected Choice", "QID1", ROLES),
    "Q2": ("What has changed since the spring?", "QID2_TEXT", SIX),
    "Q3_6_TEXT": ("How do keys come back? - Other - Text", "QID3_6_TEXT", ("", "", "With the night porter", "", "", "")),
    "Q4_1": ("How far do you agree: - I have time for this", "QID4_1", AGREE),
    "Q4_DO_1": ("How far do you agree: - Display Order", "QID4_DO", "2"),
}  # fmt: skip


def qualtrics(*, without=(), tags=True, numeric=False) -> str:
    columns = {code: told for code, told in QUALTRICS.items() if code not in without}
    scale = {"Disagree": "2", "Agree": "4", "Strongly agree": "5", "Porter": "1", "Nurse": "2", "Manager": "3"}
    rows = [list(columns), [told[0] for told in columns.values()]]
    if tags:
        rows.append([f'{{"ImportId":"{told[1]}"}}' for told in columns.values()])
    for n in range(6):
        row = [value[n] if isinstance(value, tuple) else value.format(n=n) for *_, value in columns.values()]
        rows.append([scale.get(cell, cell) if numeric else cell for cell in row])
    return as_csv(rows)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"without": ("Finished",)},
        {"without": ("RecipientFirstName", "RecipientEmail", "LocationLatitude", "EndDate")},
        {"numeric": True},
        {"tags": False},
    ],
)
def test_the_three_header_rows_of_qualtrics_are_one_and_its_own_columns_go(tmp_path, form):
    """Two header rows were read as respondents, and addresses of people's machines were kept and counted."""
    reading = read_from(tmp_path, "export.csv", qualtrics(**form))

    check(reading)
    assert len(reading.survey.respondents) == 6
    assert excerpts(reading) == [*SIX, "With the night porter"]
    assert shown(reading, "question")[0] == "What has changed since the spring?"
    assert {q.text for q in reading.survey.closed} == {
        "What is your role?",
        "How far do you agree: - I have time for this",
    }
    for gone in ("ImportId", "192.0.2", "51.45", "R_9z", "Ottoline", "example.org", "508", "EN-GB"):
        assert gone not in kept(reading)
    (told,) = [line for line in reading.warnings if "left out" in line]
    assert "IP Address" in told
    assert "Response ID" in told


def test_a_survey_without_anything_of_the_tool_still_has_its_import_ids_taken_for_a_header(tmp_path):
    """Whoever cleans an export deletes the tool's columns first."""
    raw = qualtrics(without=[code for code in QUALTRICS if not code.startswith(("Q1", "Q2"))])
    reading = read_from(tmp_path, "export.csv", raw)

    assert excerpts(reading) == list(SIX)
    assert used(reading) == {"What is your role?": "attribute", "What has changed since the spring?": "question"}


MONKEY = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name",
     "Custom Data 1", "What is your role?", "", "How would you rate the day?", "", "", "Anything else to tell us?"],
    ["", "", "", "", "", "", "", "", "", "Response", "Other (please specify)", "The food", "The room", "The pace",
     "Open-Ended Response"],
    *[[f"11823{n}", "40012", "04/02/2025 10:11:12 AM", f"04/{13 + n}/2025 10:19:40 AM", "192.0.2.44", "", "", "", "",
       role, "Orderly" if n == 3 else "", ("Good", "Poor", "Fair")[n % 3], ("Fair", "Good")[n % 2], "Good", words]
      for n, (role, words) in enumerate(zip(ROLES, SIX, strict=True))],
]  # fmt: skip


def test_the_two_header_rows_of_surveymonkey_are_one_and_a_matrix_has_a_question_for_each_line(tmp_path):
    """'Response' was somebody's answer, and ratings of three things were three columns without a name."""
    reading = read_from(tmp_path, "export.csv", as_csv(MONKEY))

    check(reading)
    assert len(reading.survey.respondents) == 6
    assert excerpts(reading) == list(SIX)
    closed = [question.text for question in reading.survey.closed]
    assert [one for one in closed if "rate" in one] == [
        "How would you rate the day? – The food",
        "How would you rate the day? – The room",
        "How would you rate the day? – The pace",
    ]
    assert used(reading)["What is your role? – Other (please specify)"] == "question"
    assert "192.0.2" not in kept(reading)
    assert "40012" not in kept(reading)


def test_american_days_are_told_by_their_column(tmp_path):
    """04/02 is the second of April in a column that also says 04/16; read alone it was the fourth of February."""
    rows = [["Submitted", "What changed?"], ["04/16/2025", HEARD], ["04/02/2025 9:10 AM", SLOW]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert [one.answered_on for one in reading.survey.respondents] == [date(2025, 4, 16), date(2025, 4, 2)]


def test_a_header_of_matrices_alone_has_two_rows_where_the_tools_own_columns_say_so(tmp_path):
    """No 'Response' stands anywhere; under 'Respondent ID' there is nothing, and below that there always is."""
    rows = [
        ["Respondent ID", "How much do you trust", "", "", "Which helped?", ""],
        ["", "the rota", "the board", "the plan", "Time", "Money"],
        *[[str(900 + n), "Often", "Never", "Always", "Time" if n % 2 else "", "Money"] for n in range(5)],
    ]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert len(reading.survey.respondents) == 5
    assert list(used(reading)) == [
        "Respondent ID", "How much do you trust – the rota", "How much do you trust – the board",
        "How much do you trust – the plan", "Which helped? – Time", "Which helped? – Money",
    ]  # fmt: skip


def test_a_first_respondent_who_left_an_address_out_is_no_second_header(tmp_path):
    """Otherwise the answers of whoever comes first would be questions."""
    rows = [["Email address", "What changed?"], ["", HEARD], ["b@example.org", SLOW], ["c@example.org", FORM]]

    assert len(read_from(tmp_path, "export.csv", as_csv(rows)).survey.respondents) == 3


TOOLS = {
    "smartsurvey": (
        ["UserID", "UserNo", "Name", "Email", "IP Address", "Unique ID", "Started", "Ended", "Page Path", "Tracking Link",
         "Q1. Which team are you in?", "", "Q2. What has changed?"],
        ["", "", "", "", "", "", "", "", "", "", "Answer", "Other (please specify)", "Open-Ended Response"],
        lambda n: [f"77{n}", n + 1, "", "", "192.0.2.44", f"u{n}-a", "02/04/2025 10:11:12", "02/04/2025 10:12:13", "1,2,3",
                   "Web link", ROLES[n], "", SIX[n]],
    ),
    "microsoft forms": (
        ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Which team are you in?",
         "What has changed?"],
        None,
        lambda n: [n + 1, "4/2/25 10:11:12", "4/2/25 10:19:40", "anonymous", "", "", ROLES[n], SIX[n]],
    ),
    "google forms": (
        ["Timestamp", "Username", "Which team are you in?", "What has changed?"],
        None,
        lambda n: [f"2025/04/02 10:1{n}:22 am GMT+1", f"q{n}@example.org", ROLES[n], SIX[n]],
    ),
    "jisc online surveys": (
        ["Unique response number", "Date submitted", "Response ID", "Completion time", "1. Which team are you in?",
         "2. What has changed?"],
        None,
        lambda n: [f"40-33-{n}", "02/04/2025", f"9182{n}", "00:03:12", ROLES[n], SIX[n]],
    ),
    "typeform": (
        ["#", "Which team are you in?", "What has changed?", "Response Type", "Start Date (UTC)", "Stage Date (UTC)",
         "Submit Date (UTC)", "Network ID", "Tags", "Ending"],
        None,
        lambda n: [f"{n}f3a9c0d2e4b6f3a9c0d2e4b6", ROLES[n], SIX[n], "completed", "2025-04-02 10:11:12", "",
                   "2025-04-02 10:19:40", f"a{n}c3e9d1f0b2", "", "Thank you"],
    ),
    "redcap": (
        ["record_id", "redcap_survey_identifier", "redcap_repeat_instance", "spring_survey_timestamp", "q1_team",
         "q2_changed", "spring_survey_complete"],
        None,
        lambda n: [n + 1, "", "", "2025-04-02 10:19:40", ROLES[n], SIX[n], "2"],
    ),
    "limesurvey": (
        ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action",
         "IP address", "Referrer URL", "Which team are you in?", "What has changed?", "Total time",
         "Group time: About you", "Question time: G01Q01"],
        None,
        lambda n: [n + 1, "2025-04-02 10:19:40", "2", "en", "188273", "2025-04-02 10:11:12", "2025-04-02 10:19:40",
                   "192.0.2.44", "https://example.org/s", ROLES[n], SIX[n], "508.2", "101.7", "88.1"],
    ),
    "alchemer": (
        ["Response ID", "Time Started", "Date Submitted", "Status", "Contact ID", "Legacy Comments", "Comments", "Language",
         "Referer", "SessionID", "User Agent", "Extended Referer", "IP Address", "Longitude", "Latitude", "Country", "City",
         "State/Region", "Postal", "1. Which team are you in?", "2. What has changed?"],
        None,
        lambda n: [n + 1, "2025-04-02 10:11:12", "2025-04-02 10:19:40", "Complete", "", "", "", "English",
                   "https://example.org", f"1743587{n}_64ed", "Mozilla/5.0 (X11; Linux)", "", "192.0.2.44", "-2.5967",
                   "51.4523", "United Kingdom", "Bristol", "ENG", "BS1", ROLES[n], SIX[n]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_tool_adds_of_its_own_is_left_out_and_told_and_what_people_answered_stays(tmp_path, tool):
    """Addresses, machines and places of respondents reached the store as closed answers and the brief as tables."""
    head, under, row = TOOLS[tool]
    reading = read_from(tmp_path, "export.csv", as_csv([head, *([under] if under else []), *map(row, range(6))]))

    check(reading)
    assert excerpts(reading) == list(SIX)
    assert len(reading.survey.respondents) == 6
    attributes = [len(one.attributes) for one in reading.survey.respondents]
    assert set(attributes) <= {1, 2}, f"{tool} keeps {reading.survey.respondents[0].attributes}"
    for gone in ("192.0.2", "example.org", "Mozilla", "Bristol", "51.45", "188273", "f3a9c0", "Web link", "508.2"):
        assert gone not in kept(reading)
    assert any("left out, saying only who answered, when or through what" in line for line in reading.warnings)


def test_what_a_survey_asks_of_states_and_languages_is_no_column_of_a_tool(tmp_path):
    """'Status' and 'Language' are the tool's own beside its other columns, and questions by themselves."""
    rows = [["Ward", "Status", "Language", "What do you think of the e-mail bulletin?"]]
    rows += [[f"Ward {n}", ("Just started", "Under way")[n % 2], ("Welsh", "English")[n % 2], SIX[n]] for n in range(6)]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert {"Status", "Language"} <= {question.text for question in reading.survey.closed}
    assert excerpts(reading) == list(SIX)
    assert not any("left out" in line for line in reading.warnings)


def test_addresses_are_left_out_whatever_their_question(tmp_path):
    """'May we write to you?' is answered with an address."""
    rows = [["May we write to you?", "What changed?"], *[[f"x{n}@example.org", SIX[n]] for n in range(4)]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert "example.org" not in kept(reading)
    assert any("May we write to you?" in line for line in reading.warnings)


def test_first_and_last_name_are_one_name(tmp_path):
    """Half a name finds nobody in the register."""
    rows = [["First name", "Last name", "What changed?"], ["Ottoline", "Brace", HEARD], ["", "", SLOW]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert [one.speaker for one in reading.survey.respondents] == ["Ottoline Brace", None]


PIECES = ("Quiet room", "Somebody to ring, such as a porter", "Support of the directors")


@pytest.mark.parametrize(
    ("question", "between"),
    [
        ("Which of these helped? (tick all that apply)", ", "),
        ("What helped", ", "),
        ("What helped", ","),
        ("What helped", ";"),
        ("What helped", "; "),
        ("What helped", "|"),
    ],
)
def test_ticked_choices_are_parted_also_where_one_holds_a_comma(tmp_path, question, between):
    """They were read as free text, and lists of choices were quoted as what people said."""
    picked = [(0, 1), (0,), (1,), (0, 2), (2,), (0, 2), (1, 2), (0, 1, 2)]
    rows = [[question], *[[between.join(PIECES[one] for one in some)] for some in picked]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))
    (asked,) = reading.survey.closed

    assert asked.multiple
    assert excerpts(reading) == []
    assert [one.attributes[question] for one in reading.survey.respondents][:4] == [
        f"{PIECES[0]}; {PIECES[1]}", PIECES[0], PIECES[1], f"{PIECES[0]}; {PIECES[2]}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answers",
    [
        ["Yes, a lot", "Yes, a little", "No"] * 4,
        ["Trust (hospitals, clinics, homes)", "Council", "Trust (hospitals, clinics, homes)"] * 4,
        ["1,200", "2,400", "1,200", "900"] * 3,
    ],
)
def test_a_choice_that_holds_a_comma_is_one_choice(tmp_path, answers):
    """'Yes, a lot' is not 'yes' and 'a lot'."""
    reading = read_from(tmp_path, "export.csv", as_csv([["How was it?"], *[[one] for one in answers]]))

    assert [question.multiple for question in reading.survey.closed] == [False]
    assert reading.survey.respondents[0].attributes["How was it?"] == answers[0]


def test_sentences_with_commas_are_no_lists_of_choices(tmp_path):
    """Most sentences have one."""
    assert excerpts(read_from(tmp_path, "export.csv", as_csv([["What changed?"], *[[one] for one in SIX]]))) == list(
        SIX
    )


def test_what_a_tool_says_of_its_own_file_is_no_answer(tmp_path):
    """A line for Excel, a header once more where two exports were put together, tags of a web page in a question."""
    head = ["Team", "<p>What has <strong>changed</strong>?</p>"]
    rows = [head, ["Porters", HEARD], ["Nursing", SLOW], head, ["Porters", FORM], ["Nursing", TIME]]
    reading = read_from(tmp_path, "export.csv", "sep=;\r\n" + as_csv(rows, ";"))

    check(reading)
    assert shown(reading, "question") == ["What has changed?"]
    assert excerpts(reading) == [HEARD, SLOW, FORM, TIME]
    assert len(reading.survey.respondents) == 4


def test_marks_of_a_quiz_are_no_questions(tmp_path):
    """Microsoft Forms gives each question points and room for feedback."""
    head = ["ID", "Total points", "What changed?", "Points - What changed?", "Feedback - What changed?"]
    reading = read_from(tmp_path, "export.csv", as_csv([head, *[[n, "", SIX[n], "0", ""] for n in range(4)]]))

    assert used(reading) == {text: "question" if text == "What changed?" else "left out" for text in head}


@pytest.mark.parametrize("head", ["Name", "Your name (optional)", "What is your name?", "Please enter your full name"])
def test_a_name_that_was_asked_for_is_a_label_and_no_answer(tmp_path, head):
    """Names stood in the text as short answers, found only where de-identification knows them."""
    rows = [[head, "What changed?"], ["Ottoline Brace", HEARD], ["", SLOW], ["Anonymous", FORM]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert [one.speaker for one in reading.survey.respondents] == ["Ottoline Brace", None, None]
    assert shown(reading, "question") == ["What changed?"]


@pytest.mark.parametrize(
    ("first", "second"), [("Baseline", "Follow-up"), ("T0", "T1"), ("pre", "post"), ("Survey 1", "Survey 2")]
)
def test_waves_are_known_by_what_they_are_called(tmp_path, first, second):
    """Their column may be called anything."""
    rows = [["Which questionnaire", "What changed?"], [first, HEARD], [second, SLOW], [second, FORM]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert [one.wave for one in reading.survey.respondents] == [first, second, second]


@pytest.mark.parametrize("head", ["Q1. What is your role?", "1. Job title", "2.1 Staff group"])
def test_the_number_of_a_question_is_no_part_of_it(tmp_path, head):
    """JISC and SmartSurvey count their questions."""
    rows = [[head, "3. What changed?"], *[[role, words] for role, words in zip(ROLES, SIX, strict=True)]]

    assert used(read_from(tmp_path, "export.csv", as_csv(rows)))[head] == "attribute"


def test_a_column_that_nobody_answered_is_left_out_and_told(tmp_path):
    """Unless its header asks something: then that nobody answered is a finding."""
    rows = [["Extra", "Will it last?", "What changed?"], *[["", "", words] for words in SIX]]
    reading = read_from(tmp_path, "export.csv", as_csv(rows))

    assert used(reading) == {"Extra": "left out", "Will it last?": "closed", "What changed?": "question"}
    assert any("1 column left out, without an answer: 'Extra'" in line for line in reading.warnings)


def test_boxes_that_were_checked_are_choices(tmp_path):
    """REDCap gives each box a column of 'Checked' and 'Unchecked', which few answers left as a question in words."""
    rows = ["Record ID,What helped? (choice=A named lead),What would you change?"]
    rows += [
        f"{n},{tick},We need more time on day {n} of every week"
        for n, tick in enumerate(["Checked", "Unchecked", "Checked"])
    ]
    survey = read_from(tmp_path, "s.csv", "\n".join(rows)).survey

    assert {one.text: one.use for one in survey.columns}["What helped? (choice=A named lead)"] == "closed"
