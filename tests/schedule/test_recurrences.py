"""Trees of days against dateutil's recurrence rules."""

from __future__ import annotations

import random
from datetime import datetime
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr

from schedule_mcp.schedule.days import date_of, date_set, dates_from, dates_until, iterate
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS, AllOf, Days, Every, Months, Nth, Period, Unit, Weekdays

FIRST = datetime(2026, 6, 2)  # a Tuesday
LAST = datetime(2061, 12, 31)
START = FIRST.date()


def only(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


RULES: list[tuple[str, Days]] = [
    ("FREQ=DAILY", AllOf()),
    ("FREQ=DAILY;INTERVAL=9", Every(9, Unit.DAY, START)),
    ("FREQ=WEEKLY;BYDAY=MO,WE,SU", Weekdays(only(0, 2, 6))),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", AllOf((Weekdays(only(1)), Every(2, Unit.WEEK, START)))),
    ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU", AllOf((Weekdays(only(0, 6)), Every(3, Unit.WEEK, START)))),
    ("FREQ=MONTHLY;BYMONTHDAY=15,31", Nth(only(15, 31))),
    ("FREQ=MONTHLY;BYMONTHDAY=-1,-3", Nth(only(-1, -3))),
    ("FREQ=MONTHLY;BYDAY=-1FR", Nth(only(-1), only(4))),
    ("FREQ=MONTHLY;BYDAY=1MO,3MO", Nth(only(1, 3), only(0))),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3,-1", Nth(only(3, -1), WORKDAYS)),
    ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2", Nth(only(2), WEEKEND)),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", AllOf((Nth(only(1), only(4)), Every(2, Unit.MONTH, START)))),
    ("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31", AllOf((Nth(only(31)), Every(5, Unit.MONTH, START)))),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", AllOf((Nth(only(13)), Weekdays(only(4))))),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", AllOf((Months(only(2)), Nth(only(29))))),
    ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", AllOf((Months(only(11)), Nth(only(4), only(3))))),
    ("FREQ=YEARLY;BYYEARDAY=1,100,366,-2", Nth(only(1, 100, 366, -2), of=Period.YEAR)),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=7;BYMONTHDAY=4",
        AllOf((Every(4, Unit.YEAR, START), Months(only(7)), Nth(only(4)))),
    ),
    ("FREQ=YEARLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", AllOf((Months(only(6)), Nth(only(-1), WORKDAYS)))),
]


def dates_of(days: Days) -> list[str]:
    within = dates_from(START) & dates_until(LAST.date())
    return [str(date_of(i)) for i in iterate(date_set(days) & within)]


def dates_of_rule(rule: str) -> list[str]:
    # Without an end, a rule that has no more dates is searched to the year 9999.
    return [str(d.date()) for d in rrulestr(f"{rule};UNTIL={LAST:%Y%m%dT%H%M%S}", dtstart=FIRST)]


@pytest.mark.parametrize(("rule", "days"), RULES)
def test_days_agree_with_recurrence_rules(rule: str, days: Days) -> None:
    expected = dates_of_rule(rule)
    assert len(expected) > 5
    assert dates_of(days) == expected


def test_the_nth_weekday_of_a_year() -> None:
    for position, name, weekday in [(20, "MO", 0), (-1, "SU", 6), (53, "WE", 2), (-52, "TH", 3)]:
        days = Nth(only(position), only(weekday), Period.YEAR)
        assert dates_of(days) == dates_of_rule(f"FREQ=YEARLY;BYDAY={position}{name}")


def test_quarters_are_three_months() -> None:
    rule = "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    last = [d.date() for d in takewhile(lambda d: d <= LAST, rrulestr(rule, dtstart=FIRST))]
    assert dates_of(Nth(only(-1), WORKDAYS, Period.QUARTER)) == list(map(str, last))


NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some_recurrence(source: random.Random) -> tuple[str, Days]:
    """A rule and the tree that means the same, from the parts that both have."""
    numbers = only(*source.sample([*range(1, 32), -1, -2, -3, -31], source.randint(1, 4)))
    weekdays = only(*source.sample(range(7), source.randint(1, 4)))
    months = only(*source.sample(range(1, 13), source.randint(1, 5)))
    by_day = ",".join(NAMES[n] for n in sorted(weekdays))
    by_month = ",".join(map(str, sorted(months)))
    positions = only(*source.sample([1, 2, 3, 4, 5, 8, -1, -2, -5], source.randint(1, 2)))
    by_number, by_position = (",".join(map(str, sorted(group))) for group in (numbers, positions))
    interval, year_days = source.randint(1, 7), only(*source.sample([1, 60, 100, 365, 366, -1, -306, -366], 3))
    by_year_day = ",".join(map(str, sorted(year_days)))
    return source.choice(
        [
            (f"FREQ=MONTHLY;BYMONTHDAY={by_number}", Nth(numbers)),
            (f"FREQ=MONTHLY;BYDAY={by_day};BYSETPOS={by_position}", Nth(positions, weekdays)),
            (f"FREQ=MONTHLY;BYDAY={by_day};BYMONTHDAY={by_number}", AllOf((Nth(numbers), Weekdays(weekdays)))),
            (
                f"FREQ=MONTHLY;INTERVAL={interval};BYMONTHDAY={by_number}",
                AllOf((Nth(numbers), every(interval, Unit.MONTH))),
            ),
            (f"FREQ=DAILY;BYMONTH={by_month};BYDAY={by_day}", AllOf((Months(months), Weekdays(weekdays)))),
            (f"FREQ=DAILY;INTERVAL={interval};BYDAY={by_day}", AllOf((every(interval, Unit.DAY), Weekdays(weekdays)))),
            (
                f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={by_day}",
                AllOf((Weekdays(weekdays), every(interval, Unit.WEEK))),
            ),
            (
                f"FREQ=YEARLY;INTERVAL={interval};BYYEARDAY={by_year_day}",
                AllOf((Nth(year_days, of=Period.YEAR), every(interval, Unit.YEAR))),
            ),
            (f"FREQ=YEARLY;BYMONTH={by_month};BYMONTHDAY={by_number}", AllOf((Months(months), Nth(numbers)))),
        ]
    )


def every(n: int, unit: Unit) -> Days:
    return Every(n, unit, START)


@pytest.mark.slow
def test_random_recurrences_agree() -> None:
    source = random.Random(12)
    some_dates = 0
    for _ in range(250):
        rule, days = some_recurrence(source)
        expected = dates_of_rule(rule)
        assert dates_of(days) == expected, rule
        some_dates += bool(expected)
    assert some_dates > 200
