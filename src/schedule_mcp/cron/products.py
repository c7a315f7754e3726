"""Times of a day as products of hours, minutes and seconds: what the clock fields of one cron text can say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from schedule_mcp.cron.cells import Refusal
from schedule_mcp.cron.dialects import Dialect
from schedule_mcp.cron.printing import Product
from schedule_mcp.schedule.times import times_of


def time_products(times: int, spoken: Dialect) -> list[Product]:
    """The times as products of hours, minutes and seconds that share no time.

    Raises:
        Refusal: the dialect counts in minutes ("seconds") or in hours ("full_hours").
    """
    by_second: dict[int, dict[int, int]] = {}
    for t in times_of(times):
        rows = by_second.setdefault(t % 60, {})
        rows[t // 3600] = rows.get(t // 3600, 0) | 1 << t // 60 % 60
    if not spoken.has_seconds and set(by_second) != {0}:
        raise Refusal("seconds", "its times have seconds, and this cron counts in minutes")
    seconds_by_rows: dict[tuple[tuple[int, int], ...], set[int]] = {}
    for second, rows in by_second.items():
        seconds_by_rows.setdefault(tuple(sorted(rows.items())), set()).add(second)
    products = [
        Product(frozenset(hours), frozenset(minutes), frozenset(seconds))
        for rows_items, seconds in seconds_by_rows.items()
        for hours, minutes in _hours_and_minutes(dict(rows_items))
    ]
    return [part for product in products for part in _full_hours(product)] if spoken.full_hours_only else products


def _hours_and_minutes(rows: Mapping[int, int]) -> list[tuple[set[int], set[int]]]:
    """A set of (hour, minute) as products, by equal hours or by equal minutes, whichever are fewer."""
    columns: dict[int, int] = {}
    for hour, minutes in rows.items():
        for minute in members(minutes):
            columns[minute] = columns.get(minute, 0) | 1 << hour
    by_hours = [(hours, set(members(minutes))) for minutes, hours in grouped(rows).items()]
    by_minutes = [(set(members(hours)), minutes) for hours, minutes in grouped(columns).items()]
    return min(by_hours, by_minutes, key=len)


def grouped(rows: Mapping[int, int]) -> dict[int, set[int]]:
    """Row indexes by their content, empty rows left out."""
    groups: dict[int, set[int]] = {}
    for index, row in rows.items():
        if row:
            groups.setdefault(row, set()).add(index)
    return groups


def members(mask: int) -> Iterable[int]:
    """The bits of a small mask, ascending."""
    return (i for i in range(mask.bit_length()) if mask >> i & 1)


def _full_hours(product: Product) -> list[Product]:
    zero = frozenset({0})
    if product.minutes != zero or product.seconds != zero:
        raise Refusal("full_hours", "its runs are not at full hours")
    return [product] if len(product.hours) == 24 else list(hour_by_hour([product]))


def hour_by_hour(products: Iterable[Product]) -> Iterable[Product]:
    """Each hour as a product of its own."""
    return [replace(product, hours=frozenset({hour})) for product in products for hour in sorted(product.hours)]
