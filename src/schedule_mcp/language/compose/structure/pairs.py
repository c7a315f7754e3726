"""Days and times said in turns: "9am on Mondays and every Tuesday at 10am" is two pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.grammar import items as g

BREAKS = {sign: g.Sep(f"| {sign}") for sign in (",", ":", "and")}
"""Between two pairs, with the sign that stood there."""


@dataclass
class _Chunk:
    """Days and times that nothing parts: each element of a list is one of its own."""

    sign: str
    place: int
    continues: bool = False
    """Whether its first element stands in one list with the last one before it."""
    items: list[g.Item] = field(default_factory=list)

    @property
    def timed(self) -> list[bool]:
        return [isinstance(item, g.Times) for item in self.items]

    @property
    def is_pair(self) -> bool:
        return any(self.timed) and not all(self.timed)

    @property
    def time_first(self) -> bool:
        return self.timed[0]


def pairs(part: list[g.Item], between: list[int]) -> tuple[list[g.Item], list[int]]:
    """The items with a break between pairs where several are said; `between` are places among them.

    Raises:
        UnreadableText: a time or a day may belong to either neighbour, or to none.
    """
    if any(not isinstance(item, g.Sep | g.Times | g.Selector) for item in part):
        return part, between
    part, between = _closed(part, between)
    chunks = [chunk for chunk in _chunks(part) if chunk.items]
    if sum(chunk.is_pair for chunk in chunks) < 2:
        return part, between
    owners = _owners(chunks)
    _check_narrowing(chunks, owners)
    made: list[g.Item] = []
    starts: list[int] = []
    for k, chunk in enumerate(chunks):
        together = k > 0 and owners[k] == owners[k - 1]
        if together and chunk.continues:
            # What was one list is one again.
            starts.append(len(made) - 1)
            made[-1] = _listed(made[-1], chunk.items[0])
            made += chunk.items[1:]
            continue
        if k:
            made.append(g.Sep(chunk.sign) if together else BREAKS[chunk.sign])
        starts.append(len(made))
        made += chunk.items
    moved = [next((s for c, s in zip(chunks, starts, strict=True) if c.place >= at), len(made)) for at in between]
    return made, moved


def _closed(part: list[g.Item], between: list[int]) -> tuple[list[g.Item], list[int]]:
    """ "9am on Mondays, 10am, on Fridays": a comma within a pair, where the others tell what comes first, is none."""
    signs = {k: item.sign for k, item in enumerate(part) if isinstance(item, g.Sep)}
    ends = list(signs)
    stretches = list(zip([-1, *ends], [*ends, len(part)], strict=True))
    kinds = [[isinstance(item, g.Times) for item in part[a + 1 : b]] for a, b in stretches]
    orders = {tuple(kind) for kind in kinds if len(set(kind)) == 2}
    if len(orders) != 1 or len(order := orders.pop()) != 2:
        return part, between
    dropped: list[int] = []
    for k, (_, end) in enumerate(stretches[:-1]):
        open_before = not (dropped and k and stretches[k - 1][1] == dropped[-1])
        if kinds[k] == [order[0]] and kinds[k + 1] == [order[1]] and signs[end] != "and" and open_before:
            dropped.append(end)
    if any(end < at <= end + 1 for end in dropped for at in between):
        return part, between
    return [i for k, i in enumerate(part) if k not in dropped], [
        at - sum(end < at for end in dropped) for at in between
    ]


def _chunks(part: Sequence[g.Item]) -> Iterator[_Chunk]:
    chunk = _Chunk("and", 0)
    for k, item in enumerate(part):
        if isinstance(item, g.Sep):
            sign = "and" if not chunk.items and chunk.sign == "and" and chunk.place else item.sign
            yield chunk
            chunk = _Chunk(sign, k + 1)
            continue
        for n, one in enumerate(_elements(item)):
            if n:
                yield chunk
                chunk = _Chunk("and", k, continues=True)
            chunk.items.append(one)
    yield chunk


def _elements(item: g.Item) -> list[g.Item]:
    if isinstance(item, g.Times):
        return [g.Times((time,)) for time in item.times]
    if isinstance(item, g.Wd) and len(item.listed) > 1:
        return [replace(one, recurring=one.recurring or item.recurring) for one in item.listed]
    return [item]


def _listed(one: g.Item, other: g.Item) -> g.Item:
    """Two elements of one list, as the list that they were cut from."""
    if isinstance(one, g.Times) and isinstance(other, g.Times):
        return g.Times((*one.times, *other.times))
    assert isinstance(one, g.Wd)
    assert isinstance(other, g.Wd)
    return replace(
        one,
        days=one.days | other.days,
        recurring=one.recurring or other.recurring,
        singles=one.singles + other.singles,
        weekend=one.weekend or other.weekend,
        each=one.each or other.each,
        listed=(*one.listed, *other.listed),
    )


def _owners(chunks: Sequence[_Chunk]) -> list[int]:
    """The pair of each chunk. Days alone go with a pair before them that says its time first, or one after them that
    says its days first; a time alone the other way round."""
    full = [k for k, chunk in enumerate(chunks) if chunk.is_pair]
    owners: list[int] = []
    for k, chunk in enumerate(chunks):
        if chunk.is_pair:
            unclear = sum(a is not b for a, b in pairwise(chunk.timed)) > 1
            fits = [] if unclear else [k]
        else:
            before = [f for f in full if f < k][-1:]
            after = [f for f in full if f > k][:1]
            fits = [f for f in before if chunks[f].time_first is not chunk.time_first]
            fits += [f for f in after if chunks[f].time_first is chunk.time_first]
        if len(fits) != 1:
            raise UnreadableText(
                "it is not clear which of the times belong to these days", "Say each day with its times."
            )
        owners += fits
    return owners


def _check_narrowing(chunks: Sequence[_Chunk], owners: Sequence[int]) -> None:
    """ "every weekday at 9am and 5pm on Friday": whether the days run at both times."""
    for k in range(1, len(chunks)):
        if chunks[k].continues and chunks[k].time_first and owners[k] != owners[k - 1]:
            one, other = (
                {day for c, own in zip(chunks, owners, strict=True) if own == owner for day in _weekdays(c)}
                for owner in (owners[k - 1], owners[k])
            )
            if one & other:
                raise UnreadableText(
                    "it is not clear which of the times belong to these days", "Say each day with its times."
                )


def _weekdays(chunk: _Chunk) -> Iterator[int]:
    return (day for item in chunk.items if isinstance(item, g.Wd) for day in item.days)
