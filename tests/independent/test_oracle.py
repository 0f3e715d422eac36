"""What the independent implementation expects: the worked examples of evaluation.md, and a few sentences beside them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.independent.implementation.arithmetic import mean, rounded, shown
from tests.independent.implementation.model import (
    BY_RATIO,
    DEPARTMENT,
    FIXED,
    HARD,
    PERSON,
    TEAM,
    VETO,
    Award,
    Condition,
    Reviewer,
    ReviewRow,
    VisitSheet,
)
from tests.independent.implementation.oracle import expected
from tests.independent.implementation.oracle_components import composite
from tests.independent.implementation.oracle_ranking import places
from tests.independent.small_campaigns import campaign, incident, scored


def fraction(text: str) -> Fraction:
    """The decimal that is written, exactly."""
    return Fraction(Decimal(text))


@pytest.mark.parametrize(
    "value, decimals, text",
    [("89.555", 2, "89.56"), ("80.255", 2, "80.26"), ("0.5", 0, "1"), ("2.5", 0, "3"),
     ("1.005", 2, "1.01"), ("100", 4, "100.0000"), ("0.04", 1, "0.0"), ("-0.5", 0, "-1")],
)
def test_half_away_from_zero(value, decimals, text):
    assert shown(rounded(fraction(value), decimals), decimals) == text


def test_example_1_ranks():
    keys = [(-fraction(a), -fraction(b)) for a, b in
            [("91.20", "1"), ("88.50", "90"), ("88.50", "89"), ("85", "1")]]
    assert places(keys, 2) == [(1, "winner"), (2, "winner"), (3, "not_selected"), (4, "not_selected")]
    keys[2] = keys[1]
    assert places(keys, 2) == [(1, "winner"), (2, "tied"), (2, "tied"), (4, "not_selected")]
    assert places(keys, 3)[1:3] == [(2, "winner"), (2, "winner")]
    assert places(keys, 1)[1:3] == [(2, "not_selected"), (2, "not_selected")]


def test_example_3_half_cases():
    award = scored("优秀班组", TEAM, 1, 500)
    one = campaign([award], {"科": ["甲"]})
    scores = dict(zip(["工作特色和工作成绩", "监督检查", "满意度测评"], map(fraction, ["87.55", "92.35", "89.45"])))
    assert composite(one, award, scores) == fraction("89.56")
    scores = dict(zip(scores, map(fraction, ["85.5", "90.25", "88.15"])))
    assert composite(one, award, scores) == fraction("87.72")
    assert mean([fraction("80.25"), fraction("80.26")], 2) == fraction("80.26")
    assert mean([Fraction(n) for n in (100, 80, 60, 100, 80, 80, 60)], 2) == 80


def scored_campaign(panel: dict[str, str], quota: int, **changes):
    """Teams of one department, equal in all but the panel's points."""
    one = campaign([scored("优秀班组", TEAM, quota, 500)], {"科": list(panel)}, **changes)
    rows = [ReviewRow("科", team, None, [Decimal(points)]) for team, points in panel.items()]
    one.reviewers = [Reviewer("评委甲", None, {"优秀班组": rows})]
    points = {team: {"规范": Decimal(90)} for team in panel}
    one.visits = [[VisitSheet("科", date(2017, 12, 1), "检查员", points)]]
    one.surveys = [[{"科室": "科", "班组": team, "总体": "满意"} for team in panel]]
    return one


def statuses(result, award=0):
    """(status, rank) by name, in the order of the list."""
    entries = result["awards"][award]["standings"]
    return {entry["person"] or entry["team"] or entry["department"]: (entry["status"], entry["rank"]) for entry in entries}


def test_example_2_veto_moves_the_list_up():
    one = scored_campaign({"A": "95", "B": "93", "C": "90"}, 2)
    one.incidents = [incident("科", "A", None, "属实", date(2017, 12, 3))]
    result = expected(one)
    assert statuses(result) == {"B": ("winner", 1), "C": ("winner", 2), "A": ("vetoed", None)}
    assert result["campaign"]["state"] == "final"
    assert result["prizes"]["confirmed_yuan"] == 1000


def test_pending_keeps_the_others():
    one = scored_campaign({"A": "95", "B": "93", "C": "90"}, 2)
    one.incidents = [incident("科", "A", None, "待查", None)]
    result = expected(one)
    assert statuses(result) == {"A": ("pending", 1), "B": ("winner", 2), "C": ("not_selected", 3)}
    assert result["prizes"]["open_yuan"] == 500
    assert result["campaign"]["state"] == "preliminary" and result["errors"]


def test_tie_at_the_edge_leaves_the_seats_open():
    one = scored_campaign({"A": "95", "B": "93", "C": "93", "D": "93"}, 3)
    one.incidents = [incident("科", "B", None, "待查", date(2017, 12, 30))]
    result = expected(one)
    assert [place for place in statuses(result).values()] == [("winner", 1)] + [("tied", 2)] * 3
    assert result["prizes"]["open_yuan"] == 1000


def test_example_4_reach_upwards():
    awards = [scored("优秀组织奖", DEPARTMENT, 1, 1000), scored("优秀班组", TEAM, 1, 500),
              Award("优秀个人", PERSON, FIXED, Decimal(2), 200, True,
                    conditions=[Condition(5, "无事故", VETO, "事故投诉", None)])]
    one = campaign(awards, {"维修管理科": ["电工组", "水工组、仓管"]})
    one.submissions[0].nominations["优秀个人"] = [
        {"推荐顺序": 1, "姓名": "赵立夏", "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"},
        {"推荐顺序": 2, "姓名": "钱小满", "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"},
    ]
    one.incidents = [incident("维修管理科", None, "赵立夏", "属实", date(2017, 12, 3))]
    result = expected(one)
    assert result["incidents"][0]["reaches"] == ["赵立夏", "电工组", "维修管理科"]
    assert statuses(result, 0) == {"维修管理科": ("vetoed", None)}
    assert statuses(result, 1) == {"水工组、仓管": ("unscored", None), "电工组": ("vetoed", None)}
    assert statuses(result, 2) == {"钱小满": ("winner", 1), "赵立夏": ("vetoed", None)}


@pytest.mark.parametrize(
    "staff, quota", [(5, 1), (14, 1), (15, 2), (24, 2), (25, 3), (4, 0)]
)
def test_person_quota_half_up(staff, quota):
    one = campaign([Award("优秀个人", PERSON, BY_RATIO, Decimal(10), 200, True)], {"科": ["甲"]})
    one.submissions[0].teams[0]["员工人数"] = staff
    assert expected(one)["awards"][0]["quota"] == {"科": quota}


def person_rows(*orders):
    """A nomination outside teams for each order number."""
    return [
        {"推荐顺序": order, "姓名": f"员工{index}", "岗位": "岗", "所在班组": "班组外", "主要事迹": "事迹", "科室意见": "同意"}
        for index, order in enumerate(orders)
    ]


def test_persons_tie_order_and_missing_headcount():
    one = campaign([Award("优秀个人", PERSON, BY_RATIO, Decimal(10), 200, True)], {"科": ["甲"]})
    one.submissions[0].teams[0]["员工人数"] = 20
    one.submissions[0].nominations["优秀个人"] = person_rows(None, 2, 1, 2)
    result = expected(one)
    assert statuses(result) == {
        "员工2": ("winner", 1), "员工1": ("tied", 2), "员工3": ("tied", 2), "员工0": ("not_selected", 4)
    }
    assert result["prizes"]["open_yuan"] == 200
    one.submissions[0].teams[0]["员工人数"] = None
    result = expected(one)
    assert {status for status, _ in statuses(result).values()} == {"pending"}
    assert result["prizes"]["open_yuan"] == 800 and result["awards"][0]["quota"] == {"科": None}


def test_example_5_prizes():
    awards = [scored("优秀组织奖", DEPARTMENT, 2, 1000), scored("优秀班组", TEAM, 7, 500),
              Award("优秀个人", PERSON, BY_RATIO, Decimal(10), 200, True)]
    units = {unit: [f"{unit}{n}" for n in "一二"] for unit in "甲乙丙丁"}
    one = campaign(awards, units)
    for part, staff in zip(one.submissions, (90, 120, 40, 20)):
        part.info["班组外员工人数"], part.teams[0]["员工人数"], part.teams[1]["员工人数"] = staff, 0, 0
        part.nominations["优秀个人"] = person_rows(*range(1, 14))
    rows = {"优秀组织奖": [], "优秀班组": []}
    for n, (unit, teams) in enumerate(units.items()):
        rows["优秀组织奖"].append(ReviewRow(unit, None, None, [Decimal(90 - n)]))
        rows["优秀班组"] += [
            ReviewRow(unit, team, None, [Decimal(80 - 2 * n - k)]) for k, team in enumerate(teams)
        ]
    one.reviewers = [Reviewer("评委", None, rows)]
    one.visits = [[
        VisitSheet(unit, date(2017, 12, 1), "员", {team: {"规范": Decimal(90)} for team in teams})
        for unit, teams in units.items()
    ]]
    one.surveys = [[{"科室": u, "班组": t, "总体": "满意"} for u, teams in units.items() for t in teams]]
    result = expected(one)
    assert result["awards"][2]["quota"] == dict(zip(units, (9, 12, 4, 2)))
    assert result["prizes"]["confirmed_yuan"] == 10900 and result["campaign"]["state"] == "final"
    assert result["prizes"]["by_award"] == {"优秀组织奖": 2000, "优秀班组": 3500, "优秀个人": 5400}


def test_takeover_recusal_and_trimmed_mean():
    awards = [scored("优秀组织奖", DEPARTMENT, 1, 1000), scored("优秀班组", TEAM, 1, 500)]
    one = campaign(awards, {"科": ["甲"]}, missing="沿用科室", recusal="是", panel_mean="去最高最低后平均")
    one.surveys = [[{"科室": "科", "班组": None, "总体": "满意"}]]
    points = [60, 70, 80, 90, 100, 0]
    homes = [None] * 5 + ["科"]
    one.reviewers = [
        Reviewer(f"评委{n}", home, {"优秀组织奖": [ReviewRow("科", None, None, [Decimal(p)])]})
        for n, (p, home) in enumerate(zip(points, homes))
    ]
    team = expected(one)["awards"][1]["standings"][0]
    assert team["components"] == {"工作特色和工作成绩": "80.00", "监督检查": None, "满意度测评": "80.00"}
    assert team["status"] == "unscored" and team["score"] is None
    one.reviewers.pop(0)
    team = expected(one)["awards"][1]["standings"][0]
    assert team["components"]["工作特色和工作成绩"] == "85.00"


def only_entry(one):
    """Status and unmet conditions of the one candidate."""
    (entry,) = expected(one)["awards"][0]["standings"]
    return entry["status"], entry["unmet"]


def test_late_plan_and_material():
    award = scored("优秀组织奖", DEPARTMENT, 1, 1000)
    award.conditions = [Condition(1, "方案", HARD, "方案完成系列数", Decimal(1))]
    one = campaign([award], {"科": ["甲"]}, lateness="取消资格")
    one.submissions[0].plan = [{"活动系列": "一", "计划内容": "内容", "计划完成日期": date(2017, 12, 1), "责任人": "钱", "完成情况": "已完成"}]
    assert only_entry(one) == ("unscored", [])
    one.submissions[0].info["方案报送日期"] = date(2017, 11, 25)
    assert only_entry(one) == ("ineligible", [1])
    one.submissions[0].info["方案报送日期"] = date(2017, 11, 24)
    one.submissions[0].info["材料报送时间"] = datetime(2017, 12, 30, 17, 1)
    assert only_entry(one) == ("ineligible", [])
