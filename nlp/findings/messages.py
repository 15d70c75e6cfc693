"""Messages: the few matters that a board would read first; a ceiling, never a quota."""

from collections.abc import Mapping, Sequence

from corpus.document import Document, Excerpt
from corpus.finding import Finding, spread_of

MOST = {"cohort": 5}
MOST_ELSEWHERE = 4
FEWEST = 3


def messages(
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    excerpts: Mapping[str, Excerpt],
    *,
    scope_kind: str,
) -> tuple[tuple[str, ...], str]:
    """Ids of the findings to be read first, and why they are few.

    A message rests on several voices, and on several sources where there are several; it says something (a clause or a
    subject, not theme and side alone), asks no question, and shares no evidence with another.
    """
    most = MOST.get(scope_kind, MOST_ELSEWHERE)
    chosen: list[Finding] = []
    joint = [finding for finding in findings if not finding.tentative]
    for finding in sorted(joint, key=lambda one: (_rank(one, documents, excerpts), joint.index(one))):
        if len(chosen) < most and _can_be_sent(finding, chosen):
            chosen.append(finding)
    ordered = sorted(chosen, key=lambda one: (_rank(one, documents, excerpts), joint.index(one)))
    return tuple(one.finding_id for one in ordered), _note(len(ordered), len(joint), len(findings), scope_kind)


def _rank(finding: Finding, documents: Mapping[str, Document], excerpts: Mapping[str, Excerpt]) -> tuple[object, ...]:
    """Events first, then sources, collaboratives, voices; a stale point after one that still holds. Ties keep the order given."""
    evidence = [excerpts[one] for one in finding.evidence]
    spread = spread_of(evidence, documents)
    events = len({documents[excerpt.document_id].event_id for excerpt in evidence})
    return (-events, *(-number for number in spread.rank), finding.solved_later)


def _can_be_sent(finding: Finding, chosen: Sequence[Finding]) -> bool:
    says = finding.heading_from in ("clause", "composed", "evaluator")
    own = set(finding.evidence)
    return says and finding.stance != "question" and not any(own & set(other.evidence) for other in chosen)


def _note(chosen: int, joint: int, findings: int, scope_kind: str) -> str:
    """Why there are few, said of the tool and not of the people."""
    if chosen >= FEWEST:
        return ""
    if not findings:
        return "The tool found no finding in this material."
    found = "no point" if not joint else "one point" if joint == 1 else f"{joint} points"
    rest = (
        ""
        if chosen == joint
        else f" {'One' if joint - chosen == 1 else joint - chosen} of them could not be worded in a clause of its own and stand"
        f"{'s' if joint - chosen == 1 else ''} under the findings."
    )
    return f"The tool found {found} made by more than one voice; other points may have been made in words it did not recognise as alike.{rest}"
