"""Chinese and Japanese say after a word what the grammar looks for before it: tokens are put into its order first.

"金曜日まで" becomes UNTIL Friday, "周六除外" EXCEPT Saturday, "8時から10時まで" FROM 8 TO 10, "15分に1回" 15 minutes
EVERY_AFTER. A postposed word without a point before it stays as it is: nothing reads it, so the text is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from schedule_mcp.language.grammar.postposed_clock import (
    exactly,
    hours_in_a_row,
    is_post,
    meridiem_first,
    minute_of_hours,
    part_of_a_time,
    row,
    side_by_side,
    spoken_minutes,
    time_end,
    times_at_those,
    window,
)
from schedule_mcp.language.grammar.retelling import AFTER_A_DURATION, Replacement, has, has_unit, of, replaced
from schedule_mcp.language.lexicon import K
from schedule_mcp.language.tokens import Token

_CLOCK_UNITS = ("second", "minute", "hour")
_SPLIT = (
    frozenset({K.FREQUENCY, K.DAY_PART}),
    frozenset({K.FREQUENCY, K.ON_THE_HOUR}),
    frozenset({K.DAY_REF, K.DAY_PART}),
    frozenset({K.NEXT, K.UNIT}),
    frozenset({K.THIS, K.UNIT}),
    frozenset({K.NEXT, K.DAY_SET}),
    frozenset({K.THIS, K.DAY_SET}),
    frozenset({K.EVERY, K.NUMBER}),
    frozenset({K.ORDINAL, K.WEEKDAY}),
    frozenset({K.UNIT, K.EVERY_AFTER}),
    frozenset({K.DAY_SET, K.AND, K.HOLIDAYS}),
)
"""Kinds that together on one token are said one after the other: 毎晩 is 毎日 and 晩, 下周二 is 下, 周 and 周二."""
_SPLIT_ORDER = (
    *(K.EVERY, K.NUMBER, K.FREQUENCY, K.DAY_REF, K.NEXT, K.THIS, K.UNIT, K.ORDINAL, K.WEEKDAY, K.DAY_SET, K.DAY_PART),
    *(K.ON_THE_HOUR, K.EVERY_AFTER, K.AND, K.HOLIDAYS),
)
_SAID_BEFORE = {"start": (K.START, K.FROM), "until": (K.UNTIL, K.TO), "except": (K.EXCEPT,)}
_EMITTED = {"start": K.START, "until": K.UNTIL, "except": K.EXCEPT}
_DATES = (K.DATE, K.DAY_REF, K.SEASON_DAY, K.SLASHED)
_WEEKDAYS = (K.WEEKDAY, K.DAY_SET)
_PERIODS = ((1, "week"), (1, "month"), (1, "quarter"), (1, "year"))
_DAY_NAMES = {name: day for day, name in enumerate("一二三四五六日")} | {"天": 6}
_COUNTED = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_SAYING_DAYS = {
    *(K.FREQUENCY, K.EVERY, K.EVERY_AFTER, K.WEEKDAY, K.DAY_SET, K.DAY_REF, K.DATE, K.MONTH, K.ORDINAL, K.LAST_DAY),
    *(K.FIRST_DAY, K.UNIT, K.SLASHED, K.SEASON_DAY, K.NEXT, K.THIS, K.APART, K.VAGUE_FREQUENCY, K.INSTANT, K.UNKNOWN),
}
_EACH = "每毎逢"
_BEFORE_A_DURATION = (K.EVERY, K.FOR, K.IN, K.APART)


def reordered(tokens: list[Token]) -> list[Token]:
    """The tokens in the order in which other languages say them."""
    found = [t for t in tokens if set(t.meanings) != {K.FILLER}]
    kinds = {kind for token in found for kind in token.meanings}
    for rule, beginnings in _STEPS:
        if not beginnings.isdisjoint(kinds):
            found = replaced(found, rule, beginnings)
            kinds.update(kind for token in found for kind in token.meanings)
    return _exceptions_last(found)


def _split(tokens: list[Token], i: int) -> Replacement:
    token = tokens[i]
    if not any(kinds <= set(token.meanings) for kinds in _SPLIT):
        return None
    return 1, [of(token, kind, token.meanings[kind]) for kind in _SPLIT_ORDER if kind in token.meanings]


def _whole_date(tokens: list[Token], i: int) -> Replacement:
    """2027年1月1日."""
    year = tokens[i].text
    if not (len(year) == 4 and year.isdigit() and has_unit(tokens, i + 1, "year")):
        return None
    if has(tokens, i + 2, K.SEASON_DAY):
        return 3, [of(tokens[i], K.DATE, date(int(year), *tokens[i + 2].meanings[K.SEASON_DAY]))]
    if not has(tokens, i + 2, K.MONTH):
        return None
    if not (has(tokens, i + 3, K.NUMBER) and has_unit(tokens, i + 4, "day")):
        # "2027年3月", whose year is said after its month.
        ahead = 3 + has(tokens, i + 3, K.END, K.BEGINNING)
        return ahead, [*tokens[i + 2 : i + ahead], Token(year, {K.NUMBER: int(year)}), of(tokens[i], K.COMMA)]
    try:
        day = date(int(year), tokens[i + 2].meanings[K.MONTH], int(tokens[i + 3].meanings[K.NUMBER]))
    except ValueError:
        return 5, [of(tokens[i], K.UNKNOWN)]
    return 5, [of(tokens[i], K.DATE, day)]


def _month_first(tokens: list[Token], i: int) -> Replacement:
    """3/4 is the fourth of March wherever Chinese or Japanese is written."""
    month, day, year = tokens[i].meanings[K.SLASHED]
    if year or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return 1, [of(tokens[i], K.MONTH, month), of(tokens[i], K.ORDINAL, day)]


def _day_of_month(tokens: list[Token], i: int) -> Replacement:
    """1号, 25日, 1、11、21号, 1日〜5日: days of the month, unless 毎 or 後 make them an amount of days."""
    found: list[Token] = []
    at = i
    while has(tokens, at, K.NUMBER) and has(tokens, at + 1, K.COMMA, K.AND, K.DASH, K.TO):
        joiner = tokens[at + 1]
        if not has(tokens, at + 2, K.NUMBER):
            return None
        found += [of(tokens[at], K.ORDINAL, tokens[at].meanings[K.NUMBER]), joiner]
        at += 2
    if not (has(tokens, at, K.NUMBER) and has(tokens, at + 1, K.DAY_NUMBER)):
        return None
    counted = has(tokens, at + 2, K.NUMBER, K.COUNT) and has(tokens, at + 3, K.TIMES)
    counted |= has(tokens, at + 2, K.AT) and has(tokens, at + 4, K.TIMES)
    counted &= not has(tokens, i - 1, K.FREQUENCY, K.MONTH)
    lasting = has(tokens, at + 2, *AFTER_A_DURATION, K.COUNT) and not has(tokens, at + 2, K.EVERY)
    if counted or lasting or has(tokens, i - 1, *_BEFORE_A_DURATION):
        return None
    found.append(of(tokens[at], K.ORDINAL, tokens[at].meanings[K.NUMBER]))
    days = [t.meanings[K.ORDINAL] for t in found if K.ORDINAL in t.meanings]
    if not all(1 <= n <= 31 and n == int(n) for n in days):
        return None
    after = at + 2 + has(tokens, at + 2, K.COMMA, K.AND)
    if has(tokens, after, K.ORDINAL):
        # "5号和第三个周二" is no fifth Tuesday.
        month = [of(tokens[at], K.OF), of(tokens[at], K.UNIT, "month")]
        return at + 2 - i, [*found, *month, *([of(tokens[at], K.AND)] if after == at + 2 else [])]
    # "1日月曜" is no first Monday.
    return at + 2 - i, [*found, *([of(tokens[at], K.COMMA)] if has(tokens, at + 2, *_WEEKDAYS) else [])]


def _weekday_names(tokens: list[Token], i: int) -> Replacement:
    """周一三五, 周一、三和五, 周一到五: further days of the week without the word for it."""
    if not has(tokens, i, K.WEEKDAY) or tokens[i].text[-1] not in _DAY_NAMES:
        return None
    days = [_DAY_NAMES[tokens[i].text[-1]]]
    ends = [i + 1]
    while True:
        at = ends[-1]
        joined = has(tokens, at, K.COMMA, K.AND, K.TO, K.DASH)
        name = tokens[at + joined].text if at + joined < len(tokens) else ""
        if name not in _DAY_NAMES or not has(tokens, at + joined, K.NUMBER, K.DAY_NUMBER, K.UNIT):
            break
        day = _DAY_NAMES[name]
        if joined and has(tokens, at, K.TO, K.DASH):
            days += [(days[-1] + k) % 7 for k in range(1, (day - days[-1]) % 7 + 1)]
        else:
            days.append(day)
        ends.append(at + joined + 1)
    if has(tokens, ends[-1], K.OCLOCK, K.HALF_PAST, K.TIMES, K.MONTH, K.UNIT, K.DAY_NUMBER) and len(ends) > 1:
        # "周一三点": the three is that of the clock.
        return _weekday_names([*tokens[: ends[-2]], of(tokens[i], K.UNKNOWN)], i) if len(ends) > 2 else None
    if len(ends) == 1:
        return None
    return ends[-1] - i, [of(tokens[i], K.DAY_SET, (frozenset(days), True))]


def _ordinals_in_a_row(tokens: list[Token], i: int) -> Replacement:
    """第2火曜、第4木曜; 最后一天、7号: a list sign between days of the month joins them."""
    nth = has(tokens, i - 2, K.ORDINAL) and has(tokens, i - 1, *_WEEKDAYS)
    if nth and has(tokens, i + 1, K.ORDINAL) and has(tokens, i + 2, *_WEEKDAYS):
        return 1, [of(tokens[i], K.AND)]
    numbered = nth or has(tokens, i - 1, K.ORDINAL, K.LAST_DAY) or has_unit(tokens, i - 1, "month")
    ends, sort = _day_end(tokens, i + 1)
    listed = sort and has(tokens, i + 1, K.ORDINAL, K.LAST_DAY) and not has(tokens, ends, K.POSTPOSED)
    return (1, [of(tokens[i], K.AND)]) if tokens[i].text == "、" and numbered and listed else None


def _and_a_half(tokens: list[Token], i: int) -> Replacement:
    """两个半小时."""
    if not (has(tokens, i, K.NUMBER) and has(tokens, i + 1, K.HALF_PAST) and has_unit(tokens, i + 2, "hour")):
        return None
    n = tokens[i].meanings[K.NUMBER]
    # Its words are no digits: what they stand for is a fraction.
    return 2, [Token(f"{n:g}.5", {K.NUMBER: n + 0.5}, False, tokens[i].start)]


# Paces


def _times_said(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """How often, and how many tokens say it: 一次, 3回."""
    if has(tokens, i, K.NUMBER) and has(tokens, i + 1, K.TIMES):
        return int(tokens[i].meanings[K.NUMBER]), 2
    if has(tokens, i, K.COUNT):
        return int(tokens[i].meanings[K.COUNT]), 1
    return None


def _per(tokens: list[Token], i: int) -> Replacement:
    """每15分钟一次, 15分に1回, 毎日2回: so many times in each period, never in all."""
    if has(tokens, i, K.WEEKDAY) and has(tokens, i + 1, K.TIMES) and tokens[i].text[-1:] in _COUNTED:
        # "每周三次" is said of three times, not of Wednesdays.
        return 2, _so_many_a_week(tokens[i], _COUNTED[tokens[i].text[-1]])
    if has(tokens, i, K.FREQUENCY):
        said = _times_said(tokens, i + 1)
        if said is None:
            return None
        n, used = said
        times = [of(tokens[i], K.NUMBER, n), of(tokens[i], K.TIMES)] if n > 1 else []
        return 1 + used, [*times, tokens[i]]
    led = 1 if has(tokens, i, K.EVERY) else 0
    numbered = 1 if has(tokens, i + led, K.NUMBER) else 0
    at = i + led + numbered
    if not has(tokens, at, K.UNIT) or (not numbered and has(tokens, i - 1, K.NUMBER, K.EVERY, K.OF, K.ORDINAL)):
        return None
    gap = 1 if has(tokens, at + 1, K.AT, K.EVERY_AFTER) else 0
    said = _times_said(tokens, at + 1 + gap)
    if said is None or has(tokens, i, K.OCLOCK) or (not led and has(tokens, i - 1, K.OCLOCK, K.EVERY, K.APART)):
        return None
    n, used = said
    amount = tokens[i + led].meanings[K.NUMBER] if numbered else 1
    whole = at + 1 + gap + used - i
    if n == 1:
        return whole, [of(tokens[at], K.NUMBER, amount), tokens[at], of(tokens[at], K.EVERY_AFTER)]
    if amount == 1:
        return whole, [of(tokens[at], K.NUMBER, n), of(tokens[at], K.TIMES), of(tokens[at], K.PER), tokens[at]]
    return whole, [of(tokens[i], K.UNKNOWN)]


def _so_many_a_week(like: Token, n: int) -> list[Token]:
    times = [of(like, K.NUMBER, n), of(like, K.TIMES)] if n > 1 else []
    return [*times, of(like, K.FREQUENCY, (1, "week"))]


def _in_all(tokens: list[Token], i: int) -> Replacement:
    """共两次, 只一次, 1回だけ: a count of all runs, which no period after it makes one of each."""
    led = has(tokens, i, K.FOR, K.ONLY)
    said = _times_said(tokens, i + led)
    if said is None:
        return None
    n, used = said
    like = tokens[i + led]
    last = tokens[i + led + used - 1].meanings
    if not led and not (last.get(K.TIMES)):
        return None
    apart = of(like, K.COMMA)
    return led + used, [apart, of(like, K.FOR), Token(str(n), {K.NUMBER: n}), of(like, K.TIMES), apart]


def _count_first(tokens: list[Token], i: int) -> Replacement:
    """2次每月: in all, or each month, which is said the other way round."""
    said = _times_said(tokens, i)
    if said is None or said[0] < 2 or has(tokens, i - 1, K.FOR) or not has(tokens, i + said[1], K.FREQUENCY):
        return None
    return said[1], [of(tokens[i], K.COUNT, said[0]), of(tokens[i], K.COMMA)]


def _apart(tokens: list[Token], i: int) -> Replacement:
    """15分おき, 每隔三天: with days between them it is open whether these count."""
    ahead = 1 if has(tokens, i, K.APART) else 0
    numbered = 1 if has(tokens, i + ahead, K.NUMBER) else 0
    at = i + ahead + numbered
    if not has(tokens, at, K.UNIT) or not (ahead or _apart_after(tokens, at + 1)):
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
        return used, [of(tokens[at], K.NUMBER, n), tokens[at], of(tokens[at], K.EVERY_AFTER)]
    if n == 1 and (ahead or unit == "day"):
        return used, [of(tokens[at], K.FREQUENCY, (2, unit))]
    return used, [of(tokens[at], K.VAGUE_FREQUENCY, ((n, unit), (n + 1, unit)))]


def _every_amount(tokens: list[Token], i: int) -> Replacement:
    """每2小时, which no ordinal before it counts within."""
    if not (has(tokens, i + 1, K.NUMBER) and has_unit(tokens, i + 2, *_CLOCK_UNITS, "half hour", "quarter hour")):
        return None
    return 3, [tokens[i + 1], tokens[i + 2], of(tokens[i], K.EVERY_AFTER)]


def _sunday(tokens: list[Token], i: int) -> Replacement:
    """日〜木曜, unless the sign is that of a date."""
    begins = has(tokens, i + 1, K.DASH, K.TO) and has(tokens, i + 2, K.WEEKDAY) and not has(tokens, i - 1, K.NUMBER)
    return (1, [of(tokens[i], K.WEEKDAY, (6, False))]) if tokens[i].text == "日" and begins else None


def _of_a_year(tokens: list[Token], i: int) -> Replacement:
    """来年の3月3日."""
    year = has_unit(tokens, i - 1, "year") and has(tokens, i - 2, K.NEXT, K.THIS) and has(tokens, i + 1, K.MONTH)
    return (1, []) if year else None


def _apart_after(tokens: list[Token], i: int) -> bool:
    """おき; 每隔 stands before its amount."""
    return has(tokens, i, K.APART) and not has(tokens, i, K.EVERY)


def _lasting(tokens: list[Token], i: int) -> Replacement:
    """3日間: for three days."""
    if not (has(tokens, i, K.NUMBER) and has_unit(tokens, i + 1, "day", "week", "month", "year")):
        return None
    if has(tokens, i - 1, K.NEXT):
        return None
    if not tokens[i + 1].text.endswith("間") or has(tokens, i + 2, *AFTER_A_DURATION, K.AT, K.COUNT, K.NUMBER):
        return None
    ahead = 1 if has(tokens, i + 2, K.OF) else 0
    return 2 + ahead, [of(tokens[i], K.FOR), tokens[i], tokens[i + 1], of(tokens[i], K.COMMA)]


def _edge(tokens: list[Token], i: int) -> Replacement:
    """毎月末, 每季度末, 毎四半期の初日, 毎年末; 今月末, 下个月的最后一天."""
    if has(tokens, i, K.MONTH):
        return _edge_of_month(tokens, i)
    if has_unit(tokens, i, "quarter", "year") and has(tokens, i + 1, K.OF) and has(tokens, i + 2, K.END, K.BEGINNING):
        return 3, [tokens[i + 2], tokens[i + 1], tokens[i]]
    this = has(tokens, i, K.NEXT, K.THIS) and has(tokens, i + 1, K.UNIT)
    if not this and (not has(tokens, i, K.FREQUENCY) or tokens[i].meanings[K.FREQUENCY] not in _PERIODS):
        return None
    ahead = 1 + this + has(tokens, i + 1 + this, K.OF)
    kind = next((k for k in (K.END, K.LAST_DAY, K.BEGINNING, K.FIRST_DAY) if has(tokens, i + ahead, k)), None)
    unit = tokens[i + 1].meanings[K.UNIT] if this else tokens[i].meanings[K.FREQUENCY][1]
    if kind is None or tokens[i + ahead].meanings[kind] not in (None, unit):
        return None
    like = tokens[i + ahead]
    edge = K.END if kind in (K.END, K.LAST_DAY) else K.BEGINNING
    if this:
        return 1 + ahead, [of(like, edge), tokens[i], tokens[i + 1]]
    if unit == "week":
        return 1 + ahead, [of(like, K.EVERY), of(like, edge), of(like, K.UNIT, unit)]
    # That each month is meant holds for what is joined to its last day as well.
    each = [tokens[i]] if unit == "month" else []
    return 1 + ahead, [
        *each,
        of(like, K.ORDINAL, -1 if kind in (K.END, K.LAST_DAY) else 1),
        of(like, K.UNIT, "day"),
        of(like, K.OF),
        of(like, K.UNIT, unit),
    ]


def _edge_of_month(tokens: list[Token], i: int) -> Replacement:
    """3月末; each year's where that is said."""
    at = i + 1 + has(tokens, i + 1, K.OF)
    if not has(tokens, at, K.END, K.BEGINNING):
        return None
    if not has(tokens, i - 1 - has(tokens, i - 1, K.OF), K.FREQUENCY):
        return at + 1 - i, [tokens[at], tokens[i]]
    like = tokens[at]
    position = -1 if has(tokens, at, K.END) else 1
    return at + 1 - i, [of(like, K.ORDINAL, position), of(like, K.UNIT, "day"), of(like, K.OF), tokens[i]]


# Points


def _day_end(tokens: list[Token], i: int) -> tuple[int, str]:
    """Where one day that begins here ends, and which sort it is."""
    if has(tokens, i, *_DATES, K.LAST_DAY, K.FIRST_DAY):
        return i + 1, "date"
    if has(tokens, i, K.END, K.BEGINNING) and has(tokens, i + 1, K.NEXT, K.THIS) and has(tokens, i + 2, K.UNIT):
        return i + 3, "date"
    if has(tokens, i, K.END, K.BEGINNING) and has(tokens, i + 1, K.MONTH):
        return i + 2, "date"
    if has(tokens, i, K.NEXT, K.THIS) and has(tokens, i + 1, K.UNIT):
        ahead = i + 2 + has(tokens, i + 2, K.OF)
        each = has(tokens, ahead, K.WEEKDAY) and tokens[ahead].meanings[K.WEEKDAY][1]
        if has(tokens, ahead, K.WEEKDAY, K.ORDINAL, K.LAST_DAY, K.FIRST_DAY) and not each:
            return ahead + 1, "date"
        if has(tokens, ahead, K.MONTH):
            return ahead + 1 + has(tokens, ahead + 1, K.ORDINAL), "date"
        return i + 2, "date"
    if has(tokens, i, K.NEXT, K.THIS) and has(tokens, i + 1, K.WEEKDAY):
        return i + 2, "date"
    if has(tokens, i, K.MONTH):
        return i + 1 + has(tokens, i + 1, K.ORDINAL), "date"
    if has(tokens, i, K.ORDINAL) and not has(tokens, i + 1, K.WEEKDAY, K.DAY_SET, K.UNIT):
        return i + 1, "number"
    if has(tokens, i, K.ORDINAL) and has_unit(tokens, i + 1, "day") and has(tokens, i + 2, K.OF):
        return i + 4, "edge"
    if has(tokens, i, K.ORDINAL) and has(tokens, i + 1, *_WEEKDAYS):
        return i + 2, "nth"
    if has(tokens, i, *_WEEKDAYS):
        return i + 1, "weekday"
    if has(tokens, i, K.HOLIDAYS):
        return i + 1, "holidays"
    return i, ""


def _point(tokens: list[Token], i: int) -> tuple[int, str]:
    """Where a day, a time or both that begin here end: sorts "date", "date time", "weekday", "time" …"""
    end, sort = _day_end(tokens, i)
    at = end + (1 if end > i and has(tokens, end, K.OF) else 0)
    at += 1 if has(tokens, at, K.DAY_PART) else 0
    time = time_end(tokens, at)
    if time > at:
        return time, f"{sort} time".strip()
    return end, sort


def _listed(tokens: list[Token], i: int) -> int:
    """Where days joined by "and" end, or weekdays joined by commas."""
    end, sort = _day_end(tokens, i)
    while sort and has(tokens, end, K.AND, K.COMMA):
        following, other = _day_end(tokens, end + 1)
        row = has(tokens, end - 1, K.WEEKDAY) and has(tokens, end + 1, K.WEEKDAY)
        row &= tokens[end - 1].text[0] not in _EACH and not has(tokens, end - 2, K.TO, K.DASH)
        if not other or not (row or has(tokens, end, K.AND)):
            break
        end = following
    return end


def _range(tokens: list[Token], i: int) -> Replacement:
    """月曜から金曜まで, 10月1日から10月5日まで, 10月1号到10月5号."""
    led = has(tokens, i, K.FROM) and not has(tokens, i, K.TO)
    begin = i + led
    before = i - 1 - has(tokens, i - 1, K.OF)
    of_a_week = has(tokens, before, K.UNIT) and has(tokens, before - 1, K.NEXT, K.THIS)
    if of_a_week or has(tokens, i - 1, K.END, K.BEGINNING):
        return None
    end, sort = _day_end(tokens, begin)
    after_its_day = is_post(tokens, end, "start") and has(tokens, end, K.TO)
    if sort not in ("date", "number", "weekday") or not (
        after_its_day or (sort == "date" and has(tokens, end, K.TO, K.DASH))
    ):
        return None
    last, other = _day_end(tokens, end + 1)
    if sort == "date" and _same_period(tokens, end + 1, last, other, after_its_day=after_its_day):
        other = sort
    if other != sort or (has(tokens, last, K.OF) and is_post(tokens, _point(tokens, end + 1)[0], "until")):
        return None
    if time_end(tokens, last) > last and is_post(tokens, time_end(tokens, last), "until"):
        return None
    used = last - i + is_post(tokens, last, "until")
    days = [*tokens[begin:end], of(tokens[end], K.TO), *tokens[end + 1 : last]]
    if sort != "date":
        return used, [*tokens[i:begin], *days]
    used += has(tokens, i + used, K.OF)
    kept = [t for t in days if K.OF not in t.meanings]
    return used, [of(tokens[i], K.FROM), *kept, of(tokens[last - 1], K.COMMA)]


def _same_period(tokens: list[Token], i: int, last: int, sort: str, *, after_its_day: bool) -> bool:
    """12月20号到25号, 下周一到周五: an end that is named within the month or the week of the beginning."""
    closed = is_post(tokens, last, "until") if after_its_day else True
    return closed and (sort == "number" or (sort == "weekday" and has(tokens, i, K.WEEKDAY)))


def _moved(tokens: list[Token], i: int) -> Replacement:
    """A point and the word after it: 金曜日まで, 7月1日起, 周六除外."""
    monthly = has(tokens, i, K.FREQUENCY) and tokens[i].meanings[K.FREQUENCY] in ((1, "month"), (1, "week"))
    if monthly:
        end = _listed(tokens, i + 1)
        if end > i + 1 and is_post(tokens, end, "except"):
            # "毎月15日以外の毎日", "每月15号除外"
            return _emitted(tokens, i, i + 1, end, "except", [])
    if has(tokens, i, K.EXCEPT) and has(tokens, i + 1, K.FREQUENCY) and has(tokens, i + 2, K.ORDINAL):
        # "除了每月15号"
        found = _moved([*tokens[: i + 1], *tokens[i + 2 :]], i)
        return (found[0] + 1, found[1]) if found is not None else (2, [tokens[i]])
    led = [e for e, kinds in _SAID_BEFORE.items() if has(tokens, i, *kinds) and not has(tokens, i, K.POSTPOSED)]
    begin = i + (1 if led else 0)
    end = _listed(tokens, begin)
    if end > begin and is_post(tokens, end, "except"):
        if not led and i > 0 and has(tokens, i - 1, K.OF) and not has(tokens, i - 2, K.DAY_SET, K.FREQUENCY):
            return None
        return _emitted(tokens, i, begin, end, "except", led)
    end, sort = _point(tokens, begin)
    if end == begin or not has(tokens, end, K.POSTPOSED):
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
        at = day + (1 if has(tokens, day, K.OF) else 0)
        _, moved = _emitted(tokens, at, at, end, edge, [])
        return end + 1 - i, [*tokens[i:day], *moved]
    if sort == "weekday time" and edge == "start":
        # "土曜の9時から": that instant, or each Saturday.
        return end + 1 - i, [of(tokens[i], K.UNKNOWN)]
    return _emitted(tokens, i, begin, end, edge, led)


def _comes_again(tokens: list[Token], i: int) -> bool:
    each = has(tokens, i, K.WEEKDAY) and bool(tokens[i].meanings[K.WEEKDAY][1])
    return each or has(tokens, i, K.DAY_SET) or has(tokens, i - 1 - has(tokens, i - 1, K.OF), K.FREQUENCY)


def _emitted(tokens: list[Token], i: int, begin: int, end: int, edge: str, led: list[str]) -> tuple[int, list[Token]]:
    if led and edge not in led:
        return end + 1 - i, [of(tokens[i], K.UNKNOWN)]
    point = tokens[begin:end]
    if edge != "except":
        point = [t for t in point if K.OF not in t.meanings]
    used = end + 1 - i
    if has(tokens, end + 1, K.OF):
        used += 1
    mark = edge if edge == "except" else None
    return used, [of(tokens[end], _EMITTED[edge]), *point, of(tokens[end], K.COMMA, mark)]


def _exceptions_last(tokens: list[Token]) -> list[Token]:
    """What is excepted before the days it is taken from is said after them: else these would be excepted as well."""
    found = list(tokens)
    moved: list[Token] = []
    for i in range(len(tokens) - 1, -1, -1):
        if not has(found, i, K.EXCEPT):
            continue
        ends = [k for k in range(i + 1, len(found)) if found[k].meanings.get(K.COMMA) == "except"]
        end = ends[0] if ends else _excepted_end(found, i + 1)
        if end is None and _time_after_exception(found, i + 1):
            found[i] = of(found[i], K.UNKNOWN)
        if end is None or end + 1 >= len(found) or K.CLOSE in found[end + 1].meanings:
            continue
        moved = [of(found[i], K.COMMA), *found[i:end], *moved]
        del found[i : end + 1]
    if moved and not any(t.meanings.keys() & _SAYING_DAYS for t in found):
        # "月曜以外9時"
        found.insert(0, of(moved[0], K.FREQUENCY, (1, "day")))
    return [*found, *moved]


def _time_after_exception(tokens: list[Token], i: int) -> bool:
    """除了周五 16点每天: whether a time is excepted or that of the runs is open, unless nothing follows."""
    end = _listed(tokens, i)
    window = has(tokens, end, K.FROM) and has(tokens, end + 2, K.TO)
    at = end + (3 if window else has(tokens, end, K.DAY_PART))
    time = time_end(tokens, at)
    listed = has(tokens, time, K.COMMA, K.CLOSE) and not window
    return end > i and at < time < len(tokens) and not listed


def _excepted_end(tokens: list[Token], i: int) -> int | None:
    """The comma after days in a row, of which the last may be those of the runs."""
    ends: list[int] = []
    while True:
        end, sort = _day_end(tokens, i)
        if not sort or (ends and tokens[i].text[0] in _EACH) or not has(tokens, end, K.COMMA, K.AND):
            break
        if has(tokens, end, K.COMMA):
            ends.append(end)
        i = end + 1
    # A list sign parts no clauses where a comma does.
    ends = [k for k in ends if tokens[k].text != "、"] or ends
    if len(ends) > 1 and not any(_says_days(t) for t in tokens[ends[-1] :]):
        # "除了周五，工作日，9点"
        tokens[ends[0]] = of(tokens[ends[0]], K.UNKNOWN)
    return ends[-1] if ends else None


def _says_days(token: Token) -> bool:
    paced = token.meanings.get(K.UNIT) or token.meanings.get(K.FREQUENCY, (1, ""))[1]
    return (
        bool(token.meanings.keys() & _SAYING_DAYS) and paced not in _CLOCK_UNITS and K.EVERY_AFTER not in token.meanings
    )


def _each_apart(tokens: list[Token], i: int) -> Replacement:
    """除了周六每周四: days that come again are none of the excepted ones."""
    after_a_day = has(tokens, i - 1, *_WEEKDAYS, K.ORDINAL, K.LAST_DAY) or has_unit(tokens, i - 1, "month")
    if tokens[i].text[0] not in _EACH or not after_a_day or not any(K.EXCEPT in t.meanings for t in tokens[:i]):
        return None
    return 1, [of(tokens[i], K.COMMA), tokens[i]]


def _last_particle(tokens: list[Token], i: int) -> Replacement:
    """ "22時に", and nothing after it."""
    only_at = has(tokens, i, K.AT) and i > 0
    return (1, []) if only_at and (i + 1 == len(tokens) or has(tokens, i + 1, K.COMMA, K.CLOSE)) else None


def _stray(tokens: list[Token], i: int) -> Replacement:
    """The next day of anything but a window, 每隔 of anything but an amount."""
    return 1, [of(tokens[i], K.UNKNOWN)]


_AMOUNT = (K.EVERY, K.APART, K.NUMBER, K.UNIT)
_POINT = (*_DATES, *_WEEKDAYS, K.LAST_DAY, K.FIRST_DAY, K.NEXT, K.THIS, K.MONTH, K.ORDINAL, K.HOLIDAYS)
_TIME = (K.DAY_PART, K.NUMBER, K.HHMM, K.CLOCK)
_RULES: tuple[tuple[Callable[[list[Token], int], Replacement], tuple[str, ...]], ...] = (
    (_split, _SPLIT_ORDER),
    (_in_all, (K.FOR, K.ONLY, K.NUMBER)),
    (_count_first, (K.NUMBER, K.COUNT)),
    (_whole_date, (K.NUMBER,)),
    (_month_first, (K.SLASHED,)),
    (_weekday_names, (K.WEEKDAY,)),
    (_sunday, (K.DAY_NUMBER,)),
    (_day_of_month, (K.NUMBER,)),
    (_and_a_half, (K.NUMBER,)),
    (spoken_minutes, (K.OCLOCK,)),
    (hours_in_a_row, (K.NUMBER,)),
    (side_by_side, (K.NUMBER, K.HHMM)),
    (meridiem_first, (K.MERIDIEM,)),
    (part_of_a_time, (K.OF,)),
    (_of_a_year, (K.OF,)),
    (exactly, (K.ON_THE_HOUR,)),
    (_apart, _AMOUNT),
    (_per, (*_AMOUNT, K.FREQUENCY, K.WEEKDAY)),
    (_every_amount, (K.EVERY,)),
    (times_at_those, (K.OF, K.AT, K.EACH, K.COUNT, K.NUMBER)),
    (_lasting, (K.NUMBER,)),
    (_edge, (K.NEXT, K.THIS, K.FREQUENCY, K.MONTH, K.UNIT)),
    (_ordinals_in_a_row, (K.COMMA,)),
    (_each_apart, (K.WEEKDAY, K.DAY_SET, K.FREQUENCY)),
    (minute_of_hours, (K.FREQUENCY,)),
    (window, (K.FROM, K.BETWEEN, *_TIME)),
    (_stray, (K.NEXT_DAY, K.APART)),
    (row, _TIME),
    (_range, (K.FROM, *_POINT)),
    (_moved, (*_POINT, *_TIME, K.END, K.BEGINNING, K.FREQUENCY, K.START, K.FROM, K.UNTIL, K.TO, K.EXCEPT)),
    (_last_particle, (K.AT,)),
)
_STEPS = tuple((rule, frozenset(kinds)) for rule, kinds in _RULES)
"""In their order, each with the kinds that one of the tokens it takes begins with."""
