"""The slides: one message a slide, in words to be spoken to, with the evidence in the notes."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from learnbrief.corpus.document import Document
from learnbrief.corpus.stance import side_of
from learnbrief.outputs.brief.brief import Brief, check_words
from learnbrief.outputs.brief.reported import ReportedFinding
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.actions import NOTHING_FOUND, actions_table
from learnbrief.outputs.layout.blocks import Outline
from learnbrief.outputs.layout.charts import alternatives, draw_pictures
from learnbrief.outputs.layout.findings import strip
from learnbrief.outputs.layout.headlines import headline, plain
from learnbrief.outputs.layout.outline import outline
from learnbrief.outputs.layout.standing import not_for_sharing, standing
from learnbrief.outputs.layout.tables import Cell, themes_table
from learnbrief.outputs.render.properties import properties_of, sealed

FONT = "Arial"
INK, SOFT, ACCENT, WHITE, WASH = "17222D", "475461", "0B5A61", "FFFFFF", "F1F5F5"
STATUS = {"draft": ("FFF4DA", "7A4A00"), "in review": ("E6EEFB", "173F7A"), "approved": ("E1F2E8", "0F4D2D")}
TITLE_SIZES = ((110, 32), (180, 26), (280, 20), (10_000, 16))
"""Characters of a title and the letters in which it keeps to its box: a clause is longer than a heading used to be."""
MOST_ACTIONS = 5
"""Actions that a slide holds in letters that a room can read."""
LONGEST_QUOTE = 260
"""Characters; a longer quote stands in the notes, where it can be read."""


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
        import pptx
        from pptx.util import Inches

        self._brief, self._page, self._pictures = brief, page, pictures
        self._file = pptx.Presentation()
        self._file.slide_width, self._file.slide_height = Inches(13.333), Inches(7.5)

    def write(self) -> bytes:
        self._opening()
        for number, wanted in enumerate(self._brief.messages, 1):
            self._message(number, self._brief.finding(wanted))
        self._lines("What this is based on, and who is not heard", self._base())
        self._picture()
        self._actions()
        for section in self._page.main:
            if section.id in ("boards", "unknown"):
                lines = [line for block in section.blocks for line in _texts(block)]
                self._lines(section.title, lines)
        return self._saved()

    def _actions(self) -> None:
        """Who is to do what by when; what does not fit stands in the notes."""
        lines = [_action(row) for row in actions_table(self._brief).rows]
        if lines:
            left = len(lines) - MOST_ACTIONS
            more = [f"{wording.capital(wording.counted(left, 'more action'))} in the notes."] if left > 0 else []
            self._lines("Who is to do what by when", [*lines[:MOST_ACTIONS], *more], notes="\n".join(lines))

    def play_back(self, asks: Sequence[str], closing: Sequence[str]) -> bytes:
        self._opening()
        for number, wanted in enumerate(self._brief.messages, 1):
            self._asked(number, self._brief.finding(wanted), asks)
        self._lines("What this is based on, and who is not heard", self._base())
        self._lines("What happens now", closing)
        return self._saved()

    def _asked(self, number: int, finding: ReportedFinding, asks: Sequence[str]) -> None:
        """Statement, quotes and who said them; what is asked of the room stands last, where the eye ends."""
        brief, head = self._brief, headline(finding, self._brief)
        slide = self._slide(head.text, _notes(finding, brief))
        _text(slide, f"{number} of {len(brief.messages)}", (0.75, 0.25, 11.8, 0.4), size=16, colour=SOFT, bold=True)
        _text(slide, wording.finding_line(finding, brief), (0.75, 2.05, 11.8, 0.45), size=18, colour=SOFT)
        fitting = [one for one in finding.quoted if len(one.text) <= LONGEST_QUOTE and one.text != finding.heading]
        frame = _text(slide, "", (0.75, 2.65, 11.8, 3.3), size=20, anchor="top").text_frame
        for place, excerpt in enumerate(fitting[:2]):
            said = frame.add_paragraph() if place else frame.paragraphs[0]
            said_by = frame.add_paragraph()
            _run(said, wording.quoted(excerpt), size=20)
            _run(said_by, wording.attribution(excerpt, brief), size=16, colour=SOFT)
            said_by.space_after = _points(8)
        _text(slide, "   ".join(asks), (0.75, 6.15, 11.8, 0.7), size=26, colour=ACCENT, bold=True)

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
                    run.get_or_add_rPr().set("lang", self._brief.programme.language)

    def _slide(self, title: str, notes: str) -> Any:
        """A slide with a real title, the standing of the brief at its foot, and notes."""
        slide = self._file.slides.add_slide(self._file.slide_layouts[5])
        holder = slide.shapes.title
        holder.left, holder.top, holder.width, holder.height = _box(0.75, 0.55, 11.8, 1.5)
        size = next(size for longest, size in TITLE_SIZES if len(title) <= longest)
        _fill(holder.text_frame, title, size=size, bold=True, anchor="top")
        slide.notes_slide.notes_text_frame.text = wording.printable(notes)
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        page = self._page
        fill, ink = STATUS[page.status]
        lines = [not_for_sharing(self._brief), standing(page) if page.warning else page.status_words]
        told = "\n".join(line for line in lines if line)
        bar = _text(slide, told, (0, 7.02, 13.333, 0.48), size=10 if lines[0] else 12, colour=ink)
        bar.fill.solid()
        bar.fill.fore_color.rgb = _rgb(fill)
        bar.text_frame.margin_left = _box(0.75, 0, 0, 0)[0]

    def _opening(self) -> None:
        page = self._page
        notes = "\n".join([page.kind, wording.based_on(self._brief), page.warning])
        slide = self._slide(page.title, notes)
        slide.shapes.title.top = _box(0, 2.1, 0, 0)[1]
        slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = _points(44)
        _text(slide, f"{page.programme} · {page.kind}", (0.75, 1.45, 11.8, 0.5), size=18, colour=SOFT)
        _text(slide, page.period, (0.75, 3.75, 11.8, 0.5), size=22, colour=SOFT)
        facts = "     ".join(f"{value} {name}" for value, name in page.facts)
        _text(slide, facts, (0.75, 4.6, 11.8, 0.6), size=22, colour=ACCENT, bold=True)
        _text(slide, page.status_words, (0.75, 5.5, 11.8, 0.5), size=18, colour=STATUS[page.status][1], bold=True)

    def _message(self, number: int, finding: ReportedFinding) -> None:
        brief, head = self._brief, headline(finding, self._brief)
        slide = self._slide(head.text, _notes(finding, brief))
        label = [] if head.bare else [head.side, head.theme]
        over = " · ".join(part for part in (f"Message {number} of {len(brief.messages)}", *label) if part)
        side = side_of(finding.stance)
        _text(slide, over, (0.75, 0.25, 11.8, 0.4), size=16, colour=side.colour[1:] if side else SOFT, bold=True)
        _text(slide, wording.finding_line(finding, brief), (0.75, 2.05, 11.8, 0.45), size=20, colour=SOFT)
        self._strip(slide, finding)
        if head.sides:
            lines = "\n".join(f"{side.label}: {side.text}" for side in head.sides)
            _text(slide, lines, (0.75, 3.35, 11.8, 2.8), size=22, anchor="top")
        else:
            self._quote(slide, finding)
        differed = wording.differed(finding, brief)
        if differed:
            _text(slide, " ".join(differed), (0.75, 6.3, 11.8, 0.6), size=16)

    def _quote(self, slide: Any, finding: ReportedFinding) -> None:
        """The first quote that a slide has room for and whose words are not its headline already."""
        fitting = [
            excerpt
            for excerpt in finding.quoted
            if len(excerpt.text) <= LONGEST_QUOTE and excerpt.text != finding.heading
        ]
        if fitting:
            box = _text(slide, wording.quoted(fitting[0]), (0.75, 3.45, 11.8, 2.7), size=26, anchor="top")
            said_by = box.text_frame.add_paragraph()
            said_by.space_before = _points(6)
            _run(said_by, wording.attribution(fitting[0], self._brief), size=16, colour=SOFT)

    def _strip(self, slide: Any, finding: ReportedFinding) -> None:
        """A row of collaboratives; what each state means is written, not only coloured."""
        marks = strip(finding, self._brief)
        width = min(1.95, 11.8 / max(len(marks), 1))
        for place, mark in enumerate(marks):
            found = mark.state == "found"
            box = _text(
                slide, f"{mark.sign} {mark.short}", (0.75 + place * width, 2.65, width - 0.15, 0.45),
                size=16 if len(mark.short) < 14 else 11, colour=WHITE if found else SOFT, centre=True,
            )  # fmt: skip
            box.fill.solid()
            box.fill.fore_color.rgb = _rgb(ACCENT if found else WASH)
            box._element.nvSpPr.cNvPr.set("descr", wording.printable(f"{mark.name}: {mark.meaning}"))

    def _picture(self) -> None:
        """The chart of themes by collaborative, its numbers in the notes."""
        picture = self._pictures.get("themes") if wording.many_collaboratives(self._brief) else None
        if picture is None:
            return
        table = themes_table(self._brief)
        notes = [
            ", ".join(f"{name}: {cell.text}" for name, cell in zip(table.columns, row, strict=True))
            for row in table.rows
        ]
        slide = self._slide(table.caption, "\n".join(notes))
        shape = slide.shapes.add_picture(BytesIO(picture), *_box(0.75, 1.6, 0, 0)[:2], height=_box(0, 0, 0, 5.2)[3])
        shape._element.nvPicPr.cNvPr.set("descr", wording.printable(alternatives(self._brief)["themes"]))

    def _base(self) -> list[str]:
        lines = [wording.based_on(self._brief)]
        if self._brief.base.not_heard:
            lines.append(f"Not heard: {'; '.join(self._brief.base.not_heard)}.")
        kinds = self._brief.base.by_kind.items()
        return lines + [
            f"{wording.capital(wording.kind(kind))}: {wording.counted(count, 'source')}" for kind, count in kinds
        ]

    def _lines(self, title: str, lines: Sequence[str], notes: str = "") -> None:
        if not lines:
            return
        slide = self._slide(title, notes or "\n".join(lines))
        frame = _text(slide, "", (0.75, 1.75, 11.8, 5), size=22, anchor="top").text_frame
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            _run(paragraph, line, size=22)
            paragraph.space_after = _points(10)


def _notes(finding: ReportedFinding, brief: Brief) -> str:
    """All the evidence of a message, word for word, and what speaks against it."""
    spread = wording.finding_line(finding, brief) + "."
    lines = [plain(finding, brief), spread, *wording.differed(finding, brief), "", "Evidence:"]
    lines += [f"{wording.quoted(excerpt)} ({wording.attribution(excerpt, brief)})" for excerpt in finding.evidence]
    if finding.counter:
        lines += ["", "Against it:"]
        lines += [f"{wording.quoted(excerpt)} ({wording.attribution(excerpt, brief)})" for excerpt in finding.counter]
    return "\n".join(lines)


def _action(row: Sequence[Cell]) -> str:
    """One action in a line to be read aloud: what, who, and what was found of by when and what became of it."""
    what, who, when, state, _ = (cell.text for cell in row)
    parts = [what.rstrip("."), f"Who: {who}"]
    parts += [f"By when: {when}"] if when != NOTHING_FOUND else []
    parts += [wording.capital(state)] if state != NOTHING_FOUND else []
    return f"{'. '.join(parts)}."


def _texts(block: Any) -> list[str]:
    return list(getattr(block, "items", ())) or [block.text]


def _box(left: float, top: float, width: float, height: float) -> tuple[Any, Any, Any, Any]:
    from pptx.util import Inches

    return Inches(left), Inches(top), Inches(width), Inches(height)


def _points(size: float) -> Any:
    from pptx.util import Pt

    return Pt(size)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    parse: Any = RGBColor.from_string
    return parse(colour)


def _text(
    slide: Any,
    text: str,
    place: tuple[float, float, float, float],
    *,
    size: float,
    colour: str = INK,
    bold: bool = False,
    anchor: str = "middle",
    centre: bool = False,
) -> Any:
    """A text box; long text shrinks to stay within it."""
    box = slide.shapes.add_textbox(*_box(*place))
    _fill(box.text_frame, text, size=size, colour=colour, bold=bold, anchor=anchor, centre=centre)
    return box


def _fill(
    frame: Any,
    text: str,
    *,
    size: float,
    colour: str = INK,
    bold: bool = False,
    anchor: str = "middle",
    centre: bool = False,
) -> None:
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN

    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE}[anchor]
    frame.margin_left = frame.margin_right = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if centre else PP_ALIGN.LEFT
    _run(paragraph, text, size=size, colour=colour, bold=bold)


def _run(paragraph: Any, text: str, *, size: float, colour: str = INK, bold: bool = False) -> None:
    """Text in our font; a line break in it is a line break on the slide."""
    for place, line in enumerate(wording.printable(text).split("\n")):
        if place:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        run.font.name, run.font.size, run.font.bold = FONT, _points(size), bold
        run.font.color.rgb = _rgb(colour)
