"""Where sentences end, and where speech without punctuation can be cut."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from learnbrief.corpus.language import english

if TYPE_CHECKING:
    from spacy.language import Language

Span: TypeAlias = tuple[int, int]

_END = re.compile(r"(?:[.!?]+|…|\.\.\.)(?:[\"'”’)\]]+)?(?=\s+(?P<next>\S)|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|Sr|Jr|vs|etc|approx|no|nos|fig|e\.g|i\.e|c\.f|cf|a\.m|p\.m|N\.B|dept|min|max|tel|ext|incl|esp)"
    r"|(?:^|[\s(])[A-Za-z])\.$",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[,;:–—]")
_WINDOW = 3_000
_PARSED_AT_MOST = 40_000
"""Words: four hours of talk. Longer runs without a full stop are cut at pauses and clauses, without the parser."""
_CLAUSE = re.compile(
    r"(?<=[,;:–—])\s+|\s+(?=(?:and|but|so|because|then|which|where|when|although|however)\s)", re.IGNORECASE
)


_LINKS = ("http://", "https://", "www.", "<http", "(http")


def words_in(text: str) -> int:
    """How many words, as a reader counts them: punctuation standing alone is none, nor is a link."""
    return sum(any(map(str.isalnum, word)) and not word.startswith(_LINKS) for word in text.split())


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of one paragraph or turn, without the blanks around them."""
    spans, start = [], 0
    for end in _END.finditer(text):
        if _ends_sentence(text, start, end):
            spans.append((start, end.end()))
            start = end.end()
    spans.append((start, len(text)))
    return [span for span in (_stripped(text, *span) for span in spans) if span[0] < span[1]]


def _ends_sentence(text: str, start: int, end: re.Match[str]) -> bool:
    after = end.group("next")
    if after is None:
        return True
    if end.group()[0] in "!?":
        return after not in ",;)" and not (after.islower() and end.group()[-1] not in "!?")  # “Why?” she asked
    before = text[max(start, end.start() - 16) : end.start() + 1]  # no abbreviation is longer, and texts may be
    if _ABBREVIATION.search(before):
        return after.isupper() and before.rstrip(".").rsplit(" ", 1)[-1].lower() in ("etc", "a.m", "p.m")
    return not after.islower() or text[end.start() - 1 : end.start()] == " "


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def pieces(text: str, *, longest: int, breaks: Sequence[int] = ()) -> list[Span]:
    """Sentences, those over `longest` words cut again: by the parser, at a pause (`breaks`), at a clause, at last by count."""
    return [part for span in sentences(text) for part in _shortened(text, span, longest, breaks)]


def _shortened(text: str, span: Span, longest: int, breaks: Sequence[int]) -> Iterator[Span]:
    if words_in(text[slice(*span)]) <= longest:
        yield span
        return
    # The parser is for speech nobody punctuated; a long sentence with commas tells its clauses itself.
    run_on = len(_PUNCTUATION.findall(text[slice(*span)])) * longest < words_in(text[slice(*span)]) * 2
    for part in _parsed(text, span) if run_on else [span]:
        if words_in(text[slice(*part)]) <= longest:
            yield part
        else:
            yield from _halved(text, part, longest, breaks)


def _halved(text: str, span: Span, longest: int, breaks: Sequence[int]) -> Iterator[Span]:
    """Cut near the middle at the best place there is, until the parts are short enough."""
    start, end = span
    if words_in(text[start:end]) <= longest:
        yield span
        return
    middle = (start + end) // 2
    clauses = [start + found.end() for found in _CLAUSE.finditer(text[start:end])]
    blanks = [start + found.end() for found in re.finditer(r"\s+", text[start:end])]
    for places in (breaks, clauses, blanks):
        near = [place for place in places if start + (end - start) // 5 < place < end - (end - start) // 5]
        if near:
            place = min(near, key=lambda place: abs(place - middle))
            yield from _halved(text, _stripped(text, start, place), longest, breaks)
            yield from _halved(text, _stripped(text, place, end), longest, breaks)
            return
    yield span  # one unbroken string: nowhere to cut


def _parsed(text: str, span: Span) -> list[Span]:
    """Clauses that could stand alone, as the parser sees them."""
    if words_in(text[slice(*span)]) > _PARSED_AT_MOST:
        return [span]
    windows = list(_windows(text, span))
    parsed: Any = _parser().pipe(text[start:end] for start, end in windows)
    return [
        _stripped(text, start + part.start_char, start + part.end_char)
        for (start, _), window in zip(windows, parsed, strict=True)
        for part in window.sents
    ]


def _windows(text: str, span: Span) -> Iterator[Span]:
    """Stretches the parser can take in at once, ending at blanks."""
    start, end = span
    while end - start > _WINDOW:
        blank = text.rfind(" ", start + _WINDOW // 2, start + _WINDOW)
        cut = blank + 1 if blank > 0 else start + _WINDOW
        yield start, cut
        start = cut
    yield start, end


@lru_cache(maxsize=1)
def _parser() -> "Language":
    return english(exclude=["tagger", "attribute_ruler", "lemmatizer", "ner"])
