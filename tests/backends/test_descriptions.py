"""Descriptions of scheduling APIs: checked whole at start, read backwards, and careful where a server is not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule_mcp.backends.base import Change
from schedule_mcp.backends.described.backend import Described
from schedule_mcp.backends.described.description import PRESETS, described, preset
from schedule_mcp.backends.described.finding import NONE, Finding, path_of, write
from schedule_mcp.backends.described.templates import filled, holes, matched
from schedule_mcp.config.load import load
from schedule_mcp.errors import (
    ConfigError,
    InvalidArgument,
    ScheduleError,
    UnexpectedResponse,
    Unsupported,
    VerificationFailed,
)
from schedule_mcp.schedule.model import Interval, Once
from schedule_mcp.service import calls
from tests.backends.kinds import INHOUSE, SETTINGS, Bench, bench
from tests.backends.test_careful import put_before, service_of
from tests.clock import Clock

PLAIN: dict[str, Any] = INHOUSE["description"]


def changed(path: str, value: Any, of: Mapping[str, Any] = PLAIN) -> dict[str, Any]:
    """The description of the example with another value at a path; None takes it away."""
    table = copy.deepcopy(dict(of))
    *way, last = path.split(".")
    inner = table
    for key in way:
        inner = inner.setdefault(key, {})
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return table


# -- checked at start ------------------------------------------------------------------------------------------

GET = {"method": "GET", "path": "/jobs"}
WRONG: list[tuple[str, Any, str]] = [
    # where, what is written there, what the error names
    ("titel", "x", "Did you mean title?"),
    ("title", None, "has no title"),
    ("title", "", "title that is no text"),
    ("calls.delete", None, "has no delete"),
    ("calls.remove", GET, "unknown setting 'remove'"),
    ("calls.list.pth", "x", "Did you mean path?"),
    ("calls.list.method", "FETCH", "the method 'FETCH'"),
    ("calls.list.path", "jobs", "the path 'jobs'"),
    ("calls.list.path", "/jobs?x=1", "the path"),
    ("calls.list.path", "//evil.example/jobs", "the path"),
    ("calls.list.path", "/{id}/jobs", "hole {id} that gets no value"),
    ("calls.get.path", "/jobs/job-{id}", "as a whole segment"),
    ("calls.get.path", "/jobs", "names no {id}"),
    ("calls.create.body", {"a": "{expresion}"}, "hole {expresion}"),
    ("calls.create.body", "x", "body that is no table"),
    ("calls.list.rows", 5, "rows that is no text"),
    ("calls.list.rows", "a..b", "no path of keys"),
    ("calls.list.pages", {}, "needs one of offset, number and cursor"),
    ("calls.list.pages", {"offset": "o", "number": "n"}, "needs one of"),
    ("calls.list.pages", {"cursor": "c"}, "has a cursor and no next"),
    ("calls.update.replaces", "yes", "neither true nor false"),
    ("fields.id", None, "has no id"),
    ("fields.nmae", "x", "Did you mean name?"),
    ("fields.name", {"held": "x"}, "has no at"),
    ("fields.name", {"at": "x", "held": ["a", "b"]}, "held in two places"),
    ("fields.input", {"at": "x", "form": {"a": 1}}, "form without {input}"),
    ("fields.input", {"at": "x", "form": {"a": "{inptu}"}}, "hole {inptu}"),
    ("input", "none", "and a field for it"),
    ("states.paused", None, "how a record looks that is paused"),
    ("states.active", "ON", "no table of fields"),
    ("states.active", {}, "no table of fields"),
    ("states.gone", {"a": 1}, "unknown setting 'gone'"),
    ("timing.dialect", "cobol", "the dialect 'cobol'"),
    ("timing.instants", "rfc", "the instants 'rfc'"),
    ("timing.cron.sent", {"cron": "{expression}"}, "on which clock"),
    ("timing.cron.sent", {"cron": "x", "tz": "{zone}"}, "no hole for the timing of cron"),
    ("timing.zone", "UTC", "has a zone and a hole {zone}"),
    ("timing.once.sent", {"at": "{anchor}"}, "hole {anchor}"),
    ("timing.interval", {"sent": {"n": "{every_s}", "m": "{every_min}"}}, "two holes for one length"),
    ("timing.interval", {"sent": {"n": "{anchor}"}}, "no hole for the timing of interval"),
    ("timing.weekly", {"sent": {}}, "unknown setting 'weekly'"),
    ("timing.delay", {"sent": {"n": "{delay_s}"}, "held": {"at": "{instant}"}, "option": {"x": "y"}}, "an option 'x'"),
    ("answer_only", None, "has a call that replaces and no answer_only"),
    ("agent", "acme", "calls have {agent}"),
    ("key", {"value": "secret"}, "a value without {key}"),
    ("names", {"pattern": "["}, "a pattern that is none"),
    ("names", {"slug": {"at_most": 3}}, "has no at"),
    ("options", {"x": {"at": "x"}}, "has no about"),
    ("options", {"x": {"about": "x", "type": "date"}}, "the type 'date'"),
    ("answers", [{"status": 500, "means": "fine"}], "the means 'fine'"),
    ("answers", [{"status": 99, "means": "refused"}], "the status 99"),
    ("answers", [{"status": 200, "means": "refused"}], "takes every success for a failure"),
    ("answers", {"status": 500}, "is no list"),
    ("calls", "x", "is no table"),
]


@pytest.mark.parametrize(("path", "value", "named"), WRONG)
def test_a_mistake_in_a_description_is_named_with_its_place(path: str, value: Any, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        described(changed(path, value), "the description of backend 'acme'")
    assert named in str(caught.value)
    assert caught.value.message.startswith("the description of backend 'acme'")


def test_a_mistake_in_a_description_stops_the_start(tmp_path: Path) -> None:
    from schedule_mcp.config.build import build_service

    text = 'kind = "http"\nbase_url = "https://a.b"\n[backends.acme.description]\ntitle = "ACME"\n'
    file = tmp_path / "schedule-mcp.toml"
    file.write_text(f"[backends.acme]\n{text}", encoding="utf-8")
    config = load(str(file), {"SCHEDULE_MCP_DATA_DIR": str(tmp_path)})
    with pytest.raises(ConfigError, match="calls"):
        build_service(config, Clock())


SETTINGS_WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("http", {"description": None}, "has no description"),
    ("http", {"base_url": ""}, "has no base_url"),
    ("http", {"dialect": "cobol"}, "no dialect 'cobol'"),
    ("http", {"cron_timezone": "UTC"}, "has cron_timezone"),
    ("http", {"input_template": {"x": 1}}, "input_template"),
    ("hermes", {"cron_timezone": "Mars/Base"}, "cron_timezone"),
    ("uranus", {"callback": {"type": "x"}}, "callback needs"),
    ("uranus", {"input_template": {"x": "{input}"}}, "has no input"),
]


@pytest.mark.parametrize(("kind", "settings", "named"), SETTINGS_WRONG)
def test_a_wrong_setting_of_a_described_backend_is_named(kind: str, settings: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        bench(kind, {}, **settings)
    assert named in str(caught.value)


@pytest.mark.parametrize("kind", PRESETS)
def test_every_preset_is_whole(kind: str) -> None:
    found = preset(kind)
    assert (found.kind, bool(found.title)) == (kind, True)


# -- templates -------------------------------------------------------------------------------------------------

TEXTS = st.text("ab:@ {}", max_size=6)
TEMPLATES = st.recursive(
    st.sampled_from(["{one}", "at {one}", "{two}", "x", 5, True, None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("kvw"), inner, max_size=3),
    max_leaves=6,
)


@given(TEMPLATES, st.text("abc", min_size=1, max_size=4), st.integers(0, 9))
def test_what_a_template_makes_is_read_backwards(template: Any, one: str, two: int) -> None:
    values = {"one": one, "two": two}
    found: dict[str, Any] = {}
    assert matched(template, filled(template, values), found)
    assert found == {name: values[name] for name in set(holes(template))}


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": "{one}"}, {"a": None}),
        ({"a": "{one}"}, {}),
        ({"a": "{one}", "b": "{one}"}, {"a": 1, "b": 2}),
        ({"a": "at {one}"}, {"a": "on x"}),
        ({"a": "at {one}"}, {"a": 5}),
        ({"a": ["{one}"]}, {"a": ["x", "y"]}),
        ({"a": {"b": "{one}"}}, {"a": "x"}),
    ],
)
def test_what_does_not_have_the_shape_is_not_taken_for_it(template: Any, value: Any) -> None:
    assert not matched(template, value, {})


def test_what_stands_in_a_hole_becomes_no_part_of_the_template() -> None:
    assert filled({"name": "{name}"}, {"name": '{"x": "{other}"}'}) == {"name": '{"x": "{other}"}'}


# -- timing ----------------------------------------------------------------------------------------------------


def with_interval(form: dict[str, Any]) -> Described:
    table = changed("timing.interval", {"sent": form})
    return Described.from_config("acme", {**SETTINGS["http"], "description": table}, now=Clock())


LENGTHS = [
    ("{every_s}", timedelta(minutes=90), 5_400),
    ("{every_ms}", timedelta(minutes=90), 5_400_000),
    ("{every_min}", timedelta(minutes=90), 90),
    ("{every_h}", timedelta(hours=7), 7),
    ("{every_iso}", timedelta(minutes=90), "PT1H30M"),
    ("{every_iso}", timedelta(days=1), "PT24H"),
    ("{every_go}", timedelta(seconds=5_430), "1h30m30s"),
    ("every {every_min}m", timedelta(minutes=50), "every 50m"),
]


@pytest.mark.parametrize(("hole", "every", "sent"), LENGTHS)
def test_an_interval_is_sent_in_the_form_of_its_hole_and_read_back(hole: str, every: timedelta, sent: Any) -> None:
    backend = with_interval({"every": hole})
    encoding = backend.encode(Interval(every), now=Clock()(), accept=frozenset(), options={})
    assert [dict(member.timing) for member in encoding.members] == [{"every": sent}]
    record = backend._record("", {"id": 1, "title": "n", "queue": "reporting", "every": sent})
    assert record.schedule == Interval(every)


@pytest.mark.parametrize("hole", ["{every_h}", "{every_min}"])
def test_an_interval_that_its_form_cannot_say_is_refused(hole: str) -> None:
    backend = with_interval({"every": hole})
    with pytest.raises(Unsupported) as caught:
        backend.encode(Interval(timedelta(seconds=5_401)), now=Clock()(), accept=frozenset(), options={})
    assert caught.value.reason == "interval"


def test_a_phase_is_sent_where_there_is_a_hole_for_it_and_refused_elsewhere() -> None:
    start = Clock()() + timedelta(hours=5)
    every = Interval(timedelta(minutes=50), start)
    backend = with_interval({"every": "{every_s}", "from": "{anchor}"})
    (member,) = backend.encode(every, now=Clock()(), accept=frozenset(), options={}).members
    assert member.timing == {"every": 3_000, "from": int(start.timestamp())}
    with pytest.raises(Unsupported) as caught:
        with_interval({"every": "{every_s}"}).encode(every, now=Clock()(), accept=frozenset(), options={})
    assert caught.value.reason == "phase"


def test_an_interval_made_by_hand_is_read_where_it_is_not_sent() -> None:
    case = bench("hermes", {})
    raw = {"id": "0123456789ab", "name": "n", "schedule": {"kind": "interval", "minutes": 90}, "state": "scheduled"}
    record = case.backend._record("", raw)  # type: ignore[attr-defined]
    assert record.schedule == Interval(timedelta(minutes=90))
    with pytest.raises(Unsupported):
        case.backend.encode(Interval(timedelta(minutes=50)), now=case.clock(), accept=frozenset(), options={})


def test_a_dialect_that_nobody_named_wants_consent_where_clocks_change() -> None:
    service = service_of(bench("http", {}))
    assert service.preview(calls.Preview("every day at 9am New York time"))["sends"] == [
        {"cron": "0 9 * * *", "tz": "America/New_York"}
    ]
    with pytest.raises(Unsupported) as caught:
        service.preview(calls.Preview("every day at 2:30am New York time"))
    assert caught.value.reason == "clock_change"


def test_hermes_off_utc_wants_consent_for_each_change() -> None:
    service = service_of(bench("hermes", {}, cron_timezone="America/New_York"))
    with pytest.raises(Unsupported) as caught:
        service.preview(calls.Preview("every day at 9am New York time"))
    assert caught.value.accept == ("engine_may_shift",)
    told = service.preview(calls.Preview("every day at 9am New York time", accept="engine_may_shift"))["differences"]
    assert told[0]["date"] == "2027-03-14"
    assert "08:00 -0400" in told[0]["theirs"]


# -- a careful client ------------------------------------------------------------------------------------------


def answering(case: Bench, answer: Callable[[httpx2.Request], httpx2.Response | None]) -> None:
    put_before(case, answer)


def json_answer(status: int, body: Any) -> httpx2.Response:
    return httpx2.Response(status, stream=httpx2.ByteStream(json.dumps(body).encode()))


def test_a_server_that_lies_about_its_next_run_is_found_and_the_schedule_paused() -> None:
    case = bench("http", {})
    original = case.stub.jobs.next_run  # type: ignore[attr-defined]
    case.stub.jobs.next_run = lambda job: original(job) + 3_600  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed, match="the next run should be"):
        service_of(case).create(calls.Create("n", "every day at 9am", input="x"))
    assert [job["state"] for job in case.stub.records.values()] == ["OFF"]


@pytest.mark.parametrize("body", [{}, {"ok": True}, [], {"result": {"key": 5}}, {"result": []}, "done", 5, None])
def test_an_answer_of_another_version_after_a_create_is_no_failure(body: Any) -> None:
    """The schedule is there, whatever the answer looks like: it is found, and not made again."""
    case = bench("http", {})

    def answer(request: httpx2.Request) -> httpx2.Response | None:
        if request.method != "POST":
            return None
        case.stub(request)
        return json_answer(201, body)

    answering(case, answer)
    made = service_of(case).create(calls.Create("n", "every day at 9am", input="x"))
    assert made["status"] == "created"
    assert len(case.stub.records) == 1


def test_a_record_that_cannot_be_read_back_after_a_create_is_told_and_not_made_again() -> None:
    case = bench("http", {})
    answering(case, lambda r: json_answer(500, {}) if r.method == "GET" and "/jobs/" in r.url.path else None)
    made = service_of(case).create(calls.Create("n", "every day at 9am", input="x"))
    assert (made["status"], made["verified"]["read_back"]) == ("created", False)
    assert len(case.stub.records) == 1


@pytest.mark.parametrize("body", [{}, {"result": {}}, {"items": []}, {"result": {"items": 5}}, "x", 5])
def test_a_list_of_another_shape_is_told_and_not_taken_for_an_empty_one(body: Any) -> None:
    case = bench("http", {})
    answering(case, lambda r: json_answer(200, body) if r.method == "GET" else None)
    with pytest.raises(UnexpectedResponse):
        service_of(case).list_schedules()


ROW = {"queue": "reporting", "cron": "0 9 * * *", "tz": "UTC", "state": "ON"}


def test_pages_that_never_end_are_told() -> None:
    case = bench("http", {})
    seen: list[int] = []

    def answer(request: httpx2.Request) -> httpx2.Response | None:
        seen.append(1)
        row = {
            "id": str(len(seen)),
            "title": "n",
            "queue": "reporting",
            "cron": "0 9 * * *",
            "tz": "UTC",
            "state": "ON",
        }
        return json_answer(200, {"result": {"items": [row], "count": 10**9}})

    answering(case, answer)
    with pytest.raises(UnexpectedResponse, match="500 pages"):
        service_of(case).list_schedules()


def test_a_cursor_is_followed_to_its_end() -> None:
    table = changed("calls.list.pages", {"cursor": "after", "next": "result.next"})
    case = bench("http", {}, description=table)

    def answer(request: httpx2.Request) -> httpx2.Response | None:
        if request.method != "GET":
            return None
        at = int(request.url.params.get("after", "0"))
        row = {**ROW, "id": f"j{at}", "title": f"n{at}"}
        return json_answer(200, {"result": {"items": [row], "next": str(at + 1) if at < 4 else None}})

    answering(case, answer)
    assert [record.name for record in case.backend.list("")] == [f"n{i}" for i in range(5)]


def test_a_state_that_is_not_described_is_told() -> None:
    case = bench("http", {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    case.stub.records["j1"]["state"] = "BROKEN"
    shown = service.get(handle)
    assert "BROKEN" in json.dumps(shown)
    with pytest.raises(ScheduleError):
        service.update(calls.Update(handle, name="other"))


def test_fields_of_other_hands_survive_all_that_replaces() -> None:
    case = bench("http", {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    case.stub.records["j1"]["labels"] = ["mine"]
    case.stub.records["j1"]["args"]["retries"] = 3
    service.update(calls.Update(handle, name="other", input="y"))
    service.pause(handle)
    assert service.update(calls.Update(handle, when="on 2026-12-01 at 09:00 (UTC)"))["status"] == "updated"
    service.resume(handle)
    held = case.stub.records["j1"]
    assert (held["labels"], held["args"]) == (["mine"], {"prompt": "y", "retries": 3})
    assert "cron" not in held


def test_an_input_keeps_what_other_hands_put_beside_it() -> None:
    case = bench("langgraph", {}, input_template={"prompt": "{input}"})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    (record,) = case.stub.records.values()
    record["payload"]["input"]["depth"] = 3
    service.update(calls.Update(handle, input="y"))
    assert record["payload"]["input"] == {"prompt": "y", "depth": 3}


def test_names_that_are_unique_get_a_key_and_an_equal_request_finds_its_twin() -> None:
    case = bench("agno", {})
    one = service_of(case).create(calls.Create("日报", "every day at 9am", input="x"))
    two = service_of(case).create(calls.Create("日报", "every day at 10am", input="x"))
    names = [record["name"] for record in case.stub.records.values()]
    assert len(set(names)) == 2
    assert all(name.startswith("schedule-") for name in names)
    assert [record["description"] for record in case.stub.records.values()] == ["日报", "日报"]
    assert one["schedule"]["id"] != two["schedule"]["id"]


def test_a_unique_name_that_another_call_has_taken_meanwhile_is_its_schedule() -> None:
    """Two processes with journals of their own send the same create at once."""
    case = bench("agno", {})
    held = case.backend.list
    service_of(case).create(calls.Create("report", "every day at 9am", input="x"))
    looks: list[int] = []

    def late(agent: str) -> Any:
        looks.append(1)
        return [] if len(looks) == 1 else held(agent)

    case.backend.list = late  # type: ignore[method-assign, assignment]
    again = service_of(case).create(calls.Create("report", "every day at 9am", input="x"))
    assert again["status"] == "created"
    assert len(case.stub.records) == 1


def test_a_unique_name_of_another_schedule_is_no_obstacle() -> None:
    case = bench("agno", {})
    service = service_of(case)
    handle = service.create(calls.Create("report", "every day at 9am", input="x"))["schedule"]["id"]
    service.update(calls.Update(handle, when="every Monday at 10am"))
    # The first request again, by another process: its name is taken by what has become of it.
    again = service_of(case).create(calls.Create("report", "every day at 9am", input="x"))
    assert again["status"] == "created"
    assert len({record["name"] for record in case.stub.records.values()}) == 2


def test_a_server_that_says_of_every_name_that_it_is_taken_is_not_believed_to_have_made_one() -> None:
    case = bench("agno", {})
    answering(case, lambda r: json_answer(409, {"detail": "exists"}) if r.method == "POST" else None)
    answer = service_of(case).create(calls.Create("report", "every day at 9am", input="x"))
    assert answer["status"] == "unknown"
    assert case.stub.records == {}


def test_a_name_that_the_api_does_not_take_is_refused_before_it_is_sent() -> None:
    table = changed("names", {"pattern": "[a-z -]{1,20}", "at_most": 12})
    case = bench("http", {}, description=table)
    for name in ("Report", "a" * 13):
        with pytest.raises(InvalidArgument, match="takes"):
            service_of(case).create(calls.Create(name, "every day at 9am", input="x"))
    assert case.stub.records == {}
    made = service_of(case).create(calls.Create("report", "every day at 9am", input="x"))
    with pytest.raises(InvalidArgument):
        service_of(case).update(calls.Update(made["schedule"]["id"], name="NO"))


def test_what_cannot_be_paused_after_its_create_is_deleted_again() -> None:
    case = bench("agno", {})
    answering(case, lambda r: json_answer(422, {}) if r.url.path.endswith("/disable") else None)
    with pytest.raises(ScheduleError):
        service_of(case).create(calls.Create("n", "every day at 9am", input="x", enabled=False))
    assert case.stub.records == {}
    with pytest.raises(Unsupported) as caught:
        service_of(case).create(calls.Create("n", "in 1 minute", input="x", enabled=False, backend=""))
    assert caught.value.reason in ("once", "live_window")


def test_a_paused_schedule_that_would_run_before_it_is_paused_is_refused() -> None:
    case = bench("hermes", {})
    with pytest.raises(Unsupported) as caught:
        service_of(case).create(calls.Create("n", "in 1 minute", input="x", enabled=False))
    assert caught.value.reason == "live_window"
    assert case.stub.records == {}


def test_without_a_next_run_the_answer_says_that_it_is_not_verified() -> None:
    table = changed("fields.next_run", None)
    case = bench("http", {}, description=table)
    made = service_of(case).create(calls.Create("n", "every day at 9am", input="x"))
    assert "not verified" in json.dumps(made["assumptions"])


def test_resume_sends_the_timing_where_a_past_run_would_be_made_up_for() -> None:
    case = bench("langgraph", {})
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    service.pause(handle)
    service.resume(handle)
    patches = [body for verb, _, body in case.stub.requests if verb == "PATCH"]
    assert patches[-1] == {"enabled": True, "schedule": "0 9 * * *", "timezone": "UTC"}


def test_an_agent_by_its_id_sees_what_others_made() -> None:
    case = bench("langgraph", {})
    service_of(case).create(calls.Create("n", "every day at 9am", input="x"))
    (record,) = case.stub.records.values()
    case.backend.agent_id = record["assistant_id"]
    assert [found.name for found in case.backend.list("")] == ["n"]
    case.backend.agent_id = "another"
    assert list(case.backend.list("")) == []


def test_a_json_object_goes_as_an_object() -> None:
    table = changed("fields.input", "args")
    table["input"] = "json object"
    case = bench("http", {}, description=table)
    service = service_of(case)
    handle = service.create(calls.Create("n", "every day at 9am", input='{"a": [1, 2]}'))["schedule"]["id"]
    assert case.stub.records["j1"]["args"] == {"a": [1, 2]}
    assert json.loads(service.get(handle)["schedule"]["input"]) == {"a": [1, 2]}
    for wrong in ("x", "[1]", "5"):
        with pytest.raises(InvalidArgument, match="no JSON object"):
            service.create(calls.Create("m", "every day at 9am", input=wrong))


def test_a_key_is_sent_where_it_is_described_and_told_nowhere() -> None:
    case = bench("http", {}, api_key="sk-very-secret")
    answering(case, lambda r: json_answer(400, {"error": f"bad key {r.headers['x-api-key']}"}))
    with pytest.raises(ScheduleError) as caught:
        service_of(case).create(calls.Create("n", "every day at 9am", input="x"))
    assert "sk-very-secret" not in str(caught.value)


def test_a_change_without_a_field_sends_nothing() -> None:
    case = bench("hermes", {})
    handle = service_of(case).create(calls.Create("n", "every day at 9am", input="x"))["schedule"]["id"]
    before = len(case.stub.requests)
    case.backend.update("", case.backend.get("", handle.rpartition("/")[2]), Change())
    assert not [verb for verb, *_ in case.stub.requests[before:] if verb == "PATCH"]


# -- findings --------------------------------------------------------------------------------------------------


def with_finding(
    folder: Path, dialects: tuple[str, ...], base_url: str = "https://acme.test/v2", **more: Any
) -> Described:
    write(str(folder), "acme", Finding(base_url, dialects, "2026-11-22"))
    return Described.from_config("acme", {**SETTINGS["http"], "data_dir": str(folder), **more}, now=Clock())


def test_a_finding_is_used_for_its_address_and_the_operator_goes_before_it(tmp_path: Path) -> None:
    assert with_finding(tmp_path, ("croniter",)).capabilities.dialects == ("croniter",)
    assert with_finding(tmp_path, ("croniter",), "https://else.where").capabilities.dialects == ("common",)
    assert with_finding(tmp_path, ("croniter",), dialect="vixie").capabilities.dialects == ("vixie",)
    assert with_finding(tmp_path, ()).capabilities.dialects == ("common",)


def test_of_several_engines_only_what_all_read_alike_is_sent(tmp_path: Path) -> None:
    backend = with_finding(tmp_path, ("vixie", "apscheduler"))
    service = service_of(Bench("http", backend, bench("http", {}).stub, Clock()))
    with pytest.raises(Unsupported) as caught:
        service.preview(calls.Preview("every Friday the 13th at 9am"))
    assert caught.value.reason == "day_and_weekday"
    assert service.preview(calls.Preview("every day at 9am"))["sends"] == [{"cron": "0 9 * * *", "tz": "UTC"}]


def test_an_engine_that_reads_nothing_right_gets_no_cron(tmp_path: Path) -> None:
    backend = with_finding(tmp_path, (NONE,))
    with pytest.raises(Unsupported) as caught:
        service_of(Bench("http", backend, bench("http", {}).stub, Clock())).preview(calls.Preview("every day at 9am"))
    assert caught.value.reason == "engine"
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert backend.encode(Once(now + timedelta(days=2)), now=now, accept=frozenset(), options={}).members


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"base_url": 1, "dialects": ["cobol"], "at": "", "saw": []}'])
def test_a_file_that_is_no_finding_is_told(tmp_path: Path, text: str) -> None:
    path = path_of(str(tmp_path), "acme")
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="no finding"):
        Described.from_config("acme", {**SETTINGS["http"], "data_dir": str(tmp_path)}, now=Clock())
