"""Paces of Chinese and Japanese: so many times in each period or in all, so much apart, for so long."""

from __future__ import annotations

from schedule_mcp.language.grammar.reorder.replacement import AFTER_A_DURATION, Replacement, has, has_unit, of
from schedule_mcp.language.lexicon import K
from schedule_mcp.language.tokens.text import Token

CLOCK_UNITS = ("second", "minute", "hour")
_COUNTED = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def _times_said(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """How often, and how many tokens say it: 一次, 3回."""
    if has(tokens, i, K.NUMBER) and has(tokens, i + 1, K.TIMES):
        return int(tokens[i].meanings[K.NUMBER]), 2
    if has(tokens, i, K.COUNT):
        return int(tokens[i].meanings[K.COUNT]), 1
    return None


def per(tokens: list[Token], i: int) -> Replacement:
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


def in_all(tokens: list[Token], i: int) -> Replacement:
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
    comma = of(like, K.COMMA)
    return led + used, [comma, of(like, K.FOR), Token(str(n), {K.NUMBER: n}), of(like, K.TIMES), comma]


def count_first(tokens: list[Token], i: int) -> Replacement:
    """2次每月: in all, or each month, which is said the other way round."""
    said = _times_said(tokens, i)
    if said is None or said[0] < 2 or has(tokens, i - 1, K.FOR) or not has(tokens, i + said[1], K.FREQUENCY):
        return None
    return said[1], [of(tokens[i], K.COUNT, said[0]), of(tokens[i], K.COMMA)]


def apart(tokens: list[Token], i: int) -> Replacement:
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
    if unit in (*CLOCK_UNITS, "half hour", "quarter hour"):
        return used, [of(tokens[at], K.NUMBER, n), tokens[at], of(tokens[at], K.EVERY_AFTER)]
    if n == 1 and (ahead or unit == "day"):
        return used, [of(tokens[at], K.FREQUENCY, (2, unit))]
    return used, [of(tokens[at], K.VAGUE_FREQUENCY, ((n, unit), (n + 1, unit)))]


def _apart_after(tokens: list[Token], i: int) -> bool:
    """おき; 每隔 stands before its amount."""
    return has(tokens, i, K.APART) and not has(tokens, i, K.EVERY)


def every_amount(tokens: list[Token], i: int) -> Replacement:
    """每2小时, which no ordinal before it counts within."""
    if not (has(tokens, i + 1, K.NUMBER) and has_unit(tokens, i + 2, *CLOCK_UNITS, "half hour", "quarter hour")):
        return None
    return 3, [tokens[i + 1], tokens[i + 2], of(tokens[i], K.EVERY_AFTER)]


def and_a_half(tokens: list[Token], i: int) -> Replacement:
    """两个半小时."""
    if not (has(tokens, i, K.NUMBER) and has(tokens, i + 1, K.HALF_PAST) and has_unit(tokens, i + 2, "hour")):
        return None
    n = tokens[i].meanings[K.NUMBER]
    # Its words are no digits: what they stand for is a fraction.
    return 2, [Token(f"{n:g}.5", {K.NUMBER: n + 0.5}, False, tokens[i].start)]


def lasting(tokens: list[Token], i: int) -> Replacement:
    """3日間: for three days."""
    if not (has(tokens, i, K.NUMBER) and has_unit(tokens, i + 1, "day", "week", "month", "year")):
        return None
    if has(tokens, i - 1, K.NEXT):
        return None
    if not has(tokens, i + 1, K.LASTING) or has(tokens, i + 2, *AFTER_A_DURATION, K.AT, K.COUNT, K.NUMBER):
        return None
    ahead = 1 if has(tokens, i + 2, K.OF) else 0
    return 2 + ahead, [of(tokens[i], K.FOR), tokens[i], tokens[i + 1], of(tokens[i], K.COMMA)]
