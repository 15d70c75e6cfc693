"""Which shape a transcript has: every shape of the table is tried on the whole file, the most regular is kept, or none."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean

from learnbrief.corpus.clocks import CLOCK_ALONE, MARKED
from learnbrief.corpus.readers.header import is_header_line
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.readers.transcripts.labels import could_be_label, is_code, is_handle, is_person_label
from learnbrief.corpus.readers.transcripts.shapes import Opening, Shape

_CLOCK = 80
"""Characters of the longest time, a span with days and fractions."""
_BACKWARDS = 0.1
"""Share of times that may run backwards: two recorders, a corrected stamp. A list of meeting times runs as it likes."""
FREE = ("paragraph", "bullet", "heading")
HEADER = 12
"""Lines among which a file's own header stands."""
_OWN_WORDS = 4
"""Words of a label that is neither a name nor a role we know."""
_BELIEVED = 0.8
"""Share of labels that are names or roles, from which the rest are believed."""
_QUESTION = re.compile(r"Q(?:uestion)?[ .]?\d{1,3}[a-h]?", re.IGNORECASE)
_REUSE = 1.5
"""Turns per label of a conversation, at least; topics before a colon come once or twice each."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, with the block it is from."""

    text: str
    block: int
    starts: bool
    """Whether a paragraph begins here."""
    number: str = ""
    """A number that counts the lines or turns, already taken off."""
    opens: bool = True
    """Whether it may open a turn: cells, notes and questions are what they are, and the file's own header is about the file."""

    @property
    def is_clock(self) -> bool:
        """Whether nothing but a time stands here."""
        return self.opens and len(self.text) <= _CLOCK and bool(CLOCK_ALONE.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Fit:
    """A shape and the turns that it opens in a file, by line."""

    shape: Shape
    openings: Mapping[int, Opening]
    timed: bool
    """Whether most turns have a time, on their own line or on one of its own beside it."""

    @property
    def told(self) -> str:
        """The shape in words, with times where they stand apart."""
        return self.shape.told + (", times beside" if self.timed and not self.shape.timed else "")

    @property
    def rank(self) -> tuple[bool, float]:
        """Who speaks is worth more than when; then the shape that explains most."""
        return self.shape.named, len(self.openings) * (1.5 if self.timed else 1.0)


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The filled lines of these blocks; an empty line within a block ends a paragraph."""
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        starts = block.gap != "\n" or not lines
        for text in block.text.split("\n"):
            if text.strip():
                lines.append(Line(text.strip(), number, starts, opens=block.layout in FREE))
            starts = not text.strip()
    return _without_numbers(_without_header(lines))


def _without_header(lines: Sequence[Line]) -> list[Line]:
    """The first lines that tell of kind, day and people, below a title or not, open no turn."""
    last = -1
    for place, line in enumerate(lines[:HEADER]):
        if is_header_line(line.text) and not line.is_clock:
            last = place
        elif place > last + 1:
            break
    return [replace(line, opens=line.opens and place > last) for place, line in enumerate(lines)]


_WORDED = re.compile(r"\d{1,3}\s(?:hour|minute|second)s?\b")
_NUMBERED = re.compile(r"\[?(\d{1,5})\]?[.):]?(?:\s+(?=\S)|$)(?![:\d])")


def _without_numbers(lines: Sequence[Line]) -> list[Line]:
    """Numbers that count up before lines, as tools number lines, turns and captions, taken off."""
    found = [
        (place, int(n.group(1)), n.end())
        for place, line in enumerate(lines)
        if (n := _NUMBERED.match(line.text)) and not _WORDED.match(line.text)
    ]
    steps = Counter(after - before for (_, before, _), (_, after, _) in pairwise(found))
    counting = (
        len(found) >= 3
        and steps
        and steps.most_common(1)[0][0] in (1, 5)
        and steps.most_common(1)[0][1] >= 0.8 * (len(found) - 1)
    )
    if not counting or len(found) < len(lines) / 6:
        return list(lines)
    cut = {place: end for place, _, end in found}
    kept: list[Line] = []
    waiting: Line | None = None
    for place, line in enumerate(lines):
        if place in cut:
            line = replace(line, text=line.text[cut[place] :], number=line.text[: cut[place]].strip())
        if waiting is not None:
            line = replace(line, number=f"{waiting.number} {line.number}".strip(), starts=line.starts or waiting.starts)
        waiting = None if line.text or line is lines[-1] else line
        if waiting is None:
            kept.append(line)
    return [*kept, *([waiting] if waiting else [])]


def best_fit(lines: Sequence[Line], shapes: Sequence[Shape], *, transcript: bool) -> Fit | None:
    """The shape that explains the lines best; a file that is told to be a transcript needs less evidence."""
    fits = (fit for shape in shapes if (fit := fitting(lines, shape, transcript=transcript)) is not None)
    return max(fits, key=lambda fit: fit.rank, default=None)


def fitting(lines: Sequence[Line], shape: Shape, *, transcript: bool) -> Fit | None:
    """The turns that a shape opens, where it is regular enough to be believed."""
    openings = _openings(lines, shape)
    found = _believable(lines, shape, openings)
    if transcript and ":" in shape.pattern:
        found = _with_others(found, openings)
    least = 2 if transcript else 3
    if len(found) < least or _only_asks(found) or (shape.below and not _has_words_below(lines, found)):
        return None
    fit = Fit(shape, found, timed=_timed(lines, shape, found))
    if shape.timed and not _runs_forward([one.at for one in found.values() if one.at is not None]):
        return None
    enough = (
        _enough_named(lines, fit, transcript=transcript)
        if shape.named
        else _enough_clocks(lines, fit, transcript=transcript)
    )
    return fit if enough else None


def _only_asks(found: Mapping[int, Opening]) -> bool:
    """Whether all labels count questions: a questionnaire, whose answers stand below without a label."""
    return all(one.name and _QUESTION.fullmatch(one.name) for one in found.values())


def as_told(lines: Sequence[Line], shape: Shape) -> Fit:
    """The turns of a shape that somebody said the file has: every line of that shape opens one."""
    found = _openings(lines, shape)
    found = {place: one for place, one in found.items() if one.name is None or could_be_label(one.name)}
    return Fit(shape, found, timed=_timed(lines, shape, found))


def _openings(lines: Sequence[Line], shape: Shape) -> dict[int, Opening]:
    return {
        place: opening
        for place, line in enumerate(lines)
        if line.opens
        and not (shape.named and line.is_clock)  # '1 minute, 3 seconds' is a time, not somebody called 'minute'
        and (opening := shape.opening(line.text)) is not None
    }


def _believable(lines: Sequence[Line], shape: Shape, found: Mapping[int, Opening]) -> dict[int, Opening]:
    """Openings whose label may be somebody's: a name or role, or where times vouch for it anything that comes back."""
    if not shape.named:
        return dict(found)
    alone = shape.pattern in ("{name}", "{name}:")
    if alone:
        found = {place: one for place, one in found.items() if _stands_apart(lines, place)}
    counts = Counter(one.name for one in found.values())
    loose = shape.timed or (alone and _timed(lines, shape, found))
    return {
        place: one
        for place, one in found.items()
        if one.name
        and could_be_label(one.name)
        and (is_person_label(one.name) or (loose and counts[one.name] > 1 and is_handle(one.name)))
    }


def _with_others(found: Mapping[int, Opening], openings: Mapping[int, Opening]) -> dict[int, Opening]:
    """Of a told transcript in which nearly every label is believed the others too: 'Ward clerk:' is no part of what a nurse said."""
    likely = {
        place: one
        for place, one in openings.items()
        if one.name and could_be_label(one.name) and one.name[0].isupper() and len(one.name.split()) <= _OWN_WORDS
    }
    return dict(sorted({**likely, **found}.items())) if len(found) >= _BELIEVED * len(likely) else dict(found)


def _stands_apart(lines: Sequence[Line], place: int) -> bool:
    """Whether a line begins a paragraph or stands beside a time, and something was said below it."""
    before = lines[place - 1] if place else None
    after = lines[place + 1] if place + 1 < len(lines) else None
    return after is not None and (lines[place].starts or before is None or before.is_clock or after.is_clock)


def _has_words_below(lines: Sequence[Line], found: Mapping[int, Opening]) -> bool:
    """Whether most turns have a line of words before the next one; two opening lines of one speaker are one turn."""
    empty = 0
    for place, opening in found.items():
        after = place + 1
        while after < len(lines) and lines[after].is_clock:
            after += 1
        twin = found.get(after)
        empty += after >= len(lines) or (twin is not None and twin.name != opening.name)
    return empty <= 0.2 * len(found)


def _timed(lines: Sequence[Line], shape: Shape, found: Mapping[int, Opening]) -> bool:
    if shape.timed:
        return True
    beside = sum(
        bool(MARKED.search(lines[place].text))
        or any(0 <= near < len(lines) and lines[near].is_clock for near in (place - 1, place + 1))
        for place in found
    )
    return beside >= max(1, 0.5 * len(found))


def _runs_forward(times: Sequence[float]) -> bool:
    backwards = sum(after < before for before, after in pairwise(times))
    return backwards <= _BACKWARDS * max(1, len(times) - 1)


def _enough_named(lines: Sequence[Line], fit: Fit, *, transcript: bool) -> bool:
    """Whether labels come as in a conversation: they return, or are roles, and fill the file."""
    labels = Counter(one.name for one in fit.openings.values() if one.name)
    turns = sum(labels.values())
    roles = sum(times for name, times in labels.items() if is_code(name)) >= 0.5 * turns
    returning = turns >= _REUSE * len(labels)
    free = [line for line in lines if line.opens]
    room = min(len(free), max(sum(line.starts for line in free), 2))
    if fit.timed:
        # An agenda has names beside its times as well, each once and to the five minutes.
        exact = any((one.at or 0) % 5 for one in fit.openings.values())
        believed = roles or returning or (exact and all(map(is_person_label, labels)))
        return transcript or (believed and turns >= 0.25 * room)
    fills = turns >= (0.25 if fit.shape.below else 0.5) * room
    if "{CAPITALS}" in fit.shape.pattern:  # 'A lot of us', 'NHS staff': only words for a role stand without a sign
        roles = sum(times for name, times in labels.items() if is_code(name) and len(name) > 3) >= 0.9 * turns
        return fills and (roles or (transcript and returning and all(len(name) > 3 for name in labels)))
    return fills and (roles or (transcript and (returning or turns == len(lines))))


def _enough_clocks(lines: Sequence[Line], fit: Fit, *, transcript: bool) -> bool:
    """Whether times without names are a transcript's: an agenda has them too, to the minute."""
    free = [line for line in lines if line.opens]
    fills = len(fit.openings) >= 0.3 * min(len(free), sum(line.starts for line in free))
    if not fills:
        return False
    return transcript or mean(_exact(lines[place].text) for place in fit.openings) > 0.9


def _exact(line: str) -> bool:
    """Whether a line's time has seconds beyond doubt: three parts, a fraction, a span with an arrow, or brackets."""
    return bool(re.match(r"\W*(?:\d{1,2}:\d{2}:\d{2}|\d{1,3}:\d{2}[.,]\d)|[\[#(<]\d{1,3}:\d{2}[\])>]", line))
