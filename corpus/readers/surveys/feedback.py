"""Feedback forms on a brief, read by the codes behind its statements: as a text that one person filled in, or as a sheet with a row each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from learnbrief.corpus.document import Kind, Mode
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.fillers import is_filler
from learnbrief.corpus.member_checks import (
    ASKS_MORE,
    GIVEN_OUT,
    NOT_HEARD,
    Reply,
    code_in,
    finding_code,
    reply_meant,
    without_code,
)
from learnbrief.corpus.readers.reading import Block, Reading, assemble
from learnbrief.corpus.readers.surveys.sheets import Sheet
from learnbrief.corpus.surveys import ReadColumn, Respondent, SurveyQuestion, SurveySheet

_TICK = re.compile(r"[☒☑✓✔🗹]|(?<!\w)[xX](?!\w)")
_BOX = re.compile(r"[☐□❏❑◻☒☑✓✔🗹]")
_RULES = re.compile(r"_{2,}")
"""Lines to write on."""
_PAGE = re.compile(r"\s*\bpage \d{1,4}(?: of \d{1,4})?$", re.IGNORECASE)
_FEW = 3
"""Answers that stand in one line from which it is a line of answers, though somebody typed over its boxes."""
_GIVEN_OUT = re.compile(rf"{GIVEN_OUT}\W*(?P<number>\d+)?", re.IGNORECASE)
_TRUTH = re.compile(r"ring\w* true", re.IGNORECASE)
ONE = "Respondent 1"
"""Whoever filled in a form of their own: forms carry no names."""


@dataclass(slots=True)
class _Answered:
    """What was read of one form, or of a sheet of them."""

    name: str
    brief: str = ""
    blocks: list[Block] = field(default_factory=list)
    questions: dict[str, None] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def statement(self, words: str) -> str:
        """The statement that words with a code name, in the short form in which its answers are kept."""
        codes = code_in(words)
        if codes is None:
            raise ValueError(f"{words!r} carries no code")
        if self.brief not in ("", codes[0]):
            raise BadInput(f"{self.name}: holds answers to two briefs; give those to each as a file of its own")
        self.brief = codes[0]
        return words[: words.index(")", words.lower().index("code")) + 1].strip()


@dataclass(slots=True)
class _Form:
    """A form that is read line by line."""

    found: _Answered
    given: dict[str, str] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    """What is printed before the first statement; as a PDF the foot of each page says it again."""
    statement: str = ""
    only_words: bool = False
    """Whether it is asked what was not heard, which has no boxes."""
    answered: bool = False
    """Whether its line of answers is past: what follows is somebody's own."""

    def take(self, line: str) -> None:
        """One more line of it. What the form itself says is left out: it quotes people who may withdraw what they said."""
        if code_in(line):
            self._begins(line)
        elif not self.statement:
            self.head.append(line)
        elif self._is_foot(line):
            return
        elif not self.only_words and (ticked := _ticked(line)) is not None:
            self._ticks(ticked)
        elif self.answered or self.only_words:
            self.found.blocks += _written(line, ONE)

    def _is_foot(self, line: str) -> bool:
        """The form's title again; a long one takes two lines in the head, and one at the foot."""
        title = _PAGE.sub("", line)
        return title in self.head or (title != line and title in " ".join(self.head))

    def _begins(self, line: str) -> None:
        self.statement, self.answered = self.found.statement(line), False
        self.only_words = _asks_what_was_not_heard(line)
        if not self.only_words:
            self.found.questions[self.statement] = None
        self.found.blocks.append(Block(self.statement, "question"))

    def _ticks(self, ticked: Sequence[Reply]) -> None:
        self.answered = True
        if len(ticked) == 1:
            self.given[self.statement] = ticked[0].value
        elif ticked:
            self.found.told.append(
                f"{self.found.name}: more than one box is ticked at {without_code(self.statement)}; none was counted"
            )


def form_in_text(reading: Reading, name: str) -> Reading:
    """A filled-in form: its ticks as closed answers, and what was written as answers in words."""
    form = _Form(_Answered(name))
    for line in _lines(reading.source.text):
        form.take(line)
    if not form.given and not any(block.layout == "answer" for block in form.found.blocks):
        form.found.told.append(f"{name}: nothing is ticked or written on this form; it counts as one that says nothing")
    return _reading(form.found, reading, [Respondent(ONE, form.given, row=1)])


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        words = " ".join(_RULES.sub(" ", line).split()).removeprefix("- ").strip()
        if words:
            yield words


def _asks_what_was_not_heard(words: str) -> bool:
    codes = code_in(words)
    return codes is not None and codes[1] == finding_code(NOT_HEARD)


def _ticked(line: str) -> list[Reply] | None:
    """The answers ticked in a line of answers; None where it is none."""
    found = {reply: at for reply in Reply if (at := line.casefold().find(reply.words.casefold())) >= 0}
    if not found or not (_BOX.search(line) or len(found) >= _FEW or line.strip() == next(iter(found)).words):
        return None
    ticked, before = [], 0
    for reply, at in sorted(found.items(), key=lambda pair: pair[1]):
        if _TICK.search(line[before:at]):
            ticked.append(reply)
        before = at + len(reply.words)
    alone = len(found) == 1 and not _BOX.search(line)  # whoever deletes the other answers has chosen this one
    return list(found) if alone else ticked


def _written(words: str, label: str) -> list[Block]:
    """What somebody wrote under a statement; the question that is printed there is not theirs."""
    said = words.removeprefix(ASKS_MORE).strip()
    if not said or is_filler(said):
        return []
    return [Block(said, "answer", Mode.VERBATIM, speaker=label, label=label, gap="\n")]


def form_in_sheets(name: str, title: str, sheets: Sequence[Sheet]) -> Reading | None:
    """A sheet of forms, a row each; None where no header carries a code."""
    place = next(
        ((sheet, at) for sheet in sheets for at, (_, row) in enumerate(sheet.rows) if any(map(code_in, row))), None
    )
    if place is None:
        return None
    sheet, at = place
    found = _Answered(name)
    if not sheet.rows[at + 1 :]:
        raise BadInput(f"{name}: is a feedback sheet in which no row is filled in; add it when the answers stand in it")
    header, rows = sheet.rows[at][1], [(number, row) for number, row in sheet.rows[at + 1 :] if any(row)]
    asked = {column: found.statement(cell) for column, cell in enumerate(header) if code_in(cell)}
    ticks = {column: words for column, words in asked.items() if _TRUTH.search(header[column])}
    found.questions = dict.fromkeys(ticks.values())
    people = [Respondent(f"Respondent {count}", row=number) for count, (number, _) in enumerate(rows, 1)]
    for column, words in asked.items():
        if column not in ticks:
            found.blocks.append(Block(words, "question"))
            for person, (_, row) in zip(people, rows, strict=True):
                found.blocks += _written(_cell(row, column), person.label)
    kept = [
        replace(person, attributes=_given(found, ticks, row, number))
        for person, (number, row) in zip(people, rows, strict=True)
    ]
    given_out = _given_out(sheets)
    empty = Reading(assemble(()), title, {"asked": given_out} if given_out else {})
    return _reading(found, empty, kept)


def _given(found: _Answered, ticks: dict[int, str], row: Sequence[str], number: int) -> dict[str, str]:
    """The answers of one row; what is none of the four is told, and no answer."""
    given = {}
    for column, words in ticks.items():
        cell = _cell(row, column)
        reply = reply_meant(cell)
        if reply is not None:
            given[words] = reply.value
        elif cell:
            ways = ", ".join(one.words for one in Reply)
            found.told.append(
                f"{found.name}: row {number}, {without_code(words)}: the answer is none of {ways}, and was not counted"
            )
    return given


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _given_out(sheets: Sequence[Sheet]) -> str:
    """How many forms were given out, where a sheet says so, in the same cell or in the next."""
    for row in (row for sheet in sheets for _, row in sheet.rows):
        for cell, after in zip(row, [*row[1:], ""], strict=True):
            if told := _GIVEN_OUT.fullmatch(cell.strip()):
                return told["number"] or (after.strip() if after.strip().isdigit() else "")
    return ""


def _reading(found: _Answered, reading: Reading, people: Sequence[Respondent]) -> Reading:
    questions = tuple(SurveyQuestion(words, closed=True) for words in found.questions)
    survey = SurveySheet(
        questions,
        tuple(people),
        tuple(ReadColumn(str(number), words, "closed") for number, words in enumerate(found.questions, 1)),
        form=found.brief,
    )
    blocks = found.blocks or [Block(question.text, "note") for question in questions]
    return replace(
        reading,
        source=assemble(blocks),
        details={**reading.details, "kind": Kind.MEMBER_CHECK.value},
        speakers=(),
        survey=survey,
        warnings=(*reading.warnings, *found.told),
        read_as="",
    )
