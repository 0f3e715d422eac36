"""Random nomination rows: near the quota, with equal orders, doubles and refusals."""

from __future__ import annotations

from .dice import Dice
from .layout import OUTSIDE_TEAMS
from .model import BY_LIST, BY_RATIO, PERSON, TEAM, Award, Department, Row

HOLDERS = ["岗上甲", "岗上乙", "岗上丙"]
POSTS = ["值班岗", "收银岗", "巡查岗", "窗口岗"]


def random_nominations(
    dice: Dice, award: Award, department: Department, staff: Row, people: dict[str, str]
) -> list[Row]:
    if award.level == TEAM:
        rows = _team_rows(dice, department)
    elif award.level == PERSON:
        rows = _person_rows(dice, award, department, staff, people)
    else:
        rows = _post_rows(dice, department, list(people))
    _refuse(dice, rows)
    _double(dice, rows, award, department)
    return rows


def _team_rows(dice: Dice, department: Department) -> list[Row]:
    names = [name for name in department.team_names() if dice.chance(0.88)]
    dice.shuffle(names)
    rows = [_row(order, 班组=name) for order, name in enumerate(names, start=1)]
    if rows and dice.fault(0.06):
        dice.choice(rows)["班组"] = dice.choice(["不存在的组", None])
    if rows and dice.chance(0.1):
        dice.choice(rows)["推荐顺序"] = dice.choice([None, "甲", 1])
    return rows


def _person_rows(
    dice: Dice, award: Award, department: Department, staff: Row, people: dict[str, str]
) -> list[Row]:
    """As many as the quota, one fewer, or up to three more."""
    counted = [count for count in staff.values() if isinstance(count, int)]
    quota = award.allocation.get(department.name, 0) if award.quota_kind == BY_LIST else int(award.amount())
    if award.quota_kind == BY_RATIO:
        quota = int(sum(counted) * award.amount() / 100)
    count = min(len(people), max(0, quota + dice.randint(-1, 3)))
    names = dice.sample(list(people), count)
    rows = [
        _row(order, 姓名=name, 岗位="服务员", 所在班组=people[name])
        for order, name in enumerate(names, start=1)
    ]
    _disturb_order(dice, rows)
    if rows and dice.fault(0.06):
        dice.choice(rows)[dice.choice(["姓名", "岗位", "主要事迹"])] = None
    return rows


def _disturb_order(dice: Dice, rows: list[Row]) -> None:
    """Rows out of order, equal numbers, numbers left out, numbers missing or unreadable."""
    if dice.chance(0.3):
        dice.shuffle(rows)
    for row in rows:
        if dice.chance(0.15):
            row["推荐顺序"] = max(1, row["推荐顺序"] - 1)
        if dice.fault(0.06):
            row["推荐顺序"] = dice.choice([None, "甲"])


def _post_rows(dice: Dice, department: Department, people: list[str]) -> list[Row]:
    """Some with nobody at work there, some with people who are nominated themselves or work at another post as well."""
    homes = [*department.team_names(), OUTSIDE_TEAMS]
    wanted = dice.sample([(post, home) for post in POSTS for home in homes], dice.randint(0, 4))
    return [
        _row(order, 岗位名称=post, 所在班组=home, 在岗人员=_at_work(dice, people))
        for order, (post, home) in enumerate(wanted, start=1)
    ]


def _at_work(dice: Dice, people: list[str]) -> str | None:
    names = dice.sample([*people, *HOLDERS], dice.choice([0, 1, 2]))
    return "、".join(names) or None


def _row(order: int, **named: str | None) -> Row:
    return {"推荐顺序": order, **named, "主要事迹": "事迹材料", "科室意见": "同意"}


def _refuse(dice: Dice, rows: list[Row]) -> None:
    for row in rows:
        if dice.chance(0.06):
            row["科室意见"] = "不同意"
        elif dice.fault(0.03):
            row["科室意见"] = dice.choice([None, "再议"])


def _double(dice: Dice, rows: list[Row], award: Award, department: Department) -> None:
    """The same candidate again further down, perhaps with other words."""
    if not rows or not dice.fault(0.12):
        return
    index = dice.randrange(len(rows))
    again = dict(rows[index])
    again["推荐顺序"] = dice.choice([1, len(rows) + 1])
    again["科室意见"] = dice.choice(["同意", "不同意"])
    if award.level == PERSON:
        again["所在班组"] = dice.choice([*department.team_names(), OUTSIDE_TEAMS])
    rows.insert(dice.randint(index + 1, len(rows)), again)
