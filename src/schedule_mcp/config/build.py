"""What a configuration describes, built: backends and the service over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from schedule_mcp.config.load import INBOX, Config
from schedule_mcp.errors import ConfigError, InputError

if TYPE_CHECKING:
    from schedule_mcp.backends.base import Backend
    from schedule_mcp.service import Service

KINDS: Mapping[str, tuple[str, str]] = {
    "sequentum": ("sequentum", "Sequentum"),
    "agentscope": ("agentscope", "AgentScope"),
    "orq": ("orq", "Orq"),
    "openclaw": ("openclaw", "OpenClaw"),
    **dict.fromkeys(("http", "hermes", "langgraph", "agno", "uranus"), ("described.backend", "Described")),
}
"""Kind of a remote backend to its module in `backends` and its class."""


def build_backend(name: str, settings: Mapping[str, Any], now: Callable[[], datetime]) -> Backend:
    """The backend of a checked table; its module is imported only here."""
    if settings["kind"] == "local":
        from schedule_mcp.backends.local import LocalBackend
        from schedule_mcp.engine.setup import each_run_of, notifier_of, open_engine, targets_of

        agent = settings.get("agent_id") or INBOX
        targets = targets_of(settings)
        notifier_of(settings, now)  # What is wrong with them is said at once.
        try:
            return LocalBackend(
                name,
                open_engine(name, settings, now),
                agents=targets,
                agent_id=agent,
                each_run=partial(each_run_of, settings),
            )
        except InputError as error:
            raise ConfigError(f"backend '{name}': {error.message}", error.hint) from None
    module, class_name = KINDS[settings["kind"]]
    kind = getattr(import_module(f"schedule_mcp.backends.{module}"), class_name)
    backend: Backend = kind.from_config(name, settings, now=now)
    return backend


def build_service(config: Config, now: Callable[[], datetime]) -> Service:
    """The service over all configured backends."""
    from schedule_mcp.config.leftovers import leftovers
    from schedule_mcp.policy.rules import Pace, Policy
    from schedule_mcp.service import Service
    from schedule_mcp.service.base import Premises
    from schedule_mcp.writes.journal import Journal
    from schedule_mcp.writes.notes import Notes

    pace = Pace(config.creates_per_minute)

    return Service(
        {name: build_backend(name, settings, now) for name, settings in config.backends.items()},
        default_backend=config.default_backend,
        timezone=config.timezone,
        policy=Policy(config.read_only, config.allowed_backends, config.allowed_agents, config.minimum_cadence, pace),
        journal=Journal(config.data_dir / "journal.db", now),
        now=now,
        notes=Notes(config.data_dir / "notes.db", now),
        holidays=config.holidays,
        premises=Premises(config.said, lambda: leftovers(config)),
    )
