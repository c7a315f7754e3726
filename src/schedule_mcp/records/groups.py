"""Split groups: one schedule held as several objects at a backend.

Members are named "NAME [i/n key]", so a group is found again from the backend's list alone. `key` is four
characters of a digest, and no two groups of an agent have the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from schedule_mcp.backends.base import Record, Status
from schedule_mcp.engine.part_names import KEY_LENGTH, Part, is_part_name, part_named
from schedule_mcp.errors import InvalidArgument
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule import Calendar, Schedule
from schedule_mcp.schedule.clock import walls_at
from schedule_mcp.schedule.merge import merged
from schedule_mcp.schedule.model import Once, Rule
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import same_zone, zone

_CHANGES_LOOKED_AT = (1_577_836_800, 2_208_988_800)
"""2020 to 2040, in seconds since 1970."""


@dataclass(frozen=True)
class Group:
    """The members of a group that a backend still has, in order."""

    name: str
    key: str
    count: int
    members: tuple[Record, ...]

    @property
    def agent(self) -> str:
        return self.members[0].agent

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the members that are gone."""
        present = {part.number for part in map(part_of, self.members) if part}
        return tuple(i for i in range(1, self.count + 1) if i not in present)

    @property
    def status(self) -> Status:
        """One status for all members; "incomplete" where members are gone, doubled, renamed or of different status."""
        # Of a few single runs the early ones are over while the others wait.
        statuses: set[Status] = {m.status for m in self.members if m.status != "completed"} or {"completed"}
        named = {(part.name, part.count) if (part := part_of(m)) else None for m in self.members}
        if self.missing or len(self.members) != self.count or len(statuses) > 1 or len(named) > 1:
            return "incomplete"
        return next(iter(statuses))

    @property
    def next_run(self) -> datetime | None:
        """The backend's own next run of the earliest member."""
        return min((m.next_run for m in self.members if m.next_run is not None), default=None)

    @property
    def schedule(self) -> Schedule | None:
        """The members' schedules as one, where they can be read and joined."""
        return joined([member.schedule for member in self.members])


def part_of(record: Record) -> Part | None:
    """What a record's name says about a group; None for a schedule of its own."""
    return part_named(record.name)


def check_own_name(name: str) -> None:
    """Refuse a name that would be taken for that of a part."""
    if is_part_name(name):
        raise InvalidArgument(
            f"the name {quoted(name)} ends like the name of a part of a schedule",
            "Leave out the brackets at its end.",
        )


def free_key(digest: str, taken: Iterable[str]) -> str:
    """Four characters of a digest that no other group has.

    >>> free_key("9f3c2a", {"9f3c"})
    'f3c2'
    """
    used = set(taken)
    windows = (digest[i : i + KEY_LENGTH] for i in range(len(digest) - KEY_LENGTH + 1))
    counted = (f"{number:04x}" for number in range(16**KEY_LENGTH))
    return next(key for key in chain(windows, counted) if key not in used)


def keys_of(rows: Iterable[Record | Group]) -> set[str]:
    """The keys that rows carry, in a name or beside it."""
    return {row.key if isinstance(row, Group) else row.group_key for row in rows} - {""}


def gathered(records: Iterable[Record]) -> list[Record | Group]:
    """The rows that a list shows: single records and groups, in the order of their first member."""
    rows: dict[tuple[str, str, str, int] | tuple[str, str], Record | Group] = {}
    for record in records:
        part = part_of(record)
        if part is None:
            rows[(record.agent, record.id)] = record
            continue
        key = (record.agent, part.name, part.key, part.count)
        group = rows.get(key)
        members = (*group.members, record) if isinstance(group, Group) else (record,)
        rows[key] = Group(part.name, part.key, part.count, _in_order(members))
    return _with_strays(list(rows.values()))


def _with_strays(rows: list[Record | Group]) -> list[Record | Group]:
    """Groups that are not whole take in what carries their key under another name or count, and are taken in by a
    whole one of their key: what a change that was broken off, or a hand, has left."""
    found: list[Record | Group] = []
    at: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.agent, row.key if isinstance(row, Group) else row.group_key)
        first = at.get(key) if key[1] else None
        if first is not None and (_is_broken(found[first]) or _is_broken(row)):
            found[first] = _united(found[first], row)
            continue
        if isinstance(row, Group) and first is None:
            at[key] = len(found)
        found.append(row)
    return found if len(found) == len(rows) else _with_strays(found)


def _is_broken(row: Record | Group) -> bool:
    return isinstance(row, Group) and (bool(row.missing) or len(row.members) != row.count)


def _united(group: Record | Group, other: Record | Group) -> Group:
    assert isinstance(group, Group)
    more = other.members if isinstance(other, Group) else (other,)
    bigger = other if isinstance(other, Group) and len(other.members) > len(group.members) else group
    return Group(bigger.name, group.key, bigger.count, _in_order((*group.members, *more)))


def _in_order(members: Sequence[Record]) -> tuple[Record, ...]:
    return tuple(sorted(members, key=lambda m: (part.number if (part := part_of(m)) else 0, m.id)))


def joined(schedules: Sequence[Schedule | None]) -> Schedule | None:
    """The union of schedules as one value: calendars of one zone, clock and window; None where there is none."""
    known = [s for s in schedules if s is not None]
    if len(known) != len(schedules) or not known:
        return None
    if len(known) == 1:
        return known[0]
    if all(isinstance(s, Once) for s in known):
        return None
    calendars = [s for s in known if isinstance(s, Calendar)]
    first = calendars[0] if calendars else None
    if first is None or len(calendars) != len(known):
        return None
    rules: list[Rule] = []
    for calendar in calendars:
        alike = replace(calendar, rules=first.rules, zone=first.zone, clock=first.clock) == first
        if not alike or not same_zone(calendar.zone, first.zone):
            return None
        if calendar.clock != first.clock and not (_meets_no_change(calendar) and _meets_no_change(first)):
            return None
        rules.extend(calendar.rules)
    return replace(first, rules=merged(rules))


def _meets_no_change(calendar: Calendar) -> bool:
    """Whether no wall time of a calendar is ever skipped or doubled, so that its clock rule says nothing."""
    form = normal_form(calendar.rules)
    changes = zone(calendar.zone).transitions_between(*_CHANGES_LOOKED_AT)
    return not any(next(walls_at(form, change), None) is not None for change in changes)
