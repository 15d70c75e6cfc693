"""Building a brief from plain values: material in, one checked `Brief` out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.counting import by_theme
from learnbrief.corpus.document import Excerpt, Programme
from learnbrief.corpus.finding import Analysis, spread_of
from learnbrief.corpus.surveys import WaveCount, WaveThemes
from learnbrief.corpus.tag import Action, EffectiveTag, Review, TagStatus, standing
from learnbrief.corpus.titles import titles_apart
from learnbrief.outputs.brief.brief import (
    AnswerChange,
    Base,
    Brief,
    Checks,
    CodebookLine,
    CollaborativeLine,
    ProgrammeLine,
    Status,
    SurveyShares,
    SurveyWave,
    ThemesByWave,
    View,
    most_messages,
)
from learnbrief.outputs.brief.findings import emerging_of, reported
from learnbrief.outputs.brief.heard import all_heard, base_of, shift_of, standing_of, unheard_in
from learnbrief.outputs.brief.inputs import Inputs
from learnbrief.outputs.brief.material import Material, gather
from learnbrief.outputs.brief.mending import Ground
from learnbrief.outputs.brief.published import publish
from learnbrief.outputs.brief.reviews import Edited, edit, written
from learnbrief.outputs.brief.spared import sparing

__all__ = ["build_brief"]


def build_brief(inputs: Inputs, *, view: View = "internal") -> Brief:
    """One brief for one scope; refused when any words are not the frozen text's.

    Reviews decide the status: signed off is approved, edited is in review, anything else is a draft.
    """
    material, analysis, about = gather(inputs.documents, inputs.excerpts), inputs.analysis, inputs.names
    kept = standing(inputs.reviews)
    carried = by_theme(material.evidence, inputs.tags, bands=inputs.bands)
    ground = Ground(material, carried, inputs.codebook)
    findings = [sparing(finding, inputs.kept_blind, ground) for finding in analysis.findings]
    edited = edit(findings, inputs.messages[0], kept, about, ground)
    checks = _checks(material, inputs.tags, kept, edited, about)
    themes, stances = all_heard(inputs.codebook, material, carried, inputs.tags, edited.findings, analysis.changes)
    heard = spread_of(material.evidence, material.documents)
    brief = Brief(
        id=inputs.id_of(view),
        title=inputs.title,
        status=_status(checks, edited),
        view="internal",
        k=inputs.k,
        scope=inputs.scope,
        programme=_programme_line(inputs.programme),
        made=replace(inputs.made, methods=dict(analysis.methods) or inputs.made.methods),
        base=_base(inputs, material, carried, kept),
        messages=edited.messages[: most_messages(inputs.scope.kind)],
        messages_note=inputs.messages[1],
        themes=themes,
        stances=stances,
        findings=tuple(
            reported(
                finding,
                material,
                heard,
                counter_confirmed=edited.confirmed_counter.get(finding.finding_id, ()),
                family=inputs.scope.role,
            )
            for finding in edited.findings
        ),
        emerging=emerging_of(analysis.emerging, edited.findings, material),
        limits=_limits(analysis, inputs.limits, material, checks, edited),
        checks=checks,
        written=written(kept, about),
        surveys=_shares(inputs.surveys),
        survey_themes=_themes_by_wave(inputs.survey_themes),
        codebook=tuple(_codebook_lines(inputs.codebook)),
        supersedes=inputs.supersedes,
        member_checks=inputs.member_checks,
    )
    brief = replace(brief, base=replace(brief.base, not_heard=unheard_in(brief)))
    if view == "internal":
        return brief
    voices = standing_of(carried, edited.findings, material)
    return publish(brief, participants=inputs.participants, standing=voices, released=edited.released)


def _base(
    inputs: Inputs, material: Material, carried: Mapping[str, Sequence[Excerpt]], reviews: Sequence[Review]
) -> Base:
    """What the brief rests on; a theme in depth rests on what carries the theme."""
    in_depth = inputs.scope.kind == "theme"
    return base_of(
        material,
        carried.get(inputs.scope.theme or "", []) if in_depth else material.evidence,
        programme=inputs.programme,
        participants=inputs.participants,
        scope=inputs.scope,
        confirmed=_confirmed(reviews),
    )


def _checks(
    material: Material, tags: Sequence[EffectiveTag], reviews: Sequence[Review], edited: Edited, about: set[str]
) -> Checks:
    own = [tag for tag in tags if tag.excerpt_id in material.excerpts]
    statuses = [tag.status for tag in own]
    signed = [review for review in reviews if review.action is Action.SIGN_OFF and review.target in about]
    confirmed = _confirmed(reviews)
    chosen = {review.target for review in reviews if review.action is Action.HEADLINE}
    judged = {
        (review.target, str(review.payload.get("excerpt")))
        for review in reviews
        if review.action in (Action.CONFIRM_COUNTER, Action.DISMISS_COUNTER)
    }
    return Checks(
        tags=len(own),
        tags_accepted=statuses.count(TagStatus.ACCEPTED),
        tags_rejected=statuses.count(TagStatus.REJECTED),
        tags_added=statuses.count(TagStatus.ADDED),
        tags_open=statuses.count(TagStatus.SUGGESTED),
        headings=sum(
            finding.heading_from == "evaluator" or finding.finding_id in chosen for finding in edited.findings
        ),
        held=_held(reviews, edited),
        documents=len(material.documents),
        documents_confirmed=sum(
            (document.document_id, document.version) in confirmed for document in material.documents.values()
        ),
        counter_checked=sum(target in {finding.finding_id for finding in edited.findings} for target, _ in judged),
        signed_off_by=signed[-1].coder if signed else None,
        signed_off_at=signed[-1].made_at if signed else None,
    )


def _held(reviews: Sequence[Review], edited: Edited) -> int:
    """Findings headed by an evaluator's words that were held against the evidence when they were kept."""
    held = {
        " ".join(str(review.payload["heading"]).split())
        for review in reviews
        if "held" in review.payload and review.action is Action.REWORD
    }
    return sum(finding.heading_from == "evaluator" and finding.heading in held for finding in edited.findings)


def _confirmed(reviews: Sequence[Review]) -> set[tuple[str, int]]:
    return {
        (review.document_id, review.version or 1)
        for review in reviews
        if review.action is Action.CONFIRM and review.document_id
    }


def _status(checks: Checks, edited: Edited) -> Status:
    if checks.signed_off_by:
        return "approved"
    return "in review" if edited.touched else "draft"


def _limits(
    analysis: Analysis, given: Sequence[str], material: Material, checks: Checks, edited: Edited
) -> tuple[str, ...]:
    documents = len(material.documents)
    silent = [
        document.title
        for document in material.documents.values()
        if not any(excerpt.document_id == document.document_id for excerpt in material.evidence)
    ]
    own = []
    if checks.documents_confirmed < documents:
        waiting = documents - checks.documents_confirmed
        own.append(
            f"No person has yet checked that names and places are removed from {waiting} of {documents} sources."
        )
    if checks.tags_open:
        own.append(
            f"{checks.tags_open} of {checks.tags} themes suggested by a model have not been checked by a person."
        )
    if silent:
        own.append(f"Read but not counted, as they hold no participant's words: {'; '.join(silent)}.")
    if edited.dropped:
        points = "1 finding was" if edited.dropped == 1 else f"{edited.dropped} findings were"
        own.append(f"{points} left out by an evaluator.")
    return tuple(dict.fromkeys([*given, *analysis.limits, *own, *_as_read(material)]))


def _as_read(material: Material) -> list[str]:
    """What reading a source left out or changed: it outlasts the run, since readers judge the brief long after it."""
    titles = titles_apart(material.documents.values())
    lost: dict[str, list[str]] = {}
    for key, document in material.documents.items():
        for warning in document.warnings:
            lost.setdefault(warning, []).append(titles[key])
    return [f"As read: {warning} ({'; '.join(sources)})." for warning, sources in lost.items()]


def _programme_line(programme: Programme) -> ProgrammeLine:
    lines = tuple(
        CollaborativeLine(slug=one.slug, name=one.name, short=one.short, kind=one.kind, priority=one.priority)
        for one in programme.collaboratives
    )
    return ProgrammeLine(name=programme.name, collaboratives=lines, language=programme.language)


def _codebook_lines(codebook: Codebook) -> Iterable[CodebookLine]:
    for theme in codebook.themes:
        yield CodebookLine(
            slug=theme.slug,
            name=theme.name,
            facet=theme.facet.value,
            parent=theme.parent,
            definition=theme.definition,
            include=theme.include,
            exclude=theme.exclude,
            section=theme.section,
        )


def _shares(counts: Sequence[WaveCount]) -> tuple[SurveyShares, ...]:
    questions = dict.fromkeys(count.question for count in counts)
    return tuple(
        SurveyShares(
            question=question,
            waves=tuple(
                SurveyWave(
                    wave=count.wave,
                    asked=count.base,
                    answered=count.answered,
                    counts=dict(count.counts),
                    changes={
                        one.theme: AnswerChange(verdict=one.verdict.value, test=one.test, p_value=one.p_value)
                        for one in count.changes
                    },
                )
                for count in counts
                if count.question == question
            ),
        )
        for question in questions
    )


def _themes_by_wave(found: WaveThemes | None) -> ThemesByWave | None:
    if found is None:
        return None
    shifts = {change.theme: shift_of(change) for change in found.changes}
    return ThemesByWave(earlier=found.earlier, later=found.later, shifts=shifts)
