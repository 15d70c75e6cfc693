"""Where words that somebody quotes stand in a frozen text, and which excerpts a stretch of it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.readers.characters import tidy

Span = tuple[int, int]

_LIKE = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-"}
)
"""Characters that office programs swap on their own, one for one, so that offsets hold."""
_LEFT_OUT = re.compile(r"\s*(?:[\[(]\s*(?:\.{3}|…)\s*[\])]|\.{3,}|…)\s*")
"""How people shorten a quotation."""
_FARTHEST = 1500
"""Characters that a shortened quotation may leave out at one place; more would join what nobody joined."""
_TOKEN = re.compile(r"\[[^\[\]\n]{1,40}\]|\w+")
"""A word, or a placeholder such as '[Person 3]' as one."""
_LONGEST = 8
"""Words that one placeholder may stand for: an address with its postcode."""
_ENOUGH = 3
"""Words that must be the same beside the placeholders, and a third of all, or what matches is anybody's guess."""


_NEAR, _MARGIN, _ENOUGH_TO_BE_NEAR = 85.0, 8.0, 6
"""Letters in common out of 100, how far behind the second best place must be, and from how many words on.

A name of two words in a sentence of ten costs about ten letters in a hundred; two sentences of one author on the same subject share
about 60.
"""


def find_passage(words: str, text: str) -> list[Span]:
    """Every place of these words: as they stand, else around what replaced an identifier, else with what '[...]' left out."""
    return find_words(words, text) or find_around_placeholders(words, text) or find_shortened(words, text)


def find_words(words: str, text: str) -> list[Span]:
    """Every place where these words stand, white space and the shapes of quotation marks and dashes apart."""
    parts = [re.escape(part) for part in tidy(words).translate(_LIKE).split()]
    if not parts:
        return []
    pattern = re.compile("(?=(" + r"\s+".join(parts) + "))")  # looked ahead, so that places may overlap
    return [match.span(1) for match in pattern.finditer(text.translate(_LIKE))]


def find_around_placeholders(words: str, text: str) -> list[Span]:
    """Every place where these words stand if a placeholder is taken for up to eight words; punctuation and case apart.

    Coding made elsewhere quotes the names that the frozen text no longer has.
    """
    wanted = [match.group().casefold() for match in _TOKEN.finditer(tidy(words))]
    tokens = [(match.group().casefold(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    if not wanted:
        return []
    names = [token for token, _, _ in tokens]
    found = [
        (same, first, after)
        for first, name in enumerate(names)
        if name == wanted[0] or name.startswith("[")
        for after, same in _matches(names, first, wanted)
        if same >= max(_ENOUGH, len(wanted) / 3)
    ]
    most = max((same for same, _, _ in found), default=0)  # the more a placeholder swallows, the less it says
    nearest = {after: first for same, first, after in found if same == most}  # of beginnings with one end, the last
    return [(tokens[first][1], tokens[after - 1][2]) for after, first in sorted(nearest.items())]


def find_shortened(words: str, text: str) -> list[Span]:
    """Every place of a quotation that '[...]' or '…' shortens: its parts in order, from the first to the end of the last."""
    parts = [part for part in _LEFT_OUT.split(words) if re.search(r"\w", part)]
    if len(parts) == len(_LEFT_OUT.split(words)) == 1:
        return []
    found = find_words(parts[0], text) or find_around_placeholders(parts[0], text) if parts else []
    for part in parts[1:]:
        after = find_words(part, text) or find_around_placeholders(part, text)
        found = [
            (start, nearest)
            for start, end in found
            if (nearest := min((stop for begin, stop in after if 0 <= begin - end <= _FARTHEST), default=0))
        ]
    return found


@dataclass(frozen=True, slots=True)
class Near:
    """Where words stand that are almost the same."""

    start: int
    end: int
    likeness: float
    """Letters in common, 0 to 100."""


def find_near(words: str, text: str) -> Near | None:
    """The one place where almost these words stand: a name replaced, a word mistyped, another line end; none if in doubt."""
    from rapidfuzz import fuzz  # only coding that fits nowhere else needs it

    wanted, here = tidy(words).translate(_LIKE), text.translate(_LIKE)
    if len(wanted.split()) < _ENOUGH_TO_BE_NEAR:
        return None
    best = fuzz.partial_ratio_alignment(wanted, here, score_cutoff=_NEAR)
    if best is None or best.dest_end - best.dest_start < len(wanted) * _NEAR / 100:
        return None
    rest = here[: best.dest_start] + "\x00" * (best.dest_end - best.dest_start) + here[best.dest_end :]
    if fuzz.partial_ratio_alignment(wanted, rest, score_cutoff=best.score - _MARGIN) is not None:
        return None
    return Near(best.dest_start, best.dest_end, best.score)


def _matches(names: Sequence[str], first: int, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where `wanted` ends if it begins at `first`, and how many of its words stand there as they are."""
    branches = [(first, 0, 0)]
    while branches:
        at, done, same = branches.pop()
        while done < len(wanted) and at < len(names) and names[at] == wanted[done]:
            at, done, same = at + 1, done + 1, same + 1
        if done == len(wanted):
            yield at, same
        elif at < len(names) and names[at].startswith("["):
            most = min(_LONGEST, len(wanted) - done)
            branches += [(at + 1, done + taken, same) for taken in range(1, most + 1)]


def excerpts_at(excerpts: Sequence[Excerpt], start: int, end: int) -> list[Excerpt]:
    """The excerpts that a stretch covers by half or more; where it covers none so far, the one it shares most with."""
    shared = [(min(one.end, end) - max(one.start, start), one) for one in excerpts]
    covered = [one for words, one in shared if words > 0 and 2 * words >= one.end - one.start]
    if covered:
        return covered
    words, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return [best] if best is not None and words > 0 else []
