"""What people said of a brief's statements when these were played back to them: counted, in their words, and apart from all evidence."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from learnbrief.corpus.disclosure import few, published_total
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.member_checks import Reply
from learnbrief.outputs.brief.reported import Count, Evidence, SourceLine

Day = date
REPLIES = tuple(reply.value for reply in Reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What one person wrote under a statement, and what they had ticked."""

    reply: str | None
    """'agree', 'in part', 'disagree' or 'cannot say'; None where no box was ticked."""
    said: Evidence

    @property
    def differs(self) -> bool:
        """Whether it comes from somebody to whom the statement does not ring true, or only in part."""
        return self.reply in (Reply.PARTLY, Reply.DISAGREE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One statement that was put to people; its counts are of forms, never of sources or voices."""

    brief: str
    """The brief that made it."""
    finding: str
    """The finding's id there; empty for what people missed altogether."""
    statement: str
    """As the form put it, or a line which says that it is no longer in that brief."""
    forms: Count
    """That came back."""
    replies: dict[str, Count]
    """How many ticked each answer."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChecks:
    """Everything that came back on feedback forms which this brief has to tell."""

    asked: Count | None
    """To how many forms were given; None where nobody told it of some."""
    forms: Count
    since: Day
    until: Day
    statements: tuple[Checked, ...]
    sources: tuple[SourceLine, ...] = ()
    """The forms themselves: they are no sources of the brief, and a person confirms each like one."""

    @property
    def remarks(self) -> tuple[Evidence, ...]:
        """Every word that was written on a form."""
        return tuple(remark.said for checked in self.statements for remark in checked.remarks)

    def of(self, finding: str) -> Checked | None:
        """What was said of a finding."""
        return next((one for one in self.statements if finding and one.finding == finding), None)


def answered(checked: Checked) -> int:
    """How many ticked an answer, as far as they are counted."""
    return sum(count for count in checked.replies.values() if isinstance(count, int))


def without(checks: MemberChecks | None, gone: Collection[str], whole: Collection[str]) -> MemberChecks | None:
    """What is left where words were withdrawn; counts are as they were then."""
    if checks is None:
        return None
    statements = (
        replace(one, remarks=tuple(remark for remark in one.remarks if remark.said.excerpt not in gone))
        for one in checks.statements
    )
    sources = tuple(line for line in checks.sources if line.document not in whole)
    return replace(checks, statements=tuple(statements), sources=sources)


def published(checks: MemberChecks | None, k: int) -> MemberChecks | None:
    """The same as others may read it: no small count, nor one from which it could be worked out; words of nobody in particular."""
    if checks is None:
        return None
    statements = [_published(one, k) for one in checks.statements]
    least = max((_fewest(one, k) for one in statements), default=k)
    return replace(
        checks,
        asked=None if checks.asked is None else _told(checks.asked, least, k),
        forms=_told(checks.forms, least, k),
        statements=tuple(replace(one, forms=_told(one.forms, least, k)) for one in statements),
        sources=(),
    )


def _published(checked: Checked, k: int) -> Checked:
    return replace(
        checked,
        replies=_published_replies(checked, k),
        remarks=tuple(replace(remark, said=_unnamed(remark.said)) for remark in checked.remarks),
    )


def _published_replies(checked: Checked, k: int) -> dict[str, Count]:
    """Numbers where none is small, nor who ticked nothing; else words for all, for a single one in words is what is left over of the forms."""
    counts = {reply: int(count) for reply, count in checked.replies.items()}
    silent = int(checked.forms) - sum(counts.values())
    if not any(0 < count < k for count in (*counts.values(), silent)):
        return dict(counts)
    return {reply: published_total(count, k=k) if count else 0 for reply, count in counts.items()}


def _fewest(checked: Checked, k: int) -> int:
    """From how many forms on their number leaves every count that stands in words open: of six, '5 or more' and 'fewer than 5' are five and one."""
    small = sum(count == few(k) for count in checked.replies.values())
    large = sum(count == published_total(k, k=k) for count in checked.replies.values())
    return k * large + max(small, 1) - 1 + k - 1 if small or large else k


def _unnamed(said: Evidence) -> Evidence:
    return replace(
        said, document=stable_id("s", said.excerpt), voice="somebody who was asked", role=None, collaborative=None,
        at=None, date=None, recording=None, about=None,
    )  # fmt: skip


def _told(count: Count, least: int, k: int) -> Count:
    """A number of forms or people, as far as it may stand beside the words for what was ticked."""
    return published_total(count, k=k) if isinstance(count, int) and 0 < count < max(least, k) else count


def tallied(replies: Iterable[str | None]) -> dict[str, Count]:
    """How many gave each answer; nobody who ticked none is counted under any."""
    found: Sequence[str | None] = list(replies)
    return {reply: found.count(reply) for reply in REPLIES}
