"""What a person runs once: trusting a folder, and the completion of their shell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.cli.printing import say
from schedule_mcp.errors import ConfigError

if TYPE_CHECKING:
    import click

_PROGRAM, _VARIABLE = "schedule-mcp", "_SCHEDULE_MCP_COMPLETE"


def add_setting_up(group: click.Group) -> None:
    """The commands `trust` and `completion`."""
    import click

    @group.command()
    @click.argument("folder", default=".")
    @click.option("--remove", is_flag=True, help="Trust it no longer.")
    def trust(folder: str, remove: bool) -> None:
        """Let the schedule-mcp.toml of FOLDER be used there, as it is now.

        It may never name commands, secrets of the environment, or addresses that your own file does not.
        """
        say(distrusted(folder) if remove else trusted(folder))

    @group.command()
    @click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
    def completion(shell: str) -> None:
        """Print the completion script of a shell, for example: eval "$(schedule-mcp completion bash)"."""
        from click.shell_completion import get_completion_class

        kind = get_completion_class(shell)
        assert kind is not None
        say(kind(group, {}, _PROGRAM, _VARIABLE).source())


def trusted(folder: str) -> str:
    """Trust the file of a folder; says what was trusted.

    Raises:
        ConfigError: there is none, or it may not be trusted.
    """
    from schedule_mcp.config.sources import content_of, own_table, table_of
    from schedule_mcp.config.trust import Trusted, check_folder, digest_of
    from schedule_mcp.config.where import FILE_NAME, data_directory, short

    file = Path(folder).expanduser() / FILE_NAME
    if file.is_symlink() or not file.is_file():
        what = "is a link" if file.is_symlink() else "is not there"
        raise ConfigError(f"{short(file)} {what}", f"Name a folder that has a {FILE_NAME}.")
    content = content_of(file)
    check_folder(table_of(content, file), own_table(), short(file))
    Trusted(Path(data_directory(os.environ))).add(file, content)
    return (
        f"{short(file)} is trusted as it is now (SHA-256 {digest_of(content)[:16]}…). A change takes that back; "
        "so does schedule-mcp trust --remove."
    )


def distrusted(folder: str) -> str:
    """Trust the file of a folder no longer; says what happened."""
    from schedule_mcp.config.trust import Trusted
    from schedule_mcp.config.where import FILE_NAME, data_directory, short

    file = Path(folder).expanduser() / FILE_NAME
    was = Trusted(Path(data_directory(os.environ))).remove(file)
    return f"{short(file)} is {'no longer' if was else 'not'} trusted."


def backend_names(ctx: Any, parameter: Any, begun: str) -> list[str]:
    """The configured backends that begin so, for the completion of a shell; none where nothing can be read."""
    from schedule_mcp.config.sources import find

    del parameter
    try:
        found = find(ctx.find_root().params.get("config_path") or "", os.environ)
    except ConfigError:
        return []
    tables = [table.get("backends") for table in (found.own, found.folder)]
    names = [name for table in tables if isinstance(table, dict) for name in table] or ["local"]
    return [name for name in dict.fromkeys(names) if name.startswith(begun) and name.isprintable()]
