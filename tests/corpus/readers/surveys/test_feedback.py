"""Feedback forms are read as people fill them in, by the codes behind the statements."""

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.member_checks import (
    ASKS_MORE,
    ASKS_TRUTH,
    NOT_HEARD,
    Reply,
    brief_code,
    code_in,
    finding_behind,
    form_code,
    reply_meant,
)
from learnbrief.corpus.readers import read

CODE = form_code("cohort-abc", "f-one")
BOXES = "☐ It rings true    ☐ In part    ☐ It does not    ☐ I cannot say"


def form(tmp_path, answers, *written):
    """A form saved as text: one statement, its line of answers, and what somebody wrote under it."""
    path = tmp_path / "form.txt"
    lines = [
        f"Message 1 {CODE}",
        "Board time is lost.",
        answers,
        ASKS_MORE,
        *written,
        f"What else? {form_code('cohort-abc', NOT_HEARD)}",
    ]
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return read(path)


def written_in(reading):
    return [reading.source.slice(one) for one in reading.source.passages if one.layout == "answer"]


@pytest.mark.parametrize(("answers", "reply"), [
    (BOXES.replace("☐ It rings", "☒ It rings"), "agree"),
    (BOXES.replace("☐ In part", "☑ In part"), "in part"),
    (BOXES.replace("☐ It does", "x It does"), "disagree"),
    (BOXES.replace("☐ I cannot", "[X] I cannot"), "cannot say"),
    ("It does not", "disagree"),
    (BOXES, None),
    (BOXES.replace("☐ It rings", "☒ It rings").replace("☐ In part", "☒ In part"), None),
])  # fmt: skip
def test_a_tick_is_a_tick_however_it_is_made(tmp_path, answers, reply):
    """Boxes are clicked, typed over or left alone while the others are deleted; two of them are no answer."""
    survey = form(tmp_path, answers).survey

    assert list(survey.respondents[0].attributes.values()) == ([reply] if reply else [])
    assert survey.form == brief_code("cohort-abc")


def test_what_is_written_is_kept_and_what_the_form_prints_is_not(tmp_path):
    """The form quotes people: kept with its answers, their words would outlive a withdrawal."""
    reading = form(tmp_path, BOXES, "Our board meets at night, ____________", "______________")

    assert written_in(reading) == ["Our board meets at night,"]
    assert "Board time is lost" not in reading.source.text


@pytest.mark.parametrize(
    "foot", ["What we heard at the kick-off, March 2025 Page 1", "Small steps · Feedback form", "Page 1 of 2"]
)
def test_the_foot_of_a_page_is_nobodys_answer(tmp_path, foot):
    """Saved as PDF the form's own title stood in the brief as what somebody had found missing."""
    path = tmp_path / "form.txt"
    head = ["Small steps · Feedback form", "What we heard at the", "kick-off, March 2025"]
    said = ["See page 3 of the handout", foot]
    path.write_text("\n\n".join([*head, f"What else? {form_code('cohort-abc', NOT_HEARD)}", *said]), encoding="utf-8")

    assert written_in(read(path)) == said[:1]


def test_a_sheet_of_forms_is_read_by_its_codes_whatever_else_stands_in_it(tmp_path):
    """An online form's export brings columns of its own, and people answer in their own words."""
    path = tmp_path / "answers.csv"
    head = f'Start time,"{ASKS_TRUTH} {CODE} Board time is lost.","{ASKS_MORE} {CODE}"'
    path.write_text(f"{head}\n09:14,Yes,Only in winter\n09:20,maybe,-\n09:31,,\n", encoding="utf-8")

    reading = read(path)

    assert [list(one.attributes.values()) for one in reading.survey.respondents] == [["agree"], [], []]
    assert written_in(reading) == ["Only in winter"]
    assert any("row 3" in line and "was not counted" in line for line in reading.warnings)


def test_a_file_of_two_briefs_forms_and_a_sheet_without_rows_are_refused(tmp_path):
    """Each line says what to do."""
    two, none = tmp_path / "two.txt", tmp_path / "none.csv"
    two.write_text(f"Message 1 {CODE}\n\n{BOXES}\n\nMessage 1 {form_code('another', 'f-one')}\n", encoding="utf-8")
    none.write_text(f'"{ASKS_TRUTH} {CODE}"\n', encoding="utf-8")

    with pytest.raises(
        BadInput, match=r"two\.txt: holds answers to two briefs; give those to each as a file of its own"
    ):
        read(two)
    with pytest.raises(BadInput, match=r"none\.csv: is a feedback sheet in which no row is filled in"):
        read(none)


def test_a_code_leads_back_to_its_finding_and_to_no_other():
    """Also from small letters and a long dash, as programs write them; a finding that is gone is nobody's."""
    brief, statement = code_in(form_code("b", "f-two").lower().replace("-", "–"))

    assert brief == brief_code("b")
    assert finding_behind(statement, ["f-one", "f-two"]) == "f-two"
    assert finding_behind(statement, ["f-one"]) is None
    assert code_in("The code of conduct (code blue) was read out.") is None


def test_every_answer_that_a_form_prints_is_understood():
    assert [reply_meant(reply.words) for reply in Reply] == list(Reply)
    assert reply_meant("Not on your life") is None
