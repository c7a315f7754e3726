"""Special days against a plain count, over eight years of every kind of month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest

from schedule_mcp.cron import parse
from schedule_mcp.schedule.days import date_of, date_set, dates_from, dates_until, iterate
from schedule_mcp.schedule.model import Calendar

YEARS = range(2023, 2031)
WITHIN = dates_from(date(YEARS[0], 1, 1)) & dates_until(date(YEARS[-1], 12, 31))
MONTHS = [(year, month) for year in YEARS for month in range(1, 13)]


def dates(day: str, weekday: str) -> list[date]:
    schedule = parse(f"0 0 9 {day} * {weekday}", "quartz")
    assert isinstance(schedule, Calendar)
    return [date_of(index) for index in iterate(date_set(schedule.rules[0].days) & WITHIN)]


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def nearest_workday(wanted: date) -> date:
    near = sorted(range(-2, 3), key=lambda n: (abs(n), -n))
    days = [wanted + timedelta(days=n) for n in near]
    return next(d for d in days if d.weekday() < 5 and d.month == wanted.month)


@pytest.mark.parametrize("day", range(1, 29))
def test_the_nearest_working_day(day: int) -> None:
    # A Saturday moves to the Friday before, a Sunday to the Monday after, unless that leaves the month.
    assert dates(f"{day}W", "?") == [nearest_workday(date(year, month, day)) for year, month in MONTHS]


def test_last_days() -> None:
    lasts = [last_day(year, month) for year, month in MONTHS]
    assert dates("L", "?") == lasts
    for n in (1, 3, 27):
        assert dates(f"L-{n}", "?") == [last - timedelta(days=n) for last in lasts]
    assert dates("L-30", "?") == [last - timedelta(days=30) for last in lasts if last.day == 31]
    workdays = [
        next(last - timedelta(days=n) for n in range(3) if (last - timedelta(days=n)).weekday() < 5) for last in lasts
    ]
    assert dates("LW", "?") == workdays


@pytest.mark.parametrize("number", range(1, 8))
def test_weekdays_of_a_month(number: int) -> None:
    weekday = (number - 2) % 7
    by_month = [
        [d for d in (date(year, month, n + 1) for n in range(monthrange(year, month)[1])) if d.weekday() == weekday]
        for year, month in MONTHS
    ]
    assert dates("?", f"{number}L") == [days[-1] for days in by_month]
    for nth in range(1, 6):
        assert dates("?", f"{number}#{nth}") == [days[nth - 1] for days in by_month if len(days) >= nth]
