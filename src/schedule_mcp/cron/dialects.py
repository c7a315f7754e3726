"""Cron dialects as data: what each engine accepts, how it counts weekdays, how it joins the two day fields.

Facts were found by running the engines (Debian cron 3.0pl1, APScheduler 3.11, robfig/cron v3, NATS 2.15,
Quartz 2.3) or, for AWS, by its documentation. An engine that nobody disclosed is a set of candidates: an
expression is right for it when all candidates read it alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from schedule_mcp.errors import InvalidArgument
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.model import RUNNING_CLOCK, SPOKEN_CLOCK, Clock, Gap, Overlap

SECOND, MINUTE, HOUR = "second", "minute", "hour"
DAY, MONTH, WEEKDAY, YEAR = "day-of-month", "month", "day-of-week", "year"

RANGES: Mapping[str, tuple[int, int]] = {
    SECOND: (0, 59),
    MINUTE: (0, 59),
    HOUR: (0, 23),
    DAY: (1, 31),
    MONTH: (1, 12),
    YEAR: (1970, 2199),
}

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Monday = 0, as everywhere inside."""


LAST, BEFORE_LAST, LAST_WORKDAY, NEAREST = "L", "L-3", "LW", "15W"
WEEKDAY_L, LAST_WEEKDAY, LAST_WEEKDAY_BEFORE, NTH, NTH_FROM_END = "L (Saturday)", "6L", "L6", "6#3", "6#-1"
"""Days that are no plain numbers, by an example of each form."""

QUARTZ_FORMS = frozenset({LAST, BEFORE_LAST, LAST_WORKDAY, NEAREST, WEEKDAY_L, LAST_WEEKDAY, NTH})


class DayRule(Enum):
    """How day-of-month and day-of-week are joined when both are restricted."""

    OR = auto()
    AND = auto()
    ONE = auto()
    """Exactly one of them must be `?`."""


class Star(Enum):
    """Which day field counts as unrestricted, so that OR does not apply."""

    BEGINS_WITH_STAR = auto()
    """Debian: also `*/2`."""
    WHOLE_FIELD = auto()
    """robfig: `*`, `?` or `*/1`, also as one item of a list."""
    PLAIN = auto()
    """croniter: `*` or `?` only, also as one item of a list."""
    ALONE = auto()
    """croner: `*` as the whole field, nothing else."""


@dataclass(frozen=True)
class Fault:
    """Runs that an engine loses, as the end of a sentence, and which clock changes of a zone bring that about."""

    text: str
    early_runs: bool = False
    """A spring change that is longer than the time of day of a run."""
    odd_changes: bool = False
    """A change that is no whole number of hours."""
    midnight_changes: bool = False
    """A spring change that begins at midnight."""
    offset_before: bool = False
    """Any change between two runs: the later one is off by the shift (croniter up to 6.0.0 with zoneinfo)."""


# Dialects are compared by identity: there is one of each, and they are keys of caches.
@dataclass(frozen=True, eq=False)
class Dialect:
    """One engine's cron. Weekday numbers run from `weekday_low`; `monday` is the number of Monday."""

    name: str
    title: str
    fields: tuple[str, ...] = (MINUTE, HOUR, DAY, MONTH, WEEKDAY)
    weekday_low: int = 0
    weekday_high: int = 6
    monday: int = 1
    day_rule: DayRule = DayRule.OR
    star: Star = Star.BEGINS_WITH_STAR
    question_mark: bool = False
    """Whether `?` stands for `*` in the day fields (for DayRule.ONE it is required in one of them)."""
    open_step: bool = False
    """Whether `5/15` is read as 5-59/15."""
    wraps: bool = False
    """Whether a range may run past the end of its field (22-2, fri-mon)."""
    bounded_step: bool = False
    """Whether a step may not exceed the span of its range."""
    step_within_field: bool = False
    """Whether a step larger than the whole field is refused (Quartz: 59, 23, 31, 12 and 7 at most)."""
    free_weekday_step: bool = False
    """Whether `bounded_step` leaves out day-of-week: AgentScope rewrites that field before its engine sees it."""
    step_after_names: bool = True
    """Whether `mon-fri/2` means what it says; APScheduler drops the step without a word."""
    names: bool = True
    """Whether months and weekdays have names."""
    mixed_ranges: bool = True
    """Whether a range may have a name and a number (`aug-12`); APScheduler drops its end without a word."""
    sunday_ends_ranges: bool = False
    """Whether `sat-sun` is read where Sunday is 0 and ranges do not wrap."""
    star_weekday_low: int | None = None
    """Where the steps of `*/2` in day-of-week begin, if that is not the lowest number."""
    open_weekday_end: int | None = None
    """Where `5/2` in day-of-week ends, if that is not the highest number."""
    equal_ranges: bool = True
    """Whether `5-5` is 5; croniter reads the whole cycle."""
    special: frozenset[str] = frozenset()
    """The forms of days that are no plain numbers, such as `L` and `6#3`."""
    nth_at_most: int = 5
    """The highest n of `6#n`: Spring makes of a fifth Monday that a month lacks a day of the next."""
    nearest_at_most: int = 28
    """The highest day of `15W`: engines do not agree on 29W to 31W in a month without that day."""
    last_word: str = ""
    """What stands for the last day of the month besides numbers: `last`, `$`."""
    macros: Mapping[str, str] = field(default_factory=dict)
    hashed: str = ""
    """Why macros and H are refused: they are times that the engine chooses."""
    calls: bool = False
    """Whether a text may stand in `cron(…)`, and `rate(…)` is an interval (AWS)."""
    counted_seconds: bool = False
    """Whether `30 seconds` is an interval (pg_cron)."""
    optional_seconds: bool = False
    """Whether the seconds, the first field, may be left out."""
    intervals: bool = False
    """Whether `@every 1h30m` (a Go duration) is taken."""
    weekday_names_only: bool = False
    """Print weekdays as names: this engine's numbers are not what people expect. Its ranges of names begin with
    Monday (sun-tue is refused) and do not mix with numbers."""
    optional_year: bool = False
    """Whether the year, the last field, may be left out."""
    last_year: int = 2199
    """The last year that a year field may name."""
    common_core: bool = False
    """Print only what all cron engines read alike: one of the two day fields, no steps in day fields."""
    full_hours_only: bool = False
    """Only hourly, daily and weekly shapes at full hours (orq.ai's later contract)."""
    fixed_clock: Clock = SPOKEN_CLOCK
    """For expressions whose minute and hour fields do not begin with `*`."""
    running_clock: Clock = RUNNING_CLOCK
    """For the others: the same in engines that make no such distinction."""
    zone: str = "per schedule"
    horizon_years: int | None = None
    """How far the engine searches; a run farther ahead is never found."""
    minimum_cadence_s: int = 0
    faults: tuple[Fault, ...] = ()
    """What the engine does wrong at clock changes, besides its rule for them."""
    candidates: tuple[Dialect, ...] = ()
    """For an undisclosed engine: what it may be."""

    @property
    def readings(self) -> tuple[Dialect, ...]:
        """The dialects in which a text must mean the same: the candidates, or itself."""
        return self.candidates or (self,)

    @property
    def has_seconds(self) -> bool:
        return SECOND in self.fields

    def weekday_of(self, number: int) -> int:
        """The weekday (Monday = 0) of a number of this dialect."""
        return (number - self.monday) % 7

    def number_of(self, weekday: int) -> int:
        """The number of a weekday (Monday = 0) in this dialect."""
        return (weekday + self.monday - self.weekday_low) % 7 + self.weekday_low


_MACROS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}

_SIX = (SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY)

VIXIE = Dialect(
    "vixie",
    "Unix cron (Vixie, as in Debian)",
    weekday_high=7,
    macros=_MACROS,
    fixed_clock=Clock(Gap.AFTER, Overlap.FIRST, longest_gap_s=3 * 3600),
)

_APSCHEDULER_CLOCK = Clock(Gap.SHIFT_FIRST, Overlap.BOTH, skips_midnight_gaps=True)

_LOSES_EARLY_RUNS = Fault(
    "after a spring clock change a run at a time of day smaller than the shift (00:00 to 00:59 in most zones) can be "
    "lost; 01:00 or later is safe",
    early_runs=True,
)

APSCHEDULER = Dialect(
    "apscheduler",
    "APScheduler 3 (CronTrigger.from_crontab)",
    monday=0,
    day_rule=DayRule.AND,
    open_step=True,
    bounded_step=True,
    step_after_names=False,
    mixed_ranges=False,
    last_word="last",
    weekday_names_only=True,
    fixed_clock=_APSCHEDULER_CLOCK,
    running_clock=_APSCHEDULER_CLOCK,
    faults=(_LOSES_EARLY_RUNS,),
)

AGENTSCOPE_MONDAY0 = Dialect(
    "agentscope_monday0",
    "AgentScope up to 2.0.8 (APScheduler inside, weekday 0 = Monday)",
    monday=0,
    day_rule=DayRule.AND,
    open_step=True,
    bounded_step=True,
    step_after_names=False,
    mixed_ranges=False,
    last_word="last",
    weekday_names_only=True,
    fixed_clock=_APSCHEDULER_CLOCK,
    running_clock=_APSCHEDULER_CLOCK,
    faults=(_LOSES_EARLY_RUNS,),
)

AGENTSCOPE = Dialect(
    "agentscope",
    "AgentScope from 2.0.9 (APScheduler inside, weekday 0 = Sunday)",
    weekday_high=7,
    monday=1,
    day_rule=DayRule.AND,
    open_step=True,
    bounded_step=True,
    free_weekday_step=True,
    step_after_names=False,
    mixed_ranges=False,
    last_word="last",
    weekday_names_only=True,
    fixed_clock=_APSCHEDULER_CLOCK,
    running_clock=_APSCHEDULER_CLOCK,
    faults=(_LOSES_EARLY_RUNS,),
)

_ROBFIG_CLOCK = Clock(Gap.SKIP, Overlap.BOTH)

ROBFIG6 = Dialect(
    "robfig6",
    "robfig/cron v3 with seconds first",
    fields=_SIX,
    star=Star.WHOLE_FIELD,
    question_mark=True,
    open_step=True,
    macros={name: f"0 {text}" for name, text in _MACROS.items()},
    intervals=True,
    fixed_clock=_ROBFIG_CLOCK,
    running_clock=_ROBFIG_CLOCK,
    horizon_years=5,
    faults=(Fault("where clocks change by half an hour whole days can be lost", odd_changes=True),),
)

NATS = Dialect(
    "nats",
    "NATS scheduler (orq.ai), seconds first",
    fields=_SIX,
    star=Star.WHOLE_FIELD,
    question_mark=True,
    open_step=True,
    macros={name: f"0 {text}" for name, text in _MACROS.items()},
    intervals=True,
    fixed_clock=_ROBFIG_CLOCK,
    running_clock=_ROBFIG_CLOCK,
    horizon_years=5,
    faults=(
        Fault(
            "where clocks change at midnight or by half an hour whole days can be lost",
            odd_changes=True,
            midnight_changes=True,
        ),
    ),
)

ORQ_NARROW = Dialect(
    "orq_narrow",
    "orq.ai's later contract: `0 0 * * * *`, `0 0 H * * *`, `0 0 H * * D`, in UTC",
    fields=_SIX,
    star=Star.WHOLE_FIELD,
    full_hours_only=True,
    fixed_clock=_ROBFIG_CLOCK,
    running_clock=_ROBFIG_CLOCK,
    zone="UTC",
    minimum_cadence_s=3600,
)

QUARTZ = Dialect(
    "quartz",
    "Quartz",
    fields=(*_SIX, YEAR),
    weekday_low=1,
    weekday_high=7,
    monday=2,
    day_rule=DayRule.ONE,
    question_mark=True,
    open_step=True,
    wraps=True,
    special=QUARTZ_FORMS,
    optional_year=True,
    last_year=2099,
    step_within_field=True,
    fixed_clock=Clock(Gap.SKIP, Overlap.SECOND),
    running_clock=Clock(Gap.SKIP, Overlap.SECOND),
)

AWS = Dialect(
    "aws",
    "AWS EventBridge Scheduler",
    fields=(MINUTE, HOUR, DAY, MONTH, WEEKDAY, YEAR),
    weekday_low=1,
    weekday_high=7,
    monday=2,
    day_rule=DayRule.ONE,
    question_mark=True,
    open_step=True,
    wraps=True,
    special=QUARTZ_FORMS,
    calls=True,
    fixed_clock=Clock(Gap.SKIP, Overlap.FIRST),
    running_clock=Clock(Gap.SKIP, Overlap.FIRST),
    minimum_cadence_s=60,
)

_CRONITER_CLOCK = Clock(Gap.AFTER, Overlap.BOTH)

CRONITER = Dialect(
    "croniter",
    "croniter from 6.1 on",
    weekday_high=7,
    star=Star.PLAIN,
    question_mark=True,
    open_step=True,
    open_weekday_end=6,
    wraps=True,
    equal_ranges=False,
    fixed_clock=_CRONITER_CLOCK,
    running_clock=_CRONITER_CLOCK,
)

_CRONITER_OLD_CLOCK = Clock(Gap.SHIFT, Overlap.FIRST)

CRONITER_OLD = Dialect(
    "croniter_old",
    "croniter up to 6.0.0 with zoneinfo",
    weekday_high=7,
    star=Star.PLAIN,
    question_mark=True,
    open_step=True,
    open_weekday_end=6,
    wraps=True,
    equal_ranges=False,
    fixed_clock=_CRONITER_OLD_CLOCK,
    running_clock=_CRONITER_OLD_CLOCK,
    faults=(
        Fault(
            "the first run after a clock change is off by the shift: an hour late in autumn, twice in spring, once an "
            "hour early",
            offset_before=True,
        ),
    ),
)

# Its own search over croner: a missing time is left out, a doubled one runs once, also where the hour is `*`.
_OPENCLAW_CLOCK = Clock(Gap.SKIP, Overlap.FIRST)

OPENCLAW = Dialect(
    "openclaw",
    "OpenClaw (croner under its own rules for clock changes)",
    fields=_SIX,
    weekday_high=7,
    star=Star.ALONE,
    optional_seconds=True,
    sunday_ends_ranges=True,
    special=frozenset({LAST, LAST_WORKDAY, NEAREST, LAST_WEEKDAY, NTH}),
    macros={name: f"0 {text}" for name, text in _MACROS.items()},
    fixed_clock=_OPENCLAW_CLOCK,
    running_clock=_OPENCLAW_CLOCK,
)

KUBERNETES = Dialect(
    "kubernetes",
    "Kubernetes CronJob (robfig/cron v3, five fields)",
    star=Star.WHOLE_FIELD,
    question_mark=True,
    open_step=True,
    macros=_MACROS,
    intervals=True,
    fixed_clock=_ROBFIG_CLOCK,
    running_clock=_ROBFIG_CLOCK,
    zone="the CronJob's timeZone, else the controller's",
    horizon_years=5,
    faults=ROBFIG6.faults,
)

# By the source of 5.3 and later: ranges are compared after SUN has become 7, `*` in day-of-week is 1-7.
SPRING = Dialect(
    "spring",
    "Spring (CronExpression), seconds first",
    fields=_SIX,
    weekday_high=7,
    day_rule=DayRule.AND,
    question_mark=True,
    open_step=True,
    sunday_ends_ranges=True,
    star_weekday_low=1,
    special=QUARTZ_FORMS - {WEEKDAY_L},
    nth_at_most=4,
    nearest_at_most=27,
    macros={name: f"0 {text}" for name, text in _MACROS.items()},
    fixed_clock=Clock(Gap.SKIP, Overlap.BOTH),
    running_clock=Clock(Gap.SKIP, Overlap.BOTH),
)

# The library counts on the clock alone and knows no zones: what a host makes of a missing time is not its matter.
NCRONTAB = Dialect(
    "ncrontab",
    "NCRONTAB (.NET, Azure Functions), seconds first",
    fields=_SIX,
    day_rule=DayRule.AND,
    open_step=True,
    optional_seconds=True,
    zone="the host's, UTC on Azure",
)

CRONITER6 = Dialect(
    "croniter6",
    "croniter, seconds last",
    fields=(MINUTE, HOUR, DAY, MONTH, WEEKDAY, SECOND),
    weekday_high=7,
    star=Star.PLAIN,
    question_mark=True,
    open_step=True,
    open_weekday_end=6,
    wraps=True,
    equal_ranges=False,
    special=frozenset({LAST, NEAREST, LAST_WEEKDAY_BEFORE, NTH}),
    macros={name: f"{text} 0" for name, text in _MACROS.items()},
    fixed_clock=Clock(Gap.AFTER, Overlap.BOTH),
    running_clock=Clock(Gap.AFTER, Overlap.BOTH),
)

# By its grammar (crontab.g): numbers only, every macro is a form of H; each minute of the clock is tried as it comes.
JENKINS = Dialect(
    "jenkins",
    "Jenkins",
    weekday_high=7,
    day_rule=DayRule.AND,
    names=False,
    hashed="stands for a time that Jenkins chooses for each job",
    fixed_clock=Clock(Gap.SKIP, Overlap.BOTH),
    running_clock=Clock(Gap.SKIP, Overlap.BOTH),
)

PGCRON = Dialect(
    "pgcron",
    "pg_cron (PostgreSQL)",
    weekday_high=7,
    last_word="$",
    macros=_MACROS,
    counted_seconds=True,
    fixed_clock=VIXIE.fixed_clock,
    running_clock=VIXIE.running_clock,
    zone="cron.timezone, GMT unless it is set",
)

# Documented as POSIX, which says nothing of a step beside the other day field, nor of an hour that comes twice.
_GITHUB_EITHER = Dialect(
    "github_either",
    "GitHub Actions",
    star=Star.PLAIN,
    open_step=True,
    fixed_clock=Clock(Gap.AFTER, Overlap.FIRST),
    running_clock=Clock(Gap.AFTER, Overlap.FIRST),
)
_GITHUB_STAR = Dialect(
    "github_star",
    "GitHub Actions",
    open_step=True,
    bounded_step=True,
    fixed_clock=Clock(Gap.AFTER, Overlap.BOTH),
    running_clock=Clock(Gap.AFTER, Overlap.BOTH),
)
GITHUBACTIONS = Dialect(
    "githubactions",
    "GitHub Actions",
    open_step=True,
    common_core=True,
    zone="UTC unless the workflow names one",
    minimum_cadence_s=300,
    candidates=(_GITHUB_EITHER, _GITHUB_STAR),
)

# The numbering that all Unix-like engines share: 0-6 from Sunday, never 7. What an undisclosed engine does with a
# wall time that is missing or doubled is not known, so the candidates differ there and consent is asked for.
_CORE_OR = Dialect(
    "core_or",
    "Unix cron, either day field",
    fixed_clock=Clock(Gap.SKIP, Overlap.BOTH),
)
_CORE_AND = Dialect("core_and", "cron with both day fields", day_rule=DayRule.AND, bounded_step=True)
_CRONOS = Dialect(
    "cronos",
    "Cronos (.NET)",
    day_rule=DayRule.AND,
    bounded_step=True,
    fixed_clock=Clock(Gap.AFTER, Overlap.FIRST),
    running_clock=Clock(Gap.SKIP, Overlap.BOTH),
)

SEQUENTUM = Dialect(
    "sequentum",
    "Sequentum (engine not disclosed)",
    common_core=True,
    candidates=(_CORE_OR, _CORE_AND, _CRONOS),
)

URANUS = Dialect(
    "uranus",
    "Uranus (engine not disclosed)",
    common_core=True,
    candidates=(_CORE_OR, _CORE_AND),
    zone="one, configured",
)

COMMON = Dialect(
    "common",
    "a cron engine that nobody has named",
    common_core=True,
    candidates=(
        _CORE_OR,
        Dialect(
            "common_and",
            "cron with both day fields, on a clock that runs each time once",
            day_rule=DayRule.AND,
            bounded_step=True,
            running_clock=SPOKEN_CLOCK,
        ),
        _CRONOS,
    ),
)

DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        VIXIE,
        APSCHEDULER,
        AGENTSCOPE,
        AGENTSCOPE_MONDAY0,
        ROBFIG6,
        NATS,
        ORQ_NARROW,
        QUARTZ,
        AWS,
        SEQUENTUM,
        URANUS,
        CRONITER,
        CRONITER_OLD,
        COMMON,
        KUBERNETES,
        SPRING,
        NCRONTAB,
        CRONITER6,
        JENKINS,
        PGCRON,
        GITHUBACTIONS,
        OPENCLAW,
    )
}


def dialect(name: str | Dialect) -> Dialect:
    """The dialect of a name.

    Raises:
        InvalidArgument: there is none; the message lists them.
    """
    if isinstance(name, Dialect):
        return name
    if name not in DIALECTS:
        raise InvalidArgument(
            f"there is no cron dialect named {quoted(name)}", f"Use one of: {', '.join(sorted(DIALECTS))}."
        )
    return DIALECTS[name]
