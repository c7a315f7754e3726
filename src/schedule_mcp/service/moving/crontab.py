"""A crontab as `crontab -l` prints it: what each line asks for, or why it is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schedule_mcp.errors import InvalidExpression, ScheduleError
from schedule_mcp.outside.text import one_line, quoted
from schedule_mcp.service.arguments import checked_zone
from schedule_mcp.service.moving.entry import Entry

NAME_AT_MOST = 60

_SETTING = re.compile(r"""\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*?)\s*$""")
_FIELDS = re.compile(r"\s*(?P<when>@\S+|\S+(?:\s+\S+){4})\s+(?P<rest>\S.*?)\s*$")
_WITH_USER = re.compile(r"(?P<user>\S+)\s+(?P<rest>\S.*)$")


def entries(lines: Iterable[str], timezone: str, *, with_user: bool = False) -> Iterator[Entry]:
    """What each line asks for. Comments and blank lines are passed over without a word, settings with one.

    Args:
        timezone: The zone of the machine's cron; `CRON_TZ` sets another for the lines after it.
        with_user: The sixth field is a user, as in /etc/crontab.
    """
    zone = timezone
    names: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        place = f"line {number}"
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if setting := _SETTING.fullmatch(line.rstrip("\r\n")):
            name, value = setting["name"], setting["value"].strip("'\"")
            if name == "CRON_TZ":
                try:
                    zone = checked_zone(value)
                    yield Entry(place, passed_over=f"from here on times are in {zone}")
                except ScheduleError as error:
                    # The lines after it would be read in a zone that they are not in.
                    zone = ""
                    yield Entry(place, refusal=error)
            else:
                yield Entry(place, passed_over=_about_setting(name, zone))
            continue
        yield _entry(place, line, zone, with_user, names)


def _about_setting(name: str, zone: str) -> str:
    if name == "TZ":
        return f"TZ is a variable of the commands; times stay in {zone or 'no known zone'}"
    return f"the variable {one_line(name)} is for the commands: set it in the environment of what the agent runs"


def _entry(place: str, line: str, zone: str, with_user: bool, names: dict[str, int]) -> Entry:
    found = _FIELDS.fullmatch(line.rstrip("\r\n"))
    user = None if found is None or not with_user else _WITH_USER.fullmatch(found["rest"])
    if found is None or (with_user and user is None):
        needed = (
            "five fields or an @word, a user and a command" if with_user else "five fields or an @word and a command"
        )
        return Entry(
            place, refusal=InvalidExpression(f"{quoted(line.strip())} is no line of a crontab", f"A line has {needed}.")
        )
    if not zone:
        error = InvalidExpression("the zone of this line is not known", "Give it with --timezone, or mend CRON_TZ.")
        return Entry(place, refusal=error)
    command, given = _without_percent(found["rest"] if user is None else user["rest"])
    name = one_line(command, NAME_AT_MOST)
    names[name] = names.get(name, 0) + 1
    if names[name] > 1:
        name = f"{one_line(command, NAME_AT_MOST - 5)} ({names[name]})"
    notes = [f"it ran as {one_line(user['user'])}"] if user is not None else []
    if given is not None:
        notes.append("what stood after % follows the command on lines of its own")
    when = found["when"].lstrip("-") if found["when"].startswith("-") else found["when"]
    text = command if given is None else f"{command}\n{given}"
    return Entry(place, name, " ".join(when.split()), zone, input=text, notes=tuple(notes))


def _without_percent(command: str) -> tuple[str, str | None]:
    r"""A command and what cron gives to its standard input: that stands after the first % without a backslash.

    >>> _without_percent(r"date +\%F"), _without_percent("mail -s hi%first%second")
    (('date +%F', None), ('mail -s hi', 'first\nsecond'))
    """
    first, *rest = re.split(r"(?<!\\)%", command)
    plain = first.replace("\\%", "%").rstrip()
    return plain, "\n".join(rest).replace("\\%", "%") if rest else None
