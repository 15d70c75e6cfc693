"""What plain blocks mean: header lines, attendance, who speaks, lines that belong together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from learnbrief.corpus.document import Mode, Speech
from learnbrief.corpus.fillers import is_filler
from learnbrief.corpus.readers.asked import mark_questions
from learnbrief.corpus.readers.furniture.kinds import DATE
from learnbrief.corpus.readers.furniture.kinds import TIME as TIMED
from learnbrief.corpus.readers.furniture.lines import furniture_in, running_heads
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.recordings import is_recording
from learnbrief.corpus.speakers import Label, accepted_labels, label_of, names_and_initials, speech_of

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
_HEADING_WORDS = 12
_UNMARKED_WORDS = 7
"""Words of a heading that nothing but its place tells, as in a plain text."""

_ATTENDANCE = re.compile(
    r"^\W*(?:attend(?:ees?|ing|ance|ed)|present|in attendance|participants|delegates|apologies(?: received)?|circulation|"
    r"those present|who (?:came|was (?:there|here|in the room))|on the call|invited|distribution)\b[^a-z]{0,4}(?:$|:)",
    re.IGNORECASE,
)
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
_PROGRAMME = re.compile(rf"^\W*{TIMED}[ :–—|-]+(?P<what>[^.!]{{1,80}})$", re.IGNORECASE)
_PROGRAMME_LINES = 3
"""Lines of a programme at least; one alone may be what somebody noted of nine o'clock."""
_USUAL = re.compile(
    r"\b(?:registration|arrivals?|welcome|introductions?|breaks?|lunch|tea|coffee|refreshments|plenary|close|end|finish|networking)\b",
    re.IGNORECASE,
)
"""What every programme has."""
_FEW = 6
"""Words of a name or a post."""
_WHO_LINE = re.compile(
    r"^\W*(?:facilitat\w+(?: by)?|scribe|chair|host|presenters?|coach(?:es)?|note-?taker|interview\w+(?: by)?|moderat\w+(?: by)?)\s*:",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"(?:(?:[A-Z\d][\w'’.-]*|of|the|and|ward|\([^()]{1,30}\)|&)[ ,;]*){1,8}")
"""Names, codes and posts: 'IC', 'P1 (ward sister)'."""
_STARTS_ANEW = re.compile(r"^\s*(?:[-*•‣◦▪·–—>o]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+|\[?\d{1,2}:\d{2})")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Structured:
    """Blocks with their meaning, and the details the header told."""

    blocks: tuple[Block, ...]
    details: Mapping[str, str]
    left_out: str = ""
    """Clock times that became `Block.at`."""
    read_as: str = ""
    """The shape of a transcript, in words."""


def structured(blocks: Sequence[Block], *, more_details: Mapping[str, str] | None = None) -> Structured:
    """Header and attendance lines set apart, speakers told from topics; no word is added or dropped."""
    details = dict(more_details or {})
    blocks = _mark_header(blocks, details)
    blocks = _mark_attendance(_mark_headings(mark_questions(_mark_furniture(_mark_programme(_mark_signature(blocks))))))
    notes = [block.text for block in blocks if block.layout == "note"]
    known = frozenset().union(*map(names_and_initials, notes))
    clocks: list[str] = []
    spoken = _with_speakers(blocks, known, clocks)
    roles = {name: speech for note in notes for name, speech in _roles_in(note)}
    marked = (replace(b, speech=roles[b.speaker]) if b.speaker in roles else b for b in spoken)
    return Structured(tuple(marked), details, " ".join(clocks))


def _roles_in(note: str) -> Iterator[tuple[str, Speech]]:
    """'Facilitator: Ines Calloway' in the header tells in what capacity 'Ines:' speaks below."""
    key, _, names = note.partition(":")
    speech = speech_of(re.sub(r"(?i)^facilitated by$", "facilitator", key.strip(" *_")))
    if speech is not Speech.PARTICIPANT:
        yield from ((name, speech) for name in names_and_initials(names))


def _mark_header(blocks: Sequence[Block], details: dict[str, str]) -> list[Block]:
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


def _mark_programme(blocks: Sequence[Block]) -> list[Block]:
    """The day's programme: lines one below the other that begin with a time and tell what comes then."""
    marked: list[Block] = []
    for planned, run in groupby(blocks, key=_is_planned):
        held = list(run)
        usual = sum(_USUAL.search(block.text) is not None for block in held)
        listed = (
            planned and len(held) >= _PROGRAMME_LINES and usual >= 2
        )  # a diary of a visit has times before its lines too
        marked += [replace(block, layout="note", level=None) for block in held] if listed else held
    return marked


def _is_planned(block: Block) -> bool:
    return block.layout in ("paragraph", "bullet", "heading") and _PROGRAMME.match(block.text) is not None


def _mark_signature(blocks: Sequence[Block]) -> list[Block]:
    """What stands below 'Best wishes' at the end of a message: name, post, address."""
    if not _is_message([block.text for block in blocks[:_HEADER_LINES]]):
        return list(blocks)
    ends = [number for number, block in enumerate(blocks) if _GOODBYE.fullmatch(block.text.split("\n")[0].strip())]
    below = blocks[ends[-1] :] if ends else []
    if any(len(block.text.split()) > _BELOW_NAME and _ENDS.search(block.text) for block in below):
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


def _mark_furniture(blocks: Sequence[Block]) -> list[Block]:
    """Lines that nobody said as notes: no excerpt is cut from them, and none of them heads what follows."""
    title = next((block.text for block in blocks if block.layout == "heading"), None)
    running = running_heads([block.text for block in blocks if block.layout == "paragraph"], title)
    edges = _edges(blocks)
    begun = False  # whether anything was said yet: a date that heads a later part is that part's heading
    marked: list[Block] = []
    for number, block in enumerate(blocks):
        kind = (
            furniture_in(block.text, at_edge=number in edges or _is_aside(block))
            if block.layout in ("paragraph", "bullet", "cell", "heading")
            else None
        )
        heads = block.layout == "heading" and begun and kind is not None and not kind.mid_text
        empty = block.layout in ("paragraph", "bullet", "cell") and is_filler(block.text)
        if (kind and not heads) or empty or (block.layout == "paragraph" and block.text in running):
            block = replace(block, layout="note", level=None)
        begun = begun or block.layout not in ("heading", "note")
        marked.append(block)
    return marked


def _edges(blocks: Sequence[Block]) -> set[int]:
    """Where furniture stands: the lines under the title as far as the first part, list or table, and the last lines."""
    return set(_head(blocks)) | set(_foot(blocks))


def _head(blocks: Sequence[Block]) -> Iterator[int]:
    """Lines before the body, which begins with a part, a list or a table, else with the second line that somebody wrote."""
    titled = written = False
    for number, block in enumerate(blocks):
        is_furniture = furniture_in(block.text, at_edge=True) is not None
        if block.layout == "heading" and not titled:
            titled = True
        elif block.layout in ("paragraph", "heading", "bullet") and is_furniture:
            yield number
        elif block.layout == "paragraph" and not written:
            written = True
        elif block.layout != "note" and not is_furniture:
            return


def _foot(blocks: Sequence[Block]) -> Iterator[int]:
    """Lines at the end, up from the last as far as each is furniture."""
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if block.layout == "note":
            continue
        if block.layout != "paragraph" or furniture_in(block.text, at_edge=True) is None:
            return
        yield number


def _is_aside(block: Block) -> bool:
    """A paragraph that is one pair of brackets: '(Typed up by the office.)'."""
    text = block.text.strip()
    return block.layout == "paragraph" and (text[:1], text[-1:]) in (("(", ")"), ("[", "]"))


def heads_by_looks(words: str) -> bool:
    """Whether a line set apart may head what follows: short, begun large, no sentence, no label or time of a turn."""
    plain = words.strip(" *")
    return (
        0 < len(plain.split()) <= _HEADING_WORDS
        and plain[0].isupper()
        and plain[-1] not in ".,;!"
        and "\n" not in plain
        and not is_header_line(plain)
        and not (_ATTENDANCE.match(plain) and ":" in plain[:-1])  # 'Attending: Greg, Josh' lists, and heads nothing
        and not any(map(str.isdigit, plain.rpartition(":")[2][:2]))
    )


def _mark_headings(blocks: Sequence[Block]) -> list[Block]:
    """A short line that ends in a colon, or has a list under it, is the heading of what follows: 'What helps:'."""
    marked = list(blocks)
    for number, (block, after) in enumerate(pairwise(blocks)):
        short = block.layout == "paragraph" and block.text.rstrip(" *").endswith(":") and len(block.text.split()) <= 8
        if (short and after.layout in ("bullet", "paragraph", "cell")) or (
            block.layout == "paragraph"
            and after.layout == "bullet"
            and heads_by_looks(block.text)
            and len(block.text.split()) <= _UNMARKED_WORDS
            and not re.search(r"[:,]", block.text)
            and not _ATTENDANCE.match(block.text)
        ):
            marked[number] = replace(block, layout="heading", level=6)
    return marked


def _mark_attendance(blocks: Sequence[Block]) -> list[Block]:
    """Lists of who was there are matter: names, nothing said."""
    marked: list[Block] = []
    under: int | None = None  # heading level of the attendance list we are in; 9 for a plain line that opens one
    for block in blocks:
        opens = bool(_ATTENDANCE.match(block.text)) and len(block.text.split(":")[0]) < 40
        if block.layout == "heading":
            under = (block.level or 6) if opens else None
        elif opens and block.layout != "turn":
            block = replace(block, layout="note")
            under = 9 if block.text.rstrip(" *").endswith(":") else None
        elif under is not None:
            if (block.layout == "paragraph" and len(block.text.split()) > 25) or (
                under == 9 and block.layout == "paragraph"
            ):
                under = None
            else:
                block = replace(block, layout="note")
        marked.append(block)
    return marked


def _with_speakers(blocks: Sequence[Block], known: frozenset[str], clocks: list[str]) -> Iterator[Block]:
    """Labelled lines become turns of their speaker; a paragraph that follows in a transcript goes on with the turn."""
    spoken = [block for block in blocks if block.layout in ("paragraph", "bullet")]
    accepted = accepted_labels([block.text for block in spoken], known=known)
    labelled = sum(_label_in(block, accepted) is not None for block in spoken)
    transcript = labelled >= 4 and labelled >= len(spoken) / 2
    speaker: str | None = None
    for block in blocks:
        label = _label_in(block, accepted)
        if label is not None:
            speaker = label.name
            clocks.append(block.text[: label.words].replace(label.name, "", 1))
            yield replace(
                block,
                text=block.text[label.words :],
                label=label.name,
                speaker=label.name,
                speech=speech_of(label.name),
                layout="turn" if block.layout == "paragraph" else block.layout,
                mode=Mode.VERBATIM if transcript and block.layout == "paragraph" else block.mode,
                at=block.at if label.at is None else label.at,
            )
        elif transcript and speaker and block.layout == "paragraph":
            yield replace(block, layout="turn", speaker=speaker, speech=speech_of(speaker), mode=Mode.VERBATIM)
        else:
            speaker = None if block.layout == "heading" else speaker
            yield block


def _label_in(block: Block, accepted: frozenset[str]) -> Label | None:
    if block.layout not in ("paragraph", "bullet"):
        return None
    label = label_of(block.text)
    return label if label and label.name in accepted else None


def join_wrapped(lines: Sequence[str], *, width: int = 55) -> list[str]:
    """Lines of one paragraph: hard-wrapped prose joined, lines that stand for themselves left apart."""
    lines = [line for line in lines if line.strip()]
    ragged = _is_ragged(lines)
    joined: list[list[str]] = []
    for line in lines:
        indented = line[0].isspace()
        if joined and (indented or not ragged) and _goes_on(joined[-1][-1], line.strip(), width):
            joined[-1].append(line.strip())
        else:
            joined.append([line.strip()])
    return [" ".join(paragraph) for paragraph in joined]


def _is_ragged(lines: Sequence[str]) -> bool:
    """Wrapped prose fills its lines but the last; a list without bullets does not."""
    lengths = [len(line.strip()) for line in lines]
    short = sum(length < 0.7 * max(lengths) for length in lengths[:-1])
    return len(lengths) >= 3 and 3 * short >= len(lengths) - 1


def _goes_on(last: str, line: str, width: int) -> bool:
    """Whether a line continues the one before: that one was long enough to be wrapped, and neither begins a new point."""
    if _STARTS_ANEW.match(line) or label_of(line) is not None or _is_furniture_apart(last, line):
        return False
    if line[0].islower() and not _ENDS.search(last):
        return True
    return len(last) >= width


def _is_furniture_apart(last: str, line: str) -> bool:
    """'Page 1 of 1' under a line of speech is no part of it; nor is what begins below a line of furniture."""
    ended = bool(_ENDS.search(last))
    kind = furniture_in(line, at_edge=ended)  # a line of looser words counts only where a sentence ended before
    if kind is not None:
        return kind.mid_text or ended
    return not line[0].islower() and furniture_in(last) is not None
