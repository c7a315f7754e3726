"""Structured answers as text: the same facts, for clients that hand on the text alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_HEADLINES = {
    "created": "CREATED",
    "exists": "EXISTS ALREADY, nothing was created",
    "updated": "UPDATED",
    "unchanged": "UNCHANGED",
    "unknown": "UNKNOWN: do not repeat the call",
}


def text_of(answer: Mapping[str, Any], verb: str) -> str:
    """The answer of a verb ("preview", "create", …) as a few lines."""
    if answer.get("status") == "needs_answer":
        return _question(answer["question"], verb)
    lines = [line for line in (_headline(answer, verb),) if line]
    lines.extend(_runs("Next runs", answer.get("next_runs", ())))
    for key, title in (
        ("points", "Points"),
        ("assumptions", "Assumed"),
        ("warnings", "Warning"),
        ("differences", "Accepted difference"),
    ):
        lines.extend(f"{title}: {_plain(item)}" for item in answer.get(key, ()))
    lines.extend(_rest(answer))
    return "\n".join(lines)


def _headline(answer: Mapping[str, Any], verb: str) -> str:
    status = str(answer.get("status", ""))
    schedule = answer.get("schedule")
    what = str(answer.get("understood", ""))
    if isinstance(schedule, Mapping):
        what = f"{schedule.get('name')} ({schedule.get('id')}), {schedule.get('status')}"
        when = answer.get("understood") or schedule.get("when")
        what += f": {when}" if when else ""
    if status in _HEADLINES:
        return f"{_HEADLINES[status]}: {what}"
    if verb == "preview":
        return f"NOT CREATED, only previewed: {what}"
    return what


def _question(question: Mapping[str, Any], verb: str) -> str:
    state = {"create": "NOT CREATED", "update": "NOT CHANGED"}.get(verb, "NOT CREATED")
    lines = [f"{state}: an answer is needed. {question['ask']}"]
    for option in question.get("options", ()):
        first = option.get("first_run", {}).get("local", "")
        shown = json.dumps(option["arguments"], ensure_ascii=False)
        lines.append(f"- {shown}" + (f" first runs {first}" if first else ""))
    lines.append("Ask the person, then send the call again with these arguments merged over its own.")
    return "\n".join(lines)


def _runs(title: str, runs: Any) -> Iterator[str]:
    if runs:
        yield f"{title}:"
        yield from (f"- {run['local']} ({run['utc']})" for run in runs)


def _plain(item: Any) -> str:
    return item if isinstance(item, str) else "; ".join(f"{key} {value}" for key, value in item.items())


_SHOWN = frozenset({"status", "understood", "next_runs", "points", "assumptions", "warnings", "differences"})


def _rest(answer: Mapping[str, Any]) -> Iterator[str]:
    for key, value in answer.items():
        if key in _SHOWN:
            continue
        if isinstance(value, str):
            yield f"{key}: {value}"
        elif isinstance(value, list):
            yield f"{key}:"
            yield from (f"- {json.dumps(each, ensure_ascii=False)}" for each in value)
        else:
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"
