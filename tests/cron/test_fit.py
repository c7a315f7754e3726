"""Synthesis: what an expression means comes back as an expression, unions as disjoint expressions."""

from __future__ import annotations

import random

import pytest

from schedule_mcp.cron import dialect, fit, parse
from schedule_mcp.cron.dialects import DAY, HOUR, MINUTE, MONTH, SECOND, WEEKDAY, WEEKDAY_NAMES, YEAR, DayRule, Dialect
from schedule_mcp.errors import InvalidExpression, Unsupported
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_DAY,
    WORKDAYS,
    AllOf,
    AnyOf,
    Calendar,
    Days,
    Months,
    Not,
    Nth,
    Period,
    Rule,
    Weekdays,
)
from schedule_mcp.schedule.times import from_rectangles, normal_form

NINE = (9 * 3600,)
PLAIN = ["vixie", "apscheduler", "agentscope", "agentscope_monday0", "robfig6", "nats", "quartz", "aws"]
CORE = ["sequentum", "uranus"]


def rules(*pairs: tuple[Days, tuple[int, ...]]) -> Calendar:
    return Calendar(tuple(Rule(days, times) for days, times in pairs), "UTC")


def some(random: random.Random, low: int, high: int) -> str:
    choice = random.random()
    if choice < 0.4:
        return "*"
    if choice < 0.6:
        return str(random.randint(low, high))
    if choice < 0.8:
        first = random.randint(low, high - 1)
        return f"{first}-{random.randint(first + 1, high)}"
    return ",".join(map(str, sorted(random.sample(range(low, high + 1), min(3, high - low + 1)))))


def some_expression(random: random.Random, spoken: Dialect) -> str:
    fields = {
        SECOND: "0",
        MINUTE: some(random, 0, 59),
        HOUR: some(random, 0, 23),
        DAY: some(random, 1, 31),
        MONTH: some(random, 1, 12),
        WEEKDAY: some(random, spoken.weekday_low, spoken.weekday_low + 6),
        YEAR: "*",
    }
    if spoken.weekday_names_only and random.random() < 0.5:
        fields[WEEKDAY] = ",".join(random.sample(WEEKDAY_NAMES, 2))
    if spoken.day_rule is DayRule.ONE:
        fields[random.choice([DAY, WEEKDAY])] = "?"
    elif spoken.common_core:
        fields[random.choice([DAY, WEEKDAY])] = "*"
    if "last" in spoken.specials and random.random() < 0.1:
        fields[DAY] = "last"
    return " ".join(fields[name] for name in spoken.fields)


def meaning(text: str, spoken: Dialect) -> dict[int, int]:
    schedule = parse(text, spoken)
    assert isinstance(schedule, Calendar)
    return normal_form(schedule.rules)


def union(texts: list[str], spoken: Dialect) -> dict[int, int]:
    return from_rectangles(pair for text in texts for pair in meaning(text, spoken).items())


@pytest.mark.parametrize("name", PLAIN + CORE)
def test_every_expression_comes_back_as_one(name: str) -> None:
    spoken, source = dialect(name), random.Random(20261122)
    for _ in range(300):
        text = some_expression(source, spoken)
        form = meaning(text, spoken)
        if not form:
            continue
        printed = fit(form, spoken)
        assert len(printed) == 1, (text, printed)
        assert meaning(printed[0], spoken) == form, (text, printed)


@pytest.mark.parametrize("name", PLAIN + CORE)
def test_a_union_comes_back_as_disjoint_expressions_or_a_true_reason(name: str) -> None:
    spoken, source = dialect(name), random.Random(7)
    reasons: dict[str, int] = {}
    for _ in range(300):
        texts = [some_expression(source, spoken) for _ in range(2)]
        form = union(texts, spoken)
        if not form:
            continue
        try:
            printed = fit(form, spoken, limit=40)
        except Unsupported as error:
            reasons[error.reason] = reasons.get(error.reason, 0) + 1
            continue
        assert union(printed, spoken) == form, (texts, printed)
        runs = [sum(d.bit_count() * t.bit_count() for d, t in meaning(text, spoken).items()) for text in printed]
        assert sum(runs) == sum(d.bit_count() * t.bit_count() for d, t in form.items())
    # What two plain day fields say together cannot always be said by disjoint expressions of these engines.
    # An AND engine can say every box; only with `last` can the length of a month come in.
    allowed = {"month_length", "too_many_objects"} if spoken.day_rule is DayRule.AND else {"day_and_weekday"}
    assert set(reasons) <= allowed, reasons


SPELLINGS = [
    (rules((Weekdays(WORKDAYS), NINE)), "vixie", ["0 9 * * 1-5"]),
    (rules((Weekdays(WORKDAYS), NINE)), "agentscope", ["0 9 * * mon-fri"]),
    (rules((Weekdays(WORKDAYS), NINE)), "nats", ["0 0 9 * * 1-5"]),
    (rules((Weekdays(WORKDAYS), NINE)), "quartz", ["0 0 9 ? * 2-6 *"]),
    (rules((EVERY_DAY, tuple(range(0, DAY_S, 900)))), "vixie", ["*/15 * * * *"]),
    (rules((Nth(frozenset({1}), frozenset({0})), NINE)), "agentscope", ["0 9 1-7 * mon"]),
    (rules((Nth(frozenset({-1})), NINE)), "agentscope", ["0 9 last * *"]),
    (rules((AnyOf((Nth(frozenset({13})), Weekdays(frozenset({4})))), NINE)), "vixie", ["0 9 13 * 5"]),
    (rules((Nth(frozenset({1}), frozenset({6})), NINE)), "vixie", ["0 9 1-7 * */7"]),
    (rules((EVERY_DAY, (9 * 3600 + 900, 17 * 3600 + 1800))), "sequentum", ["15 9 * * *", "30 17 * * *"]),
    (
        rules((Weekdays(WORKDAYS), NINE)),
        "orq_narrow",
        ["0 0 9 * * 1", "0 0 9 * * 2", "0 0 9 * * 3", "0 0 9 * * 4", "0 0 9 * * 5"],
    ),
    (rules((AllOf((Months(frozenset({7})), Nth(frozenset({4})))), NINE)), "uranus", ["0 9 4 7 *"]),
    (rules((EVERY_DAY, (25 * 3600,))), "vixie", ["0 1 * * *"]),
]


@pytest.mark.parametrize(("schedule", "name", "expected"), SPELLINGS)
def test_plain_spelling(schedule: Calendar, name: str, expected: list[str]) -> None:
    assert sorted(fit(schedule, name)) == sorted(expected)


def test_the_13th_or_a_friday_is_split_without_a_shared_day() -> None:
    schedule = rules((AnyOf((Nth(frozenset({13})), Weekdays(frozenset({4})))), NINE))
    assert len(fit(schedule, "agentscope")) == 2
    with pytest.raises(Unsupported) as caught:
        fit(schedule, "sequentum")
    assert caught.value.reason == "day_and_weekday"


REASONS = [
    (rules((Nth(frozenset({-2})), NINE)), "vixie", "month_length"),
    (rules((Nth(frozenset({1}), WORKDAYS, Period.QUARTER), NINE)), "nats", "day_and_weekday"),
    (rules((EVERY_DAY, (9 * 3600 + 1,))), "vixie", "seconds"),
    (rules((EVERY_DAY, (9 * 3600 + 60,))), "orq_narrow", "full_hours"),
    (rules((AllOf((Months(frozenset({2})), Nth(frozenset({30})))), NINE)), "vixie", "never"),
    (rules((EVERY_DAY, tuple(range(0, DAY_S, 5400)))), "vixie", None),
    (rules((Not(Nth(frozenset({-1}))), NINE)), "vixie", "month_length"),
]


@pytest.mark.parametrize(("schedule", "name", "reason"), REASONS)
def test_reasons(schedule: Calendar, name: str, reason: str | None) -> None:
    if reason is None:
        assert len(fit(schedule, name)) == 2
        return
    with pytest.raises(Unsupported) as caught:
        fit(schedule, name)
    assert caught.value.reason == reason


def test_too_many_objects_are_refused_with_their_number() -> None:
    times = tuple(h * 3600 + 60 * h for h in range(1, 12))
    with pytest.raises(Unsupported) as caught:
        fit(rules((EVERY_DAY, times)), "vixie")
    assert (caught.value.reason, caught.value.details["objects"]) == ("too_many_objects", 11)


def test_a_workday_nearest_to_a_day() -> None:
    schedule = parse("0 9 15W * ? *", "aws")
    assert isinstance(schedule, Calendar)
    dates = date_set(schedule.rules[0].days)
    assert dates.bit_count() == 400 * 12
    with pytest.raises(InvalidExpression):
        parse("0 9 15W * *")
