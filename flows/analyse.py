"""From stored excerpts and tags to a stored analysis, made once from the same inputs."""

from corpus.codebook import Codebook
from corpus.finding import Analysis, Scope
from corpus.store import Store
from flows.encoding import encoder_for, vectors_of
from flows.runs import run_for
from flows.scopes import material_of, snapshot
from flows.tagging import tagger_name
from flows.topics import still_there, topics_in
from flows.workspace import Workspace


def keep_codebook(workspace: Workspace, store: Store) -> Codebook:
    """The codebook that counts: the file's newest edit, or the app's, whichever came later."""
    written = workspace.codebook
    known = {entry["version"] for entry in store.codebooks.history()}
    if written.version not in known:
        store.codebooks.put(written, note="from codebook.yaml")
    return store.codebooks.current()


def analyse_scope(workspace: Workspace, store: Store, scope: Scope) -> str:
    """The id of the stored analysis of this scope; work is done only where its inputs changed."""
    from nlp.findings import distil

    settings, codebook = workspace.settings, store.codebooks.current()
    encoder = encoder_for(settings, store)
    material = material_of(scope, snapshot(store))
    topics = topics_in(still_there(store), material)
    tagger = tagger_name(store, codebook, encoder)
    run = run_for(settings, codebook, encoder, scope, material, tagger=tagger, topics=topics)
    if store.analyses.get(run.run_id) is not None:
        return run.run_id
    findings = distil(
        material.excerpts,
        {document.document_id: document for document in material.documents},
        material.tags,
        vectors_of(encoder, material.excerpts),
        codebook,
    )
    if scope.kind == "theme":
        findings = tuple(finding for finding in findings if finding.theme == scope.theme)
    analysis = Analysis(
        run.run_id,
        scope,
        findings,
        emerging=tuple(topic for topic in topics if topic.nearest_theme is None and topic.parent_theme is None),
        subthemes=tuple(topic for topic in topics if topic.parent_theme is not None),
    )
    store.analyses.put(run, analysis)
    return run.run_id
