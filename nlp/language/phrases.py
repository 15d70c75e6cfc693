"""Phrases: runs of words, as they stand in a text, that name a subject; found by grammar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from learnbrief.nlp.language.grammar import language
from learnbrief.nlp.language.patterns import PATTERNS
from learnbrief.nlp.language.words import LIGHT, STOP, stem, stems, word_list

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher
    from spacy.tokens import Doc, Span, Token

LONGEST = 7
SHORTEST_SENTENCE = 3
"""Tokens of a sentence that has grammar: the parser takes 'Perfect.' for a noun."""
LIGHT_STEMS = frozenset(map(stem, LIGHT))
"""Stems that two excerpts of any programme share without saying the same."""

_EMPTY = STOP | word_list("light_nouns")
_WEAK_VERBS = STOP | word_list("weak_verbs")
_LEADS_IN = frozenset({"DET", "PRON", "NUM", "PUNCT", "ADV", "CCONJ", "SCONJ", "INTJ", "SYM", "PART", "SPACE"})
_PLAIN = re.compile(r"^[A-Za-z][A-Za-z'’\-/& ]*$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words as they stand in the text, less what leads into it."""

    words: str
    """In small letters but for NHS and the like."""
    stems: tuple[str, ...]
    verbal: bool = False
    """It says what is done ('releasing staff for training'), not only what there is."""
    head: str = ""
    """The noun that the rest only qualifies: 'sister' in 'a ward sister on nights'."""
    negated: bool = False
    """The text says it is not done: fit for a barrier ('release staff', which one cannot), wrong for anything else."""

    @property
    def bare(self) -> str:
        """The words without an article."""
        return re.sub(r"^an? ", "", self.words)


def phrases_in(document: "Doc") -> Iterator[Phrase]:
    """What the document speaks of and what is done to it, in the order of the patterns and then of the text."""
    chunks = {chunk.root.i: chunk for chunk in document.noun_chunks if len(chunk.sent) >= SHORTEST_SENTENCE}
    for number, places in _matcher()(document):
        words = dict(zip(_roles(number), (document[place] for place in places), strict=True))
        yield from _verbal(words, chunks) if "verb" in words else _nominal(words, chunks)


@cache
def _matcher() -> "DependencyMatcher":
    from spacy.matcher import DependencyMatcher

    matcher = DependencyMatcher(language().vocab)
    for name, pattern in PATTERNS.items():
        matcher.add(name, [pattern])
    return matcher


@cache
def _roles(number: int) -> tuple[str, ...]:
    """The names of a pattern's words, in the order in which the matcher gives their places."""
    return tuple(part["RIGHT_ID"] for part in PATTERNS[language().vocab.strings[number]])


def _nominal(words: "dict[str, Token]", chunks: "dict[int, Span]") -> Iterator[Phrase]:
    head = words["noun"]
    start = _first_telling(chunks.get(head.i))
    if start is None:
        return
    measure = head.lower_ in word_list("measures") and _next_is(head, "of")
    if measure or ("second" not in words and start == head.i and head.lower_ in LIGHT):
        return
    end = _linked_end(words, head.i + 1, chunks)
    if end is not None:
        yield from _phrase(_with_article(chunks[head.i], start), end, head=head.lower_)


def _verbal(words: "dict[str, Token]", chunks: "dict[int, Span]") -> Iterator[Phrase]:
    verb, chunk = words["verb"], chunks.get(words["noun"].i)
    if chunk is None or verb.lower_ in _WEAK_VERBS or chunk.root.lower_ in _EMPTY:
        return
    if chunk.start != verb.i + 1 or not _speaks_of_no_one(chunk):
        return
    if verb.tag_ == "VBG" and any(child.dep_ == "nsubj" for child in verb.children):
        return  # 'we are cutting the list': not what is done, but who does it
    negated = any(child.dep_ == "neg" for child in (*verb.children, *verb.head.children))
    end = _linked_end(words, chunk.end, chunks)
    if end is not None:
        yield from _phrase(verb, end, verbal=True, negated=negated)


def _linked_end(words: "dict[str, Token]", end: int, chunks: "dict[int, Span]") -> int | None:
    """Where the phrase ends: behind its second noun where it has one, if that follows at once and stands by itself."""
    if "second" not in words:
        return end
    second = chunks.get(words["second"].i)
    if second is None or words["link"].i != end or second.start != end + 1:
        return None
    return second.end if second.root.lower_ not in _EMPTY and _speaks_of_no_one(second) else None


def _first_telling(chunk: "Span | None") -> int | None:
    """Where a noun chunk begins once articles, owners and fillers are off; None if nothing telling is left."""
    if chunk is None or chunk.root.lower_ in _EMPTY:
        return None
    lead = (token.i for token in chunk[: chunk.root.i - chunk.start + 1] if not _only_leads_in(token))
    return next(lead, None)


def _only_leads_in(token: "Token") -> bool:
    if _is_hyphenated(token):
        return False
    return (
        token.pos_ in _LEADS_IN
        or token.lower_ in word_list("weak_adjectives")
        or token.lower_ in STOP
        or token.tag_ in ("PRP$", "POS")
        or token.like_num
    )


def _is_hyphenated(token: "Token") -> bool:
    """The 'one' of 'one-page map' is no number."""
    return _next_is(token, "-") and not token.whitespace_


def _next_is(token: "Token", word: str) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == word


def _with_article(chunk: "Span", start: int) -> "Token":
    """The 'a' of 'a patient story', where it stands right before: a countable noun wants it, 'the' adds nothing."""
    before = chunk.doc[start - 1] if start > chunk.start else chunk.doc[start]
    return before if before.lower_ in ("a", "an") and chunk.root.tag_ == "NN" else chunk.doc[start]


def _speaks_of_no_one(chunk: "Span") -> bool:
    """No pronoun that points out of the phrase, no number that would be a finding by itself."""
    return not any(token.pos_ in ("PRON", "NUM") or token.tag_ in ("PRP$", "WDT") for token in chunk)


def _phrase(
    first: "Token", end: int, *, verbal: bool = False, head: str = "", negated: bool = False
) -> Iterator[Phrase]:
    """The words from the first on, if there are few enough, some of them tell something, and none is a name or number."""
    span = first.doc[first.i : end]
    words = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in span.text.split())
    telling = tuple(stems(words))
    if telling and len(words.split()) <= LONGEST and _PLAIN.match(words) and all(map(_is_common, span)):
        yield Phrase(words, telling, verbal, head, negated)


def _is_common(token: "Token") -> bool:
    """No proper name, which may point at people or places, though NHS may stand; no number."""
    return (token.pos_ != "PROPN" or token.text.isupper()) and (not token.like_num or _is_hyphenated(token))
