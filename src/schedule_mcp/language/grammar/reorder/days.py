"""Days of Chinese and Japanese: dates, days of the month in a row, weekdays without their word, ends of periods."""

from __future__ import annotations

from datetime import date

from schedule_mcp.language.grammar.reorder.replacement import AFTER_A_DURATION, Replacement, has, has_unit, of
from schedule_mcp.language.lexicon import K
from schedule_mcp.language.tokens.text import Token

DATES = (K.DATE, K.DAY_REF, K.SEASON_DAY, K.SLASHED)
WEEKDAYS = (K.WEEKDAY, K.DAY_SET)
EACH = "每毎逢"
_PERIODS = ((1, "week"), (1, "month"), (1, "quarter"), (1, "year"))
_DAY_NAMES = {name: day for day, name in enumerate("一二三四五六日")} | {"天": 6}
_BEFORE_A_DURATION = (K.EVERY, K.FOR, K.IN, K.APART)


def whole_date(tokens: list[Token], i: int) -> Replacement:
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


def month_first(tokens: list[Token], i: int) -> Replacement:
    """3/4 is the fourth of March wherever Chinese or Japanese is written."""
    month, day, year = tokens[i].meanings[K.SLASHED]
    if year or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return 1, [of(tokens[i], K.MONTH, month), of(tokens[i], K.ORDINAL, day)]


def day_of_month(tokens: list[Token], i: int) -> Replacement:
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
    return at + 2 - i, [*found, *([of(tokens[at], K.COMMA)] if has(tokens, at + 2, *WEEKDAYS) else [])]


def weekday_names(tokens: list[Token], i: int) -> Replacement:
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
        return weekday_names([*tokens[: ends[-2]], of(tokens[i], K.UNKNOWN)], i) if len(ends) > 2 else None
    if len(ends) == 1:
        return None
    return ends[-1] - i, [of(tokens[i], K.DAY_SET, (frozenset(days), True))]


def sunday(tokens: list[Token], i: int) -> Replacement:
    """日〜木曜, unless the sign is that of a date."""
    begins = has(tokens, i + 1, K.DASH, K.TO) and has(tokens, i + 2, K.WEEKDAY) and not has(tokens, i - 1, K.NUMBER)
    return (1, [of(tokens[i], K.WEEKDAY, (6, False))]) if has(tokens, i, K.DAY_NUMBER) and begins else None


def of_a_year(tokens: list[Token], i: int) -> Replacement:
    """来年の3月3日."""
    year = has_unit(tokens, i - 1, "year") and has(tokens, i - 2, K.NEXT, K.THIS) and has(tokens, i + 1, K.MONTH)
    return (1, []) if year else None


def ordinals_in_a_row(tokens: list[Token], i: int) -> Replacement:
    """第2火曜、第4木曜; 最后一天、7号: a list sign between days of the month joins them."""
    nth = has(tokens, i - 2, K.ORDINAL) and has(tokens, i - 1, *WEEKDAYS)
    if nth and has(tokens, i + 1, K.ORDINAL) and has(tokens, i + 2, *WEEKDAYS):
        return 1, [of(tokens[i], K.AND)]
    numbered = nth or has(tokens, i - 1, K.ORDINAL, K.LAST_DAY) or has_unit(tokens, i - 1, "month")
    ends, sort = day_end(tokens, i + 1)
    listed = sort and has(tokens, i + 1, K.ORDINAL, K.LAST_DAY) and not has(tokens, ends, K.POSTPOSED)
    return (1, [of(tokens[i], K.AND)]) if tokens[i].text == "、" and numbered and listed else None


def edge_of_period(tokens: list[Token], i: int) -> Replacement:
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


def day_end(tokens: list[Token], i: int) -> tuple[int, str]:
    """Where one day that begins here ends, and which sort it is."""
    if has(tokens, i, *DATES, K.LAST_DAY, K.FIRST_DAY):
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
    if has(tokens, i, K.ORDINAL) and has(tokens, i + 1, *WEEKDAYS):
        return i + 2, "nth"
    if has(tokens, i, *WEEKDAYS):
        return i + 1, "weekday"
    if has(tokens, i, K.HOLIDAYS):
        return i + 1, "holidays"
    return i, ""


def comes_again(tokens: list[Token], i: int) -> bool:
    each = has(tokens, i, K.WEEKDAY) and bool(tokens[i].meanings[K.WEEKDAY][1])
    return each or has(tokens, i, K.DAY_SET) or has(tokens, i - 1 - has(tokens, i - 1, K.OF), K.FREQUENCY)
