"""What each dialect takes and refuses, as one table."""

from __future__ import annotations

import pytest
from croniter import croniter

from schedule_mcp.cron import DIALECTS, dialect, parse
from schedule_mcp.cron.text import parse_fields
from schedule_mcp.errors import InvalidArgument, InvalidExpression
from schedule_mcp.schedule.model import Clock, Gap, Interval, Overlap

UNIX = ["vixie", "sequentum", "uranus", "common"]
CRONITERS = ["croniter", "croniter_old"]
APSCHEDULERS = ["apscheduler", "agentscope", "agentscope_monday0"]
SIX = ["robfig6", "nats"]
EXCLUSIVE = ["quartz", "aws"]

# the first fields that a text in Unix order needs before and after it
SHAPES = dict.fromkeys(SIX, ("0 ", "")) | {"quartz": ("0 ", ""), "aws": ("", " *")}

# form in Unix order (minute hour day month weekday), who takes it
TAKEN = [
    ("5/15 9 * * *", [*APSCHEDULERS, *SIX]),
    ("*/60 9 * * *", [*UNIX[:1], *SIX]),
    ("*/59 9 * * *", [*UNIX, *APSCHEDULERS, *SIX]),
    ("0 22-2 * * *", []),
    ("0 22-2 * * ?", [*SIX, *EXCLUSIVE]),
    ("0 22-2 ? * mon", [*EXCLUSIVE]),
    ("0 9 ? * 1", [*SIX, *EXCLUSIVE]),
    ("0 9 ? * 0", [*SIX]),
    ("0 9 * * 7", ["vixie", "agentscope"]),
    ("0 9 ? * 7", [*EXCLUSIVE]),
    ("0 9 * * 8", []),
    ("0 9 ? * 8", []),
    ("0 9 * * 0", [*UNIX, *APSCHEDULERS, *SIX]),
    ("0 9 * * 5-7", ["vixie", "agentscope"]),
    ("0 9 * * mon-fri", [*UNIX, *APSCHEDULERS, *SIX]),
    ("0 9 * * mon-fri/2", [*UNIX, *SIX]),
    ("0 9 * * fri-sun", [*APSCHEDULERS]),
    ("0 9 * * sun-tue", [*UNIX, *SIX]),
    ("0 9 * * mon-5", [*UNIX, *SIX]),
    ("0 9 * * */7", ["vixie", "agentscope", *SIX]),
    ("0 9 * * */6", [*UNIX, *APSCHEDULERS, *SIX]),
    ("0 9 1 jan-jun/2 *", [*UNIX, *SIX]),
    ("0 9 last * *", [*APSCHEDULERS]),
    ("0 9 L * ?", [*EXCLUSIVE]),
    ("0 9 15W * ?", [*EXCLUSIVE]),
    ("0 9 ? * 6#3", [*EXCLUSIVE]),
    ("0 9 ? * 6L", [*EXCLUSIVE]),
    ("0 9 L,15 * ?", []),
    ("0 9 ? * 2#1,6#3", []),
    ("0 9 13 * 5", ["vixie", *APSCHEDULERS, *SIX]),
    ("*/60 9 * * ?", [*SIX, "aws"]),
    ("0 */24 * * ?", [*SIX, "aws"]),
    ("0 */23 * * ?", [*SIX, *EXCLUSIVE]),
    ("0 9 */31 * ?", [*SIX, *EXCLUSIVE]),
    ("0 9 */32 * ?", [*SIX, "aws"]),
    ("0 9 1 */12 ?", [*SIX, *EXCLUSIVE]),
    ("0 9 1 */13 ?", [*SIX, "aws"]),
]
WRAPPING = {"0 22-2 * * ?", "0 22-2 ? * mon"}


def takes(name: str, text: str) -> bool:
    before, after = SHAPES.get(name, ("", ""))
    try:
        parse(before + text + after, name)
    except InvalidExpression:
        return False
    return True


@pytest.mark.parametrize(("text", "names"), TAKEN)
def test_forms_are_taken_by_the_dialects_that_have_them(text: str, names: list[str]) -> None:
    others = {"orq_narrow", *CRONITERS} | ({"robfig6", "nats"} if text in WRAPPING else set())
    assert {name for name in DIALECTS if name not in others and takes(name, text)} == set(names) - others


@pytest.mark.parametrize("text", [text for text, _ in TAKEN])
@pytest.mark.parametrize("name", CRONITERS)
def test_what_croniter_takes_is_taken_but_for_its_special_days(name: str, text: str) -> None:
    """`L`, `W` and `#` are not sent, and not read: its numbers for them are not Quartz's."""
    special = any(sign in text.upper() for sign in ("L", "W", "#"))
    assert takes(name, text) == (croniter.is_valid(text) and not special)


# dialect, the numbers of Monday and Sunday, all that mean Sunday
NUMBERS = [
    ("vixie", "1", ["0", "7"]),
    ("apscheduler", "0", ["6"]),
    ("agentscope", "1", ["0", "7"]),
    ("agentscope_monday0", "0", ["6"]),
    ("robfig6", "1", ["0"]),
    ("nats", "1", ["0"]),
    ("quartz", "2", ["1"]),
    ("aws", "2", ["1"]),
    ("sequentum", "1", ["0"]),
    ("uranus", "1", ["0"]),
    *((name, "1", ["0", "7"]) for name in CRONITERS),
    ("common", "1", ["0"]),
]


@pytest.mark.parametrize(("name", "monday", "sundays"), NUMBERS)
def test_weekdays_are_counted_as_the_engine_counts(name: str, monday: str, sundays: list[str]) -> None:
    def weekdays(text: str) -> frozenset[int]:
        before, after = SHAPES.get(name, ("", ""))
        day = "?" if name in EXCLUSIVE else "*"
        return parse_fields(f"{before}0 9 {day} * {text}{after}", name).field("day-of-week").values

    assert weekdays(monday) == weekdays("mon") == {0}
    assert [weekdays(number) for number in sundays] == [{6}] * len(sundays)
    assert dialect(name).number_of(0) == int(monday)
    assert dialect(name).number_of(6) == int(sundays[0])


SPOKEN, RUNNING = Clock(), Clock(Gap.SKIP, Overlap.BOTH)
APSCHEDULER = Clock(Gap.SHIFT_FIRST, Overlap.BOTH, skips_midnight_gaps=True)
CLOCKS = [
    ("vixie", "0 9 * * *", Clock(longest_gap_s=10_800)),
    ("vixie", "*/5 9 * * *", RUNNING),
    ("vixie", "0 * * * *", RUNNING),
    *((name, text, APSCHEDULER) for name in APSCHEDULERS for text in ("0 9 * * *", "* * * * *")),
    *((name, text, RUNNING) for name in (*SIX, "orq_narrow") for text in ("0 0 9 * * *", "0 0 * * * *")),
    ("quartz", "0 0 9 * * ?", Clock(Gap.SKIP, Overlap.SECOND)),
    ("quartz", "0 * * * * ?", Clock(Gap.SKIP, Overlap.SECOND)),
    ("aws", "0 9 * * ? *", Clock(Gap.SKIP, Overlap.FIRST)),
    ("aws", "* * * * ? *", Clock(Gap.SKIP, Overlap.FIRST)),
]


@pytest.mark.parametrize(("name", "text", "clock"), CLOCKS)
def test_each_engine_has_its_own_rule_for_clock_changes(name: str, text: str, clock: Clock) -> None:
    schedule = parse(text, name)
    assert not isinstance(schedule, Interval)
    assert schedule.clock == clock


def test_candidates_differ_where_an_undisclosed_engine_may() -> None:
    sequentum = [reading.fixed_clock for reading in dialect("sequentum").readings]
    assert sequentum == [RUNNING, SPOKEN, SPOKEN]
    assert [reading.running_clock for reading in dialect("sequentum").readings] == [RUNNING] * 3
    assert [reading.fixed_clock for reading in dialect("uranus").readings] == [RUNNING, SPOKEN]
    assert [reading.running_clock for reading in dialect("common").readings] == [RUNNING, SPOKEN, RUNNING]


FACTS = [
    # dialect, zone, horizon in years, minimum cadence in seconds, has faults
    ("vixie", "per schedule", None, 0, False),
    ("apscheduler", "per schedule", None, 0, True),
    ("agentscope", "per schedule", None, 0, True),
    ("agentscope_monday0", "per schedule", None, 0, True),
    ("robfig6", "per schedule", 5, 0, True),
    ("nats", "per schedule", 5, 0, True),
    ("orq_narrow", "UTC", None, 3600, False),
    ("quartz", "per schedule", None, 0, False),
    ("aws", "per schedule", None, 60, False),
    ("sequentum", "per schedule", None, 0, False),
    ("uranus", "one, configured", None, 0, False),
    ("croniter", "per schedule", None, 0, False),
    ("croniter_old", "per schedule", None, 0, True),
    ("common", "per schedule", None, 0, False),
]


@pytest.mark.parametrize(("name", "place", "horizon", "cadence", "has_faults"), FACTS)
def test_facts(name: str, place: str, horizon: int | None, cadence: int, has_faults: bool) -> None:
    found = dialect(name)
    assert (found.name, found.zone, found.horizon_years, found.minimum_cadence_s) == (name, place, horizon, cadence)
    assert bool(found.faults) is has_faults


def test_every_dialect_is_in_the_table() -> None:
    assert [name for name, *_ in FACTS] == list(DIALECTS)


MACROS = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
]


@pytest.mark.parametrize(("macro", "fields"), MACROS)
def test_macros_are_their_fields(macro: str, fields: str) -> None:
    assert parse(macro) == parse(fields)
    assert parse(macro, "robfig6") == parse(f"0 {fields}", "robfig6")
    assert parse(macro, "nats") == parse(f"0 {fields}", "nats")
    for name in ("apscheduler", "agentscope", "quartz", "aws", "orq_narrow", "sequentum", "uranus"):
        with pytest.raises(InvalidExpression):
            parse(macro, name)


def test_a_dialect_is_found_by_name() -> None:
    assert dialect("nats") is dialect(dialect("nats"))
    with pytest.raises(InvalidArgument, match="no cron dialect named 'cobol'") as caught:
        dialect("cobol")
    assert "agentscope, agentscope_monday0, apscheduler, aws" in caught.value.hint
