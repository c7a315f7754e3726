"""Clauses in any order: what each of them holds for, or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule_mcp.errors import InputError
from schedule_mcp.language import read
from schedule_mcp.schedule import fires, same

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)  # a Wednesday
Holds = Callable[[date], bool]

DAYS: dict[str, Holds] = {
    "every day": lambda _: True,
    "on weekdays": lambda day: day.weekday() < 5,
    "on Mondays, Tuesdays and Saturdays": lambda day: day.weekday() in (0, 1, 5),
    "every Sunday in June and July": lambda day: day.weekday() == 6 and day.month in (6, 7),
    "on the 1st and 15th of every month": lambda day: day.day in (1, 15),
    "on the first Friday of the month": lambda day: day.weekday() == 4 and day.day <= 7,
}
TIMES = {"at 9am": (9,), "9am and 5pm": (9, 17), "at noon, 3pm and 22:00": (12, 15, 22)}
WITHOUT: dict[str, Holds] = {
    "": lambda _: True,
    "except in August": lambda day: day.month != 8,
    "but not on 2026-05-15": lambda day: day != date(2026, 5, 15),
    "excluding the 15th of the month": lambda day: day.day != 15,
    "except from 2026-06-01 to 2026-06-14": lambda day: not date(2026, 6, 1) <= day <= date(2026, 6, 14),
}
BOUNDS: dict[str, Holds] = {
    "": lambda _: True,
    "starting May 12": lambda day: day >= date(2026, 5, 12),
    "until 2027-08-20": lambda day: day <= date(2027, 8, 20),
    "from 2026-05-20 to 2027-03-10": lambda day: date(2026, 5, 20) <= day <= date(2027, 3, 10),
}


@given(
    st.sampled_from(list(DAYS)),
    st.sampled_from(list(TIMES)),
    st.sampled_from(list(WITHOUT)),
    st.sampled_from(list(BOUNDS)),
    st.data(),
)
def test_clauses_mean_the_same_in_any_order(
    days: str, times: str, without: str, bound: str, data: st.DataObject
) -> None:
    clauses = data.draw(st.permutations([part for part in (days, times, without, bound) if part]))
    text = ", ".join(clauses)
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None, text
    dates = (NOW.date() + timedelta(days=k) for k in range(800))
    kept = (day for day in dates if DAYS[days](day) and WITHOUT[without](day) and BOUNDS[bound](day))
    runs = (datetime.combine(day, time(hour), UTC) for day in kept for hour in TIMES[times])
    assert list(islice(fires(schedule, after=NOW), 8)) == list(islice((run for run in runs if run > NOW), 8)), text


SAME = {
    "Mondays at 10am, all other days at 8am": "every Monday at 10:00; every day at 08:00 except every Monday",
    "weekdays at 8am, otherwise at 10am": "every weekday at 08:00; every Saturday and Sunday at 10:00",
    "skip Mondays; all other days at 8am": "every day at 08:00 except every Monday",
    "every Monday at 9am and every other Friday at noon": (
        "every Monday at 09:00; on (every Friday and only every 2 weeks counted from 2026-05-08) at 12:00"
    ),
    "in June: Mondays at 9am; Fridays at noon": "every Monday in June at 09:00; every Friday in June at 12:00",
    "in June, Mondays at 9am, Fridays at noon": "every Monday in June at 09:00; every Friday in June at 12:00",
    "Mon 9am Tue 10am Wed 11am": "every Monday at 09:00; every Tuesday at 10:00; every Wednesday at 11:00",
    "9am on Mondays, 10am, on Fridays": "every Monday at 09:00; every Friday at 10:00",
    "9am on Mondays, 10am on Wednesdays and Fridays": "every Monday at 09:00; every Wednesday and Friday at 10:00",
    "weekdays hourly from 9am to 11am and every 30 minutes from 2pm to 3pm": (
        "every weekday at 09:00, 10:00, 11:00, 14:00, 14:30 and 15:00"
    ),
    "every day at 9am except until Friday": "every day at 09:00, starting 2026-05-09",
    "every day until Friday at 9am": "every day at 09:00, until 2026-05-08",
    "starting May 11 at 9am every Monday and 4pm every Friday": (
        "every Monday at 09:00; every Friday at 16:00, starting 2026-05-11"
    ),
    "not at 9am on Fridays, weekdays at 9am and 5pm": (
        "every Monday, Tuesday, Wednesday and Thursday at 09:00 and 17:00; every Friday at 17:00"
    ),
    "between 10 and 13 June at 5pm": "between 2026-06-10 and 2026-06-13 at 17:00",
    "from the 5th through the 7th of every month at noon": "on the 5th, 6th and 7th day of the month at 12:00",
    "every 3 days at 6am starting 2026-05-01": "every 3 days counted from 2026-05-01 at 06:00",
    "every other Monday at 9am starting 2026-04-27": (
        "on (every Monday and only every 2 weeks counted from 2026-04-27) at 09:00"
    ),
    "every 10 days at 9am starting 2026-09-01, only in March": (
        "on (in March and only every 10 days counted from 2026-09-01) at 09:00, starting 2026-09-01"
    ),
    "daily at 9am and Fridays at 5pm": "every day at 09:00; every Friday at 17:00",
    "every day until Friday at 9am starting Monday": "every day at 09:00, starting 2026-05-11, until 2026-05-15",
    "daily at 9am from the second Monday of May until the last Friday of June": (
        "every day at 09:00, starting 2026-05-11, until 2026-06-26"
    ),
    "next Monday and Tuesday at 9am": "on 2026-05-11 at 09:00; on 2026-05-12 at 09:00",
    "Wednesday and Friday at 9am, just once": "on 2026-05-08 at 09:00; on 2026-05-13 at 09:00",
    "from now until Friday at 6pm every 3 hours": "every 3 hours, until 2026-05-08T18:00:00Z",
    "weekdays; 9am; until 2026-06-05": "every weekday at 09:00, until 2026-06-05",
    "May 11 at 9am and May 12 at noon": "on 2026-05-11 at 09:00; on 2026-05-12 at 12:00",
    "the Monday before Christmas at 10am": "on 2026-12-21 at 10:00",
    "Thursday week at 11am": "on 2026-05-14 at 11:00",
    "once on Mondays at noon": "every Monday at 12:00",
    "every day at 9am, stop after 3 runs": "every day at 09:00, until 2026-05-09",
}


@pytest.mark.parametrize("text", SAME)
def test_reads_as_the_canonical_words(text: str) -> None:
    found, meant = (read(words, now=NOW, timezone="UTC").schedule for words in (text, SAME[text]))
    assert found is not None
    assert meant is not None
    assert same(found, meant, after=NOW)


OPEN = [
    # For one of the pairs, or for all of them?
    "Mondays at 9am and Fridays at noon in December",
    "every other week: Mondays at 9am, Fridays at noon",
    "every other Friday at noon and Mondays at 9am",
    "Mondays at 9am; Fridays at noon, except on 2026-06-01",
    "in June at 9am, Fridays at 5pm",
    # Which of the times?
    "9am, Fridays at 5pm",
    "weekdays at 9am Fridays at 3pm",
    "every hour from 8am to 8pm but from 9am to 5pm on Fridays",
    # Left out, or the days of the runs?
    "except Mondays, Fridays at 9am",
    "except on Mondays, Tuesdays and Thursdays every 20 minutes from 17:00 to 18:00",
    "every day at 9am except Mondays from June 1 to June 30",
    "every day at 9am, all other days at 10am",
    "every day except Monday at 9am and Tuesday at 10am",
]


@pytest.mark.parametrize("text", OPEN)
def test_what_may_hold_for_one_or_for_all_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone="UTC")


ASKED = {
    "the daily report at 9am every Monday and Friday": 2,
    "daily at 9am, weekends at 10am": 2,
    "weekdays 8am / Fridays 5pm": 2,
    "every day at 8am and 10am, but 10am on Sundays": 2,
    "until 2027 every Monday at 9am": 2,
    "every day until Friday at midnight": 3,
}


@pytest.mark.parametrize("text", ASKED)
def test_two_meanings_are_asked_about(text: str) -> None:
    question = read(text, now=NOW, timezone="UTC").question
    assert question is not None
    assert len(question.options) == ASKED[text]
