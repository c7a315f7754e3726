"""Stubs of the servers that presets describe, by what the real ones were seen to do; and of an in-house API."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from croniter import croniter

from examples.inhouse_api import KEY, Jobs
from tests.backends.stubs import Answer, Stub, refuse_unless, text_of


def next_of(expression: str, place: str, now: datetime) -> datetime:
    found: datetime = croniter(expression, now.astimezone(ZoneInfo(place))).get_next(datetime)
    return found.astimezone(UTC)


@dataclass
class HermesStub(Stub):
    """Bad input is answered with 500; an interval is made by hand only."""

    zone: str = "UTC"

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(
            headers.get("authorization") == "Bearer hermes-key", 401, {"error": {"message": "Invalid API key"}}
        )

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        base = "/api/jobs"
        return {
            ("GET", base): self.list,
            ("POST", base): self.create,
            ("GET", base + "/([^/]+)"): lambda i, **_: (200, {"job": self.shown(i)}),
            ("PATCH", base + "/([^/]+)"): self.patch,
            ("DELETE", base + "/([^/]+)"): self.delete,
            ("POST", base + "/([^/]+)/(pause|resume)"): self.switch,
        }

    def held(self, schedule_id: str) -> dict[str, Any]:
        refuse_unless(re.fullmatch("[0-9a-f]{12}", schedule_id), 400, {"error": "Invalid job ID format"})
        refuse_unless(schedule_id in self.records, 404, {"error": "Job not found"})
        return self.records[schedule_id]

    def list(self, params: Mapping[str, str], **_: Any) -> Answer:
        every = params.get("include_disabled") == "true"
        return 200, {"jobs": [self.shown(i) for i, job in self.records.items() if every or job["enabled"]]}

    def create(self, body: Any, **_: Any) -> Answer:
        refuse_unless(set(body) <= {"name", "schedule", "prompt", "deliver"}, 400, {"error": "unknown field"})
        refuse_unless(body.get("name") and body.get("prompt"), 400, {"error": "Name is required"})
        schedule_id = f"{int(self.next_id()):012x}"
        self.records[schedule_id] = {
            **body, "id": schedule_id, "enabled": True, "state": "scheduled", "last_run_at": None,
            "schedule": self.read(body["schedule"]),
        }  # fmt: skip
        return 200, {"job": self.shown(schedule_id)}

    def read(self, text: str) -> dict[str, Any]:
        if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", text):
            past = {"error": "Requested one-shot time is in the past"}
            refuse_unless(datetime.fromisoformat(text) > self.now(), 500, past)
            return {"kind": "once", "run_at": text.replace("Z", "+00:00")}
        known = re.fullmatch(r"[0-9*,/-]+( [0-9*,/-]+){4}", text) and croniter.is_valid(text)
        refuse_unless(known, 500, {"error": f"Invalid cron expression '{text}'"})
        return {"kind": "cron", "expr": text, "display": text}

    def patch(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        known = {"name", "schedule", "prompt", "deliver", "enabled"}
        refuse_unless(body and set(body) <= known, 400, {"error": "No valid fields to update"})
        held |= {**body, "schedule": self.read(body["schedule"])} if "schedule" in body else body
        return 200, {"job": self.shown(schedule_id)}

    def switch(self, schedule_id: str, verb: str, **_: Any) -> Answer:
        held = self.held(schedule_id)
        held |= {"enabled": verb == "resume", "state": "scheduled" if verb == "resume" else "paused"}
        return 200, {"job": self.shown(schedule_id)}

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return 200, {"ok": True}

    def shown(self, schedule_id: str) -> dict[str, Any]:
        held = self.held(schedule_id)
        timing, place = held["schedule"], ZoneInfo(self.zone)
        if timing["kind"] == "once":
            at = datetime.fromisoformat(timing["run_at"])
            if at <= self.now() and held["enabled"]:
                return {**held, "state": "completed", "enabled": False, "last_run_at": text_of(at), "next_run_at": None}
        else:
            at = next_of(timing["expr"], self.zone, self.now())
        return {**held, "next_run_at": at.astimezone(place).isoformat()}


@dataclass
class LangGraphStub(Stub):
    """Tempers: whether PATCH merges metadata (as seen) or replaces it."""

    merges: bool = True

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(headers.get("x-api-key") == "lsv2-key", 403, {"detail": "Invalid token"})

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        base = "/runs/crons"
        return {
            ("POST", base + "/search"): self.search,
            ("POST", base): self.create,
            ("GET", base + "/([^/]+)"): lambda i, **_: (200, self.shown(i)),
            ("PATCH", base + "/([^/]+)"): self.patch,
            ("DELETE", base + "/([^/]+)"): self.delete,
        }

    def held(self, schedule_id: str) -> dict[str, Any]:
        refuse_unless(re.fullmatch("[0-9a-f-]{36}", schedule_id), 422, {"detail": "Invalid cron ID: must be a UUID"})
        refuse_unless(schedule_id in self.records, 404, {"detail": "Not Found"})
        return self.records[schedule_id]

    def search(self, body: Any, **_: Any) -> Answer:
        first = body.get("offset", 0)
        # The real one takes a thousand at most; two show that pages are followed.
        return 200, [self.shown(i) for i in list(self.records)[first : first + min(body.get("limit", 10), 2)]]

    def create(self, body: Any, **_: Any) -> Answer:
        refuse_unless(body.get("assistant_id"), 422, {"detail": "assistant_id is missing"})
        self.check(body)
        schedule_id = f"00000000-0000-0000-0000-{int(self.next_id()):012d}"
        kept = ("schedule", "timezone", "enabled", "on_run_completed")
        self.records[schedule_id] = {
            "cron_id": schedule_id,
            "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
            "enabled": True,
            "end_time": None,
            "payload": dict(body),
            "metadata": body.get("metadata", {}),
            "on_run_completed": "delete",
            **{key: body[key] for key in kept if key in body},
        }
        return 200, self.shown(schedule_id)

    def check(self, body: Mapping[str, Any]) -> None:
        if "timezone" in body:
            try:
                ZoneInfo(body["timezone"])
            except (ValueError, OSError):
                refuse_unless(False, 422, {"detail": "Invalid timezone"})
        refuse_unless("schedule" not in body or croniter.is_valid(body["schedule"]), 400, {"detail": "no next date"})

    def patch(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        refuse_unless(body, 400, {"detail": "nothing to change"})
        self.check(body)
        metadata = {**held["metadata"], **body.get("metadata", {})} if self.merges else body.get("metadata")
        held |= {key: body[key] for key in ("schedule", "timezone", "enabled") if key in body}
        held["metadata"] = held["metadata"] if metadata is None else metadata
        held["payload"] = {**held["payload"], **body}
        return 200, self.shown(schedule_id)

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return 204, None

    def shown(self, schedule_id: str) -> dict[str, Any]:
        held = self.held(schedule_id)
        run = next_of(held["schedule"], held.get("timezone") or "UTC", self.now())
        return {**held, "next_run_date": run.isoformat()}


@dataclass
class AgnoStub(Stub):
    """Names are ASCII and unique; `enabled` is heeded by neither POST nor PATCH; a payload is replaced whole."""

    size: int = 2
    """Rows of a page, whatever is asked for."""

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(
            headers.get("authorization") == "Bearer agno-key", 401, {"detail": "Invalid authentication token"}
        )

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        base = "/schedules"
        return {
            ("GET", base): self.list,
            ("POST", base): self.create,
            ("GET", base + "/([^/]+)"): lambda i, **_: (200, self.shown(i)),
            ("PATCH", base + "/([^/]+)"): self.patch,
            ("DELETE", base + "/([^/]+)"): self.delete,
            ("POST", base + "/([^/]+)/(enable|disable)"): self.switch,
            ("GET", base + "/([^/]+)/runs"): lambda *_, **__: (200, {"data": [], "meta": {"total_count": 0}}),
        }

    def held(self, schedule_id: str) -> dict[str, Any]:
        refuse_unless(schedule_id in self.records, 404, {"detail": "Schedule not found"})
        return self.records[schedule_id]

    def list(self, params: Mapping[str, str], **_: Any) -> Answer:
        ids, first = list(self.records), (int(params.get("page", 1)) - 1) * self.size
        rows = [self.shown(i) for i in ids[first : first + self.size]]
        return 200, {"data": rows, "meta": {"page": 1, "limit": self.size, "total_count": len(ids)}}

    def create(self, body: Any, **_: Any) -> Answer:
        refuse_unless(body.get("endpoint") and body.get("cron_expr"), 422, {"detail": "field required"})
        self.check(body, "")
        schedule_id = f"s-{self.next_id()}"
        kept = {key: value for key, value in body.items() if key != "enabled"}
        self.records[schedule_id] = {"timezone": "UTC", **kept, "id": schedule_id, "enabled": True}
        return 201, self.shown(schedule_id)

    def check(self, body: Mapping[str, Any], own: str) -> None:
        named = [i for i, held in self.records.items() if held["name"] == body.get("name") and i != own]
        refuse_unless(not named, 409, {"detail": "A schedule of this name exists"})
        right = "name" not in body or re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9 ._-]{0,254}", body["name"])
        refuse_unless(right, 422, {"detail": "String should match pattern"})
        if "cron_expr" in body:
            refuse_unless(croniter.is_valid(body["cron_expr"]), 422, {"detail": "Invalid cron expression"})
            dated = not re.fullmatch(r"\S+ \S+ 3[01] 2 \*", body["cron_expr"])
            refuse_unless(dated, 500, {"detail": "Internal server error (CroniterBadDateError)"})

    def patch(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        self.check(body, schedule_id)
        held |= {key: value for key, value in body.items() if key != "enabled"}
        return 200, self.shown(schedule_id)

    def switch(self, schedule_id: str, verb: str, **_: Any) -> Answer:
        self.held(schedule_id)["enabled"] = verb == "enable"
        return 200, {"id": schedule_id, "enabled": verb == "enable"}

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return 204, None

    def shown(self, schedule_id: str) -> dict[str, Any]:
        held = self.held(schedule_id)
        return {**held, "next_run_at": int(next_of(held["cron_expr"], held["timezone"], self.now()).timestamp())}


@dataclass
class InHouseStub(Stub):
    """The example of the documentation. Temper: how many rows a page has."""

    page: int = 50
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.now, self.page, self.records)

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(headers.get("x-api-key") == KEY, 401, {"error": "wrong key"})

    def _routed(self, method: str, path: str, body: Any, params: Mapping[str, str]) -> Answer:
        # A test may have put other records in the place of the first ones.
        self.jobs.held, self.jobs.count = self.records, self.count
        try:
            return self.jobs.answer(method, path, params, body)
        finally:
            self.count = self.jobs.count
