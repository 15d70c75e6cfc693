"""The whole hub as files: pages, feed, search and looks; the published briefs are put beside them by whoever holds the store."""

from functools import cache
from importlib.resources import files

from learnbrief.outputs.hub.feed import feed
from learnbrief.outputs.hub.pages import drawn, pages
from learnbrief.outputs.hub.searching import search_data
from learnbrief.outputs.hub.shelf import Hub
from learnbrief.outputs.render.html import style_sheet

FEED, STYLE, TEXTS = "feed.xml", "hub.css", "search-texts.js"


def site(hub: Hub) -> dict[str, bytes]:
    """Path within the hub to content; the same hub gives the same bytes."""
    made = {page.path: drawn(page, hub) for page in pages(hub)}
    made[FEED] = feed(hub)
    made[TEXTS] = search_data(hub)
    made[STYLE] = f"{style_sheet()}\n{_read('templates', 'hub', 'hub.css')}"
    made["hub.js"] = _read("templates", "hub", "hub.js")
    made["minisearch.js"] = _read("static", "minisearch", "minisearch.js")
    made["minisearch-LICENSE.txt"] = _read("static", "minisearch", "LICENSE.txt")
    return {path: text.encode() for path, text in made.items()}


def brief_path(brief_id: str) -> str:
    """Where the published brief itself stands, whole and by itself."""
    return f"briefs/{brief_id}/brief.html"


@cache
def _read(*parts: str) -> str:
    return files("learnbrief.outputs").joinpath(*parts).read_text(encoding="utf-8")
