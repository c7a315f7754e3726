"""What the operator's table says about a described backend: its description, its dialect, its headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schedule_mcp.backends.described import finding as findings
from schedule_mcp.backends.described.description import Description, described, preset
from schedule_mcp.backends.described.templates import holes
from schedule_mcp.cron.dialects import DIALECTS, Dialect, dialect
from schedule_mcp.errors import ConfigError


def description_of(name: str, settings: Mapping[str, Any]) -> Description:
    if settings["kind"] != "http":
        return preset(str(settings["kind"]))
    if not settings.get("description"):
        raise ConfigError(
            f"backend '{name}' has no description", f"Write [backends.{name}.description] by docs/http-backend.md."
        )
    return described(settings["description"], f"the description of backend '{name}'")


def dialect_of(name: str, settings: Mapping[str, Any], found: Description) -> tuple[Dialect | None, str]:
    """The dialect to write in, and who says so: the operator, a proof, the description."""
    asked = settings.get("dialect")
    if asked is not None:
        if asked not in DIALECTS:
            raise ConfigError(
                f"backend '{name}': there is no dialect '{str(asked)[:40]}'",
                f"Use one of: {', '.join(sorted(DIALECTS))}.",
            )
        return dialect(str(asked)), "set by the operator"
    base_url = str(settings.get("base_url") or found.base_url)
    proved = findings.read(str(settings.get("data_dir", "")), name, base_url)
    if proved is not None:
        return proved.dialect, f"proved on {proved.at}"
    said = "nobody has named its engine" if found.dialect == "common" else "as described"
    return dialect(found.dialect), f"{said}; not proved: schedule-mcp doctor --prove {name}"


def check_settings(name: str, settings: Mapping[str, Any], found: Description) -> None:
    """A table of the operator whose parts are options must name them all, and nothing else."""
    tables: dict[str, set[str]] = {}
    for option in found.options.values():
        if len(option.setting) == 2:
            tables.setdefault(option.setting[0], set()).add(option.setting[1])
    for key, wanted in tables.items():
        held = settings.get(key)
        if held and set(held) != wanted:
            raise ConfigError(f"backend '{name}': {key} needs {' and '.join(sorted(wanted))}", "See the README.")
    form = settings.get("input_template")
    if form is not None and ("input" not in found.fields or set(holes(form)) != {"input"}):
        raise ConfigError(
            f"backend '{name}': input_template has no hole {{input}} alone, or {found.title} has no input",
            'Write input_template = { prompt = "{input}" }.',
        )


def headers_of(found: Description, settings: Mapping[str, Any]) -> dict[str, str]:
    headers = {str(key): str(value) for key, value in settings.get("headers", {}).items()}
    if settings.get("bearer_token"):
        headers["Authorization"] = f"Bearer {settings['bearer_token']}"
    elif settings.get("api_key"):
        headers[found.key_header] = found.key_value.replace("{key}", str(settings["api_key"]))
    return headers
