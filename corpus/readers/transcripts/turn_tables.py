"""Transcripts in tables, of Word, web pages and spreadsheets: which column says who, when and what, by its head or its cells."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from learnbrief.corpus.clocks import CLOCK_ALONE, seconds
from learnbrief.corpus.places import CELL
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.readers.transcripts.labels import could_be_label, is_code, is_person_label
from learnbrief.corpus.readers.transcripts.speaker_columns import with_one_speaker_column
from learnbrief.corpus.readers.transcripts.turns import Utterance, turns_of

_HEADS = {
    "start": r"(?:time ?(?:stamp|code|span)?|start(?:ed)?|begin(?:ning)?|from|in|tc(?: ?in)?|clock|when|offset|position|minute)",
    "end": r"(?:end(?:ed)?|stop|finish|to|out|tc ?out|until)",
    "length": r"(?:duration|length|dur)",
    "speaker": r"(?:speakers?|who|names?|participants?|persons?|voice|role|character|tier|actor|interlocutor|speaker ?(?:name|label|id))",
    "words": r"(?:transcript(?:ion)?|text|content|words|utterances?|captions?|subtitles?|sentences?|what(?: was)? said|speech|dialogue|message|annotation"
    r"|transcribed text|statement|notes? of what was said)",
    "number": r"(?:#|no\.?|n|nr|row|line|turn|id|index|seq(?:uence)?|cue|item|segment)(?: ?(?:no\.?|number|id|#))?",
}
_HEAD = {
    name: re.compile(
        rf"(?:{words})(?: ?(?:time|\(.{{1,20}}\)|\[.{{1,20}}\]|in (?:milli)?seconds|-? ?(?:ss\.msec|hh:mm:ss(?:\.ms)?|msec|ms|s|sec(?:onds)?)))*",
        re.IGNORECASE,
    )
    for name, words in _HEADS.items()
}
_MILLISECONDS = re.compile(r"\b(?:ms|msec|milliseconds?)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_USUAL = 120.0
"""Seconds between two rows, in the middle, beyond which whole numbers count milliseconds."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table of turns says what."""

    words: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    headed: bool = False
    """Whether the first row names the columns."""
    unit: float = 1.0
    """Seconds per unit of plain numbers."""
    rest: tuple[int, ...] = ()
    """Columns that repeat a time or count rows."""

    @property
    def told(self) -> str:
        """In words."""
        named = [
            name
            for name, column in (("clock", self.start), ("speaker", self.speaker), ("words", self.words))
            if column is not None
        ]
        nobody = "" if self.speaker is not None else ", nobody named"
        return f"a table with {' and '.join([', '.join(named[:-1]), named[-1]])}{nobody}"


def turn_columns(rows: Sequence[Sequence[str]], *, transcript: bool) -> Columns | None:
    """The columns of a table whose rows are turns; None where it is another table. A transcript that is told as one may lack a head."""
    if len(rows) < 2:
        return None
    heads = _by_head(rows[0]) or (_by_clocks_below(rows) if transcript else {})
    headed = bool(heads)
    body = rows[1:] if heads else rows
    cells = _by_column(body)
    width = len(cells)
    if heads and "speaker" not in heads:  # a head of their own: 'Colleague', 'Voice on tape'
        others = [column for column in range(width) if column not in heads.values() and _are_labels(cells[column])]
        heads |= dict(zip(["speaker"], others, strict=False))
    if not heads and _asks_several(rows):
        return None
    heads = heads or (_by_cells(cells) if transcript or len(body) >= 3 else {})
    if "words" not in heads or ("speaker" not in heads and "start" not in heads):
        return None
    columns = _columns(heads, rows[0], cells, headed=headed)
    return columns if columns and _regular(columns, cells, transcript=transcript) else None


def _asks_several(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row asks two questions or more: what stands below are people's answers, a row each."""
    return sum(cell.rstrip().endswith("?") for cell in rows[0]) > 1


def _by_column(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]


def _by_clocks_below(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Columns under a head in words we do not know ('Sprecher', 'Zeit'): what stands over nothing but times is no time."""
    found = _by_cells(_by_column(rows[1:])) if len(rows) > 2 else {}
    above = rows[0][found["start"]] if "start" in found and found["start"] < len(rows[0]) else ""
    return found if above and not CLOCK_ALONE.fullmatch(above) else {}


def _by_head(row: Sequence[str]) -> dict[str, int]:
    """Columns by what their heads say; a head that fits nothing, or a row that is no head, gives none."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = next((name for name, head in _HEAD.items() if head.fullmatch(cell.strip(" :*"))), None)
        if name:
            found.setdefault(name, column)
    return found if "words" in found and len(found) >= 2 else {}


def _by_cells(cells: Sequence[Sequence[str]]) -> dict[str, int]:
    """Columns by what stands in them: the longest is the words, one of times the time, one of few short labels the speaker."""
    found: dict[str, int] = {}
    filled = {column: [cell for cell in one if cell.strip()] for column, one in enumerate(cells)}
    filled = {column: one for column, one in filled.items() if one}
    if not filled:
        return {}
    found["words"] = max(filled, key=lambda column: sum(map(len, filled[column])))
    for column, one in filled.items():
        if column == found["words"]:
            continue
        if all(CLOCK_ALONE.fullmatch(cell) for cell in one):
            found.setdefault("start", column) if "start" not in found else found.setdefault("end", column)
        elif _are_labels(one):
            found.setdefault("speaker", column)
    return found


def _are_labels(cells: Sequence[str]) -> bool:
    cells = [cell for cell in cells if cell.strip()]
    counts = Counter(cells)
    coded = sum(map(is_code, cells)) >= 0.5 * len(cells)
    return (
        bool(counts)
        and all(map(could_be_label, counts))
        and (coded or (all(map(is_person_label, counts)) and len(cells) >= 1.5 * len(counts)))
    )


def _columns(
    heads: Mapping[str, int], head: Sequence[str], cells: Sequence[Sequence[str]], *, headed: bool
) -> Columns | None:
    start = heads.get("start")
    unit = 1.0
    if start is not None:
        filled = [cell for cell in cells[start] if cell.strip()]
        if not all(CLOCK_ALONE.fullmatch(cell) or _NUMBER.fullmatch(cell) for cell in filled):
            return None
        plain = [float(cell.replace(",", ".")) for cell in filled if _NUMBER.fullmatch(cell)]
        unit = _unit(head[start] if headed else "", plain)
    spare = [heads[name] for name in ("end", "length", "number") if name in heads]
    spare += [
        column
        for column, one in enumerate(cells)
        if column not in heads.values()
        and all(not cell or CLOCK_ALONE.fullmatch(cell) or _NUMBER.fullmatch(cell) for cell in one)
    ]
    return Columns(heads["words"], heads.get("speaker"), start, heads.get("end"), headed, unit, tuple(spare))


def _unit(head: str, numbers: Sequence[float]) -> float:
    """Seconds that a plain number stands for: thousandths where the head says so or the steps would be minutes long."""
    if _MILLISECONDS.search(head):
        return 0.001
    whole = bool(numbers) and all(number.is_integer() for number in numbers)
    steps = sorted(after - before for before, after in pairwise(numbers))
    return 0.001 if whole and steps and steps[len(steps) // 2] > _USUAL else 1.0


def _regular(columns: Columns, cells: Sequence[Sequence[str]], *, transcript: bool) -> bool:
    """Whether rows follow each other in time, or speakers come as in a conversation; surveys have names and remarks too."""
    words = cells[columns.words]
    said = sum(bool(cell.strip()) for cell in words)
    if said < (1 if transcript else 2):
        return False
    times = [
        at
        for cell in (cells[columns.start] if columns.start is not None else ())
        if (at := _at(cell, columns)) is not None
    ]
    forward = len(times) >= 2 and all(before <= after for before, after in pairwise(times))
    if columns.start is not None and len(times) >= 2 and not forward:
        return False
    if forward and (transcript or columns.end is not None or columns.speaker is not None):
        return True
    if columns.speaker is None:
        return forward and transcript
    labels = Counter(cell for cell in cells[columns.speaker] if cell.strip())
    coded = sum(times for label, times in labels.items() if is_code(label)) >= 0.5 * sum(labels.values())
    returning = sum(labels.values()) >= 1.5 * len(labels)
    return transcript or (coded and returning and columns.headed)


def _at(cell: str, columns: Columns) -> float | None:
    if not cell.strip():
        return None
    number = _NUMBER.fullmatch(cell.strip())
    return float(cell.strip().replace(",", ".")) * columns.unit if number else seconds(cell)


def utterances_in(rows: Sequence[Sequence[str]], columns: Columns) -> Iterator[Utterance]:
    """The rows as utterances; a row without a speaker goes on with the one above, whose cell was merged or left empty."""
    speaker: str | None = None
    for row in rows[1:] if columns.headed else rows:
        name = _cell(row, columns.speaker).strip(" :")
        speaker = name or speaker
        at, until = _at(_cell(row, columns.start), columns), _at(_cell(row, columns.end), columns)
        if words := _cell(row, columns.words).strip():
            yield Utterance(words, speaker, at, until)


def other_cells(rows: Sequence[Sequence[str]], columns: Columns) -> str:
    """Times, numbers, heads and labels that the turns do not repeat: what the text leaves out on purpose."""
    gone = {columns.start, columns.end, columns.speaker, *columns.rest}
    cells = [cell for row in rows for column, cell in enumerate(row) if column in gone]
    return "\n".join([*cells, *(rows[0] if columns.headed else ())])


def kept_aside(rows: Sequence[Sequence[str]], columns: Columns) -> Iterator[tuple[int, str]]:
    """Cells of further columns, with their row: remarks, codes, whatever else somebody put beside the turns."""
    used = {columns.words, columns.start, columns.end, columns.speaker, *columns.rest}
    for number, row in enumerate(rows[1:] if columns.headed else rows):
        for column, cell in enumerate(row):
            if column not in used and cell.strip():
                yield number, cell


def with_turns_of_tables(blocks: Sequence[Block], *, transcript: bool) -> tuple[list[Block], str, str]:
    """Blocks in which every table of turns became turns; what those leave out on purpose, and how they were read."""
    made: list[Block] = []
    left_out: list[str] = []
    told = ""
    for table, run in groupby(blocks, key=_table_of):
        held = list(run)
        rows = with_one_speaker_column(_rows(held)) if table else []
        columns = turn_columns(rows, transcript=transcript) if rows else None
        if columns is None:
            made += held
            continue
        turns, gone = blocks_of(rows, columns)
        made += turns
        left_out.append(gone)
        told = columns.told
    return made, "\n".join(left_out), told


def blocks_of(rows: Sequence[Sequence[str]], columns: Columns) -> tuple[list[Block], str]:
    """A table's rows as turns, further columns as notes below them, and what is left out on purpose."""
    utterances = list(utterances_in(rows, columns))
    turns = list(turns_of(utterances))
    notes = [Block(cell, "note", locator=f"row {row}", gap="\n") for row, cell in kept_aside(rows, columns)]
    return [*turns, *notes], other_cells(rows, columns)


def _table_of(block: Block) -> str:
    found = CELL.match(block.locator or "")
    return found["table"] if found else ""


def _rows(cells: Sequence[Block]) -> list[list[str]]:
    """The cells of a table by row and column; paragraphs of one cell are its lines."""
    grid: dict[int, dict[int, list[str]]] = {}
    for block in cells:
        found = CELL.match(block.locator or "")
        if found:
            grid.setdefault(int(found["row"]), {}).setdefault(int(found["column"]), []).append(tidy(block.text))
    width = max((column for row in grid.values() for column in row), default=0)
    return [[" ".join(row.get(column, [])) for column in range(1, width + 1)] for _, row in sorted(grid.items())]


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""
