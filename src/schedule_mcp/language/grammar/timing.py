"""What is said about times of a day: lists of them, parts of the day, windows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schedule_mcp.language.grammar.clock import NOON_H
from schedule_mcp.language.grammar.minutes import MinuteReader
from schedule_mcp.language.items import Ask, DayPart, Instant, Ref, Repeating, Time, Times, Window
from schedule_mcp.language.lexicon import K


class TimingReader(MinuteReader):
    """Reads one statement about times."""

    def timing(self) -> list[Any]:
        """Times of a day, minutes of the hour, parts of the day, an instant."""
        begin = self.i
        minutes = self.past_hour_minutes()
        if minutes:
            return minutes
        self.i = begin
        if self.at(K.DAY_REF) and self.at(K.DAY_PART):
            if self.lexicon.code != "en":
                return []
            found = [Ref(self.value(K.DAY_REF)), DayPart(self.value(K.DAY_PART))]
            self.i += 1
            return found
        repeating = [Repeating(surely=False)] if self.at(K.AT) and self.at(K.REPEATING) else []
        led = self.take(K.AT)
        if self.at(K.CLOCK, 1):
            self.take(K.ARTICLE)
        after_part = self.i > 0 and K.DAY_PART in self.kinds[self.i - 1]
        listed = self.i > 0 and K.COMMA in self.kinds[self.i - 1] and not self.at(K.NUMBER)
        if self.at(K.INSTANT):
            at = self.value(K.INSTANT)
            self.i += 1
            return [Instant(at)]
        before_part = self.at(K.NUMBER) and self.at(K.DAY_PART, 1) and not self.at(K.DAY_REF, 1)
        before_part &= not self.lexicon.postposed
        bare = led or after_part or listed or before_part or self.half_follows() or self.military_at()
        unclear = self.hour_or_minute() if led else []
        if unclear:
            return unclear
        times = self.time_list(bare=bare)
        if times and self.at(K.OR) and self.time_follows(2 if self.at(K.AT, 1) else 1):
            return self.either_time(begin, times)
        if times:
            return [*repeating, Times(tuple(times))]
        if self.at(K.DAY_PART) or (self.at(K.IN) and self.at(K.DAY_PART, 1)):
            self.skip(K.IN)
            return self.parted_times()
        return []

    def parted_times(self, *, every: bool = False) -> list[Any]:
        """ "le matin à 8h et le soir à 20h", "morgens und abends um 8": each part of the day with its own times."""
        begin = self.i
        first = self.day_part()
        parts = [first.hours]
        while self.at(K.AND):
            ahead = 2 if every and self.at(K.EVERY, 1) else 1
            if not self.at(K.DAY_PART, ahead) or self.at(K.DAY_REF, ahead):
                break
            self.i += ahead
            parts.append(self.day_part().hours)
        self.take(K.COMMA)
        bare = self.take(K.AT)
        times = self.time_list(bare=bare) if bare or len(parts) > 1 else []
        if self.lexicon.code == "en" or not times or (len(times) > 1 < len(parts)):
            self.i = begin + 1
            return [first]
        timed = Times(tuple(replace(t, part=self.common_part(t.part, part)) for part in parts for t in times))
        return [timed] if every else [Repeating(surely=False, daily=first.every), timed]

    def common_part(self, own: tuple[int, int] | None, part: tuple[int, int]) -> tuple[int, int]:
        """What two parts of the day that are said of one time have in common: "por la noche, a las 10 de la noche"."""
        if own is None:
            return part
        shared = [(max(own[0] + day, part[0]), min(own[1] + day, part[1])) for day in (0, 24)]
        found = next(((first, end) for first, end in shared if first < end), None)
        if found is None:
            raise self.refuse("two parts of the day are said that do not overlap", "Say one of them.")
        return found

    def half_follows(self) -> bool:
        """Whether hours in a row end with am or pm: "1, 3 & 5pm", "8, 12 und 18 Uhr"."""
        ahead = 0
        while self.at(K.NUMBER, ahead):
            ahead += 1
            joined = ahead
            while self.at(K.COMMA, ahead) or self.at(K.AND, ahead):
                ahead += 1
            if joined == ahead:
                ends = self.at(K.MERIDIEM, ahead) or (self.lexicon.oclock_is_24h and self.at(K.OCLOCK, ahead))
                return ahead > 1 and ends
        return False

    def either_time(self, begin: int, times: list[Time]) -> list[Any]:
        """ "at 9am or 10am": which of them."""
        middle = self.i
        self.i += 1
        self.take(K.AT)
        others = self.time_list(bare=True)
        if not others:
            raise self.refuse()
        ask = "'or' leaves open which time is meant: one of them, or both?"
        if self.lexicon.code != "en":
            return [Ask(ask, tuple((Times(tuple(said)),) for said in (times, others, [*times, *others])))]
        one = " ".join(t.text for t in self.tokens[begin:middle])
        other = " ".join(t.text for t in self.tokens[middle + 1 : self.i])
        texts = (one, f"at {other.removeprefix('at ')}", f"{one} and {other}")
        return [Ask(ask, self.said_instead(begin, *texts))]

    def day_part(self) -> DayPart:
        part = DayPart(self.value(K.DAY_PART), self.at(K.EACH_PART), self.lexicon.code != "en")
        self.i += 1
        return part

    def window(self) -> list[Any]:
        """ "from 9am to 5pm", "between 22:00 and 02:00", "9-17", "during the 9am hour"."""
        if self.at(K.ON) or self.at(K.IN):
            return self.hour_window() if any(self.text(self.i + k) == "hour" for k in (2, 3, 4)) else []
        led = self.take(K.BETWEEN, K.FROM)
        begin = 1 if self.at(K.AT) else 0
        if not led and self.at(K.NUMBER, begin) and (self.at(K.AND, begin + 1) or self.at(K.COMMA, begin + 1)):
            # "at 45 and 55 minutes past every hour"
            return []
        if self.days_of_a_month() if led else not self.has_ranges:
            return []
        self.take(K.AT)
        self.spanning = True
        first = self.time(bare=True)
        self.spanning = False
        if first is None:
            return []
        if not self.at(K.CLOCK):
            (first,) = self.with_day_part([first])
        ends_before = False
        if not led and not (self.at(K.TO) or self.at(K.DASH)):
            return []
        if self.at(K.BEFORE):
            ends_before = True
            self.i += 1
        elif not self.take(K.TO, K.DASH, K.AND, K.UNTIL) and not (led and self.at(K.CLOCK)):
            # "de 9h à midi" says "to" in the word for noon.
            return []
        self.skip(K.AT)
        last = self.time(bare=True)
        if last is None:
            return []
        first, last = self.with_oclock(list(self.window_halves(first, last)))
        if first.part is None:
            first, last = self.with_day_part([first, last])
        else:
            # "from 8 in the morning till 8 at night"
            (last,) = self.with_day_part([last])
        return [Window(first, last, not ends_before)]

    def days_of_a_month(self) -> bool:
        """Whether numbers in a row are days, not hours: "del 25 al 28 de junio"."""
        if not (self.at(K.NUMBER) and self.at(K.NUMBER, 2) and (self.at(K.TO, 1) or self.at(K.DASH, 1))):
            return False
        return self.at(K.MONTH, 3) or (self.at(K.OF, 3) and self.at(K.MONTH, 4))

    def hour_window(self) -> list[Any]:
        self.i += 1
        self.take(K.ARTICLE)
        first = self.time(bare=True)
        if first is None or first.minute or self.i >= self.end or self.text(self.i) != "hour":
            return []
        self.i += 1
        return [Window(first, replace(first, minute=59, second=59))]

    def window_halves(self, first: Time, last: Time) -> tuple[Time, Time]:
        if last.half and not first.half and not first.exact and first.hour < last.hour and last.hour != 12:
            return replace(first, half=last.half), last
        if (
            self.lexicon.code != "en"
            and last.exact
            and last.hour > NOON_H
            and not first.half
            and first.hour < last.hour
        ):
            # "segunda 9 às 18": both count to 24.
            return replace(first, exact=True), last
        return first, last
