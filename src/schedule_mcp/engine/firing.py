"""Firing, in both engines: what is due is claimed, taken over, finished; who is alive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from queue import Empty
from typing import Any

from schedule_mcp.engine import commands
from schedule_mcp.engine.happened import Happened
from schedule_mcp.engine.policies import policies_of
from schedule_mcp.engine.port import (
    HISTORY_KEPT,
    Event,
    Finished,
    Occurrence,
    Room,
    StoredSchedule,
    WorkerSeen,
    events_of,
)
from schedule_mcp.engine.retention import Retention
from schedule_mcp.engine.rules import (
    DETAIL_KEPT,
    SEEN_WITHIN,
    Ongoing,
    firing,
    instant,
    instant_or_none,
    micros,
    micros_or_none,
    wake_of,
)
from schedule_mcp.engine.store import Store
from schedule_mcp.engine.tables import FAR, OPEN, Key, Transaction, among, key_of
from schedule_mcp.engine.targets import how_ended

LEASE_MARGIN = timedelta(seconds=15)
_LOOKED_AT_AFTER = timedelta(seconds=5)

OPEN_RUNS = (
    "select o.*, s.agent, s.name, s.input, s.options, s.generation as current, s.status as state "
    f"from @occurrences o join @schedules s on s.id = o.schedule where o.status in {OPEN} and o.lease <= ?"
)


class Taking:
    """How many more runs of each agent a worker may take."""

    def __init__(self, room: Room, running: Counter[str], own: Counter[str]) -> None:
        self._room = room
        self._running = running
        self._own = own
        self.taken = 0
        self.events: list[Event] = []
        """Of runs that are settled within this claim; told once it is committed."""

    @property
    def left(self) -> int:
        return self._room.limit - self.taken

    def take(self, agent: str) -> bool:
        """Take one of an agent, where there is room for it."""
        if self.left <= 0 or self.is_full(agent):
            return False
        self.taken += 1
        self._running[agent] += 1
        self._own[agent] += 1
        return True

    def is_full(self, agent: str) -> bool:
        share, at_once = self._room.share, self._room.at_once.get(agent, 0)
        return bool((share and self._own[agent] >= share) or (at_once and self._running[agent] >= at_once))

    def process(self, agent: str, end: int) -> str:
        """Where the keeper of a run is, and until when it keeps it at most; "" where there is none."""
        return f"{end} {self._room.host}" if agent in self._room.kept else ""

    @property
    def condition(self) -> tuple[str, list[str]]:
        """Of the agents whose runs may be taken; over the table of schedules as `s`."""
        full = [agent for agent in {*self._own, *self._running} if self.is_full(agent)]
        known = self._room.agents
        parts, values = [], list[str]()
        if known is not None:
            parts.append(f"s.agent in {among(known)}" if known else "1 = 0")
            values.extend(known)
        if full:
            parts.append(f"s.agent not in {among(full)}")
            values.extend(full)
        return "".join(f" and {part}" for part in parts), values


class Firing(Store, Happened, Retention):
    """The calls of workers."""

    def claim(self, worker: str, room: Room, lease: timedelta) -> Sequence[Occurrence]:
        now = self.now()
        with self.write() as tx:
            self.wake(tx, now)
            taking = self.taking(tx, room, worker, now)
            claimed = [*self._claim_open(tx, taking, worker, now, lease)]
            claimed += self._claim_due(tx, taking, worker, now, lease)
        for event in taking.events:
            self.events.put(event)
        return claimed

    def settled(self) -> Sequence[Event]:
        found = []
        with suppress(Empty):
            while True:
                found.append(self.events.get_nowait())
        return found

    def taking(self, tx: Transaction, room: Room, worker: str, now: datetime) -> Taking:
        running, own = Counter[str](), Counter[str]()
        if room.share or room.at_once:
            rows = tx.rows(
                "select s.agent, o.worker, count(*) as number from @occurrences o join @schedules s on s.id = "
                "o.schedule where o.status = 'running' and o.lease > ? group by s.agent, o.worker",
                micros(now),
            )
            for row in rows:
                running[row["agent"]] += row["number"]
                own[row["agent"]] += row["number"] if row["worker"] == worker else 0
        return Taking(room, running, own)

    def _claim_open(
        self, tx: Transaction, taking: Taking, worker: str, now: datetime, lease: timedelta
    ) -> list[Occurrence]:
        """Runs that were begun and not ended, that are to be tried again, or that were asked for."""
        claimed = []
        while taking.left > 0:
            condition, agents = taking.condition
            rows = tx.rows(f"{OPEN_RUNS}{condition} order by o.lease limit ? @skip", micros(now), *agents, taking.left)
            passed_over = False
            for row in rows:
                if taking.is_full(row["agent"]):
                    passed_over = True
                    continue
                occurrence = self.take_over(tx, row, worker, now, lease, taking)
                if occurrence is not None and taking.take(row["agent"]):
                    claimed.append(occurrence)
            if not passed_over:
                break
        return claimed

    def _claim_due(
        self, tx: Transaction, taking: Taking, worker: str, now: datetime, lease: timedelta
    ) -> list[Occurrence]:
        claimed = []
        while taking.left > 0:
            condition, agents = taking.condition
            rows = tx.rows(
                f"select s.* from @schedules s where s.wake <= ?{condition} order by s.wake limit ? @skip",
                *(micros(now), *agents, taking.left),
            )
            passed_over = False
            for row in rows:
                if taking.is_full(row["agent"]):
                    passed_over = True
                    continue
                occurrence = self.fire(tx, self.stored(row), worker, now, lease, taking)
                if occurrence is not None and taking.take(row["agent"]):
                    claimed.append(occurrence)
            # Behind those of an agent that has got enough may be others.
            if not passed_over:
                break
        return claimed

    def fire(
        self, tx: Transaction, stored: StoredSchedule, worker: str, now: datetime, lease: timedelta, taking: Taking
    ) -> Occurrence | None:
        """Write the occurrence that is due and arm the next; None where the policies say not to run it now."""
        made = firing(stored, now, lambda: self._ongoing(tx, stored.id, now))
        ended = micros(now) if made.status in ("missed", "skipped") else None
        end = FAR if made.status == "waiting" else self.lease_end(stored, now, lease)
        attempt = 0 if made.status == "waiting" else 1
        tx.run(
            "insert into @occurrences (schedule, generation, due, status, worker, lease, attempt, missed, started, "
            "finished, detail, process) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            *(stored.id, stored.generation, micros(made.due), made.status, worker, end, attempt, made.missed),
            *(micros(now), ended, made.detail, taking.process(stored.agent, end) if made.status == "running" else ""),
        )
        following = replace(stored, next_due=made.following)
        tx.run(
            "update @schedules set next_due = ?, wake = ?, status = ?, last_run = ? where id = ?",
            *(micros_or_none(made.following), micros_or_none(wake_of(following)), made.schedule_status, made.status),
            stored.id,
        )
        self._forget_old(tx, stored.id)
        occurrence = Occurrence(
            *(stored.id, stored.generation, made.due, 1, worker, stored.agent, stored.name, stored.input, made.missed),
            options=stored.options,
        )
        if made.status in ("missed", "skipped"):
            taking.events.extend(events_of(occurrence, made.status, made.detail))
        return occurrence if made.status == "running" else None

    def lease_end(self, stored: StoredSchedule, now: datetime, lease: timedelta) -> int:
        """Longer than the attempt takes, whatever its options say."""
        timeout = policies_of(stored.options).timeout
        return micros(now + (lease if timeout is None else max(lease, timeout + LEASE_MARGIN)))

    def take_over(
        self, tx: Transaction, row: Any, worker: str, now: datetime, lease: timedelta, taking: Taking
    ) -> Occurrence | None:
        """A run whose worker died, whose time to try again has come, or that was asked for."""
        key = key_of(row)
        if row["status"] == "running" and row["process"] and self._is_kept(tx, row, now, taking):
            return None
        armed = row["generation"] == row["current"] and (row["state"] != "paused" or row["kind"] == "manual")
        if row["status"] != "waiting" and not armed:
            self._cancel(tx, key, now)
            return None
        occurrence = self.occurrence(row, worker, row["attempt"] + 1)
        timeout = policies_of(occurrence.options).timeout
        end = now + (lease if timeout is None else max(lease, timeout + LEASE_MARGIN))
        tx.run(
            "update @occurrences set status = 'running', worker = ?, lease = ?, attempt = attempt + 1, process = ?, "
            f"started = case when status = 'waiting' then ? else started end where {Key.WHERE}",
            *(worker, micros(end), taking.process(occurrence.agent, micros(end)), micros(now), *key.values),
        )
        return occurrence

    def _is_kept(self, tx: Transaction, row: Any, now: datetime, taking: Taking) -> bool:
        """Whether a command of a dead worker goes on, or ended by itself: then it is not begun a second time."""
        until, _, host = row["process"].partition(" ")
        occurrence = self.occurrence(row, row["worker"], row["attempt"])
        if host != commands.host() or self.folder is None:
            # It cannot be looked at from here; it is over when its time is.
            self._look_again(tx, key_of(row), int(until))
            return int(until) > micros(now)
        end = commands.looked_at(commands.file_of(self.folder, occurrence.id, occurrence.attempt))
        if end.state == "alive":
            self._look_again(tx, key_of(row), micros(now + _LOOKED_AT_AFTER))
        elif end.state == "ended":
            how = how_ended(occurrence, end, now)
            if self._end(tx, occurrence, how, now):
                taking.events.extend(events_of(occurrence, how.status, how.detail))
            commands.file_of(self.folder, occurrence.id, occurrence.attempt).unlink(missing_ok=True)
        return end.state != "gone"

    def _look_again(self, tx: Transaction, key: Key, at: int) -> None:
        tx.run(f"update @occurrences set lease = ? where {Key.WHERE}", at, *key.values)

    def _cancel(self, tx: Transaction, key: Key, now: datetime) -> None:
        tx.run(
            f"update @occurrences set status = 'cancelled', finished = ? where {Key.WHERE}", micros(now), *key.values
        )
        self._note_last(tx, key.schedule, "cancelled")
        self._let_next_begin(tx, key.schedule, now)

    def _ongoing(self, tx: Transaction, schedule_id: str, now: datetime) -> Ongoing:
        rows = tx.rows(
            "select case when status = 'waiting' then 1 else 0 end as waits, count(*) as number from @occurrences "
            f"where schedule = ? and status in {OPEN} and lease > ? group by 1",
            *(schedule_id, micros(now)),
        )
        found = {row["waits"]: row["number"] for row in rows}
        return Ongoing(found.get(0, 0), found.get(1, 0))

    def _let_next_begin(self, tx: Transaction, schedule_id: str, now: datetime) -> None:
        """Of the runs that wait for those before them, the first may begin when none is going on."""
        row = tx.row(
            "select min(due) as due from @occurrences where schedule = ? and status = 'waiting' and kind = 'due' "
            "and lease = ?",
            *(schedule_id, FAR),
        )
        if row["due"] is not None and not self._ongoing(tx, schedule_id, now).running:
            tx.run(
                "update @occurrences set lease = ? where schedule = ? and due = ? and status = 'waiting'",
                *(micros(now), schedule_id, row["due"]),
            )

    def _forget_old(self, tx: Transaction, schedule_id: str) -> None:
        tx.run(
            "delete from @occurrences where schedule = ? and finished is not null and due < ("
            "select min(due) from (select due from @occurrences where schedule = ? order by due desc limit ?) as kept)",
            *(schedule_id, schedule_id, HISTORY_KEPT),
        )

    # -- the end of a run ------------------------------------------------------------------------------------

    def finish(self, occurrence: Occurrence, how: Finished) -> bool:
        return self.finish_all([(occurrence, how)])[0]

    def finish_all(self, ended: Sequence[tuple[Occurrence, Finished]]) -> Sequence[bool]:
        now = self.now()
        # In the order of their schedules, so that two workers that end several never wait for each other.
        order = sorted(range(len(ended)), key=lambda i: ended[i][0].schedule_id)
        settled = [False] * len(ended)
        with self.write() as tx:
            for i in order:
                settled[i] = self._end(tx, *ended[i], now)
        return settled

    def _end(self, tx: Transaction, occurrence: Occurrence, how: Finished, now: datetime) -> bool:
        lease = how.retry_at if how.status == "retry" and how.retry_at is not None else now
        ended = None if how.status == "retry" else micros(now)
        # Postgres takes no NUL in a text, and a command may print one.
        detail = how.detail[:DETAIL_KEPT].replace("\0", "\N{REPLACEMENT CHARACTER}")
        changed = tx.run(
            "update @occurrences set status = ?, detail = ?, lease = ?, finished = ? "
            f"where {Key.WHERE} and worker = ? and attempt = ? and status = 'running'",
            *(how.status, detail, micros(lease), ended, occurrence.schedule_id, occurrence.generation),
            *(micros(occurrence.due), occurrence.worker, occurrence.attempt),
        )
        if not changed:
            return False
        self._note_last(tx, occurrence.schedule_id, how.status)
        if how.to_inbox:
            self.put_into_inbox(tx, occurrence, now)
        if how.status != "retry":
            policies = policies_of(occurrence.options)
            if policies.pause_after_failures:
                self._count_failure(tx, occurrence, how, policies.pause_after_failures)
            if policies.overlap == "queue":
                self._let_next_begin(tx, occurrence.schedule_id, now)
        return True

    def _note_last(self, tx: Transaction, schedule_id: str, status: str) -> None:
        tx.run("update @schedules set last_run = ? where id = ? and last_run <> ?", status, schedule_id, status)

    def _count_failure(self, tx: Transaction, occurrence: Occurrence, how: Finished, most: int) -> None:
        """Pause a schedule whose runs failed too often in a row, with the reason."""
        row = tx.row("select * from @schedules where id = ? @lock", occurrence.schedule_id)
        if row is None or row["generation"] != occurrence.generation:
            return
        failures = row["failures"] + 1 if how.status == "failed" else 0
        if failures < most or row["status"] != "active":
            tx.run("update @schedules set failures = ? where id = ?", failures, occurrence.schedule_id)
            return
        last = how.detail.partition("\n")[0][:200]
        reason = f"{failures} failed runs in a row" + (f"; the last: {last}" if last else "")
        tx.run(
            "update @schedules set status = 'paused', next_due = null, wake = null, resume_at = null, reason = ?, "
            "failures = 0, generation = generation + 1, updated = ? where id = ?",
            *(reason.replace("\0", ""), micros(self.now()), occurrence.schedule_id),
        )

    # -- when, and who ---------------------------------------------------------------------------------------

    def next_due(self, agents: Collection[str] | None = None) -> datetime | None:
        condition, values = Taking(Room(0, agents), Counter(), Counter()).condition
        with self.read() as tx:
            due = tx.row(
                f"select s.wake as at from @schedules s where s.wake is not null{condition} order by s.wake limit 1",
                *values,
            )
            open_ = tx.row(
                "select o.lease as at from @occurrences o join @schedules s on s.id = o.schedule "
                f"where o.status in {OPEN} and o.lease < ?{condition} order by o.lease limit 1",
                *(FAR, *values),
            )
        return instant_or_none(min((row["at"] for row in (due, open_) if row is not None), default=None))

    def overdue(self) -> tuple[int, datetime | None]:
        with self.read() as tx:
            row = tx.row(
                "select count(*) as number, min(wake) as since from @schedules where wake <= ?", micros(self.now())
            )
        return row["number"], instant_or_none(row["since"])

    def alive(self, worker: str = "", kind: str = "") -> Sequence[WorkerSeen]:
        now = self.now()
        if worker:
            with self.write() as tx:
                tx.run(
                    "insert into @workers (id, kind, started, seen) values (?, ?, ?, ?) "
                    "on conflict (id) do update set seen = excluded.seen",
                    *(worker, kind, micros(now), micros(now)),
                )
                tx.run("delete from @workers where seen < ?", micros(now - timedelta(days=1)))
        with self.read() as tx:
            rows = tx.rows("select * from @workers where seen >= ? order by started, id", micros(now - SEEN_WITHIN))
        return [WorkerSeen(r["id"], r["kind"], instant(r["started"]), instant(r["seen"])) for r in rows]

    def workers(self) -> dict[str, datetime]:
        with self.read() as tx:
            return {row["id"]: instant(row["seen"]) for row in tx.rows("select id, seen from @workers")}

    def bury(self, worker: str, seen: datetime) -> bool:
        with self.write() as tx:
            return self.buried(tx, worker, seen)

    def buried(self, tx: Transaction, worker: str, seen: datetime) -> bool:
        buried = tx.run("delete from @workers where id = ? and seen = ?", worker, micros(seen)) > 0
        if buried:
            tx.run(
                "update @occurrences set lease = ? where worker = ? and status = 'running'",
                *(micros(self.now()), worker),
            )
        return buried
