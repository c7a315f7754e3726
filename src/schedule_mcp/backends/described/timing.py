"""From schedules to the fields of a description, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from schedule_mcp.backends.base import Encoding, Member
from schedule_mcp.backends.described.description import CONFIGURED, Description, Timing, TimingKind
from schedule_mcp.backends.described.templates import filled, holes, matched
from schedule_mcp.backends.encoding import encode
from schedule_mcp.backends.http import TIME_FORMATS
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron.dialects import Dialect
from schedule_mcp.cron.text import meant
from schedule_mcp.errors import InputError, Unsupported
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.model import Interval, Once
from schedule_mcp.schedule.zones import canonical_name

RECEIPT = timedelta(minutes=1)
"""How far a run may be off that is counted from the server's receipt of a call."""

_PARTS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_GO = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


@dataclass(frozen=True)
class Stored:
    """The timing of a record: its kind, the fields as they would be sent, and the schedule or why there is none."""

    kind: TimingKind | None
    timing: Mapping[str, Any]
    schedule: Schedule | None
    unreadable: str = ""
    is_whole: bool = True
    """Whether `timing` is all that would be sent for it."""


class TimingFields:
    """The timing of one description, on one dialect and one configured zone."""

    def __init__(self, description: Description, dialect: Dialect, configured_zone: str) -> None:
        self.description = description
        self.dialect = dialect
        self.zone: str | None = None if description.zone == "per schedule" else description.zone
        """The one zone of cron; "" where the operator has not named it, None where each schedule has its own."""
        if description.zone == CONFIGURED:
            self.zone = configured_zone
        self._instants = TIME_FORMATS[description.instants]

    # -- what is sent --------------------------------------------------------------------------------------------

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        """As `Backend.encode`."""
        if self.zone == "" and not isinstance(schedule, Once):
            raise Unsupported(
                f"{self.description.title} does not say on which clock its cron runs, so nothing recurring is sent",
                "The operator can set cron_timezone for this backend.",
                reason="zone",
            )
        encoding = encode(self._form(now), schedule, now=now, accept=accept)
        delay = self.description.timings.get("delay")
        if delay is not None and delay.option and delay.option.items() <= options.items():
            return self._delayed(encoding, delay, now)
        members = [
            replace(m, tolerance=RECEIPT) if isinstance(m.schedule, Interval) and m.schedule.anchor is None else m
            for m in encoding.members
        ]
        return replace(encoding, members=tuple(members))

    def _form(self, now: datetime) -> Form:
        once, interval = self._sending("once"), self._sending("interval")
        return Form(
            self.description.title,
            self.dialect,
            cron=self.cron,
            once=(lambda at: filled(once.sent, {"instant": self._instants.write(at)})) if once else None,
            interval=(lambda every: self._interval(interval, every, now)) if interval else None,
            zone=None if self.zone is None else self.zone or "UTC",
            minimum_cadence_s=self.description.least_s,
        )

    def _sending(self, kind: TimingKind) -> Timing | None:
        timing = self.description.timings.get(kind)
        return timing if timing is not None and timing.sends else None

    def cron(self, expression: str, place: str) -> Mapping[str, Any]:
        """The fields of a cron text."""
        timing = self._sending("cron")
        if timing is None:
            raise Unsupported(f"{self.description.title} has no cron", "Name single runs.", reason="cron")
        found: Mapping[str, Any] = filled(timing.sent, {"expression": expression, "zone": place})
        return found

    def _interval(self, timing: Timing, interval: Interval, now: datetime) -> Mapping[str, Any]:
        title, names = self.description.title, set(holes(timing.sent))
        if "anchor" not in names and (interval.anchor is not None or interval.start is not None):
            raise Unsupported(
                f"{title} counts an interval from its creation, and this one has a start",
                "Leave the start out, or name times of the day.",
                reason="phase",
            )
        anchor = interval.anchor or interval.start or now.astimezone(UTC).replace(microsecond=0) + interval.every
        values: dict[str, Any] = {"anchor": self._instants.write(anchor)}
        for name in names - {"anchor"}:
            values[name] = _LENGTHS[name][0](interval.every)
            if values[name] is None:
                raise Unsupported(
                    f"{title} cannot write an interval of {interval.every}", "Choose whole minutes.", reason="interval"
                )
        found: Mapping[str, Any] = filled(timing.sent, values)
        return found

    def _delayed(self, encoding: Encoding, delay: Timing, now: datetime) -> Encoding:
        members = []
        for member in encoding.members:
            if not isinstance(member.schedule, Once):
                raise Unsupported("only a single run can be delayed", "Leave the option out.", reason="delayed")
            timing = filled(delay.sent, {"delay_s": _seconds_until(member.schedule.at, now)})
            members.append(Member(timing, member.schedule, RECEIPT))
        return replace(encoding, members=tuple(members))

    def now_of(self, member: Member, now: datetime) -> dict[str, Any]:
        """The fields of a member; a delay counts from this call, and the plan may be minutes old."""
        delay = self.description.timings.get("delay")
        if delay is not None and isinstance(member.schedule, Once) and _has_shape(delay.sent, member.timing):
            return dict(filled(delay.sent, {"delay_s": _seconds_until(member.schedule.at, now)}))
        return dict(member.timing)

    # -- what is held --------------------------------------------------------------------------------------------

    @property
    def keys(self) -> frozenset[str]:
        """The outermost keys that any timing is sent or held in."""
        forms = [form for t in self.description.timings.values() for form in (t.sent, *t.held) if form is not None]
        return frozenset(key for form in forms for key in form)

    def stored(self, raw: Mapping[str, Any], now: datetime) -> Stored:
        """The timing of a record."""
        for kind, timing in self.description.timings.items():
            for form in timing.held:
                found: dict[str, Any] = {}
                if matched(form, raw, found):
                    return self._decoded(kind, timing, found, now)
        held = {key: raw[key] for key in sorted(self.keys) if key in raw}
        return Stored(None, held, None, "a timing of no form that is described", False)

    def _decoded(self, kind: TimingKind, timing: Timing, found: Mapping[str, Any], now: datetime) -> Stored:
        values, schedule, why = dict(found), None, "a run without a time"
        if kind == "cron":
            schedule, why = self._cron(found)
        elif kind == "interval":
            schedule, why = self._every(found)
        elif (at := self._instants.read(found.get("instant"))) is not None:
            schedule, why = Once(at), ""
            values["delay_s"] = _seconds_until(at, now)
        fields = self._refilled(timing, values)
        return Stored(kind, values if fields is None else fields, schedule, why, fields is not None)

    def _refilled(self, timing: Timing, found: Mapping[str, Any]) -> dict[str, Any] | None:
        """The fields as they would be sent for what a record holds, where that says all of it."""
        if not timing.sends or not set(holes(timing.sent)) <= set(found):
            return None
        return dict(filled(timing.sent, found))

    def _cron(self, found: Mapping[str, Any]) -> tuple[Schedule | None, str]:
        text = found["expression"]
        place = found.get("zone", "") if self.zone is None else self.zone
        if not isinstance(text, str) or not isinstance(place, str):
            return None, "a cron that is no text"
        if not place:
            return None, f"cron '{text}' on a clock that nobody names (cron_timezone is not set)"
        try:
            return meant(text, self.dialect, canonical_name(place)), ""
        except InputError as error:
            return None, str(error)

    def _every(self, found: Mapping[str, Any]) -> tuple[Schedule | None, str]:
        name = next(iter(set(found) & set(_LENGTHS)))
        every = _LENGTHS[name][1](found[name])
        anchor = self._instants.read(found["anchor"]) if "anchor" in found else None
        if every is None or every <= timedelta(0) or ("anchor" in found and anchor is None):
            return None, f"an interval of {str(found[name])[:40]!r}"
        return Interval(every, anchor), ""


def _has_shape(form: Any, fields: Mapping[str, Any]) -> bool:
    return set(form) == set(fields) and matched(form, fields, {})


def _seconds_until(at: datetime, now: datetime) -> int:
    return max(round((at - now).total_seconds()), 1)


def _whole(unit: timedelta) -> Callable[[timedelta], int | None]:
    return lambda every: None if every % unit else every // unit


def _times(unit: timedelta) -> Callable[[Any], timedelta | None]:
    def read(value: Any) -> timedelta | None:
        if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
            value = int(value)
        return unit * value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**12 else None

    return read


def _parts(every: timedelta, units: Sequence[tuple[str, int]]) -> list[tuple[str, int]] | None:
    if every.microseconds:
        return None
    left, found = int(every.total_seconds()), []
    for name, size in units:
        count, left = divmod(left, size)
        if count:
            found.append((name, count))
    return found


def _go(every: timedelta) -> str | None:
    """
    >>> _go(timedelta(minutes=90))
    '1h30m'
    """
    parts = _parts(every, _PARTS[1:])
    return "".join(f"{count}{name}" for name, count in parts) if parts else None


def _iso(every: timedelta) -> str | None:
    """
    >>> _iso(timedelta(minutes=90)), _iso(timedelta(days=1))
    ('PT1H30M', 'PT24H')
    """
    parts = _parts(every, _PARTS[1:])
    return "PT" + "".join(f"{count}{name.upper()}" for name, count in parts) if parts else None


def _read_by(pattern: re.Pattern[str]) -> Callable[[Any], timedelta | None]:
    def read(value: Any) -> timedelta | None:
        parts = pattern.fullmatch(value) if isinstance(value, str) and len(value) < 40 else None
        if parts is None or not any(parts.groups()):
            return None
        counts = zip(parts.groups(), (size for _, size in _PARTS), strict=True)
        seconds = sum(int(count) * size for count, size in counts if count)
        return timedelta(seconds=seconds) if seconds < 10**10 else None

    return read


_LENGTHS: Mapping[str, tuple[Callable[[timedelta], Any], Callable[[Any], timedelta | None]]] = {
    "every_s": (_whole(timedelta(seconds=1)), _times(timedelta(seconds=1))),
    "every_ms": (_whole(timedelta(milliseconds=1)), _times(timedelta(milliseconds=1))),
    "every_min": (_whole(timedelta(minutes=1)), _times(timedelta(minutes=1))),
    "every_h": (_whole(timedelta(hours=1)), _times(timedelta(hours=1))),
    "every_iso": (_iso, _read_by(_ISO)),
    "every_go": (_go, _read_by(_GO)),
}
"""The holes for the length of an interval: to write one, None where it cannot; to read one, None where it is none."""
