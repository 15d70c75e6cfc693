"""A codebook as a table: a row per code with its name and what it means, as Taguette writes it and people keep it in spreadsheets."""

from collections.abc import Sequence
from pathlib import Path

from learnbrief.corpus.coding.refi import Code
from learnbrief.corpus.coding.table import COLUMNS, csv_rows, plain_header
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.surveys.sheets import sheets_of

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
        Code(code, code, words.strip(), known.get(parent.casefold()) if parent else None, placed=above is not None)
        for code, words, parent in named
        if code
    )
    if not codes:
        raise BadCoding(f"{path.name}: holds no codes; give each a row with its name in the column 'tag'")
    beside = [column for at, column in enumerate(header) if column and at not in (name, meaning, above)]
    return codes, tuple(f"the column {column!r}" for column in beside)


def _rows(path: Path) -> list[Sequence[str]]:
    sheets = sheets_of(path, keep_lines=True) if path.suffix.lower() == ".xlsx" else [("", csv_rows(path))]
    return [row for _, row in sheets[0][1] if any(row)] if sheets else []


def _header(rows: Sequence[Sequence[str]]) -> list[str]:
    return plain_header(rows[0]) if rows else []


def _place(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""
