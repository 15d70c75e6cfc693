"""The lines of a report in whatever format it was saved, with which of them are headings; no reader of ours, which would read a talk."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.guard import open_office
from learnbrief.corpus.readers.office.rtf import rtf_lines

FORMATS = (".docx", ".rtf", ".html", ".htm", ".txt")
"""What reports of coding are saved as."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (*_HEADINGS, "p", "div", "li", "tr", "td", "br", "hr", "blockquote", "section", "pre")
_BREAK, _HEADING = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its blanks joined."""

    text: str
    heading: bool = False


def lines_of(path: Path) -> list[Line]:
    """The lines of a file."""
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return list(_of_word(path))
    if suffix == ".rtf":
        return [Line(" ".join(line.split())) for line in rtf_lines(path)]
    text = read_text_file(path)[0]
    if suffix in (".html", ".htm"):
        return list(_of_page(text))
    return [Line(" ".join(line.split())) for line in text.splitlines()]


def _of_word(path: Path) -> Iterator[Line]:
    import docx

    for paragraph in docx.Document(open_office(path, "word/document.xml")).paragraphs:
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        for line in paragraph.text.split("\n"):
            yield Line(" ".join(line.split()), style.startswith(("Heading", "Überschrift")) and bool(line.strip()))


def _of_page(text: str) -> Iterator[Line]:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(text, "lxml")
    for beside in page.find_all(["head", "script", "style"]):
        beside.decompose()
    for block in page.find_all(_BLOCKS):
        block.insert_before(_BREAK + (_HEADING if block.name in _HEADINGS else ""))
        block.insert_after(_BREAK)
    for line in page.get_text().split(_BREAK):
        if plain := " ".join(line.replace(_HEADING, "").split()):
            yield Line(plain, _HEADING in line)
