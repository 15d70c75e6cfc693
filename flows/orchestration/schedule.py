"""When the monthly synthesis is due, and which months were due while nobody served: plain reckoning, the clock is told."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from learnbrief.flows.stages.scopes import month_before
from learnbrief.flows.workspace.sections import ScheduleSettings

FURTHEST = timedelta(days=366)
"""How far back missed months are caught up with; what is older somebody left alone on purpose, or asks for by name."""


def due_after(schedule: ScheduleSettings, moment: datetime) -> Iterator[datetime]:
    """The times after a moment at which the synthesis is due, in the programme's time zone.

    Clock changes are followed as cron does: a time that does not exist that day comes with the first that does, one that
    comes twice counts once.
    """
    return CronSim(schedule.cron, moment.astimezone(ZoneInfo(schedule.timezone)))


def next_due(schedule: ScheduleSettings, moment: datetime, *, count: int = 1) -> list[datetime]:
    """The next so many times."""
    times = due_after(schedule, moment)
    return [next(times) for _ in range(count)]


def month_due(due: datetime) -> str:
    """The month that a synthesis due then covers."""
    return month_before(due.date())


def missed_months(
    schedule: ScheduleSettings, *, since: datetime, now: datetime, done: Mapping[str, datetime]
) -> list[str]:
    """Months whose time came after `since` and that nobody has finished since their time came, oldest first, each once.

    Args:
        schedule: When the synthesis is due.
        since: When this workspace was first served: what was due before nobody had asked for.
        now: The moment up to which things are due.
        done: By month, when its latest synthesis that ended well began.
    """
    due: dict[str, datetime] = {}
    for moment in due_after(schedule, max(since, now - FURTHEST)):
        # in UTC: times of one zone compare by what the clock on the wall says, and in October that comes twice
        if moment.astimezone(UTC) > now.astimezone(UTC):
            break
        due[month_due(moment)] = moment.astimezone(
            UTC
        )  # a weekly schedule is due several times for one month: the latest counts
    return [month for month, moment in due.items() if month not in done or done[month].astimezone(UTC) < moment]
