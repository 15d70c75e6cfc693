"""Decisions on words, taken back: what was hidden stands again, what was shown is masked again, until somebody decides.

Each is done only where its place is still as the decision left it; in what was changed since, nothing is taken back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learnbrief.corpus.deidentify import Edit
from learnbrief.corpus.document import Participant
from learnbrief.corpus.errors import NotFound, StaleEdit
from learnbrief.corpus.store import PrivacyMark
from learnbrief.corpus.store.clues import OPEN, SHOWN
from learnbrief.corpus.tag import Action, Review, standing
from learnbrief.flows.stages.ingest import Desk
from learnbrief.flows.stages.pseudonyms import Renaming, placed_now, separate, take_back
from learnbrief.flows.stages.redaction import RESTORED, new_version


@dataclass(frozen=True, slots=True)
class Place:
    """A decided place where it stands now, with what the record says of it."""

    document: str
    version: int
    start: int
    end: int
    told: Mapping[str, Any]


def decided_in(desk: Desk, act: str) -> list[Review]:
    """What was recorded of one press of a button, if it holds still.

    Raises:
        StaleEdit: it was taken back already, or was never made.
    """
    found = [one for one in standing(desk.store.reviews.all()) if one.payload.get("act") == act]
    found = [one for one in found if one.action is not Action.UNDO]
    if not found:
        raise StaleEdit("That was taken back already. Nothing was changed.")
    return found


def undo(desk: Desk, reviews: Sequence[Review]) -> None:
    """Takes back what these reviews record, all of it or nothing. Within a writing transaction."""
    did = reviews[0].payload["did"]
    if did in ("join", "part"):
        _undo_people(desk, reviews[0].payload)
        return
    places = [_now(desk, place, review.payload) for review in reviews for place in review.payload["places"]]
    by_document: dict[str, list[Place]] = {}
    for place in places:
        by_document.setdefault(place.document, []).append(place)
    for some in by_document.values():
        _UNDO[did](desk, some)


def _now(desk: Desk, place: Sequence[Any], told: Mapping[str, Any]) -> Place:
    document_id, version, start, end = place
    now = desk.store.documents.get(document_id).version
    return Place(document_id, now, *placed_now(desk.store, document_id, version, start, end), told)


def _mark_at(desk: Desk, place: Place, status: str) -> PrivacyMark:
    for mark in desk.store.privacy.of(place.document, place.version):
        if (mark.start, mark.end, mark.status) == (place.start, place.end, status):
            return mark
    raise _changed(desk, place)


def _changed(desk: Desk, place: Place) -> StaleEdit:
    title = desk.store.documents.get(place.document).title
    return StaleEdit(f"{title} was decided on otherwise since at that place. Nothing was taken back; open it again.")


def _flag_again(desk: Desk, places: Sequence[Place]) -> None:
    for place in places:
        desk.store.privacy.set_status(_mark_at(desk, place, "confirmed").mark_id, "flagged")
    desk.store.privacy.unconfirm(places[0].document, places[0].version)


def _mask_again(desk: Desk, places: Sequence[Place]) -> None:
    document = desk.store.documents.get(places[0].document)
    marks = desk.store.privacy.of(document.document_id, document.version)
    for place in places:
        if place.start >= place.end or any(one.start < place.end and place.start < one.end for one in marks):
            raise _changed(desk, place)
    edits = [
        Edit(one.start, one.end, one.told["as"], one.told["type"], one.told["rule"], certain=False) for one in places
    ]
    new_version(desk, document, edits, status="flagged")


def _show_again(desk: Desk, places: Sequence[Place]) -> None:
    document = desk.store.documents.get(places[0].document)
    originals = {(start, end): words for start, end, words in desk.originals.of(document.document_id, document.version)}
    edits = []
    for place in places:
        mark = _mark_at(desk, place, "added")
        if (place.start, place.end) not in originals:
            raise NotFound("restricted/ holds what stood there no more; restore the folder 'restricted' from a backup")
        edits.append(Edit(place.start, place.end, originals[place.start, place.end], mark.type, RESTORED))
    new_version(desk, document, edits)


def _open_again(desk: Desk, places: Sequence[Place]) -> None:
    for place in places:
        clues = desk.store.clues.of(place.document, place.version)
        clue = next((one for one in clues if (one.start, one.end, one.status) == (place.start, place.end, SHOWN)), None)
        if clue is None:
            raise _changed(desk, place)
        desk.store.clues.set_status(clue, OPEN)


_UNDO: Mapping[str, Callable[[Desk, Sequence[Place]], None]] = {
    "keep": _flag_again, "show": _mask_again, "hide": _show_again, "stand": _open_again,
}  # fmt: skip


def _undo_people(desk: Desk, told: Mapping[str, Any]) -> None:
    done = [Renaming.of(one) for one in told["renamed"]]
    if told["did"] == "join":
        described = {
            one["pseudonym"]: Participant(one["pseudonym"], one["role"], one["collaborative"])
            for one in told["described"]
        }
        separate(desk, told["gone"], done, described)
        return
    for one in done:
        take_back(desk, one)
    desk.deidentifier.keyfile.join(told["new"], told["from"])
    desk.deidentifier.save()
