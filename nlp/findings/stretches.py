"""Stretches: where in a sentence the words begin and end that may stand by themselves."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_LEAD_IN = re.compile(
    r"^(?:(?:and|so|also|because|plus|i think|i mean|you know|for me)\b[,\s]*|(?:well|yes|yeah|no|okay|ok|um|er|erm)[,.!]\s*)+",
    re.I,
)
"""What only leads in. 'No, we went' loses its 'no'; 'no doctor writes it' must keep it."""
ASIDE = re.compile(
    r"\s*\((?![^()]*\b(?:no|not|never|except|but|only|unless|if|until|without|yet)\b)[^()\n]{1,30}\)[\s.,;:]*$", re.I
)
"""Words in brackets behind a clause, unless they take something of it back: 'one morning (mine)' tells readers outside the room nothing."""


def stretches(sentence: "Span", longest: int) -> Iterator[tuple[int, int]]:
    """The sentence, and where it is too long its runs between the places at which a clause of its own begins."""
    yield sentence.start_char, sentence.end_char
    said = reported(sentence)
    if len(sentence.text.split()) <= longest and said is None:
        return
    marks = [said or sentence.start_char, *(_breaks(sentence)), sentence.end_char]
    for at, start in enumerate(marks[:-1]):
        for end in marks[at + 1 :]:
            if (start, end) != (sentence.start_char, sentence.end_char):
                yield start, end


_SAYS = frozenset(
    [
        "said",
        "says",
        "explained",
        "explains",
        "reported",
        "reports",
        "told",
        "tells",
        "added",
        "adds",
        "noted",
        "notes",
        "thought",
        "thinks",
        "felt",
        "feels",
        "agreed",
        "asked",
        "mentioned",
        "observed",
        "confirmed",
        "stressed",
        "pointed",
        "described",
        "wondered",
    ]
)


def reported(sentence: "Span") -> int | None:
    """Where what is reported begins: after 'Person 3 said that'."""
    for token in sentence:
        if token.lower_ == "that" and token.dep_ == "mark" and token.i > sentence.start:
            said = token.head.head
            # 'we were told that' makes of a rule somebody's hearsay: without it the rule would stand as if it held
            denied = any(child.dep_ in ("neg", "auxpass") for child in said.children)
            if (
                said.lower_ in _SAYS
                and not denied
                and said.i < token.i <= sentence.start + 8
                and token.i + 1 < sentence.end
            ):
                return int(token.nbor(1).idx)
    return None


def _breaks(sentence: "Span") -> list[int]:
    """Where a new clause with subject and verb begins, after a comma, a semicolon, a dash or a joining word."""
    found = []
    for token in sentence:
        if token.i == sentence.start:
            continue
        before = token.doc[token.i - 1]
        joins = token.lower_ in ("and", "so", "because", "while", "but") or before.text in (
            ";",
            ":",
            "–",
            "—",
            ",",
            "-",
        )
        lists = token.lower_ == "and" and token.dep_ == "cc" and token.head.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
        soon = FURTHER if token.lower_ in ("so", "because", "while", "but") else SOON
        if joins and not lists and _own_clause(token, sentence, soon):
            found.append(token.idx)
    return found


SOON, FURTHER = 7, 11
"""Words within which a subject and its verb must come; after a word that joins clauses and nothing else it may take longer."""


def _own_clause(token: "Token", sentence: "Span", soon: int) -> bool:
    """Whether a subject and its verb come soon after."""
    ahead = [other for other in sentence if token.i <= other.i < token.i + soon]
    return any(other.dep_ in ("nsubj", "nsubjpass", "expl") and other.head.i > other.i for other in ahead)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Less the words that only lead in and the marks at the ends; a closing question mark is what makes a question."""
    lead = _LEAD_IN.match(text[start:end])
    start += lead.end() if lead else 0
    aside = ASIDE.search(text, start, end)
    end = aside.start() if aside else end
    while start < end and not (text[start].isalnum() or text[start] in '£$“"['):
        start += 1
    while end > start and text[end - 1] in " \n\t.,;:–—-":
        end -= 1
    opened = text[start:end].count("“") - text[start:end].count("”")
    return (start + 1, end) if opened > 0 and text[start] == "“" else (start, end)
