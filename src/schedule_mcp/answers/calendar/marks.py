"""The few words and signs that the page and the terminal share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from schedule_mcp.answers.calendar.model import COMES, Day, Entry, View
from schedule_mcp.schedule.english import MONTHS
from schedule_mcp.schedule.fire_times import wall_time
from schedule_mcp.schedule.zones import Zone

SIGNS: Mapping[str, str] = {
    COMES: "",
    "done": "✓",
    "failed": "✗",
    "missed": "∅",
    "skipped": "»",
    "cancelled": "–",
    "running": "▶",
    "retry": "↻",
    "waiting": "…",
}
"""Outcome of a run to the sign before its name; one that only a backend knows gets "•"."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def sign_of(outcome: str) -> str:
    return SIGNS.get(outcome, "•")


def clock_of(entry: Entry, place: Zone) -> str:
    """The time of an entry, or what its many runs are: "00:00–23:55 ×288"."""
    shown = [wall_time(run, place) for run in (entry.runs[0], entry.runs[-1])]
    with_seconds = any(each.second for each in shown)
    first, last = (each.strftime("%H:%M:%S" if with_seconds else "%H:%M") for each in shown)
    if len(entry.runs) == 1:
        return first
    return f"{first}–… ×{len(entry.runs)}+" if entry.more else f"{first}–{last} ×{len(entry.runs)}"


def weeks_of(view: View) -> list[tuple[str, list[list[Day | None]]]]:
    """The days by month, each month as weeks from Monday; None outside of the month or the view."""
    found: list[tuple[str, list[list[Day | None]]]] = []
    for day in view.days:
        title = f"{MONTHS[day.date.month - 1]} {day.date.year}"
        if not found or found[-1][0] != title:
            found.append((title, []))
        weeks = found[-1][1]
        if not weeks or day.date.weekday() == 0:
            weeks.append([None] * 7)
        weeks[-1][day.date.weekday()] = day
    return found


def one_grid(view: View) -> list[list[Day | None]]:
    """All days as weeks from Monday, months running on."""
    grid: list[list[Day | None]] = []
    for day in view.days:
        if not grid or day.date.weekday() == 0:
            grid.append([None] * 7)
        grid[-1][day.date.weekday()] = day
    return grid


def totals(view: View) -> Sequence[str]:
    """How much is drawn, a few words each."""
    entries = [entry for day in view.days for entry in day.entries]
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.outcome] = counts.get(entry.outcome, 0) + len(entry.runs)
    told = [f"{number:,} {outcome or 'to come'}" for outcome, number in counts.items()]
    at_once = len({run for entry in entries if entry.with_others for run in _shared(entry, entries)})
    return [*told, *([f"{at_once:,} instants with several runs"] if at_once else [])]


def _shared(entry: Entry, entries: Sequence[Entry]) -> set[datetime]:
    others = {run for each in entries if each.number in entry.with_others for run in each.runs}
    return set(entry.runs) & others


def span(view: View) -> str:
    """The dates that are drawn."""
    first, last = view.days[0].date, view.days[-1].date
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}" if last - first > timedelta(0) else f"{first:%Y-%m-%d}"
