"""Mutation testing of the schedule core: python -m tests.campaigns.mutation [--sample 400] [--seed 1] [--minutes 30]

Small faults are put into `schedule/` and `cron/`, one at a time, and the tests must notice. A mutant is a changed
syntax tree that takes the place of its module in a forked process; nothing on disk changes. The tests run in two
stages, quick ones first. Prose (texts with a blank), docstrings, decorators and annotations are not mutated. Mutants
that no test could notice are listed in `EQUIVALENT`, each with the reason, and are left out of the count.

A stage has a limit of processor time, several times what it needs without a mutant; one that exceeds it is noticed
and told apart. A run that its minutes, SIGINT or SIGTERM end still prints what it has counted.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

TOP = Path(__file__).parents[2]
SOURCE = TOP / "src" / "schedule_mcp"
AREAS = ("schedule", "cron")

_FIXED_CASES = [
    f"tests/cron/test_{name}.py" for name in ("refusals", "dialects", "text", "spelling", "words", "special")
]
QUICK = {
    "schedule": [
        # The quickest first: most mutants do not live to meet the properties.
        *(f"tests/schedule/test_{name}.py" for name in ("stored", "zones", "same", "shift", "recurrences", "clock")),
        "tests/cron/test_text.py",
        *(f"tests/schedule/test_{name}.py" for name in ("fires", "merge", "import")),
    ],
    "cron": [*_FIXED_CASES, "tests/cron/test_explain.py", "tests/schedule/test_import.py"],
}
_SLOW = ["tests/cron/test_reader.py", "tests/cron/test_oracles.py", "tests/cron/test_fit.py"]
THOROUGH = {
    "schedule": [*_FIXED_CASES, "tests/cron/test_explain.py", *_SLOW],
    "cron": [*_SLOW, "tests/cron/test_doctests.py"],
}
STAGE_CPU_S = 60
_WAITED_S = 10 * STAGE_CPU_S
"""For a mutant that sleeps, on a machine with much else to do."""
_MEMORY = 4 << 30
"""A mutant may ask for a number of any size."""

_FORWARD = "forward = _nth_set_bits(days, starts, {p for p in positions if p > 0})"
_BACKWARD = "backward = {-p for p in positions if p < 0}"
_PLAIN = "if item.isdigit() and len(item) <= _DIGITS_AT_MOST:"
_IN_GAP = "if earlier.end + earlier.offset <= wall < later.start + later.offset"
_NTH = "for done in range(max(positions, default=0)):"
_LOST = "found = {t for t in found if not end_of_gap <= t < run} | {run}"
_GROUPINGS = "for grouping in (form, by_day(form)) if len(form) > 1 else (form,):"
_NEAR = "if not stretch.start + _EDGE_S <= midnight - stretch.offset < stretch.end - _EDGE_S:"
_AT_EDGE = "is_at_edge = not stretch.start + _EDGE_S <= midnight - stretch.offset < stretch.end - _EDGE_S"
_LOWEST = (
    'raise Refusal("month_length", _month_length_reason(month, (both & -both).bit_length()))',
    "low = (universe & -universe).bit_length() - 1",
)
_REACH = "for change in place.transitions_between(begin - 2 * DAY_S, end + 2 * DAY_S):"
_DATES = "dates: int = field(compare=False)  # Field and value tell pieces apart, and are hashed faster."
_POSITIVE = "case Nth(positions, among, Period.MONTH) if among == EVERY_WEEKDAY and min(positions, default=0) > 0:"
_STARRED = "weekdays = _with_star(from_sunday, 0, 6, 7)"
_MARKS = 'marks = [expression.field(name).text == "?" for name in (DAY, WEEKDAY)]'
_LISTING = 'names = listing.read_text(encoding="ascii").split()'
_PARTS = "parts = [dates >> start & ((1 << 512) - 1) for dates, _ in entries]"
_SLICED = "if base < begin or base + DAY_S > end:"
EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "schedule_mcp.schedule.fire_times",
        _SLICED,
        "Gt to GtE",
    ): "slicing by a bound that all times keep leaves all of them",
    (
        "schedule_mcp.schedule.fire_times",
        _SLICED,
        "Lt to LtE",
    ): "slicing by a bound that all times keep leaves all of them",
    ("schedule_mcp.schedule.fire_times", _IN_GAP, "Lt to LtE"): "the wall time at which a gap ends exists",
    ("schedule_mcp.schedule.days", _FORWARD, "Gt to GtE"): "no position is 0, and one that is would find nothing",
    ("schedule_mcp.schedule.days", _BACKWARD, "Lt to LtE"): "no position is 0, and one that is would find nothing",
    ("schedule_mcp.cron.text", _PLAIN, "LtE to Lt"): "a shorter way to what the pattern reads too",
    ("schedule_mcp.schedule.days", _NTH, "0 plus 1"): "the first position is looked for and not wanted",
    ("schedule_mcp.schedule.fire_times", _LOST, "Lt to LtE"): "that run is put in again",
    ("schedule_mcp.cron.synthesis", _GROUPINGS, "Gt to GtE"): "with one cell both groupings are one",
    ("schedule_mcp.schedule.zones", "low = begin - 1", "1 plus 1"): "no change comes in the last second of a year",
    (
        "schedule_mcp.schedule.shift",
        "if midnight >= end:",
        "GtE to Gt",
    ): "a date later has no run before the end either",
    ("schedule_mcp.schedule.fire_times", _NEAR, "LtE to Lt"): "a margin of two days, of which one is needed",
    ("schedule_mcp.schedule.fire_times", _NEAR, "Lt to LtE"): "a margin of two days, of which one is needed",
    ("schedule_mcp.schedule.fire_times", _AT_EDGE, "LtE to Lt"): "a margin of two days, of which one is needed",
    ("schedule_mcp.schedule.fire_times", _AT_EDGE, "Lt to LtE"): "a margin of two days, of which one is needed",
    ("schedule_mcp.cron.cells", _LOWEST[0], "BitAnd to BitOr"): "x | -x is as long as the lowest bit of x",
    ("schedule_mcp.cron.cover", _LOWEST[1], "BitAnd to BitOr"): "x | -x is as long as the lowest bit of x",
    ("schedule_mcp.schedule.clock", _REACH, "2 plus 1"): "changes three days away have no runs inside",
    ("schedule_mcp.cron.cover", _DATES, "False flipped"): "pieces of one field and value have the same dates",
    ("schedule_mcp.cron.cover", "self.best_kinds = 1 << 10", "1 plus 1"): "more kinds than there are",
    ("schedule_mcp.cron.cover", "self.best_kinds = 1 << 10", "10 plus 1"): "more kinds than there are",
    ("schedule_mcp.schedule.days", _POSITIVE, "Gt to GtE"): "no position is 0",
    ("schedule_mcp.cron.printing", _STARRED, "7 plus 1"): "*/7 is Sunday alone, and so is */8",
    ("schedule_mcp.cron.text", _MARKS, "Eq to NotEq"): "one of two is marked where one is not",
    ("schedule_mcp.schedule.zones", _LISTING, "'ascii' changed"): "Python takes that name for the same",
    ("schedule_mcp.schedule.fire_times", _PARTS, "LShift to RShift"): "a mask that spares work",
    ("schedule_mcp.cron.printing", "if len(values) < 2:", "Lt to LtE"): "two values are no progression either way",
    ("schedule_mcp.cron.cells", "_YEAR_BYTES = 47", "47 plus 1"): "bits beyond the year are masked",
    ("schedule_mcp.cron.cover", "self.steps = 0", "0 plus 1"): "one step of 150, where less than 30 are needed",
    ("schedule_mcp.cron.cover", "self.steps += 1", "1 plus 1"): "half of 150 steps, where less than 30 are needed",
    ("schedule_mcp.cron.cover", "_STEPS_AT_MOST = 150", "150 plus 1"): "one step of 150, where less than 30 are needed",
}
"""(module, source line, change) to the reason why nothing can tell the difference."""

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


@dataclass(frozen=True)
class Mutant:
    """The n-th change of a module."""

    module: str
    number: int
    line: int
    source: str
    change: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.module, self.source, self.change

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.change}: {self.source}"


Change = tuple[int, str, Callable[[], None]]
"""Line, description, and what makes the change in the tree."""


def changes(tree: ast.Module) -> Iterator[Change]:
    """All changes of a tree, always in the same order."""
    for node in _living(tree):
        yield from _changes_of(node)


def _living(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: no annotations, decorators, docstrings or import statements."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            skipped = isinstance(child, ast.Import | ast.ImportFrom | ast.JoinedStr) or is_text
            if isinstance(child, ast.AST) and not skipped:
                yield from _living(child)


def _changes_of(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                new = _COMPARISONS[type(operator)]
                yield node.lineno, f"{_name(operator)} to {new.__name__}", _put(node.ops, index, new())
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _OPERATORS:
            new_op = _OPERATORS[type(node.op)]
            yield node.lineno, f"{_name(node.op)} to {new_op.__name__}", _set(node, "op", new_op())
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield node.lineno, f"{_name(node.op)} to {_name(other)}", _set(node, "op", other)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield (
                node.lineno,
                f"{_name(node.op)} dropped",
                _set(node, "op", ast.UAdd() if not isinstance(node.op, ast.Not) else None),
            )
        case ast.Constant(value=bool()):
            yield node.lineno, f"{node.value} flipped", _set(node, "value", not node.value)
        case ast.Constant(value=int()):
            yield node.lineno, f"{node.value} plus 1", _set(node, "value", node.value + 1)
        case ast.Constant(value=str(text)) if text and " " not in text:
            yield node.lineno, f"{text!r} changed", _set(node, "value", f"{text}_")
        case ast.If() | ast.IfExp() | ast.While():
            test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
            yield node.lineno, f"{_name(node)} turned round", _set(node, "test", test)
        case ast.Return(value=ast.expr()) if not isinstance(node.value, ast.Constant) or node.value.value is not None:
            yield node.lineno, "returns None", _set(node, "value", ast.copy_location(ast.Constant(None), node))
        case ast.Raise():
            yield node.lineno, "does not raise", _become_pass(node)


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _put(items: list[ast.cmpop], index: int, new: ast.cmpop) -> Callable[[], None]:
    return lambda: items.__setitem__(index, new)


def _set(node: ast.AST, name: str, new: object) -> Callable[[], None]:
    if isinstance(node, ast.UnaryOp) and new is None:
        # `not x` becomes `not not x`, which is x as a truth value.
        return lambda: setattr(node, "operand", ast.copy_location(ast.UnaryOp(ast.Not(), node.operand), node))
    return lambda: setattr(node, name, new)


def _become_pass(node: ast.Raise) -> Callable[[], None]:
    def change() -> None:
        node.exc = None
        node.__class__ = ast.Pass  # type: ignore[assignment]

    return change


def mutants_of(path: Path) -> list[Mutant]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    module = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    found = changes(ast.parse(text))
    return [Mutant(module, n, line, lines[line - 1].strip(), change) for n, (line, change, _) in enumerate(found)]


def all_mutants() -> list[Mutant]:
    paths = [path for area in AREAS for path in sorted((SOURCE / area).glob("*.py"))]
    return [mutant for path in paths for mutant in mutants_of(path)]


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a changed tree."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        place = SOURCE.parent.joinpath(*mutant.module.split("."))
        self.file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        within = [str(self.file.parent)] if self.file.stem == "__init__" else None
        return importlib.util.spec_from_file_location(name, self.file, loader=self, submodule_search_locations=within)

    def create_module(self, spec: object) -> None:
        return None

    def exec_module(self, module: object) -> None:
        tree = ast.parse(self.file.read_text(encoding="utf-8"))
        for number, (_, _, change) in enumerate(changes(tree)):
            if number == self.mutant.number:
                change()
                break
        exec(compile(ast.fix_missing_locations(tree), str(self.file), "exec"), vars(module))


class Verdict(Enum):
    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


def verdict_on(mutant: Mutant) -> Verdict:
    """What the tests make of a mutant."""
    area = mutant.module.split(".")[1]
    for tests in (QUICK[area], THOROUGH[area]):
        found = _verdict_of(mutant, tests)
        if found is not Verdict.SURVIVED:
            return found
    return Verdict.SURVIVED


def control(area: str) -> Mutant:
    """The first module of an area loaded as mutants are, with nothing changed: the tests must pass."""
    first = min((SOURCE / area).glob("[a-z]*.py"))
    return Mutant(f"schedule_mcp.{area}.{first.stem}", -1, 0, "", "nothing")


def _verdict_of(mutant: Mutant, tests: Sequence[str]) -> Verdict:
    child = os.fork()
    if child == 0:
        os._exit(_run(mutant, tests))
    deadline = time.monotonic() + _WAITED_S
    try:
        while time.monotonic() < deadline:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                child = 0
                if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
                    return Verdict.TIMED_OUT
                return Verdict.KILLED if status else Verdict.SURVIVED
            time.sleep(0.02)
        return Verdict.TIMED_OUT
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _run(mutant: Mutant, tests: Sequence[str]) -> int:
    import pytest

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + STAGE_CPU_S, int(used) + STAGE_CPU_S + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.environ["EXAMPLES"] = "40"
    sys.meta_path.insert(0, _Mutated(mutant))
    options = [
        "-x",
        "-q",
        "--assert=plain",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:randomly",
        "--hypothesis-seed=1",
        "-W",
        "ignore:Module already imported",
    ]
    try:
        return int(pytest.main([*options, *tests]) != 0)
    except BaseException:  # noqa: BLE001 - a mutant that breaks pytest itself is noticed too
        return 1


def preload() -> None:
    """What every forked process needs and no mutant touches, so that it is imported once."""
    for name in (
        "apscheduler.triggers.cron",
        "croniter",
        "cronsim",
        "dateutil.rrule",
        "hypothesis.strategies",
        "pytest",
    ):
        importlib.import_module(name)
    import hypothesis

    # No memory of what other mutants failed at, no failure because the machine is busy, and one failure is enough.
    hypothesis.settings.register_profile(
        "mutation",
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("mutation")
    found = importlib.util.find_spec("schedule_mcp")
    if found is None or found.origin != str(SOURCE / "__init__.py"):
        raise SystemExit(f"schedule_mcp is not that of {SOURCE}: set PYTHONPATH")
    assert "schedule_mcp.schedule" not in sys.modules


def report(counts: Counter[Verdict], survivors: Sequence[Mutant], left_out: int, not_run: int, minutes: float) -> None:
    for mutant in sorted(survivors, key=lambda m: (m.module, m.line)):
        print(f"survived: {mutant}")
    total = counts.total()
    share = 100 * (total - counts[Verdict.SURVIVED]) / total if total else 0.0
    print(", ".join(f"{verdict.value} {counts[verdict]}" for verdict in Verdict), end="")
    print(f", not run {not_run}, equivalent {left_out}, {minutes:.0f} minutes")
    print(f"{total - counts[Verdict.SURVIVED]} of {total} mutants noticed ({share:.1f} %)", flush=True)


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """SIGINT and SIGTERM raise KeyboardInterrupt, also where a shell started this in the background."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--only", default="", help="a part of the path of the modules")
    parser.add_argument("--share", default="0/1", help="which part of the sample, such as 0/2 and 1/2 side by side")
    parser.add_argument("--at-least", type=float, default=90.0, help="the share that must be noticed, in per cent")
    given = parser.parse_args()
    os.nice(10)
    os.chdir(TOP)
    preload()
    began = time.monotonic()
    for area in AREAS:
        if verdict_on(control(area)) is not Verdict.SURVIVED:
            print(f"the tests of {area} fail without any mutant", file=sys.stderr)
            return 2
    mutants = all_mutants()
    stale = EQUIVALENT.keys() - {mutant.key for mutant in mutants}
    if stale:
        print("listed as equivalent, and no mutant any more:", *stale, sep="\n", file=sys.stderr)
        return 2
    mutants = [mutant for mutant in mutants if given.only in mutant.module.replace(".", "/")]
    chosen = random.Random(given.seed).sample(mutants, min(given.sample, len(mutants)))
    part, parts = map(int, given.share.split("/"))
    own = chosen[part::parts]
    tried = [mutant for mutant in own if mutant.key not in EQUIVALENT]
    print(f"{len(mutants)} mutants, {len(tried)} of a sample of {len(own)} to try", flush=True)
    counts: Counter[Verdict] = Counter()
    survivors: list[Mutant] = []
    with interrupted_by_signals():
        for mutant in tried:
            if time.monotonic() > began + given.minutes * 60:
                print("out of time", flush=True)
                break
            found = verdict_on(mutant)
            counts[found] += 1
            if found is not Verdict.KILLED:
                print(f"{found.value}: {mutant}", flush=True)
            if found is Verdict.SURVIVED:
                survivors.append(mutant)
            if counts.total() % 25 == 0:
                print(f"{counts.total()} tried, {counts[Verdict.SURVIVED]} survived", flush=True)
    report(counts, survivors, len(own) - len(tried), len(tried) - counts.total(), (time.monotonic() - began) / 60)
    noticed = counts.total() - counts[Verdict.SURVIVED]
    return int(100 * noticed < given.at_least * counts.total())


if __name__ == "__main__":
    sys.exit(main())
