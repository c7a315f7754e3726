"""Clock times as said to seconds after midnight."""

from __future__ import annotations

from schedule_mcp.errors import ImpossibleSchedule, UnreadableText
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar.items import Time, Window
from schedule_mcp.schedule.model import DAY_S

HOUR_S = 3600
_MORNING = 7
_EVENING = 19
_NOON = 12
_DAY_ENDS = 24
_SMALL_HOURS = 3
_NIGHT_ENDS = 28
"""Parts of the day that go on for longer, such as 深夜, are said of the hours after midnight themselves."""


def seconds_of(time: Time, context: Context, part: tuple[int, int] | None, *, daily: bool) -> int:
    """Seconds after the midnight that begins the day meant; may pass 24:00 for "tonight at 1"."""
    hour, rest = time.hour, time.minute * 60 + time.second
    hours = time.part or part
    if time.part and part and (time.part[1] <= part[0] or part[1] <= time.part[0]):
        raise UnreadableText("two parts of the day are said that do not overlap", "Say one of them.")
    if time.midnight:
        return _midnight(time, context, hours, daily=daily)
    if time.half:
        hour = hour % 12 + (12 if time.half == "pm" else 0)
        return _in_part(hour, rest, hours, context, daily=daily) + time.days * DAY_S
    if hours is not None and (hour <= 12):
        return _moved(time, rest, hours, context, daily=daily) + time.days * DAY_S
    if time.exact:
        return _in_part(hour, rest, hours, context, daily=daily) + time.days * DAY_S
    # A bare hour of 1 to 12.
    said = f"{hour}:{time.minute:02}" if time.minute else f"{hour}"
    early, late = hour % 12 * HOUR_S + rest, (hour % 12 + 12) * HOUR_S + rest
    # What people mean more often comes first among the answers.
    options = (early, late) if _MORNING <= hour < 12 else (late, early)
    return context.choose(f"Does {said} mean {_clock(early)} or {_clock(late)}?", options) + time.days * DAY_S


def _clock(seconds: int) -> str:
    return f"{seconds // HOUR_S:02}:{seconds % HOUR_S // 60:02}"


def _midnight(time: Time, context: Context, hours: tuple[int, int] | None, *, daily: bool) -> int:
    if time.days:
        return DAY_S
    if hours is not None and hours[0] > 0 and hours[1] <= 24:
        raise UnreadableText("midnight does not lie in that part of the day", "Say only one of them.")
    if daily:
        return 0
    if hours is not None and hours[1] > 24:
        return DAY_S
    return context.choose("Is midnight the start or the end of that day?", (0, DAY_S))


def _moved(time: Time, rest: int, hours: tuple[int, int], context: Context, *, daily: bool) -> int:
    first, end = hours
    candidates = [h for h in (time.hour % 12, time.hour % 12 + 12, time.hour % 12 + 24) if first <= h < end]
    if time.hour == 12 and first == 0:
        candidates = [0] if time.minute else []
        if not candidates:
            raise UnreadableText("'12 in the morning' is not clear", "Say 'midnight' or 'noon'.")
    if not candidates and end == _DAY_ENDS and first > _NOON and (time.hour <= _SMALL_HOURS or time.hour == _NOON):
        # "this evening at 2"
        hour = time.hour % _NOON
        late = hour * HOUR_S + rest if daily else (hour + _DAY_ENDS) * HOUR_S + rest
        afternoon = (hour + _NOON) * HOUR_S + rest
        said = f"{time.hour}:{time.minute:02}"
        ask = f"Does {said} mean {_clock(late % DAY_S)} of the night after, or {_clock(afternoon)}?"
        return context.choose(ask, (late, afternoon), forced=True)
    if candidates == [_DAY_ENDS] and time.is_open_twelve:
        # "tomorrow night at 12:15"
        after, before = DAY_S + rest, _NOON * HOUR_S + rest if daily else rest
        ask = f"12:{time.minute:02} at night: {_clock(rest)} or {_clock(before)}?"
        if not daily:
            ask = f"12:{time.minute:02} of the night that begins on that day, or of the one that ends on it?"
        return context.choose(ask, (after - DAY_S if daily else after, before))
    if not candidates:
        raise UnreadableText(
            f"{time.hour}:{time.minute:02} does not lie in that part of the day", "Say the time with am or pm."
        )
    return _late(candidates[0], rest, hours, context, daily=daily)


def _in_part(hour: int, rest: int, hours: tuple[int, int] | None, context: Context, *, daily: bool) -> int:
    if hours is None or hours[0] <= hour < hours[1]:
        return hour * HOUR_S + rest
    if hour + 24 < hours[1]:
        return _late(hour + 24, rest, hours, context, daily=daily)
    raise UnreadableText(f"{hour:02}:{rest // 60:02} does not lie in that part of the day", "Say only one of them.")


def _late(hour: int, rest: int, hours: tuple[int, int], context: Context, *, daily: bool) -> int:
    """After midnight "at night": every night is every day; a named day's begins on it, unless it may be that before."""
    seconds = hour * HOUR_S + rest
    if seconds >= DAY_S and daily:
        return seconds - DAY_S
    if seconds >= DAY_S and hours[1] > _NIGHT_ENDS:
        return context.choose(
            "The night that begins on that day, or the one that ends on it?", (seconds, seconds - DAY_S)
        )
    return seconds


def _is_certain(time: Time) -> bool:
    return bool(time.half) or time.exact or time.midnight


def _open_bounds(first: Time, last: Time, context: Context) -> tuple[int, int] | None:
    """The ends of "9-5", both without am or pm: asked, without windows of more than half a day; None for others."""
    if any(_is_certain(t) or t.part or t.days or not 1 <= t.hour <= _NOON for t in (first, last)):
        return None
    begins, ends = (
        [h * HOUR_S + t.minute * 60 + t.second for h in (t.hour % 12, t.hour % 12 + 12)] for t in (first, last)
    )
    windows = [(b, b + (e - b) % DAY_S) for b in begins for e in ends if 0 < (e - b) % DAY_S <= DAY_S // 2]
    if len(windows) < 2:
        return None
    windows.sort(key=lambda window: not _MORNING * HOUR_S <= window[0] < _EVENING * HOUR_S)
    meant = " or ".join(f"{_clock(b)} to {_clock(e % DAY_S)}" for b, e in windows)
    said = "-".join(f"{t.hour}:{t.minute:02}" if t.minute else f"{t.hour}" for t in (first, last))
    return context.choose(f"Does {said} mean {meant}?", windows, forced=True)


def window_bounds(window: Window, context: Context, part: tuple[int, int] | None) -> tuple[int, int]:
    """First and last second of a window, the last included; over midnight it passes 24:00."""
    assert window.first is not None
    assert window.last is not None
    # Ends that say am, pm or a time of 24 hours stand by themselves: "every night between 10pm and 6am".
    open_ends = _open_bounds(window.first, window.last, context) if part is None else None
    if open_ends is not None:
        first, last = open_ends
        return first, last if window.last_included else last - 1
    first = seconds_of(window.first, context, None if _is_certain(window.first) else part, daily=True)
    last = seconds_of(window.last, context, None if _is_certain(window.last) else part, daily=True)
    if part is not None and not (part[0] * HOUR_S <= first < part[1] * HOUR_S):
        raise UnreadableText("the window begins outside that part of the day", "Say only one of them.")
    if last == first:
        raise UnreadableText("the window begins where it ends", "Say both ends of the window.")
    if last < first:
        last += DAY_S
    if not window.last_included:
        last -= 1
    return first, last


def grid(first: int, last: int, step: int) -> tuple[int, ...]:
    """first, first + step … up to last."""
    if step < 1:
        raise ImpossibleSchedule("the interval is shorter than a second")
    return tuple(range(first, last + 1, step))
