"""CHAT transcripts of CLAN: starred lines are said, lines with a per cent sign and with @ are about them."""

import re
from collections.abc import Iterator
from pathlib import Path

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.characters import normalise
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Block, Reading, reading_of
from learnbrief.corpus.readers.transcripts.turns import Utterance, repeated_labels, turns_of

_SAID = re.compile(r"\*(?P<who>[^\W_][\w-]{0,30}):\s*(?P<words>.*)", re.DOTALL)
_BULLET = re.compile(r"[\x15\u2022](\d+)_(\d+)[\x15\u2022]")
"""When a line was said, in thousandths, between two bullets."""


def is_clan(text: str) -> bool:
    """Whether a plain text is in CHAT: it says that it begins, or opens with its encoding."""
    return text.lstrip("\ufeff").startswith(("@Begin", "@UTF8"))


def read_clan(path: Path, how: How) -> Reading:
    """A .cha file, or a .txt file in the same form."""
    raw, warnings = read_text_file(path)
    if not is_clan(raw):
        raise UnreadableSource(f"{path.name}: does not begin with @Begin as CHAT files do; save it in CLAN again")
    lines = list(_lines(raw))
    utterances = [_utterance(line) for line in lines]
    said = [one for one in utterances if one is not None]
    if not said:
        raise UnreadableSource(f"{path.name}: no line begins with * and a speaker; give the file with its transcript")
    blocks = list(turns_of(said))
    turns = iter(blocks)
    return reading_of(
        [
            Block(line, "note", gap="\n") if one is None else next(turns)
            for line, one in zip(lines, utterances, strict=True)
        ],
        readable="\n".join(normalise(_BULLET.sub("", line)) for line in lines),
        left_out=repeated_labels(said, blocks),
        title=path.stem,
        details={},
        warnings=warnings,
        read_as="lines of CHAT",
    )


def _lines(raw: str) -> Iterator[str]:
    """The lines of the file; what is indented with a tab goes on with the line above."""
    pending = ""
    for line in raw.lstrip("\ufeff").splitlines():
        if line.startswith("\t") and pending:
            pending += " " + line.strip()
            continue
        if pending.strip():
            yield pending
        pending = line
    if pending.strip():
        yield pending


def _utterance(line: str) -> Utterance | None:
    found = _SAID.fullmatch(line)
    if found is None:
        return None
    times = _BULLET.search(line)
    at, until = (int(times[1]) / 1000, int(times[2]) / 1000) if times else (None, None)
    words = normalise(_BULLET.sub("", found["words"])).strip()
    return Utterance(words, found["who"], at, until) if words else None
