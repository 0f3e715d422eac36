"""Tiers, and bounds on the winners of a department, in the results workbook: what it stores is what its formulas come to."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.evaluate.evaluate import decide
from fuwuyue_xlsx.evaluate.policy_effects import other_values
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.rules.policies import POLICIES
from tests.support.evaluation_inputs import Inputs
from tests.support.recalculation import differences, emptied, recalculated, undecided
from tests.support.repetition import every
from tests.support.small_campaigns import nominate, review, rules, tables_of, team_award
from tests.support.tiered_campaigns import random_tiers


@pytest.mark.parametrize("seed", every(3, range(40)))
def test_the_workbook_decides_as_the_evaluation_does(seed: int) -> None:
    assert undecided(random_tiers(seed).outcome) == []


@pytest.mark.parametrize("seed", every(5, range(30)))
def test_other_policies_select_as_the_evaluation_does(seed: int) -> None:
    made = random_tiers(seed).outcome
    what_if = WhatIf(made.rules, made.facts)
    for policy in POLICIES:
        for changes in other_values(policy, made.rules):
            policies = replace(made.rules.policies, **changes)
            assert what_if.selection(policies) == selection_of(decide(replace(made.rules, policies=policies), made.facts)), policies


def test_a_chart_has_a_line_at_the_cut_only_where_there_is_one() -> None:
    """The highest tier has one, unless the winners of a department are bounded; a lower tier has none."""
    made = random_tiers(0).outcome
    awards = [result.award for result in made.evaluation.awards if result.award.scored and result.award.level is Level.TEAM]
    with zipfile.ZipFile(io.BytesIO(results_workbook(made))) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    drawn = {award.name: "lineChart" in chart for award in awards for chart in charts if f"：{award.name}" in chart}
    assert drawn == {award.name: award.name == awards[0].name and not award.capped for award in awards}


def test_random_campaigns_reach_every_status() -> None:
    found = {standing.status for seed in range(40) for result in random_tiers(seed).outcome.evaluation.awards for standing in result.standings}
    assert {Status.PLACED_HIGHER, Status.TIED, Status.PENDING, Status.WINNER, Status.NOT_SELECTED} <= found


def assert_recalculates_the_same(folder: Path, seeds: range) -> None:
    books = {f"c{seed}": results_workbook(random_tiers(seed).outcome) for seed in seeds}
    found = recalculated(folder, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}


@pytest.mark.libreoffice
@pytest.mark.parametrize("seeds", every(2, [range(2), range(2, 6)]))
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path, seeds: range) -> None:
    assert_recalculates_the_same(tmp_path, seeds)


@pytest.mark.libreoffice
def test_what_a_lower_tier_rests_on_may_not_change_in_silence(tmp_path: Path) -> None:
    """Another number of seats for the first tier: that follows at once, and the tier below asks to be run again."""
    tiers = [team_award(1, name=name, group="优秀班组") for name in ("一等奖", "二等奖")]
    made = rules(*tiers)
    names = {"电工组": 90, "木工组": 80, "水工组、仓管": 70}
    facts = [fact for name, points in names.items() for award in ("一等奖", "二等奖")
             for fact in (*nominate(award, "甲科", team=name), *review(award, "甲科", points, team=name))]
    data = results_workbook(Inputs(made, tables_of(made, *facts)).outcome)
    sheet = load_workbook(io.BytesIO(data))["规则"]
    seats = next(row[2].coordinate for row in sheet.iter_rows() if row[0].value == "一等奖" and row[2].value == 1)
    found = recalculated(tmp_path, {"same": emptied(data), "more": emptied(data, {"规则": {seats: 2}})})

    def statuses(book: str, award: str) -> list[object]:
        cells = found[book][award]
        column = next(cell[0] for cell, value in cells.items() if value == "状态")
        return [cells.get(f"{column}{row}") for row in range(8, 11)]

    assert (statuses("same", "一等奖"), statuses("same", "二等奖")) == (["获奖", "未获奖", "未获奖"], ["获奖", "未获奖", "已获更高奖项"])
    assert (statuses("more", "一等奖"), statuses("more", "二等奖")) == (["获奖", "获奖", "未获奖"], ["须重新运行"] * 3)
