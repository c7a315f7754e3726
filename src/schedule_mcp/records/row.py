"""A row: one schedule of its own or one group, and the records behind it."""

from __future__ import annotations

from schedule_mcp.backends.base import Record
from schedule_mcp.records.groups import Group
from schedule_mcp.records.handles import GROUP, Handle

Row = Record | Group


def records_of(row: Row) -> tuple[Record, ...]:
    return row.members if isinstance(row, Group) else (row,)


def handle_of(backend: str, row: Row) -> Handle:
    native = f"{GROUP}{row.key}" if isinstance(row, Group) else row.id
    return Handle(backend, row.agent, native)
