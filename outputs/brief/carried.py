"""An analysis carried over to the texts as they are now: words are hidden or shown after findings were made, too.

Findings keep their ids, and with them everything that people did to them. Excerpts are found by their words; what has no
place any more leaves its finding, with every consequence drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from learnbrief.corpus.finding import Analysis, Clause, Finding, Followed, Point, Spoken, ThenNow, Topic
from learnbrief.corpus.store import Moves
from learnbrief.outputs.brief.mending import Ground, headed_by, named_by_theme, recounted, reheaded
from learnbrief.outputs.brief.subjects import is_spoken_of


def excerpts_of(analysis: Analysis) -> set[str]:
    """Every excerpt that the findings and topics of an analysis rest on."""
    findings = (one for finding in analysis.findings for one in _rests_on(finding))
    followed = (point.followed for finding in analysis.findings for point in finding.points)
    return {
        *findings,
        *(one.excerpt for one in followed if one),
        *(one for topic in _topics(analysis) for one in topic.excerpts),
    }


def is_outdated(analysis: Analysis, excerpts: Iterable[str]) -> bool:
    """Whether a finding rests on an excerpt that is not among these."""
    present = set(excerpts)
    return any(not present.issuperset(_rests_on(finding)) for finding in analysis.findings)


def _rests_on(finding: Finding) -> tuple[str, ...]:
    spoken = (*finding.spoken.named_by, *finding.spoken.near) if finding.spoken else ()
    return (*finding.evidence, *finding.counter, *spoken)


def carried_over(analysis: Analysis, moves: Moves, ground: Ground) -> Analysis:
    """The analysis as it speaks of the excerpts of now."""
    findings = []
    for finding in analysis.findings:
        if moved := moved_finding(finding, moves):
            now = _said_now(moved, ground)
            findings.append(now if len(now.evidence) == len(finding.evidence) else recounted(now, ground))
    return replace(
        analysis,
        findings=tuple(findings),
        emerging=_moved_topics(analysis.emerging, moves),
        subthemes=_moved_topics(analysis.subthemes, moves),
    )


def moved_finding(finding: Finding, moves: Moves) -> Finding | None:
    """The finding with every excerpt and clause where it stands now; None where all of its evidence is gone."""
    evidence = moves.excerpts(finding.evidence)
    if not evidence:
        return None
    return replace(
        finding,
        identity=finding.finding_id,
        evidence=evidence,
        quotes=tuple(quote for quote in moves.excerpts(finding.quotes) if quote in evidence) or evidence[:1],
        counter=tuple(one for one in moves.excerpts(finding.counter) if one not in evidence),
        clause=_clause(finding.clause, moves, evidence),
        candidates=tuple(found for one in finding.candidates if (found := _clause(one, moves, evidence))),
        points=tuple(now for point in finding.points if (now := _moved_point(point, moves))),
        then_now=_moved_then_now(finding.then_now, moves, evidence) if finding.then_now else None,
        spoken=_moved_spoken(finding.spoken, moves) if finding.spoken else None,
    )


def _clause(clause: Clause | None, moves: Moves, evidence: Sequence[str]) -> Clause | None:
    now = moves.clause(clause) if clause else None
    return now if now and now.excerpt in evidence else None


def _moved_point(point: Point, moves: Moves) -> Point | None:
    evidence = moves.excerpts(point.evidence)
    if not evidence:
        return None
    against = _clause(point.against, moves, evidence)
    return replace(
        point,
        evidence=evidence,
        clause=_clause(point.clause, moves, evidence),
        against=against,
        against_by=moves.excerpts(point.against_by),
        contested=point.contested and against is not None,
        followed=_moved_followed(point.followed, moves) if point.followed else None,
    )


def _moved_followed(followed: Followed, moves: Moves) -> Followed | None:
    now = moves.excerpts((followed.excerpt,))
    return replace(followed, excerpt=now[0]) if now else None


def _moved_then_now(then_now: ThenNow, moves: Moves, evidence: Sequence[str]) -> ThenNow | None:
    earlier, later = _clause(then_now.earlier, moves, evidence), _clause(then_now.later, moves, evidence)
    return replace(then_now, earlier=earlier, later=later) if earlier and later else None


def _moved_spoken(spoken: Spoken, moves: Moves) -> Spoken | None:
    naming, near = moves.excerpts(spoken.named_by), moves.excerpts(spoken.near)
    beside = tuple(now for one in spoken.beside if (now := _clause(one, moves, (*naming, *near))))
    words = spoken.words if naming else ""
    likely = {to: share for was, share in spoken.likely.items() if (to := moves.excerpt(was))}
    left = replace(spoken, words=words, named_by=naming, beside=beside, near=near, likely=likely)
    return left if naming or near else None


def _moved_topics(topics: Iterable[Topic], moves: Moves) -> tuple[Topic, ...]:
    moved = (replace(topic, excerpts=moves.excerpts(topic.excerpts)) for topic in topics)
    return tuple(topic for topic in moved if topic.excerpts)


def _topics(analysis: Analysis) -> Iterable[Topic]:
    yield from analysis.emerging
    yield from analysis.subthemes


def _said_now(finding: Finding, ground: Ground) -> Finding:
    """Under words that still stand there: what was hidden must not live on in a headline."""
    if finding.heading_from == "clause":
        return headed_by(finding, finding.clause, ground) if finding.clause else reheaded(finding, ground)
    if finding.heading_from == "composed" and is_spoken_of(finding.heading, finding, ground):
        return finding
    return replace(finding, heading=named_by_theme(finding.theme, ground))
