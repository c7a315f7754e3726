"""Phrases of several clauses each, terse ones, eight other languages, traps: written without a look at the reader.

Run as `python -m tests.language.sittings.hard` to write `hard.jsonl` beside this file. Days come from python-dateutil
in wall time, instants from the zone files of the `tzdata` package; the product is never imported. Each line holds
text, timezone, now (and lang, where not English), and either runs (UTC, at most six; fewer only when the schedule
ends) with an optional second accepted list `also`, or expect = "refuse" | "clarify".
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from dateutil.rrule import FR, MO, SA, SU, TH, TU, WE

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
    monthly,
    no,
    on,
    say,
    span,
    ticks,
    weekly,
    yearly,
    zone_of,
)

OUT = Path(__file__).with_suffix(".jsonl")
LANGUAGES = ("es", "de", "fr", "pt", "it", "nl", "zh", "ja")
QUARTER_STARTS = (1, 4, 7, 10)
QUARTER_ENDS = (3, 6, 9, 12)

NYC = Spot("America/New_York", "2026-11-30T09:40", "Mon")
THANKS = Spot("America/New_York", "2026-11-23T19:00", "Mon")
LON = Spot("Europe/London", "2027-01-13T16:20", "Wed")
BER = Spot("Europe/Berlin", "2027-02-18T11:05", "Thu")
CHI = Spot("America/Chicago", "2027-05-07T18:30", "Fri")
CHI_FALL = Spot("America/Chicago", "2027-09-11T12:00", "Sat")
LAX = Spot("America/Los_Angeles", "2026-12-08T06:45", "Tue")
SYD = Spot("Australia/Sydney", "2027-03-22T08:00", "Mon")
TYO = Spot("Asia/Tokyo", "2027-06-10T13:30", "Thu")
KOL = Spot("Asia/Kolkata", "2026-12-16T21:10", "Wed")
SAO = Spot("America/Sao_Paulo", "2027-08-14T10:00", "Sat")
DEN = Spot("America/Denver", "2027-09-29T07:20", "Wed")
MAD = Spot("Europe/Madrid", "2027-04-20T12:40", "Tue")
DUB = Spot("Europe/Dublin", "2027-10-25T09:50", "Mon")
NBO = Spot("Africa/Nairobi", "2027-07-04T05:00", "Sun")
AKL = Spot("Pacific/Auckland", "2026-12-01T20:00", "Tue")
HEL = Spot("Europe/Helsinki", "2026-12-29T15:00", "Tue")
UTZ = Spot("UTC", "2027-01-28T00:05", "Thu")
PAR = Spot("Europe/Paris", "2027-09-06T08:10", "Mon")
ROM = Spot("Europe/Rome", "2026-10-21T17:00", "Wed")
AMS = Spot("Europe/Amsterdam", "2026-12-03T09:00", "Thu")
SHA = Spot("Asia/Shanghai", "2027-06-08T14:00", "Tue")


def month(number: int) -> Part:
    """All days of one month of each year, to be left out."""
    return on("", bymonth=number)


def pairs() -> None:
    kind = "pairs of days and times"
    say(kind, "Mon, Tue and Thu at 9:15am and Wed at 2pm every week, except Dec 2 and Dec 8, until December 11", NYC,
        weekly("9:15", MO, TU, TH), weekly("14:00", WE), but=(day("2026-12-02"), day("2026-12-08")),
        until="2026-12-11T23:59")  # fmt: skip
    say(kind, "every Tuesday and Thursday at 10am and 3pm London time, but no 3pm run on Thursdays, starting January 5",
        KOL, weekly("10:00 15:00", TU, TH, start="2027-01-05"), but=(weekly("15:00", TH),),
        zone="Europe/London")  # fmt: skip
    say(kind, "weekdays at 8:30am and 4pm Pacific time, except the 4pm one on Fridays, through May 11", CHI,
        weekly("8:30 16:00", *WORK), but=(weekly("16:00", FR),), zone="America/Los_Angeles",
        until="2027-05-11T23:59")  # fmt: skip
    say(kind, "Mondays and Wednesdays at 10:05am, Fridays at 1:20pm, from October 4 to October 15, but not on October "
        "11", DEN, weekly("10:05", MO, WE, start="2027-10-04"), weekly("13:20", FR, start="2027-10-04"),
        but=(day("2027-10-11"),), until="2027-10-15T23:59")  # fmt: skip
    say(kind, "remind me at 6:45am on Mondays, 2:45pm on Wednesdays and 10:45pm on Saturdays and Sundays, starting in "
        "two weeks", BER, weekly("6:45", MO, start="2027-03-04"), weekly("14:45", WE, start="2027-03-04"),
        weekly("22:45", *WEEKEND, start="2027-03-04"))  # fmt: skip
    say(kind, "every week: Tuesday to Thursday at 5pm, Friday and Saturday at 4pm and 9pm, Sunday at 11:30am; not on "
        "August 18", SAO, weekly("17:00", TU, WE, TH), weekly("16:00 21:00", FR, SA), weekly("11:30", SU),
        but=(day("2027-08-18"),))  # fmt: skip
    say(kind, "9am on the 1st, noon on the 15th and 6pm on the last day of each month, Tokyo time, except in January",
        KOL, monthly("9:00", bymonthday=1), monthly("12:00", bymonthday=15), monthly("18:00", bymonthday=-1),
        but=(month(1),), zone="Asia/Tokyo")  # fmt: skip
    say(kind, "every weekday at 7am and 7pm and every weekend at 9am, except December 25th and January 1st, starting "
        "December 23rd", LAX, weekly("7:00 19:00", *WORK, start="2026-12-23"),
        weekly("9:00", *WEEKEND, start="2026-12-23"), but=(yearly("", 12, 25), yearly("", 1, 1)))  # fmt: skip
    say(kind, "Mon/Wed 07:30, Tue/Thu 08:30 and Sat 10:00 every week, except the first Monday of the month, for one "
        "week", UTZ, weekly("7:30", MO, WE), weekly("8:30", TU, TH), weekly("10:00", SA),
        but=(monthly("", byweekday=MO(1)),), until="2027-02-04T00:05")  # fmt: skip
    say(kind, "on weekdays at 7am UTC and on weekends at 9am UTC, from Feb 5 through Feb 8", LON,
        weekly("7:00", *WORK, start="2027-02-05"), weekly("9:00", *WEEKEND, start="2027-02-05"), zone="UTC",
        until="2027-02-08T23:59")  # fmt: skip


def nth() -> None:
    kind = "nth days with months"
    say(kind, "the first Monday of March, June, September and December, every 30 minutes from 9am to 11am", CHI,
        monthly(span(30, "9:00", "11:00"), byweekday=MO(1), bymonth=QUARTER_ENDS))  # fmt: skip
    say(kind, "second and fourth Thursday of every month from September to May at 6:30pm, except December", DEN,
        monthly("18:30", byweekday=(TH(2), TH(4)), bymonth=(9, 10, 11, 1, 2, 3, 4, 5)))  # fmt: skip
    say(kind, "the last Friday of each month at 3pm, but not in August or November, until the end of the year", SAO,
        monthly("15:00", byweekday=FR(-1)), but=(month(8), month(11)), until="2027-12-31T23:59")  # fmt: skip
    say(kind, "third business day of the month at 8am and 5pm New York time, starting in March", LON,
        monthly("8:00 17:00", byweekday=WORK, bysetpos=3, start="2027-03-01"), zone="America/New_York")  # fmt: skip
    say(kind, "please run it on the last business day of each month at 4:30pm Sydney time, except in December", AKL,
        monthly("16:30", byweekday=WORK, bysetpos=-1), but=(month(12),), zone="Australia/Sydney")  # fmt: skip
    say(kind, "the last business day of every quarter at 5pm and the first business day of every quarter at 9am", MAD,
        monthly("17:00", byweekday=WORK, bysetpos=-1, bymonth=QUARTER_ENDS),
        monthly("9:00", byweekday=WORK, bysetpos=1, bymonth=QUARTER_STARTS))  # fmt: skip
    say(kind, "second to last business day of the month at 10am and 2pm, starting in two months", MAD,
        monthly("10:00 14:00", byweekday=WORK, bysetpos=-2, start="2027-06-01"))  # fmt: skip
    say(kind, "the first 3 business days of each quarter at 9am and 1pm", UTZ,
        monthly("9:00 13:00", byweekday=WORK, bysetpos=(1, 2, 3), bymonth=QUARTER_STARTS))  # fmt: skip
    say(kind, "the last two Fridays of each month at 4pm Berlin time, except in February", HEL,
        monthly("16:00", byweekday=(FR(-1), FR(-2))), but=(month(2),), zone="Europe/Berlin")  # fmt: skip
    say(kind, "the first Saturday of every other month at 10am, starting in February", KOL,
        monthly("10:00", byweekday=SA(1), start="2027-02-01", interval=2))  # fmt: skip
    say(kind, "the 5th Friday of the month at noon and the 1st Monday of the month at 9am, from April to October", MAD,
        monthly("12:00", byweekday=FR(5), bymonth=(4, 5, 6, 7, 8, 9, 10)),
        monthly("9:00", byweekday=MO(1), bymonth=(4, 5, 6, 7, 8, 9, 10)))  # fmt: skip


def weeks() -> None:
    kind = "every N weeks or days"
    say(kind, "every other week on Tuesday and Friday at 2pm, starting March 2, except March 19", BER,
        weekly("14:00", TU, FR, start="2027-03-02", interval=2), but=(day("2027-03-19"),))  # fmt: skip
    say(kind, "every 3 weeks on Monday, Wednesday and Friday at 7:30am from January 25 until February 17", LON,
        weekly("7:30", MO, WE, FR, start="2027-01-25", interval=3), until="2027-02-17T23:59")  # fmt: skip
    say(kind, "every two weeks on Thursday at 11am New York time, 5 times, starting January 21", LON,
        weekly("11:00", TH, start="2027-01-21", interval=2), zone="America/New_York", count=5)  # fmt: skip
    say(kind, "alternate Sundays at 8am and 6pm from April 4 on, Sydney time", SYD,
        weekly("8:00 18:00", SU, start="2027-04-04", interval=2))  # fmt: skip
    say(kind, "every second week on Saturday at 9pm and on Sunday at 10am, starting in two weeks", TYO,
        weekly("21:00", SA, start="2027-06-24", interval=2),
        weekly("10:00", SU, start="2027-06-24", interval=2))  # fmt: skip
    say(kind, "every other Wednesday at 1pm except the last Wednesday of the month, starting September 1", SAO,
        weekly("13:00", WE, start="2027-09-01", interval=2), but=(monthly("", byweekday=WE(-1)),))  # fmt: skip
    say(kind, "every 3 days at 6am and 6pm starting tomorrow, skipping weekends", NBO,
        on("6:00 18:00", start="2027-07-05", interval=3), but=(weekly("", *WEEKEND),))  # fmt: skip


def marks() -> None:
    kind = "minutes of the hour"
    say(kind, "at 10 and 40 past the hour from 8am to 9am on weekdays until April 22", MAD,
        weekly("8:10 8:40", *WORK), until="2027-04-22T23:59")  # fmt: skip
    say(kind, "every hour at :15 between 9am and noon, Mon through Thu, except at 10:15", DUB,
        weekly("9:15 10:15 11:15", MO, TU, WE, TH), but=(on("10:15"),))  # fmt: skip
    say(kind, "at quarter past and quarter to every hour, on weekdays, from 10pm to 1am", CHI,
        weekly(span(30, "22:15", "25:00"), *WORK))  # fmt: skip
    say(kind, "every hour on the half hour, 6:30am to 10:30am, on Saturdays and Sundays in June", TYO,
        weekly(span(60, "6:30", "10:30"), *WEEKEND, bymonth=6))  # fmt: skip


def windows() -> None:
    kind = "windows"
    say(kind, "every 20 minutes from 6am to 7am on weekdays and every hour from 10am to noon on weekends, all UTC", NBO,
        weekly(span(20, "6:00", "7:00"), *WORK), weekly(span(60, "10:00", "12:00"), *WEEKEND), zone="UTC")  # fmt: skip
    say(kind, "every hour from 11pm to 3am, every night except Sunday nights", NBO,
        weekly(span(60, "23:00", "27:00"), *WORK, SA))  # fmt: skip
    say(kind, "every 45 minutes between 9:00 and 12:00 on Tuesdays and Thursdays, except the first Tuesday of the "
        "month, until the end of February", UTZ, weekly(span(45, "9:00", "12:00"), TU, TH),
        but=(monthly("", byweekday=TU(1)),))  # fmt: skip
    say(kind, "every 90 minutes from 7am until 4pm on weekdays in March, Athens time", BER,
        weekly(span(90, "7:00", "16:00"), *WORK, bymonth=3), zone="Europe/Athens")  # fmt: skip
    say(kind, "every 15 minutes from 11:30pm to 12:15am on weekdays, starting tomorrow", BER,
        weekly(span(15, "23:30", "24:15"), *WORK, start="2027-02-19"))  # fmt: skip
    say(kind, "every 30 minutes from 9:00 to 10:30 on weekdays, but from 10:00 to 11:00 on Fridays", BER,
        weekly(span(30, "9:00", "10:30"), MO, TU, WE, TH), weekly(span(30, "10:00", "11:00"), FR))  # fmt: skip
    say(kind, "Mondays 9am-5pm every 2 hours and Fridays 9am-1pm every hour, from Feb 5", UTZ,
        weekly(span(120, "9:00", "17:00"), MO, start="2027-02-05"),
        weekly(span(60, "9:00", "13:00"), FR, start="2027-02-05"))  # fmt: skip
    say(kind, "every 6 hours from tomorrow at 6am until Saturday at noon, except at midnight", BER,
        on("0:00 6:00 12:00 18:00", start="2027-02-19"), but=(on("0:00"),), until="2027-02-20T12:00")  # fmt: skip


def counts() -> None:
    kind = "counts and relative starts"
    say(kind, "Mondays at 9am and Thursdays at 4pm, 5 times in total", DUB,
        weekly("9:00", MO), weekly("16:00", TH), count=5)  # fmt: skip
    say(kind, "at 7:45am and 5:15pm on the next two weekdays", AKL, weekly("7:45 17:15", *WORK), count=4)
    say(kind, "every Saturday at 8am and 2pm for 2 weeks, starting September 4", SAO,
        weekly("8:00 14:00", SA, start="2027-09-04"), count=4)  # fmt: skip
    say(kind, "the last Friday of the month at 2pm and the first Monday of the month at 9am, three times altogether",
        LON, monthly("14:00", byweekday=FR(-1)), monthly("9:00", byweekday=MO(1)), count=3)  # fmt: skip
    say(kind, "every weekday at 9am starting the day after tomorrow until the day before March 1", BER,
        weekly("9:00", *WORK, start="2027-02-20"), until="2027-02-28T23:59")  # fmt: skip
    say(kind, "daily at 10pm Brisbane time for 3 days, starting in a week", SYD, on("22:00", start="2027-03-29"),
        zone="Australia/Brisbane", count=3)  # fmt: skip
    say(kind, "the 30th of each month at 3pm and the last day of February at 3pm, 4 runs in all", LON,
        monthly("15:00", bymonthday=30), yearly("15:00", 2, -1), count=4)  # fmt: skip


def neighbours() -> None:
    kind = "the day before or after"
    say(kind, "the day after the last Friday of each month at 8am, except in February", UTZ,
        monthly("8:00", byweekday=FR(-1), bymonth=(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), shift=1))  # fmt: skip
    say(kind, "the Monday before the last Thursday of November at 9am each year, New York time", LON,
        monthly("9:00", byweekday=TH(-1), bymonth=11, shift=-3), zone="America/New_York")  # fmt: skip
    say(kind, "the day before the last business day of each month at 6pm, until the end of May", LON,
        monthly("18:00", byweekday=WORK, bysetpos=-1, shift=-1), until="2027-05-31T23:59")  # fmt: skip
    say(kind, "the Wednesday after the second Tuesday of the month at 10pm Denver time, skipping January", KOL,
        monthly("22:00", byweekday=TU(2), shift=1), but=(month(1),), zone="America/Denver")  # fmt: skip
    say(kind, "two days before the end of the month at 9am and again at 5pm, except in February", LON,
        monthly("9:00 17:00", bymonthday=-3), but=(month(2),))  # fmt: skip


def ranges() -> None:
    kind = "ranges of days"
    say(kind, "every day at 8am from December 20 to January 5, every year, except December 25 and January 1", AKL,
        yearly("8:00", 12, tuple(range(20, 32))), yearly("8:00", 1, (2, 3, 4, 5)),
        but=(yearly("", 12, 25),))  # fmt: skip
    say(kind, "weekdays at 4pm and Saturdays at 10am, between June 15 and August 31 each year", CHI,
        weekly("16:00", *WORK, start="2027-06-15"), weekly("10:00", SA, start="2027-06-15"))  # fmt: skip
    say(kind, "from the 10th to the 14th of each month at 7am, weekdays only", BER,
        monthly("7:00", bymonthday=(10, 11, 12, 13, 14), byweekday=WORK))  # fmt: skip
    say(kind, "the first 5 days of each quarter at 6:30am and 9:30pm, Chicago time", DEN,
        monthly("6:30 21:30", bymonthday=(1, 2, 3, 4, 5), bymonth=QUARTER_STARTS), zone="America/Chicago")  # fmt: skip
    say(kind, "the last 3 days of each month, every hour from 8pm to 10pm", DUB,
        monthly("20:00 21:00 22:00", bymonthday=(-3, -2, -1)))  # fmt: skip
    say(kind, "every weekday in November and December at 6pm except the last Thursday of November and December 24",
        THANKS, weekly("18:00", *WORK, bymonth=(11, 12)),
        but=(monthly("", byweekday=TH(-1), bymonth=11), yearly("", 12, 24)))  # fmt: skip
    say(kind, "every Friday the 13th at 9am and 9pm, except in August", TYO,
        monthly("9:00 21:00", bymonthday=13, byweekday=FR), but=(month(8),))  # fmt: skip
    say(kind, "Saturdays at 7am from May to September and at 8am from October to April", CHI_FALL,
        weekly("7:00", SA, bymonth=(5, 6, 7, 8, 9)), weekly("8:00", SA, bymonth=(10, 11, 12, 1, 2, 3, 4)))  # fmt: skip


def terse() -> None:
    kind = "terse"
    say(kind, "Mon,Wed,Fri 09:00-17:00 every 30m", DUB, weekly(span(30, "9:00", "17:00"), MO, WE, FR))
    say(kind, "1st & 3rd Tue 14:00", LON, monthly("14:00", byweekday=(TU(1), TU(3))))
    say(kind, "wkdays 7a/7p", CHI, weekly("7:00 19:00", *WORK))
    say(kind, "q15m 8-20 M-F", CHI, weekly(span(15, "8:00", "20:00"), *WORK))
    say(kind, "*/10 8-18 * * 1-5", CHI, weekly(span(10, "8:00", "18:59"), *WORK))
    soon("T+2h", MAD, 120)
    soon("now + 90s", KOL, 1.5)
    once("2027-W10-3T09:00", BER, "2027-03-10 9:00")
    say(kind, "9h30 + 17h45 daily", PAR, on("9:30 17:45"))
    say(kind, "M-F 1330Z", DEN, weekly("13:30", *WORK), zone="UTC")
    say(kind, "18:00 Europe/Rome Mon-Thu weekly", SYD, weekly("18:00", MO, TU, WE, TH), zone="Europe/Rome")
    say(kind, "every 5' between 06:00 and 06:20", HEL, on(span(5, "6:00", "6:20")))
    say(kind, "every Sa/Su 10.30", AMS, weekly("10:30", *WEEKEND))
    say(kind, "every 2wks Fri 16:00 from 2027-03-05", BER, weekly("16:00", FR, start="2027-03-05", interval=2))
    say(kind, "15th & 30th monthly @ 1800", UTZ, monthly("18:00", bymonthday=(15, 30)))
    say(kind, "MWF 08:00 weekly", LAX, weekly("8:00", MO, WE, FR))
    say(kind, "Mon..Fri *-*-* 22:00:00 Asia/Tokyo", NYC, weekly("22:00", *WORK), zone="Asia/Tokyo")
    say(kind, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0;BYSECOND=0;COUNT=4", SYD,
        weekly("9:00", MO, TH, start="2027-03-22", interval=2), count=4)  # fmt: skip
    ticks(kind, "@every 2h30m", TYO, 150)
    say(kind, "CRON_TZ=America/Chicago 0 22 * * 1-5", KOL, weekly("22:00", *WORK), zone="America/Chicago")
    say(kind, "0 9 1,15 * 1", MAD, monthly("9:00", bymonthday=(1, 15)), weekly("9:00", MO))
    say(kind, "last biz day, monthly, 16:30", SAO, monthly("16:30", byweekday=WORK, bysetpos=-1))
    say(kind, "Fri 23:00-01:00 q30m, weekly", CHI, weekly(span(30, "23:00", "25:00"), FR))
    say(kind, "weekdays every 20m 07:00-07:40, 17:00-17:40", NBO,
        weekly(f"{span(20, '7:00', '7:40')} {span(20, '17:00', '17:40')}", *WORK))  # fmt: skip
    once("tmrw 1400 ET", LON, "2027-01-14 14:00", zone="America/New_York")
    say(kind, "hourly :05/:35 wkdays 9-17", DUB, weekly(span(30, "9:05", "17:00"), *WORK))
    ticks(kind, "q4h x5", AKL, 240, count=5, aligned=True)
    ask("M/W/F @ 9", NYC)
    ask("every S 10:00", LON)
    no("*/75 * * * *", BER)


def spanish() -> None:
    say("es", "todos los lunes y miércoles a las 8:30 y los viernes a las 14:00, excepto el 30 de abril", MAD,
        weekly("8:30", MO, WE), weekly("14:00", FR), but=(day("2027-04-30"),))  # fmt: skip
    say("es", "cada media hora de 9:00 a 10:00, de lunes a viernes, hasta el 21 de abril", MAD,
        weekly(span(30, "9:00", "10:00"), *WORK), until="2027-04-21T23:59")  # fmt: skip
    say("es", "el primer lunes de cada mes a las 10 de la mañana, salvo en agosto", MAD,
        monthly("10:00", byweekday=MO(1)), but=(month(8),))  # fmt: skip
    say("es", "cada dos semanas, los jueves a las 19:00, a partir del 6 de mayo", MAD,
        weekly("19:00", TH, start="2027-05-06", interval=2))  # fmt: skip
    say("es", "el último día hábil de cada mes a las 17:00, hora de Nueva York", MAD,
        monthly("17:00", byweekday=WORK, bysetpos=-1), zone="America/New_York")  # fmt: skip


def german() -> None:
    say("de", "jeden Montag und Donnerstag um 8 Uhr, außer am 25. Februar, bis zum 8. März", BER,
        weekly("8:00", MO, TH), but=(day("2027-02-25"),), until="2027-03-08T23:59")  # fmt: skip
    say("de", "von Montag bis Freitag alle 20 Minuten zwischen 7 Uhr und 8 Uhr, ab dem 1. März", BER,
        weekly(span(20, "7:00", "8:00"), *WORK, start="2027-03-01"))  # fmt: skip
    say("de", "jeden ersten Dienstag im Monat um 14:30 Uhr, außer im April", BER, monthly("14:30", byweekday=TU(1)),
        but=(month(4),))  # fmt: skip
    say("de", "alle zwei Wochen mittwochs um 18 Uhr ab dem 3. März", BER,
        weekly("18:00", WE, start="2027-03-03", interval=2))  # fmt: skip
    say("de", "montags um 9 Uhr und freitags um halb drei nachmittags", BER, weekly("9:00", MO), weekly("14:30", FR))


def french() -> None:
    say("fr", "tous les mardis et jeudis à 9h30 sauf le 14 septembre", PAR, weekly("9:30", TU, TH),
        but=(day("2027-09-14"),))  # fmt: skip
    say("fr", "du lundi au vendredi, toutes les 15 minutes entre 12h et 13h", PAR,
        weekly(span(15, "12:00", "13:00"), *WORK))  # fmt: skip
    say("fr", "le dernier vendredi de chaque mois à 16h, sauf en décembre", PAR, monthly("16:00", byweekday=FR(-1)),
        but=(month(12),))  # fmt: skip
    say("fr", "une semaine sur deux, le mercredi à 10h, à partir du 15 septembre", PAR,
        weekly("10:00", WE, start="2027-09-15", interval=2))  # fmt: skip
    say("fr", "le 1er et le 15 de chaque mois à 8h et à 20h, jusqu'au 1er octobre", PAR,
        monthly("8:00 20:00", bymonthday=(1, 15)), until="2027-10-01T23:59")  # fmt: skip


def portuguese() -> None:
    say("pt", "toda segunda e quarta às 7h30, exceto no dia 18 de agosto", SAO, weekly("7:30", MO, WE),
        but=(day("2027-08-18"),))  # fmt: skip
    say("pt", "a cada 4 horas das 8h às 16h, de segunda a sexta, até 16 de agosto", SAO,
        weekly("8:00 12:00 16:00", *WORK), until="2027-08-16T23:59")  # fmt: skip
    say("pt", "na última sexta-feira de cada mês às 15h, menos em dezembro", SAO, monthly("15:00", byweekday=FR(-1)),
        but=(month(12),))  # fmt: skip
    say("pt", "a cada duas semanas, às terças, às 14h, a partir de 24 de agosto", SAO,
        weekly("14:00", TU, start="2027-08-24", interval=2))  # fmt: skip
    say("pt", "todos os dias às 6h e às 22h, menos aos domingos", SAO, weekly("6:00 22:00", *WORK, SA))


def italian() -> None:
    say("it", "ogni lunedì alle 9:00 e ogni giovedì alle 15:30, tranne il 29 ottobre", ROM, weekly("9:00", MO),
        weekly("15:30", TH), but=(day("2026-10-29"),))  # fmt: skip
    say("it", "dal lunedì al venerdì, ogni quarto d'ora dalle 8:00 alle 8:30, fino al 22 ottobre", ROM,
        weekly(span(15, "8:00", "8:30"), *WORK), until="2026-10-22T23:59")  # fmt: skip
    say("it", "il secondo martedì di ogni mese alle 18:00, tranne a dicembre", ROM, monthly("18:00", byweekday=TU(2)),
        but=(month(12),))  # fmt: skip
    say("it", "ogni due settimane di venerdì alle 11:30 a partire dal 6 novembre", ROM,
        weekly("11:30", FR, start="2026-11-06", interval=2))  # fmt: skip
    say("it", "l'ultimo giorno di ogni mese alle 23:00, ora di New York, per tre volte", ROM,
        monthly("23:00", bymonthday=-1), zone="America/New_York", count=3)  # fmt: skip


def dutch() -> None:
    say("nl", "elke dinsdag en vrijdag om 10:15, behalve op 11 december", AMS, weekly("10:15", TU, FR),
        but=(day("2026-12-11"),))  # fmt: skip
    say("nl", "op werkdagen elk half uur van 14:00 tot 14:30, tot en met 4 december", AMS,
        weekly("14:00 14:30", *WORK), until="2026-12-04T23:59")  # fmt: skip
    say("nl", "de eerste maandag van elke maand om 20:00, behalve in januari", AMS, monthly("20:00", byweekday=MO(1)),
        but=(month(1),))  # fmt: skip
    say("nl", "om de twee weken op woensdag om 16:30, vanaf 9 december", AMS,
        weekly("16:30", WE, start="2026-12-09", interval=2))  # fmt: skip
    say("nl", "elke dag om 7:00 en 19:00, maar niet in het weekend", AMS, weekly("7:00 19:00", *WORK))


def chinese() -> None:
    say("zh", "每周一、周三上午9点和周五下午3点,6月11日除外", SHA, weekly("9:00", MO, WE), weekly("15:00", FR),
        but=(day("2027-06-11"),))  # fmt: skip
    say("zh", "工作日上午9点到11点每30分钟一次,到6月9日为止", SHA, weekly(span(30, "9:00", "11:00"), *WORK),
        until="2027-06-09T23:59")  # fmt: skip
    say("zh", "每月第一个星期一上午10点,八月除外", SHA, monthly("10:00", byweekday=MO(1)), but=(month(8),))
    say("zh", "从6月15日起,每两周的星期二晚上8点", SHA, weekly("20:00", TU, start="2027-06-15", interval=2))
    say("zh", "每天早上7点半和晚上10点,周三除外,共5次", SHA, weekly("7:30 22:00", MO, TU, TH, FR, *WEEKEND), count=5)


def japanese() -> None:
    say("ja", "毎週月曜と木曜の午前9時、ただし6月14日を除く", TYO, weekly("9:00", MO, TH), but=(day("2027-06-14"),))
    say("ja", "平日の9時から11時まで30分ごと、6月11日まで", TYO, weekly(span(30, "9:00", "11:00"), *WORK),
        until="2027-06-11T23:59")  # fmt: skip
    say("ja", "毎月最終金曜日の17時、8月を除く", TYO, monthly("17:00", byweekday=FR(-1)), but=(month(8),))
    say("ja", "6月16日から隔週水曜日の午後2時半", TYO, weekly("14:30", WE, start="2027-06-16", interval=2))
    say("ja", "毎日7時と21時、土日は除く", TYO, weekly("7:00 21:00", *WORK))


def questions() -> None:
    ask("weekdays from 9 to 5 every hour until Dec 18, except Wednesdays", NYC)
    ask("Mondays at 8 and Thursdays at 4pm, starting in two weeks", LON)
    ask("the first and third Friday of the month at 2pm, unless it's a public holiday", BER)
    ask("every weekday at 6am EST until the end of August", CHI)
    ask("every 3rd Monday at 10am from September to November", SAO)
    ask("Fridays at midnight for 4 weeks", KOL)
    ask("Mon to Fri at 7:30am except 05/06/2027", MAD)
    ask("the first or second Monday of the month at 9am", UTZ)
    ask("biweekly on Mondays and Thursdays at noon until August 31", TYO)
    ask("every quarter at 9am, but not in July", MAD)
    ask("next Friday at 3pm and every two weeks after that", DEN)
    ask("tomorrow at 8am and 5pm Tokyo time", CHI)
    ask("every 15 minutes during business hours on weekdays until Friday", DUB)
    ask("Tuesdays and Thursdays in the evening, except the last Thursday of the month", AKL)
    ask("just once, on October 31 2027 at 1:15am Dublin time", DUB)


def refusals() -> None:
    no("weekends at 10am, except Saturdays and Sundays, starting March 1", BER)
    no("Mondays at 9am from May 4 to May 9, 2027", MAD)
    no("every evening at 7am, Monday to Thursday", LON)
    no("weekdays at noon, starting in three weeks, until tomorrow", SYD)
    no("Tuesday, March 3, 2027 at 9am", LAX)
    no("the 5th Monday of February 2027 at 9am", UTZ)
    no("Mon-Thu at 22:00 and 24:30", CHI)
    no("every year on February 30 and March 1 at 9am", KOL)
    no("weekdays at 9am and 1pm, except between 8am and 2pm", DEN)
    no("every weekday at 9am, on weekends only", AKL)
    no("the last Friday of the month at 3pm, until January 2, 2027", LON)
    no("daily at 8am from January 31 to February 31", HEL)
    no("Monday the 5th through Friday the 8th of April 2027, at 9am each day", SYD)
    no("this afternoon at 9:30am", AMS)
    no("the 366th day of 2027 at noon", NBO)


def check() -> None:
    """Weekday of every `now`, no phrase twice, and every run after now in ascending order."""
    seen = Counter(row.text.lower() for row in ROWS)
    assert max(seen.values()) == 1, seen.most_common(3)
    check_rows(ROWS)
    foreign = Counter(row.kind for row in ROWS if row.kind in LANGUAGES)
    assert foreign == dict.fromkeys(LANGUAGES, 5), foreign
    assert len(ROWS) == 160, len(ROWS)


def row_line(row: Row) -> str:
    now = row.spot.wall.replace(tzinfo=zone_of(row.spot.zone)).isoformat()
    lang: dict[str, Any] = {"lang": row.kind} if row.kind in LANGUAGES else {}
    entry = {"text": row.text, **lang, "timezone": row.spot.zone, "now": now, **row.gold}
    return json.dumps(entry, ensure_ascii=False)


GROUPS = (
    pairs, nth, weeks, marks, windows, counts, neighbours, ranges, terse, spanish, german, french, portuguese, italian,
    dutch, chinese, japanese, questions, refusals,
)  # fmt: skip


def build() -> list[Row]:
    ROWS.clear()
    for group in GROUPS:
        group()
    check()
    return list(ROWS)


if __name__ == "__main__":
    rows = build()
    OUT.write_text("".join(row_line(row) + "\n" for row in rows), encoding="utf-8")
    for kind, number in Counter(row.kind for row in rows).items():
        print(f"{number:4} {kind}")
    print(f"{len(rows):4} in all")
