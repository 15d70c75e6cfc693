"""Charts of a brief as SVG or PNG, drawn offline from its own tables; each stands beside its numbers."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import as_file, files
from textwrap import wrap
from typing import Any

from learnbrief.corpus.disclosure import HEARD
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.layout import tables, wording
from learnbrief.outputs.layout.tables import Cell, Table

INK, SOFT, LINE = "#17222d", "#475461", "#d5dcdf"
FONT = "'Source Sans 3', Arial, sans-serif"
SHADES = ("#edf5f5", "#d5e8e8", "#b7d8d9", "#95c5c7", "#27757b", "#175f66", "#0a474d")
"""Light to dark with no middle tone, so that dark or white text is legible on each; numbers stand beside every shade."""
FIRST_DARK = 4
LONGEST_LINE = 13
"""Letters that a column of the heat map has room for: a longer name goes on in the next line and is never cut."""

KEPT = 64
"""Drawings kept in a process, of some ten kilobytes each: an edit makes a brief anew, and its counts are mostly as they were."""

Row = dict[str, Any]
Maker = Callable[[Table], Any]


def draw_charts(brief: Brief) -> dict[str, str]:
    """Every chart of the brief as SVG text, by the id of the table it draws."""
    return {table.id: _svg(maker, table) for maker, table in _charts(brief)}


def draw_pictures(brief: Brief) -> dict[str, bytes]:
    """Every chart as PNG at twice the size, for formats that take no SVG."""
    return {table.id: _png(maker, table) for maker, table in _charts(brief)}


def alternatives(brief: Brief) -> dict[str, str]:
    """What each chart shows, in a sentence for those who cannot see it; the table beside it has every number."""
    said = {}
    for table in _tables(brief):
        said[table.id] = f"{table.caption}. {_gist(table)} Every number stands in the table."
    for table in tables.survey_tables(brief):
        said[table.id] = (
            f"{table.caption} Answers in {wording.counted(len(table.rows), 'wave')}; every number stands in the table."
        )
    return said


def _gist(table: Table) -> str:
    if table.id == "months":
        return f"{wording.counted(len(table.columns) - 1, 'month')}, {wording.counted(len(table.rows) - 1, 'theme')}."
    most = max(table.rows, key=lambda row: _as_number(row[-1].value))
    return f"Most: {most[0].text}, {most[-1].text}."


def _as_number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _tables(brief: Brief) -> list[Table]:
    made = [tables.themes_table(brief), tables.months_table(brief), tables.voices_table(brief)]
    return [table for table in made if table.rows and len(table.columns) > 1]


def _charts(brief: Brief) -> Iterator[tuple[Maker, Table]]:
    """A chart a table that shows something: one of nothing but noughts has no size, and says less than its table."""
    makers: Mapping[str, Maker] = {"themes": _heat, "months": _months, "voices": _bars}
    for table in _tables(brief):
        if _shows_something(table):
            yield makers[table.id], table
    for shares, table in zip(brief.surveys, tables.survey_tables(brief), strict=True):
        counts = [count for wave in shares.waves for count in wave.counts.values()]
        if all(isinstance(count, int) for count in counts) and any(counts):
            yield _shares, table


def _shows_something(table: Table) -> bool:
    return len(table.rows) > 1 and any(_weight(cell) for row in table.rows for cell in _inner(table, row))


def _inner(table: Table, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """What a chart draws of a row: the heat map leaves the sum over all collaboratives to its table."""
    return row[1:-1] if table.id == "themes" else row[1:]


def _heat(table: Table) -> Any:
    """Theme by collaborative: a shaded cell with its number."""
    import altair as alt  # half a second: only who draws pays it

    places = ["\n".join(wrap(place, LONGEST_LINE)) for place in table.columns[1:-1]]
    values: list[Row] = [
        {"row": row[0].text, "place": place, "text": _short(cell.text), "n": _weight(cell)}
        for row in table.rows
        for place, cell in zip(places, row[1:-1], strict=True)
    ]
    most = max([1, *(value["n"] for value in values)])
    for value in values:
        value["shade"] = _shade(value["n"], most)
        value["ink"] = _ink(value["shade"])
    lines = max([1, *(place.count("\n") + 1 for place in places)])
    base = alt.Chart(_rows(alt, values)).encode(
        x=alt.X(
            "place:N",
            sort=places,
            title=None,
            axis=_axis(alt, orient="top", label="split(datum.label, '\\n')", padding=8 + 16 * (lines - 1)),
        ),
        y=alt.Y("row:N", sort=[row[0].text for row in table.rows], title=None, axis=_axis(alt, limit=280)),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=3, cornerRadius=4).encode(color=alt.Color("shade:N", scale=None))
    text = base.mark_text(fontSize=14, fontWeight=600).encode(text="text:N", color=alt.Color("ink:N", scale=None))
    return _styled((cells + text).properties(width=92 * len(places), height=38 * len(table.rows)))


def _weight(cell: Cell) -> int:
    """A count, or in a published table the order of its words."""
    if isinstance(cell.value, str):
        return 3 if cell.value == HEARD else 1
    return _as_number(cell.value)


def _shade(part: int, whole: int) -> str:
    return "#f6f8f8" if part == 0 else SHADES[min(part * len(SHADES) // (whole + 1), len(SHADES) - 1)]


def _ink(shade: str) -> str:
    return "white" if shade in SHADES[FIRST_DARK:] else INK


def _rows(alt: Any, values: list[Row]) -> Any:
    return alt.Data(values=values)


def _short(text: str) -> str:
    return {tables.NOT_RAISED: "–", tables.NO_DATA: "no data"}.get(text, text)


def _months(table: Table) -> Any:
    """Small multiples: per theme, the sources that raised it in front of all sources of the month."""
    import altair as alt

    order = list(table.columns[1:])
    every, *rows = table.rows
    themes = [row[0].text for row in rows]
    values: list[Row] = [
        {"month": month, "theme": row[0].text, "all": _as_number(base.value), "n": _as_number(cell.value)}
        for row in rows
        for month, base, cell in zip(order, every[1:], row[1:], strict=True)
    ]
    x = alt.X("month:N", sort=order, title=None, axis=_axis(alt, label="slice(datum.label, 0, 3)"))
    top = max([1, *(value["all"] for value in values)])
    scale = alt.Scale(domain=[0, top])
    ticks = alt.Axis(tickMinStep=1, tickCount=min(top, 4), gridColor=LINE, domain=False, ticks=False, labelColor=SOFT)
    whole = alt.Y("all:Q", title=None, scale=scale, axis=ticks)
    behind = alt.Chart().mark_bar(color=LINE, size=16).encode(x=x, y=whole)
    front = alt.Chart().mark_bar(color=SHADES[-2], size=16).encode(x=x, y=alt.Y("n:Q", title=None, scale=scale))
    header = alt.Header(labelFontSize=14, labelFontWeight=600, labelAnchor="start", labelColor=INK)
    layers = alt.layer(behind, front, data=_rows(alt, values)).properties(width=max(150, 27 * len(order)), height=84)
    facet = alt.Facet("theme:N", sort=themes, title=None, header=header)
    return _styled(layers.facet(facet=facet, columns=3, spacing={"row": 12, "column": 24}))


def _bars(table: Table) -> Any:
    """One bar a row with its number at the end."""
    import altair as alt

    values: list[Row] = [
        {"row": row[0].text, "n": _as_number(row[-1].value), "text": row[-1].text} for row in table.rows
    ]
    base = alt.Chart(_rows(alt, values)).encode(
        y=alt.Y("row:N", sort=[value["row"] for value in values], title=None, axis=_axis(alt, limit=280)),
        x=alt.X("n:Q", axis=None),
    )
    bars = base.mark_bar(color=SHADES[-2], size=20, cornerRadiusEnd=3)
    text = base.mark_text(align="left", dx=6, fontSize=14, fontWeight=600, color=INK).encode(text="text:N")
    return _styled((bars + text).properties(width=380, height=30 * len(values)))


def _shares(table: Table) -> Any:
    """Answers as shares of those who answered, wave under wave."""
    import altair as alt

    answers = list(table.columns[1:-1])
    shades = [SHADES[round(place * (len(SHADES) - 1) / max(len(answers) - 1, 1))] for place in range(len(answers))]
    values = [value for row in table.rows for value in _segments(row, answers, shades)]
    waves = list(dict.fromkeys(value["wave"] for value in values))
    base = alt.Chart(_rows(alt, values)).encode(
        y=alt.Y("wave:N", sort=waves, title=None, axis=_axis(alt, limit=280)),
        x=alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, 1])),
    )
    legend = alt.Legend(
        title=None, orient="top", labelFontSize=14, symbolType="square", labelLimit=300, columns=len(answers)
    )
    scale = alt.Scale(domain=answers, range=shades)
    bars = base.mark_bar(size=34, stroke="white", strokeWidth=2).encode(
        x2="end:Q", color=alt.Color("answer:N", sort=answers, scale=scale, legend=legend)
    )
    text = base.mark_text(fontSize=14, fontWeight=600).encode(
        x=alt.X("middle:Q", axis=None), text="text:N", stroke=alt.Stroke("ink:N", scale=None), strokeWidth=alt.value(0),
        fill=alt.Fill("ink:N", scale=None),
    )  # fmt: skip
    return _styled((bars + text).properties(width=560, height=52 * len(waves)))


def _segments(row: tuple[Cell, ...], answers: list[str], shades: list[str]) -> list[Row]:
    """One wave as segments from 0 to 1, each with its share where there is room to write it."""
    total = sum(_as_number(cell.value) for cell in row[1:-1]) or 1
    made, at = [], 0.0
    for answer, cell, shade in zip(answers, row[1:-1], shades, strict=True):
        part = _as_number(cell.value) / total
        text = f"{part:.0%}" if total >= wording.ENOUGH_FOR_SHARES else cell.text
        segment = {"wave": f"{row[0].text} ({row[-1].text})", "answer": answer, "start": at, "end": at + part}
        made.append({**segment, "middle": at + part / 2, "text": text if part >= 0.06 else "", "ink": _ink(shade)})
        at += part
    return made


def _axis(alt: Any, *, orient: str | None = None, limit: int = 160, label: str | None = None, padding: int = 8) -> Any:
    options: dict[str, Any] = {
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelPadding": padding,
        "labelLimit": limit,
    }
    options |= {"labelAngle": 0, "labelColor": INK}
    if orient:
        options["orient"] = orient
    if label:
        options["labelExpr"] = label
    return alt.Axis(**options)


def _styled(chart: Any) -> Any:
    return (
        chart.configure(font=FONT, background="transparent", padding=4)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=14, titleFontSize=14)
    )


@lru_cache(maxsize=KEPT)
def _spec(maker: Maker, table: Table) -> str:
    spec: str = maker(table).to_json(validate=False)
    return spec


@lru_cache(maxsize=KEPT)
def _svg(maker: Maker, table: Table) -> str:
    """The chart as SVG for the page: hidden from screen readers, which get the table, and with ids of its own."""
    converter = _converter()
    svg = converter.vegalite_to_svg(_spec(maker, table))
    numbers: dict[str, str] = {}  # the library counts its ids on from chart to chart: equal briefs would differ by them
    svg = re.sub(
        r'(\bid="|url\(#|href="#)([^")]+)',
        lambda found: found[1] + numbers.setdefault(found[2], f"{table.id}-{len(numbers) + 1}"),
        svg,
    )
    return re.sub(r"<svg ", '<svg aria-hidden="true" focusable="false" ', svg, count=1)


@lru_cache(maxsize=KEPT)
def _png(maker: Maker, table: Table) -> bytes:
    picture: bytes = _converter().vegalite_to_png(_spec(maker, table), scale=2)
    return picture


@cache
def _converter() -> Any:
    import vl_convert

    with as_file(files("learnbrief.outputs").joinpath("static")) as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert
