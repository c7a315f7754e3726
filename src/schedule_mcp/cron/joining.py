"""How the two day fields of an expression are joined, told, and which engines would join them otherwise."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.cron.dialects import (
    DAY,
    LAST_WEEKDAY_BEFORE,
    NTH_FROM_END,
    QUARTZ_FORMS,
    VIXIE,
    WEEKDAY,
    DayRule,
    Dialect,
    Star,
)
from schedule_mcp.cron.text import Expression, days_of, parse_fields
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.english import listed

_UNIX = replace(VIXIE, special=QUARTZ_FORMS | {LAST_WEEKDAY_BEFORE, NTH_FROM_END})
_ENGINES: tuple[tuple[str, Dialect], ...] = (
    ("Debian's cron and cronsim", _UNIX),
    ("croniter, croner", replace(_UNIX, star=Star.PLAIN)),
    ("Kubernetes (robfig/cron)", replace(_UNIX, star=Star.WHOLE_FIELD)),
    ("APScheduler, Jenkins and Cronos", replace(_UNIX, day_rule=DayRule.AND)),
)


def how_joined(read: Expression) -> str | None:
    """The rule of the dialect as a sentence, where both day fields are restricted."""
    day, weekday = read.field(DAY), read.field(WEEKDAY)
    if day.is_full or weekday.is_full or read.dialect.day_rule is DayRule.ONE:
        return None
    if read.joins_by_or:
        return (
            "Day-of-month and day-of-week are joined by OR: it runs on each such day of the month and also on "
            "each such weekday, not only where both meet."
        )
    reason = ", since one of them begins with *" if read.dialect.day_rule is DayRule.OR else ""
    return f"Day-of-month and day-of-week are joined by AND{reason}: it runs only on dates where both meet."


def who_differs(read: Expression) -> str | None:
    """For Unix cron, the engines that would run these five fields on other days, as a sentence."""
    spoken = read.dialect
    if (spoken.fields, spoken.day_rule, spoken.star) != (VIXIE.fields, VIXIE.day_rule, VIXIE.star):
        return None
    if {"*", "?"}.intersection((read.field(DAY).text, read.field(WEEKDAY).text)):
        return None
    ours = date_set(days_of(read))
    either: list[str] = []
    both: list[str] = []
    for name, engine in _ENGINES:
        theirs = parse_fields(read.text, engine)
        if date_set(days_of(theirs)) != ours:
            (either if theirs.joins_by_or else both).append(name)
    parts = []
    if either:
        parts.append(f"{listed(either)} run it where either fits")
    if both:
        parts.append(f"{listed(both)} run it only where both day fields fit")
    return f"{'; '.join(parts)}." if parts else None
