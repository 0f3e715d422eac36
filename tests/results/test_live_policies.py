"""Under every value of every policy and with every form of answer a stored value is what its formula comes to, and the
workbook decides as the evaluation does, in the same words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.policies import Policies
from tests.support.evaluation_inputs import Inputs, random_inputs
from tests.support.recalculation import differences, emptied, recalculated, undecided
from tests.support.repetition import every
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    POST,
    SURVEY,
    TEAM,
    THREE,
    Fact,
    answers,
    department_award,
    hard,
    incident,
    nominate,
    people,
    person,
    person_award,
    post_award,
    review,
    rules,
    staff,
    tables_of,
    team_award,
    visit,
)

office = pytest.mark.libreoffice
WORTHS = (("很满意", 100), ("满意", Decimal("81.5")), ("一般", 60), ("不满意", 40), ("很不满意", 20))
# every value of every policy that has few, and some of those that have many
VALUES: dict[str, tuple[Any, ...]] = {
    "quota_rounding": ("四舍五入", "进一", "舍去"), "quota_minimum": (0, 2), "review_mean": ("平均", "去最高最低后平均"),
    "recusal": (True, False), "missing": ("不予排名", "沿用科室"), "tie_order": ((SURVEY, INSPECTION, FEATURES), (FEATURES,)),
    "veto_first": (dt.date(2017, 12, 4),), "lateness": ("提醒", "取消资格"), "decimals": (0, 1, 2, 3, 4),
    "grades": (tuple((name, Decimal(worth)) for name, worth in WORTHS),), "fewest_answers": (0, 3, 30), "doubtful": ("计入", "不计"),
    "quickest_answer": (0, 30), "numbered": ("大数最满意", "小数最满意"), "most_invalid": (Decimal(0), Decimal(10)),
}


def doubted(facts: list[Fact]) -> list[Fact]:
    """The same answers, given too quickly."""
    return [(kind, {**row, "doubt": "过快"}) for kind, row in facts]


def inputs(**policies: Any) -> Inputs:
    """Every award; words, numbers and doubtful answer sheets; own reviewers, a missing component, ties, incidents, late material."""
    made = rules(
        department_award(1, THREE, conditions=(hard(1, "特色服务数", 0), hard(2, "满意度", 70))), team_award(3, THREE), person_award(20),
        post_award(1), units={"甲科": ("电工组", "木工组", "水工组、仓管"), "乙科": ("医生组", "护士组", "药房")}, **policies)
    facts: list[Fact] = [*people(1, 2, 3), *people(1, 1, department="乙科"), *staff("甲科", 7, 6, 1, 2), *staff("乙科", 6, 6)]
    facts += [*person("无号", None, position=7), *incident("乙科", "护士组", conclusion="待查"), *nominate(TEAM, "乙科", team="药房", agreed=False),
              *incident("甲科", "电工组", "甲科员工1", number="SG-2"), *incident("乙科", "医生组", conclusion="不属实", number="SG-3")]
    facts += [("departments", {"department": "乙科", "file": "乙科.xlsx", "plan_date": dt.date(2017, 11, 24), "material_time": dt.datetime(2017, 12, 31, 9)})]
    grades = {"电工组": ("满意", "5", "4"), "木工组": ("很满意", "1", None), "水工组、仓管": ("2", "3"), "医生组": ("一般", "满意"), "护士组": ("一般", "满意")}
    for number, (name, given) in enumerate(grades.items()):
        department = "甲科" if number < 3 else "乙科"
        facts += [*nominate(TEAM, department, team=name), *answers(department, name, *given), *doubted(answers(department, name, "5", "很不满意"))]
        facts += visit(department, name, Decimal("17.5"), maxima=(20,), number=1) if name != "木工组" else []
        for judge, points in enumerate((95, 88, 71, 90, 86)):
            facts += review(TEAM, department, points - 7 * (number < 2), team=name, reviewer=f"评委{judge}", home="甲科" if judge == 0 else None)
    facts += doubted(answers("甲科", None, "1", "1"))
    for department in ("甲科", "乙科"):
        facts += [*nominate(ORGANISATION, department), *review(ORGANISATION, department, 90, reviewer="评委1", home=department),
                  *nominate(POST, department, team={"甲科": "电工组", "乙科": "医生组"}[department], post="窗口"),
                  *review(POST, department, 88, team={"甲科": "电工组", "乙科": "医生组"}[department], post="窗口")]
    return Inputs(made, tables_of(made, *facts))


@cache
def campaigns() -> dict[str, Inputs]:
    """One campaign under every value of every policy."""
    return {f"{name}-{number}": inputs(**{name: value}) for name, values in VALUES.items() for number, value in enumerate(values)}


def test_the_campaign_has_something_of_everything() -> None:
    statuses = {standing.status.value for one in campaigns().values() for result in one.outcome.evaluation.awards for standing in result.standings}
    assert statuses == {"winner", "not_selected", "tied", "pending", "unscored", "ineligible", "vetoed", "not_nominated"}
    tally = inputs().outcome.facts.sums.surveys["甲科", "电工组"]
    assert tally.doubtful and {"5", "4", "满意"} <= set(tally.grades)


@pytest.mark.parametrize("name", campaigns())
def test_the_workbook_decides_as_the_evaluation(name: str) -> None:
    assert undecided(campaigns()[name].outcome) == []


@pytest.mark.parametrize("seed", every(3, range(30)))
def test_the_workbook_decides_random_campaigns_as_the_evaluation(seed: int) -> None:
    assert undecided(random_inputs(seed).outcome) == []


def assert_recalculate_the_same(folder: Path, outcomes: dict[str, Outcome]) -> None:
    books = {name: results_workbook(outcome) for name, outcome in outcomes.items()}
    found = recalculated(folder, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}


@pytest.mark.long
@office
def test_policies_recalculate_the_same(tmp_path: Path) -> None:
    """One of those that changed the figures of 评分明细 unseen before."""
    chosen = ("doubtful-1",)
    assert_recalculate_the_same(tmp_path, {name: one.outcome for name, one in campaigns().items() if name in chosen})


@office
@pytest.mark.long
def test_every_value_of_every_policy_recalculates_the_same(tmp_path: Path) -> None:
    assert_recalculate_the_same(tmp_path, {name: one.outcome for name, one in campaigns().items()})


def random_policies(dice: Random, now: Policies) -> Policies:
    """About half of the policies at another value; grades keep their names."""
    values = {name: dice.choice(options) for name, options in VALUES.items() if name not in ("grades", "tie_order") and dice.random() < 0.5}
    return replace(now, **values)


@office
@pytest.mark.long
@pytest.mark.parametrize("first", range(300, 320, 10))
def test_random_policies_recalculate_the_same(tmp_path: Path, first: int) -> None:
    outcomes = {}
    for seed in range(first, first + 10):
        made = random_inputs(seed)
        policies = random_policies(Random(seed), made.rules.policies)
        outcomes[f"c{seed}"] = replace(made, rules=replace(made.rules, policies=policies)).outcome
        outcomes[f"p{seed}"] = inputs(**{name: getattr(policies, name) for name in VALUES if name not in ("grades", "tie_order")}).outcome
    assert [line for outcome in outcomes.values() for line in undecided(outcome)] == []
    assert_recalculate_the_same(tmp_path, outcomes)
