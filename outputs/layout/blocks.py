"""What a brief is laid out of: titled sections of plain blocks that every format knows how to set."""

from dataclasses import dataclass
from typing import Literal

from learnbrief.corpus.quotations import in_prose
from learnbrief.outputs.brief.brief import NO_THEME
from learnbrief.outputs.layout.headlines import Headline
from learnbrief.outputs.layout.tables import Table


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One quote with who said it; `text` holds the very words, without marks."""

    excerpt: str
    text: str
    verbatim: bool
    attribution: str
    document: str
    collaborative: str | None
    listen: str = ""
    """Address of its moment in a recording; empty where there is none or the view may not tell."""
    moment: str = ""
    """That moment in words: '02:05'."""

    @property
    def told(self) -> str:
        """The words and who said them in one line."""
        return f"{in_prose(self.text, spoken=self.verbatim)} ({self.attribution})"


@dataclass(frozen=True, slots=True)
class Beside:
    """What other sources say of the thing that a headline speaks of."""

    title: str
    """'Others on “link worker”'."""
    lines: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A headline within what was said around it; `before`, `words` and `after` together are the very words."""

    before: str
    words: str
    after: str
    verbatim: bool

    @property
    def opening(self) -> str:
        """What stands before the words: its label, and the mark that opens speech."""
        return "In full: \u201c" if self.verbatim else "In full, notes record: "

    @property
    def closing(self) -> str:
        """The mark that ends speech."""
        return "\u201d" if self.verbatim else ""

    @property
    def told(self) -> str:
        """All of it in one line."""
        return f"{self.opening}{self.before}{self.words}{self.after}{self.closing}"


State = Literal["found", "same subject", "spoken of", "not found", "not told", "not heard"]
SIGNS: dict[State, str] = {
    "found": "✓",
    "same subject": "~",
    "spoken of": "~",
    "not found": "–",
    "not told": "·",
    "not heard": "?",
}
MEANINGS: dict[State, str] = {
    "found": "speaks of it",
    "same subject": "comes near it, not counted",
    "spoken of": "speaks of the same thing",
    "not found": "looked for and not found",
    "not told": "heard; whether they said it cannot be told",
    "not heard": "not heard at all",
}
"""What each mark claims; 'not told' claims nothing, since too little was heard from there to speak of silence."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One collaborative in the strip beside a finding."""

    name: str
    short: str
    state: State
    slug: str

    @property
    def sign(self) -> str:
        """What stands for its state beside the name, so that colour alone never tells."""
        return SIGNS[self.state]

    @property
    def meaning(self) -> str:
        """Its state in words."""
        return MEANINGS[self.state]


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
    finding: str
    headline: Headline
    spread: str
    strip: tuple[Mark, ...]
    said_by: str
    """Whose words the headline is; empty where it is nobody's."""
    quote: QuoteLine | None
    """What somebody said, where the headline and its sides are nobody's words."""
    beside: Beside | None = None
    passage: Passage | None = None
    """What its words were cut from; None where they are all of it, or are nobody's."""


@dataclass(frozen=True, slots=True)
class FindingBlock:
    """One finding with its quotes."""

    finding: str
    headline: Headline
    spread: str
    strip: tuple[Mark, ...]
    quotes: tuple[QuoteLine, ...]
    differed: tuple[str, ...]
    under_theme: bool = False
    """Stands under a title that already names its theme."""
    beside: Beside | None = None

    @property
    def title(self) -> str:
        """Its headline, without the theme that stands above."""
        if self.headline.bare and self.under_theme:
            return self.headline.side or (
                "From several sides" if self.headline.sides else self.headline.theme or NO_THEME
            )
        return self.headline.text


@dataclass(frozen=True, slots=True)
class Group:
    """A title within a section."""

    title: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A finding named in short, linked to its full place."""

    finding: str
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


Block = Paragraph | Bullets | Message | FindingBlock | Group | Pointers | Quotes | TableBlock


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
    about: str
    """What is known of the one collaborative it is on; empty for any other brief."""
    contents: str
    """What stands in which part and file."""
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
