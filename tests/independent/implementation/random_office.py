"""Random books of the office: reviewers, inspection visits, survey answers, incidents.

Every unit has a profile, one of few ratios. Scores mostly follow the profile, so that units of one
profile are equal in all; a visit's or reviewer's small extra makes means fall on half-way points.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from .dice import Dice
from .layout import CHOICES, OUTSIDE_TEAMS
from .model import (
    DEPARTMENT,
    PERSON,
    POST,
    Award,
    Marked,
    Reviewer,
    ReviewRow,
    Row,
    Rules,
    Submission,
    VisitSheet,
)
from .oracle_candidates import first_rows

Profiles = dict[tuple[str, str | None], Decimal]
Target = tuple[str, str | None, str | None]
RATIOS = [Decimal(text) for text in ("1", "0.9", "0.85", "0.8", "0.65")]
ANSWERS = {
    "1": ["很满意"], "0.9": ["很满意", "满意"], "0.85": ["很满意", "满意", "满意"],
    "0.8": ["满意"], "0.65": ["一般", "满意"],
}


def random_profiles(dice: Dice, rules: Rules) -> Profiles:
    """A ratio for every department and team; few different ones in a campaign."""
    ratios = dice.sample(RATIOS, dice.choice([1, 2, 2, 3]))
    profiles: Profiles = {}
    for department in rules.departments:
        profiles[department.name, None] = dice.choice(ratios)
        for team in department.team_names():
            profiles[department.name, team] = dice.choice(ratios)
    return profiles


def random_reviewers(
    dice: Dice, rules: Rules, profiles: Profiles, submissions: list[Submission]
) -> list[Reviewer]:
    count = 0 if dice.gap(0.04) else dice.choice([1, 2, 3, 4, 5, 5, 6])
    names = [f"评委{letter}" for letter in "甲乙丙丁戊己"]
    return [
        _reviewer(dice, rules, name, profiles, submissions) for name in names[:count]
    ]


def _reviewer(
    dice: Dice, rules: Rules, name: str, profiles: Profiles, submissions: list[Submission]
) -> Reviewer:
    """One who belongs to a department now and then, with an extra of his own."""
    home = dice.choice(rules.departments).name if dice.chance(0.35) else None
    unit = Decimal(1).scaleb(-rules.policies.decimals)
    extra = -unit * dice.choice([0, 0, 1, 1, 2])
    rows = {
        award.name: [
            ReviewRow(unit, team, post, _points(dice, award.criteria, profiles[unit, team], extra))
            for unit, team, post in _targets(rules, award, submissions)
        ]
        for award in rules.enabled()
        if award.takes_panel()
    }
    return Reviewer(name, home, rows)


def _targets(rules: Rules, award: Award, submissions: list[Submission]) -> list[Target]:
    """(department, team, post or person) of everybody whom a reviewer's sheet lists."""
    if award.level in (PERSON, POST):
        listed = [
            (entry.department, None if row["所在班组"] == OUTSIDE_TEAMS else row["所在班组"], row["姓名" if award.level == PERSON else "岗位名称"])
            for entry in submissions
            for row in first_rows(entry, rules.known(entry.department), award)
        ]
        return list(dict.fromkeys(listed))
    if award.level == DEPARTMENT:
        return [(department.name, None, None) for department in rules.departments]
    return [
        (department.name, team, None)
        for department in rules.departments
        for team in department.team_names()
    ]


def _points(dice: Dice, criteria: list[Marked], ratio: Decimal, extra: Decimal) -> list[Any]:
    if dice.gap(0.06):
        return [None] * len(criteria)
    if dice.chance(0.08):
        ratio = dice.choice(RATIOS)
    points: list[Any] = [mark.maximum * ratio for mark in criteria]
    points[0] += extra if points[0] + extra >= 0 else 0
    where = dice.randrange(len(points))
    if dice.fault(0.03):
        points[where] = dice.choice([None, Decimal(-1), criteria[where].maximum + 1])
    return points


def random_visits(dice: Dice, rules: Rules, profiles: Profiles) -> list[list[VisitSheet]]:
    count = 0 if dice.gap(0.04) else dice.choice([1, 2, 2, 3])
    return [_visit(dice, rules, profiles, index) for index in range(count)]


def _visit(dice: Dice, rules: Rules, profiles: Profiles, index: int) -> list[VisitSheet]:
    """One sheet a department; date and inspector together are different on every visit."""
    extra = dice.choice([Decimal(0), Decimal("0.1"), Decimal("0.01"), Decimal("0.5")])
    first = rules.calendar.start - timedelta(days=3)
    sheets = []
    for department in rules.departments:
        points = {
            team.name: _inspected(
                dice, rules.checklists[team.line], profiles[department.name, team.name], extra
            )
            for team in department.teams
            if not dice.gap(0.08)
        }
        sheet = VisitSheet(
            department.name, first + timedelta(days=9 * index), f"检查员{index + 1}", points
        )
        if dice.fault(0.05):
            sheet.on = None
        if any(points.values()) and not dice.gap(0.08):
            sheets.append(sheet)
    return sheets


def _inspected(
    dice: Dice, items: list[Marked], ratio: Decimal, extra: Decimal
) -> dict[str, Decimal]:
    """Points by item; some items are left empty, never all of them but by a gap."""
    points = {item.name: item.maximum * ratio for item in items}
    if dice.chance(0.1):
        points[items[0].name] = items[0].maximum / 2
    points[items[-1].name] = max(Decimal(0), points[items[-1].name] - extra)
    if dice.fault(0.02):
        points[items[0].name] = dice.choice([Decimal(-1), items[0].maximum + 1])
    if len(items) > 1 and dice.chance(0.15):
        del points[items[dice.randrange(len(items))].name]
    return points


def random_surveys(dice: Dice, rules: Rules, profiles: Profiles) -> list[list[Row]]:
    """One or two books of answers for every team, for departments at large, and invalid ones."""
    rows: list[Row] = []
    moment = datetime.combine(rules.calendar.action_start, time(8, 0))
    for (department, team), ratio in profiles.items():
        if dice.gap(0.06) or (team is None and dice.chance(0.4)):
            continue
        for _ in range(dice.choice([1, 1, 2, 4])):
            rows.append(_response(dice, rules, department, team, ANSWERS[str(ratio)]))
            if dice.chance(0.1):
                _spoil(dice, rules, rows[-1])
    dice.shuffle(rows)
    for row in rows:
        moment += timedelta(minutes=7)
        row["提交时间"] = moment
    cut = dice.randint(0, len(rows)) if dice.chance(0.4) else len(rows)
    return [book for book in (rows[:cut], rows[cut:]) if book]


def _response(
    dice: Dice, rules: Rules, department: str, team: str | None, pattern: list[str]
) -> Row:
    row: Row = {
        "提交时间": None, "身份": dice.choice(CHOICES["身份"]), "科室": department, "班组": team,
    }
    for index, question in enumerate(rules.questions):
        row[question] = pattern[index % len(pattern)]
        if dice.chance(0.12):
            row[question] = dice.choice([None, *rules.policies.grades])
    return row


def _spoil(dice: Dice, rules: Rules, row: Row) -> None:
    """Unknown unit, a team of another department, no known grade, one unknown grade."""
    kind = dice.randrange(5)
    if kind == 0:
        row["科室"] = dice.choice([None, "保卫处"])
    elif kind == 1:
        row["班组"] = "不存在的组"
    elif kind == 2:
        row["班组"] = dice.choice(dice.choice(rules.departments).team_names())
    else:
        asked = rules.questions if kind == 3 else rules.questions[:1]
        for question in asked:
            row[question] = dice.choice([None, "还可以"])
