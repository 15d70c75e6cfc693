"""What the columns of a survey are: which answers are choices, which are words, which tell of the respondent, which of the tool."""

import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from learnbrief.corpus.dates import days_in
from learnbrief.corpus.fillers import is_answer, is_assent, is_filler, is_refusal
from learnbrief.corpus.places import WHERE
from learnbrief.corpus.readers.surveys.headers import Header, cell_of
from learnbrief.corpus.readers.surveys.technical import is_technical, marks_another, may_be_technical, plain, tells_who
from learnbrief.corpus.readers.surveys.ticks import ticked
from learnbrief.corpus.surveys import PLACE, ROLE, ROLE_COLUMN, WAVE, on_one_scale

_NAMES = re.compile(
    r"(?:(?:what is|please (?:give|enter|tell us)|enter) )?(?:your |full |respondent'?s? |participant )*name(?: \(.*\))?\W*|(?P<part>first |last |given |family |fore|sur)name|respondent|participant|voter|attendee|responder",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:posted|written|created|submitted|asked|added) by|author(?: name)?|poster|contributor|identity"
    r"|(?:screen|display|nick|asker)[ -]?name|asker|sender",
    re.IGNORECASE,
)
"""Who put a note on a wall or asked a question of a speaker."""
_UNNAMED = re.compile(r"anonymous(?: .*)?|unknown|guest|n/?a|none|-", re.IGNORECASE)
_NUMBER = re.compile(r"[-+£$€]?\s*\d[\d,]*(?:\.\d+)?\s*%?")
_DAY = re.compile(
    r"horodateur|zeitstempel|marca temporal|carimbo de data hora|informazioni cronologiche|tijdstempel|(?:survey |response |submission )?(?:date|day|timestamp|completed|submitted|recorded|completion (?:time|date))"
    r"(?: (?:submitted|completed|answered|received|of (?:completion|response|survey)|on|at|date|time))*(?: utc| gmt)?|ended|finished|(?:end|submit)(?:ed)? (?:date|time)(?: utc| gmt)?",
)
_NUMBERED = re.compile(r"(?:Q(?:uestion)? ?)?\d+(?:\.\d+)*[a-z]?[.):]?\s+", re.IGNORECASE)
"""How tools count questions: 'Q1. ', '2.1 '."""
_REFERENCE = re.compile(
    r"(?:our |case |survey |local )?(?:ref(?:erence)?|code|key|serial)(?: (?:no|number))?", re.IGNORECASE
)
_WAVES = re.compile(
    r"(?:wave|round|survey|time ?point|time|sweep|t) ?\d+|baseline|mid(?:point|line)|end(?:point|line)|follow[- ]?up(?: \d+)?|(?:pre|post)(?:[- ](?:survey|test|workshop))?",
    re.IGNORECASE,
)
"""What waves are called, whatever their column is."""
_REMARKS = re.compile(r"(?:\w+ )?comments?|response")
_RUN = re.compile(r"(?:(?:presentation )?session|run) ?(?:no\.?|number|#)?", re.IGNORECASE)
_NUMBERED_RUN = re.compile(r"(?:(?:session|run) ?)?#?\d{1,3}", re.IGNORECASE)
"""Polling tools number how often their questions were put; 'Session: Wound care' is what somebody attended."""
_DETAIL_WORDS = 4
"""Answers to 'Role' or 'Site' have up to this many words in the middle; longer ones are opinions about roles and sites."""
_STAMP = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4})(?:,?[T ]\d{1,2}:\d{2}.*)?"
)
_ASKED = 5
"""A header of so many words, or with a question mark, asks something: an empty column is then a question nobody answered."""
_WRITTEN = 5
"""Words, in the middle, from which answers are written rather than picked, where most of them come once."""
_SENTENCE = 8
_MANY = 10
_CONSENT = re.compile(
    r"\b(?:consent|agree to|i agree|i confirm|confirm that|have read|i understand|privacy notice)\b", re.IGNORECASE
)


class Use(Enum):
    """What a column is for."""

    OPEN = "answers in words"
    CLOSED = "choices and numbers"
    ABOUT = "tells of the respondent"
    DAY = "when it was answered"
    WAVE = "in which wave it was answered"
    NAME = "who answered"
    CODE = "who answered, by the survey's own number"
    TECHNICAL = "only tells who answered, when or through what"
    EMPTY = "nobody answered"
    LEFT_OUT = "left out, as told"


TOLD_AS = {
    "question": Use.OPEN,
    "closed": Use.CLOSED,
    "attribute": Use.ABOUT,
    "left out": Use.LEFT_OUT,
    "role": Use.ABOUT,
    "collaborative": Use.ABOUT,
    "date": Use.DAY,
    "wave": Use.WAVE,
    "name": Use.NAME,
}
"""What somebody may say that a column is."""
_SHOWN_AS = {Use.OPEN: "question", Use.CLOSED: "closed"} | dict.fromkeys(
    (Use.TECHNICAL, Use.EMPTY, Use.LEFT_OUT), "left out"
)
_READ_FROM = {"role": ("Role", ROLE), "collaborative": ("Collaborative", PLACE)}
"""Columns whose meaning later steps know by their name: one that somebody says is the role is called so."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    index: int
    text: str
    use: Use
    parted: Mapping[str, str] = field(default_factory=dict)
    """Answers of several choices, with the choices parted by ';'; empty where each answer is one."""
    asks_yes: bool = False
    """Whether somebody answered yes: then a bare 'no' is an answer in words too."""
    told: str = ""
    """What somebody said it is; empty where we found it."""

    @property
    def shown_as(self) -> str:
        """What it was read as, in the words in which it can be changed."""
        return _SHOWN_AS.get(self.use, "attribute")

    @property
    def is_part_of_name(self) -> bool:
        """Whether it holds a first or a last name."""
        return self.use is Use.NAME and bool((found := _NAMES.fullmatch(self.text.strip())) and found["part"])

    @property
    def multiple(self) -> bool:
        """Whether several choices may stand in one answer."""
        return bool(self.parted)

    def says_nothing(self, cell: str) -> bool:
        """Whether an answer in words is a filler."""
        return is_filler(cell) and not (self.asks_yes and is_refusal(cell))


def columns_of(header: Header, rows: Sequence[Sequence[str]], told: Mapping[int, str] | None = None) -> list[Column]:
    """Every column with its use; a column without a header is called by its letter. `told` goes before what we find."""
    seen: Counter[str] = Counter()
    columns: list[Column] = []
    tools = sum(any(map(is_technical, names)) for names in header.names) >= 2
    headers = {name for names in header.names for name in names}
    for index, names in enumerate(header.names):
        text = header.texts[index] or f"column {letter(index)}"
        seen[text] += 1
        if seen[text] > 1:
            text = f"{text} ({seen[text]})"
        cells = [cell for row in rows if is_answer(cell := cell_of(row, index))]
        if told and index in told:
            columns.append(_as_told(index, text, told[index], cells))
        elif is_own_of_tool(names, cells, beside_others=tools) or marks_another(text, headers):
            columns.append(Column(index, text, _day_or(Use.TECHNICAL, names, cells) or Use.TECHNICAL))
        else:
            columns.append(_column(index, text, cells, named=bool(header.texts[index])))
    return _one_day(columns)


def letter(index: int) -> str:
    """What a spreadsheet calls a column, counted from nought: C, AB."""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def is_own_of_tool(names: Sequence[str], cells: Sequence[str], *, beside_others: bool) -> bool:
    """Whether a column is the survey tool's own, by any of its names or by what stands in it."""
    return (
        any(map(is_technical, names))
        or tells_who(cells)
        or (
            beside_others
            and any(map(may_be_technical, names))
            and not any(len(cell.split()) > 8 for cell in cells)
            and not _is_said(names, cells)
        )
    )


def _is_said(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a column 'Comments' holds any, and not how many there are."""
    return any(_REMARKS.fullmatch(plain(name)) for name in names) and not all(map(_NUMBER.fullmatch, cells))


def _as_told(index: int, text: str, told: str, cells: Sequence[str]) -> Column:
    called, known = _READ_FROM.get(told, (text, None))
    use = TOLD_AS[told]
    parted = ticked(text, cells) if use is Use.CLOSED else None
    name = text if known is None or known.search(text) else called
    return Column(index, name, use, parted or {}, any(map(is_assent, cells)), told)


def _column(index: int, text: str, cells: Sequence[str], *, named: bool) -> Column:
    if not cells:
        asked = named and (text.rstrip().endswith("?") or len(text.split()) >= _ASKED)
        return Column(index, text if named else "", Use.CLOSED if asked else Use.EMPTY)
    if use := _detail(_NUMBERED.sub("", text.strip()), cells):
        return Column(index, text, use)
    if _share(_NUMBER, cells) > 0.9:
        return Column(index, text, Use.TECHNICAL if _numbers_rows(text, cells) else Use.CLOSED)
    if len(set(cells)) == 1 and text.endswith(cells[0]):
        return Column(index, text, Use.CLOSED)  # a tick under the choice that it means
    # lists of choices before single ones: of three boxes there are only seven combinations, and they come back as well
    parted = None if on_one_scale(set(cells)) else ticked(text, cells)
    if parted or is_closed(cells):
        return Column(index, text, Use.CLOSED, parted or {})
    return Column(index, text, Use.OPEN, asks_yes=any(map(is_assent, cells)))


def _detail(text: str, cells: Sequence[str]) -> Use | None:
    """What a column tells of the row as a whole: who answered, its day, its wave, in what role and where."""
    if _NAMES.fullmatch(text):
        coded = sum(any(map(str.isdigit, cell)) for cell in cells) > 0.5 * len(cells)
        return Use.CODE if coded else Use.NAME
    if _AUTHOR.fullmatch(text):
        return Use.TECHNICAL if all(map(_UNNAMED.fullmatch, cells)) else Use.NAME
    if (day := _day_or(None, [text], cells)) or _share(_STAMP, cells) > 0.9:
        return day or Use.TECHNICAL
    if _REFERENCE.fullmatch(text) and len(set(cells)) == len(cells):
        return Use.TECHNICAL
    if statistics.median(len(cell.split()) for cell in cells) > _DETAIL_WORDS:
        return None
    if _RUN.fullmatch(text):
        return Use.WAVE if _share(_NUMBERED_RUN, cells) == 1 else Use.ABOUT
    if WAVE.fullmatch(text) or (len(set(cells)) > 1 and _share(_WAVES, cells) == 1):
        return Use.WAVE
    return Use.ABOUT if ROLE_COLUMN.fullmatch(text) or WHERE.fullmatch(text) else None


def _day_or(use: Use | None, names: Sequence[str], cells: Sequence[str]) -> Use | None:
    """DAY where the column is called so and nearly all its cells are a day or a month."""
    if not any(_DAY.fullmatch(plain(name)) for name in names):
        return use
    days = days_in(cells)
    return Use.DAY if sum(day is not None for day in days) > 0.8 * len(cells) else use


def _one_day(columns: list[Column]) -> list[Column]:
    """Only one column tells the day of a row: the one somebody told, else the first; others are the tool's clocks."""
    days = sorted((one for one in columns if one.use is Use.DAY), key=lambda one: not one.told)
    return [replace(one, use=Use.TECHNICAL) if one in days[1:] else one for one in columns]


def _numbers_rows(text: str, cells: Sequence[str]) -> bool:
    """Whether numbers only count rows: all different, in a long column that asks nothing."""
    asked = text.rstrip().endswith("?") or len(text.split()) >= _ASKED
    return len(cells) > 20 and len(set(cells)) == len(cells) and not asked


def _share(pattern: re.Pattern[str], cells: Sequence[str]) -> float:
    return sum(bool(pattern.fullmatch(cell)) for cell in cells) / len(cells)


def is_closed(cells: Sequence[str]) -> bool:
    """Whether answers are choices: few different ones that come back, or words of one scale. Fillers do not decide."""
    if on_one_scale({cell.casefold() for cell in cells}):
        return True
    said = [cell for cell in cells if not is_filler(cell)] or list(cells)
    counts = Counter(cell.casefold() for cell in said)
    if _written(counts):
        return False
    words = statistics.mean(len(cell.split()) for cell in counts)
    ratio = len(counts) / len(said)
    if len(said) < 5:
        return ratio <= 0.5 and words <= 6
    return (ratio <= 0.6 and len(counts) <= 12) or (ratio <= 0.15 and len(counts) <= 40)


def _written(counts: Counter[str]) -> bool:
    """Whether answers were written although some come back: a sentence that many paste stands among others that come once."""
    words = statistics.median(len(cell.split()) for cell in counts)
    if words < _WRITTEN:
        return False
    if len(counts) == 1:
        return not _CONSENT.search(next(iter(counts)))
    once = sum(times == 1 for times in counts.values())
    # two campaigns leave fewer that come once; but of ten people few are the only ones to pick a step of a scale
    long = words >= _SENTENCE and counts.total() >= _MANY
    return once >= len(counts) / 3 if long else once > len(counts) / 2
