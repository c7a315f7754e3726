"""Structured answers as text: the same facts in few lines, for clients that hand on the text alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from schedule_mcp.outside.text import in_quotes

Answer = Mapping[str, Any]


_HEADLINES = {
    "created": "CREATED",
    "exists": "EXISTS ALREADY, nothing was created",
    "updated": "UPDATED",
    "started": "RUNS NOW",
    "moved": "MOVED",
    "undone": "UNDONE",
    "unchanged": "UNCHANGED, nothing was sent",
    "unknown": "UNKNOWN: do not repeat the call",
}
_EQUAL = "equal"


def text_of(answer: Answer, verb: str) -> str:
    """The answer of a verb ("preview", "create", …) as a few lines."""
    if answer.get("status") == "needs_answer":
        about = verb if verb == "create" or (verb == "preview" and "current" not in answer) else "update"
        return "\n".join(_question(answer["question"], about, answer.get("person", "")))
    return "\n".join(_WRITERS.get(verb, _change)(answer, verb))


# -- preview, create, update, pause, resume, delete ------------------------------------------------------------


def _change(answer: Answer, verb: str) -> Iterator[str]:
    yield _headline(answer, verb)
    yield from _warnings(answer)
    if "run" in answer:
        yield f"The run{' ' + answer['run']['id'] if 'id' in answer['run'] else ''}: {_past(answer['run'])}"
    yield from _was(answer)
    yield from _runs(answer)
    yield from _listed("Assumed", answer.get("assumptions"))
    yield from _listed("Accepted difference", answer.get("differences"))
    if "current" in answer:
        keeps = "" if answer.get("changes_timing") else " This is the same timing."
        yield f"Now: {_row(answer['current'])}.{keeps}"
    yield from _sends(answer, verb)
    if "verified" in answer:
        yield _verified(answer["verified"])
    yield from _fires(answer)
    if "undo_schedule" in answer:
        yield f"Undo: undo_schedule {_json(answer['undo_schedule'])}"
    elif "undo" in answer:
        yield f"Undo: update_schedule {_json(answer['undo'])}"
    if verb == "preview":
        yield f"Plan: {answer['plan']} ({answer['next_step']} with it sends exactly this; it holds for an hour)"


def _sends(answer: Answer, verb: str) -> Iterator[str]:
    """What is sent, where it says more than the sentence."""
    sends = answer.get("sends", ())
    if not sends or all(each == {"schedule": answer["understood"]} for each in sends):
        return
    sent = "Would send" if verb == "preview" else "Sent" if "verified" in answer else "Its timing"
    yield f"{sent} ({answer['backend']}, {answer['kind']}): {' and '.join(map(_json, sends))}"


def _headline(answer: Answer, verb: str) -> str:
    what, schedule = str(answer.get("understood", "")), answer.get("schedule")
    if isinstance(schedule, Mapping):
        what = _row(
            {**schedule, "when": answer.get("understood") or schedule.get("when")}, with_next="sends" not in answer
        )
    if verb == "preview":
        state = "NOT CHANGED" if "current" in answer else "NOT CREATED"
        return f"{state}, only previewed: {what}"
    if verb == "delete":
        return f"DELETED: {what}"
    return f"{_HEADLINES[str(answer['status'])]}: {what}"


def _was(answer: Answer) -> Iterator[str]:
    """What a change has replaced, and what it left as it was."""
    if "was" in answer:
        runs = ", ".join(run["local"] for run in answer["was"].get("next_runs", ()))
        yield f"Was: {answer['was']['when']}" + (f"; would have run {runs}" if runs else "")
        yield f"{'Would be' if 'current' in answer else 'Is now'}: {answer['understood']}"
    if answer.get("stays"):
        yield f"Stays: {'; '.join(answer['stays'])}."


def _verified(found: Answer) -> str:
    run = str(found["next_run"])
    if found["expression"] and found["enabled"] and run == _EQUAL:
        return "Read back and compared: as said."
    timing = "the timing is as sent" if found["expression"] else "the timing is NOT as sent"
    state = "the state is as asked" if found["enabled"] else "the state is NOT as asked"
    return f"Read back from the backend: {timing}, {state}; next run: {run}."


# -- questions -------------------------------------------------------------------------------------------------


def _question(question: Answer, verb: str, person: str) -> Iterator[str]:
    state = "NOT CHANGED" if verb == "update" else "NOT CREATED"
    if person:
        yield f"{state}: the person {person} the question, and nothing was done. It was: {question['ask']}"
    else:
        yield f"{state}: an answer is needed. {question['ask']}"
    options = question.get("options", ())
    for option in options:
        first = option.get("first_run", {}).get("local", "")
        refused = f" (this backend cannot hold it: {option['refused_here']})" if "refused_here" in option else ""
        yield f"- {_json(option['arguments'])}" + (f" first runs {first}" if first else "") + refused
    field = "until" if any("until" in option["arguments"] for option in options) else "when"
    own = f"their own words in `{field}` (and their zone in `timezone`)"
    if "plan" in question:
        own = (
            f'the person\'s own words as `when` beside `plan`: {_json(question["plan"])} ("9pm", "the second", "both")'
        )
    if "not_understood" in question:
        yield f"{in_quotes(question['not_understood'])} chooses none of them."
    if options:
        yield f"Ask the person, then send the call again with one of these merged over its arguments, or with {own}."
    else:
        yield f"Ask the person, then send the call again with {own}."


# -- looking ---------------------------------------------------------------------------------------------------


def _get(answer: Answer, _: str) -> Iterator[str]:
    schedule = answer["schedule"]
    yield _row(schedule, with_next=False)
    yield from _warnings(answer)
    yield from _runs(answer)
    yield f"Input: {in_quotes(schedule['input'])}" if schedule["input"] else "Input: none"
    if schedule["options"]:
        yield f"Options: {_json(schedule['options'])}"
    if any(each != {"schedule": schedule["when"]} for each in schedule["stored"]):
        yield f"Stored: {' and '.join(map(_json, schedule['stored']))}"
    yield from _fires(answer)
    if "runs" in answer:
        yield "Past runs:" if answer["runs"] else "Past runs: none known."
        yield from (f"- {_past(run)}" for run in answer["runs"])
    if "inbox" in answer:
        shown, total = len(answer["inbox"]), answer["inbox_total"]
        more = f", the latest {shown} of them here" if shown < total else ""
        yield f"In the inbox: {total}, {answer['inbox_unread']} unread{more}:"
        yield from (f"- {_delivery(each)}" for each in answer["inbox"])


def _list(answer: Answer, _: str) -> Iterator[str]:
    rows, total = answer["schedules"], answer["total"]
    yield from _warnings(answer)
    some = f"{total} schedule{'' if total == 1 else 's'}"
    if total and len(rows) < total:
        some += f", {len(rows)} of them here"
    yield f"{some}:" if rows else "No schedules here." if total else "No schedules."
    yield from (f"- {_row(row)}" for row in rows)
    if "next_cursor" in answer:
        yield f"The next page: cursor {answer['next_cursor']}"


def _agenda(answer: Answer, _: str) -> Iterator[str]:
    spans = " and ".join(f"{each['begin']['local']} to {each['end']['local']}" for each in answer["window"])
    failed = f", {answer['failed']} of them FAILED or not made" if answer["failed"] else ""
    total = answer["total"]
    some = f"{total or 'No'} run{'' if total == 1 else 's'}"
    yield f"{some} from {spans} ({answer['timezone']}){failed}{':' if total else '.'}"
    yield from _warnings(answer)
    for run in answer["runs"]:
        state = "" if run["status"] == "due" else f", {run['status']}"
        if "count" in run:
            several = f"{run['count']} runs of {run['name']}{state} ({run['when']})"
            yield f"- {run['due']['local']} to {run['last']['local']}: {several}"
        else:
            detail = f": {in_quotes(run['detail'])}" if "detail" in run else ""
            yield f"- {run['due']['local']} {run['name']}{state}{detail}"
    if "more" in answer:
        yield f"{answer['more']} more are not shown: name a shorter span."
    for each in answer.get("collisions", ()):
        yield f"At once, {each['at']['local']}: {', '.join(each['names'])}"


def _explain(answer: Answer, _: str) -> Iterator[str]:
    yield str(answer["understood"])
    yield from _runs(answer)
    yield from (f"- {point}" for point in answer["points"])
    spelled = (f"{engine} {' and '.join(texts)}" for engine, texts in answer["spellings"].items())
    if answer["spellings"]:
        yield f"The same elsewhere: {'; '.join(spelled)}"


def _backends(answer: Answer, _: str) -> Iterator[str]:
    writes = "This server only reads. " if answer["read_only"] else ""
    if "configuration" in answer:
        yield _plain(answer["configuration"])
    yield from _warnings(answer)
    yield f"{writes}Zone for words that name none: {answer['timezone']}. Zone data {answer['zone_data']}."
    for row in answer["backends"]:
        default = " (default)" if row["default"] else ""
        yield f"- {row['name']}{default}: {row['title']}, agent {row['agent_id'] or 'none'}"
        yield from (f"  {line}" for line in _capabilities(row))


def _capabilities(row: Answer) -> Iterator[str]:
    shown = {"name", "default", "title", "agent_id", "options", "notes", "fires"}
    yield "; ".join(f"{key} {_plain(value)}" for key, value in row.items() if key not in shown)
    yield from (f"option {name}: {what}" for name, what in row.get("options", {}).items())
    yield from map(_plain, row.get("notes", ()))
    yield from _fires(row)


_WRITERS: Mapping[str, Callable[[Answer, str], Iterable[str]]] = {
    "get": _get,
    "list": _list,
    "runs": _agenda,
    "explain": _explain,
    "backends": _backends,
}


# -- parts -----------------------------------------------------------------------------------------------------


def _row(row: Answer, *, with_next: bool = True) -> str:
    said = f"{row['name']} ({row['id']}), {row['status']}"
    if row.get("when"):
        said += f": {row['when']}"
    if row.get("parts"):
        said += f"; held as {row['parts']} objects"
    if with_next and "next_run" in row:
        said += f"; next {row['next_run']['local']}"
    if "resumes" in row:
        said += f"; resumes by itself {row['resumes']['local']}"
    if "reason" in row:
        said += f"; paused because of {in_quotes(row['reason'])}"
    if row.get("last_run", "done") != "done":
        said += f"; its latest run: {row['last_run']}"
    return said


def _runs(answer: Answer) -> Iterator[str]:
    runs = answer.get("next_runs")
    if runs:
        row = answer.get("schedule", answer.get("current", {}))
        resumed = "It is paused until then, and runs:" if "resumes" in row else "It is paused. Once resumed it runs:"
        yield resumed if row.get("status") == "paused" else "Next runs:"
        yield from (f"- {run['local']}" for run in runs)


def _warnings(answer: Answer) -> Iterator[str]:
    yield from _listed("Warning", answer.get("warnings"))


def _listed(title: str, items: Iterable[Any] | None) -> Iterator[str]:
    yield from (f"{title}: {_plain(item)}" for item in items or ())


def _fires(answer: Answer) -> Iterator[str]:
    if "each_run" in answer:
        yield f"Each run {_plain(answer['each_run'])}."
    if "fires" in answer:
        yield f"Who fires: {_plain(answer['fires'])}."


def _past(run: Answer) -> str:
    times = (f"{key} {run[key]['local']}" for key in ("due", "started", "finished") if key in run)
    detail = f": {in_quotes(run['detail'])}" if "detail" in run else ""
    return f"{run['status']}, {', '.join(times)}{detail}"


def _delivery(each: Answer) -> str:
    state = "read" if each["read"] else "NEW"
    missed = f", stands for {each['missed_before']} missed before it" if "missed_before" in each else ""
    return f"{state}, due {each['due']['local']}{missed}, id {each['id']}: {in_quotes(each['input'])}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_plain(held)}" for key, held in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    # A line break in a text from outside would let it pose as a line of ours.
    return " ".join(str(value).splitlines())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
