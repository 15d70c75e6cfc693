"""Frozen text to excerpts: each carries one meaning, says whose it is, and equals the text at its offsets."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from learnbrief.corpus.corrected import corrected_in, set_aside
from learnbrief.corpus.deeds import promises_by_a_time
from learnbrief.corpus.document import TRANSCRIBED, Document, Excerpt, Kind, Mode, Participant, Passage, Speech
from learnbrief.corpus.hosts import hosts
from learnbrief.corpus.places import CELL
from learnbrief.corpus.quotations import quoted_spans
from learnbrief.corpus.sentences import Span, pieces, sentences, words_in
from learnbrief.corpus.speakers import (
    announces,
    goes_on_reporting,
    group_in,
    labelled_person,
    person_to_go_on,
    reported_person,
    turns_to_another,
)
from learnbrief.corpus.voices import Speaker, speaker_of

SHORTEST, TARGET, LONGEST = 15, 40, 80
"""Words of an excerpt: below the first a sentence looks for company, above the second it stops, the third is the limit."""

_SAID = frozenset({"paragraph", "bullet", "turn", "answer", "cell"})
_LISTED = 6
"""Bullets of fewer words than this are a list making one point together: 'Time', 'Staff', 'Money'."""
_LEANS_BACK = re.compile(
    r"(?:and|but|so|because|it|its|it's|that|that's|this|these|those|they|they're|which|he|she|then|also|however|for example)\b",
    re.IGNORECASE,
)
_MOVES_ON = re.compile(
    r"(?:(?:okay|ok|right|alright|all right|now|next|anyway|anyhow|moving on|finally|lastly|first(?:ly)?|second(?:ly)?|third(?:ly)?)\b"
    r"(?!\s+(?:now|it's|that's|away|here|there|up|time)\b)"
    r"|(?:so |and )?(?:let's|shall we|on to|turning to|the (?:other|next|second|third|last|final) (?:thing|point|one|question))\b)",
    re.IGNORECASE,
)
_ADMIN = re.compile(
    r"(?:names?|ward|team|(?:provider )?collaborative|partnership|site|trust|area|service|table|group|who|owner|lead|by whom|by|(?:by )?when|date|deadline|due(?: date)?|status|rag|initials|no|ref|#)\??",
    re.IGNORECASE,
)
"""Columns that say who, where and when, not what."""
_OWN_WORDS = frozenset({Kind.COACHING_REFLECTION, Kind.SURVEY, Kind.WEBINAR_TRANSCRIPT})
"""Kinds whose writer or speaker is known anyway: whom they report has not spoken here."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages that may be cut as one: one voice, one kind of layout, nothing between them but blanks or bullets."""

    passages: tuple[Passage, ...]
    heading: str | None
    speaker: Speaker
    mode: Mode

    @property
    def start(self) -> int:
        """Of its first passage."""
        return self.passages[0].start

    @property
    def end(self) -> int:
        """Of its last passage."""
        return self.passages[-1].end


def cut(
    document: Document, participants: Mapping[str, Participant], *, facilitator_is_evidence: bool = False
) -> list[Excerpt]:
    """The excerpts of a document, in order and without overlap; headings, questions, labels and notes are none.

    What facilitators, coaches and presenters say is no evidence, but for what they promise to do by a time.
    """
    return [
        _excerpt(document, stretch, start, end, mode, facilitator_is_evidence)
        for stretch in stretches(document, participants)
        for start, end, mode in _spans(document.text, stretch)
    ]


def stretches(document: Document, participants: Mapping[str, Participant]) -> Iterator[Stretch]:
    """What may be cut as one, with the heading over it."""
    governed = list(_governed(document))
    repeated, leading = _repeated_groups(governed), hosts(document, participants)
    told = corrected_in(document.attributes).speech
    run: list[Stretch] = []
    for passage, heading, group in _by_person(document, governed, participants):
        speaker = speaker_of(document, passage, group, participants, repeated=repeated)
        if passage.speaker in leading and speaker.speech is Speech.PARTICIPANT:
            speaker = replace(speaker, speech=Speech.FACILITATOR)
        if passage.speaker and passage.speaker in told:  # a person's word goes before every rule
            speaker = replace(speaker, speech=told[passage.speaker])
        stretch = Stretch((passage,), heading, speaker, _mode(document, passage))
        if run and not _belongs(document.text, run[0], run[-1], stretch):
            yield _as_one(run)
            run = []
        run.append(stretch)
    if run:
        yield _as_one(run)


def _as_one(run: Sequence[Stretch]) -> Stretch:
    return replace(run[0], passages=tuple(stretch.passages[0] for stretch in run))


Governed: TypeAlias = tuple[Passage, str | None, str | None]
"""A passage with the heading over it and the table group whose feedback it is."""


def _repeated_groups(governed: Iterable[Governed]) -> frozenset[str]:
    """Tables of which a document has several, each another collaborative's: 'Harbour, table C' and 'Moorland, table C'."""
    places: dict[str, set[str]] = {}
    for passage, _, group in governed:
        told = group_in(passage.speaker) or group
        if told and passage.place:
            places.setdefault(told, set()).add(passage.place)
    return frozenset(group for group, found in places.items() if len(found) > 1)


def _by_person(
    document: Document, governed: Iterable[Governed], participants: Mapping[str, Participant]
) -> Iterator[Governed]:
    """Notes and minutes cut where a person of the register begins or ends to be reported."""
    reports = document.kind not in _OWN_WORDS and document.author is None
    going_on: str | None = None  # who was reported last, for 'She added that ...' in a paragraph of its own
    under: str | None = None
    for passage, heading, group in governed:
        if heading != under or passage.layout != "paragraph":
            going_on, under = None, heading
        if reports and passage.speaker is None and passage.layout != "turn":
            parts = _attributed(passage, document.source.slice(passage), participants, going_on)
            going_on = _last_reported(document, passage, parts)
            yield from ((part, heading, group) for part in parts)
        else:
            going_on = None
            yield passage, heading, group


def _last_reported(document: Document, passage: Passage, parts: Sequence[Passage]) -> str | None:
    rest = " ".join(document.source.slice(part) for part in parts if part.speaker is None)
    speaker = next((part.speaker for part in parts if part.speaker), None)
    return person_to_go_on(document.source.slice(passage), speaker, rest) if speaker else None


def _attributed(
    passage: Passage, words: str, participants: Mapping[str, Participant], going_on: str | None = None
) -> list[Passage]:
    """A passage in parts, each with the person whose words it reports, or nobody; only the register names speakers."""
    if ("[Person " not in words and going_on is None) or passage.speech is not Speech.PARTICIPANT:
        return [passage]
    labelled = labelled_person(words)
    if labelled and labelled[0] in participants:
        return [replace(passage, start=passage.start + labelled[1], speaker=labelled[0])]
    parts: list[tuple[str | None, int, int]] = []
    before, announced = going_on, False
    for start, end in sentences(words):
        person, announced = _reporting(words[start:end], before, announced, begun=bool(parts))
        before = person = person if person in participants else None
        if parts and parts[-1][0] == person:
            parts[-1] = (person, parts[-1][1], end)
        else:
            parts.append((person, start, end))
    return [
        replace(passage, start=passage.start + start, end=passage.start + end, speaker=person)
        for person, start, end in parts
    ]


def _reporting(sentence: str, before: str | None, announced: bool, *, begun: bool) -> tuple[str | None, bool]:
    """Whom a sentence reports, and whether it or one above only announced it: what follows 'Ms Alder reported.' is the report."""
    person = reported_person(sentence)
    if person is not None:
        return person, announces(sentence)
    if announced:
        announced = not turns_to_another(sentence)
    # 'They said' in a paragraph of its own may mean anybody.
    goes_on = goes_on_reporting(sentence) and (begun or not sentence.startswith("They"))
    return (before if announced or goes_on else None), announced


def _governed(document: Document) -> Iterator[Governed]:
    """Each passage somebody said, with its heading and the table group whose feedback it is."""
    over = _Over()
    for passage in document.source.passages:
        words = document.source.slice(passage)
        cell = CELL.match(passage.locator or "")
        if cell:
            yield from over.cell(passage, words, cell)
        elif passage.layout in ("heading", "question"):
            over.heads(words, passage.level or 6)
        elif passage.layout in _SAID:
            yield passage, over.heading, over.group


@dataclass(slots=True)
class _Over:
    """What governs the next passage: the heading, the group, the columns and the row of a table."""

    heading: str | None = None
    group: str | None = None
    group_level: int = 9
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: dict[tuple[str, str], str] = field(default_factory=dict)

    def heads(self, words: str, level: int) -> None:
        """A heading replaces the one before; it ends a group unless it lies below the group's own."""
        self.heading, told = words, group_in(words)
        if told or level <= self.group_level:
            self.group, self.group_level = told, level if told else 9

    def cell(self, passage: Passage, words: str, place: re.Match[str]) -> Iterator[Governed]:
        """A cell stands under its column; one that only names a table group, a person or a day frames its row."""
        column, row = (place["table"], place["column"]), (place["table"], place["row"])
        over = self.columns.get(column)
        if passage.layout == "question":
            self.columns[column] = words
        elif (told := group_in(words)) and (words_in(words) <= 3 or (passage.layout == "note" and passage.place)):
            self.rows[row] = told
        elif passage.layout in _SAID and not (over and _ADMIN.fullmatch(over.strip(" :"))):
            yield passage, over or self.heading, group_in(over) or self.rows.get(row) or self.group


def _mode(document: Document, passage: Passage) -> Mode:
    """Turns of a transcript and what a coach writes are somebody's own words; notes of a workshop are not."""
    own = document.kind is Kind.COACHING_REFLECTION or (document.kind in TRANSCRIBED and passage.layout == "turn")
    return Mode.VERBATIM if own else passage.mode


def _belongs(text: str, first: Stretch, before: Stretch, stretch: Stretch) -> bool:
    """Whether a passage continues the stretch: the next cue of a turn, the next short bullet of a list."""
    last, passage = before.passages[0], stretch.passages[0]
    if (last.layout, last.place, before.speaker, before.heading) != (
        passage.layout,
        passage.place,
        stretch.speaker,
        stretch.heading,
    ):
        return False
    between = text[last.end : passage.start]
    if passage.layout == "turn":
        return not between.strip() and "\n" not in between
    if passage.layout != "bullet" or any(map(str.isalpha, between)) or "\n\n" in between:
        return False
    return _make_one_point(text[last.start : last.end], text[passage.start : passage.end]) and (
        words_in(text[first.start : passage.end]) <= TARGET
    )


def _make_one_point(before: str, here: str) -> bool:
    """Bullets of a word or two are a list; one that ends in a colon or begins with 'and' needs its neighbour."""
    if not here or quoted_spans(before) or quoted_spans(here):
        return False
    if before.endswith(":") or (here[0].islower() and not before.endswith((".", "!", "?")) and _LEANS_BACK.match(here)):
        return True
    return words_in(here) < _LISTED and words_in(before) < _LISTED


def _spans(text: str, stretch: Stretch) -> Iterator[tuple[int, int, Mode]]:
    """Where the excerpts of a stretch lie, and whether each is somebody's own words."""
    base, words = stretch.start, text[stretch.start : stretch.end]
    if stretch.passages[0].layout == "bullet" and len(stretch.passages) > 1:
        yield stretch.start, stretch.end, stretch.mode
        return
    quotes = quoted_spans(words) if stretch.mode is Mode.NOTE else []
    at = 0
    for start, end in quotes:
        yield from ((base + s, base + e, Mode.NOTE) for s, e in _rest(words, at, start))
        yield base + start, base + end, Mode.VERBATIM
        at = end
    if quotes:
        yield from ((base + s, base + e, Mode.NOTE) for s, e in _rest(words, at, len(words)))
        return
    breaks = [passage.start - base for passage in stretch.passages[1:]]
    parts = grouped(words, pieces(words, longest=LONGEST, breaks=breaks))
    yield from ((base + s, base + e, stretch.mode) for s, e in parts if _says_something(words[s:e], stretch))


def _rest(words: str, start: int, end: int) -> Iterator[Span]:
    """What stands around a quotation, where it is more than saying who said it."""
    for s, e in grouped(words[start:end], pieces(words[start:end], longest=LONGEST)):
        said = words[start + s : start + e].strip(" \"'“”‘’.,;:–—-()")
        if words_in(said) >= 8:
            begin = words.index(said, start + s)
            yield begin, begin + len(said)


def _says_something(words: str, stretch: Stretch) -> bool:
    """'Yes.', 'Mm-hm', 'Thank you' as a whole turn say nothing that could be evidence; 'Time' on a flipchart does."""
    least = 3 if stretch.passages[0].layout == "turn" else 1
    aside = words[0] in "[(" and words[-1] in "])" and not any(mark in words[1:-1] for mark in "])")  # [Music]
    return words_in(words) >= least and not aside


def grouped(text: str, spans: Sequence[Span]) -> list[Span]:
    """Neighbouring sentences together until they carry a meaning: short ones join, leaning ones follow, none grows past the limit."""
    groups: list[Span] = []
    for number, (start, end) in enumerate(spans):
        if groups and _joins(text, groups[-1], (start, end), last=number == len(spans) - 1):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return groups


def _joins(text: str, group: Span, sentence: Span, *, last: bool) -> bool:
    have, more = words_in(text[slice(*group)]), words_in(text[slice(*sentence)])
    if have + more > LONGEST or (have >= SHORTEST // 3 and _MOVES_ON.match(text[slice(*sentence)])):
        return False
    if have < SHORTEST or (last and more < SHORTEST // 2):
        return True
    leans = bool(_LEANS_BACK.match(text[slice(*sentence)]))
    return have + more <= TARGET and (leans or more < SHORTEST)


def _excerpt(document: Document, stretch: Stretch, start: int, end: int, mode: Mode, all_evidence: bool) -> Excerpt:
    speech, words = stretch.speaker.speech, document.text[start:end]
    return Excerpt(
        document.document_id,
        document.version,
        start,
        end,
        words,
        stretch.speaker.voice,
        mode,
        # who answers a brief's own statements must not make them more widely said
        evidence=document.kind is not Kind.MEMBER_CHECK
        and not set_aside(document)
        and (all_evidence or speech is Speech.PARTICIPANT or promises_by_a_time(words)),
        speech=speech,
        collaborative=stretch.speaker.voice.collaborative or stretch.passages[0].place or document.collaborative,
        at=time_at(stretch.passages, start),
        heading=stretch.heading,
        date=stretch.passages[0].said_on,
    )


def time_at(passages: Iterable[Passage], start: int) -> float | None:
    """The time of the cue in which a place lies."""
    at = None
    for passage in passages:
        if passage.start > start:
            break
        at = passage.at if passage.at is not None else at
    return at
