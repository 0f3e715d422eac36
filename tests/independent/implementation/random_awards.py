"""Random awards: components and weights, conditions and thresholds, review criteria, quotas."""

from __future__ import annotations

from decimal import Decimal

from .dice import Dice
from .layout import CHECKS_BY_LEVEL
from .model import (
    ADVISORY,
    ALL,
    BY_LIST,
    BY_RATIO,
    BY_UNITS,
    DEPARTMENT,
    EACH,
    FIXED,
    HARD,
    INSPECTION,
    PANEL,
    PERSON,
    POST,
    SURVEY,
    TEAM,
    VETO,
    Award,
    Component,
    Condition,
    Department,
    Marked,
)

BASE = [("优秀组织奖", DEPARTMENT), ("优秀班组", TEAM), ("优秀个人", PERSON), ("优质服务示范岗", POST)]
FIFTH = [("服务创新奖", DEPARTMENT), ("安全先进班组", TEAM), ("微笑之星", PERSON), ("文明窗口", POST)]
SOURCES = {
    "工作特色和工作成绩": PANEL,
    "监督检查": INSPECTION,
    "满意度测评": SURVEY,
    "现场展示": PANEL,
    "师生口碑": SURVEY,
}
"""A component's name always has the same source; two names may share one, but never in one award."""

WEIGHTS = {
    1: ["100"],
    2: ["50 50", "60 40", "25 75", "12.5 87.5"],
    3: ["40 30 30", "40 30 30", "50 25 25", "33 33 34"],
}
CRITERIA = [("特色做法", "40 50 100 10"), ("工作成绩", "30 50 20"), ("服务创新", "30 20 10")]
CONDITION_TEXTS = {HARD: "达到规定要求", VETO: "活动期间无服务质量事故投诉或安全事故", ADVISORY: "表现较好"}


def random_awards(dice: Dice, departments: list[Department], series: int) -> list[Award]:
    """The four of the notice, sometimes a fifth; at least the award for teams is on."""
    kinds = BASE + ([dice.choice(FIFTH)] if dice.chance(0.35) else [])
    return [_award(dice, name, level, departments, series) for name, level in kinds]


def _award(
    dice: Dice, name: str, level: str, departments: list[Department], series: int
) -> Award:
    enabled = name == "优秀班组" or dice.chance(0.8)
    award = Award(name, level, FIXED, _quota(dice, level, departments), _prize(dice), enabled)
    if level == PERSON and dice.chance(0.75):
        award.quota_kind = BY_RATIO
        award.quota = Decimal(dice.choice(["10", "10", "10", "12.5", "20", "25", "50"]))
    elif level == PERSON:
        award.scope = EACH
    if dice.chance(0.4):
        _share_out(dice, award, departments)
    by_score = level == PERSON and dice.chance(0.4)
    if level != PERSON or by_score:
        award.components = _components(dice)
    if by_score and award.quota_kind == FIXED and dice.chance(0.6):
        award.scope = ALL
    if award.takes_panel():
        award.criteria = _criteria(dice)
    award.conditions = _conditions(dice, award, series)
    if not enabled and dice.chance(0.5):
        return Award(name, level, award.quota_kind, None, None, False, scope=award.scope)
    return award


def _share_out(dice: Dice, award: Award, departments: list[Department]) -> None:
    """Seats in each department, by the number of units, or listed by department, as the level can have them."""
    if award.level in (TEAM, POST) and dice.chance(0.4):
        award.quota, award.scope = Decimal(dice.randint(0, 2)), EACH
    elif award.level in (TEAM, DEPARTMENT) and dice.chance(0.5):
        award.quota_kind, award.quota = BY_UNITS, Decimal(dice.choice(["10", "20", "25", "33.3", "50", "60", "100"]))
        award.scope = dice.choice([None, ALL, EACH] if award.level == TEAM else [None, ALL])
    elif award.level != DEPARTMENT:
        award.quota_kind, award.quota, award.scope = BY_LIST, None, dice.choice([None, EACH])
        award.allocation = {one.name: dice.randint(0, 2) for one in departments if dice.chance(0.85)}
        award.allocation = award.allocation or {departments[0].name: 1}


def _quota(dice: Dice, level: str, departments: list[Department]) -> Decimal:
    """About half of those who can be nominated, so that the edge runs through them."""
    teams = sum(len(department.teams) for department in departments)
    size = {DEPARTMENT: len(departments), TEAM: teams, PERSON: 4, POST: teams}[level]
    return Decimal(0 if dice.chance(0.03) else dice.randint(1, max(1, size - 1)))


def _prize(dice: Dice) -> int:
    return dice.choice([1000, 500, 200, 300, 50])


def _components(dice: Dice) -> list[Component]:
    """Mostly the three of the notice; names are drawn so that the first three come most often."""
    count = dice.choice([1, 2, 3, 3, 3])
    shuffled = dice.sample(list(SOURCES), len(SOURCES))
    names = list({SOURCES[name]: name for name in shuffled}.values())[:count]
    if count == 3 and dice.chance(0.7):
        names = list(SOURCES)[:3]
    weights = dice.choice(WEIGHTS[count]).split()
    return [
        Component(name, Decimal(weight), SOURCES[name]) for name, weight in zip(names, weights)
    ]


def _criteria(dice: Dice) -> list[Marked]:
    """Usually out of 100 in all, so that totals have the decimals of the points."""
    if dice.chance(0.5):
        return [Marked(name, Decimal(most)) for (name, _), most in zip(CRITERIA, (40, 30, 30))]
    chosen = dice.some(CRITERIA, 1, 3)
    return [Marked(name, Decimal(dice.choice(maxima.split()))) for name, maxima in chosen]


def _conditions(dice: Dice, award: Award, series: int) -> list[Condition]:
    """Hard ones of the level's own checks and of the scores, the veto, and advisory ones."""
    wanted = [(HARD, check) for check in CHECKS_BY_LEVEL[award.level] if dice.chance(0.5)]
    if award.components:
        wanted += [(HARD, check) for check in ("满意度", "监督检查") if dice.chance(0.15)]
    if dice.chance(0.85):
        wanted.append((VETO, "事故投诉"))
    wanted += [(ADVISORY, check) for check in ("满意度", "监督检查", "科室意见") if dice.chance(0.3)]
    dice.shuffle(wanted)
    return [
        Condition(number, CONDITION_TEXTS[kind], kind, check, _threshold(dice, kind, check, series))
        for number, (kind, check) in enumerate(wanted, start=1)
    ]


def _threshold(dice: Dice, kind: str, check: str, series: int) -> Decimal | None:
    """Of a veto: from how many incidents it falls."""
    if kind == VETO:
        return dice.choice([None, None, None, Decimal(1), Decimal(2), Decimal(2), Decimal(3)])
    if kind != HARD:
        return None
    if check in ("满意度", "监督检查"):
        return Decimal(dice.choice(["60", "70", "80", "85", "79.5", "90"]))
    if check == "方案完成系列数":
        return Decimal(dice.choice([series, series, series - 1, 1]))
    return Decimal(dice.choice([1, 1, 1, 2]))
