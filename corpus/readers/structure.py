"""What plain blocks mean: header lines, furniture, headings, attendance, who speaks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from learnbrief.corpus.document import Mode, Speech
from learnbrief.corpus.fillers import is_filler
from learnbrief.corpus.readers.asked import mark_questions
from learnbrief.corpus.readers.furniture.kinds import TIME as TIMED
from learnbrief.corpus.readers.furniture.lines import furniture_in, running_heads
from learnbrief.corpus.readers.furniture.parted import parted
from learnbrief.corpus.readers.header import is_header_line, is_title, mark_header, mark_signature
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.speakers import Label, accepted_labels, label_of, names_and_initials, speech_of

_HEADING_WORDS = 12
_UNMARKED_WORDS = 7
"""Words of a heading that nothing but its place tells, as in a plain text."""

_ATTENDANCE = re.compile(
    r"^\W*(?:attend(?:ees?|ing|ance|ed)|present|in attendance|participants|delegates|apologies(?: received)?|circulation|"
    r"those present|who (?:came|was (?:there|here|in the room))|on the call|invited|distribution)\b[^a-z]{0,4}(?:$|:)",
    re.IGNORECASE,
)
_PROGRAMME = re.compile(rf"^\W*{TIMED}[ :–—|-]+(?P<what>[^.!]{{1,80}})$", re.IGNORECASE)
_PROGRAMME_LINES = 3
"""Lines of a programme at least; one alone may be what somebody noted of nine o'clock."""
_USUAL = re.compile(
    r"\b(?:registration|arrivals?|welcome|introductions?|breaks?|lunch|tea|coffee|refreshments|plenary|close|end|finish|networking)\b",
    re.IGNORECASE,
)
"""What every programme has."""


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
    blocks = mark_header(_mark_title(blocks), details)
    blocks = parted(_mark_programme(mark_signature(blocks)))
    blocks = _mark_attendance(_mark_headings(mark_questions(_mark_furniture(blocks))))
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


def _mark_title(blocks: Sequence[Block]) -> list[Block]:
    """A first line that only names the paper is its title, whatever it looks like."""
    first = blocks[0] if blocks else None
    if first is None or first.layout != "paragraph" or not is_title(first.text):
        return list(blocks)
    return [replace(first, layout="heading", level=1), *blocks[1:]]


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
