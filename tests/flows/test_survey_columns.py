"""What a survey's columns are is shown before it is taken in, and changed by whoever knows better."""

import json
import sys

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import Scope
from learnbrief.flows.cli import main
from learnbrief.flows.stages.inbox import arrival
from learnbrief.flows.stages.ingest import new_files, take_in
from learnbrief.flows.stages.surveys import waves_in
from learnbrief.flows.web.services import Services

SHEET = """\
Response ID,Which trade?,How old are you this year?,Where did Ottoline Brace see it go wrong?,How far have you come?
R_1aBcDeFgHi,Porter,30 to 39,The keys are signed out on paper and the store is shut by four.,Under way
R_2aBcDeFgHi,Nurse,40 to 49,Nobody on nights hears what was agreed on Tuesdays.,Under way
R_3aBcDeFgHi,Porter,30 to 39,Whoever orders the trolleys has never pushed one up the ramp.,Just started
R_4aBcDeFgHi,Nurse,40 to 49,,Just started
"""
ABOUT = 'kind = "survey"\nevent = "Spring"\ndate = 2025-04-02\ncollaborative = "none"\n'


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(SHEET)
    return path


def _uses(reading) -> dict[str, str]:
    return {column.key: column.use for column in reading.survey.columns}


def test_every_column_is_shown_as_it_was_read(sheet):
    """Nobody could see that a question in words had become a closed one, but by missing it in the brief."""
    reading = arrival(sheet).reading

    assert _uses(reading) == {"A": "left out", "B": "closed", "C": "closed", "D": "question", "E": "closed"}
    assert reading.sentence == "read as: survey, 4 respondents; 1 question (free text), 3 closed, 1 left out"


@pytest.mark.parametrize(
    "told",
    [
        {"columns": "C = attribute; which trade? = role; E = left out"},
        {"columns": 'How old are you this year? = attribute;B=Role ; "x" = closed; !E=left out;'},
    ],
)
def test_columns_are_told_by_letter_or_header(sheet, told):
    """In about.toml, material.csv or the command; a name that is no column's is told, not passed over."""
    reading = arrival(sheet, told).reading

    assert _uses(reading) == {"A": "left out", "B": "attribute", "C": "attribute", "D": "question", "E": "left out"}
    assert reading.survey.respondents[0].attributes == {"Role": "Porter", "How old are you this year?": "30 to 39"}
    assert any("'How far have you come?'" in line and "as told" in line for line in reading.warnings)
    assert any("no column is called so" in line for line in reading.warnings) == ('"x"' in told["columns"])


def test_a_use_that_there_is_not_is_refused_with_those_there_are(sheet):
    """'qualitative' is no word of ours."""
    with pytest.raises(
        BadInput, match=r"answers.csv: columns say 'D = qualitative'; write COLUMN = use.* question, closed"
    ):
        arrival(sheet, {"columns": "C = closed; D = qualitative"})


def test_about_toml_tells_columns_and_an_attribute_is_no_question_of_a_brief(workspace, store):
    """Ages stood among the results as if somebody had been asked for a judgement."""
    folder = workspace.material / "spring"
    folder.mkdir()
    (folder / "answers.csv").write_text(SHEET)
    (folder / "about.toml").write_text(
        ABOUT + '[columns]\n"How old are you this year?" = "attribute"\nB = "left out"\n'
    )
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    (document,) = [one for one in store.documents.latest().values() if one.event_id == "spring"]

    assert store.skipped.all() == []
    assert (
        document.read_as == "read as: survey, 4 respondents; 1 question (free text), 1 closed, 1 attribute, 2 left out"
    )
    assert [one.question for one in waves_in(Scope("cohort"), store)] == ["How far have you come?"]
    assert {row["question"] for row in store.surveys.all()} == {"How old are you this year?", "How far have you come?"}
    assert any("Response ID" in line for line in document.warnings)

    (folder / "about.toml").write_text(ABOUT)
    assert [one.name for one in new_files(workspace, store)] == ["answers.csv"], "told otherwise, it is read again"


def test_the_preview_shows_columns_without_names_and_reads_them_as_chosen(tagged, tagged_store, sheet):
    """By number: a header or a sheet's name may be somebody's."""
    services = Services(tagged, tagged_store)
    shown = services.preview(sheet, {"kind": "survey"}).columns

    assert [(one.key, one.use) for one in shown] == [
        ("0", "left out"), ("1", "closed"), ("2", "closed"), ("3", "question"), ("4", "closed"),
    ]  # fmt: skip
    assert "Ottoline" not in str(shown)
    again = services.preview(sheet, {"kind": "survey", "columns": "1 = attribute; 3 = left out"})
    assert [one.use for one in again.columns] == ["left out", "attribute", "closed", "left out", "closed"]
    assert "keys are signed" not in again.text


def test_what_was_chosen_in_the_app_is_kept_with_the_file(tagged, tagged_store, sheet):
    """The next run reads it the same way, and about.toml's own word stays for columns that nobody chose."""
    (sheet.parent / "about.toml").write_text('[columns]\n"Which trade?" = "role"\nE = "closed"\n')
    details = {"kind": "survey", "event": "Spring", "date": "2025-04-02", "collaborative": "none"}
    place = Services(tagged, tagged_store).take_in(sheet, {**details, "columns": "4 = left out"})
    kept = arrival(tagged.root / place).reading

    assert _uses(kept) == {"A": "left out", "B": "attribute", "C": "closed", "D": "question", "E": "left out"}
    assert kept.survey.respondents[0].attributes["Role"] == "Porter"


def test_add_says_what_each_column_was_taken_for(workspace, sheet, monkeypatch, capsys):
    """Before anything is taken in: whoever adds by command sees what the app's preview shows."""
    told = ["--kind", "survey", "--event", "Spring", "--date", "2025-04-02", "--collaborative", "none"]
    words = ["learnbrief", "add", str(sheet), *told, "--columns", "C = attribute", "-w", str(workspace.root), "--json"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr()
    (added,) = json.loads(said.out)

    assert added["read_as"].startswith("read as: survey, 4 respondents")
    assert [column["use"] for column in added["columns"]] == ["left out", "closed", "attribute", "question", "closed"]
    assert "question: D 'Where did" in said.err
    assert "attribute: C 'How old are you this year?'" in said.err


def test_a_survey_that_places_its_respondents_is_asked_for_no_collaborative(
    workspace, store, tmp_path, monkeypatch, capsys
):
    """It was refused for want of what stands in every row of it."""
    path = tmp_path / "places.csv"
    path.write_text(
        "Which collaborative are you from?,What got in the way?\n"
        "Harbour,The keys are signed out on paper and the store is shut by four.\n"
        "Lantern,Nobody on nights hears what was agreed on Tuesdays.\n"
        "Elsewhere,Whoever orders the trolleys has never pushed one up the ramp.\n"
    )
    words = ["add", str(path), "--kind", "survey", "--event", "Places", "--date", "2025-04-02"]
    monkeypatch.setattr(sys, "argv", ["learnbrief", *words, "-w", str(workspace.root)])
    with pytest.raises(SystemExit) as stopped:
        main()
    take_in(workspace, store, [one.content_hash for one in new_files(workspace, store)])
    document = next(one for one in store.documents.latest().values() if one.event_id == "2025-04-02-places")

    assert stopped.value.code == 0
    assert (
        "  Collaborative taken from the column 'Which collaborative are you from?', none for the file as a whole; "
        "2 of 3 respondents name one of the programme's\n"
    ) in capsys.readouterr().err
    assert document.collaborative is None
    placed = [one.collaborative for one in store.excerpts.of(document.document_id)]
    assert placed == ["harbour", "lantern", None]
    assert Services(workspace, store).preview(path, {}).details["collaborative"] == "none"


def test_a_survey_whose_places_are_none_of_the_programmes_is_asked(sheet, tmp_path, workspace):
    """A column of wards says nothing of collaboratives: the file waits until somebody tells its own."""
    path = tmp_path / "wards.csv"
    path.write_text("Site,What got in the way?\nElsewhere,The keys are signed out on paper and the store is shut.\n")
    known = workspace.settings.as_programme().collaboratives

    assert "collaborative" in arrival(path).missing(known)
    assert "collaborative" in arrival(sheet).missing(known)
