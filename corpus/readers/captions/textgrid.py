"""Praat's TextGrids: each tier is a speaker, each filled interval words with a time; tiers are read together by time."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from learnbrief.corpus.errors import UnreadableSource
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Reading, reading_of
from learnbrief.corpus.readers.transcripts.turns import Utterance, repeated_labels, turns_of

# Both of Praat's spellings are this sequence of numbers, flags and quoted texts; the long one puts 'xmin =' and the like between.
_VALUE = re.compile(r'"((?:[^"]|"")*)"|<\w+>|(?<![\w\[.])(-?\d+(?:\.\d+)?(?:[eE]-?\d+)?)(?![\w\].])')
_TIERS = {"IntervalTier": 3, "TextTier": 2}
"""Values of one entry: from, to and text, or a point in time and its mark."""


def read_textgrid(path: Path, how: How) -> Reading:
    """A .TextGrid file, long or short."""
    raw, warnings = read_text_file(path)
    tiers = list(_tiers(_values(raw, path), path))
    said = [one for tier in tiers for one in tier]
    if not said:
        raise UnreadableSource(f"{path.name}: no tier holds words; give the TextGrid with its transcript")
    utterances = sorted(said, key=lambda one: one.at or 0.0)
    blocks = list(turns_of(utterances))
    return reading_of(
        blocks,
        readable="\n".join(f"{one.speaker} {one.words}" for one in said),
        left_out=repeated_labels(utterances, blocks),
        title=path.stem,
        details={},
        warnings=warnings,
        read_as=f"tiers of Praat, {len(tiers)} of them",
    )


def _values(raw: str, path: Path) -> list[str]:
    if "ooTextFile" not in raw[:200] or "TextGrid" not in raw[:400]:
        raise UnreadableSource(f"{path.name}: is not a TextGrid of Praat in text form; save it in Praat as text file")
    body = raw[raw.index("TextGrid") + len("TextGrid") + 1 :]
    found = (one for one in _VALUE.finditer(body) if not one.group().startswith("<"))
    return [one.group(1).replace('""', '"') if one.group(1) is not None else one.group(2) for one in found]


def _tiers(values: Sequence[str], path: Path) -> Iterator[list[Utterance]]:
    """Each tier: its class, name, bounds, number of entries, and then these."""
    at = 3  # after the bounds of the file and the number of tiers
    while at + 5 <= len(values):
        kind, name, count = values[at], values[at + 1], values[at + 4]
        size = _TIERS.get(kind)
        if size is None or not count.isdigit():
            raise UnreadableSource(
                f"{path.name}: is a damaged TextGrid (a tier is called {kind!r}); save it in Praat again"
            )
        first, at = at + 5, at + 5 + size * int(count)
        entries = (values[start : start + size] for start in range(first, min(at, len(values)), size))
        yield [
            Utterance(" ".join(entry[-1].split()), name.strip() or None, float(entry[0]), float(entry[-2]))
            for entry in entries
            if len(entry) == size and entry[-1].strip()
        ]
