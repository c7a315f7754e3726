"""Weekdays: one, a range or a list of them."""

from __future__ import annotations

from schedule_mcp.language.grammar.cursor import JOINTS
from schedule_mcp.language.grammar.timing import TimingReader
from schedule_mcp.language.items import Wd
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import WORKDAYS


class WeekdayReader(TimingReader):
    """Reads weekdays."""

    def weekdays(self, *, single: bool = False) -> Wd | None:
        """A weekday, a range or a list of them."""
        if not (self.at(K.WEEKDAY) or self.at(K.DAY_SET)):
            return None
        found: frozenset[int] = frozenset()
        recurring, singles, either, weekend = False, 0, False, False
        listed: list[Wd] = []
        unparted = False
        while True:
            alone = self.at(K.WEEKDAY)
            one = self.one_weekday(ranges=not single)
            listed.append(one)
            found |= one.days
            recurring |= one.recurring
            weekend |= one.weekend
            singles += one.singles
            if single:
                break
            ahead = self.beyond((*JOINTS, K.OR))
            if ahead and self.at(K.EVERY, ahead) and (self.at(K.WEEKDAY, ahead + 1)):
                ahead += 1
            if ahead and self.at(K.ON, ahead) and self.at(K.WEEKDAY, ahead + 1):
                ahead += 1
            if not ahead and alone and self.at(K.WEEKDAY) and not self.at(K.ORDINAL) and not self.pointing:
                # "every mon wed fri"
                unparted = True
                continue
            if not ahead or not (self.at(K.WEEKDAY, ahead) or self.at(K.DAY_SET, ahead)):
                break
            if self.at(K.EXCLUDED, ahead + 1) or (self.excepting and ahead and self.by_comma(ahead)):
                break
            ranged = self.at(K.DAY_SET, ahead) or self.at(K.TO, ahead + 1)
            if self.excepting and self.opening and ranged and not any(self.at(K.AND, k) for k in range(ahead)):
                # "sauf le lundi, en semaine à 9h"
                break
            either |= any(self.at(K.OR, k) for k in range(ahead))
            self.i += ahead
        return Wd(found, recurring, singles, either, weekend, listed=() if either or unparted else tuple(listed))

    def by_comma(self, ahead: int) -> bool:
        """Whether only a comma leads to the next of the days left out: they may be over."""
        joined = any(self.at(K.AND, k) or self.at(K.OR, k) for k in range(ahead))
        return self.lexicon.code == "en" and not joined and not self.nested

    def one_weekday(self, *, ranges: bool) -> Wd:
        if self.at(K.DAY_SET):
            days, plural = self.value(K.DAY_SET)
            self.i += 1
            weekend = days != WORKDAYS and not plural
            return Wd(days, plural or days == WORKDAYS, 2, weekend=weekend)
        day, plural = self.value(K.WEEKDAY)
        self.i += 1
        if ranges and (self.at(K.TO) or self.at(K.DASH)) and self.at(K.WEEKDAY, 1):
            last, last_plural = self.value(K.WEEKDAY, 1)
            self.i += 2
            return weekday_range(Wd(frozenset({day}), plural), Wd(frozenset({last}), last_plural))
        return Wd(frozenset({day}), plural)


def weekday_range(first: Wd, last: Wd) -> Wd:
    (a,), (b,) = tuple(first.days)[:1], tuple(last.days)[:1]
    return Wd(frozenset((a + k) % 7 for k in range((b - a) % 7 + 1)), True, 2)
