"""Finding schedules: by handle, by a name that only one has, or by a native id that only one has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from schedule_mcp.backends.base import Backend, Record
from schedule_mcp.errors import BackendError, InvalidArgument, NotFound, Unavailable
from schedule_mcp.outside.text import quoted
from schedule_mcp.policy.limits import check_length
from schedule_mcp.records.groups import Group, gathered, part_of
from schedule_mcp.records.handles import Handle, parse_handle
from schedule_mcp.records.row import Row, handle_of, records_of

_ID_AT_MOST = 1_000
_NAMED_AT_MOST = 8
_AT_ONCE = 16


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
        return gathered(chosen.list(agent))

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
                rows = self.rows(handle.backend, handle.agent or record.agent)
                whole = next((row for row in rows if isinstance(row, Group) and record.id in _ids(row)), None)
                if whole is not None and whole.key == part.key:
                    return handle_of(handle.backend, whole), whole
            # What the operator allows is asked of the agent in the handle, so it must be the schedule's own.
            if handle.agent and record.agent != handle.agent:
                raise none
            return handle_of(handle.backend, record), record
        found = [
            row
            for row in self.rows(handle.backend, handle.agent)
            if isinstance(row, Group) and row.key == handle.group_key
        ]
        if len(found) > 1:
            names = ", ".join(quoted(row.name) for row in found[:_NAMED_AT_MOST])
            raise InvalidArgument(f"{quoted(handle)} is the id of {len(found)} schedules: {names}", "Use the name.")
        if not found:
            raise none
        return handle_of(handle.backend, found[0]), found[0]

    def _record(self, backend: Backend, handle: Handle) -> Record:
        try:
            return backend.get(handle.agent, handle.native)
        except NotFound:
            # A stray 404 is not enough to say that it is gone.
            held = backend.list(handle.agent or backend.agent_id)
            for record in held:
                if record.id == handle.native:
                    return record
            raise

    def rows_of_all(self, names: Sequence[str], agent: str = "") -> dict[str, list[Row] | BackendError]:
        """The rows of several backends, asked side by side, so that slow ones cost no more than the slowest; where one
        could not be asked, its error."""

        def asked(name: str) -> list[Row] | BackendError:
            try:
                return self.rows(name, agent)
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
        for name, rows in self.rows_of_all(list(self.backends)).items():
            if isinstance(rows, BackendError):
                failures.append(f"'{name}' could not be asked ({rows.code}: {rows.message}).")
                continue
            for row in rows:
                if text == row.name or any(text == record.id for record in records_of(row)):
                    found.append((handle_of(name, row), row))
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
