"""A stored brief as files: a folder that appears whole or not at all, and single formats on request."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from learnbrief.corpus.document import Document
from learnbrief.corpus.drafts import drafted_folder
from learnbrief.corpus.errors import BadInput, FilesHeld, NotAllowed, NotFound
from learnbrief.corpus.store import Store, StoredBrief
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import Brief, View, evidence_of, read_brief
from learnbrief.outputs.brief.published import waiting_sources
from learnbrief.outputs.brief.reported import SourceLine
from learnbrief.outputs.layout import wording
from learnbrief.outputs.render import EVIDENCE, FORMATS, render

ALWAYS = ("json", "html")
"""Formats written without being asked for."""
MOST_NAMED = 3
"""Titles in a message that is one line."""


def formats_from(words: str) -> tuple[str, ...]:
    """Formats given as 'html,docx'."""
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in words.split(",") if part.strip()))
    for one in wanted:
        if one not in FORMATS:
            raise BadInput(f"no format {one!r}; we write {', '.join(FORMATS)}")
    return wanted


def write_brief_files(
    workspace: Workspace, store: Store, brief_id: str, *, formats: Iterable[str] = (), view: View = "internal"
) -> Path:
    """The folder of a stored brief, holding it in these formats and in those it held before.

    Raises:
        NotAllowed: it is the published view, and a source waits for a person.
    """
    text = _stored(store, brief_id, view)
    brief = read_brief(text)
    folder = workspace.brief_folder(brief.id)
    wanted = _to_write(folder, text, {*ALWAYS, *formats})
    if wanted:
        files = render(brief, sorted(wanted - {"json"}), sources=sources_of(brief, store))
        _write(folder, files | {FORMATS["json"]: text.encode()})
    return folder


def write_again(workspace: Workspace, store: Store, brief_id: str) -> None:
    """The files that a brief has, as it stands now; a published view that has to wait is taken out of its folder."""
    stored = store.briefs.get(brief_id)
    if workspace.brief_folder(brief_id).is_dir():
        write_brief_files(workspace, store, brief_id)
    public = workspace.brief_folder(read_brief(stored.published).id) if stored.published else None
    if public is None or not public.is_dir():
        return
    if may_be_published(store, brief_id):
        write_brief_files(workspace, store, brief_id, view="published")
    else:
        shutil.rmtree(public)


def may_be_published(store: Store, brief_id: str) -> bool:
    """Whether a person has confirmed of every source that names are removed."""
    return not _waiting(store, store.briefs.get(brief_id))


def brief_bytes(store: Store, brief_id: str, form: str, *, view: View) -> bytes:
    """A stored brief in one format, made from its stored value."""
    brief = read_brief(_stored(store, brief_id, view))
    return render(brief, [form], sources=sources_of(brief, store))[FORMATS[form]]


def evidence_bytes(store: Store, brief_id: str, form: str, *, view: View) -> bytes:
    """The full evidence behind a stored brief, in one of the formats it is printed in."""
    brief = read_brief(_stored(store, brief_id, view))
    return render(brief, [form], sources=sources_of(brief, store))[EVIDENCE[form]]


def sources_of(brief: Brief, store: Store) -> dict[tuple[str, int], Document] | None:
    """The frozen texts that a brief cites, against which it is held; a published one carries none."""
    if brief.view == "published":
        return None
    return {key: store.documents.get(*key) for key in {(item.document, item.version) for item in evidence_of(brief)}}


def _stored(store: Store, brief_id: str, view: View) -> str:
    stored = store.briefs.get(brief_id)
    if view == "internal":
        return stored.value
    if stored.published is None:
        raise NotFound(f"brief {brief_id} has no published view; make it again with 'learnbrief brief'")
    if waiting := _waiting(store, stored):
        raise NotAllowed(
            f"the published view waits: nobody has confirmed that names are removed from {_named(waiting)}; "
            "confirm them in the app, under De-identification"
        )
    return stored.published


def _waiting(store: Store, stored: StoredBrief) -> tuple[SourceLine, ...]:
    return waiting_sources(read_brief(stored.value), store.privacy.confirmed())


def _named(lines: Sequence[SourceLine]) -> str:
    """The first few by title, the others by their number."""
    more = [f"{len(lines) - MOST_NAMED} more"] if len(lines) > MOST_NAMED else []
    return wording.listed([*(line.title for line in lines[:MOST_NAMED]), *more])


def _to_write(folder: Path, text: str, wanted: set[str]) -> set[str]:
    """Formats that are missing or out of date; brief.json is written last, so where it is right all beside it is."""
    present = {form for form in FORMATS if all((folder / name).is_file() for name in _names(form))}
    if "json" in present and (folder / FORMATS["json"]).read_bytes() == text.encode():
        return wanted - present
    return wanted | present | {"json"}


def _names(form: str) -> list[str]:
    """The files that a format comes in: what is printed brings its evidence along."""
    return [names[form] for names in (FORMATS, EVIDENCE) if form in names]


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """All of the files, or those that no other program holds: brief.json is not there until all of them are right."""
    if not folder.is_dir():
        with drafted_folder(folder) as draft:
            for name, content in files.items():
                (draft / name).write_bytes(content)
        return
    held = list[str]()
    for name, content in sorted(files.items(), key=lambda one: one[0] == FORMATS["json"]):
        try:
            if not held or name != FORMATS["json"]:
                atomic_write(folder / name, content)
        except PermissionError:
            held.append(name)
    if held:
        with suppress(PermissionError):
            (folder / FORMATS["json"]).unlink(missing_ok=True)
        raise FilesHeld(
            f"{folder.name}: {', '.join(held)} could not be written; close it where it is open, or wait until the folder is "
            "synchronised, then ask again. The brief itself is kept."
        )


def held_back(folders: Iterable[Path]) -> list[str]:
    """A line for each folder that lacks files because another program held them."""
    return [
        f"{folder.name}: not all of its files could be written; close them where they are open, or wait until the folder is "
        "synchronised, then run again. The brief itself is kept."
        for folder in folders
        if not (folder / FORMATS["json"]).is_file()
    ]
