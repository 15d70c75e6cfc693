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
    return told_apart({one.document_id: (one.title, _about(one, events)) for one in ordered})


def told_apart(called: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Per key its name; where several are alike each says more in brackets, and where that is alike too, a number.

    `called` holds the name and what more there is to say, in the order in which numbers are given.
    """
    plain = {key: tidy(name) for key, (name, _) in called.items()}
    shared = {key for group in _alike(plain) if len(group) > 1 for key in group}
    names = {key: f"{name} ({called[key][1]})" if key in shared else name for key, name in plain.items()}
    for group in _alike(names):
        if len(group) > 1:
            names |= {key: f"{names[key]} {number}" for number, key in enumerate(group, 1)}
    return names


def _about(document: Document, events: Mapping[str, str]) -> str:
    day = f"{document.date.day} {document.date:%B %Y}"
    return f"{document.kind.words}, {day}, {events.get(document.event_id, document.event_id)}"


def _alike(names: Mapping[str, str]) -> list[list[str]]:
    """Keys by what they are called, whatever the case."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, name in names.items():
        groups[name.casefold()].append(key)
    return list(groups.values())
