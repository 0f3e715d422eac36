"""Random department workbooks: forms, headcounts, evidence and nominations."""

from __future__ import annotations

from datetime import timedelta

from . import layout
from .dice import Dice
from .layout import CHOICES, OUTSIDE_TEAMS, WHOLE_DEPARTMENT
from .model import DEPARTMENT, Department, Row, Rules, Submission
from .random_nominations import random_nominations

STAFF_EDGES = [4, 5, 6, 10, 14, 15, 16, 20, 24, 25, 26, 0]
"""Headcounts about the places where a tenth rounds up, down or to nothing."""

BAD_COUNTS = ["十二", "约12", -3, None]


def random_submission(dice: Dice, rules: Rules, department: Department) -> Submission:
    staff = random_staff(dice, department)
    people = random_people(dice, department)
    return Submission(
        department=department.name,
        info=random_info(dice, rules, staff[OUTSIDE_TEAMS]),
        teams=[_team_row(dice, team, staff[team]) for team in department.team_names()],
        plan=[_plan_row(dice, rules, series) for series in rules.series],
        tables=random_tables(dice, rules, department),
        declarations={
            award.name: _declaration(dice) for award in rules.enabled(DEPARTMENT)
        },
        nominations={
            award.name: random_nominations(dice, award, department, staff, people)
            for award in rules.enabled()
            if award.level != DEPARTMENT
        },
    )


def random_staff(dice: Dice, department: Department) -> Row:
    """A total at a rounding edge, split among the teams and those outside them."""
    left = dice.choice(STAFF_EDGES)
    counts: Row = {}
    for team in department.team_names():
        counts[team] = dice.randint(0, left)
        left -= counts[team]
    counts[OUTSIDE_TEAMS] = left
    if dice.fault(0.15):
        counts[dice.choice(list(counts))] = dice.choice(BAD_COUNTS)
    return counts


def random_people(dice: Dice, department: Department) -> dict[str, str]:
    """Invented names, each with one team or none; two departments may share a name."""
    homes = [*department.team_names(), OUTSIDE_TEAMS]
    return {dice.person(few=True): dice.choice(homes) for _ in range(10)}


def random_info(dice: Dice, rules: Rules, outside: object) -> Row:
    due = rules.calendar.material_due
    late = timedelta(minutes=1)
    info: Row = {
        "科室负责人": dice.person(),
        "填报人": dice.person(),
        "联系电话": "0773-5551234",
        "班组外员工人数": outside,
        "方案报送日期": rules.calendar.plan_due + timedelta(days=dice.choice([-2, -1, 0, 0, 0, 1])),
        "材料报送时间": due + late * dice.choice([-1, -90, 0, -5, -600, -1, -1, 1]),
    }
    if dice.fault(0.2):
        info[dice.choice(["填报人", "联系电话", "方案报送日期", "材料报送时间"])] = None
    return info


def _team_row(dice: Dice, team: str, headcount: object) -> Row:
    return {"班组": team, "班组长": dice.person(), "员工人数": headcount, "班组基本情况": "情况良好"}


def _plan_row(dice: Dice, rules: Rules, series: str) -> Row:
    """Mostly done; sometimes not, sometimes an empty row, sometimes one half filled."""
    done = "已完成" if dice.chance(0.96) else dice.choice(["部分完成", "未完成"])
    row: Row = {
        "活动系列": series,
        "计划内容": "按方案组织实施",
        "计划完成日期": dice.day(rules.calendar.action_start, rules.calendar.action_end),
        "责任人": dice.person(),
        "完成情况": done,
    }
    if dice.gap(0.04):
        return {"活动系列": series, "计划内容": None, "计划完成日期": None, "责任人": None, "完成情况": None}
    if dice.fault(0.03):
        row[dice.choice(["计划内容", "计划完成日期", "责任人", "完成情况"])] = None
    if dice.fault(0.02):
        row["完成情况"] = "基本完成了"
    return row


def random_tables(dice: Dice, rules: Rules, department: Department) -> dict[str, list[Row]]:
    makers = dict(zip(layout.FREE_TABLES, [_contest, _training, _service, _publicity, _suggestion]))
    counts = {"合理化建议": (len(department.teams), len(department.teams) + 2)}
    return {
        sheet: [
            _spoiled(dice, sheet, maker(dice, rules, department))
            for _ in range(dice.randint(*counts.get(sheet, (0 if dice.chance(0.2) else 2, 4))))
        ]
        for sheet, maker in makers.items()
    }


def _spoiled(dice: Dice, sheet: str, row: Row) -> Row:
    """Now and then a required cell is empty or unreadable; counted cells mostly stay readable."""
    if dice.fault(0.04) and row["日期"]:
        row["日期"] = dice.choice([None, "待定"])
    if dice.fault(0.02):
        column = layout.REQUIRED[sheet][0]
        if sheet != "特色服务":
            row[column] = "不存在的组" if column == "班组" else None
    return row


def _day(dice: Dice, rules: Rules) -> object:
    return dice.day(rules.calendar.start, rules.calendar.action_end + timedelta(days=20))


def _taking_part(dice: Dice, department: Department) -> list[str]:
    if dice.chance(0.25):
        return [WHOLE_DEPARTMENT]
    if dice.fault(0.05):
        return ["不存在的组"]
    return dice.some(department.team_names(), 1, 3)


def _contest(dice: Dice, rules: Rules, department: Department) -> Row:
    return {
        "工种": dice.choice(["厨师", "电工", "保洁员"]), "比赛名称": "岗位练兵比赛",
        "日期": _day(dice, rules), "参赛人数": dice.randint(3, 20),
        "参与班组": _taking_part(dice, department), "成绩与成效": dice.choice([None, "成效明显"]),
    }


def _training(dice: Dice, rules: Rules, department: Department) -> Row:
    return {
        "培训主题": "服务礼仪", "培训形式": dice.choice(CHOICES["培训形式"][:3]),
        "培训层次": dice.choice(CHOICES["培训层次"]), "日期": _day(dice, rules),
        "参训人次": dice.randint(3, 40), "参与班组": _taking_part(dice, department),
    }


def _service(dice: Dice, rules: Rules, department: Department) -> Row:
    return {
        "项目名称": dice.choice(["夜间服务", "上门服务"]), "类别": dice.choice(CHOICES["类别"]),
        "服务对象": "全校师生", "日期": _day(dice, rules), "亮点特色": "方便师生",
    }


def _publicity(dice: Dice, rules: Rules, department: Department) -> Row:
    return {
        "宣传形式": dice.choice(CHOICES["宣传形式"][:3]), "标题": "优质服务在身边",
        "日期": _day(dice, rules),
    }


def _suggestion(dice: Dice, rules: Rules, department: Department) -> Row:
    return {
        "班组": dice.choice(department.team_names()), "建议人": dice.person(),
        "日期": _day(dice, rules), "建议内容": "改进工作流程", "是否采纳": dice.choice([None, "是", "否"]),
    }


def _declaration(dice: Dice) -> Row:
    declared = "是" if dice.chance(0.85) else "否"
    row: Row = {"是否申报": declared, "主要事迹": "事迹材料" if declared == "是" else None}
    if dice.fault(0.06):
        row[dice.choice(list(row))] = None
    return row
