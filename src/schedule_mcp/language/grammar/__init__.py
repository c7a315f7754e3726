"""Tokens to items: what each part of a phrase says, before anything is put together.

An item is one statement (times, a window, a pace, days, a bound …). The parser reads items in any order until every
token is consumed; `compose` puts them together. Each module reads one kind of statement and imports what it builds on:
items, cursor ← clock, minutes, timelists, timing; months, weekdays ← nth ← dates ← references ← shifts ← pace ← days ←
bounds ← exceptions ← parser. Where a day is told by another day, they meet in `recursion`.
"""

from schedule_mcp.language.grammar.parser import parse

__all__ = ["parse"]
