"""What a document is said to be, corrected: kind, date, collaborative, event, who speaks as what, and whether it counts.

Each is a new version of the same words. Its file is not read again, and everything decided about the words stands. What is told of
the file beside it is corrected as well, so that a run which reads the file anew reads it so; what its file and the rows beside it
have no place for goes with the document from version to version.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from learnbrief.corpus.corrected import CORRECTED, Corrected, corrected_in
from learnbrief.corpus.details import event_id
from learnbrief.corpus.document import Document, Event, Kind, Speech
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.identity import slug
from learnbrief.flows.stages.inbox import put_row
from learnbrief.flows.stages.incoming import Incoming
from learnbrief.flows.stages.ingest import Desk, material_files
from learnbrief.flows.stages.read_ahead import told_beside, told_by
from learnbrief.flows.stages.redaction import put_version, unchanged

LONGEST_TITLE = 200
SPEECH = "speech:"
"""How a form calls the capacity of a speaker; the label follows."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a document is, as a person says it."""

    kind: Kind
    date: date
    collaborative: str | None
    event: str
    told: Corrected
    """What its file has no place for, as it is to be kept; its event is settled with the file at hand."""

    def changes(self, document: Document) -> list[str]:
        """What differs from the document as it stands, in words."""
        before = corrected_in(document.attributes)
        told = {
            "kind": (document.kind.words, self.kind.words),
            "date": (document.date.isoformat(), self.date.isoformat()),
            "collaborative": (document.collaborative or "none", self.collaborative or "none"),
            "event": (document.event_id, self.event),
            "set aside": (before.aside or "no", self.told.aside or "no"),
        }
        changed = [f"{name} {was} is now {now}" for name, (was, now) in told.items() if was != now]
        return [*changed, *_spoken(before.speech, self.told.speech)]


def _spoken(before: Mapping[str, Speech], now: Mapping[str, Speech]) -> Iterator[str]:
    for label in sorted({*before, *now}):
        if before.get(label) != now.get(label):
            yield f"{label.strip('[]')} speaks as {now[label].value if label in now else 'the rules tell'}"


def correction_of(document: Document, told: Mapping[str, str]) -> Correction:
    """A correction as a form tells it; what it does not mention stays.

    Raises:
        BadInput: a kind, a day or a capacity is none.
    """
    if told.get("kind", document.kind) not in set(Kind):
        raise BadInput("Choose a kind of the list.")
    day = _day(told.get("date", document.date.isoformat()))
    before = corrected_in(document.attributes)
    kept = Corrected(before.event, _speech(document, told, before.speech), told.get("aside", before.aside).strip())
    collaborative = told.get("collaborative", document.collaborative or "") or None
    kind = Kind(told.get("kind", document.kind))
    return Correction(kind, day, collaborative, told.get("event") or document.event_id, kept)


def _speech(document: Document, told: Mapping[str, str], before: Mapping[str, Speech]) -> dict[str, Speech]:
    """By label, what was said before and is said now; an empty capacity leaves it to the rules again."""
    labels = {passage.speaker for passage in document.source.passages if passage.speaker}
    found = dict(before)
    for name, capacity in told.items():
        label = name.removeprefix(SPEECH)
        if not name.startswith(SPEECH) or label not in labels:
            continue
        if capacity and capacity not in set(Speech):
            raise BadInput("Choose a capacity of the list.")
        found.pop(label, None)
        if capacity:
            found[label] = Speech(capacity)
    return found


def with_its_event(desk: Desk, document: Document, told: Mapping[str, str]) -> dict[str, str]:
    """What a form tells, with the id of the event that it calls by name and day; one that is not there yet is begun.

    Names of people in it are hidden as in the title of a folder's event. Within a writing transaction.

    Raises:
        BadInput: the day is none, or the name too long.
    """
    title = " ".join(told.get("event_title", "").split())
    if not title:
        return dict(told)
    if len(title) > LONGEST_TITLE:
        raise BadInput(f"The name of an event has at most {LONGEST_TITLE} characters; shorten it.")
    day = _day(told.get("event_day") or told.get("date") or document.date.isoformat())
    title, collaborative = desk.deidentifier.words(title), told.get("collaborative", document.collaborative) or None
    desk.deidentifier.save()
    event = Event(event_id(title, day, collaborative), title, day, collaborative)
    if desk.store.events.find(event.event_id) is None:
        desk.store.events.put(event)
    return {**told, "event": event.event_id}


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError as err:
        raise BadInput(f"{told!r} is not a date; write it as 2025-03-31.") from err


def correct(desk: Desk, document: Document, correction: Correction) -> int:
    """The document as corrected, as its next version; a confirmation of its words stands. Within a writing transaction.

    Raises:
        BadInput: the programme has no such collaborative, or no such event.
    """
    _refuse_unknown(desk, correction)
    incoming = next((one for one in material_files(desk.workspace) if one.document_id == document.document_id), None)
    attributes = {name: value for name, value in document.attributes.items() if name != CORRECTED}
    told = correction.told
    if correction.event != document.event_id:
        own = slug(incoming.folder) if incoming else ""
        told = replace(told, event=None if correction.event == own else correction.event)
    if incoming is not None:
        _tell(desk, incoming, correction)
        attributes["told"] = told_by(desk.workspace, incoming)
    after = replace(
        document,
        version=document.version + 1,
        kind=correction.kind,
        date=correction.date,
        collaborative=correction.collaborative,
        event_id=correction.event,
        attributes=attributes | told.attributes,
    )
    _rename_wave(desk, document, after)
    confirmed_by = desk.store.privacy.confirmed().get((document.document_id, document.version))
    version = put_version(desk, unchanged(desk, document, after))
    if confirmed_by:
        desk.store.privacy.confirm(document.document_id, version, confirmed_by)
    return version


def _refuse_unknown(desk: Desk, correction: Correction) -> None:
    known = {one.slug for one in desk.workspace.settings.as_programme().collaboratives}
    if correction.collaborative is not None and correction.collaborative not in known:
        raise BadInput(f"The programme has no collaborative {correction.collaborative!r}; choose one of the list.")
    if desk.store.events.find(correction.event) is None:
        raise BadInput(f"The programme has no event {correction.event!r}; choose one of the list.")


def _rename_wave(desk: Desk, before: Document, after: Document) -> None:
    """A survey is a wave of its event, and called so, where its rows name no wave of their own."""
    events = desk.store.events
    was, now = events.find(before.event_id), events.find(after.event_id)
    rows = desk.store.surveys.of(before.document_id)
    if rows and was and now and was != now:
        moved = [row | {"wave": now.title} if row["wave"] == was.title else row for row in rows]
        desk.store.surveys.put(before.document_id, moved)


def _tell(desk: Desk, incoming: Incoming, correction: Correction) -> None:
    """The file's row in the material.csv beside it, with whatever else was told of it there."""
    _, listing = told_beside(desk.workspace, incoming.path)
    told = {name: value for name, value in listing.items() if name != "line"} | {
        "kind": correction.kind.value,
        "date": correction.date.isoformat(),
        "collaborative": correction.collaborative or "none",
    }
    put_row(incoming.path.parent / "material.csv", incoming.path.name, told)
