"""The engine on Postgres: one database, any number of workers on any number of hosts.

The tables and the rules are those of the SQLite engine. A claim locks the schedule's row, so that of many workers
one gets a run; the occurrence's primary key is the second guard. `engine/dbos.py` records the deliveries.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from schedule_mcp.engine.firing import Firing
from schedule_mcp.engine.port import Finished, Occurrence, Runner
from schedule_mcp.engine.postgres_database import Database, PostgresTransaction
from schedule_mcp.engine.tables import KEPT, Kept

if TYPE_CHECKING:
    from schedule_mcp.engine.dbos import Recorder


class PostgresEngine(Firing):
    """The engine in a Postgres database.

    Raises:
        ValueError: when the URL cannot be read or names no database.
    """

    def __init__(self, url: str, now: Callable[[], datetime], kept: Kept = KEPT, folder: Path | None = None) -> None:
        super().__init__(now, kept)
        self.database = Database(url)
        self.folder = folder
        self._recorder: Recorder | None = None

    @contextmanager
    def write(self) -> Iterator[PostgresTransaction]:
        with self.database.transaction() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[PostgresTransaction]:
        with self.database.transaction() as tx:
            yield tx

    def held(self, text: str) -> str:
        # Postgres takes no NUL in a text; JSON spells it.
        return json.dumps(text)

    def told(self, text: str) -> str:
        return str(json.loads(text))

    def close(self) -> None:
        self.database.close()

    def tidy(self) -> None:
        super().tidy()
        with self.write() as tx:
            # Of connections that are gone, put together under a number that no connection has.
            rows = tx.rows(
                "delete from @tallies where connection <> 0 and connection not in (select pid from pg_stat_activity) "
                "returning agent, status, number"
            )
            for row in rows:
                tx.run(
                    "insert into @tallies as t values (?, ?, 0, ?) on conflict (agent, status, connection) "
                    "do update set number = t.number + excluded.number",
                    *(row["agent"], row["status"], row["number"]),
                )
        if self._recorder is not None:
            self._recorder.forget(set(self.workers()))

    # -- deliveries are recorded -----------------------------------------------------------------------------

    def prepare(self, worker: str, due_in_s: float | None) -> None:
        if self._recorder is None and due_in_s is not None:
            # Imported only by who delivers.
            from schedule_mcp.engine.dbos import Recorder

            url = self.database.url.render_as_string(hide_password=False)
            self._recorder = Recorder(url, lambda: self.now())
        if self._recorder is not None:
            self._recorder.prepare(worker, due_in_s)

    def recorded(self, runner: Runner, occurrence: Occurrence) -> Finished:
        return runner.attempt(occurrence) if self._recorder is None else self._recorder.deliver(runner, occurrence)

    def stop_recording(self) -> None:
        if self._recorder is not None:
            self._recorder.stop()
