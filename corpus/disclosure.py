"""What a published brief may show, so that nobody can be told from it; pure rules, applied where the brief is built.

Small numbers are people: a role held by few in a collaborative, a theme that one voice holds there, a count that can
be worked out from totals. Evaluators see everything; these rules are for what leaves the room.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from learnbrief.corpus.document import Participant

K = 5
"""Groups of fewer people than this are not told apart, unless the settings say otherwise."""
HEARD, NOT_HEARD = "heard", "not heard"

Shown = int | str
"""A number, or words that stand for one."""


@dataclass(frozen=True, slots=True)
class Holders:
    """How many people of the register hold each role group, in each collaborative and in all."""

    by_place: Mapping[tuple[str, str], int]
    by_role: Mapping[str, int]

    @classmethod
    def of(cls, participants: Iterable[Participant]) -> "Holders":
        """Counted from the register."""
        known = [participant for participant in participants if participant.role]
        places = Counter((str(one.role), one.collaborative) for one in known if one.collaborative)
        return cls(dict(places), dict(Counter(str(one.role) for one in known)))


@dataclass(frozen=True, slots=True)
class Attribution:
    """What may stand under a published quote."""

    role: str | None
    kind: str
    """The kind of source in words: 'webinar transcript'."""
    collaborative: str | None
    left_out: tuple[str, ...] = ()
    """Why something is not said, in words that can be printed; empty where all is."""


def attribute(
    *,
    role: str | None,
    kind: str,
    collaborative: str | None,
    holders: Holders,
    voices_there: int,
    k: int = K,
    place_is_known: bool = False,
) -> Attribution:
    """Role group and source kind, and the collaborative only where it gives nobody away.

    `voices_there` counts the voices that hold the theme in that collaborative. Where the reader knows the
    collaborative anyway (`place_is_known`: a brief about it alone), the role is left out instead.
    """
    reasons = list(_reasons(role, collaborative, holders, voices_there, k))
    shown_role, shown_place = role, collaborative
    if role and holders.by_role.get(role, 0) < 2:
        shown_role = None
        reasons.append("only one person in the programme holds this role")
    if collaborative and _gives_away(role, collaborative, holders, voices_there, k):
        shown_place = None
        shown_role = None if place_is_known else shown_role
    return Attribution(shown_role, kind, shown_place, tuple(reasons))


def _gives_away(role: str | None, collaborative: str, holders: Holders, voices_there: int, k: int) -> bool:
    return any(_reasons(role, collaborative, holders, voices_there, k))


def _reasons(role: str | None, collaborative: str | None, holders: Holders, voices_there: int, k: int) -> Iterable[str]:
    if collaborative is None:
        return
    if role and holders.by_place.get((role, collaborative), 0) < k:
        yield f"fewer than {k} people hold this role there"
    if voices_there <= 1:
        yield "one voice holds this theme there"


def published_count(count: int, *, k: int = K) -> str:
    """'heard', 'not heard' or 'fewer than 5'."""
    if count < 0:
        raise ValueError(f"a count of {count}")
    return NOT_HEARD if count == 0 else few(k) if count < k else HEARD


def few(k: int = K) -> str:
    """The words for a count that is above nought and too small to give."""
    return f"fewer than {k}"


def published_total(count: int, *, k: int = K) -> str:
    """A total that may not be given as a number, in words."""
    return few(k) if 0 < count < k else f"{k} or more" if count else NOT_HEARD


def in_places(places: int, heard: int) -> str:
    """A rank in words where numbers would be too small to give: of the collaboratives heard, in how many."""
    if places < 1:
        return "in no place that is known"
    if places == 1:
        return "in one place"
    return "in most places" if 2 * places > heard else "in several places"


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table in words, with as many totals as numbers as can be given without undoing the words."""

    cells: Mapping[str, Mapping[str, Shown]]
    row_totals: Mapping[str, Shown]
    column_totals: Mapping[str, Shown]
    total: Shown


def publish_table(
    cells: Mapping[str, Mapping[str, int]],
    *,
    k: int = K,
    row_totals: Mapping[str, int] | None = None,
    column_totals: Mapping[str, int] | None = None,
    total: int | None = None,
) -> PublishedTable:
    """Counts as words, and a total as a number only where no small count can be narrowed down from what is shown.

    A small count may still be anything from 1 to k-1 for a reader who knows every total shown and adds up. Totals
    default to sums; where a total counts more than its cells (sources of no collaborative), give it: the reader is
    taken to know the difference. `total`, where it is given, is told in any case, and the others are chosen around it.
    """
    table = _Table.of(cells)
    if total is not None and table.tells_itself(total):  # words would only pretend to hide it
        return PublishedTable(cells, row_totals or {}, column_totals or {}, total)
    rows, columns, grand_is_safe = _safe_totals(table, k) if total is None else _totals_around(table, k)
    given_rows = row_totals or dict(zip(table.rows, table.row_sums, strict=True))
    given_columns = column_totals or dict(zip(table.columns, table.column_sums, strict=True))
    grand = sum(table.row_sums) if total is None else total
    return PublishedTable(
        {
            row: {column: published_count(cells[row].get(column, 0), k=k) for column in table.columns}
            for row in table.rows
        },
        {row: n if row in rows else published_total(n, k=k) for row, n in given_rows.items()},
        {column: n if column in columns else published_total(n, k=k) for column, n in given_columns.items()},
        grand if grand_is_safe or total is not None else published_total(grand, k=k),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, cells: Mapping[str, Mapping[str, int]]) -> "_Table":
        columns = tuple(dict.fromkeys(column for row in cells.values() for column in row))
        return cls(tuple(cells), columns, tuple(tuple(row.get(c, 0) for c in columns) for row in cells.values()))

    def tells_itself(self, total: int) -> bool:
        """Whether a total alone tells every cell: all of it stands in one, or all of it is one source."""
        return total == 1 or sum(count > 0 for row in self.counts for count in row) == 1

    @property
    def row_sums(self) -> list[int]:
        return [sum(row) for row in self.counts]

    @property
    def column_sums(self) -> list[int]:
        return [sum(column) for column in zip(*self.counts, strict=True)]


@lru_cache(maxsize=64)  # hundreds of small linear programmes: an edit that moves no count must not repeat them
def _safe_totals(table: _Table, k: int) -> tuple[frozenset[str], frozenset[str], bool]:
    """Totals that may be given together, and whether the grand total may, too.

    Row totals come first, then each column total that still hides every small count.
    """
    rows = {name for name, counts in zip(table.rows, table.counts, strict=True) if _line_hides(counts, k)}
    columns: set[str] = set()
    for name, column in zip(table.columns, zip(*table.counts, strict=True), strict=True):
        if _line_hides(column, k) and _all_full(table, rows, {*columns, name}, k):
            columns.add(name)
    # The grand total follows from all the rows or all the columns, and adds to what either tells.
    grand_is_safe = len(rows) == len(table.rows) or _all_full(table, rows, columns, k, grand=True)
    return frozenset(rows), frozenset(columns), grand_is_safe


@lru_cache(maxsize=64)
def _totals_around(table: _Table, k: int) -> tuple[frozenset[str], frozenset[str], bool]:
    """Totals that may be given beside a grand total that everybody knows, the largest first: they tell a reader most."""
    rows: set[str] = set()
    columns: set[str] = set()
    for name, _ in sorted(zip(table.rows, table.row_sums, strict=True), key=lambda line: -line[1]):
        if _all_full(table, {*rows, name}, columns, k, grand=True):
            rows.add(name)
    for name, _ in sorted(zip(table.columns, table.column_sums, strict=True), key=lambda line: -line[1]):
        if _all_full(table, rows, {*columns, name}, k, grand=True):
            columns.add(name)
    return frozenset(rows), frozenset(columns), True


def _line_hides(counts: Sequence[int], k: int) -> bool:
    """Whether the sum of one line leaves each of its small counts anything from 1 to k-1."""
    small = sum(0 < count < k for count in counts)
    big = sum(count >= k for count in counts)
    if not small:
        return True
    room = sum(counts) - big * k - (small - 1)  # what one small count could be at most
    least = 1 if big else sum(counts) - (small - 1) * (k - 1)
    return room >= k - 1 and least <= 1


def _all_full(table: _Table, rows: set[str], columns: set[str], k: int, *, grand: bool = False) -> bool:
    """Whether every small count can still be both 1 and k-1, whatever is worked out from these totals together."""
    import numpy as np
    from scipy.optimize import linprog

    counts = np.array(table.counts, dtype=float)
    small = [(r, c) for r, c in np.argwhere((counts > 0) & (counts < k))]
    if not small:
        return True
    sums, values = _constraints(table, rows, columns, grand=grand)
    bounds = [_bounds(int(count), k) for count in counts.ravel()]
    open_ends = {(int(r * counts.shape[1] + c), end) for r, c in small for end in (1, k - 1)}
    while open_ends:
        at, end = min(open_ends)
        aim = np.zeros(counts.size)
        for other, value in open_ends:  # all of these together weigh less than one whole number of the one asked for
            aim[other] = (1 if value == 1 else -1) / (2 * k * counts.size)
        aim[at] = 1 if end == 1 else -1
        # With whole-number totals the corners of this set are whole numbers, so the ends are exact.
        best = linprog(aim, A_eq=sums or None, b_eq=values or None, bounds=bounds)
        if not best.success or abs(best.x[at] - end) > 1e-6:
            return False
        # A corner is a table that the totals allow: it shows the ends of other counts too, which then need no asking.
        open_ends -= {(other, value) for other, value in open_ends if abs(best.x[other] - value) <= 1e-6}
    return True


def _bounds(count: int, k: int) -> tuple[float, float | None]:
    """What the words for a count let a reader know of it."""
    return (0, 0) if count == 0 else (1, k - 1) if count < k else (k, None)


def _constraints(
    table: _Table, rows: set[str], columns: set[str], *, grand: bool
) -> tuple[list[list[float]], list[float]]:
    width, height = len(table.columns), len(table.rows)
    sums: list[list[float]] = []
    values: list[float] = []
    for r, name in enumerate(table.rows):
        if name in rows:
            sums.append([float(at // width == r) for at in range(width * height)])
            values.append(float(table.row_sums[r]))
    for c, name in enumerate(table.columns):
        if name in columns:
            sums.append([float(at % width == c) for at in range(width * height)])
            values.append(float(table.column_sums[c]))
    if grand:
        sums.append([1.0] * (width * height))
        values.append(float(sum(table.row_sums)))
    return sums, values
