"""Shapes of transcripts as data: each says in one line where label, time and words stand; a user can add to them."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from learnbrief.corpus.clocks import CLOCK, seconds
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.late import LatePattern
from learnbrief.corpus.readers.decode import read_text_file

NONE = "none"
"""The shape of a text in which nobody is named, said by whoever gave the file."""
_LOOKED_AT = 400
"""Characters of a line in which label and time must stand; a turn of an hour is not worth the patterns' time."""
_PLACEHOLDER = re.compile(r"(\{(?:clock|name|CAPITALS|words|tab)\})")
# What may stand between a name and a clock besides blanks; nothing, where the clock is in brackets.
_BESIDE = r"(?:\s*[,;:|·•@–—-]+\s*|\s+at\s+|\s+|(?<=[\])>#}])|(?=[\[(<#{]))"
_AFTER_CLOCK = r"(?:\s*[-–—:|]\s+|\s+|(?<=[\])>#}]))"
_BEFORE = r"(?:[>*•@–—-]+\s*)?(?:\[?(?P<number>\d{1,5})\]?[.)]?\s+(?!\s*[:\d]))?"
_NAME = r"""[*_"“'@]*(?P<open>[\[(<{]\s*)?(?P<name>[^\W\d_][^\n:\t{}<>]{0,78}?)(?(open)\s*[\])>}])[*_"”']*"""
# 'A' and 'I' begin what is said more often than they end a name.
_CAPITALS = r"(?P<name>[A-Z][A-Z'’._-]+\d{0,3}(?: (?:[A-Z][A-Z'’.-]+|\d{1,3}|[B-HJ-Z]))*)(?=.*[a-z])"
_END = r"[*_]*\s*[:,.–—-]?\s*[*_]*\s*"
_DIGIT = re.compile(r"\d")
_TIME = LatePattern(CLOCK, re.IGNORECASE)
_SEPARATORS = {
    ":": r"\s*[*_]*:[*_]*(?!//)(?=\s|[^\d/\s])\s*",
    "-": r"\s*[-–—]+\s+",
    ".": r"\.\s+",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """The line that opens a turn."""

    name: str | None
    at: float | None
    words: str
    """What stands on the line itself; empty where the words stand below."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write who speaks and when."""

    pattern: str
    told: str
    example: str = ""

    @property
    def named(self) -> bool:
        """Whether it tells who speaks."""
        return "{name}" in self.pattern or "{CAPITALS}" in self.pattern

    @property
    def timed(self) -> bool:
        """Whether it tells when."""
        return "{clock}" in self.pattern

    @property
    def below(self) -> bool:
        """Whether the words stand on the lines below."""
        return "{words}" not in self.pattern

    def opening(self, line: str) -> Opening | None:
        """What a line opens, if it has this shape."""
        line = line.strip()
        begin, rest = line[:_LOOKED_AT], line[_LOOKED_AT:]
        if (rest and self.below) or (self.timed and not _tells_time(begin)):
            return None
        found = _compiled(self.pattern).fullmatch(begin)
        if not found:
            return None
        groups = found.groupdict()
        name = groups.get("name")
        words = f"{groups.get('words') or ''}{rest}"
        return Opening(name.strip(" *_\"“”'") if name else None, seconds(groups.get("clock")), words)


@lru_cache(maxsize=8192)  # a line is held against a dozen shapes of times, one shape after the other
def _tells_time(line: str) -> bool:
    return bool(_DIGIT.search(line) and _TIME.search(line))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a line is first held against it: a dozen patterns of times take half a second, and most texts hold none."""
    parts = [part for part in _PLACEHOLDER.split(pattern.strip()) if part]
    pieces = {
        "{clock}": f"(?P<clock>{CLOCK})",
        "{name}": _NAME.replace(r"{}<>]", r"{}<>|]") if "|" in pattern else _NAME,
        "{CAPITALS}": _CAPITALS,
        "{words}": r"(?P<words>(?=.*[^\W\d_])(?!\*{1,3}\s*:|[ap]\.?m\b|\d{1,3}\s?(?:hours?|min(?:ute)?s?|sec(?:ond)?s?|[hms])\b)[^\s:].*)",
        "{tab}": r"\s*\t\s*",
    }
    found = "".join(pieces.get(part) or _literal(parts, number) for number, part in enumerate(parts))
    below = "{words}" not in pattern
    try:
        return re.compile(
            _BEFORE + found + (_END if below else ""), re.IGNORECASE if "{CAPITALS}" not in pattern else 0
        )
    except re.error as err:
        raise BadInput(f"{pattern!r} is not a shape ({err}); use each of {{name}}, {{clock}}, {{words}} once") from err


def _literal(parts: Sequence[str], number: int) -> str:
    """What stands between two placeholders; a blank beside a clock may be a comma, a dash or nothing."""
    text, before = parts[number], parts[number - 1] if number else ""
    after = parts[number + 1] if number + 1 < len(parts) else ""
    if text.strip():
        return _SEPARATORS.get(text.strip()) or r"\s*" + re.escape(text.strip()) + r"\s*"
    if before == "{clock}" and after == "{words}":
        return _AFTER_CLOCK
    return _BESIDE if "{clock}" in (before, after) else r"\s+"


def shape_from(words: str, known: Sequence[Shape]) -> Shape:
    """The shape that somebody names: a pattern of the table, what it is told as, or a pattern of their own."""
    plain = " ".join(words.split())
    for shape in known:
        if plain in (shape.pattern, shape.told):
            return shape
    if not re.search(r"\{(?:name|CAPITALS|clock)\}", plain):
        raise BadInput(
            f"shape {words!r} is none that we know; write where things stand, such as '{{name}} ({{clock}}): {{words}}',"
            f" or {NONE!r} where nobody is named"
        )
    _compiled(plain)  # whoever wrote it is told now what is wrong with it
    return Shape(plain, f"{plain} as given")


@lru_cache(maxsize=1)
def shapes() -> tuple[Shape, ...]:
    """The shapes that come with learnbrief, in the order in which they win a draw."""
    return _parsed(files(__package__).joinpath("shapes.toml").read_text(encoding="utf-8"), "shapes.toml")


def read_shapes(path: Path) -> tuple[Shape, ...]:
    """A user's own shapes, from a file written like ours."""
    text, _ = read_text_file(path)
    found = _parsed(text, path.name)
    for shape in found:
        _compiled(shape.pattern)  # whoever wrote it is told now what is wrong with it
    return found


def _parsed(text: str, name: str) -> tuple[Shape, ...]:
    try:
        rows = tomllib.loads(text).get("shape", [])
    except tomllib.TOMLDecodeError as err:
        raise BadInput(
            f'{name}: is not TOML ({err}); write [[shape]] and below it pattern = "{{name}}: {{words}}"'
        ) from err
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and isinstance(row.get("pattern"), str) for row in rows
    ):
        raise BadInput(f'{name}: every [[shape]] needs a line such as pattern = "{{name}} {{clock}}: {{words}}"')
    return tuple(
        Shape(row["pattern"], str(row.get("told") or row["pattern"]), str(row.get("example", "")).strip("\n"))
        for row in rows
    )
