"""The Atom feed of the hub: an entry per brief, so that readers learn of a new one, and of one that is gone."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from learnbrief.corpus.identity import stable_id
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.hub.pages import kind_of
from learnbrief.outputs.hub.shelf import Hub
from learnbrief.outputs.layout import wording

ATOM = "http://www.w3.org/2005/Atom"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Of a feed without entries: Atom wants a moment, and that of building would make every build another."""


def feed(hub: Hub) -> str:
    """Every brief as an entry, newest first, in plain words; the same hub gives the same bytes."""
    top = Element("feed", {"xmlns": ATOM, "xml:lang": hub.programme.language})
    _text(top, "title", hub.programme.name)
    _text(top, "subtitle", "What we have learned so far")
    _text(top, "id", f"urn:learnbrief:{stable_id('h', hub.programme.name)}")
    _text(top, "updated", _moment(max((approved_at(brief) for brief in hub.briefs), default=NEVER)))
    SubElement(SubElement(top, "author"), "name").text = hub.programme.name
    SubElement(top, "link", rel="alternate", type="text/html", href=_address(hub, "index.html"))
    SubElement(top, "link", rel="self", type="application/atom+xml", href=_address(hub, "feed.xml"))
    for brief in hub.briefs:
        _entry(top, brief, hub)
    indent(top)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{tostring(top, encoding='unicode')}\n"


def approved_at(brief: Brief) -> datetime:
    """When somebody signed it."""
    return (brief.checks.signed_off_at or brief.made.at).astimezone(UTC).replace(microsecond=0)


def _entry(top: Element, brief: Brief, hub: Hub) -> None:
    made = SubElement(top, "entry")
    _text(made, "title", brief.title)
    _text(made, "id", f"urn:learnbrief:{brief.id}")
    _text(made, "updated", _moment(approved_at(brief)))
    SubElement(made, "link", rel="alternate", type="text/html", href=_address(hub, f"briefs/{brief.id}/index.html"))
    messages = " ".join(f"{entry.words.rstrip('.')}." for entry in hub.messages(brief))
    _text(made, "summary", f"{kind_of(brief)}, {wording.period(brief)}. {messages}".strip())


def _address(hub: Hub, path: str) -> str:
    """Absolute where the programme said where its hub stands; else as from the feed's own place."""
    return f"{hub.address}/{path}" if hub.address else path


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = wording.printable(text)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
