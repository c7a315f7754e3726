"""Configuration: checked, secrets from the environment, nothing secret in a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from schedule_mcp.config.build import build_service
from schedule_mcp.config.load import load
from schedule_mcp.errors import ConfigError
from tests.clock import Clock


def write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


ENVIRONMENT = {"SCHEDULE_MCP_DATA_DIR": "data", "KEY": "s3cret-value"}

FULL = """
default_backend = "work"
timezone = "europe/berlin"
minimum_cadence_s = 60
[backends.work]
kind = "sequentum"
base_url = "https://dashboard.sequentum.com"
api_key = "env:KEY"
agent_id = "123"
[backends.team]
kind = "agentscope"
base_url = "http://127.0.0.1:8000"
user_id = "alice"
agent_id = "bot"
headers = { Authorization = "env:KEY" }
chat_model = { type = "t", credential_id = "c", model = "m", parameters = {} }
[backends.edge]
kind = "uranus"
base_url = "http://localhost:8787"
agent_id = "agent-1"
cron_timezone = "UTC"
callback = { type = "workflow", id = "w" }
[backends.orq]
kind = "orq"
api_key = "env:KEY"
agent_id = "my-agent"
[backends.here]
kind = "local"
[backends.here.agents.report]
url = "https://example.com/hook"
secret = "env:KEY"
[backends.here.agents.coder]
command = ["cat"]
"""


def test_the_documented_configuration_builds_every_backend(tmp_path: Path) -> None:
    config = load(write(tmp_path, FULL), {**ENVIRONMENT, "SCHEDULE_MCP_DATA_DIR": str(tmp_path)})
    service = build_service(config, Clock())
    assert list(service.backends) == ["work", "team", "edge", "orq", "here"]
    assert (config.timezone, config.default_backend) == ("Europe/Berlin", "work")
    assert config.backends["work"]["api_key"] == "s3cret-value"
    assert len(service.list_backends()["backends"]) == 5
    for backend in service.backends.values():
        backend.close()


WRONG = [
    ("nonsense = [", "is no TOML"),
    ('default_backend = "x"', "not configured"),
    ("read_onyl = true", "Did you mean read_only?"),
    ('read_only = "yes"', "read_only"),
    ('timezone = "Mars/Base"', "Mars/Base"),
    ("[backends.a]\nkind = 'nope'", "kind"),
    ("[backends.a]\nkind = 'orq'\nbase_ulr = 'x'", "Did you mean base_url?"),
    ("[backends.a]\nkind = 'orq'\napi_key = 'env:NOT_SET'", "NOT_SET"),
    ("[backends.a]\nkind = 'orq'\nbase_url = 'http://example.com'", "TLS"),
    ("[backends.a]\nkind = 'orq'\nbase_url = 'ftp://example.com'", "URL"),
    ("[backends.a]\nkind = 'orq'\nbase_url = 'https://u:p@example.com'", "user name"),
    ("[backends.a.agents.x]\nurl = 'http://example.com'\n[backends.a.b]\n", "kind"),
    ("backends = 3", "no table"),
    ("allowed_backends = 'local'", "no list of names"),
    ("allowed_backends = [1]", "no list of names"),
    ("allowed_agents = ['x']", "no table"),
    ("allowed_agents = { local = 'x' }", "no list of names"),
    ("allowed_agents = { nope = ['x'] }", "nope"),
    ("minimum_cadence_s = -5", "minimum_cadence_s"),
    ("minimum_cadence_s = 1.5", "minimum_cadence_s"),
    ("creates_per_minute = -1", "creates_per_minute"),
    ("timezone = 5", "timezone"),
    ("default_backend = 5", "default_backend"),
    ("[backends.a]\nkind = 'sequentum'\nbase_url = 5", "no usable URL"),
    ("[backends.a]\nkind = 'orq'\ntimeout_s = '5'", "timeout_s"),
    ("[backends.a]\nkind = 'orq'\ntimeout_s = -1", "timeout_s"),
    ("[backends.a]\nkind = 'orq'\nallow_http = 'yes'", "allow_http"),
    ("[backends.a]\nkind = 'orq'\nheaders = 'x'", "headers"),
    ("[backends.a]\nkind = 'orq'\nheaders = { A = 1 }", "headers"),
    ('[backends.a]\nkind = "orq"\napi_key = "k\\nX: y"', "api_key"),
    ("[backends.a]\nkind = 'orq'\nbase_url = 'https://x/?a=b'", "no usable URL"),
    ("[backends.a]\nkind = 'orq'\nbase_url = 'https://[x'", "no usable URL"),
    ("[backends.a]\nkind = 'orq'\nbase_url = 'file:///etc/passwd'", "no usable URL"),
    ("[backends.a]\nkind = 'uranus'\ncallback = 'x'", "callback"),
    ("[backends.a]\nkind = 'local'\nagents = { x = 5 }", "agents"),
    ("[backends.'']\nkind = 'local'", "empty name"),
]


@pytest.mark.parametrize(("text", "part"), WRONG)
def test_a_wrong_setting_is_named_with_what_to_write(tmp_path: Path, text: str, part: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text), ENVIRONMENT)
    assert part in str(caught.value)
    assert caught.value.hint
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("agent", ["command = 'claude -p'", "url = 'https://a.b'\ncommand = ['x']", "ulr = 'x'"])
def test_a_wrong_target_is_refused(tmp_path: Path, agent: str) -> None:
    text = f"[backends.here]\nkind = 'local'\n[backends.here.agents.a]\n{agent}\n"
    config = load(write(tmp_path, text), {**ENVIRONMENT, "SCHEDULE_MCP_DATA_DIR": str(tmp_path)})
    with pytest.raises(ConfigError):
        build_service(config, Clock())


def test_an_agent_that_is_not_there_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    config = load(write(tmp_path, "[backends.here]\nkind = 'local'\nagent_id = 'nobody'"), {})
    with pytest.raises(ConfigError, match="nobody"):
        build_service(config, Clock())


def test_a_secret_with_a_line_break_is_refused_without_being_shown(tmp_path: Path) -> None:
    text = "[backends.a]\nkind = 'orq'\nagent_id = 'a'\napi_key = 'env:KEY'"
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text), {**ENVIRONMENT, "KEY": "s3cret\nX-Evil: 1"})
    assert "KEY" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_settings_of_the_environment_have_their_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    base = {**ENVIRONMENT, "HOME": str(tmp_path), "SCHEDULE_MCP_KIND": "uranus", "SCHEDULE_MCP_BASE_URL": "http://a.b"}
    config = load("", {**base, "SCHEDULE_MCP_ALLOW_HTTP": "true", "SCHEDULE_MCP_TIMEOUT_S": "7"})
    assert (config.backends["uranus"]["allow_http"], config.backends["uranus"]["timeout_s"]) == (True, 7)
    for wrong in ({}, {"SCHEDULE_MCP_ALLOW_HTTP": "false"}, {"SCHEDULE_MCP_ALLOW_HTTP": "maybe"}):
        with pytest.raises(ConfigError):
            load("", {**base, **wrong})


def test_the_environment_alone_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {
        **ENVIRONMENT,
        "HOME": str(tmp_path),
        "SCHEDULE_MCP_KIND": "sequentum",
        "SCHEDULE_MCP_BASE_URL": "https://dashboard.sequentum.com",
        "SCHEDULE_MCP_API_KEY": "k",
        "SCHEDULE_MCP_AGENT_ID": "7",
        "SCHEDULE_MCP_TIMEZONE": "Asia/Tokyo",
    }
    config = load("", environment)
    assert config.backends["sequentum"]["agent_id"] == "7"
    assert (config.timezone, config.source) == ("Asia/Tokyo", "environment")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "schedule-mcp.toml"
    file.write_bytes(b"\xef\xbb\xbf" + b'timezone = "Europe/Berlin"\n')
    assert load(str(file), {"SCHEDULE_MCP_DATA_DIR": str(tmp_path)}).timezone == "Europe/Berlin"
