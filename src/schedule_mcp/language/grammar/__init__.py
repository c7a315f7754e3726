"""Tokens to items: what each part of a phrase says, before anything is put together.

An item is one statement (times, a window, a pace, days, a bound …). The parser reads items in any order until every
token is consumed; `compose` puts them together. Each module reads one kind of statement and builds on those below it:
cursor ← clock ← dates ← nth ← days ← pace ← bounds ← parser.
"""

from schedule_mcp.language.grammar.parser import parse

__all__ = ["parse"]
