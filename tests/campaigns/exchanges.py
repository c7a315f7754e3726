"""Every verb on every kind of backend, with a fault at every HTTP exchange: what was told against what is.

    python -m tests.campaigns.exchanges                        a minute, as in CI
    python -m tests.campaigns.exchanges --exchanges 1000000    the long form
    python -m tests.campaigns.exchanges --case "orq create-group 5 'drop after'"

A run without faults shows what "wholly done" looks like. A run with faults is then compared with it: told done,
failed or unknown; is: nothing done, wholly done, or something else, whose every record must have been named. After
each run the same call is sent again, at once and after the settle window, as an agent does; then it must be wholly
done, once.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import shlex
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from schedule_mcp.errors import OutcomeUnknown, ScheduleError, VerificationFailed
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from tests.backends.kinds import CLASSES, SETTINGS, STUBS
from tests.backends.stubs import Stub
from tests.campaigns.exchange_server import READ_FAULTS, WRITE_FAULTS, Server
from tests.clock import Clock

DEADLINE_S = 2.0
SETTLES = timedelta(minutes=2)
VOLATILE = frozenset(
    {"id", "_id", "generation", "updated", "created", "created_at", "started_at", "trigger_count", "cron_id"}
    | {"createdAtMs", "updatedAtMs", "declarationKey", "anchorMs"}
)

KINDS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "sequentum": ({"extras": True}, {"put_wipes": False, "extras": True}, {"extras": True, "tags": True}),
    "agentscope": ({},),
    "uranus": (
        {"envelope": True, "extras": True},
        {"quiet": True, "numbers": True, "extras": True},
        {"extras": True, "tags": True},
    ),
    "orq": ({"narrow": True}, {"narrow": True, "payload_merges": True}, {"narrow": True, "tags": True}),
    "openclaw": ({"page": 2},),
    "hermes": ({},),
    "langgraph": ({"merges": True}, {"merges": False}),
    "agno": ({"size": 2},),
    "http": ({"page": 2},),
}
PATHS = {"http": "/v2"}
INPUT = {"sequentum": '{"a": 1}', "uranus": ""}
OPTIONS: Mapping[str, dict[str, Any]] = {
    "sequentum": {"parallelism": 2},
    "agentscope": {"stateful": True, "permission_mode": "explore"},
    "uranus": {"callback_type": "workflow", "callback_id": "other"},
    "orq": {"variables": {"x": 1}},
    "openclaw": {"wakeMode": "next-heartbeat"},
    **{kind: {} for kind in ("hermes", "langgraph", "agno", "http")},
}
NEW_OPTIONS: Mapping[str, dict[str, Any]] = {
    "sequentum": {"parallelism": 5},
    "agentscope": {"permission_mode": "accept_edits"},
    "uranus": {"callback_type": "workflow", "callback_id": "third"},
    "orq": {"variables": {"x": 2}},
    "openclaw": {"wakeMode": "now"},
}
SINGLE, OTHER, SOON = "every day at 09:00", "every day at 10:00", "in 3 hours"
GROUP = "every Monday at 09:00 and every Tuesday at 10:00"
OTHER_GROUP = "every Monday at 09:00 and every Tuesday at 11:00 and every Friday at 12:00"


class Kill(BaseException):
    """The process dies here."""


@dataclass
class World:
    """A backend behind a socket, and one host with a data directory; `start` is a new process of it."""

    kind: str
    temper: Mapping[str, Any]
    clock: Clock = field(default_factory=Clock)
    folder: Path = field(default_factory=lambda: _folder())
    kill: tuple[int, str] = (0, "")

    def __post_init__(self) -> None:
        own = {key: value for key, value in self.temper.items() if key != "tags"}
        self.stub: Stub = STUBS[self.kind](self.clock, **own)
        self.server = Server(self.stub, tags=bool(self.temper.get("tags")))
        self.service = self.start(self.folder)

    def start(self, folder: Path) -> Service:
        settings = {
            **SETTINGS[self.kind],
            "base_url": self.server.url + PATHS.get(self.kind, ""),
            "timeout_s": DEADLINE_S,
        }
        if self.kind == "orq":
            settings["contract"] = "narrow"
        backend = CLASSES[self.kind].from_config("work", settings, now=self.clock)
        backend.client.sleep = _at_once
        backend.wait = lambda _seconds: None
        self._arm(backend.client)
        return Service(
            {"work": backend},
            default_backend="work",
            timezone="UTC",
            policy=Policy(),
            journal=Journal(folder / "journal.db", self.clock),
            now=self.clock,
        )

    def _arm(self, client: Any) -> None:
        """The process may die before or after each of its writes."""
        inner, seen = client.request, [0]

        def request(method: str, *given: Any, **more: Any) -> Any:
            is_write = method != "GET" and not more.get("reads")
            seen[0] += is_write
            dies = self.kill[1] if is_write and seen[0] == self.kill[0] else ""
            if dies == "before":
                raise Kill
            answer = inner(method, *given, **more)
            if dies == "after":
                raise Kill
            return answer

        client.request = request

    def restart(self) -> None:
        self.service.journal.close()
        self.kill = (0, "")
        self.service = self.start(self.folder)

    def close(self) -> None:
        self.service.journal.close()
        self.server.close()
        shutil.rmtree(self.folder)

    @property
    def input(self) -> str:
        return INPUT.get(self.kind, "say hello")

    def state(self) -> Counter[str]:
        """What is held, without what each write changes by itself."""
        return Counter(_plain(record) for record in self.stub.records.values())

    def handle(self) -> str:
        """The handle of the one schedule that is there."""
        (row,) = self.service.list_schedules()["schedules"]
        return str(row["id"])


def _folder() -> Path:
    """A data directory; in memory where there is such a place, since syncing to a disk is most of the time."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="exchanges-", dir=memory if memory.is_dir() else None))


async def _at_once(_: float) -> None:
    """No waiting between attempts."""


def _plain(record: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in record.items() if key not in VOLATILE}
    if isinstance(kept.get("data"), dict):
        kept["data"] = {key: value for key, value in kept["data"].items() if key not in VOLATILE}
    return json.dumps(kept, sort_keys=True, default=str)


@dataclass(frozen=True)
class Scenario:
    """A verb on a schedule. `setup` makes what is there before; `call` gets the handle that `setup` left."""

    name: str
    call: Callable[[World, str], Mapping[str, Any]]
    setup: Callable[[World], str] = lambda _world: ""
    is_relative: bool = False


def _created(when: str, enabled: bool = True, options: bool = True) -> Callable[[World], str]:
    def setup(world: World) -> str:
        own = OPTIONS[world.kind] if options else {}
        world.service.create(calls.Create("report", when, input=world.input, options=own, enabled=enabled))
        for record in world.stub.records.values():
            if world.kind in ("sequentum", "uranus"):
                record["x_team"] = "blue"
            if world.kind == "sequentum":
                record["startTime"] = "2026-11-30T00:00:00Z"
                record["tags"] = ["a"]
            if world.kind == "orq":
                record["payload"]["x_team"] = "blue"
            if world.kind == "agentscope":
                record["data"]["x_team"] = "blue"
            if world.kind == "http":
                record["labels"] = ["blue"]
            if world.kind == "langgraph":
                record["payload"]["input"]["x_team"] = "blue"
        return world.handle()

    return setup


def _create(when: str, **more: Any) -> Callable[[World, str], Mapping[str, Any]]:
    def call(world: World, _: str) -> Mapping[str, Any]:
        return world.service.create(
            calls.Create("report", when, input=world.input, options=OPTIONS[world.kind], **more)
        )

    return call


def _update(**named: Any) -> Callable[[World, str], Mapping[str, Any]]:
    def call(world: World, handle: str) -> Mapping[str, Any]:
        own = dict(named)
        if own.pop("new_input", False):
            own["input"] = {"sequentum": '{"a": 2}'}.get(world.kind, "say goodbye")
        if own.pop("new_options", False):
            own["options"] = NEW_OPTIONS[world.kind]
        return world.service.update(calls.Update(handle, **own))

    return call


SCENARIOS = (
    Scenario("create", _create(SINGLE)),
    Scenario("create-paused", _create(SINGLE, enabled=False)),
    Scenario("create-group", _create(GROUP)),
    Scenario("create-paused-group", _create(GROUP, enabled=False)),
    Scenario("create-soon", _create(SOON), is_relative=True),
    Scenario("rename", _update(name="other"), _created(SINGLE)),
    Scenario("retime", _update(when=OTHER), _created(SINGLE)),
    Scenario("new-input", _update(new_input=True), _created(SINGLE)),
    Scenario("new-options", _update(new_options=True), _created(SINGLE)),
    Scenario("rename-group", _update(name="other"), _created(GROUP)),
    Scenario("retime-group", _update(when=OTHER_GROUP), _created(GROUP)),
    Scenario("split", _update(when=GROUP), _created(SINGLE)),
    Scenario("pause", lambda w, handle: w.service.pause(handle), _created(SINGLE)),
    Scenario("resume", lambda w, handle: w.service.resume(handle), _created(SINGLE, False)),
    Scenario("pause-group", lambda w, handle: w.service.pause(handle), _created(GROUP)),
    Scenario("resume-group", lambda w, handle: w.service.resume(handle), _created(GROUP, False)),
    Scenario("delete", lambda w, handle: w.service.delete(handle, "report"), _created(SINGLE)),
    Scenario("delete-group", lambda w, handle: w.service.delete(handle, "report"), _created(GROUP)),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def possible(kind: str, scenario: Scenario) -> bool:
    if kind == "uranus" and scenario.name == "new-input":
        return False
    if scenario.name == "new-options" and not OPTIONS[kind]:
        return False
    return not (scenario.is_relative and kind in ("agentscope", "orq", "langgraph", "agno"))


@dataclass(frozen=True)
class Told:
    """What a call said: done, unverified, unknown, otherwise, failed; with all its text."""

    what: str
    text: str


def told_by(call: Callable[[], Mapping[str, Any]]) -> Told:
    try:
        answer = call()
    except OutcomeUnknown as error:
        return Told("unknown", f"{error} {error.details}")
    except VerificationFailed as error:
        return Told("otherwise", f"{error} {error.details}")
    except ScheduleError as error:
        return Told("failed", f"{error.code} {error} {error.details}")
    except Kill:
        return Told("killed", "")
    text = json.dumps(answer, default=str)
    if answer["status"] == "unknown":
        return Told("unknown", text)
    if (answer.get("verified") or {}).get("read_back") is False:
        return Told("unverified", text)
    if "could not be seen" in text:
        # Whether there is a second one was asked, and not answered.
        return Told("unverified", text)
    return Told("done", text)


@dataclass
class Tally:
    """What a campaign found; `cases` are the command lines that show each failure again."""

    calls: int = 0
    exchanges: int = 0
    faults: int = 0
    kills: int = 0
    told: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    cases: list[str] = field(default_factory=list)

    def add(self, trouble: str, case: str) -> None:
        self.found[trouble] += 1
        self.cases.append(f"{trouble}: {case}")

    def lines(self) -> list[str]:
        head = f"{self.exchanges:,} exchanges in {self.calls:,} calls, {self.faults:,} faults, {self.kills:,} kills"
        said = ", ".join(f"{what} {count:,}" for what, count in sorted(self.told.items()))
        rows = [f"  {TROUBLES[what]:<58} {self.found[what]:>6,}" for what in TROUBLES]
        return [head, f"told: {said}", *rows, f"  ({WINDOW}: {self.found[WINDOW]:,})"]


TROUBLES = {
    "failed but done": "told failed, wholly done",
    "partly untold": "told failed, partly done, not named",
    "stray": "parts left behind, not named",
    "absent": "told done, nothing done",
    "otherwise": "told done, something else is there",
    "wiped": "fields of other hands gone",
    "duplicate": "more than one made",
    "unsettled": "still unknown after the settle window",
    "unmended": "not wholly done by the same call after the window",
    "crash": "an error outside the tree",
    "untraced": "a change without a line, or a line without a change",
}
WINDOW = "in the moment of a write, on a server that offers no condition"


class Run:
    """One scenario in a fresh world, once without a fault to know the goal."""

    def __init__(self, kind: str, temper: Mapping[str, Any], scenario: Scenario) -> None:
        self.kind, self.temper, self.scenario = kind, temper, scenario
        world = World(kind, temper)
        try:
            self.handle = scenario.setup(world)
            self.records, self.count = copy.deepcopy(world.stub.records), world.stub.count
            self.before = world.state()
            world.restart()
            world.server.begin()
            told = told_by(lambda: scenario.call(world, self.handle))
            assert told.what == "done", (kind, scenario.name, told)
            self.goal = world.state()
            self.methods = tuple(world.server.methods)
        finally:
            world.close()

    @property
    def faults(self) -> list[tuple[int, str]]:
        """Every exchange with every fault that it can meet."""
        kinds = {"GET": READ_FAULTS}
        return [(n, fault) for n, method in enumerate(self.methods, 1) for fault in kinds.get(method, WRITE_FAULTS)]

    @contextmanager
    def world(self) -> Iterator[tuple[World, str]]:
        """What `setup` left, in a new world."""
        world = World(self.kind, self.temper)
        try:
            world.stub.records, world.stub.count = copy.deepcopy(self.records), self.count
            world.server.before_last_write = copy.deepcopy(self.records)
            yield world, self.handle
        finally:
            world.close()

    def under(self, plan: Callable[[int, str], str], tally: Tally, case: str, kill: tuple[int, str] = (0, "")) -> bool:
        """Run it under faults, or under a kill, and judge; whether any fault was met."""
        with self.world() as (world, handle):
            world.kill = kill
            world.server.plan = plan
            before = {key: copy.deepcopy(value) for key, value in world.stub.records.items()}
            told = self._call(world, handle, tally, case)
            world.server.plan = _no_fault
            met = bool(world.server.met) or told.what == "killed"
            tally.faults += len(world.server.met)
            tally.kills += told.what == "killed"
            if met:
                self._judge(world, told, before, tally, case)
                self._compare_trace(world, told, tally, case)
                self._settle(world, handle, told, tally, case)
            return met

    def _call(self, world: World, handle: str, tally: Tally, case: str) -> Told:
        tally.calls += 1
        try:
            told = told_by(lambda: self.scenario.call(world, handle))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            told = Told("failed", repr(error))
            tally.add("crash", f"{case}: {error!r}")
        tally.exchanges += world.server.count
        if not case.endswith("(again)"):
            tally.told[told.what] += 1
        return told

    # -- what is, against what was told ------------------------------------------------------------------------

    def _judge(self, world: World, told: Told, before: Mapping[str, Any], tally: Tally, case: str) -> None:
        state = world.state()
        is_goal = self._is_goal(world, state)
        if told.what in ("done", "unverified"):
            if is_goal or (told.what == "unverified" and state == self.before):
                return
            if state == self.before:
                tally.add("absent", case)
            elif told.what == "unverified" or not self._unnamed(world, before, told):
                return
            else:
                tally.add(self._kind_of_difference(state), case)
        elif told.what == "failed" and is_goal and state != self.before:
            tally.add("failed but done", case)
        elif told.what in ("failed", "unknown") and not is_goal and self._unnamed(world, before, told):
            tally.add("stray" if told.what == "unknown" else "partly untold", case)

    def _is_goal(self, world: World, state: Counter[str]) -> bool:
        if not self.scenario.is_relative:
            return state == self.goal
        return state.total() == self.goal.total()

    def _kind_of_difference(self, state: Counter[str]) -> str:
        if state.total() > self.goal.total():
            return "duplicate"
        fields = ("x_team", "tags", "startTime")
        have, had = " ".join(state), " ".join(self.goal)
        return "wiped" if any(f'"{name}"' in had and f'"{name}"' not in have for name in fields) else "otherwise"

    def _unnamed(self, world: World, before: Mapping[str, Any], told: Told) -> list[str]:
        """Records that are not as they were, nor as they should be, and that the answer does not name."""
        wanted = self.goal.copy()
        found = []
        for key, record in world.stub.records.items():
            text = _plain(record)
            if before.get(key) is not None and _plain(before[key]) == text:
                wanted[text] -= 1
                continue
            if told.what in ("done", "unverified") and wanted[text] > 0:
                wanted[text] -= 1
                continue
            if f"{key!s}" not in told.text.replace("\\", "") and _name(record) not in told.text:
                found.append(key)
        gone = [key for key in before if key not in world.stub.records and key not in told.text]
        if told.what in ("failed", "unknown"):
            found += [key for key in gone if _name(before[key]) not in told.text and "parts" not in told.text]
        return found

    def _compare_trace(self, world: World, told: Told, tally: Tally, case: str) -> None:
        """Every write that took effect has its lines in the trace, and every line that says done its write."""
        file = world.folder / "changes.jsonl"
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        before = {line["n"]: line for line in lines if line["phase"] == "before"}
        after = {line["n"]: line for line in lines if line["phase"] == "after"}
        ends = [re.sub("/(enable|disable|pause|resume)$", "", path) for _, path in world.server.applied]
        known = {line["id"] for line in (*before.values(), *after.values()) if line["id"]}
        creates = sum(line["verb"] == "create" for line in before.values())
        for (method, _), end in zip(world.server.applied, ends, strict=True):
            is_create = method == "POST" and not any(key in end for key in world.stub.records)
            if not (creates if is_create else any(end.endswith(f"/{key}") for key in known) or creates):
                tally.add("untraced", f"{case}: {method} {end}")
        for number, line in after.items():
            # What is so already, such as paused or gone, is done although a write of it was turned away.
            may_be_so = line["verb"] in ("pause", "resume", "delete")
            was_sent = may_be_so or any(line["verb"] == "create" or end.endswith(f"/{line['id']}") for end in ends)
            if line["outcome"] == "done" and (number not in before or not was_sent):
                tally.add("untraced", f"{case}: {line}")
        if told.what != "killed" and set(before) != set(after):
            tally.add("untraced", f"{case}: lines without an end")

    # -- the same call again -----------------------------------------------------------------------------------

    def _settle(self, world: World, handle: str, told: Told, tally: Tally, case: str) -> None:
        """As an agent does: at once, and once more after the window, by another process."""
        if told.what == "otherwise":
            return
        again = []
        for wait in (timedelta(seconds=5), SETTLES):
            world.restart()
            world.server.begin()
            world.clock.time += wait
            if wait == SETTLES:
                world.server.arrive()
            again.append(self._call(world, handle, tally, f"{case} (again)"))
            if self.scenario.is_relative and again[-1].what == "done":
                # It is known now; the same words later are another request.
                break
        state = world.state()
        if self._is_goal(world, state):
            return
        if state.total() > self.goal.total() and not self.records:
            if any(self._is_told_double(world, each) for each in (told, *again)):
                return
            tally.add("duplicate", f"{case}: {told.what}, {[each.what for each in again]}")
        elif again[-1].what == "unknown":
            tally.add("unsettled", case)
        elif again[-1].what != "otherwise":
            detail = f"{told.what}, then {[each.what for each in again]}"
            tally.add("wiped" if self._kind_of_difference(state) == "wiped" else "unmended", f"{case}: {detail}")

    def _is_told_double(self, world: World, told: Told) -> bool:
        """Both are named, or it was said that whether there is a second one could not be seen."""
        return sum(key in told.text for key in world.stub.records) > 1 or "could not be seen" in told.text


def _name(record: Mapping[str, Any]) -> str:
    data = record.get("data") or record.get("metadata") or record
    keys = ("description", "name", "display_name", "title")
    return next((str(data[key]) for key in keys if data.get(key)), "?")


# -- the parts of the campaign -------------------------------------------------------------------------------


def every_run(chance: random.Random) -> Iterator[tuple[str, Run]]:
    """Every scenario on every kind in every temper, in a random order."""
    places = [(k, i, s) for k, tempers in KINDS.items() for i in range(len(tempers)) for s in SCENARIOS]
    chance.shuffle(places)
    for kind, index, scenario in places:
        if possible(kind, scenario):
            yield f"{kind}/{index}", Run(kind, KINDS[kind][index], scenario)


def each_fault_at_each_exchange(tally: Tally, chance: random.Random, share: float, until: float) -> None:
    """One fault at the nth exchange, for every n; or a share of them."""
    for place, run in every_run(chance):
        for nth, fault in run.faults:
            if time.monotonic() > until:
                return
            if chance.random() < share:
                case = shlex.join([place, run.scenario.name, str(nth), fault])
                run.under(_at(nth, fault), tally, case)


def _at(nth: int, fault: str) -> Callable[[int, str], str]:
    return lambda number, _method: fault if number == nth else ""


def _no_fault(_number: int, _method: str) -> str:
    return ""


def each_kill_at_each_write(tally: Tally, chance: random.Random, share: float, until: float) -> None:
    for place, run in every_run(chance):
        writes = sum(method != "GET" for method in run.methods)
        for nth, when in [(n, w) for n in range(1, writes + 1) for w in ("before", "after")]:
            if time.monotonic() > until:
                return
            if chance.random() < share:
                case = shlex.join([place, run.scenario.name, str(nth), f"kill {when}"])
                run.under(_no_fault, tally, case, (nth, when))


def many_faults(tally: Tally, chance: random.Random, until: float, at_most: int) -> None:
    """Several faults in one call, at random."""
    while time.monotonic() < until and tally.exchanges < at_most:
        for place, run in every_run(chance):
            for _ in range(5):
                own = chance.randrange(10**9)
                case = shlex.join([place, run.scenario.name, "0", f"seed {own}"])
                run.under(_random_plan(own), tally, case)
            if time.monotonic() > until or tally.exchanges > at_most:
                return


def _random_plan(seed: int) -> Callable[[int, str], str]:
    chance = random.Random(seed)
    share = chance.choice((0.1, 0.25, 0.5))

    def plan(number: int, method: str) -> str:
        if chance.random() > share:
            return ""
        # A backend that lies is judged where nothing else fails: there it can be seen.
        kinds = READ_FAULTS if method == "GET" else [f for f in WRITE_FAULTS if f not in ("lying", "dropping")]
        return chance.choice(kinds)

    return plan


def two_hosts(tally: Tally, rounds: int, until: float) -> None:
    """Equal creates of two hosts with data directories of their own, both looked before either wrote."""
    for number in range(rounds):
        for kind in KINDS:
            if time.monotonic() > until:
                return
            _equal_creates(kind, (SINGLE, GROUP)[number % 2], tally)


def _equal_creates(kind: str, when: str, tally: Tally) -> None:
    world, other = World(kind, KINDS[kind][0]), _folder()
    second = world.start(other)
    _meet([world.service, second])

    def create(service: Service) -> Callable[[], Mapping[str, Any]]:
        return lambda: service.create(calls.Create("report", when, input=world.input, options=OPTIONS[kind]))

    told = _at_the_same_time([create(world.service), create(second)], world, tally)
    parts = len({_name(record) for record in world.stub.records.values()})
    extra = len(world.stub.records) - parts
    named = any(sum(key in each.text for key in world.stub.records) > parts for each in told)
    if extra and not named:
        tally.add("duplicate", f"two hosts on {kind}, {when}: {[each.what for each in told]}")
    if not world.stub.records:
        tally.add("absent", f"two hosts on {kind}, {when}: {[each.text[:200] for each in told]}")
    second.journal.close()
    world.close()
    shutil.rmtree(other)


def _meet(services: Sequence[Service]) -> None:
    """Hold each service's first write until the others have come as far."""
    gate = threading.Barrier(len(services))
    for service in services:
        _hold(service.backends["work"].client, gate)  # type: ignore[attr-defined]


def _hold(client: Any, gate: threading.Barrier) -> None:
    inner, met = client.request, []

    def request(method: str, *given: Any, **more: Any) -> Any:
        if method != "GET" and not more.get("reads") and not met:
            met.append(1)
            with suppress(threading.BrokenBarrierError):
                gate.wait(0.5)
        return inner(method, *given, **more)

    client.request = request


def _at_the_same_time(all_: Sequence[Callable[[], Mapping[str, Any]]], world: World, tally: Tally) -> list[Told]:
    found: list[Told] = [Told("failed", "")] * len(all_)

    def run(number: int) -> None:
        found[number] = told_by(all_[number])

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(all_))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.calls += len(all_)
    tally.exchanges += world.server.count
    tally.told.update(each.what for each in found)
    return found


def two_processes(tally: Tally, rounds: int, until: float) -> None:
    """One data directory, two processes: one retimes, one renames, at the same moment."""
    for _ in range(rounds):
        for kind in KINDS:
            if time.monotonic() > until:
                return
            _two_changes(kind, tally)


def _two_changes(kind: str, tally: Tally) -> None:
    world = World(kind, KINDS[kind][0])
    handle = _created(SINGLE)(world)
    world.restart()
    world.server.begin()
    second = world.start(world.folder)
    _meet([world.service, second])
    both: list[Callable[[], Mapping[str, Any]]] = [
        lambda: world.service.update(calls.Update(handle, when=OTHER)),
        lambda: second.update(calls.Update(handle, name="other")),
    ]
    told = _at_the_same_time(both, world, tally)
    text = " ".join(_plain(record) for record in world.stub.records.values())
    for each, mark in zip(told, (" 10 ", '"other"'), strict=True):
        if each.what == "done" and mark not in text:
            tally.add("absent", f"two processes on {kind}: {mark} was told UPDATED and is gone")
    second.journal.close()
    world.close()


OTHER_HANDS: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "x_team": lambda record: record.__setitem__("x_team", "red"),
    "rename": lambda record: (record.get("data") or record).__setitem__(
        "display_name" if "display_name" in record else "name", "theirs"
    ),
    "off": lambda record: _switch_off(record),
}


def _switch_off(record: dict[str, Any]) -> None:
    held = record.get("data") or record
    for key, value in (("isEnabled", False), ("enabled", False), ("is_active", False), ("status", "paused")):
        if key in held:
            held[key] = value


def a_second_client(tally: Tally, chance: random.Random, share: float, until: float) -> None:
    """Somebody changes another field between any two of our exchanges: both changes are there afterwards."""
    for kind, tempers in KINDS.items():
        if kind not in NEW_OPTIONS:
            continue
        for index, temper in enumerate(tempers):
            for name in ("retime", "new-options"):
                run = Run(kind, temper, BY_NAME[name])
                for hand, change in OTHER_HANDS.items():
                    for nth in range(1, len(run.methods) + 1):
                        if time.monotonic() > until:
                            return
                        if chance.random() > share:
                            continue
                        _one_other_hand(run, hand, change, nth, tally, f"{kind}/{index} {name} {nth} other:{hand}")


def _one_other_hand(
    run: Run, hand: str, change: Callable[[dict[str, Any]], None], nth: int, tally: Tally, case: str
) -> None:
    with run.world() as (world, handle):

        def between(number: int) -> None:
            if number == nth:
                for record in world.stub.records.values():
                    change(record)

        world.server.between = between
        told = run._call(world, handle, tally, case)
        state = world.state()
        goals = []
        for start in (run.goal, run.before):
            records = [json.loads(text) for text in start.elements()]
            for record in records:
                change(record)
            goals.append(Counter(_plain(record) for record in records))
        # Between our read and our write nobody can see the other, unless the server compares.
        is_write = world.server.methods[nth - 1 : nth] != ["GET"]
        if told.what in ("done", "unverified") and state != goals[0]:
            tally.add(WINDOW if is_write and not world.server.tags else "wiped", f"{case}: told {told.what}")
        if told.what in ("failed", "otherwise") and state not in goals:
            tally.add("wiped", f"{case}: told {told.what}")
        if told.what == "failed" and state == goals[0]:
            tally.add("failed but done", case)


# -- the command ---------------------------------------------------------------------------------------------


def campaign(seconds: float, seed: int, at_most: int = 0, share: float = 0.0) -> Tally:
    """All parts: within so many seconds, or all of them and then many faults for so many exchanges."""
    tally, began, chance = Tally(), time.monotonic(), random.Random(seed)
    share = share or (1.0 if at_most else min(1.0, seconds / 1_200))

    def by(part: float) -> float:
        return began + (10**7 if at_most else seconds * part)

    two_processes(tally, 2, by(0.05))
    two_hosts(tally, 2, by(0.1))
    a_second_client(tally, chance, min(1.0, 10 * share), by(0.2))
    each_kill_at_each_write(tally, chance, min(1.0, 4 * share), by(0.4))
    each_fault_at_each_exchange(tally, chance, share, by(0.8))
    many_faults(tally, chance, by(1.0), at_most or 10**9)
    return tally


def one_case(text: str) -> Tally:
    """The case of a line that a campaign printed."""
    place, name, nth, what = shlex.split(text)[:4]
    kind, _, index = place.partition("/")
    run, tally = Run(kind, KINDS[kind][int(index or 0)], BY_NAME[name]), Tally()
    if what.startswith("kill "):
        run.under(_no_fault, tally, text, (int(nth), what.removeprefix("kill ")))
    elif what.startswith("seed "):
        run.under(_random_plan(int(what.removeprefix("seed "))), tally, text)
    else:
        run.under(_at(int(nth), what), tally, text)
    return tally


def cases_of(place: str, name: str, what: str) -> list[str]:
    """The cases of one fault, or of one kind of kill, at every exchange of a verb that can meet it."""
    kind, _, index = place.partition("/")
    run = Run(kind, KINDS[kind][int(index)], BY_NAME[name])
    writes = sum(method != "GET" for method in run.methods)
    found = range(1, writes + 1) if what.startswith("kill ") else [n for n, fault in run.faults if fault == what]
    return [shlex.join([place, name, str(number), what]) for number in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--exchanges", type=int, default=0, help="at least so many, however long it takes")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=float, default=0, help="share of the systematic part that is run; 1 is all")
    parser.add_argument("--cases", type=int, default=20, help="failures shown")
    parser.add_argument("--case", default="", help="only this one")
    given = parser.parse_args()
    one = given.case
    tally = one_case(one) if one else campaign(given.seconds, given.seed, given.exchanges, given.share)
    print("\n".join([*tally.lines(), *tally.cases[: given.cases]]))
    return int(any(tally.found[what] for what in TROUBLES))


if __name__ == "__main__":
    sys.exit(main())
