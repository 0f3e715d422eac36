"""Random campaigns whose awards share out their seats in every way: among all, in each department, by units, by a list."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from fuwuyue_xlsx.rules.model import Award, QuotaKind, QuotaScope, Rules
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import (
    PERSON,
    POST,
    TEAM,
    THREE,
    Fact,
    incident,
    nominate,
    person_award,
    post_award,
    review,
    rules,
    scored,
    tables_of,
    team_award,
    with_grades,
)

UNITS = {"甲科": ("一组", "二组", "三组", "四组"), "乙科": ("五组", "六组", "七组"), "丙科": ("八组", "九组")}
KINDS = ("each", "units", "units each", "listed", "all")
# an award for persons that is ranked by score
BY_SCORE = "先进个人"


def shared_out(dice: Random, award: Award, kind: str) -> Award:
    """The award with its seats shared out in this way."""
    if kind.startswith("units"):
        scope = QuotaScope.EACH if "each" in kind else dice.choice((None, QuotaScope.ALL))
        return replace(award, quota_kind=QuotaKind.UNITS, quota=Decimal(dice.choice((20, 25, 50, 60))), scope=scope)
    if kind == "listed":
        seats = {department: dice.randint(0, 2) for department in UNITS if dice.random() < 0.8}
        return replace(award, quota_kind=QuotaKind.LISTED, quota=None, listed=seats, scope=dice.choice((None, QuotaScope.EACH)))
    return replace(award, quota=Decimal(dice.randint(0, 3)), scope=QuotaScope.EACH if kind == "each" else award.scope)


def fixed(award: Award) -> Award:
    """The award with a fixed number of seats over all."""
    return replace(award, quota_kind=QuotaKind.FIXED, scope=QuotaScope.ALL)


def random_seats(seed: int) -> Inputs:
    """Teams, posts and people with scores close together, some looked into, some vetoed, now and then a department that is absent."""
    dice = Random(seed)
    weights = dice.choice(({"工作特色和工作成绩": 100}, THREE))
    people = replace(person_award(1, QuotaKind.LISTED), listed={name: dice.randint(0, 2) for name in UNITS}, quota=None) if dice.random() < 0.5 \
        else person_award(dice.randint(0, 2), QuotaKind.FIXED, scope=QuotaScope.EACH)
    by_score = person_award(1, weights=weights, name=BY_SCORE)
    kind = dice.choice((*(kind for kind in KINDS if not kind.startswith("units")), "ratio"))
    by_score = replace(by_score, quota=Decimal(dice.choice((5, 10, 30)))) if kind == "ratio" else shared_out(dice, fixed(by_score), kind)
    made = rules(shared_out(dice, team_award(1, weights), dice.choice(KINDS)),
                 shared_out(dice, post_award(1), dice.choice([kind for kind in KINDS if not kind.startswith("units")])), people, by_score, units=UNITS,
                 quota_rounding=dice.choice(("四舍五入", "进一", "舍去")), decimals=dice.choice((0, 2, 4)))
    absent = [department for department in UNITS if dice.random() < 0.1]
    facts = [fact for department in UNITS if department not in absent for fact in _department(dice, made, department)]
    return Inputs(with_grades(made, facts), tables_of(made, *facts, absent=absent))


def _department(dice: Random, made: Rules, department: str) -> list[Fact]:
    facts: list[Fact] = [("headcounts", {"department": department, "team": name, "headcount": dice.choice((3, 5, 10)) if dice.random() < 0.98 else None})
                         for name in (*UNITS[department], None)]
    points = (70, 80, 80, 90)
    for position, name in enumerate(UNITS[department]):
        if dice.random() < 0.9:
            given = [dice.choice(points) for _ in range(3 if dice.random() < 0.9 else 1)]
            facts += nominate(TEAM, department, team=name, agreed=dice.random() < 0.95) + scored(TEAM, department, name, *given)
        facts += nominate(POST, department, post=f"{name}岗", team=name, holders=(f"{name}员工",), position=position)
        facts += review(POST, department, dice.choice(points), team=name, post=f"{name}岗")
        facts += nominate(PERSON, department, team=name, person=f"{name}员工", order=dice.randint(1, 3), position=position)
        facts += nominate(BY_SCORE, department, team=name, person=f"{name}员工", order=None, position=position, agreed=dice.random() < 0.95)
        facts += review(BY_SCORE, department, dice.choice(points), team=name, post=f"{name}员工") if dice.random() < 0.95 else []
        if dice.random() < 0.15:
            conclusion = dice.choice(("待查", "属实", "待查"))
            facts += incident(department, name, dice.choice((None, f"{name}员工")), conclusion=conclusion, number=f"SG-{name}")
    return facts
