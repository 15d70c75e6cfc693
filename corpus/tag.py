"""Tags, what people did to them, and who did it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Band(StrEnum):
    """How far a model's tag may be trusted as it stands."""

    SURE = "sure"
    REVIEW = "review"
    NONE = "none"


class ScoreKind(StrEnum):
    """Only a model calibrated on coding may say probability."""

    SIMILARITY = "similarity"
    PROBABILITY = "probability"


WORTH_A_LOOK, LIKELY, FAIRLY_SURE = 0.5, 0.6, 0.8
"""A similarity's fixed points: where 'review' begins, from where it counts until a person decides, where 'sure' begins."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a tag was suggested: the sentence, and the codebook line or coded neighbour that led to it."""

    start: int
    end: int
    """Offsets of the sentence within the excerpt's text."""
    because: str
    """The codebook line, or the coded neighbour's text."""
    source: str
    """'definition', 'include', 'example', 'words', 'heading' or 'coded excerpt'."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One theme on one excerpt, by a model."""

    excerpt_id: str
    theme: str
    score: float
    score_kind: ScoreKind
    band: Band
    method: str
    """'codebook' or the id of a learned model."""
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"tag {self.theme!r} has score {self.score}, outside 0..1")
        if self.method == "codebook" and self.score_kind is ScoreKind.PROBABILITY:
            raise ValueError("a codebook-only tag may not call its score a probability")


class TagStatus(StrEnum):
    """Where a tag stands once people have been heard."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    ADDED = "added"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class EffectiveTag:
    """What holds of an excerpt and a theme: the coders' decision where there is one, else the model's suggestion."""

    excerpt_id: str
    theme: str
    status: TagStatus
    band: Band | None
    score: float | None
    score_kind: ScoreKind | None
    coder: str | None = None

    @property
    def checked(self) -> bool:
        """A person has decided on it."""
        return self.status is not TagStatus.SUGGESTED


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who reviews."""

    name: str
    role: str = "evaluator"
    """'viewer', 'coder', 'evaluator' or 'admin'."""


class Action(StrEnum):
    """Everything an evaluator can do that is kept."""

    ACCEPT = "accept"
    REJECT = "reject"
    ADD = "add"
    DONE = "done"
    """The excerpt was read and what is not tagged does not apply."""
    COMMENT = "comment"
    """Written beside an excerpt; beside a whole source where it has no span; beside a theme; else beside the programme."""
    LATER = "later"
    """An excerpt marked by one coder as one to come back to; it decides nothing."""
    BASKET = "basket"
    """An excerpt that one coder keeps among quotes for a talk; it decides nothing."""
    UNDO = "undo"
    REWORD = "reword"
    REORDER = "reorder"
    DROP = "drop"
    MERGE = "merge"
    """Findings said to be one; payload: `others` (finding ids), `together` (the spans that must stay together)."""
    SPLIT = "split"
    """Excerpts said not to belong with the rest; payload: `excerpts`, `apart` (two lists of spans)."""
    START = "start"
    """A finding made of chosen excerpts; payload: `excerpts`, `together`."""
    INCLUDE = "include"
    """An excerpt put into a finding; payload: `excerpt`, `together`, and `says` where it makes the statement that heads it."""
    EXCLUDE = "exclude"
    """An excerpt taken out of a finding; payload: `excerpt`, `apart`."""
    HEADLINE = "headline"
    """A clause of the evidence chosen as headline; payload: `excerpt`, `start`, `end`."""
    RELEASE = "release"
    """A headline clause allowed in the published view although few voices stand behind it."""
    PIN = "pin"
    QUOTES = "quotes"
    CONFIRM_COUNTER = "confirm-counter"
    DISMISS_COUNTER = "dismiss-counter"
    WRITE = "write"
    """A section only a person writes: 'why now', 'questions for boards', messages."""
    ADJUDICATE = "adjudicate"
    DRAW_ROUND = "draw-round"
    """A sample given to coders who code it blind to each other; payload: `coders`, `excerpts`, `stratum`."""
    CONFIRM = "confirm"
    """A document's de-identification was checked."""
    HIDE = "hide"
    """Words of a frozen text were hidden, kept hidden or shown again; the payload says which, never the words."""
    LOOK = "look"
    """Somebody saw what a placeholder hides; the payload names the placeholder, never the words."""
    NAME_PEOPLE = "name-people"
    """Two pseudonyms said to be one person, or one to be two; payload: which, and where what stood before."""
    CORRECT = "correct"
    """Kind, date or collaborative of a document were corrected; payload: `what`, in words."""
    DESCRIBE = "describe"
    """Role and collaborative of somebody whom the register does not list."""
    ACCEPT_MODEL = "accept-model"
    REFUSE_MODEL = "refuse-model"
    ACCEPT_THEME = "accept-theme"
    REFUSE_THEME = "refuse-theme"
    """A proposed theme that nobody wants; its undo proposes it again."""
    EDIT_CODEBOOK = "edit-codebook"
    SIGN_OFF = "sign-off"
    RETIRE = "retire"
    """A brief that nobody will sign put aside; payload: `reason`, `was` (its status). Its undo brings it back."""


@dataclass(frozen=True, slots=True)
class Review:
    """One thing one person did. Append-only: an undo is another review.

    Keyed on document, version and span, so cutting again does not orphan it.
    """

    review_id: str
    action: Action
    coder: str
    made_at: datetime
    document_id: str | None = None
    version: int | None = None
    start: int | None = None
    end: int | None = None
    theme: str | None = None
    target: str | None = None
    """What else it is about: a finding, brief, model or topic id; for `undo`, the review undone."""
    payload: dict[str, Any] = field(default_factory=dict)
    blind: bool = False
    """Made without the model's suggestion in sight."""
    sample: str | None = None
    """Name of the random sample the excerpt was drawn in, where it was: only these are honest for figures."""


def standing(reviews: Iterable[Review]) -> list[Review]:
    """The reviews that no later one took back, in the order they were made; an undo may itself be undone."""
    ordered = sorted(reviews, key=lambda review: (review.made_at, review.review_id))
    undos = [(review.review_id, review.target) for review in ordered if review.action is Action.UNDO and review.target]
    gone = taken_back(undos) | {undo for undo, _ in undos}
    return [review for review in ordered if review.review_id not in gone]


def taken_back(undos: Sequence[tuple[str, str]]) -> set[str]:
    """Ids of what these undos take back: each is its own id and what it undoes, in the order they were made."""
    undone: set[str] = set()
    for undo, target in reversed(undos):
        if undo not in undone:
            undone.add(target)
    return undone
