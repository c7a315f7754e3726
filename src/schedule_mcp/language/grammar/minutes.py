"""Minutes of the hour: "at :15 and :45", "20 past and 20 to every hour"."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.language.grammar.cursor import JOINTS, Cursor
from schedule_mcp.language.grammar.items import ClockRule, Item, Minutes, Pace, Time, Window
from schedule_mcp.language.lexicon import K, Trait

_LAST_OF_SIXTY = 59
_EACH = (K.EVERY, K.ARTICLE)
_OF_TIME = frozenset({K.MERIDIEM, K.UNIT, K.OCLOCK, K.TIMES, K.PAST})


def read_past_hour_minutes(c: Cursor) -> list[Item]:
    """ "at :15", "on the hour", "at 15 minutes past every hour"."""
    named = read_named_minutes(c)
    if named:
        return named
    c.take(K.AT)
    if c.at(K.ON_THE_HOUR) and not (c.at(K.PAST_HOUR) and (c.at(K.NUMBER, 1) or c.at(K.CLOCK, 1))):
        minutes = set(c.value(K.ON_THE_HOUR))
        c.i += 1
        c.take(K.PAST_EACH_HOUR)
        if c.at(K.AND) and c.at(K.ON_THE_HOUR, 1):
            minutes |= set(c.value(K.ON_THE_HOUR, 1))
            c.i += 2
        if (c.at(K.ARTICLE) or c.at(K.EVERY)) and c.at(K.UNIT, 1) and c.value(K.UNIT, 1) == "hour":
            # "quarter past and quarter to the hour"
            c.i += 2
        return [Minutes(tuple(sorted(minutes)))]
    if c.at(K.MINUTE):
        found: list[int] = []
        while c.at(K.MINUTE):
            found.append(c.value(K.MINUTE)[0])
            c.i += 1
            ahead = c.beyond(JOINTS)
            if ahead and c.at(K.MINUTE, ahead):
                c.i += ahead
        c.take(K.PAST_EACH_HOUR)
        return _read_minutes_item(c, found)
    return _read_counted_minutes(c)


def read_named_minutes(c: Cursor) -> list[Item]:
    """Minutes and seconds by name: "on the 10th minute of every hour", "at minutes 5, 20 and 35", "at second 30"."""
    begin = c.i
    if not c.names_minutes:
        return []
    led = c.take(K.AT, K.ON, K.IN)
    if c.at(K.NUMBER) and c.kinds[c.i + 1].get(K.UNIT) == "second" and c.at(K.PAST, 2) and c.at_any(_EACH, 3):
        # "30 seconds past every minute"
        second, each = int(c.value(K.NUMBER)), c.kinds[c.i + 4].get(K.UNIT) == "minute"
        c.i = c.i + 5 if each else begin
        return _each_minute_at(c, second) if each else []
    c.take(K.ARTICLE)
    ordinal = c.at(K.ORDINAL) and not (c.at(K.UNIT) and c.at(K.NUMBER, 1))
    unit = c.value(K.UNIT) if c.at(K.UNIT) and not ordinal else ""
    c.i += int(bool(unit))
    found: list[int] = []
    while c.at(K.ORDINAL) if ordinal else (c.at(K.NUMBER) and c.text(c.i).isdigit()):
        found.append(int(c.value(K.ORDINAL) if ordinal else c.value(K.NUMBER)))
        c.i += 1
        ahead = c.beyond((*JOINTS, K.ARTICLE))
        if not ahead or not c.at(K.ORDINAL if ordinal else K.NUMBER, ahead):
            break
        if not ordinal and c.at_any(_OF_TIME, ahead + 1):
            break
        c.i += ahead
    if ordinal and c.at(K.UNIT):
        unit = c.value(K.UNIT)
        c.i += 1
    whole = "hour" if unit == "minute" else "minute"
    each = c.take(K.PAST_EACH_HOUR) if unit == "minute" else False
    if not each and c.at(K.OF) and (c.at(K.EVERY, 1) or c.at(K.ARTICLE, 1)) and c.kinds[c.i + 2].get(K.UNIT) == whole:
        c.i += 3
        each = True
    said = each or (led and not c.at_any(_OF_TIME))
    if unit not in ("minute", "second") or not found or not said or min(found) < 0:
        c.i = begin
        return []
    if unit == "minute":
        return _read_minutes_item(c, found)
    if len(found) > 1:
        raise c.refuse("a second of the minute is one of 0 to 59", "Name one, or write cron of six fields.")
    return _each_minute_at(c, found[0])


def _each_minute_at(c: Cursor, second: int) -> list[Item]:
    if second > _LAST_OF_SIXTY:
        raise c.refuse("a second of the minute is one of 0 to 59", "Name one of them.")
    first = Time(0, 0, second, exact=True)
    return [Pace(1, "minute"), Window(first, replace(first, hour=23, minute=59)), ClockRule("skip", "both")]


def _read_counted_minutes(c: Cursor) -> list[Item]:
    """ "15 minutes past every hour", "5 past and 35 past the hour", "minute 7 of every hour"."""
    named = c.at(K.UNIT) and c.value(K.UNIT) == "minute" and c.at(K.NUMBER, 1)
    led = c.i > 0 and K.AT in c.kinds[c.i - 1]
    of_hour = c.take(K.MINUTE_OF)
    if named:
        c.i += 1
    open_still: list[int] = []
    settled: list[int] = []
    while c.at(K.NUMBER) or c.at(K.PAST_HOUR) or c.at(K.ON_THE_HOUR):
        begin = c.i
        minute = _read_one_minute(c)
        if minute is None:
            c.i = begin
            return []
        open_still.append(minute)
        if c.at(K.UNIT) and c.value(K.UNIT) == "minute":
            of_hour |= led
            c.i += 1
        if c.take(K.PAST_EACH_HOUR):
            return _read_minutes_item(c, settled + open_still)
        if c.take(K.TO_EACH_HOUR):
            return _read_minutes_item(c, settled + _before_the_hour(open_still))
        said = _read_side_of_the_hour(c)
        if said:
            settled += open_still if said > 0 else _before_the_hour(open_still)
            open_still = []
        if not c.at(K.AND) and not c.at(K.COMMA):
            break
        last = c.i
        c.skip(K.AND, K.COMMA)
        c.take(K.AT)
        if settled and not open_still and not c.at(K.NUMBER):
            c.i = last
            break
    if settled and not open_still and c.is_hourly:
        # "hourly at 5 past"
        return _read_minutes_item(c, settled)
    if open_still and not settled and of_hour and c.is_hourly and c.has(Trait.MINUTES_AT_EACH_HOUR):
        # "cada hora a los 45 minutos"
        return _read_minutes_item(c, open_still)
    return []


def _read_side_of_the_hour(c: Cursor) -> int:
    """1 after "20 past", -1 after "20 to", where the hour itc is said elsewhere; else 0."""
    ends = c.i + 1 >= c.end or c.at(K.AND, 1) or c.at(K.COMMA, 1)
    if not ends or not (c.at(K.PAST) or c.at(K.TO)):
        return 0
    side = 1 if c.at(K.PAST) else -1
    c.i += 1
    return side


def _read_one_minute(c: Cursor) -> int | None:
    if c.at(K.NUMBER):
        n = c.number()
        return int(n) if n is not None and n == int(n) else None
    if not c.at(K.ON_THE_HOUR):
        return None
    minutes = c.value(K.ON_THE_HOUR)
    c.i += 1
    return int(minutes[0]) if len(minutes) == 1 else None


def _read_minutes_item(c: Cursor, found: list[int]) -> list[Item]:
    if any(not 0 <= m < 60 for m in found):
        raise c.refuse("a minute of the hour is 0 to 59")
    return [Minutes(tuple(sorted(set(found))))]


def _before_the_hour(minutes: list[int]) -> list[int]:
    return [(60 - m) % 60 for m in minutes]
