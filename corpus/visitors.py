"""Whose voice words are: a collaborative's own, or of somebody who visits it and tells of it.

A coach, facilitator or adviser whom the register places in no collaborative is heard *about* the team whose paper it is
('a coach on Harbour'), never as the team: counted as its voice, one who goes round five teams would say for each of them
what none of them said.
"""

import re
from collections.abc import Iterator

from learnbrief.corpus.document import Document, Excerpt, Kind, Voice

_VISITING = re.compile(
    r"\b(?:coach(?:es|ing)?|(?:co-?)?facilitators?|moderators?|presenters?|trainers?|evaluators?|researchers?"
    r"|(?:improvement|quality|qi|delivery) (?:advis[eo]rs?|support)|programme (?:team|office|lead|manager|director|coordinator|support|staff))\b",
    re.IGNORECASE,
)
"""Roles of a programme's own people, who go from team to team; an improvement lead without a place may be a team's."""
_PERSONAL = frozenset({"participant", "author", "speaker"})
"""Bases of voices that are one person's; who answers a team's survey is of the team, whatever they call their role."""
_BYLINE = re.compile(
    r"(?:[^\[\]]{0,30}\d{4}[.,:;]? )?(?:(?:written |reflection )?by |author: ?)?\[(?P<person>Person \d+)\]"
    r"(?P<on>,? (?:after|following|on|from) [^.!?]{1,100}| with \[[^.!?]{1,100}|, [^.!?,\[\]]{1,40})?\.?",
    re.IGNORECASE,
)
_VISIT_NOTE = re.compile(
    r"(?:notes?|report|reflections?) (?:of|on|after|from) (?:a|the|our|my) (?:site )?visit\b[^.!?]{0,60}? by the (?P<by>[\w ]{3,30}?)(?:[,.;].*)?"
    r"|(?:site )?(?:visit|coaching) (?:notes?|report|reflection) by the (?P<who>[\w ]{3,30}?)(?:[,.;].*)?",
    re.IGNORECASE,
)
"""'Visit note by the programme office, read over by those named in it': who visits is told, though not by name."""
_HEAD = 3
"""Passages below the title of a reflection among which its writer is named; further down somebody is spoken of."""
_HEAD_WITH_DETAILS = 10
"""Likewise with the lines of its details, of which no visit's note has more."""


def visits(voice: Voice) -> bool:
    """Whether a voice is of none of the collaboratives, by its role and by the register."""
    role = voice.role or ""
    return voice.collaborative is None and voice.basis in _PERSONAL and _VISITING.search(role) is not None


def speaks_for(excerpt: Excerpt) -> str | None:
    """The collaborative whose own voice an excerpt is: what counts of voices and places ask."""
    return None if visits(excerpt.voice) else excerpt.collaborative


def visited(excerpt: Excerpt) -> str | None:
    """The collaborative of which somebody tells who is not of it."""
    return excerpt.collaborative if visits(excerpt.voice) else None


def told_beside(excerpt: Excerpt, place: str) -> str:
    """The name of its collaborative as it stands beside an excerpt: 'on Harbour' where a visitor tells of it."""
    return f"on {place}" if visited(excerpt) else place


def places_of(excerpt: Excerpt) -> dict[str, str | None]:
    """The two columns of every table: the collaborative whose voice it is, and the one of which a visitor tells."""
    return {"collaborative": speaks_for(excerpt), "about": visited(excerpt)}


def writer_of(document: Document) -> str | None:
    """The pseudonym of the one whose words a document is: as its details say, else as a reflection's head names them."""
    if document.author or document.kind is not Kind.COACHING_REFLECTION:
        return document.author
    found = (_BYLINE.fullmatch(line) for line in _head(document, _HEAD + 1))
    return next((one["person"] for one in found if one), None)


def visiting_office(document: Document) -> str | None:
    """What a visit's note calls its writer, where that is one of those who visit: 'programme office'."""
    if document.author or document.kind not in (Kind.COACHING_REFLECTION, Kind.OTHER):
        return None
    for line in _head(document, _HEAD_WITH_DETAILS):
        found = _VISIT_NOTE.fullmatch(line)
        who = (found["by"] or found["who"]).strip() if found else ""
        if _VISITING.search(who):
            return who
    return None


def _head(document: Document, most: int) -> Iterator[str]:
    """The first lines of a paper that nobody speaks."""
    source = document.source
    return (source.slice(one).strip(" *_()") for one in source.passages[:most] if one.speaker is None)
