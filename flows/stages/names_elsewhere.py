"""What one source calls an organisation, hidden in all of them: those that come and those that were taken in before."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from learnbrief.corpus.deidentify import Edit, Remapping, apply_edits
from learnbrief.corpus.deidentify.keyfile import read_restricted, write_restricted
from learnbrief.corpus.document import Document, SourceText
from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.store import PrivacyMark, Store
from learnbrief.flows.stages.ingest import FAULTS, Desk, material_files, open_desk
from learnbrief.flows.stages.progress import watcher
from learnbrief.flows.stages.read_ahead import AHEAD
from learnbrief.flows.stages.redaction import new_version
from learnbrief.flows.workspace.workspace import Workspace


def learn_names(workspace: Workspace, store: Store, content_hashes: Iterable[str]) -> None:
    """Every file of these contents is asked what it calls its organisations before any is taken in; earlier sources follow.

    So what is hidden in a source depends on which sources there are, and not on their order. A file that cannot be read
    teaches nothing; whoever takes it in tells why.
    """
    wanted, desk = set(content_hashes), open_desk(workspace, store)
    AHEAD.clear()
    for incoming in material_files(workspace):
        if incoming.content_hash in wanted:
            with suppress(BadInput, *FAULTS):
                desk.deidentifier.learn(AHEAD.look(workspace, incoming).source.text)
            watcher().advance()
    desk.deidentifier.save()
    hide_in_earlier(desk)


def hide_in_earlier(desk: Desk) -> None:
    """Sources taken in before a short form was known get a version without it, to be confirmed as any suspicion is.

    Each is looked for once: where a person shows it again, it is not hidden by the next run.
    """
    record, known = desk.workspace.restricted / "short-forms.json", desk.deidentifier.elsewhere
    before = read_restricted(record) if record.is_file() else {}
    new = {short: who for short, who in known.items() if before.get(short) != who}
    if not new:
        return
    for document in desk.store.documents.latest().values():
        _hide(desk, document, new)
    for event in desk.store.events.all():
        if (title := desk.deidentifier.known_by_now(event.title)) != event.title:
            desk.store.events.put(replace(event, title=title))
    desk.deidentifier.save()
    write_restricted(record, known)


@dataclass(frozen=True, slots=True)
class _AsRead:
    """A frozen text as it was read, with what hides its words."""

    text: str
    hidden: Sequence[Edit]

    @classmethod
    def of(
        cls, document: Document, marks: Iterable[PrivacyMark], originals: Iterable[tuple[int, int, str]]
    ) -> "_AsRead":
        words = {(start, end): said for start, end, said in originals}
        marks = [mark for mark in marks if mark.status != "rejected"]
        # what a withdrawal took from restricted/ stays under its placeholder
        said = [words.get((mark.start, mark.end), "").strip() or mark.replacement for mark in marks]
        shown = [Edit(mark.start, mark.end, one, mark.type, mark.rule) for mark, one in zip(marks, said, strict=True)]
        hidden = [
            Edit(start, end, mark.replacement, mark.type, mark.rule, mark.status != "flagged")
            for mark, (start, end) in zip(marks, Remapping(shown).placed(), strict=True)
        ]
        return cls(apply_edits(SourceText(document.text, ()), shown).text, hidden)


def _hide(desk: Desk, document: Document, names: Mapping[str, str]) -> None:
    at = (document.document_id, document.version)
    read = _AsRead.of(document, desk.store.privacy.of(*at), desk.originals.of(*at))
    new = desk.deidentifier.known_elsewhere(read.text, read.hidden, names)
    shown = _shown_by_people(desk, document) if new else set()
    new = [one for one in new if read.text[one.start : one.end] not in shown]
    now = _with_known_labels(desk, document)
    if new or now != document:
        moving = Remapping(read.hidden)
        edits = [replace(one, start=start, end=end) for one in new for start, end in [moving.span(one.start, one.end)]]
        words = [read.text[one.start : one.end] for one in new]
        new_version(desk, now, edits, status="flagged", words=words)


def _shown_by_people(desk: Desk, document: Document) -> set[str]:
    """Words that were hidden in an earlier version and nowhere now: somebody let them stand, under whatever name."""
    versions = range(1, document.version)
    before = {said for one in versions for _, _, said in desk.originals.of(document.document_id, one)}
    return before - {said for _, _, said in desk.originals.of(document.document_id, document.version)}


def _with_known_labels(desk: Desk, document: Document) -> Document:
    """Its title, file name, speakers and roles as they would be written today."""
    known = desk.deidentifier.known_by_now
    passages = tuple(
        replace(one, speaker=one.speaker and known(one.speaker), role=one.role and known(one.role))
        for one in document.source.passages
    )
    return replace(
        document,
        title=known(document.title),
        origin=known(document.origin),
        author=document.author and known(document.author),
        source=SourceText(document.text, passages),
    )
