"""Cues of caption files as their makers write them: times in any notation, blank lines within a cue, names beside its number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from learnbrief.corpus.clocks import seconds

_STAMP = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?"
_TIMES = re.compile(rf"^\s*(?P<start>{_STAMP})\s*(?:--?>|→|,)\s*(?P<end>{_STAMP})(?:\s+(?P<settings>.*))?$")
_ASIDE = re.compile(r"^(?:NOTE|STYLE|REGION)(?:\s|$)")
_NUMBER = re.compile(r"\s*\d+\s*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """What one caption shows, and when."""

    start: float
    end: float
    payload: str
    name: str = ""
    """What stands on the line above its times: a number, a mark of the tool, or a speaker."""


def is_times(line: str) -> bool:
    """Whether a line says from when to when a cue is shown."""
    return bool(_TIMES.match(line))


def cues_of(text: str) -> tuple[list[Cue], str]:
    """The cues of a caption file, and what stands outside them: its head, comments and styles."""
    lines = text.lstrip("\ufeff").replace("\x00", "").splitlines()
    times = [number for number, line in enumerate(lines) if _TIMES.match(line)]
    if not times:
        return [], "\n".join(lines)
    cues: list[Cue] = []
    outside = lines[: _above(lines, times[0])]
    for this, after in zip(times, [*times[1:], len(lines)], strict=True):
        until = _above(lines, after) if after < len(lines) else after
        body, aside = _without_asides(lines[this + 1 : until])
        outside += aside
        found = _TIMES.match(lines[this])
        if found is not None:
            name = " ".join(lines[_above(lines, this) : this]).strip()
            start, end = seconds(found["start"]) or 0.0, seconds(found["end"]) or 0.0
            cues.append(Cue(start, end, "\n".join(body), name))
    return cues, "\n".join(outside)


def _above(lines: Sequence[str], times: int) -> int:
    """Where the cue with these times begins: a line right above them that follows a blank one is its number or name."""
    if times and lines[times - 1].strip() and not _TIMES.match(lines[times - 1]):
        after_blank = times == 1 or not lines[times - 2].strip()
        if after_blank or _NUMBER.match(lines[times - 1]):
            return times - 1
    return times


def _without_asides(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of a cue without comments and styles that stand between it and the next, each up to a blank line."""
    body: list[str] = []
    aside: list[str] = []
    within, blank = False, True
    for line in lines:
        within = (within and bool(line.strip())) or (blank and bool(_ASIDE.match(line)))
        (aside if within else body).append(line)
        blank = not line.strip()
    return body, aside


def read_once(payloads: Sequence[Sequence[str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Each cue's lines in two: those not shown before, and those that only roll on from the cue above it."""
    shown: Sequence[str] = ()
    for lines in payloads:
        yield [line for line in lines if line not in shown], [line for line in lines if line in shown]
        shown = lines or shown


def rolls(payloads: Sequence[Sequence[str]]) -> bool:
    """Whether captions show each line twice, once as it is spoken and once above the next, as live captions do."""
    filled = [lines for lines in payloads if lines]
    again = sum(before[-1] in lines for before, lines in pairwise(filled))
    return len(filled) >= 4 and again >= 0.6 * (len(filled) - 1)


def grows(payloads: Sequence[str]) -> bool:
    """Whether captions write the same line on word by word, each cue holding all of it so far."""
    again = sum(bool(before) and after.startswith(before) for before, after in pairwise(payloads))
    return len(payloads) >= 4 and again >= 0.5 * (len(payloads) - 1)
