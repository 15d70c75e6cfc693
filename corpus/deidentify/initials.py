"""Initials in place of names: with dots anywhere, without dots only where notes put a person."""

import re
from collections.abc import Iterator, Mapping

from learnbrief.corpus.deidentify.lexicon import allowed_phrases
from learnbrief.corpus.deidentify.spellings import plain_name
from learnbrief.corpus.deidentify.words import word_set

_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[ \u00a0]?){1,3}[A-Z](?:\.(?!\w)|(?![\w.]))")
SEVERAL = r"[A-Z]{2,4}(?:[ ]?(?:[/,&+]|and)[ ]?[A-Z]{2,4})*"
_PLACES = (
    re.compile(rf"[(\[]({SEVERAL})[)\]]"),
    re.compile(rf"(?m)^[ \t]*(?:[-*•–][ \t]*|\d+[.)][ \t]*)?({SEVERAL})[ \t]*(?::|[-–—][ \t])"),
    re.compile(rf"(?m)(?:[-–—:|.;,][ \t]*|^[ \t]*)({SEVERAL})[ \t]*$"),
    re.compile(
        rf"(?i:\b(?:actions?|owners?|leads?|who|by|with|from|for|cc|minutes|notes|facilitators?)\b[ \t]*(?:[:–—-][ \t]*)?)({SEVERAL})\b"
    ),
    re.compile(
        rf"(?<![\w])({SEVERAL})(?=[ \t]+(?:to|will|agreed|said|asked|noted|raised|reported|felt|thanked|suggested|and I)\b)"
    ),
    re.compile(rf"\|[ \t]*({SEVERAL})[ \t]*(?=\|)"),
)
_LETTERS = re.compile(r"[A-Z]{2,4}")
# Short forms that notes use for things; initials that read the same are left to a person.
_THINGS = word_set(
    "AI AM AOB BAME BI BMA CEO CFO CIO CNO COO CPD DNA ED EDI EHR EPR EU FAQ FOI FT GDPR GP HR ICU IG IT ITU KPI LA MD MDT"
    " ME MP MRI MSK NB NED NHS OD OK OP OT PA PALS PC PCN PDSA PI PM PMO PPI PR PT QI QIP RAG RCA RN SLA SMS SOP SPC SRO"
    " TA TBC TV UK US VR VTE WTE YTD BTW FYI IAPT ASAP TBD ETA PS PPS"
)


def initials_of(name: str) -> set[str]:
    """'JO' and 'JAO' for Jane Anne Okafor; 'JSB' and 'JS-B' share their letters."""
    parts = [part for part in re.split(r"[\s\-]+", plain_name(name)) if part[:1].isalpha()]
    letters = "".join(part[0].upper() for part in parts)
    short = letters[0] + letters[-1] if letters else ""
    return {way for way in (letters, short) if len(way) > 1}


def find_initials(text: str, known: Mapping[str, frozenset[str]]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Places where known initials stand for a person."""
    for match in _DOTTED.finditer(text):
        who = known.get("".join(letter for letter in match.group() if letter.isalpha()))
        if who:
            yield match.start(), match.end(), who
    for place in _PLACES:
        for match in place.finditer(text):
            for letters in _LETTERS.finditer(text, *match.span(1)):
                who = known.get(letters.group())
                if who and names_somebody(text, *letters.span()):
                    yield *letters.span(), who


def names_a_thing(letters: str) -> bool:
    """Whether capitals are a short form that notes use for things: 'QI', 'ICB'."""
    return letters in _THINGS or (letters.lower(),) in allowed_phrases()


# Of these, and of terms that stay, what notes give work to: 'PMO to send', 'QI to check'. 'NB to send' is somebody.
_UNITS = word_set(
    "PS PPS AHSN ARC BMA CEO CFO CIO CNO COO CQC DHSC ED EDI FT GP HR HRD ICB ICP ICS ICU IG IT MDT NED NHS NHSE OD OT PALS PCN PMO PPI QI QIP SLT SMT SRO VCS VCSE"
)


_TO_DO = re.compile(r"[ \t]+to[ \t]+(?!be\b)[a-z]")


def names_somebody(text: str, start: int, end: int) -> bool:
    """Whether capitals where notes put a person are one: no short form of a thing, unless something is theirs to do."""
    letters = text[start:end]
    return not names_a_thing(letters) or (letters not in _UNITS and _TO_DO.match(text, end) is not None)


def is_code(variant: str) -> bool:
    """Whether a variant in the register is somebody's initials: 'SMG'. Such a variant is looked for as it is written."""
    return re.fullmatch(r"[A-Z]{2,5}", variant) is not None


def find_codes(text: str, known: Mapping[str, frozenset[str]]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Places of initials that the register lists; those that are also a thing's are not taken from a heading."""
    for code, who in known.items():
        for match in re.finditer(rf"(?<![\w-]){code}(?![\w-])", text):
            end = text.find("\n", match.end())
            line = text[text.rfind("\n", 0, match.start()) + 1 : end if end >= 0 else len(text)]
            heading = re.fullmatch(rf"[\s#*\d.()•-]*{code}[:\s*]?", line)
            if not (heading and names_a_thing(code)):
                yield *match.span(), who
