"""Messages: the few matters that a board would read first; a ceiling, never a quota."""

from collections.abc import Mapping, Sequence

from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.finding import Finding, spread_of

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
    subject, not theme and side alone), still holds or says what came later, asks no question, and shares no evidence with
    another.
    """
    most = MOST.get(scope_kind, MOST_ELSEWHERE)
    chosen: list[Finding] = []
    joint = [finding for finding in findings if not finding.tentative]
    for finding in sorted(joint, key=lambda one: (_rank(one, documents, excerpts), joint.index(one))):
        if len(chosen) < most and _can_be_sent(finding, chosen, excerpts):
            chosen.append(finding)
    return tuple(one.finding_id for one in chosen), _note(len(chosen), len(joint), len(findings))


def _rank(finding: Finding, documents: Mapping[str, Document], excerpts: Mapping[str, Excerpt]) -> tuple[object, ...]:
    """Events first, then sources, collaboratives, voices, of those who say what heads it. Ties keep the order given."""
    evidence = [excerpts[one] for one in finding.stated_by]
    spread = spread_of(evidence, documents)
    events = len({documents[excerpt.document_id].event_id for excerpt in evidence})
    return (-events, *(-number for number in spread.rank))


def _can_be_sent(finding: Finding, chosen: Sequence[Finding], excerpts: Mapping[str, Excerpt]) -> bool:
    if finding.solved_later or not _has_a_core(finding, excerpts):
        return False
    says = finding.heading_from in ("clause", "composed", "evaluator")
    own = set(finding.evidence)
    return says and finding.stance != "question" and not any(own & set(other.evidence) for other in chosen)


def _has_a_core(finding: Finding, excerpts: Mapping[str, Excerpt]) -> bool:
    """A subject that several mention is no message yet: two voices make one point of it, or many speak alike of it."""
    voices = [len({excerpts[one].voice.voice_id for one in point.evidence}) for point in finding.points]
    all_voices = len({excerpts[one].voice.voice_id for one in finding.evidence})
    return finding.likeness >= CLOSE and (max(voices, default=all_voices) >= 2 or all_voices >= MANY)


MANY, CLOSE = 4, 0.235
"""Voices from which a matter without a point of two voices is one all the same, and mean likeness that every message needs
(tuned on practice: therapy assistants, .28, are told, and whatever anybody said of a coach, .23, is not)."""


def _note(chosen: int, joint: int, findings: int) -> str:
    """Why there are few, said of the tool and not of the people."""
    if chosen >= FEWEST:
        return ""
    if not findings:
        return "The tool found no finding in this material."
    found = "no message" if not chosen else "one message" if chosen == 1 else f"{chosen} messages"
    rest = joint - chosen
    looser = (
        f" {'One looser group stands' if rest == 1 else f'{rest} looser groups stand'} under the findings."
        if rest > 0
        else ""
    )
    return (
        f"The tool found {found} in what more than one voice said; what was said in words that it does not recognise as alike "
        f"it cannot tell.{looser}"
    )
