"""Recurring English phrases with their first six instants, written without a look at the reader.

Run as `python -m tests.language.sittings.recurring` to write `recurring.jsonl` beside this file. Days come from
python-dateutil in wall time, instants from the zone files of the `tzdata` package; the product is never imported.
Each line holds text, timezone, now, and either runs (UTC, at most six; fewer only when the schedule ends) with an
optional second accepted list `also`, or expect = "refuse" | "clarify".
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY

from tests.language.sittings.gold import (
    ROWS,
    WEEKEND,
    WORK,
    Part,
    Row,
    Spot,
    ask,
    check_rows,
    line,
    no,
    on,
    past,
    say,
    span,
    ticks,
)

OUT = Path(__file__).with_suffix(".jsonl")

NYC = Spot("America/New_York", "2026-07-09T14:20", "Thu")
LON = Spot("Europe/London", "2026-11-18T10:05", "Wed")
TYO = Spot("Asia/Tokyo", "2027-01-02T07:45", "Sat")
SYD = Spot("Australia/Sydney", "2026-12-01T21:30", "Tue")
KOL = Spot("Asia/Kolkata", "2027-02-15T06:10", "Mon")
SAO = Spot("America/Sao_Paulo", "2026-08-28T17:00", "Fri")
BER = Spot("Europe/Berlin", "2027-04-04T23:15", "Sun")
LAX = Spot("America/Los_Angeles", "2027-06-16T05:00", "Wed")
CHI = Spot("America/Chicago", "2026-09-30T12:00", "Wed")
NBO = Spot("Africa/Nairobi", "2026-10-12T08:00", "Mon")
AKL = Spot("Pacific/Auckland", "2027-03-12T16:40", "Fri")
UTZ = Spot("UTC", "2027-05-21T09:00", "Fri")
DEN = Spot("America/Denver", "2027-08-03T13:37", "Tue")
XMAS = Spot("Europe/Dublin", "2026-12-22T18:00", "Tue")
NY_SPRING = Spot("America/New_York", "2027-03-12T18:00", "Fri")
NY_FALL = Spot("America/New_York", "2026-10-31T09:00", "Sat")
LON_SPRING = Spot("Europe/London", "2027-03-26T12:00", "Fri")
LON_FALL = Spot("Europe/London", "2026-10-23T16:00", "Fri")
SYD_SPRING = Spot("Australia/Sydney", "2026-10-02T10:00", "Fri")
SYD_FALL = Spot("Australia/Sydney", "2027-04-01T08:00", "Thu")
HOWE_SPRING = Spot("Australia/Lord_Howe", "2026-10-02T20:00", "Fri")
HOWE_FALL = Spot("Australia/Lord_Howe", "2027-04-02T20:00", "Fri")


def daily() -> None:
    def row(text: str, spot: Spot, at: str) -> None:
        say("daily and times", text, spot, on(at))

    row("could you run it every single day at 7:05am", NYC, "7:05")
    row("6 in the morning, daily", LON, "6:00")
    row("everyday at quarter past nine at night", SAO, "21:15")
    row("at twenty-five to eleven every morning", TYO, "10:35")
    row("once a day, 22:15", KOL, "22:15")
    row("each night at eleven thirty", CHI, "23:30")
    row("Daily @ 4:50 p.m.", BER, "16:50")
    row("noon daily pls", DEN, "12:00")
    row("midnight, every day", LON, "0:00")
    row("three times daily: 8am, 1pm and 8pm", NBO, "8:00 13:00 20:00")
    row("every day at 7, 9 and 11pm", LAX, "19:00 21:00 23:00")
    row("Every day at 9:15, 13:15 & 17:15", UTZ, "9:15 13:15 17:15")
    row("at five o'clock in the afternoon every day", AKL, "17:00")
    row("nightly at 1:45am", SYD, "1:45")
    row("every day at 12:30am", NYC, "0:30")
    row("twice a day - 6:00 and 18:00", SAO, "6:00 18:00")
    row("quarter to ten every evening, thanks", LON, "21:45")
    row("each day at 9 in the morning and 5 in the afternoon", KOL, "9:00 17:00")
    row("noon and midnight, every day", NBO, "0:00 12:00")
    row("all seven days of the week at 19:25", TYO, "19:25")


def weekdays() -> None:
    def row(text: str, spot: Spot, at: str, *days: Any) -> None:
        say("weekday sets", text, spot, on(at, WEEKLY, byweekday=days))

    row("Mondays, Wednesdays and Fridays — 7:40am", NYC, "7:40", MO, WE, FR)
    row("every Tue & Thu at 18:30", LON, "18:30", TU, TH)
    row("Mon to Fri, 8:15am", TYO, "8:15", *WORK)
    row("on weekends at ten in the morning", SYD, "10:00", *WEEKEND)
    row("11:00 every Sat and Sun", KOL, "11:00", *WEEKEND)
    row("each workday at quarter to nine in the morning", SAO, "8:45", *WORK)
    row("business days, 17:45", BER, "17:45", *WORK)
    row("Friday thru Monday at 9 pm each week", LAX, "21:00", FR, SA, SU, MO)
    row("every Thursday to Sunday, 6:20 pm", CHI, "18:20", TH, FR, SA, SU)
    row("weekday evenings at 6", NBO, "18:00", *WORK)
    row("Saturday mornings at 9:30", AKL, "9:30", SA)
    row("wed nights, 8:30", UTZ, "20:30", WE)
    row("9:45 am on Tuesdays", DEN, "9:45", TU)
    row("every Monday and every Thursday at noon", NYC, "12:00", MO, TH)
    row("sundays 7pm", LON, "19:00", SU)
    row("EVERY FRIDAY AT 4:30PM!!!", SAO, "16:30", FR)
    row("weekly on Wednesdays at 2pm", TYO, "14:00", WE)
    row("once a week on Saturday at 6am", SYD, "6:00", SA)
    row("twice weekly, Mon and Thu, 10:10am", KOL, "10:10", MO, TH)
    row("all weekdays plus Saturday at 7am", BER, "7:00", *WORK, SA)
    row("Sun-Thu 16:00", CHI, "16:00", SU, MO, TU, WE, TH)
    row("tues/thurs/sat, 5:55 am", LAX, "5:55", TU, TH, SA)
    row("can u do Sundays and Wednesdays at half past seven in the evening", NBO, "19:30", SU, WE)
    row("every weekday at 7:00, 12:00 and 17:30", DEN, "7:00 12:00 17:30", *WORK)
    row("Tuesday and Friday afternoons at 3, every week", UTZ, "15:00", TU, FR)


def unions() -> None:
    def row(text: str, spot: Spot, *parts: Part) -> None:
        say("per-day times", text, spot, *parts)

    row(
        "Tuesdays at 10:20am and Saturdays at 4pm",
        NYC,
        on("10:20", WEEKLY, byweekday=TU),
        on("16:00", WEEKLY, byweekday=SA),
    )
    row(
        "every week: 9am Mon-Thu, 10am Fri",
        LON,
        on("9:00", WEEKLY, byweekday=(MO, TU, WE, TH)),
        on("10:00", WEEKLY, byweekday=FR),
    )
    row(
        "7am on weekdays, 9am on weekends",
        TYO,
        on("7:00", WEEKLY, byweekday=WORK),
        on("9:00", WEEKLY, byweekday=WEEKEND),
    )
    row(
        "weekdays at 6:30 and 18:30, Saturdays at 8:00",
        SYD,
        on("6:30 18:30", WEEKLY, byweekday=WORK),
        on("8:00", WEEKLY, byweekday=SA),
    )
    row(
        "Mondays at 8am and 3pm; Wednesdays at noon",
        KOL,
        on("8:00 15:00", WEEKLY, byweekday=MO),
        on("12:00", WEEKLY, byweekday=WE),
    )
    row(
        "every Mon 9:00, Tue 10:00 and Wed 11:00",
        SAO,
        on("9:00", WEEKLY, byweekday=MO),
        on("10:00", WEEKLY, byweekday=TU),
        on("11:00", WEEKLY, byweekday=WE),
    )
    row(
        "every day at 8am, but 10am on Sundays",
        CHI,
        on("8:00", WEEKLY, byweekday=(*WORK, SA)),
        on("10:00", WEEKLY, byweekday=SU),
    )
    row(
        "weekdays at 5pm, except Fridays at 3pm",
        NBO,
        on("17:00", WEEKLY, byweekday=(MO, TU, WE, TH)),
        on("15:00", WEEKLY, byweekday=FR),
    )
    row(
        "twice a month: 1st at 9am and 16th at 5pm",
        AKL,
        on("9:00", MONTHLY, bymonthday=1),
        on("17:00", MONTHLY, bymonthday=16),
    )
    row(
        "Mondays at 9am and also on the last day of every month at 6pm",
        BER,
        on("9:00", WEEKLY, byweekday=MO),
        on("18:00", MONTHLY, bymonthday=-1),
    )
    row(
        "every weekday at 9am plus the 1st of each month at 7am",
        DEN,
        on("9:00", WEEKLY, byweekday=WORK),
        on("7:00", MONTHLY, bymonthday=1),
    )
    row("every day at noon and additionally Fridays at 6pm", UTZ, on("12:00"), on("18:00", WEEKLY, byweekday=FR))


def exclusions() -> None:
    def row(text: str, spot: Spot, part: Part, *but: Part) -> None:
        say("exclusions", text, spot, part, but=but)

    row(
        "weekdays at 9:10am, just not Wednesdays", NYC, on("9:10", WEEKLY, byweekday=WORK), on("", WEEKLY, byweekday=WE)
    )
    row("every day at 7pm apart from Saturdays and Sundays", LON, on("19:00"), on("", WEEKLY, byweekday=WEEKEND))
    row("Daily at 06:00 except Tue/Thu", TYO, on("6:00"), on("", WEEKLY, byweekday=(TU, TH)))
    row(
        "every day except Dec 24, 25 and 26 at 8am",
        XMAS,
        on("8:00"),
        on("", YEARLY, bymonth=12, bymonthday=(24, 25, 26)),
    )
    row(
        "weekdays at 10am excluding the first Monday of the month",
        CHI,
        on("10:00", WEEKLY, byweekday=WORK),
        on("", MONTHLY, byweekday=MO(1)),
    )
    row("every hour from 9am to 5pm except at 1pm", BER, on(span(60, "9:00", "17:00")), on("13:00"))
    row(
        "weekdays at 9am and 4pm, but no 4pm run on Fridays",
        LON,
        on("9:00 16:00", WEEKLY, byweekday=WORK),
        on("16:00", WEEKLY, byweekday=FR),
    )
    row(
        "Mondays at 3pm except in July and August",
        NYC,
        on("15:00", WEEKLY, byweekday=MO),
        on("", DAILY, bymonth=(7, 8)),
    )
    row(
        "every Friday at noon but skip December 25th",
        XMAS,
        on("12:00", WEEKLY, byweekday=FR),
        on("", YEARLY, bymonth=12, bymonthday=25),
    )
    row("daily at 5am other than the last day of the month", SAO, on("5:00"), on("", MONTHLY, bymonthday=-1))
    row("every day at 21:00, not on the 13th", NBO, on("21:00"), on("", MONTHLY, bymonthday=13))
    row(
        "weekends at 9am, except the last Sunday of the month",
        LAX,
        on("9:00", WEEKLY, byweekday=WEEKEND),
        on("", MONTHLY, byweekday=SU(-1)),
    )
    row("every day besides Sundays at 7:30 am", KOL, on("7:30"), on("", WEEKLY, byweekday=SU))
    row(
        "1st and 15th of every month at 9am except in January",
        SYD,
        on("9:00", MONTHLY, bymonthday=(1, 15)),
        on("", DAILY, bymonth=1),
    )
    row(
        "every day at 8am except from Dec 24 to Dec 28",
        XMAS,
        on("8:00"),
        on("", YEARLY, bymonth=12, bymonthday=(24, 25, 26, 27, 28)),
    )
    row(
        "Tuesdays 6pm except the third Tuesday of each month",
        DEN,
        on("18:00", WEEKLY, byweekday=TU),
        on("", MONTHLY, byweekday=TU(3)),
    )
    row("all days but Mondays, 11am", UTZ, on("11:00"), on("", WEEKLY, byweekday=MO))
    row("daily at noon with the exception of weekends", AKL, on("12:00"), on("", WEEKLY, byweekday=WEEKEND))
    row(
        "every weekday at 8:45am, excluding 2027-02-17",
        KOL,
        on("8:45", WEEKLY, byweekday=WORK),
        on("", DAILY, start="2027-02-17", count=1),
    )
    row("every day at 10pm except tomorrow", LON, on("22:00"), on("", DAILY, start="2026-11-19", count=1))
    row("9am and 9pm every day, but not at 9pm on Sundays", BER, on("9:00 21:00"), on("21:00", WEEKLY, byweekday=SU))
    row(
        "Excluding Thursdays, every weekday at 16:40",
        TYO,
        on("16:40", WEEKLY, byweekday=WORK),
        on("", WEEKLY, byweekday=TH),
    )
    row("every 2 hours from 8am to 6pm, skipping noon", UTZ, on(span(120, "8:00", "18:00")), on("12:00"))
    row(
        "every weekday at noon except during August", DEN, on("12:00", WEEKLY, byweekday=WORK), on("", DAILY, bymonth=8)
    )
    row(
        "Wednesdays at 4pm, never on the 1st of a month",
        LON,
        on("16:00", WEEKLY, byweekday=WE),
        on("", MONTHLY, bymonthday=1),
    )


def nth() -> None:
    def row(text: str, spot: Spot, at: str, day: Any, **by: Any) -> None:
        say("nth and last weekday", text, spot, on(at, MONTHLY, byweekday=day, **by))

    row("first Tuesday of each month, 10:30am", NYC, "10:30", TU(1))
    row("2nd and 4th Wednesday of the month at 6pm", LON, "18:00", (WE(2), WE(4)))
    row("monthly on the third Thursday at 13:00", TYO, "13:00", TH(3))
    row("last Friday of every month at 4:15pm", SAO, "16:15", FR(-1))
    row("second-to-last Monday of the month at 9am", KOL, "9:00", MO(-2))
    row("penultimate Thursday of each month, 3pm", BER, "15:00", TH(-2))
    row("the last weekday of the month at 5:30pm", CHI, "17:30", WORK, bysetpos=-1)
    row("first business day of every month at 8am", NBO, "8:00", WORK, bysetpos=1)
    row("third business day of the month, 09:30", LAX, "9:30", WORK, bysetpos=3)
    row("second to last business day of each month at 2pm", SYD, "14:00", WORK, bysetpos=-2)
    row("on the fifth Friday of the month at noon", UTZ, "12:00", FR(5))
    row("1st & 3rd Sat of every month at 7:15 am", DEN, "7:15", (SA(1), SA(3)))
    row("first and last Monday of each month at 11am", AKL, "11:00", (MO(1), MO(-1)))
    row("every second Tuesday of the month at 6pm", NYC, "18:00", TU(2))
    row("at 20:00 on the last Sunday of each month please", TYO, "20:00", SU(-1))
    row("last workday of each month, 16:45", LON, "16:45", WORK, bysetpos=-1)
    row("the first 3 business days of each month at 10am", CHI, "10:00", WORK, bysetpos=(1, 2, 3))
    row(
        "the third Friday of every March, June, September and December, 9:30am",
        NYC,
        "9:30",
        FR(3),
        bymonth=(3, 6, 9, 12),
    )
    row("last Wednesday of every quarter at 16:00", BER, "16:00", WE(-1), bymonth=(3, 6, 9, 12))
    row("9am on the first Monday of every quarter", SAO, "9:00", MO(1), bymonth=(1, 4, 7, 10))
    row("quarterly on the last Friday, 3pm", KOL, "15:00", FR(-1), bymonth=(3, 6, 9, 12))
    row("the last Sunday of March and October every year at 3pm", LAX, "15:00", SU(-1), bymonth=(3, 10))
    row("the first Friday of every year at noon", TYO, "12:00", FR(1), bymonth=1)
    row("last Monday of May each year, 10am", NYC, "10:00", MO(-1), bymonth=5)
    row("the last business day of the year at 4pm, every year", XMAS, "16:00", WORK, bymonth=12, bysetpos=-1)
    kind = "relative to a weekday"
    say(
        kind,
        "the Monday after the first Sunday of the month at 9am",
        SYD,
        on("9:00", MONTHLY, byweekday=SU(1), shift=1),
    )
    say(
        kind,
        "the Tuesday after the first Monday in November, every year, at 7am",
        CHI,
        on("7:00", MONTHLY, byweekday=MO(1), bymonth=11, shift=1),
    )
    say(
        kind,
        "the Friday before the last Monday of each month, 3pm",
        LON,
        on("15:00", MONTHLY, byweekday=MO(-1), shift=-3),
    )
    say(
        kind,
        "every month on the Wednesday after the second Tuesday, 22:00",
        DEN,
        on("22:00", MONTHLY, byweekday=TU(2), shift=1),
    )


def month_days() -> None:
    def row(text: str, spot: Spot, at: str, day: Any, **by: Any) -> None:
        say("days of the month", text, spot, on(at, MONTHLY, bymonthday=day, **by))

    row("on the 5th and 20th of each month at 7am", NYC, "7:00", (5, 20))
    row("monthly, day 28, 23:30", LON, "23:30", 28)
    row("the 31st of every month at noon", TYO, "12:00", 31)
    row("30th of each month at 9am", KOL, "9:00", 30)
    row("days 10 to 12 of every month at 6:45am", SAO, "6:45", (10, 11, 12))
    row("last day of the month 23:59", BER, "23:59", -1)
    row("every month at month-end, 6pm", CHI, "18:00", -1)
    row("start of every month, 00:15", NBO, "0:15", 1)
    row("two days before the end of the month at 5pm", SYD, "17:00", -3)
    row("three days before the end of each month, 8:30 am", DEN, "8:30", -4)
    row("second to last day of every month at 8pm", AKL, "20:00", -2)
    row("every Friday the 13th at 1pm", LAX, "13:00", 13, byweekday=FR)
    row("every Monday the 1st at 9am", UTZ, "9:00", 1, byweekday=MO)
    row("semi-monthly on the 10th and the 25th, 3pm", NYC, "15:00", (10, 25))
    row("on the 1st, 11th, and 21st monthly at 10 p.m.", TYO, "22:00", (1, 11, 21))
    row("every month on the twenty-second at half past six in the evening", LON, "18:30", 22)
    row("the last 3 days of each month at 9am", SAO, "9:00", (-3, -2, -1))
    row("first five days of the month at 6am", CHI, "6:00", (1, 2, 3, 4, 5))
    row("the 29th monthly, 4pm", KOL, "16:00", 29)
    row("the 15th and the last day of every month at 5pm", BER, "17:00", (15, -1))
    row("7:20am on the 4th of every month", DEN, "7:20", 4)


def intervals() -> None:
    kind = "every N minutes or hours"
    ticks(kind, "every 20 mins", DEN, 20, aligned=True)
    ticks(kind, "do it every five minutes", LON, 5, aligned=True)
    ticks(kind, "every half an hour", NYC, 30, aligned=True)
    ticks(kind, "once every hour and a half", SAO, 90)
    ticks(kind, "every 2h30m", KOL, 150)
    ticks(kind, "every 8 hrs", NBO, 480, aligned=True)
    ticks(kind, "every 36 hours", TYO, 36 * 60)
    ticks(kind, "check this every five hours ok?", CHI, 300)
    ticks(kind, "every 6 hours starting at 3am", LAX, 360, first="2027-06-17T03:00")
    ticks(kind, "every 30 minutes, first one at 15:00 today", NYC, 30, first="2026-07-09T15:00")
    ticks(kind, "every forty-five minutes", UTZ, 45)
    ticks(kind, "every hour", AKL, 60, aligned=True)
    ticks(kind, "Every three-quarters of an hour", BER, 45)
    ticks(kind, "every 100 minutes", SYD, 100)
    ticks(kind, "every 4 hours beginning tomorrow at 06:00", LON, 240, first="2026-11-19T06:00")
    kind = "every N days"
    say(kind, "every 3 days at 8pm", NYC, on("20:00", start="2026-07-09", interval=3))
    say(kind, "every second day at 7am", LON, on("7:00", start="2026-11-19", interval=2))
    say(kind, "10:45 every other day", TYO, on("10:45", start="2027-01-02", interval=2))
    say(kind, "every 10 days at 9am starting Sept 1", SAO, on("9:00", start="2026-09-01", interval=10))
    say(kind, "once every four days, half past noon", KOL, on("12:30", start="2027-02-15", interval=4))
    say(
        kind, "starting the day after tomorrow, every 5 days at 17:00", BER, on("17:00", start="2027-04-06", interval=5)
    )
    kind = "every N weeks"
    say(kind, "every 2 weeks on Friday at 4pm", SAO, on("16:00", WEEKLY, start="2026-09-04", interval=2, byweekday=FR))
    say(
        kind,
        "every three weeks on Mondays, 9:00",
        NBO,
        on("9:00", WEEKLY, start="2026-10-12", interval=3, byweekday=MO),
    )
    say(
        kind,
        "fortnightly on Tuesdays at 2:30pm",
        LON,
        on("14:30", WEEKLY, start="2026-11-24", interval=2, byweekday=TU),
    )
    say(kind, "bi-weekly, Wednesdays, 11am", CHI, on("11:00", WEEKLY, start="2026-10-07", interval=2, byweekday=WE))
    say(kind, "alternate Thursdays at 5pm", NYC, on("17:00", WEEKLY, start="2026-07-09", interval=2, byweekday=TH))
    say(
        kind, "every other Saturday morning at 8", DEN, on("8:00", WEEKLY, start="2027-08-07", interval=2, byweekday=SA)
    )
    say(
        kind,
        "every other week on Mon and Wed at 3pm",
        LAX,
        on("15:00", WEEKLY, start="2027-06-14", interval=2, byweekday=(MO, WE)),
    )
    say(
        kind,
        "every 4 weeks on Sunday at 10am starting Nov 29",
        LON,
        on("10:00", WEEKLY, start="2026-11-29", interval=4, byweekday=SU),
    )
    say(
        kind,
        "every other Mon starting 2027-01-11 at 8:30",
        TYO,
        on("8:30", WEEKLY, start="2027-01-11", interval=2, byweekday=MO),
    )
    say(
        kind,
        "every 2 weeks starting Friday July 17 at 10am",
        NYC,
        on("10:00", WEEKLY, start="2026-07-17", interval=2, byweekday=FR),
    )
    say(
        kind,
        "6pm, every third week, on a Wednesday, beginning June 23",
        LAX,
        on("18:00", WEEKLY, start="2027-06-23", interval=3, byweekday=WE),
    )
    kind = "every N months"
    say(
        kind,
        "15th of every other month at 4pm",
        KOL,
        on("16:00", MONTHLY, start="2027-02-15", interval=2, bymonthday=15),
    )
    say(
        kind,
        "every 3 months on the 10th at 8am starting January 10 2027",
        TYO,
        on("8:00", MONTHLY, start="2027-01-10", interval=3, bymonthday=10),
    )
    say(
        kind,
        "every other month on the last day, 6pm",
        CHI,
        on("18:00", MONTHLY, start="2026-09-30", interval=2, bymonthday=-1),
    )
    say(kind, "bimonthly on the 3rd, noon", DEN, on("12:00", MONTHLY, start="2027-09-03", interval=2, bymonthday=3))
    say(
        kind,
        "the second Friday of every other month at 9:30am",
        SYD,
        on("9:30", MONTHLY, start="2026-12-11", interval=2, byweekday=FR(2)),
    )
    say(
        kind,
        "every 6 months starting Sept 1 at 9am",
        SAO,
        on("9:00", MONTHLY, start="2026-09-01", interval=6, bymonthday=1),
    )
    say(
        kind,
        "on the 7th, every four months, at 19:00",
        BER,
        on("19:00", MONTHLY, start="2027-04-07", interval=4, bymonthday=7),
    )


def windows() -> None:
    def row(text: str, spot: Spot, at: str, *days: Any) -> None:
        say("windows", text, spot, on(at, WEEKLY, byweekday=days or (*WORK, *WEEKEND)))

    row("every 20 minutes between 7am and 8am on weekdays", NYC, span(20, "7:00", "8:00"), *WORK)
    row("between 10pm and 6am, every 2 hours, every night", LON, span(120, "22:00", "30:00"))
    row("every 3 hours from 8am until 8pm on weekends", TYO, span(180, "8:00", "20:00"), *WEEKEND)
    row("every half hour 9:00-11:00, Mon-Fri", SAO, span(30, "9:00", "11:00"), *WORK)
    row("every 40 minutes, 13:00 to 15:30 daily", KOL, span(40, "13:00", "15:30"))
    row("Fridays from 10pm to 2am, every hour", NYC, span(60, "22:00", "26:00"), FR)
    row("every 15 min from 23:30 to 00:30 on Saturdays", BER, span(15, "23:30", "24:30"), SA)
    row("every two hours before 6pm starting at 8am, on weekdays", CHI, span(120, "8:00", "17:59"), *WORK)
    row("every 50 mins between 9 a.m. and noon", NBO, span(50, "9:00", "12:00"))
    row("every 10 minutes during the 9am hour on weekdays", SYD, span(10, "9:00", "9:59"), *WORK)
    row("on Sundays every 3 hours from noon to midnight", LAX, span(180, "12:00", "24:00"), SU)
    row("weekdays between 6am and 8am every quarter of an hour", AKL, span(15, "6:00", "8:00"), *WORK)
    row("hourly, 2pm to 6pm, Tuesdays & Thursdays only", DEN, span(60, "14:00", "18:00"), TU, TH)
    row("from 05:30 till 06:30, every 12 minutes, each day", UTZ, span(12, "5:30", "6:30"))
    row("every day, 9am through 9pm, every four hours", LON, span(240, "9:00", "21:00"))
    row("every 75 minutes between 8am and 1pm on Saturdays", SAO, span(75, "8:00", "13:00"), SA)
    row("all night long from 11pm to 5am every 90 minutes on weekends", KOL, span(90, "23:00", "29:00"), *WEEKEND)
    say(
        "windows",
        "every hour from 15:00 to 17:00 Mon through Thu and from 09:00 to 11:00 on Fri",
        LON,
        on(span(60, "15:00", "17:00"), WEEKLY, byweekday=(MO, TU, WE, TH)),
        on(span(60, "9:00", "11:00"), WEEKLY, byweekday=FR),
    )


def minute_marks() -> None:
    kind = "minute of the hour"
    past(kind, "at 5 past and 35 past every hour", NYC, 5, 35)
    past(kind, "hourly, at quarter to", LON, 45)
    past(kind, "every hour at :10, :30 and :50", TYO, 10, 30, 50)
    past(kind, "ten minutes before every hour", SAO, 50)
    past(kind, "every hour on the half hour", KOL, 30)
    past(kind, "at the top of every hour", DEN, 0)
    past(kind, "20 minutes past the hour, every hour", BER, 20)
    past(kind, "at minute 7 of every hour", CHI, 7)
    past(kind, "each hour at :00 and :15", UTZ, 0, 15)
    past(kind, "every hour, five to the hour", NBO, 55)
    say(
        kind,
        "on the hour, every hour, weekdays from 2pm to 6pm",
        AKL,
        on(span(60, "14:00", "18:00"), WEEKLY, byweekday=WORK),
    )
    say(kind, "every hour at :45 between 08:00 and 12:00", LAX, on(span(60, "8:45", "12:00")))
    say(
        kind,
        "at twenty past every hour from 9am to 5pm, Mon-Fri",
        SYD,
        on(span(60, "9:20", "17:00"), WEEKLY, byweekday=WORK),
    )


def bounds() -> None:
    kind = "bounds"
    say(kind, "every Tuesday at 9am for 4 weeks", NYC, on("9:00", WEEKLY, byweekday=TU), count=4)
    say(kind, "weekdays at 7am for one week", NYC, on("7:00", WEEKLY, byweekday=WORK), count=5)
    say(kind, "Mondays & Wednesdays, 6pm, for two weeks", NYC, on("18:00", WEEKLY, byweekday=(MO, WE)), count=4)
    say(kind, "each day at noon for the next three days", LON, on("12:00"), count=3)
    say(kind, "on the 1st and 15th at 10am for two months", NYC, on("10:00", MONTHLY, bymonthday=(1, 15)), count=4)
    ticks(kind, "hourly for the next 4 hours", NYC, 60, count=4, aligned=True)
    ticks(kind, "every 15 min for an hour", NYC, 15, count=4, aligned=True)
    ticks(kind, "every 45 minutes until 5pm", NYC, 45, until="2026-07-09T17:00")
    say(kind, "the next 3 Fridays at 6pm", SAO, on("18:00", WEEKLY, byweekday=FR), count=3)
    say(kind, "at 8:20am on the next five weekdays", BER, on("8:20", WEEKLY, byweekday=WORK), count=5)
    say(kind, "every Friday at 5pm, 3 times only", CHI, on("17:00", WEEKLY, byweekday=FR), count=3)
    say(kind, "daily 8am until the 20th", LON, on("8:00"), until="2026-11-20T23:59")
    say(kind, "every day at 4pm through Sunday", LON, on("16:00"), until="2026-11-22T23:59")
    say(kind, "19:30 every day till Friday", LON, on("19:30"), until="2026-11-20T23:59")
    say(kind, "every day at 6pm, ending before July 13", NYC, on("18:00"), until="2026-07-12T23:59")
    say(kind, "from Aug 3 to Aug 7, every day at 8:30am", NYC, on("8:30", start="2026-08-03"), until="2026-08-07T23:59")
    say(
        kind,
        "between July 20 and July 24, daily at noon",
        NYC,
        on("12:00", start="2026-07-20"),
        until="2026-07-24T23:59",
    )
    say(
        kind,
        "Tuesdays at 7pm until the end of the year",
        SYD,
        on("19:00", WEEKLY, byweekday=TU),
        until="2026-12-31T23:59",
    )
    say(kind, "every day at 9pm until the end of the month", SAO, on("21:00"), until="2026-08-31T23:59")
    say(
        kind, "weekdays at 10am, starting on January 18th", TYO, on("10:00", WEEKLY, start="2027-01-18", byweekday=WORK)
    )
    say(kind, "beginning the day after tomorrow, daily at 13:15", KOL, on("13:15", start="2027-02-17"))
    say(
        kind,
        "on the 3rd of every month at 9am starting in October 2026",
        SAO,
        on("9:00", MONTHLY, start="2026-10-01", bymonthday=3),
    )
    say(
        kind,
        "in August 2026, every Tuesday at 9am",
        NYC,
        on("9:00", WEEKLY, start="2026-08-01", byweekday=TU),
        until="2026-08-31T23:59",
    )
    say(kind, "every weekday next week at 8am", DEN, on("8:00", WEEKLY, start="2027-08-09", byweekday=WORK), count=5)
    say(kind, "every day this week at 11pm", CHI, on("23:00"), until="2026-10-04T23:59")
    say(
        kind,
        "every other day at 7am for 10 days, starting tomorrow",
        LAX,
        on("7:00", start="2027-06-17", interval=2),
        count=5,
    )
    say(kind, "last day of the month at 5pm, for a total of 3 runs", AKL, on("17:00", MONTHLY, bymonthday=-1), count=3)
    say(
        kind,
        "Sundays at 10:30, exactly four occurrences, from May 30",
        UTZ,
        on("10:30", WEEKLY, start="2027-05-30", byweekday=SU),
        count=4,
    )
    say(
        kind,
        "starting 12 July 2026 and until 2 August 2026, Sundays at 14:00",
        NYC,
        on("14:00", WEEKLY, start="2026-07-12", byweekday=SU),
        until="2026-08-02T23:59",
    )
    say(kind, "every weekday at noon from Monday", DEN, on("12:00", WEEKLY, start="2027-08-09", byweekday=WORK))
    say(
        kind,
        "1st of each month, 6am, through March 2027",
        SYD,
        on("6:00", MONTHLY, bymonthday=1),
        until="2027-03-31T23:59",
    )
    say(
        kind,
        "every month on the 12th at 10:10 for half a year, first on April 12",
        BER,
        on("10:10", MONTHLY, start="2027-04-12", bymonthday=12),
        count=6,
    )
    say(kind, "Wednesdays and Saturdays 9pm, five times", NBO, on("21:00", WEEKLY, byweekday=(WE, SA)), count=5)
    ticks(
        kind,
        "every 2 hours from 10am today until 4pm today",
        UTZ,
        120,
        first="2027-05-21T10:00",
        until="2027-05-21T16:00",
    )
    say(kind, "for the next two Mondays only, 8am", AKL, on("8:00", WEEKLY, byweekday=MO), count=2)


def yearly() -> None:
    kind = "yearly, quarterly and months"
    say(kind, "each Dec 31 at 11:59pm", NYC, on("23:59", YEARLY, bymonth=12, bymonthday=31))
    say(kind, "annually on 4 July at 10am", NYC, on("10:00", YEARLY, bymonth=7, bymonthday=4))
    say(kind, "every 29 February at noon", LON, on("12:00", YEARLY, bymonth=2, bymonthday=29))
    say(
        kind,
        "every Jan, Apr, Jul and Oct on the 1st at 9am",
        TYO,
        on("9:00", MONTHLY, bymonth=(1, 4, 7, 10), bymonthday=1),
    )
    say(kind, "Saturdays in June, July and August at 9am", NYC, on("9:00", WEEKLY, byweekday=SA, bymonth=(6, 7, 8)))
    say(
        kind,
        "on the first of every month from October to March at 6am",
        CHI,
        on("6:00", MONTHLY, bymonthday=1, bymonth=(10, 11, 12, 1, 2, 3)),
    )
    say(kind, "the 100th day of each year at noon", BER, on("12:00", YEARLY, byyearday=100))
    say(kind, "first day of the quarter at 7am", SAO, on("7:00", MONTHLY, bymonth=(1, 4, 7, 10), bymonthday=1))
    say(kind, "last day of each quarter, 5pm", KOL, on("17:00", MONTHLY, bymonth=(3, 6, 9, 12), bymonthday=-1))
    say(kind, "end of every quarter 18:00", UTZ, on("18:00", MONTHLY, bymonth=(3, 6, 9, 12), bymonthday=-1))
    say(kind, "at the start of every year, 00:05", XMAS, on("0:05", YEARLY, bymonth=1, bymonthday=1))
    say(kind, "the last day of the year at 8pm, every year", AKL, on("20:00", YEARLY, bymonth=12, bymonthday=31))
    say(kind, "every weekday in November at 4pm", LON, on("16:00", WEEKLY, byweekday=WORK, bymonth=11))
    say(kind, "quarterly on the 5th at 10am", DEN, on("10:00", MONTHLY, bymonth=(1, 4, 7, 10), bymonthday=5))
    say(kind, "each May 1st and November 1st, 8 AM", SYD, on("8:00", MONTHLY, bymonth=(5, 11), bymonthday=1))
    say(
        kind,
        "every two years on March 20 at 15:00",
        AKL,
        on("15:00", YEARLY, start="2027-03-20", interval=2, bymonth=3, bymonthday=20),
    )
    say(kind, "daily in December at 17:17", SYD, on("17:17", DAILY, bymonth=12))
    say(
        kind,
        "every year, on the second Sunday in May, at half past ten in the morning",
        UTZ,
        on("10:30", MONTHLY, byweekday=SU(2), bymonth=5),
    )
    say(
        kind,
        "the 15th of February, June and October each year at 1pm",
        KOL,
        on("13:00", MONTHLY, bymonth=(2, 6, 10), bymonthday=15),
    )
    say(
        kind,
        "first business day of each quarter at 9:05am",
        LAX,
        on("9:05", MONTHLY, bymonth=(1, 4, 7, 10), byweekday=WORK, bysetpos=1),
    )


def zones() -> None:
    def row(text: str, spot: Spot, zone: str, part: Part) -> None:
        say("zones", text, spot, part, zone=zone)

    row("every day at 9am Pacific time", LON, "America/Los_Angeles", on("9:00"))
    row("weekdays 8:30 (America/Denver)", NYC, "America/Denver", on("8:30", WEEKLY, byweekday=WORK))
    row("Mondays at 10am Paris time", TYO, "Europe/Paris", on("10:00", WEEKLY, byweekday=MO))
    row("daily at 14:00Z", SYD, "UTC", on("14:00"))
    row("every Friday 6pm JST", SAO, "Asia/Tokyo", on("18:00", WEEKLY, byweekday=FR))
    row("17:00 UTC each weekday", KOL, "UTC", on("17:00", WEEKLY, byweekday=WORK))
    row("every day at 7am ET", BER, "America/New_York", on("7:00"))
    row("GMT+3, every day, 08:00", CHI, "Etc/GMT-3", on("8:00"))
    row("Tuesdays at noon, Sydney time", LON, "Australia/Sydney", on("12:00", WEEKLY, byweekday=TU))
    row("(Asia/Singapore) weekdays at 09:00", DEN, "Asia/Singapore", on("9:00", WEEKLY, byweekday=WORK))
    row("9am in London every weekday", NBO, "Europe/London", on("9:00", WEEKLY, byweekday=WORK))
    row("every Sunday at 20:00 UTC-5", AKL, "Etc/GMT+5", on("20:00", WEEKLY, byweekday=SU))
    row("every day at 23:30 UTC+5:30", UTZ, "Asia/Kolkata", on("23:30"))
    row("the first of every month at 12:15am New York time", LAX, "America/New_York", on("0:15", MONTHLY, bymonthday=1))
    row("last Friday of the month, 5pm Central time", XMAS, "America/Chicago", on("17:00", MONTHLY, byweekday=FR(-1)))
    row("sat & sun 10:00 Europe/Madrid", SAO, "Europe/Madrid", on("10:00", WEEKLY, byweekday=WEEKEND))


def clock_changes() -> None:
    kind = "clock changes"
    say(kind, "every day at 2:45am", NY_SPRING, on("2:45"))
    say(kind, "Sundays at 01:15", NY_FALL, on("1:15", WEEKLY, byweekday=SU))
    past(kind, "every hour at :20", Spot("America/New_York", "2027-03-14T00:30", "Sun"), 20)
    past(kind, "hourly on the hour", Spot("America/New_York", "2026-11-01T00:10", "Sun"), 0)
    ticks(kind, "every 12 hours starting tomorrow at 8am", NY_SPRING, 720, first="2027-03-13T08:00")
    say(kind, "every 2 days at 2:30am starting March 14, 2027", NY_SPRING, on("2:30", start="2027-03-14", interval=2))
    ticks(kind, "every 48 hours", NY_FALL, 48 * 60)
    say(kind, "Sunday mornings at 1:30", LON_SPRING, on("1:30", WEEKLY, byweekday=SU))
    say(kind, "daily, 1:00am", LON_SPRING, on("1:00"))
    say(kind, "every day at 1:20am and 2am", LON_SPRING, on("1:20 2:00"))
    say(kind, "01:45 every day", LON_FALL, on("1:45"))
    say(
        kind,
        "every half hour from midnight to 3am",
        Spot("Europe/London", "2027-03-27T23:50", "Sat"),
        on(span(30, "0:00", "3:00")),
    )
    say(
        kind,
        "every Monday at 9am New York time",
        Spot("Europe/London", "2027-03-10T12:00", "Wed"),
        on("9:00", WEEKLY, byweekday=MO),
        zone="America/New_York",
    )
    say(kind, "each night at 2:30am", SYD_SPRING, on("2:30"))
    say(kind, "weekends at 02:15", SYD_FALL, on("2:15", WEEKLY, byweekday=WEEKEND))
    ticks(kind, "every eight hours starting at 6pm today", SYD_FALL, 480, first="2027-04-01T18:00")
    say(kind, "daily at 2:10 in the morning", HOWE_SPRING, on("2:10"))
    past(kind, "at quarter past every hour", Spot("Australia/Lord_Howe", "2026-10-04T00:40", "Sun"), 15)
    say(kind, "every day at 1:45am", HOWE_FALL, on("1:45"))
    say(kind, "the first Sunday of the month at 2am", SYD_SPRING, on("2:00", MONTHLY, byweekday=SU(1)))


def slips() -> None:
    kind = "typos and mess"
    say(kind, "evry mondey at 9am", NYC, on("9:00", WEEKLY, byweekday=MO))
    say(kind, "Tuseday and thrusday each week, 5 pm", LON, on("17:00", WEEKLY, byweekday=(TU, TH)))
    say(kind, "dialy at 8:30am plz", TYO, on("8:30"))
    say(kind, "weekdyas   at 6:15  PM .", SAO, on("18:15", WEEKLY, byweekday=WORK))
    say(kind, "every satruday @ noon", KOL, on("12:00", WEEKLY, byweekday=SA))
    say(kind, "last firday of the month at 3pm", CHI, on("15:00", MONTHLY, byweekday=FR(-1)))


def questions() -> None:
    ask("every weekday", NYC)
    ask("Mondays at 8", LON)
    ask("run it every morning", TYO)
    ask("twice a week at 9am", SYD)
    ask("biweekly on Mon and Fri at 10am", KOL)
    ask("every third Wednesday at 4pm", SAO)
    ask("every 2nd Saturday, noon", NBO)
    ask("every other weekday at 7am", BER)
    ask("Saturdays at 12", CHI)
    ask("every Friday at midnight", LAX)
    ask("monthly at 9am", UTZ)
    ask("every quarter, 10am", DEN)
    ask("at the end of each week at 4pm", AKL)
    ask("every Mon or Tue at 9am", NYC)
    ask("weekdays at 9am except public holidays", LON)
    ask("every day at 6am CST", TYO)
    ask("weekdays 9am EST", CHI)
    ask("every day at 9am starting 04/05/2028", UTZ)
    ask("every few hours", KOL)
    ask("every year at noon", SAO)
    ask("every 20 minutes from 8 to 10 on weekdays", NBO)
    ask("the last day of every month", BER)
    ask("every Thursday evening", DEN)
    ask("daily at 7:30am Portland time", SYD)
    ask("first Monday of the month at 10", AKL)


def refusals() -> None:
    no("every day at 24:30", NYC)
    no("every zero hours", LON)
    no("every June 31 at 9am", TYO)
    no("each year on Feb 30 at noon", SYD)
    no("sixth Tuesday of every month at 5pm", KOL)
    no("Saturdays at 10am except weekends", SAO)
    no("daily at 9am until January 1, 2025", BER)
    no("every Smurfday at 9am", CHI)
    no("every day at 14:75", NBO)
    no("every minus two hours", LAX)
    no("weekdays at 9am Gotham time", UTZ)
    no("every day at 08:00 (Europe/Atlantis)", DEN)
    no("on the 0th of every month at 9am", AKL)
    no("every day at 15am", NYC)
    no("the 35th of each month at 6pm", LON)
    no("every day at 8am from December 20, 2027 until December 1, 2027", XMAS)
    no("every Sunday at noon, 0 times", TYO)
    no("every November 31st at 7am", SYD)
    no("whenever the mood strikes", SAO)


def check() -> None:
    """Weekday of every `now`, no phrase twice at one place, and every run after now in ascending order."""
    seen = Counter((row.text.lower(), row.spot.zone) for row in ROWS)
    assert max(seen.values()) == 1, seen.most_common(3)
    check_rows(ROWS)
    assert len(ROWS) >= 200
    assert len({row.spot.zone for row in ROWS}) >= 8


GROUPS = (
    daily, weekdays, unions, exclusions, nth, month_days, intervals, windows, minute_marks, bounds, yearly, zones,
    clock_changes, slips, questions, refusals,
)  # fmt: skip


def build() -> list[Row]:
    ROWS.clear()
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
