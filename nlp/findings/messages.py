"""Messages: the few matters that a board would read first; a ceiling, never a quota."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.finding import Finding, spread_of
from learnbrief.nlp.findings.weights import WEIGHTS

MOST = {"cohort": 5}
MOST_ELSEWHERE = 4
FEWEST = 3
SHARE = 20
"""What weighs less than this part of the weightiest is no message for what others say near it (of headlines that weigh a sixth to a twentieth of it
.93 would teach a board something, of those above .95, of ten below seven; benchmarks/training/beneath.py)."""


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
    another. What most other sources are likely to come near stands first, though one voice may say it, with what they say beside it.
    Then the most central of what several are counted as saying. Where they leave room, what is
    central to the material stands beside them though one voice says it, and is told as that (outside the cohort up to three that read
    well, or the one that reads best where nothing else is told), and one matter on which people differed; only where there is none of these, what several say in words that tell little alone.
    """
    most = MOST.get(scope_kind, MOST_ELSEWHERE)
    ordered = sorted(findings, key=lambda one: (_rank(one, documents, excerpts), findings.index(one)))
    joint = [finding for finding in ordered if not finding.tentative]
    firm = [finding for finding in joint if _has_a_core(finding, excerpts) and not _differed(finding)]
    telling = [finding for finding in firm if _tells(finding, excerpts)]
    # in small material nothing is central
    telling = telling or [finding for finding in firm if finding.reads >= WEIGHTS.reads]
    close = _near_others(findings)
    shared = [finding for finding in telling if finding.spoken is None]
    near = [finding for finding in shared if _near_the_first(finding, telling, excerpts)]
    # what several are counted as saying keeps a place beside what several come near
    chosen = _chosen(close, most - bool(near))
    chosen = _chosen(near, len(chosen) + 1, chosen)
    chosen = _chosen(close, most, _chosen(shared, FEWEST, chosen))
    chosen = _chosen(near, most, chosen)
    cohort = scope_kind == "cohort"
    alone = _alone(ordered, telling, excerpts, cohort=cohort)
    well = [finding for finding in alone if cohort or finding.reads >= WEIGHTS.reads_well]
    chosen = _chosen(well, most if cohort else FEWEST, chosen)
    chosen = _chosen([finding for finding in joint if _differed(finding)], len(chosen) + (len(chosen) < most), chosen)
    chosen = chosen or _chosen(firm, FEWEST) or _chosen(alone, 1)
    told = _Told(
        shared=sum(not finding.tentative for finding in chosen),
        near=sum(finding.tentative and finding.spoken is not None for finding in chosen),
        alone=sum(finding.tentative for finding in chosen),
        joint=len(joint),
        findings=len(findings),
    )
    return tuple(one.finding_id for one in chosen), _note(told)


def _near_others(findings: Sequence[Finding]) -> list[Finding]:
    """What other sources come near: the weightiest, and those that weigh at least a twentieth of it; too little of it is told like any single voice."""
    close = [one for one in findings if _weight(one) >= WEIGHTS.near_weight]
    close.sort(key=_weight, reverse=True)
    return [one for one in close if SHARE * _weight(one) >= _weight(close[0])]


def _weight(finding: Finding) -> float:
    return finding.spoken.weight if finding.spoken else 0.0


def _chosen(ordered: Sequence[Finding], most: int, before: Sequence[Finding] = ()) -> list[Finding]:
    """What was chosen before, and of these the first that can be sent, until there are so many."""
    chosen = list(before)
    for finding in ordered:
        if len(chosen) < most and _can_be_sent(finding, chosen):
            chosen.append(finding)
    return chosen


def _rank(finding: Finding, documents: Mapping[str, Document], excerpts: Mapping[str, Excerpt]) -> tuple[object, ...]:
    """The most central first, then events, sources, collaboratives, voices of those who say what heads it."""
    evidence = [excerpts[one] for one in finding.stated_by]
    spread = spread_of(evidence, documents)
    events = len({documents[excerpt.document_id].event_id for excerpt in evidence})
    return (-round(finding.centrality, 2), -events, *(-number for number in spread.rank))


def _can_be_sent(finding: Finding, chosen: Sequence[Finding]) -> bool:
    says = finding.heading_from in ("clause", "evaluator") or (
        finding.heading_from == "composed" and len(finding.heading.split()) > 1
    )
    own = _quoted_by(finding)
    new = not any(own & _quoted_by(other) for other in chosen)
    return says and new and not finding.solved_later and finding.stance != "question"


def _quoted_by(finding: Finding) -> set[str]:
    """The excerpts that a reader meets under it: its evidence, and whose words stand beside it."""
    beside = finding.spoken.beside if finding.spoken else ()
    return {*finding.evidence, *(clause.excerpt for clause in beside)}


def _tells(finding: Finding, excerpts: Mapping[str, Excerpt]) -> bool:
    """Whether its words tell enough alone, a person wrote them, or so many say it that few words do: 'lists are too long'."""
    return finding.centrality > 0 or _stands_anyway(finding, excerpts)


def _near_the_first(finding: Finding, telling: Sequence[Finding], excerpts: Mapping[str, Excerpt]) -> bool:
    """Whether it is at least a third as central as the most central: a fourth and fifth message must be worth reading too."""
    first = max((one.centrality for one in telling), default=0.0)
    return 3 * finding.centrality >= first or _stands_anyway(finding, excerpts)


def _alone(
    ordered: Sequence[Finding], telling: Sequence[Finding], excerpts: Mapping[str, Excerpt], *, cohort: bool
) -> list[Finding]:
    """What is worth reading first though one voice says it; a wish of one is an action, and stands among those.

    Of the cohort only what is as central as a message of several would be; elsewhere what reads best first.
    """
    single = [one for one in ordered if one.tentative and one.stance != "action" and one.reads >= WEIGHTS.reads]
    central = [finding for finding in single if finding.centrality >= WEIGHTS.alone]
    central = [finding for finding in central if _near_the_first(finding, [*telling, *central], excerpts)]
    if cohort:
        return central
    return sorted(single, key=lambda one: -one.reads)


def _differed(finding: Finding) -> bool:
    """Whether it tells of two sides within one point."""
    return any(point.contested for point in finding.points)


def _stands_anyway(finding: Finding, excerpts: Mapping[str, Excerpt]) -> bool:
    voices = _voices(finding.stated_by, excerpts)
    sources = len({excerpts[one].document_id for one in finding.stated_by})
    # one voice here and there through the year: so does a joke, or somebody's lost glasses
    together = finding.reads > 0 or voices >= 2 * sources
    return finding.heading_from == "evaluator" or (voices >= MANY and together)


def _has_a_core(finding: Finding, excerpts: Mapping[str, Excerpt]) -> bool:
    """A subject that several mention is no message yet: two voices make one point of it, or many speak alike of it."""
    voices = [_voices(point.evidence, excerpts) for point in finding.points]
    all_voices = _voices(finding.evidence, excerpts)
    return finding.likeness >= CLOSE and (max(voices, default=all_voices) >= 2 or all_voices >= MANY)


def _voices(ids: Iterable[str], excerpts: Mapping[str, Excerpt]) -> int:
    return len({excerpts[one].voice.voice_id for one in ids})


MANY, CLOSE = 4, 0.235
"""Voices from which a matter without a point of two voices is one all the same, and mean likeness that every message needs
(tuned on practice: therapy assistants, .28, are told, and whatever anybody said of a coach, .23, is not)."""


@dataclass(frozen=True, slots=True)
class _Told:
    """How many messages there are of each sort, and of what."""

    shared: int
    """Of several voices who say the same."""
    near: int
    """Of one voice, that other sources come near."""
    alone: int
    """Of one voice, those among them."""
    joint: int
    findings: int


def _note(told: _Told) -> str:
    """Why there are few, and whose words head them, said of the tool and not of the people."""
    if not told.findings:
        return "The tool found no finding in this material."
    alone = (
        f"{_counted(told.alone, 'statement above rests', 'statements above rest')} on one voice or one source: "
        "whether others say the same in words of their own, the tool cannot tell."
        if told.alone
        else ""
    )
    if told.near:
        alone += " How many sources speak of a matter is estimated from how near their words come, and told low."
    # 'no message in what more than one voice said' beside 'at least 4 sources speak of this' reads as a contradiction
    if told.near or told.shared >= FEWEST:
        return alone
    found = "no message" if not told.shared else "one message" if told.shared == 1 else f"{told.shared} messages"
    rest = told.joint - told.shared
    parts = [
        f"The tool found {found} in what more than one voice said; people who mean the same in quite other words it may miss.",
        alone,
        f"{_counted(rest, 'looser group stands', 'looser groups stand')} under the findings." if rest > 0 else "",
    ]
    return " ".join(filter(None, parts))


def _counted(number: int, one: str, many: str) -> str:
    return f"One {one}" if number == 1 else f"{number} {many}"
