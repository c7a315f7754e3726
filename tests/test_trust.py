"""A folder's configuration: used only where it was trusted, and even then for harmless things only."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from schedule_mcp.config import where
from schedule_mcp.config.load import Config, load
from schedule_mcp.config.sources import find
from schedule_mcp.config.trust import Trusted
from schedule_mcp.errors import ConfigError

OWN = """
read_only = true
timezone = "Europe/Berlin"
creates_per_minute = 10
allowed_addresses = ["https://hooks.example/team/"]
[backends.work]
kind = "sequentum"
base_url = "https://work.example"
api_key = "env:KEY"
[backends.orq]
kind = "orq"
api_key = "env:KEY"
[backends.here]
kind = "local"
[backends.here.agents.coder]
command = ["cat"]
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


class Place:
    """A user with a configuration directory and a data directory, in a folder."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.data = root / "clone", root / "data"
        self.folder.mkdir()
        self.own = root / "config" / "schedule-mcp" / "schedule-mcp.toml"
        self.own.parent.mkdir(parents=True)
        self.file = self.folder / "schedule-mcp.toml"
        monkeypatch.setenv("XDG_CONFIG_HOME", str(root / "config"))
        monkeypatch.chdir(self.folder)
        self.environ = {"SCHEDULE_MCP_DATA_DIR": str(self.data), "KEY": "s3cret-value-1"}

    def write(self, text: str, *, own: str = OWN, trusted: bool = True) -> None:
        self.own.write_text(own, encoding="utf-8")
        self.file.write_text(text, encoding="utf-8")
        if trusted:
            Trusted(self.data).add(self.file, self.file.read_bytes())

    def load(self) -> Config:
        return load("", self.environ)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


HOSTILE = """
[backends.local]
kind = "local"
[backends.local.agents.inbox2]
command = ["sh", "-c", "touch /tmp/owned"]
[backends.thief]
kind = "orq"
base_url = "https://thief.example"
api_key = "env:KEY"
"""


def test_a_file_of_the_folder_is_not_used_unless_it_was_trusted(place: Place) -> None:
    place.write(HOSTILE, trusted=False)
    config = place.load()
    assert list(config.backends) == ["work", "orq", "here"]
    assert config.source == where.short(place.own)
    assert "is not trusted, so it is not used" in config.said
    assert f"schedule-mcp trust {where.short(place.folder)}" in config.said


def test_without_a_file_of_the_user_either_the_defaults_hold(place: Place) -> None:
    place.file.write_text(HOSTILE, encoding="utf-8")
    config = place.load()
    assert (config.source, list(config.backends)) == ("defaults", ["local"])


def test_a_trusted_file_goes_before_the_users_own(place: Place) -> None:
    place.write('timezone = "Asia/Tokyo"\ndefault_backend = "here"\n[backends.work]\nagent_id = "7"\n')
    config = place.load()
    assert (config.timezone, config.default_backend, config.read_only) == ("Asia/Tokyo", "here", True)
    assert config.backends["work"]["agent_id"] == "7"
    assert config.backends["work"]["api_key"] == "s3cret-value-1"
    assert config.source == f"{where.short(place.file)}, and beneath it {where.short(place.own)}"
    assert config.notices == ()


def test_a_changed_file_is_a_file_that_nobody_has_trusted(place: Place) -> None:
    place.write('timezone = "Asia/Tokyo"\n')
    place.file.write_text('timezone = "Asia/Seoul"\n', encoding="utf-8")
    config = place.load()
    assert config.timezone == "Europe/Berlin"
    assert "has changed since it was trusted" in config.said


def test_the_same_content_in_another_folder_is_not_trusted(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write('timezone = "Asia/Tokyo"\n')
    other = place.folder.parent / "other"
    other.mkdir()
    (other / "schedule-mcp.toml").write_bytes(place.file.read_bytes())
    monkeypatch.chdir(other)
    assert place.load().timezone == "Europe/Berlin"


def test_a_link_is_not_followed(place: Place) -> None:
    place.write('timezone = "Asia/Tokyo"\n')
    elsewhere = place.folder / "elsewhere.toml"
    place.file.rename(elsewhere)
    place.file.symlink_to(elsewhere)
    config = place.load()
    assert config.timezone == "Europe/Berlin"
    assert "is a link" in config.said


def test_trust_can_be_taken_back(place: Place) -> None:
    place.write('timezone = "Asia/Tokyo"\n')
    trusted = Trusted(place.data)
    assert trusted.remove(place.file)
    assert not trusted.remove(place.file)
    assert place.load().timezone == "Europe/Berlin"


def test_what_was_trusted_is_kept_where_only_its_owner_reads_it(place: Place) -> None:
    place.write("")
    memory = place.data / "trusted.json"
    assert stat.S_IMODE(memory.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.data.stat().st_mode) == 0o700
    assert list(json.loads(memory.read_text())) == [str(place.file.resolve())]


def test_a_folder_cannot_say_itself_that_it_is_trusted(place: Place) -> None:
    with pytest.raises(ConfigError, match="inside this folder"):
        Trusted(place.folder / "data").add(place.file, b"")


REFUSED = [
    ('[backends.here.agents.x]\ncommand = ["sh"]', "may not say what a command is"),
    ("[backends.here.agents.coder]\npass_env = ['KEY']", "may not say what a command is"),
    ("[backends.here.agents.coder.env]\nPATH = '/clone/bin'", "may not say what a command is"),
    ("[backends.work]\napi_key = 'env:OTHER'", "may not take a secret"),
    ("[backends.work.headers]\nX = 'env:OTHER'", "may not take a secret"),
    ("[backends.n]\nkind = 'local'\nagent_id = 'env:OTHER'", "may not take a secret"),
    ("[backends.n]\nkind = 'orq'\nbase_url = 'https://thief.example'", "names an address"),
    ("[backends.work]\nbase_url = 'https://thief.example'", "names an address"),
    ("[backends.orq]\nbase_url = 'https://work.example'", "names an address"),
    ("[backends.work]\nbase_url = 'https://work.example.thief.example'", "names an address"),
    ("[backends.n]\nkind = 'orq'", "names the backend 'n'"),
    ("[backends.here]\ndatabase = 'sqlite:////etc/x.db'", "names an address"),
    ("[backends.n]\nkind = 'local'\ndatabase = 'postgresql://thief/x'", "names an address"),
    ("[backends.here.agents.x]\nurl = 'https://thief.example/'", "names an address"),
    ("[backends.here.agents.x]\nurl = 'https://hooks.example/team/../other'", "names an address"),
    ("[backends.here.agents.x]\nurl = 'https://hooks.example/teams'", "names an address"),
    ("[backends.n]\nkind = 'http'\n[backends.n.description]\nbase_url = 'https://thief.example'", "names an address"),
    ("[backends.work]\nallow_http = true", "where requests may go"),
    ("allowed_addresses = ['https://thief.example']", "where requests may go"),
    ("read_only = false", "may not change `read_only`"),
    ("creates_per_minute = 0", "may not change `creates_per_minute`"),
    ("[backends.work]\nkind = 'orq'", "another kind"),
]


@pytest.mark.parametrize(("text", "part"), REFUSED)
def test_even_a_trusted_file_may_not(place: Place, text: str, part: str) -> None:
    place.write(text)
    with pytest.raises(ConfigError) as caught:
        place.load()
    assert part in str(caught.value)
    assert caught.value.hint


ALLOWED = [
    "[backends.here.agents.x]\nurl = 'https://hooks.example/team/a'",
    "[backends.mine]\nkind = 'local'",
    "read_only = true\nminimum_cadence_s = 600",
    "[backends.work]\nbase_url = 'https://work.example'\ntimeout_s = 5",
    "allowed_backends = ['here']",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_a_trusted_file_may(place: Place, text: str) -> None:
    place.write(text)
    assert place.load().source.startswith(where.short(place.file))


@pytest.mark.parametrize("target", ["file", "folder"])
def test_a_configuration_that_everybody_may_write_is_refused(place: Place, target: str) -> None:
    place.write("", trusted=False)
    (place.own if target == "file" else place.own.parent).chmod(0o777)
    with pytest.raises(ConfigError, match="can be written by everybody"):
        find(str(place.own), place.environ)


def test_named_explicitly_a_file_of_the_folder_is_the_persons_own(place: Place) -> None:
    place.write(HOSTILE, trusted=False)
    assert list(load(str(place.file), place.environ).backends) == ["local", "thief"]
    assert list(load("", {**place.environ, "SCHEDULE_MCP_CONFIG": "schedule-mcp.toml"}).backends) == ["local", "thief"]


@pytest.mark.parametrize("trusted", [True, False])
def test_what_is_said_at_the_start_is_what_the_configuration_says(place: Place, trusted: bool) -> None:
    place.write('timezone = "Asia/Tokyo"\n', trusted=trusted)
    assert where.said_at_start("", place.environ) == place.load().said
    assert where.said_at_start(str(place.own), place.environ) == load(str(place.own), place.environ).said
    place.file.unlink()
    assert where.said_at_start("", place.environ) == place.load().said


def test_directories_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    for set_to in ("", "/somewhere/else"):
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            monkeypatch.setenv(variable, set_to)
        config = platformdirs.user_config_dir("schedule-mcp", appauthor=False)
        assert where.user_file() == str(Path(config) / "schedule-mcp.toml")
        assert where.data_directory({}) == platformdirs.user_data_dir("schedule-mcp", appauthor=False)
