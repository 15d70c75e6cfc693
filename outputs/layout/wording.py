"""The words a brief says its numbers in: one place, so that every format says them alike."""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterable, Mapping
from datetime import date

from learnbrief.corpus.disclosure import NOT_HEARD
from learnbrief.corpus.document import Kind
from learnbrief.corpus.member_checks import Reply
from learnbrief.corpus.quotations import in_prose
from learnbrief.outputs.brief.brief import Brief, CollaborativeLine
from learnbrief.outputs.brief.reported import (
    Count,
    Evidence,
    ReportedClause,
    ReportedFinding,
    ReportedSilence,
    Shift,
    tells_whose,
)
from learnbrief.outputs.brief.spoken import is_the_thing

STATUS_WORDS = {
    "draft": "Draft, not yet approved",
    "in review": "In review by an evaluator",
    "approved": "Approved",
}


ENOUGH_FOR_SHARES = 20
"""Below this many answers a percentage says more than the numbers can bear."""


def short(line: CollaborativeLine) -> str:
    """How tables and marks name a collaborative: as the settings say, else whole, for a cut name may be another's."""
    return line.short or line.name


def short_name(brief: Brief, slug: str) -> str:
    """The same by its slug."""
    return next((short(line) for line in brief.programme.collaboratives if line.slug == slug), slug)


def counted(number: Count, one: str, many: str = "") -> str:
    """'1 source', '7 sources', 'fewer than 5 voices'."""
    if isinstance(number, str):
        return f"{number} {many or one + 's'}"
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text with the few control characters that Office files cannot hold shown as a replacement mark."""
    return _NOT_IN_XML.sub("\ufffd", text)


def listed(parts: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def day(when: date) -> str:
    """'3 March 2025'."""
    return f"{when.day} {month_name[when.month]} {when.year}"


def month(key: str, *, short: bool = False) -> str:
    """'2025-03' as 'March 2025' or 'Mar 25'."""
    year, number = key.split("-")
    return f"{month_abbr[int(number)]} {year[2:]}" if short else f"{month_name[int(number)]} {year}"


def clock(seconds: float) -> str:
    """Seconds into a recording as '1:02:03' or '02:03'."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def kind(value: str) -> str:
    """'workshop_notes' as 'workshop notes'."""
    return Kind(value).words if value in list(Kind) else value.replace("_", " ")


def capital(text: str) -> str:
    """The first letter raised, nothing else touched."""
    return text[:1].upper() + text[1:]


def period(brief: Brief) -> str:
    """The days the brief covers, in words."""
    since, until = brief.scope.since, brief.scope.until
    if since and until:
        return f"{day(since)} to {day(until)}"
    if since or until:
        return f"from {day(since)}" if since else f"until {day(until or date.max)}"
    if not brief.base.sources:
        return " to ".join(month(key) for key in brief.base.months) or "no period given"
    days = sorted({line.date for line in brief.base.sources})
    return f"{day(days[0])} to {day(days[-1])}" if len(days) > 1 else day(days[0])


def many_collaboratives(brief: Brief) -> bool:
    """Whether it says anything to count collaboratives: not in a brief about one of them."""
    return brief.scope.kind in ("cohort", "theme", "role") and len(brief.programme.collaboratives) > 1


def _meets_others(brief: Brief) -> bool:
    """Whether an event's own people read of more than one collaborative: 'ours' of a table means nothing without whose."""
    heard = [one for one in brief.base.by_collaborative.values() if one]
    return brief.view == "internal" and brief.scope.kind == "event" and len(heard) > 1


def one_source(brief: Brief) -> bool:
    """Whether all of it comes from one document."""
    return brief.base.documents == 1


def differed(finding: ReportedFinding, brief: Brief) -> list[str]:
    """Where a finding was absent, one-sided, overtaken or contradicted, each in a sentence."""
    lines = []
    if finding.tentative:
        what = "what is quoted" if is_the_thing(finding) else "it"
        lines.append(f"Tentative: {what} rests on one voice or one source.")
    if finding.solved_later:
        lines.append("A later source tells that this was solved.")
    if finding.silent and many_collaboratives(brief) and may_name_places(finding, brief):
        lines.append(silence(finding.silent, brief))
    if finding.one_kind_only:
        lines.append(
            f"All of it comes from one kind of source: {listed(kind(value) for value in finding.reach.kinds)}."
        )
    return lines + counter_lines(finding) + played_back(finding, brief)


_DID = {
    Reply.AGREE: "said that it rings true",
    Reply.PARTLY: "that it does in part",
    Reply.DISAGREE: "that it does not",
    Reply.CANNOT_SAY: "could not say",
}


def played_back(finding: ReportedFinding, brief: Brief) -> list[str]:
    """What those said who were asked about it on a feedback form; nothing where nobody was."""
    checked = brief.member_checks.of(finding.id) if brief.member_checks else None
    if checked is None:
        return []
    told = [f"{count} {_DID[Reply(reply)]}" for reply, count in checked.replies.items() if count]
    back = "1 form that came back" if checked.forms == 1 else f"{checked.forms} forms that came back"
    return [f"Played back, on {back}: {listed(told) if told else 'nobody ticked an answer'}."]


def may_name_places(finding: ReportedFinding, brief: Brief) -> bool:
    """Whether places may stand beside a finding's quotes; asked here too, for briefs signed before it was asked of them."""
    return brief.view == "internal" or not tells_whose(finding.quoted, (finding.reach, finding.spread))


def silence(silences: Iterable[ReportedSilence], brief: Brief) -> str:
    """'Not found in what Harbour said (23 excerpts), nor in what Moorland said (12 excerpts).', in one sentence."""
    parts = []
    for one in silences:
        looked = "" if one.excerpts is None else f" ({counted(one.excerpts, 'excerpt')})"
        parts.append(f"in what {short_name(brief, one.collaborative)} said{looked}")
    return f"Not found {', nor '.join(parts)}."


def counter_lines(finding: ReportedFinding) -> list[str]:
    """What speaks against a finding, and whether a person has looked."""
    if not finding.counter:
        return []
    confirmed = len(finding.counter_confirmed)
    if confirmed:
        return [f"{capital(counted(confirmed, 'excerpt'))} against it, confirmed by an evaluator."]
    return [f"Possible counter-evidence in {counted(len(finding.counter), 'excerpt')}, not yet checked."]


def attribution(excerpt: Evidence, brief: Brief) -> str:
    """Who is quoted, as far as the view may say: 'Person 3, executive, Harbour ..., workshop notes, March 2025'."""
    voice = f"Respondent {excerpt.voice}" if excerpt.voice.isdigit() else excerpt.voice
    parts = [voice, excerpt.role or ""]
    if many_collaboratives(brief) or _meets_others(brief):
        parts.append(short_name(brief, excerpt.collaborative) if excerpt.collaborative else "")
        parts.append(f"on {short_name(brief, excerpt.about)}" if excerpt.about else "")
    parts.append(kind(excerpt.source_kind))
    if excerpt.date and brief.view == "internal":
        parts.append(f"{month_name[excerpt.date.month]} {excerpt.date.year}")
    if excerpt.at is not None and brief.view == "internal":
        parts.append(f"at {clock(excerpt.at)}")
    return capital(", ".join(dict.fromkeys(part for part in parts if part)))


def quoted(words: Evidence | ReportedClause) -> str:
    """The words as prose may carry them: only verbatim speech stands in quotation marks."""
    return in_prose(words.text, spoken=words.kind == "verbatim")


def shift(change: Shift) -> str:
    """'growing: found in 4 of 7 sources, in 1 of 6 before'."""
    now = f"{change.now} of {change.now_base} sources" if change.now_base else _sources(change.now)
    before = f"{change.previous} of {change.previous_base}" if change.previous_base else _or_none(change.previous)
    return f"{change.verdict}: found in {now}, in {before} before"


def _sources(count: Count) -> str:
    return "no source" if count == NOT_HEARD else counted(count, "source")


def _or_none(count: Count) -> str:
    """A published nought as a word that can stand after 'in'."""
    return "none" if count == NOT_HEARD else str(count)


ANSWERED = {
    "new": "chosen for the first time",
    "growing": "chosen by more",
    "fading": "chosen by fewer",
    "not raised": "no longer chosen",
}
"""What a verdict says of an answer to a closed question; of a theme it says itself."""


def respondents(count: Count, base: int) -> str:
    """'5 of 18 respondents'; 'fewer than 5 respondents' where the base is not told."""
    return f"{count} of {base} respondents" if base else counted(count, "respondent")


def shares(counts: Mapping[str, Count], answered: int) -> dict[str, str]:
    """Each answer as a share of those who answered; as a count alone where few did."""
    if answered < ENOUGH_FOR_SHARES:
        return {answer: str(count) for answer, count in counts.items()}
    return {
        answer: f"{count} ({count / answered:.0%})" if isinstance(count, int) else count
        for answer, count in counts.items()
    }


def based_on(brief: Brief) -> str:
    """The base in one sentence."""
    base = brief.base
    text = (
        f"{counted(base.excerpts, 'excerpt')} from {counted(base.documents, 'source')} "
        f"({counted(base.words, 'word')}), in which {'at most ' if base.voices_at_most else ''}"
        f"{counted(base.voices, 'voice')} can be told apart"
    )
    if many_collaboratives(brief):
        text += f", from {len(base.by_collaborative)} of {len(brief.programme.collaboratives)} collaboratives"
    return text + "."


def not_checked(brief: Brief) -> str:
    """What no person has checked yet, for the line that a draft carries on every page; empty when approved."""
    if brief.status == "approved":
        return ""
    checks, parts = brief.checks, []
    if checks.tags_open:
        parts.append(f"{checks.tags_open:,} of {checks.tags:,} suggested themes")
    unread = len(brief.findings) - checks.headings
    if unread:
        parts.append(f"{unread} of {counted(len(brief.findings), 'heading')}")
    waiting = checks.documents - checks.documents_confirmed
    if waiting > 0:
        parts.append(f"removal of names in {waiting} of {counted(checks.documents, 'source')}")
    return f"Not yet checked by a person: {listed(parts)}." if parts else "Waiting for an evaluator to sign it off."
