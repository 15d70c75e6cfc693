"""Rich Text Format: what older versions of Word, WordPad and TextEdit save."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.decode import read_bytes
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.office.rtf_source import BULLET, CELL, INSIDE, LEVELS, NOTES, ROW, Source, source_of
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.text.plain import plain_bullet
from learnbrief.corpus.readers.transcripts.transcript import read_blocks

_HEADING = {chr(ord(LEVELS) + level): level for level in range(1, 7)}
_NOTES = {NOTES["footnote"]: "footnote", NOTES["annotation"]: "comment"}
_HEADER_WORDS = 12


def read_rtf(path: Path, how: How) -> Reading:
    """An .rtf file."""
    source, text, taken_back = _opened(path)
    blocks = list(_with_header(list(_blocks(text))))
    found = read_blocks(blocks, how, list)
    title = found.details.get("title") or next((b.text for b in found.blocks[:3] if b.layout == "heading"), None)
    return reading_of(
        found.blocks,
        readable=_paired("".join(source.letters)),
        title=title or path.stem,
        details=found.details,
        warnings=list(_warnings(path.name, source, taken_back)),
        left_out=found.left_out + taken_back,
        read_as=found.read_as,
    )


def rtf_lines(path: Path) -> list[str]:
    """The lines of an .rtf file as they are read, without what marks their place."""
    _, text, _ = _opened(path)
    return [_unmarked(line) for line in text.split("\n")]


def _opened(path: Path) -> tuple[Source, str, str]:
    """The file, its words, and those that were taken back."""
    raw = read_bytes(path)
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise UnreadableSource(
            f"{path.name}: is not an .rtf document; open it where it was written and save it as .docx"
        )
    source = source_of(raw.decode("cp1252", "replace"))
    try:
        return source, _plain(source.read), _plain(["{\\rtf1\\ansi ", *source.taken_back, "}"])
    except (ValueError, LookupError, OverflowError) as err:
        raise UnreadableSource(f"{path.name}: is a damaged .rtf document ({err}); save it again as .docx") from err


def _unmarked(words: str) -> str:
    return "".join(one for one in words if not "\ue000" <= one <= "\ue016")


def _plain(rtf: Sequence[str]) -> str:
    from striprtf.striprtf import rtf_to_text

    return _paired(rtf_to_text("".join(rtf), errors="replace"))  # type: ignore[no-untyped-call]


def _paired(text: str) -> str:
    """Characters beyond the basic plane whole again: RTF tells them in two halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _warnings(name: str, source: Source, taken_back: str) -> Iterator[str]:
    if count := len(taken_back.split()):
        yield f"{name}: {count} {'word that is' if count == 1 else 'words that are'} deleted, hidden or struck through left out"
    if source.running:
        yield f"{name}: page headers and footers left out"
    if source.pictures:
        yield f"{name}: holds pictures; words in them are not read"


@dataclass(slots=True)
class _Place:
    """Where in which table the next words stand."""

    table: int = 0
    row: int = 1
    column: int = 1
    within: bool = False

    @property
    def told(self) -> str:
        return f"table {self.table} row {self.row} column {self.column}"


def _blocks(text: str) -> Iterator[Block]:
    place = _Place()
    for line in text.split("\n"):
        inside = INSIDE in line or CELL in line or (place.within and ROW in line)
        if not inside:
            place.within = place.within and not tidy(line)
            yield from _block(line)
            continue
        if not place.within:
            place.table, place.row, place.column, place.within = place.table + 1, 1, 1, True
        yield from _cells(line, place)


def _cells(line: str, place: _Place) -> Iterator[Block]:
    for number, cell in enumerate(line.replace(CELL + "|", CELL).split(CELL)):
        place.column += number > 0
        if ROW in cell:
            place.row, place.column = place.row + 1, 1
        words = _unmarked(cell)
        gap = "\n" if place.column == 1 else " | "
        if tidy(words):
            yield Block(words, "cell", locator=place.told, gap=gap)


def _block(line: str) -> Iterator[Block]:
    words = _unmarked(line)
    marks = set(line) & {*_HEADING, *_NOTES, BULLET}
    level = next((_HEADING[mark] for mark in marks if mark in _HEADING), None)
    kind = next((_NOTES[mark] for mark in marks if mark in _NOTES), None)
    if not tidy(words):
        return
    if kind:
        yield Block(words, "note", locator=kind, gap="\n", marker=f"[{kind}] ")
    elif level:
        yield Block(words, "heading", level=level)
    elif BULLET in marks:
        yield Block(words, "bullet", gap="\n", marker="- ")
    else:
        yield plain_bullet(words, gap="\n\n")


def _with_header(blocks: Sequence[Block]) -> Iterator[Block]:
    """A short first row of a table of several names its columns."""
    several = {(block.locator or "").split(" row ")[0] for block in blocks if " row 2 " in (block.locator or "")}
    for block in blocks:
        table, _, place = (block.locator or "").partition(" row ")
        names = table in several and place.startswith("1 ") and len(block.text.split()) <= _HEADER_WORDS
        yield Block(block.text, "question", locator=block.locator, gap=block.gap) if names else block
