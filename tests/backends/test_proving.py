"""doctor --prove: what a server's own next runs tell about its engine, over servers with engines that are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cronsim import CronSim

from examples.inhouse_api import Jobs
from schedule_mcp.backends.described.finding import Finding, read
from schedule_mcp.backends.proving import MARK, PLACE, Prover, Seen, expected, proofs, verdict
from schedule_mcp.cli.operations import prove
from schedule_mcp.config.load import Config
from schedule_mcp.cron.dialects import DIALECTS
from schedule_mcp.errors import InvalidArgument, NotAllowed, OutcomeUnknown, ReadOnly, Rejected, Unavailable
from schedule_mcp.schedule.zones import zone
from tests.backends.kinds import SETTINGS, Bench, bench
from tests.backends.test_careful import put_before
from tests.clock import Clock

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ENGINES = ("vixie", "apscheduler", "croniter", "croniter_old", "kubernetes")
Next = Callable[[str, str, datetime], datetime]


def by_dialect(name: str) -> Next:
    """An engine that runs as a dialect says; what that does not take it refuses."""

    def following(text: str, place: str, now: datetime) -> datetime:
        found = expected(DIALECTS[name], text, place, now)
        if found is None:
            raise ValueError(text)
        return found

    return following


def by_cronsim(text: str, place: str, now: datetime) -> datetime:
    """Debian's rules by a library that shares no code with ours."""
    return next(CronSim(text, now.astimezone(zone(place)._info))).astimezone(UTC)  # type: ignore[attr-defined]


def in_house(engine: Next) -> Bench:
    """The in-house API with another engine inside."""
    case = bench("http", {})
    jobs: Jobs = case.stub.jobs  # type: ignore[attr-defined]

    def next_run(job: dict[str, Any]) -> int:
        return int(engine(job["cron"], job["tz"], case.clock()).timestamp())

    def problem(body: Any) -> str:
        try:
            next_run(body)
        except ValueError:
            return "Invalid cron"
        return ""

    jobs.next_run, jobs.problem = next_run, problem  # type: ignore[method-assign, assignment]
    return case


def looked(case: Bench) -> tuple[list[Seen], Prover]:
    prover = Prover(case.backend, case.clock)
    prover.check()
    return list(prover.all(PLACE)), prover


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_is_named_and_nothing_is_left(name: str) -> None:
    case = in_house(by_dialect(name))
    seen, prover = looked(case)
    found = verdict(seen, PLACE, case.clock(), "common", prover.has_seconds)
    assert found.fits == (name,), found
    assert found.against == ()
    assert case.stub.records == {}


@pytest.mark.parametrize("day", range(0, 370, 23))
def test_proofs_are_far_ahead_and_tell_engines_apart_on_every_day_of_a_year(day: int) -> None:
    now = NOW + timedelta(days=day)
    for proof in proofs(PLACE, now):
        runs = {name: expected(DIALECTS[name], proof.text, PLACE, now) for name in ENGINES}
        # Nothing may run while it is proved, nor soon after.
        assert all(run is None or run - now > timedelta(days=9) for run in runs.values()), proof
    for name in ENGINES:
        seen = [Seen(p, expected(DIALECTS[name], p.text, PLACE, now)) for p in proofs(PLACE, now) if not p.is_six]
        fits = verdict(seen, PLACE, now, "common", False).fits
        # Right after a change its like is a year away, and then two engines may look the same.
        assert fits == (name,) or (name in fits and sum("does not exist" in s.proof.asks for s in seen) == 0)


def test_a_description_that_agrees_stays_and_one_that_does_not_is_told() -> None:
    case = in_house(by_dialect("croniter_old"))
    seen, _ = looked(case)
    found = verdict(seen, PLACE, case.clock(), "croniter", False)
    assert found.fits == ("croniter_old",)
    assert "it was said to be 'croniter', and it is not" in found.sentences
    assert any("off by the shift" in each for each in found.sentences)


def test_an_engine_that_nobody_knows_is_told_by_date() -> None:
    """Weekdays as they are written, plain times right, but a missing time at noon."""

    def engine(text: str, place: str, now: datetime) -> datetime:
        found = expected(DIALECTS["vixie"], text, place, now)
        if found is None:
            raise ValueError(text)
        return found + timedelta(hours=9) if text.startswith("30 2 ") else found

    case = in_house(engine)
    seen, _ = looked(case)
    found = verdict(seen, PLACE, case.clock(), "common", False)
    assert (found.fits, found.is_safe) == ((), True)
    assert any("'30 2 14 3 *'" in each and "12:00:00" in each for each in found.against)


def test_an_engine_that_counts_weekdays_otherwise_gets_no_cron() -> None:
    case = in_house(lambda text, place, now: by_dialect("vixie")(text, place, now) + timedelta(days=1))
    seen, _ = looked(case)
    found = verdict(seen, PLACE, case.clock(), "common", False)
    assert (found.fits, found.is_safe) == ((), False)
    assert any("no recurring schedule will be sent" in each for each in found.sentences)


def test_six_fields_are_told_by_where_their_seconds_are() -> None:
    for last, said in ((False, "first"), (True, "last")):

        def engine(text: str, place: str, now: datetime, last: bool = last) -> datetime:
            if len(text.split()) == 6:
                text = text.rpartition(" ")[0] if last else text.partition(" ")[2]
            return by_dialect("vixie")(text, place, now)

        case = in_house(engine)
        seen, _ = looked(case)
        told = verdict(seen, PLACE, case.clock(), "common", False).sentences
        assert f"in six fields the seconds are {said}" in told


def test_a_server_that_wants_six_fields_is_asked_in_six() -> None:
    def engine(text: str, place: str, now: datetime) -> datetime:
        if len(text.split()) != 6:
            raise ValueError(text)
        return by_dialect("robfig6")(text.partition(" ")[2], place, now)

    case = in_house(engine)
    seen, prover = looked(case)
    assert prover.has_seconds
    assert "robfig6" in verdict(seen, PLACE, case.clock(), "common", True).fits


def test_a_failure_in_the_middle_leaves_nothing() -> None:
    case = in_house(by_dialect("vixie"))
    calls: list[int] = []

    def answer(request: httpx2.Request) -> httpx2.Response | None:
        calls.append(1)
        if request.method == "POST" and len(calls) > 12:
            case.stub(request)
            raise httpx2.ReadError("reset", request=request)
        return None

    put_before(case, answer)
    prover = Prover(case.backend, case.clock)
    with pytest.raises(OutcomeUnknown):
        list(prover.all(PLACE))
    assert len(case.stub.records) == 1
    assert prover.sweep() == 1
    assert case.stub.records == {}


def test_what_cannot_be_deleted_is_named() -> None:
    case = in_house(by_dialect("vixie"))
    put_before(case, lambda r: httpx2.Response(422, stream=httpx2.ByteStream(b"{}")) if r.method == "DELETE" else None)
    prover = Prover(case.backend, case.clock)
    prover.look(proofs(PLACE, case.clock())[0], PLACE)
    assert prover.left == ["j1"]


def test_one_that_cannot_be_read_back_is_deleted_all_the_same() -> None:
    case = in_house(by_dialect("vixie"))

    def broken(request: httpx2.Request) -> httpx2.Response | None:
        is_one = request.method == "GET" and "/v2/jobs/" in request.url.path
        return httpx2.Response(500, stream=httpx2.ByteStream(b"{}")) if is_one else None

    put_before(case, broken)
    case.backend.delete = lambda _, key: case.stub.records.pop(key)  # type: ignore[method-assign, assignment, return-value]
    with pytest.raises(Unavailable):
        Prover(case.backend, case.clock).look(proofs(PLACE, case.clock())[0], PLACE)
    assert case.stub.records == {}


def test_only_throw_away_schedules_are_deleted() -> None:
    case = in_house(by_dialect("vixie"))
    for number, title in enumerate((f"{MARK} 7", "schedule-mcp proofs", "report")):
        row = {"title": title, "queue": "reporting", "cron": "0 9 1 6 *", "tz": "UTC", "state": "ON"}
        case.stub.records[f"j{number}"] = row
    assert Prover(case.backend, case.clock).sweep() == 1
    assert [row["title"] for row in case.stub.records.values()] == ["schedule-mcp proofs", "report"]


@pytest.mark.parametrize("kind", ["agentscope", "orq"])
def test_where_no_next_run_is_named_nothing_can_be_proved(kind: str) -> None:
    case = bench(kind, {})
    with pytest.raises(InvalidArgument, match="names no next run"):
        Prover(case.backend, case.clock).check()


def config_of(folder: Path, **more: Any) -> Config:
    table = {**SETTINGS["http"], "data_dir": str(folder)}
    return Config("acme", {"acme": table}, folder, "test", "UTC", **more)


def test_the_operator_says_who_may_prove(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly):
        prove(config_of(tmp_path, read_only=True), "acme", Clock())
    with pytest.raises(NotAllowed):
        prove(config_of(tmp_path, allowed_backends=frozenset({"else"})), "acme", Clock())
    with pytest.raises(InvalidArgument, match="no backend 'nope'"):
        prove(config_of(tmp_path), "nope", Clock())


def test_the_finding_is_kept_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = in_house(by_dialect("croniter"))
    case.backend.name = "acme"
    monkeypatch.setattr("schedule_mcp.cli.operations.build_backend", lambda *_: case.backend)
    assert prove(config_of(tmp_path), "acme", case.clock) == 0
    found = read(str(tmp_path), case.backend.name, "https://acme.test/v2")
    assert found is not None
    assert found.dialects == ("croniter",)
    assert any("reads cron as 'croniter' does" in sentence for sentence in found.saw)


def test_a_finding_of_several_engines_is_one_dialect_of_candidates() -> None:
    found = Finding("https://a.b", ("vixie", "croniter"), "2026-11-22").dialect
    assert found is not None
    assert [engine.name for engine in found.candidates] == ["vixie", "croniter"]


def test_a_refusal_is_no_evidence() -> None:
    case = in_house(by_dialect("vixie"))
    put_before(case, lambda r: httpx2.Response(422, stream=httpx2.ByteStream(b"{}")) if r.method == "POST" else None)
    seen, _ = looked(case)
    assert all(each.refusal and each.at is None for each in seen)
    assert verdict(seen, PLACE, case.clock(), "common", False).fits == ()
    assert issubclass(Rejected, Exception)
