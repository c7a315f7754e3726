"""Synthesis in single cases: the spelling, the reasons, the proof."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schedule_mcp.cron import fit, parse
from schedule_mcp.cron.special import nearest_workday
from schedule_mcp.errors import InvalidExpression, Unsupported
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_DAY,
    RUNNING_CLOCK,
    WORKDAYS,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Days,
    Every,
    Interval,
    Months,
    Not,
    Nth,
    Once,
    Period,
    Rule,
    Schedule,
    Unit,
    Weekdays,
)

NINE = (9 * 3600,)


def rules(*pairs: tuple[Days, tuple[int, ...]]) -> Calendar:
    return Calendar(tuple(Rule(days, times) for days, times in pairs), "UTC")


SPELLINGS = [
    (rules((Weekdays(WORKDAYS), NINE)), "vixie", ["0 9 * * 1-5"]),
    (rules((Weekdays(WORKDAYS), NINE)), "agentscope", ["0 9 * * mon-fri"]),
    (rules((Weekdays(WORKDAYS), NINE)), "nats", ["0 0 9 * * 1-5"]),
    (rules((Weekdays(WORKDAYS), NINE)), "quartz", ["0 0 9 ? * 2-6 *"]),
    (rules((EVERY_DAY, tuple(range(0, DAY_S, 900)))), "vixie", ["*/15 * * * *"]),
    (rules((Nth(frozenset({1}), frozenset({0})), NINE)), "agentscope", ["0 9 1-7 * mon"]),
    (rules((Nth(frozenset({-1})), NINE)), "agentscope", ["0 9 last * *"]),
    (
        rules((AnyOf((Nth(frozenset({-1})), Weekdays(frozenset({0})))), NINE)),
        "agentscope",
        ["0 9 * * mon", "0 9 last * tue-sat,sun"],
    ),
    (
        rules((Nth(frozenset({-1})), NINE), (AllOf((Weekdays(frozenset({0})), Months(frozenset({2})))), NINE)),
        "apscheduler",
        ["0 9 * 2 mon", "0 9 last 1,3-12 *", "0 9 last 2 tue-sat,sun"],
    ),
    (
        rules((AllOf((Nth(frozenset({-1})), Weekdays(frozenset({4})))), NINE), (Weekdays(frozenset({6})), NINE)),
        "agentscope",
        ["0 9 * * sun", "0 9 last * fri"],
    ),
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


# dialect, text, how it is written
REWRITTEN = [
    ("vixie", "0,15,30,45 * * * *", ["*/15 * * * *"]),
    ("vixie", "*/45 */5 * * *", ["*/45 0-20/5 * * *"]),
    ("vixie", "*/7 9 * * *", ["*/7 9 * * *"]),
    ("vixie", "0-56/7 9 * * *", ["0-56/7 9 * * *"]),
    ("vixie", "0,30 9 * * *", ["0,30 9 * * *"]),
    ("vixie", "*/30 9 * * *", ["*/30 9 * * *"]),
    ("vixie", "0 */5 * * *", ["0 */5 * * *"]),
    ("vixie", "0 0,5,10,15,20 * * *", ["0 0-20/5 * * *"]),
    ("vixie", "0-59 9 * * *", ["0-59 9 * * *"]),
    ("vixie", "* 9 * * *", ["* 9 * * *"]),
    ("nats", "0 0,30 9 * * *", ["0 */30 9 * * *"]),
    ("sequentum", "*/45 * * * *", ["0,45 * * * *"]),
    ("vixie", "*/7,3 9 * * *", ["*/7,3 9 * * *"]),
    ("vixie", "0 9-17 * * mon,tue,wed,sun", ["0 9-17 * * 0-3"]),
    ("vixie", "3,10,15,20,25,30,35,59 9 * * *", ["3,10-35/5,59 9 * * *"]),
    ("vixie", "3,10,15,20,25,30 9 * * *", ["3,10,15,20,25,30 9 * * *"]),
    ("vixie", "1,4,7,10 9 * * *", ["1-10/3 9 * * *"]),
    ("vixie", "1,4,7 9 * * *", ["1,4,7 9 * * *"]),
    ("vixie", "0 9 * 1,2,3,7 *", ["0 9 * 1-3,7 *"]),
    ("vixie", "0 9 */2 * 1", ["0 9 */2 * 1"]),
    ("vixie", "0 9 */15 2 1", ["0 9 */15 2 1"]),
    ("vixie", "0 9 */2,4 * 1", ["0 9 */2,4 * 1"]),
    ("vixie", "0 9 13 * */7,1", ["0 9 13 * */7,1"]),
    ("vixie", "0 9 1,13 * */7,1", ["0 9 */31,13 * 0,1"]),
    ("vixie", "0 9 13 * */2,1", ["0 9 13 * */2,1"]),
    ("vixie", "0 9 */12 * */2", ["0 9 */12 * 0,2,4,6"]),
    ("vixie", "0 9 1-29 * 1", ["0 9 1-29 * 1"]),
    ("vixie", "0 9 1,15 4 *", ["0 9 1,15 4 *"]),
    ("vixie", "0 9 13 4 5", ["0 9 13 4 5"]),
    ("vixie", "0 9 13 2 5", ["0 9 13 2 5"]),
    ("vixie", "0 9 30 2,4 5", ["0 9 30 2,4 5"]),
    ("vixie", "0 9 1-7 9,11 */7", ["0 9 1-7 9,11 */7"]),
    ("nats", "0 0 9 1,11 9,11 *", ["0 0 9 1,11 9,11 *"]),
    ("nats", "0 0 9 13 4,6 5", ["0 0 9 13 4,6 5"]),
    ("vixie", "0 9 1-31 2 *", ["0 9 * 2 *"]),
    ("vixie", "0 9 31 1,3,5,7,8,10,12 *", ["0 9 31 * *"]),
    ("vixie", "0 9 31 1,3,5,7,8,10 *", ["0 9 31 1,3,5,7,8,10 *"]),
    ("apscheduler", "0 9 15,last * *", ["0 9 15,last * *"]),
    ("apscheduler", "0 9 1-7,last 2 mon", ["0 9 1-7,last 2 mon"]),
    ("apscheduler", "0 9 30,31 * *", ["0 9 30,31 * *"]),
    ("apscheduler", "0 9 * * sat,sun", ["0 9 * * sat,sun"]),
    ("apscheduler", "0 9 * * mon,tue,wed,sun", ["0 9 * * mon-wed,sun"]),
    ("sequentum", "0 9 1,3,5,7,9 * *", ["0 9 1,3,5,7,9 * *"]),
    ("sequentum", "*/20 9-17/2 * * 1", ["*/20 9-17/2 * * 1"]),
    ("robfig6", "*/20 0 9 * * *", ["*/20 0 9 * * *"]),
    ("robfig6", "0 0 9 1-29 * 1", ["0 0 9 1-29 * 1"]),
    ("orq_narrow", "0 0 * * * *", ["0 0 * * * *"]),
    ("quartz", "0 0 9 L * ?", ["0 0 9 L * ? *"]),
    ("quartz", "0 0 9 L-3 * ?", ["0 0 9 L-3 * ? *"]),
    ("quartz", "0 0 9 L-30 * ?", ["0 0 9 1 1,3,5,7,8,10,12 ? *"]),
    ("quartz", "0 0 9 LW 1-6 ?", ["0 0 9 LW 1-6 ? *"]),
    ("quartz", "0 0 9 1W * ?", ["0 0 9 1W * ? *"]),
    ("quartz", "0 0 9 28W * ?", ["0 0 9 28W * ? *"]),
    ("quartz", "0 0 9 ? * 6#3", ["0 0 9 ? * 6#3 *"]),
    ("quartz", "0 0 9 ? * MON#5", ["0 0 9 ? * 2#5 *"]),
    ("quartz", "0 0 9 ? * 6L 2027", ["0 0 9 ? * 6L 2027"]),
    ("quartz", "0 0 9 15W * ? 2027-2030", ["0 0 9 15W * ? 2027-2030"]),
    ("quartz", "0 0 0 1 1 ? 2026/2", ["0 0 0 1 1 ? 2026-2098/2"]),
    ("quartz", "0 0 0 29 2 ? 2027-2040", ["0 0 0 29 2 ? 2028-2040/4"]),
    ("quartz", "0 0 9 ? * FRI-MON", ["0 0 9 ? * 1,2,6,7 *"]),
    ("quartz", "0 0 22-2 31 * ?", ["0 0 0-2,22,23 31 * ? *"]),
    ("aws", "0 9 4 7 ? 2027", ["0 9 4 7 ? 2027"]),
    ("aws", "0 9 ? * MON-FRI 2199", ["0 9 ? * 2-6 2199"]),
    ("aws", "0 9 1-28 2 ? *", ["0 9 1-28 2 ? *"]),
    ("aws", "0 9 1-29 2 ? *", ["0 9 * 2 ? *"]),
]


SHARED_DATES = [
    # Two sets of dates that overlap are told apart by dates where that makes fewer expressions.
    (
        rules(
            (Weekdays(frozenset({4})), (9 * 3600, 17 * 3600)),
            (AllOf((Months(frozenset({1})), Nth(frozenset({13})))), NINE),
        ),
        "vixie",
        ["0 9 13 1 */2,1,3", "0 9,17 * * 5"],
    ),
    (
        rules(
            (Weekdays(frozenset({4})), (9 * 3600, 17 * 3600)),
            (AllOf((Months(frozenset({1})), Weekdays(frozenset({0})))), NINE),
        ),
        "vixie",
        ["0 9,17 * * 5", "0 9 * 1 1"],
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), REWRITTEN)
def test_an_expression_is_written_plainly(name: str, text: str, expected: list[str]) -> None:
    assert fit(parse(text, name), name) == expected


# dialect, texts, how their union is written
UNIONS = [
    ("vixie", ["0 9 13 * *", "0 9 * * 5"], ["0 9 13 * 5"]),
    ("vixie", ["0 9 1 * *", "0 17 1 * *"], ["0 9,17 1 * *"]),
    ("vixie", ["0 9 * * 1", "30 9 * * 2"], ["0 9 * * 1", "30 9 * * 2"]),
    ("vixie", ["0 9 * * *", "0 17 * * 1-5"], ["0 17 * * 1-5", "0 9 * * *"]),
    ("vixie", ["0 9 */16 * 1", "0 9 20 * */7"], ["0 9 */16 * 1", "0 9 20 * */7"]),
    ("nats", ["0 0 9 13 1 5", "0 0 9 14 2 5"], ["0 0 9 13 1 5", "0 0 9 14 2 5"]),
    ("robfig6", ["0 0 9 1 1 5", "0 0 9 31 3 1"], ["0 0 9 1 1 5", "0 0 9 31 3 1"]),
    # Each way of cutting by days and weekdays makes the fewest of something.
    ("vixie", ["0 9 */6 * */3", "0 9 7 * *"], ["0 9 1,13,19,25,31 * */3", "0 9 7 * *"]),
    ("vixie", ["0 9 */4 * */4", "0 9 * * 3"], ["0 9 * * 3", "0 9 */4 * 0,4"]),
    ("vixie", ["0 9 */28 * 1,2", "0 9 * * 5,0", "0 9 */26 * 3"], ["0 9 * * 0,5", "0 9 */26 * 3", "0 9 */28 * 1,2"]),
    ("vixie", ["0 9 */14 * 0", "0 9 16 * 1"], ["0 9 * * 1", "0 9 */14 * 0", "0 9 16 * */2,3,5"]),
    (
        "vixie",
        ["0 9 6-16 * */4", "0 9 */2 * sat", "0 9 * * 0"],
        ["0 9 */2 * 6", "0 9 1-5,17-31 * */7", "0 9 6-16 * */4"],
    ),
    (
        "vixie",
        ["0 9 9 * 1", "0 9 1 * */4"],
        [
            "0 9 */3,2,3,5,6,8,11,12,14,15,17,18,20,21,23,24,26,27,29,30 * 1",
            "0 9 */31 * 0,4",
            "0 9 9 * *",
        ],
    ),
    (
        "vixie",
        ["0 9 6 * */2", "0 9 */20 * 2-6", "0 9 */8,8 * 5-6"],
        ["0 9 */20 * 2-4", "0 9 */8,8,21 * 5,6", "0 9 6 * */2"],
    ),
    ("vixie", ["0 9 31 * *", "0 9 5 6 *"], ["0 9 31 * *", "0 9 5 6 *"]),
    ("apscheduler", ["0 9 13 * *", "0 9 * * fri"], ["0 9 1-12,14-31 * fri", "0 9 13 * *"]),
    ("apscheduler", ["0 9 5 * *", "0 9 last * mon"], ["0 9 5 * *", "0 9 last * mon"]),
    ("quartz", ["0 0 9 L * ?", "0 0 9 15 * ?"], ["0 0 9 15 * ? *", "0 0 9 L * ? *"]),
    ("quartz", ["0 0 9 ? * 2#1", "0 0 9 ? * 2L"], ["0 0 9 ? * 2#1 *", "0 0 9 ? * 2L *"]),
    ("quartz", ["0 0 9 1 * ?", "0 0 9 5 7 ? 2027"], ["0 0 9 1 * ? *", "0 0 9 5 7 ? 2027"]),
    ("quartz", ["0 0 9 1 1 ? 2027", "0 0 9 5 7 ? 2029"], ["0 0 9 1 1 ? 2027", "0 0 9 5 7 ? 2029"]),
    ("aws", ["0 9 ? * 2 *", "0 9 ? * 6 *"], ["0 9 ? * 2,6 *"]),
]


@pytest.mark.parametrize(("name", "texts", "expected"), UNIONS)
def test_a_union_is_written_as_few_expressions_as_there_are(name: str, texts: list[str], expected: list[str]) -> None:
    both = [parse(text, name) for text in texts]
    union = Calendar(tuple(rule for one in both if isinstance(one, Calendar) for rule in one.rules), "UTC")
    assert sorted(fit(union, name)) == expected


def test_intervals_are_every_or_their_clock_times() -> None:
    assert fit(Interval(timedelta(minutes=90)), "nats") == ["@every 1h30m"]
    assert fit(Interval(timedelta(hours=25, seconds=1)), "robfig6") == ["@every 25h1s"]
    assert fit(Interval(timedelta(minutes=15)), "vixie") == ["*/15 * * * *"]
    anchored = Interval(timedelta(hours=6), anchor=datetime(2026, 11, 22, 1, 30, tzinfo=UTC))
    assert fit(anchored, "vixie") == ["30 1-19/6 * * *"]
    assert fit(anchored, "nats") == ["0 30 1-19/6 * * *"]
    started = Interval(timedelta(hours=6), start=datetime(2026, 11, 22, 1, 30, tzinfo=UTC))
    assert fit(started, "robfig6") == ["0 30 1-19/6 * * *"]


@pytest.mark.parametrize(("time", "expected"), [(300, "5 0 * * *"), (0, "0 0 * * *"), (3600, "0 1 * * *")])
def test_a_single_time_is_not_written_with_a_star(time: int, expected: str) -> None:
    """Engines do not agree on `*/60` and `*/24`."""
    assert fit(Calendar((Rule(EVERY_DAY, (time,)),), "UTC", RUNNING_CLOCK)) == [expected]


NOT_SAID = [
    (Interval(timedelta(minutes=7)), "vixie", "interval", "elapsed time that does not divide a day"),
    (Interval(timedelta(milliseconds=1500)), "nats", "interval", "elapsed time"),
    (Once(datetime(2027, 1, 1, tzinfo=UTC)), "quartz", "once", "it runs once, and cron repeats"),
    (rules((Between(date(2027, 3, 1), date(2027, 3, 9)), NINE)), "vixie", "phase", "single dates"),
    (rules((Every(2, Unit.WEEK, date(2026, 5, 12)), NINE)), "quartz", "phase", "counting from a date"),
    (rules((EVERY_DAY, tuple(range(17, DAY_S, 997)))), "nats", "too_many_objects", "at most 8 are made"),
]


@pytest.mark.parametrize(("schedule", "name", "reason", "why"), NOT_SAID)
def test_what_cron_cannot_say(schedule: Schedule, name: str, reason: str, why: str) -> None:
    with pytest.raises(Unsupported) as caught:
        fit(schedule, name)
    assert caught.value.reason == reason
    assert why in caught.value.message


def test_an_expression_of_256_characters_is_written() -> None:
    numbers = ",".join(str(n) for n in range(60) if n % 3 < 2)
    text = f"{numbers} {numbers} 1,3,4,6,9,12,16,18,19,23 * * *"
    assert len(text) == 256
    assert fit(parse(text, "nats"), "nats") == [text]


def test_an_expression_longer_than_cron_takes_is_refused() -> None:
    seconds, minutes, hours = ([value for value in range(size) if value % 3 < 2] for size in (60, 60, 24))
    times = tuple(h * 3600 + m * 60 + s for h in hours for m in minutes for s in seconds)
    with pytest.raises(Unsupported) as caught:
        fit(rules((EVERY_DAY, times)), "nats")
    assert caught.value.reason == "too_long"


@pytest.mark.parametrize(("schedule", "name", "expected"), [*SPELLINGS, *SHARED_DATES])
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
    (rules((AnyOf((Weekdays(WORKDAYS), Between(date(2000, 1, 1), date(2000, 1, 1)))), NINE)), "vixie", "phase"),
    # The rule for 28W and before, which engines do not keep for the days after.
    (rules((nearest_workday(29), NINE)), "quartz", "day_and_weekday"),
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
