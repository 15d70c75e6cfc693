"""Turns of a transcript: the shape found or told, every word under its speaker, every time where it belongs."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from learnbrief.corpus.clocks import MARKED, ROUNDED, seconds
from learnbrief.corpus.document import Mode
from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.furniture.lines import furniture_in
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.readers.structure import Structured, structured
from learnbrief.corpus.readers.transcripts.detect import FREE, HEADER, Fit, Line, as_told, best_fit, lines_of
from learnbrief.corpus.readers.transcripts.notices import notices_among, tells_of_transcribing
from learnbrief.corpus.readers.transcripts.shapes import NONE, Opening, shape_from, shapes
from learnbrief.corpus.readers.transcripts.turn_tables import with_turns_of_tables
from learnbrief.corpus.readers.transcripts.turns import is_sound
from learnbrief.corpus.speakers import speech_of

_RULE = re.compile(r"[-=_*~#·. ]{3,}")
_ASKED_OR_ANSWERED = re.compile(r"(?P<who>Q(?:uestion)?|A(?:nswer)?)[ .]?\d{1,3}", re.IGNORECASE)
_NUMBERED_LABELS = 3
"""Labels from which numbers count what was asked: one 'A1' and one 'Q1' may be two people."""
_BARE_BEHIND = re.compile(r"(?<=\s)\d{1,2}:\d{2}(?::\d{2})?\s*$")
_BEHIND = 0.8
"""Share of lines that end in a time, from which nobody can have said it."""
_HEAD_WORDS = 150
"""Words before the first turn that still are what a tool writes over a transcript; more are somebody's notes."""

Opener = Callable[[Sequence[Block]], Iterable[Block]]
"""What a reader makes of blocks that are no turns."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The blocks of a text that was read as a transcript."""

    blocks: tuple[Block, ...]
    left_out: str
    """Times, numbers, and labels that a turn does not repeat."""
    told: str
    """The shape, in words."""


def transcript_of(blocks: Sequence[Block], how: How, opened: Opener) -> Transcript | None:
    """The blocks as turns, where they have the shape of a transcript; None where they are a text like others."""
    lines = lines_of(blocks)
    fit = fit_of(lines, how)
    return None if fit is None else _Turns(blocks, lines, fit, opened).made()


def read_blocks(
    blocks: Sequence[Block], how: How, opened: Opener, *, more_details: Mapping[str, str] | None = None
) -> Structured:
    """What the blocks of a text mean: turns, where it has the shape of a transcript, else notes with headings and lists."""
    how = how.with_header("\n".join(block.text for block in blocks[:HEADER]), more_details)
    blocks, cells, told = (
        with_turns_of_tables(blocks, transcript=how.transcript) if how.shape != NONE else (blocks, "", "")
    )
    if told:
        found = structured(list(opened(blocks)), more_details=more_details)
        return replace(found, left_out=f"{found.left_out} {cells}", read_as=told)
    turns = transcript_of(blocks, how, opened)
    if turns is None:
        return structured(list(opened(blocks)), more_details=more_details)
    found = structured(turns.blocks, more_details=more_details)
    return replace(found, left_out=f"{found.left_out} {turns.left_out}", read_as=turns.told)


def fit_of(lines: Sequence[Line], how: How) -> Fit | None:
    """The shape that these lines have, as told or as found; None where they have none."""
    known = (*how.shapes, *shapes())
    if how.shape == NONE:
        return best_fit(lines, [shape for shape in known if not shape.named], transcript=how.transcript)
    if not how.shape:
        return best_fit(lines, known, transcript=how.transcript)
    fit = as_told(lines, shape_from(how.shape, known))
    if not fit.openings:
        raise UnreadableSource(
            f"{how.name}: no line has the shape {how.shape!r}; leave shape out to see how it is read, or write another"
        )
    return fit


@dataclass(slots=True)
class _Turns:
    """The state of reading one transcript from top to bottom."""

    blocks: Sequence[Block]
    lines: Sequence[Line]
    fit: Fit
    opened: Opener
    left_out: list[str] = field(default_factory=list)
    speaker: str | None = None
    pending: str | None = None
    """A label whose turn has no word yet."""
    at: float | None = None
    begins: bool = True
    """Whether the next words begin a turn or a paragraph."""
    page: int | None = None
    asked_and_answered: Mapping[str, str] = field(default_factory=dict)
    """'Q' and 'A' for the 'Q1', 'A1', 'Q2' of an interview that numbers them."""
    names: frozenset[str] = frozenset()
    notices: frozenset[int] = frozenset()
    """Lines that the program wrote and not a speaker."""

    def made(self) -> Transcript:
        """All of it."""
        named = [one.name for one in self.fit.openings.values() if one.name]
        self.names, self.asked_and_answered = frozenset(named), numbered_pairs(named)
        self.notices = notices_among(self.lines, self.fit.openings)
        spoken = {place: one for place, one in self.fit.openings.items() if place not in self.notices}
        self.fit = replace(self.fit, openings=spoken or self.fit.openings)
        first, inline = self._first(), _inline_times(self.lines)
        if self._times_end_turns(inline):
            self.at = 0.0
        blocks = list(self._head(first))
        for place in range(first, len(self.lines)):
            blocks += self._read(place, self.lines[place], inline)
        self.left_out += [self.pending or ""]
        return Transcript(tuple(blocks), " ".join(self.left_out), self.fit.told)

    def _first(self) -> int:
        """The first line of the first turn: a time on the line above belongs to it."""
        first = min(self.fit.openings)
        above = first and not self.fit.shape.timed and self.lines[first - 1].is_clock
        return first - 1 if above else first

    def _times_end_turns(self, inline: re.Pattern[str]) -> bool:
        """Whether times stand behind what was said, as f4 and its likes set them: they are where the next words begin."""
        said = [line.text for line in self.lines]
        ending = re.compile(rf"(?:{inline.pattern})\s*$", re.IGNORECASE)
        behind = sum(bool(ending.search(text)) for text in said)
        return not self.fit.shape.timed and behind >= 2 and behind >= 0.5 * len(self.fit.openings)

    def _head(self, first: int) -> Iterator[Block]:
        """What stands over the first turn is about the recording; where it is long, somebody wrote it."""
        kept: list[Block] = []
        for line in self.lines[:first]:
            gap = "\n\n" if line.starts else "\n"
            if kept and not line.starts and self.lines[0].block == line.block:
                gap = "\n"
            source = self.blocks[line.block]
            self.left_out.append(line.number)
            self.page = source.page
            kept.append(
                Block(line.text, source.layout, gap=gap, level=source.level, marker=source.marker, page=self.page)
            )
        short = sum(len(block.text.split()) for block in kept) <= _HEAD_WORDS
        for number, block in enumerate(self.opened(_in_paragraphs(kept))):
            heads = block.layout == "heading" and number == 0
            yield block if heads or not short else replace(block, layout="note", level=None)

    def _read(self, place: int, line: Line, inline: re.Pattern[str]) -> Iterator[Block]:
        self.left_out.append(line.number)
        self.page = self.blocks[line.block].page
        if self.blocks[line.block].layout not in FREE:
            self.begins = True
            if place == 0 or self.lines[place - 1].block != line.block:
                yield self.blocks[line.block]
            return
        opening = self.fit.openings.get(place)
        if opening is not None:
            yield from self._open(line, opening, inline)
        elif line.is_clock:
            self.at = seconds(line.text)
            self.left_out.append(line.text)
        elif self.blocks[line.block].layout == "heading" and line.starts:
            self.begins = True
            yield Block(line.text, "heading", level=self.blocks[line.block].level, page=self.page)
        elif not line.text or _RULE.fullmatch(line.text):
            self.begins = True
        elif self._nobody_said(place, line):
            self.begins = True
            yield Block(line.text, "note", page=self.page)
        else:
            self.begins = self.begins or (line.starts and self._paragraphs_matter)
            yield from self._say(line.text, inline)

    def _nobody_said(self, place: int, line: Line) -> bool:
        if place in self.notices or is_sound(line.text) or tells_of_transcribing(line.text, self.names):
            return True
        return line.starts and furniture_in(line.text, at_edge=place >= len(self.lines) - 3) is not None

    @property
    def _paragraphs_matter(self) -> bool:
        return not self.fit.timed or not self.fit.shape.named

    def _open(self, line: Line, opening: Opening, inline: re.Pattern[str]) -> Iterator[Block]:
        markup = line.text.removesuffix(opening.words)
        if opening.at is not None:
            self.at = opening.at
        name = self.asked_and_answered.get(opening.name or "", opening.name)
        goes_on = name is not None and name == self.speaker and self.fit.timed
        if name is not None:
            markup = markup.replace(name, " ", 1)
        if goes_on:
            self.left_out.append(name or "")
        else:
            self.left_out.append(self.pending or "")
            self.begins, self.speaker, self.pending = True, name, name
        self.left_out.append(markup)
        if name is None and is_sound(opening.words):
            yield Block(opening.words, "note", at=self.at, page=self.page)
        else:
            yield from self._say(opening.words, inline)

    def _say(self, words: str, inline: re.Pattern[str]) -> Iterator[Block]:
        """Words with the times amid them taken out; each stretch has the time before it."""
        end = 0
        for found in inline.finditer(words):
            yield from self._turn(words[end : found.start()])
            self.at = seconds(found.group())
            self.left_out.append(found.group())
            end = found.end()
        yield from self._turn(words[end:])

    def _turn(self, words: str) -> Iterator[Block]:
        if not words.strip():
            return
        gap = "\n\n" if self.begins else " "
        speech = speech_of(self.speaker)
        yield Block(words, "turn", Mode.VERBATIM, self.speaker, self.pending, speech, self.at, self.page, gap=gap)
        self.begins, self.pending = False, None


def numbered_pairs(names: Sequence[str]) -> dict[str, str]:
    """Labels that count questions and answers, each once or so, by what they are without the number; empty where none do."""
    found = {name: one for name in names if (one := _ASKED_OR_ANSWERED.fullmatch(name))}
    letters = {one["who"].upper()[0] for one in found.values()}
    both = letters == {"Q", "A"}
    return {name: one["who"] for name, one in found.items()} if both and len(found) >= _NUMBERED_LABELS else {}


def _in_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Lines of one paragraph as one block again, for a reader to make of them what it makes of its paragraphs."""
    joined: list[Block] = []
    for block in blocks:
        if joined and block.gap == "\n" and joined[-1].layout == block.layout == "paragraph":
            last = joined[-1]
            joined[-1] = replace(last, text=f"{last.text}\n{block.text}")
        else:
            joined.append(block)
    return joined


def _inline_times(lines: Sequence[Line]) -> re.Pattern[str]:
    """Times amid words: in hashes or square brackets always, in round ones where many run through the file in order."""
    rounded = [seconds(one.group()) or 0.0 for line in lines for one in ROUNDED.finditer(line.text)]
    running = len(rounded) >= 3 and all(before <= after for before, after in pairwise(rounded))
    bare = [one for line in lines if (one := _BARE_BEHIND.search(line.text)) and not line.is_clock]
    if len(bare) >= 3 and len(bare) >= _BEHIND * sum(not line.is_clock for line in lines):
        times = [seconds(one.group()) or 0.0 for one in bare]
        if all(before <= after for before, after in pairwise(times)):
            return re.compile(f"{MARKED.pattern}|{_BARE_BEHIND.pattern}", re.IGNORECASE)
    return re.compile(f"{MARKED.pattern}|{ROUNDED.pattern}", re.IGNORECASE) if running else MARKED
