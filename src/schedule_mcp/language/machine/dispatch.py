"""Machine forms by their shape: cron, macros, AWS, ISO 8601, RRULE, systemd, App Engine.

A text of one of these shapes is read here or refused with the position; every other text is None and goes on to
the words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from schedule_mcp.cron import DIALECTS, meant
from schedule_mcp.errors import InvalidExpression
from schedule_mcp.language.description import describe
from schedule_mcp.language.machine.common import (
    QUOTES,
    Context,
    ZoneMissing,
    checked,
    every_interval,
    moved,
    read_epoch,
    zone_named,
)
from schedule_mcp.language.machine.cron import cron_in, field_count, in_dialect, zone_after
from schedule_mcp.language.machine.iso import read_duration, read_instant, read_repeating
from schedule_mcp.language.machine.rrule import is_rrule, read_rrule
from schedule_mcp.language.machine.systemd import read_app_engine, read_on_calendar
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.model import Interval, Once
from schedule_mcp.schedule.zones import canonical_name, zone

_ALIASES = {"unix": "vixie", "crontab": "vixie", "eventbridge": "aws", "robfig": "robfig6"}

_DIALECT = re.compile(rf"(?P<name>{'|'.join([*DIALECTS, *_ALIASES])})(?::\s*|\s+)(?P<rest>.+)", re.I | re.S)
_ZONE_FIRST = re.compile(r"(?:CRON_)?TZ=(?P<zone>\"[^\"]*\"|'[^']*'|\S*)\s+(?P<rest>.+)", re.S)
_CALL = re.compile(r"(?P<name>rate|cron|at)\s*\(\s*(?P<inner>[^()]*?)\s*\)", re.I)
_RATE = re.compile(r"(?P<n>-?\d+(?:\.\d+)?)\s+(?P<unit>minute|hour|day)s?", re.I | re.ASCII)
_RATE_S = {"minute": 60, "hour": 3600, "day": 86_400}


def read_machine(text: str, *, now: datetime, timezone: str | None) -> Reading | None:
    """The reading of a machine form, or None when the text has no such shape.

    Args:
        text: What was said, as it came.
        now: Aware; runs lie after it.
        timezone: The request's zone for forms that name none; with None such forms ask.

    Raises:
        InvalidExpression: the shape of a machine form, but broken; with the position.
        ImpossibleSchedule: past, or never.
        UnknownTimeZone: a zone named in the text does not exist.
    """
    context = Context(now, None if timezone is None else canonical_name(timezone))
    body = _unquoted(text.strip())
    try:
        return _read(body, context)
    except ZoneMissing:
        ask = "In which time zone? Name one, for example Europe/Berlin."
        return Reading(question=Question(ask, _in_utc(_read(body, replace(context, timezone="UTC")))))


def _in_utc(reading: Reading | None) -> tuple[Option, ...]:
    if reading is None:
        return ()
    if reading.schedule is not None:
        return (Option({"timezone": "UTC"}, reading.schedule),)
    open_still = reading.question.options if reading.question else ()
    return tuple(Option({"when": describe(option.schedule)}, option.schedule) for option in open_still)


def _unquoted(text: str) -> str:
    if len(text) > 2 and text[0] in QUOTES and text[-1] in QUOTES:
        return text[1:-1].strip()
    return text


def _read(body: str, context: Context) -> Reading | None:
    if not body or body[0] in "{[":
        return None
    if body.startswith("@"):
        return read_epoch(body, context) or _macro(body, context)
    if is_rrule(body):
        return read_rrule(body, context)
    zoned = _ZONE_FIRST.fullmatch(body)
    if zoned:
        _refuse_posix_offset(zoned["zone"], zoned.start("zone"))
        name = zone_named(zoned["zone"].strip("\"'"), zoned.start("zone"))
        return _shifted(zoned["rest"], zoned.start("rest"), replace(context, timezone=name), name)
    call = _CALL.fullmatch(body)
    if call:
        return _called(call, context)
    named = _DIALECT.fullmatch(body)
    if (named and field_count(named["rest"]) >= 4) or (named and named["rest"].startswith("@")):
        assert named is not None
        name = named["name"].lower()
        return in_dialect(named["rest"], named.start("rest"), DIALECTS[_ALIASES.get(name, name)], context)
    for reader in (_from_now, read_repeating, read_duration, read_instant, read_on_calendar, read_app_engine):
        found = reader(body, context)
        if found is not None:
            return found
    return cron_in(body, context)


def _refuse_posix_offset(name: str, at: int) -> None:
    """`TZ=UTC-5`: west of Greenwich as people write it, east as POSIX has it."""
    match = re.fullmatch(r"[\"']?(?:UTC|GMT)([+-])(\d{1,2})[\"']?", name, re.I | re.ASCII)
    if match:
        hours = f"{int(match[2]):02}:00"
        raise InvalidExpression(
            f"TZ={name} is {match[1]}{hours} as people write it and the opposite as POSIX has it",
            f"Write TZ=+{hours} or TZ=-{hours}.",
            position=at,
            field="time zone",
        )


def _shifted(rest: str, by: int, context: Context, name: str) -> Reading:
    """What follows a zone: cron, a macro or OnCalendar."""
    try:
        found = _read(rest, context)
    except InvalidExpression as error:
        raise moved(error, by) from None
    if found is None:
        raise InvalidExpression(
            f"{quoted(rest)} is no cron expression", "Write TZ=Europe/Berlin 0 9 * * *.", position=by
        )
    return (
        found
        if found.zone or found.schedule is None or isinstance(found.schedule, Interval)
        else replace(found, zone=name)
    )


# -- @, rate(), cron(), at() -----------------------------------------------------------------------------


def _macro(body: str, context: Context) -> Reading | None:
    word, _, rest = body.partition(" ")
    at = len(body) - len(rest.lstrip())
    if word.lower() == "@at":
        found = read_instant(rest.strip(), context, at)
        if found is None:
            raise InvalidExpression(
                f"{quoted(rest)} is no time", "Write @at 2026-05-24T09:00:00Z.", position=at if rest else 0
            )
        return found
    if word.lower() == "@every":
        return checked(every_interval(rest.strip(), at), context)
    if not re.fullmatch(r"@[a-z_]+", word, re.I):
        return None
    name = zone_after(rest, at) if rest else context.local
    return checked(meant(word, "vixie", name), context, zone_name=name)


_FROM_NOW = re.compile(r"(?:now|t)\s*\+\s*(?P<length>\d[\w.]*)", re.I | re.ASCII)


def _from_now(body: str, context: Context) -> Reading | None:
    """`now + 90s`, `T+2h`: once after that time."""
    match = _FROM_NOW.fullmatch(body) if "+" in body else None
    if match is None:
        return None
    elapsed = every_interval(match["length"].lower(), match.start("length")).every
    zone_name = context.timezone or "UTC"
    at = (context.now.replace(microsecond=0) + elapsed).astimezone(zone(zone_name).tzinfo)
    return checked(Once(at), context, zone_name=zone_name)


def _called(call: re.Match[str], context: Context) -> Reading:
    name, inner, at = call["name"].lower(), call["inner"], call.start("inner")
    if name == "rate":
        match = _RATE.fullmatch(inner)
        if match is None or "." in match["n"] or int(match["n"]) < 1 or len(match["n"]) > 9:
            raise InvalidExpression(
                f"rate({inner[:40]}) is no rate", "Write rate(5 minutes): a whole number from 1.", position=at
            )
        every = timedelta(seconds=int(match["n"]) * _RATE_S[match["unit"].lower()])
        if every.days > 400 * 366:
            raise InvalidExpression("the rate is too long", "Write less than 400 years.", position=at)
        return checked(Interval(every), context)
    if name == "at":
        found = read_instant(inner, context, at)
        if found is None:
            raise InvalidExpression(f"{quoted(inner)} is no time", "Write at(2026-05-24T09:00:00).", position=at)
        return found
    return in_dialect(inner, at, DIALECTS["aws"], context)
