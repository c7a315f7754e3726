"""A stub of Uranus's schedules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.backends.stubs import Answer, Stub, next_by_croniter, refuse_unless, text_of

_FIELDS = {"name", "type", "cron_expression", "next_run", "delay_seconds", "callback_type", "callback_id", "status"}
_CRON = re.compile(r"[0-9*,/-]+( [0-9*,/-]+){4}")


@dataclass
class UranusStub(Stub):
    """Tempers: answers bare or in an envelope, PUT wipes or keeps, AND or OR."""

    envelope: bool = False
    put_wipes: bool = True
    day_and: bool = False

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless("cf-access-jwt-assertion" in headers, 401, {"error": {"code": "unauthorized", "message": "no"}})

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        base = r"/api/agents/agent-1/schedules"
        return {
            ("GET", base): self.list,
            ("POST", base): self.create,
            ("GET", base + r"/([^/]+)"): lambda i, **_: self.wrapped(200, self.shown(i)),
            ("PUT", base + r"/([^/]+)"): self.put,
            ("DELETE", base + r"/([^/]+)"): self.delete,
        }

    def wrapped(self, status: int, answer: Any) -> Answer:
        return status, {"data": answer} if self.envelope else answer

    def list(self, params: Mapping[str, str], **_: Any) -> Answer:
        rows = [self.shown(i) for i in self.records]
        if not self.envelope:
            return 200, {"schedules": rows}
        limit, offset = int(params.get("limit", 2)), int(params.get("offset", 0))
        meta = {"total": len(rows), "limit": limit, "offset": offset}
        return 200, {"data": rows[offset : offset + limit], "meta": meta}

    def create(self, body: Any, **_: Any) -> Answer:
        self.check(body)
        schedule_id = self.next_id()
        self.records[schedule_id] = {"status": "active", **body, "id": schedule_id}
        return self.wrapped(201, self.shown(schedule_id))

    def put(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        self.check(body)
        kept = {} if self.put_wipes else held
        self.records[schedule_id] = {"status": "active", **kept, **body, "id": held["id"]}
        return self.wrapped(200, self.shown(schedule_id))

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return 204, None

    def check(self, body: Any) -> None:
        problem = {"error": {"code": "invalid", "message": "invalid data", "details": {}}}
        refuse_unless(isinstance(body, dict) and set(body) <= _FIELDS and body.get("name"), 400, problem)
        refuse_unless(body.get("type") in ("once", "delayed", "cron"), 400, problem)
        if body["type"] == "cron":
            refuse_unless(_CRON.fullmatch(body.get("cron_expression", "")) and "next_run" not in body, 400, problem)
        if body["type"] == "once":
            refuse_unless(str(body.get("next_run", "")).endswith("Z"), 400, problem)

    def shown(self, schedule_id: str) -> dict[str, Any]:
        held = {"created_at": "2026-11-22T00:00:00Z", "executions": [], **self.held(schedule_id)}
        if held["type"] == "cron":
            held["next_run"] = text_of(
                next_by_croniter(held["cron_expression"], "UTC", self.now(), day_and=self.day_and)
            )
        elif datetime.fromisoformat(held["next_run"]) <= self.now():
            held |= {
                "status": "completed",
                "executions": [{"id": "e1", "executed_at": held["next_run"], "status": "ok"}],
            }
        return held
