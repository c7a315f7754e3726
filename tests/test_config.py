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


VARIABLES = [
    ({"READ_ONLY": "maybe"}, "SCHEDULE_MCP_READ_ONLY is not true or false"),
    ({"READ_ONLY": "2"}, "SCHEDULE_MCP_READ_ONLY"),
    ({"READ_ONYL": "true"}, "Did you mean SCHEDULE_MCP_READ_ONLY?"),
    ({"TIME_ZONE": "UTC"}, "Did you mean SCHEDULE_MCP_TIMEZONE?"),
    ({"TIMEZONE": "Mars/Base"}, "Mars/Base"),
    ({"NONSENSE": "1"}, "SCHEDULE_MCP_NONSENSE is no setting"),
    ({"MINIMUM_CADENCE_S": "soon"}, "SCHEDULE_MCP_MINIMUM_CADENCE_S"),
    ({"MINIMUM_CADENCE_S": "-1"}, "SCHEDULE_MCP_MINIMUM_CADENCE_S"),
    ({"BASE_URL": "https://a.example"}, "without SCHEDULE_MCP_KIND"),
    ({"KIND": "orq", "CRON_TIMEZONE": "UTC"}, "no setting of the kind 'orq'"),
    ({"KIND": "nope"}, "has the kind 'nope'"),
    ({"KIND": "orq", "TIMEOUT_S": "inf"}, "timeout_s"),
    ({"KIND": "orq", "ALLOW_HTTP": "maybe"}, "allow_http"),
    ({"KIND": "orq", "HEADERS": "x"}, "headers"),
    ({"KIND": "orq", "API_KEY": "schlüssel"}, "no HTTP header carries"),
    ({"KIND": "agentscope", "BASE_URL": "http://127.0.0.1", "USER_ID": "ålice"}, "no HTTP header carries"),
    ({"ALLOWED_BACKENDS": "nope"}, "nope"),
    ({"DEFAULT_BACKEND": "nope"}, "nope"),
]


@pytest.mark.parametrize("beside", ["", "timezone = 'UTC'\n"])
@pytest.mark.parametrize(("variables", "part"), VARIABLES)
def test_a_variable_is_honoured_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], part: str, beside: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    given = {f"SCHEDULE_MCP_{name}": value for name, value in variables.items()}
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, beside) if beside else "", {**ENVIRONMENT, **given})
    assert part in str(caught.value)


HONOURED = [
    ({"READ_ONLY": "true"}, "read_only", True),
    ({"READ_ONLY": "on"}, "read_only", True),
    ({"READ_ONLY": "0"}, "read_only", False),
    ({"READ_ONLY": ""}, "read_only", False),
    ({"TIMEZONE": "Asia/Tokyo"}, "timezone", "Asia/Tokyo"),
    ({"CREATES_PER_MINUTE": "5"}, "creates_per_minute", 5),
    ({"ALLOWED_BACKENDS": "local"}, "allowed_backends", frozenset({"local"})),
    ({"ALLOWED_BACKENDS": '["local"]'}, "allowed_backends", frozenset({"local"})),
    ({"ALLOWED_AGENTS": '{"local": ["inbox"]}'}, "allowed_agents", {"local": frozenset({"inbox"})}),
    ({"RUN_ID": "1", "NAME": "n"}, "read_only", False),
]


@pytest.mark.parametrize("beside", ["", "timezone = 'UTC'\n"])
@pytest.mark.parametrize(("variables", "name", "value"), HONOURED)
def test_a_variable_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str, value: object, beside: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    given = {f"SCHEDULE_MCP_{key}": text for key, text in variables.items()}
    config = load(write(tmp_path, beside) if beside else "", {**ENVIRONMENT, **given})
    assert getattr(config, name) == value


def test_a_backend_of_the_environment_stands_beside_those_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, '[backends.work]\nkind = "sequentum"\nbase_url = "https://w.example"\n')
    given = {**ENVIRONMENT, "SCHEDULE_MCP_KIND": "orq", "SCHEDULE_MCP_API_KEY": "k-123456"}
    config = load(path, given)
    assert (list(config.backends), config.default_backend) == (["work", "orq"], "orq")
    assert config.source.startswith("environment, and beneath it ")


def test_a_database_with_an_open_at_sign_is_refused_without_its_password(tmp_path: Path) -> None:
    text = '[backends.here]\nkind = "local"\ndatabase = "postgresql://u:pa55@w0rd-x@host/db"\n'
    with pytest.raises(ConfigError, match="%40") as caught:
        load(write(tmp_path, text), ENVIRONMENT)
    assert "w0rd" not in str(caught.value)


def test_an_id_of_the_environment_is_no_secret(tmp_path: Path) -> None:
    from schedule_mcp.outside.secrets import redacted

    load(
        write(tmp_path, '[backends.a]\nkind = "orq"\nagent_id = "env:AGENT"'), {**ENVIRONMENT, "AGENT": "agent-0815-x"}
    )
    assert redacted("agent-0815-x") == "agent-0815-x"


def test_the_page_has_every_setting() -> None:
    """After a wanted change: python -m tests.settings_page --write"""
    from tests.settings_page import is_current

    assert is_current()
