"""Member checking: what a feedback form asks of a brief's statements, and the codes by which its answers find them again.

Answers say what people think of what was already found. They are evidence of their own kind, and never add to the
sources, voices or spread of the statement that they answer.
"""

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

from learnbrief.corpus.apostrophes import straight

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowel and no digit: no code spells a word, looks like a number of somebody's, or is taken for a name."""
_CODE = re.compile(
    rf"\(\s*code\s+(?P<brief>[{_LETTERS}]{{5}})\s*[-–]\s*(?P<statement>[{_LETTERS}]{{4}})\s*\)", re.IGNORECASE
)
BRIEF, ASKED = "answers_brief", "asked"
"""Under these names a form's attributes hold the brief that it answers and how many people were asked."""
ASKS_TRUTH, ASKS_MORE = "Does this ring true?", "What is missing, or different where you are?"
ASKS_WHAT_ELSE = "What did we not hear at all?"
GIVEN_OUT = "Forms given out"
NOT_HEARD = ""
"""Stands for the finding where a form asks what was not heard at all."""


class Reply(StrEnum):
    """What a person may answer of one statement."""

    AGREE = "agree"
    PARTLY = "in part"
    DISAGREE = "disagree"
    CANNOT_SAY = "cannot say"

    @property
    def words(self) -> str:
        """As the form prints it behind a box."""
        return _WORDS[self]


_WORDS = {
    Reply.AGREE: "It rings true",
    Reply.PARTLY: "In part",
    Reply.DISAGREE: "It does not",
    Reply.CANNOT_SAY: "I cannot say",
}
_MEANT = {
    Reply.AGREE: ("it rings true", "rings true", "it does", "yes", "agree", "i agree", "true"),
    Reply.PARTLY: ("in part", "partly", "part", "partially", "to some extent", "it rings true in part"),
    Reply.DISAGREE: ("it does not", "it doesn't", "does not", "no", "disagree", "i disagree", "it does not ring true", "not true"),
    Reply.CANNOT_SAY: ("i cannot say", "cannot say", "i can't say", "can't say", "cannot be said", "don't know", "not sure", "unsure"),
}  # fmt: skip


def form_code(brief: str, finding: str) -> str:
    """What stands behind a statement on a form: '(code KFMZT-BRWD)'."""
    return f"(code {brief_code(brief)}-{finding_code(finding)})"


def brief_code(brief: str) -> str:
    """Five letters for a brief's id."""
    return _in_letters(brief, 5)


def finding_code(finding: str) -> str:
    """Four letters for a finding's id, unlike those of the few others on the same form."""
    return _in_letters(finding, 4)


def _in_letters(name: str, length: int) -> str:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def code_in(words: str) -> tuple[str, str] | None:
    """The codes of brief and statement that words carry; None for words without."""
    found = _CODE.search(words)
    return (found["brief"].upper(), found["statement"].upper()) if found else None


def without_code(words: str) -> str:
    """The words as people read them."""
    return " ".join(_CODE.sub("", words).split())


def reply_meant(words: str) -> Reply | None:
    """The answer that somebody means; None for words that are none of the four."""
    plain = " ".join(straight(words).split()).strip(" .!").casefold()
    return next((reply for reply, ways in _MEANT.items() if plain in ways), None)


def finding_behind(code: str, findings: Iterable[str]) -> str | None:
    """Of these findings the one that a statement's code stands for; None where it is among them no more."""
    return next((one for one in (*findings, NOT_HEARD) if finding_code(one) == code), None)
