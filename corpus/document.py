"""The nouns of the material: programme, event, document, participant, voice, excerpt."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeAlias

from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.identity import stable_id

Day: TypeAlias = date
"""A calendar day; classes whose field is called `date` need another name for its type."""


AS_READ = "warnings"
"""Under this name a document's attributes hold its reader's warnings: they must outlast the run that read the file."""
SHAPE_READ = "read_as"
"""Likewise the line that says how a transcript or a survey was read."""
NO_SPEAKERS = "no speakers found"
"""How the warning begins that waits for a person's yes: in a transcript somebody speaks."""


class Kind(StrEnum):
    """What sort of source a document is."""

    WORKSHOP_NOTES = "workshop_notes"
    COACHING_REFLECTION = "coaching_reflection"
    WEBINAR_TRANSCRIPT = "webinar_transcript"
    SURVEY = "survey"
    INTERVIEW = "interview"
    FOCUS_GROUP = "focus_group"
    STAKEHOLDER_ENGAGEMENT = "stakeholder_engagement"
    MINUTES = "minutes"
    MEMBER_CHECK = "member_check"
    """Answers to a brief's own statements: never evidence for them."""
    OTHER = "other"

    @property
    def words(self) -> str:
        """The kind as a reader would say it: 'workshop notes'."""
        return {"other": "other source", "member_check": "feedback form"}.get(self.value, self.value.replace("_", " "))


TRANSCRIBED = frozenset({Kind.WEBINAR_TRANSCRIPT, Kind.INTERVIEW, Kind.FOCUS_GROUP})
"""Kinds whose turns were taken down word for word."""


class Mode(StrEnum):
    """Whether words are somebody's own or a note of what was said."""

    VERBATIM = "verbatim"
    NOTE = "note"


class Speech(StrEnum):
    """In what capacity someone spoke; only participants are evidence by default."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    COACH = "coach"
    PRESENTER = "presenter"


@dataclass(frozen=True, slots=True)
class Collaborative:
    """One provider collaborative of the programme."""

    slug: str
    name: str
    short: str | None = None
    """How tables and notes name it; the whole name is used where none is set, since a cut name may be another's."""
    kind: str | None = None
    """'acute', 'community', 'mental health', 'all in', or a word of the programme's own."""
    priority: str | None = None
    """Its strategic priority area, in a sentence."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What is studied."""

    name: str
    collaboratives: tuple[Collaborative, ...] = ()
    language: str = "en-GB"
    """Of its briefs, as files name it for screen readers and spelling checkers."""


@dataclass(frozen=True, slots=True)
class Event:
    """An occasion on which people were heard: a workshop, a coaching session, a webinar, a survey wave."""

    event_id: str
    title: str
    date: date
    collaborative: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in the register, under a pseudonym; the real name is only in `restricted/`."""

    pseudonym: str
    """As it stands in frozen text without brackets: 'Person 3'."""
    role: str | None = None
    """Role group: 'executive', 'clinician', 'improvement lead', 'lived experience partner', ..."""
    collaborative: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who can be counted as one: a known participant, else a table group or author, else the document."""

    voice_id: str
    label: str
    """What readers see: 'Person 3', 'Table 2', 'respondent 14', 'unnamed voices'."""
    basis: str
    """'participant', 'group', 'author', 'respondent', 'speaker' or 'document'."""
    role: str | None = None
    collaborative: str | None = None

    @property
    def known(self) -> bool:
        """Whether it is the same voice wherever it is heard; a count that holds other voices is an upper bound.

        'Table 2' of two events may be the same people, and so may respondents of two waves and unnamed authors: their
        ids are those of an event or document, followed by a colon.
        """
        return self.basis in ("participant", "author", "respondent") and ":" not in self.voice_id


@dataclass(frozen=True, slots=True)
class Passage:
    """A located part of a source's text: a turn, a bullet, a paragraph, a heading, a survey answer."""

    start: int
    end: int
    """Half-open code points in the text that carries it."""
    layout: str = "paragraph"
    """'heading', 'question', 'paragraph', 'bullet', 'cell', 'turn', 'answer', 'note' or 'label' (a speaker line)."""
    mode: Mode = Mode.NOTE
    speaker: str | None = None
    """The label the source gives: a name before de-identification, a pseudonym after it."""
    speech: Speech = Speech.PARTICIPANT
    at: float | None = None
    """Seconds from the start of the recording."""
    page: int | None = None
    level: int | None = None
    """Heading level, 1 to 6."""
    locator: str | None = None
    """Where in a structured source: 'slide 3', 'sheet Wave 1 row 14', 'table 2 row 3'."""
    place: str | None = None
    """The collaborative it is from: the words of the source when it is read, a slug once `places.placed` has looked."""
    role: str | None = None
    """Role group that a survey's row gives; de-identified before it is stored."""
    said_on: Day | None = None
    """The day that a survey's row gives; None where only the document has a date."""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"passage runs from {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text and the passages found in it; every stage before freezing maps one of these to another.

    `text` is NFC with LF line ends and no byte-order mark. Passages lie in order and do not overlap;
    what lies between them is layout. A heading or question governs the passages that follow it.
    """

    text: str
    passages: tuple[Passage, ...]

    def __post_init__(self) -> None:
        last = 0
        for passage in self.passages:
            if passage.start < last or passage.end > len(self.text):
                raise ValueError(f"passage {passage.start}-{passage.end} overlaps another or leaves the text")
            last = passage.end

    def slice(self, passage: Passage) -> str:
        """The passage's own words."""
        return self.text[passage.start : passage.end]


class AsRead:
    """How a source was read, as its attributes tell: what a document and its card have in common."""

    __slots__ = ()
    attributes: dict[str, str]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What reading the file left out or changed, a line each."""
        return tuple(self.attributes.get(AS_READ, "").splitlines())

    @property
    def read_as(self) -> str:
        """How a transcript or a survey was read, in one line; empty for other sources."""
        return self.attributes.get(SHAPE_READ, "")

    @property
    def nobody_speaks(self) -> bool:
        """Whether it is a transcript in which no speaker was found: that waits for a person's yes."""
        return any(warning.startswith(NO_SPEAKERS) for warning in self.warnings)


@dataclass(frozen=True, slots=True)
class Document(AsRead):
    """One source, frozen: its text never changes under its version, so offsets into it hold for good."""

    document_id: str
    version: int
    kind: Kind
    event_id: str
    title: str
    date: date
    collaborative: str | None
    origin: str
    """File name the material came under, de-identified; never a path."""
    source: SourceText
    content_hash: str
    """Of the original bytes: the same content twice is told and skipped."""
    author: str | None = None
    """Pseudonym of the one person whose words these are, where there is one (a reflection's coach)."""
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The frozen text."""
        return self.source.text


class Dated(Protocol):
    """Whatever knows its document's day: a document, or its card."""

    @property
    def date(self) -> Day:
        """The day of the source."""
        ...


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The unit of meaning that is tagged: one located stretch of a frozen text."""

    document_id: str
    version: int
    start: int
    end: int
    text: str
    voice: Voice
    mode: Mode
    evidence: bool
    """False for facilitator, coach and presenter speech unless settings say otherwise."""
    speech: Speech = Speech.PARTICIPANT
    collaborative: str | None = None
    """The voice's in the register, else the one the passage is from, else the document's, else none."""
    at: float | None = None
    heading: str | None = None
    """The nearest heading or survey question above it."""
    date: Day | None = None
    """Its own day, where the source gives one; None: the document's."""
    _excerpt_id: str = field(default="", init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text.strip():
            raise ValueError(f"excerpt {self.start}-{self.end} of {self.document_id} holds {len(self.text)} characters")

    @property
    def excerpt_id(self) -> str:
        """Depends on the place alone, so cutting again the same way gives the same ids."""
        if not self._excerpt_id:  # hashed once: a run asks each excerpt for it a hundred times
            found = stable_id("e", self.document_id, self.version, self.start, self.end)
            object.__setattr__(self, "_excerpt_id", found)
        return self._excerpt_id

    @property
    def role(self) -> str | None:
        """Role group of the voice, where the register knows it."""
        return self.voice.role

    def check_against(self, document: Document) -> None:
        """Refuse an excerpt whose words are not the frozen text's at its offsets."""
        if (self.document_id, self.version) != (document.document_id, document.version):
            raise BrokenStore(
                f"excerpt of {self.document_id} v{self.version} held against {document.document_id} v{document.version}"
            )
        if document.text[self.start : self.end] != self.text:
            raise BrokenStore(
                f"excerpt {self.excerpt_id} is not what {self.document_id} v{self.version} says at {self.start}-{self.end}"
            )


def said_on(excerpt: Excerpt, document: Dated) -> date:
    """The day on which an excerpt was said or written: its own, else its document's."""
    return excerpt.date or document.date
