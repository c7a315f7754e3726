"""Clock times of Chinese and Japanese: a part of the day before its times, windows, minutes of the hour."""

from __future__ import annotations

from dataclasses import dataclass

from schedule_mcp.language.grammar.reorder.replacement import AFTER_A_DURATION, Replacement, has, has_unit, of
from schedule_mcp.language.lexicon import K
from schedule_mcp.language.tokens.text import Token

_NAMING_DAYS = {
    *(K.WEEKDAY, K.DAY_SET, K.ORDINAL, K.DATE, K.DAY_REF, K.MONTH, K.NEXT, K.THIS, K.LAST_DAY, K.FIRST_DAY),
    *(K.SEASON_DAY, K.SLASHED),
}
_TIMED = (K.HHMM, K.CLOCK, K.OCLOCK, K.HALF_PAST)


@dataclass(frozen=True)
class _Said:
    """A clock time as said: its hour, minutes and seconds; noon and midnight need no part of the day."""

    hour: int
    rest: tuple[int, ...]
    certain: bool = False

    @property
    def possible(self) -> bool:
        return all(0 <= n < 60 for n in self.rest)


def time_end(tokens: list[Token], i: int) -> int:
    """Where a clock time that begins here ends; the same place where none does."""
    if has(tokens, i, K.HHMM, K.CLOCK):
        return i + 1
    if not (_is_hour(tokens, i) and has(tokens, i + 1, K.OCLOCK)):
        return i
    if has(tokens, i + 2, K.HALF_PAST):
        return i + 3
    if has(tokens, i + 2, K.NUMBER) and has_unit(tokens, i + 3, "minute") and not has(tokens, i + 4, *AFTER_A_DURATION):
        return i + 4
    return i + 2


def _is_hour(tokens: list[Token], i: int) -> bool:
    """A number, and no digits from which two numbers were made: "18:0020時"."""
    return has(tokens, i, K.NUMBER) and (len(tokens[i].text) <= 2 or not tokens[i].text.isdigit())


def is_post(tokens: list[Token], i: int, edge: str) -> bool:
    return has(tokens, i, K.POSTPOSED) and tokens[i].meanings[K.POSTPOSED] == edge


def is_daily(tokens: list[Token], i: int) -> bool:
    return has(tokens, i, K.FREQUENCY) and tokens[i].meanings[K.FREQUENCY] == (1, "day")


def has_days(tokens: list[Token]) -> bool:
    """Whether a night may be that of some day."""
    return any(t.meanings.keys() & _NAMING_DAYS for t in tokens)


def side_by_side(tokens: list[Token], i: int) -> Replacement:
    """8時12時20時."""
    end = time_end(tokens, i)
    # A number after a colon may be seconds, after an hour its minutes.
    if end == i or not time_end(tokens, end) > end or has(tokens, end, K.CLOCK) or has(tokens, i - 1, K.FROM):
        return None
    return end - i, [*tokens[i:end], of(tokens[i], K.AND)]


def _said(tokens: list[Token]) -> _Said:
    first = tokens[0].meanings
    if K.HHMM in first:
        hour, *rest = first[K.HHMM]
        return _Said(hour, tuple(rest))
    if K.CLOCK in first:
        return _Said(first[K.CLOCK] // 3600, (first[K.CLOCK] % 3600 // 60,), certain=True)
    if len(tokens) < 3:
        return _Said(int(first[K.NUMBER]), (0,))
    minutes = tokens[2].meanings
    return _Said(int(first[K.NUMBER]), (int(minutes[K.HALF_PAST] if K.HALF_PAST in minutes else minutes[K.NUMBER]),))


def _within(said: _Said, part: tuple[int, int]) -> int | None:
    """The hour that is meant in a part of the day; it passes 24 after midnight."""
    hour = said.hour
    if said.certain:
        return hour
    if hour > 12:
        return hour if part[0] <= hour < part[1] else None
    if hour == 12 and part[0] == 0:
        return None
    return next((h for h in (hour % 12, hour % 12 + 12, hour % 12 + 24) if part[0] <= h < part[1]), None)


def _after(said: _Said, part: tuple[int, int], before: tuple[int, tuple[int, ...]]) -> int | None:
    """The hour of a time without a part of the day of its own: in that of the time before it, or at its end."""
    hour = said.hour
    if said.certain or hour > 12:
        return hour
    near = (h for h in (hour % 12, hour % 12 + 12, hour % 12 + 24) if part[0] <= h <= part[1])
    return next((h for h in near if (h, said.rest) > before), None)


# Windows


def window(tokens: list[Token], i: int) -> Replacement:
    """下午1点到5点, 上午9点到下午5点, 8時から10時まで: a part of the day holds for the end as well if it may."""
    begin = i + (has(tokens, i, K.FROM, K.BETWEEN) and not has(tokens, i, K.TO))
    part = tokens[begin].meanings[K.DAY_PART] if has(tokens, begin, K.DAY_PART) else None
    begin += part is not None
    first_end = time_end(tokens, begin)
    if first_end == begin or not has(tokens, first_end, K.TO, K.DASH, K.AND):
        return None
    second = first_end + 1
    next_day = _next_day_end(tokens, second)
    other = tokens[next_day].meanings[K.DAY_PART] if has(tokens, next_day, K.DAY_PART) else None
    end_begin = next_day + (other is not None)
    end = time_end(tokens, end_begin)
    if end == end_begin:
        return None
    closed = end + is_post(tokens, end, "until")
    within = has(tokens, closed, K.BETWEEN)
    if has(tokens, first_end, K.AND) and not within:
        return None
    used = closed + within + (within and has(tokens, closed + 1, K.OF)) - i
    first, last = _said(tokens[begin:first_end]), _said(tokens[end_begin:end])
    hour = first.hour if part is None else _within(first, part)
    if hour is None or not (first.possible and last.possible):
        return used, [of(tokens[i], K.UNKNOWN)]
    if hour >= 24 and (is_daily(tokens, i - 1) or not has_days(tokens)):
        hour -= 24
    until = last.hour if part is None else _after(last, part, (hour, first.rest))
    if other is not None:
        until = _within(last, other)
    start = of(tokens[begin], K.HHMM, (hour, *first.rest))
    if until is None and other is None:
        # "早上9点到5点": which five is open.
        stop = [Token(str(last.hour), {K.NUMBER: last.hour}), of(tokens[end_begin], K.HALF_PAST, last.rest[0])]
    elif until is None:
        return used, [of(tokens[i], K.UNKNOWN)]
    else:
        stop = [of(tokens[end_begin], K.HHMM, (until - 24 if until > 24 else until, *last.rest))]
    passes = until is not None and (until % 24, last.rest) < (hour, first.rest)
    if hour > 23 or (next_day > second and not passes):
        return used, [of(tokens[i], K.UNKNOWN)]
    return used, [of(tokens[i], K.FROM), start, of(tokens[i], K.TO), *stop]


def _next_day_end(tokens: list[Token], i: int) -> int:
    """次日, 翌, 第二天."""
    if has(tokens, i, K.NEXT_DAY):
        return i + 1 + has(tokens, i + 1, K.OF)
    if has(tokens, i, K.ORDINAL) and tokens[i].meanings[K.ORDINAL] == 2 and has_unit(tokens, i + 1, "day"):
        return i + 2 + has(tokens, i + 2, K.OF)
    return i


# Times in a row


def hours_in_a_row(tokens: list[Token], i: int) -> Replacement:
    """8、14和20点: the word after the last hour holds for all."""
    at, joined = i, False
    found: list[Token] = []
    while _is_hour(tokens, at) and has(tokens, at + 1, K.COMMA, K.AND) and tokens[at + 1].text != ":":
        found += [tokens[at], Token("点", {K.OCLOCK: None}), of(tokens[at + 1], K.AND)]
        at, joined = at + 2, True
    if not joined or not (has(tokens, at, K.NUMBER) and has(tokens, at + 1, K.OCLOCK)) or has(tokens, i - 1, K.OCLOCK):
        return None
    return at - i, found


def row(tokens: list[Token], i: int) -> Replacement:
    """早上7点和晚上9点: a part of the day holds for its time and those after it, not for those before."""
    found: list[Token] = []
    part: tuple[int, int] | None = None
    at, parts, daily = i, 0, is_daily(tokens, i - 1)
    last: tuple[int, tuple[int, ...]] = (0, ())
    end = i
    while True:
        own = has(tokens, at, K.DAY_PART)
        part = tokens[at].meanings[K.DAY_PART] if own else part
        ends = time_end(tokens, at + own)
        if ends == at + own:
            break
        said = _said(tokens[at + own : ends])
        placed = said.hour if part is None else _within(said, part)
        if placed is None and not own and said.hour > 12:
            placed = said.hour
        early = not own and part is not None and not said.certain
        before = early and placed is not None and (placed, said.rest) <= last
        if placed is None or before or placed > 24 or not said.possible:
            found.append(of(tokens[at], K.UNKNOWN))
        else:
            found.append(of(tokens[at], K.HHMM, (placed, *said.rest)))
            last = (placed, said.rest)
        parts += own
        end = ends
        if has(tokens, end, K.DAY_PART) and time_end(tokens, end + 1) > end + 1:
            # "7点晚上9点": the evening is that of the nine.
            found.append(of(tokens[end], K.AND))
            at = end
            continue
        if not has(tokens, end, K.AND, K.COMMA):
            break
        found.append(tokens[end])
        at = end + 1 + (daily and is_daily(tokens, end + 1))
    times = [t for t in found if K.HHMM in t.meanings or K.UNKNOWN in t.meanings]
    runs_on = has(tokens, end, K.TO) and _next_time(tokens, end + 1)
    # A time after midnight alone, or one that does not lie in its part of the day, is spoken of later.
    alone = len(times) == 1 and (K.UNKNOWN in times[0].meanings or last[0] >= 24)
    if not times or not parts or runs_on or alone:
        return None
    return end - i, found if times[-1] is found[-1] else found[:-1]


def _next_time(tokens: list[Token], i: int) -> bool:
    i = _next_day_end(tokens, i)
    begin = i + has(tokens, i, K.DAY_PART)
    return time_end(tokens, begin) > begin


def times_at_those(tokens: list[Token], i: int) -> Replacement:
    """8時と20時の2回, 每天9点一次: as many runs a day as times are said, and once is no count."""
    led = i + has(tokens, i, K.OF, K.AT)
    led += has(tokens, led, K.EACH)
    if not _ends_a_time(tokens, i - 1):
        return None
    if has(tokens, led - 1, K.EACH):
        said = has(tokens, led, K.COUNT) and tokens[led].meanings[K.COUNT] == 1
        return led + said - i, []
    if has(tokens, led, K.COUNT):
        n, end = int(tokens[led].meanings[K.COUNT]), led + 1
    elif has(tokens, led, K.NUMBER) and has(tokens, led + 1, K.TIMES) and not tokens[led + 1].meanings[K.TIMES]:
        n, end = int(tokens[led].meanings[K.NUMBER]), led + 2
    else:
        return None
    if n == 1:
        return None if has(tokens, end, K.NUMBER) else (end - i, [])
    like = tokens[led]
    if led == i:
        # "8時と20時2回": in all, or each day.
        return (end - i, [of(like, K.COUNT, n)]) if n == _times_before(tokens, i) else None
    return end - i, [of(like, K.NUMBER, n), of(like, K.TIMES), of(like, K.PER), of(like, K.UNIT, "day")]


def _ends_a_time(tokens: list[Token], i: int) -> bool:
    minutes = has_unit(tokens, i, "minute") and has(tokens, i - 1, K.NUMBER) and has(tokens, i - 2, K.OCLOCK)
    return has(tokens, i, *_TIMED) or minutes


def _times_before(tokens: list[Token], i: int) -> int:
    """How many clock times stand in a row before this place."""
    count = 0
    begins = [k for k in range(i) if time_end(tokens, k) > k]
    at = i
    for k in reversed(begins):
        gap = tokens[time_end(tokens, k) : at]
        if not all(t.meanings.keys() & {K.AND, K.COMMA, K.DAY_PART} for t in gap):
            break
        count, at = count + 1, k
    return count


# Minutes of every hour


def minute_of_hours(tokens: list[Token], i: int) -> Replacement:
    """毎時30分, 每小时的第10分和第40分, 毎時ちょうど."""
    if not (has(tokens, i, K.FREQUENCY) and tokens[i].meanings[K.FREQUENCY] == (1, "hour")):
        return None
    at = i + 1 + has(tokens, i + 1, K.OF)
    if has(tokens, at, K.ON_THE_HOUR):
        return at + 1 - i, [tokens[i], of(tokens[at], K.MINUTE, tokens[at].meanings[K.ON_THE_HOUR])]
    found: list[Token] = []
    named = False
    while has(tokens, at, K.NUMBER, K.ORDINAL):
        said = tokens[at].meanings
        minute = said[K.NUMBER] if K.NUMBER in said else said[K.ORDINAL]
        if not 0 <= minute < 60 or minute != int(minute):
            return None
        found.append(of(tokens[at], K.MINUTE, (int(minute),)))
        named = has_unit(tokens, at + 1, "minute")
        at += 1 + named
        if not has(tokens, at, K.AND, K.COMMA) or not has(tokens, at + 1, K.NUMBER, K.ORDINAL):
            break
        if not (has(tokens, at + 2, K.AND, K.COMMA) or has_unit(tokens, at + 2, "minute")):
            break
        found.append(of(tokens[at], K.AND))
        at += 1
    if not named or has(tokens, at, *AFTER_A_DURATION):
        return None
    return at - i, [tokens[i], *found]


def spoken_minutes(tokens: list[Token], i: int) -> Replacement:
    """九点四十: minutes without their unit."""
    if not (has(tokens, i, K.OCLOCK) and has(tokens, i + 1, K.NUMBER)) or tokens[i + 1].text.isdigit():
        return None
    if has(tokens, i + 2, K.UNIT, K.TIMES, K.OCLOCK, K.MONTH, K.NUMBER):
        return None
    return 2, [tokens[i], tokens[i + 1], of(tokens[i + 1], K.UNIT, "minute")]


def meridiem_first(tokens: list[Token], i: int) -> Replacement:
    """PM 9:00, AM9時."""
    if not has(tokens, i, K.MERIDIEM) or has(tokens, i - 1, K.NUMBER, *_TIMED) or time_end(tokens, i + 1) == i + 1:
        return None
    return 1, [of(tokens[i], K.DAY_PART, (0, 12) if tokens[i].meanings[K.MERIDIEM] == "am" else (12, 24))]


def exactly(tokens: list[Token], i: int) -> Replacement:
    """9時ちょうど."""
    return (1, []) if has(tokens, i, K.ON_THE_HOUR) and _ends_a_time(tokens, i - 1) else None


def part_of_a_time(tokens: list[Token], i: int) -> Replacement:
    """夜の9時."""
    return (1, []) if has(tokens, i - 1, K.DAY_PART) and time_end(tokens, i + 1) > i + 1 else None
