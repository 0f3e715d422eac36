"""Random incident registers: every finding, on both sides of the period, reaching all levels."""

from __future__ import annotations

from datetime import timedelta

from .dice import Dice
from .layout import CHOICES, OUTSIDE_TEAMS
from .model import PERSON, POST, Department, Row, Rules, Submission
from .oracle_candidates import holders


def random_incidents(
    dice: Dice, rules: Rules, submissions: list[Submission]
) -> list[Row] | None:
    """None when no register came; sometimes a register without any row."""
    if dice.gap(0.05):
        return None
    rows = [
        _incident(dice, rules, submissions, index)
        for index in range(dice.choice([0, 0, 1, 2, 3, 4]))
    ]
    if len(rows) > 1 and dice.fault(0.1):
        rows[-1]["编号"] = rows[0]["编号"]
    return rows


def _incident(dice: Dice, rules: Rules, submissions: list[Submission], index: int) -> Row:
    department = dice.choice(rules.departments)
    team, person = _whom(dice, rules, department, submissions)
    row: Row = {
        "编号": f"SG-{index + 1:03d}",
        "发生日期": _when(dice, rules),
        "科室": department.name,
        "班组": team,
        "责任人": person,
        "类型": dice.choice(CHOICES["类型"]),
        "来源": dice.choice([None, "电话"]),
        "情况简述": "有人反映服务问题",
        "调查结论": dice.choice(["属实", "不属实", "待查"]),
    }
    _spoil(dice, row)
    return row


def _when(dice: Dice, rules: Rules) -> object:
    """The first and last day of the period, the days beside it, or one within."""
    first, last = rules.policies.period
    one = timedelta(days=1)
    return dice.choice([first, last, first - one, last + one, dice.day(first, last), first])


def _whom(
    dice: Dice, rules: Rules, department: Department, submissions: list[Submission]
) -> tuple[str | None, str | None]:
    """Department only, a team, or a person with the right, another or no team."""
    teams = department.team_names()
    if dice.chance(0.25):
        return None, None
    if dice.chance(0.35):
        return dice.choice([*teams, *teams, OUTSIDE_TEAMS]), None
    person, home = _somebody(dice, rules, department, submissions)
    return dice.choice([home, home, None, OUTSIDE_TEAMS, dice.choice(teams)]), person


def _somebody(
    dice: Dice, rules: Rules, department: Department, submissions: list[Submission]
) -> tuple[str, str]:
    """A person with a nomination row, somebody who works at a post, or a name that fits nobody."""
    known = [
        (name, row["所在班组"])
        for entry in submissions
        if entry.department == department.name
        for level in (PERSON, POST)
        for award in rules.enabled(level)
        for row in entry.nominations[award.name]
        for name in ([row["姓名"]] if level == PERSON else holders(row))
        if name
    ]
    if not known or dice.chance(0.2):
        return "无此人", dice.choice(department.team_names())
    return dice.choice(known)


def _spoil(dice: Dice, row: Row) -> None:
    """Dates and findings missing or unreadable, units that are not known."""
    if dice.fault(0.15):
        row["发生日期"] = dice.choice([None, "待定"])
    if dice.fault(0.08):
        row["调查结论"] = dice.choice([None, "正在核实"])
    if dice.fault(0.08):
        row["科室"], row["班组"], row["责任人"] = "保卫处", None, None
    elif dice.fault(0.08):
        row["班组"], row["责任人"] = "不存在的组", None
