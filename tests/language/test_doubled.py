"""What two statements say together, and words of time that may be the name of what runs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schedule_mcp.errors import InputError
from schedule_mcp.language import describe, read

NOW = datetime(2026, 11, 23, 10, 7, tzinfo=UTC)

READ = {
    "12 noon every day": "every day at 12:00 (UTC)",
    "every day at 12:00 midnight": "every day at 00:00 (UTC)",
    "every day at 12pm noon": "every day at 12:00 (UTC)",
    "every day at midnight 24:00": "every day at 00:00 (UTC)",
    "täglich um 12 Uhr Mitternacht": "every day at 00:00 (UTC)",
    "tous les jours à 12h midi": "every day at 12:00 (UTC)",
    "every day at noon and 2pm": "every day at 12:00 and 14:00 (UTC)",
    "weekdays noon weekends 6pm": "every weekday at 12:00; every Saturday and Sunday at 18:00 (UTC)",
    "every 5 minutes after 2pm and before 3pm": "every day every 5 minutes from 14:00 to 14:55 (UTC)",
    "every hour after 6pm and before 11pm": "every day every hour from 18:00 to 22:00 (UTC)",
    "every 15 minutes from 4pm and before 5pm": "every day every 15 minutes from 16:00 to 16:45 (UTC)",
    "every 10 minutes after 9am until 5pm on weekdays": "every weekday every 10 minutes from 09:00 to 17:00 (UTC)",
    "march third twenty twenty-eight at nine am": "on 2028-03-03 at 09:00 (UTC)",
    "may fifth two thousand and twenty seven at 9am": "on 2027-05-05 at 09:00 (UTC)",
    "daily at nine am until december thirty-first twenty twenty-seven": "every day at 09:00, until 2027-12-31 (UTC)",
    "every day at twenty twenty": "every day at 20:20 (UTC)",
    "every weekday at oh eight hundred hours": "every weekday at 08:00 (UTC)",
    "at six oh five am every day": "every day at 06:05 (UTC)",
    "the third last Tuesday of the month at 9am": "on the 3rd-to-last Tuesday of the month at 09:00 (UTC)",
    "second-to-last Friday of the month at 9am": "on the 2nd-to-last Friday of the month at 09:00 (UTC)",
    "fourth last day of each month at 9am": "on the 4th-to-last day of the month at 09:00 (UTC)",
    "le 2e dernier vendredi du mois à 9h": "on the 2nd-to-last Friday of the month at 09:00 (UTC)",
    "el 2º último viernes del mes a las 9:00": "on the 2nd-to-last Friday of the month at 09:00 (UTC)",
    "de derde laatste dinsdag van de maand om 9 uur": "on the 3rd-to-last Tuesday of the month at 09:00 (UTC)",
}

ASKED = [
    "every day at 12:15 midnight",
    "noon meeting every day at 2pm",
    "midnight backup every day at 2am",
    "every Monday noon at 2pm",
    "every 20 minutes starting at 2pm and ending at 4pm",
    "run the march report every day at 9am",
    "the tokyo report every weekday at 9am",
    "third report at 9am",
    "send the monday report every tuesday at 9am",
    "post the second summary every day at 9am",
    "march newsletter every month on the 1st at 9am",
]


@pytest.mark.parametrize(("text", "meant"), READ.items(), ids=READ)
def test_one_thing_said_by_two_statements_is_read_once(text: str, meant: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert describe(schedule) == meant


@pytest.mark.parametrize("text", ASKED)
def test_what_may_be_the_name_of_what_runs_or_a_second_time_is_asked_about(text: str) -> None:
    question = read(text, now=NOW, timezone="UTC").question
    assert question is not None
    for option in question.options:
        again = read(option.arguments["when"], now=NOW, timezone="UTC").schedule
        assert again is not None


@pytest.mark.parametrize("text", ["the last third Friday of the month at 9am", "first last Friday of the month at 9am"])
def test_positions_from_both_ends_at_once_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone="UTC")


def test_the_next_weekends_are_two_days_each() -> None:
    for text in ("the next 4 weekends at 9am", "die nächsten 4 Wochenenden um 9 Uhr"):
        assert "8 runs, the last at 2026-12-20 09:00" in read(text, now=NOW, timezone="UTC").assumptions
