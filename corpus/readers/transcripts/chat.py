"""Zoom's chat log: who wrote what and when; reactions kept as notes, messages over several lines kept whole."""

import re
from collections.abc import Iterable

from learnbrief.corpus.clocks import seconds
from learnbrief.corpus.document import Mode
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.speakers import speech_of

_SAVED = re.compile(r"^(?P<clock>\d{1,2}:\d{2}:\d{2})[\t ]+(?P<who>[^\t\n]{1,80}?):[\t ](?P<words>.*)$")
_FROM_TO = re.compile(
    r"^(?P<clock>\d{1,2}:\d{2}:\d{2})\s+From\s+(?P<who>.{1,80}?)\s+[Tt]o\s+(?:Everyone|Everybody|.{1,60}?)\s*(?:\(.*?\))?\s*:(?P<words>.*)$"
)
_REACTION = re.compile(
    r"^(?:\w+ ){1,3}\w+ [\"“„«].*[\"”“»] \w+ \W+$|^(?:Reacted to|Removed an? .{1,20} from) [\"“]", re.DOTALL
)
_NOTICE = re.compile(r"added .+ to the meeting\.?|^Replying to ", re.IGNORECASE)


def is_chat(text: str) -> bool:
    """Whether a plain text is a chat log: most of its first stamped lines say who wrote."""
    lines = [line for line in text.split("\n") if line.strip()][:40]
    found = sum(bool(_message(line)) for line in lines)
    return found >= 2 and found >= len(lines) / 3 and bool(_message(lines[0]))


def _message(line: str) -> re.Match[str] | None:
    return _FROM_TO.match(line) or _SAVED.match(line)


def read_chat(text: str, title: str, warnings: Iterable[str] = ()) -> Reading:
    """A chat log whose text `is_chat`; each message is a turn with its time."""
    blocks: list[Block] = []
    readable: list[str] = []
    for line in text.split("\n"):
        found = _message(line)
        if found:
            who = found.group("who").strip()
            readable += [who, found.group("words")]
            blocks.append(_turn(who, found.group("words"), seconds(found.group("clock"))))
        elif blocks and line.strip():
            readable.append(line)
            last = blocks[-1]
            blocks.append(_more(last, line))
    return reading_of(
        [_settled(block) for block in blocks],
        readable="\n".join(readable),
        title=title,
        details={},
        warnings=warnings,
        read_as="messages of a chat",
    )


def _turn(who: str, words: str, at: float | None) -> Block:
    return Block(words, "turn", Mode.VERBATIM, speaker=who, label=who, speech=speech_of(who), at=at, gap="\n")


def _more(last: Block, line: str) -> Block:
    return Block(line, "turn", Mode.VERBATIM, speaker=last.speaker, speech=last.speech, at=last.at, gap="\n")


def _settled(block: Block) -> Block:
    """Reactions, replies' headers and notices stay in the text, since they hold names, but nobody says anything in them."""
    if _REACTION.match(block.text.strip()) or _NOTICE.search(block.text):
        return Block(block.text, "note", block.mode, block.speaker, block.label, block.speech, block.at, gap=block.gap)
    return block
