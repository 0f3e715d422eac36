"""How many seats there are, and among whom: all, each department, a share of the units, a list by department."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fuwuyue_xlsx.evaluate.evaluate import decide as evaluated
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.policy_effects import policy_effects
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.model import QuotaKind, QuotaScope
from tests.support.department_seats import random_seats
from tests.support.repetition import every
from tests.support.ruled_campaigns import ruled
from tests.support.small_campaigns import (
    decide,
    department_award,
    incident,
    nominate,
    people,
    person_award,
    review,
    rules,
    tables_of,
    team,
    team_award,
)

FOUR = [*team("电工组", 90), *team("木工组", 80), *team("医生组", 70, department="乙科"), *team("护士组", 60, department="乙科")]


def seats(award, *facts, **policies):
    return decide(rules(award, **policies), *facts)


def test_each_department_has_seats_of_its_own():
    decided = seats(team_award(1, scope=QuotaScope.EACH), *FOUR)
    assert decided.ranks() == {"电工组": ("winner", 1), "木工组": ("not_selected", 2), "医生组": ("winner", 1), "护士组": ("not_selected", 2)}
    assert decided.award()["quota"] == {"甲科": 1, "乙科": 1}


@pytest.mark.parametrize("scope", [None, QuotaScope.ALL])
def test_one_quota_for_all_is_as_ever(scope):
    decided = seats(team_award(2, scope=scope), *FOUR)
    assert decided.ranks() == {"电工组": ("winner", 1), "木工组": ("winner", 2), "医生组": ("not_selected", 3), "护士组": ("not_selected", 4)}
    assert decided.award()["quota"] == 2


@pytest.mark.parametrize(("percent", "rounding", "quota"), [
    ("50", "四舍五入", 3), ("50", "舍去", 2), ("30", "四舍五入", 2), ("30", "舍去", 1), ("10", "进一", 1), ("0", "进一", 0), ("100", "四舍五入", 5)])
def test_a_share_of_the_number_of_teams(percent, rounding, quota):
    decided = seats(team_award(quota_kind=QuotaKind.UNITS, quota=percent), *FOUR, quota_rounding=rounding)
    assert decided.award()["quota"] == quota


def test_a_share_of_the_number_of_departments_has_no_least_number():
    award = department_award(quota_kind=QuotaKind.UNITS, quota="20")
    assert seats(award, *nominate("优秀组织奖", "甲科"), *review("优秀组织奖", "甲科", 90), quota_minimum=1).award()["quota"] == 0


def test_a_share_of_each_departments_own_teams():
    award = team_award(quota_kind=QuotaKind.UNITS, quota="50", scope=QuotaScope.EACH)
    assert seats(award, *FOUR).award()["quota"] == {"甲科": 2, "乙科": 1}


def test_seats_listed_by_department_and_none_where_there_is_no_row():
    award = replace(team_award(), quota_kind=QuotaKind.LISTED, quota=None, listed={"乙科": 2})
    decided = seats(award, *FOUR)
    assert decided.award()["quota"] == {"甲科": 0, "乙科": 2}
    assert [name for name, status in decided.statuses().items() if status == "winner"] == ["医生组", "护士组"]


def test_people_have_the_seats_listed_for_their_department():
    award = replace(person_award(), quota_kind=QuotaKind.LISTED, quota=None, listed={"甲科": 1, "乙科": 2})
    decided = seats(award, *people(1, 2), *people(1, 2, department="乙科"))
    assert [name for name, status in decided.statuses().items() if status == "winner"] == ["甲科员工1", "乙科员工1", "乙科员工2"]


def test_a_tie_in_one_department_is_open_there_alone():
    decided = seats(team_award(1, scope=QuotaScope.EACH), *team("电工组", 80), *team("木工组", 80), *team("医生组", 80, department="乙科"))
    assert decided.statuses() == {"电工组": "tied", "木工组": "tied", "医生组": "winner", "水工组、仓管": "not_nominated", "护士组": "not_nominated"}


def test_two_departments_may_ask_the_same_question_and_have_their_own_answers():
    award = team_award(1, scope=QuotaScope.EACH)
    tie = [*team("电工组", 80), *team("木工组", 80), *team("医生组", 80, department="乙科"), *team("护士组", 80, department="乙科")]
    here = ruled(80, 1, 电工组=True, 木工组=False)
    decided = seats(award, *tie, *here)
    assert {name: status for name, status in decided.statuses().items() if status != "not_nominated"} == {
        "电工组": "winner", "木工组": "not_selected", "医生组": "tied", "护士组": "tied"}
    there = [(kind, {**row, "department": "乙科"}) for kind, row in ruled(80, 1, 医生组=False, 护士组=True)]
    both = seats(award, *tie, *here, *there)
    assert [name for name, status in both.statuses().items() if status == "winner"] == ["电工组", "护士组"]


def test_an_incident_of_one_department_leaves_the_others_locked():
    decided = seats(team_award(1, scope=QuotaScope.EACH), *FOUR, *incident("甲科", "电工组", conclusion="待查"))
    certain = {name: entry["certainty"] for name, entry in decided.standings().items() if entry["nominated"]}
    assert certain == {"电工组": "open", "木工组": "open", "医生组": "locked_in", "护士组": "locked_out"}


@pytest.mark.parametrize("seed", every(3, range(40)))
def test_other_policies_are_tried_as_a_full_evaluation_would(seed):
    inputs = random_seats(seed)
    facts = facts_of(inputs.rules, inputs.tables)
    what_if = WhatIf(inputs.rules, facts)
    for rounding in ("四舍五入", "进一", "舍去"):
        policies = replace(inputs.rules.policies, quota_rounding=rounding)
        assert what_if.selection(policies) == selection_of(evaluated(replace(inputs.rules, policies=policies), facts))


def test_another_rounding_is_told_with_whom_it_brings_in():
    award = team_award(quota_kind=QuotaKind.UNITS, quota="30")
    decided_rules = rules(award, quota_rounding="舍去")
    facts = facts_of(decided_rules, tables_of(decided_rules, *FOUR))
    found = {one.value: one.comes_in for one in policy_effects(decided_rules, facts, evaluated(decided_rules, facts)) if one.policy.field == "quota_rounding"}
    assert found == {"四舍五入": ("木工组（优秀班组，甲科）",), "进一": ("木工组（优秀班组，甲科）",)}


def test_more_teams_than_seats_are_no_over_nomination():
    assert "over-nominated" not in seats(team_award(1, scope=QuotaScope.EACH), *FOUR).codes
    listed = replace(person_award(), quota_kind=QuotaKind.LISTED, quota=None, listed={"甲科": 1})
    assert "over-nominated" in seats(listed, *people(1, 2)).codes
