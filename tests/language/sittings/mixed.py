"""Phrases of every category of the evaluation set, written without a look at the reader.

Run as `python -m tests.language.sittings.mixed` to write `mixed.jsonl` beside this file. Days come from
python-dateutil in wall time, instants from the zone files of the `tzdata` package; the product is never imported.
Each line holds text, category, timezone, now, lang where it is not English, and either runs (UTC, at most six; fewer
only when the schedule ends) with an optional second accepted list `also`, or expect = "refuse" | "clarify".
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from dateutil.rrule import DAILY, FR, MO, SA, SU, TH, TU, WE, YEARLY

from tests.language.sittings.gold import (
    ROWS,
    WEEKEND,
    WORK,
    Part,
    Row,
    Spot,
    ask,
    check_rows,
    keep,
    monthly,
    no,
    on,
    past,
    say,
    span,
    stamp,
    ticks,
    weekly,
    yearly,
    zone_of,
)

OUT = Path(__file__).with_suffix(".jsonl")
QUARTER_ENDS = (3, 6, 9, 12)
QUARTER_STARTS = (1, 4, 7, 10)

OSL = Spot("Europe/Oslo", "2026-12-07T06:50", "Mon")
PHX = Spot("America/Phoenix", "2027-01-20T13:30", "Wed")
ATH = Spot("Europe/Athens", "2027-02-26T22:45", "Fri")
CHI = Spot("America/Chicago", "2027-03-02T07:30", "Tue")
MAD = Spot("Europe/Madrid", "2027-04-21T12:05", "Wed")
HEL = Spot("Europe/Helsinki", "2027-05-09T11:00", "Sun")
SEO = Spot("Asia/Seoul", "2027-06-08T17:20", "Tue")
HNL = Spot("Pacific/Honolulu", "2027-06-30T19:05", "Wed")
UTZ = Spot("UTC", "2027-07-15T16:00", "Thu")
LIM = Spot("America/Lima", "2027-08-05T04:10", "Thu")
STO = Spot("Europe/Stockholm", "2027-09-25T10:30", "Sat")
JNB = Spot("Africa/Johannesburg", "2027-10-03T08:00", "Sun")
HAL = Spot("America/Halifax", "2027-11-16T09:40", "Tue")
KTM = Spot("Asia/Kathmandu", "2027-12-24T15:25", "Fri")
BRI = Spot("Australia/Brisbane", "2028-01-31T20:15", "Mon")

BER = Spot("Europe/Berlin", "2027-02-11T16:45", "Thu")
PAR = Spot("Europe/Paris", "2027-06-04T10:20", "Fri")
SAO = Spot("America/Sao_Paulo", "2027-09-13T21:10", "Mon")
ROM = Spot("Europe/Rome", "2027-11-28T14:30", "Sun")
AMS = Spot("Europe/Amsterdam", "2028-01-05T07:00", "Wed")
SHA = Spot("Asia/Shanghai", "2027-05-19T22:00", "Wed")
TYO = Spot("Asia/Tokyo", "2026-12-18T11:11", "Fri")

HAL_SPRING = Spot("America/Halifax", "2027-03-12T10:00", "Fri")
HAL_FALL = Spot("America/Halifax", "2027-11-04T18:30", "Thu")
ATH_FALL = Spot("Europe/Athens", "2027-10-30T10:00", "Sat")
MAD_SPRING = Spot("Europe/Madrid", "2027-03-27T23:10", "Sat")
STO_SPRING = Spot("Europe/Stockholm", "2027-03-26T15:00", "Fri")
CHI_SPRING = Spot("America/Chicago", "2027-03-13T20:00", "Sat")
OSL_SPRING = Spot("Europe/Oslo", "2027-03-27T12:00", "Sat")
LON_SPRING = Spot("Europe/London", "2027-03-20T12:00", "Sat")

LANG: dict[str, str] = {}
"""The language of each phrase that is not English."""


def once(kind: str, text: str, spot: Spot, wall: str, zone: str | None = None) -> None:
    """A single wall time `2027-01-05 22:15`."""
    date, clock = wall.split()
    say(kind, text, spot, on(clock, start=date, count=1), zone=zone, count=1)


def soon(kind: str, text: str, spot: Spot, minutes: int) -> None:
    """One run after elapsed minutes."""
    keep(kind, text, spot, [stamp(spot.utc + timedelta(minutes=minutes))], True)


def daily() -> None:
    def row(text: str, spot: Spot, at: str) -> None:
        say("daily", text, spot, on(at))

    row("Run this each and every day at 6:40 in the morning.", OSL, "6:40")
    row("At 19:05, daily.", PHX, "19:05")
    row("every night at ten past eleven", ATH, "23:10")
    row("8am sharp, every day", CHI, "8:00")
    row("once per day - 3:25 pm", MAD, "15:25")
    row("12 noon, each day please", HEL, "12:00")


def weekdays() -> None:
    def row(text: str, spot: Spot, at: str, *days: Any) -> None:
        say("weekdays", text, spot, weekly(at, *days))

    row("Tuesdays + Saturdays, 6:15 p.m.", SEO, "18:15", TU, SA)
    row("Monday through Thursday @ 11 am, every week", HNL, "11:00", MO, TU, WE, TH)
    row("at 7:50 on Mondays", UTZ, "7:50", MO)
    row("each weekend day at 8:30am", LIM, "8:30", *WEEKEND)
    row("every working day at a quarter past ten in the morning", STO, "10:15", *WORK)
    row("every Wed-Sun at 21:30", JNB, "21:30", WE, TH, FR, *WEEKEND)
    row("at 1pm, Saturdays only", HAL, "13:00", SA)


def nth() -> None:
    def row(text: str, spot: Spot, at: str, weekday: Any, **by: Any) -> None:
        say("nth-weekday", text, spot, monthly(at, byweekday=weekday, **by))

    row("3rd Tuesday of each month, 7:15am", KTM, "7:15", TU(3))
    row("the second and the fourth Monday of every month at 6 pm", BRI, "18:00", (MO(2), MO(4)))
    row("At noon on the first Sunday of every month", OSL, "12:00", SU(1))
    row("second business day of every month, 10:45", PHX, "10:45", WORK, bysetpos=2)
    row("every month on the 2nd Thursday @ 16:00", ATH, "16:00", TH(2))
    row("first Monday of each quarter at 9:30 am", CHI, "9:30", MO(1), bymonth=QUARTER_STARTS)
    row("fourth Friday of March, June, September and December, 2pm, every year", MAD, "14:00", FR(4),
        bymonth=QUARTER_ENDS)  # fmt: skip
    row("every year at 7pm on the Tuesday after the first Monday of November", HEL, "19:00", MO(1), bymonth=11,
        shift=1)  # fmt: skip


def last() -> None:
    kind = "last"
    say(kind, "every month on its last day, 23:30", SEO, monthly("23:30", bymonthday=-1))
    say(kind, "Last Wednesday of every month at 4:20pm", HNL, monthly("16:20", byweekday=WE(-1)))
    say(kind, "last working day of each month at 3 pm", UTZ, monthly("15:00", byweekday=WORK, bysetpos=-1))
    say(kind, "10:00 on the second-to-last Friday of each month", LIM, monthly("10:00", byweekday=FR(-2)))
    say(kind, "the last weekday of each quarter, noon", STO,
        monthly("12:00", byweekday=WORK, bysetpos=-1, bymonth=QUARTER_ENDS))  # fmt: skip
    say(kind, "each year, the last Sunday of August at 5am", JNB, monthly("5:00", byweekday=SU(-1), bymonth=8))
    say(kind, "9pm at the end of every month", HAL, monthly("21:00", bymonthday=-1))
    say(kind, "two days before the last day of every month at 8am", KTM, monthly("8:00", bymonthday=-3))


def every_minutes() -> None:
    kind = "every-minutes"
    ticks(kind, "every 12 minutes", BRI, 12, aligned=True)
    ticks(kind, "once every 35 min", OSL, 35)
    ticks(kind, "Run it every 100 minutes.", PHX, 100)
    ticks(kind, "each minute", ATH, 1, aligned=True)
    ticks(kind, "every twenty-five minutes, please", CHI, 25)
    past(kind, "at 10 and 40 minutes past every hour", MAD, 10, 40)
    ticks(kind, "every 3 minutes, starting at 18:00 today", SEO, 3, first="2027-06-08T18:00")


def every_hours() -> None:
    kind = "every-hours"
    ticks(kind, "every six hours", HEL, 360, aligned=True)
    ticks(kind, "once every 5 hours", HNL, 300)
    past(kind, "every hour at 25 past", UTZ, 25)
    ticks(kind, "every 1.5 hours", LIM, 90)
    ticks(kind, "once every 36 hours", STO, 36 * 60)
    ticks(kind, "once every two hours", JNB, 120, aligned=True)
    ticks(kind, "every 8 hours starting tomorrow at 7am", HAL, 480, first="2027-11-17T07:00")


def every_days() -> None:
    def row(text: str, spot: Spot, at: str, start: str, days: int) -> None:
        say("every-days", text, spot, on(at, start=start, interval=days))

    row("every three days at 6:10 am", KTM, "6:10", "2027-12-25", 3)
    row("9pm every other day", BRI, "21:00", "2028-01-31", 2)
    row("every ten days at noon, beginning 2027-10-10", JNB, "12:00", "2027-10-10", 10)
    row("Once every 6 days, 15:45", PHX, "15:45", "2027-01-20", 6)
    row("every 2 days at 8 in the evening", ATH, "20:00", "2027-02-27", 2)
    row("from Friday on, every 14 days at 7am", UTZ, "7:00", "2027-07-16", 14)
    row("at 05:20 on alternate days", LIM, "5:20", "2027-08-05", 2)


def every_weeks() -> None:
    def row(text: str, spot: Spot, at: str, start: str, weeks: int, *days: Any) -> None:
        say("every-weeks", text, spot, weekly(at, *days, start=start, interval=weeks))

    row("every other Monday at 08:30", OSL, "8:30", "2026-12-07", 2, MO)
    row("Once every 2 weeks on Saturday, 10am", MAD, "10:00", "2027-04-24", 2, SA)
    row("13:00 on Tuesdays, every 4 weeks", HEL, "13:00", "2027-05-11", 4, TU)
    row("fortnightly, Wednesdays at 5:45 pm", SEO, "17:45", "2027-06-09", 2, WE)
    row("every three weeks on Monday and Thursday at 9:15 am", CHI, "9:15", "2027-03-04", 3, MO, TH)
    row("every second week on Friday at 3pm", STO, "15:00", "2027-10-01", 2, FR)
    row("every 2 weeks on Sunday at 19:30, starting January 9, 2028", KTM, "19:30", "2028-01-09", 2, SU)
    row("11 AM biweekly on Thursdays", HNL, "11:00", "2027-07-01", 2, TH)


def every_months() -> None:
    def row(text: str, spot: Spot, at: str, number: Any, **by: Any) -> None:
        say("every-months", text, spot, monthly(at, bymonthday=number, **by))

    row("every 2 months on the 15th at 10am", ATH, "10:00", 15, start="2027-03-15", interval=2)
    row("on the 7th of each month, 06:05", BRI, "6:05", 7)
    row("every six months on the 1st at noon", LIM, "12:00", 1, start="2027-09-01", interval=6)
    row("monthly, day 20, at 4:40 pm", JNB, "16:40", 20)
    row("22:00 on the 31st of every month", HAL, "22:00", 31)
    row("every 4 months on the last day at 17:00, starting July 31", UTZ, "17:00", -1, start="2027-07-31", interval=4)
    row("the 10th and 25th of every month at 1:15pm", PHX, "13:15", (10, 25))


def years() -> None:
    kind = "yearly-quarterly"
    say(kind, "every year on May 17 at 9am", OSL, yearly("9:00", 5, 17))
    say(kind, "once a year, 1 December, 18:30", SEO, yearly("18:30", 12, 1))
    say(kind, "on the first day of every quarter at 06:00", KTM, monthly("6:00", bymonth=QUARTER_STARTS, bymonthday=1))
    say(kind, "10:10am every February 29", CHI, yearly("10:10", 2, 29))
    say(kind, "annually on the last Friday of July at 4pm", MAD, monthly("16:00", byweekday=FR(-1), bymonth=7))
    say(kind, "15 January, 15 April, 15 July and 15 October at 08:00, every year", HEL,
        yearly("8:00", QUARTER_STARTS, 15))  # fmt: skip
    say(kind, "last day of the quarter, 11:30pm, quarterly", HNL, monthly("23:30", bymonth=QUARTER_ENDS, bymonthday=-1))
    say(kind, "the 100th day of each year at noon", STO, on("12:00", YEARLY, byyearday=100))


def multi() -> None:
    kind = "multi-time"
    say(kind, "daily: 6:15, 14:15 and 22:15", LIM, on("6:15 14:15 22:15"))
    say(kind, "9am and half past four in the afternoon on weekdays", OSL, weekly("9:00 16:30", *WORK))
    say(kind, "Mondays at 8am and Thursdays at 8pm", JNB, weekly("8:00", MO), weekly("20:00", TH))
    say(kind, "every day at 2, 4 and 6pm", PHX, on("14:00 16:00 18:00"))
    say(kind, "twice daily: noon and 23:45", BRI, on("12:00 23:45"))
    say(kind, "weekdays 7:30 & 16:30; weekends 10:00", ATH, weekly("7:30 16:30", *WORK), weekly("10:00", *WEEKEND))
    say(kind, "at 5am and at 5pm every Sunday", HAL, weekly("5:00 17:00", SU))
    say(kind, "three times every Saturday: 8:00, 12:00, 16:00", MAD, weekly("8:00 12:00 16:00", SA))


def windows() -> None:
    def row(text: str, spot: Spot, at: str, *days: Any) -> None:
        say("windows", text, spot, weekly(at, *(days or (*WORK, *WEEKEND))))

    row("Every 20 minutes from 06:00 to 07:00, Mon-Fri", OSL, span(20, "6:00", "7:00"), *WORK)
    row("every hour, 8pm to midnight, on Fridays", ATH, span(60, "20:00", "24:00"), FR)
    row("between 10:00 and 12:00, every 30 minutes, every Sunday", HEL, span(30, "10:00", "12:00"), SU)
    row("on weekdays every 2 hours from 9am until 6pm", CHI, span(120, "9:00", "18:00"), *WORK)
    row("every 15 minutes from 11:30pm to 12:30am, daily", SEO, span(15, "23:30", "24:30"))
    row("every half hour between 1pm and 3pm on Tuesdays", HNL, span(30, "13:00", "15:00"), TU)
    row("every ten minutes before 8am starting at 7:20am, each day", UTZ, span(10, "7:20", "7:50"))
    row("weekends: hourly, 07:00 through 11:00", STO, span(60, "7:00", "11:00"), *WEEKEND)


def exclusions() -> None:
    def row(text: str, spot: Spot, part: Part, *but: Part) -> None:
        say("exclusions", text, spot, part, but=but)

    row("daily at 06:30, except Tuesdays and Thursdays", MAD, on("6:30"), weekly("", TU, TH))
    row("every weekday at 2pm, but not on Wednesdays", SEO, weekly("14:00", *WORK), weekly("", WE))
    row("Every day at 9pm except the last day of the month", STO, on("21:00"), monthly("", bymonthday=-1))
    row("apart from July 17 and July 19, each day at 11:00", UTZ, on("11:00"), yearly("", 7, (17, 19)))
    row("every Monday at 10am other than the first Monday of the month", JNB, weekly("10:00", MO),
        monthly("", byweekday=MO(1)))  # fmt: skip
    row("every hour on the hour except at midnight and 6am", HNL, on(span(60, "0:00", "23:00")), on("0:00 6:00"))
    row("weekdays at 8am excluding December", OSL, weekly("8:00", *WORK), on("", DAILY, bymonth=12))
    row("7am daily, skipping weekends and Dec 31", KTM, on("7:00"), weekly("", *WEEKEND), yearly("", 12, 31))


def bounds() -> None:
    kind = "bounded"
    say(kind, "daily, 8:20am, for 3 days", PHX, on("8:20"), count=3)
    say(kind, "Fridays at 6pm until August 20", LIM, weekly("18:00", FR), until="2027-08-20T23:59")
    say(kind, "every weekday at 10am through March 8, 2027", CHI, weekly("10:00", *WORK), until="2027-03-08T23:59")
    say(kind, "starting 1 October, every day at 07:15", STO, on("7:15", start="2027-10-01"))
    ticks(kind, "every 30 minutes, 5 times", BRI, 30, count=5, aligned=True)
    say(kind, "The next four Mondays at 13:00", MAD, weekly("13:00", MO), count=4)
    say(kind, "daily at noon before May 13", HEL, on("12:00"), until="2027-05-12T23:59")
    say(kind, "from June 10 through June 13 at 9pm daily", SEO, on("21:00", start="2027-06-10"),
        until="2027-06-13T23:59")  # fmt: skip
    say(kind, "on the first of each month at 3am, 2 occurrences", HAL, monthly("3:00", bymonthday=1), count=2)


def absolute() -> None:
    def row(text: str, spot: Spot, wall: str) -> None:
        once("once-absolute", text, spot, wall)

    row("February 14, 2028 at 7:30pm", BRI, "2028-02-14 19:30")
    row("on 3 May 2027 at 16:45", MAD, "2027-05-03 16:45")
    row("9am, Sat 16 Oct 2027", JNB, "2027-10-16 9:00")
    row("2027-12-31 23:59", KTM, "2027-12-31 23:59")
    row("Dec 1st, noon, one time only", HAL, "2027-12-01 12:00")
    row("at 6:20 in the evening on the 28th of August", LIM, "2027-08-28 18:20")
    row("on 30/09 at 14:00", STO, "2027-09-30 14:00")
    row("Monday the 22nd at 10am", HAL, "2027-11-22 10:00")


def relative() -> None:
    kind = "once-relative"
    soon(kind, "run it in 25 minutes", OSL, 25)
    soon(kind, "three hours from now", HNL, 180)
    once(kind, "Tomorrow at 6:45am, please.", ATH, "2027-02-27 6:45")
    once(kind, "tonight at half past ten", UTZ, "2027-07-15 22:30")
    once(kind, "in 2 weeks at 9am", SEO, "2027-06-22 9:00")
    once(kind, "17:00 the day after tomorrow", KTM, "2027-12-26 17:00")
    once(kind, "a week from Tuesday, 3pm", PHX, "2027-02-02 15:00")


def zones() -> None:
    def row(text: str, spot: Spot, zone: str, part: Part) -> None:
        say("timezone", text, spot, part, zone=zone)

    row("every weekday at 9:30am New York time", OSL, "America/New_York", weekly("9:30", *WORK))
    row("daily at 07:00 (Europe/Rome)", PHX, "Europe/Rome", on("7:00"))
    row("Thursdays at 4pm Pacific time", ATH, "America/Los_Angeles", weekly("16:00", TH))
    row("every day at 12:00Z", BRI, "UTC", on("12:00"))
    row("Tokyo time, every Monday at 9:00am", CHI, "Asia/Tokyo", weekly("9:00", MO))
    row("22:00 UTC-3 every Sunday", HEL, "Etc/GMT+3", weekly("22:00", SU))
    once("timezone", "July 20 at 8am London time", UTZ, "2027-07-20 8:00", zone="Europe/London")
    row("Asia/Kolkata: the 1st of every month at 10:30", JNB, "Asia/Kolkata", monthly("10:30", bymonthday=1))


def changes() -> None:
    kind = "dst"
    say(kind, "daily, 02:15", HAL_SPRING, on("2:15"))
    say(kind, "Sundays at 1:15 am", HAL_FALL, weekly("1:15", SU))
    ticks(kind, "every 5 hours please", ATH_FALL, 300)
    past(kind, "hourly at :30", MAD_SPRING, 30)
    once(kind, "four days from now at 7am", STO_SPRING, "2027-03-30 7:00")
    soon(kind, "12 hours from now", CHI_SPRING, 720)
    say(kind, "every 2 days at 2:30 am", OSL_SPRING, on("2:30", start="2027-03-28", interval=2))
    ticks(kind, "Every 12 hours starting at 6pm on October 30", ATH_FALL, 720, first="2027-10-30T18:00")
    say(kind, "every Friday at 8am Sydney time", LON_SPRING, weekly("8:00", FR), zone="Australia/Sydney")


def sloppy() -> None:
    kind = "sloppy"
    say(kind, "eveery tuesday 4pm", KTM, weekly("16:00", TU))
    say(kind, "Every thirsday at 10 AM", BRI, weekly("10:00", TH))
    say(kind, "everyday at7am", PHX, on("7:00"))
    say(kind, "weekdays@9:15am", HEL, weekly("9:15", *WORK))
    say(kind, "EVERY SUNDAY 8PM PLZ!!", OSL, weekly("20:00", SU))
    once(kind, "tmrw at 3:15 pm, ty", LIM, "2027-08-06 15:15")
    say(kind, "monthyl on the 3rd at 11am", JNB, monthly("11:00", bymonthday=3))
    say(kind, "could you plese run it on the frist friday of the month, 1pm?", STO, monthly("13:00", byweekday=FR(1)))
    ticks(kind, "every 45mins thx", SEO, 45)


def machine() -> None:
    kind = "machine"
    say(kind, "RRULE:FREQ=WEEKLY;BYDAY=TU,FR;BYHOUR=18;BYMINUTE=15;BYSECOND=0", HAL, weekly("18:15", TU, FR))
    say(kind, "DTSTART;TZID=Europe/Paris:20270305T080000\nRRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=4", CHI,
        monthly("8:00", byweekday=FR(1), start="2027-03-05"), zone="Europe/Paris", count=4)  # fmt: skip
    once(kind, "2027-10-05T14:00:00+02:00", LIM, "2027-10-05 12:00", zone="UTC")
    ticks(kind, "R/2027-07-16T00:00:00Z/PT8H", UTZ, 480, first="2027-07-16T00:00")
    say(kind, "Mon,Thu *-*-* 04:30:00", OSL, weekly("4:30", MO, TH))
    say(kind, "OnCalendar=*-*-01 06:00:00", ATH, monthly("6:00", bymonthday=1))
    ticks(kind, "rate(12 hours)", HNL, 720)
    say(kind, "cron(15 10 ? * 2-6 *)", MAD, weekly("10:15", *WORK))
    once(kind, "at(2028-02-29T12:00:00)", BRI, "2028-02-29 12:00")
    ticks(kind, "@every 45m", PHX, 45)


def cron() -> None:
    kind = "cron"
    say(kind, "0 12 1 jan,jul *", LIM, yearly("12:00", (1, 7), 1))
    say(kind, "*/10 * * * *", SEO, on(span(10, "0:00", "23:50")))
    say(kind, "30 8 * * mon-fri", UTZ, weekly("8:30", *WORK))
    say(kind, "0 0 1,15 * *", HEL, monthly("0:00", bymonthday=(1, 15)))
    say(kind, "0 9 13 * 5", KTM, monthly("9:00", bymonthday=13), weekly("9:00", FR))
    say(kind, "5 4 * * 7", PHX, weekly("4:05", SU))
    say(kind, "0 */6 * * *", JNB, on(span(360, "0:00", "18:00")))
    say(kind, "20-50/15 14 * * 3", STO, weekly("14:20 14:35 14:50", WE))
    say(kind, "15 7 * * 2#3", OSL, monthly("7:15", byweekday=TU(3)))
    say(kind, "CRON_TZ=Asia/Tokyo 0 10 * * 1-5", HNL, weekly("10:00", *WORK), zone="Asia/Tokyo")


def speak(lang: str, text: str, spot: Spot, *parts: Part, but: tuple[Part, ...] = (), count: int = 99) -> None:
    LANG[text] = lang
    say("languages", text, spot, *parts, but=but, count=count)


def beat(lang: str, text: str, spot: Spot, step: int) -> None:
    LANG[text] = lang
    ticks("languages", text, spot, step, aligned=True)


def day_of(date: str, at: str) -> Part:
    return on(at, start=date, count=1)


def romance() -> None:
    speak("es", "todos los martes y jueves a las 18:30", MAD, weekly("18:30", TU, TH))
    beat("es", "cada dos horas", LIM, 120)
    speak("es", "el tercer viernes de cada mes a las 9:00", MAD, monthly("9:00", byweekday=FR(3)))
    speak("es", "pasado mañana a las 16:15", LIM, day_of("2027-08-07", "16:15"), count=1)
    speak("es", "todos los días a las 20:00 excepto los domingos", MAD, on("20:00"), but=(weekly("", SU),))
    speak("es", "cada día a las 7 de la mañana, por favor", LIM, on("7:00"))
    speak("fr", "chaque lundi à 8h30", PAR, weekly("8:30", MO))
    beat("fr", "toutes les 30 minutes", PAR, 30)
    speak("fr", "du mardi au samedi à 19h, chaque semaine", PAR, weekly("19:00", TU, WE, TH, FR, SA))
    speak("fr", "le premier jour de chaque mois à midi", PAR, monthly("12:00", bymonthday=1))
    speak("fr", "demain à 15h45", PAR, day_of("2027-06-05", "15:45"), count=1)
    speak("fr", "tous les jours à 6h sauf le dimanche", PAR, on("6:00"), but=(weekly("", SU),))
    speak("pt", "todo dia às 6h30", SAO, on("6:30"))
    speak("pt", "às terças e quintas às 20:00", SAO, weekly("20:00", TU, TH))
    beat("pt", "a cada 3 horas", SAO, 180)
    speak("pt", "na última sexta-feira de cada mês às 17h", SAO, monthly("17:00", byweekday=FR(-1)))
    speak("pt", "depois de amanhã às 10h", SAO, day_of("2027-09-15", "10:00"), count=1)
    speak("pt", "todo dia 5 de cada mês às 9:00", SAO, monthly("9:00", bymonthday=5))
    speak("it", "ogni giorno alle 21:15", ROM, on("21:15"))
    speak("it", "ogni martedì e venerdì alle 11:00", ROM, weekly("11:00", TU, FR))
    beat("it", "ogni due ore", ROM, 120)
    speak("it", "il 15 di ogni mese alle 8:00", ROM, monthly("8:00", bymonthday=15))
    speak("it", "dopodomani alle 18:30", ROM, day_of("2027-11-30", "18:30"), count=1)
    speak("it", "l'ultimo venerdì di ogni mese alle 16:00", ROM, monthly("16:00", byweekday=FR(-1)))


def germanic() -> None:
    speak("de", "montags bis freitags um 7:45 Uhr", BER, weekly("7:45", *WORK))
    beat("de", "alle 20 Minuten", BER, 20)
    speak("de", "alle zwei Wochen donnerstags um 14 Uhr", BER, weekly("14:00", TH, start="2027-02-18", interval=2))
    speak("de", "am 1. und 15. jedes Monats um 6:30 Uhr", BER, monthly("6:30", bymonthday=(1, 15)))
    speak("de", "übermorgen um 18 Uhr", BER, day_of("2027-02-13", "18:00"), count=1)
    speak("de", "Täglich um 22:10 Uhr, außer samstags", BER, on("22:10"), but=(weekly("", SA),))
    speak("nl", "iedere dag om 6:45", AMS, on("6:45"))
    speak("nl", "elke dinsdag en vrijdag om 20:15", AMS, weekly("20:15", TU, FR))
    speak("nl", "elke twee weken op woensdag om 10:00", AMS, weekly("10:00", WE, start="2028-01-05", interval=2))
    speak("nl", "overmorgen om 13:30", AMS, day_of("2028-01-07", "13:30"), count=1)
    beat("nl", "elk uur", AMS, 60)
    speak("nl", "elke werkdag om 8:05 behalve op vrijdag", AMS, weekly("8:05", MO, TU, WE, TH))


def east_asian() -> None:
    speak("zh", "每天早上7点15分", SHA, on("7:15"))
    speak("zh", "每周二和周四晚上8点", SHA, weekly("20:00", TU, TH))
    beat("zh", "每20分钟", SHA, 20)
    speak("zh", "每月1号上午9点", SHA, monthly("9:00", bymonthday=1))
    speak("zh", "明天下午4点半", SHA, day_of("2027-05-20", "16:30"), count=1)
    speak("zh", "每周一到周五14:30", SHA, weekly("14:30", *WORK))
    speak("ja", "毎日6時45分", TYO, on("6:45"))
    speak("ja", "毎週火曜日と金曜日の18時", TYO, weekly("18:00", TU, FR))
    beat("ja", "2時間ごと", TYO, 120)
    speak("ja", "毎月15日の午前10時", TYO, monthly("10:00", bymonthday=15))
    speak("ja", "明日の午後3時20分", TYO, day_of("2026-12-19", "15:20"), count=1)
    speak("ja", "毎月第2水曜日の13時", TYO, monthly("13:00", byweekday=WE(2)))


def refusals() -> None:
    no("every April 31 at 8am", OSL)
    no("on 30 February 2028 at noon", BRI)
    no("0 0 30 2 *", UTZ)
    no("61 * * * *", CHI)
    no("on 2 January 2020 at 9am", MAD)
    no("the day before yesterday at noon", HEL)
    no("2025-06-01T10:00:00Z", SEO)
    no("every Monday at 9am except Mondays", HNL)
    no("daily at 5pm starting 20 August 2027 until 10 August 2027", LIM)
    no("Tuesday, 1 May 2027, at 10am", MAD)
    no("clean up the old logs", STO)
    no("blorp the frizzle, quux", JNB)
    no("every day at 9am Atlantis time", HAL)
    no("8am daily, Europe/Gotham", KTM)
    no("every day at 24:30", PHX)
    no("weekdays at 8:75 am", ATH)
    no("every -2 hours", CHI)
    no("8th Monday of the month at 10am", UTZ)
    no("every Flurbday at 10am", BRI)
    no("at sunset every day", SEO)


def questions() -> None:
    ask("every weekday please", OSL)
    ask("every Saturday morning", PHX)
    ask("every day at 8", ATH)
    ask("Saturday at midnight", CHI)
    ask("once a week at 3pm", MAD)
    ask("monthly, 10:30", HEL)
    ask("biweekly on Mondays and Fridays at 8am", SEO)
    ask("biannually, on June 15, at 6pm", HNL)
    ask("every 3rd Tuesday at 6pm", UTZ)
    ask("every other workday at 7am", LIM)
    ask("next Thursday at 4pm", HAL)
    ask("on 04/05/2028 at 10am", KTM)
    ask("Mondays and Fridays at 3pm CST", BRI)
    ask("weekdays at 10am EST", STO)
    ask("daily at 7:30am Portland time", JNB)
    ask("tomorrow at 8am Sydney time", HNL)
    ask("every weekday at 9am except public holidays", MAD)
    ask("every Tuesday or Thursday at 5pm", OSL)
    ask("between 9am and 11am on Mondays", ATH)
    ask("every thuesday at 2:30pm", CHI)
    ask("2027-03-28 02:30", MAD_SPRING)
    ask("once, on October 31, 2027 at 3:30am", ATH_FALL)
    ask("PT90M", UTZ)
    ask("0 30 9 ? * 2-6", SEO)
    ask("every quarter at 8am", HEL)


def check() -> None:
    """Weekday of every `now`, no phrase twice, every run after now in ascending order, and the numbers promised."""
    seen = Counter(row.text.lower() for row in ROWS)
    assert max(seen.values()) == 1, seen.most_common(3)
    check_rows(ROWS)
    kinds = Counter(row.kind for row in ROWS)
    assert len(ROWS) == 260, len(ROWS)
    assert (kinds["refuse"], kinds["clarify"]) == (20, 25), kinds
    assert set(Counter(LANG.values()).values()) == {6}, LANG
    assert min(kinds.values()) >= 6, kinds


def line(row: Row) -> str:
    now = row.spot.wall.replace(tzinfo=zone_of(row.spot.zone)).isoformat()
    lang = {"lang": LANG[row.text]} if row.text in LANG else {}
    where = {"text": row.text, "category": row.kind, **lang, "timezone": row.spot.zone, "now": now}
    return json.dumps({**where, **row.gold}, ensure_ascii=False)


GROUPS = (
    daily, weekdays, nth, last, every_minutes, every_hours, every_days, every_weeks, every_months, years, multi,
    windows, exclusions, bounds, absolute, relative, zones, changes, sloppy, machine, cron, romance, germanic,
    east_asian, refusals, questions,
)  # fmt: skip


def build() -> list[Row]:
    ROWS.clear()
    LANG.clear()
    for group in GROUPS:
        group()
    check()
    return list(ROWS)


if __name__ == "__main__":
    rows = build()
    OUT.write_text("".join(line(row) + "\n" for row in rows), encoding="utf-8")
    for kind, number in Counter(row.kind for row in rows).items():
        print(f"{number:4} {kind}")
    print(f"{len(rows):4} in all")
