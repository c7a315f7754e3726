"""Real servers of the presets, each from an environment of its own: started for a test, ended by process id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.backends.environments import AGNO, HERMES, LANGGRAPH, Running, free_port, running

HERMES_KEY = "key-0123456789abcdef-0123456789"

_GRAPH = """
from typing import Any, TypedDict
from langgraph.graph import END, START, StateGraph

class State(TypedDict, total=False):
    messages: list[Any]
    prompt: str

def step(state: State) -> State:
    return {"prompt": "done"}

builder = StateGraph(State)
builder.add_node("step", step)
builder.add_edge(START, "step")
builder.add_edge("step", END)
graph = builder.compile()
"""

_AGENT_OS = """
import sys
from agno.agent import Agent
from agno.db.sqlite import SqliteDb
from agno.os import AgentOS
import uvicorn

port = int(sys.argv[1])
db = SqliteDb(db_file="agno.db")
bot = Agent(id="bot", name="bot", db=db)
other = Agent(id="other", name="other", db=db)
os_ = AgentOS(
    agents=[bot, other], db=db, scheduler=True, scheduler_base_url=f"http://127.0.0.1:{port}", telemetry=False
)
uvicorn.run(os_.get_app(), host="127.0.0.1", port=port)
"""


@contextmanager
def hermes(folder: Path, zone: str = "UTC") -> Iterator[Running]:
    python, port = HERMES.python(), free_port()
    environ = {
        "HERMES_HOME": str(folder),
        "API_SERVER_ENABLED": "true",
        "API_SERVER_KEY": HERMES_KEY,
        "API_SERVER_PORT": str(port),
        "API_SERVER_HOST": "127.0.0.1",
        "HERMES_TIMEZONE": zone,
    }
    command = [python.with_name("hermes"), "gateway", "run"]
    with running(command, folder, port, health="/health", environ=environ) as server:
        yield server


@contextmanager
def langgraph(folder: Path, zone: str = "UTC") -> Iterator[Running]:
    del zone
    python, port = LANGGRAPH.python(), free_port()
    (folder / "graph.py").write_text(_GRAPH, encoding="utf-8")
    (folder / "langgraph.json").write_text('{"dependencies": ["."], "graphs": {"agent": "./graph.py:graph"}}')
    environ = {"LANGSMITH_TRACING": "false", "LANGGRAPH_CLI_NO_ANALYTICS": "1"}
    command = [python.with_name("langgraph"), "dev", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-browser", "--no-reload"]
    with running(command, folder, port, health="/ok", environ=environ) as server:
        yield server


@contextmanager
def agno(folder: Path, zone: str = "UTC") -> Iterator[Running]:
    del zone
    python, port = AGNO.python(), free_port()
    (folder / "server.py").write_text(_AGENT_OS, encoding="utf-8")
    environ = {"AGNO_TELEMETRY": "false"}
    with running([python, "server.py", str(port)], folder, port, health="/health", environ=environ) as server:
        yield server


@dataclass(frozen=True)
class Kind:
    """How a preset's real server is started, and what the operator writes for it."""

    start: Callable[[Path, str], AbstractContextManager[Running]]
    settings: Mapping[str, Any]
    wrong_key: Mapping[str, Any] | None
    """Settings with a key that the server refuses; None where a server on this machine asks for none."""
    zones: tuple[str, ...] = ("UTC", "America/New_York", "Asia/Kolkata")


SERVERS: Mapping[str, Kind] = {
    "hermes": Kind(hermes, {"api_key": HERMES_KEY, "cron_timezone": "UTC"}, {"api_key": "wrong-key"}, ("UTC",)),
    "langgraph": Kind(langgraph, {"agent_id": "agent", "input_template": {"prompt": "{input}"}}, None),
    "agno": Kind(agno, {"agent_id": "bot"}, None),
}
