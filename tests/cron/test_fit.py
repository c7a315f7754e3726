"""Synthesis: what an expression means comes back as an expression, unions as disjoint expressions."""

from __future__ import annotations

import random

import pytest

from schedule_mcp.cron import DIALECTS, dialect, fit, parse
from schedule_mcp.cron.dialects import DayRule, Dialect
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
from schedule_mcp.schedule.times import NormalForm, from_rectangles, normal_form
from tests.cron.expressions import some_expression

NINE = (9 * 3600,)
EXAMPLES = 300


def rules(*pairs: tuple[Days, tuple[int, ...]]) -> Calendar:
    return Calendar(tuple(Rule(days, times) for days, times in pairs), "UTC")


def meaning(text: str, spoken: Dialect) -> dict[int, int]:
    schedule = parse(text, spoken)
    assert isinstance(schedule, Calendar)
    return normal_form(schedule.rules)


def union(texts: list[str], spoken: Dialect) -> dict[int, int]:
    return from_rectangles(pair for text in texts for pair in meaning(text, spoken).items())


@pytest.mark.parametrize("name", DIALECTS)
def test_every_expression_comes_back_as_one(name: str) -> None:
    spoken, source = dialect(name), random.Random(20261122)
    for _ in range(EXAMPLES):
        text = some_expression(source, spoken)
        form = meaning(text, spoken)
        if not form:
            continue
        printed = fit(form, spoken)
        assert len(printed) == 1, (text, printed)
        assert meaning(printed[0], spoken) == form, (text, printed)


# What two expressions say together cannot always be said by disjoint expressions. An AND engine can say every box;
# only with `last` can the length of a month come in. The other engines may lack a way to join the day fields.
TRUE_REASONS = {
    DayRule.AND: {"month_length"},
    DayRule.OR: {"day_and_weekday"},
    DayRule.ONE: {"day_and_weekday", "month_length", "phase"},
}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_union_comes_back_as_disjoint_expressions_or_a_true_reason(name: str) -> None:
    spoken, source = dialect(name), random.Random(7)
    reasons: set[str] = set()
    for _ in range(EXAMPLES):
        texts = [some_expression(source, spoken) for _ in range(2)]
        form = union(texts, spoken)
        if not form:
            continue
        try:
            printed = fit(form, spoken, limit=1000)
        except Unsupported as error:
            reasons.add(error.reason)
            continue
        assert union(printed, spoken) == form, (texts, printed)
        assert sum(runs(meaning(text, spoken)) for text in printed) == runs(form), (texts, printed)
    assert reasons <= TRUE_REASONS[spoken.day_rule], reasons


def runs(form: NormalForm) -> int:
    return sum(dates.bit_count() * times.bit_count() for dates, times in form.items())


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
