"""A stub of orq.ai's schedules, in both of its contracts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.backends.stubs import Answer, Stub, refuse_unless, text_of

_CREATE = {"display_name", "type", "expression", "payload", "agent_tag"}
_NARROW = re.compile(r"0 0 (\*|1?\d|2[0-3]) \* \* (\*|[0-6])")


@dataclass
class OrqStub(Stub):
    """Tempers: the narrow contract of the later SDKs, or the wide one; PATCH merges the payload or replaces it."""

    narrow: bool = True
    payload_merges: bool = False

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(headers.get("authorization") == "Bearer key-1", 401, {"message": "no key", "code": "401"})

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        base = r"/v3/agents/my-agent/schedules"
        return {
            ("GET", base): self.list,
            ("POST", base): self.create,
            ("GET", base + r"/([^/]+)"): lambda i, **_: (200, self.held(i)),
            ("PATCH", base + r"/([^/]+)"): self.patch,
            ("DELETE", base + r"/([^/]+)"): self.delete,
            ("POST", base + r"/([^/]+)/execution"): self.execute,
        }

    def list(self, **_: Any) -> Answer:
        return 200, {"schedules": list(reversed(self.records.values())) or None}

    def create(self, body: Any, **_: Any) -> Answer:
        refuse_unless(set(body) <= _CREATE, 400, {"error": {"code": "invalid_request", "message": "unknown field"}})
        refuse_unless(body.get("display_name"), 400, {"error": {"code": "invalid_request", "message": "no name"}})
        refuse_unless(
            isinstance(body.get("payload"), dict), 400, {"error": {"code": "invalid_request", "message": "no"}}
        )
        self.check(body)
        schedule_id = f"01J{int(self.next_id()):023d}"
        stamp = text_of(self.now())
        self.records[schedule_id] = {
            **body, "_id": schedule_id, "agent_key": "my-agent", "is_active": True, "generation": 1,
            "trigger_count": 0, "created": stamp, "updated": stamp, "created_by_id": "u",
        }  # fmt: skip
        return 201, self.records[schedule_id]

    def patch(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        allowed = _CREATE | {"is_active"}
        refuse_unless(set(body) <= allowed, 400, {"error": {"code": "invalid_request", "message": "unknown field"}})
        merged = {**held, **body}
        if self.payload_merges and "payload" in body:
            merged["payload"] = {**held["payload"], **body["payload"]}
        self.check(merged)
        renewed = any(merged.get(key) != held.get(key) for key in ("expression", "type")) or body.get("is_active")
        self.records[schedule_id] = {**merged, "generation": held["generation"] + bool(renewed)}
        return 200, self.records[schedule_id]

    def execute(self, schedule_id: str, **_: Any) -> Answer:
        held = self.held(schedule_id)
        refuse_unless(held["is_active"], 400, {"error": {"code": "schedule_inactive", "message": "not active"}})
        held["trigger_count"] += 1
        return 202, {"schedule_id": schedule_id, "status": "triggered"}

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return 204, None

    def check(self, body: Mapping[str, Any]) -> None:
        refused = {"error": {"code": "invalid_expression", "message": "expression is not accepted"}}
        text = str(body.get("expression", ""))
        if self.narrow:
            right = body.get("type") == "cron" and _NARROW.fullmatch(text) and not text.startswith("0 0 * * * 0")
        else:
            kind = {"@at": "once", "@every": "interval"}.get(text.partition(" ")[0], "cron")
            right = body.get("type") == kind and (kind != "cron" or len(text.split()) == 6)
        refuse_unless(right, 400, refused)
