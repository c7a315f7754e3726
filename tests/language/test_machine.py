"""Machine forms: recurrence rules against python-dateutil, the others against tables and plain counting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from schedule_mcp.errors import ImpossibleSchedule, InputError, InvalidExpression
from schedule_mcp.language import describe, read
from schedule_mcp.schedule import fires, same

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
SHOWN = 25
LAST = datetime(2090, 1, 1)
"""Runs are compared up to here: rules that run once in a few decades are counted day by day by the oracle."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def listed(values: st.SearchStrategy[int], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(lambda found: ",".join(map(str, found)))


def signed(high: int) -> st.SearchStrategy[int]:
    return st.integers(1, high).flatmap(lambda n: st.sampled_from([n, -n]))


@st.composite
def by_day(draw: st.DrawFn, *, numbered: bool) -> str:
    days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True))
    return ",".join(f"{draw(signed(5)) if numbered else ''}{day}" for day in days)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(("MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = {"FREQ": freq}
    if draw(st.booleans()):
        parts["INTERVAL"] = str(draw(st.sampled_from((2, 3, 4, 5, 6, 7, 12, 15, 90))))
    kinds = (
        "days",
        "weekdays",
        "numbered",
        "months",
        "hours",
        "minutes",
        "setpos",
        "position",
        "week_start",
        "year_days",
    )
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=3, unique=True)):
        match kind:
            case "days":
                parts["BYMONTHDAY"] = draw(listed(signed(31)))
            case "weekdays" | "setpos":
                parts["BYDAY"] = draw(by_day(numbered=False))
            case "numbered" if freq in ("MONTHLY", "YEARLY"):
                parts["BYDAY"] = draw(by_day(numbered=True))
            case "months":
                parts["BYMONTH"] = draw(listed(st.integers(1, 12)))
            case "hours":
                parts["BYHOUR"] = draw(listed(st.integers(0, 23)))
            case "minutes":
                parts["BYMINUTE"] = draw(listed(st.integers(0, 59)))
            case "week_start":
                parts["WKST"] = draw(st.sampled_from(WEEKDAYS))
            case "year_days" if freq == "YEARLY":
                parts["BYYEARDAY"] = draw(listed(signed(366)))
        if kind == "setpos" and freq in ("WEEKLY", "MONTHLY", "YEARLY"):
            parts["BYSETPOS"] = draw(listed(signed(5), 2))
        if kind == "position" and freq not in ("MINUTELY", "HOURLY") and parts.keys() & {"BYDAY", "BYMONTHDAY"}:
            parts["BYSETPOS"] = draw(listed(signed(5), 2))
    end = draw(st.sampled_from(("", "", "COUNT", "UNTIL")))
    if end == "COUNT":
        parts["COUNT"] = str(draw(st.integers(1, 40)))
    elif end == "UNTIL":
        parts["UNTIL"] = f"{draw(st.datetimes(datetime(2026, 6, 1), datetime(2031, 1, 1))):%Y%m%dT%H%M%S}Z"
    return ";".join(f"{name}={value}" for name, value in parts.items())


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rules(), st.datetimes(datetime(2026, 5, 7), datetime(2028, 12, 31)))
def test_recurrence_rules_run_as_dateutil_says(rule: str, start: datetime) -> None:
    start = start.replace(microsecond=0)
    if "WEEKLY" in rule and "BYSETPOS" in rule:
        # Of the first week dateutil counts only what is left of it.
        start = datetime.combine(start.date() + timedelta(days=7 - start.weekday()), datetime.min.time())
    text = f"DTSTART:{start:%Y%m%dT%H%M%S}Z\nRRULE:{rule}"
    try:
        reading = read(text, now=NOW)
    except ImpossibleSchedule:
        event("never")
        assert list(islice(oracle(text), 1)) == []
        return
    except InvalidExpression as error:
        event(f"refused: {error.field}")
        assert "is not read" in error.message  # noqa: PT017
        return
    assert reading.schedule is not None
    event("read")
    ours = (run.replace(tzinfo=None) for run in fires(reading.schedule, after=NOW))
    assert [run for run in islice(ours, SHOWN) if run < LAST] == list(islice(oracle(text), SHOWN))


def oracle(text: str) -> list[datetime]:
    runs: list[datetime] = []
    try:
        found = rrulestr(text.replace("Z", ""))
    except ValueError as error:
        assert "empty set" in str(error)  # noqa: PT017
        return runs
    for run in found:
        if run >= LAST or len(runs) == SHOWN:
            break
        runs.append(run)
    return runs


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")),
    st.datetimes(datetime(2026, 6, 1, 6), datetime(2027, 6, 1)).map(lambda d: d.replace(hour=6 + d.hour // 2)),
    st.lists(st.integers(0, 30), max_size=4, unique=True),
    st.sampled_from(("DAILY", "DAILY;INTERVAL=2", "WEEKLY", "WEEKLY;INTERVAL=3;BYDAY=TU,SA", "MONTHLY;BYDAY=1MO")),
)
def test_a_start_in_a_zone_and_excluded_dates(place: str, start: datetime, skipped: list[int], rule: str) -> None:
    start = start.replace(microsecond=0)
    everything = list(islice(rrulestr(f"FREQ={rule}", dtstart=start), SHOWN + len(skipped)))
    excluded = [everything[k] for k in sorted(skipped) if k < len(everything)]
    lines = [f"DTSTART;TZID={place}:{start:%Y%m%dT%H%M%S}", f"RRULE:FREQ={rule}"]
    if excluded:
        lines.append(f"EXDATE;TZID={place}:" + ",".join(f"{run:%Y%m%dT%H%M%S}" for run in excluded))
    reading = read("\n".join(lines), now=NOW)
    assert reading.schedule is not None
    assert reading.zone == place
    ours = [
        run.astimezone(ZoneInfo(place)).replace(tzinfo=None) for run in islice(fires(reading.schedule, after=NOW), 9)
    ]
    assert ours == [run for run in everything if run not in excluded][:9]


SAID = {
    # systemd
    "Mon..Fri *-*-* 09:00:00": "every weekday at 09:00 (America/New_York)",
    "Mon,Wed *-*-* 09:00": "every Monday and Wednesday at 09:00 (America/New_York)",
    "Mon *-*~07/1": (
        "on (every Monday and only on the last, 2nd-to-last, 3rd-to-last, 4th-to-last, 5th-to-last, 6th-to-last and "
        "7th-to-last day of the month) at 00:00 (America/New_York)"
    ),
    "OnCalendar=semiannually Europe/Paris": (
        "on (in January and July and only on the 1st day of the month) at 00:00 (Europe/Paris)"
    ),
    "@1893456000": "on 2030-01-01 at 00:00 (UTC)",
    "*-*-1,15 08:30": "on the 1st and 15th day of the month at 08:30 (America/New_York)",
    "*-*~01 12:00": "on the last day of the month at 12:00 (America/New_York)",
    "*:0/15": "every hour at :00, :15, :30 and :45 (America/New_York)",
    "*-*-* *:30:00 UTC": "every hour at :30 (UTC)",
    "OnCalendar=weekly": "every Monday at 00:00 (America/New_York)",
    "*-*-* 09:00:00 Asia/Tokyo": "every day at 09:00 (Asia/Tokyo)",
    # App Engine
    "2nd tuesday of month 09:00": "on the 2nd Tuesday of the month at 09:00 (America/New_York)",
    "every monday 09:00": "every Monday at 09:00 (America/New_York)",
    "1st,third mon of month 17:00": "on the 1st and 3rd Monday of the month at 17:00 (America/New_York)",
    # AWS
    "rate(5 minutes)": "every 5 minutes",
    "rate(1 hour)": "every hour",
    "cron(0 10 ? * MON-FRI *)": "every weekday at 10:00 (America/New_York)",
    "cron(0 10 ? * 2 *)": "every Monday at 10:00 (America/New_York)",
    "at(2026-05-24T09:00:00)": "on 2026-05-24 at 09:00 (America/New_York)",
    # ISO 8601
    "2026-12-24 18:00": "on 2026-12-24 at 18:00 (America/New_York)",
    "2026-12-24T18:00:00-05:00": "on 2026-12-24 at 18:00 (-05:00)",
    "20260524T090000Z": "on 2026-05-24 at 09:00 (UTC)",
    "2026-05-24T09:00 Europe/Berlin": "on 2026-05-24 at 09:00 (Europe/Berlin)",
    "2026-12-24T18": "on 2026-12-24 at 18:00 (America/New_York)",
    "2026-12-24T18Z": "on 2026-12-24 at 18:00 (UTC)",
    "2026-12-24T24:00": "on 2026-12-25 at 00:00 (America/New_York)",
    "20261224T18:00": "on 2026-12-24 at 18:00 (America/New_York)",
    "2026-12-24T1800": "on 2026-12-24 at 18:00 (America/New_York)",
    "2026-12-24T18:00:00+01:00[Europe/Berlin]": "on 2026-12-24 at 18:00 (Europe/Berlin)",
    "2026-12-24T17:00:00Z[Europe/Berlin]": "on 2026-12-24 at 18:00 (Europe/Berlin)",
    "2026-12-24T18:00[!Europe/Berlin][u-ca=gregory]": "on 2026-12-24 at 18:00 (Europe/Berlin)",
    "2026-10-25T02:30:00+01:00[Europe/Berlin]": "at 2026-10-25T02:30:00+01:00",
    "R/2026-06-01T09/P1D": (
        "every day counted from 2026-06-01 at 09:00, starting 2026-06-01T09:00:00-04:00 (America/New_York)"
    ),
    "R/2026-06-01T09:00:00+02:00[Europe/Berlin]/P1D": (
        "every day counted from 2026-06-01 at 09:00, starting 2026-06-01T09:00:00+02:00 (Europe/Berlin)"
    ),
    "R/2026-06-01T09:00:00Z/PT6H": "every 6 hours counted from 2026-06-01T09:00:00Z starting 2026-06-01T09:00:00Z",
    "R/PT6H": "every 6 hours",
    "R/2026-06-01T09:00/P1Y": (
        "on (every year counted from 2026-06-01 and only in June and only on the 1st day of the month) at 09:00, "
        "starting 2026-06-01T09:00:00-04:00 (America/New_York)"
    ),
    # cron
    "@daily": "every day at 00:00 (America/New_York)",
    "@every 90m": "every 90 minutes",
    "@at 2026-12-24T23:00:00Z": "on 2026-12-24 at 23:00 (UTC)",
    "30 9 * * 1-5": "every weekday at 09:30 (America/New_York)",
    "TZ=Asia/Tokyo 30 9 * * 1-5": "every weekday at 09:30 (Asia/Tokyo)",
    "0 9 * * 1-5 Europe/London": "every weekday at 09:00 (Europe/London)",
    "agentscope 0 9 * * mon": "every Monday at 09:00 (America/New_York)",
    "0 0 9 * * 7": "every Sunday at 09:00 (America/New_York)",
    "0 0 9 * * sat-sun": "every Saturday and Sunday at 09:00 (America/New_York)",
    "0 9 ? * MON-FRI": "every weekday at 09:00 (America/New_York)",
    "0 9 1 * ?": "on the 1st day of the month at 09:00 (America/New_York)",
    "0 0 9 * * WED": "every Wednesday at 09:00 (America/New_York)",
    "0 0 9 ? * MON#1": "on the 1st Monday of the month at 09:00 (America/New_York)",
    "0 0 9 * * FRI#2": "on the 2nd Friday of the month at 09:00 (America/New_York)",
    "0 0 9 L * *": "on the last day of the month at 09:00 (America/New_York)",
    "0 0 9 * * 1": "every Monday at 09:00 (America/New_York)",
    "*/10 * * * * *": "every day every 10 seconds from 00:00 to 23:59:50, as the clocks run (America/New_York)",
    "0 9 LW * *": "on the last business day of the month at 09:00 (America/New_York)",
    "0 9 * * FRIL": "on the last Friday of the month at 09:00 (America/New_York)",
    "0 9 * * L5": "on the last Friday of the month at 09:00 (America/New_York)",
    "0 9 * * 5#-1": "on the last Friday of the month at 09:00 (America/New_York)",
    "0 9 * * 0#1": "on the 1st Sunday of the month at 09:00 (America/New_York)",
    "spring 0 0 9 * * SAT-SUN": "every Saturday and Sunday at 09:00 (America/New_York)",
    "pgcron: 0 9 $ * *": "on the last day of the month at 09:00 (America/New_York)",
    "kubernetes @daily": "every day at 00:00 (America/New_York)",
    "run it with cron 0 9 * * 1, please": "every Monday at 09:00 (America/New_York)",
    "quartz 0 0 9 ? * 2": "every Monday at 09:00 (America/New_York)",
    "please run the job with cron `0 9 * * 1`": "every Monday at 09:00 (America/New_York)",
}


@pytest.mark.parametrize("text", SAID)
def test_what_a_machine_form_says(text: str) -> None:
    reading = read(text, now=NOW, timezone="America/New_York")
    assert reading.schedule is not None
    assert describe(reading.schedule) == SAID[text]


ASKED = {
    "FREQ=DAILY": 3,
    "FREQ=WEEKLY;BYHOUR=9": 3,
    "FREQ=MONTHLY": 3,
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYMINUTE=30": 3,
    "P1D": 2,
    "0 0 9 ? * 2": 2,
    "0 0 9 ? * 2#1": 2,
    "0 0 9 * * 5L": 2,
    "0 0 9 13 * 5": 2,
    "0 0 9 */2 * 1": 2,
    "* * * * * */15": 2,
    "0 9 * * 1 */15": 2,
    "*/5 * * * * 0": 2,
    "0 9 * * 1 0": 2,
    "0 9 * * 1 30": 1,
    "0 0 9 13 * 7": 1,
    "0 9 * * mon 0": 1,
    "0 9 * * 1 2027": 1,
    "2026-11-01 01:30": 2,
    "2027-03-14 02:30": 2,
    "2026-05-24": 3,
    "20260524": 3,
}
"""How many answers a question has."""


@pytest.mark.parametrize("text", ASKED)
def test_a_machine_form_that_leaves_something_open_is_asked_about(text: str) -> None:
    question = read(text, now=NOW, timezone="America/New_York").question
    assert question is not None
    assert len(question.options) == ASKED[text]
    for option in question.options:
        again = read(option.arguments["when"], now=NOW, timezone="America/New_York")
        assert again.schedule is not None
        assert same(again.schedule, option.schedule, after=NOW)
        assert next(fires(option.schedule, after=NOW), None) is not None


@pytest.mark.parametrize("text", ["0 9 * * *", "2026-12-24 18:00", "*-*-* 09:00", "FREQ=DAILY", "@daily"])
def test_without_a_zone_the_answers_are_in_utc(text: str) -> None:
    question = read(text, now=NOW).question
    assert question is not None
    assert question.options
    for option in question.options:
        again = read(option.arguments.get("when", text), now=NOW, timezone=option.arguments.get("timezone"))
        assert again.schedule is not None
        assert same(again.schedule, option.schedule, after=NOW)


REFUSED = {
    "FREQ=FORTNIGHTLY": "FREQ='FORTNIGHTLY' is none of",
    "FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z": "COUNT and UNTIL exclude each other",
    "FREQ=DAILY;BYHOUR=24": "BYHOUR=24 is outside 0 to 23",
    "FREQ=YEARLY;BYWEEKNO=20": "'BYWEEKNO' is not read",
    "FREQ=DAILY;FREQ=WEEKLY": "is given twice",
    "FREQ=DAILY;INTERVAL=0": "INTERVAL='0' is no number from 1",
    "FREQ=DAILY;BYEASTER=1;BYHOUR=9": "'BYEASTER' is not read. RFC 5545 has no such part",
    "RRULE:FREQ=HOURLY RDATE:20260601T090000Z": "RDATE with an hourly or shorter rule is not read",
    "DTSTART:20260601T090000Z RRULE:FREQ=DAILY RDATE:20260501T090000Z": "lies before the start",
    "DTSTART:20260601T090000Z RRULE:FREQ=DAILY;COUNT=3 RRULE:FREQ=WEEKLY": "several RRULE are united only",
    "DTSTART:20260601T090000Z EXRULE:FREQ=DAILY": "EXRULE is not read",
    "FREQ=HOURLY;INTERVAL=5;BYDAY=MO": "without DTSTART",
    "FREQ=HOURLY;BYSETPOS=1;BYDAY=MO": "BYSETPOS is not read here",
    "DTSTART:20260230T090000Z RRULE:FREQ=DAILY": "there is no time '20260230T090000Z'",
    "Mon *-*-* 25:00": "hour '25' is outside 0 to 23",
    "OnCalendar=sometimes": "is no OnCalendar",
    "Sat..Mon *-*-* 7:05": "Write Sat,Sun,Mon.",
    "*-*-*/2 9:00": "Write 1/2.",
    "*:*/15": "Write 0/15.",
    "*-*-* 09:00:00.5": "parts of a second are not scheduled",
    "@0": "1970-01-01T00:00:00Z is past",
    "@1893456000000": "Milliseconds?",
    "in 3000000000 seconds": "the number 3000000000 is too large",
    "every 3000000000 seconds": "the number 3000000000 is too large",
    "DTSTART:00010101T000000Z RRULE:FREQ=DAILY": "DTSTART lies outside 1900 to 2399",
    "DTSTART:99991231T000000Z RRULE:FREQ=DAILY": "DTSTART lies outside 1900 to 2399",
    "DTSTART:19970902T090000Z RRULE:FREQ=DAILY;COUNT=9999": "COUNT is not counted from a start before 2000",
    "rate(0 minutes)": "rate(0 minutes) is no rate",
    "rate(1.5 hours)": "rate(1.5 hours) is no rate",
    "cron(0 10 * * * *)": "?",
    "@every 0s": "is no whole number of seconds above 0",
    "@every soon": "is no duration",
    "@at tomorrow": "is no time",
    "@reboot": "@reboot names no time",
    "@at 2020-01-01T00:00:00Z": "is past",
    "R0/2026-06-01T09:00:00Z/P1D": "R0 leaves no run",
    "R/2026-01-31T09:00/P1M": "day 31 is missing in some months",
    "R/2026-06-01T09:00:00Z/P0D": "is zero",
    "2026-13-01T09:00Z": "there is no time '2026-13-01T09:00Z'",
    "2026-12-24T18:00+03:00[Europe/Berlin]": "+03:00 is not the offset of Europe/Berlin at that time",
    "2026-12-24T18:00[Europe/Berlin][!u-ca=hebrew]": "the tag 'u-ca=hebrew' is not read",
    "2026-12-24T24:01": "there is no time '2026-12-24T24:01'",
    "20250101": "'20250101' is past",
    "2026-W21-1": "week dates such as '2026-W21-1' are not read",
    "CRON_TZ=Moon/Base 0 9 * * *": "there is no time zone named 'Moon/Base'",
    "0 9 30 2 *": "never",
    "0 9 ? * 1": "'?' has no meaning here",
    ",1 * * * *": "Remove the extra comma",
    "0 9 * * 1,": "Remove the extra comma",
    "H/15 * * * *": "'H' stands for no certain minute",
    "jenkins H(0-29)/10 * * * *": "stands for a time that Jenkins chooses",
    "0 9 1.5 * *": "'1.5' is no day-of-month",
    "5/15 * * * *": "Write 5-59/15.",
    "agentscope 0 9 * aug-12 *": "range of a name and a number, 'aug-12'",
    "jenkins H 9 * * *": "'H' stands for a time that Jenkins chooses",
    "jenkins @daily": "'@daily' stands for a time that Jenkins chooses",
    "*/75 * * * *": "'*/75' steps beyond the 60 values of its field",
    "aws 0/75 * * * ? *": "'0/75' steps beyond the 60 values of its field",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_broken_machine_form_is_refused_with_its_fault(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text, now=NOW, timezone="America/New_York")
    assert REFUSED[text] in str(caught.value)


@pytest.mark.parametrize("text", ["*/60 * * * *", "0 */24 * * *", "aws 30/45 * * * ? *"])
def test_a_step_that_leaves_one_value_is_told(text: str) -> None:
    (warning,) = read(text, now=NOW, timezone="UTC").warnings
    assert "names one value only" in warning


MISSING = {
    "DTSTART;TZID=Europe/Berlin:20270301T023000 RRULE:FREQ=DAILY": (
        "2027-03-28 02:30 does not exist in Europe/Berlin: it runs at 03:00; RFC 5545 has it at 03:30"
    ),
    "*-*-* 02:30": "2027-03-28 02:30 does not exist in Europe/Berlin: it runs at 03:00; systemd leaves it out",
}


@pytest.mark.parametrize("text", MISSING)
def test_a_time_that_a_clock_change_leaves_out_is_told(text: str) -> None:
    assert read(text, now=NOW, timezone="Europe/Berlin").warnings == (MISSING[text],)


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY;BYHOUR=3;BYMINUTE=0", "FREQ=DAILY;BYHOUR=2;BYMINUTE=30;UNTIL=20270101", "*:0/30"]
)
def test_times_that_no_clock_change_meets_are_not_warned_about(text: str) -> None:
    assert read(text, now=NOW, timezone="Europe/Berlin").warnings == ()


def test_an_end_that_is_a_date_is_told_to_hold_that_day() -> None:
    reading = read("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;UNTIL=20260508", now=NOW, timezone="UTC")
    assert reading.assumptions == ("UNTIL=20260508 names a date: runs on that day are among them",)
    assert reading.schedule is not None
    assert [run.day for run in fires(reading.schedule, after=NOW)] == [7, 8]


JOINED = {
    "0 0 */2 * 1": (
        "Day-of-month and day-of-week are joined by AND, since one of them begins with *: it runs only on dates where "
        "both meet",
        "croniter, croner and Kubernetes (robfig/cron) run it where either fits",
    ),
    "0 9 13 * 5": (
        "Day-of-month and day-of-week are joined by OR: it runs on each such day of the month and also on each such "
        "weekday, not only where both meet",
        "APScheduler, Jenkins and Cronos run it only where both day fields fit",
    ),
    "jenkins 0 9 13 * 5": ("Day-of-month and day-of-week are joined by AND: it runs only on dates where both meet",),
    "0 9 13 * *": (),
    "0 9 * * 5": (),
}


@pytest.mark.parametrize("text", JOINED)
def test_how_the_day_fields_are_joined_is_told(text: str) -> None:
    assert read(text, now=NOW, timezone="UTC").warnings == JOINED[text]


SETS = (
    "DTSTART:20260601T090000Z\nRRULE:FREQ=WEEKLY\nRDATE:20260603T100000Z,20260617T113000Z",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=WEEKLY\nRRULE:FREQ=MONTHLY;BYMONTHDAY=3;BYHOUR=7",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=DAILY\nRDATE:20260603T100000Z\nEXDATE:20260603T100000Z,20260604T090000Z",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=HOURLY;INTERVAL=5;BYDAY=MO,WE",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=MINUTELY;INTERVAL=100;BYHOUR=9,10",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYHOUR=9,17;BYSETPOS=3,-1",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=13,14,15;BYDAY=MO,TU;BYSETPOS=1",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=MONTHLY;BYDAY=2FR,1MO;BYSETPOS=-1",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=MONTHLY;BYDAY=2FR;BYMONTHDAY=13",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=DAILY;BYHOUR=9,12,17;BYSETPOS=2",
    "DTSTART:20260601T090000Z\nRRULE:FREQ=YEARLY;BYMONTH=3,9;BYDAY=SU;BYSETPOS=1",
)


@pytest.mark.parametrize("text", SETS)
def test_sets_of_rules_and_dates_run_as_dateutil_says(text: str) -> None:
    schedule = read(text, now=NOW).schedule
    assert schedule is not None
    ours = [run.replace(tzinfo=None) for run in islice(fires(schedule, after=NOW), SHOWN)]
    assert ours == list(islice(rrulestr(text.replace("Z", "")), SHOWN))


def test_an_excluded_date_takes_the_whole_day_and_says_so() -> None:
    text = "DTSTART:20260601T090000Z\nRRULE:FREQ=DAILY;BYHOUR=9,17\nEXDATE;VALUE=DATE:20260602"
    reading = read(text, now=NOW)
    assert reading.schedule is not None
    assert [run.day for run in islice(fires(reading.schedule, after=NOW), 4)] == [1, 1, 3, 3]
    assert reading.assumptions == ("EXDATE names dates: every run on them is left out",)


def test_a_private_part_is_told_and_changes_nothing() -> None:
    reading = read("RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0;X-OWNER=ME", now=NOW, timezone="UTC")
    assert reading.assumptions == ("X-OWNER is private to some program and says nothing here",)
    assert reading.schedule is not None
    assert describe(reading.schedule) == "every day at 09:00 (UTC)"
