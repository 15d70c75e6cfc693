"""Survey answers: closed ones kept as attributes of respondents and counted, free text left to the reader's passages."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from learnbrief.corpus.apostrophes import straight
from learnbrief.corpus.document import Collaborative, Day, Participant
from learnbrief.corpus.finding import Change
from learnbrief.corpus.places import PlaceNames

ROLE = re.compile(
    r"^(?:\S+ ){0,5}(?:role|professional group|staff group|job title|profession)\b\S*(?: \S+){0,3}$", re.IGNORECASE
)
ROLE_COLUMN = re.compile(
    r"(?:(?:what|which|is|your|my|staff|job|professional|current|main) )*(?:role|profession|job title|(?:staff|professional) group)"
    r"(?: (?:in|at|within) .*)?\W*",
    re.IGNORECASE,
)
"""Columns whose cells are a role, however many different ones there are."""
PLACE = re.compile(
    r"^(?:\S+ ){0,4}(?:collaborative|partnership|site|trust|organisation)\b\S*(?: \S+){0,6}$", re.IGNORECASE
)
WAVE = re.compile(
    r"(?:survey |questionnaire |data ?collection |measurement )?(?:wave|round|time ?point|sweep)(?: (?:no\.?|number|name|of survey))?"
    r"|(?:survey |reporting )?(?:month|quarter)|redcap[_ ]event[_ ]name|event name|(?:pre|before)(?: ?/ ?| or )(?:post|after)(?: survey)?",
    re.IGNORECASE,
)
"""Columns that say in which wave of a survey a row was answered."""

_SCALES = (
    ("not started", "just started", "under way", "substantial"),
    ("not started", "just started", "underway", "substantial", "complete"),
    ("not started", "started", "in progress", "embedded", "complete"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "neither", "neutral", "agree", "strongly agree"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("very unlikely", "unlikely", "unsure", "likely", "very likely"),
    ("very poor", "poor", "fair", "good", "very good", "excellent"),
    ("not at all", "a little", "somewhat", "moderately", "mostly", "very", "completely"),
    ("very dissatisfied", "dissatisfied", "neither", "satisfied", "very satisfied"),
    ("none", "low", "medium", "high"),
    ("no", "not sure", "don't know", "yes"),
    ("unchecked", "checked"),
    ("not selected", "selected"),
    ("false", "true"),
)


_LED = re.compile(r"^\s*\d{1,2}\s*(?:[-–—.:)=]\s*|\s(?=[A-Z]))")
"""The number before a point of a scale: '5 - Very good'."""


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One column of a survey."""

    text: str
    closed: bool
    """Answers are choices, counted; else they are words, read."""
    sheet: str = ""
    multiple: bool = False
    """Several choices may stand in one answer."""
    about: bool = False
    """Somebody said that it tells of the respondent: kept with them, and no question of the brief."""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """One column of a survey as it was read, for people to look at and to change."""

    key: str
    """Where it stands: 'C', or 'Sheet 2!C' in a workbook of several sheets."""
    text: str
    use: str
    """'question', 'closed', 'attribute' or 'left out'."""
    answers: int = 0
    """Cells that say something."""
    example: str = ""
    """One of them, shortened; empty where the column is left out."""
    told: bool = False
    """Whether somebody said what it is."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """One row of a survey."""

    label: str
    """'Respondent 14': one of its own for every row, and never a name."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Closed answers given, by question text; what was not answered is absent."""
    sheet: str = ""
    row: int = 0
    """As the spreadsheet counts it, for finding it again."""
    speaker: str | None = None
    """How the text labels the row's answers where the survey asked for names; as personal as any speaker label."""
    wave: str | None = None
    """The wave its row names; None: the survey is one wave."""
    answered_on: Day | None = None
    """The day its row gives, or the first of its month."""


@dataclass(frozen=True, slots=True)
class SurveySheet:
    """The answers of one survey file."""

    questions: tuple[SurveyQuestion, ...]
    respondents: tuple[Respondent, ...]
    columns: tuple[ReadColumn, ...] = ()
    """How each column was read, in the order of the file."""
    form: str = ""
    """The code of the brief whose statements it answers, where it is a feedback form; empty for any other survey."""

    @property
    def sentence(self) -> str:
        """How the survey was read, in one line without names: 'survey, 6 respondents; 1 question (free text), 2 closed, 9 left out'."""
        if self.form:
            ticks = sum(len(one.attributes) for one in self.respondents)
            return f"{_counted(len(self.respondents), 'feedback form')}, {_counted(len(self.closed), 'statement')}, {_counted(ticks, 'tick')}"
        uses = Counter(column.use for column in self.columns)
        told = [f"{_counted(uses['question'], 'question')} (free text)", f"{uses['closed']} closed"]
        told += [_counted(uses["attribute"], "attribute")] if uses["attribute"] else []
        told += [f"{uses['left out']} left out"] if uses["left out"] else []
        return f"survey, {_counted(len(self.respondents), 'respondent')}; {', '.join(told)}"

    @property
    def by_use(self) -> dict[str, list[ReadColumn]]:
        """The columns that are kept, by what they were read as."""
        uses = ("question", "closed", "attribute")
        found = {use: [column for column in self.columns if column.use == use] for use in uses}
        return {use: columns for use, columns in found.items() if columns}

    @property
    def closed(self) -> tuple[SurveyQuestion, ...]:
        """Questions whose answers are counted."""
        return tuple(question for question in self.questions if question.closed)

    @property
    def open(self) -> tuple[SurveyQuestion, ...]:
        """Questions answered in words."""
        return tuple(question for question in self.questions if not question.closed)


@dataclass(frozen=True, slots=True)
class WaveCount:
    """How one wave answered one closed question."""

    wave: str
    question: str
    base: int
    """Respondents who were asked: the rows of the sheets that have the question."""
    answered: int
    counts: tuple[tuple[str, int], ...]
    """Choices in the order of their scale; with several choices per answer they may add to more than `answered`."""
    changes: tuple[Change, ...] = ()
    """Since the wave before it, choice by choice; only the last of several waves has any."""


@dataclass(frozen=True, slots=True)
class WaveThemes:
    """What the words of a survey raised in its last two waves, counted in respondents who wrote something."""

    earlier: str
    later: str
    changes: tuple[Change, ...]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_participants(
    answers: Mapping[str, Mapping[str, str]], collaboratives: Sequence[Collaborative]
) -> dict[str, Participant]:
    """Respondents with the role and collaborative they gave, by label, for cutting: answers by label, then by question.

    A survey often spans collaboratives that the file as a whole cannot name.
    """
    names = PlaceNames(collaboratives)
    return {
        label: Participant(label, role_in(given), names.in_label(place_in(given) or ""))
        for label, given in answers.items()
    }


def role_in(given: Mapping[str, str]) -> str | None:
    """The role a respondent gave, by the question it answers."""
    return next((answer for question, answer in given.items() if ROLE.search(question)), None)


def place_in(given: Mapping[str, str]) -> str | None:
    """Where a respondent is from, in the words of every answer about it: 'Riverbank House; Harbour'."""
    return "; ".join(answer for question, answer in given.items() if PLACE.search(question)) or None


def count_by_wave(question: str, answers: Mapping[str, Sequence[str | None]]) -> list[WaveCount]:
    """The answers to one closed question, wave by wave in the order given; None was asked and did not answer.

    Each wave lists the choices of all, so that shares can be compared.
    """
    several = any(";" in (answer or "") for wave in answers.values() for answer in wave)
    chosen = {
        name: Counter(choice for answer in wave if answer for choice in (choices(answer) if several else [answer]))
        for name, wave in answers.items()
    }
    order = in_order({choice for counts in chosen.values() for choice in counts})
    return [
        WaveCount(
            name,
            question,
            len(wave),
            sum(answer is not None for answer in wave),
            tuple((choice, chosen[name][choice]) for choice in order),
        )
        for name, wave in answers.items()
    ]


def choices(answer: str) -> list[str]:
    """The choices of a several-choice answer: 'Time;Staff;' -> Time, Staff."""
    return [choice.strip() for choice in answer.split(";") if choice.strip()]


def in_order(found: Iterable[str]) -> list[str]:
    """Choices in the order of a scale we know, else by the number they begin with, else by alphabet."""
    found = sorted(set(found), key=str.casefold)
    for scale in _SCALES:
        places = [_place(choice, scale) for choice in found]
        if found and all(place is not None for place in places):
            return [choice for _, choice in sorted(zip(places, found, strict=True), key=lambda pair: pair[0] or 0)]
    return sorted(found, key=_by_number)


def on_one_scale(found: Iterable[str]) -> bool:
    """Whether answers are two or more points of a scale we know."""
    found = set(found)
    return len(found) > 1 and any(all(_place(choice, scale) is not None for choice in found) for scale in _SCALES)


def _place(choice: str, scale: Sequence[str]) -> int | None:
    plain = straight(_LED.sub("", choice).casefold().strip(" ."))
    return scale.index(plain) if plain in scale else None


def _by_number(choice: str) -> tuple[float, str]:
    number = re.match(
        r"\s*(?P<bound>[<>≤≥]|less than|under|up to|more than|over)?\s*[£$]?(?P<number>\d+(?:\.\d+)?)",
        choice,
        re.IGNORECASE,
    )
    if number is None:
        return float("inf"), choice.casefold()
    # 'Less than 1 year' lies before '1 to 2 years', 'More than 10 years' after '6 to 10 years'.
    bound = (number["bound"] or "").casefold()
    shift = -0.5 if bound in ("<", "≤", "less than", "under", "up to") else 0.5 if bound else 0.0
    return float(number["number"]) + shift, choice.casefold()
