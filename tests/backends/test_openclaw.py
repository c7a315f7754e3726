"""What the client of OpenClaw is careful about, a row each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from schedule_mcp.backends.base import Change, Draft
from schedule_mcp.errors import (
    Conflict,
    InvalidArgument,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unavailable,
    Unsupported,
)
from schedule_mcp.schedule.model import Interval, Once
from schedule_mcp.service import calls
from tests.backends.kinds import Bench, bench
from tests.backends.test_careful import put_before, response, service_of

DAILY = "every day at 9am"


def claw(**settings: Any) -> Bench:
    return bench("openclaw", {}, **settings)


def sent(case: Bench, method: str) -> list[Any]:
    return [body["params"] for _, _, body in case.stub.requests if body["method"] == method]


def only(case: Bench) -> dict[str, Any]:
    (job,) = case.stub.records.values()
    return job


def make(case: Bench, when: str = DAILY, **more: Any) -> Mapping[str, Any]:
    return service_of(case).create(calls.Create("report", when, input="say hello", **more))


def test_what_is_sent_names_zone_stagger_key_and_agent() -> None:
    case = claw(delivery={"mode": "none"})
    service_of(case, timezone="America/New_York").create(
        calls.Create("report", "every weekday at 9am", input="say hello", options={"model": "m", "timeoutSeconds": 60})
    )
    (body,) = sent(case, "cron.add")
    key = body.pop("declarationKey")
    assert key.startswith("schedule-mcp:")
    assert body == {
        "name": "report",
        "enabled": True,
        "agentId": "main",
        "sessionTarget": "isolated",
        "wakeMode": "now",
        "payload": {"kind": "agentTurn", "message": "say hello", "model": "m", "timeoutSeconds": 60},
        "delivery": {"mode": "none"},
        "schedule": {"kind": "cron", "expr": "0 9 * * 1-5", "tz": "America/New_York", "staggerMs": 0},
    }


@pytest.mark.parametrize(
    ("settings", "options", "said"),
    [
        ({}, {}, "go to the chat that it last heard from"),
        ({"delivery": {"mode": "none"}}, {}, "sent nowhere"),
        ({"delivery": {"mode": "none"}}, {"delivery": {"mode": "announce", "channel": "telegram"}}, "go to telegram"),
        ({"session_target": "main"}, {}, "an event of the agent's main session"),
    ],
)
def test_the_preview_says_where_answers_go(settings: dict[str, Any], options: dict[str, Any], said: str) -> None:
    case = claw(**settings)
    encoding = case.backend.encode(
        Once(case.clock() + timedelta(hours=1)), now=case.clock(), accept=frozenset(), options=options
    )
    assert said in encoding.notes[-1]
    assert said in json.dumps(make(case, options=options))


def test_a_schedule_of_the_main_session_is_an_event() -> None:
    case = claw(session_target="main")
    handle = make(case)["schedule"]["id"]
    assert only(case)["payload"] == {"kind": "systemEvent", "text": "say hello"}
    service_of(case).update(calls.Update(handle, options={"sessionTarget": "isolated"}))
    assert (only(case)["sessionTarget"], only(case)["payload"]["message"]) == ("isolated", "say hello")
    assert service_of(case).get(handle)["schedule"]["input"] == "say hello"


def test_with_the_plugin_off_it_says_how_it_is_switched_on_and_nothing_is_lost() -> None:
    case = bench("openclaw", {"is_off": True})
    for act in (lambda: case.backend.check(), lambda: make(case), lambda: service_of(case).get("openclaw/main/x")):
        with pytest.raises(Unavailable, match="admin-http-rpc is off") as caught:
            act()
        assert "openclaw plugins enable admin-http-rpc" in caught.value.hint
        assert "restart the gateway" in caught.value.hint


def test_a_stray_404_to_a_write_says_nothing_about_its_effect() -> None:
    case = claw()
    handle = make(case)["schedule"]["id"]

    def gone(request: httpx2.Request) -> httpx2.Response | None:
        body = json.loads(request.content)
        if body["method"] != "cron.update":
            return None
        case.stub(request)
        return response(404, b"Not Found")

    put_before(case, gone)
    assert service_of(case).pause(handle)["schedule"]["status"] == "paused"


def test_own_jobs_of_the_gateway_are_hidden_and_never_touched() -> None:
    case = claw()
    assert list(case.backend.list("")) == []
    for act in (case.backend.get, case.backend.pause, case.backend.resume, case.backend.delete, case.backend.run_now):
        for own in ("own-1", "own-2"):
            with pytest.raises(NotFound):
                act("", own)
    assert not [body for _, _, body in case.stub.requests if body["method"] not in ("cron.list", "cron.get")]


def test_a_job_of_another_agent_is_not_reached_by_its_id() -> None:
    case = claw()
    native = make(case)["schedule"]["id"].rpartition("/")[2]
    for act in (case.backend.get, case.backend.pause, case.backend.delete):
        with pytest.raises(NotFound):
            act("another", native)
    only(case).pop("agentId")
    assert case.backend.get("main", native).id == native
    with pytest.raises(NotFound):
        case.backend.get("another", native)


def draft(case: Bench, **more: Any) -> Draft:
    member = case.backend.encode(
        Once(case.clock() + timedelta(days=1)), now=case.clock(), accept=frozenset(), options={}
    ).members[0]
    return Draft("report", member, "say hello", key="0123456789abcdef" * 2, **more)


def test_the_same_create_again_finds_its_job_and_one_that_became_another_is_left_alone() -> None:
    case = claw()
    first = case.backend.create("", draft(case))
    assert case.backend.create("", draft(case)).id == first.id
    assert len(sent(case, "cron.add")) == 1
    case.backend.update("", first, Change(name="other"))
    held = dict(only(case))
    second = case.backend.create("", draft(case))
    assert second.id != first.id
    assert case.stub.records[first.id] == held
    assert sent(case, "cron.add")[-1]["declarationKey"].endswith(":2")
    assert case.backend.create("", draft(case)).id == second.id


def test_a_create_that_arrives_twice_makes_one_job() -> None:
    case = claw()

    def twice(request: httpx2.Request) -> httpx2.Response | None:
        if json.loads(request.content)["method"] == "cron.add":
            case.stub(request)
        return None

    put_before(case, twice)
    assert make(case)["status"] == "created"
    assert len(case.stub.records) == 1
    # The new part of a split has no key that anybody would ask for again.
    case.backend.create("", replace(draft(case), name="part", key=""))
    case.backend.create("", replace(draft(case), name="part", key=""))
    assert [job["name"] for job in case.stub.records.values()] == ["report", "part", "part"]


def test_a_change_in_between_is_seen_and_the_write_is_made_from_what_is_there() -> None:
    case = claw()
    record = case.backend.create("", draft(case))
    others = [lambda job: job.update(wakeMode="next-heartbeat"), lambda job: job.update(name="theirs")]

    def between(request: httpx2.Request) -> httpx2.Response | None:
        if json.loads(request.content)["method"] == "cron.update" and others:
            others.pop(0)(only(case))
        return None

    put_before(case, between)
    assert case.backend.update("", record, Change(input="bye")).input == "bye"
    assert only(case)["wakeMode"] == "next-heartbeat"
    revisions = [params["expectedConfigRevision"] for params in sent(case, "cron.update")]
    assert len(revisions) == len(set(revisions)) == 3
    with pytest.raises(Conflict, match="another has changed the name"):
        case.backend.update("", record, Change(name="mine"))
    assert case.backend.pause("", record.id).status == "paused"
    assert case.backend.restore("", record).name == "report"
    assert all("expectedConfigRevision" in params for params in sent(case, "cron.update"))


def test_too_many_creates_are_a_refusal_with_the_seconds_to_wait() -> None:
    case = bench("openclaw", {"at_most": 0})
    with pytest.raises(RateLimited) as caught:
        case.backend.create("", draft(case))
    assert caught.value.retry_after_s == 41.5
    assert "30 creates a minute" in caught.value.hint
    assert len(sent(case, "cron.add")) == 1


def test_an_unknown_agent_is_named_as_the_likely_cause() -> None:
    case = claw(agent_id="nobody")
    with pytest.raises(OutcomeUnknown) as caught:
        case.backend.create("", draft(case))
    assert "no agent 'nobody'" in caught.value.hint


def test_an_interval_without_phase_is_itself_and_one_with_a_phase_is_none() -> None:
    case = claw()
    made = make(case, "every 50 minutes")
    assert made["sends"] == [{"kind": "every", "everyMs": 3_000_000}]
    assert made["verified"]["next_run"].startswith("equal")
    assert "the start of the run before" in json.dumps(made)
    anchored = Interval(timedelta(minutes=50), datetime(2026, 11, 22, 14, tzinfo=UTC))
    with pytest.raises(Unsupported) as caught:
        case.backend.encode(anchored, now=case.clock(), accept=frozenset(), options={})
    assert caught.value.reason == "phase"


def test_a_server_that_makes_another_interval_is_found_out() -> None:
    case = claw()

    def other(request: httpx2.Request) -> httpx2.Response | None:
        body = json.loads(request.content)
        if body["method"] != "cron.add":
            return None
        body["params"]["schedule"]["everyMs"] = 60_000
        changed = httpx2.Request("POST", request.url, headers={"authorization": "Bearer claw-token"}, json=body)
        return case.stub(changed)

    put_before(case, other)
    with pytest.raises(Exception, match="60000"):
        make(case, "every 50 minutes")


def test_what_runs_every_hour_is_sent_in_utc_where_its_zone_has_clock_changes() -> None:
    case = claw()
    made = service_of(case, timezone="America/New_York").create(calls.Create("n", "every hour on the hour", input="x"))
    assert made["sends"] == [{"kind": "cron", "expr": "0 * * * *", "tz": "UTC", "staggerMs": 0}]
    with pytest.raises(Unsupported) as caught:
        service_of(case, timezone="America/New_York").create(calls.Create("m", "every day at 2:30am", input="x"))
    assert caught.value.reason == "clock_change"


def test_a_single_run_lies_within_ten_years() -> None:
    case = claw()
    with pytest.raises(Unsupported) as caught:
        make(case, "2039-01-01T09:00:00Z")
    assert caught.value.reason == "horizon"


def test_a_single_run_is_kept_after_it_ran_and_a_new_time_switches_it_on() -> None:
    case = claw()
    handle = make(case, "in 2 hours")["schedule"]["id"]
    assert only(case)["deleteAfterRun"] is False
    case.clock.forward(hours=3)
    shown = service_of(case).get(handle)["schedule"]
    assert shown["status"] == "completed"
    with pytest.raises(Rejected, match="would run at once"):
        case.backend.resume("", handle.rpartition("/")[2])
    again = service_of(case).update(calls.Update(handle, when="in 2 hours"))
    assert (again["schedule"]["status"], only(case)["enabled"]) == ("active", True)


def by_hand(case: Bench, **fields: Any) -> dict[str, Any]:
    make(case)
    job = only(case)
    job.pop("declarationKey")
    job |= fields
    return job


@pytest.mark.parametrize(
    ("schedule", "readable", "said"),
    [
        ({"kind": "cron", "expr": "0 9 * * 1-5", "tz": "UTC", "staggerMs": 300_000}, True, "up to 300 seconds"),
        ({"kind": "cron", "expr": "0 9 * * 1-5"}, False, "names no zone"),
        ({"kind": "cron", "expr": "0 9 L * *", "tz": "UTC", "staggerMs": 0}, True, ""),
        ({"kind": "cron", "expr": "0 9 ? * 1", "tz": "UTC"}, False, "'?'"),
        ({"kind": "on-exit", "command": "make"}, False, "at no times but by on-exit"),
        ({"kind": "every", "everyMs": 90_000, "anchorMs": 5}, True, "start of the run before"),
        ({"kind": "every", "everyMs": "soon"}, False, ""),
    ],
)
def test_jobs_of_other_hands_are_read_or_said_to_be_unreadable(
    schedule: dict[str, Any], readable: bool, said: str
) -> None:
    case = claw()
    raw = {**by_hand(case), "schedule": schedule, "state": {}}
    listed = {"ok": True, "payload": {"jobs": [raw], "hasMore": False}}
    put_before(case, lambda _request: response(200, listed))
    (record,) = case.backend.list("")
    assert (record.schedule is not None) is readable
    assert said in " ".join((record.unreadable, *record.notes))
    assert readable or record.unreadable


def test_why_openclaw_switched_a_job_off_is_told() -> None:
    case = claw()
    state = {"autoDisabled": {"reason": "consecutive-failures", "atMs": 1, "consecutiveErrors": 5}}
    by_hand(case, enabled=False, state=state)
    (row,) = service_of(case).list_schedules()["schedules"]
    assert (row["status"], row["reason"]) == ("paused", "OpenClaw switched it off: 5 runs failed in a row")


def test_a_command_of_other_hands_is_shown_paused_and_never_rewritten() -> None:
    case = claw()
    by_hand(case, payload={"kind": "command", "argv": ["sh", "-c", "echo 1"]})
    (record,) = case.backend.list("")
    assert record.input == "sh -c 'echo 1'"
    with pytest.raises(Rejected, match="runs a command"):
        case.backend.update("", record, Change(input="other"))
    assert case.backend.update("", record, Change(name="other")).name == "other"
    assert case.backend.pause("", record.id).status == "paused"
    assert only(case)["payload"] == {"kind": "command", "argv": ["sh", "-c", "echo 1"]}


def test_a_run_at_once_is_told_by_the_history() -> None:
    case = claw()
    record = case.backend.create("", draft(case))
    run = case.backend.run_now("", record.id)
    assert (run.status, run.kind, run.started) == ("done", "manual", case.clock())
    assert case.backend.runs("", record.id, 5) == [run]


def test_a_run_that_the_gateway_drops_is_refused_with_one_in_a_minute() -> None:
    case = claw()
    handle = make(case)["schedule"]["id"]

    def drops(request: httpx2.Request) -> httpx2.Response | None:
        if json.loads(request.content)["method"] != "cron.runs":
            return None
        entry = {
            **only(case)["runs"][-1],
            "status": "error",
            "error": "Gateway client authority closed before dispatching",
        }
        return response(200, {"ok": True, "payload": {"entries": [entry]}})

    put_before(case, drops)
    service = service_of(case)
    for _ in range(2):
        with pytest.raises(Unsupported, match="drops a run") as caught:
            service.run(handle)
        assert caught.value.alternatives[0]["when"] == "in 1 minute"
    assert len(sent(case, "cron.run")) == 1


def test_with_its_cron_off_it_is_said_that_nobody_fires() -> None:
    case = claw()

    def off(request: httpx2.Request) -> httpx2.Response | None:
        if json.loads(request.content)["method"] == "cron.status":
            return response(200, {"ok": True, "payload": {"enabled": False}})
        return None

    put_before(case, off)
    assert "nobody: the cron of openclaw is switched off" in json.dumps(make(case))
    assert "nobody" in case.backend.check()


@pytest.mark.parametrize(
    "options",
    [
        {"channel": "x"},
        {"delivery": "none"},
        {"sessionTarget": "nowhere"},
        {"wakeMode": "later"},
        {"timeoutSeconds": True},
        {"model": ""},
    ],
)
def test_options_that_it_would_refuse_are_refused_before_anything_is_sent(options: dict[str, Any]) -> None:
    case = claw()
    with pytest.raises(InvalidArgument):
        make(case, options=options)
    assert sent(case, "cron.add") == []
