"""Hard conditions: what each check counts, what leaves it unmet, and whom an unmet one stops."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.awards import ConditionGroup
from fuwuyue_xlsx.rules.model import Condition, ConditionKind, QuotaKind
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    PERSON,
    SURVEY,
    TEAM,
    THREE,
    VETO,
    answers,
    decide,
    department_award,
    handed_in,
    hard,
    incident,
    nominate,
    person,
    person_award,
    review,
    row,
    rules,
    tables_of,
    team,
    team_award,
    visit,
)

DONE = {"planned": True, "status": "已完成"}
DECLARED = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90)]
LATE_DAY, LATE_TIME = dt.date(2017, 11, 25), dt.datetime(2017, 12, 30, 17, 1)


def series(*rows, department="甲科"):
    """Rows of the plan."""
    return [fact for values in rows for fact in row("series", department, **values)]


def contests(*trades, teams=("电工组",), department="甲科"):
    return [fact for trade in trades for fact in row("contests", department, trade=trade, teams=teams)]


def trainings(*forms, teams=("电工组",), department="甲科"):
    return [fact for form in forms for fact in row("trainings", department, form=form, teams=teams)]


def levels(*names, department="甲科"):
    return [fact for name in names for fact in row("trainings", department, form="集中授课", level=name, teams=("电工组",))]


def publicity(*forms, department="甲科"):
    return [fact for form in forms for fact in row("publicity", department, form=form)]


def services(*names, department="甲科"):
    return [fact for name in names for fact in row("services", department, name=name)]


def suggestions(*teams, department="甲科"):
    return [fact for name in teams for fact in row("suggestions", department, team=name, content="换灯")]


@pytest.mark.parametrize(
    "check, threshold, enough, too_little",
    [
        ("方案完成系列数", 2, series({"series": "一", **DONE}, {"series": "二", **DONE}), series({"series": "一", **DONE})),
        ("方案完成系列数", 1, series({"series": "一", **DONE}), series({"series": "一", "planned": False, "status": "已完成"})),
        ("方案完成系列数", 1, series({"series": "一", **DONE}), series({"series": "一", "planned": True, "status": "部分完成"})),
        ("方案完成系列数", 1, series({"series": "一", **DONE}), series({"series": "一", "planned": True, "status": None})),
        ("方案完成系列数", 1, series({"series": "一", **DONE}), series({"series": "一", **DONE}, department="乙科")),
        ("比赛工种数", 2, contests("电工", "水工"), contests("电工", "电工")),
        ("比赛工种数", 2, contests("电工", "水工"), contests("电工", "电 工")),
        ("比赛工种数", 1, contests("电工"), contests(None)),
        ("培训形式数", 2, trainings("集中授课", "现场实操"), trainings("集中授课", "集中授课")),
        ("培训形式数", 1, trainings("其他"), trainings(None)),
        ("培训层次数", 2, levels("科室级", "班组级"), levels("班组级", "班组级")),
        ("培训层次数", 1, levels("岗位级"), levels(None)),
        ("特色服务数", 2, services("上门", "上门"), services("上门")),
        ("特色服务数", 1, services("上门"), services(None)),
        ("宣传形式数", 2, publicity("横幅", "新闻"), publicity("横幅", "横幅")),
        ("宣传形式数", 1, publicity("横幅"), publicity("横幅", department="乙科")),
    ],
)
def test_what_a_check_of_departments_counts(check, threshold, enough, too_little):
    made = rules(department_award(conditions=(hard(3, check, threshold),)))
    met, unmet = decide(made, *DECLARED, *enough), decide(made, *DECLARED, *too_little)
    assert (met.statuses()["甲科"], met.standings()["甲科"]["unmet"]) == ("winner", [])
    assert (unmet.statuses()["甲科"], unmet.standings()["甲科"]["unmet"]) == ("ineligible", [3])
    assert any("第 3 条" in reason for reason in unmet.standings()["甲科"]["reasons"])


@pytest.mark.parametrize(
    "check, threshold, enough, too_little",
    [
        ("合理化建议数", 2, suggestions("电工组", "电工组"), suggestions("电工组", "木工组")),
        ("合理化建议数", 1, suggestions("电工组"), suggestions(None)),
        ("合理化建议数", 1, suggestions("电工组"), suggestions("电工组", department="乙科")),
        ("比赛培训次数", 1, contests("电工"), contests("木工", teams=("木工组",))),
        ("比赛培训次数", 2, [*contests("电工"), *trainings("其他")], contests("电工")),
        ("比赛培训次数", 2, contests("电工", "电工", teams=("木工组", "电工组")), contests("电工", "电工", teams=None)),
    ],
)
def test_what_a_check_of_teams_counts(check, threshold, enough, too_little):
    made = rules(team_award(conditions=(hard(3, check, threshold),)))
    assert decide(made, *team("电工组", 90), *enough).statuses()["电工组"] == "winner"
    assert decide(made, *team("电工组", 90), *too_little).standings()["电工组"]["unmet"] == [3]


@pytest.mark.parametrize("threshold, unmet", [("79.99", []), ("80", []), ("80.01", [4]), ("0", [])])
@pytest.mark.parametrize("check", [INSPECTION, "满意度"])
def test_a_component_meets_a_threshold_from_equality_on(check, threshold, unmet):
    facts = [*team("电工组", 90, 80), *answers("甲科", "电工组", "满意")]
    decided = decide(rules(team_award(conditions=(hard(4, check, threshold),))), *facts)
    assert decided.standings()["电工组"]["unmet"] == unmet


@pytest.mark.parametrize("check", [INSPECTION, "满意度"])
def test_a_missing_component_meets_no_threshold(check):
    decided = decide(rules(team_award(conditions=(hard(4, check, 0),))), *team("电工组", 90))
    assert decided.standings()["电工组"]["unmet"] == [4]


def test_a_person_has_its_teams_figures_and_outside_teams_the_departments():
    made = rules(person_award(2, QuotaKind.FIXED, conditions=(hard(1, INSPECTION, 80),)))
    facts = [*visit("甲科", "电工组", 70), *visit("甲科", "木工组", 92), *person("李小满", 1), *person("王立夏", 2, team=None)]
    assert decide(made, *facts).statuses() == {"王立夏": "winner", "李小满": "ineligible"}


def test_every_unmet_condition_is_named_and_every_candidate_has_its_own():
    conditions = (hard(1, "合理化建议数"), VETO, hard(2, "比赛培训次数"), hard(3, INSPECTION, 60))
    decided = decide(rules(team_award(2, conditions=conditions)), *team("电工组", 90), *team("木工组", 80, 70),
                     *suggestions("木工组"), *contests("木工", teams=("木工组",)))
    assert {name: entry["unmet"] for name, entry in decided.standings().items() if entry["nominated"]} == {
        "木工组": [], "电工组": [1, 2, 3],
    }


def test_the_veto_is_not_among_the_unmet_and_the_unmet_are_named_for_the_vetoed_too():
    decided = decide(rules(team_award(conditions=(VETO, hard(1, "合理化建议数")))), *team("电工组", 90), *incident("甲科", "电工组"))
    assert (decided.statuses()["电工组"], decided.standings()["电工组"]["unmet"]) == ("vetoed", [1])


def test_somebody_not_nominated_has_no_unmet_conditions():
    decided = decide(rules(team_award(conditions=(hard(1, "合理化建议数"),))), *team("电工组", 90, agreed=False))
    assert (decided.statuses()["电工组"], decided.standings()["电工组"]["unmet"]) == ("not_nominated", [])


@pytest.mark.parametrize("check, threshold", [("满意度", 99), (INSPECTION, 99), ("科室意见", None), ("满意度", None)])
def test_an_advisory_condition_is_shown_and_decides_nothing(check, threshold):
    advisory = Condition(7, "比较高", ConditionKind.ADVISORY, check, threshold)
    decided = decide(rules(team_award(conditions=(advisory,))), *team("电工组", 90, 50), *answers("甲科", "电工组", "一般"))
    assert (decided.statuses()["电工组"], decided.standings()["电工组"]["unmet"]) == ("winner", [])
    assert [e.condition.number for e in decided.evidence("电工组").evidence] == [7]


PLANNED = (hard(1, "方案完成系列数", 1),)


@pytest.mark.parametrize(
    "lateness, plan_date, unmet",
    [("取消资格", dt.date(2017, 11, 24), []), ("取消资格", LATE_DAY, [1]), ("取消资格", None, [1]), ("提醒", LATE_DAY, []), ("提醒", None, [])],
)
def test_a_late_or_undated_plan_leaves_condition_1_unmet_only_under_disqualification(lateness, plan_date, unmet):
    decided = decide(rules(department_award(conditions=PLANNED), lateness=lateness), *DECLARED, *series({"series": "一", **DONE}),
                     *handed_in("甲科", plan_date=plan_date))
    assert decided.standings()["甲科"]["unmet"] == unmet


@pytest.mark.parametrize(
    "lateness, material_time, status",
    [("取消资格", dt.datetime(2017, 12, 30, 17), "winner"), ("取消资格", LATE_TIME, "ineligible"), ("取消资格", None, "winner"),
     ("提醒", LATE_TIME, "winner")],
)
def test_late_material_makes_every_candidate_of_the_department_ineligible(lateness, material_time, status):
    awards = (department_award(), team_award(), person_award(1, QuotaKind.FIXED))
    decided = decide(rules(*awards, lateness=lateness), *DECLARED, *team("电工组", 90), *person("李小满", 1),
                     *person("周白露", 1, "乙科", "医生组"), *handed_in("甲科", material_time=material_time))
    stands = decided.standings(ORGANISATION)["甲科"], decided.standings(TEAM)["电工组"], decided.standings(PERSON)["李小满"]
    assert [(entry["status"], entry["unmet"]) for entry in stands] == [(status, [])] * 3
    assert decided.statuses(PERSON)["周白露"] == "winner"
    assert all(any("逾期报送" in reason for reason in entry["reasons"]) == (status == "ineligible") for entry in stands)


def test_a_veto_comes_before_lateness_and_lateness_before_a_missing_score():
    made = rules(team_award(2), lateness="取消资格")
    decided = decide(made, *nominate(TEAM, "甲科", team="电工组"), *nominate(TEAM, "甲科", team="木工组"), *incident("甲科", "木工组"),
                     *handed_in("甲科", material_time=LATE_TIME))
    assert {name: decided.statuses()[name] for name in ("电工组", "木工组")} == {"电工组": "ineligible", "木工组": "vetoed"}


def test_thresholds_of_satisfaction_use_the_survey_of_the_team():
    facts = [*team("医生组", 90, department="乙科"), *answers("乙科", "医生组", "一般"), *answers("乙科", None, "很满意")]
    conditions = (hard(1, "满意度", 70),)
    both = rules(department_award(conditions=conditions), team_award(conditions=conditions))
    decided = decide(both, *facts, *nominate(ORGANISATION, "乙科"), *review(ORGANISATION, "乙科", 90))
    assert decided.standings(TEAM)["医生组"]["unmet"] == [1]
    assert decided.standings(ORGANISATION)["乙科"]["unmet"] == []
    assert decided.standings(TEAM)["医生组"]["components"].get(SURVEY) is None


COMPOSITE = (hard(1, "综合得分", 85),)


@pytest.mark.parametrize("points, decimals, status, unmet", [
    ("85", 2, "winner", []), ("84.99", 2, "ineligible", [1]), ("84.996", 2, "winner", []), ("84.5", 0, "winner", []), ("84.4", 0, "ineligible", [1])])
def test_a_composite_is_asked_for_as_it_is_shown(points, decimals, status, unmet):
    decided = decide(rules(team_award(3, conditions=COMPOSITE), decimals=decimals), *team("电工组", points))
    entry = decided.standings()["电工组"]
    assert (entry["status"], entry["unmet"]) == (status, unmet)


def test_without_a_composite_the_missing_score_decides_and_the_condition_is_not_judged():
    decided = decide(rules(team_award(3, {FEATURES: 50, INSPECTION: 50}, conditions=COMPOSITE)), *team("电工组", 60))
    entry, (evidence,) = decided.standings()["电工组"], decided.evidence("电工组").evidence
    assert (entry["status"], entry["unmet"], evidence.met, evidence.words) == ("unscored", [], None, "缺评分，没有综合得分")


def test_who_is_too_low_makes_room_and_what_it_may_still_reach_locks_it_in_or_out():
    weights = {FEATURES: 50, INSPECTION: 50}
    facts = [*team("电工组", 90, 90), *team("木工组", 69), *team("水工组、仓管", 80)]
    standings = decide(rules(team_award(2, weights, conditions=COMPOSITE)), *facts).standings()
    assert {name: standings[name]["certainty"] for name in ("电工组", "木工组", "水工组、仓管")} == {
        "电工组": "locked_in", "木工组": "locked_out", "水工组、仓管": "open"}
    reasons = decide(rules(team_award(2, conditions=COMPOSITE)), *team("电工组", 84), *team("木工组", 86)).standings()
    assert reasons["电工组"]["reasons"] == ["第 1 条“综合得分够”不满足：综合得分 84.00 分"] and reasons["木工组"]["status"] == "winner"


def test_points_that_are_owed_keep_whoever_is_too_low_open():
    """The second reviewer has left out the team that is too low without those points."""
    one = [*team("电工组", 80), *team("木工组", 90)]
    second = review(TEAM, "甲科", 90, team="木工组", reviewer="评委乙")
    owing = decide(rules(team_award(2, conditions=COMPOSITE)), *one, *second)
    assert (owing.standings()["电工组"]["status"], owing.standings()["电工组"]["certainty"]) == ("ineligible", "open")
    assert any("评委乙" in line for line in owing.open)
    whole = decide(rules(team_award(2, conditions=COMPOSITE)), *one)
    assert (whole.standings()["电工组"]["certainty"], whole.open) == ("locked_out", [])


def test_decimals_that_lift_it_over_the_threshold_are_an_effect_of_the_policy():
    made = rules(team_award(1, conditions=COMPOSITE))
    tables = tables_of(made, *team("电工组", "84.6"))
    facts = facts_of(made, tables)
    for decimals in range(5):
        policies = replace(made.policies, decimals=decimals)
        assert WhatIf(made, facts).selection(policies) == selection_of(evaluate(replace(made, policies=policies), tables)), decimals


def either(least, *conditions):
    """Conditions of which so many must be met."""
    group = ConditionGroup("A", least, tuple(condition.number for condition in conditions))
    return tuple(replace(condition, group=group) for condition in conditions)


GROUPED = (hard(1, "比赛工种数", 2), hard(2, "特色服务数", 1), hard(3, "宣传形式数", 2))


@pytest.mark.parametrize("least, facts, unmet", [
    (1, [services("上门")], []), (2, [services("上门")], [1, 3]), (2, [services("上门"), publicity("横幅", "新闻")], []),
    (3, [services("上门"), publicity("横幅", "新闻")], [1]), (1, [], [1, 2, 3])])
def test_of_a_group_so_many_are_asked_for(least, facts, unmet):
    made = rules(department_award(1, conditions=either(least, *GROUPED)))
    decided = decide(made, *DECLARED, *[fact for rows in facts for fact in rows])
    entry = decided.standings()["甲科"]
    assert (entry["unmet"], entry["status"]) == (unmet, "ineligible" if unmet else "winner")


def test_a_condition_beside_a_group_stands_alone_and_the_reason_says_what_the_group_asks_for():
    made = rules(department_award(1, conditions=(*either(1, *GROUPED[:2]), GROUPED[2])))
    entry = decide(made, *DECLARED, *services("上门")).standings()["甲科"]
    assert entry["reasons"] == ["第 3 条“宣传形式数够”不满足：宣传的不同形式 0 种，要求 2 种"]
    none = decide(made, *DECLARED, *publicity("横幅", "新闻")).standings()["甲科"]
    assert none["reasons"][1] == "第 2 条“特色服务数够”不满足：特色服务 0 项，要求 1 项（第 1、2 条至少要满足 1 条）"


def test_a_group_with_a_composite_that_is_not_there_yet():
    weights = {FEATURES: 50, INSPECTION: 50}
    made = rules(team_award(3, weights, conditions=either(1, hard(1, "综合得分", 85), hard(2, "合理化建议数", 1))))
    standings = decide(made, *team("电工组", 60), *team("木工组", 80), *team("水工组、仓管", 60), *suggestions("水工组、仓管")).standings()
    assert {name: (standings[name]["status"], standings[name]["certainty"]) for name in ("电工组", "木工组", "水工组、仓管")} == {
        "电工组": ("unscored", "locked_out"), "木工组": ("unscored", "open"), "水工组、仓管": ("unscored", "open")}


def test_other_policies_decide_on_groups_as_the_evaluation_does():
    made = rules(team_award(3, THREE, conditions=either(1, hard(1, "满意度", 85), hard(2, "综合得分", 85), hard(3, "监督检查", 95))))
    tables = tables_of(made, *team("电工组", 90, 90), *team("木工组", 60, 96), *team("水工组、仓管", 60, 60))
    facts = facts_of(made, tables)
    for changes in ({}, {"missing": "沿用科室"}, {"decimals": 0}):
        policies = replace(made.policies, **changes)
        assert WhatIf(made, facts).selection(policies) == selection_of(evaluate(replace(made, policies=policies), tables)), changes
