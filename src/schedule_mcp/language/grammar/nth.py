"""The n-th day of a period, and days of the month."""

from __future__ import annotations

from datetime import date, timedelta

from schedule_mcp.language.grammar.cursor import JOINTS, PERIODS, Cursor
from schedule_mcp.language.grammar.items import (
    Ask,
    Dates,
    Dom,
    Item,
    MonthSet,
    NextOf,
    OrdWd,
    Pace,
    Scoped,
    Sep,
    ThisPeriod,
    Tree,
    Wd,
)
from schedule_mcp.language.grammar.months import (
    dates_in_months,
    day_number_follows,
    is_written_ordinal,
    read_days_before_month,
    read_months,
    read_year,
    take_day_number,
)
from schedule_mcp.language.grammar.recursion import inner_day
from schedule_mcp.language.grammar.weekdays import read_weekdays
from schedule_mcp.language.lexicon import K, Trait
from schedule_mcp.schedule.model import (
    EVERY_WEEKDAY,
    WEEKEND,
    WORKDAYS,
    AllOf,
    AnyOf,
    Between,
    Days,
    Months,
    Moved,
    Nth,
    Period,
    Weekdays,
)

_MOST = {Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}


def _read_positions(c: Cursor) -> list[int]:
    """ "1st", "first and third", "1st to 7th", "2nd-to-last": ordinals in a row."""
    found: list[int] = []
    while c.at(K.ORDINAL):
        if found and K.ORDINAL in c.kinds[c.i - 1] and c.at(K.WEEKDAY):
            # The "quarta" of "primeira quarta".
            break
        n = c.value(K.ORDINAL)
        at = c.i
        c.i += 1
        dash = 1 if c.at(K.DASH) else 0
        if c.at(K.ORDINAL, dash) and -1 in (n, c.value(K.ORDINAL, dash)):
            # "third last", "3rd-last", "2e dernier": one day, counted from the end; "last third" is none.
            if n < 2 or c.reading_one_end:
                c.i = at
                return []
            found.append(-n)
            c.i += dash + 1
        elif n > 0 and c.at(K.TO, dash) and c.at(K.ORDINAL, dash + 1 + (1 if c.at(K.DASH, dash + 1) else 0)):
            ahead = dash + 1 + c.at(K.DASH, dash + 1)
            last = c.value(K.ORDINAL, ahead)
            if last == -1:
                found.append(-n)
                c.i += ahead + 1
            elif n < last <= 366:
                found.extend(range(n, last + 1))
                c.i += ahead + 1
            else:
                c.i = at
                return []
        elif n > 0 and dash and c.at(K.ORDINAL, 1) and n < c.value(K.ORDINAL, 1) <= 366:
            found.extend(range(n, c.value(K.ORDINAL, 1) + 1))
            c.i += 2
        else:
            found.append(n)
        ahead = c.beyond((*JOINTS, K.ARTICLE, K.ON))
        if c.reading_one_end:
            # "starting the 3rd, on the first Monday of each month"
            break
        if ahead and c.at(K.ORDINAL, ahead) and (c.at(K.COMMA) or c.at(K.AND)):
            c.i += ahead
    return found


def read_nth(c: Cursor, every: bool) -> list[Item]:
    """N-th days: "the first Monday of the month", "the 15th", "last business day of each quarter"."""
    if not c.at(K.ORDINAL) or (c.at(K.WEEKDAY) and not _counts_weekdays(c)):
        return []
    counted = read_first_days(c, every) or (read_days_before_month(c, every) if is_written_ordinal(c) else [])
    if counted:
        return counted
    positions = _read_positions(c)
    if not positions:
        return []
    if not c.at(K.ORDINAL) and c.at(K.UNIT) and c.value(K.UNIT) == "day":
        several = c.at(K.SEVERAL) and not every and len(positions) == 1 and abs(positions[0]) == 1
        c.i += 1
        return _read_how_many(c, positions[0]) if several else read_scope(c, positions, EVERY_WEEKDAY, True, every)
    if c.at(K.WHOLE):
        c.i += 1
        answers = c.said_instead(c.i - 1, "Saturday", "Sunday")
        read_scope(c, positions, WEEKEND, True, every)
        return [Ask("Which day of that weekend?", answers)]
    beside = _read_business_day_beside(c, positions, every)
    if beside:
        return beside
    if c.at(K.WEEKDAY) or c.at(K.DAY_SET):
        days = read_weekdays(c, single=True)
        assert days is not None
        among = _read_or_weekdays(c, days.days)
        if _another_ordinal_follows(c):
            return _read_two_ordinals(c, positions, among)
        return read_scope(c, positions, among, True, every)
    if c.at(K.ONE) and c.at(K.OF, 1) and (named_before := _only_weekdays_said(c)):
        # "every Tuesday except the second one of the month"
        c.i += 1
        return read_scope(c, positions, named_before, True, every)
    return read_scope(c, positions, EVERY_WEEKDAY, False, every)


def _read_business_day_beside(c: Cursor, positions: list[int], every: bool) -> list[Item]:
    """ "the last business day before Christmas", "the first working day after January 1"."""
    side = {-1: K.BEFORE, 1: K.AFTER}.get(positions[0]) if len(positions) == 1 else None
    if side is None or not (c.at(K.DAY_SET) and c.value(K.DAY_SET)[0] == WORKDAYS and c.at(side, 1)):
        return []
    begin = c.i
    c.i += 2
    c.reading_one_end = True
    try:
        found = inner_day(c, single=True)
    finally:
        c.reading_one_end = False
    match found:
        case [Dates(((year, month, day),), each)] if (month, day) not in ((2, 28), (2, 29), (3, 1)):
            beside = date(year or 2023, month, day) + timedelta(days=positions[0])
            dates: Days = Between(beside, beside)
            if year is None:
                dates = AllOf((Months(frozenset({beside.month})), Nth(frozenset({beside.day}))))
            moved = Moved(dates, Weekdays(WEEKEND), later=positions[0] > 0)
            yearly = every or each or any(isinstance(i, Pace) and i.unit == "year" for i in c.found)
            return [Tree(moved) if yearly or year else NextOf(moved)]
    c.i = begin
    return []


def _counts_weekdays(c: Cursor) -> bool:
    """Whether the word for a weekday counts days: the "segunda" of "segunda terça do mês"."""
    if c.at(K.WEEKDAY, 1) or c.at(K.UNIT, 1) or _another_nth_follows(c):
        return True
    return c.at(K.DAY_SET, 1) and not c.value(K.DAY_SET, 1)[1]


def _only_weekdays_said(c: Cursor) -> frozenset[int] | None:
    """The weekdays said so far, where they are one word."""
    said = [m.get(K.WEEKDAY) or m.get(K.DAY_SET) for m in c.kinds[: c.i] if K.WEEKDAY in m or K.DAY_SET in m]
    if len(said) != 1 or said[0] is None:
        return None
    days = said[0][0]
    return frozenset({days}) if isinstance(days, int) else frozenset(days)


def _read_how_many(c: Cursor, sign: int) -> list[Item]:
    """ "les derniers jours du mois"."""
    begin = c.i
    choices = []
    for n in (2, 3, 5):
        c.i = begin
        choices.append(tuple(read_scope(c, [sign * k for k in range(1, n + 1)], EVERY_WEEKDAY, True, False)))
    return [Ask("How many of these days?", tuple(choices))]


def _another_nth_follows(c: Cursor) -> bool:
    """Whether the "segunda" of "segunda e quarta terça do mês" is an ordinal."""
    ahead = 1
    if not c.at(K.AND, ahead):
        return False
    ahead += 1
    while c.at(K.ON, ahead) or c.at(K.ARTICLE, ahead):
        ahead += 1
    return c.at(K.ORDINAL, ahead) and c.at(K.WEEKDAY, ahead + 1)


def read_first_days(c: Cursor, every: bool) -> list[Item]:
    """ "the first 3 business days of each month", "the last five days of the quarter"."""
    begin = c.i
    # "Am 3. letzten Tag" is one day.
    swapped = c.at(K.NUMBER) and c.at(K.ORDINAL, 1) and not c.at(K.ORDINAL)
    if not swapped and not c.at(K.NUMBER, 1):
        return []
    # "les 3 premiers jours"
    n = c.number() if swapped else None
    sign = c.value(K.ORDINAL)
    if sign not in (1, -1):
        c.i = begin
        return []
    c.i += 1
    n = n if swapped else c.number()
    if n is None or n != int(n) or not 2 <= n <= 366:
        c.i = begin
        return []
    if c.at(K.UNIT) and c.value(K.UNIT) == "day":
        c.i += 1
        among = EVERY_WEEKDAY
    elif c.at(K.WEEKDAY) or c.at(K.DAY_SET):
        days = read_weekdays(c, single=True)
        assert days is not None
        among = days.days
    else:
        c.i = begin
        return []
    found = read_scope(c, [sign * k for k in range(1, int(n) + 1)], among, True, every)
    if not isinstance(found[0], Scoped):
        raise c.refuse("of which period?", "Say for example 'of the month'.")
    return found


def _read_or_weekdays(c: Cursor, among: frozenset[int]) -> frozenset[int]:
    """ "last Tuesday or Friday" is one set of days."""
    while c.at(K.OR) and c.at(K.WEEKDAY, 1):
        among |= {c.value(K.WEEKDAY, 1)[0]}
        c.i += 2
    return among


def _another_ordinal_follows(c: Cursor) -> bool:
    """ "last Tuesday and last Thursday" are two statements."""
    ahead = 2 if c.at(K.ARTICLE, 1) else 1
    days = c.at(K.WEEKDAY, ahead + 1) or c.at(K.DAY_SET, ahead + 1)
    return c.at(K.AND) and c.at(K.ORDINAL, ahead) and days


def _read_two_ordinals(c: Cursor, positions: list[int], among: frozenset[int]) -> list[Item]:
    parts = [(frozenset(positions), among)]
    while c.at(K.AND):
        before = c.i
        c.i += 1
        c.take(K.ARTICLE)
        more = _read_positions(c)
        days = read_weekdays(c, single=True)
        if not more or days is None:
            # "第二个周四和最后一个工作日和7号"
            c.i = before
            break
        parts.append((frozenset(more), _read_or_weekdays(c, days.days)))
    last = read_scope(c, list(parts[-1][0]), parts[-1][1], True, True)
    if len(last) < 1 or not isinstance(last[0], Scoped):
        # "monthly on the first Monday and the third Friday"
        placed = [OrdWd(p, a, every=False) for p, a in parts]
        items: list[Item] = [placed[0]]
        for one in placed[1:]:
            items += (Sep("and"), one)
        return items
    of = last[0].of
    return [Tree(AnyOf(tuple(Nth(p, a, of) for p, a in parts))), *last[1:]]


def read_scope(c: Cursor, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Item]:
    """What an ordinal counts within: "of the month", "of every other quarter", "in November"."""
    if named and c.at(K.BEFORE):
        raise c.refuse()
    before = c.i
    found = _read_within(c, positions, among, named, every)
    if found:
        return found
    c.i = before
    if c.at(K.MONTH) and not named:
        months = read_months(c)
        return dates_in_months(c, positions, months, read_year(c), every)
    if named and among != EVERY_WEEKDAY:
        return [OrdWd(frozenset(positions), among, every)]
    if named:
        return [Dom(frozenset(positions), every)]
    if max(positions) < 0:
        raise c.refuse("the last of what?", "Say for example 'the last day of the month'.")
    return days_of_month(c, positions, every)


def _read_within(c: Cursor, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Item]:
    """ "of the month", "of every other quarter", "in November", "of 2027"."""
    started = c.has(Trait.FROM_IS_START) and c.at(K.FROM) and c.at(K.MONTH, 1)
    led = not started and c.take(K.OF, K.IN)
    c.take(K.ARTICLE)
    each = c.take(K.EVERY)
    n = _read_every_so_many(c, each)
    # "am 5. nächsten Monats", "w pierwszy wtorek miesiąca"
    genitive = c.at(K.GENITIVE) or (c.has(Trait.BARE_GENITIVE) and c.at(K.NEXT) and c.at(K.UNIT, 1))
    if not (led or each or genitive):
        return []
    coming: list[Item] = []
    if (c.at(K.THIS) or c.at(K.NEXT)) and c.at(K.UNIT, 1):
        coming = [ThisPeriod(c.value(K.UNIT, 1), c.value(K.NEXT).periods if c.at(K.NEXT) else 0)]
        c.i += 1
    if c.at(K.UNIT) and c.value(K.UNIT) in PERIODS:
        return _read_within_period(c, positions, among, coming, n)
    year = read_year(c) if named else None
    if year:
        _check_positions(c, positions, among, Period.YEAR)
        return [Scoped(frozenset(positions), among, Period.YEAR), MonthSet(frozenset(range(1, 13)), year)]
    return _read_within_months(c, positions, among, named, every or each) if c.at(K.MONTH) else []


def _read_every_so_many(c: Cursor, each: bool) -> int:
    """The 2 of "every other month", the 3 of "every 3 months", "every third month"; 0 where none is said."""
    n = 2 if c.take(K.OTHER) else 0
    if not each or not c.at(K.UNIT, 1):
        return n
    if c.at(K.NUMBER):
        n = c.whole()
    elif c.at(K.ORDINAL) and c.value(K.ORDINAL) > 0:
        n = c.value(K.ORDINAL)
        c.i += 1
    return n


def _read_within_period(
    c: Cursor, positions: list[int], among: frozenset[int], coming: list[Item], n: int
) -> list[Item]:
    """The month of "the 3rd day of the month", "do mês que vem"."""
    unit = c.value(K.UNIT)
    c.i += 1
    if c.has(Trait.DAYS_OF_PERIODS) and c.at(K.NEXT):
        coming = [*coming, ThisPeriod(unit, c.take_periods_ahead())]
    if unit == "week" and among == EVERY_WEEKDAY and len(positions) == 1 and positions[0] in (1, -1) and not c.nested:
        # Weeks begin and end on other days for other people.
        edge, days = ("first", (0, 6)) if positions[0] == 1 else ("last", (4, 5, 6))
        asked = tuple((Wd(frozenset({day}), not coming), *coming) for day in days)
        return [Ask(f"Which is the {edge} day of the week?", asked)]
    _check_positions(c, positions, among, PERIODS[unit])
    paced = [Pace(n, unit)] if n else []
    return [Scoped(frozenset(positions), among, PERIODS[unit]), *coming, *paced]


def _read_within_months(c: Cursor, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Item]:
    """The months of "the last Friday in May and June", "the 3rd of May 2027"."""
    months = read_months(c)
    year = read_year(c)
    if not named and positions != [-1]:
        return dates_in_months(c, positions, months, year, every)
    if among == EVERY_WEEKDAY and min(positions) > 0 and len(months) == 1:
        # "the 11th day of November" is November 11.
        return dates_in_months(c, positions, months, year, every)
    _check_positions(c, positions, among, Period.MONTH)
    scoped = Scoped(frozenset(positions), among, Period.MONTH)
    return [scoped, MonthSet(frozenset(months), year, every or len(months) > 1)]


def _check_positions(c: Cursor, positions: list[int], among: frozenset[int], of: Period) -> None:
    most = most_of(among, of)
    wrong = [p for p in positions if not 1 <= abs(p) <= most]
    if wrong:
        raise c.refuse(f"a {of.value} has no such day as number {wrong[0]}", f"It has at most {most} of them.")


def days_of_month(c: Cursor, positions: list[int], every: bool) -> list[Item]:
    wrong = [p for p in positions if not (1 <= p <= 31 or -31 <= p < 0)]
    if wrong:
        raise c.refuse(f"no month has a day {wrong[0]}", "Days of the month are 1 to 31.")
    return [Dom(frozenset(positions), every)]


def _hour_follows(c: Cursor) -> bool:
    """Whether a word for "to" that is one for "at" too stands before an hour: "dia 5 às 9h"."""
    if not c.at(K.AT):
        return False
    return not c.at(K.NUMBER, 1) or c.at_any((K.OCLOCK, K.DAY_PART, K.HALF_PAST, K.MERIDIEM), 2)


def read_day_numbers(c: Cursor, every: bool) -> list[Item]:
    """Numbers of days: "day 28", "days 1 through 5 of each month", "the 15th"."""
    if c.at(K.ORDINAL):
        return read_nth(c, every=every)
    marked = c.at(K.ORDINAL, 1) and c.has(Trait.DAY_THEN_ORDINAL)
    if not (c.at(K.UNIT) and c.value(K.UNIT) == "day" and (c.at(K.NUMBER, 1) or marked)):
        return []
    c.i += 1
    found: list[int] = []
    while True:
        n = take_day_number(c) if marked and c.at(K.ORDINAL) else c.whole()
        ends = every and c.at(K.UNTIL) and c.has(Trait.UNTIL_ENDS_NUMBERS)
        if (c.at(K.TO) and not ends and not _hour_follows(c)) or c.at(K.DASH):
            c.i += 1
            last = c.whole()
            if not n < last <= 366:
                raise c.refuse("the range of days runs backwards")
            found.extend(range(n, last + 1))
        else:
            found.append(n)
        ahead = c.beyond(JOINTS)
        counted = c.at(K.MERIDIEM, ahead + 1) or c.at(K.TIMES, ahead + 1)
        if not ahead or not c.at(K.NUMBER, ahead) or counted:
            break
        c.i += ahead
    if len(found) > 400:
        raise c.refuse("too many days")
    return read_scope(c, found, EVERY_WEEKDAY, False, every)


def read_numbered_span(c: Cursor) -> list[Item]:
    """Days of every month: "del 1 al 5 de cada mes", "vom 1. bis zum 5. jedes Monats"."""
    if not c.has(Trait.MONTH_ENDS_RANGE):
        return []
    _skip_to_number(c, K.FROM)
    if not c.take(K.FROM, K.START, K.OF):
        return []
    first = _read_numbered_day(c)
    if first is None or not c.take(K.TO, K.UNTIL, K.DASH):
        return []
    if _take_last_day(c):
        # "del 25 al último día de cada mes"
        return days_of_month(c, list(range(first, 32)), True) if _take_each_month(c) else []
    last = _read_numbered_day(c)
    if last is None or not _take_each_month(c):
        return []
    if not first < last:
        raise c.refuse("the range of days runs backwards")
    return days_of_month(c, list(range(first, last + 1)), True)


def _take_last_day(c: Cursor) -> bool:
    begin = c.i
    c.skip(K.ON, K.ARTICLE, K.TO)
    if c.at(K.ORDINAL) and c.value(K.ORDINAL) == -1:
        c.i += 1
        if c.at(K.UNIT) and c.value(K.UNIT) == "day":
            c.i += 1
        return True
    if c.take(K.LAST_DAY):
        return True
    c.i = begin
    return False


def _skip_to_number(c: Cursor, *before: str) -> None:
    """To where a number or one of these follows: past "los días", "de"."""
    begin = c.i
    while (c.at(K.ON) or c.at(K.ARTICLE)) and not c.at_any(before):
        c.i += 1
    if c.at(K.UNIT) and c.value(K.UNIT) == "day":
        c.i += 1
    if not (day_number_follows(c) or c.at_any(before)):
        c.i = begin


def _read_numbered_day(c: Cursor) -> int | None:
    _skip_to_number(c)
    return take_day_number(c) if day_number_follows(c) else None


def _take_each_month(c: Cursor) -> bool:
    c.take(K.OF)
    c.skip(K.ARTICLE, K.EVERY)
    if not (c.at(K.UNIT) and c.value(K.UNIT) == "month"):
        return False
    c.i += 1
    return True


def most_of(among: frozenset[int], of: Period) -> int:
    """How many days on these weekdays a period has at most."""
    weeks = {Period.WEEK: 1, Period.MONTH: 5, Period.QUARTER: 14, Period.YEAR: 53}[of]
    return min(weeks * len(among), _MOST[of])
