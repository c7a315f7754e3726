"""What is said about times of a day: lists of them, parts of the day, windows."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.language.grammar.clock import NOON_H, military_time_follows, read_time
from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.items import Ask, DayPart, Instant, Item, Repeating, Time, Times, Window
from schedule_mcp.language.grammar.minutes import read_past_hour_minutes
from schedule_mcp.language.grammar.timelists import read_hour_or_minute, read_time_list, read_with_day_part, with_oclock
from schedule_mcp.language.lexicon import K, Trait


def read_timing(c: Cursor) -> list[Item]:
    """Times, minutes, parts of a day: "at 9am and 5pm", "at :15", "in the morning", "half past eight"."""
    begin = c.i
    minutes = read_past_hour_minutes(c)
    if minutes:
        return minutes
    c.i = begin
    if c.at(K.DAY_REF) and c.at(K.DAY_PART):
        return []
    repeating = [Repeating(surely=False)] if c.at(K.AT) and c.at(K.REPEATING) else []
    led = c.take(K.AT)
    if c.at(K.CLOCK, 1):
        c.take(K.ARTICLE)
    after_part = c.i > 0 and K.DAY_PART in c.kinds[c.i - 1]
    listed = c.i > 0 and K.COMMA in c.kinds[c.i - 1] and not c.at(K.NUMBER)
    if c.at(K.INSTANT):
        at = c.value(K.INSTANT)
        c.i += 1
        return [Instant(at)]
    before_part = c.at(K.NUMBER) and c.at(K.DAY_PART, 1) and not c.at(K.DAY_REF, 1)
    before_part &= not c.has(Trait.POSTPOSED)
    before_part |= c.at(K.NUMBER) and _day_of_time_follows(c)
    bare = led or after_part or listed or before_part or _half_follows(c) or military_time_follows(c)
    unclear = read_hour_or_minute(c) if led else []
    if unclear:
        return unclear
    times = read_time_list(c, bare=bare)
    if times and c.at(K.OR) and c.time_follows(2 if c.at(K.AT, 1) else 1):
        return _read_either_time(c, begin, times)
    if times:
        return [*repeating, Times(tuple(times))]
    if c.at(K.DAY_PART) or (c.at(K.IN) and c.at(K.DAY_PART, 1)):
        c.skip(K.IN)
        return read_parted_times(c)
    return []


def _day_of_time_follows(c: Cursor) -> bool:
    """Whether a number is the hour of what follows it: "8 tonight", "9 tomorrow morning"."""
    if c.has(Trait.POSTPOSED) or len(c.text(c.i)) > 2:
        return False
    alone = c.at(K.DAY_REF, 1) and not c.at(K.DAY_PART, 1) and c.has(Trait.CANONICAL)
    return c.at(K.DAY_AND_PART, 1) or alone


def read_parted_times(c: Cursor, *, every: bool = False) -> list[Item]:
    """ "le matin à 8h et le soir à 20h", "morgens und abends um 8": each part of the day with its own times."""
    begin = c.i
    first = _read_day_part(c)
    parts = [first.hours]
    while c.at(K.AND):
        ahead = 2 if every and c.at(K.EVERY, 1) else 1
        if not c.at(K.DAY_PART, ahead) or c.at(K.DAY_REF, ahead):
            break
        c.i += ahead
        parts.append(_read_day_part(c).hours)
    c.take(K.COMMA)
    bare = c.take(K.AT)
    times = read_time_list(c, bare=bare) if bare or len(parts) > 1 else []
    if not c.has(Trait.PARTS_ARE_HABITS) or not times or (len(times) > 1 < len(parts)):
        c.i = begin + 1
        return [first]
    timed = Times(tuple(replace(t, part=_common_part(c, t.part, part)) for part in parts for t in times))
    return [timed] if every else [Repeating(surely=False, daily=first.every), timed]


def _common_part(c: Cursor, own: tuple[int, int] | None, part: tuple[int, int]) -> tuple[int, int]:
    """What two parts of the day that are said of one time have in common: "por la noche, a las 10 de la noche"."""
    if own is None:
        return part
    shared = [(max(own[0] + day, part[0]), min(own[1] + day, part[1])) for day in (0, 24)]
    found = next(((first, end) for first, end in shared if first < end), None)
    if found is None:
        raise c.refuse("two parts of the day are said that do not overlap", "Say one of them.")
    return found


def _half_follows(c: Cursor) -> bool:
    """Whether hours in a row end with am or pm: "1, 3 & 5pm", "8, 12 und 18 Uhr"."""
    ahead = 0
    while c.at(K.NUMBER, ahead):
        ahead += 1
        joined = ahead
        while c.at(K.COMMA, ahead) or c.at(K.AND, ahead):
            ahead += 1
        if joined == ahead:
            ends = c.at(K.MERIDIEM, ahead) or (c.has(Trait.OCLOCK_IS_24H) and c.at(K.OCLOCK, ahead))
            return ahead > 1 and ends
    return False


def _read_either_time(c: Cursor, begin: int, times: list[Time]) -> list[Item]:
    """ "at 9am or 10am": which of them."""
    middle = c.i
    c.i += 1
    c.take(K.AT)
    others = read_time_list(c, bare=True)
    if not others:
        raise c.refuse()
    ask = "'or' leaves open which time is meant: one of them, or both?"
    if not c.has(Trait.CANONICAL):
        return [Ask(ask, tuple((Times(tuple(said)),) for said in (times, others, [*times, *others])))]
    one = " ".join(t.text for t in c.tokens[begin:middle])
    other = " ".join(t.text for t in c.tokens[middle + 1 : c.i])
    texts = (one, f"at {other.removeprefix('at ')}", f"{one} and {other}")
    return [Ask(ask, c.said_instead(begin, *texts))]


def _read_day_part(c: Cursor) -> DayPart:
    part = DayPart(c.value(K.DAY_PART), c.at(K.EACH_PART), c.has(Trait.PARTS_ARE_HABITS))
    c.i += 1
    return part


def read_window(c: Cursor) -> list[Item]:
    """A window within a day: "from 9am to 5pm", "between 22:00 and 02:00", "9-17"."""
    if c.at(K.ON) or c.at(K.IN):
        named = c.has(Trait.HOUR_WINDOWS) and any(_is_hour(c, k) for k in (2, 3, 4))
        return _read_hour_window(c) if named else []
    led = c.take(K.BETWEEN, K.FROM)
    begin = 1 if c.at(K.AT) else 0
    if not led and c.at(K.NUMBER, begin) and (c.at(K.AND, begin + 1) or c.at(K.COMMA, begin + 1)):
        # "at 45 and 55 minutes past every hour"
        return []
    if days_of_a_month_follow(c) if led else not c.has_ranges:
        return []
    c.take(K.AT)
    c.spanning = True
    try:
        first = read_time(c, bare=True)
    finally:
        c.spanning = False
    if first is None:
        return []
    if not c.at(K.CLOCK):
        (first,) = read_with_day_part(c, [first])
    ends_before = False
    if not led and not (c.at(K.TO) or c.at(K.DASH)):
        return []
    if c.at(K.BEFORE):
        ends_before = True
        c.i += 1
    elif not c.take(K.TO, K.DASH, K.AND, K.UNTIL) and not (led and c.at(K.CLOCK)):
        # "de 9h à midi" says "to" in the word for noon.
        return []
    c.skip(K.AT)
    last = read_time(c, bare=True)
    if last is None:
        return []
    first, last = with_oclock(c, list(_window_halves(c, first, last)))
    if first.part is None:
        first, last = read_with_day_part(c, [first, last])
    else:
        # "from 8 in the morning till 8 at night"
        (last,) = read_with_day_part(c, [last])
    return [Window(first, last, not ends_before)]


def days_of_a_month_follow(c: Cursor) -> bool:
    """Whether numbers in a row are days, not hours: "del 25 al 28 de junio"."""
    if not (c.at(K.NUMBER) and c.at(K.NUMBER, 2) and (c.at(K.TO, 1) or c.at(K.DASH, 1))):
        return False
    return c.at(K.MONTH, 3) or (c.at(K.OF, 3) and c.at(K.MONTH, 4))


def _is_hour(c: Cursor, ahead: int = 0) -> bool:
    """Whether "hour" stands there, and not "hours"."""
    return c.at(K.UNIT, ahead) and c.value(K.UNIT, ahead) == "hour" and c.at(K.TIME_WORD, ahead)


def _read_hour_window(c: Cursor) -> list[Item]:
    c.i += 1
    c.take(K.ARTICLE)
    first = read_time(c, bare=True)
    if first is None or first.minute or not _is_hour(c):
        return []
    c.i += 1
    return [Window(first, replace(first, minute=59, second=59))]


def _window_halves(c: Cursor, first: Time, last: Time) -> tuple[Time, Time]:
    if last.half and not first.half and not first.exact and first.hour < last.hour and last.hour != 12:
        return replace(first, half=last.half), last
    if c.has(Trait.COUNTS_TO_24) and last.exact and last.hour > NOON_H and not first.half and first.hour < last.hour:
        # "segunda 9 às 18": both count to 24.
        return replace(first, exact=True), last
    return first, last
