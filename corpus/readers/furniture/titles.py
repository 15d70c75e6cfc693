"""A first line that only names its paper: what kind it is, where and of when. It heads the paper; nobody said it."""

import re

from learnbrief.corpus.readers.furniture.kinds import DATE, NUMBER, OCCASION, OPINION

_KIND = re.compile(
    rf"\b(?:{OCCASION}|coaching|reflecti(?:ons?|ve)|interview|focus group|stakeholder|engagement|survey|supervision|conversation|debrief|diary|log|chat"
    r"|transcript|recording|notes?|minutes|record|report|summary|write-?up|feedback)s?\b",
    re.IGNORECASE,
)
"""'Workshop', 'coaching reflection', 'minutes': what sort of paper, and of what occasion."""
_DATE = re.compile(rf"\b{DATE}(?: \d{{4}})?(?=\W|$)", re.IGNORECASE)
_COUNTED = re.compile(rf"(?:first|second|third|fourth|fifth|sixth|last|final|{NUMBER}|\d{{4}})", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:day|part|ward|table|team|site|unit|no\.?) (?:\d{1,3}|[A-Z])\b", re.IGNORECASE)
_BETWEEN = re.compile(r"of|the|an?|at|in|on|by|for|from|to|with|and")
"""Words between names; whoever says something needs others."""
_ASKS = re.compile(
    r"(?:visit|record|report|log|survey|call|note|debrief|interview)\s+(?:the|an?|all|each)\b", re.IGNORECASE
)
"""'Record the visit on Monday' asks for something."""
_OPINION = re.compile(OPINION, re.IGNORECASE)
_LONGEST = 14


def names_the_paper(line: str) -> bool:
    """'Coaching reflection: Quillford, 2 July 2025': a kind of paper with its date, and besides only names of places and people.

    Without a date the kind has two words at least: 'Interview: Yes' may be an answer.
    """
    plain = line.strip(" *_#")
    rest, dates = _DATE.subn(" ", plain)
    rest, kinds = _KIND.subn(" ", rest)
    rest = _NUMBERED.sub(" ", rest)
    words = re.findall(r"[^\s,;:|/()\[\]–—-]+", rest)
    return (
        "\n" not in plain
        and plain[-1:] not in (".", "!", "?")
        and len(plain.split()) <= _LONGEST
        and (kinds > 0 and (dates > 0 or kinds > 1))
        and not (_ASKS.match(plain) or _OPINION.search(plain))
        and all(word[0].isupper() or _BETWEEN.fullmatch(word) or _COUNTED.fullmatch(word) for word in words)
    )
