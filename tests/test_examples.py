"""Every example runs as it stands, with the command that this environment has installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

TOP = Path(__file__).parents[1]
EXAMPLES = TOP / "examples"
OPENAI_AGENTS = "openai-agents==0.24.0"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Without any setting of this machine, and with the installed command on the path."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SCHEDULE_MCP_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**kept, "PATH": path, "HOME": str(tmp_path), "SCHEDULE_MCP_DATA_DIR": str(tmp_path)}


def run(environment: dict[str, str], *command: str, cwd: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=cwd, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["claude_desktop_config.json", ".mcp.json"])
async def test_the_configuration_of_a_host_starts_a_server(
    environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    (server,) = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))["mcpServers"].values()
    own = {key: value.replace("${ORQ_API_KEY}", "key-of-a-test") for key, value in server["env"].items()}
    command = shutil.which(server["command"], path=environment["PATH"])
    assert command is not None
    parameters = StdioServerParameters(command=command, env={**environment, **own}, cwd=tmp_path)
    async with Client(parameters) as client:
        backends = (await client.call_tool("list_backends", {})).structured_content or {}
    assert backends["timezone"] == "Europe/Berlin"
    assert backends["backends"][0]["kind"] == own.get("SCHEDULE_MCP_KIND", "local")


def test_the_readme_shows_the_same_block_for_claude_desktop() -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    shown = text.split("```json\n", 1)[1].split("```", 1)[0]
    assert json.loads(shown) == json.loads((EXAMPLES / "claude_desktop_config.json").read_text(encoding="utf-8"))


def test_the_python_client_creates_what_it_previewed(environment: dict[str, str], tmp_path: Path) -> None:
    script = str(EXAMPLES / "python_client.py")
    out = run(environment, sys.executable, script, "every weekday at 9am New York time", cwd=tmp_path)
    assert out.splitlines()[0] == "every weekday at 09:00 (America/New_York)"
    assert "CREATED: report (local/inbox/" in out
    asked = run(environment, sys.executable, script, "every day at 9", cwd=tmp_path)
    assert "Does 9 mean 09:00 or 21:00?" in asked


def test_the_pipeline_answers_each_line(environment: dict[str, str], tmp_path: Path) -> None:
    out = run(environment, "sh", str(EXAMPLES / "pipeline.sh"), cwd=tmp_path)
    answers = [json.loads(line) for line in out.splitlines()]
    assert [a["id"] for a in answers] == [1, 2, 3, 4]
    assert [a["status"] for a in answers] == ["previewed", "refused", "needs_answer", "previewed"]


AGENT = '''
import asyncio, json, sys
from agents import Model, ModelResponse, Usage, set_tracing_disabled
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText
sys.path.insert(0, sys.argv[1])
from openai_agents import ask

set_tracing_disabled(True)
WORDS = "every other Tuesday at 18:00"


class Scripted(Model):
    """Previews, then creates with the plan, then says what the tool said."""

    async def get_response(self, system_instructions, input, *_, **__):
        outputs = [item["output"] for item in input if isinstance(item, dict) and "output" in item]
        texts = [o if isinstance(o, str) else json.dumps(o) for o in outputs]
        if not texts:
            return self.tool("preview_schedule", {"when": WORDS})
        if len(texts) == 1:
            plan = texts[0].split("Plan: ")[1].split(" ")[0]
            return self.tool("create_schedule", {"name": "plants", "when": WORDS, "input": "water", "plan": plan})
        said = ResponseOutputText(text=texts[1], type="output_text", annotations=[])
        message = ResponseOutputMessage(id="m", content=[said], role="assistant", status="completed", type="message")
        return ModelResponse(output=[message], usage=Usage(), response_id=None)

    def tool(self, name, arguments):
        call = ResponseFunctionToolCall(
            arguments=json.dumps(arguments), call_id=name, name=name, type="function_call", id=name
        )
        return ModelResponse(output=[call], usage=Usage(), response_id=None)

    async def stream_response(self, *_, **__):
        raise NotImplementedError


print(asyncio.run(ask("Water the plants " + WORDS, Scripted())))
'''


def test_an_agent_framework_schedules_with_a_scripted_model(
    environment: dict[str, str], tmp_path: Path, agents_python: Path
) -> None:
    """The framework hands the text of an answer to its model; the model finds the plan in it."""
    script = tmp_path / "agent.py"
    script.write_text(AGENT, encoding="utf-8")
    out = run(environment, str(agents_python), str(script), str(EXAMPLES), cwd=tmp_path)
    assert "CREATED: plants (local/inbox/" in out


@pytest.fixture(scope="session")
def agents_python() -> Path:
    """An environment of its own with the framework, kept in the user's cache."""
    root = Path(os.environ.get("SCHEDULE_MCP_TEST_ENVS") or Path.home() / ".cache" / "schedule-mcp-tests")
    python = root / OPENAI_AGENTS.replace("==", "-") / "bin" / "python"
    if not _works(python):
        try:
            subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True, capture_output=True)
            install: list[Any] = [python, "-m", "pip", "install", "-q", OPENAI_AGENTS]
            subprocess.run(install, check=True, capture_output=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"SKIPPED THE AGENT FRAMEWORK: {OPENAI_AGENTS} cannot be installed here: {error}")
    return python


def _works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", "import agents"], capture_output=True).returncode == 0


def test_an_in_house_api_is_described_proved_and_scheduled_on(environment: dict[str, str], tmp_path: Path) -> None:
    """The commands of docs/http-backend.md, on the API of the example."""
    import re

    script = [sys.executable, "-u", str(EXAMPLES / "inhouse_api.py"), "0"]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True, env=environment) as api:
        try:
            assert api.stdout is not None
            address = re.search(r"http://\S+/v2", api.stdout.readline())
            assert address is not None
            text = (EXAMPLES / "inhouse.toml").read_text(encoding="utf-8")
            file = tmp_path / "inhouse.toml"
            file.write_text(text.replace("http://127.0.0.1:8790/v2", address[0]), encoding="utf-8")
            own = {**environment, "ACME_KEY": "acme-key-1"}

            def schedule_mcp(*arguments: str) -> str:
                return run(own, "schedule-mcp", "--config", str(file), *arguments, cwd=tmp_path)

            assert "reachable; 0 schedules; cron as common" in " ".join(schedule_mcp("doctor").split())
            assert "reads cron as 'croniter' does" in schedule_mcp("doctor", "--prove", "acme")
            assert "0 9 * * 1-5" in schedule_mcp("preview", "every weekday at 9am", "--json")
            made = json.loads(schedule_mcp("create", "report", "every weekday at 9am", "--input", "send it", "--json"))
            assert (made["status"], made["verified"]["next_run"]) == ("created", "equal")
            assert made["sends"] == [{"cron": "0 9 * * 1-5", "tz": "Europe/Berlin"}]
        finally:
            api.terminate()
