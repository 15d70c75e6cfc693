"""What people write beside the material: memos and comments, edited and answered, as entries of the record.

All of them are comments of the record; where they stand is told by what they name: a stretch of a text, a document, a theme,
a finding, or nothing, which is the programme. An edit takes the old words back and keeps new ones in their place.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.tag import Action, Review

FIRST = "first"
"""In an edited comment's payload: the id of the entry with which it began."""
ANSWERS = "answers"
"""In an answer's payload: the id of the entry with which the answered one began."""
LONGEST = 20_000
"""Characters of a memo: some ten pages, more than any form should lose at once."""


class Beside(StrEnum):
    """What a memo stands beside."""

    PROGRAMME = "programme"
    DOCUMENT = "document"
    THEME = "theme"
    FINDING = "finding"
    EXCERPT = "excerpt"


def beside(memo: Review) -> Beside:
    """What a memo stands beside, by what it names."""
    if memo.document_id is not None:
        return Beside.DOCUMENT if memo.start is None else Beside.EXCERPT
    if memo.theme is not None:
        return Beside.THEME
    return Beside.PROGRAMME if memo.target is None else Beside.FINDING


def began_as(memo: Review) -> str:
    """The id under which a memo goes, however often it was edited."""
    return str(memo.payload.get(FIRST, memo.review_id))


@dataclass(frozen=True, slots=True)
class Thread:
    """A memo with its answers, the oldest first."""

    memo: Review
    answers: tuple[Review, ...] = ()

    @property
    def latest(self) -> datetime:
        """When the last of it was written."""
        return max(one.made_at for one in (self.memo, *self.answers))

    def holds(self, words: str) -> bool:
        """Whether these words stand in it, whatever their case."""
        return any(words.casefold() in words_of(one).casefold() for one in (self.memo, *self.answers))


def words_of(memo: Review) -> str:
    """What it says."""
    return str(memo.payload.get("text", ""))


def threads(standing: Iterable[Review]) -> list[Thread]:
    """Memos with their answers, what was written last first. An answer to what was removed stands for itself."""
    memos = [one for one in standing if one.action is Action.COMMENT]
    here = {began_as(one) for one in memos if ANSWERS not in one.payload}
    answers: dict[str, list[Review]] = {}
    for one in memos:
        answers.setdefault(str(one.payload.get(ANSWERS, "")), []).append(one)
    firsts = [one for one in memos if one.payload.get(ANSWERS) not in here]
    found = [Thread(one, tuple(answers.get(began_as(one), ())) if ANSWERS not in one.payload else ()) for one in firsts]
    return sorted(found, key=lambda one: (one.latest, one.memo.review_id), reverse=True)


def written(coder: str, words: str, **place: Any) -> Review:
    """A new memo; `place` names what it stands beside."""
    payload = {"text": _kept(words), **place.pop("payload", {})}
    return Review(str(uuid.uuid4()), Action.COMMENT, coder, datetime.now(UTC), payload=payload, **place)


def answer(to: Review, coder: str, words: str) -> Review:
    """An answer, which stands beside the same."""
    payload = {
        **({"in": to.payload["in"]} if "in" in to.payload else {}),
        ANSWERS: str(to.payload.get(ANSWERS, began_as(to))),
        "text": _kept(words),
    }
    return replace(to, review_id=str(uuid.uuid4()), coder=coder, made_at=datetime.now(UTC), payload=payload)


def edit(memo: Review, words: str) -> list[Review]:
    """Other words in place of a memo's; none where they are the same."""
    if _kept(words) == words_of(memo):
        return []
    payload = {**memo.payload, "text": _kept(words), FIRST: began_as(memo)}
    new = replace(memo, review_id=str(uuid.uuid4()), made_at=datetime.now(UTC), payload=payload)
    return [remove(memo), new]


def remove(memo: Review) -> Review:
    """Takes a memo back; the record keeps that it was there."""
    now = datetime.now(UTC)
    return Review(
        str(uuid.uuid4()), Action.UNDO, memo.coder, now, memo.document_id, memo.version, target=memo.review_id
    )


def _kept(words: str) -> str:
    kept = words.replace("\r\n", "\n").strip()
    if not kept:
        raise BadInput("A memo needs some words.")
    if len(kept) > LONGEST:
        raise BadInput(f"A memo may have {LONGEST:,} characters, and this one has {len(kept):,}; make two of it.")
    return kept
