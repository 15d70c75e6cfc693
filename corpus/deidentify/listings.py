"""People whom notes name by where they put them: lists of those present, signatures, initials beside an action."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from learnbrief.corpus.deidentify.initials import SEVERAL, names_somebody
from learnbrief.corpus.deidentify.lexicon import allowed_phrases, given_names_that_are_words, in_dictionary, is_a_name
from learnbrief.corpus.deidentify.suspect import Suspect
from learnbrief.corpus.deidentify.words import Word, word_set, words

JOINERS = word_set("van von der den de da do dos del della di la le el al bin ibn bint ap ab ni nic mac mc o ter an na")
"""Small words inside a family name."""
_LABEL = (
    r"(?:present|attendees|attendance|in attendance|attended(?: by)?|apologies(?: from| received)?|participants|invited"
    r"|facilitators?|facilitated by|minutes(?: by)?|notes(?: taken)? by|note[- ]?taker|author|written by|coach|chair|members|copied|cc|from|to|signed|distribution)"
)
_PRESENT = re.compile(
    rf"(?im)^[ \t]*(?:[-*•#]+[ \t]*)?(?:\*\*)?{_LABEL}(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*(?P<names>\S.*)$"
)
_AGAIN = re.compile(rf"(?i)\b{_LABEL}[ \t]*:")
"""A second label on the line: 'Present: Ada Obi. Apologies: T Reid'."""
_NAME = r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)?"
_FAMILY_FIRST = re.compile(rf"(?<!\w){_NAME}, {_NAME}(?:; {_NAME}, {_NAME})+")
_SIGNED = re.compile(
    r"(?im)(?:regards|wishes|thanks|thank you|cheers|sincerely|faithfully|yours|best|love)[,.!]?[ \t]*\n+[ \t]*(?P<name>[^\W\d_][\w'’.-]*(?:[ \t]+[^\W\d_][\w'’.-]*){0,2})[ \t]*(?=\n|$)"
)
_DOTTED = re.compile(r"(?<![\w.])[A-Z]\.[ \u00a0]?(?:[A-Z]\.[ \u00a0]?)*[A-Z]\.(?!\w)")
_ACTING = (  # where notes say who is to do something
    re.compile(rf"(?m)^[ \t•*-]*(?i:actions?|action points?|ap|owners?|leads?|who)[ \t]*[:–-][ \t]*({SEVERAL})\b"),
    re.compile(rf"[(;][ \t]*({SEVERAL})[ \t]+to[ \t]+[a-z]"),
    re.compile(rf"(?i:\bactions?)[ \t]*\(({SEVERAL})\)"),
    re.compile(rf"(?m)^[ \t•*–-]*({SEVERAL})[ \t]+to[ \t]+[a-z]"),
)
_NOT_INITIALS = word_set("UK US NB PS AM PM NHS QI IT EU UN IE EG PTO AOB CEO BA MA PHD MD BSC MSC DOB")


def whole_names(suspects: Sequence[Suspect], text: str) -> list[Suspect]:
    """Suspects with given and family name in one where each was found by itself: 'Jan' and 'Kowalski'."""
    whole: list[Suspect] = []
    for one in sorted(suspects, key=lambda suspect: (suspect.start, -suspect.end)):
        last = whole[-1] if whole else None
        if last and _is_one_name(last, one, text):
            whole[-1] = replace(last, end=one.end, kind="person")
        else:
            whole.append(one)
    return whole


def _is_one_name(first: Suspect, second: Suspect, text: str) -> bool:
    kinds = {first.kind, second.kind}
    return (
        kinds <= {"person", "name"}
        and "person" in kinds
        and text[first.end : second.start] in {" ", "\u00a0"}
        and " " not in text[first.start : first.end]
        and text[first.start].isupper()
        and text[second.start].isupper()
    )


def listed_people(text: str) -> Iterator[Suspect]:
    """Everybody whom a text names in such a place."""
    yield from _listed(text)
    yield from _reversed(text)
    yield from _signed(text)
    yield from _dotted(text)


def _listed(text: str) -> Iterator[Suspect]:
    """Names in a line that lists people: 'Present: Ada Obi (AO), T Reid'."""
    for line in _PRESENT.finditer(text):
        names = _AGAIN.sub(lambda label: "," * len(label.group()), line.group("names"))
        for match in re.finditer(r"[^,;|/&()\[\]]+", names):
            run = words(match.group())
            if 1 <= len(run) <= 4 and all(word.capital or word.key in JOINERS for word in run) and _names_somebody(run):
                start = line.start("names") + match.start()
                yield Suspect(start + run[0].start, start + run[-1].end, "person", "list of those present")


def _names_somebody(run: Sequence[Word]) -> bool:
    named = any(
        is_a_name(word.key) or word.key in given_names_that_are_words() or not in_dictionary(word.key)
        for word in run
        if len(word.key) > 1
    )
    return named and not any(
        tuple(word.key for word in run[at : at + length]) in allowed_phrases()
        for length in range(1, len(run) + 1)
        for at in range(len(run) - length + 1)
        if not is_a_name(run[at].key)
    )


def _reversed(text: str) -> Iterator[Suspect]:
    """Family names first, as registers print them: 'Sharma, Deepak; Sharma, Priya'."""
    for line in _FAMILY_FIRST.finditer(text):
        for match in re.finditer(rf"{_NAME}, {_NAME}", line.group()):
            if any(is_a_name(word.key) or not in_dictionary(word.key) for word in words(match.group())):
                yield Suspect(line.start() + match.start(), line.start() + match.end(), "person", "family name first")


def _signed(text: str) -> Iterator[Suspect]:
    for match in _SIGNED.finditer(text):
        if all(word.capital for word in words(match.group("name"))) and _names_somebody(words(match.group("name"))):
            yield Suspect(*match.span("name"), "person", "signature")


def _dotted(text: str) -> Iterator[Suspect]:
    for match in _DOTTED.finditer(text):
        letters = "".join(letter for letter in match.group() if letter.isalpha())
        if letters not in _NOT_INITIALS and len(letters) < 4:
            yield Suspect(*match.span(), "person", "initials")
    for place in _ACTING:
        for match in place.finditer(text):
            for one in re.finditer(r"[A-Z]{2,3}", match.group(1)):
                span = match.start(1) + one.start(), match.start(1) + one.end()
                if names_somebody(text, *span):
                    yield Suspect(*span, "person", "initials")
