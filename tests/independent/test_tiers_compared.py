"""Tiers and bounds on a department's winners, against the second implementation, which tries every order of all equals."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.independent.bridge import direct_differences
from tests.independent.implementation.oracle import expected
from tests.independent.implementation.oracle_tiers import TooMany
from tests.independent.implementation.random_tiers import tiered_campaign


def assert_no_difference(first: int, count: int) -> None:
    """So many campaigns, straight into the evaluation; those with very many equals are left out, and are few."""
    found, skipped = {}, 0
    for seed in range(first, first + count):
        try:
            found[seed] = direct_differences(tiered_campaign(seed))
        except TooMany:
            skipped += 1
    assert {seed: lines for seed, lines in found.items() if lines} == {}
    assert skipped <= count // 10


@pytest.mark.parametrize("first", [0, *(pytest.param(first, marks=pytest.mark.long) for first in range(20_000, 20_500, 250))])
def test_random_campaigns_are_decided_as_specified(first: int) -> None:
    assert_no_difference(first, 40 if first == 0 else 250)


@pytest.mark.long
def test_the_random_campaigns_reach_every_status() -> None:
    """So that the comparison compares something: in lower tiers, and where winners of a department are bounded."""
    reached: Counter[str] = Counter()
    pending = 0
    for seed in range(60):
        try:
            result = expected(tiered_campaign(seed))
        except TooMany:
            continue
        pending += sum(entry["status"] == "pending" for award in result["awards"] for entry in award["standings"])
        reached.update(entry["status"] for award in result["awards"] if award["award"].endswith("等") for entry in award["standings"])
    assert min(reached[status] for status in ("winner", "not_selected", "tied", "placed_higher")) >= 20
    assert pending >= 3
