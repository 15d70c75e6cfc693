"""Things that many sources name, as a brief reports them, and as edits, hidden words, withdrawals and publishing leave them."""

from learnbrief.corpus.finding import Finding
from learnbrief.corpus.naming import names
from learnbrief.outputs.brief.material import Material
from learnbrief.outputs.brief.reported import Reach, ReportedFinding, ReportedSpoken
from learnbrief.outputs.brief.small_numbers import many, tells_few_apart

FEWEST = 2
"""Sources, or voices of one source, that must name a thing, or it is no more than what its headline says."""


def named_now(finding: Finding, heading: str, material: Material) -> tuple[str, ...]:
    """The excerpts whose text names the thing of a finding as it is now; none where its heading speaks of something else.

    An evaluator may have headed it otherwise, or words may be hidden since: then nothing is claimed of the thing.
    """
    spoken = finding.spoken
    told = finding.heading_from in ("clause", "evaluator")
    if spoken is None or not told or not names(spoken.words, heading):
        return ()
    held = (one for one in spoken.named_by if one in material.excerpts)
    return tuple(one for one in held if names(spoken.words, material.excerpts[one].text))


def reported_spoken(
    finding: Finding, naming: tuple[str, ...], reach: Reach, material: Material
) -> ReportedSpoken | None:
    """The thing with those who name it, and what others say beside the heading."""
    spoken = finding.spoken
    if spoken is None or not is_shared(reach):
        return None
    heads = {finding.clause.excerpt} if finding.clause else set()
    if told := finding.then_now:  # told as then and now, both are the headline
        heads |= {told.earlier.excerpt, told.later.excerpt}
    beside = (material.clause(one) for one in spoken.beside if one.excerpt in naming and one.excerpt not in heads)
    return ReportedSpoken(
        words=spoken.words,
        reach=reach,
        evidence=material.cite(naming),
        beside=tuple(one for one in beside if names(spoken.words, one.text)),
    )


def is_shared(reach: Reach) -> bool:
    """Whether enough name a thing for it to be told."""
    return any(isinstance(count, int) and count >= FEWEST for count in (reach.documents, reach.voices))


def is_the_thing(finding: ReportedFinding) -> bool:
    """Whether a published finding is headed by the thing that many name; a subject that heads one has no such thing."""
    return finding.spoken is not None and finding.heading_from == "composed"


def may_be_published(finding: ReportedFinding, k: int) -> bool:
    """Whether at least k voices name the thing of a finding, and nobody can work out the few who only name it.

    Beside each count that is told of the finding, of its statement and of its subject, those who name the thing alone must be none,
    or k and more.
    """
    if finding.spoken is None or not many(finding.spoken.reach.voices, k):
        return False
    told = [reach for reach in (finding.reach, finding.spread) if many(reach.voices, k)]
    return not any(tells_few_apart(finding.spoken.reach, reach, k) for reach in told)
