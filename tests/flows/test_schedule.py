"""When the monthly synthesis is due: no month is lost or made twice, whatever clocks and machines do meanwhile."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnbrief.corpus.errors import BadSettings
from learnbrief.flows.orchestration.schedule import missed_months, next_due
from learnbrief.flows.workspace.sections import ScheduleSettings
from learnbrief.flows.workspace.settings import read_settings

FIRST_AT_SIX = ScheduleSettings()
LONDON = ZoneInfo("Europe/London")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_six_in_the_morning_is_six_in_the_morning_all_year():
    """Clocks change in March and October; a synthesis that came at five or seven would look broken."""
    times = next_due(FIRST_AT_SIX, _at("2025-01-15"), count=12)

    assert [(one.day, one.hour, one.minute) for one in times] == [(1, 6, 0)] * 12
    assert [one.utcoffset() for one in times[1:4]] == [timedelta(0), timedelta(hours=1), timedelta(hours=1)]


@pytest.mark.parametrize(
    ("day", "times"),
    [
        ("2025-03-30", ["2025-03-30 02:00+01:00", "2025-03-31 01:30+01:00"]),  # 01:30 does not exist on the 30th
        ("2025-10-26", ["2025-10-26 01:30+01:00", "2025-10-27 01:30+00:00"]),  # and comes twice on the 26th
    ],
)
def test_a_time_in_the_hour_that_is_skipped_or_comes_twice_is_due_once(day, times):
    """Not at all, a month would be missed without a word; twice, every brief would be renewed for nothing."""
    nightly = ScheduleSettings(cron="30 1 * * *")

    due = [one.astimezone(UTC) for one in next_due(nightly, _at(day), count=2)]

    assert due == [datetime.fromisoformat(time) for time in times]


def test_we_and_prefect_reckon_alike():
    """Prefect starts what is due, we tell when that is and catch up with what it could not start."""
    from prefect.server.schemas.schedules import CronSchedule

    begin = datetime(2025, 1, 15, tzinfo=UTC)
    for cron in ("0 6 1 * *", "30 7 * * 1", "15 3 1 */2 *"):
        theirs = asyncio.run(CronSchedule(cron=cron, timezone="Europe/London").get_dates(40, begin))
        assert next_due(ScheduleSettings(cron=cron), begin, count=40) == [datetime.fromisoformat(str(one)) for one in theirs]  # fmt: skip


def test_months_missed_while_the_machine_was_off_are_due_once_each_oldest_first():
    """A laptop shut from January to April owes three syntheses, and each compares with the one before it."""
    off = {"since": _at("2024-06-01"), "now": _at("2025-04-10T09:00"), "done": {"2024-12": _at("2025-01-01T06:00")}}
    owed = [f"2024-{month:02}" for month in range(6, 12)]

    assert missed_months(FIRST_AT_SIX, **off) == ["2024-05", *owed, "2025-01", "2025-02", "2025-03"]

    done = {month: _at("2025-04-10T09:01") for month in ("2024-05", *owed, "2025-01", "2025-02", "2025-03")}
    assert missed_months(FIRST_AT_SIX, since=off["since"], now=_at("2025-04-10T10:00"), done=done | off["done"]) == []


def test_nothing_is_owed_from_before_the_workspace_was_first_served():
    """Whoever starts serving on the third has not missed the first: nobody had asked for it."""
    first = _at("2025-04-03T09:00")

    assert missed_months(FIRST_AT_SIX, since=first, now=_at("2025-04-20"), done={}) == []
    assert missed_months(FIRST_AT_SIX, since=first, now=_at("2025-05-01T06:00"), done={}) == ["2025-04"]


def test_a_month_made_by_hand_is_owed_only_if_that_was_before_its_time():
    """A look ahead on the twentieth covers less than the month; one on the second covers it all."""
    since, now = _at("2025-01-01"), _at("2025-04-05")
    done = {"2025-01": _at("2025-02-02"), "2025-02": _at("2025-03-01T06:00"), "2025-03": _at("2025-03-20")}

    assert missed_months(FIRST_AT_SIX, since=since, now=now, done={"2024-12": since, **done}) == ["2024-12", "2025-03"]


def test_a_weekly_schedule_owes_one_run_however_many_weeks_were_missed():
    """Four Mondays of one month would make the same briefs four times."""
    weekly = ScheduleSettings(cron="0 6 * * 1")
    away = {"since": _at("2025-03-03T07:00"), "now": _at("2025-03-28")}

    assert missed_months(weekly, **away, done={"2025-02": _at("2025-03-03T06:00")}) == ["2025-02"]
    assert missed_months(weekly, **away, done={"2025-02": _at("2025-03-24T06:00")}) == []


def test_not_more_than_a_year_is_caught_up_with():
    """A workspace opened again after years must not spend a day on briefs that nobody waits for."""
    owed = missed_months(FIRST_AT_SIX, since=_at("2020-01-01"), now=_at("2025-04-10"), done={})

    assert owed[0] == "2024-04"
    assert len(owed) == 12


@pytest.mark.parametrize("cron", ["99 6 1 * *", "0 6 31 2 *", "0 6 * *", "*/0 * * * *"])
def test_a_schedule_that_can_never_be_due_is_refused(tmp_path, cron):
    """It would be found out by a month without briefs."""
    path = tmp_path / "learnbrief.toml"
    path.write_text(f'[schedule]\ncron = "{cron}"\n')
    with pytest.raises(BadSettings, match=r"schedule\.cron"):
        read_settings(path)
