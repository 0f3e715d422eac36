"""Random legal rules: units, awards of every level, checklists, dates and policies."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from .dice import Dice
from .model import (
    Calendar,
    Department,
    Marked,
    Policies,
    Rules,
    Team,
)
from .random_awards import random_awards

UNITS: dict[str, tuple[list[str], list[str]]] = {
    "饮食服务科": (["食堂", "采购"], ["食堂管理组", "红案组", "白案组", "清洁组、洗消间", "综合组"]),
    "物业管理科": (["环境", "绿化"], ["花卉组", "1、2号楼保洁组", "道路清扫组、垃圾清运", "3号楼组", "综合组"]),
    "维修管理科": (["维修"], ["电工组", "水工组、仓管", "木工组", "综合组"]),
    "卫生所": (["医疗"], ["医生组", "护士组", "药房(北校区)"]),
    "车队": (["车辆", "维修"], ["大车组", "小车组", "2号车库、洗车班"]),
}
"""Each department's lines of business and the names its teams are drawn from."""

ITEMS = ["服务行为规范", "制度上墙", "设备检修", "队伍培训与意见征求", "环境卫生", "应急预案"]
QUESTIONS = ["服务态度", "服务质量", "办事效率", "环境卫生情况"]
SERIES = ["思想意识教育培训", "完善制度建设", "服务改进", "岗位技能竞赛", "与学生共建", "质量提升", '"安全月"']
SIZES = {"small": (2, 3, 3), "medium": (3, 5, 5)}
"""Fewest and most departments, most teams of one."""


def random_rules(dice: Dice, size: str) -> Rules:
    calendar = random_calendar(dice)
    departments = random_departments(dice, size)
    series = SERIES if dice.chance(0.6) else SERIES[: dice.randint(2, 5)]
    awards = random_awards(dice, departments, len(series))
    names = [part.name for award in awards for part in award.components]
    return Rules(
        year=calendar.start.year,
        name=f"{calendar.start.year}年度优质服务月",
        unit="某某学院",
        host="后勤处",
        calendar=calendar,
        departments=departments,
        awards=awards,
        checklists=random_checklists(dice, departments),
        questions=dice.some(QUESTIONS, 1, 3),
        series=list(series),
        policies=random_policies(dice, calendar, list(dict.fromkeys(names))),
    )


def random_calendar(dice: Dice) -> Calendar:
    """Sometimes the year of the notice, sometimes one that spans the new year."""
    start = dice.choice([date(2017, 11, 20), date(2023, 12, 11), date(2026, 3, 2)])
    plan_due = start + timedelta(days=4)
    action_end = start + timedelta(days=35)
    due = datetime.combine(action_end + timedelta(days=5), time(17, 0))
    return Calendar(start, plan_due, plan_due + timedelta(days=1), action_end, due)


def random_departments(dice: Dice, size: str) -> list[Department]:
    fewest, most, teams = SIZES[size]
    names = dice.some(list(UNITS), fewest, most)
    dice.shuffle(names)
    return [_department(dice, name, teams) for name in names]


def _department(dice: Dice, name: str, most: int) -> Department:
    lines, teams = UNITS[name]
    chosen = dice.some(teams, 1 if dice.chance(0.15) else 2, most)
    return Department(name, [Team(team, dice.choice(lines)) for team in chosen])


def random_checklists(dice: Dice, departments: list[Department]) -> dict[str, list[Marked]]:
    """Items of two lines may have the same name; maxima differ now and then."""
    used = dict.fromkeys(team.line for unit in departments for team in unit.teams)
    return {
        line: [Marked(item, dice.choice(_MAXIMA)) for item in dice.some(ITEMS, 1, 4)]
        for line in used
    }


_MAXIMA = [Decimal(text) for text in ("10", "10", "10", "20", "8", "5")]


def random_policies(dice: Dice, calendar: Calendar, names: list[str]) -> Policies:
    dice.shuffle(names)
    return Policies(
        rounding=dice.choice(["四舍五入", "进一", "舍去"]),
        person_minimum=dice.choice([0, 0, 1, 2]),
        panel_mean=dice.choice(["平均", "去最高最低后平均"]),
        recusal=dice.choice(["否", "是"]),
        missing=dice.choice(["不予排名", "沿用科室"]),
        tie_order=names,
        period=_veto_period(dice, calendar),
        lateness=dice.choice(["提醒", "取消资格"]),
        decimals=dice.choice([2, 2, 2, 0, 1, 3, 4]),
        grades=_grades(dice),
        fewest_answers=dice.choice([0, 1, 3, 30]),
    )


def _veto_period(dice: Dice, calendar: Calendar) -> tuple[date, date]:
    if dice.chance(0.5):
        return calendar.start, calendar.material_due.date()
    first = calendar.start + timedelta(days=dice.randint(0, 10))
    return first, first + timedelta(days=dice.choice([0, 1, 20]))


def _grades(dice: Dice) -> dict[str, Decimal]:
    scales = ["100 80 60 40 20", "100 85 70 50 0", "95 90 85 80 75", "99.5 88.25 60 30 1"]
    values = dice.choice(scales)
    names = ["很满意", "满意", "一般", "不满意", "很不满意"]
    return dict(zip(names, map(Decimal, values.split())))
