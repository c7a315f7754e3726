"""English phrases whose clauses come in many orders and combinations, written without a look at the reader.

Run as `python -m tests.language.sittings.orders` to write `orders.jsonl` beside this file. Days come from
python-dateutil in wall time, instants from the zone files of the `tzdata` package; the product is never imported.
Each line holds text, timezone, now, and either runs (UTC, at most six; fewer only when the schedule ends) with an
optional second accepted list `also`, or expect = "refuse" | "clarify".
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from dateutil.rrule import DAILY, FR, MO, SA, SU, TH, TU, WE

from tests.language.sittings.chat import once, soon
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
    line,
    monthly,
    no,
    on,
    say,
    span,
    ticks,
    weekly,
    yearly,
)

OUT = Path(__file__).with_suffix(".jsonl")
WEEK = (*WORK, *WEEKEND)

NYC = Spot("America/New_York", "2026-10-06T15:20", "Tue")
LON = Spot("Europe/London", "2027-01-13T09:40", "Wed")
PAR = Spot("Europe/Paris", "2027-06-04T17:05", "Fri")
LAX = Spot("America/Los_Angeles", "2027-02-22T06:45", "Mon")
CHI = Spot("America/Chicago", "2026-12-10T20:10", "Thu")
DEL = Spot("Asia/Kolkata", "2027-04-25T11:30", "Sun")
TYO = Spot("Asia/Tokyo", "2026-11-07T08:05", "Sat")
SYD = Spot("Australia/Sydney", "2027-05-19T22:50", "Wed")
DUB = Spot("Europe/Dublin", "2026-08-11T12:15", "Tue")
SAO = Spot("America/Sao_Paulo", "2027-03-18T13:25", "Thu")
AKL = Spot("Pacific/Auckland", "2027-08-01T18:55", "Sun")
UTZ = Spot("UTC", "2026-09-30T00:30", "Wed")
DEN = Spot("America/Denver", "2027-07-10T07:15", "Sat")
JNB = Spot("Africa/Johannesburg", "2026-10-19T16:00", "Mon")
SIN = Spot("Asia/Singapore", "2027-11-23T10:20", "Tue")
STO = Spot("Europe/Stockholm", "2027-10-28T21:00", "Thu")
NY_SPRING = Spot("America/New_York", "2027-03-10T09:00", "Wed")


def time_first() -> None:
    def row(text: str, spot: Spot, *parts: Part, **more: Any) -> None:
        say("time first", text, spot, *parts, **more)

    row("at 6:40pm on tuesdays and thursdays starting november 1st", NYC, weekly("18:40", TU, TH, start="2026-11-01"))
    row("9.15 am, Monday to Thursday, until the end of March please", LON, weekly("9:15", MO, TU, WE, TH))
    row("17:30 every working day apart from wednesdays", PAR, weekly("17:30", MO, TU, TH, FR))
    row("noon and 6 pm on the first of the month from August", PAR,
        monthly("12:00 18:00", bymonthday=1, start="2027-08-01"))  # fmt: skip
    row("at half seven in the evening every second day beginning tomorrow", DUB,
        on("19:30", start="2026-08-12", interval=2))  # fmt: skip
    row("7am sharp, weekdays only, for two weeks", LAX, weekly("7:00", *WORK))
    row("at 10 past 4 in the afternoon on every friday in june and july", DEN, weekly("16:10", FR, bymonth=(6, 7)))
    row("23:55 on the last day of each month, but not in December", CHI, monthly("23:55", bymonthday=-1),
        but=(on("", DAILY, bymonth=12),))  # fmt: skip
    row("at 5am and again at 5pm, every day except sunday", DEL, weekly("5:00 17:00", *WORK, SA))
    row("3 pm on the 2nd tuesday of every month starting in january", TYO,
        monthly("15:00", byweekday=TU(2), start="2027-01-01"))  # fmt: skip
    row("at 0830 hours every weekday from Monday", SIN, weekly("8:30", *WORK, start="2027-11-29"))
    row("8:20 pm every other wednesday starting the 26th", SYD, weekly("20:20", WE, start="2027-05-26", interval=2))
    row("2pm daily, but only in October", NYC, on("14:00", bymonth=10))
    row("at 11 in the morning and 4 in the afternoon on weekends until new year's eve", CHI,
        weekly("11:00 16:00", *WEEKEND))  # fmt: skip
    row("six thirty am mondays wednesdays and fridays", SAO, weekly("6:30", MO, WE, FR))
    row("quarter to eight every weekday morning except fridays", AKL, weekly("7:45", MO, TU, WE, TH))
    row("at 21:00 from Sunday to Thursday every week", JNB, weekly("21:00", SU, MO, TU, WE, TH))
    row("at midday every day for the next four days", SIN, on("12:00"), count=4)
    row("10:10, 12:20 and 14:30 each saturday in the spring months march, april and may", LAX,
        weekly("10:10 12:20 14:30", SA, bymonth=(3, 4, 5)))  # fmt: skip


def bound_first() -> None:
    def row(text: str, spot: Spot, *parts: Part, **more: Any) -> None:
        say("bound first", text, spot, *parts, **more)

    row("Starting next month, every Friday at 4pm", DUB, weekly("16:00", FR, start="2026-09-01"))
    row("from the 1st of december onwards run it every day at 07:15", TYO, on("7:15", start="2026-12-01"))
    row("until christmas, every weekday at 8:45", CHI, weekly("8:45", *WORK))
    row("through friday please run this daily at 6pm", LAX, on("18:00"), until="2027-02-26T23:59")
    row("for the rest of the week, 9am every day", NYC, on("9:00"), until="2026-10-11T23:59")
    row("between 10 and 18 November, every other day at 5pm", TYO,
        on("17:00", start="2026-11-10", interval=2), until="2026-11-18T23:59")  # fmt: skip
    row("only in 2027: the first monday of each quarter at 10:00", UTZ,
        monthly("10:00", byweekday=MO(1), bymonth=(1, 4, 7, 10), start="2027-01-01"),
        until="2027-12-31T23:59")  # fmt: skip
    row("Beginning 15 May 2027 and ending 30 June 2027, Saturdays at 11:00", DEL,
        weekly("11:00", SA, start="2027-05-15"))  # fmt: skip
    row("after march 22, mondays at 9am", SAO, weekly("9:00", MO, start="2027-03-23"))
    row("no later than the 24th, every day at 3:30pm", JNB, on("15:30"), until="2026-10-24T23:59")
    row("As of 1 September, weekdays at 10:20", AKL, weekly("10:20", *WORK, start="2027-09-01"))
    row("the next 5 weekdays at 14:45", SIN, weekly("14:45", *WORK), count=5)
    ticks("bound first", "over the next three days, every 6 hours", STO, 360, aligned=True)
    row("for the whole of august 2027, at 6am and 6pm daily", DEN, on("6:00 18:00", start="2027-08-01"))
    row("up to and including the 14th, daily, 9pm", DEN, on("21:00"), until="2027-07-14T23:59")
    row("from tomorrow until sunday run it at 8am and 8pm", LON, on("8:00 20:00", start="2027-01-14"))
    row("until further notice, weekdays at 7am", STO, weekly("7:00", *WORK))
    row("before november 3rd, every tuesday at 1pm", JNB, weekly("13:00", TU), until="2026-11-02T23:59")
    row("not before 9 January 2027: every Saturday 9:30", CHI, weekly("9:30", SA, start="2027-01-09"))
    row("this month only, every weekday at 18:00", STO, weekly("18:00", *WORK), until="2027-10-31T23:59")
    row("starting in two weeks, every monday at 9:00", PAR, weekly("9:00", MO, start="2027-06-18"))
    row("for 3 weeks starting Monday, every weekday at 4:40pm", DUB, weekly("16:40", *WORK, start="2026-08-17"))


def exceptions() -> None:
    def row(text: str, spot: Spot, part: Part, *but: Part, **more: Any) -> None:
        say("exceptions", text, spot, part, but=but, **more)

    row("except on sundays, run every day at 7pm", NYC, on("19:00"), weekly("", SU))
    row("apart from the 13th, every day at 10:13", CHI, on("10:13"), monthly("", bymonthday=13))
    row("excluding weekends, every 2 hours from 8am to 4pm", LON, on(span(120, "8:00", "16:00")), weekly("", *WEEKEND))
    row("every day except the weekend at 9.30pm", PAR, on("21:30"), weekly("", *WEEKEND))
    row("every weekday but friday at noon and 5pm", LAX, weekly("12:00 17:00", MO, TU, WE, TH))
    row("weekdays, except the first of the month, at 08:00", UTZ, weekly("8:00", *WORK), monthly("", bymonthday=1))
    row("every monday, skipping december 28 and january 4, at 9am", CHI, weekly("9:00", MO), day("2026-12-28"),
        day("2027-01-04"))  # fmt: skip
    row("daily, not on mondays or thursdays, 16:05", DEL, on("16:05"), weekly("", MO, TH))
    row("never on a weekend, otherwise daily at 5:45am", AKL, on("5:45"), weekly("", *WEEKEND))
    row("save for tuesdays, each day at 22:22", SYD, on("22:22"), weekly("", TU))
    row("every day with the exception of 24, 25 and 26 December at 6:30pm",
        Spot("America/Chicago", "2026-12-22T08:00", "Tue"), on("18:30"), yearly("", 12, (24, 25, 26)))  # fmt: skip
    row("all days except wednesday and sunday 8:08am", SIN, on("8:08"), weekly("", WE, SU))
    row("on the 1st of every month at 9am unless that's a weekend", DUB, monthly("9:00", bymonthday=1),
        weekly("", *WEEKEND))  # fmt: skip
    row(
        "every tuesday except the second one of the month at 3pm",
        JNB,
        weekly("15:00", TU),
        monthly("", byweekday=TU(2)),
    )
    row("every weekday at 8am excluding the last weekday of the month", STO, weekly("8:00", *WORK),
        monthly("", byweekday=WORK, bysetpos=-1))  # fmt: skip
    row("except in july and august, on the 1st and 15th at 7:30am every month", PAR,
        monthly("7:30", bymonthday=(1, 15)), on("", DAILY, bymonth=(7, 8)))  # fmt: skip
    row("in all months but february, on the 28th at 20:00", CHI, monthly("20:00", bymonthday=28),
        on("", DAILY, bymonth=2))  # fmt: skip
    row("every 30 minutes from 9am to 11am except at 10am", SAO, on(span(30, "9:00", "11:00")), on("10:00"))
    row("each day at 6am, 12pm and 6pm, but no noon run on sundays", DEN, on("6:00 12:00 18:00"), weekly("12:00", SU))
    row("every day at 9am except from 20 to 24 October", JNB, on("9:00", start="2026-10-19"),
        on("", start="2026-10-20", count=5))  # fmt: skip
    row("every weekday at 9am but not next week", LON, weekly("9:00", *WORK), on("", start="2027-01-18", count=7))
    row("every day until friday except wednesday at 8pm", LAX, on("20:00"), weekly("", WE), until="2027-02-26T23:59")
    row("every day at 9am except until friday", NYC, on("9:00", start="2026-10-10"))
    row("skip mondays; all other days 10:50", LON, on("10:50"), weekly("", MO))
    row("mon-sat 6pm, thursdays excluded, from the 1st of november", NYC,
        weekly("18:00", MO, TU, WE, FR, SA, start="2026-11-01"))  # fmt: skip
    row("daily at 8am and 8pm except the 8am run on saturdays", TYO, on("8:00 20:00"), weekly("8:00", SA))
    row("not on the last friday of the month, all other fridays at 2pm", SIN,
        weekly("14:00", FR), monthly("", byweekday=FR(-1)))  # fmt: skip


def zones() -> None:
    def row(text: str, spot: Spot, zone: str, *parts: Part, **more: Any) -> None:
        say("zone in the middle", text, spot, *parts, zone=zone, **more)

    row("every weekday at 9am new york time until friday", LON, "America/New_York", weekly("9:00", *WORK),
        until="2027-01-15T23:59")  # fmt: skip
    row("at 10:00 Berlin time every first Monday of the month except January", CHI, "Europe/Berlin",
        monthly("10:00", byweekday=MO(1)), but=(on("", DAILY, bymonth=1),))  # fmt: skip
    row("in tokyo time, mondays and fridays at 8am and 8pm", SAO, "Asia/Tokyo", weekly("8:00 20:00", MO, FR))
    row("mondays 7am pacific, except the last monday of the month", DEN, "America/Los_Angeles", weekly("7:00", MO),
        but=(monthly("", byweekday=MO(-1)),))  # fmt: skip
    row("every day (utc) at 03:15 and 15:15 except sundays", SYD, "UTC", weekly("3:15 15:15", *WORK, SA))
    row("at 6pm london time on the last friday of each month starting in november", NYC, "Europe/London",
        monthly("18:00", byweekday=FR(-1), start="2026-11-01"))  # fmt: skip
    row("every two hours between 9:00 and 17:00 Paris time on weekdays", JNB, "Europe/Paris",
        weekly(span(120, "9:00", "17:00"), *WORK))  # fmt: skip
    row("9am sydney time on the first of every month but not in january", LON, "Australia/Sydney",
        monthly("9:00", bymonthday=1), but=(on("", DAILY, bymonth=1),))  # fmt: skip
    row("every tuesday, mountain time, 5:15pm, for 4 weeks", UTZ, "America/Denver", weekly("17:15", TU), count=4)
    row("Please schedule it for weekdays, 16:45 Europe/Madrid, from 1 December", TYO, "Europe/Madrid",
        weekly("16:45", *WORK, start="2026-12-01"))  # fmt: skip
    row("the next 3 saturdays 10am in Chicago", JNB, "America/Chicago", weekly("10:00", SA), count=3)
    row("half past five pm hong kong time monday through friday", DUB, "Asia/Hong_Kong", weekly("17:30", *WORK))
    row("starting the 15th, eastern time, every 2 days at 11am", LAX, "America/New_York",
        on("11:00", start="2027-03-15", interval=2))  # fmt: skip
    once("on 12 November 2026 at 14:00 GMT", NYC, "2026-11-12 14:00", zone="UTC")
    once("tomorrow 9am eastern", LON, "2027-01-14 9:00", zone="America/New_York")


def windows() -> None:
    def row(text: str, spot: Spot, *parts: Part, **more: Any) -> None:
        say("windows", text, spot, *parts, **more)

    row("weekdays between 07:00 and 10:00 every 45 minutes except mondays", UTZ,
        weekly(span(45, "7:00", "10:00"), TU, WE, TH, FR))  # fmt: skip
    row("on saturdays from 10am to 2pm run hourly, except at noon", DEN, weekly("10:00 11:00 13:00 14:00", SA))
    row("every 20 minutes, tuesdays and fridays, 1pm to 2pm, starting next week", SIN,
        weekly(span(20, "13:00", "14:00"), TU, FR, start="2027-11-29"))  # fmt: skip
    row("from 22:00 until 02:00 every hour on fridays and saturdays", STO, weekly(span(60, "22:00", "26:00"), FR, SA))
    row("between noon and 3pm on weekdays in december, every hour", CHI,
        weekly(span(60, "12:00", "15:00"), *WORK, bymonth=12))  # fmt: skip
    row("each weekday, every 90 minutes from 9:00 through 18:00, apart from thursdays", AKL,
        weekly(span(90, "9:00", "18:00"), MO, TU, WE, FR))  # fmt: skip
    row("every half hour 6am-8am daily for 2 days", DUB, on(span(30, "6:00", "8:00")))
    row("hourly from 8 in the morning till 8 at night, no weekends", PAR, weekly(span(60, "8:00", "20:00"), *WORK))
    row("between 10pm and 6am, every 4 hours, except sunday nights", DEL,
        weekly(span(240, "22:00", "30:00"), *WORK, SA))  # fmt: skip
    row("every five minutes from 17:00 to 17:30 on the last day of the month", SYD,
        monthly(span(5, "17:00", "17:30"), bymonthday=-1))  # fmt: skip
    row("on the first day of each quarter, hourly between 9am and noon", NYC,
        monthly(span(60, "9:00", "12:00"), bymonthday=1, bymonth=(1, 4, 7, 10)))  # fmt: skip
    row(
        "from 9am to 5pm weekdays every 2 hours except from 12:00 to 14:00",
        LON,
        weekly("9:00 11:00 15:00 17:00", *WORK),
    )
    row("every minute from 11:58 to 12:02 on sundays", TYO, weekly(span(1, "11:58", "12:02"), SU))
    row("twice an hour, at :10 and :40, from 9am to 6pm on weekdays", SAO, weekly(span(30, "9:10", "18:00"), *WORK))
    row("at quarter past and quarter to the hour from 2pm to 4pm every tuesday", LAX,
        weekly(span(30, "14:15", "15:45"), TU))  # fmt: skip
    ticks("windows", "3 times, every 20 minutes from 4pm today", DUB, 20, first="2026-08-11T16:00", count=3)
    row("every hour between 9am and 5pm, 5 runs", JNB, on(span(60, "9:00", "17:00")), count=5)
    row("between 3pm and 4pm today every 15 minutes, but stop after three runs", DUB,
        on("15:00 15:15 15:30", start="2026-08-11"), count=3)  # fmt: skip


def several_times() -> None:
    def row(text: str, spot: Spot, *parts: Part, **more: Any) -> None:
        say("several times", text, spot, *parts, **more)

    row("mondays at 9am and thursdays at 2pm until the 22nd", NYC, weekly("9:00", MO), weekly("14:00", TH),
        until="2026-10-22T23:59")  # fmt: skip
    row("tuesday 8am, thursday 8am and sunday 10am, every week starting in january", CHI,
        weekly("8:00", TU, TH, start="2027-01-01"), weekly("10:00", SU, start="2027-01-01"))  # fmt: skip
    row("weekdays at 6am and 6pm, weekends at 9am only, starting monday", SIN,
        weekly("6:00 18:00", *WORK, start="2027-11-29"), weekly("9:00", *WEEKEND, start="2027-11-29"))  # fmt: skip
    row("9am on mondays and 4:30pm on fridays, 5 runs in total", PAR, weekly("9:00", MO), weekly("16:30", FR), count=5)
    row("monday wednesday friday 7am tuesday thursday 8am every week", LAX, weekly("7:00", MO, WE, FR),
        weekly("8:00", TU, TH))  # fmt: skip
    row("every day at 8am, except on fridays when it's 10am", DEL, weekly("8:00", MO, TU, WE, TH, *WEEKEND),
        weekly("10:00", FR))  # fmt: skip
    row("on the 1st at 9am, on the 10th at noon and on the 20th at 6pm, monthly", SAO, monthly("9:00", bymonthday=1),
        monthly("12:00", bymonthday=10), monthly("18:00", bymonthday=20))  # fmt: skip
    row("daily at 07:00 and 19:00 until sunday, no 19:00 run on friday", NYC, on("7:00 19:00"),
        but=(weekly("19:00", FR),))  # fmt: skip
    row("mon 9am tue 10am wed 11am weekly for the next two weeks", AKL, weekly("9:00", MO), weekly("10:00", TU),
        weekly("11:00", WE))  # fmt: skip
    row("twice on mondays, at 8:15 and 20:15, and once on wednesdays at noon, every week", JNB,
        weekly("8:15 20:15", MO), weekly("12:00", WE))  # fmt: skip


def nth() -> None:
    def row(text: str, spot: Spot, part: Part, *but: Part, **more: Any) -> None:
        say("nth weekday", text, spot, part, but=but, **more)

    row("starting january, last thursday of every month at 4pm, not december", CHI,
        monthly("16:00", byweekday=TH(-1), start="2027-01-01"), on("", DAILY, bymonth=12))  # fmt: skip
    row("first and third monday of the month at 10am, except in august, starting in july", PAR,
        monthly("10:00", byweekday=(MO(1), MO(3)), start="2027-07-01"), on("", DAILY, bymonth=8))  # fmt: skip
    row("on the second wednesday of every month at 6:30 pm but skip november", NYC,
        monthly("18:30", byweekday=WE(2)), on("", DAILY, bymonth=11))  # fmt: skip
    row("3rd friday each month 4pm until the end of june", LON, monthly("16:00", byweekday=FR(3)))
    row("the last working day of the month at 5pm, from november, excluding december", JNB,
        monthly("17:00", byweekday=WORK, bysetpos=-1, start="2026-11-01"), on("", DAILY, bymonth=12))  # fmt: skip
    row("at 9 am on the first weekday of every month starting 2027", TYO,
        monthly("9:00", byweekday=WORK, bysetpos=1, start="2027-01-01"))  # fmt: skip
    row("every quarter on the last friday at 3pm beginning in april", SAO,
        monthly("15:00", byweekday=FR(-1), bymonth=(3, 6, 9, 12), start="2027-04-01"))  # fmt: skip
    row("the day before the last day of every month at 6pm", SIN, monthly("18:00", bymonthday=-2))
    row("two days after the first monday of every month, noon", DUB, monthly("12:00", byweekday=MO(1), shift=2))
    row("the 2nd and last sunday of march june and september at 8am each year", UTZ,
        monthly("8:00", byweekday=(SU(2), SU(-1)), bymonth=(3, 6, 9)))  # fmt: skip
    row("every second tuesday of the month at 1pm for the rest of the year", UTZ, monthly("13:00", byweekday=TU(2)),
        until="2026-12-31T23:59")  # fmt: skip
    row("mondays at 8am except the last monday of each quarter", DEL, weekly("8:00", MO),
        monthly("", byweekday=MO(-1), bymonth=(3, 6, 9, 12)))  # fmt: skip
    row("on the first saturday of every other month at 9am starting in march", LAX,
        monthly("9:00", byweekday=SA(1), start="2027-03-01", interval=2))  # fmt: skip


def other() -> None:
    kind = "every other with a start"
    say(kind, "every other monday at 9am, first one on 26 October", NYC,
        weekly("9:00", MO, start="2026-10-26", interval=2))  # fmt: skip
    say(kind, "starting 3 december 2026, every two weeks on thursday at 17:00", TYO,
        weekly("17:00", TH, start="2026-12-03", interval=2))  # fmt: skip
    say(kind, "every three days at 06:00 counting from 1 may", DEL, on("6:00", start="2027-05-01", interval=3))
    say(kind, "every 2 weeks on monday and wednesday at 7pm from 19 July", DEN,
        weekly("19:00", MO, WE, start="2027-07-19", interval=2))  # fmt: skip
    say(kind, "alternate tuesdays at 11am, beginning on the 20th", JNB,
        weekly("11:00", TU, start="2026-10-20", interval=2))  # fmt: skip
    say(kind, "at 5pm, every 4 weeks, on fridays, from 11 june", PAR,
        weekly("17:00", FR, start="2027-06-11", interval=4))  # fmt: skip
    say(kind, "every 10 days at noon starting today", SIN, on("12:00", start="2027-11-23", interval=10))
    say(kind, "every other day, except sundays, at 8am starting tomorrow", AKL,
        on("8:00", start="2027-08-02", interval=2), but=(weekly("", SU),))  # fmt: skip
    say(kind, "fortnightly on fridays, 15:00, until christmas, starting 16 october", NYC,
        weekly("15:00", FR, start="2026-10-16", interval=2))  # fmt: skip
    say(kind, "every 3 months on the 10th at 9am starting 10 december 2026", UTZ,
        monthly("9:00", bymonthday=10, start="2026-12-10", interval=3))  # fmt: skip
    say(kind, "every other sunday evening at 7 starting this sunday", STO,
        weekly("19:00", SU, start="2027-10-31", interval=2))  # fmt: skip
    ticks(kind, "starting at 6am tomorrow, every 8 hours", LON, 480, first="2027-01-14T06:00")


def single() -> None:
    once("in 3 days at 4:45pm", NYC, "2026-10-09 16:45")
    once("at noon, two weeks from today", LON, "2027-01-27 12:00")
    once("a week on thursday at 3pm", DUB, "2026-08-20 15:00")
    once("at 6pm the day after tomorrow", PAR, "2027-06-06 18:00")
    once("10 days from now at 8:15am", LAX, "2027-03-04 8:15")
    once("on the last day of this month at 5pm", CHI, "2026-12-31 17:00")
    once("this coming saturday at 10am", SIN, "2027-11-27 10:00")
    once("at 9am in a month", SAO, "2027-04-18 9:00")
    once("at 7:30 tomorrow evening", DEL, "2027-04-26 19:30")
    once("thursday week at 11am", LON, "2027-01-21 11:00")
    once("next month on the 5th at 10am", TYO, "2026-12-05 10:00")
    once("9:40am, the first monday of next month", STO, "2027-11-01 9:40")
    once("the monday before christmas at 10am", CHI, "2026-12-21 10:00")
    once("5pm on friday the 16th", NYC, "2026-10-16 17:00")
    once("monday at 8am and tuesday at noon, just once", DEN, "2027-07-12 8:00", "2027-07-13 12:00")
    once("just this once, tomorrow, 13:15", UTZ, "2026-10-01 13:15")
    once(
        "on 2026-11-30, 2026-12-02 and 2026-12-04 at 7am", JNB, "2026-11-30 7:00", "2026-12-02 7:00", "2026-12-04 7:00"
    )
    soon("in two and a half hours", AKL, 150)
    soon("an hour and twenty minutes from now", SYD, 80)


def counts() -> None:
    kind = "counts"
    say(kind, "four times, every weekday at 16:15", UTZ, weekly("16:15", *WORK), count=4)
    say(
        kind,
        "only three times - the last sunday of the month at 08:00",
        DEL,
        monthly("8:00", byweekday=SU(-1)),
        count=3,
    )
    say(kind, "the first 4 mondays of 2027 at 9am", CHI, weekly("9:00", MO, start="2027-01-01"), count=4)
    say(kind, "5 times, every 2 days at noon", LON, on("12:00", start="2027-01-13", interval=2), count=5)
    say(kind, "once a day at 9pm for a week", LAX, on("21:00"))
    ticks(kind, "every 40 minutes, 4 times, from 13:00 tomorrow", SAO, 40, first="2027-03-19T13:00", count=4)
    say(kind, "3 runs: tuesdays 10:30, starting in november, except the 10th", NYC,
        weekly("10:30", TU, start="2026-11-01"), but=(monthly("", bymonthday=10),), count=3)  # fmt: skip
    say(kind, "fridays 3pm x4, starting the 23rd", JNB, weekly("15:00", FR, start="2026-10-23"), count=4)


def months() -> None:
    def row(text: str, spot: Spot, *parts: Part, **more: Any) -> None:
        say("month lists", text, spot, *parts, **more)

    row("9am and 3pm on the 1st and 15th of january, april, july and october every year", NYC,
        monthly("9:00 15:00", bymonthday=(1, 15), bymonth=(1, 4, 7, 10)))  # fmt: skip
    row("in june, july and august: mondays and thursdays at 7am and 7pm", PAR,
        weekly("7:00 19:00", MO, TH, bymonth=(6, 7, 8)))  # fmt: skip
    row("january to march, every weekday at 8:30am", LON, weekly("8:30", *WORK, bymonth=(1, 2, 3)))
    row("on the 10th, 20th and last day of every month at 18:00", DEN, monthly("18:00", bymonthday=(10, 20, -1)))
    row("every weekday in november and december at 08:15 except fridays", SIN,
        weekly("8:15", MO, TU, WE, TH, bymonth=(11, 12)))  # fmt: skip
    row("4th july and 25 december each year at noon", SYD, yearly("12:00", 7, 4), yearly("12:00", 12, 25))
    row("march 1st, june 1st and september 1st at 10am, yearly", LAX, yearly("10:00", (3, 6, 9), 1))
    row(
        "at 6am and 6pm from the 5th through the 8th of every month",
        DUB,
        monthly("6:00 18:00", bymonthday=(5, 6, 7, 8)),
    )


def durations() -> None:
    kind = "durations"
    ticks(kind, "every hour and a half", DEL, 90)
    ticks(kind, "every 1.5 hours starting at noon", DEL, 90, first="2027-04-25T12:00")
    ticks(kind, "every three and a half hours until 10pm", LON, 210, until="2027-01-13T22:00")
    ticks(kind, "for the next 3 hours, every 45 minutes", SYD, 45, count=4)
    ticks(kind, "every 2h 15m starting tomorrow at 00:30", TYO, 135, first="2026-11-08T00:30")
    ticks(kind, "once every six hours beginning at 01:00 on 1 october", UTZ, 360, first="2026-10-01T01:00")
    ticks(kind, "from 5pm, every 20 min, 3 times", JNB, 20, first="2026-10-19T17:00", count=3)


def questions() -> None:
    ask("every day except mondays", NYC)
    ask("except sundays, every day at 9", LON)
    ask("starting monday, every day", PAR)
    ask("every day until friday at midnight", LAX)
    ask("every hour on weekdays from 9 to 5, except fridays", CHI)
    ask("on 04/05/2027 at 9am", DEL)
    ask("from 03/04/2027 to 05/04/2027, daily at 9am", UTZ)
    ask("at 4pm every second friday", TYO)
    ask("starting next friday, every friday at 3pm", NYC)
    ask("until march, mondays at 9am CST", CHI)
    ask("every weekday, 09:30 CET, from december", DUB)
    ask("in the afternoon on weekdays", SAO)
    ask("the first monday of the month, but not in august", AKL)
    ask("every week on monday or tuesday at 9am", SYD)
    ask("at 10am every other weekday", DEN)
    ask("at noon three times a week", JNB)
    ask("every month at 9am except december", SIN)
    ask("except holidays, weekdays at 8am", STO)
    ask("10am biweekly on mondays and fridays", LON)
    ask("at 10am next thursday", NYC)
    ask("every week from january at 2pm", CHI)
    ask("at the end of the day every friday until june", PAR)
    ask("hourly during office hours, mon-fri", DUB)
    ask("twice a month at 10am starting in may", DEL)
    ask("on the 15th of each month for a year", SYD)
    ask("quarterly at 9am from january", TYO)
    ask("2:30 am on 14 march 2027", NY_SPRING)
    ask("every day at 12 except sunday", UTZ)
    ask("weekdays at 9am portland time", SIN)
    ask("on monday, wednesday and friday at 8 for a month", STO)
    ask("from 9 to 11 every 10 minutes on mondays", JNB)
    ask("utc midnight, every 1st of the month", NYC)


def refusals() -> None:
    no("every day except weekdays and weekends at 9am", NYC)
    no("every day at 9am until 5 may 2020", LON)
    no("from june 2028 until june 2027, every friday 9am", PAR)
    no("at 9am on the 30th of february each year", LAX)
    no("every monday at 24:30", CHI)
    no("at 9am on days when the stock market is open", NYC)
    no("every day at 9am unless i'm ill", DEL)
    no("every friday at 5pm if the build is green", TYO)
    no("daily at 9am gotham time except mondays", SYD)
    no("minus three times, every monday at 9am", DUB)
    no("every 0 days at 9am from tomorrow", SAO)
    no("on the 6th friday of every month at 1pm", AKL)
    no("mondays at 10am but never on a monday", UTZ)
    no("at 8am on the 45th of each month", DEN)
    no("at noon yesterday", JNB)
    no("at 10am on 3 march 2021", SIN)
    no("an hour before sunset on fridays", STO)
    no("every time someone logs in, at most until friday", LON)
    no("at noon on 29 february 2027", PAR)
    no("sat 10 nov 2026 9am", NYC)
    no("weekdays at 9am, starting today, ending yesterday", DEL)


def check() -> None:
    """Weekday of every `now`, no phrase twice, and every run after now in ascending order."""
    seen = Counter(row.text.lower() for row in ROWS)
    assert max(seen.values()) == 1, seen.most_common(3)
    check_rows(ROWS)
    kinds = Counter(row.gold.get("expect", "runs") for row in ROWS)
    assert kinds["runs"] >= 150, kinds
    assert kinds["clarify"] >= 30, kinds
    assert kinds["refuse"] >= 20, kinds


GROUPS = (
    time_first, bound_first, exceptions, zones, windows, several_times, nth, other, single, counts, months, durations,
    questions, refusals,
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
