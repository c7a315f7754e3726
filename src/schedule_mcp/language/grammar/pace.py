"""How often, how many times, for how long."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.language.grammar.clock import read_time
from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.items import (
    Ask,
    Count,
    Dates,
    Dom,
    Item,
    Lasting,
    NextDay,
    Pace,
    Ref,
    Span,
    Time,
    Times,
    Tree,
    Wd,
)
from schedule_mcp.language.grammar.nth import read_nth
from schedule_mcp.language.grammar.recursion import inner_day
from schedule_mcp.language.grammar.shifts import read_shifted_days
from schedule_mcp.language.grammar.timelists import read_time_list
from schedule_mcp.language.grammar.timing import read_parted_times
from schedule_mcp.language.grammar.weekdays import read_weekdays
from schedule_mcp.language.lexicon import K, Trait
from schedule_mcp.schedule.model import WEEKEND, Every, Unit

Amounts = tuple[tuple[float, str], ...]
"""Numbers with their units."""
_UNIT = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}
_ONE_WEEK: Amounts = ((1, "week"),)
_FIFTEEN_DAYS: Amounts = ((15, "day"),)
_FORTNIGHT: tuple[Amounts, ...] = (((14, "day"),), _FIFTEEN_DAYS)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
CLOCK_UNITS = ("second", "minute", "hour")


def read_pace(c: Cursor) -> list[Item]:
    """How often: "every 2 hours", "daily", "once a week", "every other Friday"."""
    if c.at(K.COUNT) and c.value(K.COUNT) == 1:
        if c.at(K.PER, 1) and c.at(K.UNIT, 2):
            c.i += 2
            return [Pace(*c.unit(1))]
        # "once every 2 weeks"
        c.i += c.at(K.EVERY, 1)
    if c.at(K.FREQUENCY):
        n, unit = c.value(K.FREQUENCY)
        c.i += 1
        return [Pace(n, unit, spoken=False)]
    before = c.i
    parts = c.span()
    if parts and c.take(K.EVERY_AFTER):
        return _read_pace_of(c, parts)
    c.i = before
    if c.at(K.OTHER) and c.value(K.OTHER) and (c.at(K.UNIT, 1) or c.at(K.WEEKDAY, 1)):
        c.i += 1
        return _read_every_other(c)
    begin = c.i
    if c.at(K.IN) and c.at(K.EVERY, 1) and c.at(K.UNIT, 2):
        # "in every month"
        c.i += 1
    return _read_every(c, begin) if c.take(K.EVERY) else []


def _read_every(c: Cursor, begin: int) -> list[Item]:
    """What follows the "every" said at `begin`: "other day", "few hours", "hour", "15 days", "3rd day"."""
    if c.take(K.OTHER):
        return _read_every_other(c)
    if c.take(K.FEW):
        unit = c.value(K.UNIT) if c.at(K.UNIT) else "hour"
        c.take(K.UNIT, K.WEEKDAY, K.DAY_SET)
        return [Ask("How often exactly?", c.said_instead(begin, *(f"every {n} {unit}s" for n in (2, 3, 5))))]
    c.take(K.ARTICLE)
    counts = c.at(K.ORDINAL) and c.at_any((K.UNIT, K.WEEKDAY, K.DAY_SET, K.AND, K.COMMA, K.OF), 1)
    if c.at(K.UNIT) and not counts:
        first = c.unit(1)
        return _read_pace_of(c, (first, *_read_more_amounts(c, first[1])))
    parts = c.span()
    if parts in _FORTNIGHT and _weekday_is_beside(c, begin):
        return [Pace(2, "week")]
    if parts == _FIFTEEN_DAYS and _is_counted_inclusively(c, parts):
        ask = "Does that mean every two weeks, as people say it, or every 15 days?"
        return [Ask(ask, ((Pace(14, "day"),), (Pace(15, "day"),)))]
    return _read_pace_of(c, parts) if parts else _read_every_ordinal(c)


def _is_counted_inclusively(c: Cursor, parts: Amounts) -> bool:
    """ "acht Tage", "quinze jours": days that may be counted with both ends."""
    return len(parts) == 1 and parts[0][1] == "day" and parts[0][0] in c.lexicon.inclusive_days


def _weekday_is_beside(c: Cursor, begin: int) -> bool:
    """Whether "cada 15 días" stands beside a weekday: "los domingos cada 15 días"."""
    ahead = 0
    while c.at_any((K.ON, K.ARTICLE, K.AT, K.COMMA), ahead) and not c.at(K.WEEKDAY, ahead):
        ahead += 1
    beside = c.at(K.WEEKDAY, ahead) or (begin > 0 and K.WEEKDAY in c.kinds[begin - 1])
    return beside and 15 in c.lexicon.inclusive_days


def _read_more_amounts(c: Cursor, unit: str) -> Amounts:
    """What follows "every hour": "and 15 minutes"."""
    before = c.i
    if unit in CLOCK_UNITS and c.take(K.AND) and c.at(K.NUMBER):
        parts = c.span()
        finer = parts and all(CLOCK_UNITS.index(u) < CLOCK_UNITS.index(unit) for _, u in parts if u in CLOCK_UNITS)
        if finer and not c.at_any((K.PAST, K.PAST_EACH_HOUR, K.TO_EACH_HOUR, K.BEFORE, K.AFTER)):
            return parts
    c.i = before
    return ()


def _read_pace_of(c: Cursor, parts: Amounts) -> list[Item]:
    if any(n <= 0 for n, _ in parts):
        raise c.refuse("an interval must be longer than zero", "Say for example 'every 5 minutes'.")
    if len(parts) == 1:
        n, unit = parts[0]
        if _counted_from_follows(c):
            return [_read_counted_tree(c, n, unit)]
        return [Pace(n, unit)]
    if any(unit not in CLOCK_UNITS for _, unit in parts):
        raise c.refuse("days and hours together are no interval", "Say it in hours.")
    return [Pace(sum(n * _SECONDS[u] for n, u in parts), "second")]


def _counted_from_follows(c: Cursor) -> bool:
    return c.at(K.COUNTED_FROM) and c.at(K.DATE, 1)


def _read_counted_tree(c: Cursor, n: float, unit: str) -> Tree:
    anchor = c.value(K.DATE, 1)
    c.i += 2
    if n != int(n) or n < 1 or unit not in _UNIT or n > 10**6:
        raise c.refuse("only whole days, weeks, months and years are counted from a date")
    return Tree(Every(int(n), _UNIT[unit], anchor))


def _read_every_other(c: Cursor) -> list[Item]:
    if c.at(K.UNIT):
        return [Pace(*c.unit(2))]
    if c.at(K.DAY_SET) and c.value(K.DAY_SET)[0] != frozenset({5, 6}):
        c.i += 1
        answers = c.said_instead(c.i - 3, "every Monday, Wednesday and Friday", "every other day")
        return [Ask("Does that mean every second of the working days, or every second day?", answers)]
    begin = c.i
    days = read_weekdays(c)
    if days is None:
        raise c.refuse()
    if any(K.EVERY in meanings for meanings in c.kinds[begin : c.i]):
        # "every other Monday and every Friday"
        raise c.refuse("it is not clear which of these days are every other week", "Make two schedules of it.")
    return [Pace(2, "week"), replace(days, recurring=True)]


def _read_every_ordinal(c: Cursor) -> list[Item]:
    """ "every 3rd day", "every second Tuesday", "every 15th of the month"."""
    if c.at(K.ORDINAL) and c.at(K.UNIT, 1):
        n = c.value(K.ORDINAL)
        at = c.i
        scoped = read_nth(c, every=True)
        if scoped and not isinstance(scoped[0], Dom):
            return scoped
        c.i = at + 1
        if n < 1:
            raise c.refuse()
        amount = c.unit(n)
        return _read_pace_of(c, (amount,))
    if c.at(K.NUMBER) and not c.at(K.ORDINAL) and c.at(K.WEEKDAY, 1) and c.value(K.NUMBER) not in (0, 0.5):
        at = c.i
        weeks = c.number()
        days = read_weekdays(c)
        assert days is not None
        ask = f"Does that mean every {weeks} weeks, or how often?"
        if not c.has(Trait.CANONICAL):
            days = replace(days, recurring=True)
            return [Ask(ask, ((Pace(weeks or 1, "week"), days), (days,)))]
        names = " and ".join(t.text for t in c.tokens[at + 1 : c.i])
        answers = c.said_instead(at - 1, f"every {weeks} weeks on {names}", f"every {names}")
        return [Ask(ask, answers)]
    if c.at(K.DAY_PART):
        return [Pace(1, "day"), *read_parted_times(c, every=True)]
    written = c.at(K.HHMM) or (c.at(K.NUMBER) and c.at(K.MERIDIEM, 1) and not c.at(K.PER, 1))
    # "Alle 10:30" is Italian for "at 10:30".
    timed = c.at(K.CLOCK) or (written and c.has(Trait.CANONICAL))
    times = read_time_list(c, bare=False) if timed else []
    if times:
        # "every noon", "every 9am and 5pm"
        return [Pace(1, "day"), Times(tuple(times))]
    return inner_day(c, every=True)


def read_count(c: Cursor) -> list[Item]:
    """How often in all or in a period: "twice a day", "3 times a week", "4 times", "the next 3 Fridays"."""
    if c.at(K.COUNT) and c.value(K.COUNT) == 1:
        if not c.has(Trait.ONCE_IS_A_COUNT) or c.at_any((K.PER, K.EVERY, K.FREQUENCY, K.UNIT), 1):
            return []
        c.i += 1
        return [Count(1, "day") if _weekdays_follow(c) else Count(1)]
    return read_counting(c)


def _weekdays_follow(c: Cursor) -> bool:
    """ "on Mondays", "every Monday", "on weekdays"."""
    ahead = 1 if c.at(K.ON) or c.at(K.EVERY) else 0
    here = c.kinds[c.i + ahead]
    plural = (here.get(K.WEEKDAY) or here.get(K.DAY_SET) or (None, False))[1]
    return bool(ahead) and (plural or (c.at(K.EVERY) and K.WEEKDAY in here))


def read_counting(c: Cursor) -> list[Item]:
    """ "twice a day", "3 times a week", "4 times", "10 runs", "the next 3 Fridays"."""
    if c.at(K.FOR) and c.at(K.NEXT, 1) and c.at(K.NUMBER, 2) and not c.at(K.UNIT, 3):
        c.i += 1
    if c.at(K.NEXT) and c.at(K.NUMBER, 1):
        return _read_next_counted(c)
    in_all = _take_in_all(c)
    if c.at(K.TIMES_SIGN) and c.at(K.NUMBER, 1):
        # "x5"
        c.i += 1
        return [Count(c.whole())]
    worded = c.at(K.COUNT)
    n = _read_times_said(c)
    if n is None:
        return []
    if c.take(K.IN_ALL) or (worded and c.take(K.ONLY)) or in_all:
        return [Count(n)]
    return _read_times_each(c, n, worded=worded)


def _read_next_counted(c: Cursor) -> list[Item]:
    """ "next 3 Fridays", "next 5 days", "next 3 times"."""
    c.i += 1
    n = c.whole()
    if c.at(K.WEEKDAY) or c.at(K.DAY_SET):
        return read_next_weekdays(c, n)
    if c.at(K.UNIT):
        return read_next_units(c, n)
    if c.has(Trait.POSTPOSED) and c.at(K.TIMES) and c.at(K.OF, 1) and c.at_any((K.WEEKDAY, K.DAY_SET), 2):
        # "次の4回の週末"
        c.i += 2
        return read_next_weekdays(c, n)
    return [Count(n)] if c.take(K.TIMES) else []


def _take_in_all(c: Cursor) -> bool:
    """Past the "in all" of "in all 5 times", the "for" of "per tre volte", the "up to" of "up to 5 times"."""
    if c.at(K.IN_ALL, 1):
        c.take(K.FOR)
    numbered = c.at(K.NUMBER, 1) and c.at(K.TIMES, 2)
    in_all = c.take(K.IN_ALL) or ((numbered or c.at(K.COUNT, 1)) and c.take(K.FOR))
    if c.at(K.NUMBER, 1) and c.at(K.TIMES, 2):
        c.take(K.AT_MOST)
    return in_all


def _read_times_said(c: Cursor) -> int | None:
    """The 2 of "twice", the 5 of "5 times"."""
    if c.at(K.COUNT):
        n: int = c.value(K.COUNT)
        c.i += 1
        return n
    before = c.i
    if c.number() is None or not (c.at(K.TIMES) or c.at(K.IN_ALL)):
        return None
    c.i = before
    n = c.whole()
    c.take(K.TIMES)
    return n


def _read_times_each(c: Cursor, n: int, *, worded: bool) -> list[Item]:
    """What follows "twice" or "3 times": "a day", "/day", "daily", "on Mondays", or nothing."""
    if (c.at(K.PER) or c.at(K.EVERY) or c.text(c.i) == "/") and c.at(K.UNIT, 1):
        c.i += 1
        _, unit = c.unit(1)
        return [Pace(1, unit)] if n == 1 else [Count(n, unit), Pace(1, unit)]
    if c.at(K.FREQUENCY):
        _, unit = c.value(K.FREQUENCY)
        c.i += 1
        return [Count(n, unit), Pace(1, unit)]
    each = c.at(K.EVERY) and (c.at(K.WEEKDAY, 1) or c.at(K.DAY_SET, 1))
    if each or (worded and _weekdays_follow(c)):
        # "twice on Mondays", "three times every Saturday"
        return [Count(n, "day")]
    if worded:
        answers = c.said_instead(c.i - 1, f"{n} times", f"{n} times a day", f"{n} times a week")
        return [Ask("That many runs in all, or so many in each period?", answers)]
    return [Count(n)]


def _read_shifted_time(c: Cursor, parts: Amounts) -> list[Item]:
    """ "half an hour before midnight", "3 hours after noon"."""
    if any(unit not in CLOCK_UNITS for _, unit in parts):
        return []
    sign = -1 if c.at(K.BEFORE) else 1
    c.i += 1
    base = read_time(c, bare=False)
    if base is None or not (base.half or base.exact):
        return []
    hour = base.hour % 12 + (12 if base.half == "pm" else 0) if base.half else base.hour
    shift = sum(n * _SECONDS[u] for n, u in parts)
    seconds = (hour * 3600 + base.minute * 60 + base.second + sign * int(shift)) % 86400
    return [Times((Time(seconds // 3600, seconds % 3600 // 60, seconds % 60, exact=True),))]


def _read_coming(c: Cursor) -> list[Item]:
    """ "in den nächsten 3 Tagen": for three days from now."""
    begin = c.i
    if c.has(Trait.NEXT_SPAN_LASTS) and c.take(K.IN, K.FOR):
        c.skip(K.ARTICLE)
        n = c.whole() if c.at(K.NUMBER) and c.at(K.NEXT, 1) else 0
        if c.take(K.NEXT):
            n = n or (c.whole() if c.at(K.NUMBER) else 0)
            if n and c.at(K.UNIT):
                return [Lasting(Span((c.unit(n),)), True)]
    c.i = begin
    return []


def read_lasting(c: Cursor) -> list[Item]:
    """A duration or a span: "for 5 days", "for the next two weeks", "in 45 minutes", "a week from Friday"."""
    coming = _read_coming(c)
    if coming:
        return coming
    if c.take(K.FOR):
        return _read_for_span(c)
    if c.at(K.IN) and c.at(K.FEW, 1) and c.at(K.UNIT, 2):
        c.i += 3
        unit = c.value(K.UNIT, -1)
        return [Ask("How long exactly?", c.said_instead(c.i - 3, *(f"in {n} {unit}s" for n in (2, 3, 5))))]
    if c.take(K.IN):
        return _read_in_span(c)
    begin = c.i
    parts = c.span()
    # "10h30" is a time of day as well.
    worded = c.has(Trait.HOUR_WORD_IS_CLOCK) and any(K.OCLOCK in kinds for kinds in c.kinds[begin : c.i])
    is_clock = bool(parts) and parts[0][1] == "hour" and (worded or c.text(c.i - 1).isdigit())
    if parts and c.i == c.end and not c.found and not is_clock:
        return _ask_bare_span(c, begin, parts)
    return _read_span_from(c, parts) if parts else []


def _ask_bare_span(c: Cursor, begin: int, parts: Amounts) -> list[Item]:
    """ "30m", "+2h" and nothing else: once after that time, or again and again."""
    again = _read_pace_of(c, parts)
    ask = "Once, when that time is over, or again and again?"
    article = not c.kinds[begin].keys().isdisjoint((K.ARTICLE, K.PER)) and parts[0][1] not in CLOCK_UNITS
    return [] if article else [Ask(ask, ((Span(parts),), tuple(again)))]


def _read_for_span(c: Cursor) -> list[Item]:
    """What follows "for": "5 days", "the next two weeks"."""
    from_now = c.take(K.NEXT)
    if not c.at(K.UNIT, 1):
        c.take(K.ARTICLE)
    from_now = c.take(K.NEXT) or from_now
    parts = c.span()
    if not parts and from_now and c.at(K.UNIT):
        parts = (c.unit(1),)
    return [Lasting(Span(parts), from_now)] if parts else []


def _read_in_span(c: Cursor) -> list[Item]:
    """What follows "in": "45 minutes", "acht Tagen", "godzinę"."""
    either = _read_either_span(c)
    if either:
        return either
    parts = c.span()
    if not parts and c.at(K.UNIT) and c.has(Trait.BARE_UNITS):
        parts = (c.unit(1),)
    if _is_counted_inclusively(c, parts):
        ((n, _),) = parts
        weeks = (Span(((n - 1, "day"),)),)
        return [Ask(f"Does that mean in {n - 1:g} days, as people say it, or in {n:g}?", (weeks, (Span(parts),)))]
    return (_read_from_now(c, parts) or [Span(parts)]) if parts else []


def _read_either_span(c: Cursor) -> list[Item]:
    """ "an hour or two", "5 or 10 minutes": which of them."""
    begin = c.i
    first = c.amount()
    n = first[0] if first else c.number()
    if n is not None and c.take(K.OR):
        other = c.amount()
        m = other[0] if other else c.number()
        unit = other[1] if other else first[1] if first else ""
        if m is not None and unit:
            choices = tuple((Span(((k, u),)),) for k, u in ((n, first[1] if first else unit), (m, unit)))
            return [Ask("How long exactly?", choices)]
    c.i = begin
    return []


def _read_span_from(c: Cursor, parts: Amounts) -> list[Item]:
    """What follows a span: "before Easter", "from now", "ago", "from Friday", "lang"."""
    if c.at_any((K.BEFORE, K.AFTER, K.FROM)) and _names_period(c, parts):
        # "the week before Christmas" is no single day.
        return []
    if c.at(K.BEFORE) or c.at(K.AFTER):
        begin = c.i
        for reader in (read_shifted_days, _read_shifted_time):
            found = reader(c, parts)
            if found:
                return found
            c.i = begin
    if parts == _ONE_WEEK and c.has(Trait.WEEK_BESIDE_DAY):
        found = _read_week_on(c, parts)
        if found:
            return found
    if c.take(K.FOR_AFTER):
        return [Lasting(Span(parts), False)]
    if c.at(K.AFTER) and c.at(K.NEXT, 1) and not c.at_any((K.UNIT, K.WEEKDAY, K.NUMBER, K.DAY_SET), 2):
        # "the week after next"
        return []
    if c.take(K.FROM, K.AFTER):
        return _read_after_day(c, parts)
    return _read_from_now(c, parts)


def _names_period(c: Cursor, parts: Amounts) -> bool:
    """Whether "the" stood before a unit longer than a day."""
    before = c.kinds[c.i - 2] if c.i > 1 else {}
    definite = K.ARTICLE in before and K.PER not in before and c.has(Trait.ARTICLE_COUNTS)
    return definite and len(parts) == 1 and parts[0][1] in ("week", "month", "quarter", "year")


def _read_from_now(c: Cursor, parts: Amounts) -> list[Item]:
    """ "from now", "ago"."""
    if c.take(K.FROM_NOW):
        return [Span(parts)]
    return [Span(parts, ago=True)] if c.take(K.AGO) else []


def _read_week_on(c: Cursor, parts: Amounts) -> list[Item]:
    """The day of "a week on Thursday", "a week tomorrow"."""
    begin = c.i
    c.take(K.ON)
    match inner_day(c) if c.at(K.WEEKDAY) or c.at(K.DAY_REF) else []:
        case [Ref() | Wd(recurring=False, singles=1) as base]:
            return [Span(parts, base=base)]
    c.i = begin
    return []


def _read_after_day(c: Cursor, parts: Amounts) -> list[Item]:
    """The day of "a week from Friday", "two days after 5 June"."""
    if c.take(K.NOW):
        return [Span(parts)]
    match inner_day(c):
        case [Wd() | Ref() | Dates() | NextDay() as base]:
            return [Span(parts, base=base)]
    raise c.refuse()


def read_next_weekdays(c: Cursor, n: int) -> list[Item]:
    """The Fridays of "the next 3 Fridays"."""
    weekends = c.at(K.DAY_SET) and c.value(K.DAY_SET)[0] == WEEKEND
    days = read_weekdays(c)
    assert days is not None
    # "the next 4 weekends" are eight days.
    return [replace(days, recurring=True), Count(n, "weekend" if weekends else "date")]


def read_next_units(c: Cursor, n: int) -> list[Item]:
    """The days of "the next 3 days": on each of them, unless something else says how often."""
    lasting = Lasting(Span((c.unit(n),)), True)
    said = c.has(Trait.NEXT_SPAN_LASTS) and c.frequency_said()
    return [lasting] if said else [Pace(1, "day"), lasting]
