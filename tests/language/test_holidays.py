"""Public holidays: as named by people, against the package itself; what is not known is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import holidays
import pytest
from dateutil.easter import easter

from schedule_mcp.errors import ImpossibleSchedule
from schedule_mcp.language import describe, read
from schedule_mcp.schedule import fires, same
from schedule_mcp.schedule.public_holidays import holiday_set, is_known

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)

LEFT_OUT = {
    "every day at 9am except public holidays in Germany": ("DE", None),
    "every day at 9am except public holidays in Bavaria": ("DE", "BY"),
    "daily at 9am except US federal holidays": ("US", None),
    "every day at 9am except bank holidays in England": ("GB", "ENG"),
    "täglich um 9 Uhr außer an Feiertagen in Bayern": ("DE", "BY"),
    "tous les jours à 9h sauf les jours fériés en France": ("FR", None),
    "todos los días a las 9:00 excepto festivos en España": ("ES", None),
    "毎日9時 日本の祝日を除く": ("JP", None),
    "every day at 9am except on public holidays in DE-BY": ("DE", "BY"),
}

CANONICAL = [
    *LEFT_OUT,
    "on US federal holidays at 10am",
    "every public holiday in France at noon",
    "every weekday at 9:00 except New York Stock Exchange holidays",
    "every day at 9am except Sundays and public holidays in France",
    "every weekday at 9am except public holidays in Germany and Mondays",
    "on the 1st of each month at 9am, if that is a public holiday in Germany, the next business day",
    "on the 15th of every month at 9am; if it falls on a weekend, the previous business day",
    "on the last day of the month at 5pm, if that is a weekend or a holiday in the US, the previous business day",
]


@pytest.mark.parametrize(("text", "place"), LEFT_OUT.items(), ids=LEFT_OUT)
def test_the_holidays_of_a_place_are_left_out(text: str, place: tuple[str, str | None]) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    off = holidays.country_holidays(place[0], subdiv=place[1], years=range(2026, 2029))
    days = (NOW.date() + timedelta(days=k) for k in range(1, 700))
    assert [run.date() for run in islice(fires(schedule, after=NOW), 600)] == [d for d in days if d not in off][:600]


@pytest.mark.parametrize("text", CANONICAL)
def test_the_canonical_sentence_reads_back(text: str) -> None:
    schedule = read(text, now=NOW, timezone="Europe/Berlin").schedule
    assert schedule is not None
    again = read(describe(schedule), now=NOW).schedule
    assert again is not None
    assert same(schedule, again, after=NOW)


def test_a_day_off_is_moved_to_the_next_business_day() -> None:
    text = "on the 1st of each month at 9am, if that is a public holiday in Germany, the next business day"
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    off = holidays.country_holidays("DE", years=range(2026, 2031))
    for run, month in zip(fires(schedule, after=NOW), range(36), strict=False):
        wanted = date(2027 + month // 12, month % 12 + 1, 1)
        while wanted in off or wanted.weekday() >= 5:
            wanted += timedelta(days=1)
        assert run.date() == wanted


def test_what_holidays_are_meant_is_asked_and_the_place_of_the_operator_answers() -> None:
    text = "every weekday at 9am except public holidays"
    asked = read(text, now=NOW, timezone="Europe/Berlin").question
    assert asked is not None
    assert [option.arguments["when"].split(",")[0] for option in asked.options] == [
        "every weekday at 09:00 except on public holidays in DE",
        "every weekday at 09:00 except on public holidays in US",
        "every weekday at 09:00 (Europe/Berlin)",
    ]
    found = read(text, now=NOW, timezone="Europe/Berlin", holidays="DE-BY").schedule
    assert found is not None
    assert "public holidays in DE-BY" in describe(found)


def test_a_schedule_ends_where_its_holidays_are_no_longer_known() -> None:
    reading = read("every day at 9am except public holidays in India", now=NOW, timezone="UTC")
    assert reading.schedule is not None
    assert reading.schedule.until == datetime(2035, 12, 31, 23, 59, 59, tzinfo=UTC)  # type: ignore[union-attr]
    assert "to 2035-12-31" in reading.assumptions[-1]


def test_unknown_places_are_refused() -> None:
    assert not is_known("XX")
    assert is_known("NYSE")
    with pytest.raises(ImpossibleSchedule):
        holiday_set("DE-XX")


MOVABLE = {
    "every Easter Sunday at 9am": "every Easter Sunday at 09:00 (UTC)",
    "every year on Easter Monday at 10am": "every Easter Monday at 10:00 (UTC)",
    "Good Friday at noon": "on 2027-03-26 at 12:00 (UTC)",
    "Ostermontag um 9 Uhr": "on 2027-03-29 at 09:00 (UTC)",
    "every weekday at 9am except Good Friday": "every weekday at 09:00 except every Good Friday (UTC)",
    "every US Thanksgiving at 2pm": "on (in November and only on the 4th Thursday of the month) at 14:00 (UTC)",
    "on Thanksgiving at 2pm": "on 2027-11-25 at 14:00 (UTC)",
    "two days before Easter at 9am": "on 2027-03-26 at 09:00 (UTC)",
    "the day after Thanksgiving at 6am": "on 2027-11-26 at 06:00 (UTC)",
}


@pytest.mark.parametrize(("text", "meant"), MOVABLE.items(), ids=MOVABLE)
def test_named_days_that_move(text: str, meant: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert describe(schedule) == meant
    again = read(meant, now=NOW).schedule
    assert again is not None
    assert same(schedule, again, after=NOW)


def test_easter_is_that_of_the_western_churches() -> None:
    schedule = read("every Easter Sunday at 9am", now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert [run.date() for run in islice(fires(schedule, after=NOW), 200)] == [
        easter(year) for year in range(2027, 2227)
    ]


def test_the_last_business_day_before_a_date() -> None:
    once = read("the last business day before Christmas at 9am", now=NOW, timezone="UTC").schedule
    assert once is not None
    assert describe(once) == "on 2026-12-24 at 09:00 (UTC)"
    text = "every year on the last business day before Christmas at 3pm"
    yearly = read(text, now=NOW, timezone="UTC").schedule
    assert yearly is not None
    again = read(describe(yearly), now=NOW).schedule
    assert again is not None
    assert same(yearly, again, after=NOW)
    for run, year in zip(fires(yearly, after=NOW), range(2026, 2060), strict=False):
        wanted = date(year, 12, 24)
        while wanted.weekday() >= 5:
            wanted -= timedelta(days=1)
        assert run.date() == wanted
