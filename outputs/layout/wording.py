"""The words a brief says its numbers in: one place, so that every format says them alike."""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterable, Mapping
from datetime import date

from corpus.document import Kind
from outputs.brief.brief import Brief, Count, Evidence, Heard, Point, Reach, Shift

STANCE_WORDS = {"barrier": "Barrier", "enabler": "Enabler", "action": "Action", "question": "Question"}
STATUS_WORDS = {
    "draft": "Draft, not yet approved",
    "in review": "In review by an evaluator",
    "approved": "Approved",
}


ENOUGH_FOR_SHARES = 20
"""Below this many answers a percentage says more than the numbers can bear."""


def short_names(names: Iterable[str]) -> dict[str, str]:
    """The first word of each name where that tells them apart, else the whole name."""
    names = list(names)
    first = [name.split()[0] if name.split() else name for name in names]
    return {name: word if first.count(word) == 1 else name for name, word in zip(names, first, strict=True)}


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
    return brief.scope.kind in ("cohort", "theme") and len(brief.programme.collaboratives) > 1


def spread_line(spread: Reach | Heard, brief: Brief) -> str:
    """'Raised in 7 sources, in 3 of 5 collaboratives, by 12 voices'."""
    places = spread.places if isinstance(spread, Reach) else len(spread.by_collaborative)
    line = f"Raised in {counted(spread.documents, 'source')}"
    if many_collaboratives(brief) and places:
        line += f", in {places} of {len(brief.programme.collaboratives)} collaboratives"
    return f"{line}, by {counted(spread.voices, 'voice')}"


def differed(point: Point, brief: Brief) -> list[str]:
    """Where a finding was absent, one-sided or contradicted, each in a sentence."""
    lines = []
    if point.tentative:
        lines.append("Tentative: it rests on one voice or one source.")
    if point.silent and many_collaboratives(brief):
        short = short_names(line.name for line in brief.programme.collaboratives)
        silent = [brief.collaborative_name(place) for place in point.silent]
        names = listed(short.get(name, name) for name in silent)
        lines.append(f"Heard, but not on this: {names}.")
    if point.one_kind_only:
        lines.append(f"All of it comes from {listed(kind(value) for value in point.spread.kinds)}.")
    return lines + counter_lines(point)


def counter_lines(point: Point) -> list[str]:
    """What speaks against a finding, and whether a person has looked."""
    if not point.counter:
        return []
    confirmed = len(point.counter_confirmed)
    if confirmed:
        return [f"{capital(counted(confirmed, 'excerpt'))} against it, confirmed by an evaluator."]
    return [f"Possible counter-evidence in {counted(len(point.counter), 'excerpt')}, not yet checked."]


def attribution(item: Evidence, brief: Brief, *, place: bool = True) -> str:
    """Who is quoted, as far as the view may say: 'Person 3, executive, Harbour ..., workshop notes, March 2025'."""
    voice = f"Respondent {item.voice}" if item.voice.isdigit() else item.voice
    parts = [voice, item.role or ""]
    if place and many_collaboratives(brief):
        parts.append(brief.collaborative_name(item.collaborative))
    parts.append(kind(item.source_kind))
    if item.date and brief.view == "internal":
        parts.append(f"{month_name[item.date.month]} {item.date.year}")
    if item.at is not None and brief.view == "internal":
        parts.append(f"at {clock(item.at)}")
    return capital(", ".join(dict.fromkeys(part for part in parts if part)))


def quoted(item: Evidence) -> str:
    """The words as prose may carry them: only verbatim speech stands in quotation marks."""
    return f"\u201c{item.text}\u201d" if item.kind == "verbatim" else f"Notes record: {item.text}"


def shift(change: Shift) -> str:
    """'growing: raised in 4 of 7 sources, in 1 of 6 before'."""
    now = f"{change.now} of {change.now_base} sources" if change.now_base else counted(change.now, "source")
    before = f"{change.previous} of {change.previous_base}" if change.previous_base else str(change.previous)
    return f"{change.verdict}: raised in {now}, in {before} before"


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
        f"({counted(base.words, 'word')}), in which {counted(base.voices, 'voice')} can be told apart"
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
    composed = sum(point.heading_from != "evaluator" for point in brief.findings)
    if composed:
        parts.append(f"{composed} of {counted(len(brief.findings), 'heading')}")
    waiting = checks.documents - checks.documents_confirmed
    if waiting > 0:
        parts.append(f"removal of names in {waiting} of {counted(checks.documents, 'source')}")
    return f"Not yet checked by a person: {listed(parts)}." if parts else "Waiting for an evaluator to sign it off."
