"""A brief after words in it were withdrawn, or masked late: read as the one typed value and rewritten whole.

Every string of the model is rewritten unless it is named below, so that a field added tomorrow is covered.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from learnbrief.corpus.finding import Spread, is_tentative
from learnbrief.corpus.withdrawal.earlier import blotted
from learnbrief.corpus.withdrawal.words import Quotations, Taken
from learnbrief.outputs.brief import member_checks
from learnbrief.outputs.brief.brief import Brief, Status, evidence_of
from learnbrief.outputs.brief.published import published_reach, published_spoken, whole_of
from learnbrief.outputs.brief.reported import (
    Evidence,
    Reach,
    ReportedClause,
    ReportedDeed,
    ReportedFinding,
    ReportedPoint,
    ReportedSpoken,
    tells_whose,
)
from learnbrief.outputs.brief.rewriting import rewritten
from learnbrief.outputs.brief.small_numbers import many
from learnbrief.outputs.brief.spoken import is_shared, is_the_thing, may_be_published

T = TypeVar("T")
NOTE = (
    "Words that this brief quoted were withdrawn, and it was rewritten without them. Counts by theme, collaborative and"
    " kind of source are as they were then."
)
MESSAGES_GONE = "Messages that rested on withdrawn words were left out."
FEW_MESSAGES = 3
"""Below so many a brief says why there are no more."""
NAMES = frozenset({
    "schema", "first_schema", "id", "run", "codebook_version", "encoder", "software", "tagger", "supersedes",
    "status", "state", "view", "verdict", "facet", "heading_from", "kind", "kinds", "source_kind", "by_kind",
    "slug", "parent", "theme", "stance", "event", "collaborative", "collaboratives", "by_collaborative",
    "kinds_by_collaborative", "place", "still", "by_month", "months",
    "document", "excerpt", "topic", "findings", "messages", "quotes", "evidence", "stated_by", "counter_confirmed", "finding", "brief", "reply", "replies", "said_by",
})  # fmt: skip
"""Fields by which a brief refers to something; rewritten, they would lead nowhere."""


@dataclass(frozen=True, slots=True)
class Views:
    """A brief as evaluators see it and, where it has been made, as it is published."""

    internal: Brief
    published: Brief | None


def quotes_any(brief: Brief, taken: Taken) -> bool:
    """Whether a brief holds any of the words, or anything made of them."""
    return any(map(taken.covers, evidence_of(brief))) or _unquoted(brief, Quotations(taken.texts)) != brief


def without(views: Views, taken: Taken) -> Views:
    """Both views without the words, under the ids they have; a signed brief has to be signed again.

    A published view holds only what is quoted, so what is left of a finding is worked out from the internal one.
    """
    gone = {one.excerpt for one in evidence_of(views.internal) if taken.covers(one)} | set(taken.excerpts)
    left = _left_of(views.internal, gone, taken)
    quotations = Quotations(taken.texts)
    emerging = [one.topic for one in views.internal.emerging if not gone & {item.excerpt for item in one.evidence}]
    after = _Rest(tuple(one for one in left if one), frozenset(emerging), frozenset(gone))
    internal = _unquoted(after.of(views.internal, taken.whole), quotations)
    if views.published is None:
        return Views(internal, None)
    pairs = zip(views.internal.findings, left, strict=True)
    now = {before.id: (before, finding) for before, finding in pairs}
    shown = (_left_as_published(one, *now[one.id], views.published) for one in views.published.findings)
    public = replace(after, findings=tuple(one for one in shown if one))
    return Views(internal, _unquoted(public.of(views.published, taken.whole, checked=internal), quotations))


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left of a brief."""

    findings: tuple[ReportedFinding, ...]
    emerging: frozenset[str]
    """Topics that nobody's withdrawn words are in."""
    gone: frozenset[str]
    """Excerpts that are withdrawn."""

    def of(self, brief: Brief, whole: Collection[str], *, checked: Brief | None = None) -> Brief:
        """The brief with what is left of it; `checked` is the internal view, which alone knows its sources."""
        known = {finding.id for finding in self.findings}
        messages = tuple(one for one in brief.messages if one in known)
        few = len(messages) < min(FEW_MESSAGES, len(brief.messages))
        sources = tuple(line for line in brief.base.sources if line.document not in whole)
        return replace(
            brief,
            status=_unsigned(brief.status),
            successor_note=NOTE,
            findings=self.findings,
            emerging=tuple(topic for topic in brief.emerging if topic.topic in self.emerging),
            messages=messages,
            messages_note=MESSAGES_GONE if few else brief.messages_note,
            themes=tuple(_pointing(line, known) for line in brief.themes),
            stances=tuple(_pointing(line, known) for line in brief.stances),
            member_checks=member_checks.without(brief.member_checks, self.gone, whole),
            base=replace(brief.base, sources=sources, loudest=None),  # it names one voice: it may be theirs
            checks=checked.checks if checked else replace(
                brief.checks,
                documents=len(sources),
                documents_confirmed=sum(line.confirmed for line in sources),
                signed_off_by=None,
                signed_off_at=None,
            ),
        )  # fmt: skip


def _unsigned(status: Status) -> Status:
    return "in review" if status == "approved" else status


def _pointing(line: T, known: Collection[str]) -> T:
    """A theme's line that points to findings that are still there."""
    held: Any = line
    return replace(held, findings=tuple(one for one in held.findings if one in known))  # type: ignore[no-any-return]


def _left_of(brief: Brief, gone: Collection[str], taken: Taken) -> list[ReportedFinding | None]:
    """What is left of each finding of the internal view, in its order; None where nothing carries it any more."""
    heard = sum(line.excerpts > 0 for line in brief.base.sources if line.document not in taken.whole)
    return [_left(finding, gone, brief, heard) for finding in brief.findings]


def _left(finding: ReportedFinding, gone: Collection[str], brief: Brief, heard: int) -> ReportedFinding | None:
    evidence = _staying(finding.evidence, gone)
    if not evidence:
        return None
    kept = replace(_without_clauses(finding, gone, tuple(_points(finding, gone))), spoken=_spoken(finding.spoken, gone))
    if len(evidence) == len(finding.evidence):
        return kept
    sides = {point.stance for point in kept.points}
    spread, kept = reach_of(evidence, finding.spread), _stated(kept, evidence)
    quotes = tuple(one for one in finding.quotes if one not in gone) or (evidence[0].excerpt,)
    narrowed = replace(
        kept,
        evidence=evidence,
        quotes=quotes,
        stance=next(iter(sides)) if len(sides) == 1 else finding.stance,
        spread=spread,
        subject="",
        said_by=None if finding.said_by == "both" else finding.said_by,  # one side of it may be gone
    )
    # A subject, or an evaluator's wording, may be made of what is gone; a clause of somebody else is theirs.
    headed = narrowed if kept.clause else _headless(narrowed, brief)
    return replace(
        headed,
        tentative=is_tentative(_counted(headed.reach), sources_heard=heard),
        one_kind_only=len(headed.reach.kinds) == 1 and len(brief.base.by_kind) > 1,
    )


def _spoken(spoken: ReportedSpoken | None, gone: Collection[str]) -> ReportedSpoken | None:
    """Who still comes near, and the thing as far as it is still named by enough, counted anew."""
    if spoken is None:
        return None
    left, near = _staying(spoken.evidence, gone), _staying(spoken.near, gone)
    likely = {one: share for one, share in spoken.likely.items() if one not in gone}
    reach = reach_of(left, spoken.reach)
    beside = tuple(one for one in spoken.beside if one.excerpt not in gone)
    if is_shared(reach):
        return replace(spoken, reach=reach, evidence=left, beside=beside, near=near, likely=likely)
    if not near:
        return None
    able = {one.excerpt for one in near}
    beside = tuple(one for one in beside if one.excerpt in able)
    without = reach_of((), spoken.reach)
    return replace(spoken, words="", reach=without, evidence=(), beside=beside, near=near, likely=likely)


def _stated(finding: ReportedFinding, evidence: Sequence[Evidence]) -> ReportedFinding:
    """Those who make the statement that heads it, counted anew; where none is left, all of it is counted."""
    left = [one for one in evidence if one.excerpt in finding.stated_by]
    stated = reach_of(left, finding.stated) if finding.stated and left else None
    return replace(finding, stated=stated, stated_by=tuple(one.excerpt for one in left))


def _headless(finding: ReportedFinding, brief: Brief) -> ReportedFinding:
    """Under theme and side alone it says nothing that could be counted apart from the subject, and speaks of no thing."""
    return replace(
        finding,
        heading=brief.theme_and_side(finding),
        heading_from="none",
        clause=None,
        stated=None,
        stated_by=(),
        spoken=None,
        one_kind_only=finding.one_kind_only and len(finding.spread.kinds) == 1,
    )


def _staying(evidence: Iterable[Evidence], gone: Collection[str]) -> tuple[Evidence, ...]:
    return tuple(one for one in evidence if one.excerpt not in gone)


def _without_clauses(
    finding: ReportedFinding, gone: Collection[str], points: tuple[ReportedPoint, ...]
) -> ReportedFinding:
    """The finding without a clause or counter-evidence of an excerpt that is gone."""
    told = finding.then_now
    return replace(
        finding,
        clause=_standing(finding.clause, gone),
        candidates=tuple(one for one in finding.candidates if one.excerpt not in gone),
        counter=_staying(finding.counter, gone),
        counter_confirmed=tuple(one for one in finding.counter_confirmed if one not in gone),
        then_now=None if told and {told.earlier.excerpt, told.later.excerpt} & set(gone) else told,
        points=points,
    )


def _standing(clause: ReportedClause | None, gone: Collection[str]) -> ReportedClause | None:
    return None if clause is None or clause.excerpt in gone else clause


def _points(finding: ReportedFinding, gone: Collection[str]) -> Iterable[ReportedPoint]:
    """Its points as far as anything carries them, counted anew."""
    by_id = {one.excerpt: one for one in finding.evidence}
    for point in finding.points:
        left = [one for one in point.evidence if one not in gone]
        if left:
            fewer = len(left) < len(point.evidence)
            spread = reach_of([by_id[one] for one in left], point.spread) if fewer else point.spread
            yield replace(_without_words(point, gone), evidence=tuple(left), spread=spread)


def _deed(deed: ReportedDeed | None, gone: Collection[str]) -> ReportedDeed | None:
    """Owner and time go with the excerpt that gave them; what became of it with whoever told."""
    if deed is None or deed.excerpt in gone:
        return None
    if deed.told and deed.told.excerpt in gone:
        return replace(deed, state=None, told=None, told_on=None)
    return deed


def _without_words(point: ReportedPoint, gone: Collection[str]) -> ReportedPoint:
    against = _standing(point.against, gone)
    clause, contested = _standing(point.clause, gone), point.contested and against is not None
    left = tuple(one for one in point.against_by if one not in gone)
    return replace(
        point, clause=clause, against=against, against_by=left, contested=contested, deed=_deed(point.deed, gone)
    )


def reach_of(evidence: Sequence[Evidence], before: Reach) -> Reach:
    """How widely evidence of an internal view is said, counted as `corpus.finding.spread_of` counts excerpts."""
    documents = {one.document for one in evidence}
    places = tuple(sorted({one.collaborative for one in evidence if one.collaborative}))
    return replace(
        before,
        documents=len(documents),
        voices=len({_voice(one) for one in evidence}),
        excerpts=len(evidence),
        collaboratives=places,
        places=len(places),
        kinds=tuple(sorted({one.source_kind for one in evidence})),
        voices_at_most=before.voices_at_most and len(documents) > 1,
    )


def _voice(one: Evidence) -> tuple[str, str]:
    """A pseudonym is one person everywhere; 'Table 2' is another table in another source."""
    return ("" if one.voice.startswith("Person ") else one.document, one.voice)


def _counted(reach: Reach) -> Spread:
    documents, voices, excerpts = (int(count) for count in (reach.documents, reach.voices, reach.excerpts))
    return Spread(documents, voices, excerpts, reach.collaboratives, reach.kinds, reach.voices_at_most)


def _left_as_published(
    shown: ReportedFinding, before: ReportedFinding, now: ReportedFinding | None, brief: Brief
) -> ReportedFinding | None:
    """What is left of a finding as others may read it; None where nothing that was quoted is left."""
    if now is None:
        return None
    shown = _named_as_published(shown, now, brief)
    gone = {one.excerpt for one in (*before.evidence, *before.counter)} - {
        one.excerpt for one in (*now.evidence, *now.counter)
    }
    evidence = _staying(shown.evidence, gone)
    if not evidence:
        return None
    kept = _without_clauses(shown, gone, tuple(_points_as_published(shown, before, gone, brief.k)))
    if len(now.evidence) == len(before.evidence):
        return kept
    quotes = tuple(one for one in shown.quotes if one not in gone)
    return _held_by_fewer(replace(kept, evidence=evidence, quotes=quotes), now, brief)


def _named_as_published(shown: ReportedFinding, now: ReportedFinding, brief: Brief) -> ReportedFinding:
    """Fewer may name its thing now: then it is neither told nor the heading."""
    if shown.spoken is None:
        return shown
    if now.spoken is not None and may_be_published(now, brief.k):
        return replace(shown, spoken=published_spoken(now.spoken, brief.k))
    if is_the_thing(shown):  # the side comes back with the theme
        return _headless(replace(shown, stance=now.stance), brief)
    return replace(shown, spoken=None)


def _held_by_fewer(shown: ReportedFinding, now: ReportedFinding, brief: Brief) -> ReportedFinding:
    """Fewer people stand behind it now: what needs many of them is decided again, and never shows more than before."""
    there = _voices_by_place(now)
    enough = many(now.reach.voices, brief.k)
    # the theme may have more voices there than the finding; fewer than two in the finding is the safe side
    quotes = tuple(one if there.get(one.collaborative or "", 0) > 1 else _placeless(one) for one in shown.evidence)
    reaches = [reach for reach in (now.stated, whole_of(now, brief.k)) if reach]
    named = bool(shown.spread.collaboratives) and all(count > 1 for count in there.values())
    named = named and not tells_whose(quotes, reaches)
    exact, thing = isinstance(shown.spread.documents, int), is_the_thing(shown)
    narrowed = replace(
        shown,
        evidence=quotes,
        stance=None if thing else now.stance,  # a thing is named from every side
        subject="",
        spread=published_reach(whole_of(now, brief.k), brief.k, named=named, exact=exact),
        stated=None if thing or not now.stated else published_reach(now.stated, brief.k, named=named, exact=exact),
        stated_by=tuple(one for one in shown.stated_by if one in now.stated_by),
        tentative=now.tentative,
        one_kind_only=now.one_kind_only and not thing,
        said_by=shown.said_by and now.said_by,
        then_now=shown.then_now if enough else None,
        silent=shown.silent if named else (),
    )
    return narrowed if (shown.clause and enough) or thing else _headless(narrowed, brief)


def _placeless(one: Evidence) -> Evidence:
    return replace(one, collaborative=None)


def _voices_by_place(finding: ReportedFinding) -> Mapping[str, int]:
    voices = {(one.collaborative, _voice(one)) for one in finding.evidence if one.collaborative}
    return {place: sum(other == place for other, _ in voices) for place, _ in voices if place}


def _points_as_published(
    shown: ReportedFinding, before: ReportedFinding, gone: Collection[str], k: int
) -> Iterable[ReportedPoint]:
    """The published points beside those of the internal view, which alone hold the evidence to count."""
    by_id = {one.excerpt: one for one in before.evidence}
    for point, whole in zip(shown.points, before.points, strict=True):
        left = [by_id[one] for one in whole.evidence if one not in gone]
        if not left:
            continue
        kept = replace(_without_words(point, gone), evidence=tuple(one for one in point.evidence if one not in gone))
        if len(left) < len(whole.evidence):
            reach = reach_of(left, whole.spread)
            kept = replace(kept, spread=published_reach(reach, k, named=False, exact=False))
            if not many(reach.voices, k):
                kept = replace(kept, clause=None, against=None, contested=False)
        yield kept


def _unquoted(brief: Brief, quotations: Quotations) -> Brief:
    """The brief with every quotation of the words replaced, but for the frozen words of somebody else."""

    def rewriting(holder: Any, name: str, text: str) -> str:
        frozen = isinstance(holder, Evidence | ReportedClause) and name == "text"
        headed = isinstance(holder, ReportedFinding) and name == "heading" and holder.heading_from == "clause"
        return text if frozen or headed or name in NAMES else quotations.cleaned(text)

    return rewritten(brief, rewriting)


def blotted_brief(brief: Brief, pattern: re.Pattern[str]) -> Brief:
    """The brief with what the pattern finds overwritten character for character, as in the frozen texts it quotes."""
    after = rewritten(brief, lambda _holder, name, text: text if name in NAMES else blotted(text, pattern))
    pairs = zip(brief.findings, after.findings, strict=True)
    return replace(after, findings=tuple(_unless_hidden(was, now, after) for was, now in pairs))


def _unless_hidden(was: ReportedFinding, now: ReportedFinding, brief: Brief) -> ReportedFinding:
    """The finding without its thing where that is overwritten: nobody can read what is said to be named."""
    if was.spoken is None or now.spoken is None or was.spoken.words == now.spoken.words:
        return now
    return _headless(now, brief) if is_the_thing(now) else replace(now, spoken=None)
