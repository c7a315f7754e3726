"""Clock times as said: "half past nine", "9h30", "0900"."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.items import Time
from schedule_mcp.language.lexicon import K

NOON_H = 12
_MINUTE_WORDS = frozenset({5, 10, *range(13, 60)})


class ClockReader(Cursor):
    """Reads times of a day."""

    def time(self, *, bare: bool) -> Time | None:
        before = self.i
        found = self.clock_time(bare=bare)
        if found is None:
            self.i = before
            return None
        if self.lexicon.code != "en" and self.at(K.ON_THE_HOUR) and not self.at(K.AT) and not self.is_hourly:
            # "à midi pile"
            self.i += 1
        if self.take(K.NEXT_DAY):
            found = replace(found, days=1)
        return found

    def clock_time(self, *, bare: bool) -> Time | None:
        place = self.i
        if self.at(K.CLOCK) and self.at(K.DAY_PART) and self.at(K.AT, 1) and self.time_follows(2):
            # "mittags um 12"
            return None
        if self.at(K.CLOCK):
            seconds = self.value(K.CLOCK)
            self.i += 1
            if self.at(K.HALF_PAST) and not self.at(K.NUMBER, 1):
                # "midi et demi"
                seconds = (seconds + self.value(K.HALF_PAST) * 60) % 86400
                self.i += 1
                return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place)
            spoken = self.minute_of_noon()
            if spoken:
                seconds += spoken * 60
                return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place)
            noon = "pm" if seconds == 43200 else None
            return Time(
                seconds // 3600, seconds % 3600 // 60, half=noon, exact=True, place=place, midnight=seconds == 0
            )
        if self.at(K.PAST_HOUR) and not self.at(K.UNIT, 1) and (self.at(K.NUMBER, 1) or self.at(K.CLOCK, 1)):
            shift = self.value(K.PAST_HOUR)
            self.i += 1
            return self.shifted(shift, place)
        if self.at(K.HALF_TO) and self.at(K.NUMBER, 1):
            self.i += 1
            return self.shifted(-30, place)
        if self.at(K.HHMM):
            return self.hhmm(place)
        if self.at(K.OFFSET_NUMBER):
            return self.dotted(place)
        if not self.at(K.NUMBER):
            return None
        return self.hour(place, bare=bare)

    def minute_of_noon(self) -> int:
        """The minutes of "midi trente", "midi 30"; 0 where none are said."""
        counted = self.at_any((K.UNIT, K.TIMES, K.OCLOCK, K.MONTH, K.HALF_PAST), 1)
        if self.lexicon.code != "fr" or not self.at(K.NUMBER) or counted:
            return 0
        begin = self.i
        n = self.number() or 0
        if n == int(n) and 5 <= n < 60 and (n > NOON_H or not self.text(begin).isdigit()):
            return int(n)
        self.i = begin
        return 0

    def shifted(self, minutes: int, place: int) -> Time | None:
        if self.at(K.CLOCK):
            seconds = (self.value(K.CLOCK) + minutes * 60) % 86400
            self.i += 1
            return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place)
        base = self.hour(place, bare=True)
        if base is None or base.minute:
            return None
        hour = base.hour
        if minutes < 0:
            if base.half and hour == 12:
                return replace(base, hour=11, minute=60 + minutes, half="pm" if base.half == "am" else "am")
            hour = 12 if hour == 1 and not base.exact else (hour - 1) % 24
            if base.half and base.hour == 1:
                return replace(base, hour=12, minute=60 + minutes)
        return replace(base, hour=hour, minute=minutes % 60)

    def hhmm(self, place: int) -> Time:
        hour, minute, second = (*self.value(K.HHMM), 0)[:3]
        self.i += 1
        self.take(K.OCLOCK)
        return self.halved(hour, minute, second, place=place, said_24h=True)

    def dotted(self, place: int) -> Time | None:
        text = self.tokens[self.i].text
        whole, _, part = text.partition(".")
        if len(part) != 2 or len(whole) > 2 or self.dotted_date():
            return None
        if not (self.at(K.MERIDIEM, 1) or self.at(K.OCLOCK, 1) or self.lexicon.dotted_clock) or (
            self.at(K.UNIT, 1) and not self.at(K.OCLOCK, 1) and not self.place_follows(1)
        ):
            return None
        self.i += 1
        self.take(K.OCLOCK)
        return self.halved(int(whole), int(part), place=place, said_24h=True)

    def place_follows(self, ahead: int) -> bool:
        """Whether the "heure" of "à 19:29 heure de Tokyo" stands there."""
        hour = self.at(K.UNIT, ahead) or self.at(K.OCLOCK, ahead)
        return hour and self.at(K.OF, ahead + 1) and self.at(K.ZONE, ahead + 2)

    def dotted_date(self) -> bool:
        """Whether the 3.12 of "am 3.12 um 9 Uhr" is a date."""
        day, month = self.value(K.OFFSET_NUMBER)
        led = self.kinds[self.i - 1] if self.i else {}
        on = (K.ON in led or K.ARTICLE in led or led.get(K.UNIT) == "day") and K.AT not in led
        return on and self.lexicon.code != "en" and 1 <= day <= 31 and 1 <= month <= 12

    def hour(self, place: int, *, bare: bool) -> Time | None:
        """ "9", "9 o'clock", "nine fifteen", "8 y 20", "0900": what begins with a number."""
        text = self.text(self.i)
        digits = text.isdigit()
        follows = self.at_any((K.UNIT, K.PAST, K.TO, K.MINUTES_TO), 1)
        minutes = self.minutes_past(place) if not digits or follows else None
        if minutes is not None:
            return minutes
        n = self.number()
        if n is None or n != int(n):
            return None
        hour, is_military = int(n), digits and len(text) == 4
        if self.at(K.OCLOCK) and not is_military and not (self.lexicon.code == "en" and self.at(K.UNIT)):
            self.i += 1
            return self.after_oclock(hour, place)
        if self.at(K.HALF_PAST):
            return self._half_past(hour, place)
        if self.at_half():
            return self.halved(hour, 0, place=place, said_24h=False)
        minute = self.joined_minute(digits=digits) if bare else None
        if minute is None and not digits:
            minute = self.spoken_minute()
        if minute is not None:
            return self.halved(hour, minute, place=place, said_24h=False)
        if not bare or (self._counts_more() and not (is_military and self.at(K.OCLOCK))):
            return None
        if is_military:
            return self.military(text, place)
        if not 0 <= hour <= 24:
            raise self.refuse(f"there is no hour {text[:12]}", "Hours are 0 to 23, or 1 to 12 with am or pm.")
        exact = hour == 0 or hour > NOON_H or text.startswith("0") or self.lexicon.bare_hour_is_24h
        return Time(hour, 0, exact=exact, place=place)

    def _half_past(self, hour: int, place: int) -> Time:
        """The "y media" of "las ocho y media", the "menos cuarto" of "las ocho menos cuarto"."""
        minute = self.value(K.HALF_PAST)
        self.i += 1
        if minute < 0:
            hour, minute = 12 if hour == 1 else hour - 1, minute + 60
        return self.halved(hour, minute, place=place, said_24h=False)

    def _counts_more(self) -> bool:
        """Whether a number counts what follows: "5 days", "3 times", "5 October", "5 de octubre"."""
        counted = (self.at(K.UNIT) and not self.place_follows(0)) or self.at(K.TIMES)
        return counted or self.at(K.MONTH) or (self.at(K.OF) and self.at(K.MONTH, 1))

    def joined_minute(self, *, digits: bool) -> int | None:
        """The minutes of "las ocho y veinte", "alle 21 e 30"; a number that may be an hour is none by itself."""
        if not self.lexicon.joins_minutes or self.spanning or not (self.at(K.AND) and self.at(K.NUMBER, 1)):
            return None
        before = self.i
        self.i += 1
        spelled = not self.text(self.i).isdigit()
        n = self.number()
        if n is not None and spelled and n % 10 == 0 and self.at(K.AND) and self.at(K.NUMBER, 1):
            # "treinta y cinco"
            unit = self.value(K.NUMBER, 1)
            if not self.text(self.i + 1).isdigit() and 0 < unit < 10 and n >= 20:
                self.i += 2
                n += unit
        clear = n is not None and n == int(n) and (24 < n < 60 or (spelled and not digits and n in _MINUTE_WORDS))
        counted = self.at_any((K.OCLOCK, K.UNIT, K.TIMES, K.MONTH, K.HALF_PAST))
        if clear and not counted:
            return int(n or 0)
        self.i = before
        return None

    def military(self, text: str, place: int) -> Time | None:
        """0900, 1530, "2000 hours": four digits that are no year."""
        named = self.at(K.OCLOCK) and self.text(self.i) in ("hours", "hrs", "h")
        if int(text) % 100 > 59 or int(text) > 2359 or (int(text) >= 1970 and not named):
            return None
        self.i += int(named)
        return Time(int(text[:2]), int(text[2:]), exact=True, place=place)

    def military_at(self) -> bool:
        """Whether four digits stand here that are a time and no year or amount: "daily 0900"."""
        text = self.text(self.i)
        amount = (self.at(K.UNIT, 1) and not self.at(K.OCLOCK, 1)) or self.at(K.TIMES, 1)
        return len(text) == 4 and text.isdigit() and int(text) < 1970 and int(text) % 100 < 60 and not amount

    def spoken_minute(self) -> int | None:
        """The minutes of "nine fifteen", "ten forty-five pm"."""
        before = self.i
        if self.at(K.NUMBER) and not self.text(self.i).isdigit():
            n = self.number()
            if n is not None and 10 <= n < 60 and n == int(n) and not (self.at(K.UNIT) or self.at(K.TIMES)):
                return int(n)
        self.i = before
        return None

    def minutes_past(self, place: int) -> Time | None:
        before = self.i
        n = self.number()
        if self.at(K.UNIT) and self.value(K.UNIT) == "minute":
            self.i += 1
        clear = (self.at(K.PAST) or self.at(K.MINUTES_TO)) and self.lexicon.code != "en"
        sign = 1 if self.take(K.PAST) else -1 if self.take(K.MINUTES_TO, K.TO) else 0
        plausible = n in (5, 10, 15, 20, 25) or self.text(before + 1) in ("minutes", "min")
        if (
            n is not None
            and n == int(n)
            and sign
            and plausible
            and 0 < n < 60
            and (self.at(K.NUMBER) or self.at(K.CLOCK) or (self.at(K.HALF_TO) and self.at(K.NUMBER, 1)))
        ):
            if self.take(K.HALF_TO):
                # "fünf nach halb neun"
                return self.shifted(sign * int(n) - 30, place)
            digits = self.tokens[self.i].text.isdigit()
            wordy = not self.text(before).isdigit() or self.text(before + 1) in ("minutes", "min", "past")
            led = before > 0 and K.AT in self.kinds[before - 1] and self.lexicon.code == "en"
            if wordy or led or clear or not digits:
                found = self.shifted(sign * int(n), place)
                if found is not None:
                    return found
        self.i = before
        return None

    def after_oclock(self, hour: int, place: int) -> Time:
        minute = 0
        if self.at(K.HALF_PAST):
            minute = self.value(K.HALF_PAST)
            self.i += 1
            if minute < 0:
                hour, minute = hour - 1, minute + 60
        elif self.at(K.AND) and self.at(K.NUMBER, 1) and self.at(K.UNIT, 2) and self.value(K.UNIT, 2) == "minute":
            # "às 21 horas e 30 minutos"
            minute = int(self.value(K.NUMBER, 1))
            self.i += 3
        elif self.at(K.NUMBER) and (
            self.tokens[self.i].glued
            or (self.at(K.UNIT, 1) and self.value(K.UNIT, 1) == "minute")
            or (
                len(self.tokens[self.i].text) == 2
                and self.lexicon.oclock_is_24h
                and (not self.at(K.UNIT, 1) or self.place_follows(1) or self.touches())
                and self.tokens[self.i].text.isdigit()
            )
            or self.single_minute()
            or self.spelled_minute()
        ):
            minute = int(self.number() or 0)
            if self.at(K.UNIT) and self.value(K.UNIT) == "minute":
                self.i += 1
        if not 0 <= minute < 60:
            raise self.refuse(f"there is no minute {minute}", "Minutes are 0 to 59.")
        return self.halved(hour, minute, place=place, said_24h=self.lexicon.oclock_is_24h)

    def spelled_minute(self) -> bool:
        """The twenty of "um acht Uhr zwanzig"."""
        after = (K.UNIT, K.TIMES, K.MONTH, K.OCLOCK, K.WEEKDAY, K.DAY_SET, K.ORDINAL, K.NEXT, K.IN_ALL)
        counted = self.at_any(after, 1) and not self.place_follows(1)
        spelled = self.lexicon.code != "en" and not self.text(self.i).isdigit() and not self.lexicon.postposed
        return spelled and not counted and self.value(K.NUMBER) in range(2, 60)

    def single_minute(self) -> bool:
        """The 5 of "um 10 Uhr 5", "à 6 heures 5"."""
        spelled = self.lexicon.code != "en" and len(self.text(self.i - 1)) > 2
        counted = self.at_any((K.UNIT, K.TIMES, K.MONTH, K.OCLOCK, K.NUMBER, K.IN_ALL), 1)
        return spelled and len(self.text(self.i)) == 1 and not counted and not self.at(K.ORDINAL)

    def at_half(self) -> bool:
        return self.at(K.MERIDIEM) and (len(self.tokens[self.i].text) > 1 or self.tokens[self.i].glued)

    def halved(self, hour: int, minute: int, second: int = 0, *, place: int, said_24h: bool) -> Time:
        """A time with the half of the day that follows it, if one does."""
        if not (0 <= minute < 60 and 0 <= second < 60 and 0 <= hour <= 24):
            seconds = f":{second:02}" if second else ""
            raise self.refuse(f"there is no time {hour}:{minute:02}{seconds}", "Hours are 0 to 23, minutes 0 to 59.")
        if self.at_half():
            half = self.value(K.MERIDIEM)
            self.i += 1
            if not 1 <= hour <= 12:
                raise self.refuse(f"there is no {hour}{half}", "With am or pm the hour is 1 to 12.")
            return Time(hour, minute, second, half, place=place)
        if hour == 24 and (minute or second):
            raise self.refuse(f"there is no time 24:{minute:02}", "The day ends at 24:00.")
        return Time(hour, minute, second, exact=said_24h or hour == 0 or hour > 12, place=place)
