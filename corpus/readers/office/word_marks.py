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

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

PROMPT = "prompts of fields that nobody filled in"
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


def chosen(element: Any) -> str:
    """What an old form field shows and no run holds: its box, or the entry picked from its list."""
    box, listed = (element.find(f"{W}ffData/{W}{kind}") for kind in ("checkBox", "ddList"))
    if listed is not None:
        entries = [str(one.get(f"{W}val") or "") for one in listed.findall(f"{W}listEntry")]
        picked = listed.find(f"{W}result")
        number = str(picked.get(f"{W}val") or "") if picked is not None else "0"
        return entries[int(number)] if number.isdigit() and int(number) < len(entries) else ""
    if box is None:
        return ""
    checked, default = box.find(f"{W}checked"), box.find(f"{W}default")
    found = checked if checked is not None else default
    return TICKED if found is not None and is_on(found) else UNTICKED


def is_prompt(element: Any) -> bool:
    """Whether a content control still shows what its maker wrote: 'Click or tap here to enter text'."""
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def is_on(element: Any) -> bool:
    """Whether a property of Word's that is there is switched on."""
    return (element.get(f"{W}val") or "true").lower() not in ("0", "false", "off", "none")


_WHY = {"strike": "struck through", "dstrike": "struck through", "vanish": "hidden"}


def taken_back(run: Any, unsaid: Mapping[str, str]) -> str:
    """Why nobody says the words of a run any more: 'struck through' or 'hidden'; empty for ordinary words and no run.

    What its own marks say goes before its style, and that before the paragraph's.
    """
    if run.tag != f"{W}r":
        return ""
    marks = run.find(f"{W}rPr")
    own = {why: is_on(one) for name, why in _WHY.items() if (one := _mark(marks, name)) is not None}
    paragraph = next(run.iterancestors(f"{W}p"), None)
    styles = (_mark(marks, "rStyle"), paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None)
    by_style = [unsaid.get(one.get(f"{W}val") or "", "") for one in styles if one is not None]
    return next((why for why, on in own.items() if on), "") or next((w for w in by_style if w and w not in own), "")


def _mark(marks: Any, name: str) -> Any:
    return None if marks is None else marks.find(f"{W}{name}")


def unsaid_styles(styles: Any) -> dict[str, str]:
    """Why nobody says what is set in a style, by the style's id, for styles whose words are hidden or struck through."""
    found, above = dict[str, str](), dict[str, str]()
    for style in styles.iter(f"{W}style"):
        key, based = style.get(f"{W}styleId") or "", style.find(f"{W}basedOn")
        above[key] = (based.get(f"{W}val") or "") if based is not None else ""
        marks = style.find(f"{W}rPr")
        told = {why: is_on(one) for name, why in _WHY.items() if (one := _mark(marks, name)) is not None}
        if told:
            found[key] = next((why for why, on in told.items() if on), "")
    for key in above:
        one, seen = key, set[str]()
        while one and one not in found and one not in seen:
            seen.add(one)
            one = above.get(one, "")
        if one in found:
            found.setdefault(key, found[one])
    return {key: why for key, why in found.items() if why}


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
