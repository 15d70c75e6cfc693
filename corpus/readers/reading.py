"""What reading a file gives: one located text with its passages, and what the file says about itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from learnbrief.corpus.document import Mode, Passage, SourceText, Speech
from learnbrief.corpus.readers.characters import lost, tidy
from learnbrief.corpus.surveys import SurveySheet


@dataclass(frozen=True, slots=True)
class Block:
    """A passage before it has a place: its words, what it is, and what stands before it in the text."""

    text: str
    layout: str = "paragraph"
    mode: Mode = Mode.NOTE
    speaker: str | None = None
    label: str | None = None
    """Speaker label to be written out before the words; empty or None where the turn goes on."""
    speech: Speech = Speech.PARTICIPANT
    at: float | None = None
    page: int | None = None
    level: int | None = None
    locator: str | None = None
    place: str | None = None
    role: str | None = None
    said_on: date | None = None
    gap: str = "\n\n"
    """What separates it from the block before."""
    marker: str = ""
    """Layout before the words that belongs to no passage: '- ', indents."""

    def tidied(self) -> "Block":
        """The same block with its words on one line."""
        return replace(self, text=tidy(self.text), label=tidy(self.label) if self.label else None)


def as_item(blocks: Iterable[Block], marker: str) -> Iterator[Block]:
    """The blocks of one item of a list; only its first paragraph carries the marker, what follows stands below it."""
    for block in blocks:
        if block.layout == "paragraph":
            yield replace(block, layout="bullet", gap="\n", marker=marker)
            marker = " " * len(marker)
        else:
            yield block


NOBODY_LEADS = "nobody marked as leading"


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read."""

    source: SourceText
    title: str
    details: Mapping[str, str] = field(default_factory=dict)
    """What the file's own header says of kind, event, date, collaborative, author, title."""
    speakers: tuple[str, ...] = ()
    """Labels in order of first appearance."""
    survey: SurveySheet | None = None
    characters_lost: int = 0
    """Letters and digits of the file's readable text that are not in `source.text`."""
    warnings: tuple[str, ...] = ()
    read_as: str = ""
    """The shape of a transcript, in words; empty where it is none."""
    recognised: int = 0
    """Pages whose text was recognised in pictures (OCR)."""

    @property
    def sentence(self) -> str:
        """How a transcript or survey was read, in one line without names: 'read as: name and clock on a line, words below; 3 speakers, 41 turns'."""
        return self.told()

    def told(self, leading_by_register: int = 0) -> str:
        """The sentence, where the register knows so many of the speakers as leading whom no label marks."""
        if self.survey is not None and self.survey.columns:
            return f"read as: {self.survey.sentence}"
        pictures = f"text recognised in pictures (OCR), {_counted(self.recognised, 'page')}" if self.recognised else ""
        if not self.read_as:
            return f"read as: {pictures}" if pictures else ""
        speakers, turns = len(self.speakers), self.turns
        counts = [_counted(speakers, "speaker"), _counted(turns, "turn")] if speakers else [_counted(turns, "turn")]
        if self.nobody_leads:
            leading = f"{leading_by_register} {'leads' if leading_by_register == 1 else 'lead'} (by the register)"
            counts.append(leading if leading_by_register else NOBODY_LEADS)
        return f"read as: {self.read_as}; {', '.join(filter(None, [*counts, pictures]))}"

    @property
    def outline(self) -> str:
        """What a text that is neither transcript nor survey was read as, in one line: 'read as: notes; 2 headings, 5 paragraphs'."""
        counts = Counter(one.layout for one in self.source.passages)
        parts = [_counted(counts[layout], noun) for layout, noun in _PARTS.items() if counts[layout]]
        if counts["note"]:
            parts.append(f"{_counted(counts['note'], 'line')} kept as no evidence")
        return f"read as: notes; {', '.join(parts)}"

    @property
    def nobody_leads(self) -> bool:
        """Whether several people talk and none of them is marked as facilitator, coach or presenter."""
        said = [one for one in self.source.passages if one.layout == "turn"]
        return len(self.speakers) > 1 and bool(said) and all(one.speech is Speech.PARTICIPANT for one in said)

    @property
    def turns(self) -> int:
        """How many turns a transcript has; a turn of several cues or paragraphs on end is one."""
        return turns_in(self.source)


_PARTS = {
    "heading": "heading", "paragraph": "paragraph", "bullet": "point", "cell": "table cell", "turn": "turn",
    "question": "question or column head", "answer": "answer",
}  # fmt: skip
"""What passages are called in words, in the order in which they are told."""
_SEVERAL = {"question or column head": "questions or column heads"}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {_SEVERAL.get(noun, noun + 's')}"


def turns_in(source: SourceText) -> int:
    """Turns of a text: each begins at a label, or where nobody is named on a line of its own."""
    count, last = 0, None
    for passage in source.passages:
        if passage.layout == "turn":
            begins = last is None or last.layout != "turn" or last.speaker != passage.speaker
            unnamed = last is not None and not passage.speaker and "\n" in source.text[last.end : passage.start]
            count += begins or unnamed
        last = passage
    return count


def assemble(blocks: Iterable[Block]) -> SourceText:
    """The blocks as one text; blocks without a word leave no trace."""
    pieces: list[str] = []
    passages: list[Passage] = []
    at = 0
    for block in (block.tidied() for block in blocks):
        if not block.text and not block.label:
            continue
        lead = (block.gap if pieces else "") + block.marker
        if block.label:
            start = at + len(lead)
            passages.append(_passage(block, start, start + len(block.label), "label"))
            lead += block.label + (": " if block.text else ":")
        if block.text:
            start = at + len(lead)
            passages.append(_passage(block, start, start + len(block.text), block.layout))
        pieces.append(lead + block.text)
        at += len(lead) + len(block.text)
    return SourceText("".join(pieces), tuple(passages))


def _passage(block: Block, start: int, end: int, layout: str) -> Passage:
    return Passage(
        start,
        end,
        layout=layout,
        mode=block.mode,
        speaker=block.speaker or block.label,
        speech=block.speech,
        at=block.at,
        page=block.page,
        level=block.level,
        locator=block.locator,
        place=block.place,
        role=block.role,
        said_on=block.said_on,
    )


def speakers_of(source: SourceText) -> tuple[str, ...]:
    """Every speaker label once, in order of first appearance."""
    return tuple(dict.fromkeys(passage.speaker for passage in source.passages if passage.speaker))


def reading_of(
    blocks: Iterable[Block],
    *,
    readable: str,
    title: str,
    details: Mapping[str, str],
    warnings: Iterable[str] = (),
    survey: SurveySheet | None = None,
    left_out: str = "",
    read_as: str = "",
    recognised: int = 0,
) -> Reading:
    """A reading whose losses are counted against the file's own readable text, less what was left out on purpose."""
    source = assemble(blocks)
    missing = lost(readable, source.text + left_out)
    told = list(warnings)
    if missing:
        told.append(
            f"{missing} letters or digits of the file did not reach the text; compare the two before relying on it"
        )
    return Reading(source, title, dict(details), speakers_of(source), survey, missing, tuple(told), read_as, recognised)
