"""What a brief says now: its analysis, carried over to the texts as they are, with every review that stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import by_theme
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.finding import Analysis, Scope
from learnbrief.corpus.protocols import Stretch
from learnbrief.corpus.store import Store, StoredBrief
from learnbrief.corpus.tag import Review
from learnbrief.flows.stages.member_checks import member_checks_in
from learnbrief.flows.stages.scopes import Material, material_in, source_line, title_of
from learnbrief.flows.stages.surveys import themes_by_wave, waves_in
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.outputs.brief.brief import Brief, Made, evidence_of, read_brief
from learnbrief.outputs.brief.build import build_brief
from learnbrief.outputs.brief.carried import carried_over, excerpts_of, is_outdated
from learnbrief.outputs.brief.inputs import Inputs
from learnbrief.outputs.brief.material import gather
from learnbrief.outputs.brief.mending import Ground


@dataclass(frozen=True, slots=True)
class Views:
    """One brief twice: for evaluators, and as it may be published."""

    internal: Brief
    published: Brief


@dataclass(frozen=True, slots=True)
class Place:
    """Which brief is drafted: one that is there already, or a new one."""

    identity: str
    before: StoredBrief | None = None
    supersedes: str | None = None
    """The approved brief that a new one takes the place of."""


def analysis_of(store: Store, run_id: str) -> Analysis:
    """What a run found."""
    analysis = store.analyses.get(run_id)
    if analysis is None:
        raise NotFound(f"no analysis of run {run_id!r}; 'learnbrief run' makes one")
    return analysis


def drafted(workspace: Workspace, store: Store, run_id: str, place: Place, *, also: Sequence[Review] = ()) -> Views:
    """Both views, as material, reviews and settings stand now; `also` are reviews that are not kept yet."""
    found = analysis_of(store, run_id)
    material = material_in(store, found.scope)
    codebook = store.codebooks.get(store.analyses.run(run_id).codebook_version)
    before = read_brief(place.before.value) if place.before else None
    analysis = _as_it_stands(store, found, material, codebook, before)
    reviews = store.links.rekeyed([*store.reviews.all(), *also], material.excerpts)
    settings, run = workspace.settings, store.analyses.run(run_id)
    inputs = Inputs(
        title=title_of(analysis.scope, store, settings),
        analysis=analysis,
        documents=material.documents,
        excerpts=material.excerpts,
        tags=material.tags,
        codebook=codebook,
        programme=settings.as_programme(),
        participants=list(store.participants.all().values()),
        made=Made.by(run, at=_made_at(before, run_id), methods=analysis.methods),
        messages=_messages(analysis, material),
        reviews=reviews,
        surveys=waves_in(analysis.scope, store),
        member_checks=member_checks_in(store, analysis.scope),
        survey_themes=themes_by_wave(analysis.scope, store, codebook),
        k=settings.privacy.k,
        limits=skipped_in(analysis.scope, store),
        supersedes=place.before.supersedes if place.before else place.supersedes,
        identity=place.identity,
        kept_blind=store.blind.drawn({one.document_id for one in material.documents}, seed=settings.analysis.seed),
    )
    return Views(build_brief(inputs), build_brief(inputs, view="published"))


def _as_it_stands(
    store: Store, found: Analysis, material: Material, codebook: Codebook, before: Brief | None
) -> Analysis:
    """The analysis as it speaks of the texts of now, and the sources in which words were hidden or shown since."""
    present = {excerpt.excerpt_id for excerpt in material.excerpts}
    if not is_outdated(found, present):
        return found
    # findings are not made anew here: that takes minutes, and people have worked on these
    moves = store.moves(excerpts_of(found), material.excerpts, told=_stood(before))
    held = gather(material.documents, material.excerpts)
    carried = carried_over(found, moves, Ground(held, by_theme(held.evidence, material.tags), codebook))
    since = _changed_since(store, found, material)
    return replace(carried, methods={**found.methods, "carried": since} if since else found.methods)


def _stood(before: Brief | None) -> dict[str, Stretch]:
    """Where the brief quotes its excerpts from: a text that was cut anew holds them no more."""
    cited = evidence_of(before) if before else ()
    return {one.excerpt: Stretch(one.document, one.version, one.start, one.end) for one in cited}


def _changed_since(store: Store, found: Analysis, material: Material) -> str:
    inputs = store.analyses.run(found.run_id).inputs
    titles = [
        document.title
        for document in material.documents
        if source_line(document) not in inputs and any(line.startswith(f"{document.document_id} v") for line in inputs)
    ]
    if not titles:
        return ""
    return (
        f"After the findings were made, words were hidden or shown in: {'; '.join(titles)}. "
        "Findings and what evaluators did to them were carried over to the text as it is now."
    )


def _made_at(before: Brief | None, run_id: str) -> datetime:
    """A brief that is only brought up to date was made when its findings were."""
    return before.made.at if before and before.made.run == run_id else datetime.now(UTC).replace(microsecond=0)


def _messages(analysis: Analysis, material: Material) -> tuple[tuple[str, ...], str]:
    from learnbrief.nlp.findings import messages

    return messages(
        analysis.findings,
        {document.document_id: document for document in material.documents},
        {excerpt.excerpt_id: excerpt for excerpt in material.excerpts},
        scope_kind=analysis.scope.kind,
    )


def skipped_in(scope: Scope, store: Store) -> list[str]:
    """Files of the scope that were not taken in, each with its reason."""
    return [
        f"Not taken in: {entry['reason']}"
        for entry in store.skipped.all()
        if scope.kind != "event" or entry["event_id"] in (scope.event, None)
    ]
