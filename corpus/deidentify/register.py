"""The participant register: who takes part, how they are called in the material, and under which pseudonym."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from learnbrief.corpus.deidentify.keyfile import Keyfile
from learnbrief.corpus.deidentify.labels import split_label
from learnbrief.corpus.deidentify.naming import Person
from learnbrief.corpus.deidentify.spellings import name_key
from learnbrief.corpus.document import Participant
from learnbrief.corpus.errors import BadRegister

COLUMNS = ("name", "variants", "role", "collaborative", "only one")
GROUP = "group:"
"""How a column of the programme's own begins: 'group: profession'. A column named otherwise is a slip, and slips hide names."""
_ALSO_CALLED = {"only_one": "only one", "unique": "only one"}
"""How the last column is named in registers that were made elsewhere."""
_YES, _NO = {"yes", "y", "x", "true", "1"}, {"no", "n", "false", "0", "-"}


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody who is known to take part."""

    people: tuple[Person, ...] = ()
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By a column of the programme's own, then by pseudonym, what its cell says."""

    def shared_groups(self, k: int) -> dict[str, dict[str, str]]:
        """Of the programme's own columns what so many people have in common: fewer might be known by it, so it is not stored."""
        return {name: _shared(cells, k) for name, cells in self.groups.items()}

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The people without their names: what may be stored."""
        return tuple(Participant(person.pseudonym, person.role, person.collaborative) for person in self.people)


def read_register(path: Path, keyfile: Keyfile, *, collaboratives: Mapping[str, str] | None = None) -> Register:
    """The register in a CSV file; whoever had a pseudonym keeps it.

    `collaboratives` maps slug to name; where given, a row may use either and nothing else.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise BadRegister(
            f"{path.name}: cannot be read ({err.strerror}); 'learnbrief new' writes an empty one"
        ) from err
    except UnicodeDecodeError as err:
        raise BadRegister(f"{path.name}: is not UTF-8 text; save it as 'CSV UTF-8'") from err
    try:
        return parse_register(text, keyfile, collaboratives=collaboratives)
    except BadRegister as err:
        raise BadRegister(f"{path.name}: {err}") from err


def parse_register(text: str, keyfile: Keyfile, *, collaboratives: Mapping[str, str] | None = None) -> Register:
    """The register in a CSV text. Errors name the line, never the person."""
    rows = _rows(text)
    _refuse_twins(rows)
    people = []
    for line, row in rows:
        names = (row["name"], *_variants(row))
        people.append(
            Person(
                _pseudonym(names, keyfile),
                row["name"],
                _variants(row),
                row.get("role") or None,
                _collaborative(line, row.get("collaborative") or "", collaboratives),
                only_one=_only_one(line, row),
            )
        )
    keyfile.save()
    return Register(tuple(people), _groups(people, [row for _, row in rows]))


def _groups(people: Iterable[Person], rows: Sequence[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What the programme's own columns say of each person; an empty cell says nothing."""
    found: dict[str, dict[str, str]] = {}
    for person, row in zip(people, rows, strict=True):
        for column in (one for one in row if one.startswith(GROUP)):
            cells = found.setdefault(column.removeprefix(GROUP).strip(), {})
            if said := " ".join(row[column].split()):
                cells[person.pseudonym] = said
    return found


def _shared(cells: Mapping[str, str], k: int) -> dict[str, str]:
    """Cells that at least so many people have, however each is capitalised, as it is written first."""
    written: dict[str, str] = {}
    for value in cells.values():
        written.setdefault(value.casefold(), value)
    held = Counter(value.casefold() for value in cells.values())
    return {who: written[key] for who, value in cells.items() if held[key := value.casefold()] >= k}


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as err:
        raise BadRegister(f"line {reader.line_num}: is not CSV ({err}); check its quotation marks") from err
    lines = [(number, row) for number, row in lines if any(row)]
    if not lines:
        raise BadRegister(f"is empty; its first line must be {','.join(COLUMNS)}")
    header = [_ALSO_CALLED.get(cell.casefold(), cell.casefold()) for cell in lines[0][1]]
    _check_header(header)
    return [(number, _row(number, header, row)) for number, row in lines[1:]]


def _check_header(header: list[str]) -> None:
    unknown = [cell for cell in header if cell not in COLUMNS and not _is_group(cell)]
    if "name" not in header or unknown or len(set(header)) < len(header):
        trouble = (
            f"has no place for a column {unknown[0]!r}" if unknown and "name" in header else "lacks a proper header"
        )
        raise BadRegister(
            f"line 1: {trouble}; the columns are {', '.join(COLUMNS)}, and of your own '{GROUP} profession' and the like"
        )


def _is_group(column: str) -> bool:
    return column.startswith(GROUP) and column != GROUP


def _row(number: int, header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(header) and any(cells[len(header) :]):
        raise BadRegister(
            f"line {number}: has {len(cells)} cells for {len(header)} columns; put variants apart with semicolons"
        )
    row = dict(zip(header, cells, strict=False))
    if not name_key(row.get("name", "")):
        raise BadRegister(f"line {number}: has no name; give one or delete the line")
    if any(not name_key(variant) for variant in _variants(row)):
        raise BadRegister(f"line {number}: has a variant without letters; put variants apart with semicolons")
    return row


def _variants(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(variant.strip() for variant in row.get("variants", "").split(";") if variant.strip())


def _refuse_twins(rows: Iterable[tuple[int, Mapping[str, str]]]) -> None:
    seen: dict[str, int] = {}
    for number, row in rows:
        whole = " ".join(row["name"].casefold().split())
        if whole in seen:
            raise BadRegister(
                f"lines {seen[whole]} and {number}: hold the same name; if they are two people, put what tells them"
                " apart in brackets after the name, as in 'Name (nursing)'"
            )
        seen[whole] = number


_OF_NONE = frozenset({"", "none", "-", "–", "n/a", "not applicable"})
"""What stands in the cell of somebody who belongs to no collaborative, as about.toml may say of an event."""


def _collaborative(line: int, given: str, known: Mapping[str, str] | None) -> str | None:
    if given.casefold() in _OF_NONE or known is None:
        return None if given.casefold() in _OF_NONE else given
    for slug, name in known.items():
        if given.casefold() in (slug.casefold(), name.casefold()):
            return slug
    raise BadRegister(f"line {line}: collaborative {given!r} is none of {', '.join(known)}")


def _only_one(line: int, row: Mapping[str, str]) -> tuple[str, ...]:
    """The titles that nobody else holds: the row's role where the cell says yes, else what the cell lists."""
    cell = row.get("only one", "")
    if cell.casefold() in _NO:
        return ()
    if cell.casefold() not in _YES:
        return tuple(title for part in cell.split(";") if (title := " ".join(part.split())))
    if not row.get("role"):
        raise BadRegister(
            f"line {line}: says 'only one' without a role; write the role, or the title in place of 'yes'"
        )
    return (row["role"],)


def _pseudonym(names: tuple[str, ...], keyfile: Keyfile) -> str:
    """The number somebody already has under any spelling of the name, else a new one."""
    keys = [_key(name) for name in names]
    given = next((found for key in keys if (found := keyfile.known("Person", key))), None)
    pseudonym = given or keyfile.pseudonym("Person", keys[0])
    keyfile.alias("Person", keys[0], pseudonym)
    return pseudonym


def _key(name: str) -> str:
    # What stands in brackets tells two people of one name apart, so here it counts.
    return " ".join(name.casefold().split()) if "(" in name else name_key(name)


def propose_participants(labels: Iterable[str], *, known: Collection[str] = ()) -> list[dict[str, str]]:
    """Rows for participants.csv from speaker labels, for the researcher to confirm; spellings of one name in one row."""
    proposed: dict[str, dict[str, str]] = {}
    taken = {name_key(name) for name in known}
    for label in labels:
        name = split_label(label)
        key = name_key(name) if name else ""
        if not key or key in taken:
            continue
        row = proposed.setdefault(key, {"name": name, "variants": "", "role": "", "collaborative": ""})
        spelt = {spelling for spelling in (row["name"], *row["variants"].split(";"), name) if spelling}
        row["variants"] = ";".join(sorted(spelt - {row["name"]}))
    return list(proposed.values())
