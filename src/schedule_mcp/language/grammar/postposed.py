"""Chinese and Japanese say after a word what the grammar looks for before it: tokens are put into its order first.

"金曜日まで" becomes UNTIL Friday, "周六除外" EXCEPT Saturday, "8時から10時まで" FROM 8 TO 10, "15分に1回" 15 minutes
EVERY_AFTER. A postposed word without a point before it stays as it is: nothing reads it, so the text is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from schedule_mcp.language.lexicon import K
from schedule_mcp.language.tokens import Token

_CLOCK_UNITS = ("second", "minute", "hour")
_SPLIT = (
    frozenset({K.FREQUENCY, K.DAY_PART}),
    frozenset({K.DAY_REF, K.DAY_PART}),
    frozenset({K.NEXT, K.UNIT}),
    frozenset({K.THIS, K.UNIT}),
)
"""Kinds that together on one token are said one after the other: 毎晩 is 毎日 and 晩, 下周二 is 下, 周 and 周二."""
_SPLIT_ORDER = (K.FREQUENCY, K.DAY_REF, K.NEXT, K.THIS, K.UNIT, K.WEEKDAY, K.DAY_PART)
_SAID_BEFORE = {"start": (K.START, K.FROM), "until": (K.UNTIL, K.TO), "except": (K.EXCEPT,)}
_EMITTED = {"start": K.START, "until": K.UNTIL, "except": K.EXCEPT}
_DATES = (K.DATE, K.DAY_REF, K.SEASON_DAY, K.SLASHED)
_WEEKDAYS = (K.WEEKDAY, K.DAY_SET)
_BEFORE_A_DURATION = (K.EVERY, K.FOR, K.IN, K.APART)
_AFTER_A_DURATION = (K.EVERY_AFTER, K.APART, K.FROM_NOW, K.BEFORE)


def reordered(tokens: list[Token]) -> list[Token]:
    """The tokens in the order in which other languages say them."""
    found = [t for t in tokens if set(t.meanings) != {K.FILLER}]
    for step in _STEPS:
        found = step(found)
    return found


def _of(like: Token, kind: str, value: Any = None) -> Token:
    return Token(like.text, {kind: value}, like.glued, like.start)


def _has(tokens: list[Token], i: int, *kinds: str) -> bool:
    if not 0 <= i < len(tokens):
        return False
    meanings = tokens[i].meanings
    for kind in kinds:  # noqa: SIM110 (asked so often that a generator is felt)
        if kind in meanings:
            return True
    return False


def _unit(tokens: list[Token], i: int, *units: str) -> bool:
    return _has(tokens, i, K.UNIT) and tokens[i].meanings[K.UNIT] in units


def _replaced(tokens: list[Token], rule: Callable[[list[Token], int], tuple[int, list[Token]] | None]) -> list[Token]:
    """Every place where the rule answers (how many tokens it takes, what stands there instead)."""
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        answer = rule(tokens, i)
        used, instead = answer if answer is not None else (1, [tokens[i]])
        found.extend(instead)
        i += used
    return found


def _split(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    token = tokens[i]
    if not any(kinds <= set(token.meanings) for kinds in _SPLIT):
        return None
    return 1, [_of(token, kind, token.meanings[kind]) for kind in _SPLIT_ORDER if kind in token.meanings]


def _whole_date(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """2027年1月1日."""
    year = tokens[i].text
    if not (len(year) == 4 and year.isdigit() and _unit(tokens, i + 1, "year") and _has(tokens, i + 2, K.MONTH)):
        return None
    if not (_has(tokens, i + 3, K.NUMBER) and _unit(tokens, i + 4, "day")):
        return None
    try:
        day = date(int(year), tokens[i + 2].meanings[K.MONTH], int(tokens[i + 3].meanings[K.NUMBER]))
    except ValueError:
        return 5, [_of(tokens[i], K.UNKNOWN)]
    return 5, [_of(tokens[i], K.DATE, day)]


def _day_of_month(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """1号, 25日: a day of the month, unless 毎 or 後 make it an amount of days."""
    if not (_has(tokens, i, K.NUMBER) and _has(tokens, i + 1, K.DAY_NUMBER)):
        return None
    n = tokens[i].meanings[K.NUMBER]
    counted = _has(tokens, i + 2, K.NUMBER, K.COUNT) and _has(tokens, i + 3, K.TIMES)
    counted |= _has(tokens, i + 2, K.AT) and _has(tokens, i + 4, K.TIMES)
    if counted or _has(tokens, i - 1, *_BEFORE_A_DURATION) or _has(tokens, i + 2, *_AFTER_A_DURATION, K.COUNT):
        return None
    if not 1 <= n <= 31 or n != int(n):
        return None
    said = Token(tokens[i].text + tokens[i + 1].text, {K.ORDINAL: int(n)}, False, tokens[i].start)
    # "1日月曜" is no first Monday.
    return 2, [said, *([_of(said, K.COMMA)] if _has(tokens, i + 2, *_WEEKDAYS) else [])]


def _spoken_minutes(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """九点四十: minutes without their unit."""
    if not (_has(tokens, i, K.OCLOCK) and _has(tokens, i + 1, K.NUMBER)) or tokens[i + 1].text.isdigit():
        return None
    if _has(tokens, i + 2, K.UNIT, K.TIMES, K.OCLOCK, K.MONTH, K.NUMBER):
        return None
    return 2, [tokens[i], tokens[i + 1], _of(tokens[i + 1], K.UNIT, "minute")]


# Paces


def _times_said(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """How often, and how many tokens say it: 一次, 3回."""
    if _has(tokens, i, K.NUMBER) and _has(tokens, i + 1, K.TIMES):
        return int(tokens[i].meanings[K.NUMBER]), 2
    if _has(tokens, i, K.COUNT):
        return int(tokens[i].meanings[K.COUNT]), 1
    return None


def _per(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """每15分钟一次, 15分に1回, 毎日2回: so many times in each period, never in all."""
    if _has(tokens, i, K.FREQUENCY):
        said = _times_said(tokens, i + 1)
        if said is None:
            return None
        n, used = said
        times = [_of(tokens[i], K.NUMBER, n), _of(tokens[i], K.TIMES)] if n > 1 else []
        return 1 + used, [*times, tokens[i]]
    led = 1 if _has(tokens, i, K.EVERY) else 0
    numbered = 1 if _has(tokens, i + led, K.NUMBER) else 0
    at = i + led + numbered
    if not _has(tokens, at, K.UNIT) or (not numbered and _has(tokens, i - 1, K.NUMBER, K.EVERY, K.OF, K.ORDINAL)):
        return None
    gap = 1 if _has(tokens, at + 1, K.AT, K.EVERY_AFTER) else 0
    said = _times_said(tokens, at + 1 + gap)
    if said is None or _has(tokens, i, K.OCLOCK) or (not led and _has(tokens, i - 1, K.OCLOCK, K.EVERY, K.APART)):
        return None
    n, used = said
    amount = tokens[i + led].meanings[K.NUMBER] if numbered else 1
    whole = at + 1 + gap + used - i
    if n == 1:
        return whole, [_of(tokens[at], K.NUMBER, amount), tokens[at], _of(tokens[at], K.EVERY_AFTER)]
    if amount == 1:
        return whole, [_of(tokens[at], K.NUMBER, n), _of(tokens[at], K.TIMES), _of(tokens[at], K.PER), tokens[at]]
    return whole, [_of(tokens[i], K.UNKNOWN)]


def _apart(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """15分おき, 每隔三天: with days between them it is open whether these count."""
    ahead = 1 if _has(tokens, i, K.APART) else 0
    numbered = 1 if _has(tokens, i + ahead, K.NUMBER) else 0
    at = i + ahead + numbered
    if not _has(tokens, at, K.UNIT) or not (ahead or _has(tokens, at + 1, K.APART)):
        return None
    n = tokens[i + ahead].meanings[K.NUMBER] if numbered else 1
    unit = tokens[at].meanings[K.UNIT]
    used = at + 1 - i + (0 if ahead else 1)
    once = _times_said(tokens, i + used)
    if once is not None:
        if once[0] != 1:
            return None
        used += once[1]
    if unit in (*_CLOCK_UNITS, "half hour", "quarter hour"):
        return used, [_of(tokens[at], K.NUMBER, n), tokens[at], _of(tokens[at], K.EVERY_AFTER)]
    if n == 1 and (ahead or unit == "day"):
        return used, [_of(tokens[at], K.FREQUENCY, (2, unit))]
    return used, [_of(tokens[at], K.VAGUE_FREQUENCY, ((n, unit), (n + 1, unit)))]


def _lasting(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """3日間: for three days."""
    if not (_has(tokens, i, K.NUMBER) and _unit(tokens, i + 1, "day", "week", "month", "year")):
        return None
    if not tokens[i + 1].text.endswith("間") or _has(tokens, i + 2, *_AFTER_A_DURATION, K.AT, K.COUNT, K.NUMBER):
        return None
    ahead = 1 if _has(tokens, i + 2, K.OF) else 0
    return 2 + ahead, [_of(tokens[i], K.FOR), tokens[i], tokens[i + 1], _of(tokens[i], K.COMMA)]


def _edge(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """毎月末, 每季度末, 毎四半期の初日; 今月末."""
    if _has(tokens, i, K.NEXT, K.THIS) and _has(tokens, i + 1, K.UNIT) and _has(tokens, i + 2, K.END, K.BEGINNING):
        return 3, [tokens[i + 2], tokens[i], tokens[i + 1]]
    if not _has(tokens, i, K.FREQUENCY) or tokens[i].meanings[K.FREQUENCY] not in ((1, "month"), (1, "quarter")):
        return None
    ahead = 1 + _has(tokens, i + 1, K.OF)
    if not _has(tokens, i + ahead, K.END, K.BEGINNING, K.LAST_DAY, K.FIRST_DAY):
        return None
    position = -1 if _has(tokens, i + ahead, K.END, K.LAST_DAY) else 1
    like, unit = tokens[i + ahead], tokens[i].meanings[K.FREQUENCY][1]
    return 1 + ahead, [
        _of(like, K.ORDINAL, position),
        _of(like, K.UNIT, "day"),
        _of(like, K.OF),
        _of(like, K.UNIT, unit),
    ]


# Windows and points


def _time_end(tokens: list[Token], i: int) -> int:
    """Where a clock time that begins here ends; the same place where none does."""
    if _has(tokens, i, K.HHMM, K.CLOCK):
        return i + 1
    if not (_has(tokens, i, K.NUMBER) and _has(tokens, i + 1, K.OCLOCK)):
        return i
    if _has(tokens, i + 2, K.HALF_PAST):
        return i + 3
    if _has(tokens, i + 2, K.NUMBER) and _unit(tokens, i + 3, "minute") and not _has(tokens, i + 4, *_AFTER_A_DURATION):
        return i + 4
    return i + 2


def _clock(tokens: list[Token]) -> tuple[int, int]:
    first = tokens[0].meanings
    if K.HHMM in first:
        return int(first[K.HHMM][0]), int(first[K.HHMM][1])
    if K.CLOCK in first:
        return first[K.CLOCK] // 3600, first[K.CLOCK] % 3600 // 60
    if len(tokens) < 3:
        return int(first[K.NUMBER]), 0
    minutes = tokens[2].meanings
    return int(first[K.NUMBER]), int(minutes[K.HALF_PAST] if K.HALF_PAST in minutes else minutes[K.NUMBER])


def _within(hour: int, part: tuple[int, int], *, own: bool = True) -> int | None:
    """The hour of 24 that an hour means in a part of the day that is its own or that of a time before it."""
    if hour > 12:
        return hour if not own or part[0] <= hour < part[1] else None
    if hour == 12 and part[0] == 0:
        return None
    return next((h % 24 for h in (hour % 12, hour % 12 + 12, hour % 12 + 24) if part[0] <= h < part[1]), None)


def _window(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """下午1点到5点, 上午9点到下午5点, 8時から10時まで: a part of the day holds for the end as well if it may."""
    led = 1 if _has(tokens, i, K.FROM, K.BETWEEN) and not _has(tokens, i, K.TO) else 0
    begin = i + led
    parted = 1 if _has(tokens, begin, K.DAY_PART) else 0
    first_end = _time_end(tokens, begin + parted)
    if first_end == begin + parted or not _has(tokens, first_end, K.TO, K.DASH):
        return None
    other = 1 if _has(tokens, first_end + 1, K.DAY_PART) else 0
    second = first_end + 1 + other
    end = _time_end(tokens, second)
    if end == second:
        return None
    used = end - i + (1 if _is_post(tokens, end, "until") else 0)
    (hour, minute), (last, last_minute) = _clock(tokens[begin + parted : first_end]), _clock(tokens[second:end])
    hours: list[int | None] = [hour, last]
    if parted:
        part = tokens[begin].meanings[K.DAY_PART]
        hours = [_within(hour, part), last if other else _within(last, part, own=False)]
        after = hours[0] is not None and hours[1] is not None and (hours[1], last_minute) > (hours[0], minute)
        if not other and not after:
            # "早上9点到5点": which five is open.
            hours[1] = None
    if other:
        hours[1] = _within(last, tokens[first_end + 1].meanings[K.DAY_PART])
    unclear = None in hours or not all(h is not None and 0 <= h <= 24 for h in hours)
    if unclear or minute > 59 or last_minute > 59:
        return used, [_of(tokens[i], K.UNKNOWN)]
    at = [_of(tokens[begin], K.HHMM, (h, m)) for h, m in zip(hours, (minute, last_minute), strict=True)]
    return used, [_of(tokens[i], K.FROM), at[0], _of(tokens[i], K.TO), at[1]]


def _row(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """早上7点和晚上9点: a part of the day holds for its time and those after it, not for those before."""
    found: list[Token] = []
    part: tuple[int, int] | None = None
    at, parts, daily = i, 0, _has(tokens, i - 1, K.FREQUENCY) and tokens[i - 1].meanings[K.FREQUENCY] == (1, "day")
    last, end = (0, 0), i
    while True:
        own = _has(tokens, at, K.DAY_PART)
        part = tokens[at].meanings[K.DAY_PART] if own else part
        time_end = _time_end(tokens, at + own)
        if time_end == at + own:
            break
        hour, minute = _clock(tokens[at + own : time_end])
        placed = hour if part is None else _within(hour, part, own=own)
        if placed is None or (not own and part is not None and (placed, minute) <= last) or placed > 24 or minute > 59:
            found.append(_of(tokens[at], K.UNKNOWN))
        else:
            found.append(_of(tokens[at], K.HHMM, (placed, minute)))
            last = (placed, minute)
        parts += own
        end = time_end
        if _has(tokens, end, K.DAY_PART) and _time_end(tokens, end + 1) > end + 1:
            # "7点晚上9点": the evening is that of the nine.
            found.append(_of(tokens[end], K.AND))
            at = end
            continue
        if not _has(tokens, end, K.AND, K.COMMA):
            break
        found.append(tokens[end])
        again = daily and _has(tokens, end + 1, K.FREQUENCY) and tokens[end + 1].meanings[K.FREQUENCY] == (1, "day")
        at = end + 1 + again
    times = [t for t in found if K.HHMM in t.meanings or K.UNKNOWN in t.meanings]
    if len(times) < 2 or not parts or _has(tokens, end, K.TO):
        return None
    return end - i, found if times[-1] is found[-1] else found[:-1]


def _minute_of_hours(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """毎時30分."""
    if not (_has(tokens, i, K.FREQUENCY) and tokens[i].meanings[K.FREQUENCY] == (1, "hour")):
        return None
    ahead = 1 + _has(tokens, i + 1, K.OF)
    if not (_has(tokens, i + ahead, K.NUMBER) and _unit(tokens, i + ahead + 1, "minute")):
        return None
    if _has(tokens, i + ahead + 2, *_AFTER_A_DURATION) or not tokens[i + ahead].meanings[K.NUMBER] < 60:
        return None
    return ahead + 2, [tokens[i], _of(tokens[i + ahead], K.MINUTE, (int(tokens[i + ahead].meanings[K.NUMBER]),))]


def _is_post(tokens: list[Token], i: int, edge: str) -> bool:
    return _has(tokens, i, K.POSTPOSED) and tokens[i].meanings[K.POSTPOSED] == edge


def _day_end(tokens: list[Token], i: int) -> tuple[int, str]:
    """Where one day that begins here ends, and which sort it is."""
    if _has(tokens, i, *_DATES):
        return i + 1, "date"
    if _has(tokens, i, K.NEXT, K.THIS) and _has(tokens, i + 1, K.UNIT):
        ahead = i + 2 + _has(tokens, i + 2, K.OF)
        if _has(tokens, ahead, K.WEEKDAY, K.ORDINAL, K.LAST_DAY):
            return ahead + 1, "date"
        return i + 2, "date"
    if _has(tokens, i, K.NEXT, K.THIS) and _has(tokens, i + 1, K.WEEKDAY):
        return i + 2, "date"
    if _has(tokens, i, K.MONTH):
        return i + 1 + _has(tokens, i + 1, K.ORDINAL), "date"
    if _has(tokens, i, K.ORDINAL) and not _has(tokens, i + 1, K.WEEKDAY, K.DAY_SET, K.UNIT):
        return i + 1, "number"
    if _has(tokens, i, *_WEEKDAYS):
        return i + 1, "weekday"
    if _has(tokens, i, K.HOLIDAYS):
        return i + 1, "holidays"
    return i, ""


def _point(tokens: list[Token], i: int) -> tuple[int, str]:
    """Where a day, a time or both that begin here end: sorts "date", "date time", "weekday", "time" …"""
    end, sort = _day_end(tokens, i)
    at = end + (1 if end > i and _has(tokens, end, K.OF) else 0)
    at += 1 if _has(tokens, at, K.DAY_PART) else 0
    time = _time_end(tokens, at)
    if time > at:
        return time, f"{sort} time".strip()
    return end, sort


def _listed(tokens: list[Token], i: int) -> int:
    """Where days joined by "and" end, or weekdays joined by commas."""
    end, sort = _day_end(tokens, i)
    while sort and _has(tokens, end, K.AND, K.COMMA):
        following, other = _day_end(tokens, end + 1)
        row = _has(tokens, end - 1, K.WEEKDAY) and _has(tokens, end + 1, K.WEEKDAY)
        if not other or not (row or _has(tokens, end, K.AND)):
            break
        end = following
    return end


def _range(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """月曜から金曜まで, 10月1日から10月5日まで."""
    end, sort = _day_end(tokens, i)
    if not sort or not (_is_post(tokens, end, "start") and _has(tokens, end, K.TO)):
        return None
    last, other = _day_end(tokens, end + 1)
    if other != sort or (_has(tokens, last, K.OF) and _is_post(tokens, _point(tokens, end + 1)[0], "until")):
        return None
    if _time_end(tokens, last) > last and _is_post(tokens, _time_end(tokens, last), "until"):
        return None
    used = last - i + (1 if _is_post(tokens, last, "until") else 0)
    to = [_of(tokens[end], K.TO)]
    led = [_of(tokens[i], K.FROM)] if sort == "date" else []
    return used, [*led, *tokens[i:end], *to, *tokens[end + 1 : last]]


def _moved(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """A point and the word after it: 金曜日まで, 7月1日起, 周六除外."""
    monthly = _has(tokens, i, K.FREQUENCY) and tokens[i].meanings[K.FREQUENCY] in ((1, "month"), (1, "week"))
    if monthly:
        end = _listed(tokens, i + 1)
        further = end + 1 + _has(tokens, end + 1, K.OF)
        if end > i + 1 and _is_post(tokens, end, "except") and _has(tokens, further, K.FREQUENCY, K.DAY_SET):
            # "毎月15日以外の毎日"
            return _emitted(tokens, i, i + 1, end, "except", [])
    led = [e for e, kinds in _SAID_BEFORE.items() if _has(tokens, i, *kinds) and not _has(tokens, i, K.POSTPOSED)]
    begin = i + (1 if led else 0)
    end = _listed(tokens, begin)
    if end > begin and _is_post(tokens, end, "except"):
        if not led and i > 0 and _has(tokens, i - 1, K.OF) and not _has(tokens, i - 2, K.DAY_SET, K.FREQUENCY):
            return None
        return _emitted(tokens, i, begin, end, "except", led)
    end, sort = _point(tokens, begin)
    if end == begin or not _has(tokens, end, K.POSTPOSED):
        return None
    edge = tokens[end].meanings[K.POSTPOSED]
    if edge == "except":
        return None
    each = _comes_again(tokens, begin)
    if each and sort == "number":
        return None
    if each and sort in ("weekday time", "number time"):
        # "平日の9時から" bounds each of these days.
        day, _ = _day_end(tokens, begin)
        at = day + (1 if _has(tokens, day, K.OF) else 0)
        _, moved = _emitted(tokens, at, at, end, edge, [])
        return end + 1 - i, [*tokens[i:day], *moved]
    if sort == "weekday time" and edge == "start":
        # "土曜の9時から": that instant, or each Saturday.
        return end + 1 - i, [_of(tokens[i], K.UNKNOWN)]
    return _emitted(tokens, i, begin, end, edge, led)


def _comes_again(tokens: list[Token], i: int) -> bool:
    each = _has(tokens, i, K.WEEKDAY) and bool(tokens[i].meanings[K.WEEKDAY][1])
    return each or _has(tokens, i, K.DAY_SET) or _has(tokens, i - 1, K.FREQUENCY)


def _emitted(tokens: list[Token], i: int, begin: int, end: int, edge: str, led: list[str]) -> tuple[int, list[Token]]:
    if led and edge not in led:
        return end + 1 - i, [_of(tokens[i], K.UNKNOWN)]
    point = tokens[begin:end]
    if edge != "except":
        point = [t for t in point if K.OF not in t.meanings]
    used = end + 1 - i
    if _has(tokens, end + 1, K.OF):
        used += 1
    mark = edge if edge == "except" else None
    return used, [_of(tokens[end], _EMITTED[edge]), *point, _of(tokens[end], K.COMMA, mark)]


def _exceptions_last(tokens: list[Token]) -> list[Token]:
    """What is excepted before the days it is taken from is said after them: else these would be excepted as well."""
    found = list(tokens)
    moved: list[Token] = []
    for i in range(len(tokens) - 1, -1, -1):
        if not _has(found, i, K.EXCEPT):
            continue
        ends = [k for k in range(i + 1, len(found)) if found[k].meanings.get(K.COMMA) == "except"]
        end = ends[0] if ends else _excepted_end(found, i + 1)
        if end is None or end + 1 >= len(found) or K.CLOSE in found[end + 1].meanings:
            continue
        moved = [_of(found[i], K.COMMA), *found[i:end], *moved]
        del found[i : end + 1]
    return [*found, *moved]


def _excepted_end(tokens: list[Token], i: int) -> int | None:
    """The comma after days in a row."""
    found = None
    while True:
        end, sort = _day_end(tokens, i)
        if not sort or not _has(tokens, end, K.COMMA, K.AND):
            return found
        found = end if _has(tokens, end, K.COMMA) else found
        i = end + 1


def _last_particle(tokens: list[Token], i: int) -> tuple[int, list[Token]] | None:
    """ "22時に", and nothing after it."""
    only_at = _has(tokens, i, K.AT) and i > 0
    return (1, []) if only_at and (i + 1 == len(tokens) or _has(tokens, i + 1, K.COMMA, K.CLOSE)) else None


def _step(
    rule: Callable[[list[Token], int], tuple[int, list[Token]] | None],
) -> Callable[[list[Token]], list[Token]]:
    return lambda tokens: _replaced(tokens, rule)


_STEPS = (
    *map(_step, (_split, _whole_date, _day_of_month, _spoken_minutes, _apart, _per, _lasting, _edge)),
    *map(_step, (_minute_of_hours, _window, _row, _range, _moved, _last_particle)),
    _exceptions_last,
)
