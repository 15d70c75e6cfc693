"""What the styles of an OpenDocument text say of its words: that they head something, are hidden, or are struck through."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _TEXT = f"{{{_OASIS}style:1.0}}", f"{{{_OASIS}text:1.0}}"
_FO = f"{{{_OASIS}xsl-fo-compatible:1.0}}"
_HEADING = re.compile(r"Heading_20_(\d)")
_TITLES = {"Title": 1, "Subtitle": 2}
_LINE_THROUGH = (f"{_STYLE}text-line-through-style", f"{_STYLE}text-line-through-type")


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles by name: what each builds on, and which of them hide or strike."""

    parents: dict[str, str]
    marks: dict[str, bool]
    """Whether a style itself says that its words are hidden or struck through; most say neither."""
    bold: dict[str, bool] = field(default_factory=dict)

    def unsaid(self, name: str) -> bool:
        """Whether words of this style are hidden or struck through."""
        return next((self.marks[one] for one in self._line(name) if one in self.marks), False)

    def is_bold(self, name: str) -> bool:
        """Whether words of this style are set bold."""
        return next((self.bold[one] for one in self._line(name) if one in self.bold), False)

    def level(self, name: str) -> int | None:
        """Of the heading that a paragraph of this style is, if it is one."""
        for one in self._line(name):
            if one in _TITLES:
                return _TITLES[one]
            if found := _HEADING.fullmatch(one):
                return int(found.group(1)) or 1
        return None

    def _line(self, name: str) -> Iterator[str]:
        """The style and those it builds on; a circle ends where it closes."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            name = self.parents.get(name, "")


def styles_of(parts: Sequence[Any]) -> Styles:
    """All styles of these parts of the file."""
    found = [style for part in parts for style in part.iter(f"{_STYLE}style")]
    parents = {str(style.get(f"{_STYLE}name")): str(style.get(f"{_STYLE}parent-style-name") or "") for style in found}
    marks: dict[str, bool] = {}
    bold: dict[str, bool] = {}
    for style in found:
        for told in style.iter(f"{_STYLE}text-properties"):
            said, weight = _is_unsaid(told), told.get(f"{_FO}font-weight")
            if weight is not None:
                bold[str(style.get(f"{_STYLE}name"))] = weight == "bold" or weight >= "600"
            if said is not None:
                marks[str(style.get(f"{_STYLE}name"))] = said
    return Styles(parents, marks, bold)


def _is_unsaid(told: Any) -> bool | None:
    display = told.get(f"{_TEXT}display")
    through = [told.get(key) for key in _LINE_THROUGH if told.get(key) is not None]
    if display is None and not through:
        return None
    return display == "none" or any(kind != "none" for kind in through)
