"""Minutes of the hour: "at :15 and :45", "20 past and 20 to every hour"."""

from __future__ import annotations

from typing import Any

from schedule_mcp.language.grammar.cursor import JOINTS
from schedule_mcp.language.grammar.timelists import TimeListReader
from schedule_mcp.language.items import Minutes
from schedule_mcp.language.lexicon import K


class MinuteReader(TimeListReader):
    """Reads minutes of the hour."""

    def past_hour_minutes(self) -> list[Any]:
        """ "at :15", "on the hour", "at 15 minutes past every hour"."""
        self.take(K.AT)
        if self.at(K.ON_THE_HOUR) and not (self.at(K.PAST_HOUR) and (self.at(K.NUMBER, 1) or self.at(K.CLOCK, 1))):
            minutes = set(self.value(K.ON_THE_HOUR))
            self.i += 1
            self.take(K.PAST_EACH_HOUR)
            if self.at(K.AND) and self.at(K.ON_THE_HOUR, 1):
                minutes |= set(self.value(K.ON_THE_HOUR, 1))
                self.i += 2
            if (self.at(K.ARTICLE) or self.at(K.EVERY)) and self.at(K.UNIT, 1) and self.value(K.UNIT, 1) == "hour":
                # "quarter past and quarter to the hour"
                self.i += 2
            return [Minutes(tuple(sorted(minutes)))]
        if self.at(K.MINUTE):
            found: list[int] = []
            while self.at(K.MINUTE):
                found.append(self.value(K.MINUTE)[0])
                self.i += 1
                ahead = self.beyond(JOINTS)
                if ahead and self.at(K.MINUTE, ahead):
                    self.i += ahead
            self.take(K.PAST_EACH_HOUR)
            return self.minutes_item(found)
        return self.counted_minutes()

    def counted_minutes(self) -> list[Any]:
        """ "15 minutes past every hour", "5 past and 35 past the hour", "minute 7 of every hour"."""
        named = self.at(K.UNIT) and self.value(K.UNIT) == "minute" and self.at(K.NUMBER, 1)
        led = self.i > 0 and K.AT in self.kinds[self.i - 1]
        of_hour = self.take(K.MINUTE_OF)
        if named:
            self.i += 1
        open_still: list[int] = []
        settled: list[int] = []
        while self.at(K.NUMBER) or self.at(K.PAST_HOUR) or self.at(K.ON_THE_HOUR):
            begin = self.i
            minute = self.one_minute()
            if minute is None:
                self.i = begin
                return []
            open_still.append(minute)
            if self.at(K.UNIT) and self.value(K.UNIT) == "minute":
                of_hour |= led
                self.i += 1
            if self.take(K.PAST_EACH_HOUR):
                return self.minutes_item(settled + open_still)
            if self.take(K.TO_EACH_HOUR):
                return self.minutes_item(settled + _before_the_hour(open_still))
            said = self.side_of_the_hour()
            if said:
                settled += open_still if said > 0 else _before_the_hour(open_still)
                open_still = []
            if not self.at(K.AND) and not self.at(K.COMMA):
                break
            last = self.i
            self.skip(K.AND, K.COMMA)
            self.take(K.AT)
            if settled and not open_still and not self.at(K.NUMBER):
                self.i = last
                break
        if settled and not open_still and self.is_hourly:
            # "hourly at 5 past"
            return self.minutes_item(settled)
        if open_still and not settled and of_hour and self.is_hourly and self.lexicon.code != "en":
            # "cada hora a los 45 minutos"
            return self.minutes_item(open_still)
        return []

    def side_of_the_hour(self) -> int:
        """1 after "20 past", -1 after "20 to", where the hour itself is said elsewhere; else 0."""
        ends = self.i + 1 >= self.end or self.at(K.AND, 1) or self.at(K.COMMA, 1)
        if not ends or not (self.at(K.PAST) or self.at(K.TO)):
            return 0
        side = 1 if self.at(K.PAST) else -1
        self.i += 1
        return side

    def one_minute(self) -> int | None:
        if self.at(K.NUMBER):
            n = self.number()
            return int(n) if n is not None and n == int(n) else None
        if not self.at(K.ON_THE_HOUR):
            return None
        minutes = self.value(K.ON_THE_HOUR)
        self.i += 1
        return int(minutes[0]) if len(minutes) == 1 else None

    def minutes_item(self, found: list[int]) -> list[Any]:
        if any(not 0 <= m < 60 for m in found):
            raise self.refuse("a minute of the hour is 0 to 59")
        return [Minutes(tuple(sorted(set(found))))]


def _before_the_hour(minutes: list[int]) -> list[int]:
    return [(60 - m) % 60 for m in minutes]
