"""Small campaigns made by hand, for the worked examples of evaluation.md."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.independent.implementation.layout import FREE_TABLES
from tests.independent.implementation.model import (
    FIXED,
    INSPECTION,
    PANEL,
    SURVEY,
    TEAM,
    VETO,
    Award,
    Calendar,
    Campaign,
    Component,
    Condition,
    Department,
    Marked,
    Policies,
    Row,
    Rules,
    Submission,
    Team,
)

GRADES = {"很满意": 100, "满意": 80, "一般": 60, "不满意": 40, "很不满意": 20}


def policies(**changes) -> Policies:
    """The defaults, with some changed."""
    values = dict(
        rounding="四舍五入", person_minimum=0, panel_mean="平均", recusal="否", missing="不予排名",
        tie_order=["满意度测评", "监督检查", "工作特色和工作成绩"],
        period=(date(2017, 11, 20), date(2017, 12, 30)), lateness="提醒", decimals=2,
        grades={name: Decimal(points) for name, points in GRADES.items()}, fewest_answers=30,
    )
    return Policies(**{**values, **changes})


def calendar() -> Calendar:
    """The dates of the notice."""
    return Calendar(
        date(2017, 11, 20), date(2017, 11, 24), date(2017, 11, 25), date(2017, 12, 25),
        datetime(2017, 12, 30, 17, 0),
    )


def scored(name: str, level: str, quota: int, prize: int) -> Award:
    """An award as in the notice: 40/30/30 and the veto, one criterion of 100 points."""
    return Award(
        name, level, FIXED, Decimal(quota), prize, True,
        components=[
            Component("工作特色和工作成绩", Decimal(40), PANEL),
            Component("监督检查", Decimal(30), INSPECTION),
            Component("满意度测评", Decimal(30), SURVEY),
        ],
        conditions=[Condition(2, "无事故", VETO, "事故投诉", None)],
        criteria=[Marked("工作成绩", Decimal(100))],
    )


def campaign(awards: list[Award], units: dict[str, list[str]], **changes) -> Campaign:
    """Everybody declares and is nominated; nothing is scored yet."""
    departments = [
        Department(name, [Team(team, "通用") for team in teams]) for name, teams in units.items()
    ]
    rules = Rules(
        2017, "优质服务月", "某校", "后勤处", calendar(), departments, awards,
        {"通用": [Marked("规范", Decimal(100))]}, ["总体"], ["一"], policies(**changes),
    )
    submissions = [submission(rules, department) for department in departments]
    return Campaign(0, rules, submissions, [], [], [], [])


def submission(rules: Rules, department: Department) -> Submission:
    """A book in time, five people in every team."""
    return Submission(
        department.name,
        info={
            "科室负责人": "钱一鸣", "填报人": "钱一鸣", "联系电话": "1", "班组外员工人数": 0,
            "方案报送日期": date(2017, 11, 24), "材料报送时间": datetime(2017, 12, 30, 17, 0),
        },
        teams=[
            {"班组": name, "班组长": "孙小满", "员工人数": 5, "班组基本情况": None}
            for name in department.team_names()
        ],
        plan=[],
        tables={sheet: [] for sheet in FREE_TABLES},
        declarations={
            award.name: {"是否申报": "是", "主要事迹": "事迹"} for award in rules.enabled("department")
        },
        nominations={
            award.name: [
                {"推荐顺序": order, "班组": name, "主要事迹": "事迹", "科室意见": "同意"}
                for order, name in enumerate(department.team_names(), 1)
            ] if award.level == TEAM else []
            for award in rules.enabled()
        },
    )


def incident(department: str, team: str | None, person: str | None, finding: str, on: date | None) -> Row:
    """One row of the register."""
    return {
        "编号": "1", "发生日期": on, "科室": department, "班组": team, "责任人": person,
        "类型": "安全事故", "来源": None, "情况简述": "情况", "调查结论": finding,
    }
