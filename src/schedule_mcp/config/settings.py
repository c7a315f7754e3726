"""Settings from every source, checked: the environment goes before the folder's file, that before the person's own.

The one module that knows pydantic-settings. What a setting is stands in `table`; here it gets its type, and what is
wrong is said with the name of the setting as it was written, and with what to write instead.
"""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, ValidationError, create_model
from pydantic import BeforeValidator as Before
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from schedule_mcp.config.sources import Found
from schedule_mcp.config.table import (
    KINDS,
    OF_A_RUN,
    PLACES,
    SECONDS_AT_MOST,
    TOP,
    WRONG,
    Setting,
    Type,
    known_variables,
    of_any_kind,
    setting,
)
from schedule_mcp.config.where import PREFIX
from schedule_mcp.errors import ConfigError
from schedule_mcp.outside.text import one_line

_OWN_FILES = ("journal", "notes")
"""Databases of the data directory that hold no schedules."""
_TRUE, _FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off")


class Settings(BaseSettings):
    """The settings of the top level; `backends` are tables that are not checked yet."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    backends: dict[str, dict[str, Any]] = Field(default_factory=lambda: {"local": {"kind": "local"}})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the interface of the library
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but the tables that `settings_of` hands over, the first one going before the others."""
        tables = init_settings().get("tables", ())
        return tuple(_Table(settings_cls, each) for each in tables)


class _Table(PydanticBaseSettingsSource):
    """A table that was read already."""

    def __init__(self, settings_cls: type[BaseSettings], table: Mapping[str, Any]) -> None:
        super().__init__(settings_cls)
        self._table = dict(table)

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self._table.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return self._table


# -- types -----------------------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    """A text of one line; a number stands for an id."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not (isinstance(value, str) and value.isprintable() and value):
        raise ValueError
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError
    if not (math.isfinite(value) and 0 < value <= SECONDS_AT_MOST):
        raise ValueError
    return value


def _key(value: str) -> str:
    if not _text(value):
        raise ValueError
    return value


def _exactly_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError
    return _text(value)


_Text = Annotated[str, Before(_text)]
_Named = Annotated[str, Before(_exactly_text)]
_Key = Annotated[str, AfterValidator(_key)]
_TYPES: Mapping[Type, Any] = {
    "text": _Text,
    "flag": StrictBool,
    "seconds": Annotated[float, Before(_seconds)],
    "count": Annotated[StrictInt, Field(ge=0)],
    "names": list[_Named],
    "table": dict[str, Any],
    "texts": dict[_Key, _Named],
    "tables": dict[_Key, dict[str, Any]],
    "lists": dict[str, list[_Named]],
}


def _fields(settings: Iterable[Setting]) -> dict[str, Any]:
    return {each.name: (_TYPES[each.type] | None, None) for each in settings}


@cache
def _top() -> type[Settings]:
    # Fields of a table that is known only here are no type for a type checker.
    make: Any = create_model
    made: type[Settings] = make("TopSettings", __base__=Settings, **_fields(TOP))
    return made


@cache
def _of_kind(kind: str) -> type[BaseModel]:
    make: Any = create_model
    made: type[BaseModel] = make(kind, __config__=ConfigDict(extra="forbid"), **_fields(KINDS[kind]))
    return made


# -- from every source -----------------------------------------------------------------------------------------


def settings_of(found: Found, environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings of the top level that were given, each of its type; `backends` is always there.

    Raises:
        ConfigError: with the setting, and what to write instead.
    """
    variables = _from_environment(environ, found)
    for table in (found.folder, found.own):
        refuse_unknown(table, [each.name for each in TOP] + ["backends"], "the configuration")
        _check_backends_table(table)
    make: Any = _top()
    try:
        made = make(tables=(variables, found.folder, found.own))
    except ValidationError as error:
        raise _wrong(error, TOP, "", environ) from None
    return {key: value for key, value in made.model_dump().items() if value is not None}


def checked_settings(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of one backend, each of its type; secrets are still as they were written.

    Raises:
        ConfigError: an unknown kind or setting, or a value of another type.
    """
    if not name or not name.isprintable():
        raise ConfigError("a backend has an empty name or one with control characters", "Write [backends.NAME].")
    kind = settings.get("kind")
    shown = one_line(name)
    if not isinstance(kind, str) or kind not in KINDS:
        raise ConfigError(f"backend '{shown}' has the kind '{one_line(str(kind))}'", f"Use one of: {', '.join(KINDS)}.")
    refuse_unknown(settings, [each.name for each in KINDS[kind]], f"backend '{shown}'")
    if kind == "local" and "database" not in settings and not _is_file_name(name):
        raise ConfigError(
            f"backend '{shown}' cannot give its name to a file of the data directory",
            "Use letters, digits, - and _; or name a database.",
        )
    try:
        made = _of_kind(kind)(**settings)
    except ValidationError as error:
        raise _wrong(error, KINDS[kind], f"backend '{shown}': ", {}) from None
    found = {key: value for key, value in made.model_dump().items() if value is not None}
    for each in KINDS[kind]:
        if each.choices and found.get(each.name, each.choices[0]) not in each.choices:
            told = one_line(str(found[each.name]))
            raise ConfigError(f"backend '{shown}': {each.name} is '{told}'", f"Use {', '.join(each.choices)}.")
    return found


def _is_file_name(name: str) -> bool:
    return not set(name) & set('/\\:*?"<>|') and not name.startswith(".") and name not in _OWN_FILES


def _check_backends_table(table: Mapping[str, Any]) -> None:
    backends = table.get("backends", {"local": {}})
    if not isinstance(backends, dict) or not backends or not all(isinstance(b, dict) for b in backends.values()):
        raise ConfigError("`backends` is no table of tables", "Write [backends.NAME] with kind = …")


def _wrong(
    error: ValidationError, settings: tuple[Setting, ...], where: str, environ: Mapping[str, str]
) -> ConfigError:
    """The first thing that is wrong, without the value: it may be a secret."""
    place = [str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"]]
    found = setting(settings, place[0])
    if found is None:
        return ConfigError(f"{where}`{one_line('.'.join(place))}` cannot be used", "Correct it.")
    variable = PREFIX + found.name.upper()
    name = variable if environ.get(variable) else found.name if where else f"`{found.name}`"
    hint = f"Write {found.name} = {found.example}."
    if found.type == "lists" and len(place) > 1:
        return ConfigError(f"`{found.name}.{one_line(place[1])}` {WRONG['names']}", hint)
    return ConfigError(f"{where}{name} {WRONG[found.type]}", hint)


def refuse_unknown(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Refuse a key that is not known, with the nearest that is."""
    names = sorted(known)
    for key in table:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}."
            raise ConfigError(f"{where} has an unknown setting '{one_line(key)}'", hint)


# -- the environment -------------------------------------------------------------------------------------------


def _from_environment(environ: Mapping[str, str], found: Found) -> dict[str, Any]:
    """The table that variables make. An empty one counts as not set: hosts write those for what they do not know."""
    given = {name: value for name, value in environ.items() if name.startswith(PREFIX) and value}
    _refuse_unknown_variables(given)
    values = {name.removeprefix(PREFIX).lower(): value for name, value in given.items()}
    table = {each.name: _from_text(each, values[each.name]) for each in TOP if each.name in values}
    kind = values.get("kind", "")
    own = KINDS.get(kind, ())
    of_backend = [name for name in values if name in of_any_kind()]
    if not kind and of_backend:
        raise ConfigError(
            f"{PREFIX}{of_backend[0].upper()} is set without {PREFIX}KIND, so it is not known of which backend",
            f"Set {PREFIX}KIND to one of: {', '.join(KINDS)}; or write it in a file, in [backends.NAME].",
        )
    for name in of_backend if own else ():
        if setting(own, name) is None:
            raise ConfigError(
                f"{PREFIX}{name.upper()} is no setting of the kind '{kind}'", f"It has: {_variables(own)}."
            )
    if kind:
        settings = {each.name: _from_text(each, values[each.name]) for each in own if each.name in values}
        table["backends"] = {one_line(kind): {**settings, "kind": kind}}
        if "default_backend" not in {**found.own, **found.folder, **table}:
            table["default_backend"] = one_line(kind)
    return table


def _variables(settings: Iterable[Setting]) -> str:
    return ", ".join(PREFIX + each.name.upper() for each in settings)


def _refuse_unknown_variables(given: Mapping[str, str]) -> None:
    known = known_variables()
    for name in sorted(given):
        if name not in known and name.removeprefix(PREFIX) not in (*PLACES, *OF_A_RUN):
            near = difflib.get_close_matches(name, known, 1, 0.75)
            hint = f"Did you mean {near[0]}?" if near else "docs/configuration.md has all of them."
            raise ConfigError(f"the environment variable {one_line(name)} is no setting", hint)


def _from_text(each: Setting, text: str) -> Any:
    """A setting that came as text; what cannot be its type stays text, and is refused as that."""
    if each.type == "flag":
        return True if text.lower() in _TRUE else False if text.lower() in _FALSE else text
    if each.type in ("seconds", "count"):
        return _number(text)
    if each.type == "names" and not text.lstrip().startswith("["):
        return [part.strip() for part in text.split(",") if part.strip()]
    if each.type != "text":
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


def _number(text: str) -> float | int | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
