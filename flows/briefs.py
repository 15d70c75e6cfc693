"""Briefs from stored analyses: built, kept in the store, and written into the workspace whole."""

import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.errors import BadInput, NotFound
from corpus.finding import Analysis, Scope
from corpus.store import Store, StoredBrief
from flows.scopes import Material, material_of, snapshot, title_of
from flows.surveys import waves_in
from flows.workspace import Workspace, atomic_write
from outputs.brief import Brief, Made, View, brief_id, brief_json, evidence_of, read_brief, scope_key
from outputs.build import build_brief
from outputs.render import FORMATS, render

ALWAYS = ("json", "html")
"""Formats written without being asked for."""


@dataclass(frozen=True, slots=True)
class Views:
    """One brief twice: for evaluators, and as it may be published."""

    internal: Brief
    published: Brief


def make_brief(
    workspace: Workspace, store: Store, run_id: str, *, formats: Iterable[str] = (), view: View = "internal"
) -> Path:
    """The folder with the brief of this run, up to date with every review, in the formats asked for.

    Nothing is written where nothing changed, and an approved brief is left as it was signed.
    """
    analysis = store.analyses.get(run_id)
    if analysis is None:
        raise NotFound(f"no analysis of run {run_id!r}; 'learnbrief run' makes one")
    material = material_of(analysis.scope, snapshot(store))
    kept = _kept(workspace, store, analysis, material)
    text = kept.value if view == "internal" else kept.published or kept.value
    folder = workspace.brief_folder(read_brief(text).id)
    _write(folder, text, {*ALWAYS, *formats}, material.documents)
    return folder


def stored_brief(store: Store, wanted: str) -> StoredBrief | None:
    """The brief of this id, where it has been made."""
    try:
        return store.briefs.get(wanted)
    except NotFound:
        return None


def briefs_of(store: Store, scope: Scope) -> list[StoredBrief]:
    """Every brief of a scope, newest first."""
    return [stored for stored in store.briefs.all() if scope_key(read_brief(stored.value).scope) == scope_key(scope)]


def _kept(workspace: Workspace, store: Store, analysis: Analysis, material: Material) -> StoredBrief:
    """The stored brief, brought up to date unless it is approved."""
    wanted = brief_id(analysis.scope, analysis.run_id)
    before = stored_brief(store, wanted)
    if before is not None and before.status == "approved":
        return before
    views = _built(workspace, store, analysis, material, before)
    value, published = brief_json(views.internal), brief_json(views.published)
    if before is None or (before.value, before.published) != (value, published):
        store.briefs.put(
            wanted,
            title=views.internal.title,
            status=views.internal.status,
            scope=_plain(analysis.scope),
            run_id=analysis.run_id,
            value=value,
            published=published,
            supersedes=views.internal.supersedes,
        )
    return store.briefs.get(wanted)


def _built(
    workspace: Workspace, store: Store, analysis: Analysis, material: Material, before: StoredBrief | None
) -> Views:
    """Both views, as material, reviews and settings stand now."""
    from nlp.findings import messages

    settings, run = workspace.settings, store.analyses.run(analysis.run_id)
    at = read_brief(before.value).made.at if before else datetime.now(UTC).replace(microsecond=0)
    given: dict[str, Any] = {
        "scope": analysis.scope,
        "title": title_of(analysis.scope, store, settings),
        "documents": material.documents,
        "excerpts": material.excerpts,
        "tags": material.tags,
        "analysis": analysis,
        "codebook": store.codebooks.get(run.codebook_version),
        "programme": settings.as_programme(),
        "participants": list(store.participants.all().values()),
        "made": Made.by(run, at=at, methods=analysis.methods),
        "messages": messages(analysis.findings),
        "reviews": store.reviews.all(),
        "surveys": waves_in(analysis.scope, store),
        "k": settings.privacy.k,
        "limits": skipped_in(analysis.scope, store),
        "supersedes": before.supersedes if before else _predecessor(store, analysis.scope),
    }
    return Views(build_brief(**given, view="internal"), build_brief(**given, view="published"))


def _predecessor(store: Store, scope: Scope) -> str | None:
    """The approved brief that a new one of the same scope takes the place of."""
    return next((stored.brief_id for stored in briefs_of(store, scope) if stored.status == "approved"), None)


def skipped_in(scope: Scope, store: Store) -> list[str]:
    """Files of the scope that were not taken in, each with its reason."""
    return [
        f"Not taken in: {entry['reason']}"
        for entry in store.skipped.all()
        if scope.kind != "event" or entry["event_id"] in (scope.event, None)
    ]


def _plain(scope: Scope) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in asdict(scope).items()}


def _write(folder: Path, text: str, formats: Iterable[str], documents: Iterable[Document]) -> None:
    """The folder holds this brief in these formats and in those it held before; it appears whole or not at all.

    brief.json is written last: where it is up to date, so is everything beside it.
    """
    fresh = folder.is_dir() and _same(folder / FORMATS["json"], text)
    wanted = {one for one in formats if not fresh or not (folder / FORMATS[one]).exists()}
    if not fresh:
        wanted |= {"json", *(one for one, name in FORMATS.items() if (folder / name).exists())}
    if not wanted:
        return
    brief = read_brief(text)
    sources = {(one.document_id, one.version): one for one in documents} if brief.view == "internal" else None
    files = render(brief, sorted(wanted - {"json"}), sources=sources) | {FORMATS["json"]: text.encode()}
    if folder.is_dir():
        for name, content in files.items():
            atomic_write(folder / name, content)
    else:
        _write_new(folder, files)


def _write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    draft.mkdir(parents=True)
    try:
        for name, content in files.items():
            (draft / name).write_bytes(content)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def rebuild(workspace: Workspace, store: Store, brief_id: str) -> None:
    """The stored brief and its files say what the reviews say now; an approved one stays as it was signed."""
    make_brief(workspace, store, store.briefs.get(brief_id).run_id)


def brief_bytes(store: Store, brief_id: str, form: str, *, view: View) -> bytes:
    """A stored brief in one format, made from its stored value."""
    stored = store.briefs.get(brief_id)
    brief = read_brief(stored.value if view == "internal" else stored.published or stored.value)
    if brief.view != view:
        raise NotFound(f"brief {brief_id} has no {view} view; make it again with 'learnbrief brief'")
    cited = {(item.document, item.version) for item in evidence_of(brief)} if view == "internal" else set()
    sources = {key: store.documents.get(*key) for key in cited} if view == "internal" else None
    return render(brief, [form], sources=sources)[FORMATS[form]]


def formats_from(words: str) -> tuple[str, ...]:
    """Formats given as 'html,docx'."""
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in words.split(",") if part.strip()))
    for one in wanted:
        if one not in FORMATS:
            raise BadInput(f"no format {one!r}; we write {', '.join(FORMATS)}")
    return wanted
