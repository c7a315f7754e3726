"""When serving is meant, and over what. Next to nothing is imported: the first answer waits for it."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    import click

USAGE, FAILED = 2, 3
_LAST_PORT = 65_535
_LEAST_TOKEN = 16


def stdio_config(arguments: list[str], at_terminal: bool) -> str | None:
    """The configuration's path ("" for none named) where the arguments ask for standard input and output, else None.

    Hosts write `args` with the word serve and without it.

    >>> stdio_config([], False), stdio_config(["serve", "--config", "a"], True), stdio_config(["--config=a"], False)
    ('', 'a', 'a')
    >>> stdio_config([], True), stdio_config(["--help"], False), stdio_config(["serve", "--http", "h:1"], False)
    (None, None, None)
    """
    left, path = list(arguments), ""
    for place, word in enumerate(arguments):
        if word == "--config" and place + 1 < len(arguments):
            path = arguments[place + 1]
            left = arguments[:place] + arguments[place + 2 :]
        elif word.startswith("--config="):
            path = word.removeprefix("--config=")
            left = arguments[:place] + arguments[place + 1 :]
        else:
            continue
        break
    is_meant = left == ["serve"] or (not left and not (at_terminal and not arguments))
    return path if is_meant else None


def serve_stdio(config_path: str) -> None:
    """Serve; the process ends with 2 where the configuration is wrong."""
    from schedule_mcp.errors import ConfigError
    from schedule_mcp.server.stdio import serve_stdio as serve

    try:
        serve(config_path)
    except ConfigError as error:
        sys.stderr.write(f"schedule-mcp: {error.code}: {error}\n")
        sys.exit(USAGE)


def with_command(arguments: list[str], known: Container[str]) -> list[str]:
    """The arguments of the command line, with `serve` where they are options alone.

    >>> with_command(["--http", "127.0.0.1:0"], {"serve", "list"}), with_command(["--config", "x", "list"], {"list"})
    (['serve', '--http', '127.0.0.1:0'], ['--config', 'x', 'list'])
    >>> with_command(["--help"], {"serve"}), with_command(["nonsense"], {"serve"})
    (['--help'], ['nonsense'])
    """
    options_first = bool(arguments) and arguments[0].startswith("-")
    named = any(word in known or word in ("-h", "--help", "--version") for word in arguments)
    return ["serve", *arguments] if options_first and not named else arguments


def add_serve(group: click.Group) -> None:
    """The command `serve`; all of its options are for HTTP but the configuration."""
    import click

    @group.command()
    @click.option("--config", "config_path", default="", help="Configuration file (TOML).")
    @click.option("--http", default="", metavar="HOST:PORT", help="Streamable HTTP there; port 0 takes a free one.")
    @click.option(
        "--allowed-host", metavar="HOST", help="A name that requests may use besides loopback.", multiple=True
    )
    @click.option(
        "--allowed-origin", metavar="ORIGIN", help="A web page's origin besides those on localhost.", multiple=True
    )
    @click.option("--bearer-token", default="", metavar="env:NAME", help="Ask for this token; file:PATH reads a file.")
    @click.pass_context
    def serve(
        ctx: click.Context,
        /,
        config_path: str,
        http: str,
        allowed_host: tuple[str, ...],
        allowed_origin: tuple[str, ...],
        bearer_token: str,
    ) -> None:
        """Serve MCP over standard input and output, or over HTTP. The word serve may be left out."""
        path = config_path or ctx.obj or ""
        if not http:
            if allowed_host or allowed_origin or bearer_token:
                raise click.UsageError("--allowed-host, --allowed-origin and --bearer-token belong to --http")
            serve_stdio(path)
            return
        _serve_http(path, http, allowed_host, allowed_origin, bearer_token)


def address(option: str, given: str) -> tuple[str, int]:
    """The host and the port of HOST:PORT, or of [HOST]:PORT."""
    import click

    host, _, port = given.rpartition(":")
    if not host or not (port.isdecimal() and int(port) <= _LAST_PORT):
        raise click.UsageError(f"{option} takes HOST:PORT, such as 127.0.0.1:8765")
    return host.strip("[]"), int(port)


def _serve_http(path: str, http: str, hosts: tuple[str, ...], origins: tuple[str, ...], token: str) -> None:
    import click

    from schedule_mcp.config.load import load
    from schedule_mcp.server.http import Access, is_loopback, is_origin, serve_http

    host, port = address("--http", http)
    access = Access(hosts, origins, _token(token))
    if not is_loopback(host) and not (hosts and access.token):
        raise click.UsageError(
            f"{host} can be reached from other machines: that needs --bearer-token and --allowed-host. "
            "Or take 127.0.0.1 and put a proxy with authentication before it."
        )
    wrong = [origin for origin in origins if not is_origin(origin)]
    if wrong:
        raise click.UsageError(f"--allowed-origin takes SCHEME://HOST[:PORT], not {wrong[0]!r}")
    try:
        serve_http(load(path), host, port, access, click.echo)
    except OSError as error:
        raise click.UsageError(f"cannot listen on {http}: {error.strerror}") from None


def _token(source: str) -> str:
    """The token of env:NAME or file:PATH; "" for none. On the command line itself every process could read it."""
    import os
    from pathlib import Path

    import click

    kind, _, name = source.partition(":")
    if not source:
        return ""
    if kind == "env":
        token = os.environ.get(name, "")
    elif kind == "file":
        file = Path(name).expanduser()
        token = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    else:
        raise click.UsageError("--bearer-token takes env:NAME or file:PATH, not the token itself")
    if len(token) < _LEAST_TOKEN or not (token.isascii() and token.isprintable() and " " not in token):
        raise click.UsageError(f"--bearer-token {source} holds no token of at least {_LEAST_TOKEN} characters")
    return token
