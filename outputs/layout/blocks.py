"""What a brief is laid out of: titled sections of plain blocks that every format knows how to set."""

from dataclasses import dataclass
from typing import Literal

from outputs.layout.tables import Table


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One quote with who said it; `text` holds the very words, without marks."""

    excerpt: str
    text: str
    verbatim: bool
    attribution: str
    document: str
    collaborative: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """One collaborative in the strip beside a finding."""

    name: str
    state: Literal["raised", "silent", "no data"]
    slug: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Literal["plain", "lead", "note", "missing"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short lines."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One line of 'In short', pointing to its finding."""

    number: int
    point: str
    heading: str
    spread: str
    strip: tuple[Mark, ...]
    quote: QuoteLine
    composed: bool
    """Its heading says only what it is about; the quote says the point."""


@dataclass(frozen=True, slots=True)
class PointBlock:
    """One finding with its quotes."""

    point: str
    heading: str
    theme: str
    stance: str | None
    spread: str
    strip: tuple[Mark, ...]
    quotes: tuple[QuoteLine, ...]
    differed: tuple[str, ...]
    composed: bool
    """Worded by the tool and by nobody yet."""
    under_theme: bool = False
    """Stands under a title that already names its theme."""


@dataclass(frozen=True, slots=True)
class Group:
    """A title within a section."""

    title: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A finding named in short, linked to its full place."""

    point: str
    heading: str
    aside: str


@dataclass(frozen=True, slots=True)
class Pointers:
    """Findings named in short, under a title."""

    title: str
    stance: str
    items: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes on their own, under a title."""

    title: str
    items: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table, and the name of the chart that draws it."""

    table: Table
    chart: str | None = None


Block = Paragraph | Bullets | Message | PointBlock | Group | Pointers | Quotes | TableBlock


@dataclass(frozen=True, slots=True)
class Section:
    """One titled part of the brief."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A brief as it is read from top to bottom."""

    kind: str
    title: str
    status: str
    status_words: str
    warning: str
    programme: str
    period: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def main(self) -> tuple[Section, ...]:
        """The two pages."""
        return tuple(section for section in self.sections if not section.annex)

    @property
    def annex(self) -> tuple[Section, ...]:
        """What stands behind them."""
        return tuple(section for section in self.sections if section.annex)
