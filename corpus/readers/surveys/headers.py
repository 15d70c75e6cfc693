"""Where the questions of a survey stand: one, two or three rows at the head of its table, below a title or not."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.readers.surveys.technical import is_technical

_HEAD_ROWS = 30
_IMPORT_ID = re.compile(r"\{\s*[\"']+ImportId[\"']+\s*:.*\}", re.IGNORECASE)
"""How Qualtrics fills the last of its three header rows."""
_PLAIN = frozenset({"response", "open-ended response", "open ended response"})
"""Second header cells that add nothing to the first."""
_SUBHEADS = _PLAIN | {"other (please specify)", "other (please specify):", "other - please specify", "please specify"}
_TAG = re.compile(r"</?(?:(?P<block>p|br|div|li|ul|ol)|[a-z][a-z0-9]*)(?: [^<>]*)?/?>", re.IGNORECASE)
_LABEL_ENDS = re.compile(r"\s+[-–]\s+Selected Choice$")
_ANSWERS = re.compile(r"(?:response|answer|repl(?:y|ie)|vote)s?(?: text)?", re.IGNORECASE)
_CODED = re.compile(r"[A-Za-z][\w-]*(?:\[\w+\])*\. (?P<text>\S.*)", re.DOTALL)
_LOOKED_AT = 50
"""Rows below a header that are asked whether it is one."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the questions stand: rows `first` to `last`, counted among the filled rows; title rows lie above."""

    first: int
    last: int
    texts: tuple[str, ...]
    names: tuple[tuple[str, ...], ...] = ()
    """For every column all that the header rows call it: ('Q1', 'What is your role?')."""

    def labelled(self, labels: Mapping[str, str]) -> "Header":
        """With the questions that another sheet gives for the names of variables."""
        if not labels:
            return self
        texts = tuple(labels.get(text.casefold(), text) for text in self.texts)
        names = tuple(tuple(dict.fromkeys((text, *one))) for text, one in zip(texts, self.names, strict=True))
        return replace(self, texts=texts, names=names)


def header_of(rows: Sequence[Sequence[str]]) -> Header:
    """The first row nearly as wide as the table, with those below it that say the same in other words or split it."""
    head = rows[:_HEAD_ROWS]
    width = max(map(len, rows))
    wide = max(sum(bool(cell) for cell in row) for row in head)
    first = next(
        number
        for number, row in enumerate(head)
        if sum(bool(cell) for cell in row) >= max(1, 0.6 * wide) or _splits(row, rows[number + 1 : _LOOKED_AT])
    )
    last, texts = _read(rows, first, width)
    texts = _without_codes([without_tags(text) for text in texts])
    names = tuple(
        tuple(
            dict.fromkeys(
                name for row in [texts, *rows[first : last + 1]] if _names(name := cell_of(row, column), row is texts)
            )
        )
        for column in range(width)
    )
    return Header(first, last, tuple(texts), names)


def _names(cell: str, whole: bool) -> bool:
    """Whether a cell of the header names its column; 'Response' below a question names none."""
    return bool(cell) and (whole or cell.casefold() not in _PLAIN)


def _read(rows: Sequence[Sequence[str]], first: int, width: int) -> tuple[int, list[str]]:
    """The last row of the header and what it says of each column."""
    tagged = next((n for n in range(first, min(first + 4, len(rows))) if _tagged(rows[n])), None)
    if tagged is not None:
        spoken = [row for row in rows[first:tagged] if not _tagged(row)] or [rows[first]]
        # the row of labels is the wordier one, whichever of the two stands first
        return tagged, _labels(max(spoken, key=lambda row: sum(map(len, row))), rows[first], width)
    below = rows[first + 1 : _LOOKED_AT]
    if below and _names_tools_again(rows[first], below[0]):
        return first + 1, _labels(below[0], rows[first], width)
    if _splits(rows[first], below):
        return first + 1, _joined(rows[first], below[0], width)
    return first, [cell_of(rows[first], column) for column in range(width)]


def _tagged(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return bool(filled) and sum(bool(_IMPORT_ID.fullmatch(cell)) for cell in filled) >= 0.5 * len(filled)


def _labels(labels: Sequence[str], codes: Sequence[str], width: int) -> list[str]:
    return [_LABEL_ENDS.sub("", cell_of(labels, column)) or cell_of(codes, column) for column in range(width)]


def _names_tools_again(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the second row labels what the first has in codes: 'StartDate', then 'Start Date'. No answer says that."""
    coded = [column for column, cell in enumerate(above) if is_technical(cell)]
    again = sum(is_technical(cell_of(below, column)) for column in coded)
    return again >= 2 and again >= 0.5 * len(coded)


def _splits(above: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the row below parts the questions above: choices and 'Response', nothing under the tool's own columns."""
    if len(below) < 2:
        return False
    under, rest = below[0], below[1:]
    filled = [column for column, cell in enumerate(under) if cell]
    told = sum(under[column].casefold() in _SUBHEADS for column in filled)
    if told and told >= 0.3 * len(filled):
        return True
    gaps = [column for column in filled if not cell_of(above, column)]
    ticked = [column for column in gaps if any(cell_of(row, column) == under[column] for row in rest)]
    own = [column for column, cell in enumerate(above) if is_technical(cell) and _always_filled(rest, column)]
    if own and gaps and not any(cell_of(under, column) for column in own):
        return True
    return len(gaps) >= 2 and len(ticked) >= 0.5 * len(gaps)


def _always_filled(rows: Sequence[Sequence[str]], column: int) -> bool:
    """An address that somebody left out is no sign of a header; a tool's number that only one row lacks is."""
    return all(cell_of(row, column) for row in rows)


def _joined(above: Sequence[str], below: Sequence[str], width: int) -> list[str]:
    joined, last = [], ""
    for column in range(width):
        over, under = cell_of(above, column), cell_of(below, column)
        last = over or last
        if not under or under.casefold() in _PLAIN:
            joined.append(over if not under else last)
        else:
            joined.append(f"{last} – {under}" if last else under)
    return joined


def without_tags(text: str) -> str:
    """A question as it was shown: some tools export the tags of its web page."""
    if not _TAG.search(text):
        return text
    return " ".join(html.unescape(_TAG.sub(lambda tag: " " if tag["block"] else "", text)).split())


def asked_above(header: Header, titles: Sequence[Sequence[str]]) -> Header:
    """The header with the question that stands alone above the table for its one column 'Response': a poll's export."""
    asked = [cell for row in titles for cell in row if cell.rstrip().endswith("?")]
    answers = [column for column, text in enumerate(header.texts) if _ANSWERS.fullmatch(text)]
    if len(asked) != 1 or len(answers) != 1:
        return header
    texts = [asked[0] if column in answers else text for column, text in enumerate(header.texts)]
    names = [(asked[0],) if column in answers else one for column, one in enumerate(header.names)]
    return replace(header, texts=tuple(texts), names=tuple(names))


def _without_codes(texts: Sequence[str]) -> list[str]:
    """Questions without the code that a tool puts before each: 'G01Q02. What helped?'."""
    coded = [_CODED.fullmatch(text) for text in texts]
    told = [one for one, text in zip(coded, texts, strict=True) if text]
    if not told or not all(told):
        return list(texts)
    return [one["text"] if one else text for one, text in zip(coded, texts, strict=True)]


def cell_of(row: Sequence[str], column: int | None) -> str:
    """A cell of a row; rows cut short by a tool end in empty ones."""
    return row[column] if column is not None and column < len(row) else ""
