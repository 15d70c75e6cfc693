"""Explore: search, and the material seen by theme, place, time and likeness; every view can be downloaded."""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnbrief.corpus.document import Excerpt, Kind
from learnbrief.corpus.store.material import Card
from learnbrief.corpus.visitors import speaks_for, told_beside
from learnbrief.outputs.app.downloads import table_file, table_form
from learnbrief.outputs.app.field import Field, field_of, remember
from learnbrief.outputs.app.grouping import Grouping, grouping_of, groupings
from learnbrief.outputs.app.paging import page_of
from learnbrief.outputs.app.roles import lets_in
from learnbrief.outputs.app.shading import shade_of
from learnbrief.outputs.app.state import AppState, StateDep, page
from learnbrief.outputs.layout.tables import NOT_RAISED, NOT_RAISED_MEANS

router = APIRouter(prefix="/explore")
SHOWN = 50
LISTED = 100
"""Excerpts on one page of a list: some ten minutes of reading."""
START = "POST /briefs/start"
FILTERS = ("theme", "also", "stance", "collaborative", "kind", "since", "until", "by", "group")


def _view(build: Callable[[AppState, Field], dict[str, Any]], template: str, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """A view that is a page, or with ?form= a file holding the same table."""

    def view(request: Request, state: StateDep, form: str = "") -> Response:
        field = field_of(request, state)
        if field is None or not field.excerpts:
            return page(request, "explore_empty.html", {})
        values = build(state, field)
        if form:
            return table_file(table_form(form), name, *values["table"])
        return page(request, template, values | {"codebook": field.codebook, "view": name})

    return view


@router.get("")
def search(request: Request, state: StateDep, words: str = "", form: str = "") -> Response:
    """Excerpts by meaning and by word."""
    field = field_of(request, state)
    if field is None or not field.excerpts:
        return page(request, "explore_empty.html", {})
    filters = _filters(request)
    hits = state.services.search(words, filters=filters, limit=SHOWN) if words.strip() else []
    labelled = filters.get("theme") or filters.get("stance")  # a hit under a label tells the label
    found = [
        field.excerpts[one] for one, _ in hits if one in field.excerpts and not (labelled and one in field.reserved)
    ]
    return _listing(request, state, field, found, filters, words=words, form=form, name="search")


@router.get("/excerpts")
def excerpts(request: Request, state: StateDep, form: str = "") -> Response:
    """Every excerpt behind a cell of a table."""
    field = field_of(request, state)
    if field is None:
        return page(request, "explore_empty.html", {})
    filters = _filters(request)
    grouping = grouping_of(filters["by"], groupings(state, field)) if "by" in filters else None
    found = list(_passing(field, filters, grouping))
    return _listing(request, state, field, found, filters, words="", form=form, name="excerpts")


def _filters(request: Request) -> dict[str, str]:
    return {name: value for name in FILTERS if (value := request.query_params.get(name, ""))}


def _passing(field: Field, filters: dict[str, str], grouping: Grouping | None) -> Iterator[Excerpt]:
    """What the filters leave, in the order of the material; a source is asked once, however much is said in it."""
    sources = {key for key, card in field.cards.items() if _source_passes(card, filters)}
    labels = {filters[name] for name in ("theme", "also", "stance") if name in filters}
    place = filters.get("collaborative", "")
    for one in field.excerpts.values():
        if (
            one.document_id in sources
            and place in ("", one.collaborative or "none")
            and labels <= field.labels(one.excerpt_id)
            and (grouping is None or grouping.of(one) == filters.get("group", ""))
        ):
            yield one


def _source_passes(card: Card, filters: dict[str, str]) -> bool:
    day = card.date.isoformat()
    return filters.get("kind", "") in ("", card.kind.value) and filters.get("since", day) <= day <= filters.get(
        "until", day
    )


def _labelled(excerpt_id: str, field: Field, filters: dict[str, str]) -> bool:
    """Whether an excerpt would be listed under the themes asked for, were it not kept for blind coding."""
    wanted = {filters[name] for name in ("theme", "also", "stance") if name in filters}
    return bool(wanted) and wanted <= field.tagged.get(excerpt_id, frozenset())


def _listing(
    request: Request,
    state: AppState,
    field: Field,
    found: Sequence[Excerpt],
    filters: dict[str, str],
    *,
    words: str,
    form: str,
    name: str,
) -> Response:
    if form:
        remember(state, field, (one.excerpt_id for one in found))
        header = ["excerpt", "text", "voice", "role", "collaborative", "source", "kind", "date", "themes"]
        return table_file(table_form(form), name, header, [_row(state, field, one) for one in found])
    names = {theme.slug: theme.name for theme in field.codebook.themes}
    here = page_of(request, found, LISTED)
    remember(state, field, (one.excerpt_id for one in here.items))
    values = {
        "found": [
            (one, field.cards[one.document_id], [names[slug] for slug in sorted(field.labels(one.excerpt_id))])
            for one in here.items
        ],
        "paged": here,
        "count": len(found),
        "words": words,
        "filters": filters,
        "codebook": field.codebook,
        "kinds": list(Kind),
        "view": name,
        "query": request.url.query,
        "back": f"{request.url.path}?{request.url.query}",
        "told_by": grouping_of(filters["by"], groupings(state, field)).told(filters.get("group", ""))
        if "by" in filters
        else "",
        # its button has an address of its own, so that the role is asked here
        "briefs": [one for one in state.store.briefs.heads() if one.open] if lets_in(request, START) else [],
        "kept_blind": sum(_labelled(one, field, filters) for one in field.reserved),
    }
    return page(request, "explore.html", values)


def _row(state: AppState, field: Field, one: Excerpt) -> list[object]:
    card = field.cards[one.document_id]
    themes = ", ".join(sorted(field.labels(one.excerpt_id)))
    place = state.collaborative_name(one.collaborative) if one.collaborative else ""
    return [
        one.excerpt_id,
        one.text,
        one.voice.label,
        one.role,
        told_beside(one, place),
        card.title,
        card.kind.words,
        card.date,
        themes,
    ]


def _matrix(state: AppState, field: Field) -> dict[str, Any]:
    """Sources per theme and collaborative; None where nobody of the collaborative was heard at all."""
    places = [one.slug for one in state.programme.collaboratives]
    heard = {place for place in places if field.heard(place)}
    rows = []
    for theme in field.codebook.themes:
        carrying = field.with_theme(theme.slug)
        cells = [
            (place, field.sources([one for one in carrying if speaks_for(one) == place]) if place in heard else None)
            for place in places
        ]
        rows.append((theme, cells, field.sources(carrying)))
    header = ["theme", *(state.collaborative_name(place) for place in places), "all"]
    table = [[theme.name, *("not heard" if n is None else n for _, n in cells), total] for theme, cells, total in rows]
    return {
        "rows": rows,
        "places": places,
        "shade": shade_of(n for _, cells, _ in rows for _, n in cells),
        "table": (header, table),
        "not_raised": NOT_RAISED,
        "not_raised_means": NOT_RAISED_MEANS,
    }


def _together(state: AppState, field: Field) -> dict[str, Any]:
    """How many excerpts carry two themes at once, most first."""
    order = {theme.slug: theme for theme in field.codebook.themes}
    counts = Counter(
        both for themes in field.tagged.values() for both in combinations([one for one in order if one in themes], 2)
    )
    pairs = sorted(
        ((n, order[one], order[two]) for (one, two), n in counts.items()),
        key=lambda pair: (-pair[0], pair[1].name, pair[2].name),
    )
    table = [[one.name, two.name, n] for n, one, two in pairs]
    return {
        "pairs": pairs[:60],
        "most": max((n for n, _, _ in pairs), default=1),
        "table": (["theme", "with", "excerpts"], table),
    }


def _months(state: AppState, field: Field) -> dict[str, Any]:
    """Sources per theme and month, with how many sources each month had."""
    month_of = {document_id: card.date.strftime("%Y-%m") for document_id, card in field.cards.items()}
    months = sorted(set(month_of.values()))
    rows = []
    for theme in field.codebook.themes:
        carrying = field.with_theme(theme.slug)
        cells = [
            (month, field.sources([one for one in carrying if month_of[one.document_id] == month])) for month in months
        ]
        rows.append((theme, cells))
    base = [sum(month == one for one in month_of.values()) for month in months]
    table = [[theme.name, *(n for _, n in cells)] for theme, cells in rows]
    return {
        "rows": rows,
        "months": [(month, *_bounds(month)) for month in months],
        "shade": shade_of(n for _, cells in rows for _, n in cells),
        "base": base,
        "table": (["theme", *months], [*table, ["sources in all", *base]]),
    }


def _bounds(month: str) -> tuple[str, str]:
    """First and last day."""
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-01", f"{month}-{monthrange(year, number)[1]:02}"


def _map(state: AppState, field: Field) -> dict[str, Any]:
    """Excerpts in the plane, near ones saying similar things."""
    ids = sorted(field.excerpts)
    remember(state, field, ids)
    with state.map_lock:
        points = state.services.map_points(ids)
    topics = {theme.slug: theme.name for theme in field.codebook.topics}
    order = list(topics)
    dots = []
    for one, (x, y) in zip(ids, points, strict=True):
        first = next((slug for slug in order if slug in field.labels(one)), "")
        dots.append((one, round(x * 960 + 20, 1), round(y * 560 + 20, 1), first, field.excerpts[one].text))
    table = [[one, x, y, topics.get(theme, ""), text] for one, x, y, theme, text in dots]
    return {
        "dots": dots,
        "topics": topics,
        "shapes": {slug: n for n, slug in enumerate(order)},
        "table": (["excerpt", "x", "y", "first theme", "text"], table),
    }


@router.get("/map")
def excerpt_map(request: Request, state: StateDep) -> Response:
    """The map's page; its points follow, since the first drawing takes a while."""
    field = field_of(request, state)
    if field is None or not field.excerpts:
        return page(request, "explore_empty.html", {})
    return page(request, "explore_map.html", {"view": "map", "count": len(field.excerpts)})


router.add_api_route("/matrix", _view(_matrix, "explore_matrix.html", "matrix"), methods=["GET"])
router.add_api_route("/together", _view(_together, "explore_together.html", "together"), methods=["GET"])
router.add_api_route("/months", _view(_months, "explore_months.html", "months"), methods=["GET"])
router.add_api_route("/map/points", _view(_map, "explore_points.html", "map"), methods=["GET"])
