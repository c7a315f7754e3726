"""Dates, times, instants, offsets and zone names that are recognised by their shape."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from schedule_mcp.errors import UnknownTimeZone, UnreadableText
from schedule_mcp.language.lexicon import K, Meanings, ZoneHit
from schedule_mcp.schedule.zones import canonical_name, zone_names

SHAPE = re.compile(
    r"(?P<instant>\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)(?![\w:]))"
    r"|(?P<date>\d{4}-\d\d-\d\d)(?:t(?=\d)|(?![\w-]))"
    r"|(?P<offset>(?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?\d\d)?(?![\w:]))"
    r"|(?<![\w:])(?P<fixed>[+-]\d\d:\d\d)(?![\w:])"
    r"|(?P<hhmm>\d{1,2}:\d\d(?::\d\d)?)(?![\d:])"
    r"|(?P<minute>(?<![\d:]):\d\d)(?![\d:])"
    r"|(?P<short>\d{1,2}:\d)(?![\d:])"
    r"|(?P<dotted>\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?:\d{4}|\d\d)?)(?![\d.])"
    r"|(?P<slashed>\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{1,4}/\d{1,2}(?:/\d{2,4})?|\d{1,2}-\d{1,2}-\d{4})(?![\d/-])"
    r"|(?P<decimal>\d+\.\d+)(?!\d|\.\d)"
    r"|(?P<place>[a-z]+(?:[_-][a-z]+)*(?:/[a-z0-9_+-]+){1,2})(?![\w/])"
)


def meanings_of(match: re.Match[str]) -> Meanings | None:
    kind, text = match.lastgroup, match.group()
    assert kind is not None
    text = match.group(kind)
    if kind == "place":
        return _place(text)
    if kind == "instant":
        return {K.INSTANT: _instant(text)}
    if kind == "date":
        return {K.DATE: _date(int(text[:4]), int(text[5:7]), int(text[8:]), text)}
    if kind == "offset":
        return _offset(text)
    if kind == "short":
        hour, _, minute = text.partition(":")
        meant = " or ".join(dict.fromkeys((f"{hour}:0{minute}", f"{hour}:{minute}0")))
        raise UnreadableText(f"there is no time {text}", f"Write {meant}.", part=text)
    if kind == "fixed":
        return {K.ZONE: ZoneHit(canonical_name(text))}
    if kind == "dotted":
        day, month, year = text.split(".")
        return (
            {K.DATE: _date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day), text)}
            if year
            else {K.SLASHED: (int(day), int(month), 0)}
        )
    numbers = tuple(int(part) for part in re.split(r"[:./-]", text) if part)
    if kind == "slashed":
        return _slashed(text, numbers)
    return {_NUMBERS[kind]: numbers}


def _slashed(text: str, numbers: tuple[int, ...]) -> Meanings:
    if len(numbers) == 3 and numbers[0] > 31:
        return {K.DATE: _date(*numbers, text)}
    first, second, year = (*numbers, 0)[:3]
    return {K.SLASHED: (first, second, year + 2000 if 0 < year < 100 else year)}


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        raise UnreadableText(f"there is no date {text}", "Check the day and the month.", part=text) from None
    if not 2000 <= year <= 2399:
        raise UnreadableText(f"the year {year} is outside 2000 to 2399", "Check the year.", part=text)
    return made


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        raise UnreadableText(f"there is no time {text.upper()}", "Check the date and the time.", part=text) from None


def _offset(text: str) -> Meanings:
    match = re.fullmatch(r"(?:utc|gmt)\s?([+-])\s?(\d{1,2}):?(\d\d)?", text)
    assert match is not None
    sign, hours, minutes = match.groups()
    if int(hours) > 14 or int(minutes or 0) > 59:
        raise UnknownTimeZone(text.upper())
    if not int(hours) and not int(minutes or 0):
        return {K.ZONE: ZoneHit("UTC")}
    return {K.ZONE: ZoneHit(f"{sign}{int(hours):02}:{minutes or '00'}")}


def _place(text: str) -> Meanings | None:
    name = _zones_by_lower_case().get(text)
    return {K.ZONE: ZoneHit(name)} if name else None


@lru_cache(maxsize=1)
def _zones_by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in zone_names()}


_NUMBERS: dict[str, str] = {"hhmm": K.HHMM, "minute": K.MINUTE, "decimal": K.OFFSET_NUMBER}
"""Shapes that are their numbers, to kinds."""
