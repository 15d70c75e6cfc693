"""Lines that are about the paper and not from anybody, told by their words and by where they stand."""

import re
from collections.abc import Sequence
from itertools import pairwise

from learnbrief.corpus.readers.furniture.days import DAY_EDGE_KINDS, DAY_KINDS
from learnbrief.corpus.readers.furniture.edges import EDGE_KINDS
from learnbrief.corpus.readers.furniture.kinds import KINDS, OPINION, Furniture
from learnbrief.corpus.sentences import sentences, words_in

LONGEST = 30
"""Words of a furniture line; only disclaimers come near it."""
LONGEST_AT_EDGE = 45
"""Words of one at the head or foot of a paper, where people explain at length who typed it and from what."""
_CHARACTERS = 400
"""No such line is longer; a long one is not worth the patterns' time."""
_ANYWHERE = KINDS + DAY_KINDS
_AT_EDGE = _ANYWHERE + EDGE_KINDS + DAY_EDGE_KINDS
_HEAD_WORDS = 12
"""Words of a running head; a longer line that ends in 'page 3' refers to a page."""


_HEADED = re.compile(
    r"(?:^|(?<=[\s.;|]))(?=(?:Date|Time|Venue|Location|Place|Present|In attendance|Attendance|Attendees|Also present|Absent"
    r"|Apologies(?: for absence)?|Minutes|Notes|Scribe|Status|Version) ?:)"
)
"""Where a paragraph of 'Date: ... Present: ... Apologies: ...' begins the next of them."""
_WHO_CAME = re.compile(
    r"(?:(?:also )?present|in attendance|attendance|attendees|absent|apologies(?: for absence)?) ?: *",
    re.IGNORECASE,
)
_SAID = re.compile(rf"{OPINION}|\b(?:is|are|was|were|has|have|had|poor|good|bad|low|high)\b", re.IGNORECASE)
_ATTENDANCE = next(kind for kind in KINDS if kind.name == "attendance")
_LONGEST_HEAD = 2_000
"""Characters of such a paragraph: forty people with what they are."""
_ITEM = 7
"""Words of somebody in a list of those who came: 'Ms Pell for the estates team'."""


def furniture_in(line: str, *, at_edge: bool = False) -> Furniture | None:
    """The kind of furniture a line is, where every sentence of it is; words that only mention a date or hall are none."""
    plain = line.strip(" *_[]()")
    heads = [match.start() for match in _HEADED.finditer(plain[:_LONGEST_HEAD])]
    if heads[:1] == [0] and len(plain) < _LONGEST_HEAD:
        parts = [plain[start:end].strip(" *_|;\n") for start, end in pairwise([*heads, len(plain)])]
        kinds = [_listed(part) or _in_sentences(part, at_edge=at_edge) for part in parts]
        return kinds[0] if all(kinds) else None
    return _in_sentences(plain, at_edge=at_edge)


def _listed(part: str) -> Furniture | None:
    """Attendance, where the part names those who came or did not, however many, and says nothing else."""
    label = _WHO_CAME.match(part)
    if label is None or _SAID.search(part, label.end()):
        return None
    who = part[label.end() :]
    first, *others = [_people(who[start:end]) for start, end in sentences(who)] or [[]]
    named = sum(one[0].isupper() or one[0] in "[0123456789" for one in first)
    roles = all(words_in(one) <= _ITEM for one in first) and named * 2 >= len(first)
    # 'Ms Pell.' goes on with the list, 'The lift broke.' does not.
    names = all(word[0].isupper() for one in others for person in one for word in person.split())
    return _ATTENDANCE if first and roles and names else None


def _people(sentence: str) -> list[str]:
    """What stands between the commas of a list, without what is said of each in brackets."""
    return [one for item in re.split(r"[,;\n]| and |\([^()]*\)", sentence) if (one := item.strip(" .–-"))]


def _in_sentences(plain: str, *, at_edge: bool) -> Furniture | None:
    longest = LONGEST_AT_EDGE if at_edge else LONGEST
    if not plain or len(plain) > _CHARACTERS or words_in(plain) > longest:
        return None
    whole, said = _kind_of(plain, _ANYWHERE), [plain[start:end] for start, end in sentences(plain)]
    if whole is not None and (whole is not _ATTENDANCE or len(said) == 1):
        return whole
    # The looser kinds end in 'and whatever follows': they are asked sentence by sentence, or they would swallow the next.
    allowed = _AT_EDGE if at_edge else _ANYWHERE
    first = _kind_of(said[0], allowed)
    return first if first and all(_kind_of(one, allowed) for one in said[1:]) else None


def _kind_of(sentence: str, kinds: Sequence[Furniture]) -> Furniture | None:
    plain = sentence.strip().rstrip(".").strip()
    return next((kind for kind in kinds if kind.pattern.fullmatch(plain)), None)


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
