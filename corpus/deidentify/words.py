"""Words of a text with their places, and the one spelling under which names are compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

# Letters with the combining marks that NFC leaves, joined by apostrophes inside a word: O'Neill, N’Golo.
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+(?:['’ʼ](?:[^\W\d_][\u0300-\u036f]*)+)*")
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text without its possessive ending."""

    start: int
    end: int
    written: str

    @property
    def key(self) -> str:
        """The folded word."""
        return fold(self.written)

    @property
    def capital(self) -> bool:
        """Starts with a capital letter."""
        return self.written[0].isupper()


def word_set(text: str) -> frozenset[str]:
    """The blank-separated words of a text."""
    return frozenset(text.split())


def words(text: str) -> list[Word]:
    """Every word of the text in order."""
    found = []
    for match in _WORD.finditer(text):
        written = _POSSESSIVE.sub("", match.group())
        found.append(Word(match.start(), match.start() + len(written), written))
    return found


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word without case, accents and apostrophes: how two spellings of a name are found to be one."""
    if word.isascii():  # the dictionary's ninety thousand among them: a tenth of the work
        return word.lower().replace("'", "")
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter)
    )
    return re.sub(r"['’ʼ]", "", plain.translate(_LETTERS))


def fold_all(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(word.key for word in words(name))


@lru_cache(maxsize=65536)
def misspelt(one: str, other: str, *, shortest: int = 5) -> bool:
    """Whether two folded words differ by what typing gets wrong: one slip, two in a long word, none in a short one.

    A slip is a letter too many, one missing, one for another, or two neighbours swapped (optimal string alignment).
    """
    length = min(len(one), len(other))
    allowed = 0 if length < shortest else 1 if length < 8 else 2
    if one == other or abs(len(one) - len(other)) > allowed:
        return False
    return allowed > 0 and OSA.distance(one, other, score_cutoff=allowed) <= allowed
