"""Titles that tell sources apart: four coaching reflections may all call themselves 'reflection'."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from learnbrief.corpus.document import Document
from learnbrief.corpus.readers.characters import tidy

NO_NAMES: Mapping[str, str] = MappingProxyType({})


def titles_apart(documents: Iterable[Document], *, events: Mapping[str, str] = NO_NAMES) -> dict[str, str]:
    """Per document id its title; one that several share is completed by kind, day and event until no two are alike.

    `events` are titles of events by id; an event without one is called by its id. Titles that are alike even so get
    a number, in the order of their files' names: in another program two sources of one name are one source too few.
    """
    ordered = sorted(documents, key=lambda one: (one.date, one.origin, one.document_id))
    plain = {one.document_id: tidy(one.title) for one in ordered}
    full = {one.document_id: f"{plain[one.document_id]} ({_about(one, events)})" for one in ordered}
    shared = {one for group in _alike(plain) if len(group) > 1 for one in group}
    titles = {key: full[key] if key in shared else title for key, title in plain.items()}
    for group in _alike(titles):
        if len(group) > 1:
            titles |= {key: f"{titles[key]} {number}" for number, key in enumerate(group, 1)}
    return titles


def _about(document: Document, events: Mapping[str, str]) -> str:
    day = f"{document.date.day} {document.date:%B %Y}"
    return f"{document.kind.words}, {day}, {events.get(document.event_id, document.event_id)}"


def _alike(titles: Mapping[str, str]) -> list[list[str]]:
    """Ids by what they are called, whatever the case."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, title in titles.items():
        groups[title.casefold()].append(key)
    return list(groups.values())
