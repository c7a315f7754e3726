"""`schedule-mcp calendar`: the coming weeks in the terminal, or as a page of HTML."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.cli.printing import say, say_json
from schedule_mcp.errors import InvalidArgument
from schedule_mcp.outside.text import one_line

if TYPE_CHECKING:
    import click
    from rich.console import RenderableType
    from rich.text import Text

    from schedule_mcp.answers.calendar.model import Day, Entry, View
    from schedule_mcp.schedule.zones import Zone

_FAILED = 3
COLOURS = ("blue", "red", "green", "magenta", "yellow", "cyan", "bright_magenta", "white")
GRID_FROM = 100
"""Columns of a terminal that hold a week side by side; a narrower one gets a line for each run."""


def add_calendar(group: click.Group) -> None:
    """The command."""
    import click

    from schedule_mcp.cli.setting_up import backend_names

    @group.command()
    @click.option("--from", "first", default="", metavar="DATE", help="The first day; this week's Monday if left out.")
    @click.option("--weeks", default=5, help="How many weeks.")
    @click.option("--months", default=0, help="Whole months instead of weeks.")
    @click.option("--when", default="", help="Draw what these words mean instead of what is stored.")
    @click.option("--timezone", default="", help="The zone of the days; the configured one if left out.")
    @click.option("--backend", default="", help="A configured backend.", shell_complete=backend_names)
    @click.option("--agent-id", default="", help="An agent of the backend.")
    @click.option("--name", default="", help="Only schedules whose name contains this.")
    @click.option("--html", type=click.Path(path_type=Path), help="Write a page of HTML to this file; - prints it.")
    @click.option("--json", "as_json", is_flag=True, help="Print the days as JSON.")
    @click.pass_context
    def calendar(ctx: click.Context, /, html: Path | None, as_json: bool, **given: Any) -> None:
        """Draw the coming weeks with every run: in the terminal, or as one page of HTML."""
        from schedule_mcp.answers.calendar.model import view_json
        from schedule_mcp.cli.commands import answered

        view = answered(ctx, lambda service: _view(service, given), as_json)
        if as_json:
            say_json(view_json(view))
        elif html is None:
            draw(view)
        else:
            _write(html, view)
        ctx.exit(_FAILED if view.unreachable else 0)


def _view(service: Any, given: dict[str, Any]) -> Any:
    from schedule_mcp.service.calls import Draw

    return service.calendar(Draw(**given))


def _write(file: Path, view: View) -> None:
    from schedule_mcp.answers.calendar.page import page

    if str(file) == "-":
        say(page(view))
        return
    try:
        file.write_text(page(view), encoding="utf-8")
    except OSError as error:
        raise InvalidArgument(
            f"{one_line(str(file))} cannot be written: {error.strerror}", "Name another file after --html."
        ) from None
    say(f"The calendar is in {one_line(str(file))}.")


def draw(view: View, width: int | None = None) -> None:
    """Print the days: weeks side by side where the terminal is wide enough, else a list."""
    from rich.console import Console

    from schedule_mcp.answers.calendar.marks import span, totals
    from schedule_mcp.schedule.zones import zone

    console = Console(width=width or _width(), highlight=False, markup=False, emoji=False)
    place = zone(view.zone)
    console.print(f"{span(view)}, times of {view.zone}: {'; '.join(totals(view)) or 'no runs'}")
    for note in view.notes:
        console.print(f"Warning: {one_line(note, 2_000)}", style="yellow")
    for part in _legend(view):
        console.print(part)
    console.print(_grid(view, place) if console.width >= GRID_FROM else _listed(view, place))


def _width() -> int | None:
    """A pipe is as wide as COLUMNS says, else wide enough for the grid."""
    return None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 140


def _legend(view: View) -> list[Text]:
    from rich.text import Text

    lines = []
    for number, each in enumerate(view.schedules):
        state = "" if each.status == "active" else f" ({one_line(each.status)})"
        told = f"not drawn: {each.unreadable}" if each.unreadable else each.when
        lines.append(Text.assemble(("■ ", _colour(number)), (one_line(each.name), "bold"), f"{state}: {told}"))
    return lines


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _grid(view: View, place: Zone) -> RenderableType:
    from rich.table import Table

    from schedule_mcp.answers.calendar.marks import DAYS, one_grid

    table = Table(expand=True, show_lines=True, padding=(0, 0))
    for name in DAYS:
        table.add_column(name, ratio=1, overflow="fold")
    for week in one_grid(view):
        table.add_row(*("" if day is None else _cell(day, view, place) for day in week))
    return table


def _cell(day: Day, view: View, place: Zone) -> Text:
    from rich.text import Text

    from schedule_mcp.schedule.fire_times import wall_time

    is_first = day.date.day == 1 or day is view.days[0]
    is_today = day.date == wall_time(view.now, place).date()
    title = (
        f"{day.date:%-d %b}"
        if is_first and os.name != "nt"
        else f"{day.date.day}/{day.date.month}"
        if is_first
        else str(day.date.day)
    )
    return Text("\n").join(
        [Text(f"[{title}]" if is_today else title, "bold reverse" if is_today else "bold"), *_lines(day, view, place)]
    )


def _lines(day: Day, view: View, place: Zone) -> list[Text]:
    from rich.text import Text

    lines = [Text(f"! {each}", "yellow") for each in day.changes]
    lines += [_entry(entry, view, place) for entry in day.entries]
    lines += [Text(f"! {each}", "yellow") for each in day.moved]
    lines += [Text(f"({one_line(view.schedules[n].name)} left out)", "dim strike") for n in day.left_out]
    return lines


def _entry(entry: Entry, view: View, place: Zone) -> Text:
    from rich.text import Text

    from schedule_mcp.answers.calendar.marks import clock_of, sign_of

    bad = entry.outcome in ("failed", "missed")
    sign = f"{sign_of(entry.outcome)} " if entry.outcome else ""
    told = [(sign, "bold red" if bad else "bold green"), (clock_of(entry, place), "bold")]
    line = Text.assemble(*told, " ", (one_line(view.schedules[entry.number].name), _colour(entry.number)))
    if entry.with_others:
        line.append(f" ({len(entry.with_others) + 1} at once)", "bold yellow")
    return line


def _listed(view: View, place: Zone) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    from schedule_mcp.answers.calendar.marks import DAYS

    lines = []
    for day in view.days:
        held = _lines(day, view, place)
        if held:
            lines.append(Text(f"{DAYS[day.date.weekday()]} {day.date.isoformat()}", "bold"))
            lines.extend(Text("  ").append(each) for each in held)
    return Group(*lines)
