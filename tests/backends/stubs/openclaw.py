"""A stub of OpenClaw's gateway behind its admin RPC, by what release 2026.9.6 was seen to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from croniter import croniter

from tests.backends.stubs import Answer, Refused, Stub, refuse_unless

TOKEN = "claw-token"
_FIELDS = {
    "name", "declarationKey", "displayName", "agentId", "description", "enabled", "deleteAfterRun", "schedule",
    "sessionTarget", "wakeMode", "payload", "delivery", "failureAlert",
}  # fmt: skip
_PATCHED = _FIELDS - {"declarationKey"}
_TIMING = {"at": {"kind", "at"}, "every": {"kind", "everyMs", "anchorMs"}, "cron": {"kind", "expr", "tz", "staggerMs"}}


def invalid(why: str, code: str = "") -> Any:
    error: dict[str, Any] = {"code": "INVALID_REQUEST", "message": why}
    return {"ok": False, "error": error | ({"details": {"code": code}} if code else {})}


@dataclass
class OpenClawStub(Stub):
    """Tempers: `page` jobs of a list at most; `is_off`: the plugin is off; `at_most` creates a minute."""

    page: int = 200
    is_off: bool = False
    at_most: int = 10_000
    creates: int = 0

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(not self.is_off, 404, "Not Found")
        refuse_unless(
            headers.get("authorization") == f"Bearer {TOKEN}",
            401,
            {"error": {"message": "Unauthorized", "type": "unauthorized"}},
        )

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        return {("POST", "/api/v1/admin/rpc"): self.rpc}

    def rpc(self, body: Any, **_: Any) -> Answer:
        method, params = body["method"], body.get("params", {})
        calls: Mapping[str, Callable[[Any], Any]] = {
            "cron.list": self.list, "cron.get": lambda p: self.shown(self.held(p["id"])), "cron.add": self.add,
            "cron.update": self.update, "cron.remove": self.remove, "cron.run": self.run, "cron.runs": self.runs,
            "cron.status": lambda _: {"enabled": True, "jobs": len(self.records)},
        }  # fmt: skip
        if method not in calls:
            return 400, invalid(f"admin HTTP RPC method is not supported: {method}")
        return 200, {"id": "r", "ok": True, "payload": calls[method](params)}

    # -- methods -----------------------------------------------------------------------------------------------

    def held(self, schedule_id: str) -> dict[str, Any]:
        refuse_unless(schedule_id, 400, invalid("invalid cron.get params: at /id: must not have fewer than 1"))
        known = [*self.records.values(), *self.own()]
        found = next((job for job in known if job["id"] == schedule_id), None)
        refuse_unless(found, 400, invalid(f"cron job not found: {schedule_id}.", "CRON_JOB_NOT_FOUND"))
        assert found is not None
        return found

    def own(self) -> list[dict[str, Any]]:
        """The jobs that the gateway and its plugins keep themselves."""
        base = {"enabled": True, "createdAtMs": 1, "sessionTarget": "main", "wakeMode": "now", "state": {}}
        every = {"kind": "every", "everyMs": 1_800_000, "anchorMs": 281_843}
        return [
            base | {
                "id": "own-1", "name": "heartbeat-main", "agentId": "main", "declarationKey": "heartbeat:main",
                "schedule": every, "payload": {"kind": "heartbeat"},
            },
            base | {
                "id": "own-2", "name": "Memory Dreaming Promotion", "schedule": {"kind": "cron", "expr": "0 3 * * *"},
                "declarationKey": "memory-core:memory-dreaming-promotion",
                "payload": {"kind": "agentTurn", "message": "__dream__"},
            },
        ]  # fmt: skip

    def list(self, params: Any) -> Any:
        agent = params.get("agentId")
        rows = [self.shown(job) for job in [*self.own(), *self.records.values()]]
        rows = [{**job, "effectiveAgentId": job.get("agentId", "main")} for job in rows]
        rows = [job for job in rows if agent in (None, job["effectiveAgentId"])]
        rows = [job for job in rows if params.get("includeDisabled") or job["enabled"]]
        first = params.get("offset", 0)
        last = first + min(params.get("limit", 50), self.page)
        return {
            "jobs": rows[first:last],
            "total": len(rows),
            "hasMore": last < len(rows),
            "nextOffset": last if last < len(rows) else None,
        }

    def add(self, params: Any) -> Any:
        self.creates += 1
        refuse_unless(
            self.creates <= self.at_most,
            503,
            {
                "ok": False,
                "error": {
                    "code": "UNAVAILABLE", "message": "rate limit exceeded for cron.add; retry after 42s",
                    "retryable": True, "retryAfterMs": 41_500, "details": {"limit": "30 per 60s"},
                },
            },
        )  # fmt: skip
        unknown = set(params) - _FIELDS
        refuse_unless(not unknown, 400, invalid(f"invalid cron.add params: unexpected property {unknown}"))
        for key in ("name", "schedule", "sessionTarget", "wakeMode", "payload"):
            refuse_unless(params.get(key), 400, invalid(f"invalid cron.add params: must have {key}"))
        if params.get("agentId") == "nobody":
            raise Refused(503, {"ok": False, "error": {"code": "UNAVAILABLE", "message": "gateway method failed"}})
        self.check_payload(params["payload"], params["sessionTarget"])
        now = self.ms()
        job = {"enabled": True, **params, "schedule": self.timing(params["schedule"])}
        if job["payload"]["kind"] == "agentTurn":
            job["payload"] = {**job["payload"], "toolsAllow": ["*"]}
            job.setdefault("delivery", {"mode": "announce"})
        key = params.get("declarationKey")
        twin = next((held for held in self.records.values() if key and held.get("declarationKey") == key), None)
        if twin is not None:
            # The same key changes the job; its name stays.
            changed = {name: value for name, value in job.items() if name != "name"}
            twin |= changed
            return {"created": False, "updated": True, "job": self.shown(twin)}
        schedule_id = f"00000000-0000-4000-8000-{int(self.next_id()):012d}"
        kept = {name: value for name, value in job.items() if value is not None}
        self.records[schedule_id] = {"id": schedule_id, "createdAtMs": now, "updatedAtMs": now, "state": {}, **kept}
        shown = self.shown(self.records[schedule_id])
        return {"created": True, "job": shown} if key else shown

    def timing(self, timing: Any) -> dict[str, Any]:
        kind = timing.get("kind")
        refuse_unless(kind in _TIMING and set(timing) <= _TIMING[kind], 400, invalid("invalid cron.add params"))
        if kind == "at":
            at = datetime.fromisoformat(timing["at"])
            refuse_unless(at > self.now(), 400, invalid(f"schedule.at is in the past: {timing['at']}"))
            far = self.now() + timedelta(days=3_653)
            refuse_unless(at < far, 400, invalid("schedule.at is too far in the future"))
            return {"kind": "at", "at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")}
        if kind == "every":
            return {"anchorMs": self.ms(), **timing}
        refuse_unless("?" not in timing["expr"], 400, invalid("not in this stub"))
        refuse_unless(croniter.is_valid(_five(timing["expr"])), 400, invalid("CronPattern: invalid"))
        place = timing.get("tz") or "UTC"
        try:
            ZoneInfo(place)
        except (ValueError, OSError):
            refuse_unless(False, 400, invalid(f"CronDate: Failed to convert date to timezone '{place}'"))
        is_hourly = timing["expr"].split()[:2][0] == "0" and "*" in timing["expr"].split()[1]
        return {**timing, **({"staggerMs": 300_000} if is_hourly and "staggerMs" not in timing else {})}

    def check_payload(self, payload: Any, target: str) -> None:
        wanted = {"agentTurn": "message", "systemEvent": "text", "command": "argv"}.get(payload.get("kind"), "")
        refuse_unless(wanted and payload.get(wanted), 400, invalid("invalid cron.add params: at /payload"))
        is_main = target == "main"
        right = is_main == (payload["kind"] == "systemEvent")
        refuse_unless(right, 400, invalid("sessionTarget main takes a systemEvent, others an agentTurn"))

    def update(self, params: Any) -> Any:
        held, patch = self.held(params["id"]), dict(params["patch"])
        unknown = set(patch) - _PATCHED
        refuse_unless(not unknown, 400, invalid(f"invalid cron.update params: unexpected property {unknown}"))
        expected = params.get("expectedConfigRevision")
        changed = invalid("cron job definition no longer matches the loaded version", "CRON_JOB_CHANGED")
        refuse_unless(expected in (None, self.shown(held)["configRevision"]), 400, changed)
        if "schedule" in patch:
            patch["schedule"] = self.timing(patch["schedule"])
            if patch["schedule"]["kind"] != "at":
                held.pop("deleteAfterRun", None)
        if "payload" in patch:
            refuse_unless(patch["payload"].get("kind"), 400, invalid("invalid cron.update params: at /payload/kind"))
            is_same = patch["payload"]["kind"] == held["payload"]["kind"]
            patch["payload"] = {**(held["payload"] if is_same else {}), **patch["payload"]}
            self.check_payload(patch["payload"], patch.get("sessionTarget", held["sessionTarget"]))
        if "delivery" in patch:
            patch["delivery"] = {**held.get("delivery", {}), **patch["delivery"]}
        held |= {**patch, "updatedAtMs": self.ms()}
        return self.shown(held)

    def remove(self, params: Any) -> Any:
        held = self.held(params["id"])
        del self.records[held["id"]]
        return {"ok": True, "removed": True}

    def run(self, params: Any) -> Any:
        held = self.held(params["id"])
        run_id = f"manual:{held['id']}:{self.ms()}:1"
        held.setdefault("runs", []).append(
            {"ts": self.ms(), "status": "ok", "runAtMs": self.ms(), "durationMs": 1_500, "runId": run_id}
        )
        return {"ok": True, "enqueued": True, "runId": run_id}

    def runs(self, params: Any) -> Any:
        return {"entries": list(reversed(self.held(params["id"]).get("runs", [])))[: params.get("limit", 50)]}

    # -- what is shown -----------------------------------------------------------------------------------------

    def ms(self) -> int:
        return int(self.now().timestamp() * 1000)

    def shown(self, job: dict[str, Any]) -> dict[str, Any]:
        found = {key: value for key, value in job.items() if key != "runs"}
        timing, state = job["schedule"], dict(job["state"])
        if timing["kind"] == "at" and datetime.fromisoformat(timing["at"]) <= self.now() and job["enabled"]:
            # It has run; the scheduler switches it off.
            found["enabled"] = job["enabled"] = False
            state["lastRunAtMs"] = int(datetime.fromisoformat(timing["at"]).timestamp() * 1000)
            job["state"] = state
        definition = {key: value for key, value in found.items() if key not in ("state", "updatedAtMs")}
        digest = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
        found["configRevision"] = f"sha256:{digest[:32]}"
        if found["enabled"]:
            found["nextRunAtMs"] = state["nextRunAtMs"] = self.next_of(timing)
        return {**found, "state": state}

    def next_of(self, timing: Mapping[str, Any]) -> int:
        if timing["kind"] == "at":
            return int(datetime.fromisoformat(timing["at"]).timestamp() * 1000)
        if timing["kind"] == "every":
            elapsed = self.ms() - timing["anchorMs"]
            return int(timing["anchorMs"] + (elapsed // timing["everyMs"] + 1) * timing["everyMs"])
        place = ZoneInfo(timing.get("tz") or "UTC")
        text = timing["expr"]
        runs = croniter(text, self.now().astimezone(place), second_at_beginning=len(text.split()) == 6)
        return int(runs.get_next(datetime).timestamp() * 1000)


def _five(text: str) -> str:
    return " ".join(text.split()[-5:])
