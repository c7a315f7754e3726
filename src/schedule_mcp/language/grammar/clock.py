"""Clock times as said: "half past nine", "9h30", "0900"."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.items import Time
from schedule_mcp.language.lexicon import K, Trait

NOON_H = 12
_YEARS_FROM = 1970
_H_FORM_AFTER = frozenset({K.AT, K.WEEKDAY, K.DAY_SET, K.DAY_REF, K.FREQUENCY, K.DATE, K.DAY_PART})
_MINUTE_WORDS = frozenset({5, 10, *range(13, 60)})


def read_time(c: Cursor, *, bare: bool) -> Time | None:
    before = c.i
    found = _read_clock_time(c, bare=bare)
    if found is None:
        c.i = before
        return None
    if c.has(Trait.SHARP_AFTER_TIME) and c.at(K.ON_THE_HOUR) and not c.at(K.AT) and not c.is_hourly:
        # "à midi pile"
        c.i += 1
    if c.take(K.NEXT_DAY):
        found = replace(found, days=1)
    return found


def _read_clock_time(c: Cursor, *, bare: bool) -> Time | None:
    place = c.i
    if c.at(K.CLOCK) and c.at(K.DAY_PART) and c.at(K.AT, 1) and c.time_follows(2):
        # "mittags um 12"
        return None
    if c.at(K.CLOCK):
        seconds = c.value(K.CLOCK)
        c.i += 1
        if c.at(K.HALF_PAST) and not c.at(K.NUMBER, 1):
            # "midi et demi"
            seconds = (seconds + c.value(K.HALF_PAST) * 60) % 86400
            c.i += 1
            return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place)
        spoken = _read_minute_of_noon(c)
        if spoken:
            seconds += spoken * 60
            return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place)
        noon = "pm" if seconds == 43200 else None
        return Time(
            seconds // 3600, seconds % 3600 // 60, half=noon, exact=True, place=place, midnight=seconds == 0, named=True
        )
    if c.at(K.PAST_HOUR) and not c.at(K.UNIT, 1) and (c.at(K.NUMBER, 1) or c.at(K.CLOCK, 1)):
        shift = c.value(K.PAST_HOUR)
        c.i += 1
        return _read_shifted(c, shift, place)
    if c.at(K.HALF_TO) and c.at(K.NUMBER, 1):
        c.i += 1
        return _read_shifted(c, -30, place)
    if c.at(K.HHMM):
        return _read_hhmm(c, place)
    if c.at(K.OFFSET_NUMBER):
        return _read_dotted(c, place)
    if not c.at(K.NUMBER):
        return None
    return _read_hour(c, place, bare=bare)


def _read_minute_of_noon(c: Cursor) -> int:
    """The minutes of "midi trente", "midi 30"; 0 where none are said."""
    counted = c.at_any((K.UNIT, K.TIMES, K.OCLOCK, K.MONTH, K.HALF_PAST), 1)
    if not c.has(Trait.MINUTES_AFTER_NOON) or not c.at(K.NUMBER) or counted:
        return 0
    begin = c.i
    n = c.number() or 0
    if n == int(n) and 5 <= n < 60 and (n > NOON_H or not c.text(begin).isdigit()):
        return int(n)
    c.i = begin
    return 0


def _read_shifted(c: Cursor, minutes: int, place: int) -> Time | None:
    if c.at(K.CLOCK):
        seconds = (c.value(K.CLOCK) + minutes * 60) % 86400
        c.i += 1
        return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place)
    base = _read_hour(c, place, bare=True)
    if base is None or base.minute:
        return None
    hour = base.hour
    if minutes < 0:
        if base.half and hour == 12:
            return replace(base, hour=11, minute=60 + minutes, half="pm" if base.half == "am" else "am")
        hour = 12 if hour == 1 and not base.exact else (hour - 1) % 24
        if base.half and base.hour == 1:
            return replace(base, hour=12, minute=60 + minutes)
    return replace(base, hour=hour, minute=minutes % 60)


def _read_hhmm(c: Cursor, place: int) -> Time:
    hour, minute, second = (*c.value(K.HHMM), 0)[:3]
    c.i += 1
    c.take(K.OCLOCK)
    return halved(c, hour, minute, second, place=place, said_24h=True)


def _read_dotted(c: Cursor, place: int) -> Time | None:
    text = c.tokens[c.i].text
    whole, _, part = text.partition(".")
    if len(part) != 2 or len(whole) > 2 or is_dotted_date(c):
        return None
    if not (c.at(K.MERIDIEM, 1) or c.at(K.OCLOCK, 1) or c.has(Trait.DOTTED_CLOCK)) or (
        c.at(K.UNIT, 1) and not c.at(K.OCLOCK, 1) and not _place_follows(c, 1)
    ):
        return None
    c.i += 1
    c.take(K.OCLOCK)
    return halved(c, int(whole), int(part), place=place, said_24h=True)


def _place_follows(c: Cursor, ahead: int) -> bool:
    """Whether the "heure" of "à 19:29 heure de Tokyo" stands there."""
    hour = c.at(K.UNIT, ahead) or c.at(K.OCLOCK, ahead)
    return hour and c.at(K.OF, ahead + 1) and c.at(K.ZONE, ahead + 2)


def is_dotted_date(c: Cursor) -> bool:
    """Whether the 3.12 of "am 3.12 um 9 Uhr" is a date."""
    day, month = c.value(K.OFFSET_NUMBER)
    led = c.kinds[c.i - 1] if c.i else {}
    on = (K.ON in led or K.ARTICLE in led or led.get(K.UNIT) == "day") and K.AT not in led
    return on and c.has(Trait.DOTTED_DATES) and 1 <= day <= 31 and 1 <= month <= 12


def _read_hour(c: Cursor, place: int, *, bare: bool) -> Time | None:
    """ "9", "9 o'clock", "nine fifteen", "8 y 20", "0900": what begins with a number."""
    text = c.text(c.i)
    digits = text.isdigit()
    follows = c.at_any((K.UNIT, K.PAST, K.TO, K.MINUTES_TO), 1)
    minutes = _read_minutes_past(c, place) if not digits or follows else None
    if minutes is not None:
        return minutes
    h_form = _read_h_form(c, place) if digits else None
    if h_form is not None:
        return h_form
    led = _military_is_led(c) if digits else False
    n = c.number()
    if n is None or n != int(n):
        return None
    hour, is_military = int(n), digits and len(text) == 4
    if digits and len(text) in (3, 4) and _is_at_half(c):
        # "545am"
        return halved(c, hour // 100, hour % 100, place=place, said_24h=False)
    if not digits and hour < 24 and c.at(K.HUNDRED):
        # "fourteen hundred hours", "oh eight hundred"
        c.i += 1
        c.take(K.OCLOCK, K.UNIT)
        return Time(hour, 0, exact=True, place=place)
    if c.at(K.OCLOCK) and not is_military and (c.has(Trait.HOUR_WORD_IS_CLOCK) or not c.at(K.UNIT)):
        c.i += 1
        return _read_after_oclock(c, hour, place)
    if c.at(K.HALF_PAST):
        return _read_half_past(c, hour, place)
    if _is_at_half(c):
        return halved(c, hour, 0, place=place, said_24h=False)
    minute = read_joined_minute(c, digits=digits) if bare else None
    if minute is None and not digits:
        minute = _read_spoken_minute(c)
    if minute is not None:
        return halved(c, hour, minute, place=place, said_24h=False)
    if not bare or (_counts_more(c) and not (is_military and c.at(K.OCLOCK))):
        return None
    if is_military:
        return _read_military(c, text, place, led=led)
    if not 0 <= hour <= 24:
        raise c.refuse(f"there is no hour {text[:12]}", "Hours are 0 to 23, or 1 to 12 with am or pm.")
    exact = hour == 0 or hour > NOON_H or text.startswith("0")
    return Time(hour, 0, exact=exact, place=place)


def _read_half_past(c: Cursor, hour: int, place: int) -> Time:
    """The "y media" of "las ocho y media", the "menos cuarto" of "las ocho menos cuarto"."""
    minute = c.value(K.HALF_PAST)
    c.i += 1
    if minute < 0:
        hour, minute = 12 if hour == 1 else hour - 1, minute + 60
    return halved(c, hour, minute, place=place, said_24h=False)


def _counts_more(c: Cursor) -> bool:
    """Whether a number counts what follows: "5 days", "3 times", "5 October", "5 de octubre"."""
    counted = (c.at(K.UNIT) and not _place_follows(c, 0)) or c.at(K.TIMES)
    return counted or c.at(K.MONTH) or (c.at(K.OF) and c.at(K.MONTH, 1))


def read_joined_minute(c: Cursor, *, digits: bool) -> int | None:
    """The minutes of "las ocho y veinte", "alle 21 e 30"; a number that may be an hour is none by itc."""
    if not c.has(Trait.JOINS_MINUTES) or c.spanning or not (c.at(K.AND) and c.at(K.NUMBER, 1)):
        return None
    before = c.i
    c.i += 1
    spelled = not c.text(c.i).isdigit()
    n = c.number()
    if n is not None and spelled and n % 10 == 0 and c.at(K.AND) and c.at(K.NUMBER, 1):
        # "treinta y cinco"
        unit = c.value(K.NUMBER, 1)
        if not c.text(c.i + 1).isdigit() and 0 < unit < 10 and n >= 20:
            c.i += 2
            n += unit
    clear = n is not None and n == int(n) and (24 < n < 60 or (spelled and not digits and n in _MINUTE_WORDS))
    counted = c.at_any((K.OCLOCK, K.UNIT, K.TIMES, K.MONTH, K.HALF_PAST))
    if clear and not counted:
        return int(n or 0)
    c.i = before
    return None


def _read_h_form(c: Cursor, place: int) -> Time | None:
    """The 15h30 of a language in which "15h" by itself is a span: after "at" or a day only."""
    touching = c.at(K.OCLOCK, 1) and c.at(K.UNIT, 1) and c.tokens[c.i + 1].glued
    before = c.kinds[c.i - 1] if c.i else {}
    if not touching or c.has(Trait.HOUR_WORD_IS_CLOCK) or not c.at(K.NUMBER) or _H_FORM_AFTER.isdisjoint(before):
        return None
    hour, minute = int(c.value(K.NUMBER)), 0
    c.i += 2
    if c.at(K.NUMBER) and c.touches() and len(c.text(c.i)) == 2 and c.text(c.i).isdigit():
        minute = int(c.number() or 0)
    return halved(c, hour, minute, place=place, said_24h=True)


def _military_is_led(c: Cursor) -> bool:
    """Whether four digits can be no year where they stand: "at 2300", "0900-2300", "at 0800 and 2000"."""
    before = c.kinds[c.i - 1] if c.i else {}
    if K.AT in before and K.TO not in before:
        return True
    joined = not {K.TO, K.DASH, K.AND, K.COMMA}.isdisjoint(before)
    text = c.text(c.i - 2) if joined and c.i > 1 else ""
    return len(text) == 4 and text.isdigit() and int(text) < _YEARS_FROM


def _read_military(c: Cursor, text: str, place: int, *, led: bool) -> Time | None:
    """0900, 1530, "2000 hours", "at 2300": four digits that are no year."""
    named = c.at(K.OCLOCK) or led
    if int(text) % 100 > 59 or int(text) > 2359 or (int(text) >= _YEARS_FROM and not named):
        return None
    c.take(K.OCLOCK)
    return Time(int(text[:2]), int(text[2:]), exact=True, place=place)


def military_time_follows(c: Cursor) -> bool:
    """Whether four digits stand here that are a time and no year or amount: "daily 0900"."""
    text = c.text(c.i)
    amount = (c.at(K.UNIT, 1) and not c.at(K.OCLOCK, 1)) or c.at(K.TIMES, 1)
    return len(text) == 4 and text.isdigit() and int(text) < _YEARS_FROM and int(text) % 100 < 60 and not amount


def _read_spoken_minute(c: Cursor) -> int | None:
    """The minutes of "nine fifteen", "ten forty-five pm"."""
    before = c.i
    if c.at(K.NUMBER) and not c.text(c.i).isdigit():
        n = c.number()
        after_oh = K.OH in c.kinds[before] and n is not None and n < 10
        if n is not None and (10 <= n < 60 or after_oh) and n == int(n) and not (c.at(K.UNIT) or c.at(K.TIMES)):
            return int(n)
    c.i = before
    return None


def _read_minutes_past(c: Cursor, place: int) -> Time | None:
    before = c.i
    n = c.number()
    minutes = c.at(K.UNIT) and c.value(K.UNIT) == "minute" and c.take(K.UNIT)
    past = c.at(K.PAST)
    clear = (c.at(K.PAST) or c.at(K.MINUTES_TO)) and c.has(Trait.MINUTES_TO_ARE_CLEAR)
    sign = 1 if c.take(K.PAST) else -1 if c.take(K.MINUTES_TO, K.TO) else 0
    plausible = n in (5, 10, 15, 20, 25) or minutes
    if (
        n is not None
        and n == int(n)
        and sign
        and plausible
        and 0 < n < 60
        and (c.at(K.NUMBER) or c.at(K.CLOCK) or (c.at(K.HALF_TO) and c.at(K.NUMBER, 1)))
    ):
        if c.take(K.HALF_TO):
            # "fünf nach halb neun"
            return _read_shifted(c, sign * int(n) - 30, place)
        digits = c.tokens[c.i].text.isdigit()
        wordy = not c.text(before).isdigit() or minutes or past
        led = before > 0 and K.AT in c.kinds[before - 1] and c.has(Trait.AT_LEADS_MINUTES)
        if wordy or led or clear or not digits:
            found = _read_shifted(c, sign * int(n), place)
            if found is not None:
                return found
    c.i = before
    return None


def _read_after_oclock(c: Cursor, hour: int, place: int) -> Time:
    minute = 0
    if c.at(K.HALF_PAST):
        minute = c.value(K.HALF_PAST)
        c.i += 1
        if minute < 0:
            hour, minute = hour - 1, minute + 60
    elif c.at(K.AND) and c.at(K.NUMBER, 1) and c.at(K.UNIT, 2) and c.value(K.UNIT, 2) == "minute":
        # "às 21 horas e 30 minutos"
        minute = int(c.value(K.NUMBER, 1))
        c.i += 3
    elif c.at(K.NUMBER) and (
        c.tokens[c.i].glued
        or (c.at(K.UNIT, 1) and c.value(K.UNIT, 1) == "minute")
        or (
            len(c.tokens[c.i].text) == 2
            and c.has(Trait.OCLOCK_IS_24H)
            and (not c.at(K.UNIT, 1) or _place_follows(c, 1) or c.touches())
            and c.tokens[c.i].text.isdigit()
        )
        or _is_single_minute(c)
        or _is_spelled_minute(c)
    ):
        minute = int(c.number() or 0)
        if c.at(K.UNIT) and c.value(K.UNIT) == "minute":
            c.i += 1
    if not 0 <= minute < 60:
        raise c.refuse(f"there is no minute {minute}", "Minutes are 0 to 59.")
    return halved(c, hour, minute, place=place, said_24h=c.has(Trait.OCLOCK_IS_24H))


def _is_spelled_minute(c: Cursor) -> bool:
    """The twenty of "um acht Uhr zwanzig"."""
    after = (K.UNIT, K.TIMES, K.MONTH, K.OCLOCK, K.WEEKDAY, K.DAY_SET, K.ORDINAL, K.NEXT, K.IN_ALL)
    counted = c.at_any(after, 1) and not _place_follows(c, 1)
    spelled = c.has(Trait.MINUTES_AFTER_OCLOCK) and not c.text(c.i).isdigit()
    return spelled and not counted and c.value(K.NUMBER) in range(2, 60)


def _is_single_minute(c: Cursor) -> bool:
    """The 5 of "um 10 Uhr 5", "à 6 heures 5"."""
    spelled = c.has(Trait.MINUTES_AFTER_OCLOCK) and len(c.text(c.i - 1)) > 2
    counted = c.at_any((K.UNIT, K.TIMES, K.MONTH, K.OCLOCK, K.NUMBER, K.IN_ALL), 1)
    return spelled and len(c.text(c.i)) == 1 and not counted and not c.at(K.ORDINAL)


def _is_at_half(c: Cursor) -> bool:
    if c.at(K.MERIDIEM) and c.at(K.ON) and not c.at_any((K.COMMA, K.AND, K.TO, K.DASH, K.CLOSE), 1) and c.i + 1 < c.end:
        # The "am" of "um 9 am Montag" is "on".
        return False
    return c.at(K.MERIDIEM) and (len(c.tokens[c.i].text) > 1 or c.tokens[c.i].glued)


def halved(c: Cursor, hour: int, minute: int, second: int = 0, *, place: int, said_24h: bool) -> Time:
    """A time with the half of the day that follows it, if one does."""
    if not (0 <= minute < 60 and 0 <= second < 60 and 0 <= hour <= 24):
        seconds = f":{second:02}" if second else ""
        raise c.refuse(f"there is no time {hour}:{minute:02}{seconds}", "Hours are 0 to 23, minutes 0 to 59.")
    if _is_at_half(c):
        half = c.value(K.MERIDIEM)
        c.i += 1
        if not 1 <= hour <= 12:
            raise c.refuse(f"there is no {hour}{half}", "With am or pm the hour is 1 to 12.")
        return Time(hour, minute, second, half, place=place)
    if hour == 24 and (minute or second):
        raise c.refuse(f"there is no time 24:{minute:02}", "The day ends at 24:00.")
    return Time(hour, minute, second, exact=said_24h or hour == 0 or hour > 12, place=place)
