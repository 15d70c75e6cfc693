"""Coding that people made elsewhere, as files hold it: tables with a row per passage, our own exports among them."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from learnbrief.corpus.coding.report import report_rows
from learnbrief.corpus.coding.report_lines import FORMATS as REPORTS
from learnbrief.corpus.errors import BadCoding
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.decode import MAX_LINE, delimiter_of, read_text_file
from learnbrief.corpus.readers.surveys.headers import without_tags
from learnbrief.corpus.readers.surveys.sheets import Rows, sheets_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "source": (
        "document", "source", "source id", "document id", "document name", "media title", "filename", "file name", "file", "path",
        "source title", "source name", "note title", "transcript", "session", "interview", "dokumentname", "title",
        "resource name", "resource title", "resource", "media", "source file", "dokument", "dokument name",
    ),
    "words": (
        "text", "fragment", "words", "quote", "passage", "quotation content", "quotation", "segment", "coded text", "coded segment",
        "reference text", "excerpt copy", "excerpt text", "selected text", "seltext", "clip text", "snippet", "highlight", "highlight text", "quote text",
        "textstelle", "coding", "text content", "quotation text content", "text segment", "segment text", "excerpt content", "zitatinhalt", "zitat",
        "codiertes segment", "content", "coded", "reference",
    ),
    "start": ("start", "from", "pos0", "index1"),
    "end": ("end", "to", "pos1", "index2"),
    "version": ("version",),
    "excerpt": ("excerpt", "excerpt id"),
    "themes": (
        "themes", "theme", "codes", "code", "tags", "tag", "codename", "code name", "codes applied combined", "codes applied", "node",
        "quirk", "quirks", "tag names", "keywords", "labels", "node name", "hierarchical name", "code path", "kodes", "kode", "codierungen",
    ),
    "stances": ("stance", "stances"),
    "coder": ("coder", "coders", "coded by", "created by", "excerpt creator", "coder name", "user", "modified by",
        "owner", "author", "researcher", "highlighted by", "coded by initials",
        "last modified by", "bearbeitet von", "erstellt von", "codiert von",
    ),
    "blind": ("blind",),
    "standing": ("standing",),
    "held": ("tags held",),
    "checked": ("tags checked",),
}  # fmt: skip
"""What a column may be called, by us and by ATLAS.ti, Condens, Dedoose, Delve, Dovetail, MAXQDA, NVivo, QualCoder, Quirkos, RQDA, Taguette and Transana; the first that a table has counts."""
NOTHING = frozenset({"read", "none", "nothing", "no theme", "-", "–"})
"""What stands for 'read, and nothing applies'."""
YES = frozenset({"yes", "y", "true", "1", "blind"})
NO = frozenset({"no", "n", "false", "0", ""})
TICKS = YES | NO | {"x", "✓", "✔", "☒"}
"""What the cells hold where each code has a column of its own."""
OUR_WIDE = "theme_"
"""How our own table with a column per theme begins their names."""
NO_CODES = frozenset(
    {"id", "row", "number", "evidence", "counts", "weight", "weight score", "memo", "comment"}
    | {"references", "reference number", "coverage", "density", "count", "frequency", "important", "length"}
)
"""Columns of other programs that hold 0 and 1 and are no codes."""


_APPLIED = re.compile(r"code:\s*(?P<code>.+?)(?:\s+applied)?", re.IGNORECASE)
_OF_CODE = re.compile(r"\s*code:.*\s(?:weight|range)\s*", re.IGNORECASE)
"""Columns that Dedoose has beside each code's own."""
_TITLES = 6
"""Rows among which the header stands: some programs put a title above it."""


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """One passage as one person coded it, in the file's own words."""

    where: str
    """Where it stands in the file: 'row 14'."""
    source: str = ""
    """The document as the file calls it: an id, a path, a title."""
    words: str = ""
    start: int | None = None
    end: int | None = None
    """In the frozen text of `version`, the latest where none is told."""
    version: int | None = None
    excerpt: str = ""
    themes: tuple[str, ...] = ()
    stances: tuple[str, ...] | None = None
    """None: nothing is told of stances."""
    coder: str = ""
    blind: bool | None = None
    applies: bool = True
    """False: the coder decided that these themes do not apply."""
    whole: bool = False
    """All that applies is named: what is not does not apply."""
    near: float | None = None
    """How far into the source it stands, 0 to 1, where its words alone may stand there twice."""


@dataclass(frozen=True, slots=True)
class CodingFile:
    """What a file holds of people's coding."""

    passages: tuple[CodedPassage, ...]
    wrong: tuple[str, ...] = ()
    """Rows that cannot be used, each with its remedy."""
    by_machine: int = 0
    """Suggestions of a model among them, left out."""
    notes: tuple[str, ...] = ()
    """What the file holds beside and we have no place for."""


class _BadRow(Exception):
    """A row that cannot be used; the message says why and what to do."""


def read_coding_table(path: Path) -> CodingFile:
    """The coding in a .csv, .tsv or .xlsx file, or in a report that a program printed."""
    sheets = [(title, list(rows)) for title, rows in _sheets(path)]
    tables = {title: table for title, rows in sheets if (table := _table(rows))}
    if not tables:
        raise BadCoding(
            f"{path.name}: no column that says which words are coded; name one 'text', or 'start' and 'end', "
            "and beside it 'document' and 'themes'"
        )
    if not any("themes" in row for table in tables.values() for _, row in table[:1]):
        raise BadCoding(
            f"{path.name}: no column that says how the words are coded; name it 'themes', or give each code a column of 0 and 1"
        )
    if ours := tables.get("Tags"):
        return _from_rows(path, ours, spans=_spans(tables.get("Quotes", [])))
    return _from_rows(path, next(table for table in tables.values() if "themes" in table[0][1]))


def _sheets(path: Path) -> Sequence[tuple[str, Rows]]:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return sheets_of(path, keep_lines=True)
    if suffix in REPORTS and (report := report_rows(path)):
        return [("", report)]
    if suffix in REPORTS and suffix != ".txt":  # a table may be saved as .txt
        raise BadCoding(
            f"{path.name}: is no report of coding as ATLAS.ti, MAXQDA, NVivo, QualCoder or Taguette print it; give the coding"
            " as a table (.csv, .xlsx) or a project (.qdpx)"
        )
    return [("", csv_rows(path))]


def csv_rows(path: Path) -> Rows:
    """The rows of a .csv or .tsv file, each with its number."""
    text = read_text_file(path)[0].lstrip("\ufeff").replace("\x00", "")
    csv.field_size_limit(MAX_LINE)
    filled = [line for line in text.splitlines()[: 2 * _TITLES] if line.strip()]
    header = next((line for line in filled if any(mark in line for mark in ",;\t")), "")
    try:
        # the first line that is no title alone tells what parts the columns: themes are parted by semicolons further down
        return list(enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(header)), 1))
    except csv.Error as err:
        raise BadCoding(f"{path.name}: is not a table ({err}); save it again as CSV UTF-8") from err


def plain_header(row: Sequence[str]) -> list[str]:
    """Names of columns as they are compared: 'Document_Name' is 'document name'."""
    return [re.sub(r"[\s_]+", " ", cell).strip().casefold() for cell in row]


def _table(rows: Rows) -> list[tuple[int, dict[str, str]]]:
    """The rows by what their columns mean, each with its number; none where the columns say nothing of coding."""
    filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return []
    at = next((n for n, (_, row) in enumerate(filled[:_TITLES]) if _says_coding(places_of(row))), 0)
    filled = filled[at:]
    places = places_of(filled[0][1])
    if {"excerpt"} == {"excerpt", "words"} & set(places) and any(
        len(row[places["excerpt"]].split()) > 1 for _, row in filled[1:] if len(row) > places["excerpt"]
    ):
        places["words"] = places.pop("excerpt")  # Dedoose calls the words so, and we their number
    if not _says_coding(places):
        return []
    named = [
        (number, {meaning: row[at].strip() if at < len(row) else "" for meaning, at in places.items()})
        for number, row in filled[1:]
    ]
    return named if "themes" in places else _with_ticks(named, filled, frozenset(places.values()))


def _says_coding(places: Mapping[str, int]) -> bool:
    """Whether columns say which words are meant."""
    return bool({"words", "excerpt"} & set(places)) or {"start", "end"} <= set(places)


def places_of(row: Sequence[str]) -> dict[str, int]:
    """Which column of a header means what."""
    header = plain_header(row)
    places = {
        meaning: header.index(name)
        for meaning, names in COLUMNS.items()
        if (name := next((one for one in names if one in header), None)) is not None
    }
    if len({"start", "end"} & set(places)) == 1:  # MAXQDA's 'End' ends a paragraph, and its 'Beginning' is none of ours
        places = {meaning: at for meaning, at in places.items() if meaning not in {"start", "end"}}
    return places


def _with_ticks(
    rows: list[tuple[int, dict[str, str]]], filled: Sequence[tuple[int, Sequence[str]]], taken: frozenset[int]
) -> list[tuple[int, dict[str, str]]]:
    """The rows with the codes that are ticked in columns of their own, if there are such columns."""
    names = filled[0][1]
    cells = [[row[at].strip().casefold() if at < len(row) else "" for _, row in filled[1:]] for at in range(len(names))]
    ours = any(name.startswith(OUR_WIDE) for name in names)
    codes = [
        at
        for at, name in enumerate(names)
        if at not in taken
        and name.strip()
        and (
            name.startswith(OUR_WIDE)
            if ours
            else name.strip().casefold() not in NO_CODES
            and not _OF_CODE.fullmatch(name)
            and TICKS.issuperset(cells[at])
        )
        and (ours or not NO.issuperset(cells[at]))
    ]
    if not codes:
        return rows
    return [
        (number, {**row, "themes": "\n".join(_code(names[at]) for at in codes if cells[at][index] not in NO)})
        for index, (number, row) in enumerate(rows)
    ]


def _code(name: str) -> str:
    """The code that a column is about: 'theme_shared_purpose' of our own table is 'shared-purpose'."""
    if name.startswith(OUR_WIDE):
        return name.removeprefix(OUR_WIDE).replace("_", "-")
    applied = _APPLIED.fullmatch(name.strip())
    return applied["code"] if applied else name.strip()


def _spans(quotes: Sequence[tuple[int, Mapping[str, str]]]) -> dict[str, Mapping[str, str]]:
    """Where each excerpt of our own workbook stands, by its id."""
    wanted = ("source", "version", "start", "end", "words")
    return {row.get("excerpt", ""): {key: row[key] for key in wanted if key in row} for _, row in quotes}


def _from_rows(
    path: Path, rows: Sequence[tuple[int, Mapping[str, str]]], *, spans: Mapping[str, Mapping[str, str]] | None = None
) -> CodingFile:
    passages, wrong, by_machine = [], [], 0
    for number, row in rows:
        if row.get("standing", "").casefold() == "suggested":
            by_machine += 1
            continue
        if "standing" in row and not row["standing"]:
            continue  # of our own table: an excerpt that carries nothing
        if _suggested_only(row):
            by_machine += 1
            continue
        try:
            passages.append(_passage(f"row {number}", {**(spans or {}).get(row.get("excerpt", ""), {}), **row}))
        except _BadRow as err:
            wrong.append(f"{path.name} row {number}: {err}")
    return CodingFile(tuple(passages), tuple(wrong), by_machine)


def _suggested_only(row: Mapping[str, str]) -> bool:
    """Of our own table with a column per theme: a row in which something holds that no person checked."""
    return "checked" in row and row["checked"] != row.get("held", "")


def _passage(where: str, row: Mapping[str, str]) -> CodedPassage:
    start, end = _number(row, "start"), _number(row, "end")
    if (start is None) != (end is None):
        raise _BadRow("has a start without an end, or an end without a start; give both or neither")
    words = tidy(without_tags(row.get("words", "")))
    if start is None and not words and not row.get("excerpt"):
        raise _BadRow("says not which words are coded; put them in the column 'text'")
    stances = tuple(_listed(row["stances"])) if row.get("stances") else None
    standing = row.get("standing", "").casefold()
    return CodedPassage(
        where,
        source=tidy(row.get("source", "")),
        words=words,
        start=start,
        end=end,
        version=_number(row, "version"),
        excerpt=row.get("excerpt", ""),
        themes=tuple(_listed(row["themes"])),
        stances=None if standing else stances,
        coder=tidy(row.get("coder", "")),
        blind=_yes_or_no(row),
        applies=standing != "rejected",
        whole=not standing,
    )


def _listed(cell: str) -> Iterator[str]:
    for part in re.split(r"[;|\n]", cell):
        plain = tidy(part)
        if plain and plain.casefold() not in NOTHING:
            yield plain


def _number(row: Mapping[str, str], name: str) -> int | None:
    cell = row.get(name, "")
    if not cell:
        return None
    if not cell.isdecimal():
        raise _BadRow(f"the {name} {cell!r} is no whole number; count characters from 0")
    return int(cell)


def _yes_or_no(row: Mapping[str, str]) -> bool | None:
    if "blind" not in row or not row["blind"]:
        return None
    if (said := row["blind"].casefold()) not in YES | NO:
        raise _BadRow(f"the column 'blind' holds {row['blind']!r}; write yes or no")
    return said in YES
