"""The judge's vote in an analysis: asked of the excerpts that carry findings, kept by text, weighed beside what is suggested."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from learnbrief.corpus.finding import Finding
from learnbrief.corpus.stance import Stance
from learnbrief.corpus.store import Store
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus
from learnbrief.flows.stages.progress import announce, watcher
from learnbrief.flows.stages.scopes import Material
from learnbrief.flows.workspace.settings import Settings

if TYPE_CHECKING:
    from learnbrief.nlp.judge import Judge

JUDGED = (Stance.BARRIER.value, Stance.ENABLER.value)
"""Whether something is to be done or asked is read from the words themselves; the judge is asked which way it weighs."""


def judge_of(settings: Settings) -> "Judge | None":
    """The judge that the settings name; none is the usual."""
    from learnbrief.nlp.judge import Judge

    return Judge(settings.model.server, settings.model.name) if settings.model.server else None


def judged(
    judge: "Judge | None", store: Store, material: Material, find: Callable[[Material], tuple[Finding, ...]]
) -> tuple[tuple[Finding, ...], dict[str, str]]:
    """What is found in the material, with the judge's word where there is one, and the line of the method that tells it.

    Found once without it, to know what carries findings: it is slow, and is asked of nothing else.
    """
    findings = find(material)
    if judge is None:
        return findings, {}
    heard, answered = with_verdicts(judge, store, material, findings)
    return find(heard), told_of(judge, answered)


def with_verdicts(
    judge: "Judge", store: Store, material: Material, findings: Iterable[Finding]
) -> tuple[Material, int]:
    """The material with the judge's word on the sides of what carries findings or speaks against them, and of how many it told one.

    Its word counts as half, what is suggested as the other half; where a person has decided on a side, nobody is asked.
    """
    carried = {one for finding in findings for one in (*finding.evidence, *finding.counter)}
    settled = {tag.excerpt_id for tag in material.tags if tag.checked and tag.theme in set(Stance)}
    asked = [one for one in material.excerpts if one.excerpt_id in carried - settled - store.tags.done()]
    said = _kept_or_asked(judge, store, [one.text for one in asked])
    verdicts = {one.excerpt_id: said[one.text] for one in asked if sum(said[one.text])}
    return replace(material, tags=tuple(_weighed(material.tags, verdicts))), len(verdicts)


def told_of(judge: "Judge", answered: int) -> dict[str, str]:
    """The line of a brief's method."""
    return {
        "judge": f"A language model ({judge.model}) was asked on which side the excerpts stand that carry findings or speak against "
        f"them, and told it of {answered:,}. There its word counted half, what was suggested without it the other half; where a "
        "person had decided, it was not asked."
    }


def _kept_or_asked(judge: "Judge", store: Store, texts: Sequence[str]) -> dict[str, list[float]]:
    """A verdict per text; each is kept as it comes, so that a run that is cut short asks nothing twice."""
    known = store.vectors.get(judge.name, texts)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    announce(f"Asking {judge.model}", len(new))
    for text in new:
        known[text] = judge.verdicts([text])[0]
        store.vectors.put(judge.name, {text: known[text]})
        watcher().advance()
    return {text: [float(weight) for weight in row] for text, row in known.items()}


def _weighed(tags: Iterable[EffectiveTag], verdicts: dict[str, list[float]]) -> Iterable[EffectiveTag]:
    """The tags, with suggested sides of judged excerpts half their own score and half the judge's."""
    from learnbrief.nlp.judge import SIDES

    own = dict[tuple[str, str], float]()
    for tag in tags:
        if tag.excerpt_id in verdicts and tag.theme in JUDGED:
            own[tag.excerpt_id, tag.theme] = tag.score or 0.0
        else:
            yield tag
    for excerpt_id, verdict in verdicts.items():
        for side in JUDGED:
            score = (own.get((excerpt_id, side), 0.0) + verdict[SIDES.index(side)]) / 2
            yield EffectiveTag(excerpt_id, side, TagStatus.SUGGESTED, Band.REVIEW, score, ScoreKind.SIMILARITY)
