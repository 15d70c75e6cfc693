"""What the search of the hub looks through: a list of texts in a script, since pages opened from a folder may read no file."""

import json
from collections.abc import Iterator

from learnbrief.outputs.hub.pages import kind_of
from learnbrief.outputs.hub.shelf import Entry, Hub, entry
from learnbrief.outputs.layout import wording


def search_data(hub: Hub) -> str:
    """A script that hands the texts to the page; the index over them is built there, in a moment, for there are few."""
    rows = [{"id": number, **row} for number, row in enumerate(_rows(hub))]
    # a closing tag within a text could end the script if somebody pasted it into a page
    words = json.dumps(rows, ensure_ascii=False, indent=0).replace("</", "<\\/")
    return f"window.HUB_TEXTS = {words};\n"


def _rows(hub: Hub) -> Iterator[dict[str, str]]:
    for brief in hub.briefs:
        place = f"briefs/{brief.id}/index.html"
        yield _row(place, brief.title, f"{kind_of(brief)}. {wording.period(brief)}", brief.written.why_now)
        for question in brief.written.questions_for_boards:
            yield _row(f"boards.html#q-{brief.id}", question, f"Question for boards · {brief.title}", "")
        for finding in brief.findings:
            yield _of_entry(entry(brief, finding), hub)
    for one in hub.resources:
        text = " ".join(part for part in (one.text, one.audience) if part)
        yield _row(f"resources.html#{one.name}", one.title, wording.capital(one.kind), text)


def _of_entry(found: Entry, hub: Hub) -> dict[str, str]:
    head = found.block.headline
    text = " ".join([*(side.text for side in head.sides), *(quote.text for quote in found.block.quotes)])
    return _row(found.link, found.words, " · ".join(filter(None, (head.theme, found.brief.title))), text)


def _row(link: str, title: str, about: str, text: str) -> dict[str, str]:
    return {"link": link, "title": title, "about": about, "text": text}
