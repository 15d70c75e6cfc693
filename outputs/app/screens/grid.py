"""Theme by whatever is known: role, kind, event, month, question, survey answer, a column of the register."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.codebook import Theme
from learnbrief.corpus.disclosure import few, published_count
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.finding import Spread
from learnbrief.outputs.app.downloads import table_file, table_form
from learnbrief.outputs.app.field import Field, field_of
from learnbrief.outputs.app.grouping import Grouping, grouping_of, groupings
from learnbrief.outputs.app.shading import shade_of
from learnbrief.outputs.app.state import StateDep, page

router = APIRouter(prefix="/explore")
SHOWN = 12
"""Groups on the page, the widest heard; a wider table is read in the file, which holds all."""
COUNTS = {"documents": "sources", "voices": "voices", "excerpts": "excerpts"}
THE_REST = "\x00"
"""Stands for all groups of few people together; no group is called so."""


@dataclass(frozen=True, slots=True)
class Column:
    """One group: how it is called, and who is heard in it."""

    group: str
    name: str
    heard: Spread
    members: frozenset[str]
    """Its excerpts."""
    small: bool = False
    """Fewer people than may be told apart in what is handed on."""


@router.get("/grid")
def grid(
    request: Request, state: StateDep, by: str = "role", count: str = "", form: str = "", share: bool = False
) -> Response:
    """The grid, or with ?form= a file of it; with share as well, one that may be handed on."""
    field = field_of(request, state)
    if field is None or not field.excerpts:
        return page(request, "explore_empty.html", {})
    choices = list(groupings(state, field))
    grouping = grouping_of(by, choices)
    count = count or ("voices" if grouping.asked else "documents")
    if count not in COUNTS:
        raise BadInput("Sources, voices or excerpts can be counted.")
    columns = _columns(grouping, field, state.k)
    if form:
        table = _to_share(columns, field, count, state.k) if share else _table(columns, field, count)
        return table_file(table_form(form), "grid", *table)
    return page(
        request, "explore_grid.html", _shown(field, grouping, columns, count) | {"choices": choices, "k": state.k}
    )


def _columns(grouping: Grouping, field: Field, k: int) -> list[Column]:
    """Every group with somebody in it, in the order that the grouping gives, else the widest heard first."""
    groups: dict[str, list[Excerpt]] = {}
    for one in field.excerpts.values():
        groups.setdefault(grouping.of(one), []).append(one)
    found = []
    for group, members in groups.items():
        heard = field.spread(members)
        small = grouping.people and bool(group) and heard.voices < k
        ids = frozenset(one.excerpt_id for one in members)
        found.append(Column(group, grouping.called(group), heard, ids, small))
    order = {} if grouping.asked else {group: number for number, group in enumerate(grouping.names)}
    return sorted(
        found,
        key=lambda one: (not one.group, order.get(one.group, len(order)), -one.heard.voices, one.name.casefold()),
    )


def _rows(columns: Sequence[Column], field: Field, count: str) -> list[tuple[Theme, list[int]]]:
    """Each theme with its count in every column; an excerpt is looked at once for each theme that it carries."""
    column_of = {one: number for number, column in enumerate(columns) for one in column.members}
    found = []
    for theme in field.codebook.themes:
        members: list[list[Excerpt]] = [[] for _ in columns]
        for one in field.with_theme(theme.slug):
            if (number := column_of.get(one.excerpt_id)) is not None:
                members[number].append(one)
        found.append((theme, [getattr(field.spread(some), count) for some in members]))
    return found


def _shown(field: Field, grouping: Grouping, columns: Sequence[Column], count: str) -> dict[str, Any]:
    widest = sorted(columns, key=lambda one: (not one.group, -one.heard.voices))[:SHOWN]
    shown = [one for one in columns if one in widest]
    rows = [(theme, list(zip(shown, cells, strict=True))) for theme, cells in _rows(shown, field, count)]
    return {
        "rows": rows,
        "columns": shown,
        "left_out": len(columns) - len(shown),
        "grouping": grouping,
        "count": count,
        "counts": COUNTS,
        "shade": shade_of(n for _, cells in rows for _, n in cells),
        "view": "grid",
    }


Table = tuple[list[str], list[list[object]]]


def _table(columns: Sequence[Column], field: Field, count: str) -> Table:
    """Everything, for the team."""
    header = ["theme", *(one.name for one in columns)]
    rows: list[list[object]] = [[theme.name, *cells] for theme, cells in _rows(columns, field, count)]
    return header, [*rows, ["people heard, at most", *(one.heard.voices for one in columns)]]


def _to_share(columns: Sequence[Column], field: Field, count: str, k: int) -> Table:
    """Words for numbers that are too small, groups of few people together, and no totals to work anything out from."""
    told = [one for one in columns if not one.small]
    if small := [one for one in columns if one.small]:
        members = frozenset().union(*(one.members for one in small))
        heard = field.spread([field.excerpts[one] for one in members])
        if heard.voices >= k:
            told.append(replace(small[0], group=THE_REST, name=f"groups of {few(k)} together", members=members))
    header = ["theme", *(one.name for one in told)]
    return header, [
        [theme.name, *(published_count(cell, k=k) for cell in cells)] for theme, cells in _rows(told, field, count)
    ]
