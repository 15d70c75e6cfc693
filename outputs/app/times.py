"""Days and times as readers in the United Kingdom write them, by the clock on the wall."""

from datetime import date, datetime


def day(when: date | str) -> str:
    """'6 August 2025'; of a moment, the day it was on this machine's clock."""
    found = date.fromisoformat(when[:10]) if isinstance(when, str) else when
    if isinstance(found, datetime) and found.tzinfo:
        found = found.astimezone()
    return f"{found.day} {found:%B %Y}"


def short_day(when: date) -> str:
    """'6 Aug 2025', where a column is narrow. No system's own way of leaving out the nought: Windows knows none of ours."""
    return f"{when.day} {when:%b %Y}"


def moment(when: datetime | str, *, here: bool = True) -> str:
    """'6 August 2025, 14:05': this machine's time, or, where it is told in the programme's own, as it is told.

    Words that are no time are shown as they are: a page must not fail for a stamp that somebody damaged.
    """
    try:
        found = datetime.fromisoformat(when) if isinstance(when, str) else when
    except ValueError:
        return str(when)
    # what carries no zone is told by the clock already
    local = found.astimezone() if here and found.tzinfo else found
    return f"{day(local)}, {local:%H:%M}"
