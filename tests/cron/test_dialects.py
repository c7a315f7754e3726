"""What each dialect takes and refuses, as one table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from croniter import croniter

from schedule_mcp.cron import DIALECTS, dialect, parse
from schedule_mcp.cron.text import parse_fields
from schedule_mcp.errors import InvalidArgument, InvalidExpression
from schedule_mcp.language import describe
from schedule_mcp.schedule.model import Calendar, Clock, Gap, Interval, Overlap

UNIX = ["vixie", "sequentum", "uranus", "common"]
CRONITERS = ["croniter", "croniter_old"]
APSCHEDULERS = ["apscheduler", "agentscope", "agentscope_monday0"]
SIX = ["robfig6", "nats"]
EXCLUSIVE = ["quartz", "aws"]

LATER = ["kubernetes", "spring", "ncrontab", "croniter6", "jenkins", "pgcron", "githubactions", "openclaw"]
NAMED = [name for name in LATER if name != "jenkins"]
OPEN = [name for name in NAMED if name not in ("pgcron", "openclaw")]
QUESTION = ["kubernetes", "spring", "croniter6"]
SPECIAL = ["spring", "croniter6"]
CLAW = ["openclaw"]
SEVENTH = ["spring", "croniter6", "jenkins", "pgcron", "openclaw"]

# the first fields that a text in Unix order needs before and after it
SHAPES = dict.fromkeys([*SIX, "quartz", "spring", "ncrontab", "openclaw"], ("0 ", "")) | {
    "aws": ("", " *"),
    "croniter6": ("", " 0"),
}

# form in Unix order (minute hour day month weekday), who takes it
TAKEN = [
    ("5/15 9 * * *", [*APSCHEDULERS, *SIX, *OPEN]),
    ("*/60 9 * * *", [*UNIX[:1], *SIX, "kubernetes", "spring", "ncrontab", "croniter6", "jenkins", "pgcron", *CLAW]),
    ("*/59 9 * * *", [*UNIX, *APSCHEDULERS, *SIX, *LATER]),
    ("0 22-2 * * *", ["croniter6"]),
    ("0 22-2 * * ?", [*SIX, *EXCLUSIVE, "croniter6"]),
    ("0 22-2 ? * mon", [*EXCLUSIVE, "croniter6"]),
    ("0 9 ? * 1", [*SIX, *EXCLUSIVE, *QUESTION]),
    ("0 9 ? * 0", [*SIX, *QUESTION]),
    ("0 9 * * 7", ["vixie", "agentscope", *SEVENTH]),
    ("0 9 ? * 7", [*EXCLUSIVE, *SPECIAL]),
    ("0 9 * * 8", []),
    ("0 9 ? * 8", []),
    ("0 9 * * 0", [*UNIX, *APSCHEDULERS, *SIX, *LATER]),
    ("0 9 * * 5-7", ["vixie", "agentscope", *SEVENTH]),
    ("0 9 * * mon-fri", [*UNIX, *APSCHEDULERS, *SIX, *NAMED]),
    ("0 9 * * mon-fri/2", [*UNIX, *SIX, *NAMED]),
    ("0 9 * * fri-sun", [*APSCHEDULERS, *SPECIAL, *CLAW]),
    ("0 9 * * sun-tue", [*UNIX, *SIX, *NAMED]),
    ("0 9 * * mon-5", [*UNIX, *SIX, *NAMED]),
    (
        "0 9 * * */7",
        ["vixie", "agentscope", *SIX, "kubernetes", "spring", "ncrontab", "croniter6", "jenkins", "pgcron", *CLAW],
    ),
    ("0 9 * * */6", [*UNIX, *APSCHEDULERS, *SIX, *LATER]),
    ("0 9 1 jan-jun/2 *", [*UNIX, *SIX, *NAMED]),
    ("0 9 last * *", [*APSCHEDULERS]),
    ("0 9 L * ?", [*EXCLUSIVE, *SPECIAL]),
    ("0 9 15W * ?", [*EXCLUSIVE, *SPECIAL]),
    ("0 9 ? * 6#3", [*EXCLUSIVE, *SPECIAL]),
    ("0 9 ? * 6L", [*EXCLUSIVE, "spring"]),
    ("0 9 L,15 * ?", [*SPECIAL]),
    ("0 9 ? * 2#1,6#3", [*SPECIAL]),
    ("0 9 13 * 5", ["vixie", *APSCHEDULERS, *SIX, *LATER]),
    ("*/60 9 * * ?", [*SIX, "aws", *QUESTION]),
    ("0 */24 * * ?", [*SIX, "aws", *QUESTION]),
    ("0 */23 * * ?", [*SIX, *EXCLUSIVE, *QUESTION]),
    ("0 9 */31 * ?", [*SIX, *EXCLUSIVE, *QUESTION]),
    ("0 9 */32 * ?", [*SIX, "aws", *QUESTION]),
    ("0 9 1 */12 ?", [*SIX, *EXCLUSIVE, *QUESTION]),
    ("0 9 1 */13 ?", [*SIX, "aws", *QUESTION]),
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
    ("kubernetes", "1", ["0"]),
    ("spring", "1", ["0", "7"]),
    ("ncrontab", "1", ["0"]),
    ("croniter6", "1", ["0", "7"]),
    ("pgcron", "1", ["0", "7"]),
    ("githubactions", "1", ["0"]),
    ("openclaw", "1", ["0", "7"]),
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
    *((name, text, RUNNING) for name in ("kubernetes", "jenkins") for text in ("0 9 * * *", "0 * * * *")),
    *(("spring", text, RUNNING) for text in ("0 0 9 * * *", "0 0 * * * *")),
    *(("croniter6", text, Clock(Gap.AFTER, Overlap.BOTH)) for text in ("0 9 * * * 0", "0 * * * * 0")),
    ("ncrontab", "0 0 9 * * *", SPOKEN),
    ("ncrontab", "0 * * * *", RUNNING),
    ("pgcron", "0 9 * * *", Clock(longest_gap_s=10_800)),
    ("pgcron", "0 * * * *", RUNNING),
    *(("githubactions", text, SPOKEN) for text in ("0 9 * * *", "0 * * * *")),
    *(("openclaw", text, Clock(Gap.SKIP, Overlap.FIRST)) for text in ("0 9 * * *", "*/30 * * * *", "0 0 9 * * *")),
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
    ("kubernetes", "the CronJob's timeZone, else the controller's", 5, 0, True),
    ("spring", "per schedule", None, 0, False),
    ("ncrontab", "the host's, UTC on Azure", None, 0, False),
    ("croniter6", "per schedule", None, 0, False),
    ("jenkins", "per schedule", None, 0, False),
    ("pgcron", "cron.timezone, GMT unless it is set", None, 0, False),
    ("githubactions", "UTC unless the workflow names one", None, 300, False),
    ("openclaw", "per schedule", None, 0, False),
]


@pytest.mark.parametrize(("name", "place", "horizon", "cadence", "has_faults"), FACTS)
def test_facts(name: str, place: str, horizon: int | None, cadence: int, has_faults: bool) -> None:
    found = dialect(name)
    assert (found.name, found.zone, found.horizon_years, found.minimum_cadence_s) == (name, place, horizon, cadence)
    assert bool(found.faults) is has_faults


def test_every_dialect_is_in_the_table() -> None:
    assert [name for name, *_ in FACTS] == list(DIALECTS)


NO_MACROS = ("ncrontab", "jenkins", "githubactions")
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
    assert parse(macro, "spring") == parse(f"0 {fields}", "spring")
    assert parse(macro, "croniter6") == parse(f"{fields} 0", "croniter6")
    assert parse(macro, "kubernetes") == parse(fields, "kubernetes")
    assert parse(macro, "pgcron") == parse(fields, "pgcron")
    for name in ("apscheduler", "agentscope", "quartz", "aws", "orq_narrow", "sequentum", "uranus", *NO_MACROS):
        with pytest.raises(InvalidExpression):
            parse(macro, name)


def test_a_dialect_is_found_by_name() -> None:
    assert dialect("nats") is dialect(dialect("nats"))
    with pytest.raises(InvalidArgument, match="no cron dialect named 'cobol'") as caught:
        dialect("cobol")
    assert "agentscope, agentscope_monday0, apscheduler, aws" in caught.value.hint


def days(text: str, name: str) -> str:
    """The days of a text as describe says them."""
    schedule = parse(text, name)
    assert isinstance(schedule, Calendar)
    return describe(schedule).rpartition(" at ")[0]


# dialect, text, its days
READ = [
    # Spring: both day fields; the steps of * in day-of-week begin with Monday; Sunday ends a range of names
    ("spring", "0 0 9 13 * FRI", "on (on the 13th day of the month and only every Friday)"),
    ("spring", "0 0 9 ? * */2", "every Monday, Wednesday, Friday and Sunday"),
    ("spring", "0 0 9 * * SAT-SUN", "every Saturday and Sunday"),
    ("spring", "0 0 9 * * 5/2", "every Friday and Sunday"),
    ("spring", "0 0 9 L * *", "on the last day of the month"),
    ("spring", "0 0 9 * * 0#1", "on the 1st Sunday of the month"),
    ("spring", "0 0 9 * * THUL", "on the last Thursday of the month"),
    # NCRONTAB: both day fields, seconds or none
    ("ncrontab", "0 0 9 13 * 5", "on (on the 13th day of the month and only every Friday)"),
    ("ncrontab", "0 9 * * 1-5", "every weekday"),
    # robfig in five fields: a step is no star
    ("kubernetes", "0 9 */2 * 1", "on (every odd day of the month or every Monday)"),
    ("kubernetes", "0 9 */1 * 1", "every Monday"),
    ("kubernetes", "0 9 ? * 1", "every Monday"),
    # croniter: only a plain star leaves a day field out
    ("croniter6", "0 9 */1 * 1 0", "every day"),
    ("croniter6", "0 9 1,* * 1 0", "every Monday"),
    ("croniter6", "0 9 * * 6/1 0", "every Saturday"),
    ("croniter6", "0 9 * * L5 0", "on the last Friday of the month"),
    ("croniter6", "0 9 * * fri-mon 0", "every Monday, Friday, Saturday and Sunday"),
    # Jenkins: both day fields
    ("jenkins", "0 9 13 * 5", "on (on the 13th day of the month and only every Friday)"),
    # pg_cron: as Vixie, and $
    ("pgcron", "0 9 $ * *", "on the last day of the month"),
    ("pgcron", "0 9 13 * 5", "on (on the 13th day of the month or every Friday)"),
    ("githubactions", "0 9 13 * 5", "on (on the 13th day of the month or every Friday)"),
]


@pytest.mark.parametrize(("name", "text", "said"), READ)
def test_days_are_read_as_the_engine_reads_them(name: str, text: str, said: str) -> None:
    odd = ", ".join(f"{n}{'st' if n % 10 == 1 and n != 11 else 'rd' if n % 10 == 3 and n != 13 else 'th'}" for n in ODD)
    said = said.replace("every odd day", f"on the {odd} and 31st day")
    assert days(text, name) == said


ODD = range(1, 30, 2)

# dialect, text, part of the refusal
REFUSED = [
    ("apscheduler", "0 9 * aug-12 *", "does not read a range of a name and a number, 'aug-12'"),
    ("apscheduler", "0 9 * 8-dec *", "does not read a range of a name and a number, '8-dec'"),
    ("agentscope", "0 9 * aug-12 *", "does not read a range of a name and a number, 'aug-12'"),
    ("agentscope_monday0", "0 9 * * mon-4", "does not read a range of a name and a number, 'mon-4'"),
    ("spring", "0 0 9 * * MON#5", "'MON#5' is no day-of-week in Spring"),
    ("spring", "0 0 9 28W * *", "'28W' is no day-of-month in Spring"),
    ("spring", "0 0 9 * * FRI-MON", "runs backwards"),
    ("ncrontab", "0 0 22-2 * * *", "runs backwards"),
    ("ncrontab", "0 0 9 ? * 1", "'?' has no meaning here"),
    ("ncrontab", "9 * * *", "has 5 or 6 fields"),
    ("kubernetes", "0 9 * * 7", "day-of-week 7 is outside 0-6"),
    ("croniter6", "5-5 * * * * 0", "reads '5-5' as every value"),
    ("croniter6", "0 9 * * 5L 0", "is no day-of-week"),
    ("croniter6", "0 9 LW * * 0", "is no day-of-month"),
    ("jenkins", "H 9 * * *", "'H' stands for a time that Jenkins chooses"),
    ("jenkins", "H/15 * * * *", "'H' stands for a time that Jenkins chooses"),
    ("jenkins", "H(0-29)/10 * * * *", "stands for a time that Jenkins chooses"),
    ("jenkins", "@daily", "'@daily' stands for a time that Jenkins chooses"),
    ("jenkins", "0 9 * * mon", "has no names"),
    ("jenkins", "5/15 * * * *", "has a step without a range"),
    ("pgcron", "60 seconds", "has 5 fields"),
    ("pgcron", "0 9 * * $", "'$' is no day-of-week"),
    ("githubactions", "0 9 */2 * 1", "may read '0 9 */2 * 1' in more than one way"),
    ("githubactions", "@daily", "has no macro"),
    ("vixie", "5/15 * * * *", "Write 5-59/15."),
    ("vixie", "0 24 * * 5", "Write 0 and the day after."),
    ("vixie", "60 9 * * *", "Use 0 to 59."),
    ("vixie", "0 9 * marble *", "'marble' is no month"),
    ("aws", "cron(0 9 * * * *)", "wants '?'"),
    ("aws", "rate(0 minutes)", "is no rate"),
]


@pytest.mark.parametrize(("name", "text", "part"), REFUSED)
def test_what_an_engine_lacks_or_ruins_is_refused(name: str, text: str, part: str) -> None:
    with pytest.raises(InvalidExpression) as caught:
        parse(text, name)
    assert part in str(caught.value)


def test_elapsed_time_is_written_as_the_engine_writes_it() -> None:
    assert parse("rate(5 minutes)", "aws") == Interval(timedelta(minutes=5))
    assert parse("cron(0 9 ? * MON *)", "aws") == parse("0 9 ? * MON *", "aws")
    assert parse("30 seconds", "pgcron") == Interval(timedelta(seconds=30))
    assert parse("@every 90m", "kubernetes") == Interval(timedelta(minutes=90))


def test_the_place_in_a_wrapped_text_is_counted_from_its_beginning() -> None:
    with pytest.raises(InvalidExpression) as caught:
        parse("cron(0 25 ? * MON *)", "aws")
    assert caught.value.position == len("cron(0 ")
