"""What others say near a headline and the things that many name, as a brief reports them, and as edits, hidden words, withdrawals and publishing leave them."""

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
    if spoken is None or not spoken.words or not _is_told(finding) or not names(spoken.words, heading):
        return ()
    held = (one for one in spoken.named_by if one in material.excerpts)
    return tuple(one for one in held if names(spoken.words, material.excerpts[one].text))


def reported_spoken(
    finding: Finding, naming: tuple[str, ...], reach: Reach, material: Material
) -> ReportedSpoken | None:
    """Who comes near the heading and what they say, and the thing with those who name it."""
    spoken = finding.spoken
    if spoken is None or not _is_told(finding):
        return None
    shared = is_shared(reach)
    heads = {finding.clause.excerpt} if finding.clause else set()
    if told := finding.then_now:  # told as then and now, both are the headline
        heads |= {told.earlier.excerpt, told.later.excerpt}
    counted = {one.document_id for one in material.of(finding.stated_by)} if len(finding.stated_by) > 1 else set()
    present = (one for one in spoken.near if one in material.excerpts and one not in heads)
    # who is counted under the heading says it, and stands with its quotes
    near = tuple(one for one in present if material.excerpts[one].document_id not in counted)
    able = {*near, *(naming if shared else ())} - heads
    beside = tuple(material.clause(one) for one in spoken.beside if one.excerpt in able)
    if not shared and not near:
        return None
    return ReportedSpoken(
        words=spoken.words if shared else "",
        reach=reach,
        evidence=material.cite(naming) if shared else (),
        beside=beside,
        near=material.cite(near),
        likely={one: spoken.likely[one] for one in near if one in spoken.likely},
    )


def _is_told(finding: Finding) -> bool:
    """Whether words head it that others can come near: a subject of several sides, or theme and side, are none."""
    return finding.heading_from in ("clause", "evaluator")


def is_shared(reach: Reach) -> bool:
    """Whether enough name a thing for it to be told."""
    return any(isinstance(count, int) and count >= FEWEST for count in (reach.documents, reach.voices))


def is_the_thing(finding: ReportedFinding) -> bool:
    """Whether a published finding is headed by the thing that many name; a subject that heads one has no such thing."""
    return finding.thing is not None and finding.heading_from == "composed"


def may_be_published(finding: ReportedFinding, k: int) -> bool:
    """Whether at least k voices name the thing of a finding, and nobody can work out the few who only name it.

    Beside each count that is told of the finding, of its statement and of its subject, those who name the thing alone must be none,
    or k and more.
    """
    thing = finding.thing
    if thing is None or not many(thing.reach.voices, k):
        return False
    told = [reach for reach in (finding.reach, finding.spread) if many(reach.voices, k)]
    return not any(tells_few_apart(thing.reach, reach, k) for reach in told)
