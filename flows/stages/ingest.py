"""From files to frozen, cut documents in the store; each file is taken in whole or told to be skipped."""

import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from learnbrief.corpus.cut import cut
from learnbrief.corpus.deidentify import (
    Deidentified,
    Deidentifier,
    Keyfile,
    Originals,
    Register,
    default_flagger,
    read_register,
)
from learnbrief.corpus.deidentify.clues import Known
from learnbrief.corpus.deidentify.naming import NameFinder, Person
from learnbrief.corpus.details import Details, resolve_details
from learnbrief.corpus.document import AS_READ, SHAPE_READ, Document, Event, Excerpt, SourceText
from learnbrief.corpus.errors import BadInput, MissingDetails, NotFound, SameContent
from learnbrief.corpus.identity import slug
from learnbrief.corpus.places import PlaceNames, placed
from learnbrief.corpus.readers import Reading
from learnbrief.corpus.readers.characters import tidy
from learnbrief.corpus.store import PrivacyMark, Store
from learnbrief.corpus.store.material import Card
from learnbrief.flows.stages.as_corrected import as_corrected
from learnbrief.flows.stages.changes import shifts_between
from learnbrief.flows.stages.clues import put_clues, who_is_alone
from learnbrief.flows.stages.header import header_of
from learnbrief.flows.stages.hidden_before import as_people_hid_it
from learnbrief.flows.stages.incoming import Incoming, hash_of
from learnbrief.flows.stages.leading import leading_by_register, told_who_leads
from learnbrief.flows.stages.member_checks import attributes_of, with_its_brief
from learnbrief.flows.stages.progress import watcher
from learnbrief.flows.stages.read_ahead import AHEAD, told_beside, told_by
from learnbrief.flows.stages.surveys import about_respondents, answer_rows, clean_role, respondents
from learnbrief.flows.workspace.workspace import Workspace

BESIDE = {"about.toml", "material.csv"}
"""Files that tell of others and are no material."""

FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What our own mistakes look like on material nobody foresaw; one such file must not stop an unattended run."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What taking in needs, made once for a batch of files."""

    workspace: Workspace
    store: Store
    deidentifier: Deidentifier
    originals: Originals
    people: tuple[Person, ...] = ()
    """The register, with names: never stored."""

    @property
    def places(self) -> PlaceNames:
        """The collaboratives, under every name that a table may give them."""
        return place_names(self.workspace)

    @property
    def known(self) -> Known:
        """Who is alone in what they do: found again for every text, since people are described meanwhile."""
        return who_is_alone(self.store, self.people, self.places.written)


@dataclass(frozen=True, slots=True)
class Frozen:
    """One file, ready to be stored."""

    document: Document
    event: Event
    excerpts: Sequence[Excerpt]
    cleaned: Deidentified
    answers: Sequence[dict[str, Any]]
    """Closed answers of a survey, as the store keeps them."""


def place_names(workspace: Workspace) -> PlaceNames:
    """What the collaboratives of the settings may be called."""
    return PlaceNames(workspace.settings.as_programme().collaboratives)


def open_desk(workspace: Workspace, store: Store) -> Desk:
    """A desk with the register as it stands; the register's public half is stored."""
    register, deidentifier = deidentifier_for(workspace, Keyfile(workspace.restricted / "key.json"))
    store.participants.put(register.participants)
    store.participants.put_groups(register.shared_groups(workspace.settings.privacy.k))
    return Desk(workspace, store, deidentifier, Originals(workspace.restricted / "originals"), register.people)


def deidentifier_for(workspace: Workspace, keyfile: Keyfile) -> tuple[Register, Deidentifier]:
    """The register as it stands, and what takes these people's names out of the workspace's material."""
    settings = workspace.settings
    names = {one.slug: one.name for one in settings.collaborative}
    register = read_register(workspace.register_file, keyfile, collaboratives=names or None)
    keep = [settings.programme.name, *names.values(), *place_names(workspace).written]
    return register, Deidentifier(register, keyfile, keep=keep, flagger=default_flagger())


def material_files(workspace: Workspace) -> Iterator[Incoming]:
    """Every file of the material, event by event, in a fixed order."""
    for path in sorted(workspace.material.glob("*/**/*")):
        if path.is_file() and path.name not in BESIDE and not path.name.startswith((".", "~$")):
            folder, *rest = path.relative_to(workspace.material).parts
            yield Incoming(path, folder, "/".join(rest), hash_of(path))


def new_files(workspace: Workspace, store: Store) -> list[Incoming]:
    """Files that were never taken in, changed since, or are told of differently now; a skipped one only once mended."""
    stored = {card.document_id: card for card in store.documents.cards()}
    skipped = {entry["origin"]: entry["seen_at"] for entry in store.skipped.all()}
    return [
        one
        for one in material_files(workspace)
        if _is_new(workspace, one, stored.get(one.document_id), skipped.get(_key(one)))
    ]


def _is_new(workspace: Workspace, one: Incoming, before: Card | None, skipped_at: str | None) -> bool:
    if skipped_at is not None:
        return _last_touched(workspace, one.path) > skipped_at
    if before is None or before.content_hash != one.content_hash:
        return True
    return before.attributes.get("told") != told_by(workspace, one)


def _last_touched(workspace: Workspace, path: Path) -> str:
    """When the file, or what tells of it, was last written, as the store writes times."""
    telling = (*(path.parent / name for name in BESIDE), workspace.material / "material.csv", workspace.settings_file)
    newest = max(each.stat().st_mtime for each in (path, *telling) if each.exists())
    return datetime.fromtimestamp(newest, UTC).isoformat(timespec="microseconds")


def take_in(workspace: Workspace, store: Store, content_hashes: Iterable[str]) -> list[str]:
    """Takes in the files of these contents; one that cannot be is remembered with its reason and stops no other.

    Returns the ids of the events they belong to.
    """
    wanted, desk, events = set(content_hashes), open_desk(workspace, store), list[str]()
    _forget_vanished(workspace, store)
    for incoming in material_files(workspace):
        if incoming.content_hash not in wanted:
            continue
        try:
            events.append(take_in_one(desk, incoming))
        except BadInput as err:
            _skip(desk, incoming, _naming(incoming, err), waiting=isinstance(err, MissingDetails))
        except FAULTS as err:
            _keep_fault(desk, incoming)
            told = f"{incoming.path.name}: learnbrief failed on it ({type(err).__name__}), restricted/faults.log says where"
            _skip(desk, incoming, f"{told}; the other files are taken in")
        watcher().advance()
    return sorted(set(events))


def _skip(desk: Desk, incoming: Incoming, reason: str, *, waiting: bool = False) -> None:
    words = desk.deidentifier.words(reason)
    desk.store.skipped.put(_key(incoming), words, event_id=slug(incoming.folder), waiting=waiting)


def _keep_fault(desk: Desk, incoming: Incoming) -> None:
    """Where it failed, for whoever mends it; a traceback may hold words of the file, so it stays in restricted/."""
    with (desk.workspace.restricted / "faults.log").open("a", encoding="utf-8") as log:
        log.write(f"{incoming.document_id}\n{traceback.format_exc()}\n")


def _without_empty_passages(source: SourceText) -> SourceText:
    """A replacement that runs across a border can leave a passage without a character."""
    return SourceText(source.text, tuple(one for one in source.passages if one.end > one.start))


def _recording(desk: Desk, incoming: Incoming, details: Details) -> dict[str, str]:
    """The address of the recording, refused where it names somebody: a masked address would lead nowhere."""
    if details.recording is None:
        return {}
    finder = NameFinder(desk.people, stranger=desk.deidentifier.speaker)
    if any(hit.certain for hit in finder.find(re.sub(r"[\W_]+", " ", details.recording))):
        raise BadInput(f"{incoming.path.name}: the address of its recording names a person of the register; rename it")
    return {"recording": details.recording}


def _with_clean_roles(desk: Desk, source: SourceText) -> SourceText:
    """Roles that a survey's rows give, without the names that people write into them."""
    roles = {passage.role for passage in source.passages if passage.role}
    clean = {role: clean_role(role, desk.deidentifier.words) for role in roles}
    passages = (replace(passage, role=clean.get(passage.role or "")) for passage in source.passages)
    return SourceText(source.text, tuple(passages))


def _naming(incoming: Incoming, err: BadInput) -> str:
    """The reason, with the file it is about: an error in about.toml does not say whose."""
    return str(err) if incoming.path.name in str(err) else f"{incoming.folder}/{incoming.name}: {err}"


def take_in_one(desk: Desk, incoming: Incoming) -> str:
    """One file read, de-identified, frozen and cut; everything about it is stored at once. Returns its event's id."""
    _refuse_same_content(desk.store, incoming)
    reading = with_its_brief(desk.store, AHEAD.take(desk.workspace, incoming), incoming.path.name)
    details = details_of(desk.workspace, incoming, reading)
    # Where words are from is read before names go: a table's place may look like somebody's name.
    source = placed(reading.source, desk.places)
    cleaned = desk.deidentifier.document(source, title=details.title or reading.title, origin=incoming.path.name)
    cleaned = as_people_hid_it(desk.store, desk.originals, _version_before(desk.store, incoming), cleaned)
    document = _document(desk, incoming, details, cleaned, _as_read(desk, incoming, reading, details.asked))
    event = replace(details.event, title=desk.deidentifier.words(details.event.title))
    document, event = as_corrected(desk.store, document, _version_before(desk.store, incoming), event)
    answers = _answers(desk, document, event, reading)
    document, excerpts = told_who_leads(document, desk.store), excerpts_of(desk, document, answers)
    desk.deidentifier.save()
    desk.originals.put(document.document_id, document.version, cleaned.kept)
    _keep(desk, Frozen(document, event, excerpts, cleaned, answers), incoming)
    return document.event_id


def _answers(desk: Desk, document: Document, event: Event, reading: Reading) -> list[dict[str, Any]]:
    if reading.survey is None:
        return []
    return answer_rows(
        reading.survey,
        wave=_event(desk.store, event).title,
        collaborative=document.collaborative,
        collaboratives=desk.workspace.settings.as_programme().collaboratives,
        clean=desk.deidentifier.words,
    )


def excerpts_of(desk: Desk, document: Document, answers: Sequence[dict[str, Any]]) -> list[Excerpt]:
    """The document cut, with everybody in it known as well as register, survey and settings know them."""
    settings = desk.workspace.settings
    known = desk.store.participants.all() | respondents(answers, settings.as_programme().collaboratives)
    # Settings may have gained a collaborative since the text was frozen; its name stands there unless it looked like a
    # person's and was masked.
    document = replace(document, source=placed(document.source, desk.places))
    return cut(document, known, facilitator_is_evidence=settings.privacy.facilitator_is_evidence)


def details_of(workspace: Workspace, incoming: Incoming, reading: Reading) -> Details:
    """What is told of a file, by its folder last of all: a file in an event's folder belongs to that event."""
    about, listing = told_beside(workspace, incoming.path)
    known = workspace.settings.as_programme().collaboratives
    header = {"event": incoming.folder, **header_of(reading, known)}
    details = resolve_details(incoming.path, about=about, listing=listing, header=header, collaboratives=known)
    return replace(
        details, event=replace(details.event, event_id=slug(incoming.folder), title=_in_words(details.event.title))
    )


def _in_words(title: str) -> str:
    """A name that was given as a slug, as one would say it: 'harbour-workshop-1' is 'Harbour workshop 1'."""
    if " " in title or title != slug(title):
        return title
    return title.replace("-", " ").capitalize()


def _as_read(desk: Desk, incoming: Incoming, reading: Reading, asked: int | None) -> dict[str, str]:
    """The reader's warnings as the store keeps them: without the file's name, which may name people, and without names."""
    lines = (tidy(warning.removeprefix(f"{incoming.path.name}: ")) for warning in reading.warnings)
    warnings = "\n".join(map(desk.deidentifier.words, lines))
    told = {AS_READ: warnings, SHAPE_READ: reading.told(leading_by_register(desk.deidentifier, desk.store, reading))}
    told |= about_respondents(reading.survey, desk.deidentifier.words) if reading.survey else {}
    told |= attributes_of(desk.store, reading, incoming.path.name, asked)
    return {name: words for name, words in told.items() if words}


def reading_warnings(documents: Iterable[Document | Card]) -> list[str]:
    """How transcripts were read, and what reading left out or changed: a line per source, under the place where its file lies."""
    told = (
        (one, [line for line in (one.read_as.removeprefix("read as: "), *one.warnings) if line]) for one in documents
    )
    return [f"{one.event_id}/{one.origin}: {'; '.join(lines)}" for one, lines in told if lines]


def _document(
    desk: Desk, incoming: Incoming, details: Details, cleaned: Deidentified, as_read: dict[str, str]
) -> Document:
    before = _version_before(desk.store, incoming)
    return Document(
        document_id=incoming.document_id,
        version=before.version + 1 if before else 1,
        kind=details.kind,
        event_id=details.event.event_id,
        title=cleaned.title,
        date=details.event.date,
        collaborative=details.event.collaborative,
        origin=cleaned.origin,
        source=_with_clean_roles(desk, _without_empty_passages(cleaned.source)),
        content_hash=incoming.content_hash,
        author=desk.deidentifier.speaker(details.author) if details.author else None,
        attributes={"told": told_by(desk.workspace, incoming)} | _recording(desk, incoming, details) | as_read,
    )


def _keep(desk: Desk, frozen: Frozen, incoming: Incoming) -> None:
    """All of it is in the store, or none."""
    store, document, before = desk.store, frozen.document, _version_before(desk.store, incoming)
    with store.writing():  # the event as others left it, and no wait for somebody who waits for its row
        event = _event(store, frozen.event)
        store.events.put(event)
        store.documents.add(document, shifts=shifts_between(before.text, document.text) if before else ())
        store.excerpts.put(document, frozen.excerpts)
        store.privacy.put(document.document_id, document.version, _marks(document, frozen.cleaned))
        put_clues(store, document, frozen.excerpts, desk.known)
        if frozen.answers:
            store.surveys.put(document.document_id, frozen.answers)
        store.skipped.clear(_key(incoming))


def _event(store: Store, event: Event) -> Event:
    """The event as its files together tell it: its first day, and a collaborative only where all agree."""
    known = store.events.find(event.event_id)
    if known is None:
        return event
    collaborative = known.collaborative if known.collaborative == event.collaborative else None
    return replace(known, date=min(known.date, event.date), collaborative=collaborative)


def _refuse_same_content(store: Store, incoming: Incoming) -> None:
    twin = store.documents.by_content(incoming.content_hash)
    if twin is not None and twin != incoming.document_id:
        origin = store.documents.get(twin).origin
        raise SameContent(
            f"{incoming.path.name}: has the same content as {origin}, which is taken in; remove one of them"
        )


def _version_before(store: Store, incoming: Incoming) -> Document | None:
    with suppress(NotFound):
        return store.documents.get(incoming.document_id)
    return None


def _marks(document: Document, cleaned: Deidentified) -> list[PrivacyMark]:
    return [
        PrivacyMark(
            document.document_id,
            document.version,
            mark.start,
            mark.end,
            mark.type,
            mark.rule,
            mark.replacement,
            mark.status,
        )
        for mark in cleaned.marks
    ]


def _forget_vanished(workspace: Workspace, store: Store) -> None:
    """A file that was skipped and is no longer there needs no mending."""
    present = {_key(incoming) for incoming in material_files(workspace)}
    for entry in store.skipped.all():
        if entry["origin"] not in present:
            store.skipped.clear(entry["origin"])


def _key(incoming: Incoming) -> str:
    """Under what a file that was not taken in is remembered: a hash, since file names name people."""
    return incoming.document_id
