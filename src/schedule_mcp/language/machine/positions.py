"""BYSETPOS: the n-th of the days of a period, whatever days they are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from schedule_mcp.cron.boxes import and_boxes
from schedule_mcp.cron.cells import Refusal, cells_of
from schedule_mcp.schedule.days import date_of, date_set, iterate
from schedule_mcp.schedule.model import AllOf, AnyOf, Days, Months, Nth, Weekdays

_TERMS_AT_MOST = 24


def chosen(days: Days, frequency: str, positions: Iterable[int], week_start: int) -> Days | None:
    """The days at these positions (from 1, or from -1 backwards) among `days` of each week, month or year; None where
    no tree of reasonable size is equal to them.

    Every date of the calendar is looked at: what is the n-th day hangs on weekdays and lengths of months together.
    """
    found = 0
    wanted = tuple(positions)
    for _, group in groupby(iterate(date_set(days)), key=lambda index: _period(index, frequency, week_start)):
        members = list(group)
        for position in wanted:
            place = position - 1 if position > 0 else position
            if -len(members) <= place < len(members):
                found |= 1 << members[place]
    return _tree(found) if found else AnyOf()


def _period(index: int, frequency: str, week_start: int) -> tuple[int, int]:
    day = date_of(index)
    if frequency == "WEEKLY":
        return (day.toordinal() - 1 - week_start) // 7, 0
    return day.year, day.month if frequency == "MONTHLY" else 0


def _tree(dates: int) -> Days | None:
    try:
        boxes = and_boxes(cells_of(dates))
    except Refusal:
        return None
    parts: list[Days] = []
    for box in boxes:
        each: list[Days] = [Months(box.months)] if len(box.months) < 12 else []
        each += [Nth(box.days)] if box.restricts_days else []
        each += [Weekdays(box.weekdays)] if box.restricts_weekdays else []
        parts.append(each[0] if len(each) == 1 else AllOf(tuple(each)))
    if len(parts) > _TERMS_AT_MOST:
        return None
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
