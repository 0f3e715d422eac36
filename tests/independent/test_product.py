"""The product against a second implementation, written from the specification alone: random campaigns, no difference."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.templates.all_templates import rulebook_2017
from tests.independent.bridge import direct_differences
from tests.independent.implementation import drive
from tests.independent.implementation.campaigns import campaign_of
from tests.independent.implementation.compare import differences
from tests.independent.implementation.fill import fill_inbox, write_rules
from tests.independent.implementation.fill_rules import RULES_FILE
from tests.independent.implementation.oracle import expected
from tests.support.json_contract import breaches

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
@pytest.mark.parametrize("first", [100, *range(10_000, 12_000, 250)])
def test_thousands_of_campaigns_are_decided_as_specified(first):
    assert_no_difference(first, 250)


def through_workbooks(folder: Path, seed: int) -> list[str]:
    """The campaign's rules and filled templates as workbooks, run by the command, and what it says otherwise or in another shape."""
    campaign = campaign_of(seed)
    (folder / RULES_FILE).write_bytes(rulebook_2017())
    write_rules(folder, campaign)
    made = CliRunner().invoke(main, ["templates", str(folder)])
    assert made.exit_code == 0, made.output
    fill_inbox(folder, campaign)
    done = CliRunner().invoke(main, ["run", str(folder), "--json", "--quiet"])
    assert done.exit_code in (0, 1), done.output
    said = json.loads(done.stdout)
    assert done.exit_code == (0 if said["campaign"]["state"] == "final" else 1)
    return breaches(said) + differences(expected(campaign), said)


@pytest.mark.parametrize("seed", [3, pytest.param(4, marks=pytest.mark.long)])
def test_a_random_campaign_through_workbooks(tmp_path, seed):
    assert through_workbooks(tmp_path, seed) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 5, *range(1_000, 1_030)])
def test_many_random_campaigns_through_workbooks(tmp_path, seed):
    assert through_workbooks(tmp_path, seed) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [2_000, 2_001])
def test_a_random_campaign_through_the_commands(tmp_path, seed):
    assert drive.check(tmp_path / "工作文件夹", seed, "small") == []


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
