"""Lines that belong together: prose broken by hand or by a program is joined, lines of their own stay apart."""

import re
from collections.abc import Sequence

from learnbrief.corpus.readers.furniture.lines import furniture_in
from learnbrief.corpus.speakers import label_of

_STARTS_ANEW = re.compile(r"^\s*(?:[-*•‣◦▪·–—>o]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+|\[?\d{1,2}:\d{2})")
ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
"""The end of a sentence, in a text and on a page."""


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
    if line[0].islower() and not ENDS.search(last):
        return True
    return len(last) >= width


def _is_furniture_apart(last: str, line: str) -> bool:
    """'Page 1 of 1' under a line of speech is no part of it; nor is what begins below a line of furniture."""
    ended = bool(ENDS.search(last))
    kind = furniture_in(line, at_edge=ended)  # a line of looser words counts only where a sentence ended before
    if kind is not None:
        return kind.mid_text or ended
    return not line[0].islower() and furniture_in(last) is not None
