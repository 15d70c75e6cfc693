"""Characters of a PDF's page with their places, seen upright: whichever way page or text are turned, a line runs from left to right."""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

_BOLD = 600
"""Font weight from which type is bold."""
_FONT_NAME = 128
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
"""Shapes that fonts draw for two letters: a search for 'first' must find them."""


class Box(NamedTuple):
    """Where something stands; y grows upwards, as in PDF."""

    left: float
    bottom: float
    right: float
    top: float
    bold: bool = False
    turn: int = 0
    """By how many degrees, against the clock, its text was turned before it was made upright."""

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper as it lies in the file, before anybody turns it."""

    width: float
    height: float

    def upright(self, box: Box, turn: int) -> Box:
        """The box where it would stand if its text ran from left to right."""
        left, bottom, right, top = box[:4]
        places = {
            90: (bottom, self.width - right, top, self.width - left),
            180: (self.width - right, self.height - top, self.width - left, self.height - bottom),
            270: (self.height - top, left, self.height - bottom, right),
        }
        return Box(*places.get(turn, (left, bottom, right, top)), bold=box.bold, turn=turn)

    def across(self, turn: int) -> float:
        """How wide the paper is for text that is turned so."""
        return self.height if turn in (90, 270) else self.width


def frame_of(page: Any) -> Frame:
    """The page's, `/Rotate` undone, since characters are placed without it."""
    width, height = page.get_size()
    return Frame(height, width) if page.get_rotation() in (90, 270) else Frame(width, height)


def unligatured(text: str) -> str:
    """The text with each letter by itself."""
    return text.translate(_LIGATURES)


def characters(layer: Any, frame: Frame) -> Iterator[tuple[str, Box | None]]:
    """Every character with its box; blanks and line ends that the library adds have none."""
    import pypdfium2.raw as raw

    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer.raw, index)
        broken = raw.FPDFText_IsHyphen(layer.raw, index) == 1
        character = "-" if broken else chr(code) if code else ""
        if character in ("\r", ""):
            continue
        drawn = not character.isspace() and raw.FPDFText_IsGenerated(layer.raw, index) != 1
        yield unligatured(character), _box(layer, index, frame) if drawn else None
        if broken:  # the library runs on into the next line
            yield "\n", None


def _box(layer: Any, index: int, frame: Frame) -> Box:
    import pypdfium2.raw as raw

    bold = _is_bold(layer, index)
    left, bottom, right, top = layer.get_charbox(index, loose=True)
    box = Box(left, bottom, right, top, bold)
    turn = -math.degrees(raw.FPDFText_GetCharAngle(layer.raw, index)) % 360
    quarter = round(turn / 90) * 90
    if abs(turn - quarter) <= 5:  # degrees: scans lie a little askew
        return frame.upright(box, quarter % 360) if quarter % 360 else box
    return _slanted(box, turn, raw.FPDFText_GetFontSize(layer.raw, index))


def _is_bold(layer: Any, index: int) -> bool:
    """By the font's weight, or where the file tells none (the fonts that every reader has), by its name: 'Helvetica-Bold'."""
    import pypdfium2.raw as raw

    weight = raw.FPDFText_GetFontWeight(layer.raw, index)
    if weight > 0:
        return bool(weight >= _BOLD)
    name, flags = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(layer.raw, index, name, _FONT_NAME, flags)
    return bool(_BOLD_NAME.search(name.value))


def _slanted(box: Box, turn: float, size: float) -> Box:
    """A stamp across the page: its centre is turned, so that its characters stand on one line."""
    x, y = box.middle
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    along, up, half = x * cosine + y * sine, y * cosine - x * sine, max(size, 1) / 2
    return Box(along - half, up - half, along + half, up + half, box.bold, round(turn))
