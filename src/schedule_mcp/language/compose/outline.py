"""Items sorted into groups of days and times, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, pairwise
from typing import Any

from schedule_mcp.errors import LimitExceeded, UnreadableText
from schedule_mcp.language import items as g
from schedule_mcp.language.compose.clauses import (
    MODIFIERS,
    SECONDS,
    SELECTORS,
    is_time,
    paired,
    parts_of,
)
from schedule_mcp.language.compose.pairs import BREAKS, pairs
from schedule_mcp.language.context import NeedsAnswer
from schedule_mcp.schedule.model import DAY_S

RULES_AT_MOST = 32
_TWO_PAIRS = 3
"""Items at least: days and a time twice, where a list may hold two of them."""


@dataclass
class Group:
    """Days and times that belong together."""

    selectors: list[list[Any]] = field(default_factory=list)
    """Any of these; each is a list of items that must all hold."""
    modifiers: list[Any] = field(default_factory=list)
    paces: list[g.Pace] = field(default_factory=list)
    clock_pace: g.Pace | None = None
    times: list[g.Time] = field(default_factory=list)
    window: g.Window | None = None
    minutes: tuple[int, ...] | None = None
    part: tuple[int, int] | None = None
    each_part: bool = False
    """Whether the part of the day was said in the plural: "mornings"."""
    habitual: bool = False
    """Whether it was said by itself: "abends um 8"."""
    times_first: bool = False
    """Whether its times were said before its days: "9am on weekdays"."""
    leads: bool = False
    """Whether a month or a range of dates was said before its days and times,"""
    leading: list[Any] = field(default_factory=list)
    """and parted from them,"""
    parted: str = ""
    """by this sign."""
    trailing: bool = False
    """Whether a pace, a month or a range of dates was said after its days and times,"""
    set_off: bool = False
    """and a comma before it."""
    per: g.Count | None = None
    joint: str = ""
    """What parted it from the pair before it: a comma or "and"."""

    @property
    def counted_by_pace(self) -> bool:
        """Whether the count says the same as the pace: "four times a day, every 6 hours"."""
        per, pace = self.per, self.clock_pace
        if per is None or pace is None or per.unit != "day":
            return False
        return per.n * pace.n * SECONDS[pace.unit] == DAY_S

    @property
    def has_days(self) -> bool:
        return bool(self.selectors or self.modifiers or self.paces)

    @property
    def only_times(self) -> bool:
        paced = self.clock_pace or self.window or self.minutes is not None or self.part or self.per
        return bool(self.times) and not self.has_days and not paced

    @property
    def has_times(self) -> bool:
        return bool(self.times or self.window or self.clock_pace or self.minutes is not None)


@dataclass
class Outline:
    """A whole phrase: groups, and what holds for all of them."""

    groups: list[Group] = field(default_factory=list)
    exceptions: list[tuple[range, g.Except]] = field(default_factory=list)
    bounds: list[g.Bound] = field(default_factory=list)
    lasting: g.Lasting | None = None
    count: int | None = None
    counts_dates: bool = False
    """Whether the count is of days and not of runs: "the next two Fridays at 9am and 5pm"."""
    clock: list[g.ClockRule] = field(default_factory=list)
    also: bool = False
    """Whether "also" or the like was said."""
    shared: bool = False
    """Whether an exception beside several parts may hold for all."""
    repeating: bool = False
    daily: bool = False
    """Whether a plural part of the day was said with its time: "por las mañanas a las 8"."""
    each_time: bool = False
    """Whether a word such as "jeweils" stood before a time."""
    zone: Any = None


def outline(items: Sequence[Any]) -> Outline:
    """Sorts items into groups.

    Raises:
        UnreadableText: one thing is said twice, differently.
    """
    made = Outline()
    parts = parts_of(items)
    for part in parts:
        kept: list[Any] = []
        between: list[int] = []
        for item in part:
            _sort(item, made, kept, between)
        _close_part(kept, made, between, alone=len(parts) == 1)
    _check_parts(made, len(parts))
    return made


def _sort(item: Any, made: Outline, kept: list[Any], between: list[int]) -> None:
    """What holds for the whole goes to the outline, with its place between the rest; days and times are kept."""
    match item:
        case g.Ask(ask, choices):
            raise NeedsAnswer(ask, choices)
        case g.ZoneItem():
            if made.zone is not None and made.zone != item:
                raise UnreadableText("two time zones are named", "Name one.")
            made.zone = item
        case g.Also():
            made.also = True
        case g.Local():
            pass
        case g.ClockRule():
            made.clock.append(item)
        case g.Bound():
            _check_bound(made, item)
            made.bounds.append(item)
            between.append(len(kept))
        case g.Repeating(surely, daily):
            made.repeating |= surely
            made.each_time |= not surely
            made.daily |= daily
        case g.Lasting():
            between.append(len(kept))
            made.lasting = once_only(made.lasting, item, "duration")
        case g.Count(n, None | "date"):
            between.append(len(kept))
            made.count = once_only(made.count, n, "count")
            made.counts_dates |= item.unit is not None
        case _:
            kept.append(item)


def _check_bound(made: Outline, bound: g.Bound) -> None:
    """Two starts or two ends that differ."""
    side = {"start": 0, "after": 0, "until": 1, "through": 1, "before": 1}
    for other in made.bounds:
        alike = side.get(other.edge) == side.get(bound.edge) and _dated(other) == _dated(bound)
        if alike and other.items != bound.items:
            raise UnreadableText("two different starts or ends are said", "Say one.")


def _dated(bound: g.Bound) -> bool:
    return any(not isinstance(i, g.Times) for i in bound.items)


def once_only(old: Any, new: Any, what: str) -> Any:
    if old is not None and old != new:
        raise UnreadableText(f"two different {what}s are said", "Say one.")
    return new


def _close_part(part: list[Any], made: Outline, between: list[int], *, alone: bool) -> None:
    if len(part) >= _TWO_PAIRS:
        part, between = pairs(*paired(part, between), SELECTORS)
    groups: list[Group] = []
    exceptions: list[g.Except] = []
    current = Group()
    joined = ""
    only = broken = False
    begins = chosen = 0
    for k, item in enumerate(part):
        if isinstance(item, g.Sep):
            broken |= item in BREAKS.values()
            joined = "and" if item.sign.endswith("and") or joined == "and" else ","
            if not (groups or current.selectors or current.has_times):
                current.leading, current.parted = list(current.modifiers), item.sign
            continue
        if isinstance(item, g.Only):
            # It narrows what was said and begins nothing new.
            only, joined = True, ""
            continue
        if isinstance(item, g.Except):
            following = [i for i in part[k + 1 :] if is_time(i) or isinstance(i, g.Except)]
            exceptions.append(_with_times_given_back(current, item, following))
            opens = not groups and not current.has_days and part[k + 1 : k + 2] == [g.Sep(",")]
            made.shared |= not alone and (opens or (joined == "," and current.has_days))
            joined = ""
            continue
        rest = part[k + 1 :]
        if broken or _begins_group(current, item, joined, rest) or _paced_anew(current, item, joined, rest):
            broken = False
            _check_between(begins, k, between)
            groups.append(current)
            current, begins, chosen = Group(joint=joined), k, k
        if joined == "and" and isinstance(item, g.Window) and current.window:
            groups.append(current)
            current = _other_window(current)
        if joined == "and" and current.selectors and isinstance(item, SELECTORS):
            _check_between(chosen, k, between)
        if only and isinstance(item, g.Times) and (current.times or exceptions):
            raise UnreadableText("it is not clear at which times it runs only", "Say each day with its times.")
        if not only:
            _check_narrowing(current, item, joined, part[k - 1] if k else None)
        if isinstance(item, SELECTORS) and not current.selectors:
            chosen = k
        _add(current, item, "only" if only else joined)
        joined, only = "", False
    if current.has_days or current.has_times or current.part or current.per:
        groups.append(current)
    _settle(groups)
    _check_shared(groups)
    _check_windows(groups, exceptions)
    indexes = range(len(made.groups), len(made.groups) + len(groups))
    made.groups.extend(groups)
    made.exceptions.extend((indexes if groups else range(RULES_AT_MOST), e) for e in exceptions)
    if len(made.groups) > RULES_AT_MOST:
        raise LimitExceeded(f"more than {RULES_AT_MOST} rules in one description", "Make several schedules.")


def _check_between(begins: int, k: int, between: Sequence[int]) -> None:
    if any(begins < at <= k for at in between):
        raise UnreadableText(
            "it is not clear for which of these days a start, an end or a count holds",
            "Say it at the end for all, or make two schedules of it.",
        )


def _other_window(group: Group) -> Group:
    """ "every 15 minutes from 9 to 10 and from 15 to 16": on the same days, said before or after."""
    return Group(group.selectors, group.modifiers, group.paces, group.clock_pace, part=group.part)


def _check_narrowing(current: Group, item: Any, joined: str, before: Any) -> None:
    """ "every weekday at 9am and 5pm on Friday", "9am, Fridays at 5pm": which of the times are meant."""
    if isinstance(item, g.Times) and current.times and current.trailing and current.modifiers:
        # "Mondays at 9am in May, June at 10am", "every day at 9am in May and at 10am"
        raise UnreadableText("it is not clear on which of these days it runs", "Say each time with its days.")
    one_day = isinstance(before, SELECTORS) and isinstance(item, SELECTORS)
    if joined or not current.has_times or one_day:
        return
    days = current.selectors or any(p.unit == "day" for p in current.paces)
    comes_again = isinstance(item, g.Dom | g.Scoped | g.OrdWd) or (isinstance(item, g.Wd) and item.recurring)
    several = len(current.times) > 1 and isinstance(item, g.Wd | g.Dates)
    if (
        (isinstance(item, g.Times) and current.times_first and current.selectors)
        or (days and several)
        or (current.selectors and comes_again)
        or (current.selectors and isinstance(item, g.Pace) and item.unit == "day" and item not in current.paces)
    ):
        raise UnreadableText("it is not clear which of the times belong to these days", "Say each day with its times.")


def _check_parts(made: Outline, parts: int) -> None:
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


def _check_shared(groups: list[Group]) -> None:
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
        if not longer[k] and not own and (any(longer[:k]) or any(trailing[k:])):
            raise UnreadableText(
                "it is not clear whether all of these days are meant by what is said once", "Make two schedules of it."
            )


def _check_windows(groups: list[Group], exceptions: list[g.Except]) -> None:
    """ "hourly but not on Mondays from 9am to 5pm": whose window it is."""
    paced = any(group.clock_pace and not group.window for group in groups)
    for exception in exceptions:
        windows = [i for i in exception.items if isinstance(i, g.Window)]
        if paced and windows and len(windows) < len(exception.items):
            raise UnreadableText("it is not clear what the window belongs to", "Say the window before the exception.")


def _with_times_given_back(group: Group, exception: g.Except, following: Sequence[Any]) -> g.Except:
    """A time after an exception is that of the runs where no other is said: "every day but Saturday at 7pm"."""
    times = [i for i in exception.items if isinstance(i, g.Times)]
    if group.has_times or exception.other or not times or len(times) == len(exception.items):
        return exception
    said = {t for i in times for t in i.times}
    others = {t for i in following if isinstance(i, g.Times) for t in i.times}
    following = [i for i in following if is_time(i) or any(map(is_time, i.items))]
    if isinstance(exception.items[0], g.Times) or (following and said <= others):
        # "except at 3pm on Sundays, every day at 9am and 3pm"
        return exception
    if following:
        raise UnreadableText("it is not clear whether that time is left out", "Say the times before the exception.")
    group.times.extend(t for item in times for t in item.times)
    return replace(exception, items=tuple(i for i in exception.items if not isinstance(i, g.Times)))


def _take_days(group: Group, before: Group) -> None:
    if before.times_first and before.has_days:
        raise UnreadableText("it is not clear on which days it runs at which time", "Say each day with its times.")
    group.selectors = [list(chosen) for chosen in before.selectors]
    group.modifiers, group.paces = list(before.modifiers), list(before.paces)


def _settle(groups: list[Group]) -> None:
    """Modifiers and a zone after the last pair hold for all pairs."""
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


def _paced_anew(current: Group, item: Any, joined: str, rest: Sequence[Any]) -> bool:
    """Whether a longer pace brings its own days and time: "every Monday at 9am and every month on the 1st at 10am"."""
    complete = (current.selectors or current.paces) and current.has_times
    if not joined or not complete or not isinstance(item, g.Pace):
        return False
    if item.unit not in ("week", "month", "quarter", "year") or not (rest and isinstance(rest[0], SELECTORS)):
        return False
    following = dropwhile(lambda i: isinstance(i, (g.Sep, *SELECTORS, *MODIFIERS)), rest)
    if not is_time(next(following, None)):
        raise UnreadableText("it is not clear how these days belong together", "Say each day with its time.")
    return True


def _names_part(item: Any, following: Sequence[Any]) -> bool:
    """Whether a part of the day stands here, or after "every day", and a time of its own after it."""
    rest = [item, *following]
    if isinstance(item, g.Pace) and item.unit == "day":
        rest = rest[1:]
    return isinstance(rest[0] if rest else None, g.DayPart) and any(isinstance(i, g.Times) for i in rest[1:2])


def _begins_group(current: Group, item: Any, joined: str, following: Sequence[Any]) -> bool:
    """Whether an item starts another pair of days and times."""
    if joined and current.part and current.times and _names_part(item, following):
        # "every morning at 7 and every evening at 7"
        return True
    if not (current.has_days and current.has_times):
        return False
    if isinstance(item, g.Rest):
        return True
    if not joined:
        return False
    if isinstance(item, g.Count) and current.per:
        # "twice on Mondays at 8am and 8pm, once on Sundays at noon"
        return True
    if (isinstance(item, g.Pace) and item.unit in ("week", "month", "year", "quarter")) or isinstance(item, MODIFIERS):
        # "every Monday at 9am and every other Friday at noon"
        paced = bool(following) and isinstance(following[0], SELECTORS)
        return paced and bool(current.selectors or current.paces) and any(map(is_time, following))
    last = current.selectors[-1][-1] if len(current.selectors) == 1 else None
    one_day = isinstance(last, g.Wd) and last.singles == 1 and not last.recurring
    is_dated = isinstance(item, g.Dates) and (one_day or all(year for year, _, _ in item.dates))
    if joined == "," and is_dated and isinstance(last, g.Wd):
        return False
    if isinstance(item, g.Times) and current.times_first and (current.selectors or current.paces):
        # "9am on weekdays, 10am on weekends"
        return True
    if isinstance(item, g.Pace) and item.unit in SECONDS and current.window and not current.clock_pace:
        return False
    if joined == "," and isinstance(item, SELECTORS) and not current.selectors:
        # "6pm, every third week, on a Wednesday", "from May 1 to May 9, hourly, on weekdays"
        more_times = any(map(is_time, (item, *following)))
        complete = bool(current.paces and (current.times or current.window))
        return more_times and complete and all(p.unit == "day" for p in current.paces)
    if isinstance(item, (SELECTORS, g.Pace)):
        return not (isinstance(item, g.Pace) and item.unit == "day" and not current.selectors and item in current.paces)
    if isinstance(item, g.Times) and current.trailing and following and isinstance(following[0], MODIFIERS):
        # "Saturdays at 7am from May to September and at 8am from October to April"
        return bool(current.times)
    if isinstance(item, g.Window) and current.window and current.clock_pace:
        # "every 20 minutes 07:00-07:40, 17:00-17:40"
        return True
    return (
        is_time(item) and joined == "and" and not (isinstance(item, g.Times) and current.times and not current.window)
    )


def _add(group: Group, item: Any, joined: str) -> None:
    match item:
        case g.Times(times):
            daily = any(p.unit == "day" for p in group.paces)
            group.times_first |= not (group.times or group.selectors or daily)
            group.times.extend(times)
        case g.Window():
            group.times_first |= not (group.times or group.selectors or group.paces)
            group.window = once_only(group.window, item, "window")
        case g.Minutes(minutes):
            group.minutes = tuple(sorted({*(group.minutes or ()), *minutes}))
        case g.DayPart(hours, each, habitual):
            group.part = once_only(group.part, hours, "part of the day")
            group.each_part |= each
            group.habitual |= habitual
        case g.Pace() if item.unit in SECONDS:
            group.clock_pace = once_only(group.clock_pace, item, "interval")
        case g.Pace():
            group.trailing |= group.has_times and group.has_days
            if item not in group.paces:
                group.paces.append(item)
        case g.Count():
            group.per = once_only(group.per, item, "count")
        case _ if isinstance(item, MODIFIERS):
            group.leads |= not (group.has_times or group.has_days)
            group.trailing |= group.has_times and group.has_days
            group.set_off |= group.trailing and joined == ","
            group.modifiers.append(item)
        case _:
            _add_selector(group, item, joined)


def _add_selector(group: Group, item: Any, joined: str) -> None:
    if not group.selectors or joined == "and":
        group.selectors.append([item])
    elif joined == ",":
        last = group.selectors[-1][-1]
        if isinstance(last, g.Wd | g.Dates) and isinstance(item, g.Dates | g.Ref | g.Wd | g.SlashDate):
            group.selectors[-1].append(item)
        elif isinstance(last, g.Wd) and last.singles == 1 and not last.recurring and isinstance(item, g.Dom):
            # "Dienstag, den 18."
            group.selectors[-1].append(item)
        else:
            raise UnreadableText(
                "it is not clear how these days belong together", "Join them with 'and', or make separate sentences."
            )
    else:
        for chosen in group.selectors:
            if isinstance(item, g.Wd) and any(isinstance(i, g.Wd) and i.days.isdisjoint(item.days) for i in chosen):
                raise UnreadableText("no day is all of these weekdays", "Say each day with its times.")
            chosen.append(item)
