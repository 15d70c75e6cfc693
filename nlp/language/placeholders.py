"""Placeholders of de-identification, read as neutral words: '[Person 27]' is nothing that two people both spoke of."""

import re

_NEUTRAL: tuple[tuple[str, str], ...] = (
    (r"\[(?:Person|Name) \d+(?: or \d+)*\]", "someone"),
    (r"\[[A-Z][A-Za-z ]{1,20} (?:[A-Z]{1,3}|\d{1,4})\]", "somewhere"),  # [Trust B], [Care home AC], [Place 3]
    (r"\[(?:date|date of birth)\]", "once"),
    (r"\[(?:[a-z]+ |NHS |NI )?(?:number|details|email|phone|postcode|address|vehicle|link|handle)\]", "something"),
    (r"\b(?:Person|Table|Group|Respondent|Participant) \d+\b", "someone"),  # voices under the name they are counted by
)
"""Shapes that `corpus/deidentify` writes, and what stands for each: words of `function_words`, so that none is content."""
_ANY = re.compile("|".join(f"({shape})" for shape, _ in _NEUTRAL))


def neutral(text: str) -> str:
    """The text with a neutral word for each placeholder, for grammar, likeness and counting; never for what is shown."""
    return _ANY.sub(_word, text) if _ANY.search(text) else text


def _word(match: re.Match[str]) -> str:
    return _NEUTRAL[(match.lastindex or 1) - 1][1]
