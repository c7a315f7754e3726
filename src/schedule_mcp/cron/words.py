"""A cron expression in words, for people: the times first, then the days.

The words follow the fields, so that a reader finds them again. They are not read back; `describe` has a canonical
form for that.
"""

from __future__ import annotations

from collections.abc import Sequence

from schedule_mcp.cron.dialects import DAY, HOUR, MINUTE, MONTH, SECOND, WEEKDAY, YEAR
from schedule_mcp.cron.text import Expression, Field
from schedule_mcp.schedule.english import MONTHS, WEEKDAYS, listed, ordinal
from schedule_mcp.schedule.model import EVERY_WEEKDAY, WORKDAYS, Nth

_EVERY_DAY = "every day"
_LISTED_AT_MOST = 8
_MINUTES_LISTED_AT_MOST = 12
_FULL_DAY, _FULL_HOUR = 24, 60


def in_words(read: Expression) -> str:
    """
    >>> from schedule_mcp.cron.text import parse_fields
    >>> in_words(parse_fields("0 9 13 * 5"))
    'at 09:00, on the 13th of each month and also every Friday'
    >>> in_words(parse_fields("*/5 9-17 * 6-8 1-5"))
    'every 5 minutes from 09:00 to 17:55, every weekday in June, July and August'
    """
    times, days = times_in_words(read), days_in_words(read)
    return times if times.startswith("every") and days == _EVERY_DAY else f"{times}, {days}"


# -- times of the day --------------------------------------------------------------------------------------


def times_in_words(read: Expression) -> str:
    """When on a day: "at 09:00 and 17:00", "every 5 minutes from 09:00 to 17:55", "every hour at :15"."""
    hours, minutes, seconds = (sorted(read.field(name).values) for name in (HOUR, MINUTE, SECOND))
    count = len(hours) * len(minutes) * len(seconds)
    if count <= _LISTED_AT_MOST or (count <= _MINUTES_LISTED_AT_MOST and len(minutes) == 1 and not _is_run(hours)):
        return f"at {listed([_clock(h, m, s, seconds) for h in hours for m in minutes for s in seconds])}"
    return _minutes_in_words(hours, minutes) + _seconds_in_words(seconds)


def _clock(hour: int, minute: int, second: int, seconds: Sequence[int]) -> str:
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if list(seconds) != [0] else "")


def _minutes_in_words(hours: Sequence[int], minutes: Sequence[int]) -> str:
    pace = _pace(minutes)
    if pace and _is_run(hours):
        within = "" if len(hours) == _FULL_DAY else f" from {hours[0]:02}:00 to {hours[-1]:02}:{minutes[-1]:02}"
        return pace + within
    if len(hours) == _FULL_DAY:
        return f"every hour at {_past(minutes)}"
    if len(hours) == len(minutes) == 1:
        return f"at {hours[0]:02}:{minutes[0]:02}"
    if len(minutes) == 1 and _is_run(hours):
        return f"every hour from {hours[0]:02}:{minutes[0]:02} to {hours[-1]:02}:{minutes[0]:02}"
    if len(hours) == 1:
        return f"at {_past(minutes)} of the hour from {hours[0]:02}:00"
    which = f"each hour from {hours[0]} to {hours[-1]}" if _is_run(hours) else f"the hours {listed(_texts(hours))}"
    return f"{pace} of {which}" if pace else f"at {_past(minutes)} of {which}"


def _pace(minutes: Sequence[int]) -> str | None:
    """ "every 5 minutes" where that is true from one hour to the next too."""
    step = _FULL_HOUR // len(minutes)
    if len(minutes) < 4 or list(minutes) != list(range(0, _FULL_HOUR, step)):
        return None
    return "every minute" if step == 1 else f"every {step} minutes"


def _past(minutes: Sequence[int]) -> str:
    texts = [f":{minute:02}" for minute in minutes]
    if len(texts) > 2 and _is_run(minutes):
        return f"each minute from {texts[0]} to {texts[-1]}"
    return _shortened(texts)


def _shortened(texts: Sequence[str]) -> str:
    return listed(texts) if len(texts) <= _MINUTES_LISTED_AT_MOST else f"{', '.join(texts[:3])}, … {texts[-1]}"


def _seconds_in_words(seconds: Sequence[int]) -> str:
    if list(seconds) == [0]:
        return ""
    if len(seconds) == _FULL_HOUR:
        return ", every second"
    if len(seconds) > 2 and _is_run(seconds):
        return f", each second from {seconds[0]} to {seconds[-1]}"
    return f", at second {_shortened(_texts(seconds))}"


def _texts(numbers: Sequence[int]) -> list[str]:
    return [str(number) for number in numbers]


def _is_run(numbers: Sequence[int]) -> bool:
    return numbers[-1] - numbers[0] == len(numbers) - 1


# -- days --------------------------------------------------------------------------------------------------


def days_in_words(read: Expression) -> str:
    """Which days, by the dialect's own day rule."""
    day, weekday = read.field(DAY), read.field(WEEKDAY)
    by_day, by_weekday = not day.is_full, not (weekday.is_full or weekday.values == EVERY_WEEKDAY)
    months = _months_in_words(read)
    if read.joins_by_or:
        # One of them may be a full list: then every day counts.
        by_day = by_weekday = by_day and by_weekday
    if by_day and by_weekday and read.joins_by_or:
        within = f" in {months}" if months else ""
        words = f"on {_days(day)} of {months or 'each month'} and also {_weekdays(weekday)}{within}"
    elif by_day and by_weekday:
        words = f"{_weekdays(weekday)} that falls on {_days(day, 'or')} of {months or 'each month'}"
    elif by_day:
        words = f"on {_days(day)} of {months or 'each month'}"
    else:
        every = _weekdays(weekday) if by_weekday else _EVERY_DAY
        words = f"{every} in {months}" if months else every
    return words + _years_in_words(read)


def _months_in_words(read: Expression) -> str:
    months = read.field(MONTH)
    return "" if months.is_full else listed([MONTHS[month - 1] for month in sorted(months.values)])


def _years_in_words(read: Expression) -> str:
    years = sorted(read.field(YEAR).values)
    if not years or read.field(YEAR).is_full:
        return ""
    if len(years) > 2 and _is_run(years):
        return f", from {years[0]} to {years[-1]}"
    return f", in {listed(_texts(years))}" if len(years) <= _LISTED_AT_MOST else f", in {read.field(YEAR).text}"


def _days(day: Field, last: str = "and") -> str:
    words = [word for word in map(_special_day, day.text.upper().split(",")) if word]
    numbers = sorted(day.values)
    if len(numbers) > 2 and _is_run(numbers):
        words.insert(0, f"the {ordinal(numbers[0])} to {ordinal(numbers[-1])}")
    elif len(numbers) > _LISTED_AT_MOST:
        words.insert(0, f"the {', '.join(map(ordinal, numbers[:3]))}, … {ordinal(numbers[-1])}")
    elif numbers:
        words = [f"the {ordinal(numbers[0])}", *map(ordinal, numbers[1:]), *words]
    return listed(words, last)


def _special_day(item: str) -> str:
    if item in ("L", "LAST", "$"):
        return "the last day"
    if item in ("LW", "WL"):
        return "the last working day"
    if item.startswith("L-"):
        return f"the {ordinal(int(item[2:]))} day before the last day"
    return f"the working day nearest to the {ordinal(int(item[:-1]))}" if item.endswith("W") else ""


def _weekdays(weekday: Field) -> str:
    if weekday.values == WORKDAYS and not weekday.special:
        return "every weekday"
    words = [f"every {listed([WEEKDAYS[number] for number in sorted(weekday.values)])}"] if weekday.values else []
    words += [f"on the {_nth(days)} of the month" for days in weekday.special if isinstance(days, Nth)]
    return listed(words)


def _nth(days: Nth) -> str:
    (number,), (position,) = days.among, days.positions
    if position < -1:
        return f"{ordinal(-position)} to last {WEEKDAYS[number]}"
    return f"last {WEEKDAYS[number]}" if position == -1 else f"{ordinal(position)} {WEEKDAYS[number]}"
