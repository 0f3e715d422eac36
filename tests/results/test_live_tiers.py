"""Tiers, and bounds on the winners of a department, in the results workbook: what it stores is what its formulas come to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fuwuyue_xlsx.evaluate.decisions import Status
from fuwuyue_xlsx.evaluate.evaluate import decide
from fuwuyue_xlsx.evaluate.policy_effects import other_values
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.policies import POLICIES
from tests.support.recalculation import differences, emptied, recalculated, undecided
from tests.support.tiered_campaigns import random_tiers


@pytest.mark.parametrize("seed", range(40))
def test_the_workbook_decides_as_the_evaluation_does(seed: int) -> None:
    assert undecided(random_tiers(seed).outcome) == []


@pytest.mark.parametrize("seed", range(30))
def test_other_policies_select_as_the_evaluation_does(seed: int) -> None:
    made = random_tiers(seed).outcome
    what_if = WhatIf(made.rules, made.facts)
    for policy in POLICIES:
        for changes in other_values(policy, made.rules):
            policies = replace(made.rules.policies, **changes)
            assert what_if.selection(policies) == selection_of(decide(replace(made.rules, policies=policies), made.facts)), policies


def test_random_campaigns_reach_every_status() -> None:
    found = {standing.status for seed in range(40) for result in random_tiers(seed).outcome.evaluation.awards for standing in result.standings}
    assert {Status.PLACED_HIGHER, Status.TIED, Status.PENDING, Status.WINNER, Status.NOT_SELECTED} <= found


def assert_recalculates_the_same(folder: Path, seeds: range) -> None:
    books = {f"c{seed}": results_workbook(random_tiers(seed).outcome) for seed in seeds}
    found = recalculated(folder, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}


@pytest.mark.libreoffice
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path) -> None:
    assert_recalculates_the_same(tmp_path, range(6))
