"""Every setting there is: its name, its type, what to write, what it means. `docs/configuration.md` is printed from it.

The standard library alone is imported, since the server's first answer looks here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schedule_mcp.config.where import PREFIX

Type = Literal["text", "flag", "seconds", "count", "names", "table", "texts", "tables", "lists"]

WRONG: Mapping[Type, str] = {
    "text": "is not a text of one line",
    "flag": "is not true or false",
    "seconds": "is not a number of seconds above 0",
    "count": "is not a whole number from 0",
    "names": "is no list of names",
    "table": "is no table",
    "texts": "is no table of texts",
    "tables": "is no table of tables",
    "lists": "is no table of lists of names",
}
"""What is said of a value of another type."""

SECONDS_AT_MOST = 86_400


@dataclass(frozen=True)
class Setting:
    """One setting; `example` is what follows the equals sign in TOML."""

    name: str
    type: Type
    example: str
    meaning: str
    default: str = ""
    choices: tuple[str, ...] = ()
    is_secret: bool = False
    """Taken out of everything that is told, however it was written."""
    is_address: bool = False
    """Says where requests or data go: a folder's file may name only what the person's own file allows."""
    in_header: bool = False
    """Sent in a header, so it must be ASCII."""


TOP = (
    Setting("default_backend", "text", '"work"', "the backend of calls that name none", "the first one"),
    Setting("timezone", "text", '"Europe/Berlin"', "for words that name no zone", "none: it is asked"),
    Setting("holidays", "text", '"DE-BY"', "whose public holidays, where words name no place", "none: it is asked"),
    Setting("read_only", "flag", "true", "writing tools are not listed, and refuse", "false"),
    Setting("allowed_backends", "names", '["work"]', "writes go only there", "all"),
    Setting("allowed_agents", "lists", '{ work = ["123"] }', "writes on a backend are for these agents only", "all"),
    Setting("minimum_cadence_s", "count", "60", "least seconds between two runs of a schedule", "0"),
    Setting("creates_per_minute", "count", "60", "creates on each backend, against an agent in a loop; 0: none", "60"),
    Setting(
        "allowed_addresses", "names", '["https://hooks.example.com/team/"]',
        "addresses that the file of a trusted folder may use besides those written here", "none",
    ),
)  # fmt: skip

_KIND = Setting("kind", "text", '"sequentum"', "which kind of backend it is; required")
_AGENT = Setting("agent_id", "text", '"123"', "the agent of calls that name none")
_HTTP = Setting("allow_http", "flag", "true", "lets an address without TLS be on another machine", "false")
_REMOTE = (
    _KIND,
    Setting("base_url", "text", '"https://host.example"', "its address, without a path of the API", is_address=True),
    Setting("api_key", "text", '"env:NAME"', "the key, sent as the kind wants it", is_secret=True, in_header=True),
    Setting(
        "bearer_token", "text", '"env:NAME"', 'sent as "Bearer …"; goes before api_key', is_secret=True, in_header=True,
    ),
    Setting("headers", "texts", '{ Name = "env:NAME" }', "headers of every request", is_secret=True, in_header=True),
    _AGENT,
    _HTTP,
    Setting("timeout_s", "seconds", "30", "deadline of one exchange", "30"),
)  # fmt: skip

_DESCRIBED = (
    *_REMOTE,
    Setting("cron_timezone", "text", '"UTC"', "the zone of its clock, where schedules carry none"),
    Setting("dialect", "text", '"vixie"', "how its cron is read, where its description leaves that open"),
    Setting("input_template", "table", "{ … }", "what is sent for an input"),
)

KINDS: Mapping[str, tuple[Setting, ...]] = {
    "local": (
        _KIND,
        Setting(
            "database", "text", '"postgresql://user:password@host/name"', "where schedules are kept",
            "a file named after the backend in the data directory", is_address=True,
        ),
        Setting("agent_id", "text", '"inbox"', "the agent of calls that name none", "inbox"),
        _HTTP,
        Setting("agents", "tables", "[backends.NAME.agents.AGENT]", "what a run of an agent does, see below"),
        Setting("notify", "tables", "[backends.NAME.notify.WHO]", "who is told of runs, see below"),
        Setting("runs_kept", "count", "50000", "past runs that are kept; a hundred of each schedule at most", "50000"),
        Setting("inbox_kept", "count", "10000", "runs kept in the inbox; those that were read go first", "10000"),
        Setting("kept_days", "count", "90", "how long past runs, and what was read in the inbox, are kept", "90"),
    ),
    "sequentum": (
        *_REMOTE,
        Setting("send_local_schedule", "flag", "true", "also sends the timing as Sequentum's own text", "false"),
    ),
    "agentscope": (
        *_REMOTE,
        Setting("user_id", "text", '"alice"', "sent as x-user-id", in_header=True),
        Setting("chat_model", "table", '{ type = "…", model = "…" }', "the model of schedules that are created"),
        Setting(
            "weekday_numbering", "text", '"auto"', "for reading expressions with numbers", "auto",
            ("auto", "sunday0", "monday0"),
        ),
    ),
    "uranus": (
        *_DESCRIBED,
        Setting("callback", "table", '{ type = "workflow", id = "…" }', "what a run of a created schedule starts"),
    ),
    "orq": (
        *_REMOTE,
        Setting("contract", "text", '"auto"', "which contract the server keeps", "auto", ("auto", "wide", "narrow")),
    ),
    "openclaw": (
        *_REMOTE,
        Setting(
            "delivery", "table", '{ mode = "none" }', "where answers of runs go", "what OpenClaw does: the last chat",
        ),
        Setting(
            "session_target", "text", '"isolated"', "which session runs a schedule: isolated, main or session:NAME",
            "isolated",
        ),
    ),
    "hermes": _DESCRIBED,
    "langgraph": _DESCRIBED,
    "agno": _DESCRIBED,
    "http": (*_DESCRIBED, Setting("description", "table", "{ … }", "how its API is used, see docs/backends.md")),
}  # fmt: skip
"""Kind of a backend to its settings."""

AGENT = (
    Setting("url", "text", '"https://example.com/hook"', "a signed HTTP callback (Standard Webhooks)", is_address=True),
    Setting("secret", "text", '"env:NAME"', "signs the callback", is_secret=True),
    Setting("headers", "texts", '{ Name = "env:NAME" }', "headers of the callback", is_secret=True, in_header=True),
    Setting("command", "names", '["claude", "-p"]', "a command: the input on standard input, no shell"),
    Setting("env", "texts", '{ NAME = "env:NAME" }', "environment variables of the command"),
    Setting("pass_env", "names", '["ANTHROPIC_API_KEY"]', "variables of the server that the command gets too"),
    Setting("at_once", "count", "2", "the most runs of it at a time, over all workers; 0: any number", "0"),
    Setting("timeout_s", "seconds", "600", "how long a run may take", "30 for url, 600 for command"),
    Setting("at_once", "count", "2", "the most runs of it at a time, over all workers; 0 is no limit", "0"),
)  # fmt: skip
"""Settings of an agent of a local backend: either url or command."""

NOTIFY = (
    Setting("on", "names", '["failed", "missed"]', "which events: fired, failed, missed", "failed and missed"),
    Setting("agents", "names", '["report"]', "runs of these agents only", "all"),
    Setting("url", "text", '"https://example.com/told"', "a signed webhook (Standard Webhooks)", is_address=True),
    Setting("secret", "text", '"env:NAME"', "signs the webhook", is_secret=True),
    Setting("headers", "texts", '{ Name = "env:NAME" }', "headers of the webhook", is_secret=True, in_header=True),
    Setting("command", "names", '["notify-send", "a run failed"]', "a command: the event as JSON on standard input"),
    Setting("env", "texts", '{ NAME = "env:NAME" }', "environment variables of the command"),
    Setting("pass_env", "names", '["DBUS_SESSION_BUS_ADDRESS"]', "variables of the server that the command gets too"),
    Setting("smtp", "text", '"smtps://mail.example.com"', "e-mail: the server; smtp:// means STARTTLS"),
    Setting("sender", "text", '"scheduler@example.com"', "e-mail: from whom"),
    Setting("to", "names", '["me@example.com"]', "e-mail: to whom"),
    Setting("username", "text", '"env:NAME"', "e-mail: the user of the server"),
    Setting("password", "text", '"env:NAME"', "e-mail: the password of the server", is_secret=True),
    Setting("desktop", "flag", "true", "on the desktop of this user (extra `notify`)", "false"),
    Setting("services", "names", '["env:NTFY_URL"]', "services by Apprise's URLs (extra `notify`)", is_secret=True),
    Setting("timeout_s", "seconds", "20", "how long one attempt may take", "20"),
)  # fmt: skip
"""Settings of somebody who is told: one of url, command, smtp, desktop and services."""

PLACES = {
    "CONFIG": "the configuration file, where --config names none",
    "DATA_DIR": "where the local database, the journal and what was trusted are kept",
}
"""Variables that say where things are; they have no place in a file."""

OF_A_RUN = ("RUN_ID", "NAME")
"""Variables that a command of a run gets from us: there when it starts a server of its own."""


def setting(settings: tuple[Setting, ...], name: str) -> Setting | None:
    """The setting of a name."""
    return next((each for each in settings if each.name == name), None)


def of_any_kind() -> dict[str, Setting]:
    """The settings of all kinds by name, as the environment may give them."""
    return {each.name: each for kind in KINDS.values() for each in kind}


def known_variables() -> list[str]:
    """The names of all variables that mean something, with their prefix."""
    names = [each.name for each in TOP] + list(of_any_kind())
    return [PREFIX + name.upper() for name in [*dict.fromkeys(names), *PLACES]]
