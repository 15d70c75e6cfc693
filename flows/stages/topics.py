"""The topics stage: new excerpts join topics after a workshop, topics are found in the monthly run."""

from collections.abc import Iterable
from dataclasses import replace

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt
from learnbrief.corpus.finding import Analysis, Scope, Topic
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.flows.stages.encoding import encoder_for, matrix_of
from learnbrief.flows.stages.provenance import made_already, run_for
from learnbrief.flows.stages.scopes import Material, material_of, snapshot, source_line
from learnbrief.flows.stages.tagging import tagger_name
from learnbrief.flows.workspace.workspace import Workspace


def topics_after_workshop(workspace: Workspace, store: Store) -> None:
    """New excerpts that no theme explains join the topics that exist; none is founded, split or renamed."""
    from learnbrief.nlp.topics import assign

    known = [topic for topic in still_there(store) if topic.parent_theme is None]
    if not known:
        return
    encoder = encoder_for(workspace.settings, store)
    excerpts = [*_held(store, known), *_added_since_discovery(store)]
    left = _unexplained(excerpts, store.tags.effective_on(excerpts), store.codebooks.current())
    grown = assign(left, matrix_of(encoder, left), known).topics
    others = [topic for topic in store.topics.current() if topic.parent_theme is not None]
    if {topic.topic_id: topic.excerpts for topic in grown} != {topic.topic_id: topic.excerpts for topic in known}:
        store.topics.put([*grown, *others])


def topics_of_the_month(workspace: Workspace, store: Store) -> str:
    """Topics and sub-themes are found anew where material or codebook changed since; the id of that discovery."""
    from learnbrief.nlp.topics import emerging, subthemes

    settings, codebook, everything = workspace.settings, store.codebooks.current(), snapshot(store)
    encoder = encoder_for(settings, store)
    material = material_of(Scope("cohort"), everything)
    run = run_for(settings, codebook, encoder, Scope("topics"), material, tagger=tagger_name(store, codebook, encoder))
    if known := made_already(store, Scope("topics"), run):
        return known
    tags = [tag for held in everything.tags.values() for tag in held]
    before, left = still_there(store), _unexplained(everything.excerpts, tags, codebook)
    roots = [topic for topic in before if topic.parent_theme is None]
    found = emerging(left, matrix_of(encoder, left), material.tags, codebook, encoder, previous=roots)
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


def still_there(store: Store) -> list[Topic]:
    """The current topics without excerpts that were cut anew or withdrawn."""
    current = store.topics.current()
    now = store.excerpts.still(one for topic in current for one in topic.excerpts)
    kept = [replace(topic, excerpts=tuple(one for one in topic.excerpts if one in now)) for topic in current]
    return [topic for topic in kept if topic.excerpts]


def _held(store: Store, topics: Iterable[Topic]) -> list[Excerpt]:
    return list(store.excerpts.get({one for topic in topics for one in topic.excerpts}).values())


def _added_since_discovery(store: Store) -> list[Excerpt]:
    """Excerpts of sources that the last discovery has not read: what it left out then stays out until the next one."""
    last = store.analyses.newest(Scope("topics"))
    read = store.analyses.inputs([last.run_id]).get(last.run_id, set()) if last else set()
    return store.excerpts.current(
        {card.document_id for card in store.documents.cards() if source_line(card) not in read}
    )


def _unexplained(excerpts: Iterable[Excerpt], tags: Iterable[EffectiveTag], codebook: Codebook) -> list[Excerpt]:
    """A line that stands in every file ('Status: draft') is said once, and so is no matter that many raise."""
    from learnbrief.nlp.findings import without_copies
    from learnbrief.nlp.topics import residue

    each = {excerpt.excerpt_id: excerpt for excerpt in excerpts}
    return without_copies(residue(each.values(), tags, codebook))


def topics_in(topics: Iterable[Topic], material: Material) -> tuple[Topic, ...]:
    """The topics as far as they lie in this material."""
    inside = {excerpt.excerpt_id for excerpt in material.excerpts}
    cut = [replace(topic, excerpts=tuple(one for one in topic.excerpts if one in inside)) for topic in topics]
    return tuple(topic for topic in cut if topic.excerpts)
