"""Identity: a matter keeps its id from run to run, so that what people did to it outlives new material."""

from collections.abc import Sequence
from dataclasses import replace

from learnbrief.corpus.finding import Finding
from learnbrief.corpus.identity import stable_id

SAME = 0.5
"""Share of an earlier finding's remaining evidence, or of the new one's, that must be common."""


def with_identities(
    found: Sequence[Finding], before: Sequence[Finding], *, keep: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """The findings, each under the id of the earlier one that it goes on from, where there is one.

    Each earlier id is given once, to the finding that shares most with it; those in `keep` choose first and go on from any
    common excerpt.
    """
    given: dict[int, str] = {}
    pairs = []
    for old in before:
        own = set(old.evidence)
        for at, new in enumerate(found):
            common = len(own & set(new.evidence))
            kept = old.finding_id in keep
            if common and (kept or (common >= SAME * min(len(own), len(new.evidence)) and common >= SAME * len(own))):
                pairs.append((not kept, -common / len(own | set(new.evidence)), old.finding_id, at))
    for _, _, identity, at in sorted(pairs):
        if at not in given and identity not in given.values():
            given[at] = identity
    taken = set(given.values())
    fresh = [one if at in given else _unlike(one, taken) for at, one in enumerate(found)]
    return tuple(replace(one, identity=given[at]) if at in given else one for at, one in enumerate(fresh))


def _unlike(finding: Finding, taken: set[str]) -> Finding:
    """A new finding whose own id happens to be that of one that went elsewhere gets another."""
    if finding.finding_id not in taken:
        return finding
    return replace(finding, identity=stable_id("f", sorted(finding.evidence), "again"))
