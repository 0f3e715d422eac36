"""The product against a second implementation, written from the specification alone: random campaigns, no difference."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.independent.bridge import direct_differences
from tests.independent.implementation import drive
from tests.independent.implementation.campaigns import campaign_of
from tests.independent.implementation.oracle import expected
from tests.independent.round_trip import through_workbooks

RANKED = {"winner", "not_selected", "tied", "pending"}
BEFORE = {"vetoed", "ineligible", "unscored", "not_nominated"}


def assert_no_difference(first: int, count: int) -> None:
    """So many campaigns, straight into the evaluation."""
    found = {seed: direct_differences(campaign_of(seed)) for seed in range(first, first + count)}
    assert {seed: lines for seed, lines in found.items() if lines} == {}


@pytest.mark.parametrize("first", [0, *(pytest.param(first, marks=pytest.mark.long) for first in (25, 50, 75))])
def test_random_campaigns_are_decided_as_specified(first):
    assert_no_difference(first, 25)


@pytest.mark.long
@pytest.mark.parametrize("first", [100, *range(10_000, 11_000, 250)])
def test_many_campaigns_are_decided_as_specified(first):
    assert_no_difference(first, 250)


@pytest.mark.parametrize("seed", [3, pytest.param(4, marks=pytest.mark.long)])
def test_a_random_campaign_through_workbooks(tmp_path, seed):
    assert through_workbooks(tmp_path, campaign_of(seed)) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 5, *range(1_000, 1_012)])
def test_many_random_campaigns_through_workbooks(tmp_path, seed):
    assert through_workbooks(tmp_path, campaign_of(seed)) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [2_000, 2_001])
def test_a_random_campaign_through_the_commands(tmp_path, seed):
    assert drive.check(tmp_path / "工作文件夹", seed, "small") == []


@pytest.mark.long
def test_the_random_campaigns_reach_every_status_and_both_states():
    """So that the comparison above compares something."""
    reached: Counter[tuple[str, str]] = Counter()
    states: Counter[str] = Counter()
    effects: Counter[str] = Counter()
    for seed in range(150):
        result = expected(campaign_of(seed))
        states[result["campaign"]["state"]] += 1
        effects.update(incident["effect"] for incident in result["incidents"])
        reached.update((award["level"], entry["status"]) for award in result["awards"] for entry in award["standings"])
    assert min(states["final"], states["preliminary"]) >= 10
    assert min(effects[effect] for effect in ("veto", "pending", "none")) >= 20
    never = {("person", "unscored"), ("post", "vetoed"), ("post", "pending"), ("department", "tied")}
    wanted = {(level, status) for level in ("department", "team", "person", "post") for status in RANKED | BEFORE}
    assert {pair for pair in wanted - never if reached[pair] == 0} == set()
