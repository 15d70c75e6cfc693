"""The brief as plain Markdown: readable as it stands, and every quote comes out of a renderer as it went in."""

import re
from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any

from learnbrief.corpus.document import Document
from learnbrief.outputs.brief.brief import Brief, check_words
from learnbrief.outputs.layout.blocks import (
    Beside,
    Bullets,
    FindingBlock,
    Group,
    Message,
    Outline,
    Paragraph,
    Pointers,
    QuoteLine,
    Quotes,
    Section,
    TableBlock,
)
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.layout.tables import Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~^$&:@=])")
_WHITE = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;", "\u00a0": "&#160;"}
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~^$&]|(?<=\w)[:@.](?=\S)|^[-+=]|(?<=\d)[.)]|\s{2,}|[\t\n\r\u00a0]|^\s|\s$")


def render_markdown(brief: Brief, *, sources: Mapping[tuple[str, int], Document] | None = None) -> str:
    """The brief as CommonMark with pipe tables."""
    if sources is not None:
        check_words(brief, sources)
    return outline_markdown(outline(brief))


def outline_markdown(page: Outline) -> str:
    """Any page that is laid out of blocks as CommonMark."""
    lines = [f"# {escape(page.title)}", "", escape(f"{page.programme} · {page.kind} · {page.period}"), ""]
    lines += [f"**{escape(page.status_words)}.** {escape(page.warning)}".rstrip(), ""]
    if page.facts:
        lines += [escape(" · ".join(f"{value} {name}" for value, name in page.facts)), ""]
    lines += [part for line in (page.about, page.contents) if line for part in (escape(line), "")]
    for section in page.main:
        lines += _section(section, 2)
    if page.annex:
        lines += ["## Annex: the evidence", ""]
    for section in page.annex:
        lines += _section(section, 3)
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text that a Markdown renderer shows exactly as it is; only what could be read as markup is marked."""
    return _MARKUP.sub(lambda match: "".join(_marked(mark) for mark in match.group()), text)


def _marked(mark: str) -> str:
    if mark.isspace():
        return _WHITE.get(mark, f"&#{ord(mark)};")
    return f"\\{mark}" if _SPECIAL.match(mark) else mark


def _section(section: Section, level: int) -> list[str]:
    lines = [f"{'#' * level} {escape(section.title)}", ""]
    grouped = any(isinstance(block, Group) for block in section.blocks)
    for block in section.blocks:
        lines += [*_lay(block, level + 1 + (grouped and isinstance(block, FindingBlock))), ""]
    return lines


@singledispatch
def _lay(block: Any, level: int) -> list[str]:
    raise TypeError(f"no layout for {type(block).__name__}")


@_lay.register
def _(block: Paragraph, level: int) -> list[str]:
    return [f"**{escape(block.text)}**" if block.tone == "lead" else escape(block.text)]


@_lay.register
def _(block: Bullets, level: int) -> list[str]:
    return [f"- {escape(item)}" for item in block.items]


@_lay.register
def _(block: Message, level: int) -> list[str]:
    headline = block.headline
    over = "" if headline.bare else _label(headline.side, headline.theme)
    lines = [f"{over}\\"] if over else []  # a line of its own
    lines += [f"**{escape(headline.text)}**", ""]
    if headline.sides:
        lines += [*(f"- {escape(f'{side.label}: {side.text}')}" for side in headline.sides), ""]
    if around := block.passage:
        lines += [
            f"{escape(around.opening + around.before)}**{escape(around.words)}**{escape(around.after + around.closing)}",
            "",
        ]
    lines.append(escape(f"{block.spread}. {block.said_by}".rstrip()))
    if block.beside:
        lines += ["", *_beside(block.beside)]
    if block.quote:
        lines += ["", *_quote(block.quote)]
    first, *others = lines
    return [f"{block.number}. {first}", *(f"   {line}".rstrip() for line in others)]


def _beside(others: Beside) -> list[str]:
    return [f"{escape(others.title)}:", "", *(f"- {escape(line.told)}" for line in others.lines)]


def _label(*parts: str) -> str:
    return escape(" · ".join(part for part in parts if part))


@_lay.register
def _(block: Group, level: int) -> list[str]:
    return [f"{'#' * level} {escape(block.title)}", "", escape(block.aside)]


@_lay.register
def _(block: FindingBlock, level: int) -> list[str]:
    headline = block.headline
    label = () if headline.bare else (headline.side, "" if block.under_theme else headline.theme)
    lines = [f"{'#' * level} {escape(block.title)}", "", _label(*label, block.spread), ""]
    lines += [f"- {escape(f'{side.label}: {side.text}')}" for side in headline.sides]
    lines += [""] if headline.sides else []
    for quote in block.quotes:
        lines += [*_quote(quote), ""]
    lines += [*_beside(block.beside), ""] if block.beside else []
    return lines + [f"- {escape(line)}" for line in block.differed]


@_lay.register
def _(block: Pointers, level: int) -> list[str]:
    items = [f"- {escape(item.heading)} ({escape(item.aside)})" for item in block.items]
    return [f"{'#' * level} {escape(block.title)}", "", *items]


@_lay.register
def _(block: Quotes, level: int) -> list[str]:
    lines = [f"{'#' * level} {escape(block.title)}", ""]
    for quote in block.items:
        lines += [*_quote(quote), ""]
    return lines


@_lay.register
def _(block: TableBlock, level: int) -> list[str]:
    return _table(block.table)


def _quote(quote: QuoteLine) -> list[str]:
    said = f"\u201c{escape(quote.text)}\u201d" if quote.verbatim else f"Notes record: {escape(quote.text)}"
    return [f"> {said}", ">", f"> {escape(quote.attribution)}"]


def _table(table: Table) -> list[str]:
    rule = ["---:" if place in table.numeric else "---" for place in range(len(table.columns))]
    rows = [[cell.text + (f" ({cell.note})" if cell.note else "") for cell in row] for row in table.rows]
    return [f"**{escape(table.caption)}**", "", _row(table.columns), f"| {' | '.join(rule)} |", *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(escape(cell) for cell in cells)} |"
