"""Everything that rules may say at once, against the second implementation: groups, identities, votes, points, tiers, bounds …"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.independent import bridge
from tests.independent.implementation.model import BALLOT, INSPECTION, PANEL, POINTS, SURVEY
from tests.independent.implementation.oracle import expected
from tests.independent.implementation.oracle_serving import with_nominations_for_all
from tests.independent.implementation.oracle_tiers import TooMany
from tests.independent.implementation.random_whole import whole_campaign
from tests.independent.many_campaigns import compared
from tests.independent.round_trip import through_workbooks
from tests.support.evaluation_inputs import Inputs
from tests.support.recalculation import differences, emptied, recalculated, undecided

LONG = pytest.mark.long


def outcome(seed: int) -> Outcome:
    """What the product makes of the campaign's rules and tables."""
    campaign = with_nominations_for_all(whole_campaign(seed))
    return Inputs(bridge.rules_of(campaign), bridge.tables_of(campaign)).outcome


@pytest.mark.parametrize("first, count", [(0, 24), *(pytest.param(first, 150, marks=LONG) for first in range(1_000, 1_450, 150))])
def test_random_campaigns_are_decided_as_specified(first: int, count: int) -> None:
    found, left_out = compared(first, count)
    assert found == {}
    assert left_out <= count // 20


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=LONG) for seed in range(2_000, 2_012))])
def test_a_random_campaign_through_workbooks(tmp_path: Path, seed: int) -> None:
    assert through_workbooks(tmp_path, whole_campaign(seed)) == []


@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(3_012, 3_060), marks=LONG)])
def test_the_workbook_decides_as_the_evaluation_does(seeds: range) -> None:
    assert {seed: lines for seed in seeds if (lines := undecided(outcome(seed)))} == {}


def test_a_lower_tier_stands_while_a_headcount_is_missing() -> None:
    assert undecided(outcome(3_012)) == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(3_012, 3_049), marks=LONG)])
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path, seeds: range) -> None:
    books = {f"c{seed}": results_workbook(outcome(seed)) for seed in seeds}
    found = recalculated(tmp_path, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}


def test_the_random_campaigns_reach_every_kind_of_part_there_and_missing() -> None:
    """So that the comparison compares something."""
    figures: Counter[tuple[str, bool, bool]] = Counter()
    statuses: Counter[tuple[str, str]] = Counter()
    states: Counter[str] = Counter()
    for seed in range(60):
        campaign = whole_campaign(seed)
        try:
            result = expected(campaign)
        except TooMany:
            continue
        states[result["campaign"]["state"]] += 1
        parts = {(award.name, part.name): part for award in campaign.rules.enabled() for part in award.components}
        for award in result["awards"]:
            for entry in award["standings"]:
                statuses[award["level"], entry["status"]] += 1
                figures.update((parts[award["award"], name].source, bool(parts[award["award"], name].scope), value is None)
                               for name, value in entry["components"].items())
    assert min(figures[source, scoped, missing] for source, scoped in ((PANEL, True), (SURVEY, True), (BALLOT, False), (INSPECTION, False))
               for missing in (False, True)) >= 15
    assert figures[POINTS, False, False] >= 50 and not figures[POINTS, False, True]
    levels, wanted = ("department", "team", "person", "post"), ("winner", "not_selected", "placed_higher", "unscored", "ineligible", "vetoed")
    assert min(statuses[level, status] for level in levels for status in wanted) >= 1
    assert min(sum(statuses[level, status] for level in levels) for status in ("tied", "pending")) >= 5
    assert min(states.values()) >= 3
