"""Where one text was changed into another, as stretches that move what people decided about it."""

from difflib import SequenceMatcher
from itertools import accumulate


def shifts_between(old: str, new: str) -> list[tuple[int, int, int]]:
    """(start, end, new length) of every changed stretch of `old`, line by line."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, before))]
    ends = [0, *accumulate(map(len, after))]
    return [
        (starts[i1], starts[i2], ends[j2] - ends[j1])
        for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
