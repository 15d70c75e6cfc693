"""The Word brief: real headings, header rows and alt text, so that a colleague can edit it and a screen reader can read it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatchmethod
from io import BytesIO
from typing import Any

from learnbrief.corpus.document import Document
from learnbrief.outputs.brief.brief import Brief, check_words
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import (
    MEANINGS,
    Beside,
    Bullets,
    FindingBlock,
    Group,
    Mark,
    Message,
    Outline,
    Paragraph,
    Pointers,
    QuoteLine,
    Quotes,
    Section,
    TableBlock,
)
from learnbrief.outputs.layout.charts import alternatives, draw_pictures
from learnbrief.outputs.layout.headlines import Headline
from learnbrief.outputs.layout.outline import evidence
from learnbrief.outputs.layout.standing import not_for_sharing, standing, view_words
from learnbrief.outputs.layout.tables import Table
from learnbrief.outputs.render.fitting import fitted
from learnbrief.outputs.render.form import BOX, with_boxes
from learnbrief.outputs.render.office import (
    Style,
    bookmark,
    draft_document,
    link_to,
    shade,
    table_into,
    write_page_number,
)
from learnbrief.outputs.render.properties import properties_of, sealed

ANNEX_TITLE = "Annex"
AS_WORD_SETS_IT = 12.2
"""The letter size at which our own typesetting takes as many pages as LibreOffice gave to the Word files of eight briefs, size by size."""


def render_docx(
    brief: Brief,
    *,
    sources: Mapping[tuple[str, int], Document] | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The brief as a Word file: two pages and a short annex."""
    if sources is not None:
        check_words(brief, sources)
    page = fitted(brief, (AS_WORD_SETS_IT,)).page
    return _Writer(brief, page, draw_pictures(brief) if pictures is None else pictures).write()


def evidence_docx(
    brief: Brief,
    *,
    sources: Mapping[tuple[str, int], Document] | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """All the evidence as a Word file of its own."""
    if sources is not None:
        check_words(brief, sources)
    return _Writer(brief, evidence(brief), draw_pictures(brief) if pictures is None else pictures).write()


def outline_docx(brief: Brief, page: Outline) -> bytes:
    """Any page that is laid out of a brief's blocks as a Word file of its own."""
    return _Writer(brief, page, {}).write()


IN_MAIN = 2
"""Level of headings within a section of the main part, which has no room for pictures."""


class _Writer:
    """Lays one outline into one Word document, top to bottom."""

    def __init__(self, brief: Brief, page: Outline, pictures: Mapping[str, bytes]) -> None:
        self._brief, self._page = brief, page
        self._file = draft_document(language=brief.programme.language)
        self._pictures = pictures
        self._alternatives = alternatives(brief)
        blocks = (block for section in page.sections for block in section.blocks)
        self._placed = {block.finding for block in blocks if isinstance(block, FindingBlock)}
        self._bookmarks = 0
        self._level = 1
        self._grouped = False

    def write(self) -> bytes:
        self._masthead()
        for section in self._page.main:
            self._section(section, 1)
        if self._page.annex:
            self._file.add_page_break()
            self._bookmark(self._file.add_heading(ANNEX_TITLE, 1), ANNEX_TITLE)
            self._contents("In this annex", [(one.id, one.title) for one in self._page.annex])
        for section in self._page.annex:
            self._section(section, 2)
        self._head_and_foot()
        stream = BytesIO()
        self._file.save(stream)
        return sealed(stream.getvalue(), properties_of(self._brief, self._page))

    def _masthead(self) -> None:
        page = self._page
        self._line(f"{page.programme} · {page.kind}", Style.OVER)
        self._file.add_paragraph(wording.printable(page.title), style="Title")
        self._line(page.period, "Subtitle")
        banner = self._line(f"{page.status_words} · {view_words(self._brief)}", Style.BANNER)
        shade(banner, page.status)
        if page.warning:
            banner.add_run("\n" + page.warning).bold = False
        if page.facts:
            self._line("  ·  ".join(f"{value} {name}" for value, name in page.facts), Style.FACTS)
        for line in (page.about, page.contents):
            if line:
                self._line(line, Style.SPREAD)
        if page.contents:  # a handout of one page needs no list of itself
            annex = [(ANNEX_TITLE, ANNEX_TITLE)] if page.annex else []
            self._contents("Contents", [*((one.id, one.title) for one in page.main), *annex])

    def _contents(self, title: str, places: Sequence[tuple[str, str]]) -> None:
        """What follows, each a link, in as few lines as it takes: the main part has two pages."""
        line = self._line(f"{title}: ", Style.SPREAD)
        for number, (place, words) in enumerate(places):
            if number:
                line.add_run("  ·  ")
            link_to(line, place, words)

    def _bookmark(self, paragraph: Any, name: str) -> None:
        self._bookmarks += 1
        bookmark(paragraph, name, self._bookmarks)

    def _leading(self, line: Any, finding: str, words: str, *, bold: bool = False) -> None:
        """A link to the finding where it stands in full in this file; plain words elsewhere, for a link must lead somewhere."""
        if finding in self._placed:
            link_to(line, finding, words, bold=bold)
        else:
            line.add_run(wording.printable(words)).bold = bold or None

    def _head_and_foot(self) -> None:
        """What stands on every page: whom it is not for, and what nobody has checked yet."""
        section = self._file.sections[0]
        if not_for_sharing(self._brief):
            section.header.paragraphs[0].add_run(not_for_sharing(self._brief))
        footer = section.footer.paragraphs[0]
        footer.add_run(wording.printable(standing(self._page)))
        write_page_number(footer)

    def _section(self, section: Section, level: int) -> None:
        self._bookmark(self._file.add_heading(wording.printable(section.title), level), section.id)
        self._level, self._grouped = level + 1, any(isinstance(block, Group) for block in section.blocks)
        for block in section.blocks:
            self._lay(block)

    @singledispatchmethod
    def _lay(self, block: Any) -> None:
        raise TypeError(f"no layout for {type(block).__name__}")

    @_lay.register
    def _(self, block: Paragraph) -> None:
        if BOX in block.text:
            with_boxes(self._file.add_paragraph(style="Normal"), block.text)
            return
        line = self._line(block.text, Style.MISSING if block.tone == "missing" else "Normal")
        line.runs[0].bold = block.tone == "lead" or None

    @_lay.register
    def _(self, block: Bullets) -> None:
        for item in block.items:
            self._line(item, "List Bullet")

    @_lay.register
    def _(self, block: Group) -> None:
        self._file.add_heading(wording.printable(block.title), self._level)
        if block.aside:
            self._line(block.aside, Style.SPREAD)

    @_lay.register
    def _(self, block: Message) -> None:
        headline = block.headline
        line = self._file.add_paragraph(style="List Number")
        line.paragraph_format.keep_with_next = True
        label = "" if headline.bare else _label(headline.side, headline.theme)
        if label:
            line.add_run(f"{wording.printable(label)}\n")
        self._leading(line, block.finding, headline.text, bold=True)
        sides, told = _sides(headline), (block.said_by, block.spread)  # which places they are stands with its quotes
        for part in sides:
            line.add_run(f"\n{wording.printable(part)}")
        if around := block.passage:
            line.add_run(wording.printable(f"\n{around.opening}{around.before}"))
            line.add_run(wording.printable(around.words)).bold = True
            line.add_run(wording.printable(f"{around.after}{around.closing}"))
        for part in filter(None, told):
            line.add_run(f"\n{wording.printable(part)}")
        self._beside(block.beside)
        if block.quote:
            self._quote(block.quote)

    @_lay.register
    def _(self, block: FindingBlock) -> None:
        headline = block.headline
        level = self._level + (1 if self._grouped else 0)
        self._bookmark(self._file.add_heading(wording.printable(block.title), level), block.finding)
        label = "" if headline.bare else _label(headline.side, "" if block.under_theme else headline.theme)
        if label:
            self._line(label, Style.OVER)
        for side in _sides(headline):
            self._line(side, "List Bullet")
        self._line(". ".join([block.spread, *_places(block.strip)]) + ".", Style.SPREAD)
        for quote in block.quotes:
            self._quote(quote)
        self._beside(block.beside)
        for line in block.differed:
            self._line(line, "List Bullet")

    @_lay.register
    def _(self, block: Pointers) -> None:
        self._file.add_heading(block.title, self._level)
        for item in block.items:
            line = self._line("", "List Bullet")
            self._leading(line, item.finding, item.heading)
            line.add_run(wording.printable(f" ({item.aside})"))

    @_lay.register
    def _(self, block: Quotes) -> None:
        self._file.add_heading(block.title, self._level)
        for quote in block.items:
            self._quote(quote)

    @_lay.register
    def _(self, block: TableBlock) -> None:
        if block.chart and block.table.id in self._pictures and self._level > IN_MAIN:
            self._picture(block.table)
        self._line(block.table.caption, "Caption").paragraph_format.keep_with_next = True
        table_into(self._file, block.table)

    def _beside(self, others: Beside | None) -> None:
        from docx.shared import Cm

        if others:
            title = self._line(f"{others.title}:", Style.SPREAD)
            title.paragraph_format.keep_with_next = True
            title.paragraph_format.left_indent = Cm(0.63)  # as far as the number's words
            for line in others.lines:
                self._line(line.told, "List Bullet 2")

    def _quote(self, quote: QuoteLine) -> None:
        line = self._file.add_paragraph(style=Style.QUOTE if quote.verbatim else Style.NOTED)
        if quote.verbatim:
            line.add_run("\u201c")
            line.add_run(wording.printable(quote.text))
            line.add_run("\u201d")
        else:
            line.add_run("Notes record: ").bold = True
            line.add_run(wording.printable(quote.text))
        line.paragraph_format.keep_with_next = True
        self._line(quote.attribution, Style.SAID_BY)

    def _picture(self, table: Table) -> None:
        from docx.shared import Cm

        paragraph = self._file.add_paragraph()
        shape = paragraph.add_run().add_picture(BytesIO(self._pictures[table.id]), width=Cm(15))
        properties = shape._inline.docPr
        properties.set("descr", wording.printable(self._alternatives[table.id]))
        properties.set("title", wording.printable(table.caption))

    def _line(self, text: str, style: str) -> Any:
        return self._file.add_paragraph(wording.printable(text), style=style)


def _label(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _sides(headline: Headline) -> Iterable[str]:
    return (f"{side.label}: {side.text}" for side in headline.sides)


def _places(strip: Sequence[Mark]) -> list[str]:
    """The strip of collaboratives in words, as far as it claims anything; who was not heard is said once for the brief."""
    lines = []
    for state in ("found", "same subject", "spoken of", "not found"):
        meaning = MEANINGS[state]
        names = [mark.short for mark in strip if mark.state == state]
        if names:
            lines.append(f"{wording.listed(names)}: {meaning}")
    return lines
