"""Parts of the day, named once for all languages: first hour and end hour, past 24 where they end after midnight.

An hour on a 12-hour clock is moved into its part ("7 in the evening" is 19:00); another hour outside it contradicts it.
A word and a compound of it ("Morgen", "Montagmorgen") name the same part.
"""

from __future__ import annotations

from schedule_mcp.language.lexicon.kinds import Hours

SMALL_HOURS: Hours = (0, 6)
"""madrugada, 凌晨, 未明"""
MORNING: Hours = (1, 12)
"""From one o'clock: "12 de la mañana" is noon to some and midnight to others, so it is neither."""
MORNING_FROM_MIDNIGHT: Hours = (0, 12)
"""morning, 午前: "12:30 in the morning" is half past midnight."""
NOON: Hours = (11, 16)
AFTERNOON: Hours = (12, 18)
LONG_AFTERNOON: Hours = (12, 19)
"""tarde in Portuguese, 下午: goes on to seven"""
AFTERNOON_AND_EVENING: Hours = (12, 21)
"""tarde in Spanish: goes on to nine"""
AFTER_NOON: Hours = (12, 24)
"""午後: all hours after noon"""
DAYTIME: Hours = (6, 22)
DUSK: Hours = (15, 20)
"""夕方, 傍晚"""
EVENING: Hours = (16, 24)
EVENING_AND_NIGHT: Hours = (17, 28)
"""晚上, 夜: both at once"""
TONIGHT: Hours = (16, 28)
"""tonight, which may begin in the evening"""
NIGHT: Hours = (18, 28)
"""night, noche, noite: hours after midnight are those of the night that began on the day"""
WHOLE_NIGHT: Hours = (20, 30)
"""Nacht, nuit, notte, 夜里: also said of the hours after midnight themselves, so that these are asked about"""
LATE_NIGHT: Hours = (22, 30)
"""深夜"""
