"""Phrases: the runs of words in a text that could stand in a heading, found by grammar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.language.words import stem, stems, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LONGEST = 7

_EMPTY = word_set(
    """thing things way ways lot lots bit kind sort fact example examples couple something anything everything nothing one ones
    anyone everyone someone somebody nobody everybody reason reasons sense case cases point points moment number part parts
    question questions answer answers problem problems issue issues stuff idea ideas matter side end rest sort type types
    hand order yes no name names while half most other others level term terms respect version step"""
)
_LIGHT = word_set(
    """time people team teams work day days week weeks month months year years hour hours meeting meetings group groups
    person session sessions table area areas place organisation organisations collaborative collaboratives programme project
    projects change improvement today morning afternoon conversation conversations minute minutes staff board room view"""
)
_SPANS = word_set(
    "minute minutes hour hours day days week weeks month months year years term terms half lot lots pair bit"
)
"""Measures of something else: 'months of money' is about neither."""
_HOLDERS = word_set("set sets series range list lists piece pieces page pages body bank pool mix cup sheet bit bits")
"""What only holds something: 'a shared set' of what?"""
_DROP_IN_FRONT = frozenset({"DET", "PRON", "NUM", "PUNCT", "ADV", "CCONJ", "SCONJ", "INTJ", "SYM", "PART", "SPACE"})
_DULL_ADJECTIVES = word_set(
    """other such own same first second third next last whole little few many much more most several certain different good
    great big bad new old real right wrong sure able only main certain various single actual"""
)
_LINKS = frozenset({"of", "for", "in", "on", "with", "between", "from", "across", "to", "at", "about", "by", "into"})
_WEAK_VERBS = word_set(
    """be have do get go come say know think see want need try feel like mean look make take put let hear tell talk ask find
    seem start keep happen thank agree believe guess hope"""
)
_WEAK_STEMS = frozenset(map(stem, _WEAK_VERBS))
_EVERYDAY = word_set(
    """ward wards hospital hospitals trust trusts service services patient patients nurse nurses doctor doctors manager managers
    consultant consultants clinician clinicians care health"""
)
LIGHT_STEMS = frozenset(map(stem, _LIGHT | _EMPTY | _EVERYDAY))
"""Words that two excerpts of any programme share without saying the same."""
_PLAIN = re.compile(r"^[A-Za-z][A-Za-z'’\-/& ]*$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words as people said it, less what leads into it."""

    words: str
    stems: tuple[str, ...]
    verbal: bool = False
    """It says what is done ('releasing staff for training'), not only what there is."""
    head: str = ""
    """The noun that the rest only qualifies: 'sister' in 'a ward sister on nights'."""
    negated: bool = False
    """The text says it is not done: fit for a barrier ('releasing staff', which one cannot), wrong for anything else."""


def phrases_in(document: "Doc") -> Iterator[Phrase]:
    """Noun phrases and what is done to what, without what only leads into them."""
    chunks = {chunk.root.i: chunk for chunk in document.noun_chunks}
    for chunk in chunks.values():
        yield from _nominal(chunk, chunks)
    for token in document:
        if token.tag_ in ("VBG", "VB") and stem(token.text) not in _WEAK_STEMS:
            yield from _verbal(token, chunks)


def _nominal(chunk: "Span", chunks: "dict[int, Span]") -> Iterator[Phrase]:
    start, head = _first_content(chunk), chunk.root
    if start is None:
        return
    lead = _article(chunk, start)
    of_something = head.i + 1 < len(chunk.doc) and chunk.doc[head.i + 1].lower_ == "of"
    if (head.i != start or head.lower_ not in _LIGHT) and not (of_something and head.lower_ in _HOLDERS):
        yield from _phrase(chunk.doc, start, head.i + 1, lead, head=head.lower_)
    end = _linked_end(head, head.i + 1, chunks)
    if end and not (of_something and head.lower_ in _SPANS):
        yield from _phrase(chunk.doc, start, end, lead, head=head.lower_)


def _article(chunk: "Span", start: int) -> str:
    """The 'a' of 'a patient story': without it a countable noun in the singular is not English."""
    first = chunk[0]
    if first.lower_ not in ("a", "an") or chunk.root.tag_ != "NN":
        return ""
    return (
        "an "
        if chunk.doc[start].lower_[0] in "aeiou" and not chunk.doc[start].lower_.startswith(("uni", "one", "eu"))
        else "a "
    )


def _first_content(chunk: "Span") -> int | None:
    """Where a noun chunk begins once articles, owners and fillers are off; None if nothing telling is left."""
    head = chunk.root
    if head.pos_ != "NOUN" or head.lower_ in _EMPTY:
        return None
    for token in chunk[: head.i - chunk.start + 1]:
        if _is_hyphenated(token) or not _only_leads_in(token):
            return int(token.i)
    return None


def _is_hyphenated(token: "Token") -> bool:
    """The 'one' of 'one-page map' is no number."""
    return token.i + 1 < len(token.doc) and token.doc[token.i + 1].text == "-" and not token.whitespace_


def _only_leads_in(token: "Token") -> bool:
    return (
        token.pos_ in _DROP_IN_FRONT
        or token.lower_ in _DULL_ADJECTIVES
        or token.tag_ in ("PRP$", "POS")
        or token.like_num
    )


def _linked_end(owner: "Token", after: int, chunks: "dict[int, Span]") -> int | None:
    """The end of 'for improvement' in 'board time for improvement', where it follows directly and stands by itself."""
    document = owner.doc
    if after >= len(document) or document[after].lower_ not in _LINKS or document[after].head.i != owner.i:
        return None
    objects = [child for child in document[after].children if child.dep_ == "pobj" and child.i in chunks]
    if not objects or chunks[objects[0].i].start != after + 1 or objects[0].lower_ in _EMPTY:
        return None
    return chunks[objects[0].i].end if _speaks_of_no_one(chunks[objects[0].i]) else None


def _speaks_of_no_one(chunk: "Span") -> bool:
    """No pronoun that points out of the phrase, no number that would be a finding by itself."""
    return not any(token.pos_ in ("PRON", "NUM") or token.tag_ in ("PRP$", "WDT") for token in chunk)


def _verbal(verb: "Token", chunks: "dict[int, Span]") -> Iterator[Phrase]:
    """'releasing staff for training' from 'releasing' or 'release' with what it acts on."""
    objects = [child for child in verb.children if child.dep_ == "dobj" and child.i in chunks]
    if not objects or (verb.tag_ == "VBG" and any(child.dep_ == "nsubj" for child in verb.children)):
        return
    chunk = chunks[objects[0].i]
    if (
        chunk.start != verb.i + 1
        or chunk.root.pos_ != "NOUN"
        or chunk.root.lower_ in _EMPTY
        or not _speaks_of_no_one(chunk)
    ):
        return
    if not _common(verb.doc, verb.i, chunk.end):
        return
    negated = any(child.dep_ == "neg" for child in (*verb.children, *verb.head.children))
    for end in (chunk.end, _linked_end(chunk.root, chunk.end, chunks), _linked_end(verb, chunk.end, chunks)):
        if end and _common(verb.doc, verb.i, end):
            yield from _checked(f"{_gerund(verb)} {verb.doc[verb.i + 1 : end].text}", verbal=True, negated=negated)


def _gerund(verb: "Token") -> str:
    """The -ing form; regular in English but for a final e and a doubled consonant."""
    word = verb.lower_
    if verb.tag_ == "VBG":
        return word
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    doubled = re.fullmatch(r"(?:[^aeiou]*|be|for|ad|oc|re)[^aeiou]?[aeiou][bdgklmnprt]", word)
    if doubled and not re.search(r"(?:en|er|or|on|el)$", word[2:]) and len(re.findall(r"[aeiou]+", word)) == 1:
        return word + word[-1] + "ing"
    return word + "ing"


def _phrase(document: "Doc", start: int, end: int, lead: str, *, head: str) -> Iterator[Phrase]:
    if _common(document, start, end):
        yield from _checked(lead + document[start:end].text, head=head)


def _common(document: "Doc", start: int, end: int) -> bool:
    """No proper names, which may point at people or places, though NHS may stand; and no numbers."""
    return all(
        (token.pos_ != "PROPN" or token.text.isupper()) and (not token.like_num or _is_hyphenated(token))
        for token in document[start:end]
    )


def _checked(words: str, *, head: str = "", verbal: bool = False, negated: bool = False) -> Iterator[Phrase]:
    words = " ".join(words.split())
    telling = tuple(stems(words))
    if telling and len(words.split()) <= LONGEST and _PLAIN.match(words):
        lowered = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words.split())
        yield Phrase(lowered, telling, verbal, head, negated)
