"""Random expressions over the whole grammar of a dialect."""

from __future__ import annotations

from random import Random

from schedule_mcp.cron.dialects import (
    BEFORE_LAST,
    DAY,
    HOUR,
    LAST,
    LAST_WEEKDAY,
    LAST_WEEKDAY_BEFORE,
    LAST_WORKDAY,
    MINUTE,
    MONTH,
    MONTH_NAMES,
    NEAREST,
    NTH,
    RANGES,
    SECOND,
    WEEKDAY,
    WEEKDAY_NAMES,
    YEAR,
    DayRule,
    Dialect,
)

SPECIAL_DAYS = {LAST: ["L"], LAST_WORKDAY: ["LW"], NEAREST: ["15W", "1W", "27W"], BEFORE_LAST: ["L-3"]}
SPECIAL_WEEKDAYS = {LAST_WEEKDAY: ["6L", "2L"], LAST_WEEKDAY_BEFORE: ["L6", "L2"], NTH: ["2#1", "6#3", "MON#2", "1#4"]}


def some_expression(source: Random, spoken: Dialect) -> str:
    """One expression that the dialect accepts; dates are restricted about half of the time."""
    if spoken.full_hours_only:
        hour, weekday = source.randrange(24), source.randrange(7)
        return source.choice(["0 0 * * * *", f"0 0 {hour} * * *", f"0 0 {hour} * * {weekday}"])
    fields = {name: _field(source, name, spoken) for name in spoken.fields}
    if spoken.day_rule is DayRule.ONE:
        fields[source.choice([DAY, WEEKDAY])] = "?"
    elif spoken.common_core:
        fields[source.choice([DAY, WEEKDAY])] = "*"
    return " ".join(fields.values())


def _field(source: Random, name: str, spoken: Dialect) -> str:
    if name == SECOND:
        return source.choice(["0", "0", "0", "30", "*/20", "5,50"])
    if name == YEAR:
        return source.choice(
            ["*", "*", "*", "2027", "2027-2030", "2026/2" if spoken.open_step else "2031", "2028,2033"]
        )
    if source.random() < {MINUTE: 0.1, HOUR: 0.2}.get(name, 0.45):
        return "*"
    special = _special(source, name, spoken)
    if special is not None:
        return special
    return ",".join(_item(source, name, spoken) for _ in range(source.choice([1, 1, 1, 2, 3])))


def _special(source: Random, name: str, spoken: Dialect) -> str | None:
    if source.random() > 0.2 or name not in (DAY, WEEKDAY) or not (spoken.last_word or spoken.special):
        return None
    if spoken.last_word:
        last = spoken.last_word
        return source.choice([last, f"15,{last}", f"1-7,{last}"]) if name == DAY else None
    table = SPECIAL_DAYS if name == DAY else SPECIAL_WEEKDAYS
    return source.choice([text for form, texts in table.items() if form in spoken.special for text in texts])


def _item(source: Random, name: str, spoken: Dialect) -> str:
    low, high = (spoken.weekday_low, spoken.weekday_low + 6) if name == WEEKDAY else RANGES[name]
    first, last = sorted(source.sample(range(low, high + 1), 2))
    step = source.randint(2, max(2, (last - first) if spoken.bounded_step else (high - low)))
    ways = [str(first), str(first), f"{first}-{last}", f"*/{min(step, high - low)}"]
    if last - first >= step:
        ways.append(f"{first}-{last}/{step}")
    if spoken.open_step and high - first >= step:
        ways.append(f"{first}/{step}")
    if spoken.wraps:
        ways.append(f"{last}-{first}")
    if name in (MONTH, WEEKDAY) and spoken.names:
        names = MONTH_NAMES if name == MONTH else WEEKDAY_NAMES
        ways.append(source.choice(names))
        if name == MONTH or spoken.weekday_names_only:
            one, other = sorted(source.sample(range(len(names)), 2))
            ways.append(f"{names[one]}-{names[other]}")
    return source.choice(ways)
