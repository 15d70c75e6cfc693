"""Briefs from stored analyses: built from what material, reviews and settings say now, and kept in the store."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from learnbrief.corpus.errors import BadInput, NotAllowed, NotFound
from learnbrief.corpus.finding import Analysis, Scope
from learnbrief.corpus.store import Store, StoredBrief
from learnbrief.corpus.tag import Review
from learnbrief.flows.stages.brief_files import write_brief_files
from learnbrief.flows.stages.scopes import Material, material_of, snapshot, title_of
from learnbrief.flows.stages.surveys import waves_in
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import Brief, Made, View, brief_id, brief_json, read_brief, scope_key
from learnbrief.outputs.brief.build import build_brief
from learnbrief.outputs.brief.inputs import Inputs
from learnbrief.outputs.brief.reviews import STRUCTURAL


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
    return write_brief_files(
        workspace, store, kept_brief(workspace, store, run_id).brief_id, formats=formats, view=view
    )


def rebuild(workspace: Workspace, store: Store, wanted: str) -> None:
    """The stored brief and its files say what the reviews say now; an approved one stays as it was signed."""
    make_brief(workspace, store, store.briefs.get(wanted).run_id)


def edit_brief(workspace: Workspace, store: Store, wanted: str, reviews: Sequence[Review], *, edition: int) -> None:
    """Keep what an evaluator did together with the brief that follows from it, or neither; then write the files.

    Raises:
        StaleEdit: the brief has changed since `edition`.
        BadInput: it names excerpts that the brief does not cover.
    """
    with store.writing():
        stored = store.briefs.open_for_edit(wanted, edition=edition)
        material = _material(store, _analysis(store, stored.run_id))
        _refuse_foreign(reviews, material)
        store.reviews.add(*reviews)
        _keep(workspace, store, stored.run_id, edition=edition)
    try:
        make_brief(workspace, store, stored.run_id)
    except OSError as err:  # the edit is safe in the store; whoever reads the brief next has its files written
        store.logbook.add(
            f"The files of brief {wanted} could not be written ({err.strerror}); the brief itself is kept."
        )


def _refuse_foreign(reviews: Sequence[Review], material: Material) -> None:
    """An edit can only use what the brief covers and counts as evidence."""
    evidence = {excerpt.excerpt_id for excerpt in material.excerpts if excerpt.evidence}
    for review in reviews:
        named = [review.payload.get("excerpt"), *review.payload.get("excerpts", ())]
        if review.action in STRUCTURAL and not evidence.issuperset(one for one in named if one):
            raise BadInput("One of these excerpts is not among what this brief covers; choose from its own sources.")


def kept_brief(workspace: Workspace, store: Store, run_id: str) -> StoredBrief:
    """The stored brief of a run, brought up to date unless it is approved."""
    with store.writing():
        return _keep(workspace, store, run_id)


def _keep(workspace: Workspace, store: Store, run_id: str, *, edition: int | None = None) -> StoredBrief:
    """The brief of a run as reviews and material make it now; a new edition where anything changed or a person acted."""
    analysis = _analysis(store, run_id)
    wanted = brief_id(analysis.scope, run_id)
    before = _stored(store, wanted)
    if before is not None and before.status == "approved":
        return before
    material = _material(store, analysis)
    views = _built(workspace, store, analysis, material, before)
    value, published = brief_json(views.internal), brief_json(views.published)
    if before is None or edition is not None or (before.value, before.published) != (value, published):
        store.briefs.put(
            wanted,
            title=views.internal.title,
            status=views.internal.status,
            scope=_plain(analysis.scope),
            run_id=run_id,
            value=value,
            published=published,
            supersedes=views.internal.supersedes,
            edition=edition,
        )
    return store.briefs.get(wanted)


def _analysis(store: Store, run_id: str) -> Analysis:
    analysis = store.analyses.get(run_id)
    if analysis is None:
        raise NotFound(f"no analysis of run {run_id!r}; 'learnbrief run' makes one")
    return analysis


def _material(store: Store, analysis: Analysis) -> Material:
    """What the brief covers now, unless its sources have changed."""
    material = material_of(analysis.scope, snapshot(store))
    _refuse_outdated(analysis, material)
    return material


def _stored(store: Store, wanted: str) -> StoredBrief | None:
    try:
        return store.briefs.get(wanted)
    except NotFound:
        return None


def _refuse_outdated(analysis: Analysis, material: Material) -> None:
    """An analysis of sources that have a newer version cannot be brought up to date, only made again."""
    present = {excerpt.excerpt_id for excerpt in material.excerpts}
    if any(not present.issuperset(finding.evidence) for finding in analysis.findings):
        raise NotAllowed("the sources of this brief have changed since it was made; ask for the brief again")


def _built(
    workspace: Workspace, store: Store, analysis: Analysis, material: Material, before: StoredBrief | None
) -> Views:
    """Both views, as material, reviews and settings stand now."""
    from learnbrief.nlp.findings import messages

    settings, run = workspace.settings, store.analyses.run(analysis.run_id)
    at = read_brief(before.value).made.at if before else datetime.now(UTC).replace(microsecond=0)
    given: dict[str, Any] = {
        "title": title_of(analysis.scope, store, settings),
        "documents": material.documents,
        "excerpts": material.excerpts,
        "tags": material.tags,
        "analysis": analysis,
        "codebook": store.codebooks.get(run.codebook_version),
        "programme": settings.as_programme(),
        "participants": list(store.participants.all().values()),
        "made": Made.by(run, at=at, methods=analysis.methods),
        "messages": messages(
            analysis.findings,
            {document.document_id: document for document in material.documents},
            {excerpt.excerpt_id: excerpt for excerpt in material.excerpts},
            scope_kind=analysis.scope.kind,
        ),
        "reviews": store.links.rekeyed(store.reviews.all(), material.excerpts),
        "surveys": waves_in(analysis.scope, store),
        "k": settings.privacy.k,
        "limits": skipped_in(analysis.scope, store),
        "supersedes": before.supersedes if before else _predecessor(store, analysis.scope),
    }
    return Views(build_brief(Inputs(**given)), build_brief(Inputs(**given), view="published"))


def _predecessor(store: Store, scope: Scope) -> str | None:
    """The approved brief that a new one of the same scope takes the place of."""
    same = (one for one in store.briefs.all() if one.status == "approved")
    return next((one.brief_id for one in same if scope_key(read_brief(one.value).scope) == scope_key(scope)), None)


def skipped_in(scope: Scope, store: Store) -> list[str]:
    """Files of the scope that were not taken in, each with its reason."""
    return [
        f"Not taken in: {entry['reason']}"
        for entry in store.skipped.all()
        if scope.kind != "event" or entry["event_id"] in (scope.event, None)
    ]


def _plain(scope: Scope) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in asdict(scope).items()}
