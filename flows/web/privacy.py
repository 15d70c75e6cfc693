"""What the app does to texts on the De-identification pages: each act in one transaction, recorded, and undone the same way."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from learnbrief.corpus.deidentify.people import edition_of, everybody
from learnbrief.corpus.errors import StaleEdit
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import PrivacyMark, Store, TextClue, new_review, shifted
from learnbrief.corpus.store.clues import SHOWN
from learnbrief.corpus.tag import Action
from learnbrief.flows.workspace.workspace import Workspace

if TYPE_CHECKING:
    from learnbrief.flows.stages.ingest import Desk


def places_of(stretches: Iterable[Stretch]) -> list[list[str | int]]:
    """Places as the record keeps them."""
    return [[one.document_id, one.version, one.start, one.end] for one in stretches]


def new_act() -> str:
    """An id for what one press of a button does, however many places it concerns: it is taken back as one."""
    return uuid.uuid4().hex


def record_decisions(store: Store, marks: Sequence[PrivacyMark], *, keep: bool, coder: str) -> None:
    """The record of flags that were decided on at once, with where the words stand now."""
    act = new_act()
    for mark in marks:
        version, start, end = mark.version, mark.start, mark.end
        if not keep:
            version += 1
            start, end = shifted(start, end, store.documents.shifts(mark.document_id, version))
        payload = {
            "what": "kept hidden" if keep else "shown again", "in": mark.document_id, "as": mark.replacement,
            "type": mark.type, "rule": mark.rule, "act": act, "did": "keep" if keep else "show",
            "places": [[mark.document_id, version, start, end]],
        }  # fmt: skip
        store.reviews.add(new_review(Action.HIDE, coder, target=mark.mark_id, payload=payload))


@dataclass(frozen=True, slots=True)
class PrivacyDesk:
    """The decisions that need the key, the originals or every text."""

    workspace: Workspace
    store: Store

    def look(self, mark: PrivacyMark, *, coder: str) -> str:
        """What a placeholder hides, and the record of who looked; nothing is decided."""
        desk = self._desk()
        with self.store.writing():
            self.store.documents.open_for_edit(mark.document_id, mark.version)
            words = desk.originals.at(mark.document_id, mark.version, mark.start, mark.end)
            payload = {"what": "looked at what is hidden", "in": mark.document_id, "as": mark.replacement}
            self.store.reviews.add(new_review(Action.LOOK, coder, target=mark.mark_id, payload=payload))
        return words

    def decide_clues(self, clues: Sequence[TextClue], *, instead: str | None, coder: str) -> None:
        """Lets words stand by which somebody may be known (`instead` None), or puts other words in their place."""
        desk, act = self._desk(), new_act()
        with self.store.writing():
            for clue in clues:
                self.store.documents.open_for_edit(clue.document_id, clue.version)
                self.store.clues.still_as(clue)
                stretch = Stretch(clue.document_id, clue.version, clue.start, clue.end)
                places = [stretch] if instead is None else self._generalise(desk, clue, instead)
                payload = {
                    "what": "may stand although it may tell who somebody is" if instead is None else "hidden here",
                    "in": clue.document_id,
                    "as": "" if instead is None else f"[{instead}]",
                    "act": act,
                    "did": "stand" if instead is None else "hide",
                    "places": places_of(places),
                }
                self.store.reviews.add(new_review(Action.HIDE, coder, target=clue.clue_id, payload=payload))
                if instead is None:
                    self.store.clues.set_status(clue, SHOWN)
        self._follow(retag=instead is not None)

    def _generalise(self, desk: "Desk", clue: TextClue, instead: str) -> list[Stretch]:
        """Other words in brackets in place of those pointed out; placeholders within them are hidden with them."""
        from learnbrief.corpus.deidentify import Edit
        from learnbrief.flows.stages.hidden_before import CLUE_HIDDEN
        from learnbrief.flows.stages.redaction import new_version, placed

        document = self.store.documents.get(clue.document_id)
        edits = [Edit(clue.start, clue.end, f"[{instead}]", "detail", CLUE_HIDDEN)]
        return placed(clue.document_id, new_version(desk, document, edits), edits)

    def join(self, kept: str, gone: str, *, edition: str, coder: str) -> None:
        """Says that two pseudonyms are one person."""
        from learnbrief.flows.stages.pseudonyms import join

        desk = self._desk()
        listed = {person.pseudonym for person in desk.people}
        kept, gone = (gone, kept) if gone in listed and kept not in listed else (kept, gone)
        with self.store.writing():
            self._refuse_stale(sorted((kept, gone)), edition)
            told = self.store.participants.all()
            done = join(desk, kept, gone)
            payload = {
                "what": f"{gone} is {kept}", "did": "join", "act": new_act(), "kept": kept, "gone": gone,
                "described": [asdict(told[one]) for one in (gone,) if one in told], "renamed": [one.record for one in done],
            }  # fmt: skip
            self.store.reviews.add(new_review(Action.NAME_PEOPLE, coder, target=gone, payload=payload))
        self._follow()

    def part(self, pseudonym: str, chosen: Sequence[str], *, edition: str, coder: str) -> str:
        """Gives chosen places (ids of marks, or of documents in which they speak) to a second person; the new pseudonym."""
        from learnbrief.flows.stages.pseudonyms import part

        desk = self._desk()
        with self.store.writing():
            self._refuse_stale([pseudonym], edition)
            new, done = part(desk, pseudonym, frozenset(chosen), frozenset(chosen))
            payload = {
                "what": f"{pseudonym} was two people: {new} is the other", "did": "part", "act": new_act(),
                "from": pseudonym, "new": new, "renamed": [one.record for one in done],
            }  # fmt: skip
            self.store.reviews.add(new_review(Action.NAME_PEOPLE, coder, target=pseudonym, payload=payload))
        self._follow()
        return new

    def take_back(self, act: str, *, coder: str) -> None:
        """Undoes what one press of a button did, all of it or nothing."""
        from learnbrief.flows.stages.taking_back import decided_in, undo

        desk = self._desk()
        with self.store.writing():
            reviews = decided_in(desk, act)
            undo(desk, reviews)
            for review in reviews:
                payload: dict[str, Any] = {"what": f"taken back: {review.payload.get('what', '')}"}
                payload |= {"in": review.payload["in"]} if "in" in review.payload else {}
                self.store.reviews.add(new_review(Action.UNDO, coder, target=review.review_id, payload=payload))
        self._follow()

    def _refuse_stale(self, pseudonyms: Sequence[str], edition: str) -> None:
        if edition_of(everybody(self.store), pseudonyms) != edition:
            raise StaleEdit(
                f"{' or '.join(pseudonyms)} was changed since you opened the page. Nothing was changed; open it again."
            )

    def _desk(self) -> "Desk":
        from learnbrief.flows.stages.ingest import open_desk

        return open_desk(self.workspace, self.store)

    def _follow(self, *, retag: bool = True) -> None:
        """What was cut anew is tagged, so that nobody meets an excerpt without suggestions."""
        from learnbrief.flows.stages.tagging import tag

        if retag:
            tag(self.workspace, self.store)
