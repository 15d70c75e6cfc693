"""From stored excerpts and tags to a stored analysis, made once from the same inputs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Excerpt, Programme
from learnbrief.corpus.finding import Analysis, Change, Finding, Links, Scope, Topic, spread_of
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.places import PlaceNames
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.store import Store, StoredModel
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.encoding import encoder_for, matrix_of
from learnbrief.flows.stages.judging import judge_of, judged
from learnbrief.flows.stages.member_checks import forms_about
from learnbrief.flows.stages.provenance import made_already, run_for
from learnbrief.flows.stages.scopes import Material, heard_by_then, material_in, previous_period, source_line
from learnbrief.flows.stages.tagging import tagger_name
from learnbrief.flows.stages.topics import still_there, topics_in
from learnbrief.flows.workspace.workspace import Workspace

if TYPE_CHECKING:
    from learnbrief.nlp.language.names import Names

FEWEST_SOURCES = 3
"""Sources of the whole programme in which a topic must have come up to be told as emerging."""
LEADING_WORDS = 4
"""Keywords that name a topic."""
MOST_EMERGING = 10


def keep_codebook(workspace: Workspace, store: Store) -> Codebook:
    """The codebook that counts: the file's newest edit, or the app's, whichever came later."""
    with store.writing():  # an edit that the app keeps meanwhile must not be put back to what was read before it
        store.codebooks.put(current_codebook(workspace, store), note="from codebook.yaml")
        return store.codebooks.current()


def current_codebook(workspace: Workspace, store: Store) -> Codebook:
    """The same, and the store stays as it is."""
    written = workspace.codebook
    known = {entry["version"] for entry in store.codebooks.history()}
    return store.codebooks.current() if written.version in known else written


def analyse_scope(workspace: Workspace, store: Store, scope: Scope) -> str:
    """The id of the stored analysis of this scope; work is done only where its inputs changed."""
    settings, codebook = workspace.settings, store.codebooks.current()
    encoder = encoder_for(settings, store)
    material, before = material_in(store, scope), _before(scope, store)
    known = still_there(store)
    topics, widely_heard = topics_in(known, material), heard_in_several_sources(known, store)
    tagger, judge = tagger_name(store, codebook, encoder), judge_of(settings)
    evaluators = evaluators_of(store, scope)
    run = run_for(
        settings, codebook, encoder, scope, material,
        tagger=tagger, topics=topics, before=before, edits=evaluators.in_words(),
    )  # fmt: skip
    run = replace(run, inputs=(*run.inputs, *map(source_line, forms_about(store, scope))))
    heard = heard_by_then(store, scope, material)
    if heard:
        run = replace(
            run,
            parameters=dict(run.parameters) | {"heard": content_hash(" ".join(one.excerpt_id for one in heard))[:12]},
        )
    run = replace(run, parameters=dict(run.parameters) | {"judge": judge.name}) if judge else run
    if standing := made_already(store, scope, run):
        return standing
    names = names_of(settings.as_programme())
    findings, word = judged(
        judge, store, material, lambda given: findings_of(scope, given, encoder, codebook, evaluators, names, heard)
    )
    methods = methods_of(
        tags=how_tagged(store.models.accepted(), codebook), changes=before is not None, copies=_copies(material)
    )
    analysis = Analysis(
        run.run_id,
        scope,
        findings,
        emerging=tuple(
            topic
            for topic in topics
            if topic.nearest_theme is None and topic.parent_theme is None and topic.topic_id in widely_heard
        ),
        subthemes=tuple(topic for topic in topics if topic.parent_theme is not None),
        changes=changes_of(scope, material, before, codebook),
        methods=methods | word,
    )
    store.analyses.put(run, analysis)
    return run.run_id


def heard_in_several_sources(topics: Sequence[Topic], store: Store) -> set[str]:
    """Ids of the emerging topics that are told: those raised by most sources, then collaboratives, then voices.

    One or two sources are a turn of phrase, not a matter; and excerpts that share none of the topic's leading words are
    held together by tone alone.
    """
    from learnbrief.nlp.language.placeholders import neutral
    from learnbrief.nlp.language.words import stem, stems

    told = [topic for topic in topics if topic.nearest_theme is None and topic.parent_theme is None]
    excerpts = store.excerpts.get({one for topic in told for one in topic.excerpts})
    cards = {card.document_id: card for card in store.documents.cards()}
    ranked: list[tuple[int, int, int, str]] = []
    for topic in told:
        held = [excerpts[one] for one in topic.excerpts]
        leading = {stem(word) for word in topic.keywords[:LEADING_WORDS]}
        sharing = [one for one in held if leading & set(stems(neutral(one.text)))]
        spread = spread_of(sharing, cards)
        if spread.documents >= FEWEST_SOURCES and 2 * len(sharing) > len(held):
            sources, collaboratives, voices = spread.rank
            ranked.append((-sources, -collaboratives, -voices, topic.topic_id))
    return {topic_id for *_, topic_id in sorted(ranked)[:MOST_EMERGING]}


def names_of(programme: Programme) -> "Names":
    """What the programme and its collaboratives are called, which is no content of what is said in it."""
    from learnbrief.nlp.language.names import Names

    return Names(PlaceNames(programme.collaboratives).written, programme.name)


def findings_of(
    scope: Scope,
    material: Material,
    encoder: Encoder,
    codebook: Codebook,
    evaluators: "Evaluators",
    names: "Names",
    heard: Sequence[Excerpt] = (),
) -> tuple[Finding, ...]:
    """What several people said alike, over all evidence of the scope; in a theme's own brief only that theme's.

    Of `heard`, what else had been said in the programme by then, it is only asked what of this others raised too.
    """
    from learnbrief.nlp.findings import Said, distil, reach

    evidence = [excerpt for excerpt in material.excerpts if excerpt.evidence]
    rows = matrix_of(encoder, evidence)
    found = distil(
        evidence,
        {document.document_id: document for document in material.documents},
        material.tags,
        {excerpt.excerpt_id: row for excerpt, row in zip(evidence, rows, strict=True)},
        codebook,
        encoder=encoder,
        links=evaluators.links,
        read=evaluators.read,
        before=evaluators.before,
        keep=evaluators.keep,
        names=names,
        reach=reach(Said(evidence, rows), Said(heard, matrix_of(encoder, heard)), names=names) if heard else None,
    )
    return tuple(finding for finding in found if scope.kind != "theme" or finding.theme == scope.theme)


@dataclass(frozen=True, slots=True)
class Evaluators:
    """What people have done so far that a new analysis goes on from."""

    links: Links = field(default_factory=Links)
    read: frozenset[str] = frozenset()
    """Excerpts a coder has finished with."""
    before: tuple[Finding, ...] = ()
    """Findings of the newest earlier analysis of the same scope."""
    keep: frozenset[str] = frozenset()
    """Findings that a person worded or pinned."""

    def in_words(self) -> str:
        """Changes when what people said does; what earlier runs found is not among it, so that a run repeats itself."""
        return repr((sorted(self.links.together), sorted(self.links.apart), sorted(self.read)))


def evaluators_of(store: Store, scope: Scope) -> Evaluators:
    """Links, read excerpts and earlier findings, as the store has them."""
    standing = store.reviews.standing()
    earlier = store.analyses.newest(scope)
    return Evaluators(
        links=store.links.current(),
        read=frozenset(store.tags.done()),
        before=_as_they_stand(store, earlier) if earlier else (),
        keep=frozenset(str(review.target) for review in standing if review.action in KEPT and review.target),
    )


def _as_they_stand(store: Store, earlier: Analysis) -> tuple[Finding, ...]:
    """Earlier findings with their evidence where it is now: words hidden meanwhile must not part them from their past."""
    from learnbrief.outputs.brief.carried import excerpts_of, moved_finding

    moves = store.moves(excerpts_of(earlier))
    return tuple(now for finding in earlier.findings if (now := moved_finding(finding, moves)))


KEPT = (Action.REWORD, Action.PIN, Action.HEADLINE, Action.MERGE, Action.START, Action.QUOTES)
"""What people do to a finding that must outlive its regrouping."""


def changes_of(scope: Scope, material: Material, before: Material | None, codebook: Codebook) -> tuple[Change, ...]:
    """Every theme against the period before; nothing where that period holds no material."""
    from learnbrief.nlp.change import changes

    earlier = previous_period(scope)
    if before is None or earlier is None:
        return ()
    documents = {one.document_id: one for one in (*before.documents, *material.documents)}
    return changes(
        (*before.excerpts, *material.excerpts), documents, (*before.tags, *material.tags), codebook,
        previous=_days(earlier), now=_days(scope),
    )  # fmt: skip


def _before(scope: Scope, store: Store) -> Material | None:
    earlier = previous_period(scope)
    material = material_in(store, earlier) if earlier and scope.kind in ("cohort", "collaborative") else None
    return material if material and material.excerpts else None


def _days(scope: Scope) -> tuple[date, date]:
    return scope.since or date.min, scope.until or date.max


def _copies(material: Material) -> int:
    """How many pieces of evidence only repeat another word for word."""
    from learnbrief.nlp.findings import without_copies

    evidence = [excerpt for excerpt in material.excerpts if excerpt.evidence]
    return len(evidence) - len(without_copies(evidence))


def how_tagged(model: StoredModel | None, codebook: Codebook) -> str:
    """Who suggested the themes, in words for a reader."""
    from learnbrief.nlp.tagging.labelled_lines import lines_for

    scores = model.scores if model else {}
    # taggers of before this was kept spoke for at least one theme, else nobody would have accepted them
    if model and any(one["takes_over"] for one in scores.get("decisions", [{"takes_over": True}])):
        return "Themes were suggested by a model that had learned from the evaluators' own coding."
    joined = max((one["coded"] for one in scores.get("examples", ()) if one["kept"]), default=0)
    ours = bool(codebook.topics) and bool(lines_for(codebook.topics))
    teachers = [
        "the codebook",
        *["example lines that come with learnbrief"] * ours,
        *[f"{joined:,} excerpts that evaluators had coded"] * bool(joined),
    ]
    named = " and ".join(filter(None, (", ".join(teachers[:-1]), teachers[-1])))
    sides = "" if ours else "; example lines that come with learnbrief taught the sides alone"
    return f"Themes were suggested from {named}{sides}{'' if joined else ': no coding had been learned from'}."


def methods_of(*, tags: str, changes: bool, copies: int = 0) -> dict[str, str]:
    """How it was done, in words for a reader."""
    told = {
        "excerpts": "Every source was cut into excerpts of one meaning each; each carries several themes or none.",
        "tags": tags,
        "findings": "All evidence was grouped by what it says, whatever its themes; groups on one subject were joined into "
        "matters, and every excerpt was held against the words that head its matter. Counts are of those who say these words; "
        "who only speaks of the same subject is counted beside them. Theme and side are the votes of their excerpts. Matters "
        "are ranked by events, then sources, collaboratives and voices, never by how often something was said. Told first as messages are words on a thing that many sources name in the same words, "
        "counted by who names it; then those whose words most other sources come near. "
        "What was said in other words may not have been recognised.",
    }
    if copies:
        times = "One excerpt repeats" if copies == 1 else f"{copies:,} excerpts repeat"
        told["copies"] = (
            f"{times} another, or notes the same utterance of one event, and count once in findings; tables count them where they stand."
        )
    if changes:
        told["changes"] = (
            "Change since the period before is told only where a stated test finds it, over all themes at once."
        )
    return told
