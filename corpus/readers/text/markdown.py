"""Markdown as its reader sees it: markup dropped, every word kept, lists and headings told apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from learnbrief.corpus.readers.characters import normalise
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.header import DETAIL_KEYS
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, as_item, reading_of
from learnbrief.corpus.readers.transcripts.transcript import read_blocks
from learnbrief.corpus.readers.wrapped import join_wrapped
from learnbrief.corpus.recordings import is_recording

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_FRONT_MATTER = re.compile(r"\A---[ ]*\n(.*?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
_DEEPEST = 200
"""Lists and quotations within each other; what lies deeper the library would leave out without a word."""
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(path: Path, how: How) -> Reading:
    """A Markdown file."""
    from markdown_it.tree import SyntaxTreeNode

    raw, warnings = read_text_file(path)
    front, body = _front_matter(normalise(raw))
    parser = _parser()
    blocks = list(_blocks(SyntaxTreeNode(parser.parse(body)), _Place()))
    found = read_blocks(blocks, how, _opened, more_details=_details(front))
    title = found.details.get("title") or next((b.text for b in blocks if b.layout == "heading"), None) or path.stem
    matter = [Block(f"{key}: {value}", "note", gap="\n") for key, value in front.items()]
    readable = _as_a_browser_shows_it(parser.render(body)) + "\n".join(block.text for block in matter)
    return reading_of(
        [*matter, *found.blocks],
        readable=readable,
        title=title,
        details=found.details,
        warnings=warnings,
        left_out=found.left_out,
        read_as=found.read_as,
    )


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Word processors export lists with deep indents: what CommonMark calls code is somebody's bullet there.
    return (
        MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST})
        .enable(["table", "strikethrough"])
        .disable("code")
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    try:
        loaded = yaml.safe_load(found.group(1))
    except yaml.YAMLError:
        return {}, text  # two rules with text between them: no front matter
    if not isinstance(loaded, dict):
        return {}, text
    return {str(key): _flat(value) for key, value in loaded.items()}, text[found.end() :]


def _flat(value: Any) -> str:
    return ", ".join(map(_flat, value)) if isinstance(value, list) else str("" if value is None else value)


def _details(front: dict[str, str]) -> dict[str, str]:
    told = {DETAIL_KEYS[key.casefold()]: value for key, value in front.items() if key.casefold() in DETAIL_KEYS}
    return {key: value for key, value in told.items() if value and (key != "recording" or is_recording(value))}


def _as_a_browser_shows_it(html: str) -> str:
    from bs4 import BeautifulSoup

    return str(BeautifulSoup(html, "lxml").get_text(" "))


@dataclass(slots=True)
class _Place:
    """Where in the document a node stands."""

    depth: int = 0
    """Lists around it."""
    tables: int = 0


def _blocks(node: "SyntaxTreeNode", place: _Place) -> Iterator[Block]:
    for child in node.children:
        match child.type:
            case "heading":
                yield Block(" ".join(_lines(child)), "heading", level=int(child.tag[1]))
            case "paragraph":
                yield from _paragraph(child)
            case "bullet_list" | "ordered_list":
                yield from _list(child, place)
            case "table":
                yield from _table(child, place)
            case "fence" | "code_block":
                yield Block(child.content, "note")
            case "html_block":
                yield from (Block(line) for line in _html_lines(child.content))
            case _:
                yield from _blocks(child, place)


def _paragraph(paragraph: "SyntaxTreeNode") -> Iterator[Block]:
    lines = _lines(paragraph)
    joined = join_wrapped(lines)
    if len(joined) == 1 and len(joined[0].split()) <= 12 and _is_all_bold(paragraph):
        yield Block(joined[0], "heading", level=6)
    elif lines:
        yield Block("\n".join(lines))


def _opened(blocks: Sequence[Block]) -> Iterator[Block]:
    """Wrapped lines of a paragraph joined; lines that stand for themselves apart, only the first under its item's marker."""
    for block in blocks:
        if block.layout not in ("paragraph", "bullet"):
            yield block
            continue
        marker, gap = block.marker, block.gap
        for line in join_wrapped(block.text.split("\n")):
            yield replace(block, text=line, marker=marker, gap=gap)
            marker, gap = " " * len(marker), "\n"


def _is_all_bold(paragraph: "SyntaxTreeNode") -> bool:
    """A bold line on its own is how people write headings; one that ends in a full stop is emphasis."""
    parts = [part for part in paragraph.children[0].children if part.type != "text" or part.content.strip(" :")]
    return [part.type for part in parts] == ["strong"] and not _lines(paragraph)[-1].rstrip().endswith(".")


def _list(items: "SyntaxTreeNode", place: _Place) -> Iterator[Block]:
    indent = "  " * place.depth
    place.depth += 1
    for item in items.children:
        marker = indent + (f"{item.info}. " if items.type == "ordered_list" else "- ")
        yield from as_item(_blocks(item, place), marker)
    place.depth -= 1


def _table(table: "SyntaxTreeNode", place: _Place) -> Iterator[Block]:
    place.tables += 1
    rows = [row for part in table.children for row in part.children]
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row.children, 1):
            locator = f"table {place.tables} row {r} column {c}"
            gap = " | " if c > 1 else "\n" if r > 1 else "\n\n"
            yield Block(" ".join(_lines(cell)), "question" if cell.type == "th" else "cell", locator=locator, gap=gap)


def _lines(node: "SyntaxTreeNode") -> list[str]:
    """The readable text of a node's inline content, one entry per source line."""
    return [line for line in "".join(map(_words, node.children)).split("\n") if line.strip()]


def _words(node: "SyntaxTreeNode") -> str:
    match node.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if _LINE_BREAK.match(node.content) else ""
        case "text" | "code_inline" | "image":
            return node.content
        case _:
            return "".join(map(_words, node.children))


def _html_lines(html: str) -> list[str]:
    from bs4 import BeautifulSoup

    return [line for line in BeautifulSoup(html, "lxml").get_text("\n").split("\n") if line.strip()]
