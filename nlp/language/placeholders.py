"""Placeholders of de-identification, read as neutral words: '[Person 27]' is nothing that two people both spoke of."""

import re

from learnbrief.corpus.deidentify.placeholders import DATES, NUMBERS, ORGANISATIONS, PEOPLE

_NEUTRAL: tuple[tuple[str, str], ...] = (
    (PEOPLE, "someone"),
    (ORGANISATIONS, "somewhere"),
    (DATES, "once"),
    (NUMBERS, "something"),
    (r"\b(?:Person|Table|Group|Respondent|Participant) \d+\b", "someone"),  # voices under the name they are counted by
)
"""The forms of placeholders, and what stands for each: words of `function_words`, so that none is content."""
BRACKETS = re.compile(r"\[[^\]]{1,40}\]")
"""Anything in short brackets, of whatever form: a headline or a quote with it hides something."""
_ANY = re.compile("|".join(f"({shape})" for shape, _ in _NEUTRAL))


def neutral(text: str) -> str:
    """The text with a neutral word for each placeholder, for grammar, likeness and counting; never for what is shown."""
    return _ANY.sub(_word, text) if _ANY.search(text) else text


def _word(match: re.Match[str]) -> str:
    return _NEUTRAL[(match.lastindex or 1) - 1][1]
