"""Every backend with every temper of its stub, for the conformance suite."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from examples.inhouse_api import KEY
from schedule_mcp.backends.agentscope import AgentScope
from schedule_mcp.backends.base import Backend
from schedule_mcp.backends.described.backend import Described
from schedule_mcp.backends.openclaw import OpenClaw
from schedule_mcp.backends.orq import Orq
from schedule_mcp.backends.sequentum import Sequentum
from tests.backends.stubs import Stub
from tests.backends.stubs.agentscope import AgentScopeStub
from tests.backends.stubs.described import AgnoStub, HermesStub, InHouseStub, LangGraphStub
from tests.backends.stubs.openclaw import OpenClawStub
from tests.backends.stubs.orq import OrqStub
from tests.backends.stubs.sequentum import SequentumStub
from tests.backends.stubs.uranus import UranusStub
from tests.clock import Clock

EXAMPLE = Path(__file__).parents[2] / "examples" / "inhouse.toml"
INHOUSE: dict[str, Any] = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))["backends"]["acme"]

SETTINGS: Mapping[str, dict[str, Any]] = {
    "sequentum": {"base_url": "https://sequentum.test", "api_key": "sk-1", "agent_id": "7"},
    "agentscope": {
        "base_url": "https://agentscope.test",
        "user_id": "alice",
        "agent_id": "bot",
        "chat_model": {"type": "openai_credential", "credential_id": "c", "model": "m", "parameters": {}},
    },
    "uranus": {
        "kind": "uranus",
        "base_url": "https://uranus.test",
        "agent_id": "agent-1",
        "cron_timezone": "UTC",
        "callback": {"type": "workflow", "id": "w"},
        "headers": {"CF-Access-JWT-Assertion": "jwt"},
    },
    "orq": {"base_url": "https://orq.test", "api_key": "key-1", "agent_id": "my-agent"},
    "openclaw": {"base_url": "https://openclaw.test", "bearer_token": "claw-token", "agent_id": "main"},
    "hermes": {
        "kind": "hermes",
        "base_url": "https://hermes.test",
        "api_key": "hermes-key",
        "agent_id": "hermes",
        "cron_timezone": "UTC",
    },
    "langgraph": {
        "kind": "langgraph",
        "base_url": "https://langgraph.test",
        "api_key": "lsv2-key",
        "agent_id": "agent",
    },
    "agno": {"kind": "agno", "base_url": "https://agno.test", "api_key": "agno-key", "agent_id": "bot"},
    "http": {**INHOUSE, "base_url": "https://acme.test/v2", "api_key": KEY},
}
CLASSES: Mapping[str, Any] = {
    "sequentum": Sequentum,
    "agentscope": AgentScope,
    "orq": Orq,
    "openclaw": OpenClaw,
    **dict.fromkeys(("uranus", "hermes", "langgraph", "agno", "http"), Described),
}
STUBS: Mapping[str, Callable[..., Stub]] = {
    "sequentum": SequentumStub,
    "agentscope": AgentScopeStub,
    "uranus": UranusStub,
    "orq": OrqStub,
    "openclaw": OpenClawStub,
    "hermes": HermesStub,
    "langgraph": LangGraphStub,
    "agno": AgnoStub,
    "http": InHouseStub,
}
TEMPERS: list[tuple[str, dict[str, Any]]] = [
    *(("sequentum", {"put_wipes": w, "day_and": a}) for w in (True, False) for a in (True, False)),
    ("sequentum", {"local": "words"}),
    ("sequentum", {"local": "utc"}),
    ("sequentum", {"capitals": True, "next_while_off": True}),
    *(("agentscope", {"version": v}) for v in ("2.0.8", "2.0.11", "custom")),
    *(
        ("uranus", {"envelope": e, "put_wipes": w, "day_and": a})
        for e in (True, False)
        for w in (True, False)
        for a in (True, False)
    ),
    ("uranus", {"numbers": True, "quiet": True}),
    ("uranus", {"envelope": True, "quiet": True, "put_wipes": False}),
    *(("orq", {"narrow": n, "payload_merges": m}) for n in (True, False) for m in (True, False)),
    *(("openclaw", {"page": p}) for p in (2, 200)),
    ("hermes", {}),
    *(("langgraph", {"merges": m}) for m in (True, False)),
    *(("agno", {"size": s}) for s in (2, 100)),
    *(("http", {"page": p}) for p in (2, 50)),
]


@dataclass
class Bench:
    """A backend with its stub and the clock of both."""

    kind: str
    backend: Backend
    stub: Stub
    clock: Clock

    @property
    def input(self) -> str:
        """An input that the backend takes."""
        return {"sequentum": '{"a": 1}', "uranus": ""}.get(self.kind, "say hello")


def bench(kind: str, temper: Mapping[str, Any], **settings: Any) -> Bench:
    clock = Clock()
    if temper.get("narrow"):
        settings = {"contract": "narrow", **settings}
    stub = STUBS[kind](clock, **temper)
    backend = CLASSES[kind].from_config("work", {**SETTINGS[kind], **settings}, now=clock)
    backend.client.transport = httpx2.MockTransport(stub)
    backend.client.chance = lambda: 0.0
    backend.wait = lambda _seconds: None
    return Bench(kind, backend, stub, clock)


def identity(case: tuple[str, Mapping[str, Any]]) -> str:
    kind, temper = case
    return kind + "".join(f"-{key}={value}" for key, value in temper.items())


_RPC = {"cron.add": "POST", "cron.update": "PATCH", "cron.remove": "DELETE"}


def meant(request: httpx2.Request) -> str:
    """What a request does, as an HTTP method: some servers are searched by POST, or are asked everything by it."""
    if request.url.path.endswith(("/search", "/count")):
        return "GET"
    if request.method == "POST" and request.url.path.endswith("/rpc"):
        return _RPC.get(json.loads(request.content).get("method", ""), "GET")
    return request.method
