"""Campaigns made by chance, and one thing of each disturbed: never final with other winners than the undisturbed one."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from random import Random

import pytest

from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.outcome import Outcome
from tests.support.random_workspaces import DISTURBANCES, Disturbance, campaign, decided
from tests.support.repetition import every

# seeds of each disturbance, in every run and in a long one
FEW, MANY = range(1), range(100, 112)


def chosen(outcome: Outcome) -> set[str]:
    """Who wins, in whatever order."""
    return set(selection_of(outcome.evaluation).winners)


@cache
def undisturbed(seed: int) -> set[str]:
    """Who wins the campaign of a number when nothing happens to it."""
    with tempfile.TemporaryDirectory() as root:
        return chosen(decided(Path(root), campaign(Random(seed)).files()))


def check(root: Path, disturbance: Disturbance, seed: int) -> None:
    random = Random(seed)
    made = campaign(random)
    then = decided(root, disturbance(made, made.files(), random))
    if then.final:
        assert chosen(then) == undisturbed(seed), (disturbance.__name__, seed)


@pytest.mark.parametrize("disturbance", every(2, DISTURBANCES), ids=lambda one: one.__name__)
def test_a_disturbed_campaign_is_never_final_with_other_winners(disturbance: Disturbance, tmp_path: Path) -> None:
    for seed in FEW:
        check(tmp_path, disturbance, seed)


def test_there_are_two_hundred_campaigns() -> None:
    assert len(DISTURBANCES) * (len(FEW) + len(MANY)) >= 200


@pytest.mark.long
@pytest.mark.parametrize("disturbance", DISTURBANCES, ids=lambda one: one.__name__)
def test_many_disturbed_campaigns_are_never_final_with_other_winners(disturbance: Disturbance, tmp_path: Path) -> None:
    for seed in MANY:
        check(tmp_path, disturbance, seed)


def test_the_undisturbed_campaigns_are_final_but_for_ties_and_few_people(tmp_path: Path) -> None:
    """Else the tests above could not fail."""
    final = [decided(tmp_path, campaign(Random(seed)).files()).final for seed in range(6)]
    assert sum(final) >= 4
