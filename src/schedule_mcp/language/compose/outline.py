"""Items sorted into groups of days and times, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, pairwise
from typing import Any

from schedule_mcp.errors import LimitExceeded, UnreadableText
from schedule_mcp.language import items as g
from schedule_mcp.language.clocktimes import HOUR_S
from schedule_mcp.language.compose.pairs import BREAK, pairs
from schedule_mcp.language.context import NeedsAnswer
from schedule_mcp.schedule.model import DAY_S

RULES_AT_MOST = 32
_SELECTORS = (
    g.Wd,
    g.OrdWd,
    g.Scoped,
    g.Dom,
    g.Dates,
    g.SlashDate,
    g.Tree,
    g.Ref,
    g.NextDay,
    g.DayOf,
    g.EndOf,
    g.Span,
    g.Instant,
    g.Rest,
    g.Beside,
)
_MODIFIERS = (g.MonthSet, g.DateRange, g.ThisPeriod)
SECONDS = {"second": 1, "minute": 60, "hour": HOUR_S}


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
    trailing: bool = False
    """Whether a pace, a month or a range of dates was said after its days and times."""
    per: g.Count | None = None

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
    clock: list[g.ClockRule] = field(default_factory=list)
    repeating: bool = False
    each_time: bool = False
    """Whether a word such as "jeweils" stood before a time."""
    zone: Any = None


def outline(items: Sequence[Any]) -> Outline:
    """Sorts items into groups.

    Raises:
        UnreadableText: one thing is said twice, differently.
    """
    made = Outline()
    part: list[Any] = []
    between: list[int] = []
    for item in [*_released(items), g.Sep(";")]:
        match item:
            case g.Ask(ask, choices):
                raise NeedsAnswer(ask, choices)
            case g.Sep(";"):
                _close_part(part, made, between)
                part, between = [], []
            case g.ZoneItem():
                if made.zone is not None and made.zone != item:
                    raise UnreadableText("two time zones are named", "Name one.")
                made.zone = item
            case g.Local():
                pass
            case g.ClockRule():
                made.clock.append(item)
            case g.Bound():
                _check_bound(made, item)
                made.bounds.append(item)
                between.append(len(part))
            case g.Repeating(surely):
                made.repeating |= surely
                made.each_time |= not surely
            case g.Lasting():
                between.append(len(part))
                made.lasting = once_only(made.lasting, item, "duration")
            case g.Count(n, None):
                between.append(len(part))
                made.count = once_only(made.count, n, "count")
            case _:
                part.append(item)
    return made


def _released(items: Sequence[Any]) -> Sequence[Any]:
    """ "at 9am except Sundays, on weekdays": days after a comma are those of the runs where no others are said."""
    if not any(isinstance(i, g.Except) and i.cut for i in items):
        return items
    if any(isinstance(i, _SELECTORS) or (isinstance(i, g.Pace) and i.unit == "day") for i in items):
        return items
    complete = any(isinstance(i, _MODIFIERS) or (isinstance(i, g.Pace) and i.unit in SECONDS) for i in items)
    made: list[Any] = []
    for item in items:
        if isinstance(item, g.Except) and item.cut and _is_over(item, complete=complete):
            made += [replace(item, items=item.items[: item.cut]), g.Sep(","), *_listed(item.items[item.cut :])]
        else:
            made.append(item)
    return made


def _is_over(exception: g.Except, *, complete: bool) -> bool:
    """Whether an exception ends at its comma; `complete` where the phrase needs no more days."""
    head = exception.items[: exception.cut]
    tail = tuple(i for i in exception.items[exception.cut :] if not _is_time(i))
    weekdays = _all(head, g.Wd) and _all(tail, g.Wd)
    apart = weekdays and _weekdays_of(head).isdisjoint(_weekdays_of(tail))
    if (
        complete
        and not exception.led
        and (apart or _all(tail, g.Dates) or (not weekdays and _all(tail, type(head[-1]))))
    ):
        return False
    if apart or (complete and not exception.led and not weekdays):
        raise UnreadableText("it is not clear whether all of these days are left out", "Join them with 'and'.")
    return True


def _weekdays_of(items: Sequence[Any]) -> frozenset[int]:
    return frozenset(day for i in items for day in i.days)


def _listed(items: Sequence[Any]) -> list[Any]:
    """Weekdays that commas parted as one statement."""
    made: list[Any] = []
    for item in items:
        if isinstance(item, g.Wd) and made and isinstance(made[-1], g.Wd):
            last = made[-1]
            recurring = last.recurring or item.recurring
            made[-1] = replace(
                last, days=last.days | item.days, recurring=recurring, singles=last.singles + item.singles
            )
        else:
            made.extend(item.items if isinstance(item, g.Both) else (item,))
    return made


def _all(items: Sequence[Any], kind: type) -> bool:
    return all(isinstance(i, kind) for i in items)


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


def _close_part(part: list[Any], made: Outline, between: list[int]) -> None:
    part, between = pairs(*_paired(part, between), _SELECTORS)
    groups: list[Group] = []
    exceptions: list[g.Except] = []
    current = Group()
    joined = ""
    only = parted = False
    begins = chosen = 0
    leading: list[Any] = []
    for k, item in enumerate(part):
        if isinstance(item, g.Sep):
            parted |= item is BREAK
            joined = "and" if item.sign == "and" or joined == "and" else ","
            if not (groups or current.selectors or current.has_times):
                leading = list(current.modifiers)
            continue
        if isinstance(item, g.Only):
            only = True
            continue
        if isinstance(item, g.Except):
            timed = any(isinstance(i, g.Times | g.Window) for i in part[k:])
            exceptions.append(item if timed else _with_times_given_back(current, item))
            joined = ""
            continue
        rest = part[k + 1 :]
        if parted or _begins_group(current, item, joined, rest) or _paced_anew(current, item, joined, rest):
            parted = False
            if any(begins < at <= k for at in between):
                raise UnreadableText(
                    "it is not clear for which of these days a start, an end or a count holds",
                    "Say it at the end for all, or make two schedules of it.",
                )
            groups.append(current)
            current, begins, chosen = Group(), k, k
        if (
            joined == "and"
            and current.selectors
            and isinstance(item, _SELECTORS)
            and any(chosen < at <= k for at in between)
        ):
            raise UnreadableText(
                "it is not clear for which of these days a start, an end or a count holds",
                "Say it at the end for all, or make two schedules of it.",
            )
        if only and isinstance(item, g.Times) and (current.times or exceptions):
            raise UnreadableText("it is not clear at which times it runs only", "Say each day with its times.")
        _check_narrowing(current, item, joined)
        if isinstance(item, g.Times) and not joined and current.times_first and current.selectors and current.times:
            # "9am, Fridays at 5pm"
            raise UnreadableText("it is not clear on which days it runs at which time", "Say each day with its times.")
        if isinstance(item, _SELECTORS) and not current.selectors:
            chosen = k
        _add(current, item, "only" if only else joined)
        joined, only = "", False
    if current.has_days or current.has_times or current.part or current.per:
        groups.append(current)
    _settle(groups)
    _check_shared(groups, leading)
    _check_windows(groups, exceptions)
    indexes = range(len(made.groups), len(made.groups) + len(groups))
    made.groups.extend(groups)
    made.exceptions.extend((indexes if groups else range(RULES_AT_MOST), e) for e in exceptions)
    if len(made.groups) > RULES_AT_MOST:
        raise LimitExceeded(f"more than {RULES_AT_MOST} rules in one description", "Make several schedules.")


def _paired(part: list[Any], between: list[int]) -> tuple[list[Any], list[int]]:
    """ "Monday 9am Tuesday 10am": pairs that nothing joins are joined by "and"; with what lies between them."""
    said = [k for k, i in enumerate(part) if isinstance(i, g.Wd | g.Times)]
    kinds = [type(part[k]) for k in said]
    if len(said) < 4 or len(said) % 2 or kinds[0] is kinds[1] or kinds != kinds[:2] * (len(said) // 2):
        return part, between
    joints = zip(said[1::2], said[2::2], strict=False)
    loose = [last + 1 for last, k in joints if not any(isinstance(i, g.Sep) for i in part[last:k])]
    if loose and any(len(getattr(part[k], "listed", ())) > 1 or len(getattr(part[k], "times", ())) > 1 for k in said):
        return part, between
    days = [part[k].days for k in said if isinstance(part[k], g.Wd)]
    if loose and sum(map(len, days)) != len(frozenset().union(*days)):
        raise UnreadableText("it is not clear which of the times belong to these days", "Say each day with its times.")
    made = [i for k, item in enumerate(part) for i in ((g.Sep("and"), item) if k in loose else (item,))]
    return made, [at + sum(k < at for k in loose) for at in between]


def _check_narrowing(current: Group, item: Any, joined: str) -> None:
    """ "every weekday at 9am and 5pm on Friday": which of the times are meant."""
    if joined or len(current.times) < 2 or not isinstance(item, g.Wd | g.OrdWd | g.Scoped | g.Dates | g.Dom):
        return
    if any(isinstance(i, g.Wd | g.OrdWd | g.Scoped) for c in current.selectors for i in c) or any(
        p.unit == "day" for p in current.paces
    ):
        raise UnreadableText("it is not clear which of the times belong to these days", "Say each day with its times.")


def _check_shared(groups: list[Group], leading: list[Any]) -> None:
    """ "every other week on Monday at 9am and Friday at 5pm": whether both are every other week.

    A month or a range of dates before the pairs and parted from them holds for all: "in May: Mondays at 9am, …".
    """
    for group in groups[1:]:
        group.modifiers += [i for i in leading if not group.modifiers]
    longer = [any(p.n != 1 or p.unit in ("quarter", "year") for p in x.paces) or bool(x.modifiers) for x in groups]
    trailing = [is_longer and x.trailing for x, is_longer in zip(groups, longer, strict=True)]
    if len(groups) > 1 and trailing[-1] and groups[-1].modifiers and not any(x.modifiers for x in groups[:-1]):
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


def _with_times_given_back(group: Group, exception: g.Except) -> g.Except:
    """A time after an exception is that of the runs where none was said before: "every day but Saturday at 7pm"."""
    times = [i for i in exception.items if isinstance(i, g.Times)]
    if group.has_times or not times or len(times) == len(exception.items):
        return exception
    group.times.extend(t for item in times for t in item.times)
    return replace(exception, items=tuple(i for i in exception.items if not isinstance(i, g.Times)))


def _settle(groups: list[Group]) -> None:
    """Modifiers and a zone after the last pair hold for all pairs."""
    for k in range(len(groups) - 1, 0, -1):
        group = groups[k]
        if group.times and not group.has_days and groups[k - 1].times_first:
            # "9am on Mondays, 5pm"
            groups[k - 1].times += group.times
            del groups[k]
            continue
        if not group.has_times and not group.selectors and not group.part and not group.per:
            for other in groups[:k]:
                other.modifiers += group.modifiers
                other.paces += group.paces
            del groups[k]
    for before, group in pairwise(groups):
        if group.window and not group.clock_pace and group.minutes is None and not group.times:
            # "every hour from 15:00 to 17:00 on Monday and from 9:00 to 11:00 on Friday"
            group.clock_pace, group.minutes = before.clock_pace, before.minutes


def _paced_anew(current: Group, item: Any, joined: str, rest: Sequence[Any]) -> bool:
    """Whether a longer pace brings its own days and time: "every Monday at 9am and every month on the 1st at 10am"."""
    if not joined or not (current.has_days and current.has_times) or not isinstance(item, g.Pace):
        return False
    if item.unit not in ("week", "month", "quarter", "year") or not (rest and isinstance(rest[0], _SELECTORS)):
        return False
    following = dropwhile(lambda i: isinstance(i, (g.Sep, *_SELECTORS, *_MODIFIERS)), rest)
    if not _is_time(next(following, None)):
        raise UnreadableText("it is not clear how these days belong together", "Say each day with its time.")
    return True


def _is_time(item: Any) -> bool:
    return isinstance(item, g.Times | g.Window | g.Minutes) or (isinstance(item, g.Pace) and item.unit in SECONDS)


def _begins_group(current: Group, item: Any, joined: str, following: Sequence[Any]) -> bool:
    """Whether an item starts another pair of days and times."""
    if not (current.has_days and current.has_times):
        return False
    if isinstance(item, g.Rest):
        return True
    if not joined:
        return False
    if isinstance(item, g.Count) and current.per:
        # "twice on Mondays at 8am and 8pm, once on Sundays at noon"
        return True
    if (isinstance(item, g.Pace) and item.unit in ("week", "month", "year", "quarter")) or isinstance(item, _MODIFIERS):
        # "every Monday at 9am and every other Friday at noon"
        paced = bool(following) and isinstance(following[0], _SELECTORS)
        return paced and bool(current.selectors) and any(map(_is_time, following))
    last = current.selectors[-1][-1] if len(current.selectors) == 1 else None
    one_day = isinstance(last, g.Wd) and last.singles == 1 and not last.recurring
    is_dated = isinstance(item, g.Dates) and (one_day or all(year for year, _, _ in item.dates))
    if joined == "," and is_dated and isinstance(last, g.Wd):
        return False
    if isinstance(item, g.Times) and current.times_first and current.selectors:
        # "9am on weekdays, 10am on weekends"
        return True
    if isinstance(item, g.Pace) and item.unit in SECONDS and current.window and not current.clock_pace:
        return False
    if joined == "," and isinstance(item, _SELECTORS) and not current.selectors:
        # "6pm, every third week, on a Wednesday", "from May 1 to May 9, hourly, on weekdays"
        more_times = any(map(_is_time, (item, *following)))
        return more_times and bool(current.times) and all(p.unit == "day" for p in current.paces)
    if isinstance(item, (_SELECTORS, g.Pace)):
        return not (isinstance(item, g.Pace) and item.unit == "day" and not current.selectors and item in current.paces)
    return (
        _is_time(item) and joined == "and" and not (isinstance(item, g.Times) and current.times and not current.window)
    )


def _add(group: Group, item: Any, joined: str) -> None:
    match item:
        case g.Times(times):
            group.times_first |= not (group.times or group.selectors or group.modifiers)
            group.times.extend(times)
        case g.Window():
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
            group.trailing |= group.has_times and bool(group.selectors)
            if item not in group.paces:
                group.paces.append(item)
        case g.Count():
            group.per = once_only(group.per, item, "count")
        case _ if isinstance(item, _MODIFIERS):
            group.trailing |= group.has_times and bool(group.selectors)
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
            chosen.append(item)
