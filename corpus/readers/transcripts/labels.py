"""What a transcript may put before somebody's words: a name, a role, or a code such as 'B1'."""

import re

from learnbrief.corpus.clocks import DAY_ALONE
from learnbrief.corpus.document import Speech
from learnbrief.corpus.speakers import could_be_name, group_in, is_respondent, is_topic, names_nobody, speech_of

_CODE = re.compile(
    r"[A-Z]{1,3}[ _-]?\d{1,3}|[a-z]{1,2}\d{1,2}|[A-Z]|(?i:spk|speaker|sprecher|befragte[rn]?)[ _-]*\w{0,3}|\?{1,3}"
)
_INTERJECTIONS = frozenset(
    """
    yes yeah yep no nope ok okay right sure thanks great good hello hi hey bye absolutely exactly indeed definitely mm
    mhm hmm um uh er ah oh wow cool fine lovely brilliant perfect amen correct true silence pause laughter laughs music
    applause crosstalk inaudible welcome sorry please well maybe perhaps really cheers
    """.split()  # noqa: SIM905  # as quoted words it would take a page
)
_BESIDE = re.compile(r"\s*(?:[|/,(\[]|\s[-–—]\s)")
_TOGETHER = re.compile(r"\s+(?:&|and|\+)\s+")
"""Two who speak at once: 'Maddy & Tobias'."""
_MONTHS_AND_PEOPLE = frozenset({"April", "May", "June", "August"})


def is_code(label: str) -> bool:
    """Whether a label stands for a person without a name: a role, 'Speaker 2', 'B1', 'Q'; a table is not one person."""
    plain = _BESIDE.split(label.strip(" .:"))[0]
    if group_in(plain) or is_respondent(plain):
        return False
    return names_nobody(plain) or bool(_CODE.fullmatch(plain)) or speech_of(plain) is not Speech.PARTICIPANT


def could_be_label(label: str) -> bool:
    """Whether words may be the label of a speaker at all: few of them, no sentence, no word that people only call out."""
    words = label.split()
    if not 1 <= len(words) <= 8 or label[-1] in "?!,;" or (label.endswith(".") and len(words[-1]) > 4):
        return False
    if DAY_ALONE.fullmatch(label):
        return False
    if label not in _MONTHS_AND_PEOPLE and all(map(is_topic, words)):
        return False
    return not all(word.strip(".,!()[]").casefold() in _INTERJECTIONS for word in words)


def is_handle(label: str) -> bool:
    """Whether a label may be what a meeting shows for somebody: one word, or several most of which begin large: 'Ward 7 iPad'."""
    words = label.split()
    large = sum(not word[0].islower() or not word.islower() for word in words)
    return not is_topic(label) and (len(words) == 1 or large >= 0.6 * len(words))


def is_person_label(label: str) -> bool:
    """Whether a label is a role, a code or has the shape of a name; a firm after a bar or comma does not count."""
    if not could_be_label(label):
        return False
    together = _TOGETHER.split(label)
    if len(together) > 1 and all(map(is_person_label, together)):
        return True
    name = _BESIDE.split(label)[0]
    if re.search(r"\|\s*[a-z]", label):  # a firm begins large; what follows a bar in small letters is said
        return False
    return is_code(label) or could_be_name(name.title() if name.isupper() and len(name) > 3 else name)
