"""A stub of Sequentum's schedules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.backends.stubs import Answer, Stub, next_by_croniter, refuse_unless, text_of

_FIELDS = {
    "name", "scheduleType", "cronExpression", "localSchedule", "timezone", "startTime", "runEveryCount",
    "runEveryPeriod", "isEnabled", "inputParameters", "parallelism", "parallelMaxConcurrency", "parallelExport",
    "proxyPoolId", "serverGroupId", "logLevel", "logMode", "isExclusive", "isWaitOnFailure",
}  # fmt: skip
_STEP_S = {1: 60, 2: 3600}


@dataclass
class SequentumStub(Stub):
    """Tempers: PUT wipes what it is not told, or keeps it; both day fields by AND or by OR; `localSchedule` is the
    expression, words, or (with `schedule` in UTC) the form in the zone; answers with capital letters; a next run
    while it is off; fields that the documents do not name (`extras`)."""

    put_wipes: bool = True
    day_and: bool = True
    local: str = "same"
    capitals: bool = False
    next_while_off: bool = False
    extras: bool = False

    def authorized(self, headers: Mapping[str, str]) -> None:
        refuse_unless(headers.get("authorization") == "ApiKey sk-1", 401, {"title": "Unauthorized", "status": 401})

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        base = r"/api/v1/agent/7/schedules"
        return {
            ("GET", base): self.list,
            ("POST", base): self.create,
            ("GET", base + r"/([^/]+)"): lambda i, **_: (200, self.shown(i)),
            ("PUT", base + r"/([^/]+)"): self.put,
            ("DELETE", base + r"/([^/]+)"): self.delete,
            ("POST", base + r"/([^/]+)/enable"): lambda i, **_: self.switch(i, True),
            ("POST", base + r"/([^/]+)/disable"): lambda i, **_: self.switch(i, False),
        }

    def list(self, **_: Any) -> Answer:
        return 200, [self.shown(i) for i in self.records]

    def create(self, body: Any, **_: Any) -> Answer:
        self.check(body)
        schedule_id = self.next_id()
        self.records[schedule_id] = {"isEnabled": False, **body, "id": int(schedule_id)}
        return 201, self.shown(schedule_id)

    def put(self, schedule_id: str, body: Any, **_: Any) -> Answer:
        held = self.held(schedule_id)
        self.check(body)
        kept = {} if self.put_wipes else held
        self.records[schedule_id] = {"isEnabled": False, **kept, **body, "id": held["id"]}
        return 200, self.shown(schedule_id)

    def delete(self, schedule_id: str, **_: Any) -> Answer:
        self.held(schedule_id)
        del self.records[schedule_id]
        return 204, None

    def switch(self, schedule_id: str, enabled: bool) -> Answer:
        self.held(schedule_id)["isEnabled"] = enabled
        return 200, None

    def check(self, body: Any) -> None:
        problem = {"statusCode": 400, "statusDescription": "Bad Request", "message": "invalid schedule", "severity": 2}
        known = isinstance(body, dict) and (self.extras or set(body) <= _FIELDS)
        refuse_unless(known and body.get("name"), 400, problem)
        kind = body.get("scheduleType")
        refuse_unless(kind in (1, 2, 3), 400, problem)
        start = datetime.fromisoformat(body["startTime"]) if body.get("startTime") else None
        if kind == 1:
            refuse_unless(start is not None and start > self.now() + timedelta(minutes=1), 400, problem)
        if kind == 2:
            refuse_unless(body.get("runEveryCount", 0) >= 1 and body.get("runEveryPeriod") in range(1, 6), 400, problem)
            refuse_unless(start is None or start > self.now(), 400, problem)
        if kind == 3:
            refuse_unless(len(str(body.get("cronExpression", "")).split()) == 5, 400, problem)

    def shown(self, schedule_id: str) -> dict[str, Any]:
        held = dict(self.held(schedule_id))
        held["schedule"] = held.pop("cronExpression", None)
        held["nextRunTime"] = text_of(self.next_run(held)) if held["isEnabled"] or self.next_while_off else None
        held["localSchedule"] = "Every day at 09:00 AM" if self.local == "words" else held["schedule"]
        if self.local == "utc" and held["schedule"]:
            held["schedule"] = in_utc(held["schedule"], held.get("timezone") or "UTC", self.now())
        held |= {"configId": 7, "tag": "x", "created": None, "serverId": 3}
        return {key[0].upper() + key[1:]: value for key, value in held.items()} if self.capitals else held

    def next_run(self, held: Mapping[str, Any]) -> datetime:
        if held["scheduleType"] == 3:
            zone = held.get("timezone") or "UTC"
            return next_by_croniter(held["schedule"], zone, self.now(), day_and=self.day_and)
        start = datetime.fromisoformat(held["startTime"]) if held.get("startTime") else self.now()
        step = (
            timedelta(seconds=_STEP_S[held["runEveryPeriod"]] * held["runEveryCount"])
            if held["scheduleType"] == 2
            else None
        )
        while step is not None and start <= self.now():
            start += step
        return start


def in_utc(expression: str, place: str, now: datetime) -> str:
    """A daily expression with its hour moved by the zone's present offset."""
    minute, hour, *rest = expression.split()
    if not hour.isdecimal():
        return expression
    offset = now.astimezone(ZoneInfo(place)).utcoffset() or timedelta(0)
    return " ".join([minute, str(int(int(hour) - offset.total_seconds() // 3600) % 24), *rest])
