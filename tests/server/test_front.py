"""The front answers what the SDK would answer, before it is loaded; everything else reaches the SDK in order."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCResponse, jsonrpc_message_adapter
from mcp_types import version as sdk_versions

from schedule_mcp.cli import serving
from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App, Server, build_server
from schedule_mcp.server.front import ENVELOPE_VERSION, HANDSHAKE_VERSIONS, Front, Malformed, parsed
from schedule_mcp.server.published import Published
from tests.server.calls import TOOLS
from tests.server.processes import INITIALIZED, NOON, VERSION, connection, enveloped, environment, hello, request

pytestmark = pytest.mark.slow

LISTS = ("tools/list", "prompts/list", "resources/list", "resources/templates/list")


def front(reads_only: bool | None = False) -> Front:
    return Front(Published(), lambda: reads_only)


async def _replies(server: Server, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    to_server, reads = anyio.create_memory_object_stream[SessionMessage | Exception](len(messages))
    writes, from_server = anyio.create_memory_object_stream[SessionMessage](len(messages))
    found = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(server.serve_streams, reads, writes)
        for message in messages:
            await to_server.send(SessionMessage(jsonrpc_message_adapter.validate_python(message, by_name=False)))
            if "id" in message:
                reply = (await from_server.receive()).message
                assert isinstance(reply, JSONRPCResponse | JSONRPCError)
                found.append(json.loads(reply.model_dump_json(by_alias=True, exclude_unset=True)))
        to_server.close()
        from_server.close()
    return found


def sdk(app: App, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the SDK alone replies to the requests among the messages."""
    return anyio.run(_replies, build_server(app), messages)


@cache
def any_server() -> Server:
    config = Config("local", {"local": {"kind": "local", "data_dir": "."}}, Path(), "test")
    return build_server(App(config, work=False))


def test_the_revisions_are_those_of_the_sdk() -> None:
    assert HANDSHAKE_VERSIONS == sdk_versions.HANDSHAKE_PROTOCOL_VERSIONS
    assert (ENVELOPE_VERSION,) == sdk_versions.MODERN_PROTOCOL_VERSIONS


@pytest.mark.parametrize("reads_only", [False, True])
@pytest.mark.parametrize("version", [*HANDSHAKE_VERSIONS, "2026-07-28", "2019-01-01", "", "later"])
def test_a_session_of_every_revision_is_answered_as_by_the_sdk(app: App, version: str, reads_only: bool) -> None:
    app.config = replace(app.config, read_only=reads_only)
    messages = [
        request("before", "ping"),
        hello(0, version, elicitation={}),
        INITIALIZED,
        *(request(name, name) for name in (*LISTS, "ping")),
        request("token", "tools/list", _meta={"progressToken": 7}),
        hello(1, version),
    ]
    ours = front(reads_only)
    assert [ours.answer(message) for message in messages if "id" in message] == sdk(app, messages)


@pytest.mark.parametrize("reads_only", [False, True])
def test_enveloped_requests_are_answered_as_by_the_sdk(app: App, reads_only: bool) -> None:
    app.config = replace(app.config, read_only=reads_only)
    messages = [enveloped(name, name) for name in ("server/discover", *LISTS)]
    ours = front(reads_only)
    assert [ours.answer(message) for message in messages] == sdk(app, messages)


def test_what_is_unknown_about_writes_is_left_to_the_sdk() -> None:
    ours = front(None)
    assert ours.answer(hello(0)) is not None
    assert ours.answer(request(1, "tools/list")) is None
    assert ours.answer(request(1, "prompts/list")) is not None


HANDED_ON = [
    INITIALIZED,
    request(1, "tools/call", name="list_backends", arguments={}),
    request(1, "tools/list", cursor="x"),
    request(1, "logging/setLevel", level="info"),
    request(1, "server/discover"),
    enveloped(1, "ping"),
    enveloped(1, "initialize"),
    {"jsonrpc": "2.0", "id": 1, "result": {}},
]


@pytest.mark.parametrize("message", HANDED_ON, ids=lambda m: str(m.get("method")))
def test_everything_else_is_left_to_the_sdk(message: dict[str, Any]) -> None:
    ours = front()
    ours.answer(hello(0))
    assert ours.answer(message) is None


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
CAPABILITIES = st.fixed_dictionaries(
    {},
    optional={
        "roots": ODD | st.fixed_dictionaries({}, optional={"listChanged": ODD}),
        "sampling": ODD | st.fixed_dictionaries({}, optional={"tools": ODD, "context": ODD}),
        "elicitation": ODD | st.fixed_dictionaries({}, optional={"form": ODD | st.just({"x": 1}), "url": ODD}),
        "experimental": ODD,
        "extensions": ODD,
        "tasks": ODD,
        "other": ODD,
    },
)
CLIENT = ODD | st.fixed_dictionaries(
    {"name": st.text(max_size=3) | ODD, "version": st.text(max_size=3) | ODD},
    optional={"title": st.text(max_size=3) | ODD, "icons": ODD, "websiteUrl": st.text(max_size=3) | ODD},
)
META = (
    st.just({}) | ODD | st.fixed_dictionaries({}, optional={"progressToken": ODD, "traceparent": st.text(max_size=3)})
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*HANDSHAKE_VERSIONS, "2026-07-28"]) | ODD, CAPABILITIES | ODD, CLIENT, META)
def test_whatever_a_client_says_of_itself_is_answered_as_by_the_sdk_or_left_to_it(
    version: Any, capabilities: Any, client: Any, meta: Any
) -> None:
    """A handshake and an envelope with the same oddities, and a list under that metadata."""
    params = {"protocolVersion": version, "capabilities": capabilities, "clientInfo": client, "_meta": meta}
    ours = front()
    opening = request(0, "initialize", **params)
    listing = {**request(1, "prompts/list"), "params": {"_meta": meta}}
    for messages in ([opening, listing], [_envelope(version, capabilities, client, meta)]):
        answers = [ours.answer(message) for message in messages]
        for own, theirs in zip(answers, anyio.run(_replies, any_server(), messages), strict=True):
            assert own in (None, theirs)


def _envelope(version: Any, capabilities: Any, client: Any, meta: Any) -> dict[str, Any]:
    base = meta if isinstance(meta, dict) else {}
    prefix = "io.modelcontextprotocol/"
    own = {VERSION: version, f"{prefix}clientInfo": client, f"{prefix}clientCapabilities": capabilities}
    return request(2, "server/discover", _meta={**base, **own})


ODD_LINES = [
    (b"no json", -32700, None),
    (b'{"jsonrpc":"2.0","id":3,"method":"ping"', -32700, None),
    (b"[]", -32600, None),
    (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600, None),
    (b'"x"', -32600, None),
    (b"NaN", -32700, None),
    (b'{"a":' * 3_000, -32700, None),
    (b'{"jsonrpc":"2.0","id":NaN,"method":"ping"}', -32700, None),
    (b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600, 1.5),
    (b'{"jsonrpc":"2.0","id":2.0,"method":"ping"}', -32600, 2.0),
    (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600, None),
    (b'{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600, None),
    (b'{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600, None),
    (b'{"jsonrpc":"2.0","id":4,"method":5}', -32600, 4),
    (b'{"jsonrpc":"2.0","id":4}', -32600, 4),
    (b'{"jsonrpc":"2.0"}', -32600, None),
    (b'{"id":4,"method":"ping"}', -32600, 4),
    (b'{"jsonrpc":"1.0","id":4,"method":"ping"}', -32600, 4),
    (b'{"jsonrpc":"2.0","id":4,"method":"ping","params":[1]}', -32602, 4),
    (b'{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"\\ud800"}}', -32700, 5),
    (b'{"jsonrpc":"2.0","id":"\\udfff","method":"ping"}', -32700, None),
    (b'{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"\xff"}}', -32700, 6),
]


@pytest.mark.parametrize(("line", "code", "request_id"), ODD_LINES, ids=[line[:50] for line, _, _ in ODD_LINES])
def test_what_is_no_message_gets_an_error_reply(line: bytes, code: int, request_id: Any) -> None:
    with pytest.raises(Malformed) as caught:
        parsed(line)
    reply = caught.value.reply()
    assert (reply["id"], reply["error"]["code"]) == (request_id, code)
    assert type(reply["id"]) is type(request_id)


def test_text_beyond_the_basic_plane_is_text() -> None:
    line = b'{"jsonrpc":"2.0","id":"\\ud83d\\ude00 \xf0\x9f\x98\x80","method":"ping"}'
    assert parsed(line)["id"] == "\U0001f600 \U0001f600"


def test_odd_lines_cost_no_other_message_its_answer(tmp_path: Path) -> None:
    deep = b'{"jsonrpc":"2.0","id":"deep","method":"tools/call","params":' + b'{"a":' * 400 + b"1" + b"}" * 401
    with connection(tmp_path) as client:
        client.ask(hello(0))
        client.send(*(line for line, _, _ in ODD_LINES), b"", b"  ", deep, request("last", "tools/list"))
        found = [client.receive() for _ in range(len(ODD_LINES) + 2)]
        assert [each["id"] for each in found if "error" in each and each["id"] != "deep"] == [
            request_id for _, _, request_id in ODD_LINES
        ]
        assert {each["id"] for each in found} >= {"last", "deep"}


def gated(tmp_path: Path) -> tuple[tuple[str, str], Path]:
    """The command of a server that cannot load the SDK, or pydantic, before a file is there."""
    gate = tmp_path / "gate"
    code = (
        "import os, runpy, sys, time\n"
        "class Gate:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        while name.split('.')[0] in ('mcp', 'mcp_types', 'pydantic') and not os.path.exists({str(gate)!r}):\n"
        "            time.sleep(0.01)\n"
        "sys.meta_path.insert(0, Gate())\n"
        "sys.argv[:] = ['schedule-mcp']\n"
        "runpy.run_module('schedule_mcp', run_name='__main__')\n"
    )
    return ("-c", code), gate


def test_the_first_answers_need_neither_the_sdk_nor_pydantic_and_the_rest_follows_in_order(tmp_path: Path) -> None:
    command, gate = gated(tmp_path)
    with connection(tmp_path, *command) as client:
        assert client.ask(enveloped("d", "server/discover"))["result"]["supportedVersions"] == ["2026-07-28"]
        assert client.ask(hello(0))["result"]["serverInfo"]["name"] == "schedule-mcp"
        arguments = {"name": "n", "when": NOON, "input": "x"}
        client.send(INITIALIZED, request(1, "tools/call", name="create_schedule", arguments=arguments))
        for number, method in enumerate((*LISTS, "ping"), 2):
            assert client.ask(request(number, method))["id"] == number
        client.send(enveloped(8, "tools/call", name="list_backends", arguments={}))
        gate.touch()
        late = {
            found["id"]: found["result"]["structuredContent"]["status"]
            for found in (client.receive(), client.receive())
        }
        assert late == {1: "created", 8: "ok"}
        # The session that the front opened is the SDK's own: no second reply to its opening, and it goes on.
        again = client.ask(request(9, "tools/call", name="create_schedule", arguments=arguments))
        assert (again["id"], again["result"]["structuredContent"]["status"]) == (9, "exists")


@pytest.mark.parametrize("first", ["probe", "handshake"])
def test_a_connection_may_speak_both_eras_whichever_came_first(tmp_path: Path, first: str) -> None:
    call = {"name": "explain_cron", "arguments": {"expression": "0 9 * * 1"}}
    probe = [enveloped("p", "server/discover"), enveloped("q", "tools/call", **call)]
    handshake = [hello("h"), INITIALIZED, request("i", "tools/call", **call)]
    with connection(tmp_path) as client:
        for message in probe + handshake if first == "probe" else handshake + probe:
            client.send(message)
            if "id" in message:
                reply = client.receive()
                assert reply["id"] == message["id"]
                assert "error" not in reply


def test_what_was_asked_before_the_end_of_input_is_answered(tmp_path: Path) -> None:
    """`printf … | schedule-mcp`: the input ends before the SDK is loaded."""
    call = request(1, "tools/call", name="preview_schedule", arguments={"when": NOON})
    with connection(tmp_path) as client:
        client.send(hello(0), INITIALIZED, call)
        first, second = client.end()
    assert (first["id"], second["id"]) == (0, 1)
    assert second["result"]["structuredContent"]["status"] == "previewed"


def test_a_client_that_reads_late_blocks_nothing(tmp_path: Path) -> None:
    with connection(tmp_path) as client:
        client.ask(hello(0))
        client.send(*(request(n, "tools/list") for n in range(500)))
        client.send(request("call", "tools/call", name="list_backends", arguments={}))
        found = [client.receive()["id"] for _ in range(501)]
    assert sorted(map(str, found)) == sorted(map(str, [*range(500), "call"]))


@pytest.mark.parametrize(
    "arguments", [("serve",), ("--config", "{}"), ("serve", "--config", "{}"), ("--config={}", "serve")]
)
def test_serving_is_meant_with_and_without_the_word(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = tmp_path / "other.toml"
    file.write_text("read_only = true\n", encoding="utf-8")
    with connection(tmp_path, "-m", "schedule_mcp", *(each.format(file) for each in arguments)) as client:
        client.ask(hello(0))
        found = client.ask(request(1, "tools/list"))["result"]["tools"]
    assert len(found) == (len(TOOLS) if arguments == ("serve",) else 6)


FRONT_ALONE = """
import json, os, sys
import schedule_mcp.cli.serving
from schedule_mcp.server.stdio import front_of
from schedule_mcp.server.wire import Wire

(reads, to_wire), (from_wire, writes) = os.pipe(), os.pipe()
wire = Wire(front_of(""), reads, writes)
wire.start()
answers = b""
for line in sys.stdin.buffer:
    os.write(to_wire, line)
    before = answers.count(b"\\n")
    while answers.count(b"\\n") == before:
        answers += os.read(from_wire, 1 << 20)
heavy = "mcp mcp_types pydantic pydantic_core anyio asyncio click rich httpx2 sqlite3 logging".split()
print(json.dumps([m for m in heavy if m in sys.modules]))
"""


def test_the_front_imports_the_standard_library_alone(tmp_path: Path) -> None:
    lines = [enveloped(0, "server/discover"), hello(1), *(request(name, name) for name in LISTS)]
    done = subprocess.run(
        [sys.executable, "-c", FRONT_ALONE],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        env=environment(tmp_path),
    )
    assert json.loads(done.stdout) == []


def test_importing_the_package_alone_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import schedule_mcp; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['schedule_mcp']"


def test_what_the_words_of_the_command_line_mean() -> None:
    result = doctest.testmod(serving)
    assert (result.failed, result.attempted) == (0, 4)
