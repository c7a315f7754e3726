"""The calendar as one HTML page: no script, nothing from the network, legible in the dark and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from schedule_mcp.answers.calendar.marks import DAYS, clock_of, sign_of, span, totals, weeks_of
from schedule_mcp.answers.calendar.model import COMES, Day, Entry, View
from schedule_mcp.outside.text import one_line
from schedule_mcp.schedule.fire_times import wall_time
from schedule_mcp.schedule.zones import Zone, zone, zone_data_version

COLOURS = 8
"""Hues in turn; the name always stands beside its colour."""

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
"""


def page(view: View) -> str:
    """The whole page."""
    place = zone(view.zone)
    style = files("schedule_mcp.answers.calendar").joinpath("page.css").read_text(encoding="utf-8")
    title = f"Schedules, {span(view)}"
    body = [
        f"<h1>{title}</h1>",
        f'<p class="about">Times of {_text(view.zone)} (zone data {zone_data_version()}), as of '
        f"{wall_time(view.now, place):%Y-%m-%d %H:%M}. {_text('; '.join(totals(view)) or 'No runs')}. "
        "What is past is what the backends remember.</p>",
        *(f'<p class="note">{_text(note)}</p>' for note in view.notes),
        *_legend(view),
    ]
    for month, weeks in weeks_of(view):
        body.append(f"<h2>{month}</h2>")
        body.append('<div class="month" role="table">')
        body.append('<div class="week head" role="row">')
        body.extend(f'<div role="columnheader">{name}</div>' for name in DAYS)
        body.append("</div>")
        for week in weeks:
            body.append('<div class="week" role="row">')
            body.extend(_cell(day, view, place) for day in week)
            body.append("</div>")
        body.append("</div>")
    body.append(_KEY)
    return (
        f"{_HEAD}<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


_KEY = (
    '<p class="key">✓ done · ✗ failed · ∅ missed · » skipped · – cancelled · ▶ running · ↻ tried again · … waiting · '
    '<span class="with">2 at once</span> runs of two schedules at one instant · <s>name</s> left out on this day</p>'
)


def _text(text: str) -> str:
    return escape(one_line(text, 2_000))


def _legend(view: View) -> Iterator[str]:
    yield '<ul class="legend">'
    for number, each in enumerate(view.schedules):
        state = "" if each.status == "active" else f' <span class="state">{_text(each.status)}</span>'
        told = f"not drawn: {each.unreadable}" if each.unreadable else each.when
        yield f'<li class="c{number % COLOURS}"><b>{_text(each.name)}</b>{state} <span>{_text(told)}</span></li>'
    yield "</ul>"


def _cell(day: Day | None, view: View, place: Zone) -> str:
    if day is None:
        return '<div class="day outside" role="cell"></div>'
    today = wall_time(view.now, place).date()
    kinds = ["day"]
    if day.date == today:
        kinds.append("today")
    if day.date < today:
        kinds.append("past")
    if day.date.weekday() > 4:
        kinds.append("weekend")
    if day == Day(day.date):
        kinds.append("empty")
    date = f'<time datetime="{day.date.isoformat()}"><i>{DAYS[day.date.weekday()]} </i>{day.date.day}</time>'
    parts = [
        date,
        *(f'<p class="change">{_text(each)}</p>' for each in day.changes),
        *(_entry(entry, view, place) for entry in day.entries),
        *(f'<p class="moved">{_text(each)}</p>' for each in day.moved),
        *(f'<p class="out"><s>{_text(view.schedules[number].name)}</s> left out</p>' for number in day.left_out),
    ]
    return f'<div class="{" ".join(kinds)}" role="cell">{"".join(parts)}</div>'


def _entry(entry: Entry, view: View, place: Zone) -> str:
    name = _text(view.schedules[entry.number].name)
    known = entry.outcome if sign_of(entry.outcome) != "•" else "other"
    kinds = f"run c{entry.number % COLOURS} {known if entry.outcome != COMES else 'comes'}"
    with_others = ""
    if entry.with_others:
        others = ", ".join(_text(view.schedules[number].name) for number in entry.with_others)
        with_others = (
            f' <span class="with" title="at one instant with {others}">{len(entry.with_others) + 1} at once</span>'
        )
    sign = f'<span class="sign">{sign_of(entry.outcome)}</span> ' if entry.outcome != COMES else ""
    told = f"{sign}<b>{clock_of(entry, place)}</b> {name}{with_others}"
    title = (
        f' title="{_text(entry.outcome)}{": " + _text(entry.detail) if entry.detail else ""}"' if entry.outcome else ""
    )
    if len(entry.runs) == 1:
        return f'<p class="{kinds}"{title}>{told}</p>'
    seconds = any(run.second for run in entry.runs)
    times = " ".join(f"{wall_time(run, place):{'%H:%M:%S' if seconds else '%H:%M'}}" for run in entry.runs)
    return f'<details class="{kinds}"{title}><summary>{told}</summary>{times}{" …" if entry.more else ""}</details>'
