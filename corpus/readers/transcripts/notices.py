"""Lines that a chat or a meeting program writes by itself: who was added, who left, what is not in the file."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from learnbrief.corpus.readers.transcripts.detect import Line
from learnbrief.corpus.readers.transcripts.shapes import Opening

_INSTEAD = re.compile(
    r"<[^<>\n]{3,40}>|(?:image|photo|video(?: note)?|audio|sticker|gif|document|contact card|voice message|poll) omitted|null"
    r"|(?:this|you deleted this) message(?: was deleted(?: by .{1,60})?)?\.?|missed (?:voice|video) call.{0,40}"
    r"|messages and calls are (?:now )?(?:secured|end-to-end encrypted).{0,160}|waiting for this message.{0,60}",
    re.IGNORECASE,
)
"""What stands in place of something that the file does not hold."""
_DID = re.compile(
    r"(?:left|joined|added|was added|created|changed|removed|was removed|pinned|renamed|reacted|started a call)\b"
)
"""Verbs under which one word may be the name it looks like: 'Will: Will you come?' is said, 'Will: Will left' is not."""
_TAKEN_DOWN = re.compile(r"\btrans[ck]ri", re.IGNORECASE)
"""A transcription, in the languages in which meeting programs tell that somebody began or ended one."""
_SHORT = 8
_LONG = 25
_DATED = re.compile(r"[\[(]|0[-/.]0|[^\W\d_]{3}")
"""A stamp that nobody can have said: bracketed, or with a day."""


def _is_own(words: str, name: str | None) -> bool:
    """Whether what stands behind a label is the program's: something left out, or the label again with what its bearer did."""
    if _INSTEAD.fullmatch(words.strip()):
        return True
    if not name or not words.startswith(f"{name} ") or len(words.split()) > _LONG:
        return False
    return len(name.split()) > 1 or bool(_DID.match(words, len(name) + 1))


def tells_of_transcribing(line: str, names: Collection[str]) -> bool:
    """Whether a line says that one of the speakers began or ended the transcription, in whatever language."""
    about = any(line.startswith(f"{name} ") for name in names)
    return about and len(line.split()) <= _SHORT and bool(_TAKEN_DOWN.search(line))


def notices_among(lines: Sequence[Line], openings: Mapping[int, Opening]) -> frozenset[int]:
    """The lines that the program wrote, with its own stamp alone or behind a label."""
    own = {place for place, one in openings.items() if _is_own(one.words, one.name)}
    return frozenset(own) | _stamped(lines, openings)


def _stamped(lines: Sequence[Line], openings: Mapping[int, Opening]) -> frozenset[int]:
    """Lines that bear the stamp of every message and no label: in a chat those are the program's, whatever they say."""
    heads = Counter(_shape_of(lines[place].text.partition(one.name)[0]) for place, one in openings.items() if one.name)
    stamps = tuple(head for head, times in heads.items() if _DATED.search(head) and times >= 0.2 * len(openings))
    if not stamps:
        return frozenset()
    return frozenset(
        place
        for place, line in enumerate(lines)
        if place not in openings and line.opens and _shape_of(line.text).startswith(stamps)
    )


def _shape_of(text: str) -> str:
    return re.sub(r"\d", "0", text)
