"""Days and times sorted into groups, in the order in which they are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from typing import NoReturn, TypeAlias

from schedule_mcp.errors import LimitExceeded, UnreadableText
from schedule_mcp.language.compose.structure.clauses import SECONDS, is_time, paired
from schedule_mcp.language.compose.structure.groups import RULES_AT_MOST, Group, Outline, once_only
from schedule_mcp.language.compose.structure.pairs import BREAKS, pairs
from schedule_mcp.language.compose.structure.sharing import check_shared, check_windows, settle
from schedule_mcp.language.grammar import items as g

_TWO_PAIRS = 3
"""Items at least: days and a time twice, where a list may hold two of them."""


def close_part(part: list[g.Item], made: Outline, between: list[int], *, alone: bool) -> None:
    """Adds the groups and the exceptions of a part to the outline.

    Args:
        part: Days, times, what joins them and what is left out, in the order in which they were said.
        between: The places of bounds and counts among them.
        alone: Whether the text has no other part.
    """
    if len(part) >= _TWO_PAIRS:
        part, between = pairs(*paired(part, between))
    sorting = _Sorting(part, between)
    for k, item in enumerate(part):
        sorting.take(k, item)
    made.shared |= not alone and sorting.shared
    groups = sorting.closed()
    settle(groups)
    check_shared(groups)
    check_windows(groups, sorting.exceptions)
    indexes = range(len(made.groups), len(made.groups) + len(groups))
    made.groups.extend(groups)
    made.exceptions.extend((indexes if groups else range(RULES_AT_MOST), e) for e in sorting.exceptions)
    if len(made.groups) > RULES_AT_MOST:
        raise LimitExceeded(f"more than {RULES_AT_MOST} rules in one description", "Make several schedules.")


@dataclass
class _Sorting:
    """Items on their way into groups."""

    part: Sequence[g.Item]
    between: Sequence[int]
    groups: list[Group] = field(default_factory=list)
    exceptions: list[g.Except] = field(default_factory=list)
    current: Group = field(default_factory=Group)
    joined: str = ""
    """What stood before: a comma, "and", or nothing."""
    only: bool = False
    broken: bool = False
    shared: bool = False
    """Whether an exception may hold for other parts of the text as well."""
    begins: int = 0
    """The place of the first item of the current group."""
    chosen: int = 0
    """The place of the first item that selects its days."""

    def take(self, k: int, item: g.Item) -> None:
        match item:
            case g.Sep():
                self.part_off(item)
            case g.Only():
                # It narrows what was said and begins nothing new.
                self.only, self.joined = True, ""
            case g.Except():
                self.leave_out(k, item)
            case _:
                self.place(k, item)

    def part_off(self, sign: g.Sep) -> None:
        self.broken |= sign in BREAKS.values()
        self.joined = "and" if sign.sign.endswith("and") or self.joined == "and" else ","
        if not (self.groups or self.current.selectors or self.current.has_times):
            self.current.leading, self.current.parted = list(self.current.modifiers), sign.sign

    def leave_out(self, k: int, exception: g.Except) -> None:
        following = [i for i in self.part[k + 1 :] if is_time(i) or isinstance(i, g.Except)]
        self.exceptions.append(_with_times_given_back(self.current, exception, following))
        opens = not self.groups and not self.current.has_days and self.part[k + 1 : k + 2] == [g.Sep(",")]
        self.shared |= opens or (self.joined == "," and self.current.has_days)
        self.joined = ""

    def place(self, k: int, item: g.Item) -> None:
        """Days or times: in the group that is open, or in one that they begin."""
        self.begin_where_needed(k, item)
        current, joined = self.current, self.joined
        if joined == "and" and current.selectors and isinstance(item, g.Selector):
            _check_between(self.chosen, k, self.between)
        if self.only and isinstance(item, g.Times) and (current.times or self.exceptions):
            raise UnreadableText("it is not clear at which times it runs only", "Say each day with its times.")
        if not self.only:
            _check_narrowing(current, item, joined, self.part[k - 1] if k else None)
        if isinstance(item, g.Selector) and not current.selectors:
            self.chosen = k
        _add(current, item, "only" if self.only else joined)
        self.joined, self.only = "", False

    def begin_where_needed(self, k: int, item: g.Item) -> None:
        current, joined, rest = self.current, self.joined, self.part[k + 1 :]
        if self.broken or _begins_group(current, item, joined, rest) or _paced_anew(current, item, joined, rest):
            self.broken = False
            _check_between(self.begins, k, self.between)
            self.groups.append(current)
            self.current, self.begins, self.chosen = Group(joint=joined), k, k
        if joined == "and" and isinstance(item, g.Window) and self.current.window:
            self.groups.append(self.current)
            self.current = _other_window(self.current)

    def closed(self) -> list[Group]:
        current = self.current
        said = current.has_days or current.has_times or current.part or current.per
        return [*self.groups, *([current] if said else [])]


def _check_between(begins: int, k: int, between: Sequence[int]) -> None:
    if any(begins < at <= k for at in between):
        raise UnreadableText(
            "it is not clear for which of these days a start, an end or a count holds",
            "Say it at the end for all, or make two schedules of it.",
        )


def _other_window(group: Group) -> Group:
    """ "every 15 minutes from 9 to 10 and from 15 to 16": on the same days, said before or after."""
    return Group(group.selectors, group.modifiers, group.paces, group.clock_pace, part=group.part)


def _check_narrowing(current: Group, item: g.Item, joined: str, before: g.Item | None) -> None:
    """ "every weekday at 9am and 5pm on Friday", "9am, Fridays at 5pm": which of the times are meant."""
    if isinstance(item, g.Times) and current.times and current.trailing and current.modifiers:
        # "Mondays at 9am in May, June at 10am", "every day at 9am in May and at 10am"
        raise UnreadableText("it is not clear on which of these days it runs", "Say each time with its days.")
    one_day = isinstance(before, g.Selector) and isinstance(item, g.Selector)
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


def _with_times_given_back(group: Group, exception: g.Except, following: Sequence[g.Item]) -> g.Except:
    """A time after an exception is that of the runs where no other is said: "every day but Saturday at 7pm"."""
    times = [i for i in exception.items if isinstance(i, g.Times)]
    if group.has_times or exception.other or not times or len(times) == len(exception.items):
        return exception
    said = {t for i in times for t in i.times}
    others = {t for i in following if isinstance(i, g.Times) for t in i.times}
    following = [i for i in following if not isinstance(i, g.Except) or any(map(is_time, i.items))]
    if isinstance(exception.items[0], g.Times) or (following and said <= others):
        # "except at 3pm on Sundays, every day at 9am and 3pm"
        return exception
    if following:
        raise UnreadableText("it is not clear whether that time is left out", "Say the times before the exception.")
    group.times.extend(t for item in times for t in item.times)
    return replace(exception, items=tuple(i for i in exception.items if not isinstance(i, g.Times)))


def _paced_anew(current: Group, item: g.Item, joined: str, rest: Sequence[g.Item]) -> bool:
    """Whether a longer pace brings its own days and time: "every Monday at 9am and every month on the 1st at 10am"."""
    complete = (current.selectors or current.paces) and current.has_times
    if not joined or not complete or not isinstance(item, g.Pace):
        return False
    if item.unit not in ("week", "month", "quarter", "year") or not (rest and isinstance(rest[0], g.Selector)):
        return False
    following = dropwhile(lambda i: isinstance(i, g.Sep | g.Selector | g.Modifier), rest)
    if not is_time(next(following, None)):
        raise UnreadableText("it is not clear how these days belong together", "Say each day with its time.")
    return True


def _names_part(item: g.Item, following: Sequence[g.Item]) -> bool:
    """Whether a part of the day stands here, or after "every day", and a time of its own after it."""
    rest = [item, *following]
    if isinstance(item, g.Pace) and item.unit == "day":
        rest = rest[1:]
    return isinstance(rest[0] if rest else None, g.DayPart) and any(isinstance(i, g.Times) for i in rest[1:2])


def _begins_group(current: Group, item: g.Item, joined: str, following: Sequence[g.Item]) -> bool:
    """Whether an item starts another pair of days and times."""
    if joined and current.part and current.times and _names_part(item, following):
        # "every morning at 7 and every evening at 7"
        return True
    if joined and isinstance(item, g.Pace) and item.unit in SECONDS and current.window and current.clock_pace:
        # "every 10 minutes from 9 to 11 and every 30 minutes from 14 to 17"
        return item != current.clock_pace and any(isinstance(i, g.Window) for i in following)
    if not (current.has_days and current.has_times):
        return False
    if isinstance(item, g.Rest):
        return True
    if not joined:
        return False
    if isinstance(item, g.Count) and current.per:
        # "twice on Mondays at 8am and 8pm, once on Sundays at noon"
        return True
    if (isinstance(item, g.Pace) and item.unit in ("week", "month", "year", "quarter")) or isinstance(item, g.Modifier):
        # "every Monday at 9am and every other Friday at noon"
        paced = bool(following) and isinstance(following[0], g.Selector)
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
    if joined == "," and isinstance(item, g.Selector) and not current.selectors:
        # "6pm, every third week, on a Wednesday", "from May 1 to May 9, hourly, on weekdays"
        more_times = any(map(is_time, (item, *following)))
        complete = bool(current.paces and (current.times or current.window))
        return more_times and complete and all(p.unit == "day" for p in current.paces)
    if isinstance(item, g.Selector | g.Pace):
        return not (isinstance(item, g.Pace) and item.unit == "day" and not current.selectors and item in current.paces)
    if isinstance(item, g.Times) and current.trailing and following and isinstance(following[0], g.Modifier):
        # "Saturdays at 7am from May to September and at 8am from October to April"
        return bool(current.times)
    if isinstance(item, g.Window) and current.window and current.clock_pace:
        # "every 20 minutes 07:00-07:40, 17:00-17:40"
        return True
    return (
        is_time(item) and joined == "and" and not (isinstance(item, g.Times) and current.times and not current.window)
    )


def _add(group: Group, item: g.Item, joined: str) -> None:
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
        case g.MonthSet() | g.DateRange() | g.ThisPeriod() | g.WeekParity() | g.Rolled():
            group.leads |= not (group.has_times or group.has_days)
            group.trailing |= group.has_times and group.has_days
            group.set_off |= group.trailing and joined == ","
            group.modifiers.append(item)
        case g.Selector():
            _add_selector(group, item, joined)
        case _:
            _not_of_a_group(item)


_Elsewhere: TypeAlias = (
    g.Bound
    | g.Lasting
    | g.Except
    | g.ZoneItem
    | g.Local
    | g.ClockRule
    | g.Ask
    | g.Repeating
    | g.Also
    | g.Only
    | g.Sep
    | g.Now
    | g.Nearest
    | g.Both
)
"""What is sorted before groups are made, or stands only within another item."""


def _not_of_a_group(item: _Elsewhere) -> NoReturn:
    raise UnreadableText(f"this was not understood beside days and times: {type(item).__name__}")


def _add_selector(group: Group, item: g.DayItem, joined: str) -> None:
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
