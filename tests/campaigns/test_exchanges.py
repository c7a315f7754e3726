"""The campaign of `exchanges.py` for a minute, and every failure that it ever found, again."""

from __future__ import annotations

import shlex

import pytest

from tests.campaigns.exchanges import TROUBLES, campaign, cases_of, one_case

SECONDS = 40

FOUND = """
agentscope/0 create 'drop before'
agentscope/0 create-group 'kill before'
agentscope/0 create-paused dropping
agentscope/0 split '403 before'
langgraph/1 delete-group '404 always'
orq/0 create-paused 'kill after'
orq/0 create-paused 'kill before'
orq/0 retime '408 after'
orq/0 split '500 after'
orq/0 split '401 always'
orq/0 retime-group '403 before'
orq/1 rename-group stale
orq/1 resume '302 after'
orq/1 resume-group '403 before'
orq/1 split 'kill after'
orq/1 split 'kill before'
sequentum/0 create-group 'kill after'
sequentum/0 create-group 'kill before'
sequentum/0 rename-group '404 before'
sequentum/0 split '500 before'
sequentum/0 split '500 always'
sequentum/0 split '504 before'
sequentum/1 create '302 always'
sequentum/1 retime-group '504 before'
uranus/0 create-group 'kill after'
uranus/0 retime-group '302 before'
uranus/0 retime-group 'half before'
uranus/0 split 'kill after'
uranus/0 split '422 before'
uranus/1 create-group '401 always'
uranus/1 retime-group 'kill before'
uranus/1 retime-group '401 always'
uranus/1 retime-group '500 always'
""".strip().splitlines()
"""Kind, verb and fault of every failure that was found; each is tried at three exchanges that can meet it."""

SEEDS = """
agno/0 create-paused-group 0 'seed 285712023'
hermes/0 create-soon 0 'seed 493871030'
orq/0 resume 0 'seed 604822504'
orq/1 create 0 'seed 147048352'
sequentum/1 pause-group 0 'seed 131855949'
uranus/0 create-soon 0 'seed 292915374'
uranus/0 pause 0 'seed 641380304'
uranus/1 create-group 0 'seed 91336297'
""".strip().splitlines()
"""The same for failures that needed several faults in one call."""


@pytest.mark.slow
def test_what_is_told_is_what_is_whatever_fails_at_any_exchange() -> None:
    tally = campaign(SECONDS, seed=7)
    assert not any(tally.found[what] for what in TROUBLES), "\n".join([*tally.lines(), *tally.cases])
    assert tally.faults > 100
    assert tally.kills > 10


@pytest.mark.slow
@pytest.mark.parametrize("case", FOUND)
def test_a_failure_that_was_found_is_not_there_any_more(case: str) -> None:
    place, name, fault = shlex.split(case)
    cases = cases_of(place, name, fault)
    assert cases
    for each in cases[:: -(-len(cases) // 3)]:
        tally = one_case(each)
        assert not any(tally.found[what] for what in TROUBLES), tally.cases
        assert tally.faults + tally.kills == 1 or fault.endswith("always") or fault == "stale"


@pytest.mark.parametrize("case", SEEDS)
def test_a_failure_of_several_faults_is_not_there_any_more(case: str) -> None:
    tally = one_case(case)
    assert not any(tally.found[what] for what in TROUBLES), tally.cases
