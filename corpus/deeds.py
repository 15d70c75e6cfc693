"""Who is to do what by when, as minutes and notes write it: in a table of actions, behind a label, at the end of a line."""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from learnbrief.corpus.apostrophes import straight
from learnbrief.corpus.deidentify.placeholders import PEOPLE
from learnbrief.corpus.document import Document, Excerpt, Passage, said_on
from learnbrief.corpus.places import CELL
from learnbrief.corpus.sentences import sentences

VERBS = (
    r"(?:ask|write|send|bring|draft|find|check|try|set|get|put|make|meet|speak|talk|test|pilot|share|circulate|arrange|book|print|"
    r"publish|collect|name|give|go|visit|look|report|invite|move|order|add|ring|phone|telephone|call|raise|start|stop|keep|record|"
    r"list|sit|read|hold|cut|let|take|post|run|train|tell|agree|use|show|draw|open|offer|swap|change|fix|have|swap|redo|shadow|"
    r"switch|choose|chase|follow|rewrite|update|review|propose|prepare|produce|organise|plan|join|lead|own|pay|remove|replace|"
    r"confirm|contact|email|e-mail|discuss|consider|explore|work|develop|trial|measure|count|learn|install|buy|close|clear|see|"
    r"attend|host|present|feed back|come back|pick up|sort|map|type|scan|translate|release|escalate|delegate|link|set up|write up|film)"
)
"""Deeds as lists of actions name them."""
FOR_TEAMS = (
    rf"(?:{VERBS}|ensure|liaise|provide|monitor|identify|submit|schedule|finali[sz]e|complete|create|secure|obtain|investigate|"
    r"resolve|approve|recruit|nominate|appoint|gather|evaluate|analyse|audit|revise|amend|correct|introduce|implement|deliver|"
    r"distribute|summari[sz]e|upload|repair|paint|mend)"
)
"""What falls to somebody named before 'to'; at the beginning of a line many of these are no deed."""
FOR_PEOPLE = (
    rf"(?:{FOR_TEAMS}|seek|sign|engage|brief|pull|pick|chair|extend|expand|reduce|increase|display|design|build|clean|trim|support|help|"
    r"re-?(?:send|issue|write|do|print|test|run)|time|be|hand|return|reply|respond|answer|download|transfer|escort|cover|lend|borrow|deal|handle)"
)
"""And where it is a person: 'somebody to help us' is a wish, '[Person 3] to help us' is none."""
ONLY_SPEAKS = r"(?:(?:go|start)(?=[.,;!])|go (?:first|next|last)|start (?:by|with)|have to|tell (?:you|us)|see (?:you|everybody|everyone)|give (?:you|an|one)|add|read (?:you|it)|call it|name)\b"
"""'I'll go first' promises nothing but to speak."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_SHORT_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_YEAR = r"(?:,? (?:19|20)\d\d)?"
MEETS = r"(?:workshop|webinar|meeting|session|conference|huddle|away ?day)"
_SEASON = r"(?:summer|autumn|spring|winter|easter|christmas|half-term)"
A_DAY = (
    rf"(?:(?:the )?end of (?:the )?{MONTH}{_YEAR}|(?:the )?end of (?:the )?\w+|end {_SHORT_MONTH}{_YEAR}|"
    rf"(?:mon|tues|wednes|thurs|fri|satur|sun)day|next (?:week|month|meeting|time)|this (?:week|month)|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? ?{_SHORT_MONTH}{_YEAR}|(?:the )?first of {MONTH}{_YEAR}|"
    rf"\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|{MONTH}{_YEAR}(?! {MEETS})|the (?:holidays|{_SEASON}(?: (?:holidays|break|term))?))"
)
"""A day or time as notes of a meeting give it."""
_OCCASION = (
    rf"(?:(?:the |our )?(?:(?:next|{MONTH}|{_SEASON}|steering|group|board|team|local) ){{1,3}}{MEETS}|"
    rf"(?:the )?{_SEASON} (?:holidays|break|term)|christmas|easter|half-term)"
)
"""What people meet at or part for: a time without a day. 'the October workshop' may be on any day of it."""
_AT_AN_OCCASION = re.compile(
    rf"(?P<day>(?:(?<=\bto )|(?<=\bfor )|(?<=\bby )|\bat |\bbefore |\bin time for ){_OCCASION})\b", re.I
)
_AN_OCCASION = re.compile(rf"(?:(?:by|at|for|before|in time for) )?{_OCCASION}\b", re.I)
_OVER_AGAIN = (
    r"(?:(?:the )?(?:first|second|third|fourth|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:of|in) (?:each|every|the) month)?|"
    r"(?:each|every) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|day|night|morning|week|fortnight|month|quarter|term|year)|"
    r"once an? (?:week|fortnight|month|quarter|term|year))"
)
_RECURRING = re.compile(rf"\b(?P<day>{_OVER_AGAIN}(?:,? (?:starting|beginning|from)(?: on| from)? {A_DAY})?)\b", re.I)
_REGULARLY = re.compile(r"(?:dai|week|fortnight|month|quarter|term|year)ly\b", re.I)
_STARTING = re.compile(rf"\b(?P<day>(?:starting|beginning)(?: on| from)? {A_DAY})\b", re.I)
"""When a thing begins is no day to have it done by: told with its word."""
_DUE = re.compile(rf"\b(?:due:? |by:? |no later than )(?P<day>{A_DAY})\b", re.I)
_ON = re.compile(rf"\b(?:before |on )(?P<day>{A_DAY})\b", re.I)
_DUE_AT_END = re.compile(rf"[–—|;,(.-]\s*(?:due:? |by:? )?(?P<day>{A_DAY})\W*$", re.I)
_TIMES = (_DUE, _RECURRING, _STARTING, _AT_AN_OCCASION, _ON, _DUE_AT_END)
"""The surest first: 'by 4 July' before 'each month', and that before 'on Monday'."""
_A_DAY_ALONE = re.compile(
    rf"\W*(?:{_OVER_AGAIN},? )?(?:(?:by|due|before|start(?:s|ing)?|beginning|from|on)(?: on| from)?:? )?(?P<day>{A_DAY})\b",
    re.I,
)
_LOOKS_BACK = re.compile(
    r"\b(?:had|was|were|did|went|came|said(?! (?:that )?(?:i|we|he|she|they)(?:'d| would)\b)|been|got|used to)\b", re.I
)
"""'none had been to a meeting before the summer' sets no time; 'I said I would send it by Friday' does."""
_GOES_ON = re.compile(r"[;,] (?:and |but )?(?=(?:i|we|he|she|they)(?:'ll| will| shall)\b)", re.I)
_SOON = re.compile(
    r"(?:now|asap|today|tonight|tomorrow|ongoing|immediately|before [\w -]{3,20}|within (?:a|an|one|two|three|\d+) \w+)\W*",
    re.I,
)
"""Times that are no day: told as written."""
_DONE = re.compile(r"(?:done|complete[d]?|closed|finished)\b", re.I)

WHAT = re.compile(
    r"(?:agreed )?(?:what|actions?|action points?|tasks?|to ?-?do|next steps?|we['’]ll try|deeds?)\W*", re.I
)
WHO = re.compile(
    r"(?:who|by whom|owners?|action owners?|lead|leads|responsible|assigned to|named person|action by)\W*", re.I
)
WHEN = re.compile(
    r"(?:(?:by )?when|by|by date|due(?: date| by)?|deadline|date|target(?: date)?|time ?scale|timeline)\W*", re.I
)

_SOMEBODY = rf"(?:{PEOPLE})"
_SEVERAL = rf"{_SOMEBODY}(?:(?:,| and|, and| with|, with| \+| &) {_SOMEBODY})*"
_LABEL = re.compile(
    r"^\W*(?:(?:ACTIONS?|AP)\b(?: (?:POINT|ITEM))?|(?i:action(?: (?:point|item))?s?|ap|to ?-?do|task|next steps?|agreed|decision)"
    r"(?=\W{0,2}\s?\d{0,2}\s*[:–—-]))[\s.]{0,2}\d{0,2}[\s.:–—-]{0,4}"
)
"""'ACTION ...', 'AP: ...', 'Action point 3: ...'"""
_TO_DO = re.compile(
    rf"^\W*(?P<who>(?:\[[^\]]{{2,30}}\]|[A-Za-z][\w'.&/-]*)(?:(?:,| and| or| of| the| ?[+&])? (?:\[[^\]]{{2,30}}\]|[\w'.&/-]+)){{0,5}}?)"
    rf" to (?:also |then |now |please )?{FOR_TEAMS}\b",
    re.I,
)
"""'Ward sister to ring the pharmacy', '[Person 3] and [Person 8] to visit': an owner, and what falls to them."""
_PERSON_TO_DO = re.compile(rf"(?:^\W*|[.,;:–—-] )(?P<who>{_SEVERAL}) to (?:also |then |now )?{FOR_PEOPLE}\b")
"""The same further on: '..., [Person 23] to ask the women'; 'she asked [Person 23] to' has no mark before it."""
_TAKES_ON = re.compile(
    rf"^[^\w\[]*(?P<who>{_SEVERAL}) (?:undertook|volunteered|promised|offered|(?:has |have )?agreed|will|are going to|"
    rf"is going to) (?:to )?(?!help\b|support\b){FOR_PEOPLE}\b",
    re.I,
)
_AT_THE_END = re.compile(
    rf"(?:[(\[–—|;,.-]|\.\.\.)\s*(?:(?:owner|lead|who|action):? )?(?P<who>{_SEVERAL})(?:\s*[,;()–—-][^.!?\[\]]{{0,40}})?\W*$",
    re.I,
)
_NAMED_COLUMN = re.compile(
    r"\b(?:owner|lead|who|by whom|responsible)\s*[:=]\s*(?P<who>[^;|,.\n]{2,60}?)\s*(?:[;|.\n]|,(?! \[)|$)", re.I
)
_NO_OWNER = re.compile(
    r"\b(?:i|we|you|it|they|there|this|that|he|she|who|what|how|when|where|why|which|is|are|was|were|be|been|has|have|had|do|does|did|"
    r"\w+n['’]t|gets?|waits?|queues?|journey|walk|drive|pressure|temptation|ability|freedom|attempts?|efforts?|decision|"
    r"need(?:s|ed)?|want(?:s|ed)?|like(?:s|d)?|able|happy|ready|hard|easy|nice|good|best|better|keen|glad|sorry|pleased|due|used|going|"
    r"trying|tried|asked|told|hope|nothing|nobody|no|none|something|anything|everything|time|money|reason|right|chance|access|thanks|"
    r"want|wish|promise|plan|way|ways|up|down|left|next|close|back|from|according|about|enough|too|said|agreed|learned|helped|offered|"
    r"decided|managed|seemed|began|started|continued|came|went|got|space|room|place|able|free|long|willing|afraid|happened|led|"
    r"[a-z]+ing|[a-z]{2,}ed|for|permission|rang|wish(?:es)?|made|takes?|took|not|never|only|must|should|would|could|can|will|monday|friday|one|two|three|to)\b",
    re.I,
)
"""No owner stands before 'to' where any of these does: 'nothing to report', 'she was asked to ring'."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_MYSELF = re.compile(
    rf"\b(?:I'll|I will|I shall|I'm going to|I am going to|I undertake to|I promise to) (?:also |now |then )?(?!{ONLY_SPEAKS}){VERBS}\b|"
    rf"\bI (?:said|promised|agreed|offered) (?:(?:that )?I(?:'d| would)|to) {VERBS}\b|"
    r"\bI(?:'ve| have) (?:an|one|my) (?:\w+ )?(?:action|promise|pledge|task)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is known of an action beside its words."""

    owner: str = ""
    """Who is to do it, as written, pseudonyms in brackets; empty where nobody is named."""
    due: str = ""
    """By when, as written."""
    due_on: date | None = None
    """The same as a day, the last that the words allow; None where they name none."""
    done: bool = False
    """The source itself says that it is done."""


def deed_of(excerpt: Excerpt, document: Document) -> Deed:
    """Owner and time of an action: what its row of a table says before what its own words say."""
    told_on = said_on(excerpt, document)
    row = _row(excerpt, document)
    text = straight(excerpt.text)
    owner = row.get("who") or owner_in(text) or _speaker(excerpt, text)
    due = _due_in_cell(row["when"]) if row.get("when") else due_in(text)
    done = bool(_DONE.match(row.get("when", "")) or re.search(r"\((?:done|sent)\b", text, re.I))
    return Deed(owner, due, due_on(due, told_on), done)


def in_a_table_of_actions(excerpt: Excerpt, document: Document) -> bool:
    """Whether it stands in the column of what is to be done, in a table that also says who or by when."""
    return "what" in _row(excerpt, document)


def is_a_task(excerpt: Excerpt, document: Document) -> bool:
    """Whether its place or its words give it to somebody: an action, however little else of it can be read."""
    return falls_to_a_person(excerpt.text) or in_a_table_of_actions(excerpt, document)


def owner_in(text: str) -> str:
    """Who is to do a thing, by the words alone; empty where they name nobody."""
    text = straight(text)
    for one in _unlabelled(text):
        for pattern in (_PERSON_TO_DO, _TAKES_ON):
            if taken := pattern.search(one):
                return taken["who"].strip()
    for pattern in (_NAMED_COLUMN, _AT_THE_END):
        if taken := pattern.search(text):
            return taken["who"].strip()
    return has_an_owner(text)


def has_an_owner(text: str) -> str:
    """Who stands before 'to ...' at the beginning; 'IT to switch it off' has one, for capitals are no pronoun."""
    first = next(_unlabelled(straight(text)), "")
    found = _TO_DO.search(first)
    return found["who"] if found and not _NO_OWNER.search(_CAPITALS.sub("team", found["who"])) else ""


def promises_by_a_time(text: str) -> bool:
    """Whether its speaker promises a thing by a time: an action of whoever says it, of those who lead as well."""
    text = straight(text)
    return _MYSELF.search(text) is not None and bool(due_in(text))


def falls_to_a_person(text: str) -> bool:
    """Whether a person named by pseudonym is to do a thing, wherever in the text it stands."""
    text = straight(text)
    return "[" in has_an_owner(text) or any(_PERSON_TO_DO.search(one) for one in _unlabelled(text))


def _unlabelled(text: str) -> Iterator[str]:
    """Its sentences, each without 'ACTION:' before it."""
    return (_LABEL.sub("", text[begin:end]) for begin, end in sentences(text))


def due_in(text: str) -> str:
    """By when, as the words give it; empty where they give no time."""
    text = straight(text)
    parts = (part for one in _unlabelled(text) for part in _GOES_ON.split(one))
    ahead = " ".join(one for one in parts if not _LOOKS_BACK.search(one))
    found = next((found for one in _TIMES if (found := [*one.finditer(ahead)])), None)
    return found[-1]["day"].strip() if found else ""


def comes_again(due: str) -> bool:
    """Whether it is to be done over and over, so that 'done' would close what goes on."""
    return bool(_RECURRING.search(due) or _REGULARLY.search(due))


def _due_in_cell(words: str) -> str:
    """What a cell for the time says, where it is one: 'start 7 July 2025', 'asap'; whoever stands in it is not told as a time."""
    shapes = (_A_DAY_ALONE, _RECURRING, _REGULARLY, _AN_OCCASION)
    told = any(one.match(words) for one in shapes) or _SOON.fullmatch(words.strip())
    return words.strip() if told else ""


def due_on(due: str, told_on: date) -> date | None:
    """The last day that a time allows, or the first of what comes again; without a year it is the next such day."""
    if not (found := _A_DAY_ALONE.match(due)):
        return None
    words = found["day"].casefold()
    for weekday, name in enumerate(_WEEKDAYS):
        if words == name:
            return told_on + timedelta(days=(weekday - told_on.weekday() - 1) % 7 + 1)
    if words == "this month":
        return _day(told_on.year, told_on.month, None)
    return _in_numbers(words, told_on) or _in_words(words, told_on)


def _in_numbers(words: str, told_on: date) -> date | None:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", words)
    if not found:
        return None
    year = int(found[3]) if found[3] else None
    return _next(told_on, int(found[2]), int(found[1]), year if year is None or year > 99 else 2000 + year)


def _in_words(words: str, told_on: date) -> date | None:
    month = re.search(rf"\b({_SHORT_MONTH})\b", words)
    if not month:
        return None
    day, year = re.search(r"\b(\d{1,2})(?!\d)", words), re.search(r"\b(?:19|20)\d\d\b", words)
    first = 1 if re.search(r"\bfirst of\b", words) else None
    number = _MONTHS.index(month[1][:3]) + 1
    return _next(told_on, number, int(day[1]) if day else first, int(year[0]) if year else None)


def _next(told_on: date, month: int, day: int | None, year: int | None) -> date | None:
    if year is not None:
        return _day(year, month, day)
    this_year = _day(told_on.year, month, day)
    return this_year if this_year is None or this_year >= told_on else _day(told_on.year + 1, month, day)


def _day(year: int, month: int, day: int | None) -> date | None:
    """A month without a day lasts until its end."""
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day is None or 1 <= day <= last else None


def _speaker(excerpt: Excerpt, text: str) -> str:
    """'I'll find out who ordered them' falls to whoever says or writes so."""
    if not _MYSELF.search(text):
        return ""
    label = excerpt.voice.label
    return {"participant": f"[{label}]", "author": label}.get(excerpt.voice.basis, "")


def _row(excerpt: Excerpt, document: Document) -> Mapping[str, str]:
    """The cells beside an action in a table of actions, under 'who' and 'when'; empty for anything else."""
    passages = document.source.passages
    before = bisect_right(passages, excerpt.start, key=lambda one: one.start)
    at = passages[before - 1] if before else None
    cell = CELL.match(at.locator or "") if at else None
    if at is None or cell is None:
        return {}
    beside = [(one, place) for one, place in _cells(document) if place["table"] == cell["table"]]
    heads = {place["column"]: document.source.slice(one).strip() for one, place in beside if one.layout == "question"}
    columns = {name: column for column, head in heads.items() if (name := _name_of(head))}
    if columns.get("what") != cell["column"] or not _is_of_actions(heads[cell["column"]], columns):
        return {}
    found = {"what": document.source.slice(at).strip()}
    for one, place in beside:
        for name in ("who", "when"):
            if place["row"] == cell["row"] and place["column"] == columns.get(name):
                found[name] = document.source.slice(one).strip()
    return {name: words for name, words in found.items() if re.search(r"\w", words)}


def _cells(document: Document) -> list[tuple[Passage, re.Match[str]]]:
    found = ((one, CELL.match(one.locator or "")) for one in document.source.passages)
    return [(one, place) for one, place in found if place]


def _is_of_actions(head: str, columns: Mapping[str, str]) -> bool:
    """'What' beside 'when' may be an agenda; it takes 'who' as well, or a head that names actions."""
    return "who" in columns or ("when" in columns and re.fullmatch(r"what\W*", head, re.I) is None)


def _name_of(head: str) -> str:
    """What a column of a table of actions holds."""
    shapes = {"what": WHAT, "who": WHO, "when": WHEN}
    return next((name for name, shape in shapes.items() if shape.fullmatch(head)), "")
