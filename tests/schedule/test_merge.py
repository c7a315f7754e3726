"""merged keeps the meaning and shortens the telling."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schedule_mcp.schedule.merge import merged
from schedule_mcp.schedule.model import Months, Nth, Rule, Weekdays
from schedule_mcp.schedule.times import normal_form
from tests.strategies import day_trees

RULES = st.lists(
    st.builds(
        Rule,
        day_trees() | st.sampled_from([Weekdays(frozenset({d})) for d in range(7)]),
        st.sampled_from([(0,), (3600,), (3600, 90000), (50400,)]),
    ),
    max_size=5,
).map(tuple)


@given(RULES)
def test_the_runs_stay_the_same(rules: tuple[Rule, ...]) -> None:
    shorter = merged(rules)
    assert normal_form(shorter) == normal_form(rules)
    assert len(shorter) <= len(rules)
    assert merged(shorter) == shorter


def test_single_days_and_times_become_sets() -> None:
    assert merged([Rule(Nth(frozenset({n})), (t,)) for n in (1, 15) for t in (0, 60)]) == (
        Rule(Nth(frozenset({1, 15})), (0, 60)),
    )
    apart = (Rule(Months(frozenset({1})), (0,)), Rule(Weekdays(frozenset({1})), (0,)))
    assert merged(apart) == apart
