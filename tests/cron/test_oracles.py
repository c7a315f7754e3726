"""Next runs against engines that share no code with ours; what those get wrong is listed as data.

A fault that an engine no longer has fails the test too, so that a new version is noticed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile

import pytest
from apscheduler.triggers.cron import CronTrigger
from croniter import CroniterBadDateError, croniter
from cronsim import CronSim

from schedule_mcp.cron import parse
from schedule_mcp.cron.text import calendar_of, parse_fields
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.zones import zone

CLOCK_ZONES = [
    "America/New_York",
    "Europe/London",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "America/Santiago",
    "America/Havana",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]
RUNS = 40
REACH = timedelta(days=8 * 366)


def some(source: random.Random, low: int, high: int, stars: float = 0.4) -> str:
    first, second = sorted(source.sample(range(low, high + 1), 2))
    several = ",".join(map(str, sorted(source.sample(range(low, high + 1), 3))))
    plain = [str(first), f"{first}-{second}", several, f"{low}-{high}/{source.randint(2, 5)}"]
    return "*" if source.random() < stars else source.choice([*plain, f"*/{source.randint(2, 6)}"])


def some_expression(source: random.Random, weekdays: str = "numbers") -> str:
    names = ",".join(source.sample(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 2))
    weekday = some(source, 0, 6, 0.6) if weekdays == "numbers" or source.random() < 0.5 else names
    return " ".join(
        [
            some(source, 0, 59, 0.2),
            some(source, 0, 23, 0.3),
            some(source, 1, 31, 0.6),
            some(source, 1, 12, 0.7),
            weekday,
        ]
    )


def some_instant(source: random.Random) -> datetime:
    return datetime(2023, 1, 1, tzinfo=UTC) + timedelta(minutes=source.randrange(6 * 365 * 1440))


def some_instant_near_a_change(source: random.Random, place: str) -> datetime:
    changes = zone(place).transitions_between(1_672_531_200, 1_861_920_000)  # 2023 to 2028
    if not changes:
        return some_instant(source)
    return datetime.fromtimestamp(source.choice(changes).at, UTC) - timedelta(minutes=source.randrange(1, 3000))


HOURS_OF_CHANGES = ["*", "0-4", "1,2", "0", "1", "2", "23", "*/2", "1-3", "0,2", "2,5"]


def some_early_expression(source: random.Random, weekdays: str = "numbers") -> str:
    """One with runs where clocks change, most often on every day."""
    minute, _, *days = some_expression(source, weekdays).split()
    return " ".join([minute, source.choice(HOURS_OF_CHANGES), *(days if source.random() < 0.3 else ["*", "*", "*"])])


def our_runs(text: str, name: str, place: str, after: datetime) -> list[datetime]:
    runs = fires(parse(text, name, place), after=after)
    return list(islice(takewhile(lambda t: t <= after + REACH, runs), RUNS))


def bounded(runs: Iterator[datetime], after: datetime) -> list[datetime]:
    instants = (t.astimezone(UTC) for t in runs)
    return list(islice(takewhile(lambda t: t <= after + REACH, instants), RUNS))


def cronsim_runs(text: str, place: str, after: datetime) -> list[datetime]:
    return bounded(CronSim(text, after.astimezone(zone(place).tzinfo)), after)


def apscheduler_runs(text: str, place: str, after: datetime) -> list[datetime]:
    trigger = CronTrigger.from_crontab(text, timezone=zone(place).tzinfo)

    def walk() -> Iterator[datetime]:
        previous, now = None, after + timedelta(seconds=1)
        while (run := trigger.get_next_fire_time(previous, now.astimezone(trigger.timezone))) is not None:
            yield run
            previous, now = run, run

    return bounded(walk(), after)


def croniter_runs(text: str, after: datetime, **options: bool) -> list[datetime]:
    def walk() -> Iterator[datetime]:
        runs = croniter(text, after, max_years_between_matches=8, **options)
        while True:
            try:
                yield runs.get_next(datetime)
            except (CroniterBadDateError, StopIteration):
                return

    return bounded(walk(), after)


UNRULY_FOR_CRONSIM = {
    # For expressions whose minute or hour begins with `*`; an example of each is among the faults below.
    "Australia/Lord_Howe": "its change is of half an hour",
    "Pacific/Chatham": "its change is at a quarter to the hour",
    "America/Santiago": "its gap begins at midnight",
    "America/Havana": "its gap begins at midnight",
    "Africa/Cairo": "its gap begins at midnight",
}


def is_unruly_for_cronsim(text: str, place: str) -> bool:
    return place in UNRULY_FOR_CRONSIM and parse_fields(text).is_running


def test_unix_cron_agrees_with_cronsim() -> None:
    source = random.Random(41)
    checked = 0
    for _ in range(500):
        text, place, after = some_expression(source), source.choice(CLOCK_ZONES), some_instant(source)
        ours = our_runs(text, "vixie", place, after)
        if ours and not is_unruly_for_cronsim(text, place):
            assert ours == cronsim_runs(text, place, after), (text, place, after)
            checked += 1
    assert checked > 300


def test_unix_cron_agrees_with_cronsim_at_clock_changes() -> None:
    source = random.Random(47)
    checked = 0
    for _ in range(500):
        text, place = some_early_expression(source), source.choice(CLOCK_ZONES)
        after = some_instant_near_a_change(source, place)
        ours = our_runs(text, "vixie", place, after)
        if ours and not is_unruly_for_cronsim(text, place):
            assert ours == cronsim_runs(text, place, after), (text, place, after)
            checked += 1
    assert checked > 300


@pytest.mark.slow
@pytest.mark.parametrize(("name", "prefix"), [("vixie", ""), ("nats", "0 "), ("robfig6", "30 ")])
def test_dialects_agree_with_croniter_where_clocks_do_not_change(name: str, prefix: str) -> None:
    source = random.Random(42)
    options = {"implement_cron_bug": name == "vixie", "second_at_beginning": True}
    for _ in range(200):
        text, after = prefix + some_expression(source), some_instant(source)
        read = parse_fields(text, name)
        # croniter without the star rule of Unix takes only a whole `*` for one; so does robfig.
        assert our_runs(text, name, "UTC", after) == croniter_runs(text, after, **options), (text, after, read)


@pytest.mark.parametrize(("name", "seconds"), [("croniter6", " 0,20"), ("kubernetes", "")])
def test_croniter_with_seconds_last_and_five_fields_of_robfig_agree_with_croniter(name: str, seconds: str) -> None:
    source = random.Random(43)
    for _ in range(60):
        text, after = some_expression(source) + seconds, some_instant(source)
        assert our_runs(text, name, "UTC", after) == croniter_runs(text, after), (text, after)


def test_quartz_days_agree_with_croniter() -> None:
    after = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for theirs, ours in [
        ("0 9 L * *", "0 0 9 L * ?"),
        ("0 9 15W * *", "0 0 9 15W * ?"),
        ("0 9 1W * *", "0 0 9 1W * ?"),
        ("0 9 28W * *", "0 0 9 28W * ?"),
        ("0 9 * * L5", "0 0 9 ? * 6L"),
        ("0 9 * * 1#2", "0 0 9 ? * 2#2"),
        ("0 9 * * 5#5", "0 0 9 ? * FRI#5"),
    ]:
        assert our_runs(ours, "quartz", "UTC", after) == croniter_runs(theirs, after), ours


def may_lose_runs(text: str, place: str, after: datetime) -> bool:
    """APScheduler's fault: a time of day smaller than a spring change can be lost."""
    read, there = parse_fields(text, "apscheduler"), zone(place)
    start = int(after.timestamp())
    changes = there.transitions_between(start, start + int(REACH.total_seconds()))
    shift = max((c.after - c.before for c in changes), default=0)
    return any(t < shift for rule in calendar_of(read, place).rules for t in rule.times)


UNRULY_FOR_APSCHEDULER = {"Pacific/Chatham": "what comes twice begins at a quarter to the hour"}


@pytest.mark.slow
@pytest.mark.parametrize("is_near", [False, True])
def test_apscheduler_agrees_but_for_its_fault(is_near: bool) -> None:
    """Also in the faulty cases it has no run that is not ours."""
    source = random.Random(43)
    equal = 0
    for _ in range(500):
        place = source.choice(CLOCK_ZONES)
        text = some_early_expression(source, "names") if is_near else some_expression(source, "names")
        after = some_instant_near_a_change(source, place) if is_near else some_instant(source)
        ours = our_runs(text, "apscheduler", place, after)
        theirs = list(dict.fromkeys(apscheduler_runs(text, place, after)))
        if may_lose_runs(text, place, after) or (is_near and place in UNRULY_FOR_APSCHEDULER):
            reached = [t for t in theirs if ours and t <= ours[-1]]
            assert set(reached) <= set(ours), (text, place, after)
        else:
            assert ours[: len(theirs)] == theirs, (text, place, after)
            equal += bool(theirs)
    assert equal > 150


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nats", "robfig6", "quartz", "aws"])
def test_engines_that_match_the_clock_agree_with_a_walk_by_minutes(name: str) -> None:
    """What fires where the wall clock shows the fields: no engine is asked, only the zone."""
    source = random.Random(44)
    before, after_text = {"aws": ("", " *")}.get(name, ("0 ", ""))
    for place in [*CLOCK_ZONES, "Africa/Casablanca", "Pacific/Apia"]:
        for _ in range(8):
            minute, hour = some(source, 0, 59, 0.1), source.choice(HOURS_OF_CHANGES)
            day = "?" if name in ("quartz", "aws") else "*"
            start = some_instant_near_a_change(source, place).replace(second=0)
            walked = walk(place, start, fields_of(minute, 60), fields_of(hour, 24))
            if name in ("quartz", "aws"):
                walked = {"quartz": once(walked, last=True), "aws": once(walked, last=False)}[name]
            text = f"{before}{minute} {hour} {day} * *{after_text}"
            runs = takewhile(lambda t: t <= start + WALKED, fires(parse(text, name, place), after=start))  # noqa: B023
            assert list(runs) == [t for t, _ in walked if t > start], (text, place, start)


WALKED = timedelta(days=3)


def fields_of(text: str, size: int) -> set[int]:
    values: set[int] = set()
    for item in text.split(","):
        span, _, step = item.partition("/")
        low, _, high = span.partition("-")
        first, last = (0, size - 1) if span == "*" else (int(low), int(high or low))
        values.update(range(first, last + 1, int(step or 1)))
    return values


def walk(place: str, start: datetime, minutes: set[int], hours: set[int]) -> list[tuple[datetime, datetime]]:
    """The instants at which the wall clock shows the fields, with what it shows, from hours before the start on."""
    instants = (start + timedelta(minutes=n) for n in range(-300, WALKED // timedelta(minutes=1) + 1))
    pairs = ((t, t.astimezone(zone(place).tzinfo).replace(tzinfo=None)) for t in instants)
    return [(t, wall) for t, wall in pairs if wall.minute in minutes and wall.hour in hours]


def once(runs: list[tuple[datetime, datetime]], last: bool) -> list[tuple[datetime, datetime]]:
    """Of the instants of one wall time only the first or the last."""
    kept = {wall: t for t, wall in (runs if last else reversed(runs))}
    return [(t, wall) for t, wall in runs if kept[wall] == t]


FAULTS = [
    # engine, expression, zone, asked at, what it answers first, what is right
    ("apscheduler", "0 0 1 * *", "America/New_York", "2027-03-02T12:00Z", "2027-05-01T04:00Z", "2027-04-01T04:00Z"),
    ("apscheduler", "0 0 * * mon", "America/New_York", "2027-03-09T12:00Z", "2027-03-22T04:00Z", "2027-03-15T04:00Z"),
    ("apscheduler", "0 0 1 * *", "Europe/Berlin", "2027-03-02T12:00Z", "2027-04-30T22:00Z", "2027-03-31T22:00Z"),
    ("croniter", "5-5 * * * *", "UTC", "2026-11-22T12:00Z", "2026-11-22T12:01Z", "2026-11-22T12:05Z"),
    ("croniter", "0 0 1 jan-jan *", "UTC", "2026-11-22T12:00Z", "2026-12-01T00:00Z", "2027-01-01T00:00Z"),
    ("cronsim", "45 * * * *", "Australia/Lord_Howe", "2027-04-03T14:50Z", "2027-04-03T16:15Z", "2027-04-03T15:15Z"),
    ("cronsim", "0 */3 * * 0", "America/Santiago", "2025-09-02T12:00Z", "2025-09-07T04:00Z", "2025-09-07T06:00Z"),
    ("cronsim", "* 0-23/2 * * 0", "America/Havana", "2028-03-11T14:57Z", "2028-03-12T05:00Z", "2028-03-12T06:00Z"),
    ("cronsim", "* 0-23/2 * * 5", "Africa/Cairo", "2028-04-26T20:13Z", "2028-04-27T22:00Z", "2028-04-27T23:00Z"),
    ("cronsim", "*/6 */2 * * *", "Pacific/Chatham", "2023-09-23T13:57Z", "2023-09-23T16:15Z", "2023-09-23T14:15Z"),
    ("apscheduler", "50 2 * * *", "Pacific/Chatham", "2025-04-05T13:05Z", "2025-04-06T14:05Z", "2025-04-05T14:05Z"),
    ("cronsim", "0 9 30 12 *", "Pacific/Apia", "2011-06-01T12:00Z", "2011-12-30T10:00Z", "2012-12-29T19:00Z"),
]


@pytest.mark.parametrize(("engine", "text", "place", "asked", "theirs", "right"), FAULTS)
def test_known_faults_are_still_there(engine: str, text: str, place: str, asked: str, theirs: str, right: str) -> None:
    after = datetime.fromisoformat(asked)
    answers = {
        "apscheduler": lambda: apscheduler_runs(text, place, after),
        "croniter": lambda: croniter_runs(text, after),
        "cronsim": lambda: cronsim_runs(text, place, after),
    }
    reading = "apscheduler" if engine == "apscheduler" else "vixie"
    assert our_runs(text, reading, place, after)[0] == datetime.fromisoformat(right)
    assert answers[engine]()[0] == datetime.fromisoformat(theirs)


def test_apscheduler_answers_twice_with_an_instant_that_is_also_a_regular_run() -> None:
    """02:30 does not exist and is made 03:30, which is a run by itself; as sets of instants the two are equal."""
    after = datetime(2027, 3, 14, 6, tzinfo=UTC)
    right = datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
    assert apscheduler_runs("30 2,3 * * *", "America/New_York", after)[:2] == [right, right]
    assert our_runs("30 2,3 * * *", "apscheduler", "America/New_York", after)[:2] == [
        right,
        right + timedelta(hours=23),
    ]


def apscheduler_accepts(text: str) -> bool:
    try:
        CronTrigger.from_crontab(text)
    except ValueError:
        return False
    return True


STEPS = ["5/15", "50/5", "50/15", "59/15", "*/60", "*/59", "5-10/5", "5-10/6", "10-5", "60", "5-5/1"]


@pytest.mark.parametrize("minute", STEPS)
def test_apscheduler_and_its_dialect_accept_the_same_steps(minute: str) -> None:
    from schedule_mcp.errors import InvalidExpression

    text = f"{minute} * * * *"
    if apscheduler_accepts(text):
        after = datetime(2026, 11, 22, 12, tzinfo=UTC)
        assert our_runs(text, "apscheduler", "UTC", after) == apscheduler_runs(text, "UTC", after)
    else:
        with pytest.raises(InvalidExpression):
            parse_fields(text, "apscheduler")


@pytest.mark.parametrize("weekday", ["mon-fri/2", "mon/2", "mon-5", "fri#2"])
def test_what_apscheduler_cuts_without_a_word_is_refused(weekday: str) -> None:
    from schedule_mcp.errors import InvalidExpression

    text = f"0 0 * * {weekday}"
    assert apscheduler_accepts(text)
    for name in ("apscheduler", "agentscope", "agentscope_monday0"):
        with pytest.raises(InvalidExpression):
            parse_fields(text, name)


def test_agentscope_counts_from_sunday_but_names_begin_with_monday() -> None:
    def weekdays(text: str) -> frozenset[int]:
        return parse_fields(f"0 9 * * {text}", "agentscope").field("day-of-week").values

    assert weekdays("0-4") == {6, 0, 1, 2, 3}
    assert weekdays("6-7") == {5, 6}
    assert weekdays("fri-sun") == {4, 5, 6}
    assert weekdays("1/2") == {0, 2, 4, 6}
    assert weekdays("*/7") == {6}
    assert weekdays("*/2") == {6, 1, 3, 5}
