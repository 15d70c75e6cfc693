"""Briefs from stored analyses: built, kept in the store, and written into the workspace whole."""

import json
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import BadInput, NotFound
from corpus.finding import Analysis, Scope
from corpus.store import Store, StoredBrief
from flows.scopes import material_of, title_of
from flows.surveys import shares_in
from flows.workspace import Workspace, atomic_write
from outputs.brief import Brief, Made, brief_id, brief_json, read_brief, scope_key
from outputs.build import build_brief

ALWAYS = ("json", "html")


def make_brief(workspace: Workspace, store: Store, run_id: str, *, formats: Iterable[str] = ()) -> Path:
    """The folder with the brief of this run, up to date with every review, in the formats asked for.

    Nothing is written where nothing changed, and an approved brief is left as it was signed.
    """
    analysis = store.analyses.get(run_id)
    if analysis is None:
        raise NotFound(f"no analysis of run {run_id!r}; 'learnbrief run' makes one")
    kept = stored_brief(store, brief_id(analysis.scope, run_id))
    if kept is None or kept.status != "approved":
        kept = _kept(store, _built(workspace, store, analysis, kept), kept)
    folder = workspace.brief_folder(kept.brief_id)
    _write_folder(folder, _files(kept, store, {*ALWAYS, *formats}))
    return folder


def stored_brief(store: Store, wanted: str) -> StoredBrief | None:
    """The brief of this id, where it has been made."""
    try:
        return store.briefs.get(wanted)
    except NotFound:
        return None


def latest_per_scope(store: Store) -> list[StoredBrief]:
    """The newest brief of every scope, newest first."""
    newest: dict[str, StoredBrief] = {}
    for stored in store.briefs.all():
        newest.setdefault(json.dumps(stored.scope, sort_keys=True), stored)
    return list(newest.values())


def made_briefs(store: Store, scope: Scope) -> list[StoredBrief]:
    """Every brief of a scope, newest first."""
    return [stored for stored in store.briefs.all() if scope_key(read_brief(stored.value).scope) == scope_key(scope)]


def _built(workspace: Workspace, store: Store, analysis: Analysis, kept: StoredBrief | None) -> tuple[Brief, Brief]:
    """The internal and the published view, as material, reviews and settings stand now."""
    settings, material = workspace.settings, material_of(analysis.scope, store)
    run = store.analyses.run(analysis.run_id)
    at = read_brief(kept.value).made.at if kept else datetime.now(UTC).replace(microsecond=0)
    internal, published = (
        build_brief(
            scope=analysis.scope,
            title=title_of(analysis.scope, store, settings),
            documents=material.documents,
            excerpts=material.excerpts,
            tags=material.tags,
            analysis=analysis,
            codebook=store.codebooks.get(run.codebook_version),
            programme=settings.as_programme(),
            participants=list(store.participants.all().values()),
            made=Made.by(run, at=at, methods=analysis.methods),
            messages=messages_of(analysis),
            reviews=store.reviews.all(),
            surveys=shares_in(analysis.scope, store),
            view=view,
            k=settings.privacy.k,
            limits=skipped_in(analysis.scope, store),
        )
        for view in ("internal", "published")
    )
    return internal, published


def skipped_in(scope: Scope, store: Store) -> list[str]:
    """Files of the scope that were not taken in, each with its reason."""
    return [
        f"Not taken in: {entry['reason']}"
        for entry in store.skipped.all()
        if scope.kind != "event" or entry["event_id"] in (scope.event, None)
    ]
