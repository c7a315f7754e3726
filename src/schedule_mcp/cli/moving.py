"""`schedule-mcp export` and `import`: schedules from one place to another, line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.cli.printing import print_raw, refuse, say, say_json
from schedule_mcp.errors import BackendError, InvalidArgument
from schedule_mcp.outside.text import one_line

if TYPE_CHECKING:
    import click

    from schedule_mcp.service import Service
    from schedule_mcp.service.moving.entry import Entry
    from schedule_mcp.service.moving.importing import Where

FILE_AT_MOST = 100_000_000
"""Bytes of what is imported at once."""

_PAGE = 500
_FAILED = 3


def add_moving(group: click.Group) -> None:
    """The two commands."""
    _add_export(group)
    _add_import(group)


def _add_export(group: click.Group) -> None:
    import click

    from schedule_mcp.cli.setting_up import backend_names

    @group.command("export")
    @click.argument("file", type=click.Path(path_type=Path), required=False)
    @click.option("--backend", default="", help="Of this backend only.", shell_complete=backend_names)
    @click.option("--agent-id", default="", help="Of this agent only.")
    @click.pass_context
    def export(ctx: click.Context, /, file: Path | None, backend: str, agent_id: str) -> None:
        """Write all schedules as one JSON object a line, to FILE or to standard output."""
        from schedule_mcp.cli.commands import opened

        with opened(ctx) as service:
            ctx.exit(_export(service, file, backend, agent_id))


def _export(service: Service, file: Path | None, backend: str, agent_id: str) -> int:
    from schedule_mcp.outside.files import private_file
    from schedule_mcp.service.moving.lines import line_of

    names = [service.directory.backend(backend).name] if backend else list(service.backends)
    failed, count = False, 0
    # Inputs may be nobody else's business.
    out = None if file is None else private_file(file).open("w", encoding="ascii")
    try:
        for name in names:
            try:
                for found in _of(service, name, agent_id):
                    count += 1
                    print_raw(line_of(found), out)
            except BackendError as error:
                failed = True
                refuse(error)
                say(f"the schedules of '{one_line(name)}' are missing", err=True)
    finally:
        if out is not None:
            out.close()
    if file is not None:
        say(f"{count} schedules are in {one_line(str(file))}.")
    return _FAILED if failed else 0


def _of(service: Service, name: str, agent_id: str) -> Iterator[dict[str, Any]]:
    from schedule_mcp.backends.base import Wanted
    from schedule_mcp.service.moving.lines import exported

    after: str | None = ""
    while after is not None:
        page = service.directory.page(name, Wanted(agent_id), _PAGE, after)
        for row in page.rows:
            yield from exported(name, service.backends[name], row)
        after = page.after


def _add_import(group: click.Group) -> None:
    import click

    from schedule_mcp.cli.setting_up import backend_names

    @group.command("import")
    @click.argument("files", nargs=-1, type=click.Path(path_type=Path))
    @click.option("--format", "form", default="", help="jsonl, crontab or systemd; told by the content if left out.")
    @click.option("--timezone", default="", help="The zone of a crontab's or a timer's machine.")
    @click.option("--with-user", is_flag=True, help="The crontab names a user before the command, as /etc/crontab.")
    @click.option("--backend", default="", help="Create all on this backend.", shell_complete=backend_names)
    @click.option("--agent-id", default="", help="Create all for this agent.")
    @click.option("--accept", multiple=True, help="A difference that is accepted; may be repeated.")
    @click.option("--paused", is_flag=True, help="Create all paused.")
    @click.option("--dry-run", is_flag=True, help="Create nothing, show what each line means.")
    @click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
    @click.pass_context
    def import_(ctx: click.Context, /, files: tuple[Path, ...], form: str, timezone: str, **given: Any) -> None:
        """Create the schedules of FILES (or of standard input): an export, a crontab, timers of systemd.

        Good lines come in, bad ones are named: then the exit code is 1.
        """
        from schedule_mcp.cli.commands import now, opened
        from schedule_mcp.service.moving.importing import Where, imported

        where = Where(
            given["backend"], given["agent_id"], list(given["accept"]), given["paused"], bool(given["dry_run"])
        )
        # The pace is against an agent in a loop; here a person hands over a file.
        with opened(ctx, lambda config: replace(config, creates_per_minute=0)) as service:
            entries = _entries(files, form, timezone or service.timezone, given["with_user"])
            report = []
            for found in imported(service, entries, where, now()):
                report.append(found)
                if not given["as_json"]:
                    say(_told(found))
        ctx.exit(_ended(report, where, given["as_json"]))


def _entries(files: tuple[Path, ...], form: str, timezone: str, with_user: bool) -> Iterator[Entry]:
    from schedule_mcp.cli.commands import now
    from schedule_mcp.service.moving import crontab, lines, timers

    for file in files or (Path("-"),):
        text = _text(file)
        kind = form or _form(text, file)
        # Other signs that count as the end of a line for Python may stand within a text.
        rows = [row.removesuffix("\r") for row in text.split("\n")]
        if kind == "jsonl":
            found = lines.entries(rows)
        elif kind == "crontab":
            found = crontab.entries(rows, timezone, with_user=with_user or _is_of_the_system(file))
        elif kind == "systemd":
            found = timers.entries(text, file.name, timezone, now())
        else:
            raise InvalidArgument(f"there is no format '{one_line(kind)}'", "Use jsonl, crontab or systemd.")
        prefix = f"{one_line(file.name)}, " if len(files) > 1 and kind != "systemd" else ""
        for each in found:
            yield replace(each, place=prefix + each.place)


def _is_of_the_system(file: Path) -> bool:
    """Whether a crontab names users by where it lies."""
    whole = file.absolute()
    return whole == Path("/etc/crontab") or whole.parent == Path("/etc/cron.d")


def _text(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read(FILE_AT_MOST + 1) if str(file) == "-" else _read(file)
    except OSError as error:
        raise InvalidArgument(f"{one_line(str(file))} cannot be read: {error.strerror}", "Name another file.") from None
    if len(data) > FILE_AT_MOST:
        raise InvalidArgument(f"{one_line(str(file))} has more than {FILE_AT_MOST:,} bytes", "Cut it into several.")
    return data.decode("utf-8-sig", errors="replace")


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(FILE_AT_MOST + 1)


def _form(text: str, file: Path) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip() and line.strip()[0] not in "#;"), "")
    if file.suffix == ".timer" or first in ("[Unit]", "[Timer]"):
        return "systemd"
    return "jsonl" if first.startswith("{") or file.suffix == ".jsonl" else "crontab"


def _told(found: Mapping[str, Any]) -> str:
    """A line of the report."""
    name = f" {one_line(found['name'])}:" if "name" in found else ""
    status = {"passed_over": "passed over", "previewed": "would be created"}.get(found["status"], found["status"])
    code = f" {found['code']}:" if "code" in found else ""
    notes = "".join(f"\n    note: {one_line(note, 1_000)}" for note in found.get("notes", ()))
    return f"{found['place']}: {status}:{name}{code} {one_line(found['told'], 1_000)}{notes}"


def _ended(report: list[dict[str, Any]], where: Where, as_json: bool) -> int:
    counts: dict[str, int] = {}
    for found in report:
        counts[found["status"]] = counts.get(found["status"], 0) + 1
    bad = counts.get("refused", 0) + counts.get("unknown", 0)
    if as_json:
        say_json({"status": "ok" if not bad else "refused", "counts": counts, "lines": report})
    else:
        told = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in counts.items()) or "nothing"
        say(f"{'Nothing was created. ' if where.dry else ''}In all: {told}.")
    return _FAILED if counts.get("unknown") else int(bool(bad))
