"""Messages: the three to five findings that a board would read first."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from corpus.counting import holds
from corpus.finding import Finding
from corpus.tag import FAIRLY_SURE, LIKELY, Band, EffectiveTag

FEWEST, MOST = 3, 5
WELL = (2 * LIKELY + FAIRLY_SURE) / 3
"""Mean score from which a point is well tagged although no single tag of it is sure."""


def messages(
    findings: Sequence[Finding], tags: Iterable[EffectiveTag] = (), *, most: int = MOST
) -> tuple[tuple[str, ...], str]:
    """Ids of up to five findings, best spread first and spread over themes and stances, and why if fewer than three.

    With `tags` given, a point comes after all others if none of its excerpts is tagged for certain with its theme and they are
    not all in all well tagged with it: what only doubtful suggestions carry is not what a board should read first.
    """
    held = [tag for tag in tags if holds(tag)]
    certain = {(tag.excerpt_id, tag.theme) for tag in held if holds(tag, frozenset({Band.SURE}))}
    scores = {(tag.excerpt_id, tag.theme): tag.score or 0.0 for tag in held}
    firm = [finding for finding in findings if not finding.tentative and finding.stance != "question"]
    backed = [finding for finding in firm if _backed(finding, certain, scores)]
    firm = backed if len(backed) >= FEWEST else backed + [finding for finding in firm if finding not in backed]
    chosen: list[Finding] = []
    while len(chosen) < most and len(chosen) < len(firm):
        rest = [finding for finding in firm if finding not in chosen]
        chosen.append(min(rest, key=lambda finding: (_repeats(finding, chosen), firm.index(finding))))
        if _repeats(chosen[-1], chosen[:-1]) > 1 and len(chosen) > FEWEST:
            chosen.pop()
            break
    ordered = sorted(chosen, key=findings.index)
    return tuple(finding.finding_id for finding in ordered), _note(len(ordered), len(findings))


def _backed(finding: Finding, certain: Collection[tuple[str, str]], scores: Mapping[tuple[str, str], float]) -> bool:
    tagged = [(one, finding.theme) for one in finding.evidence]
    return any(one in certain for one in tagged) or sum(scores.get(one, 0.0) for one in tagged) >= WELL * len(tagged)


def _repeats(finding: Finding, chosen: Sequence[Finding]) -> int:
    """How much of a finding is told already or tells a board little; its theme again weighs most."""
    themes = sum(other.theme == finding.theme for other in chosen)
    stances = sum(other.stance == finding.stance for other in chosen)
    vague = finding.stance is None or not finding.key_phrase
    return 2 * themes + (stances >= 2) + vague


def _note(chosen: int, findings: int) -> str:
    if chosen >= FEWEST:
        return ""
    if not findings:
        return "No finding could be drawn from this material."
    rest = "no point was" if chosen == 0 else "only one point was" if chosen == 1 else "only two points were"
    return f"Fewer than three messages: {rest} made by more than one voice, and in more than one source where there are several."
