"""'learnbrief evaluate tags': right figures, honest notes, and errors that name file, line and remedy."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from learnbrief.corpus.codebook import Codebook, Theme, write_codebook
from learnbrief.corpus.errors import BadCoding, BadInput
from learnbrief.flows.cli.evaluate import app
from learnbrief.nlp.agreement.coefficients import ac1, coefficients, kappa
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.evaluation.evaluate import evaluate_tags
from learnbrief.nlp.evaluation.figures import Said, figures
from learnbrief.nlp.evaluation.labelled import Labelled, read_labelled, read_labels

CODEBOOK = Codebook(
    (
        Theme("boats", "Boats", "Ships, sails and harbours.", examples=("The red boat left the harbour at dawn.",)),
        Theme("bread", "Bread", "Loaves, flour and ovens.", examples=("The loaf came warm out of the oven.",)),
    )
)
KEYS = {
    "micro_f1",
    "macro_f1",
    "exact_match",
    "hamming",
    "kappa_macro",
    "ac1_macro",
    "ece",
    "coverage",
    "precision_sure",
}


def labelled(count: int = 40, *, prefix: str = "s") -> Labelled:
    texts = [f"A boat with {n} sails" if n % 2 else f"A loaf from oven {n}" for n in range(count)]
    truth = np.array([[n % 2 == 1, n % 2 == 0] for n in range(count)])
    return Labelled(tuple(texts), ("boats", "bread"), truth, tuple(f"{prefix}{n % 8}" for n in range(count)))


def test_the_figures_of_a_small_table_are_right():
    """Worked by hand: two labels, four texts."""
    truth = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=bool)
    said = Said(np.array([[1, 0], [0, 0], [0, 1], [1, 0]], dtype=bool))
    found = figures(truth, said, ["a", "b"], ["1", "2", "3", "4"])

    assert found["micro_f1"] == pytest.approx(2 * 2 / (3 + 3))
    assert found["macro_f1"] == pytest.approx((0.5 + 1.0) / 2)
    assert found["exact_match"] == 0.5
    assert found["hamming"] == pytest.approx(2 / 8)
    assert found["per_label"]["a"]["kappa"] == pytest.approx(0.0)
    assert found["per_label"]["b"]["ac1"] == 1.0


def test_sure_is_measured_by_what_was_right_and_by_what_it_covers():
    """Coverage is the share of suggested tags shown as sure."""
    truth = np.array([[True], [True], [False], [False]])
    said = Said(
        np.array([[True], [True], [True], [False]]),
        np.array([[True], [False], [True], [False]]),
        np.array([[0.9], [0.6], [0.8], [0.1]]),
    )
    found = figures(truth, said, ["a"], list("wxyz"))

    assert found["precision_sure"] == 0.5
    assert found["coverage"] == pytest.approx(2 / 3)
    assert found["recall_sure"] == 0.5
    assert found["coverage_curve"][0] == {"cut": 0.0, "coverage": 1.0, "precision": pytest.approx(2 / 3)}


def test_a_rare_theme_with_high_agreement_keeps_its_ac1():
    """The known paradox: kappa falls to about nought where nearly all agree that a theme is absent."""
    one = np.array([True, False] + [False] * 98)
    other = np.array([False, True] + [False] * 98)

    assert kappa(one, other) == pytest.approx(-0.0101, abs=1e-3)
    assert ac1(one, other) == pytest.approx(0.9796, abs=1e-3)


def test_no_interval_is_shown_where_there_are_too_few_sources_to_draw_from():
    """Four sources drawn again and again look surer than they are; agreement between people shows none there either."""
    truth = np.array([[True], [True], [False], [False]] * 10)
    said = Said(np.roll(truth, 1, axis=0), np.roll(truth, 1, axis=0), np.where(truth, 0.9, 0.1))
    few = figures(truth, said, ["a"], [f"source {n % 4}" for n in range(40)])
    enough = figures(truth, said, ["a"], [f"source {n % 5}" for n in range(40)])
    ratings = np.column_stack([truth, said.applies]).astype(np.int64)
    between_people = coefficients(ratings, categories=2, sources=[f"source {n % 4}" for n in range(40)])

    assert between_people.cohen.low is None
    assert few["intervals"] == {"micro_f1": None, "macro_f1": None}
    assert few["coverage_interval"] is few["precision_sure_interval"] is None
    assert enough["intervals"]["micro_f1"] is not None


def test_with_training_rows_all_three_methods_answer():
    """Every figure has its floor beside it in the same run."""
    found = evaluate_tags(labelled(20, prefix="t"), default_encoder(), train=labelled(60), codebook=CODEBOOK)

    assert set(found) >= {"learnbrief", "tfidf_svc", "tfidf_codebook", "rows", "labels", "seconds"}
    assert set(found["learnbrief"]) >= KEYS | {"per_label"}
    assert found["learnbrief"]["micro_f1"] > 0.9
    assert found["notes"] == []
    json.dumps(found)


def test_codebook_only_leaves_out_rows_that_hold_an_example():
    """A text the codebook quotes word for word would only test memory."""
    table = labelled(6)
    leak = "And then: the red boat left the harbour, at dawn!"
    with_leak = Labelled(
        (*table.texts, leak), table.labels, np.vstack([table.truth, [[True, False]]]), (*table.sources, "x")
    )
    found = evaluate_tags(with_leak, default_encoder(), codebook=CODEBOOK)

    assert found["rows"] == 6
    assert found["tfidf_svc"] is None
    assert any("1 rows left out" in note for note in found["notes"])


def test_sources_on_both_sides_are_told():
    """A split by row flatters; the user must hear of it."""
    found = evaluate_tags(labelled(16), default_encoder(), train=labelled(40))

    assert any("both sides" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("text,boats\nA boat,2\n", "line 2: column 'boats' holds '2'"),
        ("text,bread\nA boat,1\n", "line 1: has no column 'boats'; it has text, bread: name one of these"),
        ("", "is empty"),
        ("\ntext,boats\nA boat,1\n", "line 1: is empty; it needs a header line"),
        ("text,boats\nA boat\n", "line 2: has fewer cells"),
        ("text,boats\n,1\n", "no row has any text"),
    ],
)
def test_a_bad_table_is_told_with_file_and_line(tmp_path: Path, content: str, complaint: str):
    """The researcher must be able to mend the cell."""
    path = tmp_path / "coded.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BadInput, match=rf"coded\.csv.*{complaint}"):
        read_labelled(path, text="text", labels=["boats"])


@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_a_table_that_import_reads_can_be_measured_on_too(tmp_path: Path, parted: str):
    """Spreadsheets here save as Windows-1252 and may part columns with semicolons; the note says what to look at."""
    path = tmp_path / "coded.csv"
    path.write_bytes(f"text{parted}boats\nThe caf\u00e9\u2019s boat{parted}1\n".encode("cp1252"))

    found = read_labelled(path, text="text", labels=["boats"])

    assert found.texts == ("The caf\u00e9\u2019s boat",)
    assert found.notes == ("coded.csv: is not UTF-8; read as cp1252, check accents and quotation marks",)


def test_a_long_interview_fits_in_one_cell(tmp_path: Path):
    """Python's reader stops at 128 KB a cell, with an error that names no file."""
    path = tmp_path / "coded.csv"
    path.write_text(f"text,boats\n{'word ' * 40_000},1\n", encoding="utf-8")

    assert len(read_labelled(path, text="text", labels=["boats"]).texts[0]) == 200_000


def test_labels_come_one_a_line_or_from_a_slug_column(tmp_path: Path):
    """Both shapes are lying about in real projects."""
    (tmp_path / "plain.txt").write_text("boats\nbread\n", encoding="utf-8")
    (tmp_path / "table.csv").write_text("slug,column,rows\nboats,Boats,12\nbread,Bread,3\n", encoding="utf-8")

    assert read_labels(tmp_path / "plain.txt") == read_labels(tmp_path / "table.csv") == ("boats", "bread")


class Watching:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int]] = []
        self.done: list[int] = []

    def stage(self, name: str, total: int) -> None:
        self.stages.append((name, total))
        self.done.append(0)

    def advance(self, steps: int = 1) -> None:
        self.done[-1] += steps


@pytest.mark.parametrize("train", [None, labelled(40)])
def test_every_stage_says_how_much_there_is_and_reaches_it(train: Labelled | None):
    """A bar that stops at two thirds, or runs past its end, is worse than none."""
    watching = Watching()
    evaluate_tags(labelled(16, prefix="t"), default_encoder(), train=train, codebook=CODEBOOK, watcher=watching)

    assert watching.stages[0][0] == "Encoding texts"
    assert watching.done == [total for _, total in watching.stages]


def test_a_codebook_of_other_themes_is_told(tmp_path: Path):
    """Labels and slugs that never meet would be measured by bare names, and nobody would know why it is so bad."""
    strange = Labelled(("A boat.",), ("ships",), np.array([[True]]), ("s",))

    with pytest.raises(BadCoding, match=r"none of the labels \(ships\).*by its slugs \(boats, bread\)"):
        evaluate_tags(strange, default_encoder(), codebook=CODEBOOK)


def test_a_label_the_codebook_lacks_is_named_in_a_note():
    """It is measured all the same: a framework may have dropped it."""
    table = labelled(6)
    found = evaluate_tags(
        Labelled(table.texts, ("boats", "cakes"), table.truth, table.sources), default_encoder(), codebook=CODEBOOK
    )

    assert any("known by name only: cakes" in note for note in found["notes"])


def write_tables(folder: Path) -> None:
    for name, table in (("train", labelled(60)), ("test", labelled(20, prefix="t"))):
        rows = [f"{text},{int(one)},{int(two)}" for text, (one, two) in zip(table.texts, table.truth, strict=True)]
        (folder / f"{name}.csv").write_text("\n".join(["comment,boats,bread", *rows]), encoding="utf-8-sig")
    (folder / "codebook.yaml").write_text(write_codebook(CODEBOOK), encoding="utf-8")


def test_the_command_prints_a_table_and_writes_json_and_plot(tmp_path: Path):
    """The whole way, as a user goes it."""
    write_tables(tmp_path)
    chosen = [
        "--text",
        "comment",
        "--label",
        "boats",
        "--label",
        "bread",
        "--codebook",
        str(tmp_path / "codebook.yaml"),
    ]
    files = ["--test", str(tmp_path / "test.csv"), "--train", str(tmp_path / "train.csv")]
    out = ["--json", str(tmp_path / "out.json"), "--plot", str(tmp_path / "out.svg")]
    result = CliRunner().invoke(app, ["tags", *files, *chosen, *out])

    assert result.exit_code == 0, result.output
    assert "tfidf_svc" in result.stdout
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["rows"] == 20
    assert (tmp_path / "out.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_command_says_that_an_interval_needs_more_sources(tmp_path: Path):
    """Two sources give a figure and no interval; the line that shows both must not fail on it."""
    write_tables(tmp_path)
    table = (tmp_path / "test.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{'group' if not number else number % 2}" for number, line in enumerate(table)]
    (tmp_path / "test.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    chosen = ["--text", "comment", "--label", "boats", "--label", "bread", "--group", "group"]
    result = CliRunner().invoke(
        app, ["tags", "--test", str(tmp_path / "test.csv"), "--codebook", str(tmp_path / "codebook.yaml"), *chosen]
    )

    assert result.exit_code == 0, result.output
    assert "too few sources for an interval" in result.stdout


def test_json_on_stdout_is_json_and_nothing_else(tmp_path: Path):
    """A program reads it; the codebook alone teaches, and sources are drawn by the column named."""
    write_tables(tmp_path)
    chosen = ["--text", "comment", "--label", "boats", "--codebook", str(tmp_path / "codebook.yaml")]
    files = ["--test", str(tmp_path / "test.csv"), "--group", "bread", "--json", "-"]
    result = CliRunner().invoke(app, ["tags", *files, *chosen])

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert set(found) >= {"learnbrief", "tfidf_svc", "tfidf_codebook", "rows", "labels", "seconds"}
    assert set(found["learnbrief"]) >= KEYS | {"per_label"}
    assert result.stderr == ""


def test_a_folder_that_is_missing_is_told_before_the_work(tmp_path: Path):
    """Minutes of measuring must not end in 'no such folder'."""
    write_tables(tmp_path)
    chosen = ["--text", "comment", "--label", "boats", "--codebook", str(tmp_path / "codebook.yaml")]
    out = ["--json", str(tmp_path / "nowhere" / "out.json")]
    result = CliRunner().invoke(app, ["tags", "--test", str(tmp_path / "test.csv"), *chosen, *out])

    assert result.exit_code == 1
    assert "no such folder; make it first" in str(result.exception)


@pytest.mark.parametrize("missing", [["--label", "boats"], ["--codebook", "codebook.yaml"]])
def test_wrong_usage_is_status_two(tmp_path: Path, missing: list[str]):
    """Neither labels nor teacher can be guessed."""
    write_tables(tmp_path)
    result = CliRunner().invoke(app, ["tags", "--test", str(tmp_path / "test.csv"), "--text", "comment", *missing])

    assert result.exit_code == 2


def test_a_column_of_questions_is_read_with_the_answers_and_told_where_it_is_not(tmp_path: Path):
    """'Nothing' is a complaint under one question and praise under the other: coded with its question, it is told apart."""
    rows = [
        f"{question},{answer} {number % 7},{int(good)},{int(not good)}"
        for number in range(60)
        for question, answer, good in (
            ("What was good?", "Nothing", False),
            ("What was good?", "The porridge", True),
            ("What could be better?", "Nothing", True),
            ("What could be better?", "The porridge", False),
        )
    ]
    table = tmp_path / "answers.csv"
    table.write_text("\n".join(["question,answer,content,unhappy", *rows]), encoding="utf-8")
    asked = read_labelled(table, text="answer", labels=["content", "unhappy"], question="question")
    with_questions = evaluate_tags(asked, default_encoder(), train=asked)["learnbrief"]["micro_f1"]
    without = evaluate_tags(replace(asked, questions=()), default_encoder(), train=replace(asked, questions=()))
    by_codebook = evaluate_tags(asked, default_encoder(), codebook=Codebook((Theme("content", "Content", ""),)))

    assert with_questions > 0.95
    assert without["learnbrief"]["micro_f1"] < 0.8
    assert any("--train" in note for note in by_codebook["notes"])
