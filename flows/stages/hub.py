"""The knowledge hub on disk: what may stand in it, put into a folder, with what went from it told."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import BadInput
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import BriefHead, Store
from learnbrief.flows.stages.brief_files import brief_bytes, may_be_published
from learnbrief.flows.workspace.open_workspace import refuse_read_only
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import Brief, read_brief
from learnbrief.outputs.hub.questions import LOOK_FOR, BoardQuestion, read_question
from learnbrief.outputs.hub.resources import Known, Resource, read_resource
from learnbrief.outputs.hub.shelf import Gone, Hub, ends
from learnbrief.outputs.hub.site import brief_path, site

RECORD = "hub.json"
"""What we wrote there last time: names and sums of files, ids of briefs, no word of theirs."""
SCHEMA = "learnbrief/hub/1"
COPIES = "Replace every copy of the hub that stands elsewhere, and ask for copies of these briefs back."


@dataclass(slots=True)
class Record:
    """What stands in a hub's folder by our hand."""

    files: dict[str, str] = field(default_factory=dict)
    """Path to the sum of its bytes."""
    briefs: dict[str, str] = field(default_factory=dict)
    """Every brief that ever stood there, to the sum of what its page was made from; empty where it is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What building the hub did."""

    folder: Path
    pages: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    gone: tuple[Gone, ...]
    """Briefs that stood there until now."""

    @property
    def line(self) -> str:
        """The outcome in a line."""
        done = f"{len(self.written)} files written, {len(self.removed)} removed" if self.changed else "nothing changed"
        return f"The hub in {self.folder} has {self.pages} pages; {done}."

    @property
    def told(self) -> str:
        """The outcome with what is gone, for whoever reads it on one page."""
        gone = [f"Gone: {one.title} ({one.why.rstrip('.')})." for one in self.gone]
        return " ".join([self.line, *gone, *([COPIES] if gone else [])])

    @property
    def changed(self) -> bool:
        """Whether any copy of the hub elsewhere is out of date now."""
        return bool(self.written or self.removed)


def build_hub(workspace: Workspace, store: Store, folder: Path | None = None) -> Built:
    """The hub of a workspace in this folder: unchanged files stay untouched, what is no longer part of it is removed.

    Raises:
        BadInput: the folder holds other things, or a resource is not as it should be.
        ReadOnly: no folder is named, and nothing can be written in the workspace.
    """
    if folder is None:
        refuse_read_only(workspace)
    folder = (folder or workspace.hub_site).absolute()
    before = _record(folder)
    hub = hub_of(workspace, store, before.briefs)
    made = site(hub) | _resource_files(workspace, hub.resources)
    sums = {brief.id: _sum_of(store, brief.id) for brief in hub.briefs}
    kept = _keep_briefs(store, folder, before, sums, made)
    now = Record({path: content_hash(content) for path, content in made.items()} | kept)
    now.briefs = dict.fromkeys((*before.briefs, *(gone.brief_id for gone in hub.gone)), "") | sums
    written, removed = _put(folder, made, before, now)
    left = {brief_id for brief_id, made_from in before.briefs.items() if made_from} - set(sums)
    return Built(
        folder=folder,
        pages=sum(path.endswith(".html") for path in now.files),
        written=written,
        removed=removed,
        gone=tuple(gone for gone in hub.gone if gone.brief_id in left),
    )


def take_down(folder: Path) -> None:
    """Every file of a hub goes but the record of what stood there: the next build tells what is no longer part of it.

    A folder without a record is not ours; one whose record cannot be read goes whole.
    """
    if not (folder / RECORD).is_file():
        return
    try:
        before = _record(folder)
    except BadInput:
        shutil.rmtree(folder)
        return
    for path in before.files:
        _remove(folder, path)
    _write_record(folder, Record(briefs=before.briefs))


def hub_of(workspace: Workspace, store: Store, known: Iterable[str] = ()) -> Hub:
    """What the hub is made from now; `known` are briefs that stood in it earlier."""
    settings, heads = workspace.settings, {head.brief_id: head for head in store.briefs.heads()}
    briefs, about = standing(store, heads), workspace.hub / "about.md"
    return Hub(
        programme=settings.as_programme(),
        codebook=workspace.codebook,
        briefs=briefs,
        gone=_gone_from(heads, known, {brief.id for brief in briefs}),
        resources=resources_of(workspace),
        questions=questions_of(workspace),
        about=_text(about) if about.is_file() else "",
        address=settings.hub.address.rstrip("/"),
    )


def standing(store: Store, heads: Mapping[str, BriefHead]) -> tuple[Brief, ...]:
    """Every brief that is approved, not replaced, and may be published, newest first."""
    signed = sorted(one.brief_id for one in signed_last(heads.values()))
    shown = [published(store, brief_id) for brief_id in signed if may_be_published(store, brief_id)]
    return tuple(sorted(shown, key=ends, reverse=True))


def _gone_from(heads: Mapping[str, BriefHead], known: Iterable[str], shown: set[str]) -> tuple[Gone, ...]:
    """Briefs that stood there, and those that were approved and replaced, for they may have been handed out."""
    successors = successors_of(heads.values())
    replaced = {one for one in successors if one in heads and heads[one].status == "approved"}
    missing = sorted({*known, *replaced} - shown)
    return tuple(_gone(brief_id, heads.get(brief_id), successors.get(brief_id, ""), shown) for brief_id in missing)


def successors_of(heads: Iterable[BriefHead]) -> dict[str, str]:
    """Briefs that an approved one took the place of, with that one."""
    return {head.supersedes: head.brief_id for head in heads if head.status == "approved" and head.supersedes}


def signed_last(heads: Iterable[BriefHead]) -> list[BriefHead]:
    """Approved briefs that no other took the place of, in the order given."""
    heads = list(heads)
    replaced = successors_of(heads)
    return [head for head in heads if head.status == "approved" and head.brief_id not in replaced]


def published(store: Store, brief_id: str) -> Brief:
    """What readers get of a brief, under the id that its store has for it: pages outlive the views."""
    return replace(read_brief(brief_bytes(store, brief_id, "json", view="published").decode()), id=brief_id)


def _gone(brief_id: str, head: BriefHead | None, successor: str, shown: set[str]) -> Gone:
    """Why a brief is not there, in a sentence that its page says."""
    if head is None:
        return Gone(brief_id, "a brief", "This brief is no longer kept.")
    if successor:
        why = "This brief was replaced by a newer one."
        return Gone(brief_id, head.title, why, successor if successor in shown else "")
    if head.status == "retired":
        return Gone(brief_id, head.title, "This brief was put aside.")
    if head.status == "approved":
        return Gone(brief_id, head.title, "This brief waits until its sources are checked again.")
    return Gone(
        brief_id, head.title, "This brief was withdrawn: words it rested on were taken back, or it is reviewed again."
    )


def questions_of(workspace: Workspace) -> tuple[BoardQuestion, ...]:
    """The questions that boards ask, as hub/questions names them; one of ours where it names none."""
    themes = [theme.slug for theme in workspace.codebook.topics]
    files = sorted(path for path in (workspace.hub / "questions").glob("*.toml") if path.is_file())
    return tuple(read_question(path.name, _text(path), themes) for path in files) or (LOOK_FOR,)


def resources_of(workspace: Workspace) -> tuple[Resource, ...]:
    """Every resource of the workspace, newest first, those without a day last.

    Raises:
        BadInput: one is not as it should be, or names a file that is not there.
    """
    folder = workspace.hub / "resources"
    known = Known([theme.slug for theme in workspace.codebook.topics], _places(workspace))
    sources = sorted(path for path in folder.glob("*") if path.suffix in (".toml", ".md") and path.is_file())
    found: dict[str, Resource] = {}
    for path in sources:
        one = read_resource(path.name, _text(path), known)
        if one.name in found:
            raise BadInput(
                f"hub/resources/{path.name}: another resource is called {one.name} too; rename one of the files"
            )
        if one.file and not _is_within(folder / one.file, folder):
            raise BadInput(
                f"hub/resources/{path.name}: no file {one.file!r} in hub/resources; put it there or mend the name"
            )
        found[one.name] = one
    return tuple(sorted(found.values(), key=lambda one: one.date or date.min, reverse=True))


def _places(workspace: Workspace) -> list[str]:
    return [one.slug for one in workspace.settings.collaborative]


def _is_within(path: Path, folder: Path) -> bool:
    """Whether it is a file below the folder, also once links are followed: only what was put there is copied out."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as err:
        raise BadInput(f"{path.parent.name}/{path.name}: is not UTF-8; save it again as UTF-8 text") from err


def _resource_files(workspace: Workspace, resources: Iterable[Resource]) -> dict[str, bytes]:
    folder = workspace.hub / "resources"
    return {f"files/{one.file}": (folder / one.file).read_bytes() for one in resources if one.file}


def _sum_of(store: Store, brief_id: str) -> str:
    """Of all that a brief's page is made from: what it says, and the looks and version it is set with."""
    return content_hash(brief_bytes(store, brief_id, "json", view="published") + _looks())


@cache
def _looks() -> bytes:
    templates = files("learnbrief.outputs").joinpath("templates")
    parts = [one.read_bytes() for one in sorted(templates.iterdir(), key=lambda one: one.name) if one.is_file()]
    return version("learnbrief").encode() + b"".join(parts)


def _keep_briefs(
    store: Store, folder: Path, before: Record, sums: Mapping[str, str], made: dict[str, bytes]
) -> dict[str, str]:
    """Renders into `made` the briefs that are new or changed, for charts take seconds; the sums of those that stay."""
    kept = {}
    for brief_id, made_from in sums.items():
        path = brief_path(brief_id)
        is_there = before.files.get(path) is not None and _sum(folder / path) == before.files[path]
        if is_there and before.briefs.get(brief_id) == made_from:
            kept[path] = before.files[path]
        else:
            made[path] = brief_bytes(store, brief_id, "html", view="published")
    return kept


def _put(
    folder: Path, made: Mapping[str, bytes], before: Record, now: Record
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Removes first, then writes; the record names everything that is there at any moment, also where this is cut short."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_record(folder, Record(before.files | now.files, before.briefs))
    removed = [path for path in sorted(set(before.files) - set(now.files)) if _remove(folder, path)]
    written = [path for path, content in sorted(made.items()) if _sum(folder / path) != content_hash(content)]
    for path in written:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        atomic_write(folder / path, made[path])
    _write_record(folder, now)
    return tuple(written), tuple(removed)


def _remove(folder: Path, path: str) -> bool:
    """Takes away a file that we wrote; a record somebody changed leads to nothing outside the folder."""
    file = folder / path
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return False
    file.unlink()
    parent = file.parent
    while parent != folder and not any(parent.iterdir()):
        parent.rmdir()
        parent = parent.parent
    return True


def _sum(file: Path) -> str:
    return content_hash(file.read_bytes()) if file.is_file() else ""


def _record(folder: Path) -> Record:
    """What we wrote there; a folder with other things in it is refused, for we would write among them."""
    if not folder.exists():
        return Record()
    if not folder.is_dir():
        raise BadInput(f"{folder} is a file; name a folder for the hub")
    file = folder / RECORD
    if not file.is_file():
        if any(folder.iterdir()):
            raise BadInput(f"{folder} holds other things and no hub of ours; name a new or an empty folder")
        return Record()
    try:
        told: Any = json.loads(file.read_text(encoding="utf-8"))
        return Record(dict(told["files"]), dict(told["briefs"]))
    except (ValueError, KeyError, TypeError) as err:
        raise BadInput(f"{file} is damaged; build the hub into a new folder and put that in its place") from err


def _write_record(folder: Path, record: Record) -> None:
    told = {
        "schema": SCHEMA,
        "briefs": dict(sorted(record.briefs.items())),
        "files": dict(sorted(record.files.items())),
    }
    atomic_write(folder / RECORD, json.dumps(told, indent=1) + "\n")
