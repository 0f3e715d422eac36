"""评委打分 with 范围: a part of the score of each group of reviewers, and only its rows in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fuwuyue_xlsx.evaluate.evaluate import decide as evaluated
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.policy_effects import policy_effects
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.model import Component, Source
from tests.support.small_campaigns import (
    ORGANISATION,
    PANEL_ONLY,
    TEAM,
    by_groups,
    decide,
    department_award,
    listed,
    nominate,
    review,
    rules,
    tables_of,
    team,
    team_award,
)

PANEL = listed(领导=("张三", "李四"), 职工=("王五",))


def grouped(weights=None, panel=PANEL, others=(), **policies):
    """Rules with an award for teams of which each group's points have a weight of their own."""
    award = replace(team_award(1), components=by_groups(weights or {"领导": 60, "职工": 40}))
    return replace(rules(award, *others, **policies), expected=panel)


def points(name, **given):
    """A nominated team with points by reviewer."""
    return team(name) + [fact for reviewer, number in given.items() for fact in review(TEAM, "甲科", number, team=name, reviewer=reviewer)]


BOTH = [*points("电工组", 张三=90, 李四=80, 王五=70), *points("木工组", 张三=80, 李四=80, 王五=100)]


def test_each_groups_rows_make_its_own_part():
    decided = decide(grouped(), *BOTH)
    assert decided.standings()["电工组"]["components"] == {"领导评价": "85.00", "职工评价": "70.00"}
    assert decided.ranks() == {"木工组": ("winner", 1), "电工组": ("not_selected", 2)}
    assert decided.standings()["木工组"]["score"] == "88.00"


def test_without_groups_all_rows_make_one_part():
    decided = decide(replace(rules(team_award(1, PANEL_ONLY)), expected=PANEL), *BOTH)
    assert decided.standings()["电工组"]["score"] == "80.00"


def test_several_groups_may_make_one_part():
    award = replace(team_award(1), components=(Component("评价", Decimal(100), Source.REVIEW, ("领导", "职工")),))
    panel = listed(领导=("张三", "李四"), 职工=("王五",), 专家=("赵六",))
    decided = decide(replace(rules(award), expected=panel), *points("电工组", 张三=90, 李四=80, 王五=70, 赵六=0))
    assert decided.standings()["电工组"]["score"] == "80.00"


def test_who_has_no_points_of_a_group_is_unscored():
    decided = decide(grouped(), *points("电工组", 张三=90, 李四=80))
    assert decided.statuses()["电工组"] == "unscored"
    assert decided.standings()["电工组"]["reasons"] == ["缺少评分：职工评价，不予排名"]
    assert [one.line for one in decided.evaluation.ledger.owed] == ["还没有收到评委“王五”的打分：优秀班组"]


def test_highest_and_lowest_are_left_out_within_a_group():
    names = ("甲", "乙", "丙", "丁", "戊")
    award_rules = grouped({"领导": 50, "职工": 50}, listed(领导=names, 职工=("王五",)), review_mean="去最高最低后平均")
    decided = decide(award_rules, *points("电工组", 甲=100, 乙=90, 丙=90, 丁=90, 戊=0, 王五=70))
    assert decided.standings()["电工组"]["components"] == {"领导评价": "90.00", "职工评价": "70.00"}
    assert decided.codes.count("few-reviewers") == 1


def test_a_missing_part_is_taken_from_the_same_groups_of_the_department():
    organisation = replace(department_award(1), components=by_groups({"职工": 100}))
    facts = [*points("电工组", 张三=90, 李四=80), *nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 66, reviewer="王五"),
             *review(ORGANISATION, "甲科", 10, reviewer="张三")]
    decided = decide(grouped(others=[organisation], missing="沿用科室"), *facts)
    assert decided.component("电工组", "职工评价") == "66.00"
    assert "职工评价沿用科室得分" in decided.standings()["电工组"]["reasons"]


def test_a_department_whose_part_counts_other_groups_lends_nothing():
    organisation = replace(department_award(1), components=(Component("职工评价", Decimal(100), Source.REVIEW),))
    facts = [*points("电工组", 张三=90, 李四=80), *nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 66, reviewer="王五")]
    assert decide(grouped(others=[organisation], missing="沿用科室"), *facts).statuses()["电工组"] == "unscored"


@pytest.mark.parametrize("mean", ["平均", "去最高最低后平均"])
@pytest.mark.parametrize("places", [0, 2])
def test_other_policies_are_tried_as_a_full_evaluation_would(mean, places):
    used = grouped()
    facts = facts_of(used, tables_of(used, *BOTH))
    policies = replace(used.policies, review_mean=mean, decimals=places)
    assert WhatIf(used, facts).selection(policies) == selection_of(evaluated(replace(used, policies=policies), facts))
    assert policy_effects(used, facts, evaluated(used, facts))
