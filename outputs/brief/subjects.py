"""Subjects over matters of several sides: they stand as long as the evidence speaks of them."""

from dataclasses import replace

from learnbrief.corpus.finding import Finding
from learnbrief.outputs.brief.mending import Ground, named_by_theme


def is_spoken_of(subject: str, finding: Finding, ground: Ground) -> bool:
    """Whether the evidence says the subject word for word, or the finding's theme is called so.

    A word may have been hidden since: then it must not live on over the finding.
    """
    said = " ".join(excerpt.text for excerpt in ground.material.of(finding.evidence))
    return subject.casefold() in said.casefold() or subject == named_by_theme(finding.theme, ground)


def under_subject(finding: Finding, subject: str, ground: Ground) -> Finding:
    """The finding under a subject that somebody accepted, where it has several sides and still speaks of it."""
    sides = {point.stance for point in finding.points}
    if len(sides) < 2 or not is_spoken_of(subject, finding, ground):
        return finding
    return replace(finding, heading=subject, heading_from="composed", clause=None)
