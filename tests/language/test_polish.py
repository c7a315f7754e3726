"""Polish: a small table of phrases, with golds by dateutil."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import DAILY, FR, HOURLY, MINUTELY, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

from schedule_mcp.errors import InputError
from schedule_mcp.language import describe, read
from schedule_mcp.schedule import fires

ZONE = "Europe/Warsaw"
WARSAW = ZoneInfo(ZONE)
NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)  # a Wednesday, 14:00 in Warsaw
HERE = datetime(2026, 5, 6, 14)
TODAY = datetime(2026, 5, 6)


def rule(freq: int, **parts: object) -> list[datetime]:
    """The first five runs after now on the clocks of Warsaw."""
    begin = TODAY - timedelta(days=TODAY.weekday())
    runs = rrule(freq, dtstart=begin, bysecond=0, **{"byminute": 0, **parts}).xafter(HERE)  # type: ignore[arg-type]
    return list(islice(runs, 5))


def at(*days: tuple[int, int, int, int]) -> list[datetime]:
    return [datetime(2026, month, day, hour, minute) for month, day, hour, minute in days]


WORKDAYS = (MO, TU, WE, TH, FR)
PHRASES: dict[str, list[datetime]] = {
    "codziennie o 9:00": rule(DAILY, byhour=9),
    "każdego dnia o 18:30": rule(DAILY, byhour=18, byminute=30),
    "co godzinę": rule(HOURLY),
    "co poniedziałek o dziewiątej rano": rule(WEEKLY, byweekday=MO, byhour=9),
    "w każdy wtorek o 9:00": rule(WEEKLY, byweekday=TU, byhour=9),
    "w każdą środę o 15": rule(WEEKLY, byweekday=WE, byhour=15),
    "w poniedziałki i czwartki o 8:30": rule(WEEKLY, byweekday=(MO, TH), byhour=8, byminute=30),
    "od poniedziałku do piątku o 17:00": rule(WEEKLY, byweekday=WORKDAYS, byhour=17),
    "w dni robocze o 7.45": rule(WEEKLY, byweekday=WORKDAYS, byhour=7, byminute=45),
    "w weekendy o 10:00": rule(WEEKLY, byweekday=(SA, SU), byhour=10),
    "w soboty o godzinie 15": rule(WEEKLY, byweekday=SA, byhour=15),
    "w maju w każdy poniedziałek o 9:00": rule(WEEKLY, byweekday=MO, byhour=9)[:3],
    "co 30 minut od 9:00 do 17:00 w dni robocze": rule(
        MINUTELY, interval=30, byminute=(0, 30), byweekday=WORKDAYS, byhour=range(9, 18)
    ),
    "w pierwszy poniedziałek miesiąca o 9:00": rule(MONTHLY, byweekday=MO(1), byhour=9),
    "w drugi wtorek każdego miesiąca o 9:00": rule(MONTHLY, byweekday=TU(2), byhour=9),
    "w ostatni piątek miesiąca o 16:00": rule(MONTHLY, byweekday=FR(-1), byhour=16),
    "ostatniego dnia miesiąca o 18:00": rule(MONTHLY, bymonthday=-1, byhour=18),
    "na koniec miesiąca o 18:00": rule(MONTHLY, bymonthday=-1, byhour=18),
    "1. i 15. dnia każdego miesiąca o 7:00": rule(MONTHLY, bymonthday=(1, 15), byhour=7),
    "dnia 15 każdego miesiąca o 9:00": rule(MONTHLY, bymonthday=15, byhour=9),
    "co roku 24 grudnia o 18:00": rule(YEARLY, bymonth=12, bymonthday=24, byhour=18),
    "dwa razy dziennie o 8:00 i 20:00": rule(DAILY, byhour=(8, 20)),
    "codziennie o 9:00 oprócz niedzieli": rule(DAILY, byweekday=(*WORKDAYS, SA), byhour=9),
    "codziennie kwadrans po ósmej rano": rule(DAILY, byhour=8, byminute=15),
    "codziennie wpół do dziewiątej rano": rule(DAILY, byhour=8, byminute=30),
    "codziennie za kwadrans dziewiąta rano": rule(DAILY, byhour=8, byminute=45),
    "codziennie o północy": rule(DAILY, byhour=0),
    "w południe w każdą sobotę": rule(WEEKLY, byweekday=SA, byhour=12),
    "codziennie o 8 wieczorem": rule(DAILY, byhour=20),
    "Proszę, uruchom mój raport codziennie o 6:00": rule(DAILY, byhour=6),
    "co sobote o 9:00": rule(WEEKLY, byweekday=SA, byhour=9),
    "co drugi wtorek o 10:00": at((5, 12, 10, 0), (5, 26, 10, 0), (6, 9, 10, 0)),
    "co drugi dzień o 8:00": at((5, 7, 8, 0), (5, 9, 8, 0), (5, 11, 8, 0)),
    "jutro o 15:00": at((5, 7, 15, 0)),
    "pojutrze rano o 8": at((5, 8, 8, 0)),
    "dziś wieczorem o 8": at((5, 6, 20, 0)),
    "za 2 godziny": at((5, 6, 16, 0)),
    "za godzinę": at((5, 6, 15, 0)),
    "w piątek o 16:00": at((5, 8, 16, 0)),
    "12 czerwca o 9:00": at((6, 12, 9, 0)),
    "5. następnego miesiąca o 9:00": at((6, 5, 9, 0)),
    "codziennie o 8:00 do 8 maja": at((5, 7, 8, 0), (5, 8, 8, 0)),
    "codziennie o 9:00 od jutra": at((5, 7, 9, 0), (5, 8, 9, 0)),
    "od 1 czerwca co tydzień w środę o 12:00": at((6, 3, 12, 0), (6, 10, 12, 0)),
}


@pytest.mark.parametrize("text", PHRASES)
def test_a_phrase_fires_as_it_says(text: str) -> None:
    reading = read(text, now=NOW, timezone=ZONE)
    assert reading.schedule is not None, reading.question
    expected = PHRASES[text]
    runs = [run.astimezone(WARSAW).replace(tzinfo=None) for run in islice(fires(reading.schedule, after=NOW), 5)]
    assert runs[: len(expected)] == expected
    again = read(describe(reading.schedule), now=NOW, timezone=ZONE).schedule
    assert again is not None
    assert list(islice(fires(again, after=NOW), 5)) == list(islice(fires(reading.schedule, after=NOW), 5))


@pytest.mark.parametrize(
    "text", ["codziennie o 9", "trzy razy w tygodniu o 9:00", "co tydzień o 9:00", "kilka razy dziennie"]
)
def test_what_is_left_open_is_asked(text: str) -> None:
    reading = read(text, now=NOW, timezone=ZONE)
    assert reading.schedule is None
    assert reading.question is not None
    assert reading.question.options


@pytest.mark.parametrize(
    "text", ["codziennie o 25:00", "w tygodniu o 9:00", "31 lutego o 9:00", "zadzwoń do mamy jutro o 9:00"]
)
def test_what_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone=ZONE)
