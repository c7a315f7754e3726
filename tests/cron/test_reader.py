"""Every dialect against a second reader of cron that asks each date by itself and shares no code with ours."""

from __future__ import annotations

import os
import random
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import pytest

from schedule_mcp.cron import DIALECTS, dialect, fit
from schedule_mcp.errors import Unsupported
from schedule_mcp.schedule.days import index_of
from schedule_mcp.schedule.times import times_of
from tests.cron.expressions import some_expression
from tests.cron.test_fit import meaning, union

EXAMPLES = int(os.environ.get("EXAMPLES", "300")) // 5

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True)
class Facts:
    """What the manuals say of an engine: the number of Monday, the first and the last number of a weekday."""

    monday: int
    first: int
    last: int
    joins: str
    """Two restricted day fields: "and", or "or" unless one is a star at its beginning ("star") or anywhere ("item"),
    or the same without `*/1` ("plain")."""
    shape: str = "m h d M w"
    star_from: int | None = None
    """Where the steps of `*` in day-of-week begin, if not at `first`."""
    open_end: int | None = None
    """Where `5/2` in day-of-week ends, if not at `last`."""
    names_from_monday: bool = False


FACTS = {
    "vixie": Facts(1, 0, 7, "star"),
    "apscheduler": Facts(0, 0, 6, "and", names_from_monday=True),
    "agentscope": Facts(1, 0, 7, "and", names_from_monday=True),
    "agentscope_monday0": Facts(0, 0, 6, "and", names_from_monday=True),
    "robfig6": Facts(1, 0, 6, "item", "s m h d M w"),
    "nats": Facts(1, 0, 6, "item", "s m h d M w"),
    "orq_narrow": Facts(1, 0, 6, "item", "s m h d M w"),
    "quartz": Facts(2, 1, 7, "and", "s m h d M w y"),
    "aws": Facts(2, 1, 7, "and", "m h d M w y"),
    "sequentum": Facts(1, 0, 6, "star"),
    "uranus": Facts(1, 0, 6, "star"),
    "croniter": Facts(1, 0, 7, "plain", open_end=6),
    "croniter_old": Facts(1, 0, 7, "plain", open_end=6),
    "common": Facts(1, 0, 6, "star"),
    "kubernetes": Facts(1, 0, 6, "item"),
    "spring": Facts(1, 0, 7, "and", "s m h d M w", star_from=1),
    "ncrontab": Facts(1, 0, 6, "and", "s m h d M w"),
    "croniter6": Facts(1, 0, 7, "plain", "m h d M w s", open_end=6),
    "jenkins": Facts(1, 0, 7, "and"),
    "pgcron": Facts(1, 0, 7, "star"),
    "githubactions": Facts(1, 0, 6, "plain"),
    "openclaw": Facts(1, 0, 7, "item", "s m h d M w"),
}
LIMITS = {"s": (0, 59), "m": (0, 59), "h": (0, 23), "d": (1, 31), "M": (1, 12), "y": (1970, 2199)}


@dataclass(frozen=True)
class Reader:
    """An expression, asked date by date."""

    text: str
    name: str

    @cached_property
    def facts(self) -> Facts:
        return FACTS[self.name]

    @cached_property
    def fields(self) -> dict[str, str]:
        return {"s": "0"} | dict(zip(self.facts.shape.split(), self.text.split(), strict=False))

    @cached_property
    def times(self) -> set[int]:
        seconds, minutes, hours = (
            {n for item in self.fields[key].split(",") for n in numbers(item, *LIMITS[key], int)} for key in "smh"
        )
        return {h * 3600 + m * 60 + s for h in hours for m in minutes for s in seconds}

    def runs_on(self, day: date) -> bool:
        fields = self.fields
        in_month = any(day.month in numbers(i, 1, 12, month_number) for i in fields["M"].split(","))
        years = fields.get("y", "*")
        in_year = years == "*" or any(day.year in numbers(i, *LIMITS["y"], int) for i in years.split(","))
        by_day = any(self.is_day(item, day) for item in fields["d"].split(","))
        by_weekday = any(self.is_weekday(item, day) for item in fields["w"].split(","))
        joined = by_day and by_weekday if self.is_and(fields["d"], fields["w"]) else by_day or by_weekday
        return in_month and in_year and joined

    def is_and(self, *day_fields: str) -> bool:
        if self.facts.joins == "star":
            return any(text.startswith("*") for text in day_fields)
        stars = ("*", "?") if self.facts.joins == "plain" else ("*", "?", "*/1")
        return self.facts.joins == "and" or any(i in stars for t in day_fields for i in t.split(","))

    def is_day(self, item: str, day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        if item in ("L", "last", "$"):
            return day.day == length
        if item == "LW":
            return day == max(d for d in month_of(day) if d.weekday() < 5)
        if item.startswith("L-"):
            return day.day == length - int(item[2:])
        if item.endswith("W"):
            wanted = int(item[:-1])
            return wanted <= length and day == nearest_workday(day.replace(day=wanted))
        return day.day in numbers(item, 1, 31, int)

    def is_weekday(self, item: str, day: date) -> bool:
        if "L" in item:
            return self.weekday(item.strip("L")) == day.weekday() and (day + timedelta(days=7)).month != day.month
        if "#" in item:
            weekday, position = item.split("#")
            return self.weekday(weekday) == day.weekday() and (day.day - 1) // 7 + 1 == int(position)
        low, _, high = item.partition("-")
        if self.facts.names_from_monday and low.isalpha() and high.isalpha():
            # APScheduler's names begin with Monday whatever its numbers do.
            return DAYS.index(low) <= day.weekday() <= DAYS.index(high)
        first = self.facts.first
        if item.startswith(("*", "?")) and self.facts.star_from is not None:
            first = self.facts.star_from
        open_end = self.facts.last if self.facts.open_end is None else self.facts.open_end
        found = numbers(item, first, first + 6, self.weekday_number, open_end)
        return day.weekday() in {(n - self.facts.monday) % 7 for n in found}

    def weekday(self, text: str) -> int:
        return (self.weekday_number(text) - self.facts.monday) % 7

    def weekday_number(self, text: str) -> int:
        if text.isdigit():
            return int(text)
        first = self.facts.first
        return (DAYS.index(text.lower()) + self.facts.monday - first) % 7 + first


@lru_cache(maxsize=4096)
def numbers(item: str, first: int, last: int, number: Callable[[str], int], open_end: int | None = None) -> set[int]:
    """The numbers of an item: `*`, a number or a range, with or without a step."""
    base, _, step = item.partition("/")
    if base in ("*", "?"):
        return set(range(first, last + 1, int(step or 1)))
    low, _, high = base.partition("-")
    begin = number(low)
    end = number(high) if high else (open_end or last) if step else begin
    size = last - first + 1
    return {(n - first) % size + first for n in range(begin, end + (size if end < begin else 0) + 1, int(step or 1))}


def month_number(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.index(text) + 1


def month_of(day: date) -> list[date]:
    return [day.replace(day=n + 1) for n in range(monthrange(day.year, day.month)[1])]


def nearest_workday(wanted: date) -> date:
    near = sorted(month_of(wanted), key=lambda d: (abs((d - wanted).days), -d.day))
    return next(d for d in near if d.weekday() < 5)


def some_year(source: random.Random) -> list[date]:
    first = date(source.randint(2020, 2399), 1, 1)
    return [first + timedelta(days=n) for n in range(365)]


@pytest.mark.slow
@pytest.mark.parametrize("name", DIALECTS)
def test_an_expression_means_what_a_second_reader_makes_of_it(name: str) -> None:
    source = random.Random(41)
    for _ in range(EXAMPLES):
        reader = Reader(some_expression(source, dialect(name)), name)
        form = meaning(reader.text, dialect(name))
        assert all(set(times_of(times)) == reader.times for times in form.values()), reader.text
        dates = next(iter(form), 0)
        days = some_year(source)
        ours = [day for day in days if dates >> index_of(day) & 1]
        assert ours == [day for day in days if reader.runs_on(day)], reader.text


@pytest.mark.slow
@pytest.mark.parametrize("name", DIALECTS)
def test_what_is_written_for_a_union_never_runs_twice_and_misses_nothing(name: str) -> None:
    source = random.Random(42)
    for _ in range(EXAMPLES):
        texts = [some_expression(source, dialect(name)) for _ in range(2)]
        form = union(texts, dialect(name))
        if not form:
            continue
        try:
            written = fit(form, dialect(name), limit=1000)
        except Unsupported:
            continue
        said, sent = ([Reader(text, name) for text in group] for group in (texts, written))
        for day in some_year(source)[::5]:
            wanted = set[int]().union(*(reader.times for reader in said if reader.runs_on(day)))
            runs = [reader.times for reader in sent if reader.runs_on(day)]
            assert set[int]().union(*runs) == wanted, (texts, written, day)
            assert sum(map(len, runs)) == len(wanted), (texts, written, day)
