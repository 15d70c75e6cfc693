"""What themes can be told by: a role, an event, a question, an answer of a survey, a column of the register."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from learnbrief.corpus.document import Excerpt, Kind
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.surveys import PLACE, ROLE_COLUMN
from learnbrief.outputs.app.field import Field
from learnbrief.outputs.app.state import AppState, month_name
from learnbrief.outputs.app.times import day

NONE_KNOWN, NOT_ASKED = "not known", "no question above it"
ANSWER, REGISTER = "answer:", "register:"
"""How the keys of groupings begin whose rest is a survey's question, or a column of the register."""
_ASKED = re.compile(r"\?\W*$|^(?:question|q)\W*\d", re.IGNORECASE)
"""A heading of notes that asks something; any other tells what a part of the paper is about."""
_NUMBER = re.compile(r"^(?:(?:question|q)\W*\d+|\d+)\s*[.:)–-]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to put excerpts into groups; what belongs to none stands under the empty group."""

    key: str
    name: str
    of: Callable[[Excerpt], str]
    names: Mapping[str, str] = field(default_factory=dict)
    """How groups are called, in the order in which they stand; others follow, the widest first."""
    people: bool = False
    """It tells people apart: groups of few stand together in what is handed on."""
    asked: bool = False
    """It is about questions, of which one source holds many answers: voices say more than sources."""

    def told(self, group: str) -> str:
        """'Role: executive', or what a group is called under it."""
        return f"{self.name}: {self.called(group)}"

    def called(self, group: str) -> str:
        """The group as readers know it."""
        return self.names.get(group, group) or (NOT_ASKED if self.asked and not self.people else NONE_KNOWN)


def grouping_of(key: str, choices: Iterable[Grouping]) -> Grouping:
    """The grouping of this key among these.

    Raises:
        BadInput: there is none.
    """
    found = next((one for one in choices if one.key == key), None)
    if found is None:
        raise BadInput("There is nothing of that name to tell themes by; choose from the list.")
    return found


def groupings(state: AppState, material: Field) -> Iterator[Grouping]:
    """Every way there is in this programme, the usual first."""
    cards = material.cards
    yield Grouping("role", "Role", lambda one: one.role or "", people=True)
    yield Grouping(
        "kind",
        "Kind of source",
        lambda one: cards[one.document_id].kind.value,
        {kind.value: kind.words for kind in Kind},
    )
    events = {one.event_id: f"{one.title}, {day(one.date)}" for one in state.store.events.all()}
    yield Grouping("event", "Event", lambda one: cards[one.document_id].event_id, events)
    month_of = {key: f"{card.date:%Y-%m}" for key, card in cards.items()}
    months = {one: month_name(one) for one in sorted(set(month_of.values()))}
    yield Grouping("month", "Month", lambda one: month_of[one.document_id], months)
    yield _by_heading("question", "Survey question", material, survey=True)
    yield _by_heading("discussion", "Discussion question", material, survey=False)
    yield from _by_answer(state)
    yield from _by_register(state)


def _by_heading(key: str, name: str, material: Field, *, survey: bool) -> Grouping:
    """By the question that words answer; one asked in several sources is one, however it was numbered there."""
    surveys = {key for key, card in material.cards.items() if card.kind is Kind.SURVEY}
    headings = {
        one.heading: None
        for one in material.excerpts.values()
        if one.heading and (one.document_id in surveys) is survey
    }
    questions = {heading: _question(heading, survey=survey) for heading in headings}
    folded = {heading: question.casefold() for heading, question in questions.items()}
    names: dict[str, str] = {}
    for question in filter(None, questions.values()):
        names.setdefault(question.casefold(), question[:1].upper() + question[1:])

    def of(one: Excerpt) -> str:
        return folded.get(one.heading or "", "") if (one.document_id in surveys) is survey else ""

    return Grouping(key, name, of, names, asked=True)


def _question(heading: str, *, survey: bool) -> str:
    """What a heading asks, without its number; empty where it asks nothing."""
    words = " ".join(heading.split())
    return (_NUMBER.sub("", words) or words) if survey or _ASKED.search(words) else ""


def _by_answer(state: AppState) -> Iterator[Grouping]:
    """By what whoever says it chose under each closed question of a survey."""
    answers: dict[str, dict[tuple[str, str], str]] = {}
    for row in state.store.surveys.all():
        told_anyway = ROLE_COLUMN.fullmatch(row["question"]) or PLACE.match(
            row["question"]
        )  # with role and collaborative
        if row["answer"] and not told_anyway:
            answers.setdefault(row["question"], {})[row["document_id"], row["respondent"]] = row["answer"]
    for question, given in sorted(answers.items()):
        yield Grouping(ANSWER + question, f"Answer to ‘{question}’", _looked_up(given), people=True, asked=True)


def _looked_up(given: Mapping[tuple[str, str], str]) -> Callable[[Excerpt], str]:
    return lambda one: given.get((one.document_id, one.voice.label), "")


def _by_register(state: AppState) -> Iterator[Grouping]:
    for column, said in state.store.participants.groups().items():
        yield Grouping(REGISTER + column, column.capitalize(), _said_of(said), people=True)


def _said_of(said: Mapping[str, str]) -> Callable[[Excerpt], str]:
    return lambda one: said.get(one.voice.label, "")
