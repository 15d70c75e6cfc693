"""learnbrief evaluate: how good the tagger is on text that people have coded."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from learnbrief.flows.cli.common import STDOUT, Bar, complain, print_json, print_table

app = typer.Typer(
    help="How good learnbrief's methods are on labelled text, yours or a public set.", no_args_is_help=True
)

TestOption = Annotated[Path, typer.Option("--test", help="CSV with the coded texts to be measured on.")]
TextOption = Annotated[str, typer.Option("--text", help="Name of the column that holds the text.")]
LabelsFileOption = Annotated[
    Path | None, typer.Option("--labels-file", help="File of label columns: a CSV with a column 'slug', or one a line.")
]
LabelOption = Annotated[
    list[str] | None, typer.Option("--label", help="A 0/1 column, named by theme slug; repeat for each.")
]
TrainOption = Annotated[
    Path | None,
    typer.Option("--train", help="CSV of coded texts to learn from; without it the codebook is the teacher."),
]
CodebookOption = Annotated[
    Path | None, typer.Option("--codebook", help="codebook.yaml whose theme slugs name the labels.")
]
GroupOption = Annotated[
    str | None,
    typer.Option("--group", help="Column saying which texts come from one source: never split, drawn together."),
]
QuestionOption = Annotated[
    str | None, typer.Option("--question", help="Column with the question or heading that each text answers.")
]
TargetOption = Annotated[
    float, typer.Option("--target", min=0.5, max=0.99, help="Share of the tags shown as sure that should be right.")
]
EncoderOption = Annotated[str, typer.Option("--encoder", help="'default' or a sentence-transformers folder or name.")]
OutOption = Annotated[
    Path | None, typer.Option("--json", help="Write every figure to this file; - prints them instead of the tables.")
]
PlotOption = Annotated[Path | None, typer.Option("--plot", help="Draw the figures into this .png or .svg file.")]


@app.callback()
def _only_a_group() -> None:
    """How good learnbrief's methods are on labelled text, yours or a public set."""


@app.command(name="tags")
def tags(
    test: TestOption,
    text: TextOption,
    labels_file: LabelsFileOption = None,
    label: LabelOption = None,
    train: TrainOption = None,
    codebook: CodebookOption = None,
    group: GroupOption = None,
    question: QuestionOption = None,
    target: TargetOption = 0.9,
    encoder: EncoderOption = "default",
    out: OutOption = None,
    plot: PlotOption = None,
) -> None:
    """Measure the tagger on coded text, beside the floors that plain word counting reaches.

    Without --train the written codebook is the only teacher, and rows that hold one of its examples word for word
    are left out. With it the tagger learns as it does from reviews; thresholds come from the training rows alone.
    A label that nobody gave and nobody suggested counts as F1 = 0 in the macro average.

    Example: learnbrief evaluate tags --test coded.csv --text comment --label leadership --label equity
    --codebook codebook.yaml --json figures.json
    """
    labels = _labels(labels_file, label)
    _check(train, codebook, out, plot)
    from learnbrief.corpus.codebook import read_codebook
    from learnbrief.nlp.encode import encoder_from
    from learnbrief.nlp.evaluation.evaluate import evaluate_tags
    from learnbrief.nlp.evaluation.labelled import read_labelled

    tested = read_labelled(test, text=text, labels=labels, group=group, question=question)
    taught = read_labelled(train, text=text, labels=labels, group=group, question=question) if train else None
    written = read_codebook(codebook) if codebook else None
    with Bar(quiet=out == STDOUT) as bar:
        found = evaluate_tags(tested, encoder_from(encoder), train=taught, codebook=written, target=target, watcher=bar)
    if plot:
        _draw(found, plot)
    if out == STDOUT:
        print_json(found)
        return
    if out:
        out.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _show(found)


def _labels(labels_file: Path | None, label: list[str] | None) -> tuple[str, ...]:
    from learnbrief.nlp.evaluation.labelled import read_labels

    if bool(labels_file) == bool(label):
        raise typer.BadParameter("name the label columns with --labels-file or with --label, one of the two")
    return read_labels(labels_file) if labels_file else tuple(dict.fromkeys(label or ()))


def _check(train: Path | None, codebook: Path | None, out: Path | None, plot: Path | None) -> None:
    if not train and not codebook:
        raise typer.BadParameter("give --train (coded texts to learn from), --codebook (to tag by), or both")
    if plot and plot.suffix.lower() not in {".png", ".svg"}:
        raise typer.BadParameter(f"--plot draws .png or .svg, not {plot.suffix or 'a file without a suffix'}")
    from learnbrief.flows.workspace.workspace import check_target

    for path in (out, plot):  # minutes of measuring must not end in 'no such folder'
        if path and path != STDOUT:
            check_target(path)


def _show(found: dict[str, Any]) -> None:
    print(f"{found['rows']:,} texts, {found['labels']} labels, {found['train_rows']:,} to learn from\n")
    names = [name for name in ("learnbrief", "tfidf_svc", "tfidf_codebook") if found[name]]
    keys = ("micro_f1", "macro_f1", "exact_match", "hamming", "kappa_macro", "ac1_macro")
    print_table(["", *keys], [[name, *(_number(found[name][key]) for key in keys)] for name in names])
    ours = found["learnbrief"]
    print()
    columns = ("support", "precision", "recall", "f1", "kappa", "ac1", "sure", "precision_sure")
    rows = [[slug, *(_number(one[column]) for column in columns)] for slug, one in ours["per_label"].items()]
    print_table(["label", *columns], rows)
    print(f"\nSure: {_sure(ours, found)}")
    print("\nHow far a score can be believed (calibration error " + _number(ours["ece"]) + ")")
    reliability = [[f"{row['from']:.1f}-{row['to']:.1f}", f"{row['pairs']:,}", _number(row["mean_score"]),
                    _number(row["share_right"])] for row in ours["reliability"]]  # fmt: skip
    print_table(["score", "pairs", "mean score", "share right"], reliability)
    print("\nWere 'sure' cut elsewhere")
    curve = [
        [f"{row['cut']:.2f}", _number(row["coverage"]), _number(row["precision"])] for row in ours["coverage_curve"]
    ]
    print_table(["from score", "coverage", "precision"], curve)
    for note in found["notes"]:
        print(f"Note: {note}")


def _sure(ours: dict[str, Any], found: dict[str, Any]) -> str:
    if ours["precision_sure"] is None:
        return "no tag was sure enough to be shown as sure"
    between = "too few sources for an interval"
    if interval := ours["coverage_interval"]:
        between = f"95% interval {interval[0]:.0%} to {interval[1]:.0%}"
    said = (
        f"{ours['precision_sure']:.0%} right (target {found['target']:.0%}), "
        f"covering {ours['coverage']:.0%} of the suggested tags ({between})"
    )
    return said if found["train_rows"] else f"{said}; nothing was coded, so the bands are relative and promise no share"


def _number(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


def _draw(found: dict[str, Any], path: Path) -> None:
    from learnbrief.nlp.evaluation.plots import evaluation_chart

    try:
        evaluation_chart(found).save(str(path), scale_factor=2)
    except OSError as err:
        complain(f"{path}: cannot be written ({err.strerror}); check the folder")
