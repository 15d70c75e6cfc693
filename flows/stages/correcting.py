"""What a document is said to be, corrected: kind, date and collaborative, in a new version of the same words.

Its file is not read again: the words are the same, and everything decided about them stands. What is told of the file beside it is
corrected as well, so that a run which reads the file anew reads it so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from learnbrief.corpus.document import Document, Kind
from learnbrief.corpus.errors import BadInput
from learnbrief.flows.stages.inbox import put_row
from learnbrief.flows.stages.ingest import Desk, Incoming, material_files, told_beside, told_by
from learnbrief.flows.stages.redaction import put_version, unchanged


@dataclass(frozen=True, slots=True)
class Correction:
    """What a document is, as a person says it."""

    kind: Kind
    date: date
    collaborative: str | None

    def changes(self, document: Document) -> list[str]:
        """What differs from the document as it stands, in words."""
        told = {
            "kind": (document.kind.words, self.kind.words),
            "date": (document.date.isoformat(), self.date.isoformat()),
            "collaborative": (document.collaborative or "none", self.collaborative or "none"),
        }
        return [f"{name} {before} is now {after}" for name, (before, after) in told.items() if before != after]


def correction_of(told: Mapping[str, str]) -> Correction:
    """A correction as a form tells it.

    Raises:
        BadInput: a kind or a day is none.
    """
    if told.get("kind") not in set(Kind):
        raise BadInput("Choose a kind of the list.")
    try:
        day = date.fromisoformat(told.get("date", ""))
    except ValueError as err:
        raise BadInput(f"{told.get('date', '')!r} is not a date; write it as 2025-03-31.") from err
    return Correction(Kind(told["kind"]), day, told.get("collaborative") or None)


def correct(desk: Desk, document: Document, correction: Correction) -> int:
    """The document as corrected, as its next version; a confirmation of its words stands. Within a writing transaction.

    Raises:
        BadInput: the programme has no such collaborative.
    """
    known = {one.slug for one in desk.workspace.settings.as_programme().collaboratives}
    if correction.collaborative is not None and correction.collaborative not in known:
        raise BadInput(f"The programme has no collaborative {correction.collaborative!r}; choose one of the list.")
    incoming = next((one for one in material_files(desk.workspace) if one.document_id == document.document_id), None)
    attributes = dict(document.attributes)
    if incoming is not None:
        _tell(desk, incoming, correction)
        attributes["told"] = told_by(desk.workspace, incoming)
    after = replace(
        document,
        version=document.version + 1,
        kind=correction.kind,
        date=correction.date,
        collaborative=correction.collaborative,
        attributes=attributes,
    )
    confirmed_by = desk.store.privacy.confirmed().get((document.document_id, document.version))
    version = put_version(desk, unchanged(desk, document, after))
    if confirmed_by:
        desk.store.privacy.confirm(document.document_id, version, confirmed_by)
    return version


def _tell(desk: Desk, incoming: Incoming, correction: Correction) -> None:
    """The file's row in the material.csv beside it, with whatever else was told of it there."""
    _, listing = told_beside(desk.workspace, incoming.path)
    told = {name: value for name, value in listing.items() if name != "line"} | {
        "kind": correction.kind.value,
        "date": correction.date.isoformat(),
        "collaborative": correction.collaborative or "none",
    }
    put_row(incoming.path.parent / "material.csv", incoming.path.name, told)
