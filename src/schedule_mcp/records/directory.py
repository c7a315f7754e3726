"""Finding schedules: by handle, by a name that only one has, or by a native id that only one has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

from schedule_mcp.backends.base import Backend, Record, Wanted
from schedule_mcp.backends.unreadable import as_unexpected
from schedule_mcp.errors import BackendError, InvalidArgument, NotFound, Unavailable
from schedule_mcp.outside.text import quoted
from schedule_mcp.policy.limits import check_length
from schedule_mcp.records.groups import Group, gathered, part_of
from schedule_mcp.records.handles import Handle, parse_handle
from schedule_mcp.records.row import Row, handle_of, records_of

_ID_AT_MOST = 1_000
_NAMED_AT_MOST = 8
_AT_ONCE = 16

T = TypeVar("T")


@dataclass(frozen=True)
class RowsPage:
    """Some rows; `total` counts all that are wanted, `after` continues the page and is None at the end."""

    rows: Sequence[Row]
    total: int
    after: str | None
    offset: int | None = None
    """How many rows stand before these, where the page was cut out of all of them."""


class Directory:
    """The configured backends and what they hold."""

    def __init__(self, backends: Mapping[str, Backend], default: str) -> None:
        self.backends = dict(backends)
        self.default = default

    def backend(self, name: str = "") -> Backend:
        """The backend of a name, or the default one."""
        chosen = self.backends.get(name or self.default)
        if chosen is None:
            raise InvalidArgument(
                f"there is no backend {quoted(name or self.default)}",
                f"Configured: {', '.join(self.backends) or 'none'}.",
            )
        return chosen

    def dialect_of(self, name: str = "") -> str:
        """The cron dialect that a backend prefers, "" when it has none."""
        dialects = self.backend(name).capabilities.dialects
        return dialects[0] if dialects else ""

    def rows(self, name: str, agent: str = "") -> list[Row]:
        """What a backend holds for an agent; without one, for all agents or for the configured one."""
        chosen = self.backends[name]
        if not agent and not chosen.capabilities.lists_all_agents:
            agent = chosen.agent_id
        with as_unexpected(name, "list"):
            return gathered(chosen.list(agent))

    def called(self, name: str, text: str) -> list[Row]:
        """What a backend holds under exactly this name, or with this native id."""
        chosen = self.backends[name]
        agent = "" if chosen.capabilities.lists_all_agents else chosen.agent_id
        with as_unexpected(name, "list"):
            rows = gathered(chosen.named(agent, text))
        return [row for row in rows if text == row.name or text in _ids(row)]

    def page(
        self, name: str, wanted: Wanted, limit: int, after: str = "", among: Callable[[Row], bool] | None = None
    ) -> RowsPage:
        """Some of what a backend holds; `limit` 0 only counts.

        Args:
            among: What else the rows must be, which no backend can be asked for: all are read.

        Raises:
            InvalidArgument: `after` is not of a page.
        """
        chosen = self.backends[name]
        begin, dash, offset = after.partition("-")
        if among is not None:
            rows = [row for row in self.rows(name, wanted.agent) if _is_wanted(row, wanted) and among(row)]
            return _cut(rows, 0, limit, _number(offset) if dash else 0)
        with as_unexpected(name, "list"):
            page = chosen.page(wanted, 0 if dash else limit, begin)
        if page is None:
            rows = [row for row in self.rows(name, wanted.agent) if _is_wanted(row, wanted)]
            return _cut(rows, 0, limit, _number(offset if dash else after) if after else 0)
        # Split schedules are few; they come after all others.
        rows = [row for row in gathered(chosen.parts(wanted.agent)) if _is_wanted(row, wanted)]
        if page.after or (limit == 0 and page.total):
            return RowsPage(page.records, page.total + len(rows), page.after)
        cut = _cut(rows, page.total, limit - len(page.records), _number(offset) if dash else 0)
        return RowsPage((*page.records, *cut.rows), cut.total, cut.after)

    def shorter(self, name: str, wanted: Wanted, page: RowsPage, limit: int, after: str) -> RowsPage:
        """The first rows of a page that was too long, with where it goes on then."""
        if page.offset is None:
            return self.page(name, wanted, limit, after)
        return RowsPage(page.rows[:limit], page.total, f"-{page.offset + limit}", page.offset)

    def resolve(self, schedule_id: str) -> tuple[Handle, Row]:
        """The schedule that a text names.

        Raises:
            NotFound: no schedule is named so.
            InvalidArgument: several are; the message lists their handles.
        """
        handle = self.handle_in(schedule_id)
        return self._named(schedule_id.strip()) if handle is None else self.at(handle)

    def handle_in(self, schedule_id: str) -> Handle | None:
        """The handle that a text is; None for a name or a native id."""
        text = schedule_id.strip()
        check_length("schedule_id", text, _ID_AT_MOST)
        if not text:
            raise InvalidArgument("`schedule_id` is empty", "Take an id from list_schedules.")
        handle = parse_handle(text)
        return handle if handle is not None and handle.backend in self.backends else None

    def at(self, handle: Handle) -> tuple[Handle, Row]:
        """The schedule of a handle; for a part of a group that is the whole group.

        Raises:
            NotFound: the backend has it no more, and its list says so as well.
        """
        backend = self.backends[handle.backend]
        none = NotFound(
            f"there is no schedule {quoted(handle)}", "Take an id from list_schedules.", backend=handle.backend
        )
        if not handle.group_key:
            record = self._record(backend, handle)
            if (part := part_of(record)) is not None:
                rows = gathered(backend.parts(handle.agent or record.agent, part.key))
                whole = next((row for row in rows if isinstance(row, Group) and record.id in _ids(row)), None)
                if whole is not None and whole.key == part.key:
                    return handle_of(handle.backend, whole), whole
            # What the operator allows is asked of the agent in the handle, so it must be the schedule's own.
            if handle.agent and record.agent != handle.agent:
                raise none
            return handle_of(handle.backend, record), record
        agent = handle.agent if handle.agent or backend.capabilities.lists_all_agents else backend.agent_id
        rows = gathered(backend.parts(agent, handle.group_key))
        found = [row for row in rows if isinstance(row, Group) and row.key == handle.group_key]
        if len(found) > 1:
            names = ", ".join(quoted(row.name) for row in found[:_NAMED_AT_MOST])
            raise InvalidArgument(f"{quoted(handle)} is the id of {len(found)} schedules: {names}", "Use the name.")
        if not found:
            raise none
        return handle_of(handle.backend, found[0]), found[0]

    def _record(self, backend: Backend, handle: Handle) -> Record:
        try:
            with as_unexpected(handle.backend, "get"):
                return backend.get(handle.agent, handle.native)
        except NotFound:
            # A stray 404 is not enough to say that it is gone.
            held = backend.named(handle.agent or backend.agent_id, handle.native)
            for record in held:
                if record.id == handle.native:
                    return record
            raise

    def of_all(self, names: Sequence[str], ask: Callable[[str], T]) -> dict[str, T | BackendError]:
        """The answers of several backends, asked side by side, so that slow ones cost no more than the slowest; where
        one could not be asked, its error."""

        def asked(name: str) -> T | BackendError:
            try:
                return ask(name)
            except BackendError as error:
                return error

        if len(names) == 1:
            return {names[0]: asked(names[0])}
        with ThreadPoolExecutor(min(len(names), _AT_ONCE), "schedule-mcp asks") as pool:
            # The deadline of the call goes with each of them.
            asking = {name: pool.submit(copy_context().run, asked, name) for name in names}
            return {name: each.result() for name, each in asking.items()}

    def _named(self, text: str) -> tuple[Handle, Row]:
        found: list[tuple[Handle, Row]] = []
        failures = []
        for name, rows in self.of_all(list(self.backends), lambda name: self.called(name, text)).items():
            if isinstance(rows, BackendError):
                failures.append(f"'{name}' could not be asked ({rows.code}: {rows.message}).")
                continue
            found.extend((handle_of(name, row), row) for row in rows)
        if failures and found:
            raise InvalidArgument(
                f"whether {quoted(text)} names one schedule only is not known: {' '.join(failures)}",
                f"Use the id: {found[0][0]}.",
            )
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(str(handle) for handle, _ in found[:_NAMED_AT_MOST])
            raise InvalidArgument(f"{quoted(text)} names {len(found)} schedules", f"Use one of the ids: {listed}.")
        if failures:
            raise Unavailable(
                f"whether there is a schedule {quoted(text)} is not known: {' '.join(failures)}",
                "Ask again later, or use an id from list_schedules.",
                operation="get",
            )
        raise NotFound(f"there is no schedule {quoted(text)}", "Take an id from list_schedules.", operation="get")


def _ids(row: Row) -> set[str]:
    return {record.id for record in records_of(row)}


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    of_agent = not wanted.agent or row.agent == wanted.agent
    return of_agent and wanted.status in ("", row.status) and wanted.name.casefold() in row.name.casefold()


def _cut(rows: list[Row], before: int, limit: int, offset: int) -> RowsPage:
    """A page of rows that stand behind `before` others; its cursor is "-" and the number of those that were shown."""
    end = offset + limit
    return RowsPage(rows[offset:end], before + len(rows), f"-{end}" if end < len(rows) else None, offset)


def _number(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 9:
        raise InvalidArgument("this `cursor` is none", "Take it from `next_cursor` of the page before.")
    return int(text)
