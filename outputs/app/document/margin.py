"""A document as its page shows it: lines of text in order, with the codes that hold beside them and the marks within."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.marks import Mark
from learnbrief.corpus.sentences import sentences
from learnbrief.corpus.tag import EffectiveTag, Reason, Review

COLOURS = 12
"""As many as the style sheet has; codes beyond that share one, and their names tell them apart."""


@dataclass(frozen=True, slots=True)
class Code:
    """One theme on one excerpt, in the margin."""

    tag: EffectiveTag
    name: str
    stance: bool
    look: str
    """The class by which the style sheet colours it."""
    why: str = ""

    @property
    def state(self) -> str:
        """'suggested' or 'decided', as the margin draws it."""
        return "decided" if self.tag.checked else "suggested"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words within a sentence that carry the same marks."""

    text: str
    start: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the keyboard chooses at once."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the text: an excerpt, or words between excerpts that are not coded (a heading, a speaker's name)."""

    start: int
    end: int
    layout: str
    new: bool
    """It begins a paragraph of its own."""
    sentences: tuple[Sentence, ...]
    excerpt: Excerpt | None = None
    speaker: str = ""
    """Where it differs from the line above."""
    codes: tuple[Code, ...] = ()
    lanes: tuple[Code | None, ...] = ()
    """The stripe in each lane; a code that goes on keeps its lane."""
    comments: tuple[Review, ...] = ()
    hidden: bool = False
    """Kept for blind coding: nothing of it is told here yet."""
    done: bool = False
    """This coder has finished with it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a document's coding and may be shown to this coder."""

    tags: Sequence[EffectiveTag]
    marks: Sequence[Mark]
    hidden: Collection[str]
    done: Collection[str]
    why: Mapping[tuple[str, str], Reason]
    comments: Mapping[str, Sequence[Review]]
    """By excerpt, what was written beside it or words of it."""


def looks_of(codebook: Codebook) -> dict[str, str]:
    """A colour for each theme, the same in every document; stances have one of their own, for they say nothing of the subject."""
    topics = {theme.slug: f"c{n % COLOURS}" for n, theme in enumerate(codebook.topics)}
    return topics | {theme.slug: "side" for theme in codebook.stances}


def lines_of(document: Document, excerpts: Sequence[Excerpt], told: Told, codebook: Codebook) -> list[Line]:
    """Every line of a document. What lies between passages is layout of its file, and left out."""
    codes = _codes(told, {one.excerpt_id: one for one in excerpts}, codebook)
    lines, lanes, speaker, last = list[Line](), list[Code | None](), "", 0
    for start, end, layout, excerpt in _stretches(document, excerpts):
        here = codes.get(excerpt.excerpt_id, ()) if excerpt else ()
        lanes = _lanes(lanes, here)
        label = excerpt.voice.label if excerpt else ""
        lines.append(
            Line(
                start,
                end,
                layout,
                not lines or "\n" in document.text[last:start],
                tuple(_sentences(document.text, start, end, told.marks)),
                excerpt,
                label if label != speaker else "",
                here,
                tuple(lanes),
                tuple(told.comments.get(excerpt.excerpt_id, ())) if excerpt else (),
                excerpt is not None and excerpt.excerpt_id in told.hidden,
                excerpt is not None and excerpt.excerpt_id in told.done,
            )
        )
        speaker, last = label or speaker, end
    return lines


Stretch = tuple[int, int, str, Excerpt | None]


def _stretches(document: Document, excerpts: Sequence[Excerpt]) -> list[Stretch]:
    """The excerpts, and what of the passages lies in none, in the order of the text."""
    layouts = [(one.start, one.end, one.layout) for one in document.source.passages]
    ordered = sorted(excerpts, key=lambda one: one.start)
    found: list[Stretch] = [(one.start, one.end, _layout_at(layouts, one.start), one) for one in ordered]
    for start, end, layout in layouts:
        if layout == "label":  # a speaker's name, which stands above their words
            continue
        inside = [one for one in ordered if one.start < end and start < one.end]
        edges = [start, *(edge for one in inside for edge in (one.start, one.end)), end]
        for begin, stop in zip(edges[::2], edges[1::2], strict=True):
            words = document.text[begin:stop]
            if any(map(str.isalnum, words)):
                begin += len(words) - len(words.lstrip())
                found.append((begin, begin + len(words.strip()), layout, None))
    return sorted(found, key=lambda one: one[:2])


def _layout_at(layouts: Sequence[tuple[int, int, str]], place: int) -> str:
    return next((layout for start, end, layout in layouts if start <= place < end), "paragraph")


def _codes(told: Told, excerpts: Mapping[str, Excerpt], codebook: Codebook) -> dict[str, tuple[Code, ...]]:
    """Per excerpt what holds of it, topics before stances; a theme the codebook no longer has is not shown."""
    looks, stances = looks_of(codebook), {theme.slug for theme in codebook.stances}
    found: dict[str, list[Code]] = {}
    for tag in told.tags:
        if tag.excerpt_id in told.hidden or tag.theme not in codebook or not holds(tag):
            continue
        why = _reason(told.why.get((tag.excerpt_id, tag.theme)), excerpts[tag.excerpt_id])
        code = Code(tag, codebook.theme(tag.theme).name, tag.theme in stances, looks[tag.theme], why)
        found.setdefault(tag.excerpt_id, []).append(code)
    return {one: tuple(sorted(some, key=lambda code: (code.stance, code.name))) for one, some in found.items()}


def _reason(reason: Reason | None, excerpt: Excerpt) -> str:
    if reason is None:
        return ""
    if reason.source == "heading":
        return f"It stands under “{reason.because}”."
    return f"“{excerpt.text[reason.start : reason.end]}” is close to “{reason.because}” ({reason.source})."


def _lanes(before: Sequence[Code | None], codes: Iterable[Code]) -> list[Code | None]:
    """A lane for each topic; one that was in the line above stays where it was, others take the first that is free."""
    wanted = {code.tag.theme: code for code in codes if not code.stance}
    lanes: list[Code | None] = [wanted.pop(one.tag.theme, None) if one else None for one in before]
    for code in wanted.values():
        if None in lanes:
            lanes[lanes.index(None)] = code
        else:
            lanes.append(code)
    while lanes and lanes[-1] is None:
        lanes.pop()
    return lanes


def _sentences(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Sentence]:
    """The sentences of a line, blanks after one included, so that together they are the line."""
    begins = [start + first for first, _ in sentences(text[start:end])] or [start]
    begins[0] = start
    for begin, stop in pairwise([*begins, end]):
        words = text[begin:stop]
        yield Sentence(begin, begin + len(words.rstrip()), tuple(_pieces(text, begin, stop, marks)))


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    here = [mark for mark in marks if mark.touches(start, end)]
    edges = {start, end, *(edge for mark in here for part in mark.parts for edge in (part.start, part.end))}
    for begin, stop in pairwise(sorted(edge for edge in edges if start <= edge <= end)):
        yield Piece(text[begin:stop], begin, tuple(mark for mark in here if mark.touches(begin, stop)))
