"""NVivo's report of one code (its 'Reference' view, saved as .docx or .txt) as rows of a table: source, words, code."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.guard import open_office
from learnbrief.corpus.readers.surveys.sheets import Rows

_SOURCE = re.compile(r"<(?P<name>[^<>]+)>\s*-\s*§\s*\d+ references? coded\b.*")
_REFERENCE = re.compile(r"References?\s+\d+(?:\s*-\s*\d+)?\s*-\s*[\d.,]+\s*% Coverage", re.IGNORECASE)
_CODE = re.compile(r"(?:Name|Code|Node)\s*:\s*(?P<code>\S.*)", re.IGNORECASE)


def report_rows(path: Path) -> Rows | None:
    """The passages of a report, below a head that names the columns; None where the file is none. It is named after its code."""
    lines = _lines(path)
    if not any(_SOURCE.fullmatch(line) for line in lines):
        return None
    told = next((found["code"] for line in lines[:5] if (found := _CODE.fullmatch(line))), path.stem)
    rows = [["document", "text", "code"], *([source, words, told] for source, words in _passages(lines))]
    return list(enumerate(rows, 1))


def _passages(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each reference's words, under the source they are from."""
    source, words = "", list[str]()
    within = False
    for line in [*lines, ""]:
        found = _SOURCE.fullmatch(line)
        if found or _REFERENCE.fullmatch(line):
            if words:
                yield source, " ".join(words)
            source, words, within = found["name"] if found else source, [], found is None
        elif within and line:
            words.append(line)
    if words:
        yield source, " ".join(words)


def _lines(path: Path) -> list[str]:
    if path.suffix.lower() == ".docx":
        import docx

        paragraphs = docx.Document(open_office(path, "word/document.xml")).paragraphs
        return [line.strip() for paragraph in paragraphs for line in paragraph.text.split("\n")]
    return [line.strip() for line in read_text_file(path)[0].splitlines()]
