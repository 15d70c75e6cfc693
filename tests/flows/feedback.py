"""Feedback forms filled in as people do: the form in Word, and the sheet that paper is typed into."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path

import openpyxl

from learnbrief.corpus.member_checks import Reply

BOX, TICKED, LINE = "\u2610", "\u2612", "_" * 74


def fill_form(form: Path, to: Path, ticks: Sequence[Reply | None], remarks: Mapping[int, str]) -> Path:
    """The form with a box ticked for each of the first messages, or none, and words written under some, by their number from 0."""
    with zipfile.ZipFile(form) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    ticked = (reply for tick in ticks for reply in (TICKED if one is tick else BOX for one in Reply))
    boxes = chain(ticked, repeat(BOX))
    begins, *rest = parts["word/document.xml"].decode().split(BOX)
    text = begins + "".join(f"{next(boxes)}{part}" for part in rest)
    begins, *rest = text.split(LINE)
    text = begins + "".join(f"{remarks.get(number, LINE)}{part}" for number, part in enumerate(rest))
    parts["word/document.xml"] = text.encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    to.write_bytes(packed.getvalue())
    return to


def fill_sheet(sheet: Path, to: Path, rows: Sequence[Sequence[str]], *, given_out: int | None = None) -> Path:
    """The sheet with a row for each form: a tick and words for every message, then what was not heard."""
    book = openpyxl.load_workbook(sheet)
    for number, row in enumerate(rows, 1):
        book["Answers"].append([number, *row])
    if given_out:
        book["About"]["B1"] = given_out
    book.save(to)
    return to
