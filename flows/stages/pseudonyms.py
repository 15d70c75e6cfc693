"""Who is who: two pseudonyms that are one person, two people under one pseudonym, in every text, and back again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from learnbrief.corpus.deidentify import Edit, apply_edits, remap
from learnbrief.corpus.deidentify.naming import renamed
from learnbrief.corpus.deidentify.people import Standing, everybody, is_label, names_them
from learnbrief.corpus.deidentify.spellings import name_key
from learnbrief.corpus.document import Document, Participant, Passage, SourceText
from learnbrief.corpus.errors import BadInput, StaleEdit
from learnbrief.corpus.store import PrivacyMark, Store, shifted
from learnbrief.flows.stages.ingest import Desk
from learnbrief.flows.stages.redaction import Changed, put_version


@dataclass(frozen=True, slots=True)
class Renaming:
    """What was changed in one document, so that it can be taken back; it holds pseudonyms and places, no name."""

    document: str
    version: int
    """That the renaming made."""
    marks: Sequence[tuple[int, int, str]]
    """Where each renamed placeholder stands in it, and what stood there."""
    speakers: Sequence[tuple[int, str]]
    """Where each renamed passage starts in it, and who was said to speak."""
    details: Mapping[str, str]
    """Title, origin and author as they were, of those that changed."""

    @property
    def record(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Renaming":
        """From plain values."""
        marks = [(start, end, was) for start, end, was in record["marks"]]
        speakers = [(start, was) for start, was in record["speakers"]]
        return cls(record["document"], record["version"], marks, speakers, record["details"])


def join(desk: Desk, kept: str, gone: str) -> list[Renaming]:
    """Two pseudonyms become one person's, in the key and in every text. Within a writing transaction.

    Raises:
        BadInput: the register lists both, or one of them stands nowhere.
    """
    listed = {person.pseudonym for person in desk.people}
    if gone in listed and kept in listed:
        raise BadInput(
            f"{kept} and {gone} are two lines of participants.csv. If they are one person, put both names into one line "
            "there, as name and variants; then run again."
        )
    if kept == gone or not {kept, gone} <= everybody(desk.store).keys():
        raise BadInput("Choose two different people who are named or speak in the material.")
    desk.deidentifier.keyfile.join(gone, kept)
    desk.deidentifier.save()
    done = [_rename(desk, document, gone, kept) for document in desk.store.documents.latest().values()]
    _inherit(desk.store, kept, gone)
    return [one for one in done if one]


def _inherit(store: Store, kept: str, gone: str) -> None:
    """Role and collaborative that were told of one hold for the person."""
    told = store.participants.all()
    if gone in told and kept not in told:
        store.participants.put([Participant(kept, told[gone].role, told[gone].collaborative)])
    store.participants.remove(gone)


def separate(desk: Desk, gone: str, done: Sequence[Renaming], described: Mapping[str, Participant]) -> None:
    """Undoes `join`: the texts as they were named, the key, and who was described (`described`) as before."""
    for one in done:
        take_back(desk, one)
    desk.deidentifier.keyfile.separate(gone)
    desk.deidentifier.save()
    desk.store.participants.put(described.values())


def part(
    desk: Desk, pseudonym: str, mentions: Collection[str], speaks_in: Collection[str]
) -> tuple[str, list[Renaming]]:
    """Mentions (ids of marks) and talks (document ids) of a second person get a pseudonym of their own: which, and where.

    Within a writing transaction.

    Raises:
        BadInput: nothing is chosen, or all: then nobody would be left under the first.
    """
    standing = everybody(desk.store).get(pseudonym, Standing())
    documents = {one.document_id: one for one in desk.store.documents.latest().values()}
    talks = {one.document_id for one in standing.talks if one.document_id in speaks_in}
    chosen, others = list[PrivacyMark](), list[PrivacyMark]()
    for mark in standing.marks:
        in_talk = mark.document_id in talks and is_label(documents[mark.document_id], mark)
        (chosen if mark.mark_id in mentions or in_talk else others).append(mark)
    if not (chosen or talks) or not (others or len(talks) < len(standing.talks)):
        raise BadInput("Choose some of the places, and leave some: those that you choose become somebody else.")
    new = _second(desk, pseudonym, chosen, others)
    done = []
    for document_id in sorted({mark.document_id for mark in chosen} | talks):
        ids = {mark.mark_id for mark in chosen}
        done.append(_rename(desk, documents[document_id], pseudonym, new, marks=ids, talk=document_id in talks))
    return new, [one for one in done if one]


def _second(desk: Desk, pseudonym: str, chosen: Sequence[PrivacyMark], others: Sequence[PrivacyMark]) -> str:
    """The new pseudonym, with the names that only the chosen places use; the register's names stay where it puts them."""
    listed = {
        name_key(name) for person in desk.people if person.pseudonym == pseudonym
        for name in (person.name, *person.variants)
    }  # fmt: skip
    names, left = ({name_key(_original(desk, mark)) for mark in marks} for marks in (chosen, others))
    keyfile = desk.deidentifier.keyfile
    new = keyfile.part(pseudonym, theirs=names - left - listed, name=min(names, default="speaker"))
    keyfile.save()
    return new


def _original(desk: Desk, mark: PrivacyMark) -> str:
    kept = desk.originals.of(mark.document_id, mark.version)
    return next((words for start, end, words in kept if (start, end) == (mark.start, mark.end)), "")


def take_back(desk: Desk, done: Renaming) -> int:
    """A text as it was named before, where nothing of it was renamed since. Returns the version that holds now.

    Raises:
        StaleEdit: a place was changed since.
    """
    document = desk.store.documents.get(done.document)
    marks = {(mark.start, mark.end): mark for mark in desk.store.privacy.of(document.document_id, document.version)}
    names, speakers = dict[str, str](), dict[int, str]()
    for start, end, was in done.marks:
        mark = marks.get(placed_now(desk.store, done.document, done.version, start, end))
        if mark is None:
            raise StaleEdit(f"{document.title} was changed since at one of the places. Nothing was taken back.")
        names[mark.mark_id] = was
    for start, was in done.speakers:
        speakers[placed_now(desk.store, done.document, done.version, start, start + 1)[0]] = was
    renamed_source = [replace(one, speaker=speakers.get(one.start, one.speaker)) for one in document.source.passages]
    return _put(desk, document, names, renamed_source, done.details).version


def placed_now(store: Store, document_id: str, version: int, start: int, end: int) -> tuple[int, int]:
    """Where a span of an earlier version stands in the one that holds now."""
    for later in range(version + 1, store.documents.get(document_id).version + 1):
        start, end = shifted(start, end, store.documents.shifts(document_id, later))
    return start, end


def _rename(
    desk: Desk, document: Document, old: str, new: str, *, marks: Collection[str] | None = None, talk: bool = True
) -> Renaming | None:
    """One pseudonym for another in a text, wherever it stands or only at some marks; None where it stands nowhere."""
    wanted = [
        one
        for one in desk.store.privacy.of(document.document_id, document.version)
        if one.status != "rejected" and names_them(one, old) and (marks is None or one.mark_id in marks)
    ]
    passages = [replace(one, speaker=new) if talk and one.speaker == old else one for one in document.source.passages]
    changed = {}
    if marks is None:
        changed = {name: renamed(getattr(document, name), old, new) for name in ("title", "origin")}
    if talk and document.author == old:
        changed["author"] = new
    details = {name: value for name, value in changed.items() if value != getattr(document, name)}
    if not wanted and not details and passages == list(document.source.passages):
        return None
    was = {name: getattr(document, name) for name in details}
    spoken = [at for at, one in enumerate(passages) if one != document.source.passages[at]]
    after = _put(desk, document, {one.mark_id: renamed(one.replacement, old, new) for one in wanted}, passages, details)
    edits = [Edit(one.start, one.end, renamed(one.replacement, old, new), one.type, one.rule) for one in wanted]
    return Renaming(
        document.document_id,
        after.version,
        [(*remap((one.start, one.end), edits), one.replacement) for one in wanted],
        [(after.source.passages[at].start, old) for at in spoken],
        was,
    )


def _put(
    desk: Desk, document: Document, names: Mapping[str, str], passages: Sequence[Passage], details: Mapping[str, str]
) -> Document:
    """The next version, with other words in the place of some marks; what they hide stays what it was."""
    marks = desk.store.privacy.of(document.document_id, document.version)
    edits = [
        Edit(mark.start, mark.end, names[mark.mark_id], mark.type, mark.rule) for mark in marks if mark.mark_id in names
    ]
    version = document.version + 1
    source = apply_edits(SourceText(document.text, tuple(passages)), edits)
    after = replace(
        document,
        version=version,
        source=source,
        title=details.get("title", document.title),
        origin=details.get("origin", document.origin),
        author=details.get("author", document.author),
    )
    moved = [
        replace(mark, version=version, start=start, end=end, replacement=names.get(mark.mark_id, mark.replacement))
        for mark in marks
        for start, end in [remap((mark.start, mark.end), edits)]
    ]
    kept = desk.originals.of(document.document_id, document.version)
    originals = [(*remap((start, end), edits), words) for start, end, words in kept]
    put_version(desk, Changed(after, edits, moved, originals))
    return after
