"""Findings laid out as blocks, and which of them stand in the main part of a brief."""

from dataclasses import dataclass

from outputs.brief.brief import Brief, Evidence, Point
from outputs.layout import wording
from outputs.layout.blocks import Mark, PointBlock, QuoteLine

EQUITY, LEADERS = "equity", "leadership"
"""Themes with a section of their own, where the codebook has them."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it stands in the main part."""

    themes: int
    per_theme: int
    quotes: int
    listed: int
    """Quotes in a list of actions or questions; headings in a list of barriers or enablers take half the room each."""


TIGHT = 2
"""Themes in the main part from which on every section gives way."""

SIZES = {
    "event": (
        Size(4, 2, 2, 5),
        Size(4, 1, 2, 4),
        Size(3, 1, 2, 3),
        Size(3, 1, 1, 2),
        Size(2, 1, 1, 2),
        Size(1, 1, 1, 1),
    ),
    "collaborative": (Size(5, 2, 2, 6), Size(4, 1, 2, 4), Size(3, 1, 1, 3), Size(2, 1, 1, 2), Size(1, 1, 1, 1)),
    "cohort": (
        Size(12, 1, 2, 6),
        Size(5, 1, 2, 6),
        Size(4, 1, 2, 4),
        Size(4, 1, 1, 3),
        Size(3, 1, 1, 3),
        Size(2, 1, 1, 2),
        Size(1, 1, 1, 1),
    ),
    "theme": (Size(99, 99, 4, 12),),
}
"""Widest first; what is printed on two pages takes the first that fits them."""


def sizes(brief: Brief) -> tuple[Size, ...]:
    """The sizes a brief of this kind may have, widest first."""
    return SIZES.get(brief.scope.kind, SIZES["cohort"])


def quote_line(item: Evidence, brief: Brief) -> QuoteLine:
    """One excerpt ready to be laid out as a quote."""
    return QuoteLine(
        excerpt=item.excerpt,
        text=item.text,
        verbatim=item.kind == "verbatim",
        attribution=wording.attribution(item, brief),
        document=item.document,
        collaborative=item.collaborative,
    )


def strip(point: Point, brief: Brief) -> tuple[Mark, ...]:
    """Which collaboratives raised it, which were heard but not on this, and from which there is nothing."""
    withheld = point.spread.places != len(point.spread.collaboratives)
    if not wording.many_collaboratives(brief) or withheld:
        return ()
    marks = []
    for line in brief.programme.collaboratives:
        raised = line.slug in point.spread.collaboratives
        state = "raised" if raised else "silent" if line.slug in brief.base.by_collaborative else "no data"
        marks.append(Mark(line.name, state, line.slug))  # type: ignore[arg-type]
    return tuple(marks)


def point_block(point: Point, brief: Brief, *, quotes: int = 4, under_theme: bool = False) -> PointBlock:
    """One finding in full."""
    return PointBlock(
        point=point.id,
        heading=point.heading,
        theme=brief.theme_name(point.theme),
        stance=point.stance,
        spread=wording.spread_line(point.spread, brief),
        strip=strip(point, brief),
        quotes=tuple(quote_line(item, brief) for item in point.quoted[:quotes]),
        differed=tuple(wording.differed(point, brief)),
        composed=point.heading_from != "evaluator" and any(one.heading_from == "evaluator" for one in brief.findings),
        under_theme=under_theme,
    )


def own_section(point: Point, brief: Brief) -> str:
    """Where a finding stands in full: each has one place."""
    if point.stance in ("action", "question"):
        return "voiced"
    if brief.scope.kind != "theme" and point.theme in (EQUITY, LEADERS):
        return point.theme
    return "heard"


def main_points(brief: Brief, size: Size) -> dict[str, list[Point]]:
    """Findings that stand in full in the main part, by section; messages always, then the widest of each theme.

    What one voice or one source says stands there only where nobody says more.
    """
    firm = any(not point.tentative for point in brief.findings)
    shown: dict[str, list[Point]] = {"heard": [], EQUITY: [], LEADERS: []}
    per_theme: dict[tuple[str, str | None], int] = {}
    themes: list[str] = []
    ordered = sorted(brief.findings, key=lambda point: point.id not in brief.messages)
    for point in ordered:
        place = own_section(point, brief)
        alone = firm and point.tentative and brief.scope.kind != "theme" and point.id not in brief.messages
        if place == "voiced" or alone:
            continue
        # Leaders and equity show what helped and what hindered side by side.
        beside = place == LEADERS or (place == EQUITY and size.themes > TIGHT)
        key = (point.theme, point.stance if beside else None)
        if place == "heard" and point.theme not in themes:
            themes.append(point.theme)
        room = per_theme.get(key, 0) < size.per_theme and (place != "heard" or themes.index(point.theme) < size.themes)
        if room or point.id in brief.messages:
            per_theme[key] = per_theme.get(key, 0) + 1
            shown[place].append(point)
    return shown
