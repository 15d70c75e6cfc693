"""Who leads a talk by what they do: calls on others by name and asks, and comes from none of the places that are heard.

A programme's lead who chairs a webinar bears no such label; counted as a voice, they would say what they only asked.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from learnbrief.corpus.document import TRANSCRIBED, Document, Participant

CALLS = 3
"""Turns that call on somebody by name: in the talks of three fictional programmes those who lead do so in up to six turns, nobody else in two."""
LEADING = 1 / 3
"""Of their turns that call on somebody or ask: those who lead a talk of ordinary length come to .4 to .6."""

_NAMED = r"\[Person \d+\]"
_CALLS_ON = re.compile(
    rf"(?:^|[.!?]\s+)(?:[\w ,]{{0,25}}, )?{_NAMED}(?:, {_NAMED}| and {_NAMED})*,|[,;] {_NAMED}(?: (?:and|or) {_NAMED})?\?\s*$"
)
"""'[Person 18], would you start?', 'Thank you. [Person 3], how is the afternoon?', 'And you, [Person 5]?'"""


def hosts(document: Document, participants: Mapping[str, Participant]) -> frozenset[str]:
    """The labels of those who lead a transcribed talk, though nothing says that they do."""
    if document.kind not in TRANSCRIBED:
        return frozenset()
    turns: dict[str, list[str]] = defaultdict(list)
    for passage in document.source.passages:
        if passage.layout == "turn" and passage.speaker:
            turns[passage.speaker].append(document.source.slice(passage))
    return frozenset(label for label, said in turns.items() if not _placed(label, participants) and _leads(said))


def _placed(label: str, participants: Mapping[str, Participant]) -> bool:
    known = participants.get(label.strip("[]"))
    return known is not None and known.collaborative is not None


def _leads(said: Sequence[str]) -> bool:
    calls = [bool(_CALLS_ON.search(text)) for text in said]
    leads = [called or text.rstrip().endswith("?") for called, text in zip(calls, said, strict=True)]
    return sum(calls) >= CALLS and sum(leads) >= LEADING * len(said)
