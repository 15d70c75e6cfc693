"""Tables of labelled text: one row a text, one 0/1 column a theme."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.readers.decode import MAX_LINE, delimiter_of, read_text_file

_VALUES = {"": 0, "0": 0, "0.0": 0, "1": 1, "1.0": 1}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the themes people gave them."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    truth: NDArray[np.bool_]
    """One row per text, one column per label."""
    sources: tuple[str, ...]
    """What texts belong together; by default each stands alone."""
    notes: tuple[str, ...] = ()
    """What has to be told of how the table was read."""
    questions: tuple[str, ...] = ()
    """What each text answers; none where the table does not say."""

    def rows(self, chosen: Sequence[int] | NDArray[np.intp]) -> "Labelled":
        """These rows only, in this order."""
        return Labelled(
            tuple(self.texts[row] for row in chosen),
            self.labels,
            self.truth[np.asarray(chosen, dtype=np.intp)],
            tuple(self.sources[row] for row in chosen),
            self.notes,
            tuple(self.questions[row] for row in chosen) if self.questions else (),
        )


def read_labelled(
    path: Path, *, text: str, labels: Sequence[str], group: str | None = None, question: str | None = None
) -> Labelled:
    """A table of text, its columns parted by commas, semicolons or tabs; rows without text are left out."""
    texts, truth, sources, questions = [], [], [], []
    table, notes = read_text_file(path)
    for line, row in _rows(table, path, [text, *labels, *filter(None, (group, question))]):
        if not row[text].strip():
            continue
        texts.append(row[text])
        truth.append([_mark(path, line, label, row[label]) for label in labels])
        sources.append(row[group] if group else f"{path.name} line {line}")
        questions += [row[question]] if question else []
    if not texts:
        raise BadCoding(f"{path.name}: no row has any text in column {text!r}; is it the right column?")
    return Labelled(tuple(texts), tuple(labels), np.array(truth, dtype=bool), tuple(sources), notes, tuple(questions))


def read_labels(path: Path) -> tuple[str, ...]:
    """Theme slugs from a file: the column 'slug' or 'label' of a CSV, else one a line."""
    lines = [line for line in read_text_file(path)[0].splitlines() if line.strip()]
    header = next(csv.reader(lines[:1]), [])
    name = next((one for one in ("slug", "label") if one in header), None)
    found = [row[name] for row in csv.DictReader(lines)] if name else [line.split(",")[0] for line in lines]
    labels = tuple(label.strip() for label in found if label and label.strip())
    if not labels:
        raise BadCoding(f"{path.name}: holds no labels; write one theme slug a line")
    twins = sorted({label for label in labels if labels.count(label) > 1})
    if twins:
        raise BadCoding(f"{path.name}: names the label {twins[0]!r} more than once; name each once")
    return labels


def _rows(table: str, path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(MAX_LINE)  # Python's own limit of 128 KB is less than one long interview
    reader = csv.DictReader(StringIO(table, newline=""), delimiter=delimiter_of(table.splitlines()[0]))
    columns = reader.fieldnames or []
    if not columns:
        raise BadCoding(f"{path.name} line 1: is empty; it needs a header line and a row for each coded text")
    for column in needed:
        if column not in columns:
            shown = ", ".join(columns[:8]) + (", ..." if len(columns) > 8 else "")
            raise BadCoding(
                f"{path.name} line 1: has no column {column!r}; it has {shown}: name one of these or add it"
            )
    for row in reader:
        if any(row[column] is None for column in needed):
            raise BadCoding(
                f"{path.name} line {reader.line_num}: has fewer cells than the header; quote cells that hold commas"
            )
        yield reader.line_num, row


def _mark(path: Path, line: int, label: str, cell: str) -> int:
    value = _VALUES.get(cell.strip())
    if value is None:
        raise BadCoding(f"{path.name} line {line}: column {label!r} holds {cell[:20]!r}; use 1, 0 or an empty cell")
    return value
