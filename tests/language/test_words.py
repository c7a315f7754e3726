"""What people write, by construct: each phrase with the schedule that it is, or with what it is asked to mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schedule_mcp.language import describe, read

NOW = datetime(2027, 3, 3, 9, 15, tzinfo=UTC)
"""A Wednesday."""

READ = {
    "8 tonight": "on 2027-03-03 at 20:00",
    "tonight at 8": "on 2027-03-03 at 20:00",
    "9 tomorrow morning": "on 2027-03-04 at 09:00",
    "tomorrow morning 9": "on 2027-03-04 at 09:00",
    "7 this evening": "on 2027-03-03 at 19:00",
    "at 8 tonight": "on 2027-03-03 at 20:00",
    "8:30 tonight": "on 2027-03-03 at 20:30",
    "Friday of next week at 9am": "on 2027-03-12 at 09:00",
    "monday of next week at 9am": "on 2027-03-08 at 09:00",
    "two Sundays from now at 10am": "on 2027-03-14 at 10:00",
    "3 fridays from now at noon": "on 2027-03-19 at 12:00",
    "in the following week on Monday at 9am": "on 2027-03-08 at 09:00",
    "Monday of the following week at 9am": "on 2027-03-08 at 09:00",
    "every hour at minute 50": "every hour at :50",
    "at minute 50": "every hour at :50",
    "at minute 50 of every hour": "every hour at :50",
    "on the 10th minute of every hour": "every hour at :10",
    "every hour on the 10th minute": "every hour at :10",
    "at second 10": "every day every minute from 00:00:10 to 23:59:10, as the clocks run",
    "every minute at second 10": "every day every minute from 00:00:10 to 23:59:10, as the clocks run",
    "at second 30 of every minute": "every day every minute from 00:00:30 to 23:59:30, as the clocks run",
    "february four at 9am": "on 2028-02-04 at 09:00",
    "on february four at 9am": "on 2028-02-04 at 09:00",
    "on the fourth of every march at 9am": "every March 4 at 09:00",
    "on the 4th of every march at 9am": "every March 4 at 09:00",
    "every march 4 at 9am": "every March 4 at 09:00",
    "on the last of each month at 9am": "on the last day of the month at 09:00",
    "on the last of every month at 9am": "on the last day of the month at 09:00",
    "the last of the month at 9am": "on the last day of the month at 09:00",
    "from the 25th to the last of every month at 9am": "on the 25th, 26th, 27th, 28th, 29th, 30th and 31st day of the month at 09:00",
    "from the 25th to the last at 9am": "on the 25th, 26th, 27th, 28th, 29th, 30th and 31st day of the month at 09:00",
    "every day from the 25th to the last of the month at 9am": "on the 25th, 26th, 27th, 28th, 29th, 30th and 31st day of the month at 09:00",
    "every day at 545am": "every day at 05:45",
    "tomorrow at 545am": "on 2027-03-04 at 05:45",
    "every day at 2300": "every day at 23:00",
    "tomorrow at 2300": "on 2027-03-04 at 23:00",
    "every day at 15h30": "every day at 15:30",
    "every day at 9h": "every day at 09:00",
    "every day at 9 o clock am": "every day at 09:00",
    "every day at 3 p m": "every day at 15:00",
    "every day at 3 p. m.": "every day at 15:00",
    "ev day at 9am": "every day at 09:00",
    "tom morning at 9": "on 2027-03-04 at 09:00",
    "every 9am": "every day at 09:00",
    "every noon": "every day at 12:00",
    "every midnight": "every day at 00:00",
    "every 17:00": "every day at 17:00",
    "every 5pm": "every day at 17:00",
    "on the 15th workday and the last workday at 9am": "on (on the 15th business day of the month or on the last business day of the month) at 09:00",
    "on the 15th workday and the last workday of the month at 9am": "on (on the 15th business day of the month or on the last business day of the month) at 09:00",
    "for 7am": "on 2027-03-04 at 07:00",
    "remind me for 7am": "on 2027-03-04 at 07:00",
    "wake me for 7am tomorrow": "on 2027-03-04 at 07:00",
    "timer for 5 minutes": "on 2027-03-03 at 09:20",
    "set a timer for 10 minutes": "on 2027-03-03 at 09:25",
    "set timer for 1 hour": "on 2027-03-03 at 10:15",
    "start a timer for 30 seconds": "on 2027-03-03 at 09:15:30",
    "5 minute timer": "on 2027-03-03 at 09:20",
    "in 30m": "on 2027-03-03 at 09:45",
    "in half an hour": "on 2027-03-03 at 09:45",
    "in half hour": "on 2027-03-03 at 09:45",
    "in a half hour": "on 2027-03-03 at 09:45",
    "half an hour from now": "on 2027-03-03 at 09:45",
    "in an hour and a half": "on 2027-03-03 at 10:45",
    "in 1.5 hours": "on 2027-03-03 at 10:45",
    "in a couple of hours": "on 2027-03-03 at 11:15",
    "in two and a half hours": "on 2027-03-03 at 11:45",
    "in quarter of an hour": "on 2027-03-03 at 09:30",
    "in three quarters of an hour": "on 2027-03-03 at 10:00",
    "every 2, 15 and 27 at 9am": "on the 2nd, 15th and 27th day of the month at 09:00",
    "every 2nd, 15th and 27th at 9am": "on the 2nd, 15th and 27th day of the month at 09:00",
    "on 2, 15 and 27 at 9am": "on the 2nd, 15th and 27th day of the month at 09:00",
    "on the 2, 15 and 27 at 9am": "on the 2nd, 15th and 27th day of the month at 09:00",
    "six weeks before July 21 at 9am": "on 2027-06-09 at 09:00",
    "two weeks before Halloween at 9am": "on 2027-10-17 at 09:00",
    "two days before Christmas at 5pm": "on 2027-12-23 at 17:00",
    "3 days after July 4 at 9am": "on 2027-07-07 at 09:00",
    "one week after New Year's day at 9am": "on 2028-01-08 at 09:00",
    "every year two weeks before Christmas at 9am": "every December 11 at 09:00",
    "the day before Christmas at 9am": "on 2027-12-24 at 09:00",
    "the day after Christmas at noon": "on 2027-12-26 at 12:00",
    "Monday · 9am": "on 2027-03-08 at 09:00",
    "every day · 9am": "every day at 09:00",
    "every Monday | 9am": "every Monday at 09:00",
    "Mon | Wed | Fri at 9am": "every Monday, Wednesday and Friday at 09:00",
    "every 10 minutes from 9am to 11am and every 30 minutes from 2pm to 5pm": "every day every 10 minutes from 09:00 to 11:00; every day every 30 minutes from 14:00 to 17:00",
    "on Wednesdays of March at 9am": "every Wednesday in March at 09:00",
    "Wednesdays of March at 9am": "every Wednesday in March at 09:00",
    "every Wednesday of March at 9am": "every Wednesday in March at 09:00",
    "every 10 minutes Monday through Friday every month": "every weekday every 10 minutes from 00:00 to 23:50, as the clocks run",
    "every day at 12 midday": "every day at 12:00",
    "at 12 midday": "on 2027-03-03 at 12:00",
    "at 11:11am on the 11th day of November": "on 2027-11-11 at 11:11",
    "on the 11th day of November at 11:11am": "on 2027-11-11 at 11:11",
    "every year on the 11th day of November at 11:11am": "every November 11 at 11:11",
    "Monday 8 March at 9am": "on 2027-03-08 at 09:00",
    "Monday, March 8 at 9am": "on 2027-03-08 at 09:00",
    "Monday the 8th at 9am": "on 2027-03-08 at 09:00",
    "545am": "on 2027-03-04 at 05:45",
    "last monday this month at 9am": "on 2027-03-29 at 09:00",
    "last friday this month at 9am": "on 2027-03-26 at 09:00",
    "every 4M": "every 4 minutes",
    "tonight at 12:30": "on 2027-03-04 at 00:30",
    "tonight at 12": "on 2027-03-04 at 00:00",
    "every week every day at 7am": "every day at 07:00",
}

ASKED = {
    "the friday after next at 9am": ["on 2027-03-12 at 09:00", "on 2027-03-19 at 09:00"],
    "every day at 9 o clock": ["every day at 09:00", "every day at 21:00"],
    "30m": ["on 2027-03-03 at 09:45", "every 30 minutes"],
    "2h30m": ["on 2027-03-03 at 11:45", "every 150 minutes"],
    "+2h": ["on 2027-03-03 at 11:15", "every 2 hours"],
    "45 minutes": ["on 2027-03-03 at 10:00", "every 45 minutes"],
    "2 hours": ["on 2027-03-03 at 11:15", "every 2 hours"],
    "now": ["on 2027-03-03 at 09:16", "on 2027-03-03 at 09:20"],
    "right now": ["on 2027-03-03 at 09:16", "on 2027-03-03 at 09:20"],
    "every week": ["every Wednesday at 09:00", "every Monday at 09:00", "every Friday at 09:00"],
    "weekly": ["every Wednesday at 09:00", "every Monday at 09:00", "every Friday at 09:00"],
    "9-5 on weekdays every hour": [
        "every weekday every hour from 09:00 to 17:00",
        "every weekday every hour from 21:00 to 05:00",
    ],
    "every hour 9-5 on weekdays": [
        "every weekday every hour from 09:00 to 17:00",
        "every weekday every hour from 21:00 to 05:00",
    ],
    "3 times a day between 9am and 5pm": ["every day at 09:00, 13:00 and 17:00"],
    "twice a day between 9am and 5pm": ["every day at 09:00 and 17:00"],
    "every May": [
        "every May 1 at 09:00",
        "every day in May at 09:00",
        "on (on the last day of the month and only in May) at 09:00",
    ],
    "every May at 9am": [
        "every May 1 at 09:00",
        "every day in May at 09:00",
        "on (on the last day of the month and only in May) at 09:00",
    ],
    "each may": [
        "every May 1 at 09:00",
        "every day in May at 09:00",
        "on (on the last day of the month and only in May) at 09:00",
    ],
    "4M": ["on 2027-03-03 at 09:19", "every 4 minutes"],
    "4pm on Monday and Wednesday": [
        "every Monday and Wednesday at 16:00",
        "on 2027-03-03 at 16:00; on 2027-03-08 at 16:00",
    ],
    "9am on Tuesday and Thursday": [
        "every Tuesday and Thursday at 09:00",
        "on 2027-03-04 at 09:00; on 2027-03-09 at 09:00",
    ],
    "every 2 weeks on Sunday and Monday at 9am": [
        "on (every Monday and Sunday and only every 2 weeks counted from 2027-03-07) at 09:00",
        "on ((every Sunday and only every 2 weeks counted from 2027-03-07) or (every Monday and only every 2 weeks counted from 2027-03-08)) at 09:00",
    ],
    "every other week on Sunday and Monday at 9am": [
        "on (every Monday and Sunday and only every 2 weeks counted from 2027-03-07) at 09:00",
        "on ((every Sunday and only every 2 weeks counted from 2027-03-07) or (every Monday and only every 2 weeks counted from 2027-03-08)) at 09:00",
    ],
    "this evening at 2": ["on 2027-03-04 at 02:00", "on 2027-03-03 at 14:00"],
    "tomorrow night at 12:15": ["on 2027-03-05 at 00:15", "on 2027-03-04 at 00:15"],
    "every night at 12:15": ["every day at 00:15", "every day at 12:15"],
    "weekly digest every day at 7am": ["every day at 07:00", "every Wednesday at 07:00"],
    "daily report every Monday at 9am": ["every Monday at 09:00", "every day at 09:00"],
    "monthly report every week on Monday at 9am": ["every Monday at 09:00"],
    "daily weekly at 9am": ["every day at 09:00", "every Wednesday at 09:00"],
    "monthly summary daily at 9am": ["every day at 09:00"],
}


@pytest.mark.parametrize(("text", "meant"), READ.items(), ids=READ)
def test_clear_words_are_read_without_a_question(text: str, meant: str) -> None:
    reading = read(text, now=NOW, timezone="UTC")
    assert reading.schedule is not None, reading.question
    assert describe(reading.schedule).removesuffix(" (UTC)") == meant


@pytest.mark.parametrize(("text", "meant"), ASKED.items(), ids=ASKED)
def test_open_words_are_asked_about(text: str, meant: list[str]) -> None:
    question = read(text, now=NOW, timezone="UTC").question
    assert question is not None
    assert [option.arguments["when"].removesuffix(" (UTC)") for option in question.options] == meant
