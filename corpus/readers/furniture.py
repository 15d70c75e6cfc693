"""Lines that are about the paper and not from anybody: date, hall, who typed it, who came, what it may be used for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import sentences, words_in

LONGEST = 30
"""Words of a furniture line; only disclaimers come near it."""
_CHARACTERS = 400
"""No such line is longer; a long one is not worth the patterns' time."""
_HEAD_WORDS = 12
"""Words of a running head; a longer line that ends in 'page 3' refers to a page."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)(?:,? \d{{4}})?"
_DATE = rf"(?:(?:{_WEEKDAY},? )?(?:{_DAY}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}})|{_WEEKDAY}|{_MONTH} \d{{4}})"
_CLOCK = r"\d{1,2}(?:[.:]\d{2})? ?(?:am|pm|noon|hrs)?"
_TIME = rf"(?:from )?(?:\d{{1,2}}[.:]\d{{2}} ?(?:am|pm|hrs)?|\d{{1,2}} ?(?:am|pm))(?: ?(?:-|–|to|until) ?{_CLOCK})?"
_HALL = r"(?:hall|room|suite|theatre|centre|center|library|chapel|building|boardroom|canteen|club|hotel|floor|annexe|campus)"
_ONLINE = r"(?:(?:via|on|by|online|virtual(?:ly)?|ms|microsoft)[ ,(]*)*(?:zoom|(?:ms |microsoft )?teams|webex|skype|online)\)?"
# 'hall B', 'Town Hall', 'the Old Library, room 2': a building's word with a letter, a number or a name beside it.
_PLACE = rf"(?:(?:the |in |at )?(?:[\w'’]+ ){{0,3}}{_HALL}(?: [A-Z\d][\w.]{{0,4}}| [a-z])?|{_ONLINE})"
_NAME = r"(?-i:[A-Z][\w'’.-]*(?:,? [A-Z][\w'’.-]*){0,5}|\[[^\]]{1,30}\])"
_BY = r"(?:by|:)[: ]*(?!(?:hand|nobody|no one|whom)\b)(?:(?-i:[A-Z])\. ?|[^\s,.;!?]+ ?){1,5}(?:, ?(?:[^\s,.;!?]+ ?){1,3})?"


@dataclass(frozen=True, slots=True)
class Furniture:
    """One kind of line that nobody said."""

    name: str
    pattern: re.Pattern[str]
    reason: str
    mid_text: bool = True
    """False: its words may also end a wrapped sentence, so it counts only where a sentence ended before."""


def _kind(name: str, pattern: str, reason: str, *, mid_text: bool = True) -> Furniture:
    return Furniture(name, re.compile(pattern, re.IGNORECASE), reason, mid_text)


KINDS = (
    _kind(
        "date and place",
        rf"(?:(?:{_DATE}|{_TIME})(?:[ ,;/–-]|\bat\b)*)+(?:{_PLACE}(?:[ ,;/–-]+{_PLACE}|[ ,;/–-]+(?:{_TIME}))*)?",
        "'3 September, hall B' says when and where the paper is from",
        mid_text=False,
    ),
    _kind(
        "place",
        rf"(?:{_HALL} (?:[A-Z]|\d[\w.]{{0,4}})|(?!teams\b|online\b|skype\b){_ONLINE}|(?:[\w'’]+ ){{1,3}}{_HALL},? {_HALL} [A-Z\d][\w.]{{0,4}})",
        "'Hall B', 'Zoom' on a line of its own",
        mid_text=False,
    ),
    _kind(
        "labelled place",
        rf"(?:venue|location|held (?:at|in|on))[: ]+(?:{_PLACE}|{_DATE})(?:[ ,;–-]+(?:{_PLACE}|{_DATE}|{_TIME}))*",
        "'Venue: hall B'; 'Venue: too small and no lift' is somebody's opinion",
    ),
    _kind(
        "next meeting",
        rf"(?:date (?:and time )?of )?(?:the )?next (?:meeting|session|workshop)(?: date)?(?: ?:| is| will be| on)+ .{{0,8}}?{_DATE}.{{0,40}}",
        "an appointment",
    ),
    _kind(
        "hand",
        rf"(?:(?:the )?(?:minutes?|notes?|record) )?(?:were )?(?:typed(?: up| out)?|copied(?: out| up)?|written(?: up| out)|taken"
        rf"|transcribed|compiled|prepared|circulated|scribed) {_BY}",
        "who typed or copied it",
    ),
    _kind(
        "hand",
        rf"(?:minutes|notes|scribe|note-? ?taker|minute-? ?taker|signed|typist|secretary)(?: by)? ?[:–-] ?{_NAME}",
        "who wrote it",
    ),
    _kind(
        "attendance",
        r"(?:present|in attendance|attendance|attendees|apologies(?: for absence)?|quorum) ?[:–-] ?(?:none|nil|n/a|(?:see|as) .{1,40}|(?-i:[A-Z\[\d]).{0,200})",
        "who came",
    ),
    _kind(
        "attendance",
        r"(?:(?:no|there were no) apologies(?: were received)?|apologies (?:were )?(?:received )?from .{1,120}|apologies received)",
        "who did not come",
    ),
    _kind(
        "opening hours",
        rf"(?:the )?(?:meeting|session|workshop|forum) (?:was )?(?:opened|started|began|closed|ended|finished) (?:promptly )?at {_CLOCK}",
        "when a meeting began and closed",
    ),
    _kind(
        "disclaimer",
        r"(?:(?:all|the) )?(?:names|people|persons|places|invented|fictional|fictitious)[\w ,]{0,60}"
        r"(?:invented|fictional|fictitious|for testing|for (?:training|demonstration)(?: purposes)?)(?: (?:only|and for testing))?",
        "what the paper says of itself",
    ),
    _kind(
        "disclaimer",
        r"(?:invented|fictional|fictitious) (?:names|people|persons|places|material|document|notes)(?:[\w ,]{0,40})",
        "what the paper says of itself",
    ),
    _kind(
        "disclaimer",
        r"(?:this|these) (?:document|paper|note|notes|minutes|record|report|transcript|email|message)s? (?:is|are|was|were|may|must|should)"
        r" (?:strictly |private and |a |not |be |only |to be |intended )*"
        r"(?:confidential|fictional|fictitious|invented|draft|shared|copied|circulated|verbatim|for internal use|automatically generated|for the use of)"
        r"(?: (?:and|or|but) (?:must|should|may|is|are) (?:not )?[\w ,]{1,80}| (?:outside|beyond|without|with|only|to) [\w ,]{1,60}| only| record| document)?",
        "who may read it",
    ),
    _kind(
        "disclaimer",
        r"(?:strictly |private (?:and|&) )?confidential(?: draft| minutes| notes)?|not for (?:further )?(?:circulation|distribution|publication|quotation)"
        r"|for internal use(?: only)?|official(?:[ :–-]+sensitive)|all rights reserved|(?:copyright|©) .{0,60}|not protectively marked",
        "who may read it",
    ),
    _kind(
        "state of the paper",
        rf"status ?: ?(?:draft|final|approved|confirmed|agreed|unconfirmed|for (?:comment|approval|information)).{{0,20}}"
        rf"|(?:version|ref(?:erence)?|issue)(?: no\.?)? ?[:–]? ?[A-Z]{{0,6}}[/.-]?\d\S{{0,20}}|(?:file(?: name)?|document) ?: ?\S.{{0,60}}\.\w{{2,5}}"
        rf"|(?:last )?(?:updated|saved|edited|printed|issued)(?: on)?(?: ?:)? {_DATE}"
        r"|(?:final |first |second )?draft(?: \d[\d.]*| only| for comment)?|v(?:ersion)? ?\d+(?:\.\d+)*(?: draft)?",
        "'Status: draft', 'Version 2'",
    ),
    _kind("page", r"(?:page|p\.|pg\.?) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|- ?\d{1,4} ?-", "'Page 1 of 1'"),
    _kind(
        "page",
        r"(?:end(?: of (?:notes|minutes|document|transcript|record))?|p\.?t\.?o\.?|continued(?: overleaf)?|blank page)",
        "end marks",
    ),
    _kind("address", r"<?(?:https?://|www\.)\S+>?|<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?", "a link or address by itself"),
)


def furniture_in(line: str) -> Furniture | None:
    """The kind of furniture a line is, where every sentence of it is; words that only mention a date or hall are none."""
    plain = line.strip(" *_[]()")
    if not plain or len(plain) > _CHARACTERS or words_in(plain) > LONGEST:
        return None
    whole = _kind_of(plain)
    if whole is not None:
        return whole
    kinds = [_kind_of(plain[start:end]) for start, end in sentences(plain)]
    return kinds[0] if all(kinds) else None


def _kind_of(sentence: str) -> Furniture | None:
    plain = sentence.strip().rstrip(".").strip()
    return next((kind for kind in KINDS if kind.pattern.fullmatch(plain)), None)


def running_heads(lines: Sequence[str], title: str | None) -> set[str]:
    """Lines that printing put at the edge of a page: the title again, or a line that ends in 'page 3'."""
    paged = re.compile(r".*[|,;:–—-] ?page \d{1,4}(?: of \d{1,4})?")
    found = set()
    for line in lines:
        plain = _plain(line)
        if words_in(line) <= _HEAD_WORDS and (paged.fullmatch(plain) or (title and _is_title(plain, _plain(title)))):
            found.add(line)
    return found


def _is_title(line: str, title: str) -> bool:
    """The title again, with or without a page number beside it."""
    return bool(title) and re.sub(r"^\d{1,4}[ |,–-]+|[ |,–-]+\d{1,4}$", "", line) == title


def _plain(line: str) -> str:
    return " ".join(line.casefold().split())
