"""What a server's own next runs tell about its cron engine: throw-away schedules far ahead, each looked at once.

A proof is a cron text whose next run differs between the engines that are known. What was seen is compared with what
each dialect would do; the finding is the dialect that agrees with all of it, or the dates on which none does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from schedule_mcp.backends.base import Backend, Draft, Member, NotReadBack, Record
from schedule_mcp.backends.faults import next_with_offset_before
from schedule_mcp.cron.dialects import DIALECTS, SECOND, Dialect
from schedule_mcp.cron.text import calendar_of, parse_fields
from schedule_mcp.errors import (
    BackendError,
    InputError,
    InvalidArgument,
    NotFound,
    Rejected,
    Unsupported,
)
from schedule_mcp.schedule import next_fire
from schedule_mcp.schedule.fire_times import epoch_seconds, instant_of, wall_time
from schedule_mcp.schedule.model import Once
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import Transition, zone

MARK = "schedule-mcp proof"
"""How the names of throw-away schedules begin."""
PLACE = "America/New_York"
"""The zone of the proofs where each schedule has its own: it has both clock changes each year."""

_AHEAD = timedelta(days=60)
_CHANGES_WITHIN = timedelta(days=10), timedelta(days=355)
"""Where the clock changes lie that are proved: nearer ones might run, and of one a year ahead the date comes before."""
_FAR = timedelta(days=400)
_OF_ONE_PRODUCT = frozenset({"agentscope", "agentscope_monday0", "githubactions", "pgcron", "jenkins", "openclaw"})
_CADENCES = (("*", 1), ("*/5", 5), ("*/15", 15), ("*/30", 30), ("0", 60))

Weight = Literal["basic", "telling", "told"]
"""What a proof counts for: what every use of cron rests on; what tells engines apart; what is only told."""


@dataclass(frozen=True)
class Proof:
    """A cron text of five fields, or of six where `is_six`, and what it asks."""

    text: str
    asks: str
    weight: Weight = "telling"
    is_six: bool = False


@dataclass(frozen=True)
class Seen:
    """What the server made of a proof: its next run, None where it named none, and its refusal."""

    proof: Proof
    at: datetime | None
    refusal: str = ""


@dataclass(frozen=True)
class Verdict:
    """The dialects that agree with all that was seen, and the finding in sentences.

    `fits` is empty where none does; then `is_safe` tells whether what all engines read alike is read so, and
    `against` holds, for the dialect that comes nearest, each date on which it is not so.
    """

    fits: tuple[str, ...]
    is_safe: bool
    sentences: tuple[str, ...]
    against: tuple[str, ...] = ()


# -- what is asked -------------------------------------------------------------------------------------------


def proofs(place: str, now: datetime) -> list[Proof]:
    """The proofs for a zone at an instant; each has its next run two months ahead or later."""
    month = _month(now)
    found = [
        Proof(f"0 9 1 {month} *", "the zone: 09:00 on a first of the month", "basic"),
        Proof(f"0 9 * {month} 1", "weekday 1", "basic"),
        Proof(f"0 9 * {month} 0", "weekday 0", "basic"),
        Proof(f"0 9 * {month} 7", "weekday 7"),
        Proof(f"0 9 13 {month} 5", "both day fields: both must match, or either"),
        Proof(f"0 9 */2 {month} 1", "a star with a step beside a weekday"),
        Proof("0 9 30 2 *", "30 February", "told"),
        Proof(_six(now), "six fields: where the seconds are", "told", True),
    ]
    for change in _next_changes(place, now):
        found += _at_change(change)
    return found


def _month(now: datetime) -> int:
    """A month far ahead whose first is no Monday, so that all proofs in it differ between engines."""
    ahead = (now.date() + _AHEAD + timedelta(days=31)).replace(day=1)
    while ahead.weekday() == 0:
        ahead = (ahead + timedelta(days=31)).replace(day=1)
    return ahead.month


def _six(now: datetime) -> str:
    """A text that is far ahead whether its seconds are first (the month is fifth) or last (the month is fourth)."""
    far = [month for month in range(1, 13) if _AHEAD < _next_first(month, now) - now.date() < timedelta(days=330)]
    as_weekday = next(month for month in far if month <= 7)
    return f"0 20 5 {next(month for month in far if month != as_weekday)} {as_weekday} *"


def _next_first(month: int, now: datetime) -> date:
    first = date(now.year, month, 1)
    return first if first > now.date() else date(now.year + 1, month, 1)


def _next_changes(place: str, now: datetime) -> Iterator[Transition]:
    """The next change forward and the next one back that are far enough ahead."""
    start, end = (epoch_seconds(now + ahead) for ahead in _CHANGES_WITHIN)
    changes = zone(place).transitions_between(start, end)
    for forward in (True, False):
        yield from [change for change in changes if (change.after > change.before) is forward][:1]


def _at_change(change: Transition) -> Iterator[Proof]:
    forward = change.after > change.before
    low = change.at + min(change.before, change.after)
    middle = instant_of(low + abs(change.after - change.before) // 2)
    day = f"{middle.day} {middle.month} *"
    season = "forward" if forward else "back"
    yield Proof(f"0 15 {day}", f"a plain time on the day on which clocks go {season}", "basic")
    asks = "a time that does not exist" if forward else "a time that comes twice"
    yield Proof(f"{middle.minute} {middle.hour} {day}", asks)


# -- looking -------------------------------------------------------------------------------------------------


class Prover:
    """Looks at what a backend makes of cron texts; each schedule that it makes is deleted again."""

    def __init__(self, backend: Backend, now: Callable[[], datetime]) -> None:
        self.backend = backend
        self.agent = backend.agent_id
        self._now = now
        self._made = 0
        self.has_seconds = False
        """Whether the server was seen to want six fields."""
        self.left: list[str] = []
        """The ids of schedules that could not be deleted."""

    def check(self) -> None:
        """
        Raises:
            InvalidArgument: there is nothing that could be looked at.
        """
        if self.backend.cron_timing("0 9 1 1 *", "UTC") is None:
            raise InvalidArgument(
                f"'{self.backend.name}' names no next run of a cron, so nothing can be proved about its engine",
                "For such a backend name its dialect in the configuration, if you know the engine.",
            )

    def look(self, proof: Proof, place: str, before: str = "") -> Seen:
        """What the server makes of a proof; `before` goes before its five fields."""
        timing = self.backend.cron_timing(before + proof.text, place)
        assert timing is not None
        try:
            record = self._created(timing)
        except (Rejected, InputError, Unsupported) as error:
            return Seen(proof, None, error.message)
        except NotReadBack as error:
            self._deleted(error.schedule_id)
            raise error.cause from None
        try:
            if record.next_run is None and record.status == "paused":
                record = self.backend.resume(self.agent, record.id)
            return Seen(proof, record.next_run)
        except Rejected as error:
            return Seen(proof, None, error.message)
        except NotReadBack as error:
            raise error.cause from None
        finally:
            self._deleted(record.id)

    def _created(self, timing: Mapping[str, Any]) -> Record:
        self._made += 1
        far = Once(self._now() + _FAR)
        input = {"none": "", "json object": "{}"}.get(self.backend.capabilities.input, MARK)
        key = hashlib.sha256(f"{self._made} {self._now().isoformat()}".encode()).hexdigest()[:32]
        draft = Draft(
            f"{MARK} {self._made}",
            Member(timing, far),
            input,
            enabled=not self.backend.capabilities.creates_paused,
            key=key,
        )
        return self.backend.create(self.agent, draft)

    def _deleted(self, schedule_id: str) -> None:
        try:
            self.backend.delete(self.agent, schedule_id)
        except NotFound:
            return
        except BackendError:
            self.left.append(schedule_id)

    def sweep(self) -> int:
        """Delete what an earlier look, or a lost answer, has left; returns how many."""
        self.left.clear()
        found = [r for r in self.backend.list(self.agent) if r.name.startswith(f"{MARK} ")]
        for record in found:
            self._deleted(record.id)
        return len(found) - len(self.left)

    def all(self, place: str) -> Iterator[Seen]:
        """Every proof, each looked at when it is asked for; then the least cadence."""
        for proof in proofs(place, self._now()):
            before = "0 " if self.has_seconds and not proof.is_six else ""
            seen = self.look(proof, place, before)
            if seen.refusal and not before and proof.weight == "basic":
                again = self.look(proof, place, "0 ")
                self.has_seconds = not again.refusal
                seen = again if self.has_seconds else seen
            yield seen
        yield from self._cadence(place, "0 " if self.has_seconds else "")

    def _cadence(self, place: str, before: str) -> Iterator[Seen]:
        month = _month(self._now())
        for minutes, length in _CADENCES:
            hours = "9" if length < 60 else "*"
            proof = Proof(f"{minutes} {hours} 1 {month} *", f"a run every {length} min", "told")
            seen = self.look(proof, place, before)
            yield seen
            if not seen.refusal:
                return


# -- what it tells -------------------------------------------------------------------------------------------


def expected(spoken: Dialect, text: str, place: str, now: datetime) -> datetime | None:
    """When an engine would run a text next; None where it takes no such text or never runs it."""
    try:
        read = parse_fields(f"0 {text}" if spoken.has_seconds else text, spoken)
        calendar = replace(calendar_of(read, place), clock=read.engine_clock)
    except InputError:
        return None
    if any(fault.offset_before for fault in spoken.faults):
        found = next_with_offset_before(normal_form(calendar.rules), zone(place), epoch_seconds(now))
        return None if found is None else instant_of(found)
    return next_fire(calendar, now)


def _candidates(has_seconds: bool, declared: str) -> list[Dialect]:
    known = [
        spoken
        for spoken in DIALECTS.values()
        if spoken.has_seconds is has_seconds
        and not (spoken.candidates or spoken.common_core or spoken.full_hours_only)
        and len(spoken.fields) == (6 if has_seconds else 5)
        and "year" not in spoken.fields
        and (spoken.fields[0] == SECOND) is has_seconds
    ]
    if not has_seconds and DIALECTS.get(declared, DIALECTS["vixie"]).optional_seconds:
        known.append(DIALECTS[declared])
    # The dialects of one product are named for that product only.
    return [spoken for spoken in known if spoken.name == declared or spoken.name not in _OF_ONE_PRODUCT]


def verdict(seen: Sequence[Seen], place: str, now: datetime, declared: str, has_seconds: bool) -> Verdict:
    """What all that was seen tells; `declared` is the dialect that the description or the operator names."""
    counted = [each for each in seen if each.at is not None and each.proof.weight != "told"]
    against = {
        spoken.name: [text for each in counted if (text := _contradicts(spoken, each, place, now))]
        for spoken in _candidates(has_seconds, declared)
    }
    fits = tuple(name for name, texts in against.items() if not texts) if counted else ()
    if declared in fits:
        fits = (declared,)
    basics = [each for each in counted if each.proof.weight == "basic"]
    common = DIALECTS["robfig6" if has_seconds else "vixie"]
    is_safe = bool(basics) and not any(_contradicts(common, each, place, now) for each in basics)
    nearest = min(against, key=lambda name: (len(against[name]), name != declared), default="")
    told = (*_told(fits, is_safe, nearest, declared), *_six_told(seen, place, now), *_cadence_told(seen))
    return Verdict(fits, is_safe, told, () if fits else tuple(against.get(nearest, ())))


def _contradicts(spoken: Dialect, seen: Seen, place: str, now: datetime) -> str:
    """Where a dialect would run otherwise than the server says; "" where it agrees or says nothing."""
    wanted = expected(spoken, seen.proof.text, place, now)
    if wanted is None or seen.at is None or wanted == seen.at:
        return ""
    return (
        f"'{seen.proof.text}' ({seen.proof.asks}): {spoken.title} would run at {shown(wanted, place)}, the server says "
        f"{shown(seen.at, place)}"
    )


def shown(at: datetime, place: str) -> str:
    return f"{wall_time(at, zone(place)):%a %Y-%m-%d %H:%M:%S %z}"


def _told(fits: tuple[str, ...], is_safe: bool, nearest: str, declared: str) -> Iterator[str]:
    if len(fits) == 1:
        spoken = DIALECTS[fits[0]]
        yield f"the engine reads cron as '{spoken.name}' does: {spoken.title}"
        yield from (f"its fault: {fault.text}" for fault in spoken.faults)
        if declared not in ("common", *fits):
            yield f"it was said to be '{declared}', and it is not"
    elif fits:
        yield f"the engine is one of {', '.join(fits)}: only what they all read alike will be sent"
    else:
        yield f"no engine that is known runs so; '{nearest}' comes nearest"
        yield (
            "only what all engines read alike will be sent, as for 'common'"
            if is_safe
            else "not even plain times and weekdays run as they are written, so no recurring schedule will be sent"
        )
    yield "not seen here: whether a time that comes twice runs twice"


def _six_told(seen: Sequence[Seen], place: str, now: datetime) -> Iterator[str]:
    for each in seen:
        if not each.proof.is_six:
            continue
        if each.at is None:
            yield "six fields are refused"
            continue
        first = expected(DIALECTS["robfig6"], each.proof.text.partition(" ")[2], place, now)
        last = expected(DIALECTS["vixie"], each.proof.text.rpartition(" ")[0], place, now)
        near = {"first": first, "last": last}
        where = [name for name, at in near.items() if at and each.at.date() == at.date()]
        yield (
            f"in six fields the seconds are {where[0]}" if where else "six fields are taken, in no order that is known"
        )


def _cadence_told(seen: Sequence[Seen]) -> Iterator[str]:
    least = [each for each in seen if each.proof.asks.startswith("a run every") and not each.refusal]
    if least:
        yield f"{least[0].proof.asks} is taken"


def today(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m-%d}"
