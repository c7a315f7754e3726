"""What is said once beside several pairs of days and times: for all of them, for one, or unclear."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.structure.groups import Group, Outline
from schedule_mcp.language.grammar import items as g


def check_parts(made: Outline, parts: int) -> None:
    """What is said once beside several parts holds for all after a colon: "in May: Mondays at 9am; Fridays at noon"."""
    if parts == 1 or not made.groups:
        return
    first, last = made.groups[0], made.groups[-1]
    bare = [group for group in made.groups if not group.modifiers]
    if first.leading and first.parted == ":":
        _share(first, bare)
    elif made.shared or (bare and (first.leading or last.set_off)):
        raise UnreadableText("it is not clear whether all of these days are meant", "Say it for each of them.")


def _share(first: Group, others: Sequence[Group]) -> None:
    for group in others:
        group.modifiers += first.leading


def check_shared(groups: list[Group]) -> None:
    """ "every other week on Monday at 9am and Friday at 5pm": whether both are every other week.

    A month or a range of dates before the pairs and parted from them holds for all: "in May, Mondays at 9am, …".
    """
    if len(groups) < 2:
        return
    bare = [group for group in groups[1:] if not group.modifiers]
    if bare and groups[0].leads and not groups[0].leading:
        raise UnreadableText("it is not clear whether all of these days are meant", "Say it for each of them.")
    _share(groups[0], bare)
    longer = [any(p.n != 1 or p.unit in ("quarter", "year") for p in x.paces) or bool(x.modifiers) for x in groups]
    trailing = [is_longer and x.trailing for x, is_longer in zip(groups, longer, strict=True)]
    if trailing[-1] and groups[-1].modifiers and not any(x.modifiers for x in groups[:-1]):
        if groups[-1].set_off and all(isinstance(m, g.DateRange) for m in groups[-1].modifiers):
            # "Mondays at 9am, Fridays at noon, from October 4 to October 15": a start and an end of all.
            for group in groups[:-1]:
                group.modifiers += groups[-1].modifiers
            return
        raise UnreadableText("it is not clear whether all of these days are meant", "Make two schedules of it.")
    for k, group in enumerate(groups):
        own = group.paces or any(getattr(i, "each", False) for c in group.selectors for i in c)
        if not longer[k] and ((not own and any(longer[:k])) or any(trailing[k + 1 :])):
            raise UnreadableText(
                "it is not clear whether all of these days are meant by what is said once", "Make two schedules of it."
            )


def check_windows(groups: list[Group], exceptions: list[g.Except]) -> None:
    """ "hourly but not on Mondays from 9am to 5pm": whose window it is."""
    paced = any(group.clock_pace and not group.window for group in groups)
    said_late = [group for group in groups[1:] if group.clock_pace and group.window and group.times_first]
    if said_late and not groups[0].has_days and any(group.has_days for group in said_late):
        # "every 5 minutes from 9 to 10 and every 15 minutes from 13 to 14 on weekdays"
        raise UnreadableText("it is not clear whether all of these windows are on those days", "Say the days first.")
    for exception in exceptions:
        windows = [i for i in exception.items if isinstance(i, g.Window)]
        if paced and windows and len(windows) < len(exception.items):
            raise UnreadableText("it is not clear what the window belongs to", "Say the window before the exception.")


def _take_days(group: Group, before: Group) -> None:
    if before.times_first and before.has_days:
        raise UnreadableText("it is not clear on which days it runs at which time", "Say each day with its times.")
    group.selectors = [list(chosen) for chosen in before.selectors]
    group.modifiers, group.paces = list(before.modifiers), list(before.paces)


def _share_year(groups: list[Group]) -> None:
    """ "every year on January 15 at 9am and July 15 at 5pm": both of them."""
    if len(groups) < 2:
        return
    dated = all(isinstance(i, g.Dates) for group in groups for chosen in group.selectors for i in chosen)
    selected = all(group.selectors for group in groups)
    yearly = [(pace.n, pace.unit) for pace in groups[0].paces] == [(1, "year")]
    if dated and selected and yearly and not groups[0].trailing:
        for group in groups[1:]:
            group.paces = group.paces or list(groups[0].paces)


def settle(groups: list[Group]) -> None:
    """Modifiers and a zone after the last pair hold for all pairs."""
    _share_year(groups)
    for k in range(len(groups) - 1, 0, -1):
        group = groups[k]
        if group.only_times and groups[k - 1].times_first:
            # "9am on Mondays, 5pm"
            groups[k - 1].times += group.times
            del groups[k]
            continue
        seasonal = group.modifiers and not group.selectors and not group.paces and groups[k - 1].trailing
        if seasonal and group.times and groups[k - 1].selectors:
            group.selectors = [list(chosen) for chosen in groups[k - 1].selectors]
            group.paces = list(groups[k - 1].paces)
        if group.part and group.times and not group.has_days and groups[k - 1].has_days:
            # "on Fridays in the morning at 7 and in the evening at 8"
            _take_days(group, groups[k - 1])
        if group.window and not group.has_days:
            # "weekdays hourly from 9am to noon and every 30 minutes from 2pm to 4pm"
            _take_days(group, groups[k - 1])
        if not group.has_times and not group.selectors and not group.part and not group.per:
            if any(p.unit == "day" for p in group.paces) and any(other.selectors for other in groups[:k]):
                raise UnreadableText("it is not clear on which of these days it runs", "Say each day with its times.")
            for other in groups[:k]:
                other.modifiers += group.modifiers
                other.paces += group.paces
            del groups[k]
    for before, group in pairwise(groups):
        if group.window and not group.clock_pace and group.minutes is None and not group.times:
            # "every hour from 15:00 to 17:00 on Monday and from 9:00 to 11:00 on Friday"
            group.clock_pace, group.minutes = before.clock_pace, before.minutes
        if before.window and group.window and not (before.clock_pace or before.times) and before.minutes is None:
            # "from 9 to 10 and from 15 to 16 every 15 minutes"
            before.clock_pace, before.minutes = group.clock_pace, group.minutes
