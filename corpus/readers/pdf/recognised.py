"""Pages that are pictures: their text recognised (OCR), where the extra for it is installed; what it is unsure of is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from learnbrief.corpus.readers.characters import normalise, tidy
from learnbrief.corpus.readers.pdf.page import Line

_DOTS = 150
"""Per inch: type of 9 points is then tall enough, and a page takes seconds rather than half a minute."""
_SURE = 0.85
"""How sure the engine has to be of a line; below stand lines such as 'aas     s  t', which nobody wrote."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of pages that were pictures, by the page's number counted from nought."""

    pages: dict[int, list[Line]]
    unsure: int
    """Lines that could not be made out."""


def can_recognise() -> bool:
    """Whether the extra 'ocr' is installed."""
    return find_spec("rapidocr") is not None


def recognised(document: Any, numbers: Sequence[int]) -> Recognised:
    """The text in the pictures of these pages; the engine's models come inside its package."""
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"Global.log_level": "critical"})
    pages: dict[int, list[Line]] = {}
    unsure = 0
    for number in numbers:
        page = document[number]
        found = engine(page.render(scale=_DOTS / 72, rev_byteorder=False).to_numpy())
        height = page.get_height()
        boxes = () if found.boxes is None else found.boxes
        lines = []
        for box, words, score in zip(boxes, found.txts or (), found.scores or (), strict=False):
            if score >= _SURE and (text := tidy(normalise(words))):
                lines.append(_line(text, box, height))
            else:
                unsure += 1
        pages[number] = sorted(lines, key=lambda line: (-round(line.bottom), line.left))
    return Recognised({number: lines for number, lines in pages.items() if lines}, unsure)


def _line(text: str, box: Any, height: float) -> Line:
    """A line where it stands on the paper: pictures count down from the top, in dots."""
    across, down = ([float(point[axis]) * 72 / _DOTS for point in box] for axis in (0, 1))
    # boxes are cut close or wide by chance: half a point more or less is no other size of type
    middle, size = height - (min(down) + max(down)) / 2, max(1.0, round((max(down) - min(down)) / 4) * 4)
    return Line(text, min(across), max(across), middle - size / 2, middle + size / 2)
