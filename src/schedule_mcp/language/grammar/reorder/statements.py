"""Chinese and Japanese say after a word what the grammar looks for before it: tokens are put into its order first.

"金曜日まで" becomes UNTIL Friday, "周六除外" EXCEPT Saturday, "8時から10時まで" FROM 8 TO 10, "15分に1回" 15 minutes
EVERY_AFTER. A postposed word without a point before it stays as it is: nothing reads it, so the text is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from schedule_mcp.language.grammar.reorder.clock import (
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
from schedule_mcp.language.grammar.reorder.days import (
    DATES,
    EACH,
    WEEKDAYS,
    comes_again,
    day_end,
    day_of_month,
    edge_of_period,
    month_first,
    of_a_year,
    ordinals_in_a_row,
    sunday,
    weekday_names,
    whole_date,
)
from schedule_mcp.language.grammar.reorder.paces import (
    CLOCK_UNITS,
    and_a_half,
    apart,
    count_first,
    every_amount,
    in_all,
    lasting,
    per,
)
from schedule_mcp.language.grammar.reorder.replacement import Replacement, has, has_unit, of, replaced
from schedule_mcp.language.lexicon import K
from schedule_mcp.language.tokens.text import Token

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
_SAID_BEFORE: dict[str, tuple[str, ...]] = {"start": (K.START, K.FROM), "until": (K.UNTIL, K.TO), "except": (K.EXCEPT,)}
_EMITTED: dict[str, str] = {"start": K.START, "until": K.UNTIL, "except": K.EXCEPT}
_SAYING_DAYS = {
    *(K.FREQUENCY, K.EVERY, K.EVERY_AFTER, K.WEEKDAY, K.DAY_SET, K.DAY_REF, K.DATE, K.MONTH, K.ORDINAL, K.LAST_DAY),
    *(K.FIRST_DAY, K.UNIT, K.SLASHED, K.SEASON_DAY, K.NEXT, K.THIS, K.APART, K.VAGUE_FREQUENCY, K.INSTANT, K.UNKNOWN),
}


def reordered(tokens: list[Token]) -> list[Token]:
    """The tokens in the order in which other languages say them."""
    found = [t for t in tokens if not t.meanings.keys() <= {K.FILLER, K.TASK}]
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


def _point(tokens: list[Token], i: int) -> tuple[int, str]:
    """Where a day, a time or both that begin here end: sorts "date", "date time", "weekday", "time" …"""
    end, sort = day_end(tokens, i)
    at = end + (1 if end > i and has(tokens, end, K.OF) else 0)
    at += 1 if has(tokens, at, K.DAY_PART) else 0
    time = time_end(tokens, at)
    if time > at:
        return time, f"{sort} time".strip()
    return end, sort


def _listed(tokens: list[Token], i: int) -> int:
    """Where days joined by "and" end, or weekdays joined by commas."""
    end, sort = day_end(tokens, i)
    while sort and has(tokens, end, K.AND, K.COMMA):
        following, other = day_end(tokens, end + 1)
        row = has(tokens, end - 1, K.WEEKDAY) and has(tokens, end + 1, K.WEEKDAY)
        row &= tokens[end - 1].text[0] not in EACH and not has(tokens, end - 2, K.TO, K.DASH)
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
    end, sort = day_end(tokens, begin)
    after_its_day = is_post(tokens, end, "start") and has(tokens, end, K.TO)
    if sort not in ("date", "number", "weekday") or not (
        after_its_day or (sort == "date" and has(tokens, end, K.TO, K.DASH))
    ):
        return None
    last, other = day_end(tokens, end + 1)
    if sort == "date" and _same_period(tokens, end + 1, last, other, after_its_day=after_its_day):
        other = sort
    if other != sort or (has(tokens, last, K.OF) and is_post(tokens, _point(tokens, end + 1)[0], "until")):
        return None
    if time_end(tokens, last) > last and is_post(tokens, time_end(tokens, last), "until"):
        return None
    used = last - i + is_post(tokens, last, "until")
    days = [*tokens[begin:end], of(tokens[end], K.TO), *tokens[end + 1 : last]]
    kept = [t for t in days if K.OF not in t.meanings]
    if is_post(tokens, i + used, "except"):
        # "12月29日から1月3日まで休み"
        mark = tokens[i + used]
        ranged = [of(tokens[i], K.FROM), *kept] if sort == "date" else days
        return used + 1, [of(mark, K.EXCEPT), *ranged, of(mark, K.COMMA, "except")]
    if sort != "date":
        return used, [*tokens[i:begin], *days]
    used += has(tokens, i + used, K.OF)
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
    each = comes_again(tokens, begin)
    if each and sort == "number":
        return None
    if each and sort in ("weekday time", "number time"):
        # "平日の9時から" bounds each of these days.
        day, _ = day_end(tokens, begin)
        at = day + (1 if has(tokens, day, K.OF) else 0)
        _, moved = _emitted(tokens, at, at, end, edge, [])
        return end + 1 - i, [*tokens[i:day], *moved]
    if sort == "weekday time" and edge == "start":
        # "土曜の9時から": that instant, or each Saturday.
        return end + 1 - i, [of(tokens[i], K.UNKNOWN)]
    return _emitted(tokens, i, begin, end, edge, led)


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
        end, sort = day_end(tokens, i)
        if not sort or (ends and tokens[i].text[0] in EACH) or not has(tokens, end, K.COMMA, K.AND):
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
        bool(token.meanings.keys() & _SAYING_DAYS) and paced not in CLOCK_UNITS and K.EVERY_AFTER not in token.meanings
    )


def _each_apart(tokens: list[Token], i: int) -> Replacement:
    """除了周六每周四: days that come again are none of the excepted ones."""
    after_a_day = has(tokens, i - 1, *WEEKDAYS, K.ORDINAL, K.LAST_DAY) or has_unit(tokens, i - 1, "month")
    if tokens[i].text[0] not in EACH or not after_a_day or not any(K.EXCEPT in t.meanings for t in tokens[:i]):
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
_POINT = (*DATES, *WEEKDAYS, K.LAST_DAY, K.FIRST_DAY, K.NEXT, K.THIS, K.MONTH, K.ORDINAL, K.HOLIDAYS)
_TIME = (K.DAY_PART, K.NUMBER, K.HHMM, K.CLOCK)
_RULES: tuple[tuple[Callable[[list[Token], int], Replacement], tuple[str, ...]], ...] = (
    (_split, _SPLIT_ORDER),
    (in_all, (K.FOR, K.ONLY, K.NUMBER)),
    (count_first, (K.NUMBER, K.COUNT)),
    (whole_date, (K.NUMBER,)),
    (month_first, (K.SLASHED,)),
    (weekday_names, (K.WEEKDAY,)),
    (sunday, (K.DAY_NUMBER,)),
    (day_of_month, (K.NUMBER,)),
    (and_a_half, (K.NUMBER,)),
    (spoken_minutes, (K.OCLOCK,)),
    (hours_in_a_row, (K.NUMBER,)),
    (side_by_side, (K.NUMBER, K.HHMM)),
    (meridiem_first, (K.MERIDIEM,)),
    (part_of_a_time, (K.OF,)),
    (of_a_year, (K.OF,)),
    (exactly, (K.ON_THE_HOUR,)),
    (apart, _AMOUNT),
    (per, (*_AMOUNT, K.FREQUENCY, K.WEEKDAY)),
    (every_amount, (K.EVERY,)),
    (times_at_those, (K.OF, K.AT, K.EACH, K.COUNT, K.NUMBER)),
    (lasting, (K.NUMBER,)),
    (edge_of_period, (K.NEXT, K.THIS, K.FREQUENCY, K.MONTH, K.UNIT)),
    (ordinals_in_a_row, (K.COMMA,)),
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
