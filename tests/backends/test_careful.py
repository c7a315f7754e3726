"""What a careful client does where the documents are silent or contradict each other, a row each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from schedule_mcp.errors import (
    ConfigError,
    InvalidArgument,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    ScheduleError,
    Unsupported,
    VerificationFailed,
)
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from tests.backends.kinds import CLASSES, SETTINGS, Bench, bench, meant


def service_of(case: Bench, **more: Any) -> Service:
    case.backend.name = case.kind
    return Service(
        {case.kind: case.backend},
        default_backend=case.kind,
        timezone=more.pop("timezone", "UTC"),
        policy=Policy(**more),
        journal=Journal(None, case.clock),
        now=case.clock,
    )


def sent(case: Bench, method: str) -> list[Any]:
    return [body for verb, _, body in case.stub.requests if verb == method]


def put_before(case: Bench, answer: Callable[[httpx2.Request], httpx2.Response | None]) -> None:
    """Let `answer` speak first; None lets the stub answer."""
    inner: Any = case.stub

    def handler(request: httpx2.Request) -> httpx2.Response:
        return answer(request) or inner(request)

    case.backend.client.transport = httpx2.MockTransport(handler)  # type: ignore[attr-defined]


def response(status: int, body: Any = None, **headers: str) -> httpx2.Response:
    data = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(data))


# -- Sequentum -------------------------------------------------------------------------------------------------


def test_sequentum_sends_its_whole_body_and_never_period_zero() -> None:
    case = bench("sequentum", {})
    service_of(case).create(
        calls.Create("n", "every 90 minutes", input='{"a": 1}', options={"parallelism": 2, "logLevel": "Info"})
    )
    assert sent(case, "POST") == [
        {
            "name": "n",
            "scheduleType": 2,
            "runEveryCount": 90,
            "runEveryPeriod": 1,
            "startTime": "2026-11-22T15:20:00Z",
            "timezone": "UTC",
            "isEnabled": True,
            "inputParameters": '{"a": 1}',
            "parallelism": 2,
            "logLevel": "Info",
        }
    ]


@pytest.mark.parametrize("paused", [False, True])
def test_renaming_an_interval_keeps_its_phase_though_its_start_is_past(paused: bool) -> None:
    case = bench("sequentum", {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every 7 hours"))["schedule"]["id"]
    first = service.get(handle)["next_runs"][0]["utc"]
    if paused:
        service.pause(handle)
    case.clock.forward(hours=30)
    service.update(calls.Update(handle, name="other"))
    service.resume(handle)
    run = datetime.fromisoformat(service.get(handle)["next_runs"][0]["utc"])
    assert (run - datetime.fromisoformat(first)) % timedelta(hours=7) == timedelta(0)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_every_other_week_is_elapsed_time_where_no_clock_changes(zone: str) -> None:
    case = bench("sequentum", {})
    made = service_of(case, timezone=zone).create(calls.Create("n", "every other Tuesday at 3pm"))
    assert (made["sends"][0]["runEveryCount"], made["sends"][0]["runEveryPeriod"]) == (336, 2)
    assert made["verified"]["next_run"] == "equal"


def test_a_server_that_holds_utc_is_noticed_once_and_then_sent_utc_only() -> None:
    case = bench("sequentum", {"local": "utc"})
    service = service_of(case, timezone="America/New_York")
    with pytest.raises(VerificationFailed, match="in UTC beside"):
        service.create(calls.Create("n", "every day at 9am"))
    assert [record["isEnabled"] for record in case.stub.records.values()] == [False]
    with pytest.raises(Unsupported) as caught:
        service.create(calls.Create("n", "every day at 9am"))
    assert caught.value.accept == ("utc_drift",)
    made = service.create(calls.Create("m", "every day at 9am", accept="utc_drift"))
    assert made["sends"] == [{"scheduleType": 3, "cronExpression": "0 14 * * *", "timezone": "UTC"}]


def test_where_no_clock_changes_both_forms_say_the_same_and_a_rename_keeps_the_time() -> None:
    case = bench("sequentum", {"local": "utc"})
    service = service_of(case, timezone="Asia/Tokyo")
    handle = service.create(calls.Create("n", "every day at 9am"))["schedule"]["id"]
    service.update(calls.Update(handle, name="other"))
    assert case.stub.records["1"]["cronExpression"] == "0 9 * * *"
    assert service.get(handle)["schedule"]["when"] == "every day at 09:00 (Asia/Tokyo)"


def test_a_single_run_that_is_over_gets_a_new_time_and_runs_again() -> None:
    case = bench("sequentum", {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "in 10 minutes"))["schedule"]["id"]
    case.clock.forward(hours=1)
    (record,) = case.stub.records.values()
    record["isEnabled"] = False
    assert service.get(handle)["schedule"]["status"] == "completed"
    with pytest.raises(Rejected, match="without naming its timing"):
        service.update(calls.Update(handle, name="other"))
    assert service.update(calls.Update(handle, when="in 20 minutes"))["schedule"]["status"] == "active"


@pytest.mark.parametrize("text", ["5", "[1]", '"x"', "{", "NaN", '{"a": NaN}', "null", "[" * 30_000])
def test_sequentum_takes_the_json_text_of_an_object_only(text: str) -> None:
    with pytest.raises(InvalidArgument):
        service_of(bench("sequentum", {})).create(calls.Create("n", "every day at 9am", input=text))


@pytest.mark.parametrize(("setting", "keys"), [(False, False), (True, True)])
def test_local_schedule_is_sent_by_setting_only(setting: bool, keys: bool) -> None:
    case = bench("sequentum", {}, send_local_schedule=setting)
    service_of(case).create(calls.Create("n", "every day at 9am"))
    assert ("localSchedule" in sent(case, "POST")[0]) is keys


def test_a_local_schedule_string_is_read_as_words() -> None:
    for text in ("0 9 * * 1-5", "Every weekday at 09:00 AM"):
        assert (
            service_of(bench("sequentum", {})).preview(calls.Preview(text))["understood"]
            == "every weekday at 09:00 (UTC)"
        )


@pytest.mark.parametrize(
    ("settings", "header"),
    [
        ({"api_key": "k"}, "ApiKey k"),
        ({"bearer_token": "t"}, "Bearer t"),
        ({"api_key": "k", "bearer_token": "t"}, "Bearer t"),
    ],
)
def test_one_authorization_header_of_either_scheme(settings: dict[str, str], header: str) -> None:
    backend = CLASSES["sequentum"].from_config("w", {"base_url": "https://x.test", **settings}, now=lambda: None)
    assert backend.client.headers == {"Authorization": header}


# -- AgentScope ------------------------------------------------------------------------------------------------


def test_agentscope_is_sent_names_and_both_day_fields() -> None:
    case = bench("agentscope", {})
    made = service_of(case).create(calls.Create("n", "the first Monday of every month at 9am", input="x"))
    assert made["sends"] == [{"cron_expression": "0 9 1-7 * mon", "timezone": "UTC"}]
    made = service_of(case).create(calls.Create("m", "Mon, Wed and Sun at 9am", input="x"))
    assert made["sends"] == [{"cron_expression": "0 9 * * mon,wed,sun", "timezone": "UTC"}]


def test_a_handle_reaches_the_schedules_of_its_own_agent_only() -> None:
    case = bench("agentscope", {})
    service = service_of(case, allowed_agents={"agentscope": frozenset({"mine"})})
    handle = service_of(case).create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    native = handle.rpartition("/")[2]
    with pytest.raises(NotFound):
        service.pause(f"agentscope/mine/{native}")
    assert service_of(case).get(handle)["schedule"]["status"] == "active"


def test_agentscope_without_a_model_or_an_input_is_refused_before_anything_is_sent() -> None:
    case = bench("agentscope", {}, chat_model=None)
    with pytest.raises(ConfigError):
        service_of(case).create(calls.Create("n", "every day at 9am", input="x"))
    with pytest.raises(InvalidArgument):
        service_of(case).create(calls.Create("n", "every day at 9am"))
    assert sent(case, "POST") == []


AGENT_RECORDS: list[tuple[dict[str, Any], str, str]] = [
    # what the record holds beside its defaults, its status, its next run
    ({}, "active", "2026-11-23T09:00:00Z"),
    ({"enabled": False}, "paused", ""),
    ({"name": ""}, "dead", ""),
    ({"cron_expression": "0 9 30 2 *"}, "dead", ""),
    ({"ended_at": "2026-11-01T00:00:00Z"}, "completed", ""),
    ({"started_at": "2026-12-24T00:00:00+00:00"}, "active", "2026-12-24T09:00:00Z"),
    ({"started_at": "2026-11-22T13:00:00", "timezone": "Pacific/Honolulu", "cron_expression": "0 * * * *"}, "active",
     "2026-11-22T23:00:00Z"),
    ({"cron_expression": "0 9 * * mon#1"}, "active", ""),
    ({"timezone": None, "description": None, "stateful": None, "permission_mode": None}, "active",
     "2026-11-23T09:00:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "status", "next_run"), AGENT_RECORDS)
def test_agentscope_records_of_other_hands(data: dict[str, Any], status: str, next_run: str) -> None:
    case = bench("agentscope", {})
    whole = {"name": "n", "cron_expression": "0 9 * * *", "timezone": "UTC", "enabled": True, "source": "AGENT", **data}
    case.stub.records["a"] = {"id": "a", "agent_id": "bot", "data": whole}
    (row,) = service_of(case).list_schedules()["schedules"]
    assert row["status"] == status
    assert row.get("next_run", {}).get("utc", "") == next_run


# -- Uranus ----------------------------------------------------------------------------------------------------


def test_uranus_with_another_clock_than_configured_is_paused_and_both_times_are_said() -> None:
    case = bench("uranus", {"zone": "Asia/Tokyo"})
    with pytest.raises(VerificationFailed) as caught:
        service_of(case).create(calls.Create("n", "every day at 9am"))
    assert "2026-11-23 09:00:00 UTC" in str(caught.value)
    assert "2026-11-23 00:00:00 UTC" in str(caught.value)
    assert [record["status"] for record in case.stub.records.values()] == ["paused"]


def test_uranus_counts_a_delay_only_when_asked_and_from_the_call() -> None:
    case = bench("uranus", {})
    service = service_of(case)
    assert service.create(calls.Create("n", "in 45 minutes"))["sends"] == [
        {"type": "once", "next_run": "2026-11-22T14:35:00Z"}
    ]
    preview = service.preview(calls.Preview("in 45 minutes"))
    with pytest.raises(InvalidArgument):
        service.create(calls.Create("m", "in 45 minutes", options={"type": "cron"}))
    case.clock.forward(minutes=5)
    made = service.create(calls.Create("m", "in 40 minutes", options={"type": "delayed"}))
    assert sent(case, "POST")[-1]["delay_seconds"] == 2_400
    assert made["verified"]["next_run"] == "equal"
    assert preview["next_runs"] == made["next_runs"]
    handle = made["schedule"]["id"]
    case.clock.forward(minutes=10)
    service.update(calls.Update(handle, name="other"))
    service.pause(handle)
    assert service.resume(handle)["schedule"]["next_run"]["utc"] == "2026-11-22T14:35:00Z"


def test_a_single_run_whose_time_has_passed_is_not_resumed() -> None:
    case = bench("uranus", {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "in 10 minutes", enabled=False))["schedule"]["id"]
    case.stub.records["1"]["status"] = "paused"
    original = case.stub.shown  # type: ignore[attr-defined]
    case.stub.shown = lambda i: {**original(i), "status": "paused"}  # type: ignore[attr-defined]
    case.clock.forward(hours=1)
    with pytest.raises(ScheduleError):
        service.resume(handle)
    assert case.stub.records["1"]["status"] == "paused"


def test_uranus_without_a_zone_refuses_cron_and_takes_a_single_run() -> None:
    case = bench("uranus", {}, cron_timezone="")
    with pytest.raises(Unsupported) as caught:
        service_of(case).create(calls.Create("n", "every day at 9am"))
    assert caught.value.reason == "zone"
    assert service_of(case).create(calls.Create("n", "tomorrow at 9am"))["status"] == "created"
    with pytest.raises(ConfigError):
        bench("uranus", {}, cron_timezone="Mars/Base")


def test_uranus_needs_a_callback_and_takes_one_by_option() -> None:
    case = bench("uranus", {}, callback={})
    with pytest.raises(ConfigError):
        service_of(case).create(calls.Create("n", "every day at 9am"))
    options = {"callback_type": "workflow", "callback_id": "other"}
    made = service_of(case).create(calls.Create("n", "every day at 9am", options=options))
    assert sent(case, "POST")[0]["callback_id"] == "other"
    assert service_of(case).get(made["schedule"]["id"])["schedule"]["options"] == options


@pytest.mark.parametrize(("kind", "more"), [("uranus", {}), ("sequentum", {}), ("sequentum", {"capitals": True})])
def test_fields_of_other_hands_survive_an_update_where_put_replaces(kind: str, more: dict[str, Any]) -> None:
    case = bench(kind, {"put_wipes": True, "extras": True, **more})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input=case.input))["schedule"]["id"]
    key = next(iter(case.stub.records))
    own = {"retry": {"most": 3, "wait_s": 60}, "labels": ["a"]}
    if more:
        own = {name.capitalize(): value for name, value in own.items()}
    case.stub.records[key] |= {name[0].lower() + name[1:]: value for name, value in own.items()}
    service.update(calls.Update(handle, name="other"))
    service.update(calls.Update(handle, when="every Monday at 10am"))
    service.pause(handle)
    when = "on 2026-12-01 at 09:00 (UTC)"
    assert service.update(calls.Update(handle, when=when))["status"] == "updated"
    service.resume(handle)
    held = case.stub.records[key]
    assert {name: held.get(name, held.get(name[0].lower() + name[1:])) for name in own} == own
    assert held["name"] == "other"


# -- orq.ai ----------------------------------------------------------------------------------------------------


def test_an_update_on_a_narrow_server_is_split_after_its_refusal() -> None:
    case = bench("orq", {"narrow": True}, contract="auto")
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    changed = service.update(calls.Update(handle, when="every Monday and Tuesday at 9am"))
    assert (changed["status"], changed["schedule"]["parts"]) == ("updated", 2)


def test_a_single_run_on_a_narrow_server_is_refused_with_its_reason() -> None:
    case = bench("orq", {"narrow": True}, contract="auto")
    with pytest.raises(Unsupported) as caught:
        service_of(case).create(calls.Create("n", "tomorrow at 9am", input="x"))
    assert caught.value.reason == "once"
    assert case.stub.records == {}


def test_orq_creates_nothing_paused_that_would_run_before_it_is() -> None:
    case = bench("orq", {"narrow": True})
    case.clock.time = datetime.fromisoformat("2026-11-22T08:59:00+00:00")
    with pytest.raises(Unsupported) as caught:
        service_of(case).create(calls.Create("n", "every day at 9am", input="x", enabled=False))
    assert caught.value.reason == "live_window"
    case.clock.forward(minutes=2)
    assert (
        service_of(case).create(calls.Create("n", "every day at 9am", input="x", enabled=False))["status"] == "created"
    )


def test_a_member_renamed_by_hand_is_found_by_the_key_in_its_metadata() -> None:
    case = bench("orq", {"narrow": True})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every Monday and Tuesday at 9am", input="x"))["schedule"]["id"]
    next(iter(case.stub.records.values()))["display_name"] = "mine"
    (row,) = service.list_schedules()["schedules"]
    assert (row["id"], row["status"], row["parts"]) == (handle, "incomplete", 2)
    assert (
        service.update(calls.Update(handle, when="every Monday and Tuesday at 9am"))["schedule"]["status"] == "active"
    )
    assert len(case.stub.records) == 2


def test_an_unchanged_generation_is_told() -> None:
    case = bench("orq", {"narrow": False})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    original = case.stub.patch  # type: ignore[attr-defined]

    def stuck(schedule_id: str, **more: Any) -> Any:
        status, answer = original(schedule_id, **more)
        case.stub.records[schedule_id]["generation"] = 1
        return status, answer

    case.stub.patch = stuck  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed, match="generation"):
        service.update(calls.Update(handle, when="every day at 10am"))


def test_orq_options_are_shown_without_the_key_of_a_group() -> None:
    case = bench("orq", {"narrow": True})
    options = {"metadata": {"team": "a"}, "variables": {"x": 1}, "agent_tag": "v2"}
    made = service_of(case).create(calls.Create("n", "every Monday and Tuesday at 9am", input="x", options=options))
    assert service_of(case).get(made["schedule"]["id"])["schedule"]["options"] == options


# -- lost answers, busy servers --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SETTINGS)
@pytest.mark.parametrize("applied", [True, False])
def test_a_lost_answer_to_a_create_makes_one_schedule_at_most(kind: str, applied: bool) -> None:
    case = bench(kind, {})
    lost: list[int] = []

    def lose(request: httpx2.Request) -> httpx2.Response | None:
        if meant(request) != "POST" or request.url.path.endswith("/search") or lost:
            return None
        lost.append(1)
        if applied:
            case.stub(request)
        raise httpx2.ReadError("reset", request=request)

    put_before(case, lose)
    service = service_of(case)
    call = {"name": "n", "when": "every day at 9am", "input": case.input}
    first = service.create(calls.Create(**call))
    assert first["status"] == ("created" if applied else "unknown")
    again = service.create(calls.Create(**call))
    assert again["status"] == ("exists" if applied else "unknown")
    case.clock.forward(minutes=2)
    assert service.create(calls.Create(**call))["status"] == ("exists" if applied else "created")
    assert len(case.stub.records) == 1


def test_a_relative_create_of_unknown_outcome_is_not_sent_again_either() -> None:
    case = bench("uranus", {})

    def lose(request: httpx2.Request) -> httpx2.Response | None:
        if meant(request) == "POST":
            raise httpx2.ReadError("reset", request=request)
        return None

    put_before(case, lose)
    service = service_of(case)
    assert service.create(calls.Create("n", "in 45 minutes"))["status"] == "unknown"
    case.clock.forward(seconds=20)
    assert service.create(calls.Create("n", "in 45 minutes"))["status"] == "unknown"
    assert len([1 for verb, *_ in case.stub.requests if verb == "POST"]) == 0


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_lost_answer_to_a_change_is_settled_by_a_look(kind: str) -> None:
    case = bench(kind, {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input=case.input))["schedule"]["id"]

    def lose(request: httpx2.Request) -> httpx2.Response | None:
        if meant(request) in ("PUT", "PATCH", "DELETE") or request.url.path.endswith("able"):
            case.stub(request)
            raise httpx2.ReadError("reset", request=request)
        return None

    put_before(case, lose)
    assert service.update(calls.Update(handle, name="other"))["schedule"]["name"] == "other"
    assert service.pause(handle)["schedule"]["status"] == "paused"
    assert service.resume(handle)["schedule"]["status"] == "active"
    service.delete(handle, "other")
    assert case.stub.records == {}


BUSY: list[Mapping[str, str]] = [{"retry-after": "2"}, {"retry-after": "Sun, 22 Nov 2026 13:50:02 GMT"}]


@pytest.mark.parametrize("headers", BUSY)
@pytest.mark.parametrize("kind", SETTINGS)
def test_a_busy_server_is_asked_again_for_all_but_a_create(kind: str, headers: Mapping[str, str]) -> None:
    case = bench(kind, {})
    waits: list[float] = []
    refused: list[str] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    def busy(request: httpx2.Request) -> httpx2.Response | None:
        turn = f"{meant(request)} {request.url.path}"
        if refused.count(turn):
            return None
        refused.append(turn)
        return response(429, **headers)

    case.backend.client.sleep = wait  # type: ignore[attr-defined]
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input=case.input))["schedule"]["id"]
    put_before(case, busy)
    assert service.update(calls.Update(handle, name="other"))["schedule"]["name"] == "other"
    with pytest.raises(RateLimited):
        service.create(calls.Create("m", "every day at 9am", input=case.input))
    assert waits
    assert set(waits) == {2.0}
    assert len(case.stub.records) == 1


STATUS: list[tuple[int, Any, str]] = [
    (401, {"message": "no"}, "not_authorized"),
    (403, {"errorCode": "insufficient_scope"}, "not_authorized"),
    # It was there a moment ago and its list still shows it: whoever said 404 may have done it before.
    (404, {}, "outcome_unknown"),
    (409, {}, "conflict"),
    (422, {"detail": [{"loc": None, "msg": "bad", "input": "SECRET"}]}, "rejected"),
    (500, b"Internal Server Error", "outcome_unknown"),
    (302, b"", "outcome_unknown"),
    (200, b"<html>login</html>", "outcome_unknown"),
    (200, b'{"id": ', "outcome_unknown"),
    # A success that does not show may show later.
    (200, b"[]", "outcome_unknown"),
]


@pytest.mark.parametrize(("status", "body", "code"), STATUS)
@pytest.mark.parametrize("kind", SETTINGS)
def test_a_failing_change_is_told_by_its_code_and_the_schedule_stays(
    kind: str, status: int, body: Any, code: str
) -> None:
    case = bench(kind, {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input=case.input))["schedule"]["id"]
    before = json.dumps(list(case.stub.records.values()), sort_keys=True)

    def fail(request: httpx2.Request) -> httpx2.Response | None:
        return None if meant(request) == "GET" else response(status, body)

    put_before(case, fail)
    try:
        service.update(calls.Update(handle, when="every day at 10am"))
        got = "none"
    except ScheduleError as error:
        got = error.code
        text = str(error)
    assert got == code
    assert "SECRET" not in text
    assert json.dumps(list(case.stub.records.values()), sort_keys=True) == before


def test_a_group_in_the_middle_of_which_an_answer_is_lost_is_taken_back_and_the_part_is_named() -> None:
    case = bench("orq", {"narrow": True})
    posts: list[int] = []

    def lose(request: httpx2.Request) -> httpx2.Response | None:
        if meant(request) == "POST":
            posts.append(1)
            if len(posts) == 2:
                raise httpx2.ReadError("reset", request=request)
        return None

    put_before(case, lose)
    answer = service_of(case).create(calls.Create("n", "every weekday at 9am", input="x"))
    assert answer["status"] == "unknown"
    assert "'n [2/5 " in answer["warnings"][0]
    assert case.stub.records == {}
    assert len(posts) == 2


def test_what_cannot_be_taken_back_is_named() -> None:
    case = bench("orq", {"narrow": True})
    posts: list[int] = []

    def fail(request: httpx2.Request) -> httpx2.Response | None:
        if meant(request) == "POST":
            posts.append(1)
            return response(409) if len(posts) == 3 else None
        return response(500) if meant(request) == "DELETE" else None

    put_before(case, fail)
    with pytest.raises(ScheduleError) as caught:
        service_of(case).create(calls.Create("n", "every weekday at 9am", input="x"))
    assert len(caught.value.details["left"]) == 2
    (row,) = service_of(case).list_schedules()["schedules"]
    assert (row["status"], row["parts"]) == ("incomplete", 2)


def test_no_list_is_no_empty_list() -> None:
    case = bench("sequentum", {})
    put_before(case, lambda _: response(401))
    with pytest.raises(ScheduleError, match="401"):
        service_of(case).list_schedules()


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_name_like_that_of_a_part_is_refused(kind: str) -> None:
    case = bench(kind, {})
    service = service_of(case)
    with pytest.raises(InvalidArgument):
        service.create(calls.Create("x [1/2 abcd]", "every day at 9am", input=case.input))
    handle = service.create(calls.Create("x", "every day at 9am", input=case.input))["schedule"]["id"]
    with pytest.raises(InvalidArgument):
        service.update(calls.Update(handle, name="x [1/2 abcd]"))


def test_an_unknown_outcome_is_never_a_success() -> None:
    case = bench("sequentum", {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am"))["schedule"]["id"]
    put_before(case, lambda request: None if meant(request) == "GET" else response(502))
    with pytest.raises(OutcomeUnknown):
        service.pause(handle)
