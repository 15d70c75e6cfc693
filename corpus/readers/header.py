"""What a paper says of itself at its head and end: details, matters of the occasion, who wrote, the lines of a message."""

import re
from collections.abc import Sequence
from dataclasses import replace

from learnbrief.corpus.readers.furniture.kinds import DATE
from learnbrief.corpus.readers.furniture.titles import names_the_paper
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.readers.wrapped import ENDS
from learnbrief.corpus.recordings import is_recording

# What the file's own header may call each detail.
DETAIL_KEYS = {
    "kind": "kind", "type": "kind", "source": "kind", "source type": "kind", "document type": "kind", "kind of source": "kind",
    "event": "event", "event name": "event", "workshop": "event", "session": "event", "meeting": "event", "webinar": "event",
    "date": "date", "date of event": "date", "event date": "date", "held on": "date", "session date": "date", "meeting date": "date",
    "date of interview": "date", "interview date": "date", "date of session": "date", "date of meeting": "date",
    "date of workshop": "date", "date of recording": "date", "recorded on": "date",
    "collaborative": "collaborative", "provider collaborative": "collaborative",
    "author": "author", "written by": "author", "reflection by": "author", "coach": "author", "by": "author",
    "title": "title",
    "recording": "recording", "recording link": "recording", "link to recording": "recording", "link to the recording": "recording",
}  # fmt: skip
_KEY_LINE = re.compile(r"^[\s*_]*([A-Za-z][A-Za-z ]{1,24}?)[\s*_]*[:–—][\s*_]*(\S.*)$", re.DOTALL)
_HEADER_LINES = 12
_MATTER_LINE = re.compile(
    r"^\W*(?:(?:notes|minutes)(?: were)?(?: taken| written)? by\b|(?:venue|location|time|start(?:ed)?|end(?:ed)?|duration|recording|link|joining link|note-?taker|minutes(?: taken)? by|"
    r"facilitat(?:ors?|ed by)|scribe|chair|host|presenters?|coach(?:es)?|interviewers?|interviewees?|interviewed by|moderat(?:ors?|ed by)|version|status|next meeting|transcribed by|file|document)\s*:)",
    re.IGNORECASE,
)
_MESSAGE_LINE = re.compile(
    r"^[\s*_]*(from|sent|date|to|cc|bcc|subject|attachments?|importance|reply-to)[\s*_]*:", re.IGNORECASE
)
_SENT = re.compile(rf"[\s*_]*sent[\s*_]*:[\s*_]*(?:on )?({DATE})", re.IGNORECASE)
_GOODBYE = re.compile(
    r"(?:(?:with )?(?:best|kind|kindest|warm|warmest|many) )?(?:wishes|regards|thanks)(?: and best wishes)?[,.]?|yours (?:sincerely|faithfully|truly|ever)?,?|cheers,?|best,?",
    re.IGNORECASE,
)
_BELOW_NAME = 10
"""Words of a line of a signature; somebody's afterthought is longer or ends as a sentence."""
_MESSAGE_LINES = 3
"""Lines of a message's head that it has at least; notes may begin one with 'To:' as well."""
_ABOUT_WRITER = re.compile(
    r"^\W*(?:your |full )?(?:name|(?:job )?title|role|job|organisation|employer|team|department|ward|service|e-?mail|contact)\s*:\s*"
    r"(?P<value>[^.?!]{1,60})$",
    re.IGNORECASE,
)
"""'Name: Owen Pryce', 'Role: ward sister' at the head of a form."""
_FEW = 6
"""Words of a name or a post."""
_WHO_LINE = re.compile(
    r"^\W*(?:facilitat\w+(?: by)?|scribe|chair|host|presenters?|coach(?:es)?|note-?taker|interview\w+(?: by)?|moderat\w+(?: by)?)\s*:",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"(?:(?:[A-Z\d][\w'’.-]*|of|the|and|ward|\([^()]{1,30}\)|&)[ ,;]*){1,8}")
"""Names, codes and posts: 'IC', 'P1 (ward sister)'."""


def mark_header(blocks: Sequence[Block], details: dict[str, str]) -> list[Block]:
    """Key lines before the body as notes, their values as details; a line of speech ends the header."""
    marked: list[Block] = []
    in_header = True
    message = _is_message([block.text for block in blocks[:_HEADER_LINES]])
    for number, block in enumerate(blocks):
        in_header = (
            in_header and number < _HEADER_LINES and (block.layout in ("heading", "note") or len(block.text) < 160)
        )
        found = (
            _KEY_LINE.match(block.text)
            if in_header and block.layout in ("paragraph", "bullet", "cell", "note")
            else None
        )
        key = DETAIL_KEYS.get(found.group(1).casefold().strip()) if found else None
        if found and message and (sent := _SENT.match(block.text)):
            details.setdefault("date", sent.group(1))
        if found and key and not _is_detail(key, found.group(2)):
            key = None
        if found and key:
            details.setdefault(key, found.group(2).strip(" *_<>"))
        is_matter = bool(key) or (
            in_header and (_is_matter(block.text) or (message and _MESSAGE_LINE.match(block.text) is not None))
        )
        marked.append(replace(block, layout="note") if is_matter else block)
    return marked


def mark_signature(blocks: Sequence[Block]) -> list[Block]:
    """What stands below 'Best wishes' at the end of a message: name, post, address."""
    if not _is_message([block.text for block in blocks[:_HEADER_LINES]]):
        return list(blocks)
    ends = [number for number, block in enumerate(blocks) if _GOODBYE.fullmatch(block.text.split("\n")[0].strip())]
    below = blocks[ends[-1] :] if ends else []
    if any(len(block.text.split()) > _BELOW_NAME and ENDS.search(block.text) for block in below):
        return list(blocks)
    return [*blocks[: len(blocks) - len(below)], *(replace(block, layout="note", level=None) for block in below)]


def _is_message(lines: Sequence[str]) -> bool:
    """Whether a text opens as a message does: 'From: ...' and at least two more such lines."""
    found = {one.group(1).casefold() for line in lines if (one := _MESSAGE_LINE.match(line))}
    return "from" in found and len(found) >= _MESSAGE_LINES


def is_header_line(line: str) -> bool:
    """Whether a line tells a detail or a matter of the occasion: 'Date: 14 March 2025', 'Venue: the Mill'."""
    found = _KEY_LINE.match(line)
    key = DETAIL_KEYS.get(found.group(1).casefold().strip()) if found else None
    return bool(found and key and _is_detail(key, found.group(2))) or _is_matter(line)


def is_title(line: str) -> bool:
    """Whether a first line only names the paper, and tells no detail: 'Workshop: Leeds, 14 March 2025' tells the event."""
    return names_the_paper(line) and not is_header_line(line)


def _is_matter(line: str) -> bool:
    """'Facilitator: Ines Calloway' tells a matter of the occasion; 'Facilitator: Shall we begin?' is somebody speaking."""
    about = _ABOUT_WRITER.match(line)
    if about:
        return len(about["value"].split()) <= _FEW
    found = _MATTER_LINE.match(line)
    if not found:
        return False
    value = line[found.end() :].strip()
    if re.match(r"\W*(?:interview|moderat)", line, re.IGNORECASE):  # what a transcript calls its speakers too
        return bool(_PEOPLE.fullmatch(value)) and value[-1] not in ".?!" and len(value) > 1
    return not (_WHO_LINE.match(line) and len(value.split()) > 2 and re.search(r"[?!]|[a-z]\.$", value))


def _is_detail(key: str, value: str) -> bool:
    """'Coach: A. Obi' tells the author; 'Coach: How was your week?' is somebody speaking."""
    if key == "date":
        return any(character.isdigit() for character in value) and len(value) <= 60
    if key == "author":
        return len(value.split()) <= 6 and not re.search(r"[?!]|[a-z]\.$", value)
    if key == "recording":  # 'Recording: yes, all agreed' tells no address
        return is_recording(value.strip(" *_<>"))
    return len(value) <= 120
