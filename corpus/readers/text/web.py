"""Web pages as their reader sees them: text of the body, headings, lists and tables; scripts and navigation left out."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnbrief.corpus.readers.characters import letters
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.office.cells import Cell, blocks_of_table
from learnbrief.corpus.readers.reading import Block, Reading, as_item, reading_of
from learnbrief.corpus.readers.transcripts.transcript import read_blocks

_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button")
_FURNITURE = ("nav", "header", "footer", "aside", "form")
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "body",
        "html",
        "blockquote",
        "pre",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
    }
    | {
        "ul",
        "ol",
        "li",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "address",
        "details",
        "summary",
        "center",
        "span-block",
    }
)


@dataclass(slots=True)
class _Place:
    depth: int = 0
    tables: int = 0


def read_html(path: Path, how: How) -> Reading:
    """An .html or .htm file."""
    from bs4 import BeautifulSoup, Comment, XMLParsedAsHTMLWarning

    raw, told = read_text_file(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML reads well as HTML, and has no entities then
        soup = BeautifulSoup(raw, "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else None
    for unseen in soup.find_all(_UNSEEN):
        unseen.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    readable = soup.get_text(" ")
    furniture = [element.get_text(" ") for element in _furniture(soup)]
    for element in _furniture(soup):
        element.decompose()
    root = soup.body or soup
    found = read_blocks(list(_blocks(root, _Place())), how, list)
    dropped = [f"{path.name}: navigation, page header and footer left out"] if any(map(letters, furniture)) else []
    return reading_of(
        found.blocks,
        readable=readable,
        left_out=found.left_out + " ".join(furniture),
        title=found.details.get("title") or title or path.stem,
        details=found.details,
        warnings=(*told, *dropped),
        read_as=found.read_as,
    )


def _furniture(soup: Any) -> list[Any]:
    """Navigation and the like; a header within an article is part of it."""
    outer = [
        element for element in soup.find_all(_FURNITURE) if not element.find_parent([*_FURNITURE, "article", "main"])
    ]
    return [element for element in outer if element.name in ("nav", "form") or not element.find(["article", "main"])]


def _blocks(element: Any, place: _Place) -> Iterator[Block]:
    words: list[str] = []
    for child in element.children:
        if _is_inline(child):
            words.append(_inline(child))
        else:
            yield from _lines(words)
            words = []
            yield from _block(child, place)
    yield from _lines(words)


def _is_inline(node: Any) -> bool:
    name = getattr(node, "name", None)
    return name is None or (name not in _BLOCKS and node.find(list(_BLOCKS)) is None)


def _inline(node: Any) -> str:
    """Words of inline content; only <br> ends a line, a line end of the source is a blank."""
    if getattr(node, "name", None) is None:
        return str(node).replace("\n", " ")
    if node.name in ("br", "img"):
        return "\n" if node.name == "br" else str(node.get("alt") or "")
    return "".join(_inline(child) for child in node.children)


def _lines(words: list[str]) -> Iterator[Block]:
    lines = [line for line in "".join(words).split("\n") if line.strip()]
    return (Block(line, gap="\n" if number else "\n\n") for number, line in enumerate(lines))


def _block(element: Any, place: _Place) -> Iterator[Block]:
    name = element.name
    if len(name) == 2 and name[0] == "h" and name[1].isdigit():
        yield Block(element.get_text(" "), "heading", level=int(name[1]))
    elif name in ("ul", "ol"):
        yield from _list(element, place)
    elif name == "table":
        yield from _table(element, place)
    elif name in ("dt", "summary"):
        yield Block(element.get_text(" "), "heading", level=6)
    else:
        yield from _blocks(element, place)


def _list(items: Any, place: _Place) -> Iterator[Block]:
    indent = "  " * place.depth
    place.depth += 1
    for number, item in enumerate(items.find_all("li", recursive=False), 1):
        marker = indent + (f"{number}. " if items.name == "ol" else "- ")
        yield from as_item(_blocks(item, place), marker)
    place.depth -= 1


def _table(table: Any, place: _Place) -> Iterator[Block]:
    place.tables += 1
    number = place.tables
    caption = table.find("caption", recursive=False)
    if caption is not None:
        yield Block(caption.get_text(" "), "note")
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    yield from blocks_of_table(number, [list(_cells(row, place)) for row in rows])


def _cells(row: Any, place: _Place) -> Iterator[Cell]:
    for column, cell in enumerate(row.find_all(["th", "td"], recursive=False), 1):
        yield Cell(column, tuple(_blocks(cell, place)))
