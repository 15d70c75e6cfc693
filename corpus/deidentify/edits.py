"""Replacements in a text, and where every span of the old text lies in the new one."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.document import Passage, SourceText


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of a text and what stands in its place."""

    start: int
    end: int
    """Half-open code points in the text before the edit."""
    replacement: str
    type: str
    """'person', 'organisation', 'name', 'email', 'phone', 'nhs number', ..."""
    rule: str
    """What found it: 'register', 'checksum', 'speaker label', 'named entity', ..."""
    certain: bool = True
    """False: masked provisionally until a person decides."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"edit runs from {self.start} to {self.end}")


def settle(edits: Iterable[Edit], text: str) -> tuple[Edit, ...]:
    """The edits in order and free of overlaps; what the loser of an overlap covered beyond the winner stays covered."""
    kept: list[Edit] = []  # in order of place and free of overlaps at every step
    for edit in sorted(edits, key=_precedence):
        low = bisect_left(kept, edit.start + 1, key=lambda one: one.end)
        high = bisect_left(kept, edit.end, key=lambda one: one.start)
        for piece in _beyond(edit, kept[low:high], text):
            insort(kept, piece, key=lambda one: one.start)
    return tuple(kept)


def _precedence(edit: Edit) -> tuple[bool, int, int, int, str, str]:
    # Between equals, who is known comes before what is guessed; the last two only make the order independent of
    # who found it first.
    known = 0 if edit.rule.startswith("register") else 1 if edit.type == "organisation" else 2
    return (not edit.certain, edit.start - edit.end, known, edit.start, edit.rule, edit.replacement)


def _beyond(edit: Edit, kept: Sequence[Edit], text: str) -> list[Edit]:
    pieces = [(edit.start, edit.end)]
    for winner in kept:
        pieces = [piece for old in pieces for piece in _without(old, winner)]
    if pieces == [(edit.start, edit.end)]:
        return [edit]
    trimmed = (_trim(start, end, text) for start, end in pieces)
    return [replace(edit, start=start, end=end) for start, end in trimmed if _tells_something(text[start:end])]


def _without(piece: tuple[int, int], winner: Edit) -> list[tuple[int, int]]:
    start, end = piece
    if winner.end <= start or end <= winner.start:
        return [piece]
    return [(s, e) for s, e in ((start, winner.start), (winner.end, end)) if s < e]


def _trim(start: int, end: int, text: str) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _tells_something(words: str) -> bool:
    # Lower-case leftovers are joining words ('and', 'of'), possessives and the like.
    return any(character.isupper() or character.isdigit() for character in words)


def apply_edits(source: SourceText, edits: Iterable[Edit]) -> SourceText:
    """The source with every edit made and every passage where its words now are."""
    ordered = _in_order(edits, source.text)
    parts: list[str] = []
    at = 0
    for edit in ordered:
        parts += [source.text[at : edit.start], edit.replacement]
        at = edit.end
    parts.append(source.text[at:])
    return SourceText("".join(parts), _moved(source.passages, ordered))


def _in_order(edits: Iterable[Edit], text: str) -> list[Edit]:
    ordered = sorted(edits, key=lambda edit: edit.start)
    at = 0
    for edit in ordered:
        if edit.start < at or edit.end > len(text):
            raise ValueError(f"edit {edit.start}-{edit.end} overlaps another or leaves the text")
        at = edit.end
    return ordered


def _moved(passages: Iterable[Passage], ordered: Sequence[Edit]) -> tuple[Passage, ...]:
    moving = Remapping(ordered)
    moved: list[Passage] = []
    at = 0
    for passage in passages:
        start, end = moving.span(passage.start, passage.end)
        start = max(start, at)  # an edit across a border belongs to the passage it starts in
        at = max(start, end)
        moved.append(replace(passage, start=start, end=at))
    return tuple(moved)


class Remapping:
    """Where the spans of one text lie in the text that a set of edits makes of it."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = sorted(edits, key=lambda edit: edit.start)
        self._ends = [edit.end for edit in self._edits]
        self._shifts = [0]
        for edit in self._edits:
            self._shifts.append(self._shifts[-1] + len(edit.replacement) - (edit.end - edit.start))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the new text; one that cuts into a replacement is widened to hold it whole."""
        new_start = self._position(start, opening=True)
        return (new_start, new_start) if start == end else (new_start, self._position(end, opening=False))

    def placed(self) -> list[tuple[int, int]]:
        """Where each replacement stands in the new text, in order."""
        return [
            (edit.start + shift, edit.start + shift + len(edit.replacement))
            for edit, shift in zip(self._edits, self._shifts, strict=False)
        ]

    def _position(self, offset: int, *, opening: bool) -> int:
        # The first edit that ends after the offset; an edit that ends on it lies wholly before.
        index = bisect_left(self._ends, offset + 1)
        if index < len(self._edits) and self._edits[index].start < offset:
            edit = self._edits[index]
            return edit.start + self._shifts[index] + (0 if opening else len(edit.replacement))
        return offset + self._shifts[index]


def remap(span: tuple[int, int], edits: Iterable[Edit]) -> tuple[int, int]:
    """Where a span of the old text lies in the new one."""
    return Remapping(edits).span(*span)
