"""Who is heard through notes: where a note reports what somebody said, that person was heard.

The voice that is counted stays the table's or the note-taker's. But 'not heard' is a claim about people, and a note
that gives their words makes it false.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from learnbrief.corpus.document import Excerpt, Mode, Speech

_TELLS = (
    r"(?:says?|said|asks?|asked|tells?|told|adds?|added|notes?|noted|explains?|explained|describes?|described|reports?|"
    r"reported|repl(?:y|ies|ied)|argues?|argued|agrees?|agreed|disagrees?|disagreed|offers?|offered|suggests?|suggested|"
    r"raises?|raised|points? out|pointed out|speaks?|spoke|talks?|talked|wonders?|wondered|warns?|warned|feels?|felt|"
    r"thinks?|thought|wants?|wanted|hopes?|hoped|remarks?|remarked|reflects?|reflected|shares?|shared|presents?|presented|"
    r"recalls?|recalled)\b"
)
# 'was asked' and 'are told off' are somebody else's words; 'to ask' and 'will ask' are not said yet
_WORD = r"(?!(?:is|are|was|were|be|been|being|gets?|got|to|will)\b)[\w’'-]+"
_ASIDE = r"(?: ?\([^)]*\))?"
_SOON = rf"(?:,? {_WORD}){{0,4}}?,? {_TELLS}"
_NEXT_SENTENCE = rf"[^.!?\[]{{0,80}}[.!?] (?:He|She|They)(?: {_WORD}){{0,2}}? {_TELLS}"
_PERSON = r"\[?(?P<who>Person \d+)\]?"
_BEGINS = r"(?:^|[.!?] |[-*•–] )"
_A_PERSON_TELLS = re.compile(rf"{_PERSON}(?=\W)(?={_ASIDE}(?:{_SOON}|{_NEXT_SENTENCE}))")
_A_PERSON_LEADS = re.compile(rf"{_BEGINS}{_PERSON}{_ASIDE}(?::| on \w)", re.MULTILINE)
"""'[Person 2]: why was the number on the back?', '[Person 54] on counting.'"""


def people_noted(text: str) -> set[str]:
    """Pseudonyms of those whose words a note reports."""
    return {found["who"] for pattern in (_A_PERSON_TELLS, _A_PERSON_LEADS) for found in pattern.finditer(text)}


def roles_noted(excerpts: Iterable[Excerpt], role_of: Mapping[str, str | None], wanted: Iterable[str]) -> set[str]:
    """Those of the wanted roles whose words notes report, or a host who reads the chat: of somebody who holds one, or of 'a clinician'."""
    notes = _notes(excerpts)
    held = {role_of.get(person) for note in notes for person in people_noted(note)}
    return {role for role in wanted if role in held or any(_tells(role).search(note) for note in notes)}


def places_noted(excerpts: Iterable[Excerpt], place_of: Mapping[str, str | None]) -> set[str]:
    """Slugs of the collaboratives whose people's words notes report, or a host who reads the chat."""
    places = {place_of.get(person) for note in _notes(excerpts) for person in people_noted(note)}
    return {place for place in places if place}


def _notes(excerpts: Iterable[Excerpt]) -> list[str]:
    return [one.text for one in excerpts if one.mode is Mode.NOTE or one.speech is Speech.FACILITATOR]


@lru_cache(maxsize=64)  # a few roles, held against every note of every brief
def _tells(role: str) -> re.Pattern[str]:
    """'A lived experience partner told us', 'two of the clinicians said'."""
    some = r"(?:an?|one|another|the|our|two|three|several|some)(?: of (?:the|our))?"
    return re.compile(rf"\b{some} {re.escape(role)}s?{_ASIDE}(?: {_WORD}){{0,2}}? {_TELLS}", re.IGNORECASE)
