"""The command line: the tools' verbs over the same service, and the commands of the operator.

Exit codes: 0 done, 1 refused or a question, 2 wrong usage, 3 the backend failed or its outcome is unknown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.cli.calendar import add_calendar
from schedule_mcp.cli.moving import add_moving
from schedule_mcp.cli.printing import prepare_streams, refuse, say, say_json
from schedule_mcp.cli.setting_up import add_setting_up, backend_names
from schedule_mcp.errors import InputError
from schedule_mcp.outside.secrets import guard_crashes
from schedule_mcp.outside.text import cleaned

if TYPE_CHECKING:
    import click

    from schedule_mcp.config.load import Config
    from schedule_mcp.service import Service

REFUSED, USAGE, FAILED = 1, 2, 3


def main() -> None:
    """The console script, where it does not serve over standard input and output."""
    guard_crashes()
    prepare_streams()
    commands()(prog_name="schedule-mcp")


def now() -> datetime:
    """The one clock of the command line."""
    return datetime.now(UTC)


def _service(config: Config) -> Service:
    from schedule_mcp.config.build import build_service

    return build_service(config, now)


def commands() -> click.Group:
    """All commands; made when they are needed, since serving needs none of them."""
    import click

    from schedule_mcp import __version__
    from schedule_mcp.cli.serving import add_serve, with_command
    from schedule_mcp.errors import ScheduleError

    class Refusing(click.Group):
        """Errors of the tree go to standard error, with the exit code of their kind. Options alone mean serve."""

        def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
            return super().parse_args(ctx, with_command(args, self.commands))

        def invoke(self, ctx: click.Context) -> Any:
            try:
                return super().invoke(ctx)
            except ScheduleError as error:
                refuse(error)
                ctx.exit(_exit_code(error))

    @click.group(cls=Refusing, context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(__version__, prog_name="schedule-mcp")
    @click.option("--config", "config_path", default="", help="Configuration file (TOML).")
    @click.pass_context
    def group(ctx: click.Context, config_path: str) -> None:
        """Schedules that fire exactly as said: an MCP server, and the same verbs for the shell."""
        ctx.obj = config_path

    add_serve(group)
    _add_verbs(group)
    _add_operations(group)
    add_setting_up(group)
    add_calendar(group)
    add_moving(group)
    return group


def _exit_code(error: Exception) -> int:
    from schedule_mcp.errors import BackendError, ConfigError, NotFound, Rejected

    if isinstance(error, ConfigError):
        return USAGE
    return FAILED if isinstance(error, BackendError) and not isinstance(error, NotFound | Rejected) else REFUSED


def _answer(ctx: click.Context, verb: str, as_json: bool, call: Callable[[Service], Mapping[str, Any]]) -> None:
    """Print the answer of a verb. A question ends with exit code 1; an unknown outcome or a backend that is missing
    from the answer with 3."""
    from schedule_mcp.errors import ScheduleError

    try:
        answer = _asked(ctx, call)
    except ScheduleError as error:
        refuse(error, as_json=as_json)
        ctx.exit(_exit_code(error))
    if as_json:
        say_json(answer)
    else:
        from schedule_mcp.answers.text import text_of

        say(text_of(cleaned(answer), verb), err=answer.get("status") == "needs_answer")
    code = {"needs_answer": REFUSED, "unknown": FAILED}.get(str(answer.get("status")), 0)
    ctx.exit(code or (FAILED if answer.get("unreachable") else 0))


def answered(ctx: click.Context, call: Callable[[Service], Any], as_json: bool) -> Any:
    """What a call of the service gives; a refusal is told as that, and a question ends the command with exit code 1."""
    from schedule_mcp.answers.text import text_of
    from schedule_mcp.errors import ScheduleError

    try:
        found = _asked(ctx, call)
    except ScheduleError as error:
        refuse(error, as_json=as_json)
        ctx.exit(_exit_code(error))
    if isinstance(found, Mapping) and found.get("status") == "needs_answer":
        if as_json:
            say_json(found)
        else:
            say(text_of(cleaned(found), "preview"), err=True)
        ctx.exit(REFUSED)
    return found


def _asked(ctx: click.Context, call: Callable[[Service], Any]) -> Any:
    with opened(ctx) as service:
        return call(service)


@contextmanager
def opened(ctx: click.Context, change: Callable[[Config], Config] = lambda config: config) -> Iterator[Service]:
    """The service of the configuration, as `change` leaves it; closed at the end."""
    from schedule_mcp.config.load import load

    service = _service(change(load(ctx.obj or "")))
    try:
        yield service
    finally:
        service.close()


def _add_verbs(group: click.Group) -> None:
    import click

    from schedule_mcp.service import calls

    as_json = click.option("--json", "as_json", is_flag=True, help="Print the structured answer.")
    timezone = click.option("--timezone", default="", help="IANA zone for words that name none.")
    backend = click.option("--backend", default="", help="A configured backend.", shell_complete=backend_names)
    agent = click.option("--agent-id", default="", help="An agent of the backend.")
    accept = click.option("--accept", multiple=True, help="A difference that is accepted; may be repeated.")
    show = click.option("--show", default=5, help="Next runs to list.")
    as_of = click.option("--as-of", default="", help="Read from this ISO 8601 instant on.")
    plan = click.option("--plan", default="", help="The plan of a preview, or of a question that the words answer.")
    options = click.option("--options", default="", help="The backend's own fields, as a JSON object.")
    input_ = click.option("--input", default="", help="What the agent gets at each run.")

    @group.command()
    @click.argument("when", default="")
    @timezone
    @backend
    @agent
    @accept
    @show
    @as_of
    @click.option("--schedule-id", default="", help="Preview a change of this schedule.")
    @click.option("--plan", default="", help="The plan of a question that WHEN answers.")
    @click.option("--jsonl", is_flag=True, help="Objects a line from standard input, answers a line out.")
    @click.option("--trace", is_flag=True, help="Show on standard error how the words are read, step by step.")
    @as_json
    @click.pass_context
    def preview(
        ctx: click.Context, /, when: str, jsonl: bool, trace: bool, as_json: bool, accept: tuple[str, ...], **given: Any
    ) -> None:
        """Show what WHEN means and when it would run."""
        if jsonl:
            _stream(ctx, calls.Preview, lambda service: service.preview)
            return
        if trace:
            _trace(when, given["timezone"], given["as_of"])
        _answer(ctx, "preview", as_json, lambda s: s.preview(calls.Preview(when, accept=list(accept), **given)))

    @group.command()
    @click.argument("expression", default="")
    @click.option(
        "--dialect",
        default="",
        help="vixie (default), agentscope, apscheduler, robfig6, nats, quartz, aws, spring, ncrontab, kubernetes, "
        "croniter6, jenkins, githubactions or pgcron.",
    )
    @backend
    @timezone
    @show
    @as_of
    @click.option("--jsonl", is_flag=True, help="Objects a line from standard input, answers a line out.")
    @as_json
    @click.pass_context
    def explain(ctx: click.Context, /, expression: str, jsonl: bool, as_json: bool, **given: Any) -> None:
        """Explain a cron EXPRESSION."""
        if jsonl:
            _stream(ctx, calls.Explain, lambda service: service.explain)
            return
        _answer(ctx, "explain", as_json, lambda s: s.explain(calls.Explain(expression, **given)))

    @group.command()
    @click.argument("name")
    @click.argument("when")
    @timezone
    @backend
    @agent
    @input_
    @click.option("--paused", is_flag=True, help="Create it paused.")
    @options
    @accept
    @plan
    @as_json
    @click.pass_context
    def create(
        ctx: click.Context, /, name: str, when: str, paused: bool, as_json: bool, accept: tuple[str, ...], **given: Any
    ) -> None:
        """Create a schedule NAME that fires WHEN."""
        _answer(
            ctx,
            "create",
            as_json,
            lambda s: s.create(calls.Create(name, when, enabled=not paused, accept=list(accept), **given)),
        )

    @group.command()
    @click.argument("schedule_id")
    @click.option("--backend", default="", help="Move it to this backend.", shell_complete=backend_names)
    @click.option("--agent-id", default="", help="Move it to this agent.")
    @click.option("--name", default="")
    @click.option("--when", default="")
    @timezone
    @input_
    @options
    @accept
    @plan
    @as_json
    @click.pass_context
    def update(ctx: click.Context, /, schedule_id: str, as_json: bool, accept: tuple[str, ...], **given: Any) -> None:
        """Change a schedule; what is not named stays."""
        _answer(ctx, "update", as_json, lambda s: s.update(calls.Update(schedule_id, accept=list(accept), **given)))

    def simple(verb: str, text: str) -> None:
        @group.command(verb, help=text)
        @click.argument("schedule_id")
        @as_json
        @click.pass_context
        def command(ctx: click.Context, /, schedule_id: str, as_json: bool) -> None:
            _answer(ctx, verb, as_json, lambda s: getattr(s, verb)(schedule_id))

    simple("resume", "Let a paused schedule run again.")
    simple("undo", "Take the last change of a schedule back, or bring back one that was deleted.")
    simple("run", "Run a schedule once now, besides its timing.")

    @group.command()
    @click.argument("schedule_id")
    @click.option("--until", default="", help="When it resumes by itself: 'Monday', 'for two weeks'.")
    @timezone
    @as_json
    @click.pass_context
    def pause(ctx: click.Context, /, schedule_id: str, as_json: bool, **given: Any) -> None:
        """Stop further runs."""
        _answer(ctx, "pause", as_json, lambda s: s.pause(schedule_id, **given))

    @group.command()
    @click.argument("schedule_id")
    @click.argument("name")
    @as_json
    @click.pass_context
    def delete(ctx: click.Context, /, schedule_id: str, name: str, as_json: bool) -> None:
        """Delete a schedule for good; NAME must be its name."""
        _answer(ctx, "delete", as_json, lambda s: s.delete(schedule_id, name))

    @group.command()
    @click.argument("schedule_id")
    @click.option("--runs", default=0, help="Past runs to show.")
    @as_json
    @click.pass_context
    def get(ctx: click.Context, /, schedule_id: str, runs: int, as_json: bool) -> None:
        """Show one schedule."""
        _answer(ctx, "get", as_json, lambda s: s.get(schedule_id, runs))

    @group.command("list")
    @backend
    @agent
    @click.option("--status", default="")
    @click.option("--name", default="")
    @click.option("--limit", default=20)
    @click.option("--cursor", default="")
    @as_json
    @click.pass_context
    def list_(ctx: click.Context, /, as_json: bool, **given: Any) -> None:
        """List schedules."""
        _answer(ctx, "list", as_json, lambda s: s.list_schedules(calls.List(**given)))

    @group.command()
    @click.argument("when", default="")
    @timezone
    @backend
    @agent
    @click.option("--name", default="", help="A part of the name.")
    @click.option("--failed", is_flag=True, help="Only runs that failed or were not made.")
    @click.option("--limit", default=50)
    @as_json
    @click.pass_context
    def runs(ctx: click.Context, /, when: str, as_json: bool, **given: Any) -> None:
        """What runs, or ran, in a span such as 'tomorrow'; the next 24 hours if left out."""
        _answer(ctx, "runs", as_json, lambda s: s.runs(calls.Runs(when, **given)))

    @group.command()
    @backend
    @as_json
    @click.pass_context
    def backends(ctx: click.Context, /, as_json: bool, **given: Any) -> None:
        """Show the configured backends, or one."""
        _answer(ctx, "backends", as_json, lambda s: s.list_backends(**given))


def _trace(when: str, timezone: str, as_of: str) -> None:
    from schedule_mcp.language.trace import traced

    with suppress(ValueError, InputError):  # What is wrong with the zone or the instant is told by the preview.
        now = datetime.fromisoformat(as_of) if as_of else datetime.now(UTC)
        for line in traced(when, now=now, timezone=timezone or None):
            print(line, file=sys.stderr)


def _stream(ctx: click.Context, kind: type[Any], verb: Callable[[Service], Callable[[Any], Mapping[str, Any]]]) -> None:
    """Objects a line from standard input to answers a line, in order; a bad line is refused and the rest goes on."""
    from schedule_mcp.cli.jsonl import answers
    from schedule_mcp.config.load import load

    service = _service(load(ctx.obj or ""))
    try:
        for line in answers(sys.stdin.buffer, kind, verb(service)):
            sys.stdout.write(line)
            sys.stdout.flush()
    finally:
        service.close()


def _add_copying(group: click.Group, verb: str, text: str) -> None:
    import click

    @group.command(verb, help=text)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--backend", default="", help="A local backend; the only one, or the default one, if left out.")
    @click.pass_context
    def command(ctx: click.Context, /, file: Path, backend: str) -> None:
        from schedule_mcp.cli import operations
        from schedule_mcp.config.load import load
        from schedule_mcp.errors import ScheduleError

        try:
            say(operations.copied(load(ctx.obj or ""), verb, file, backend))
        except ScheduleError as error:
            refuse(error, as_json=False)
            ctx.exit(_exit_code(error))


def _installed(act: str, config_path: str) -> int:
    from schedule_mcp.cli import installing

    place = installing.here(config_path)
    if act == "status":
        runs, told = installing.status(place)
        say(told)
        return 0 if runs else REFUSED
    for line in installing.install(place) if act == "install" else installing.uninstall(place):
        say(line)
    return 0


def _add_operations(group: click.Group) -> None:
    import click

    @group.command()
    @click.option("--install", "act", flag_value="install", help="Have it start with your session, on this system.")
    @click.option("--status", "act", flag_value="status", help="Whether the installed one runs; 1 where it does not.")
    @click.option("--uninstall", "act", flag_value="uninstall", help="Stop and remove the installed one.")
    @click.option("--metrics", default="", metavar="HOST:PORT", help="Answer a monitor: /metrics and /healthz.")
    @click.pass_context
    def worker(ctx: click.Context, /, act: str | None, metrics: str) -> None:
        """Run the due schedules of the local backends until it is stopped, or have the system do so."""
        from schedule_mcp.cli.operations import work
        from schedule_mcp.cli.serving import address
        from schedule_mcp.config.load import load

        config = load(ctx.obj or "")
        if act is not None:
            ctx.exit(_installed(act, ctx.obj or ""))
        work(config, now, address("--metrics", metrics) if metrics else None)

    @group.command()
    @click.option("--prove", default="", metavar="NAME", help="Prove how the engine of this backend reads cron.")
    @click.option("--json", "as_json", is_flag=True, help="Print the structured report.")
    @click.pass_context
    def doctor(ctx: click.Context, /, prove: str, as_json: bool) -> None:
        """Check the configuration, the backends, the zone database and the workers; 3 where something fails."""
        from schedule_mcp.cli import operations
        from schedule_mcp.config.load import load
        from schedule_mcp.errors import ScheduleError

        try:
            config = load(ctx.obj or "")
            if prove:
                ctx.exit(FAILED if operations.prove(config, prove, now) else 0)
            found = operations.examined(config, now)
        except ScheduleError as error:
            refuse(error, as_json=as_json)
            ctx.exit(_exit_code(error))
        if as_json:
            say_json(found)
        else:
            say(operations.examined_text(found))
        ctx.exit(0 if found["status"] == "ok" else FAILED)

    for verb, text in (
        ("backup", "Copy the live database of a local backend into FILE."),
        ("restore", "Put the copy in FILE in the place of the database of a local backend; what was there is kept."),
    ):
        _add_copying(group, verb, text)

    @group.command()
    @click.pass_context
    def demo(ctx: click.Context) -> None:
        """The main job end to end, in a temporary directory."""
        from schedule_mcp.cli.demo import run_demo

        ctx.exit(run_demo())
