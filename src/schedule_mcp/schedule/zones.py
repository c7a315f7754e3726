"""Time zones: the one loader of the program, and their clock changes.

Python's own rule takes the system's database even where it is years older than the `tzdata` package. Here the
newest of the two that is present is used for every zone, and its version is part of every answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import TZPATH, ZoneInfo

from schedule_mcp.errors import LimitExceeded, UnknownTimeZone

if TYPE_CHECKING:
    from pathlib import Path

_NAME = r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}"
_FIXED = r"([+-])([01]\d):([0-5]\d)"
_NAME_AT_MOST = 64
_NEVER = 1 << 60
_FIRST_INSTANT = int(datetime(2, 1, 1, tzinfo=UTC).timestamp())
_LAST_INSTANT = int(datetime(9998, 12, 31, tzinfo=UTC).timestamp())
"""Outside of these a wall time may have no date."""
_PLACE_BITS = 22
_PROBED_S = 6 * 86_400
"""No zone has had two changes of offset within six days since 2000; Boa Vista had two within seven."""

_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})


class Transition(NamedTuple):
    """A clock change: at `at` (UTC, seconds since 1970) the offset goes from `before` to `after` (seconds)."""

    at: int
    before: int
    after: int


class Segment(NamedTuple):
    """A stretch of time, start <= t < end (UTC, seconds since 1970), with one offset (seconds)."""

    start: int
    end: int
    offset: int


@lru_cache(maxsize=1)
def _database() -> tuple[Path, str]:
    found = [(_version(root), root) for root in map(_path, TZPATH) if (root / "Europe").is_dir()]
    try:
        import tzdata

        found.append((tzdata.IANA_VERSION, _path(tzdata.__file__).parent / "zoneinfo"))
    except ImportError:
        pass
    if not found:
        raise UnknownTimeZone("UTC")
    version, root = max(found, key=lambda pair: pair[0])
    return root, version


def _path(name: str) -> Path:
    # pathlib is a fifth of what it takes to import the core, which is also imported to read words that name no zone.
    from pathlib import Path

    return Path(name)


def _version(root: Path) -> str:
    """The version of a system's database, such as "2026a"; "" when it does not say."""
    try:
        with (root / "tzdata.zi").open(encoding="ascii") as file:
            first_line = file.readline()
        return first_line.removeprefix("# version ").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def zone_data_version() -> str:
    """The version of the zone database in use, such as "2026f"."""
    return _database()[1] or "unknown"


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """All names of the database in use."""
    root = _database()[0]
    listing = root.parent / "zones"
    if listing.is_file():
        names = listing.read_text(encoding="ascii").split()
    else:
        paths = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
        names = [n for n in paths if not n.startswith(("posix/", "right/"))]
    return frozenset(n for n in names if re.fullmatch(_NAME, n) and n not in _NO_PLACES)


@lru_cache(maxsize=1)
def _names_by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in sorted(zone_names())}


@lru_cache(maxsize=2048)
def canonical_name(name: str) -> str:
    """The database's spelling of a name, or a fixed offset as it is.

    Raises:
        UnknownTimeZone: with names spelled alike.
    """
    if len(name) > _NAME_AT_MOST:
        raise LimitExceeded("the time zone is longer than 64 characters", "Use a name such as 'Europe/Berlin'.")
    if re.fullmatch(_FIXED, name) and _fixed_offset(name) is not None:
        return name
    known = _names_by_lower_case().get(name.strip().lower())
    if known is None:
        raise UnknownTimeZone(name, _near(name))
    return known


def _near(name: str) -> list[str]:
    """Zones whose city the name ends with, else those it misses by one letter. What only looks alike is another place:
    Dubai for Mumbai."""
    wanted = name.strip().lower().replace(" ", "_")
    area, _, city = wanted.rpartition("/")
    names = _names_by_lower_case()
    ends = [(key.rpartition("/"), known) for key, known in names.items()]
    close = [known for (_, _, leaf), known in ends if leaf == city and city]
    if not close and len(city) > _SHORT_AT_MOST:
        close = [known for (here, _, leaf), known in ends if _one_letter_off(city, leaf) and (not area or here == area)]
    return close[:3]


_SHORT_AT_MOST = 4
"""Abbreviations: EST and CEST are no slips of each other."""


def _one_letter_off(one: str, other: str) -> bool:
    """Whether a letter is missing, added, changed or swapped with the next one."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, wanted = one[same:], other[same:]
    if len(rest) != len(wanted):
        longer, shorter = sorted((rest, wanted), key=len, reverse=True)
        return longer[1:] == shorter
    return rest[1:] == wanted[1:] or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])


def _fixed_offset(name: str) -> int | None:
    match = re.fullmatch(_FIXED, name)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    seconds = int(hours) * 3600 + int(minutes) * 60
    return None if seconds > 14 * 3600 else (-seconds if sign == "-" else seconds)


def zone_name(at: datetime) -> str | None:
    """The name of the zone or the fixed offset that an instant was said in, None when it has neither.

    >>> zone_name(datetime(2026, 12, 24, 18, tzinfo=timezone(timedelta(hours=1))))
    '+01:00'
    """
    key = getattr(at.tzinfo, "key", None)
    if isinstance(key, str):
        return key
    if at.tzinfo is UTC:
        return "UTC"
    if isinstance(at.tzinfo, timezone):
        offset = at.strftime("%z")
        if len(offset) == 5:
            return f"{offset[:3]}:{offset[3:]}"
    return None


class Zone:
    """A time zone with its offsets as whole seconds; make it with `zone`."""

    def __init__(self, name: str) -> None:
        self.name = name
        fixed = _fixed_offset(name)
        self.tzinfo: tzinfo = _load(name) if fixed is None else timezone(timedelta(seconds=fixed))
        self.fixed_offset = _constant_offset(name) if fixed is None else fixed
        """The offset in seconds of a zone without clock changes by definition, else None."""
        self._years: dict[int, tuple[Transition, ...]] = {}
        self._segments: dict[int, Segment] = {}
        """The last one asked for in each stretch of 48 days."""

    def offset_at(self, instant: int) -> int:
        """The offset in seconds at an instant (seconds since 1970)."""
        if self.fixed_offset is not None:
            return self.fixed_offset
        within = max(_FIRST_INSTANT, min(instant, _LAST_INSTANT))
        offset = datetime.fromtimestamp(within, self.tzinfo).utcoffset()
        assert offset is not None
        return offset.days * 86_400 + offset.seconds

    def transitions(self, year: int) -> tuple[Transition, ...]:
        """The changes of offset within one UTC year; changes of name alone do not count."""
        if self.fixed_offset is not None or not 1 < year < 9998:
            return ()
        if year not in self._years:
            self._years[year] = tuple(self._probe(year))
        return self._years[year]

    def _probe(self, year: int) -> list[Transition]:
        found = []
        begin = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
        end = int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp())
        low = begin - 1
        before = self.offset_at(low)
        for probe in [*range(low + _PROBED_S, end - 1, _PROBED_S), end - 1]:
            after = self.offset_at(probe)
            if after != before:
                at = bisect_right(range(low, probe), 0, key=lambda t: int(self.offset_at(t) != before)) + low
                found.append(Transition(at, before, self.offset_at(at)))
                before = after
            low = probe
        return found

    def transitions_between(self, start: int, end: int) -> list[Transition]:
        """The changes with start <= at < end."""
        years = range(_year_of(start), _year_of(end) + 1)
        return [t for year in years for t in self.transitions(year) if start <= t.at < end]

    def segment_at(self, instant: int) -> Segment:
        """A stretch around an instant with one offset: to the next change, or two years at least."""
        place = instant >> _PLACE_BITS
        known = self._segments.get(place)
        if known is None or not known.start <= instant < known.end:
            known = self._segments[place] = self._segment_around(instant)
        return known

    def _segment_around(self, instant: int) -> Segment:
        if self.fixed_offset is not None:
            return Segment(-_NEVER, _NEVER, self.fixed_offset)
        year = _year_of(instant)
        around = [t for y in (year - 1, year, year + 1) for t in self.transitions(y)]
        start = max((t.at for t in around if t.at <= instant), default=None)
        end = min((t.at for t in around if t.at > instant), default=None)
        return Segment(
            start if start is not None else int(datetime(year - 1, 1, 1, tzinfo=UTC).timestamp()),
            end if end is not None else int(datetime(year + 2, 1, 1, tzinfo=UTC).timestamp()),
            self.offset_at(instant),
        )


def _year_of(instant: int) -> int:
    """The UTC year; beyond the years that dates have, the first or the last."""
    return datetime.fromtimestamp(max(_FIRST_INSTANT, min(instant, _LAST_INSTANT)), UTC).year


_UTC_NAMES = frozenset({"utc", "etc/utc", "gmt", "etc/gmt", "zulu", "etc/zulu", "universal", "uct"})


def _constant_offset(name: str) -> int | None:
    return 0 if name.lower() in _UTC_NAMES else None


def _load(name: str) -> ZoneInfo:
    path = _database()[0].joinpath(*name.split("/"))
    with path.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def zone(name: str) -> Zone:
    """The zone of an IANA name (any case) or a fixed offset such as "+05:30".

    Raises:
        UnknownTimeZone: with names spelled alike.
    """
    return _zone(canonical_name(name))


@lru_cache(maxsize=1024)
def _zone(name: str) -> Zone:
    return Zone(name)


def same_zone(one: str, other: str) -> bool:
    """Whether two names mean the same rules (links such as US/Eastern included)."""
    if one == other:
        return True
    a, b = zone(one), zone(other)
    if a.fixed_offset is not None or b.fixed_offset is not None:
        return a.fixed_offset == b.fixed_offset
    return _rules(a.name) == _rules(b.name)


@lru_cache(maxsize=1024)
def _rules(name: str) -> bytes:
    return _database()[0].joinpath(*name.split("/")).read_bytes()
