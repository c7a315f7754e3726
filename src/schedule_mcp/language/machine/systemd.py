"""systemd's OnCalendar and App Engine's cron.yaml lines."""

from __future__ import annotations

import re
from datetime import date

from schedule_mcp.errors import InvalidExpression
from schedule_mcp.language.machine.common import Context, checked, missing_times, read_epoch, zone_named
from schedule_mcp.language.reading import Reading
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.model import (
    EVERY_DAY,
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Clock,
    Days,
    Months,
    Nth,
    Rule,
    Weekdays,
)

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_PART = r"[\d*/.,]+"
_ON_CALENDAR = re.compile(
    rf"(?:(?P<days>{_DAY}(?:(?:\.\.|-|,){_DAY})*),?(?:\s+|$))?"
    rf"(?:(?P<date>(?:{_PART}-)?{_PART}[-~]{_PART})(?:\s+|$))?"
    rf"(?:(?P<time>{_PART}:{_PART}(?::{_PART})?)(?:\s+|$))?"
    r"(?P<zone>[A-Za-z][\w+/-]*)?",
    re.I | re.ASCII,
)
_TWICE_A_YEAR = "*-01,07-01 00:00:00"
_WORDS = {
    "minutely": "*-*-* *:*:00",
    "hourly": "*-*-* *:00:00",
    "daily": "*-*-* 00:00:00",
    "weekly": "Mon *-*-* 00:00:00",
    "monthly": "*-*-01 00:00:00",
    "quarterly": "*-01,04,07,10-01 00:00:00",
    "semiannually": _TWICE_A_YEAR,
    "semi-annually": _TWICE_A_YEAR,
    "biannually": _TWICE_A_YEAR,
    "bi-annually": _TWICE_A_YEAR,
    "yearly": "*-01-01 00:00:00",
    "annually": "*-01-01 00:00:00",
}
_PREFIX = re.compile(r"OnCalendar\s*=\s*", re.I)
_EPOCH = re.compile(r"@\d+", re.ASCII)
_ITEM = re.compile(r"(\d{1,4})(?:\.\.(\d{1,4}))?(?:/(\d{1,4}))?", re.ASCII)
_YEARS = range(1970, 2200)
"""What systemd takes for a year; two digits are 1970 to 2069."""
_FROM_END_AT_MOST = 28
"""systemd counts back from the end of a month as far as every month has days."""


def read_on_calendar(text: str, context: Context) -> Reading | None:
    """`Mon..Fri *-*-* 09:00:00`, `*-*-* *:00/15:00`, `OnCalendar=weekly`; None for another shape."""
    prefix = _PREFIX.match(text)
    at = prefix.end() if prefix else 0
    body = text[at:].strip()
    if prefix and _EPOCH.fullmatch(body):
        return read_epoch(body, context, at)
    if prefix:
        word, _, place = body.partition(" ")
        body = f"{_WORDS.get(word.lower(), word)} {place}".strip()
    match = _ON_CALENDAR.fullmatch(body)
    if match is None or not (match["date"] or match["time"] or (prefix and match["days"])):
        if prefix:
            raise InvalidExpression(f"{quoted(body)} is no OnCalendar", "Write Mon..Fri *-*-* 09:00:00.", position=at)
        return None
    marks = "".join(match.group("days", "date", "time")[i] or "" for i in range(3))
    if not prefix and not ("*" in marks or ".." in marks or "~" in marks):
        return None
    name = zone_named(match["zone"], at + match.start("zone")) if match["zone"] else context.local
    days = _all([*_weekday_part(match["days"], at), *_date_part(match["date"], at)])
    times, clock = _time_part(match["time"], at)
    schedule = Calendar((Rule(days, times),), name, clock)
    said = missing_times(schedule, context.now, "systemd leaves it out")
    return checked(schedule, context, zone_name=name, warnings=said)


def _all(parts: list[Days]) -> Days:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts)) if parts else EVERY_DAY


def _weekday(name: str) -> int:
    return next(i for i, full in enumerate(_NAMES) if full.startswith(name.lower()[:3]))


def _weekday_part(text: str | None, at: int) -> list[Days]:
    if text is None:
        return []
    found: set[int] = set()
    for item in text.split(","):
        first, *last = re.split(r"\.\.|-", item)
        low = _weekday(first)
        high = _weekday(last[-1]) if last else low
        if len(last) > 1 or high < low:
            wrapped = ",".join(_NAMES[(low + i) % 7][:3].capitalize() for i in range((high - low) % 7 + 1))
            raise InvalidExpression(
                f"systemd does not read the range {quoted(item)}", f"Write {wrapped}.", position=at, field="weekday"
            )
        found.update(range(low, high + 1))
    return [Weekdays(frozenset(found))] if len(found) < 7 else []


def _values(text: str, low: int, high: int, what: str, at: int, *, from_end: bool = False) -> set[int] | None:
    """The numbers of a field; None for every one. Of days `from_end` an open step goes on towards the end of the
    month: "7/1" is the seventh last day and every later one.
    """
    if text == "*":
        return None
    found: set[int] = set()
    for item in text.split(","):
        found.update(_item(item, low, high, what, at, from_end))
    return found


def _item(item: str, low: int, high: int, what: str, at: int, from_end: bool) -> range:
    match = _ITEM.fullmatch(item)
    if match is None:
        star = item.startswith("*")
        hint = f"Write {low}{item[1:]}." if star and what != "year" else "Write *, 1..5, 0/15 or a list."
        raise InvalidExpression(f"systemd reads no {what} {quoted(item)}", hint, position=at, field=what)
    first, step = int(match[1]), int(match[3] or 0)
    last = int(match[2]) if match[2] else first
    if what == "year":
        first, last = (_full_year(year) for year in (first, last))
    found = range(first, last + 1, step or 1)
    if not low <= first <= last or found[-1] > high or (match[3] and not step):
        raise InvalidExpression(
            f"{what} {quoted(item)} is outside {low} to {high}", "Correct it.", position=at, field=what
        )
    if match[2] or not step:
        return found
    if step > (first - low if from_end else high - first):
        raise InvalidExpression(
            f"the step of {quoted(item)} leads past the {what}s",
            "Write a smaller step, or say the interval in words.",
            position=at,
            field=what,
        )
    return range(first, low - 1, -step) if from_end else range(first, high + 1, step)


def _full_year(year: int) -> int:
    return year + (2000 if year < 70 else 1900) if year < 100 else year


def _date_part(text: str | None, at: int) -> list[Days]:
    if text is None:
        return []
    match = re.fullmatch(rf"(?:({_PART})-)?({_PART})([-~])({_PART})", text)
    assert match is not None
    parts: list[Days] = []
    years = _values(match[1] or "*", _YEARS[0], _YEARS[-1], "year", at)
    if years is not None:
        parts.append(AnyOf(tuple(Between(date(y, 1, 1), date(y, 12, 31)) for y in sorted(years))))
    months = _values(match[2], 1, 12, "month", at)
    if months is not None:
        parts.append(Months(frozenset(months)))
    from_end = match[3] == "~"
    days = _values(match[4], 1, _FROM_END_AT_MOST if from_end else 31, "day", at, from_end=from_end)
    if days is not None:
        parts.append(Nth(frozenset(-d for d in days) if from_end else frozenset(days)))
    return parts


def _time_part(text: str | None, at: int) -> tuple[tuple[int, ...], Clock]:
    if text is None:
        return (0,), SPOKEN_CLOCK
    fields = text.split(":")
    if len(fields) == 2:
        fields.append("00")
    if "." in fields[2].replace("..", ""):
        raise InvalidExpression("parts of a second are not scheduled", "Write whole seconds.", position=at)
    hours = _values(fields[0], 0, 23, "hour", at)
    minutes = _values(fields[1], 0, 59, "minute", at)
    seconds = _values(fields[2], 0, 59, "second", at)
    times = tuple(
        h * 3600 + m * 60 + s
        for h in sorted(range(24) if hours is None else hours)
        for m in sorted(range(60) if minutes is None else minutes)
        for s in sorted(range(60) if seconds is None else seconds)
    )
    return times, RUNNING_CLOCK if fields[0].startswith("*") or fields[1].startswith("*") else SPOKEN_CLOCK


# -- App Engine ------------------------------------------------------------------------------------------

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_ORDINAL = rf"(?:1st|2nd|3rd|4th|5th|{'|'.join(_ORDINALS)})"
_APP_ENGINE = re.compile(
    rf"(?P<which>every|{_ORDINAL}(?:,{_ORDINAL})*)\s+(?P<days>day|{_DAY}(?:,{_DAY})*)"
    rf"(?:\s+of\s+(?P<months>month|{_MONTH}(?:,{_MONTH})*))?\s+(?P<hour>\d\d):(?P<minute>\d\d)",
    re.I | re.ASCII,
)


def read_app_engine(text: str, context: Context) -> Reading | None:
    """`1st,third mon,wed of sep,oct 17:00`, `every day 00:00`; None for another shape."""
    match = _APP_ENGINE.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59:
        raise InvalidExpression(f"there is no time {hour}:{minute:02}", "Hours go to 23.", position=match.start("hour"))
    which, days_text = match["which"].lower(), match["days"].lower()
    everyone = days_text == "day"
    weekdays = frozenset(range(7)) if everyone else frozenset(_weekday(d) for d in days_text.split(","))
    parts: list[Days] = []
    if which != "every":
        numbers = [int(o[0]) if o[0].isdigit() else _ORDINALS.index(o) + 1 for o in which.split(",")]
        if not match["months"]:
            return None
        each: list[Days] = [Nth(frozenset(numbers), frozenset({day})) for day in sorted(weekdays)]
        parts.append(Nth(frozenset(numbers)) if everyone else each[0] if len(each) == 1 else AnyOf(tuple(each)))
    elif not everyone:
        parts.append(Weekdays(weekdays))
    if match["months"] and match["months"].lower() != "month":
        named = (m[:3].lower() for m in match["months"].split(","))
        parts.append(Months(frozenset(_MONTH_NAMES.index(m) + 1 for m in named)))
    rule = Rule(_all(parts), (hour * 3600 + minute * 60,))
    return checked(Calendar((rule,), context.local), context, zone_name=context.local)
