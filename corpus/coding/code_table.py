"""A codebook as a table: a row per code with its name and what it means, as Taguette writes it and people keep it in spreadsheets."""

import csv
import re
from io import StringIO
from pathlib import Path

from learnbrief.corpus.coding.refi import Code
from learnbrief.corpus.coding.table import COLUMNS
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.decode import delimiter_of, read_text_file
from learnbrief.corpus.readers.sheets import sheets_of

_NAME = ("tag", "code", "theme", "name", "title")
_MEANING = ("description", "definition", "meaning", "memo")
_ABOVE = ("parent", "parent code", "under", "category")


def is_code_table(path: Path) -> bool:
    """Whether a table lists codes and what they mean, and no coded passages."""
    header = _header(_rows(path))
    return bool(_place(header, _NAME) is not None and _place(header, _MEANING) is not None) and not (
        set(header) & {*COLUMNS["words"], *COLUMNS["source"], *COLUMNS["start"], *COLUMNS["excerpt"]}
    )


def read_code_table(path: Path) -> tuple[tuple[Code, ...], tuple[str, ...]]:
    """The codes in a table, and the columns beside them that we have no place for."""
    rows = _rows(path)
    header = _header(rows)
    name, meaning, above = (_place(header, names) for names in (_NAME, _MEANING, _ABOVE))
    named = [(tidy(_cell(row, name)), _cell(row, meaning), tidy(_cell(row, above))) for row in rows[1:]]
    known = {code.casefold(): code for code, _, _ in named if code}
    codes = tuple(
        Code(code, code, words.strip(), known.get(parent.casefold()) if parent else None)
        for code, words, parent in named
        if code
    )
    if not codes:
        raise BadCoding(f"{path.name}: holds no codes; give each a row with its name in the column 'tag'")
    beside = [column for at, column in enumerate(header) if column and at not in (name, meaning, above)]
    return codes, tuple(f"the column {column!r}" for column in beside)


def _rows(path: Path) -> list[list[str]]:
    if path.suffix.lower() == ".xlsx":
        sheets = sheets_of(path, keep_lines=True)
        return [row for _, row in sheets[0][1]] if sheets else []
    text = read_text_file(path)[0].lstrip("\ufeff").replace("\x00", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    return [row for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(first)) if any(row)]


def _header(rows: list[list[str]]) -> list[str]:
    return [re.sub(r"[\s_]+", " ", cell).strip().casefold() for cell in rows[0]] if rows else []


def _place(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _cell(row: list[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""
