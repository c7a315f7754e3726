"""Writes own_phrases.jsonl: phrases from the list of constructs, with instants from dateutil.

The gold says nothing of the reader: a phrase is put together from a table of words, its runs from the same row's
dateutil rule. Run `python -m tests.language.make_own_phrases` to write the file anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule, rruleset

OUT = Path(__file__).with_name("own_phrases.jsonl")
RUNS = 6
# Wall times of these zones meet no clock change between 2 and 4 at night in the phrases below.
PLACES = [
    ("UTC", datetime(2026, 3, 4, 10, 17)),
    ("America/New_York", datetime(2026, 7, 15, 11, 20)),
    ("Europe/Berlin", datetime(2026, 11, 11, 6, 45)),
    ("Asia/Kolkata", datetime(2026, 1, 7, 22, 5)),
]
CLOCKS = [
    ("9am", 9, 0),
    ("5:30 pm", 17, 30),
    ("18:45", 18, 45),
    ("noon", 12, 0),
    ("6 in the morning", 6, 0),
    ("quarter past eight in the evening", 20, 15),
]
DAYS = [
    ("Monday", MO), ("Tuesday", TU), ("Wednesday", WE), ("Thursday", TH), ("Friday", FR), ("Saturday", SA),
    ("Sunday", SU),
]  # fmt: skip
NTH = [("first", 1), ("2nd", 2), ("third", 3), ("fourth", 4), ("last", -1)]
MONTHS = ["January", "March", "June", "October", "December"]
NUMBERS = {"January": 1, "March": 3, "June": 6, "October": 10, "December": 12}

Row = tuple[str, Any]


def recurring() -> Iterator[Row]:
    """(phrase, keyword arguments of one rule, or a list of them for a union, or a pair with what is left out)."""
    clock = CLOCKS
    for i, (said, h, m) in enumerate(clock):
        t = {"byhour": h, "byminute": m}
        day, code = DAYS[i]
        other, other_code = DAYS[(i + 3) % 7]
        month = MONTHS[i % 5]
        yield f"every day at {said}", {"freq": DAILY, **t}
        yield f"each day at {said}, please", {"freq": DAILY, **t}
        yield f"at {said} every {day}", {"freq": WEEKLY, "byweekday": code, **t}
        yield f"{day}s at {said}", {"freq": WEEKLY, "byweekday": code, **t}
        yield f"every {day} and {other} at {said}", {"freq": WEEKLY, "byweekday": (code, other_code), **t}
        yield f"every weekday at {said}", {"freq": WEEKLY, "byweekday": (MO, TU, WE, TH, FR), **t}
        yield f"on weekends at {said}", {"freq": WEEKLY, "byweekday": (SA, SU), **t}
        yield f"Tuesday through Thursday at {said}, every week", {"freq": WEEKLY, "byweekday": (TU, WE, TH), **t}
        yield (
            f"every day except {day} at {said}",
            {"freq": WEEKLY, "byweekday": tuple(c for _, c in DAYS if c != code), **t},
        )
        yield (
            f"weekdays at {said} but not on Wednesdays",
            {"freq": WEEKLY, "byweekday": (MO, TU, TH, FR), **t},
        )
        yield f"on the {i + 4}th of every month at {said}", {"freq": MONTHLY, "bymonthday": i + 4, **t}
        yield f"on the 1st and 15th of each month at {said}", {"freq": MONTHLY, "bymonthday": (1, 15), **t}
        yield f"the last day of every month at {said}", {"freq": MONTHLY, "bymonthday": -1, **t}
        yield f"the second to last day of each month at {said}", {"freq": MONTHLY, "bymonthday": -2, **t}
        yield (
            f"the last business day of every month at {said}",
            {"freq": MONTHLY, "byweekday": (MO, TU, WE, TH, FR), "bysetpos": -1, **t},
        )
        yield (
            f"the third working day of each month at {said}",
            {"freq": MONTHLY, "byweekday": (MO, TU, WE, TH, FR), "bysetpos": 3, **t},
        )
        for word, n in NTH:
            yield f"the {word} {day} of every month at {said}", {"freq": MONTHLY, "byweekday": code(n), **t}
        yield f"every {day} in {month} at {said}", {"freq": WEEKLY, "byweekday": code, "bymonth": NUMBERS[month], **t}
        yield (
            f"the first {day} of {month} at {said} every year",
            {"freq": YEARLY, "bymonth": NUMBERS[month], "byweekday": code(1), **t},
        )
        yield (
            f"every year on {month} {i + 3} at {said}",
            {"freq": YEARLY, "bymonth": NUMBERS[month], "bymonthday": i + 3, **t},
        )
        yield (
            f"annually on the {i + 5}th of {month} at {said}",
            {"freq": YEARLY, "bymonth": NUMBERS[month], "bymonthday": i + 5, **t},
        )
        yield (
            f"quarterly on the first day of the quarter at {said}",
            {"freq": YEARLY, "bymonth": (1, 4, 7, 10), "bymonthday": 1, **t},
        )
        yield (
            f"on the last day of every quarter at {said}",
            {"freq": YEARLY, "bymonth": (3, 6, 9, 12), "bymonthday": -1, **t},
        )
        yield f"every Friday the 13th at {said}", {"freq": MONTHLY, "byweekday": FR, "bymonthday": 13, **t}
        yield f"daily at {said}, 4 times", {"freq": DAILY, "count": 4, **t}
        yield f"every {day} at {said} for 3 occurrences", {"freq": WEEKLY, "byweekday": code, "count": 3, **t}
        yield f"every day at {said} for 5 days", {"freq": DAILY, "count": 5, **t}
        yield (
            f"every {day} at {said} except in {month}",
            {"freq": WEEKLY, "byweekday": code, "bymonth": [k for k in range(1, 13) if k != NUMBERS[month]], **t},
        )
        yield (
            f"every {day} at {said} except the last {day} of the month",
            ({"freq": WEEKLY, "byweekday": code, **t}, {"freq": MONTHLY, "byweekday": code(-1), **t}),
        )
        yield (
            f"{day} at 10am and {other} at {said}, every week",
            [
                {"freq": WEEKLY, "byweekday": code, "byhour": 10, "byminute": 0},
                {"freq": WEEKLY, "byweekday": other_code, **t},
            ],
        )
        yield (
            f"weekdays at 7am and weekends at {said}",
            [
                {"freq": WEEKLY, "byweekday": (MO, TU, WE, TH, FR), "byhour": 7, "byminute": 0},
                {"freq": WEEKLY, "byweekday": (SA, SU), **t},
            ],
        )
    yield "every day at 9am, 1pm and 5pm", {"freq": DAILY, "byhour": (9, 13, 17), "byminute": 0}
    yield (
        "every 15 minutes between 9am and 5pm on weekdays",
        [
            {"freq": DAILY, "byweekday": (MO, TU, WE, TH, FR), "byhour": range(9, 17), "byminute": (0, 15, 30, 45)},
            {"freq": DAILY, "byweekday": (MO, TU, WE, TH, FR), "byhour": 17, "byminute": 0},
        ],
    )
    yield "every hour from 8am to 6pm", {"freq": DAILY, "byhour": range(8, 19), "byminute": 0}
    yield (
        "every 2 hours from 8am until 6pm on Saturdays",
        {"freq": WEEKLY, "byweekday": SA, "byhour": range(8, 19, 2), "byminute": 0},
    )
    yield "every other Tuesday at 3pm", {"freq": WEEKLY, "interval": 2, "byweekday": TU, "byhour": 15, "byminute": 0}
    yield (
        "every three weeks on Friday at 4pm",
        {"freq": WEEKLY, "interval": 3, "byweekday": FR, "byhour": 16, "byminute": 0},
    )


def once() -> Iterator[tuple[str, relativedelta]]:
    """(phrase, what is added to now)."""
    for said, h, m in CLOCKS:
        at = {"hour": h, "minute": m, "second": 0}
        yield f"tomorrow at {said}", relativedelta(days=1, **at)
        yield f"the day after tomorrow at {said}", relativedelta(days=2, **at)
        yield f"in 3 days at {said}", relativedelta(days=3, **at)
        yield f"in two weeks at {said}", relativedelta(weeks=2, **at)
        yield f"in a month at {said}", relativedelta(months=1, **at)
        yield f"on September 9, 2027 at {said}", relativedelta(year=2027, month=9, day=9, **at)
        yield f"2027-02-03 at {said}", relativedelta(year=2027, month=2, day=3, **at)
    for n, unit in [(10, "minutes"), (90, "minutes"), (2, "hours"), (36, "hours")]:
        yield f"in {n} {unit}", relativedelta(**{unit: n})
        yield f"{n} {unit} from now", relativedelta(**{unit: n})


def walls(row: Any, now: datetime) -> list[datetime]:
    """The next wall times of a row's rules."""
    included, excluded = (row[0], row[1]) if isinstance(row, tuple) else (row, None)
    rules = included if isinstance(included, list) else [included]
    found = rruleset()
    for rule in rules:
        count = rule.get("count")
        plain = {k: v for k, v in rule.items() if k not in ("count", "interval")}
        begin = rrule(dtstart=now.replace(second=0), bysecond=0, **plain).after(now)
        found.rrule(rrule(dtstart=begin, bysecond=0, **{**plain, "interval": rule.get("interval", 1), "count": count}))
    if excluded is not None:
        found.exrule(rrule(dtstart=now, bysecond=0, **excluded))
    return list(islice(found, RUNS))


def phrases() -> Iterator[dict[str, Any]]:
    """Every phrase in one of the places in turn."""
    for i, (text, row) in enumerate(recurring()):
        zone, now = PLACES[i % len(PLACES)]
        yield record(text, zone, now, walls(row, now))
    for i, (text, later) in enumerate(once()):
        zone, now = PLACES[(i // 7) % len(PLACES)]
        if " from now" in text or (text.startswith("in") and " at " not in text):
            at = (now.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) + later).astimezone(ZoneInfo(zone))
            yield record(text, zone, now, [at.replace(tzinfo=None)])
        else:
            yield record(text, zone, now, [now + later])


def record(text: str, zone: str, now: datetime, found: list[datetime]) -> dict[str, Any]:
    place = ZoneInfo(zone)
    runs = [w.replace(tzinfo=place).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for w in found]
    return {"text": text, "timezone": zone, "now": now.replace(tzinfo=place).isoformat(), "runs": runs}


if __name__ == "__main__":
    lines = [json.dumps(phrase, ensure_ascii=False) for phrase in phrases()]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
