"""Transcripts that programs write for programs (.json, .jsonl): a list of records with words, times and speakers, wherever it stands."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import HostileFile, UnreadableSource
from learnbrief.corpus.readers.captions.nested import Record, plain, together
from learnbrief.corpus.readers.decode import read_text_file
from learnbrief.corpus.readers.how import How
from learnbrief.corpus.readers.reading import Reading, reading_of
from learnbrief.corpus.readers.transcripts.turn_tables import blocks_of, turn_columns

_WORDS = (
    "sentence",
    "transcript",
    "text",
    "utterance",
    "caption",
    "content",
    "words",
    "raw_text",
    "display",
    "message",
)
_SPEAKER = ("speaker_name", "speaker", "speaker_label", "participant", "name", "user", "speaker_id", "channel")
_START = (
    "start",
    "start_time",
    "start_timestamp",
    "start_ms",
    "begin",
    "from",
    "offset",
    "time",
    "timestamp",
    "ts",
    "start_offset",
)
_END = ("end", "end_time", "end_timestamp", "end_ms", "to", "end_offset")
_MILLISECONDS = re.compile(r"(?:_ms|offset)$")
BY_LINES = (".jsonl", ".ndjson")
"""What files with a record on each line are called."""
NOBODY: Mapping[str, str] = {}
_REMEDY = "export the transcript as .vtt, .srt or .txt, or give a table of it as .csv"


def read_json(path: Path, how: How) -> Reading:
    """A .json file that holds a transcript, or a .jsonl file with a record a line."""
    text, told = read_text_file(path)
    try:
        held = _by_lines(text) if path.suffix.lower() in BY_LINES else json.loads(text)
        records = max(_lists(held), key=_worth, default=[])
    except json.JSONDecodeError as err:
        raise UnreadableSource(f"{path.name}: is no whole JSON (line {err.lineno}); {_REMEDY}") from err
    except ValueError as err:  # Python reads no number of thousands of digits
        raise HostileFile(f"{path.name}: holds a number longer than any time; {_REMEDY}") from err
    except RecursionError as err:
        raise HostileFile(f"{path.name}: is nested deeper than anything people write; {_REMEDY}") from err
    rows = _rows(records, _names(held))
    columns = turn_columns(rows, transcript=True) if len(rows) > 1 else None
    if columns is None:
        raise UnreadableSource(f"{path.name}: holds no list of what was said with times or speakers; {_REMEDY}")
    blocks, left_out = blocks_of(rows, columns)
    return reading_of(
        blocks,
        readable="\n".join(cell for row in rows for cell in row),
        left_out=left_out,
        title=path.stem,
        details={},
        warnings=told,
        read_as=columns.told.replace("a table", "records of a program"),
    )


def _by_lines(text: str) -> list[Any]:
    """The records of a file with one on each line; a mistake is told by its line in the file."""
    held = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                held.append(json.loads(line))
            except json.JSONDecodeError as err:
                raise json.JSONDecodeError(err.msg, "\n" * (number - 1), number - 1) from err
    return held


def _lists(held: Any) -> Iterator[list[Record]]:
    """Every list of records that have words of their own, however deep it stands."""
    if isinstance(held, list):
        records = [plain(one) for one in held if isinstance(one, dict)]
        if said := [one for one in records if _said(one)]:
            yield together(said, _said, _speaker)
    for one in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _lists(one)


def _worth(records: Sequence[Record]) -> tuple[bool, bool, float]:
    """Lists that say who spoke come first, then those of more than one; of equal ones, the least cut to pieces."""
    words = sum(len(_said(one).split()) for one in records)
    whole = words > 2 * len(records)
    return any(_speaker(one) for one in records) and whole, len(records) > 1 and whole, words - len(records) / 2


def _names(held: Any) -> dict[str, str]:
    """What the file calls the speakers that its records tell by number."""
    listed = next((held[key] for key in ("speakers", "participants") if isinstance(held, dict) and held.get(key)), ())
    return {
        str(one["id"]): str(one["name"])
        for one in listed
        if isinstance(one, dict) and {"id", "name"} <= one.keys() and one["name"]
    }


def _said(record: Record) -> str:
    return next((value for key in _WORDS if isinstance(value := record.get(key), str) and value.strip()), "")


def _speaker(record: Record, names: Mapping[str, str] = NOBODY) -> str:
    """Its name, also where that is a record of its own; a bare number is 'Speaker 1'."""
    for key in _SPEAKER:
        value = record.get(key)
        if isinstance(value, dict):
            value = next(
                (value[name] for name in ("name", "display_name", "displayName", "label") if value.get(name)), None
            )
        if isinstance(value, bool) or value in (None, ""):
            continue
        name = names.get(str(value), str(value)).strip()
        return f"Speaker {name}" if re.fullmatch(r"\d{1,3}|[A-Z]", name) else name
    return ""


def _rows(records: Sequence[Record], names: Mapping[str, str]) -> list[list[str]]:
    """The records as a table with a head."""
    keys = list(dict.fromkeys(chain.from_iterable(records)))
    start = next((key for key in _START if key in keys), "")
    end = next((key for key in _END if key in keys), "")
    unit = " (ms)" if _MILLISECONDS.search(start) else ""
    rows = [[_time(one.get(start)), _time(one.get(end)), _speaker(one, names), _said(one).strip()] for one in records]
    named = any(row[2] for row in rows)
    timed = any(row[0] for row in rows)
    head = [f"Start{unit}" if timed else "", f"End{unit}" if timed else "", "Speaker" if named else "", "Text"]
    return [head, *rows]


def _time(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value).removesuffix("s")
