"""Records whose words stand deeper: in lists of words or sentences, or in the first of several readings; and words one by one."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

Record = Mapping[str, Any]
_READINGS = ("alternatives", "n_best")
"""What a program may have heard, the likeliest first."""
_PARTS = ("elements", "sentences", "words", "tokens")
_PIECE = ("value", "punctuated_word", "word", "text", "content", "sentence", "transcript")
_TIMES = {"start": ("start", "ts", "start_time", "timestamp", "start_offset", "offset"), "end": ("end", "end_ts", "end_time", "end_timestamp", "end_offset")}  # fmt: skip
_LOOSE = re.compile(r"\s+(?=[,.;:?!…%)\]]+(?:\s|$))")


def plain_key(key: str) -> str:
    """'startTime' as 'start_time'."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[\s-]+", "_", key).casefold()


def plain(record: Record) -> dict[str, Any]:
    """A record by plain keys, with the likeliest reading and the words of its parts as its own."""
    held = {plain_key(key): value for key, value in record.items()}
    for key in _READINGS:
        if readings := _records(held.get(key)):
            held = {**{plain_key(name): value for name, value in readings[0].items()}, **held}
    for key in _PARTS:
        if parts := [{plain_key(name): value for name, value in one.items()} for one in _records(held.get(key))]:
            return {**_of_parts(parts), **held}
    return held


def together(
    records: Sequence[Record], said: Callable[[Record], str], speaker: Callable[[Record], str]
) -> list[Record]:
    """Words that stand one by one, joined as long as one speaker goes on; other records as they are."""
    if not records or sum(len(said(one).split()) for one in records) >= 1.5 * len(records):
        return list(records)
    turns = [list(group) for _, group in groupby(records, key=speaker)]
    return [
        {**turn[0], **{key: value for key, value in turn[-1].items() if key.startswith("end")}, "sentence": _joined(map(said, turn))}
        for turn in turns
    ]  # fmt: skip


def _records(held: Any) -> list[Record]:
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _of_parts(parts: Sequence[Record]) -> dict[str, Any]:
    """Words of the parts, the first's beginning and the last's end."""
    found: dict[str, Any] = {}
    if words := _joined(_piece(one) for one in parts):
        found["text"] = words
    for name, keys in _TIMES.items():
        told = [one[key] for one in parts for key in keys if one.get(key) is not None]
        if told:
            found[name] = told[0 if name == "start" else -1]
    return found


def _piece(part: Record) -> str:
    return next((value for key in _PIECE if isinstance(value := part.get(key), str)), "")


def _joined(pieces: Iterable[str]) -> str:
    """Words in a line; programs that write the blanks too need none of ours."""
    held = list(pieces)
    spaced = any(one and (one.isspace() or one[0].isspace()) for one in held)
    return _LOOSE.sub("", " ".join(("" if spaced else " ").join(held).split()))
