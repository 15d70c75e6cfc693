"""A paragraph that tells of the paper and of what was said, in parts: only the sentences about the paper are set aside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from learnbrief.corpus.readers.furniture.lines import furniture_in
from learnbrief.corpus.readers.reading import Block
from learnbrief.corpus.sentences import Span, sentences
from learnbrief.corpus.speakers import label_of, names_nobody

_IN_THE_ROOM = re.compile(
    r"\W*(?:(?:also )?present|in attendance|attend(?:ance|ees?|ing)|in the room|who came|apologies)\b", re.IGNORECASE
)
_ANYWHERE = frozenset({"formula", "next meeting"})
"""Kinds that stand inside the paragraphs of minutes too: 'The minutes of 29 May were agreed. Ms Pell pointed out ...'"""


def parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with sentences about the paper apart, in the opening paragraph, at the end of the last, and formulas anywhere.

    Where and when, how many came and who typed it open the notes of most days in one paragraph with a remark or two;
    as one piece it is no furniture, and its first sentences were quoted as what somebody said.
    """
    spoken = [number for number, block in enumerate(blocks) if block.layout in ("paragraph", "bullet", "cell")]
    opening = next((number for number in spoken if not furniture_in(blocks[number].text, at_edge=True)), None)
    last = next((number for number in reversed(range(len(blocks))) if blocks[number].layout != "note"), None)
    found: list[Block] = []
    for number, block in enumerate(blocks):
        if block.layout != "paragraph" or "\n" in block.text:
            found.append(block)
        else:
            found += _in_parts(block, opens=number == opening, ends=number == last)
    return found


def _in_parts(block: Block, *, opens: bool, ends: bool) -> Iterator[Block]:
    if furniture_in(block.text, at_edge=opens or ends) or _names_who_was_there(block.text):
        yield block
        return
    spans = sentences(block.text)
    told = [_is_furniture(block.text[start:end], at_edge=opens) for start, end in spans]
    if ends and not all(told):
        told = _with_foot(block.text, spans, told)
    if not any(told) or (label_of(block.text) and not told[0]):
        yield block
        return
    done = 0
    for start, end, about_paper in _runs(spans, told):
        part = replace(block, text=block.text[start:end], layout="note" if about_paper else block.layout)
        yield part if start == spans[0][0] else replace(part, gap=block.text[done:start], marker="")
        done = end


def _names_who_was_there(text: str) -> bool:
    """'Facilitator: Ada Pell. ...', 'Present: ...': whose words these are, or who came, is settled for the paragraph as one."""
    label = label_of(text)
    return label is not None and (names_nobody(label.name) or _IN_THE_ROOM.match(text) is not None)


def _is_furniture(sentence: str, *, at_edge: bool) -> bool:
    kind = furniture_in(sentence, at_edge=at_edge)
    return kind is not None and (at_edge or kind.name in _ANYWHERE)


def _with_foot(text: str, spans: Sequence[Span], told: Sequence[bool]) -> list[bool]:
    """The same with the sentences at the end, up from the last as far as each is furniture of a foot."""
    marked = list(told)
    for number in range(len(spans) - 1, 0, -1):
        if not _is_furniture(text[slice(*spans[number])], at_edge=True):
            break
        marked[number] = True
    return marked


def _runs(spans: Sequence[Span], told: Sequence[bool]) -> Iterator[tuple[int, int, bool]]:
    """Sentences on end that are all about the paper, or all not; each run one span."""
    start = 0
    for number in range(1, len(spans) + 1):
        if number == len(spans) or told[number] != told[start]:
            yield spans[start][0], spans[number - 1][1], told[start]
            start = number
