"""A person's decisions on what was masked: every change of a frozen text is a new version, and nothing decided is lost."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.deidentify import Edit, Remapping, apply_edits, remap
from learnbrief.corpus.deidentify.hidden_before import standing
from learnbrief.corpus.document import Document
from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import PrivacyMark, Store
from learnbrief.corpus.withdrawal.earlier import blot_earlier, pattern_of
from learnbrief.corpus.withdrawal.rows import overwrite_brief
from learnbrief.flows.stages.brief_files import write_again
from learnbrief.flows.stages.clues import put_clues
from learnbrief.flows.stages.hidden_before import BY_A_PERSON
from learnbrief.flows.stages.ingest import Desk, excerpts_of
from learnbrief.outputs.brief.brief import brief_json, evidence_of, read_brief
from learnbrief.outputs.brief.withdrawn import blotted_brief

RESTORED = "restored by a person"


def decide_as_shown(desk: Desk, marks: Sequence[PrivacyMark], *, keep: bool) -> list[PrivacyMark]:
    """Decides on marks as a page showed them; those that were not decided so before. Within a writing transaction.

    Raises:
        StaleEdit: one of them, or its document, was changed meanwhile.
    """
    new: dict[str, dict[str, PrivacyMark]] = {}
    for mark in marks:
        desk.store.documents.open_for_edit(mark.document_id, mark.version)
        if desk.store.privacy.still_open(mark, keep=keep):
            new.setdefault(mark.document_id, {})[mark.mark_id] = mark
    for document_id, some in new.items():
        decide_marks(desk, document_id, dict.fromkeys(some, keep))
    return [mark for some in new.values() for mark in some.values()]


def decide_marks(desk: Desk, document_id: str, decisions: Mapping[str, bool]) -> int:
    """Confirms marks, or rejects them: then the words come back in a new version. Returns the version that holds now."""
    document = desk.store.documents.get(document_id)
    marks = {mark.mark_id: mark for mark in desk.store.privacy.of(document_id, document.version)}
    unknown = sorted(set(decisions) - set(marks))
    if unknown:
        raise NotFound(f"no replacement {unknown[0]!r} in this version; reload the page")
    with desk.store.transaction():
        for mark_id, keep in decisions.items():
            if keep:
                desk.store.privacy.set_status(mark_id, "confirmed")
        rejected = [marks[mark_id] for mark_id, keep in decisions.items() if not keep]
        if not rejected:
            return document.version
        restored = [
            Edit(
                mark.start,
                mark.end,
                desk.originals.at(document_id, document.version, mark.start, mark.end),
                mark.type,
                RESTORED,
            )
            for mark in rejected
        ]
        return new_version(desk, document, restored)


def redact(desk: Desk, document_id: str, start: int, end: int, *, kind: str, everywhere: bool) -> int:
    """Masks a stretch of a text, in this document or wherever the same words stand; the version that holds now."""
    hidden = hide(desk, document_id, start, end, kind=kind, everywhere=everywhere)
    for brief_id in hidden.quoting:
        write_again(desk.workspace, desk.store, brief_id)
    return hidden.version


@dataclass(frozen=True, slots=True)
class Hidden:
    """What came of hiding words."""

    version: int
    """That holds now, of the document they were chosen in."""
    quoting: Sequence[str]
    """Briefs whose files have to follow."""
    places: Sequence[Stretch]
    """Where what stands for the words now stands."""


def hide(desk: Desk, document_id: str, start: int, end: int, *, kind: str, everywhere: bool) -> Hidden:
    """The same in the store alone."""
    document = desk.store.documents.get(document_id)
    words = document.text[start:end]
    if not 0 <= start < end <= len(document.text) or not words.strip():
        raise BadInput("nothing is selected; mark the words that should go")
    replacement = f"[{kind}]" if kind != "person" else f"[{desk.deidentifier.speaker(words)}]"
    desk.deidentifier.save()
    others = list(desk.store.documents.latest().values()) if everywhere else []
    blotted, places = list[str](), list[Stretch]()
    pattern = pattern_of(words)
    with desk.store.transaction():
        for other in others:
            if other.document_id != document_id and (found := _edits(other, words, replacement, kind)):
                places += placed(other.document_id, new_version(desk, other, found), found)
                blot_earlier(desk.store, other.document_id, pattern)
                blotted.append(other.document_id)
        own = (
            _edits(document, words, replacement, kind)
            if everywhere
            else [Edit(start, end, replacement, kind, BY_A_PERSON)]
        )
        version = new_version(desk, document, own)
        places += placed(document_id, version, own)
        if everywhere:
            # one place alone may be an ordinary word elsewhere in the earlier version: only 'everywhere' is a name
            blot_earlier(desk.store, document_id, pattern)
            blotted.append(document_id)
        return Hidden(version, _blot_briefs(desk.store, blotted, pattern), places)


def placed(document_id: str, version: int, edits: Iterable[Edit]) -> list[Stretch]:
    """Where edits that made this version of a text stand in it."""
    return [Stretch(document_id, version, start, end) for start, end in Remapping(edits).placed()]


def _blot_briefs(store: Store, documents: Collection[str], pattern: re.Pattern[str]) -> list[str]:
    """Briefs on these sources are overwritten wherever they stand, approved ones too; ids of those that held the words."""
    touched = []
    for stored in store.briefs.all():
        brief = read_brief(stored.value)
        cited = {line.document for line in brief.base.sources} | {one.document for one in evidence_of(brief)}
        if cited.isdisjoint(documents):
            continue
        public = read_brief(stored.published) if stored.published else None
        after, after_public = blotted_brief(brief, pattern), public and blotted_brief(public, pattern)
        if (after, after_public) != (brief, public):
            published = brief_json(after_public) if after_public else None
            overwrite_brief(store, stored.brief_id, value=brief_json(after), published=published)
            touched.append(stored.brief_id)
    return touched


def _edits(document: Document, words: str, replacement: str, kind: str) -> list[Edit]:
    """Every place where these very words stand on their own."""
    return [Edit(start, end, replacement, kind, BY_A_PERSON) for start, end in standing(words, document.text)]


@dataclass(frozen=True, slots=True)
class Changed:
    """A text with edits made: what stands in it now, what its marks are and what they hide."""

    document: Document
    edits: Sequence[Edit]
    marks: Sequence[PrivacyMark]
    originals: Sequence[tuple[int, int, str]]


def new_version(
    desk: Desk, document: Document, edits: Sequence[Edit], *, status: str = "added", words: Sequence[str] = ()
) -> int:
    """The document with these edits as its next version: cut, marked and its originals kept. Returns its number.

    `status` is that of the marks of what the edits hide. `words` are what each hides, told where placeholders stood there.
    """
    ordered = sorted(edits, key=lambda edit: edit.start)
    after = replace(document, version=document.version + 1, source=apply_edits(document.source, ordered))
    marks = _marks(desk, document, after, ordered, status)
    hides = dict(zip(edits, words, strict=True)) if words else {}
    return put_version(desk, Changed(after, ordered, marks, _originals(desk, document, ordered, hides)))


def put_version(desk: Desk, changed: Changed) -> int:
    """Keeps a changed text as the version that holds now, with all that goes with it."""
    store, after = desk.store, changed.document
    desk.originals.put(after.document_id, after.version, changed.originals)
    with store.transaction():
        store.documents.add(after, shifts=[(edit.start, edit.end, len(edit.replacement)) for edit in changed.edits])
        excerpts = excerpts_of(desk, after, store.surveys.of(after.document_id))
        store.excerpts.put(after, excerpts)
        store.privacy.put(after.document_id, after.version, changed.marks)
        put_clues(store, after, excerpts, desk.known)
    return after.version


def unchanged(desk: Desk, before: Document, after: Document) -> Changed:
    """A version of the same words, with every mark and what it hides where it was."""
    return Changed(after, (), _marks(desk, before, after, (), "added"), _originals(desk, before, (), {}))


def _marks(desk: Desk, before: Document, after: Document, edits: Sequence[Edit], status: str) -> list[PrivacyMark]:
    """The marks of the version before, where they are now, and one for every new replacement."""
    kept = [
        replace(mark, version=after.version, start=start, end=end)
        for mark in desk.store.privacy.of(before.document_id, before.version)
        if not _touched(mark.start, mark.end, edits)
        for start, end in [remap((mark.start, mark.end), edits)]
    ]
    new = [
        PrivacyMark(
            after.document_id,
            after.version,
            *remap((edit.start, edit.end), edits),
            edit.type,
            edit.rule,
            edit.replacement,
            status,
        )
        for edit in edits
        if edit.rule != RESTORED
    ]
    return sorted([*kept, *new], key=lambda mark: mark.start)


def _originals(
    desk: Desk, before: Document, edits: Sequence[Edit], hides: Mapping[Edit, str]
) -> list[tuple[int, int, str]]:
    kept = [
        (*remap((start, end), edits), words)
        for start, end, words in desk.originals.of(before.document_id, before.version)
        if not _touched(start, end, edits)
    ]
    new = [
        (*remap((edit.start, edit.end), edits), hides.get(edit, before.text[edit.start : edit.end]))
        for edit in edits
        if edit.rule != RESTORED
    ]
    return sorted([*kept, *new])


def _touched(start: int, end: int, edits: Sequence[Edit]) -> bool:
    return any(edit.start < end and start < edit.end for edit in edits)
