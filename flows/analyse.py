"""From stored excerpts to a stored analysis: vectors, tags, findings; each stage keeps what it did."""

import platform
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from corpus.codebook import Codebook
from corpus.document import Excerpt
from corpus.finding import Analysis, Run, Scope, Topic
from corpus.identity import content_hash
from corpus.services import Encoder, Vectors
from corpus.store import Store
from flows.progress import watcher
from flows.scopes import Material, material_of, snapshot, source_line
from flows.settings import Settings
from flows.tagging import tagger_name
from flows.workspace import Workspace

COUNTED_PACKAGES = ("learnbrief", "numpy", "onnxruntime", "scikit-learn", "scipy", "spacy", "tokenizers")


@lru_cache(maxsize=2)
def _bare_encoder(setting: str) -> Encoder:
    from nlp.encode import encoder_from

    return encoder_from(setting)


def encoder_for(settings: Settings, store: Store) -> Encoder:
    """The encoder of the settings, asking the store first: a text is encoded once, ever."""
    from nlp.encode import CachedEncoder

    return CachedEncoder(_bare_encoder(settings.analysis.encoder), store.vectors.get, store.vectors.put)


def unencoded(workspace: Workspace, store: Store) -> list[Excerpt]:
    """The current excerpts whose vectors are not in the store yet."""
    excerpts = store.excerpts.current()
    known = store.vectors.get(encoder_for(workspace.settings, store).name, [excerpt.text for excerpt in excerpts])
    return [excerpt for excerpt in excerpts if excerpt.text not in known]


def encode(workspace: Workspace, store: Store, excerpts: Sequence[Excerpt]) -> None:
    """These excerpts' vectors are in the store."""
    encoder_for(workspace.settings, store).encode([excerpt.text for excerpt in excerpts])
    watcher().advance(len(excerpts))


def matrix_of(encoder: Encoder, excerpts: Sequence[Excerpt]) -> Vectors:
    """One row per excerpt."""
    return encoder.encode([excerpt.text for excerpt in excerpts])


def vectors_of(encoder: Encoder, excerpts: Sequence[Excerpt]) -> dict[str, Vectors]:
    """One vector per excerpt id."""
    rows = matrix_of(encoder, excerpts)
    return {excerpt.excerpt_id: row for excerpt, row in zip(excerpts, rows, strict=True)}


def keep_codebook(workspace: Workspace, store: Store) -> Codebook:
    """The codebook that counts: the file's newest edit, or the app's, whichever came later."""
    written = workspace.codebook
    known = {entry["version"] for entry in store.codebooks.history()}
    if written.version not in known:
        store.codebooks.put(written, note="from codebook.yaml")
    return store.codebooks.current()


def run_for(
    settings: Settings,
    codebook: Codebook,
    encoder: Encoder,
    scope: Scope,
    material: Material,
    *,
    tagger: str,
    topics: Sequence[Topic] = (),
) -> Run:
    """What an analysis of this material would be made from; the same material and settings give the same id."""
    return Run(
        inputs=(*map(source_line, material.documents), _readings(material), _codings(material)),
        codebook_version=codebook.version,
        encoder=encoder.name,
        parameters={
            "scope": "|".join(
                str(part)
                for part in (scope.kind, scope.event, scope.collaborative, scope.theme, scope.since, scope.until)
            ),
            "facilitator_is_evidence": settings.privacy.facilitator_is_evidence,
            "topics": content_hash(repr([(topic.topic_id, topic.label, topic.excerpts) for topic in topics]))[:12],
        },
        packages=_versions(),
        seed=settings.analysis.seed,
        tagger=tagger,
    )


def _readings(material: Material) -> str:
    """Changes when an excerpt, its voice or its standing as evidence does."""
    told = [
        f"{one.excerpt_id} {one.voice.voice_id} {one.role} {one.collaborative} {one.evidence}"
        for one in material.excerpts
    ]
    return f"excerpts {content_hash(chr(10).join(told))}"


def _codings(material: Material) -> str:
    """Changes when a person's decision on a tag does."""
    told = [f"{tag.excerpt_id} {tag.theme} {tag.status}" for tag in material.tags if tag.checked]
    return f"codings {content_hash(chr(10).join(told))}"


@lru_cache(maxsize=1)
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in COUNTED_PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an optional one that is not installed took no part
            continue
    return found


def topics_after_workshop(workspace: Workspace, store: Store) -> None:
    """New excerpts that no theme explains join the topics that exist; none is founded, split or renamed."""
    from nlp.topics import assign

    known = [topic for topic in _still_there(store) if topic.parent_theme is None]
    if not known:
        return
    encoder = encoder_for(workspace.settings, store)
    left = _unexplained(store)
    grown = assign(left, matrix_of(encoder, left), known).topics
    others = [topic for topic in store.topics.current() if topic.parent_theme is not None]
    if {topic.topic_id: topic.excerpts for topic in grown} != {topic.topic_id: topic.excerpts for topic in known}:
        store.topics.put([*grown, *others])


def topics_of_the_month(workspace: Workspace, store: Store) -> str:
    """Topics and sub-themes are found anew where material or codebook changed since; the id of that discovery."""
    from nlp.topics import discover, subthemes

    settings, codebook, everything = workspace.settings, store.codebooks.current(), snapshot(store)
    encoder = encoder_for(settings, store)
    material = material_of(Scope("cohort"), everything)
    run = run_for(settings, codebook, encoder, Scope("topics"), material, tagger=tagger_name(store, codebook, encoder))
    if store.analyses.get(run.run_id) is not None:
        return run.run_id
    before, left = _still_there(store), _unexplained(store)
    roots = [topic for topic in before if topic.parent_theme is None]
    found = discover(
        left, matrix_of(encoder, left), previous=roots, codebook=codebook, encoder=encoder, seed=settings.analysis.seed
    )
    evidence = [excerpt for excerpt in material.excerpts if excerpt.evidence]
    within = subthemes(
        evidence, matrix_of(encoder, evidence), material.tags, codebook,
        previous=before, encoder=encoder, seed=settings.analysis.seed,
    )  # fmt: skip
    with store.transaction():  # both or neither: a discovery repeated on its own result would tell a different history
        store.topics.put([*found.topics, *within])
        store.analyses.put(
            run, Analysis(run.run_id, Scope("topics"), (), found.topics, within, methods={"topics": found.method})
        )
    return run.run_id


def _still_there(store: Store) -> list[Topic]:
    """The current topics without excerpts that were cut anew or withdrawn."""
    now = {excerpt.excerpt_id for excerpt in store.excerpts.current()}
    kept = [
        replace(topic, excerpts=tuple(one for one in topic.excerpts if one in now)) for topic in store.topics.current()
    ]
    return [topic for topic in kept if topic.excerpts]


def _unexplained(store: Store) -> list[Excerpt]:
    from nlp.topics import residue

    return residue(store.excerpts.current(), store.tags.effective(), store.codebooks.current())


def _topics_in(topics: Iterable[Topic], material: Material) -> tuple[Topic, ...]:
    """The topics as far as they lie in this material."""
    inside = {excerpt.excerpt_id for excerpt in material.excerpts}
    cut = [replace(topic, excerpts=tuple(one for one in topic.excerpts if one in inside)) for topic in topics]
    return tuple(topic for topic in cut if topic.excerpts)


def analyse_scope(workspace: Workspace, store: Store, scope: Scope) -> str:
    """The id of the stored analysis of this scope; work is done only where its inputs changed."""
    from nlp.findings import distil

    settings, codebook = workspace.settings, store.codebooks.current()
    encoder = encoder_for(settings, store)
    material = material_of(scope, snapshot(store))
    topics = _topics_in(_still_there(store), material)
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
