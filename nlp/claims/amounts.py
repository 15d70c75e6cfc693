"""Numbers of a text, whether in digits or in words: 'thirty-six', '36', 'half', 'three in ten', '8 per cent'."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isclose

_FRACTION = {"half": 0.5, "third": 1 / 3, "3rd": 1 / 3, "quarter": 0.25}
_SHARE = re.compile(
    r"\b(?:(\d+|an?)[\s-]+(half|third|3rd|quarter)s?|(half))\b(?=\s+(?:of|as|the|them|less|more|in)\b|\W*$|\s*[,;.])",
    re.IGNORECASE,
)
"""'a third of us', 'three quarters', 'half'; 'the third visit' and 'quarter past eight' are no shares."""
_OUT_OF = re.compile(r"\b(\d+)\s+(?:in|of|out\s+of)\s+(?:(?:the|our|their|its|every|all)\s+)?(\d+)\b")
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(st|nd|rd|th)?(?!\w)")
_PERCENT = re.compile(r"\s*(?:%|per\s?cent\b)", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_SPELT = tuple(
    (re.compile(words, re.IGNORECASE), instead)
    for words, instead in (
        (r"\b(?:half|quarter)(?=\s+past\b)", " "),
        (r"\bper cent\b", "percent"),
        (r"\btwice\b", "2 times"),
        (r"\bonce\b", "1 time"),
        (r"\b(?:a )?fortnights?\b", "2 weeks"),
        (r"\b(?:a )?dozen\b", "12"),
    )
)
"""Numbers that are no number words."""
_COUNT = r"(\d+(?:\.\d+)?)"
_BETWEEN = r"\s*(?:%|[^\W\d]+\s+){0,4}?"
_CHANGE = re.compile(rf"\bfrom\s+(?:[^\W\d]+\s+)?{_COUNT}{_BETWEEN}\s*to\s+(?:[^\W\d]+\s+)?{_COUNT}")
_INSTEAD = re.compile(rf"\b{_COUNT}{_BETWEEN}(?:instead\s+of|rather\s+than)\s+(?:[^\W\d]+\s+)?{_COUNT}")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number of a text."""

    value: float
    words: str
    """As it stands once words are digits."""
    percent: bool = False
    ordinal: bool = False

    def same(self, other: "Amount") -> bool:
        """Whether both are one number, a share told as percent or not."""
        plain = self.value / 100 if self.percent else self.value
        against = other.value / 100 if other.percent else other.value
        return isclose(self.value, other.value) or isclose(plain, against, rel_tol=0.01)


@lru_cache(maxsize=4096)
def digits(text: str) -> str:
    """The text with its number words in digits."""
    from text_to_num import alpha2digit

    text = _HYPHEN.sub(" ", text)
    for words, instead in _SPELT:
        text = words.sub(instead, text)
    return str(alpha2digit(text, "en", threshold=0))


def amounts(text: str) -> list[Amount]:
    """Every number of a text whose number words are digits; a share is what it is of one."""
    shares = list(_SHARE.finditer(text))
    found = [Amount(_share(match), match.group().strip()) for match in shares]
    for match in _NUMBER.finditer(text):
        if not any(share.start() <= match.start() < share.end() for share in shares):
            percent = _PERCENT.match(text, match.end())
            words = match.group() + (percent.group() if percent else "")
            found.append(Amount(float(match.group(1).replace(",", "")), words, bool(percent), bool(match.group(2))))
    return found


def _share(match: re.Match[str]) -> float:
    times, part = match.group(1), (match.group(2) or match.group(3)).lower()
    return (float(times) if times and times.isdecimal() else 1.0) * _FRACTION[part]


def ratios(text: str) -> list[float]:
    """What of a whole 'six of eight' is, and any share."""
    parts = [(float(one), float(two)) for one, two in _OUT_OF.findall(text)]
    return [one / two for one, two in parts if 0 < one <= two] + [_share(match) for match in _SHARE.finditer(text)]


def changes(text: str) -> list[tuple[float, float]]:
    """What was and what is: 'from 14 to 8', '10 instead of 30'."""
    text = _OUT_OF.sub(" ", text)
    went = [(float(one), float(two)) for one, two in _CHANGE.findall(text)]
    return went + [(float(two), float(one)) for one, two in _INSTEAD.findall(text)]
