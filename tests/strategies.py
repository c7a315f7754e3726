"""Generated schedules for the properties."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_WEEKDAY,
    WORKDAYS,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Clock,
    Days,
    Every,
    Gap,
    Months,
    Not,
    Nth,
    NumberedWeeks,
    Overlap,
    Period,
    Rule,
    Unit,
    Weekdays,
)

ZONES = [
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "America/Havana",
    "Africa/Cairo",
    "America/Santiago",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Asia/Kolkata",
    "UTC",
    "+05:30",
    "-03:00",
]


def subsets(items: range, most: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.sampled_from(items), min_size=1, max_size=most)


def anchors() -> st.SearchStrategy[date]:
    return st.dates(date(2020, 1, 1), date(2035, 12, 31))


def _positions(of: Period) -> st.SearchStrategy[frozenset[int]]:
    most = {Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}[of]
    return st.frozensets(st.integers(1, most) | st.integers(-min(most, 10), -1), min_size=1, max_size=3)


def atoms() -> st.SearchStrategy[Days]:
    nth = st.sampled_from(Period).flatmap(
        lambda of: st.builds(
            Nth,
            _positions(of),
            st.sampled_from([EVERY_WEEKDAY, WORKDAYS]) | subsets(range(7), 2),
            st.just(of),
        )
    )
    every = st.builds(Every, st.integers(1, 9), st.sampled_from(Unit), anchors())
    between = st.tuples(anchors(), anchors()).map(lambda pair: Between(min(pair), max(pair)))
    return (
        st.builds(Weekdays, subsets(range(7), 5))
        | st.builds(Months, subsets(range(1, 13), 4))
        | st.builds(NumberedWeeks, st.booleans())
        | nth
        | every
        | between
    )


def day_trees() -> st.SearchStrategy[Days]:
    return st.recursive(
        atoms() | st.just(AllOf()),
        lambda inner: (
            st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
            | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
            | st.builds(Not, inner)
        ),
        max_leaves=5,
    )


def times() -> st.SearchStrategy[tuple[int, ...]]:
    minutes = st.integers(0, 26 * 60).map(lambda m: m * 60)
    return st.sets(minutes | st.integers(0, DAY_S - 1), min_size=1, max_size=6).map(lambda s: tuple(sorted(s)))


def clocks() -> st.SearchStrategy[Clock]:
    """The clocks that people mean; engines have more."""
    return st.builds(Clock, st.sampled_from([Gap.AFTER, Gap.SKIP]), st.sampled_from([Overlap.FIRST, Overlap.BOTH]))


def engine_clocks() -> st.SearchStrategy[Clock]:
    return st.builds(
        Clock, st.sampled_from(Gap), st.sampled_from(Overlap), st.sampled_from([None, 1800, 3 * 3600]), st.booleans()
    )


def calendars() -> st.SearchStrategy[Calendar]:
    rules = st.lists(st.builds(Rule, day_trees(), times()), min_size=1, max_size=3).map(tuple)
    return st.builds(Calendar, rules, st.sampled_from(ZONES), clocks())
