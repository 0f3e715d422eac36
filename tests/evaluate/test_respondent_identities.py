"""满意度测评 with 范围: a part of the score from the answers of some identities, and only theirs in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fuwuyue_xlsx.evaluate.evaluate import decide as evaluated
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.policy_effects import policy_effects
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.model import Condition, ConditionKind
from fuwuyue_xlsx.rules.own_words import OwnWords
from tests.support.small_campaigns import (
    ORGANISATION,
    answers,
    by_identities,
    decide,
    department_award,
    nominate,
    rules,
    tables_of,
    team,
    team_award,
)

OWN = OwnWords(identities=("学生", "教师", "其他"))


def asked(weights=None, others=(), conditions=(), **policies):
    """Rules with an award for teams of which each identity's answers have a weight of their own."""
    award = replace(team_award(1), components=by_identities(weights or {"学生": 60, "教师": 40}), conditions=conditions)
    return replace(rules(award, *others, **{"fewest_answers": 0, **policies}), own=OWN)


def answered(name, **given):
    """A nominated team with one answer by each of these identities."""
    return team(name) + [fact for identity, grade in given.items() for fact in answers("甲科", name, grade, by=identity)]


BOTH = [*answered("电工组", 学生="很满意", 教师="一般"), *answered("木工组", 学生="满意", 教师="很满意")]


def test_each_identitys_answers_make_its_own_part():
    decided = decide(asked(), *BOTH)
    assert decided.standings()["电工组"]["components"] == {"学生评价": "100.00", "教师评价": "60.00"}
    assert decided.ranks() == {"木工组": ("winner", 1), "电工组": ("not_selected", 2)}
    assert decided.standings()["木工组"]["score"] == "88.00"
    assert decided.codes == []


def test_several_identities_are_one_part_over_all_their_answers():
    facts = [*answered("电工组", 学生="很满意", 教师="一般", 其他="很不满意"), *answers("甲科", "电工组", "很满意", by="学生")]
    decided = decide(asked({"学生、教师": 100}), *facts)
    assert decided.component("电工组", "学生、教师评价") == "86.67"  # (100 + 60 + 100) ÷ 3


def test_answers_that_no_part_counts_are_told_once():
    """Those of an identity that no part names; about a team each counts for its department as well. Of one without identity its sheet tells."""
    facts = [*BOTH, *answers("甲科", "电工组", "很不满意"), *answers("甲科", "木工组", "很不满意", by="其他"), *answers("乙科", None, "满意", by="其他")]
    decided = decide(asked(), *facts)
    assert decided.standings()["木工组"]["score"] == "88.00"
    told = [one for one in decided.evaluation.findings if one.code == "answers-in-no-part"]
    assert [(one.details["count"], one.details["whose"]) for one in told] == [(2, "其他 2 份")]


def test_without_a_range_nobody_is_told_apart():
    award = replace(team_award(1), components=by_identities({"学生": 100}))
    everybody = replace(award, components=(replace(award.components[0], scope=()),))
    decided = decide(replace(rules(everybody, fewest_answers=0), own=OWN), *BOTH, *answers("甲科", "电工组", "一般"))
    assert decided.component("电工组", "学生评价") == "73.33"
    assert decided.codes == []


def test_who_has_no_answers_of_an_identity_is_unscored():
    decided = decide(asked(), *answered("电工组", 学生="很满意", 其他="满意"))
    assert decided.statuses()["电工组"] == "unscored"
    assert decided.standings()["电工组"]["reasons"] == ["缺少评分：教师评价，不予排名"]


def test_a_missing_part_is_taken_from_the_same_identities_of_the_department():
    organisation = replace(department_award(1), components=by_identities({"教师": 100}))
    facts = [*answered("电工组", 学生="很满意"), *answered("木工组", 教师="一般", 学生="很满意"), *nominate(ORGANISATION, "甲科")]
    decided = decide(asked(others=[organisation], missing="沿用科室"), *facts)
    assert decided.component("电工组", "教师评价") == "60.00"


def test_a_condition_on_the_survey_compares_everybodys_answers():
    condition = Condition(1, "满意", ConditionKind.HARD, "满意度", Decimal(80))
    decided = decide(asked(conditions=(condition,)), *BOTH, *answers("甲科", "木工组", "很不满意"))
    # 电工组 (100 + 60) ÷ 2 = 80, 木工组 (80 + 100 + 20) ÷ 3 = 66.67
    assert decided.statuses() | {"电工组": "winner", "木工组": "ineligible"} == decided.statuses()


def test_few_answers_are_told_for_each_part():
    decided = decide(asked(fewest_answers=2), *BOTH, *answers("甲科", "电工组", "满意", by="学生"))
    told = [(one.details["candidate"], one.details["whose"]) for one in decided.evaluation.findings if one.code == "few-answers-of"]
    assert sorted(told) == [("木工组", "学生"), ("木工组", "教师"), ("电工组", "教师")]
    assert "few-answers" not in decided.codes


@pytest.mark.parametrize("doubtful", ["计入", "不计入"])
@pytest.mark.parametrize("places", [0, 2])
def test_other_policies_are_tried_as_a_full_evaluation_would(doubtful, places):
    used = asked()
    facts = facts_of(used, tables_of(used, *BOTH))
    policies = replace(used.policies, doubtful=doubtful, decimals=places)
    assert WhatIf(used, facts).selection(policies) == selection_of(evaluated(replace(used, policies=policies), facts))
    assert policy_effects(used, facts, evaluated(used, facts))
