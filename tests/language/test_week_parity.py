"""Even and odd weeks: by their ISO 8601 number, in every language. Gold by `date.isocalendar`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from schedule_mcp.errors import InputError
from schedule_mcp.language import describe, read
from schedule_mcp.schedule import fires

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # 2026 has 53 weeks
EVEN = [
    *("every even week on Monday at 9am", "Mondays in even weeks at 9am", "Monday at 9am in even-numbered weeks"),
    *("in even weeks every Monday at 9am", "every Monday at 9am except in odd weeks"),
    *("jeden Montag in geraden Wochen um 9 Uhr", "in geraden Kalenderwochen montags um 9 Uhr"),
    *("le lundi des semaines paires à 9h", "los lunes de las semanas pares a las 9:00"),
    *("às segundas das semanas pares às 9h", "ogni lunedì delle settimane pari alle 9:00"),
    *("elke maandag in even weken om 9:00", "偶数周的周一上午9点", "偶数週の月曜日9時"),
]
ODD = [
    *("every odd week on Monday at 9am", "odd weeks, every Monday at 9am"),
    *("jede ungerade Woche am Montag um 9 Uhr", "le lundi les semaines impaires à 9h"),
    *("los lunes en semanas impares a las 9:00", "às segundas nas semanas ímpares às 9h"),
    *("ogni lunedì nelle settimane dispari alle 9:00", "in oneven weken elke maandag om 9:00"),
    *("奇数周每周一上午9点", "奇数週の毎週月曜日9時"),
]


def mondays(even: bool, count: int) -> list[date]:
    days = (date(2026, 11, 30) + timedelta(weeks=k) for k in range(200))
    return list(islice((day for day in days if (day.isocalendar().week % 2 == 0) is even), count))


@pytest.mark.parametrize(("text", "even"), [*((t, True) for t in EVEN), *((t, False) for t in ODD)])
def test_weeks_count_by_their_iso_number_over_a_year_of_53_weeks(text: str, even: bool) -> None:
    reading = read(text, now=NOW, timezone="Europe/Paris")
    assert reading.schedule is not None, reading.question
    assert [run.date() for run in islice(fires(reading.schedule, after=NOW), 60)] == mondays(even, 60)
    assert any("ISO 8601" in text for text in reading.assumptions)
    again = read(describe(reading.schedule), now=NOW).schedule
    assert again is not None
    assert list(islice(fires(again, after=NOW), 60)) == list(islice(fires(reading.schedule, after=NOW), 60))


def test_two_odd_weeks_meet_after_week_53() -> None:
    assert mondays(even=False, count=20)[2:4] == [date(2026, 12, 28), date(2027, 1, 4)]


def test_every_even_week_leaves_its_day_open() -> None:
    question = read("every even week at 9am", now=NOW, timezone="Europe/Paris").question
    assert question is not None
    assert all("in even weeks" in option.arguments["when"] for option in question.options)


@pytest.mark.parametrize("text", ["every even week tomorrow at 9am", "every Monday at 9am in even odd weeks"])
def test_what_contradicts_it_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone="Europe/Paris")
