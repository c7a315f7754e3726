"""One-time, bounded, machine-written, unclear and impossible phrases, written without a look at the reader.

Run as `python -m tests.language.sittings.single` to write `single.jsonl` beside this file. Days come from
python-dateutil in wall time, instants from the zone files of the `tzdata` package; the product is never imported.
Each line holds text, timezone, now, and either runs (UTC, at most six; fewer only when the schedule ends) with an
optional second accepted list `also`, or expect = "refuse" | "clarify".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise, takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

SHOWN = 6
OUT = Path(__file__).with_suffix(".jsonl")
MINUTE = timedelta(minutes=1)
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def zone_of(key: str) -> ZoneInfo:
    """The zone as the `tzdata` package has it, whatever the machine has installed."""
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key)


def wall_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def passes(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """UTC instants at which a clock in the zone shows the wall time: none in a gap, two in an overlap."""
    both = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in both if moment.astimezone(zone).replace(tzinfo=None) == wall)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """First pass of a repeated wall time, first instant after a skipped one."""
    while not (found := passes(wall, zone)):
        wall = wall.replace(second=0) + MINUTE
    return found[0]


@dataclass(frozen=True)
class Spot:
    """Where and when something is said; `now` is wall time, `day` the weekday it must be."""

    zone: str
    now: str
    day: str

    def moment(self) -> datetime:
        wall = wall_of(self.now)
        (found,) = passes(wall, zone_of(self.zone))
        assert wall.strftime("%a") == self.day, self
        return found.astimezone(zone_of(self.zone))


Gold = Callable[[Spot], Iterator[datetime]]


def walls(*texts: str, zone: str | None = None) -> Gold:
    """The wall times given, in the zone of the spot or the one the phrase names; none may be doubtful."""

    def gold(spot: Spot) -> Iterator[datetime]:
        for text in texts:
            (found,) = passes(wall_of(text), zone_of(zone or spot.zone))
            yield found

    return gold


def utc(*texts: str) -> Gold:
    return lambda _: (wall_of(text).replace(tzinfo=UTC) for text in texts)


def after(**length: float) -> Gold:
    """Elapsed time from now."""
    return lambda spot: iter([spot.moment().astimezone(UTC) + timedelta(**length)])


def spaced(n: int = SHOWN, start: str | None = None, *, zone: str | None = None, **step: float) -> Gold:
    """Elapsed steps: from one step after now, or with a first run at wall time `start`."""

    def gold(spot: Spot) -> Iterator[datetime]:
        length = timedelta(**step)
        first = instant(wall_of(start), zone_of(zone or spot.zone)) if start else spot.moment().astimezone(UTC) + length
        yield from (first + k * length for k in range(n))

    return gold


def ruled(
    freq: str,
    times: str,
    extra: str = "",
    *,
    start: str | None = None,
    until: str | None = None,
    n: int | None = None,
    zone: str | None = None,
) -> Gold:
    """A recurrence in wall time: `times` are HH:MM at one minute, or more hours of it; bounds are wall times.

    Without `start` the rule begins on the day of now; `n` counts runs after now.
    """

    def gold(spot: Spot) -> Iterator[datetime]:
        place = zone_of(zone or spot.zone)
        now = spot.moment()
        hours, _, minutes = times.partition(":")
        text = f"FREQ={freq};BYHOUR={hours};BYMINUTE={minutes};BYSECOND=0" + (f";{extra}" if extra else "")
        begin = wall_of(start) if start else now.astimezone(place).replace(hour=0, minute=0, tzinfo=None)
        last = wall_of(until) if until else datetime.max
        found = takewhile(lambda wall: wall <= last, rrulestr(text, dtstart=begin))
        later = (moment for moment in (instant(wall, place) for wall in found) if moment > now)
        yield from islice(later, n)

    return gold


def icalendar(text: str, zone: str = "UTC") -> Gold:
    """What dateutil makes of an RFC 5545 text once its zone marks are taken off; runs after now only."""

    def gold(spot: Spot) -> Iterator[datetime]:
        bare = text.replace(f";TZID={zone}", "").replace("Z\n", "\n").removesuffix("Z")
        moments = (instant(wall, zone_of(zone)) for wall in rrulestr(bare))
        yield from (moment for moment in moments if moment > spot.moment())

    return gold


UTC0 = Spot("UTC", "2026-06-01T00:30", "Mon")
NYC = Spot("America/New_York", "2026-07-09T14:20", "Thu")
DEN = Spot("America/Denver", "2026-06-30T18:45", "Tue")
TOK = Spot("Asia/Tokyo", "2026-08-21T21:15", "Fri")
SAO = Spot("America/Sao_Paulo", "2026-09-30T23:10", "Wed")
PAR = Spot("Europe/Paris", "2026-10-23T12:00", "Fri")
PAR_NIGHT = Spot("Europe/Paris", "2026-10-25T00:10", "Sun")
LON = Spot("Europe/London", "2026-11-18T10:05", "Wed")
LAG = Spot("Africa/Lagos", "2026-12-05T06:00", "Sat")
LAX = Spot("America/Los_Angeles", "2026-12-29T11:00", "Tue")
SYD = Spot("Australia/Sydney", "2027-01-16T16:40", "Sat")
BER = Spot("Europe/Berlin", "2027-02-08T08:30", "Mon")
CHI = Spot("America/Chicago", "2027-03-12T17:00", "Fri")
CHI_NIGHT = Spot("America/Chicago", "2027-03-13T23:00", "Sat")
KOL = Spot("Asia/Kolkata", "2027-04-04T09:45", "Sun")
AKL = Spot("Pacific/Auckland", "2027-05-20T07:55", "Thu")

Row = tuple[Spot, str, Gold] | tuple[Spot, str, Gold, Gold]

ONCE: list[Row] = [
    (NYC, "today at 6:30pm", walls("2026-07-09T18:30")),
    (NYC, "tonight at 11", walls("2026-07-09T23:00")),
    (NYC, "run the backup tonight 8:45", walls("2026-07-09T20:45")),
    (NYC, "tomorrow at noon please", walls("2026-07-10T12:00")),
    (NYC, "day after tomorrow at 7:15 am", walls("2026-07-11T07:15")),
    (NYC, "on saturday at 10am", walls("2026-07-11T10:00")),
    (NYC, "this Friday at 4pm", walls("2026-07-10T16:00")),
    (NYC, "next Wednesday at 9:30am", walls("2026-07-15T09:30")),
    (NYC, "Thursday at 3pm", walls("2026-07-09T15:00")),
    (NYC, "Thursday at 2pm", walls("2026-07-16T14:00")),
    (NYC, "at 2pm", walls("2026-07-10T14:00")),
    (NYC, "at 16:05", walls("2026-07-09T16:05")),
    (NYC, "5:30 p.m. please", walls("2026-07-09T17:30")),
    (NYC, "July 31st at 11:59pm", walls("2026-07-31T23:59")),
    (NYC, "the 4th of July at 9pm", walls("2027-07-04T21:00")),
    (NYC, "Sept 1 at 8am", walls("2026-09-01T08:00")),
    (NYC, "on the 8th at 5pm", walls("2026-08-08T17:00")),
    (NYC, "in 1h30m", after(minutes=90)),
    (NYC, "in an hour and a half", after(minutes=90)),
    (NYC, "45 min from now", after(minutes=45)),
    (NYC, "in half an hour", after(minutes=30)),
    (NYC, "in 90 seconds", after(seconds=90)),
    (NYC, "in two weeks at 10 am", walls("2026-07-23T10:00")),
    (NYC, "a week from Tuesday at 1pm", walls("2026-07-21T13:00")),
    (NYC, "two days from now at 8:20pm", walls("2026-07-11T20:20")),
    (NYC, "2026-07-20 at 4:45pm", walls("2026-07-20T16:45")),
    (NYC, "July 20, 2026 4:45 PM", walls("2026-07-20T16:45")),
    (NYC, "can you run it at 4:45 PM on 20 July 2026?", walls("2026-07-20T16:45")),
    (NYC, "Monday, July 13 at 9am", walls("2026-07-13T09:00")),
    (NYC, "7/25 at 6am", walls("2026-07-25T06:00")),
    (NYC, "25/7 at 6:15am", walls("2026-07-25T06:15")),
    (NYC, "10/31/2026 at 7:30pm", walls("2026-10-31T19:30")),
    (NYC, "on July 12 at 9am Tokyo time", walls("2026-07-12T09:00", zone="Asia/Tokyo")),
    (NYC, "August 3 at 10:00 UTC", walls("2026-08-03T10:00", zone="UTC")),
    (NYC, "2026-12-24 18:00 Europe/Madrid", walls("2026-12-24T18:00", zone="Europe/Madrid")),
    (NYC, "tomorrow at 8am Pacific time", walls("2026-07-10T08:00", zone="America/Los_Angeles")),
    (NYC, "December 1 at 9am EST", utc("2026-12-01T14:00")),
    (NYC, "7:30pm (America/Denver) on July 15", walls("2026-07-15T19:30", zone="America/Denver")),
    (NYC, "July 15 at 20:00 GMT+1", utc("2026-07-15T19:00")),
    (LON, "remind me tomorrow morning at 8", walls("2026-11-19T08:00")),
    (LON, "this afternoon at 3", walls("2026-11-18T15:00")),
    (LON, "this evening at 6:30", walls("2026-11-18T18:30")),
    (LON, "noon today", walls("2026-11-18T12:00")),
    (LON, "quarter to five this afternoon", walls("2026-11-18T16:45")),
    (LON, "half past seven tomorrow evening", walls("2026-11-19T19:30")),
    (LON, "Christmas Day at 9am", walls("2026-12-25T09:00")),
    (LON, "25 Dec at 7am", walls("2026-12-25T07:00")),
    (LON, "1 January 2027 at 00:05", walls("2027-01-01T00:05")),
    (LON, "on the 30th of November at 14:00", walls("2026-11-30T14:00")),
    (LON, "13/12/2026 at 10:30", walls("2026-12-13T10:30")),
    (LON, "2027-02-28 23:30", walls("2027-02-28T23:30")),
    (LON, "Sunday 22 November 2026 at 18:00", walls("2026-11-22T18:00")),
    (LON, "in ten minutes", after(minutes=10)),
    (LON, "in a fortnight at 9am", walls("2026-12-02T09:00")),
    (LON, "in 36 hours", after(hours=36)),
    (LON, "next Monday at 9am", walls("2026-11-23T09:00")),
    (LON, "next month on the 5th at 9am", walls("2026-12-05T09:00")),
    (LON, "the last day of this month at 5pm", walls("2026-11-30T17:00")),
    (LON, "first Monday of next month at 10am", walls("2026-12-07T10:00")),
    (LON, "the last Friday of this month at 4pm", walls("2026-11-27T16:00")),
    (LON, "Friday at 3pm New York time", walls("2026-11-20T15:00", zone="America/New_York")),
    (LON, "today at 17:00 Paris time", walls("2026-11-18T17:00", zone="Europe/Paris")),
    (LAX, "Jan 2 at 7am ET", walls("2027-01-02T07:00", zone="America/New_York")),
    (LAX, "tomorrow 6pm London time", walls("2026-12-30T18:00", zone="Europe/London")),
    (LAX, "January 1 at 12:01am", walls("2027-01-01T00:01")),
    (LAX, "Thursday at 11:45pm", walls("2026-12-31T23:45")),
    (LAX, "12/31 at 11:59 pm", walls("2026-12-31T23:59")),
    (LAX, "on the 1st at 12pm", walls("2027-01-01T12:00")),
    (LAX, "two weeks from Friday at 9am", walls("2027-01-15T09:00")),
    (KOL, "today at 18:00 Singapore time", walls("2027-04-04T18:00", zone="Asia/Singapore")),
    (KOL, "on 10 April at noon Sydney time", walls("2027-04-10T12:00", zone="Australia/Sydney")),
    (KOL, "tomorow at 7:10am", walls("2027-04-05T07:10")),
    (KOL, "on wendesday at 4pm", walls("2027-04-07T16:00")),
    (KOL, "15 April 2027, 18:30", walls("2027-04-15T18:30")),
    (KOL, "Apr 15 @ 6:30pm", walls("2027-04-15T18:30")),
    (KOL, "please run it on the fifteenth at half past six in the evening", walls("2027-04-15T18:30")),
    (KOL, "in 2 hours and 15 minutes", after(minutes=135)),
    (KOL, "in 2.5 hours", after(minutes=150)),
    (KOL, "delay 35m", after(minutes=35)),
    (SYD, "today at 6pm AEDT", utc("2027-01-16T07:00")),
    (SYD, "26 January 9am", walls("2027-01-26T09:00")),
    (SYD, "next Saturday at 8am", walls("2027-01-23T08:00")),
    (SYD, "this Sunday at 7am", walls("2027-01-17T07:00")),
    (SYD, "a week from today at noon", walls("2027-01-23T12:00")),
    (SYD, "a week from tomorrow at 3:15pm", walls("2027-01-24T15:15")),
    (SYD, "ten days from now at 6am", walls("2027-01-26T06:00")),
    (SYD, "six weeks from now", walls("2027-02-27T16:40")),
    (SYD, "in 2 months at 08:00", walls("2027-03-16T08:00")),
    (SYD, "in a year at 9am", walls("2028-01-16T09:00")),
    (SAO, "2 hours from now pls", after(hours=2)),
    (SAO, "tomorrow at 00:30", walls("2026-10-01T00:30")),
    (SAO, "at 23:05", walls("2026-10-01T23:05")),
    (SAO, "the day after tomorrow at 13:00", walls("2026-10-02T13:00")),
    (SAO, "on the 30th at 10pm", walls("2026-10-30T22:00")),
    (SAO, "on the 31st at 9am", walls("2026-10-31T09:00")),
    (SAO, "Feb 29 at 10am", walls("2028-02-29T10:00")),
    (DEN, "tonight at half past nine", walls("2026-06-30T21:30")),
    (DEN, "ten to eight tonight", walls("2026-06-30T19:50")),
    (DEN, "tomorrow at 5:00", walls("2026-07-01T05:00")),
    (DEN, "tomorrow at 0:15", walls("2026-07-01T00:15")),
    (DEN, "July 4 at 9 in the evening", walls("2026-07-04T21:00")),
    (LAG, "at 6:00", walls("2026-12-06T06:00")),
    (LAG, "a quarter past six in the morning today", walls("2026-12-05T06:15")),
    (AKL, "Friday at 9am Auckland time", walls("2027-05-21T09:00")),
    (AKL, "thx, run it once on 1 June at 6:05", walls("2027-06-01T06:05")),
    (UTC0, "this coming Saturday at noon", walls("2026-06-06T12:00")),
    (CHI, "Sunday at 3:30am", walls("2027-03-14T03:30")),
    (CHI, "in 2 days at 9am", walls("2027-03-14T09:00")),
    (CHI, "in 48 hours", after(hours=48)),
    (CHI, "in 3 days", walls("2027-03-15T17:00")),
    (PAR, "Sunday at 1:30am", walls("2026-10-25T01:30")),
    (PAR, "in two days", walls("2026-10-25T12:00")),
]

WORK = "BYDAY=MO,TU,WE,TH,FR"

BOUNDED: list[Row] = [
    (UTC0, "every day at 6am until June 4", ruled("DAILY", "6:0", until="2026-06-04T23:59")),
    (UTC0, "every day at 6am before June 4", ruled("DAILY", "6:0", until="2026-06-03T23:59")),
    (UTC0, "every day at 6am through Friday", ruled("DAILY", "6:0", until="2026-06-05T23:59")),
    (UTC0, "daily at 22:00 for 3 days", ruled("DAILY", "22:0", n=3)),
    (UTC0, "weekdays at noon this week", ruled("DAILY", "12:0", WORK, until="2026-06-07T23:59")),
    (
        UTC0,
        "every Tuesday and Thursday at 9:15am in June 2026",
        ruled("WEEKLY", "9:15", "BYDAY=TU,TH", until="2026-06-30T23:59"),
    ),
    (
        UTC0,
        "every Saturday at 10am in July 2026",
        ruled("WEEKLY", "10:0", "BYDAY=SA", start="2026-07-01T00:00", until="2026-07-31T23:59"),
    ),
    (UTC0, "the next 3 Fridays at 5pm", ruled("WEEKLY", "17:0", "BYDAY=FR", n=3)),
    (UTC0, "every 6 hours starting at 03:00, 5 times", spaced(5, "2026-06-01T03:00", hours=6)),
    (UTC0, "every hour from 2pm to 4pm today", walls("2026-06-01T14:00", "2026-06-01T15:00", "2026-06-01T16:00")),
    (UTC0, "every 30 minutes between 13:00 and 15:00 today", spaced(5, "2026-06-01T13:00", minutes=30)),
    (UTC0, "once a day at 7pm, 4 runs", ruled("DAILY", "19:0", n=4)),
    (
        UTC0,
        "every other Wednesday at 3pm until the end of July",
        ruled("WEEKLY", "15:0", "INTERVAL=2;BYDAY=WE", start="2026-06-03T00:00", until="2026-07-31T23:59"),
    ),
    (
        UTC0,
        "every 3 days at 10:00 from June 10 through June 20",
        ruled("DAILY", "10:0", "INTERVAL=3", start="2026-06-10T00:00", until="2026-06-20T23:59"),
    ),
    (
        UTC0,
        "every Friday at noon starting July 1",
        ruled("WEEKLY", "12:0", "BYDAY=FR", start="2026-07-01T00:00"),
    ),
    (
        UTC0,
        "starting June 15, every 2 weeks on Monday at 10am",
        ruled("WEEKLY", "10:0", "INTERVAL=2;BYDAY=MO", start="2026-06-15T00:00"),
    ),
    (UTC0, "every hour at :30 until 4am", walls("2026-06-01T01:30", "2026-06-01T02:30", "2026-06-01T03:30")),
    (
        UTC0,
        "daily at 9am from tomorrow until Sunday",
        ruled("DAILY", "9:0", start="2026-06-02T00:00", until="2026-06-07T23:59"),
    ),
    (UTC0, "each day at 18:00 until 2026-06-03T18:00Z", ruled("DAILY", "18:0", until="2026-06-03T18:00")),
    (UTC0, "every day at 5am ending on June 3", ruled("DAILY", "5:0", until="2026-06-03T23:59")),
    (UTC0, "every Monday at 9am for 6 weeks", ruled("WEEKLY", "9:0", "BYDAY=MO", n=6)),
    (UTC0, "every Wednesday at 08:00 for a month", ruled("WEEKLY", "8:0", "BYDAY=WE", n=4)),
    (UTC0, "every 12 hours, 4 times", spaced(4, hours=12), spaced(4, "2026-06-01T12:00", hours=12)),
    (UTC0, "every 45 minutes, 3 times", spaced(3, minutes=45)),
    (UTC0, "5 times, every 10 minutes", spaced(5, minutes=10)),
    (
        UTC0,
        "on the 1st of each month at 09:00 until the end of the year",
        ruled("MONTHLY", "9:0", "BYMONTHDAY=1", until="2026-12-31T23:59"),
    ),
    (UTC0, "monthly on the 15th at 8am, 3 times", ruled("MONTHLY", "8:0", "BYMONTHDAY=15", n=3)),
    (
        UTC0,
        "every day at noon except Sunday until June 9",
        ruled("DAILY", "12:0", "BYDAY=MO,TU,WE,TH,FR,SA", until="2026-06-09T23:59"),
    ),
    (
        UTC0,
        "every weekday at 07:45 from 8 June to 12 June",
        ruled("DAILY", "7:45", WORK, start="2026-06-08T00:00", until="2026-06-12T23:59"),
    ),
    (NYC, "every day at 9pm until next Wednesday", ruled("DAILY", "21:0", until="2026-07-15T23:59")),
    (
        NYC,
        "every weekday at 8:30am till the end of the month",
        ruled("DAILY", "8:30", WORK, until="2026-07-31T23:59"),
    ),
    (
        NYC,
        "every Friday at 4:30pm through August 2026",
        ruled("WEEKLY", "16:30", "BYDAY=FR", until="2026-08-31T23:59"),
    ),
    (NYC, "this Saturday and Sunday at 10am", walls("2026-07-11T10:00", "2026-07-12T10:00")),
    (NYC, "today and tomorrow at 8pm", walls("2026-07-09T20:00", "2026-07-10T20:00")),
    (NYC, "July 14, 16 and 21 at 3pm", walls("2026-07-14T15:00", "2026-07-16T15:00", "2026-07-21T15:00")),
    (NYC, "tomorrow at 9am and 3pm", walls("2026-07-10T09:00", "2026-07-10T15:00")),
    (NYC, "every day this week at 5:15pm", ruled("DAILY", "17:15", until="2026-07-12T23:59")),
    (
        NYC,
        "every day next week at 7am",
        ruled("DAILY", "7:0", start="2026-07-13T00:00", until="2026-07-19T23:59"),
    ),
    (
        NYC,
        "every 2 hours until 8pm",
        spaced(2, hours=2),
        walls("2026-07-09T16:00", "2026-07-09T18:00", "2026-07-09T20:00"),
    ),
    (NYC, "every 15 minutes from 3pm to 4pm tomorrow", spaced(5, "2026-07-10T15:00", minutes=15)),
    (NYC, "every day at 8am for the next 4 days", ruled("DAILY", "8:0", n=4)),
    (NYC, "starting Monday, every day at 6am, 3 times", ruled("DAILY", "6:0", start="2026-07-13T00:00", n=3)),
    (NYC, "from Aug 1, each Saturday at 9am", ruled("WEEKLY", "9:0", "BYDAY=SA", start="2026-08-01T00:00")),
    (
        NYC,
        "every Tuesday at 2pm from September 1 to September 30, 2026",
        ruled("WEEKLY", "14:0", "BYDAY=TU", start="2026-09-01T00:00", until="2026-09-30T23:59"),
    ),
    (
        NYC,
        "every day at 12:30pm between July 20 and July 23",
        ruled("DAILY", "12:30", start="2026-07-20T00:00", until="2026-07-23T23:59"),
    ),
    (
        NYC,
        "every Wednesday at 9am beginning next month",
        ruled("WEEKLY", "9:0", "BYDAY=WE", start="2026-08-01T00:00"),
    ),
    (NYC, "every weekday at 10am until 7/17", ruled("DAILY", "10:0", WORK, until="2026-07-17T23:59")),
    (LON, "every day at 11:00 up to and including Saturday", ruled("DAILY", "11:0", until="2026-11-21T23:59")),
    (
        LON,
        "every Thursday at 09:00 until 17 December",
        ruled("WEEKLY", "9:0", "BYDAY=TH", until="2026-12-17T23:59"),
    ),
    (
        LON,
        "every Thursday at 09:00 before 17 December",
        ruled("WEEKLY", "9:0", "BYDAY=TH", until="2026-12-16T23:59"),
    ),
    (
        LON,
        "every weekday at 9am in December 2026",
        ruled("DAILY", "9:0", WORK, start="2026-12-01T00:00", until="2026-12-31T23:59"),
    ),
    (
        LON,
        "mondays 8am from 30 nov, 5 times",
        ruled("WEEKLY", "8:0", "BYDAY=MO", start="2026-11-30T00:00", n=5),
    ),
    (LON, "the next two Sundays at 6pm", ruled("WEEKLY", "18:0", "BYDAY=SU", n=2)),
    (
        LON,
        "every 3 weeks on Friday at 2pm starting 4 December, 4 runs",
        ruled("WEEKLY", "14:0", "INTERVAL=3;BYDAY=FR", start="2026-12-04T00:00", n=4),
    ),
    (
        LON,
        "last day of every month at 18:00 until the end of March 2027",
        ruled("MONTHLY", "18:0", "BYMONTHDAY=-1", until="2027-03-31T23:59"),
    ),
    (
        BER,
        "every Monday at 10:00 until 15 March 2027",
        ruled("WEEKLY", "10:0", "BYDAY=MO", until="2027-03-15T23:59"),
    ),
    (
        BER,
        "daily at 02:30 from 27 March 2027 to 30 March 2027",
        ruled("DAILY", "2:30", start="2027-03-27T00:00", until="2027-03-30T23:59"),
    ),
    (BER, "every weekday at 17:00 this week", ruled("DAILY", "17:0", WORK, until="2027-02-14T23:59")),
    (
        BER,
        "every weekday at 17:00 next week",
        ruled("DAILY", "17:0", WORK, start="2027-02-15T00:00", until="2027-02-21T23:59"),
    ),
    (BER, "on 12, 13 and 14 February at 9:00", walls("2027-02-12T09:00", "2027-02-13T09:00", "2027-02-14T09:00")),
    (BER, "every 2 days at 21:00, 3 times", ruled("DAILY", "21:0", "INTERVAL=2", n=3)),
    (
        BER,
        "every 2 days at 21:00 starting tomorrow, 3 times",
        ruled("DAILY", "21:0", "INTERVAL=2", start="2027-02-09T00:00", n=3),
    ),
    (BER, "starting Wednesday, daily at 7:20", ruled("DAILY", "7:20", start="2027-02-10T00:00")),
    (
        BER,
        "every day in March 2027 at 12:00",
        ruled("DAILY", "12:0", start="2027-03-01T00:00", until="2027-03-31T23:59"),
    ),
    (TOK, "every night at 10:30pm until Sunday", ruled("DAILY", "22:30", until="2026-08-23T23:59")),
    (
        TOK,
        "every hour on the hour until midnight",
        walls("2026-08-21T22:00", "2026-08-21T23:00", "2026-08-22T00:00"),
    ),
    (
        TOK,
        "every 10 minutes, 3 times only",
        spaced(3, minutes=10),
        spaced(3, "2026-08-21T21:20", minutes=10),
    ),
    (
        TOK,
        "every Saturday at 8am this September",
        ruled("WEEKLY", "8:0", "BYDAY=SA", start="2026-09-01T00:00", until="2026-09-30T23:59"),
    ),
    (TOK, "the next 2 Mondays at 9am", ruled("WEEKLY", "9:0", "BYDAY=MO", n=2)),
    (
        TOK,
        "every weekday at 6:45am from August 31 until September 4",
        ruled("DAILY", "6:45", WORK, start="2026-08-31T00:00", until="2026-09-04T23:59"),
    ),
    (DEN, "the next 4 weekdays at 8am", ruled("DAILY", "8:0", WORK, n=4)),
    (PAR, "every day at 2:30am until October 27", ruled("DAILY", "2:30", until="2026-10-27T23:59")),
    (PAR, "every 6 hours, 5 times", spaced(5, hours=6)),
    (CHI, "daily at 2:15am, 4 times", ruled("DAILY", "2:15", n=4)),
]

WEDNESDAYS = "DTSTART;TZID=America/Los_Angeles:20260610T080000\nRRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=4"
LAST_WORKDAY = "DTSTART:20260630T120000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20261231T235959Z"
WITH_A_HOLE = "DTSTART:20260602T070000Z\nRRULE:FREQ=DAILY;COUNT=5\nEXDATE:20260604T070000Z"
TWICE_AN_HOUR = "DTSTART;TZID=Europe/Paris:20261024T023000\nRRULE:FREQ=DAILY;COUNT=3"
WEEK_PAIRS = "DTSTART:20260607T100000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE;WKST=MO;COUNT=4"
FOUR_DAYS = "DTSTART:20260603T090000Z\nRRULE:FREQ=DAILY;UNTIL=20260606T090000Z"
OLD_PHASE = "DTSTART:20260501T060000Z\nRRULE:FREQ=DAILY;INTERVAL=3"
HALF_SPENT = "DTSTART:20260530T080000Z\nRRULE:FREQ=DAILY;COUNT=4"

MACHINE: list[Row] = [
    (UTC0, "*/20 * * * *", spaced(start="2026-06-01T00:40", minutes=20)),
    (UTC0, "30 6 * * 1,3,5", ruled("DAILY", "6:30", "BYDAY=MO,WE,FR")),
    (UTC0, "0 0 1 1,7 *", ruled("YEARLY", "0:0", "BYMONTH=1,7;BYMONTHDAY=1")),
    (
        UTC0,
        "0 12 13 * 5",
        walls(*(f"2026-{day}T12:00" for day in ("06-05", "06-12", "06-13", "06-19", "06-26", "07-03"))),
    ),
    (UTC0, "0 9 * * 7", ruled("WEEKLY", "9:0", "BYDAY=SU")),
    (UTC0, "0 9 * * 0", ruled("WEEKLY", "9:0", "BYDAY=SU")),
    (UTC0, "15 14 1 * *", ruled("MONTHLY", "14:15", "BYMONTHDAY=1")),
    (UTC0, "0 9-17/4 * * 1-5", ruled("DAILY", "9,13,17:0", WORK)),
    (UTC0, "0 30 7 * * MON-FRI", ruled("DAILY", "7:30", WORK)),
    (UTC0, "15 0 12 * * *", spaced(start="2026-06-01T12:00:15", days=1)),
    (UTC0, "*/30 * * * * *", spaced(seconds=30)),
    (UTC0, "0 0 8 ? * TUE", ruled("WEEKLY", "8:0", "BYDAY=TU")),
    (UTC0, "quartz 0 30 18 ? * 6", ruled("WEEKLY", "18:30", "BYDAY=FR")),
    (UTC0, "quartz 0 0 12 ? * 2#1", ruled("MONTHLY", "12:0", "BYDAY=1MO")),
    (UTC0, "quartz 0 15 23 L * ?", ruled("MONTHLY", "23:15", "BYMONTHDAY=-1")),
    (UTC0, "quartz 0 0 6 ? * 6L", ruled("MONTHLY", "6:0", "BYDAY=-1FR")),
    (
        UTC0,
        "quartz 0 0 10 15W * ?",
        walls(*(f"2026-{day}T10:00" for day in ("06-15", "07-15", "08-14", "09-15", "10-15", "11-16"))),
    ),
    (UTC0, "please use `0 7 * * 2` in Europe/Lisbon", ruled("WEEKLY", "7:0", "BYDAY=TU", zone="Europe/Lisbon")),
    (NYC, "run it on cron 45 23 * * SUN", ruled("WEEKLY", "23:45", "BYDAY=SU")),
    (TOK, "`*/10 8-9 * * *`", ruled("DAILY", "8,9:0,10,20,30,40,50")),
    (LON, "here's the cron: 0 4 * * 6", ruled("WEEKLY", "4:0", "BYDAY=SA")),
    (LON, "TZ=Asia/Tokyo 0 9 * * *", ruled("DAILY", "9:0", zone="Asia/Tokyo")),
    (CHI, "30 2 * * *", ruled("DAILY", "2:30")),
    (CHI_NIGHT, "30 * * * *", spaced(start="2027-03-13T23:30", hours=1)),
    (
        CHI_NIGHT,
        "0 */2 * * *",
        utc(*(f"2027-03-14T{hour}:00" for hour in ("06", "09", "11", "13", "15", "17"))),
    ),
    (
        PAR_NIGHT,
        "15 */2 * * *",
        utc(
            "2026-10-24T22:15",
            "2026-10-25T00:15",
            "2026-10-25T01:15",
            "2026-10-25T03:15",
            "2026-10-25T05:15",
            "2026-10-25T07:15",
        ),
    ),
    (PAR_NIGHT, "45 * * * *", spaced(start="2026-10-25T00:45", hours=1)),
    (NYC, "@daily", ruled("DAILY", "0:0")),
    (KOL, "@hourly", spaced(start="2027-04-04T10:00", hours=1)),
    (NYC, "@weekly", ruled("WEEKLY", "0:0", "BYDAY=SU")),
    (LON, "@monthly", ruled("MONTHLY", "0:0", "BYMONTHDAY=1")),
    (AKL, "@yearly", ruled("YEARLY", "0:0", "BYMONTH=1;BYMONTHDAY=1")),
    (UTC0, "@every 2h15m", spaced(minutes=135)),
    (UTC0, "@every 90s", spaced(seconds=90)),
    (SAO, "@at 2026-10-03T04:05:06Z", utc("2026-10-03T04:05:06")),
    (SAO, "@at 2026-10-03T04:05:06+02:00", utc("2026-10-03T02:05:06")),
    (UTC0, "cron(0 10 * * ? *)", ruled("DAILY", "10:0")),
    (UTC0, "cron(15 8 ? * 2-6 *)", ruled("DAILY", "8:15", WORK)),
    (UTC0, "cron(0 18 ? * 6#2 *)", ruled("MONTHLY", "18:0", "BYDAY=2FR")),
    (UTC0, "cron(0 0 L * ? *)", ruled("MONTHLY", "0:0", "BYMONTHDAY=-1")),
    (UTC0, "cron(30 7 1 7 ? 2026)", walls("2026-07-01T07:30")),
    (UTC0, "rate(15 minutes)", spaced(minutes=15)),
    (KOL, "rate(7 days)", spaced(days=7)),
    (DEN, "at(2026-07-10T09:30:00)", walls("2026-07-10T09:30")),
    (UTC0, WEDNESDAYS, icalendar(WEDNESDAYS, "America/Los_Angeles")),
    (UTC0, LAST_WORKDAY, icalendar(LAST_WORKDAY)),
    (UTC0, WITH_A_HOLE, icalendar(WITH_A_HOLE)),
    (UTC0, TWICE_AN_HOUR, icalendar(TWICE_AN_HOUR, "Europe/Paris")),
    (UTC0, WEEK_PAIRS, icalendar(WEEK_PAIRS)),
    (UTC0, FOUR_DAYS, icalendar(FOUR_DAYS)),
    (UTC0, OLD_PHASE, icalendar(OLD_PHASE)),
    (UTC0, HALF_SPENT, icalendar(HALF_SPENT)),
    (BER, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=9;BYMINUTE=0;BYSECOND=0", ruled("WEEKLY", "9:0", "BYDAY=TU,TH")),
    (
        LON,
        "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=17;BYMINUTE=30;BYSECOND=0",
        ruled("MONTHLY", "17:30", "BYMONTHDAY=-1"),
    ),
    (TOK, "2026-09-15T12:00Z", utc("2026-09-15T12:00")),
    (TOK, "20260915T120000Z", utc("2026-09-15T12:00")),
    (TOK, "2026-09-15T12:00:00-04:00", utc("2026-09-15T16:00")),
    (TOK, "2026-09-15T12:00", walls("2026-09-15T12:00")),
    (TOK, "20260915T1200", walls("2026-09-15T12:00")),
    (NYC, "2026-09-01T08:00:00+05:30", utc("2026-09-01T02:30")),
    (UTC0, "R4/2026-06-02T00:00:00Z/PT8H", spaced(4, "2026-06-02T00:00", hours=8)),
    (UTC0, "R2/2026-06-05T10:00:00+02:00/P1W", utc("2026-06-05T08:00", "2026-06-12T08:00")),
    (UTC0, "R/2026-06-10T00:00:00Z/P1M", ruled("MONTHLY", "0:0", "BYMONTHDAY=10")),
    (UTC0, "R5/2026-05-31T00:00:00Z/P1D", utc("2026-06-02T00:00", "2026-06-03T00:00", "2026-06-04T00:00")),
    (UTC0, "Tue,Thu *-*-* 14:30:00", ruled("WEEKLY", "14:30", "BYDAY=TU,TH")),
    (UTC0, "Sat *-*-1..7 18:00:00", ruled("MONTHLY", "18:0", "BYDAY=1SA")),
    (NYC, "*-*-01 00:00:00", ruled("MONTHLY", "0:0", "BYMONTHDAY=1")),
    (UTC0, "*-01,07-01 06:00", ruled("YEARLY", "6:0", "BYMONTH=1,7;BYMONTHDAY=1")),
    (UTC0, "Mon *-*-* 08:00:00 Europe/Berlin", ruled("WEEKLY", "8:0", "BYDAY=MO", zone="Europe/Berlin")),
    (SAO, "OnCalendar=*-*-* 04:15:00", ruled("DAILY", "4:15")),
    (UTC0, "every monday 09:00", ruled("WEEKLY", "9:0", "BYDAY=MO")),
    (UTC0, "2nd friday of month 10:30", ruled("MONTHLY", "10:30", "BYDAY=2FR")),
    (UTC0, "1st,3rd tuesday of month 07:00", ruled("MONTHLY", "7:0", "BYDAY=1TU,3TU")),
    (UTC0, "third mon,wed of sep 06:00", ruled("MONTHLY", "6:0", "BYMONTH=9;BYDAY=3MO,3WE")),
    (UTC0, "1 of jan,april,july,oct 00:00", ruled("YEARLY", "0:0", "BYMONTH=1,4,7,10;BYMONTHDAY=1")),
    (UTC0, "every 5 minutes from 10:00 to 14:00", spaced(start="2026-06-01T10:00", minutes=5)),
    (
        NYC,
        "first mon,fri of sep,oct 17:00",
        ruled("MONTHLY", "17:0", "BYMONTH=9,10;BYDAY=1MO,1FR"),
    ),
]

CLARIFY: dict[Spot, tuple[str, ...]] = {
    LON: (
        "every weekday",
        "tomorrow",
        "on Friday",
        "on the 15th",
        "next month on the 3rd",
        "December 5th",
        "2026-12-05",
        "the first of every month",
        "every day at 7",
        "tomorrow at 6",
        "weekdays at 8 and 4",
        "at 5 on Friday",
        "every day at 12",
        "at 12 o'clock tomorrow",
        "every morning",
        "tomorrow evening",
        "Friday afternoon",
        "end of day tomorrow",
        "end of the week at 4pm",
        "next Thursday at 9am",
        "next Saturday at noon",
        "next weekend at 10am",
        "every Friday at 4pm Birmingham time",
        "tomorrow at midnight",
        "every munday at 9am",
        "juny 20 at 9am",
    ),
    NYC: (
        "tonight",
        "in 3 days at 9",
        "July 20 at 3",
        "every hour during business hours",
        "every month at 9:00",
        "every week at 8am",
        "every quarter at noon",
        "once a month at 7am",
        "three times a week at 9am",
        "twice a month at 9am",
        "twice a day",
        "biweekly on Mon and Wed at 9am",
        "every 2nd Thursday at 4pm",
        "every fourth Monday at 9am",
        "every second workday at 6pm",
        "every day at 8am CST",
        "every weekday at 9:30 EST",
        "daily at 6pm PST",
        "tomorrow at 9am IST",
        "weekdays at 8am Portland time",
        "tomorrow at 10am Sydney time",
        "today at 8am Tokyo time",
        "Saturday at midnight",
        "Saturday or Sunday at 10am",
        "at 9am or 10am tomorrow",
        "between 9am and 5pm on weekdays",
        "every sonday at 8:15am",
    ),
    BER: (
        "every Monday at 10:00 CET",
        "04/05/2027 at 10am",
        "on 6/7 at noon",
        "every day at 9am until 8/9",
        "weekdays at 9am except public holidays",
        "every business day at 8am, skipping bank holidays",
        "every Monday or Tuesday at 9am",
        "from 8am to noon every day",
        "PT2H",
        "P1D",
        "every other Monday",
        "biannually on July 1 at 9am",
        "a couple of times a week",
        "every night",
        "every day at 8 o'clock",
    ),
    UTC0: (
        "next Sunday at 8pm",
        "0 0 8 ? * 2",
        "0 15 10 ? * 2-6",
        "0 30 17 ? * 1",
        "every 20 minutes from 8 to 11",
    ),
    SAO: ("tomorrow at 15:00 UTC",),
    CHI: ("Sunday at 2:30am", "on March 14 at 02:10", "March 14, 2027 2:59 am"),
    PAR: ("Sunday at 2:30am", "October 25 at 02:15"),
}

REFUSE: dict[Spot, tuple[str, ...]] = {
    NYC: (
        "tomorrow at 26:30",
        "every day at 9:75am",
        "on the 35th at 3pm",
        "yesterday at 5pm",
        "two hours ago",
        "March 3, 2025 at 8am",
        "Monday, July 14, 2026 at 9am",
        "tomorrow at 14:30am",
        "tomorrow at 18:00 in the morning",
        "every -10 minutes",
        "in -3 hours",
        "every day at 9am, 0 times",
        "every day at 8am from 2026-07-20 to 2026-07-11",
        "every Saturday at 10am but not on weekends",
        "purple monkey dishwasher at 9am",
        "every day at 9am Narnia time",
        "tomorrow at 9am if it rains",
        "every day at 8am unless the build fails",
        "when the file changes",
        "as soon as the export finishes",
        "every Monday at 9am if the market is open",
        "in 10 minutes unless Bob says no",
        "every full moon at 9pm",
        "every day at 9am but stop when sales drop",
        "every 5 blorps",
        "cancel the daily report",
        "what time is it in Tokyo?",
        "every hour at :75",
        "the next 0 Fridays at 5pm",
        "daily at 9am starting tomorrow until today",
        "every day at 9am, no actually never",
        "every weekday at 7am once the backup is done",
    ),
    BER: (
        "June 31 at noon",
        "Feb 29 2027 at 10am",
        "Friday 25 December 2027 at 9am",
        "the 5th Monday of February 2027 at 9am",
        "day 0 of every month at 9am",
        "every weekday at 9am except Monday to Friday",
        "каждый понедельник в 9:00",
        "co drugi wtorek o 10:00",
        "her gün saat 9:00'da",
        "tomorrow at 9am Mars/Olympus",
        "daily at 8am Europe/Atlantis",
        "lorem ipsum dolor",
        "every Florpday at 9am",
        "every 0 hours",
    ),
    UTC0: (
        "1999-12-31T23:59:59Z",
        "2026-05-31T10:00",
        "2026-13-01T09:00:00Z",
        "2026-06-15T25:00:00Z",
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
        "60 * * * *",
        "* 24 * * *",
        "0 9 * * 8",
        "0 9 0 * *",
        "0 9 * 13 *",
        "0 9 * *",
        "cron(0 10 * * * *)",
        "cron(0 0 31 2 ? *)",
        "rate(-5 minutes)",
        "rate(5 fortnights)",
        "at(2027-02-30T00:00:00)",
        "at(2020-05-05T00:00:00)",
        "@every -1h",
        "@every 0s",
        "@fortnightly",
        "@at 2020-02-02T00:00:00Z",
        "quartz 0 0 25 ? * MON",
        "R3/2026-06-02T00:00:00Z/PT0S",
        "DTSTART:20260602T090000Z\nRRULE:FREQ=DAILY;COUNT=0",
        "RRULE:FREQ=DAILY;BYHOUR=25;BYMINUTE=0",
        "RRULE:FREQ=WEEKLY;BYDAY=XX;BYHOUR=9",
        "DTSTART:20250101T090000Z\nRRULE:FREQ=DAILY;COUNT=3",
        "CRON_TZ=Moon/Base 0 9 * * *",
        "Mon *-*-* 26:00:00",
    ),
    LAG: ("today at 5:59am", "every Tuesday at 9am until last month"),
    DEN: ("last Monday at 9am", "this morning at 10:30"),
}


def checked(text: str, moments: list[datetime], now: datetime) -> list[str]:
    """The instants as text; they must rise, and lie after now."""
    assert moments, text
    assert moments[0] > now, (text, moments)
    assert all(one < two for one, two in pairwise(moments)), (text, moments)
    return [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in moments]


def check_weekday(spot: Spot, text: str, moments: list[datetime]) -> None:
    """A weekday named in a one-time phrase is the local weekday of its run."""
    named = [name for name in NAMES if name in text.lower()]
    if named and "time" not in text:
        assert [NAMES[moment.astimezone(zone_of(spot.zone)).weekday()] for moment in moments] == named, text


def line(spot: Spot, text: str, **gold: Any) -> dict[str, Any]:
    return {"text": text, "timezone": spot.zone, "now": spot.moment().isoformat(), **gold}


def with_runs(rows: list[Row], *, once: bool) -> Iterator[dict[str, Any]]:
    for spot, text, *golds in rows:
        lists = [list(islice(gold(spot), SHOWN)) for gold in golds]
        if once:
            assert len(lists[0]) == 1, text
            check_weekday(spot, text, lists[0])
        runs, *also = [checked(text, moments, spot.moment()) for moments in lists]
        yield line(spot, text, runs=runs, **({"also": also[0]} if also else {}))


def without_runs(table: dict[Spot, tuple[str, ...]], expect: str) -> Iterator[dict[str, Any]]:
    for spot, texts in table.items():
        yield from (line(spot, text, expect=expect) for text in texts)


def kinds() -> dict[str, list[dict[str, Any]]]:
    return {
        "once": list(with_runs(ONCE, once=True)),
        "bounded": list(with_runs(BOUNDED, once=False)),
        "machine": list(with_runs(MACHINE, once=False)),
        "clarify": list(without_runs(CLARIFY, "clarify")),
        "refuse": list(without_runs(REFUSE, "refuse")),
    }


def main() -> None:
    found = kinds()
    lines = [one for group in found.values() for one in group]
    twice = [key for key, n in Counter((one["text"], one["now"]) for one in lines).items() if n > 1]
    assert not twice, twice
    OUT.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    print({kind: len(group) for kind, group in found.items()}, len(lines))


if __name__ == "__main__":
    main()
