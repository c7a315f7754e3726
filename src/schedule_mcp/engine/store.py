"""The store of both engines: schedules are armed, changed, deleted, and found by index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from schedule_mcp.engine.port import DEAD, Past, SchedulesPage, SchedulesWanted, StoredSchedule
from schedule_mcp.engine.rules import instant_or_none, micros, rearmed
from schedule_mcp.engine.tables import Key, Tables, Transaction, cursor_of, key_of, read_cursor
from schedule_mcp.errors import Conflict
from schedule_mcp.outside.text import quoted

_ENDED_PAUSE = "select 1 as found from @schedules where resume_at <= ? order by resume_at limit 1"
"""By its order, so that a database without statistics walks the short index of pauses."""


class Store(Tables):
    """Schedules, by id, by name, by page."""

    def arm(self, schedule: StoredSchedule) -> StoredSchedule:
        now = self.now()
        with self.write() as tx:
            self.wake(tx, now)
            return self._armed(tx, schedule, self._locked(tx, schedule.id), now)

    def pause_until(self, schedule_id: str, instant: datetime) -> StoredSchedule | None:
        now = self.now()
        with self.write() as tx:
            self.wake(tx, now)
            before = self._locked(tx, schedule_id)
            if before is None:
                return None
            return self._armed(tx, replace(before, status="paused", resumes=instant, reason=""), before, now)

    def cancel(self, schedule_id: str) -> bool:
        with self.write() as tx:
            gone = tx.run("delete from @schedules where id = ?", schedule_id) > 0
            tx.run("delete from @occurrences where schedule = ?", schedule_id)
        return gone

    def _locked(self, tx: Transaction, schedule_id: str) -> StoredSchedule | None:
        row = tx.row("select * from @schedules where id = ? @lock", schedule_id)
        return None if row is None else self.stored(row)

    def _armed(
        self, tx: Transaction, schedule: StoredSchedule, before: StoredSchedule | None, now: datetime
    ) -> StoredSchedule:
        last = None
        if before is not None:
            query = "select max(due) as due from @occurrences where schedule = ? and kind = 'due'"
            last = instant_or_none(tx.row(query, schedule.id)["due"])
        armed = rearmed(schedule, before, last, now)
        self.put(tx, armed)
        if before is not None:
            # What was asked for by hand and has not begun is made all the same.
            tx.run(
                "update @occurrences set status = 'cancelled', finished = ? where schedule = ? and generation < ? "
                "and (status = 'retry' or status = 'waiting' and kind = 'due')",
                *(micros(now), armed.id, armed.generation),
            )
        return armed

    def wake(self, tx: Transaction, now: datetime) -> None:
        """End the pauses that end by themselves; what is due after them was armed when they began."""
        at = micros(now)
        if tx.row(_ENDED_PAUSE, at) is not None:
            tx.run(
                "update @schedules set status = case when next_due is null then 'completed' else 'active' end, "
                "resume_at = null, reason = '' where resume_at <= ?",
                at,
            )

    def _awake(self) -> None:
        """What is read next is as it is now."""
        now = self.now()
        with self.read() as tx:
            ended = tx.row(_ENDED_PAUSE, micros(now))
        if ended is not None:
            with self.write() as tx:
                self.wake(tx, now)

    # -- runs that are asked for -----------------------------------------------------------------------------

    def run_now(self, schedule_id: str) -> Past | None:
        now = self.now()
        with self.write() as tx:
            row = tx.row("select * from @schedules where id = ? @lock", schedule_id)
            if row is None:
                return None
            key = self._free(tx, Key(schedule_id, row["generation"], micros(now)))
            tx.run(
                "insert into @occurrences (schedule, generation, due, status, worker, lease, attempt, missed, started, "
                "detail, kind) values (?, ?, ?, 'waiting', '', ?, 0, 0, ?, ?, 'manual')",
                *(*key.values, micros(now), micros(now), "asked for by hand"),
            )
            return self._run_of(tx, key)

    def replay(self, run: str) -> Past | None:
        now = self.now()
        with self.write() as tx:
            key = self.key_of_run(tx, run)
            found = None if key is None else self._run_of(tx, key)
            if key is None or found is None:
                return None
            if found.status not in DEAD:
                raise Conflict(
                    f"the run {quoted(run)} is {found.status}, and only a run that is {', '.join(sorted(DEAD))} can be "
                    "made again",
                    "To run its schedule once more, run it now.",
                )
            tx.run(
                "update @occurrences set status = 'waiting', worker = '', lease = ?, attempt = 0, finished = null, "
                f"detail = ? where {Key.WHERE}",
                *(micros(now), f"made again by hand; it was {found.status}", *key.values),
            )
            return self._run_of(tx, key)

    def _free(self, tx: Transaction, key: Key) -> Key:
        """The first key from this one on that no occurrence has."""
        taken = tx.row(f"select 1 as found from @occurrences where {Key.WHERE}", *key.values) is not None
        return self._free(tx, replace(key, due=key.due + 1)) if taken else key

    def key_of_run(self, tx: Transaction, run: str) -> Key | None:
        """The key of the occurrence that a run's id names."""
        parts = run.rsplit(":", 2)
        if len(parts) != 3:
            return None
        schedule, generation, last = parts
        kind = "manual" if last.startswith("manual-") else "due"
        digits = last.removeprefix("manual-").replace(".", "")
        if not all(p.isascii() and p.removeprefix("-").isdecimal() and len(p) < 18 for p in (generation, digits)):
            return None
        least = int(digits) if kind == "manual" else int(digits) * 1_000_000
        most = least if kind == "manual" else least + 999_999
        row = tx.row(
            "select schedule, generation, due from @occurrences where schedule = ? and generation = ? "
            "and due >= ? and due <= ? and kind = ?",
            *(schedule, int(generation), least, most, kind),
        )
        return None if row is None else key_of(row)

    def _run_of(self, tx: Transaction, key: Key) -> Past | None:
        row = tx.row(
            "select o.*, s.name, s.agent from @occurrences o join @schedules s on s.id = o.schedule "
            "where o.schedule = ? and o.generation = ? and o.due = ?",
            *key.values,
        )
        return None if row is None else self.past(row)

    # -- what is there ---------------------------------------------------------------------------------------

    def find(self, schedule_id: str) -> StoredSchedule | None:
        self._awake()
        with self.read() as tx:
            row = tx.row("select * from @schedules where id = ?", schedule_id)
        return None if row is None else self.stored(row)

    def all(self, agent: str = "") -> Sequence[StoredSchedule]:
        return self._found("where ? = '' or agent = ?", agent, agent)

    def named(self, agent: str, name: str) -> Sequence[StoredSchedule]:
        if agent:
            return self._found("where title = ? and agent = ?", name, agent)
        return self._found("where title = ?", name)

    def parts(self, agent: str, key: str = "") -> Sequence[StoredSchedule]:
        condition = "where part_key = ?" if key else "where part_key <> ''"
        values = [key] if key else []
        if agent:
            return self._found(f"{condition} and agent = ?", *values, agent)
        return self._found(condition, *values)

    def _found(self, condition: str, *values: object) -> list[StoredSchedule]:
        self._awake()
        with self.read() as tx:
            rows = tx.rows(f"select *, @place as place_ from @schedules {condition}", *values)
        # Sorted here: asked for the order, a database may walk through all in that order instead of by the condition.
        return [self.stored(row) for row in sorted(rows, key=lambda row: (row["created"], row["place_"]))]

    def page(self, wanted: SchedulesWanted, limit: int, after: str = "") -> SchedulesPage:
        self._awake()
        condition, values = _condition(wanted)
        total = self.count(wanted)
        where, begin = condition, []
        if after:
            created, place = read_cursor(after, 2)
            where, begin = f"{condition} and (created, @place) > (?, ?)", [created, place]
        with self.read() as tx:
            rows = tx.rows(
                f"select *, @place as place_ from @schedules where {where} order by created, @place limit ?",
                *(*values, *begin, limit + 1),
            )
        more = len(rows) > limit
        page = rows[:limit]
        end = cursor_of(page[-1]["created"], page[-1]["place_"]) if more else ""
        return SchedulesPage([self.stored(row) for row in page], total, end)

    def count(self, wanted: SchedulesWanted) -> int:
        self._awake()
        condition, values = _condition(wanted)
        with self.read() as tx:
            if wanted.name:
                row = tx.row(f"select count(*) as number from @schedules where {condition}", *values)
                return int(row["number"])
            return sum(
                int(row["number"])
                for row in tx.rows("select agent, status, number from @tallies")
                if wanted.agent in ("", row["agent"]) and wanted.status in ("", row["status"])
            )


def _condition(wanted: SchedulesWanted) -> tuple[str, list[object]]:
    conditions, values = ["part_key = ''"], list[object]()
    for column, value in (("agent", wanted.agent), ("shown", wanted.status)):
        if value:
            conditions.append(f"{column} = ?")
            values.append(value)
    if wanted.name:
        conditions.append("@within")
        values.append(wanted.name.casefold())
    return " and ".join(conditions), values
