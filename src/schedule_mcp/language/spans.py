"""Spans of time in words: of a list of runs ("tomorrow", "last night"), and to the end of a pause ("for two weeks").

The grammar of whole sentences reads them: a span is where something that recurs every minute would run, and the end of
a pause is a single time. Only what is over needs words of its own, since sentences speak of what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from schedule_mcp.errors import ImpossibleSchedule, InputError, LimitExceeded, UnreadableText
from schedule_mcp.language.reader import read
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.edits import date_at
from schedule_mcp.schedule.model import DAY_S, Calendar, Interval, Once, Rule, Schedule
from schedule_mcp.schedule.zones import zone

_DAY = timedelta(days=1)
_MINUTE_S = 60
_FIRST_DATE = date(2000, 1, 1)
_DAYS_AT_MOST = 400
_WEEK = 7
"""What has begun within a week is told from its begin on, such as the weekend on a Sunday."""
_EVERY_MINUTE = (
    *("every minute", "jede Minute", "chaque minute", "cada minuto", "ogni minuto", "elke minuut", "每分钟", "毎分"),
    *("a cada minuto", "co minutę"),
)
"""What recurs every minute, in each language of the grammar."""
_BESIDE = ("{0} {1}", "{0} on {1}", "{0} for {1}", "{0} in {1}")
_IN = ("in {0}", "dans {0}", "en {0}", "tra {0}", "over {0}", "em {0}", "za {0}", "{0}后", "{0}後")
_AT_MIDNIGHT = ("{0} at 00:00", "{0} um 00:00", "{0} à 00:00", "{0} a las 00:00", "{0} 00:00")

_OVER = {
    "gestern": "yesterday", "hier": "yesterday", "ayer": "yesterday", "ieri": "yesterday", "ontem": "yesterday",
    "gisteren": "yesterday", "昨天": "yesterday", "昨日": "yesterday", "wczoraj": "yesterday",
    "letzte nacht": "last night", "la nuit dernière": "last night", "anoche": "last night", "昨晚": "last night",
    "letzte woche": "last week", "la semaine dernière": "last week", "la semana pasada": "last week",
    "la settimana scorsa": "last week", "na semana passada": "last week", "vorige week": "last week",
    "上周": "last week", "先週": "last week", "w zeszłym tygodniu": "last week",
    "letzten monat": "last month", "le mois dernier": "last month", "el mes pasado": "last month",
}  # fmt: skip
_LEADING = re.compile(r"^(?:(?:during|over|within)\s+)", re.IGNORECASE)
_LAST_FEW = re.compile(r"(?:in )?(?:the )?(?:last|past) ((?:\d+|[a-z]+) (?:minute|hour|day|week)s?|hour|day|24h)")
_YESTERDAY = re.compile(r"yesterday(?P<part> (?:morning|afternoon|evening|night))?")
_UNITS = {"week": "this week", "month": "this month", "year": "this year"}
_EVENING, _MORNING = 18, 6
_FOR = re.compile(r"^(?:for|during|für|pendant|durante|por|per|voor|przez)\s+(?=\S)", re.IGNORECASE)
_WITHOUT_END = re.compile(r"\b(?:forever|ever|for good|indefinitely|further notice|no end|i say so)\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"^(?:until|till|til|up to|through|bis(?: zum| zur)?|jusqu'(?:à|au)|hasta(?: el)?|fino a|até|tot|do)\s+(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """From an instant on, and before another."""

    begin: datetime
    end: datetime


@dataclass(frozen=True)
class Spans:
    """What words mean: spans in the order of time that do not touch, in a zone."""

    parts: tuple[Span, ...]
    zone: str

    @property
    def begin(self) -> datetime:
        return self.parts[0].begin

    @property
    def end(self) -> datetime:
        return self.parts[-1].end

    def holds(self, instant: datetime) -> bool:
        return any(part.begin <= instant < part.end for part in self.parts)


def spans(words: str, *, now: datetime, timezone: str) -> Spans:
    """The spans that words name; where they leave the hours open ("tonight"), all that they may mean.

    Raises:
        UnreadableText: they name none.
        LimitExceeded: they name more than a year.
    """
    said = " ".join(words.strip().rstrip("?.!").split())
    plain = said.casefold()
    plain = _OVER.get(plain, plain)
    found = _past(plain, now, timezone) or _to_come(_LEADING.sub("", said), now, timezone)
    if found is None:
        raise UnreadableText(
            f"{quoted(words)} names no span of time",
            "Say one, for example 'tomorrow', 'next week', 'on December 24', 'last night', 'the next 12 hours'.",
        )
    return found


def end_of_pause(words: str, *, now: datetime, timezone: str) -> datetime | Question:
    """The instant at which a pause ends; a day or a longer span ends it with its first moment.

    Raises:
        UnreadableText: the words name no time.
        ImpossibleSchedule: it is past.
    """
    said = " ".join(words.strip().rstrip("?.!").split())
    if _WITHOUT_END.search(said):
        raise UnreadableText(f"{quoted(words)} names no end", "To pause without an end leave `until` out.")
    lasting = _FOR.sub("", said)
    if lasting != said:
        tries: tuple[str, ...] = tuple(each.format(lasting) for each in _IN)
    else:
        said = _UNTIL.sub("", said)
        tries = (said, *(each.format(said) for each in _AT_MIDNIGHT))
    refusal: InputError | None = None
    question: Question | None = None
    for text in tries:
        try:
            reading = read(text, now=now, timezone=timezone)
        except ImpossibleSchedule as error:
            refusal = refusal or error
            continue
        except InputError:
            continue
        if isinstance(reading.schedule, Once):
            return reading.schedule.at
        if reading.question is not None and all(isinstance(o.schedule, Once) for o in reading.question.options):
            question = question or reading.question
    begins = _first_moment(said, now, timezone)
    if begins is not None:
        return begins
    if question is not None:
        return Question(question.ask, tuple(_until_option(option) for option in question.options))
    raise refusal or UnreadableText(
        f"{quoted(words)} is no end of a pause", "Say one, for example 'until Monday', 'for two weeks', 'tomorrow 9am'."
    )


def _until_option(option: Option) -> Option:
    return Option({"until": option.arguments["when"]}, option.schedule) if "when" in option.arguments else option


def _first_moment(words: str, now: datetime, timezone: str) -> datetime | None:
    """The begin of a span to come, such as next month."""
    found = _to_come(words, now, timezone)
    return found.begin if found is not None and found.begin > now else None


# -- what is over ----------------------------------------------------------------------------------------------


def _past(plain: str, now: datetime, timezone: str) -> Spans | None:
    place = zone(timezone)
    today = date_at(now, place)[0]
    if plain in ("", "now"):
        return Spans((Span(now, now + _DAY),), timezone)
    if plain in ("today so far", "so far today", "earlier today"):
        return Spans((Span(_at(today, 0, timezone), now),), timezone)
    if plain in ("last night", "tonight just past"):
        begin, end = _at(today - _DAY, _EVENING * 3600, timezone), _at(today, _MORNING * 3600, timezone)
        return Spans((Span(begin, end),), timezone)
    if plain.startswith("since "):
        since = spans(plain.removeprefix("since "), now=now, timezone=timezone)
        begin = since.begin if since.begin < now else _latest(plain.removeprefix("since "), now, timezone).begin
        return Spans((Span(begin, now),), since.zone)
    if (few := _LAST_FEW.fullmatch(plain)) is not None:
        return _last_few(few[1], now, timezone)
    if (yesterday := _YESTERDAY.fullmatch(plain)) is not None:
        part = yesterday["part"]
        said = f"this{part}" if part and part != " night" else "tonight" if part else "today"
        return _to_come(said, _at(today - _DAY, 0, timezone), timezone)
    if plain.startswith("last "):
        return _last(plain.removeprefix("last "), now, today, timezone)
    return None


def _last_few(words: str, now: datetime, timezone: str) -> Spans | None:
    count = words if " " in words else f"1 {words}" if words != "24h" else "24 hours"
    try:
        later = read(f"in {count}", now=now, timezone=timezone).schedule
    except InputError:
        return None
    if not isinstance(later, Once):
        return None
    return Spans((Span(now - (later.at - now), now),), timezone)


def _last(words: str, now: datetime, today: date, timezone: str) -> Spans | None:
    if words in _UNITS:
        first = {"week": today - 7 * _DAY, "month": today.replace(day=1) - _DAY, "year": date(today.year - 1, 12, 31)}
        return _to_come(_UNITS[words], _at(first[words], 0, timezone), timezone)
    try:
        return _latest(words, now, timezone)
    except UnreadableText:
        return None


def _latest(words: str, now: datetime, timezone: str) -> Spans:
    """The last block of days before today of what recurs, such as Mondays."""
    for text in _sentences(words):
        try:
            schedule = read(text, now=now, timezone=timezone).schedule
        except InputError:
            continue
        if isinstance(schedule, Calendar):
            here = zone(schedule.zone)
            today = date_at(now, here)[0]
            for rule in schedule.rules:
                last = _block_before(date_set(rule.days), today)
                if last:
                    return Spans(tuple(_merged(_of_days(rule, last, schedule.zone))), schedule.zone)
    raise UnreadableText(f"{quoted(words)} names no span of time that is over", "Say 'yesterday' or 'last week'.")


def _block_before(bits: int, today: date) -> list[date]:
    """The last unbroken block of days that is over; one that holds today is not."""
    found: list[date] = []
    day = today
    while (today - day).days < _DAYS_AT_MOST and _has(bits, day):
        day -= _DAY
    while (today - day).days < _DAYS_AT_MOST and not _has(bits, day):
        day -= _DAY
    while _has(bits, day) and len(found) < _DAYS_AT_MOST:
        found.insert(0, day)
        day -= _DAY
    return found


# -- what is to come -------------------------------------------------------------------------------------------


def _sentences(words: str) -> Iterator[str]:
    for form in _BESIDE:
        yield form.format(_EVERY_MINUTE[0], words)
    yield from (f"{every} {words}" for every in _EVERY_MINUTE[1:])


def _to_come(words: str, now: datetime, timezone: str) -> Spans | None:
    # Of what is said of today some may be over already; the day as a whole is meant.
    midnight = _at(date_at(now, zone(timezone))[0], 0, timezone)
    for instant in (now, midnight):
        for text in _sentences("the weekend" if words.casefold() == "this weekend" else words):
            try:
                reading = read(text, now=instant, timezone=timezone)
            except InputError:
                continue
            found = _of_reading(reading, now, timezone)
            if found is not None:
                return found
    return None


def _of_reading(reading: Reading, now: datetime, timezone: str) -> Spans | None:
    options = reading.question.options if reading.question else ()
    schedules: Sequence[Schedule] = [reading.schedule] if reading.schedule else [o.schedule for o in options]
    parts: list[Span] = []
    place = timezone
    for schedule in schedules:
        if isinstance(schedule, Interval) and schedule.until is not None:
            parts.append(Span(max(now, schedule.start or now), schedule.until + timedelta(seconds=1)))
        elif isinstance(schedule, Calendar):
            place = schedule.zone
            parts += _of_calendar(schedule, now)
        else:
            return None
    return Spans(tuple(_merged(parts)), place) if parts else None


def _of_calendar(schedule: Calendar, now: datetime) -> Iterator[Span]:
    today = date_at(now, zone(schedule.zone))[0]
    for rule in schedule.rules:
        for span in _of_days(rule, _days_of(date_set(rule.days), today), schedule.zone):
            begin = span.begin if schedule.start is None else max(span.begin, schedule.start)
            end = span.end if schedule.until is None else min(span.end, schedule.until)
            if begin < end:
                yield Span(begin, end)


def _days_of(bits: int, today: date) -> list[date]:
    """All the days of what is bounded; of what recurs without end the first unbroken block."""
    first = (bits & -bits).bit_length() - 1
    if bits and bits.bit_length() - first <= _DAYS_AT_MOST:
        return [_FIRST_DATE + timedelta(days=n) for n in range(first, bits.bit_length()) if bits >> n & 1]
    if not bits >> (today - _FIRST_DATE).days:
        return []
    day = today
    while not _has(bits, day):
        day += _DAY
    while _has(bits, day - _DAY) and (today - day).days < _WEEK:
        day -= _DAY
    block: list[date] = []
    while _has(bits, day):
        block.append(day)
        day += _DAY
        if len(block) > _DAYS_AT_MOST:
            raise LimitExceeded("that is more than a year", "Name a shorter span.")
    return block


def _has(bits: int, day: date) -> bool:
    return bool(bits >> (day - _FIRST_DATE).days & 1)


def _of_days(rule: Rule, days: Sequence[date], place: str) -> Iterator[Span]:
    runs: list[list[int]] = []
    for second in rule.times:
        if runs and second - runs[-1][1] <= _MINUTE_S:
            runs[-1][1] = second
        else:
            runs.append([second, second])
    for day in days:
        for first, last in runs:
            yield Span(_at(day, first, place), _at(day, last + _MINUTE_S, place))


def _merged(parts: Sequence[Span] | Iterator[Span]) -> list[Span]:
    found: list[Span] = []
    for part in sorted(parts, key=lambda each: each.begin):
        if found and part.begin <= found[-1].end:
            found[-1] = Span(found[-1].begin, max(found[-1].end, part.end))
        else:
            found.append(part)
    return found


def _at(day: date, second: int, place: str) -> datetime:
    days, rest = divmod(second, DAY_S)
    clock = time(rest // 3600, rest % 3600 // 60, rest % 60)
    return datetime.combine(day + days * _DAY, clock, zone(place).tzinfo).astimezone(UTC)
