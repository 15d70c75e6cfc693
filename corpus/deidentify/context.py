"""Whether a word that may be a name is one here, told from its neighbours."""

import re
from collections.abc import Sequence
from enum import Enum

from learnbrief.corpus.deidentify.lexicon import (
    allowed_phrases,
    first_names,
    in_dictionary,
    is_ordinary,
    names_that_are_words,
    surnames,
)
from learnbrief.corpus.deidentify.spellings import TITLES
from learnbrief.corpus.deidentify.verbs import DOING
from learnbrief.corpus.deidentify.words import Word, word_set


class Reading(Enum):
    """How a word reads in its place."""

    YES = "a name"
    MAYBE = "may be a name"
    NO = "an ordinary word"


_AFTER_A_PERSON = DOING | word_set("was is has had who and or from")
_NOT_AFTER = {
    "will": word_set("we you they the it this that i he she there our be not a an my your their these those any need have anyone everyone people"),
    "may": word_set("we you they the it this that i he she there our be not well have also need"),
    "mark": word_set("the this a an your our it up down as my their where with"),
    "hope": word_set("is that we for to the this it you i of not so"),
    "grace": word_set("period of is under"),
}  # fmt: skip
BEFORE_MONTHS = word_set(
    "in since by until till of from during early late mid last next this every each to through between before after"
    " end start beginning middle and"
)
_MONTHS = word_set("april may june august")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;…\n•*\"“‘(\-–—]\s*)$")


def starts_sentence(text: str, word: Word) -> bool:
    """Whether a capital says nothing here: the start of a sentence, line, bullet or quotation."""
    return _SENTENCE_END.search(text[max(0, word.start - 8) : word.start]) is not None or word.start == 0


def reads_as_name(text: str, found: Sequence[Word], at: int) -> Reading:
    """How the word at this place reads, given that somebody known bears it as a name."""
    word = found[at]
    if not is_ordinary(word.key):
        return Reading.YES if word.capital or len(word.key) > 2 else Reading.NO
    if not word.capital:
        return Reading.NO
    return _reading_of_a_word_name(text, found, at)


def _reading_of_a_word_name(text: str, found: Sequence[Word], at: int) -> Reading:
    word = found[at]
    before = found[at - 1].key if at else ""
    after = found[at + 1].key if at + 1 < len(found) else ""
    if before in TITLES or _is_possessive_or_label(text, word):
        return Reading.YES
    if word.key in _MONTHS and _reads_as_month(text, word, before):
        return Reading.NO
    if starts_sentence(text, word):
        return _reading_at_start(text, word, after)
    if _in_capitals(text, word):
        return Reading.NO
    return Reading.YES


def _reading_at_start(text: str, word: Word, after: str) -> Reading:
    if after in _NOT_AFTER.get(word.key, ()):
        return Reading.NO
    if after in _AFTER_A_PERSON or text[word.end : word.end + 1] == ",":
        return Reading.YES
    return Reading.MAYBE


def _is_possessive_or_label(text: str, word: Word) -> bool:
    return re.match(r"['’]s\b|[ \t]*:", text[word.end : word.end + 4]) is not None


def _reads_as_month(text: str, word: Word, before: str) -> bool:
    near = text[max(0, word.start - 4) : word.start] + text[word.end : word.end + 4]
    return before in BEFORE_MONTHS or any(character.isdigit() for character in near)


def _in_capitals(text: str, word: Word) -> bool:
    line = text[text.rfind("\n", 0, word.start) + 1 : _line_end(text, word.end)]
    return word.written.isupper() and len(word.written) > 1 and line.isupper()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def looks_like_a_name(word: Word) -> bool:
    """Capitalised, and listed as a name or in no dictionary; never a term that must stay."""
    if not word.capital or len(word.written) < 2 or word.key in TITLES:
        return False
    if (word.key,) in allowed_phrases() or (word.written.isupper() and len(word.written) < 5):
        return False
    listed = word.key in first_names() or word.key in surnames()
    return (listed and word.key not in names_that_are_words()) or not in_dictionary(word.key)


def capital_neighbour(text: str, found: Sequence[Word], at: int) -> Word | None:
    """The name-like word directly before or after, as in a full name of which one part is known."""
    word = found[at]
    if at + 1 < len(found) and _one_blank(text, word, found[at + 1]) and looks_like_a_name(found[at + 1]):
        return found[at + 1]
    if at and _one_blank(text, found[at - 1], word) and looks_like_a_name(found[at - 1]):
        return found[at - 1]
    return None


def _one_blank(text: str, left: Word, right: Word) -> bool:
    return text[left.end : right.start] in {" ", "\u00a0", "-", "‑"}
