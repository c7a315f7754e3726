"""A stub of AgentScope's schedules, as its release 2.0.11 behaves; the real server is tested besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from apscheduler.triggers.cron import CronTrigger

from tests.backends.stubs import Answer, Stub, refuse_unless, text_of

_CREATE = {
    "name", "cron_expression", "agent_id", "chat_model_config", "description", "timezone", "enabled", "stateful",
    "permission_mode",
}  # fmt: skip
_PATCH = {"name", "description", "cron_expression", "timezone", "enabled", "stateful", "permission_mode"}


@dataclass
class AgentScopeStub(Stub):
    """Temper: the version that /health names."""

    version: str = "2.0.11"

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(headers.get("x-user-id"), 401, {"detail": "X-User-ID header is required."})

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        return {
            ("GET", "/health"): lambda **_: (200, {"status": "ok", "version": self.version}),
            ("GET", "/schedule/"): self.list,
            ("POST", "/schedule/"): self.create,
            ("PATCH", r"/schedule/([^/]+)"): self.patch,
            ("DELETE", r"/schedule/([^/]+)"): self.delete,
            ("GET", r"/schedule/([^/]+)/sessions"): lambda _, **__: (200, {"sessions": [], "total": 0}),
        }

    def list(self, **_: Any) -> Answer:
        return 200, {"schedules": list(self.records.values()), "total": len(self.records)}

    def create(self, body: Any, **_: Any) -> Answer:
        # The real server drops what it does not know; this one refuses it, so that nothing is sent in vain.
        refuse_unless(set(body) <= _CREATE, 422, {"detail": [{"loc": ["body"], "msg": "extra", "type": "extra"}]})
        refuse_unless(body.get("chat_model_config", {}).get("model"), 404, {"detail": "Credential '' not found."})
        self.check(body)
        schedule_id = f"{int(self.next_id()):032x}"
        data = {"enabled": True, "timezone": "UTC", "description": "", "stateful": False, **body}
        # Up to 2.0.9 the server's wall time without a zone.
        started = self.now().replace(tzinfo=None).isoformat() if self.version == "2.0.8" else text_of(self.now())
        data = {"permission_mode": "dont_ask", **data, "started_at": started, "ended_at": None, "source": "USER"}
        agent = data.pop("agent_id")
        created = self.now().replace(tzinfo=None).isoformat()
        self.records[schedule_id] = {"id": schedule_id, "agent_id": agent, "created_at": created, "data": data}
        return 201, {"schedule_id": schedule_id}

    def patch(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        refuse_unless(set(body) <= _PATCH, 422, {"detail": "extra"})
        merged = {**held["data"], **{key: value for key, value in body.items() if value is not None}}
        self.check(merged)
        held["data"] = merged
        return 200, held

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return 204, None

    def check(self, data: Mapping[str, Any]) -> None:
        fields = str(data["cron_expression"]).split()
        refuse_unless(len(fields) == 5, 422, {"detail": "Expected a 5-field cron expression"})
        names = ("minute", "hour", "day", "month", "day_of_week")
        try:
            CronTrigger(**dict(zip(names, fields, strict=True)), timezone=data["timezone"])
        except (ValueError, KeyError, LookupError) as error:
            refuse_unless(False, 422, {"detail": str(error)})
