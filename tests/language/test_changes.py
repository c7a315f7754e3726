"""Changes of schedules that exist: laws over generated schedules, and a table of what people say.

The laws: naming nothing changes nothing; a change and its reverse restore; what a result is described as reads back
to it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schedule_mcp.errors import InputError
from schedule_mcp.language import describe, read
from schedule_mcp.language.changes import Change, ImpossibleChange, changed, in_full, revise
from schedule_mcp.language.changes.kinds import Edit, Extra, InZone, Later, Less, NewBounds, NewTimes, SkipRuns
from schedule_mcp.language.reading import Question
from schedule_mcp.schedule import Schedule, fires, same
from schedule_mcp.schedule.days import date_set, rotate
from schedule_mcp.schedule.edits import is_run, moved
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import DAY_S, AllOf, Calendar, Interval, Once, Rule, Weekdays
from tests.strategies import ZONES, calendars, day_trees, times

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
"""A Wednesday; 13:00 in Berlin, 21:00 in Tokyo."""


def held(text: str, timezone: str = "Europe/Berlin") -> Schedule:
    schedule = read(text, now=NOW, timezone=timezone).schedule
    assert schedule is not None
    return schedule


def after(text: str, *words: str, default: str = "Europe/Berlin", timezone: str = "") -> str:
    """The canonical sentence of a schedule after changes, or the question with its answers."""
    schedule = held(text)
    for each in words:
        reading = revise(each, schedule, now=NOW, default=default, timezone=timezone)
        if reading.schedule is None:
            assert reading.question is not None
            return " | ".join(
                [reading.question.ask, *(option.arguments["when"] for option in reading.question.options)]
            )
        schedule = reading.schedule
    return describe(schedule)


# -- laws ----------------------------------------------------------------------------------------------------

schedules = calendars() | st.builds(
    Interval, st.integers(60, 10**6).map(lambda s: timedelta(seconds=s)), st.just(NOW + timedelta(hours=3))
)


@given(schedules)
def test_naming_nothing_changes_nothing(schedule: Schedule) -> None:
    assert changed(schedule, Change(), NOW) is schedule


REVERSIBLE: list[tuple[Edit, Edit]] = [
    (Later(seconds=3600), Later(seconds=-3600)),
    (Later(seconds=-1200), Later(seconds=1200)),
    (Later(days=2), Later(days=-2)),
    (InZone("Asia/Tokyo"), InZone("Europe/London")),
    (NewBounds(until=datetime(2030, 1, 1, tzinfo=UTC)), NewBounds(no_end=True)),
]


@settings(max_examples=25)
@given(calendars(), st.sampled_from(REVERSIBLE))
def test_a_change_and_its_reverse_restore(schedule: Calendar, pair: tuple[Edit, Edit]) -> None:
    schedule = Calendar(schedule.rules, "Europe/London", schedule.clock)
    assume(next_fire(schedule, NOW) is not None)
    there, back = pair
    try:
        made = changed(schedule, Change((there,)), NOW)
        restored = None if isinstance(made, Question) else changed(made, Change((back,)), NOW)
    except InputError:
        # Days that no sentence says are refused, and a change may leave nothing that runs.
        assume(False)
        raise
    if restored is None or isinstance(restored, Question):
        return
    assert same(restored, schedule, after=NOW)


@st.composite
def with_room(draw: st.DrawFn) -> tuple[Calendar, Weekdays]:
    """A calendar of one set of times, and weekdays on which it does not run."""
    days = draw(st.frozensets(st.integers(0, 6), min_size=1, max_size=3))
    other = Weekdays(frozenset(range(7)) - days)
    return Calendar((Rule(AllOf((other, draw(day_trees()))), draw(times())),), draw(st.sampled_from(ZONES))), Weekdays(
        days
    )


@settings(max_examples=15)
@given(with_room())
def test_days_that_were_not_there_can_be_added_and_dropped_again(pair: tuple[Calendar, Weekdays]) -> None:
    schedule, added = pair
    assume(next_fire(schedule, NOW) is not None)
    more = changed(schedule, Change((Extra(added),)), NOW)
    if isinstance(more, Question):
        more = more.options[-1].schedule
    less = changed(more, Change((Less(added),)), NOW)
    assert not isinstance(less, Question)
    assert same(less, schedule, after=NOW)


@settings(max_examples=40)
@given(
    calendars(),
    st.sampled_from(
        [
            Later(seconds=5400),
            NewTimes((45_000,), only=True),
            SkipRuns(2),
            Less(Weekdays(frozenset({4}))),
            Later(days=1),
        ]
    ),
)
def test_the_description_of_the_result_reads_back(schedule: Calendar, edit: Edit) -> None:
    # A night that begins before a start is left out by words, and not by the instant of the start.
    assume(all(t < DAY_S for rule in schedule.rules for t in rule.times))
    try:
        made = changed(schedule, Change((edit,)), NOW)
    except InputError:
        return
    results = [o.schedule for o in made.options] if isinstance(made, Question) else [made]
    for each in results:
        found = read(in_full(each), now=NOW).schedule
        assert found is not None
        assert same(found, each, after=NOW)


@settings(max_examples=40)
@given(day_trees(), st.integers(-8, 8))
def test_moved_days_are_the_days_moved_or_none(days: object, by: int) -> None:
    found = moved(days, by)  # type: ignore[arg-type]
    if found is not None:
        inner = ((1 << 140_000) - 1) << 3_000
        assert date_set(found) & inner == rotate(date_set(days), by) & inner  # type: ignore[arg-type]


@given(st.integers(1, 5), st.sampled_from(ZONES))
def test_skipped_runs_are_the_next_ones_and_no_others(count: int, name: str) -> None:
    schedule = held("every weekday at 9am and 5pm", name)
    left = changed(schedule, Change((SkipRuns(count),)), NOW)
    assert not isinstance(left, Question)
    before, now_runs = fires(schedule, after=NOW), fires(left, after=NOW)
    for _ in range(count):
        next(before)
    assert [next(before) for _ in range(40)] == [next(now_runs) for _ in range(40)]


@given(st.integers(-20, 20).filter(bool))
def test_a_count_stays_a_count_when_times_move(hours: int) -> None:
    schedule = held("every day at 12:00 for 5 times")
    later = changed(schedule, Change((Later(seconds=hours * 3600),)), NOW)
    assert isinstance(later, Calendar)
    assert is_run(later, later.until)
    assert len(list(fires(later, after=NOW))) == 5


def test_a_single_run_later_is_the_elapsed_time_later() -> None:
    """At 02:00 of that night the clocks go forward."""
    schedule = held("March 28 2027 at 01:30")
    later = changed(schedule, Change((Later(seconds=3600),)), NOW)
    assert isinstance(later, Once)
    assert isinstance(schedule, Once)
    assert later.at.astimezone(UTC) - schedule.at.astimezone(UTC) == timedelta(hours=1)


# -- what people say -----------------------------------------------------------------------------------------

WEEKDAYS = "every weekday at 9am Tokyo time"


@pytest.mark.parametrize(
    ("before", "said", "now"),
    [
        (WEEKDAYS, "every weekday at 10am", "every weekday at 10:00 (Asia/Tokyo)"),
        (WEEKDAYS, "10am", "every weekday at 10:00 (Asia/Tokyo)"),
        (WEEKDAYS, "10:30", "every weekday at 10:30 (Asia/Tokyo)"),
        (WEEKDAYS, "at noon", "every weekday at 12:00 (Asia/Tokyo)"),
        (WEEKDAYS, "make it 10:30 please", "every weekday at 10:30 (Asia/Tokyo)"),
        (WEEKDAYS, "an hour later", "every weekday at 10:00 (Asia/Tokyo)"),
        (WEEKDAYS, "push it back by 20 minutes", "every weekday at 09:20 (Asia/Tokyo)"),
        (WEEKDAYS, "20 minutes earlier", "every weekday at 08:40 (Asia/Tokyo)"),
        ("every Monday at 23:30", "an hour later", "every Tuesday at 00:30 (Europe/Berlin)"),
        ("every Monday at 00:30", "an hour earlier", "every Sunday at 23:30 (Europe/Berlin)"),
        ("on the 1st of every month at 9am", "a day earlier", "on the last day of the month at 09:00 (Europe/Berlin)"),
        ("every Monday at 9am", "two days later", "every Wednesday at 09:00 (Europe/Berlin)"),
        (WEEKDAYS, "Tuesdays and Thursdays instead", "every Tuesday and Thursday at 09:00 (Asia/Tokyo)"),
        (WEEKDAYS, "only on Mondays", "every Monday at 09:00 (Asia/Tokyo)"),
        (
            WEEKDAYS,
            "also on Saturdays",
            "every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 09:00 (Asia/Tokyo)",
        ),
        (WEEKDAYS, "also at 5pm", "every weekday at 09:00 and 17:00 (Asia/Tokyo)"),
        (WEEKDAYS, "also on Sundays at 8am", "every weekday at 09:00; every Sunday at 08:00 (Asia/Tokyo)"),
        (WEEKDAYS, "not on Fridays any more", "every Monday, Tuesday, Wednesday and Thursday at 09:00 (Asia/Tokyo)"),
        ("every day at 9am and 5pm", "without the 5pm one", "every day at 09:00 (Europe/Berlin)"),
        ("every day at 9am and 5pm", "without the morning one", "every day at 17:00 (Europe/Berlin)"),
        ("every day at 9am and 5pm", "drop the 5 one", "every day at 09:00 (Europe/Berlin)"),
        (
            "every day at 9am and 5pm",
            "not at 5pm on Fridays",
            "every Monday, Tuesday, Wednesday, Thursday, Saturday and Sunday at 09:00 and 17:00; every Friday at 09:00 "
            "(Europe/Berlin)",
        ),
        (WEEKDAYS, "skip the next run", "every weekday at 09:00 except on 2026-11-26 (Asia/Tokyo)"),
        (WEEKDAYS, "skip next Monday", "every weekday at 09:00 except on 2026-11-30 (Asia/Tokyo)"),
        (WEEKDAYS, "skip next week", "every weekday at 09:00 except between 2026-11-30 and 2026-12-06 (Asia/Tokyo)"),
        (WEEKDAYS, "not on December 24", "every weekday at 09:00 except every December 24 (Asia/Tokyo)"),
        (WEEKDAYS, "leave out July", "every weekday at 09:00 except in July (Asia/Tokyo)"),
        (WEEKDAYS, "until Christmas", "every weekday at 09:00, until 2026-12-25 (Asia/Tokyo)"),
        (WEEKDAYS, "only in December", "every weekday in December at 09:00 (Asia/Tokyo)"),
        (WEEKDAYS, "starting in January", "every weekday at 09:00, starting 2027-01-01 (Asia/Tokyo)"),
        (WEEKDAYS, "for ten more times", "every weekday at 09:00, until 2026-12-09T09:00:00+09:00 (Asia/Tokyo)"),
        ("every day at 9am until March 31", "no end", "every day at 09:00 (Europe/Berlin)"),
        (WEEKDAYS, "in London time", "every weekday at 09:00 (Europe/London)"),
        (WEEKDAYS, "10am Berlin time", "every weekday at 10:00 (Europe/Berlin)"),
        (WEEKDAYS, "convert it to Seoul time", "every weekday at 09:00 (Asia/Seoul)"),
        ("every day at 5pm Tokyo time", "convert it to UTC", "every day at 08:00 (UTC)"),
        (
            "every other Tuesday at 3pm starting December 8",
            "every other Tuesday at 4pm",
            "on (every Tuesday and only every 2 weeks counted from 2026-12-08) at 16:00, starting 2026-12-08 "
            "(Europe/Berlin)",
        ),
        (
            "every 15 minutes from 9am to 5pm on weekdays",
            "from 10am to 6pm",
            "every weekday every 15 minutes from 10:00 to 18:00 (Europe/Berlin)",
        ),
        ("every 90 minutes", "every two hours instead", "every 2 hours"),
        ("December 3 at 10am", "11am", "on 2026-12-03 at 11:00 (Europe/Berlin)"),
        ("December 3 at 10am", "a week later", "on 2026-12-10 at 10:00 (Europe/Berlin)"),
        ("December 3 at 10am", "a month later", "on 2027-01-03 at 10:00 (Europe/Berlin)"),
        ("January 31 at 10am", "two months later", "on 2027-03-31 at 10:00 (Europe/Berlin)"),
        ("December 3 at 10am", "Friday", "on 2026-11-27 at 10:00 (Europe/Berlin)"),
        ("December 3 at 10am", "tomorrow at 9am", "on 2026-11-26 at 09:00 (Europe/Berlin)"),
        ("December 3 at 10am", "convert it to Tokyo time", "on 2026-12-03 at 18:00 (Asia/Tokyo)"),
        (
            "every day at 9am for 5 times",
            "10:30",
            "every day at 10:30, until 2026-11-30T10:30:00+01:00 (Europe/Berlin)",
        ),
        (
            "every weekday at 9am until March 31 except December 24",
            "every weekday at 10am",
            "every weekday at 10:00 except every December 24, until 2027-03-31 (Europe/Berlin)",
        ),
        (
            "every weekday at 9am until March 31 except December 24",
            "every weekday at 09:00 (Europe/Berlin)",
            "every weekday at 09:00 (Europe/Berlin)",
        ),
    ],
)  # fmt: skip
def test_a_change_does_what_it_says_and_nothing_else(before: str, said: str, now: str) -> None:
    assert after(before, said) == now


@pytest.mark.parametrize(
    ("before", "said", "options"),
    [
        (
            "every day at 9am and 5pm",
            "10:30",
            ["every day at 10:30 and 17:00", "every day at 09:00 and 10:30", "every day at 10:30"],
        ),
        (
            "every Monday at 9am",
            "tomorrow at 10am",
            [
                "every Monday at 09:00 except on 2026-11-30; on 2026-11-26 at 10:00",
                "every Monday at 10:00, starting 2026-11-26",
                "on 2026-11-26 at 10:00",
            ],
        ),
        (
            "every weekday at 9am",
            "skip Monday",
            ["every weekday at 09:00 except on 2026-11-30", "every Tuesday, Wednesday, Thursday and Friday at 09:00"],
        ),
        (
            "every weekday at 9am",
            "every two hours",
            ["every weekday every 2 hours from 00:00 to 22:00", "every 2 hours around the clock"],
        ),
        ("every Monday at 9am", "a week later", ["every Monday at 09:00, starting 2026-12-07"]),
        ("every 90 minutes", "10:30", ["every 90 minutes starting 2026-11-26T10:30:00+01:00", "every day at 10:30"]),
        ("every other Tuesday at 3pm", "Thursdays", [
            "on (every Thursday and only every 2 weeks counted from 2026-12-01) at 15:00", "every Thursday at 15:00"]),
    ],
)  # fmt: skip
def test_what_a_change_leaves_open_is_asked_and_each_answer_reads_back(
    before: str, said: str, options: list[str]
) -> None:
    schedule = held(before)
    question = revise(said, schedule, now=NOW, default="Europe/Berlin").question
    assert question is not None
    assert [o.arguments["when"].removesuffix(" (Europe/Berlin)") for o in question.options] == options
    for option in question.options:
        found = revise(option.arguments["when"], schedule, now=NOW, default="Europe/Berlin").schedule
        assert found is not None
        assert same(found, option.schedule, after=NOW)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("every 90 minutes", "an hour later"),
        ("every Monday at 9am", "a month later"),
        ("January 31 at 10am", "a month later"),
        ("every Monday at 9am", "a bit later"),
        ("every 90 minutes", "skip the next run"),
        ("every weekday at 9am", "convert it to Tokyo time"),
        ("every weekday at 9am", "without the 5pm one"),
        ("December 3 at 10am", "skip the next run"),
        ("every Monday at 9am", "not on Fridays any more"),
        ("every Monday at 9am", "not on Mondays any more"),
        ("on the third business day of every month at 0:30", "an hour earlier"),
        ("every hour at :15", "except december weekly monday every second"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused_with_what_would_work(before: str, said: str) -> None:
    with pytest.raises(InputError) as refusal:
        after(before, said)
    assert refusal.value.hint


@pytest.mark.parametrize("said", ["an hour later", "also on Saturdays", "10:30", "skip next Monday", "Tuesdays"])
def test_a_part_of_a_sentence_is_no_schedule_where_nothing_can_be_read(said: str) -> None:
    with pytest.raises(ImpossibleChange):
        revise(said, None, now=NOW, default="Europe/Berlin")


def test_a_zone_alone_keeps_the_wall_times() -> None:
    assert after(WEEKDAYS, "", timezone="America/New_York") == "every weekday at 09:00 (America/New_York)"
