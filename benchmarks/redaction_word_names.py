"""Sentences with given names that are also English words, and sentences in which the same words name nobody.

Each sentence of `redaction_word_names.txt` is a document of its own: no family name, no register and no second mention
help. Names stand in braces and are grouped by the tradition of naming that they come from.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from redaction_synthetic import Gold, Sheet

from learnbrief.corpus.document import Mode, Passage

NOBODY = "-"
"""In place of a tradition: there is nothing to mask, the same words as themselves or in the names of places and projects."""


def sentences() -> Iterator[tuple[str, str]]:
    """Tradition of naming, and a sentence."""
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            origin, _, sentence = line.partition("\t")
            yield origin, sentence


def word_name_sheets() -> Iterator[Sheet]:
    """One sheet per sentence."""
    for origin, sentence in sentences():
        if origin == NOBODY:
            sheet = _sheet(sentence, None)
            sheet.stays.append((0, len(sentence)))
        else:
            sheet = _sheet(sentence, origin)
        yield sheet


def _sheet(sentence: str, origin: str | None) -> Sheet:
    sheet = Sheet((), ())
    for at, part in enumerate(re.split(r"[{}]", sentence)):
        if at % 2:
            start = len(sheet.text)
            sheet.gold.append(Gold(start, start + len(part), "name", origin, "given", registered=False))
        sheet.text += part
    sheet.passages.append(Passage(0, len(sheet.text), "paragraph", Mode.VERBATIM))
    sheet.text += "\n"
    return sheet
