"""The slides: one message a slide, in words to be spoken to, with the evidence in the notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from learnbrief.corpus.document import Document
from learnbrief.corpus.stance import side_of
from learnbrief.outputs.brief.brief import NO_THEME, Brief, check_words
from learnbrief.outputs.brief.reported import Evidence, ReportedFinding
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.actions import (
    NOT_NAMED,
    NOTHING_FOUND,
    action_line,
    actions_table,
    what_an_empty_cell_means,
)
from learnbrief.outputs.layout.blocks import (
    Beside,
    Block,
    Bullets,
    FindingBlock,
    Mark,
    Outline,
    Paragraph,
    Section,
    TableBlock,
)
from learnbrief.outputs.layout.charts import alternatives, draw_pictures
from learnbrief.outputs.layout.findings import beside, strip
from learnbrief.outputs.layout.headlines import Headline, headline, plain
from learnbrief.outputs.layout.in_short import SAID, passage_of
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.layout.standing import not_for_sharing, standing
from learnbrief.outputs.layout.tables import Table, themes_table
from learnbrief.outputs.render.properties import properties_of, sealed
from learnbrief.outputs.render.slides import (
    ACCENT,
    BODY,
    BODY_SIZES,
    BULLET,
    CONTENT,
    EDGE,
    OPENING,
    SOFT,
    TITLE_ONLY,
    WASH,
    WHITE,
    WITHIN,
    Line,
    Place,
    add_table,
    colour_of,
    fill,
    fill_title,
    inches,
    letters,
    put,
    set_foot,
    text_box,
    wide_deck,
)

STATUS = {"draft": ("FFF4DA", "7A4A00"), "in review": ("E6EEFB", "173F7A"), "approved": ("E1F2E8", "0F4D2D")}
LONGEST_QUOTE = 260
"""Characters; a longer quote stands in the notes, where it can be read."""
MOST_ASKED = 4
"""Closed questions with a slide each; the brief holds the others."""
LABEL: Place = (EDGE, 0.2, WITHIN, 0.35)
OVER_STRIP: Place = (EDGE, 1.95, WITHIN, 4.2)
STRIP_TOP = 6.35


def render_pptx(
    brief: Brief,
    *,
    sources: Mapping[tuple[str, int], Document] | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The brief as PowerPoint slides."""
    if sources is not None:
        check_words(brief, sources)
    return _Deck(brief, outline(brief), draw_pictures(brief) if pictures is None else pictures).write()


def render_playback(brief: Brief, *, asks: Sequence[str], closing: Sequence[str]) -> bytes:
    """Slides that play a brief back to those it is about: a message a slide, with what is asked of the room."""
    return _Deck(brief, outline(brief), {}).play_back(asks, closing)


class _Deck:
    """Builds the slides in the order they are shown."""

    def __init__(self, brief: Brief, page: Outline, pictures: Mapping[str, bytes]) -> None:
        self._brief, self._page, self._pictures = brief, page, pictures
        self._sections = {section.id: section for section in page.main}
        self._file = wide_deck()

    def write(self) -> bytes:
        self._opening()
        for number, wanted in enumerate(self._brief.messages, 1):
            self._message(number, self._brief.finding(wanted))
        self._lines("What this is based on, and who is not heard", self._base())
        self._picture()
        for section in self._page.main:
            if section.id.startswith("own-"):
                self._findings(section)
        self._written("changed")
        self._surveys()
        self._actions()
        self._written("boards")
        self._written("unknown")
        return self._saved()

    def play_back(self, asks: Sequence[str], closing: Sequence[str]) -> bytes:
        self._opening()
        for number, wanted in enumerate(self._brief.messages, 1):
            self._asked(number, self._brief.finding(wanted), asks)
        self._lines("What this is based on, and who is not heard", self._base())
        self._lines("What happens now", closing)
        return self._saved()

    def _message(self, number: int, finding: ReportedFinding) -> None:
        """Statement, reach, its sides or a quote; in which places it was found stands at the foot."""
        head = _headline(finding, self._brief)
        slide = self._slide(CONTENT, head.text, _notes(finding, self._brief))
        label = [] if head.bare else [head.side, head.theme]
        over = " · ".join(part for part in (f"Message {number} of {len(self._brief.messages)}", *label) if part)
        side = side_of(finding.stance)
        text_box(slide, [Line(over, side.colour[1:] if side else SOFT, bold=True)], LABEL, 16)
        sides = [Line(f"{one.label}: {one.text}", bullet=True) for one in head.sides]
        others = beside(finding, self._brief, counted=True)
        told = (
            sides or self._beside(finding, head, others) or [*self._quotes(finding, most=1)] or self._speaker(finding)
        )
        differed = wording.differed(finding, self._brief)
        last = [Line(" ".join(differed), small=True)] if differed else []
        self._body(slide, [self._reach(finding), *told, *last], OVER_STRIP)
        self._strip(slide, strip(finding, self._brief, others.lines if others else ()))

    def _asked(self, number: int, finding: ReportedFinding, asks: Sequence[str]) -> None:
        """Statement, quotes and who said them; what is asked of the room stands last, where the eye ends."""
        slide = self._slide(CONTENT, _headline(finding, self._brief).text, _notes(finding, self._brief))
        over = f"{number} of {len(self._brief.messages)}"
        text_box(slide, [Line(over, SOFT, bold=True)], LABEL, 16)
        self._body(slide, [self._reach(finding), *self._quotes(finding, most=2)], (EDGE, 1.95, WITHIN, 4.1))
        text_box(slide, [Line("   ".join(asks), ACCENT, bold=True)], (EDGE, 6.2, WITHIN, 0.7), 26)

    def _reach(self, finding: ReportedFinding) -> Line:
        return Line(counts.finding_line(finding, self._brief), SOFT, small=True)

    def _quotes(self, finding: ReportedFinding, *, most: int) -> Iterator[Line]:
        """The first quotes that a slide has room for and whose words are not its headline already."""
        fitting = [one for one in finding.quoted if len(one.text) <= LONGEST_QUOTE and not _heads(one, finding)]
        for excerpt in fitting[:most]:
            yield from self._quote(excerpt)

    def _speaker(self, finding: ReportedFinding) -> list[Line]:
        """Who said the headline, where it is all of what was said and no quote stands beneath."""
        said = [one for one in finding.evidence if one.excerpt == finding.heading_excerpt]
        return [Line(wording.attribution(one, self._brief), SOFT, small=True) for one in said]

    def _beside(self, finding: ReportedFinding, head: Headline, others: Beside | None) -> list[Line]:
        """What the headline was cut from, who said it, and what others say; what a slide has no room for is in the notes."""
        if others is None:
            return []
        short = [line.told for line in others.lines if len(line.text) <= LONGEST_QUOTE]
        title = [Line(f"{others.title}:", SOFT, small=True)] if short else []
        around = passage_of(finding, head)
        whole = around.told if around else ""
        full = [Line(whole, small=True)] if 0 < len(whole) <= LONGEST_QUOTE else []
        return [*full, *self._speaker(finding), *title, *(Line(told, bullet=True, small=True) for told in short)]

    def _quote(self, excerpt: Evidence) -> Iterator[Line]:
        yield Line(wording.quoted(excerpt))
        yield Line(wording.attribution(excerpt, self._brief), SOFT, small=True)

    def _findings(self, section: Section) -> None:
        """What a section of its own tells, each finding with a quote; a section that found nothing has no slide."""
        blocks = [block for block in section.blocks if isinstance(block, FindingBlock)]
        told = [self._brief.finding(block.finding) for block in blocks]
        # a room has seen the messages already: they stand here only where nothing else does
        findings = [one for one in told if one.id not in self._brief.messages] or told
        lines: list[Line] = []
        for finding in findings[:2]:
            head = _headline(finding, self._brief)
            lines += [Line(head.text, bold=True)] if not head.wordless else []
            lines += [self._reach(finding), *self._quotes(finding, most=1)]
        if lines:
            notes = "\n\n".join(_notes(finding, self._brief) for finding in findings)
            self._body(self._slide(CONTENT, section.title, notes), lines, BODY)

    def _written(self, wanted: str) -> None:
        """A section that is told in lines; what nobody wrote has no slide."""
        section = self._sections.get(wanted)
        if section:
            self._lines(section.title, [line for block in section.blocks for line in _lines_of(block)])

    def _surveys(self) -> None:
        """Closed questions as tables, in the letters of a slide."""
        section = self._sections.get("surveys")
        tables = [block.table for block in section.blocks if isinstance(block, TableBlock)] if section else []
        for number, table in enumerate(tables[:MOST_ASKED], 1):
            slide = self._slide(TITLE_ONLY, table.caption, _in_lines(table))
            text_box(slide, [Line(section.title if section else "", SOFT, bold=True)], LABEL, 16)
            left = len(tables) - number if number == MOST_ASKED else 0
            more = f"{wording.capital(wording.counted(left, 'more question'))} in the brief." if left else ""
            self._table(slide, table, "more row", more)

    def _actions(self) -> None:
        """Who is to do what by when; what does not fit stands in the notes."""
        every = actions_table(self._brief)
        if not every.rows:
            return
        table = _told_columns(every)
        slide = self._slide(TITLE_ONLY, "Who is to do what by when", "\n".join(map(action_line, every.rows)))
        self._table(slide, table, "more action", what_an_empty_cell_means(table))

    def _table(self, slide: Any, table: Table, rest: str, also: str) -> None:
        """As many rows as a slide holds; how many of the rest stand in the notes, and what else is to be said, below."""
        left = len(table.rows) - add_table(slide, table, (EDGE, 1.75, WITHIN, 4.5))
        more = f"{wording.capital(wording.counted(left, rest))} in the notes." if left else ""
        told = " ".join(part for part in (more, also) if part)
        if told:
            text_box(slide, [Line(told, SOFT)], (EDGE, 6.4, WITHIN, 0.55), 14)

    def _picture(self) -> None:
        """The chart of themes by collaborative, its numbers in the notes."""
        picture = self._pictures.get("themes") if wording.many_collaboratives(self._brief) else None
        if picture is None:
            return
        table = themes_table(self._brief)
        slide = self._slide(TITLE_ONLY, table.caption, _in_lines(table))
        left, top, height = inches(EDGE, 1.7, 5.2)
        shape = slide.shapes.add_picture(BytesIO(picture), left, top, height=height)
        shape._element.nvPicPr.cNvPr.set("descr", wording.printable(alternatives(self._brief)["themes"]))

    def _strip(self, slide: Any, marks: Sequence[Mark]) -> None:
        """A row of collaboratives; what each state means is written, not only coloured."""
        width = min(1.95, WITHIN / max(len(marks), 1))
        for number, mark in enumerate(marks):
            found = mark.state == "found"
            line = Line(f" {mark.sign} {mark.short}", WHITE if found else SOFT)
            place = (EDGE + number * width, STRIP_TOP, width - 0.12, 0.42)
            box = text_box(slide, [line], place, letters([line], place, (16, 14, 12, 11)))
            box.fill.solid()
            box.fill.fore_color.rgb = colour_of(ACCENT if found else WASH)
            box._element.nvSpPr.cNvPr.set("descr", wording.printable(f"{mark.name}: {mark.meaning}"))

    def _base(self) -> list[str]:
        lines = [wording.based_on(self._brief)]
        if self._brief.base.not_heard:
            lines.append(f"Not heard: {'; '.join(self._brief.base.not_heard)}.")
        kinds = self._brief.base.by_kind.items()
        return lines + [
            f"{wording.capital(wording.kind(kind))}: {wording.counted(count, 'source')}" for kind, count in kinds
        ]

    def _lines(self, title: str, lines: Sequence[str]) -> None:
        if lines:
            slide = self._slide(CONTENT, title, "\n".join(lines))
            self._body(slide, [Line(line, bullet=True) for line in lines], BODY)

    def _body(self, slide: Any, lines: Sequence[Line], place: Place) -> None:
        """The layout's own place for text, so that outline view and screen readers have it."""
        holder = slide.placeholders[1]
        if place != BODY:
            put(holder, place)
        fill(holder.text_frame, lines, letters(lines, (0, 0, place[2] - BULLET, place[3]), BODY_SIZES))

    def _slide(self, layout: int, title: str, notes: str) -> Any:
        """A slide with a real title, the standing of the brief at its foot, and notes."""
        slide = self._file.slides.add_slide(self._file.slide_layouts[layout])
        fill_title(slide, title)
        slide.notes_slide.notes_text_frame.text = wording.printable(notes)
        page = self._page
        lines = [not_for_sharing(self._brief), standing(page) if page.warning else page.status_words]
        set_foot(slide, "\n".join(line for line in lines if line), STATUS[page.status], 10 if lines[0] else 12)
        return slide

    def _opening(self) -> None:
        page = self._page
        notes = "\n".join([page.kind, wording.based_on(self._brief), page.warning])
        slide = self._slide(OPENING, page.title, notes)
        text_box(slide, [Line(f"{page.programme} · {page.kind}", SOFT)], (EDGE, 1.3, WITHIN, 0.5), 18)
        facts = "    ".join(f"{value} {name}" for value, name in page.facts)
        lines = [
            Line(page.period, SOFT),
            Line(facts, ACCENT, bold=True),
            Line(page.status_words, STATUS[page.status][1], bold=True),
        ]
        fill(slide.placeholders[1].text_frame, lines, letters(lines, (0, 0, WITHIN, 1.75), BODY_SIZES))

    def _saved(self) -> bytes:
        self._set_language()
        stream = BytesIO()
        self._file.save(stream)
        return sealed(stream.getvalue(), properties_of(self._brief, self._page))

    def _set_language(self) -> None:
        """In every run, of slides and notes: PowerPoint looks for it nowhere else."""
        from pptx.oxml.ns import qn

        for slide in self._file.slides:
            for element in (slide._element, slide.notes_slide._element):
                for run in element.iter(qn("a:r")):
                    run.get_or_add_rPr()
                for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
                    properties.set("lang", self._brief.programme.language)


def _headline(finding: ReportedFinding, brief: Brief) -> Headline:
    """As pages show it: 'No theme yet' alone would tell a room nothing."""
    head = headline(finding, brief)
    return replace(head, text=head.text.replace(NO_THEME, SAID, 1)) if head.bare else head


def _heads(excerpt: Evidence, finding: ReportedFinding) -> bool:
    """Whether its words are the headline's already, but for the mark at their end."""
    return excerpt.text.rstrip(".!? ") == finding.heading.rstrip(".!? ")


def _notes(finding: ReportedFinding, brief: Brief) -> str:
    """All the evidence of a message, word for word, and what speaks against it."""
    spread = counts.finding_line(finding, brief) + "."
    lines = [plain(finding, brief), spread, *wording.differed(finding, brief), "", "Evidence:"]
    lines += [f"{wording.quoted(excerpt)} ({wording.attribution(excerpt, brief)})" for excerpt in finding.evidence]
    if others := beside(finding, brief):  # those who are counted stand among the evidence
        lines += ["", f"{others.title}:", *(line.told for line in others.lines)]
    if finding.counter:
        lines += ["", "Against it:"]
        lines += [f"{wording.quoted(excerpt)} ({wording.attribution(excerpt, brief)})" for excerpt in finding.counter]
    return "\n".join(lines)


def _told_columns(table: Table) -> Table:
    """The columns that tell something of an action; where each stands written is in the notes."""
    kept = [
        number
        for number in range(len(table.columns) - 1)
        if not number or any(row[number].text not in (NOTHING_FOUND, NOT_NAMED) for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[number] for number in kept),
        rows=tuple(tuple(row[number] for number in kept) for row in table.rows),
        widths=tuple(table.widths[number] for number in kept),
    )


def _in_lines(table: Table) -> str:
    """A table to be read aloud, every cell with the head of its column."""
    return "\n".join(
        ", ".join(f"{name}: {cell.text}" for name, cell in zip(table.columns, row, strict=True)) for row in table.rows
    )


def _lines_of(block: Block) -> Sequence[str]:
    match block:
        case Bullets():
            return block.items
        case Paragraph(tone="plain" | "lead"):
            return (block.text,)
    return ()
