"""English phrases as people in a hurry type them in a work chat, written without a look at the reader.

Run as `python -m tests.language.sittings.chat` to write `chat.jsonl` beside this file. Days come from python-dateutil
in wall time, instants from the zone files of the `tzdata` package; the product is never imported. Each line holds
text, timezone, now, and either runs (UTC, at most six; fewer only when the schedule ends) with an optional second
accepted list `also`, or expect = "refuse" | "clarify".
"""

from __future__ import annotations

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
    day,
    keep,
    line,
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
)

OUT = Path(__file__).with_suffix(".jsonl")

BOS = Spot("America/New_York", "2026-09-14T11:20", "Mon")
MAN = Spot("Europe/London", "2026-12-03T15:40", "Thu")
WAR = Spot("Europe/Warsaw", "2027-02-09T08:25", "Tue")
SEA = Spot("America/Los_Angeles", "2027-05-12T10:10", "Wed")
AUS = Spot("America/Chicago", "2027-07-23T16:50", "Fri")
BLR = Spot("Asia/Kolkata", "2026-10-31T19:00", "Sat")
SGP = Spot("Asia/Singapore", "2027-03-01T09:00", "Mon")
MEL = Spot("Australia/Melbourne", "2027-08-18T13:05", "Wed")
TOR = Spot("America/Toronto", "2027-01-05T22:15", "Tue")
AMS = Spot("Europe/Amsterdam", "2026-11-29T12:30", "Sun")
LIS = Spot("Europe/Lisbon", "2027-09-02T07:55", "Thu")
MEX = Spot("America/Mexico_City", "2027-04-16T18:35", "Fri")
UTZ = Spot("UTC", "2027-06-30T23:10", "Wed")
DXB = Spot("Asia/Dubai", "2026-12-30T05:30", "Wed")
TOR_SPRING = Spot("America/Toronto", "2027-03-11T09:00", "Thu")
LIS_FALL = Spot("Europe/Lisbon", "2027-10-29T20:00", "Fri")


def once(text: str, spot: Spot, *walls: str, zone: str | None = None) -> None:
    """Single wall times `2027-01-05 22:15`."""
    parts = [on(clock, start=date, count=1) for date, clock in (wall.split() for wall in walls)]
    say("once", text, spot, *parts, zone=zone, count=len(walls))


def soon(text: str, spot: Spot, minutes: float) -> None:
    """One run after elapsed minutes."""
    keep("relative", text, spot, [stamp(spot.utc + timedelta(minutes=minutes))], True)


def daily() -> None:
    def row(text: str, spot: Spot, at: str) -> None:
        say("daily", text, spot, on(at))

    row("pls run daily 9:15am", BOS, "9:15")
    row("07:45 every day thx", MAN, "7:45")
    row("hey can you kick this off every day at 6p", WAR, "18:00")
    row("8a + 8p daily", SEA, "8:00 20:00")
    row("12pm every day pls", AUS, "12:00")
    row("every day 12am", BLR, "0:00")
    row("just do 22:00 each day", SGP, "22:00")
    row("each day (9am) please", MEL, "9:00")
    row("every day 7:30am / 1pm / 21:30", TOR, "7:30 13:00 21:30")
    row("2x a day: 07:10 and 19:10", AMS, "7:10 19:10")
    row("sorry, daily at 10.15am", LIS, "10:15")
    row("at five to nine every morning", MEX, "8:55")
    row("could this go out at half past 4 every afternoon?", UTZ, "16:30")
    row("4 times a day: 6am, 12pm, 6pm, midnight", DXB, "0:00 6:00 12:00 18:00")
    row("every evening 7:45 please and thank you", BOS, "19:45")
    row("@ 17:05 daily", MAN, "17:05")
    row("1, 3 & 5pm daily", WAR, "13:00 15:00 17:00")
    row("need this asap - daily 8:15am", SEA, "8:15")
    row("hi! every day, quarter past 2pm, ty", AUS, "14:15")
    row("daily noon + 18:30", BLR, "12:00 18:30")


def weekdays() -> None:
    def row(text: str, spot: Spot, at: str, *days: Any) -> None:
        say("weekdays", text, spot, weekly(at, *days))

    row("every mon wed fri 8am", BOS, "8:00", MO, WE, FR)
    row("every mon-fri 9:30am", MAN, "9:30", *WORK)
    row("weekdays 07:50 pls", WAR, "7:50", *WORK)
    row("tues + thurs every week 4:15pm", SEA, "16:15", TU, TH)
    row("each sat & sun, 10a", AUS, "10:00", *WEEKEND)
    row("sundays only, 18:00", BLR, "18:00", SU)
    row("9:05 on mondays pls", SGP, "9:05", MO)
    row("all weekdays + sun, 11:30", MEL, "11:30", *WORK, SU)
    row("every fri (16:45)", TOR, "16:45", FR)
    row("thurs thru sun, 20:00, every week", AMS, "20:00", TH, FR, SA, SU)
    row("can someone run it tuesdays at noon?", LIS, "12:00", TU)
    row("wkdays 8:20am pls", MEX, "8:20", *WORK)
    row("biz days 17:15", UTZ, "17:15", *WORK)
    row("weekends, 9:40am, pls & ty", DXB, "9:40", *WEEKEND)
    row("weds at 3:30pm every week", BOS, "15:30", WE)
    row("on sat n sun every week 8:05", MAN, "8:05", *WEEKEND)
    row("every day mon-sat 6:15am", WAR, "6:15", *WORK, SA)
    row("1:10pm mondays, wednesdays", SEA, "13:10", MO, WE)
    row("noon. every thu. thanks", AUS, "12:00", TH)
    row("every tue/fri 06:40 and 18:40", BLR, "6:40 18:40", TU, FR)


def unions() -> None:
    def row(text: str, spot: Spot, *parts: Part) -> None:
        say("unions", text, spot, *parts)

    row("mon-thu 5pm, fri 3pm, every week", BOS, weekly("17:00", MO, TU, WE, TH), weekly("15:00", FR))
    row("every tue 9:30 + every fri 14:00", MAN, weekly("9:30", TU), weekly("14:00", FR))
    row("weekdays 8am, sat 10am, sun noon - every week", WAR, weekly("8:00", *WORK), weekly("10:00", SA),
        weekly("12:00", SU))  # fmt: skip
    row("weekdays 9a and 4p, sundays 7p", SEA, weekly("9:00 16:00", *WORK), weekly("19:00", SU))
    row("every mon 8am & 5pm, every wed 1pm", AUS, weekly("8:00 17:00", MO), weekly("13:00", WE))
    row("daily 7am + sundays 9pm as well", BLR, on("7:00"), weekly("21:00", SU))
    row("1st @ 9am + last day @ 5pm, each month", SGP, monthly("9:00", bymonthday=1), monthly("17:00", bymonthday=-1))
    row("weekdays 8:00 (but fridays 10:00)", MEL, weekly("8:00", MO, TU, WE, TH), weekly("10:00", FR))
    row("saturdays 9am, sundays 11am", TOR, weekly("9:00", SA), weekly("11:00", SU))
    row("every weekday 7:15am and every weekend 9:15am", AMS, weekly("7:15", *WORK), weekly("9:15", *WEEKEND))
    row("mondays 10am, plus 15th of each month 10am", LIS, weekly("10:00", MO), monthly("10:00", bymonthday=15))
    row("3pm fridays; 8am mondays", MEX, weekly("15:00", FR), weekly("8:00", MO))


def exclusions() -> None:
    def row(text: str, spot: Spot, part: Part, *but: Part) -> None:
        say("exclusions", text, spot, part, but=but)

    row("daily 8pm, no saturdays", BOS, on("20:00"), weekly("", SA))
    row("every day excl. weekends, 9:20am", MAN, on("9:20"), weekly("", *WEEKEND))
    row("weekdays 10am (skip wed)", WAR, weekly("10:00", *WORK), weekly("", WE))
    row("weekdays minus fri 08:45", SEA, weekly("8:45", *WORK), weekly("", FR))
    row("every hour 9am-5pm weekdays, skip noon", AUS, weekly(span(60, "9:00", "17:00"), *WORK), on("12:00"))
    row("daily 6am except dec 24 & 25", Spot("Europe/London", "2026-12-21T15:40", "Mon"), on("6:00"),
        yearly("", 12, (24, 25)))  # fmt: skip
    row("daily 9am but not on the 1st", DXB, on("9:00"), monthly("", bymonthday=1))
    row("mondays 9am, except 1st monday of the month", SGP, weekly("9:00", MO), monthly("", byweekday=MO(1)))
    row("every weekday 4pm but nothing on dec 31", DXB, weekly("16:00", *WORK), yearly("", 12, 31))
    row("apart from sundays, daily at 7:10am pls", MEL, on("7:10"), weekly("", SU))
    row("weekdays 9am + 3pm, no 3pm on fridays", TOR, weekly("9:00 15:00", *WORK), weekly("15:00", FR))
    row("tuesdays & thursdays 6pm, except in august", MEL, weekly("18:00", TU, TH), on("", DAILY, bymonth=8))
    row("daily 11pm unless it's a sunday", LIS, on("23:00"), weekly("", SU))
    row("daily 07:30 except tmrw", AMS, on("7:30"), day("2026-11-30"))
    row("1st of every month 9am unless it's a sunday", UTZ, monthly("9:00", bymonthday=1), weekly("", SU))
    row("not weekends, otherwise every day 13:20", MEX, on("13:20"), weekly("", *WEEKEND))
    row("every day besides mon + tue, 2:05pm", UTZ, on("14:05"), weekly("", MO, TU))
    row("weekdays 5pm except the last fri of the month", AUS, weekly("17:00", *WORK), monthly("", byweekday=FR(-1)))
    row("fridays 4pm, but skip sept 25", BOS, weekly("16:00", FR), day("2026-09-25"))


def nth() -> None:
    def row(text: str, spot: Spot, at: str, weekday: Any, **by: Any) -> None:
        say("nth weekday", text, spot, monthly(at, byweekday=weekday, **by))

    row("1st mon of the month 9am", BOS, "9:00", MO(1))
    row("2nd + 4th tue of every month, 3:30pm", MAN, "15:30", (TU(2), TU(4)))
    row("3rd thurs each month @ 14:00", WAR, "14:00", TH(3))
    row("last fri of the month (4pm pls)", SEA, "16:00", FR(-1))
    row("last biz day of every month 5pm", AUS, "17:00", WORK, bysetpos=-1)
    row("first workday of the month at 7:30am thx", BLR, "7:30", WORK, bysetpos=1)
    row("monthly, last wed, 10am", SGP, "10:00", WE(-1))
    row("2nd-to-last fri of each month 1pm", MEL, "13:00", FR(-2))
    row("5th business day of each month, 09:10", TOR, "9:10", WORK, bysetpos=5)
    row("1st business day of each qtr, 8am", AMS, "8:00", WORK, bysetpos=1, bymonth=(1, 4, 7, 10))
    row("last thu of nov every year 10am", LIS, "10:00", TH(-1), bymonth=11)
    row("every year: first sat of jan, may and sept @ noon", MEX, "12:00", SA(1), bymonth=(1, 5, 9))
    row("last mon of the quarter 9am, every quarter", UTZ, "9:00", MO(-1), bymonth=(3, 6, 9, 12))
    row("at 6:50pm on the 4th sun of the month, monthly", DXB, "18:50", SU(4))
    row("each month 1st and 3rd wed 11:00", BOS, "11:00", (WE(1), WE(3)))
    row("5th mon of the month, if there is one, noon", MAN, "12:00", MO(5))
    say("nth weekday", "mon after the 1st sun of each month 9am", WAR, monthly("9:00", byweekday=SU(1), shift=1))


def month_days() -> None:
    def row(text: str, spot: Spot, at: str, number: Any, **by: Any) -> None:
        say("month days", text, spot, monthly(at, bymonthday=number, **by))

    row("15th + 30th of each month 6pm", TOR, "18:00", (15, 30))
    row("every 1st of the month, 05:30", BOS, "5:30", 1)
    row("month end 6pm, every month", MAN, "18:00", -1)
    row("eom every month 17:00", WAR, "17:00", -1)
    row("last day of the month 11:55pm thx", SEA, "23:55", -1)
    row("day 10 of each month 7:20", AUS, "7:20", 10)
    row("3 days before month end, 9am, every month", BLR, "9:00", -4)
    row("28th thru 30th of every month noon", SGP, "12:00", (28, 29, 30))
    row("5th of the month 8:30am, each month pls", MEL, "8:30", 5)
    row("every month on the 31st, 1pm", AMS, "13:00", 31)
    row("10pm on the 2nd, 12th and 22nd (monthly)", LIS, "22:00", (2, 12, 22))
    row("every fri the 13th, 13:00", MEX, "13:00", 13, byweekday=FR)
    row("monthly on the 9th 00:10", UTZ, "0:10", 9)
    row("beginning of every month, 6:45am", DXB, "6:45", 1)


def years() -> None:
    kind = "years and quarters"
    say(kind, "last day of each qtr, 5:30pm", BOS, monthly("17:30", bymonth=(3, 6, 9, 12), bymonthday=-1))
    say(kind, "1st day of every quarter 6am", MAN, monthly("6:00", bymonth=(1, 4, 7, 10), bymonthday=1))
    say(kind, "day 256 of the year at noon, every year", WAR, on("12:00", YEARLY, byyearday=256))
    say(kind, "200th day of every year, 10am", SEA, on("10:00", YEARLY, byyearday=200))
    say(kind, "every yr on mar 14 at 1:59pm", AUS, yearly("13:59", 3, 14))
    say(kind, "annually, 31 oct, 8pm", BLR, yearly("20:00", 10, 31))
    say(kind, "jan 1 + jul 1 every year 00:30", SGP, yearly("0:30", (1, 7), 1))
    say(kind, "last day of feb every year 9am", MEL, yearly("9:00", 2, -1))
    say(kind, "every weekday in dec, 16:20", MAN, weekly("16:20", *WORK, bymonth=12))
    say(kind, "every sat in july + aug, 9am", AUS, weekly("9:00", SA, bymonth=(7, 8)))
    say(kind, "every feb 29 at 2:29pm", LIS, yearly("14:29", 2, 29))
    say(kind, "15th of mar, jun, sep, dec - 10:00 - every year", MEX, yearly("10:00", (3, 6, 9, 12), 15))
    say(kind, "end of each quarter @ 11pm", UTZ, monthly("23:00", bymonth=(3, 6, 9, 12), bymonthday=-1))


def intervals() -> None:
    kind = "minutes and hours"
    ticks(kind, "every 10 min pls", BOS, 10, aligned=True)
    ticks(kind, "every 90 mins", MAN, 90)
    ticks(kind, "ping it every 4 hrs", WAR, 240, aligned=True)
    ticks(kind, "every 7 hours", SEA, 420)
    ticks(kind, "run this every 2.5 hours", AUS, 150)
    ticks(kind, "every half hr", BLR, 30, aligned=True)
    ticks(kind, "every 1h15m thx", SGP, 75)
    ticks(kind, "every 3h starting 14:00 today", MEL, 180, first="2027-08-18T14:00")
    ticks(kind, "hourly pls", TOR, 60, aligned=True)
    ticks(kind, "from 6pm today, every 50 mins", LIS, 50, first="2027-09-02T18:00")
    ticks(kind, "every 72 hrs", MEX, 72 * 60)
    kind = "days"
    say(kind, "every 2 days 7am", AMS, on("7:00", start="2026-11-30", interval=2))
    say(kind, "every other day @ 22:00", LIS, on("22:00", start="2027-09-02", interval=2))
    say(kind, "6:30pm every 4 days", MEX, on("18:30", start="2027-04-17", interval=4))
    say(kind, "every 5 days, noon, from july 10", UTZ, on("12:00", start="2027-07-10", interval=5))
    kind = "weeks"
    say(kind, "every 2 wks on thurs 3pm", DXB, weekly("15:00", TH, start="2026-12-31", interval=2))
    say(kind, "every other fri 4:30pm", BOS, weekly("16:30", FR, start="2026-09-18", interval=2))
    say(kind, "fortnightly on mon 10am pls", MAN, weekly("10:00", MO, start="2026-12-07", interval=2))
    say(kind, "every 3 weeks, on a tue, 11:15", WAR, weekly("11:15", TU, start="2027-02-09", interval=3))
    say(kind, "9am alternate saturdays", SEA, weekly("9:00", SA, start="2027-05-15", interval=2))
    say(kind, "biweekly on weds, 2pm", AUS, weekly("14:00", WE, start="2027-07-28", interval=2))
    say(kind, "every 6 weeks starting mon oct 5, 9am", BOS, weekly("9:00", MO, start="2026-10-05", interval=6))
    kind = "months"
    say(kind, "every 2 months on the 5th 9am", BLR, monthly("9:00", bymonthday=5, start="2026-11-05", interval=2))
    say(kind, "every 3 months on the 1st @ 7am starting apr 1", SGP,
        monthly("7:00", bymonthday=1, start="2027-04-01", interval=3))  # fmt: skip
    say(kind, "every other month, last fri, noon", MEL,
        monthly("12:00", byweekday=FR(-1), start="2027-08-27", interval=2))  # fmt: skip


def windows() -> None:
    def row(text: str, spot: Spot, at: str, *days: Any) -> None:
        say("windows", text, spot, weekly(at, *(days or (*WORK, *WEEKEND))))

    row("every 15 mins 9am-10am weekdays", BOS, span(15, "9:00", "10:00"), *WORK)
    row("hourly 9a-5p every mon-fri", MAN, span(60, "9:00", "17:00"), *WORK)
    row("every 5 min btwn 08:00 and 08:20 daily", WAR, span(5, "8:00", "8:20"))
    row("every 2 hrs, 10pm to 4am, every night", SEA, span(120, "22:00", "28:00"))
    row("every 30m between noon and 2pm on saturdays", AUS, span(30, "12:00", "14:00"), SA)
    row("tuesdays/thursdays every 20 min 17:00-18:00", BLR, span(20, "17:00", "18:00"), TU, TH)
    row("sundays, every 3h, from 6am til 6pm", SGP, span(180, "6:00", "18:00"), SU)
    row("weekdays, from 1pm until 3pm, every 40 mins", MEL, span(40, "13:00", "15:00"), *WORK)
    row("from 9am till 10:30am each weekday every 25 min", TOR, span(25, "9:00", "10:30"), *WORK)
    row("(9am to 6pm) every 3 hours, daily", AMS, span(180, "9:00", "18:00"))
    row("fridays every 30 min from 11pm to 1am", LIS, span(30, "23:00", "25:00"), FR)
    row("every 10 min, 16:30 to 17:00, weekends pls", UTZ, span(10, "16:30", "17:00"), *WEEKEND)
    row("at :45 every hour from 9am to noon weekdays", DXB, span(60, "9:45", "12:00"), *WORK)
    row("8am-8pm daily every 6 hrs", MEX, span(360, "8:00", "20:00"))


def marks() -> None:
    kind = "minute of the hour"
    past(kind, "every hr at :05", BOS, 5)
    past(kind, "hourly at :20 and :40 pls", MAN, 20, 40)
    past(kind, "15 past every hour", WAR, 15)
    past(kind, "every hour, half past, thanks", SEA, 30)
    past(kind, "10 to every hour", AUS, 50)
    past(kind, "every hour on the hour pls", SGP, 0)


def bounds() -> None:
    kind = "bounds"
    say(kind, "daily 9am for 4 days", MAN, on("9:00"), count=4)
    say(kind, "every day 5pm til fri", BOS, on("17:00"), until="2026-09-18T23:59")
    say(kind, "mondays 10am x5", WAR, weekly("10:00", MO), count=5)
    ticks(kind, "every 10 min, 4 times", SEA, 10, count=4, aligned=True)
    say(kind, "daily noon thru dec 7", MAN, on("12:00"), until="2026-12-07T23:59")
    say(kind, "weekdays 8am until sept 18 (inclusive)", BOS, weekly("8:00", *WORK), until="2026-09-18T23:59")
    say(kind, "the next 3 tuesdays 2pm", AUS, weekly("14:00", TU), count=3)
    say(kind, "starting mon, daily 7am", LIS, on("7:00", start="2027-09-06"))
    say(kind, "from tmrw: daily 6:30am", BLR, on("6:30", start="2026-11-01"))
    say(kind, "every day at 21:00, stop before sept 18", BOS, on("21:00"), until="2026-09-17T23:59")
    say(kind, "in oct 2026, every fri 3pm", BOS, weekly("15:00", FR, start="2026-10-01"), until="2026-10-31T23:59")
    say(kind, "weekdays 6pm, this week only", LIS, weekly("18:00", *WORK), until="2027-09-05T23:59")
    ticks(kind, "every 2 hrs for the next 6 hrs", SGP, 120, count=3, aligned=True)
    ticks(kind, "every 30 min until 11:30am", SEA, 30, until="2027-05-12T11:30", aligned=True)
    say(kind, "5 runs only - fridays 13:00", MEX, weekly("13:00", FR), count=5)
    say(kind, "daily 8am between oct 5 and oct 8", BOS, on("8:00", start="2026-10-05"), until="2026-10-08T23:59")
    say(kind, "from nov 9 to nov 12, 07:00 daily", BLR, on("7:00", start="2026-11-09"), until="2026-11-12T23:59")
    say(kind, "until 2027-03-04 pls, every day, 6:05pm", SGP, on("18:05"), until="2027-03-04T23:59")
    say(kind, "last day of the month 5pm, 3 times", MEL, monthly("17:00", bymonthday=-1), count=3)
    say(kind, "every other day 8am, 4 runs, starting tomorrow", TOR,
        on("8:00", start="2027-01-06", interval=2), count=4)  # fmt: skip
    say(kind, "weds 4pm every week till end of the year", AMS, weekly("16:00", WE), until="2026-12-31T23:59")
    say(kind, "twice only: mondays 9:30am", UTZ, weekly("9:30", MO), count=2)


def zones() -> None:
    def row(text: str, spot: Spot, zone: str, part: Part) -> None:
        say("zones", text, spot, part, zone=zone)

    row("9am ET every weekday", MAN, "America/New_York", weekly("9:00", *WORK))
    row("(PT) mondays 8am", AUS, "America/Los_Angeles", weekly("8:00", MO))
    row("UTC 06:00 daily", BLR, "UTC", on("6:00"))
    row("daily 5pm london time pls", BOS, "Europe/London", on("17:00"))
    row("tokyo time: every tue 10am", SEA, "Asia/Tokyo", weekly("10:00", TU))
    row("weekdays 8:45am in berlin", TOR, "Europe/Berlin", weekly("8:45", *WORK))
    row("europe/paris 9:30 daily", MEL, "Europe/Paris", on("9:30"))
    row("every thu 4pm CT", LIS, "America/Chicago", weekly("16:00", TH))
    row("1st mon of the month @ 9am (sydney time)", UTZ, "Australia/Sydney", monthly("9:00", byweekday=MO(1)))
    row("14:30z daily", MEX, "UTC", on("14:30"))
    row("every sun 08:00 gmt", DXB, "UTC", weekly("8:00", SU))
    row("utc+2, daily, 20:00", SGP, "Etc/GMT-2", on("20:00"))
    row("daily 7am america/denver thx", AMS, "America/Denver", on("7:00"))
    row("weekdays every 30 min 9am-11am new york time", WAR, "America/New_York",
        weekly(span(30, "9:00", "11:00"), *WORK))  # fmt: skip
    row("mon-fri 9am UK time, every week", BOS, "Europe/London", weekly("9:00", *WORK))
    row("11pm JST daily", SEA, "Asia/Tokyo", on("23:00"))
    row("every fri 5pm eastern time, thanks", BLR, "America/New_York", weekly("17:00", FR))
    row("weekdays at 10am, singapore time, except wed", MAN, "Asia/Singapore", weekly("10:00", MO, TU, TH, FR))
    once("mon 9am ET", MAN, "2026-12-07 9:00", zone="America/New_York")
    once("mar 5 16:00 utc", WAR, "2027-03-05 16:00", zone="UTC")


def single() -> None:
    soon("in 20 min", BOS, 20)
    soon("in 2 hrs pls", MAN, 120)
    soon("1.5 hrs from now", WAR, 90)
    soon("30m from now", SEA, 30)
    soon("remind me in 45 mins pls", AUS, 45)
    soon("90 seconds from now", BLR, 1.5)
    soon("in half an hr thx", SGP, 30)
    soon("do it in 1h 20m", MEL, 80)
    once("tmrw 9am", BOS, "2026-09-15 9:00")
    once("today 5:30pm pls", MAN, "2026-12-03 17:30")
    once("tonight at 9 pls", WAR, "2027-02-09 21:00")
    once("tonight 10:15", SEA, "2027-05-12 22:15")
    once("tmrw morning at 8 thx", AUS, "2027-07-24 8:00")
    once("day after tomorrow, noon", BLR, "2026-11-02 12:00")
    once("fri 3pm", SGP, "2027-03-05 15:00")
    once("on the 20th 4pm", MEL, "2027-08-20 16:00")
    once("jan 24 7am, just once", TOR, "2027-01-24 7:00")
    once("a week from friday at 10am", LIS, "2027-09-10 10:00")
    once("in 3 days @ 8am", MEX, "2027-04-19 8:00")
    once("31/12 23:00", DXB, "2026-12-31 23:00")
    once("2027-07-04 14:00 pls", UTZ, "2027-07-04 14:00")
    once("once only, sat 11am", AMS, "2026-12-05 11:00")
    once("4:15pm this fri", BOS, "2026-09-18 16:15")
    once("6am on 25 oct 2026", BOS, "2026-10-25 6:00")
    once("today and tomorrow at 6pm", LIS, "2027-09-02 18:00", "2027-09-03 18:00")
    once("3pm", BOS, "2026-09-14 15:00")
    once("wed @ 10:20 please", TOR, "2027-01-06 10:20")


def changes() -> None:
    kind = "clock changes"
    say(kind, "daily 2:20am pls", TOR_SPRING, on("2:20"))
    say(kind, "sundays 02:50", TOR_SPRING, weekly("2:50", SU))
    say(kind, "01:40 daily", LIS_FALL, on("1:40"))
    ticks(kind, "every 10 hrs", LIS_FALL, 600)
    ticks(kind, "every 12h from 8pm tomorrow", TOR_SPRING, 720, first="2027-03-12T20:00")


def slips() -> None:
    kind = "typos"
    say(kind, "evrey monday 9am", BOS, weekly("9:00", MO))
    say(kind, "weekdys 8:10am", MAN, weekly("8:10", *WORK))
    say(kind, "dayly 7am pls", WAR, on("7:00"))
    say(kind, "every fridey 2pm", SEA, weekly("14:00", FR))
    say(kind, "saterdays 10:30", AUS, weekly("10:30", SA))
    once("tomorow 4pm", BLR, "2026-11-01 16:00")
    say(kind, "every wenesday noon thx", SGP, weekly("12:00", WE))
    say(kind, "mothly on the 9th 8am", MEL, monthly("8:00", bymonthday=9))
    say(kind, "firts mon of the month 9am", TOR, monthly("9:00", byweekday=MO(1)))
    say(kind, "lsat day of the month 6pm", AMS, monthly("18:00", bymonthday=-1))
    say(kind, "daily 8am excpt sundays", LIS, on("8:00"), but=(weekly("", SU),))
    say(kind, "weekdays 9am utnil sept 8", LIS, weekly("9:00", *WORK), until="2027-09-08T23:59")


def questions() -> None:
    ask("daily pls", BOS)
    ask("every morning thx", MAN)
    ask("every mon/wed/fri at 9", WAR)
    ask("eod every day", SEA)
    ask("every 2nd wed 3pm", BLR)
    ask("biweekly tue/thu 9am", SGP)
    ask("every week 10am", MEL)
    ask("monthly 9am pls", TOR)
    ask("daily 8am IST", AMS)
    ask("weekdays 9am PST", LIS)
    ask("fri at midnight", MEX)
    ask("every week sat or sun at 10am", UTZ)
    ask("daily 9am except bank holidays", DXB)
    ask("hourly during business hours", BOS)
    ask("in a few mins", MAN)
    ask("3x a week at 7am", WAR)
    ask("on 05/06/2027 at 3pm", SEA)
    ask("9, 12 and 3pm daily", AUS)
    ask("every quarter 9am", BLR)
    ask("every 15 min from 9 to 11 weekdays", SGP)
    ask("at 12 every day", MEL)
    ask("end of the week 4pm pls", TOR)
    ask("tonight pls", AMS)
    ask("next tue 10am", BOS)
    ask("every other weekday 8am", LIS)
    ask("1st of every month thx", MEX)
    ask("tmrw", UTZ)
    ask("every munday 9am", DXB)
    ask("daily 6pm springfield time", BOS)
    ask("daily 7am AEST", MAN)
    ask("every few days 9am", WAR)
    ask("tomorrow 9am tokyo time", SEA)
    ask("every 3rd fri 5pm", AUS)
    ask("twice daily", BLR)
    ask("2:30am on mar 14 2027", TOR)
    ask("once, nov 1 at 1:30am", BOS)
    ask("hourly 9-5 weekdays", AMS)


def refusals() -> None:
    no("run when it rains", BOS)
    no("whenever the build fails", MAN)
    no("every day at 25:00", WAR)
    no("feb 31 every year 9am", SEA)
    no("daily 9am except every day", AUS)
    no("weekdays 9am except mon-fri", BLR)
    no("every 0 min", SGP)
    no("every 32nd of the month noon", MEL)
    no("daily 9:60am", TOR)
    no("daily 9am until sept 1 2020", AMS)
    no("yesterday 3pm", LIS)
    no("oct 3 2019 at 10am", MEX)
    no("when bob gets in", UTZ)
    no("every full moon 9pm", DXB)
    no("daily at 9am mordor time", BOS)
    no("7th tue of the month 4pm", MAN)
    no("every day 19am", WAR)
    no("if cpu is over 90% run at 3pm", SEA)
    no("daily 8am if nobody is on vacation", AUS)
    no("mondays 9am, zero times", BLR)
    no("every 5 min until the deploy is done", SGP)
    no("every day 10am for -3 days", MEL)
    no("daily 9am starting oct 10 2027 ending oct 1 2027", TOR)
    no("at a random time every day", AMS)
    no("daily 09:00 (narnia/castle)", LIS)
    no("day 400 of every year, noon", MEX)
    no("june 31 10am", UTZ)
    no("every xyzday 9am", DXB)
    no("feb 29 2027 at noon", BOS)
    no("fri oct 3 2026 9am", BOS)
    no("right after the nightly backup finishes", WAR)
    no("every day at 6pm but never at 6pm", SEA)
    no("5 min after alice replies", AUS)
    no("last fri of febtember 9am", BLR)


def check() -> None:
    """Weekday of every `now`, no phrase twice, and every run after now in ascending order."""
    seen = Counter(row.text.lower() for row in ROWS)
    assert max(seen.values()) == 1, seen.most_common(3)
    check_rows(ROWS)
    kinds = Counter(row.gold.get("expect", "runs") for row in ROWS)
    assert kinds["runs"] >= 150, kinds
    assert min(kinds["clarify"], kinds["refuse"]) >= 25, kinds


GROUPS = (
    daily, weekdays, unions, exclusions, nth, month_days, years, intervals, windows, marks, bounds, zones, single,
    changes, slips, questions, refusals,
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
