"""What Word says about words beside the words: struck through, hidden, ticked; and where it keeps words elsewhere."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.readers.reading import Block

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

TICKED, UNTICKED = "☒", "☐"
# Codes of the symbol fonts that forms are drawn with; the same code is another sign in another font.
_BOXES = {
    "Wingdings": {"FE": TICKED, "FD": TICKED, "FC": TICKED, "A8": UNTICKED, "6F": UNTICKED, "71": UNTICKED, "72": UNTICKED},
    "Wingdings 2": {"50": TICKED, "51": TICKED, "52": TICKED, "53": TICKED, "54": TICKED, "2A": UNTICKED, "A3": UNTICKED, "30": UNTICKED},
    "Webdings": {"61": TICKED, "63": UNTICKED},
}  # fmt: skip
_TICKS = "☒☑✓✔🗹"
_EMPTY = "☐□❏❑◻"
_CHOICE = re.compile(rf"^\s*([{_TICKS}{_EMPTY}])\s*(?=\S)")
_BOX = re.compile(rf"[{_TICKS}{_EMPTY}]")


def symbol(element: Any) -> str:
    """What a symbol of Word's stands for: a ticked or empty box; other signs say nothing in words."""
    code = (element.get(f"{W}char") or "").upper()[-2:]
    return _BOXES.get(element.get(f"{W}font") or "", {}).get(code, "")


def form_box(element: Any) -> str:
    """The box that an old form field draws; empty where the field is no box."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    checked, default = box.find(f"{W}checked"), box.find(f"{W}default")
    found = checked if checked is not None else default
    return TICKED if found is not None and is_on(found) else UNTICKED


def is_on(element: Any) -> bool:
    """Whether a property of Word's that is there is switched on."""
    return (element.get(f"{W}val") or "true").lower() not in ("0", "false", "off", "none")


def taken_back(run: Any) -> str:
    """Why nobody says the words of a run any more: 'struck through' or 'hidden'; empty for ordinary words."""
    marks = run.find(f"{W}rPr")
    if marks is None:
        return ""
    for name, why in (("strike", "struck through"), ("dstrike", "struck through"), ("vanish", "hidden")):
        if (found := marks.find(f"{W}{name}")) is not None and is_on(found):
            return why
    return ""


def as_choice(block: Block) -> Block:
    """A line behind a single box: ticked it is said, unticked it is only what could have been."""
    found = _CHOICE.match(block.text)
    if not found or len(_BOX.findall(block.text)) != 1 or block.layout not in ("paragraph", "bullet", "cell"):
        return block
    ticked = found.group(1) in _TICKS
    return Block(
        block.text[found.end() :],
        ("bullet" if block.layout == "paragraph" else block.layout) if ticked else "note",
        locator=block.locator,
        gap="\n" if block.layout == "paragraph" else block.gap,
        marker=block.marker + f"{TICKED if ticked else UNTICKED} ",
    )


def diagram(element: Any, related: Mapping[str, Any]) -> Iterator[Block]:
    """The words of a SmartArt drawing, one point a line."""
    from lxml import etree

    part = related.get(element.get(f"{R}dm") or "")
    if part is None:
        return
    # resolve_entities off: the archive was searched for document types, this holds even if it had not been
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    for point in root.iter(f"{DIAGRAM}pt"):
        words = tidy(" ".join("".join(run.text or "" for run in line.iter(f"{A}t")) for line in point.iter(f"{A}p")))
        if words:
            yield Block(words, "bullet", locator="diagram", gap="\n", marker="- ")
