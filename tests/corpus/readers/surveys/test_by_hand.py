"""Surveys put together by hand or by tools that are none: on their side, with sums below, walls of notes, REDCap's own marks."""

from tests.corpus.readers.surveys.test_survey_exports import AGREE, SIX, excerpts, used
from tests.corpus.readers.surveys.test_tables import as_csv
from tests.corpus.samples import answers_to, check, read_from


def test_a_table_with_a_column_for_each_respondent_is_turned(tmp_path):
    """Read as it lies, three questions are three people who each answer six times."""
    rows = [["Question", *(f"R{n}" for n in range(1, 7))], ["It works on my ward", *AGREE], ["What helped most?", *SIX]]

    reading = read_from(tmp_path, "s.csv", as_csv(rows))

    check(reading)
    assert [one.label for one in reading.survey.respondents] == [f"Respondent R{n}" for n in range(1, 7)]
    assert answers_to(reading.survey, "It works on my ward") == list(AGREE)
    assert excerpts(reading) == list(SIX)
    assert "s.csv: has a column for each respondent and a row for each question; it was turned" in reading.warnings


def test_a_survey_whose_questions_have_numbers_is_not_turned(tmp_path):
    """'Q1' to 'Q3' above the answers are questions, not people."""
    rows = [["Respondent", "1", "2", "3"], *([str(n), said, said, said] for n, said in enumerate(SIX))]

    reading = read_from(tmp_path, "s.csv", as_csv(rows))

    assert len(reading.survey.respondents) == len(SIX)


def test_sums_below_the_answers_are_nobodys(tmp_path):
    """A seventh respondent called 'Average' would answer 4.0 and count in every base."""
    rows = [
        ["Staff group", "How useful (1-5)?", "What helped?"],
        *(["Nurse", str(3 + n % 3), said] for n, said in enumerate(SIX)),
    ]

    reading = read_from(tmp_path, "s.csv", as_csv([*rows, ["Average", "4.0", ""], ["Total", "24", "6"]]))

    check(reading)
    assert len(reading.survey.respondents) == len(SIX)
    assert reading.warnings == ("s.csv: rows 8, 9 left out, which only add up or average the ones above",)


def test_somebody_who_answers_in_words_is_no_sum(tmp_path):
    """'Total' may be what a person writes where their team was asked for."""
    rows = [["Team", "What helped?"], *(["Total", said] for said in SIX)]

    reading = read_from(tmp_path, "s.csv", as_csv(rows))

    assert excerpts(reading) == list(SIX)


def test_whoever_put_up_a_note_is_a_name_and_no_choice(tmp_path):
    """Padlet and Slido export 'Author': as a closed question, people's names would stand in a table of the brief."""
    names = ("Ottoline Marsh", "Bertil Quay", "Ottoline Marsh", "Anonymous", "Bertil Quay", "Ottoline Marsh")
    rows = [["Body", "Author"], *([said, name] for said, name in zip(SIX, names, strict=True))]

    reading = read_from(tmp_path, "wall.csv", as_csv(rows))

    assert not any(one.attributes for one in reading.survey.respondents)
    assert reading.survey.respondents[0].speaker == "Ottoline Marsh"


def test_a_column_of_anonymous_authors_is_left_out(tmp_path):
    """It says nothing, and is no choice that six people made."""
    rows = [["Body", "Author"], *([said, "Anonymous"] for said in SIX)]

    assert used(read_from(tmp_path, "wall.csv", as_csv(rows))) == {"Body": "question", "Author": "left out"}


def test_redcaps_mark_of_a_finished_form_is_the_tools_own(tmp_path):
    """'huddle_complete' is 2 for everybody and no question."""
    rows = [["record_id", "redcap_event_name", "redcap_survey_identifier", "helped", "huddle_complete"]]
    rows += [[str(n), "baseline_arm_1", "x", said, "2"] for n, said in enumerate(SIX)]

    assert used(read_from(tmp_path, "s.csv", as_csv(rows)))["huddle_complete"] == "left out"


def test_participants_by_number_are_whose_row_it_is_and_a_count_below_is_nobodys(tmp_path):
    """'P1' is no answer to the question 'Participant', and 'Total responses: 6' no seventh person."""
    rows = [["Participant", "What changed?"], *([f"P{n}", said] for n, said in enumerate(SIX, 1))]

    reading = read_from(tmp_path, "s.csv", as_csv([*rows, ["Total responses: 6", ""]]))

    check(reading)
    assert len(reading.survey.respondents) == len(SIX)
    assert used(reading) == {"Participant": "attribute", "What changed?": "question"}
    assert excerpts(reading) == list(SIX)
