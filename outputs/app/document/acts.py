"""What somebody does in a document's text, as entries of the record; the old entry stays, whatever is changed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from learnbrief.corpus.blind import Reserve
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.errors import BadInput, StaleEdit
from learnbrief.corpus.marks import ACT, MARK, Mark, split_by_excerpts
from learnbrief.corpus.store import Store, new_review
from learnbrief.corpus.tag import Action, Review

NOTHING_CHOSEN = "Choose words in the text first: drag over them, or press the arrow keys in the text."


@dataclass(frozen=True, slots=True)
class Hand:
    """Who works on which text, and one press of a button of theirs."""

    coder: str
    document: Document
    excerpts: Sequence[Excerpt]
    reserve: Reserve
    act: str

    @classmethod
    def of(cls, coder: str, document: Document, excerpts: Sequence[Excerpt], reserve: Reserve) -> "Hand":
        """A new press."""
        return cls(coder, document, excerpts, reserve, str(uuid.uuid4()))

    def blind(self, excerpt: Excerpt) -> dict[str, Any]:
        """How a decision on an excerpt is marked: blind where nothing of it was shown to this coder, ever."""
        key = excerpt.excerpt_id
        sample = self.reserve.sample(key) if key in self.reserve.hidden else None
        return {"blind": sample is not None, "sample": sample}

    def undo(self, review_id: str) -> Review:
        """Takes one entry back."""
        return new_review(Action.UNDO, self.coder, target=review_id, payload={ACT: self.act}, **self.place)

    @property
    def place(self) -> dict[str, Any]:
        """The document as an entry names it."""
        return {"document_id": self.document.document_id, "version": self.document.version}

    def within_text(self, start: int | None, end: int | None) -> tuple[int, int]:
        """The chosen words without blanks around them."""
        text = self.document.text
        if start is None or end is None or not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise BadInput(NOTHING_CHOSEN)
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        return start, start + len(words.strip())


def mark(hand: Hand, start: int, end: int, themes: Sequence[str], marks: Sequence[Mark] = ()) -> list[Review]:
    """Give chosen words these themes: a mark each, but for one that is among this coder's `marks` already."""
    shares = split_by_excerpts(hand.excerpts, start, end)
    if not shares:
        raise BadInput("These words are a heading or a speaker's name, which is not coded; choose words below it.")
    words = [(first, last) for _, first, last in shares]
    there = {one.theme for one in marks if one.coder == hand.coder and [(p.start, p.end) for p in one.parts] == words}
    return [
        replace(
            new_review(
                Action.ADD, hand.coder, excerpt=excerpt, theme=theme, payload={MARK: key, ACT: hand.act}, **hand.blind(excerpt)
            ),
            start=first,
            end=last,
        )
        for theme in themes
        if theme not in there
        for key in (str(uuid.uuid4()),)
        for excerpt, first, last in shares
    ]  # fmt: skip


def remove(hand: Hand, *marks: Mark) -> list[Review]:
    """Take marks back; what else was decided on their excerpts stands."""
    return [hand.undo(part.review_id) for one in marks for part in one.parts]


def move(hand: Hand, one: Mark, start: int, end: int) -> list[Review]:
    """The mark on other words, wider or narrower."""
    return [*remove(hand, one), *mark(hand, start, end, [one.theme])]


def split(hand: Hand, one: Mark, at: int) -> list[Review]:
    """Two marks of one, the second from the chosen words on."""
    if not one.start < at < one.end:
        raise BadInput("Choose words inside the mark: it is split where they begin.")
    first, second = hand.within_text(one.start, at), hand.within_text(at, one.end)
    return [*remove(hand, one), *mark(hand, *first, [one.theme]), *mark(hand, *second, [one.theme])]


def join(hand: Hand, one: Mark, marks: Sequence[Mark]) -> list[Review]:
    """One mark of this and the next of the same coder and theme, with what lies between."""
    later = [
        other for other in marks if (other.coder, other.theme) == (one.coder, one.theme) and other.start >= one.start and other != one
    ]  # fmt: skip
    if not later:
        raise BadInput("There is no later mark of yours with this theme to join it with.")
    end = max(one.end, later[0].end)
    return [*remove(hand, one, later[0]), *mark(hand, one.start, end, [one.theme])]


def comment(hand: Hand, start: int, end: int, words: str) -> Review:
    """A remark beside chosen words."""
    shares = split_by_excerpts(hand.excerpts, start, end)
    if not shares:
        raise BadInput("Beside a heading nothing is kept; choose words below it, or write a memo on the document.")
    remark = new_review(Action.COMMENT, hand.coder, excerpt=shares[0][0], payload={"text": words, ACT: hand.act})
    return replace(remark, start=start, end=end)


def finish(hand: Hand, excerpt: Excerpt, marks: Sequence[Mark]) -> Review:
    """What this coder has not given a theme here, none applies to; from now on they see what others say of it."""
    mine = {one.theme for one in marks if one.coder == hand.coder and one.touches(excerpt.start, excerpt.end)}
    payload = {"themes": sorted(mine), ACT: hand.act}
    return new_review(Action.DONE, hand.coder, excerpt=excerpt, payload=payload, **hand.blind(excerpt))


def latest_act(store: Store, document_id: str, coder: str) -> list[Review]:
    """What this coder's last press did in a document, as far as it stands; empty where nothing is left to undo."""
    undone = store.reviews.undone()
    mine = [
        one for one in store.reviews.all(document_id=document_id, coder=coder) if ACT in one.payload and one.review_id not in undone
    ]  # fmt: skip
    # an entry may be gone for another reason than its act's undo: moved by a later press, which then is the last
    return [one for one in mine if one.payload[ACT] == mine[-1].payload[ACT]] if mine else []


def take_back(hand: Hand, last: Sequence[Review], act: str) -> list[Review]:
    """The undo of one press, which must be this coder's last."""
    if not last or last[0].payload[ACT] != act:
        raise StaleEdit("Something else was done here since you opened the page. Nothing was undone; look again.")
    return [new_review(Action.UNDO, hand.coder, target=one.review_id, **hand.place) for one in last]


def decide(hand: Hand, excerpt: Excerpt, theme: str, action: Action) -> Review:
    """A yes or no to a suggestion in its place."""
    return new_review(action, hand.coder, excerpt=excerpt, theme=theme, payload={ACT: hand.act})
