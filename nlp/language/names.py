"""Names of the programme's places, read as neutral words: that two people both say 'Harbour' is no likeness of what they say."""

import re
from dataclasses import dataclass
from functools import lru_cache

from learnbrief.nlp.language.placeholders import neutral


@dataclass(frozen=True, slots=True)
class Names:
    """Every spelling of the collaboratives' names, as `corpus.places.PlaceNames.written` gives them, and the programme's."""

    spellings: tuple[str, ...] = ()
    programme: str = ""
    """What the programme is called: all of it speaks of that."""

    def neutral(self, text: str) -> str:
        """The text with neutral words for placeholders and for these names; a small letter is no name ('the harbour wall')."""
        return _neutral(self.spellings, text)


NO_NAMES = Names()


@lru_cache(maxsize=65_536)
def _neutral(spellings: tuple[str, ...], text: str) -> str:
    """Each text is asked for again by every step of a brief."""
    text = neutral(text)
    return _pattern(spellings).sub(_word, text) if spellings else text


@lru_cache(maxsize=16)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(spellings, key=len, reverse=True)
    written = (r"\W+".join(re.escape(word) for word in spelling.split()) for spelling in longest)
    return re.compile(rf"\b(?:{'|'.join(written)})\b(?:['’]s\b)?", re.IGNORECASE)


def _word(found: re.Match[str]) -> str:
    """'somewhere' is a function word, as for the placeholders of places."""
    return "somewhere" if found[0][0].isupper() else found[0]
