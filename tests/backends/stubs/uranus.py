"""A stub of Uranus's schedules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.backends.stubs import Answer, Stub, next_by_croniter, refuse_unless, text_of

_FIELDS = {"name", "type", "cron_expression", "next_run", "delay_seconds", "callback_type", "callback_id", "status"}
_CRON = re.compile(r"[0-9*,/-]+( [0-9*,/-]+){4}")


@dataclass
class UranusStub(Stub):
    """Tempers: answers bare or in an envelope, PUT wipes or keeps, AND or OR, the zone of its cron, ids as numbers,
    status codes and bodies of writes, fields that the documents do not name (`extras`)."""

    envelope: bool = False
    put_wipes: bool = True
    day_and: bool = False
    zone: str = "UTC"
    numbers: bool = False
    quiet: bool = False
    extras: bool = False

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
        held = {"status": "active", **body, "id": int(schedule_id) if self.numbers else schedule_id}
        self.records[schedule_id] = self.counted(held, body)
        return self.wrapped(200 if self.quiet else 201, self.shown(schedule_id))

    def counted(self, held: dict[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
        """A delay counts from now."""
        if held["type"] == "delayed" and body.get("delay_seconds"):
            held["next_run"] = text_of(self.now() + timedelta(seconds=body["delay_seconds"]))
        return held

    def put(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        self.check(body)
        kept = {} if self.put_wipes else held
        merged = {"status": "active", **kept, **body, "id": held["id"]}
        self.records[schedule_id] = self.counted(merged, body)
        return (204, None) if self.quiet else self.wrapped(200, self.shown(schedule_id))

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return (200, {"success": True}) if self.quiet else (204, None)

    def check(self, body: Any) -> None:
        problem = {"error": {"code": "invalid", "message": "invalid data", "details": {}}}
        known = isinstance(body, dict) and (self.extras or set(body) <= _FIELDS)
        refuse_unless(known and body.get("name"), 400, problem)
        refuse_unless(body.get("callback_type") and body.get("callback_id"), 400, problem)
        refuse_unless(body.get("type") in ("once", "delayed", "cron"), 400, problem)
        if body["type"] == "cron":
            refuse_unless(_CRON.fullmatch(body.get("cron_expression", "")) and "next_run" not in body, 400, problem)
        if body["type"] == "delayed":
            refuse_unless(isinstance(body.get("delay_seconds"), int) and body["delay_seconds"] > 0, 400, problem)
        if body["type"] == "once":
            refuse_unless(str(body.get("next_run", "")).endswith("Z"), 400, problem)

    def shown(self, schedule_id: str) -> dict[str, Any]:
        held = {"created_at": "2026-11-22T00:00:00Z", "executions": [], **self.held(schedule_id)}
        if held["type"] == "cron":
            held["next_run"] = text_of(
                next_by_croniter(held["cron_expression"], self.zone, self.now(), day_and=self.day_and)
            )
        elif datetime.fromisoformat(held["next_run"]) <= self.now():
            held |= {
                "status": "completed",
                "executions": [{"id": "e1", "executed_at": held["next_run"], "status": "ok"}],
            }
        return held
