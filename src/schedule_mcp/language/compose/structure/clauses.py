"""Where one clause ends and the next begins, settled before statements are sorted into groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.times import HOUR_S
from schedule_mcp.language.grammar import items as g

SECONDS = {"second": 1, "minute": 60, "hour": HOUR_S}


def is_time(item: g.Item | None) -> bool:
    return isinstance(item, g.TimeItem) or (isinstance(item, g.Pace) and item.unit in SECONDS)


def parts_of(items: Sequence[g.Item]) -> list[list[g.Item]]:
    """The parts between semicolons; days after an exception's comma are given back to the runs."""
    parts: list[list[g.Item]] = [[]]
    for item in items:
        if isinstance(item, g.Sep) and item.sign == ";":
            parts.append([])
        else:
            parts[-1].append(item)
    if len(parts) > 1 and _one_pair(parts):
        parts = [[i for part in parts for i in (*part, g.Sep(","))]]
    return [_released(_move_start_time_to_runs(part, items)) for part in parts]


def _one_pair(parts: list[list[g.Item]]) -> bool:
    """ "weekdays; 9am; until June 5": days in one part and times in one part belong together."""
    kinds = (g.Selector, g.MonthSet, g.ThisPeriod, g.Pace)
    dated = [part for part in parts if any(isinstance(i, kinds) and not is_time(i) for i in part)]
    timed = [part for part in parts if any(map(is_time, part))]
    return len(dated) <= 1 and len(timed) <= 1


def _move_start_time_to_runs(part: list[g.Item], items: Sequence[g.Item]) -> list[g.Item]:
    """ "starting May 1 at 9am every Monday and 4pm every Friday": the time of the start is that of the Mondays."""
    for k, item in enumerate(part):
        if not (isinstance(item, g.Bound) and len(item.items) > 1 and isinstance(item.items[-1], g.Times)):
            continue
        end = k + 1
        while end < len(part) and isinstance(part[end], g.Selector | g.Modifier | g.Pace) and not is_time(part[end]):
            end += 1
        if end == k + 1 or not any(map(is_time, items)) or (end < len(part) and is_time(part[end])):
            continue
        following = [i for i in part[end:] if not isinstance(i, g.Sep)][:2]
        if following and is_time(following[0]) and not any(map(_fixes_days, following[1:])):
            raise UnreadableText(
                "it is not clear at which time it runs on these days", "Say the start with its time last."
            )
        bound = replace(item, items=item.items[:-1])
        return [*part[:k], bound, item.items[-1], *part[k + 1 :]]
    return part


def _released(items: list[g.Item]) -> list[g.Item]:
    """ "at 9am except Sundays, on weekdays": days after a comma are those of the runs where no others are said."""
    if not any(isinstance(i, g.Except) and i.cut for i in items) or not any(map(is_time, _flat(items))):
        return items
    made: list[g.Item] = []
    for k, item in enumerate(items):
        if isinstance(item, g.Except) and item.cut and _is_over(item, items[:k], items[k + 1 :]):
            made += [replace(item, items=item.items[: item.cut]), g.Sep(","), *_listed(item.items[item.cut :])]
        else:
            made.append(item)
    return made


def _flat(items: Sequence[g.Item]) -> list[g.Item]:
    """The items, with those of exceptions and bounds."""
    return [one for i in items for one in (i.items if isinstance(i, g.Except | g.Bound) else (i,))]


def _fixes_days(item: g.Item) -> bool:
    return isinstance(item, g.Selector) or (isinstance(item, g.Pace) and item.unit == "day")


def _is_over(exception: g.Except, before: list[g.Item], after: list[g.Item]) -> bool:
    """Whether an exception ends at its comma, with what is said before and after it."""
    head = exception.items[: exception.cut]
    tail = tuple(i for i in exception.items[exception.cut :] if not is_time(i))
    opens = not any(map(_fixes_days, before))
    if exception.led and opens:
        return True
    in_month = exception.led and _all(tail, g.MonthSet) and not _all(head, g.MonthSet)
    if not in_month and any(map(_fixes_days, (*before, *after))):
        return False
    weekdays = _all(head, g.Wd) and _all(tail, g.Wd)
    apart = weekdays and _weekdays_of(head).isdisjoint(_weekdays_of(tail))
    complete = any(map(_frees_days, (*before, *after)))
    alike = apart or _all(tail, g.Dates) or (not weekdays and _all(tail, type(head[-1])))
    if complete and alike and not any(map(is_time, after)):
        return False
    if in_month or apart or (complete and not weekdays):
        raise UnreadableText("it is not clear whether all of these days are left out", "Join them with 'and'.")
    return True


def _frees_days(item: g.Item) -> bool:
    """Whether a phrase with this needs no days."""
    return isinstance(item, g.Modifier) or (isinstance(item, g.Pace) and item.unit in SECONDS)


def _weekdays_of(items: Sequence[g.Item]) -> frozenset[int]:
    return frozenset(day for i in items if isinstance(i, g.Wd) for day in i.days)


def _listed(items: Sequence[g.Item]) -> list[g.Item]:
    """Weekdays that commas parted as one statement."""
    made: list[g.Item] = []
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


def _all(items: Sequence[g.Item], kind: type) -> bool:
    return all(isinstance(i, kind) for i in items)


def paired(part: list[g.Item], between: list[int]) -> tuple[list[g.Item], list[int]]:
    """ "Monday 9am Tuesday 10am": pairs that nothing joins are joined by "and"; with what lies between them."""
    said = [k for k, i in enumerate(part) if isinstance(i, g.Wd | g.Times)]
    kinds = [type(part[k]) for k in said]
    if len(said) < 4 or len(said) % 2 or kinds[0] is kinds[1] or kinds != kinds[:2] * (len(said) // 2):
        return part, between
    pairs = zip(said[1::2], said[2::2], strict=False)
    loose = [last + 1 for last, k in pairs if not any(isinstance(i, g.Sep) for i in part[last:k])]
    if loose and any(len(getattr(part[k], "listed", ())) > 1 or len(getattr(part[k], "times", ())) > 1 for k in said):
        return part, between
    days = [day for i in part if isinstance(i, g.Wd) for day in i.days]
    if loose and len(days) != len(set(days)):
        raise UnreadableText("it is not clear which of the times belong to these days", "Say each day with its times.")
    made = [i for k, item in enumerate(part) for i in ((g.Sep("and"), item) if k in loose else (item,))]
    return made, [at + sum(k < at for k in loose) for at in between]
