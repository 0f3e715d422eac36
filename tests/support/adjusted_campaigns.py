"""Random campaigns of awards with 加减分: scores near 0 and near 100, rows for one award and for all, sums beyond the limit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from fuwuyue_xlsx.rules.model import Component, Condition, ConditionKind, QuotaKind, QuotaScope, Source
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    PERSON,
    TEAM,
    UNITS,
    Fact,
    adjustment,
    department_award,
    incident,
    nominate,
    person_award,
    review,
    rules,
    tables_of,
    team_award,
    visit,
)

LIMITS = ("0.5", "2", "5", "7.25", "100")
POINTS = ("-40", "-3", "-2.5", "-0.125", "0", "0.125", "1", "2", "2.25", "3", "60")


def _parts(dice: Random, *, inspected: bool = True) -> tuple[Component, ...]:
    """Reviewers' points, inspections now and then, and 加减分 at any place."""
    weights = (60, 40) if inspected and dice.random() < 0.5 else (100,)
    parts = [Component(FEATURES, Decimal(weights[0]), Source.REVIEW)]
    parts += [Component(INSPECTION, Decimal(weight), Source.INSPECTION) for weight in weights[1:]]
    parts.insert(dice.randint(0, len(parts)), Component("加减分", Decimal(0), Source.ADJUSTMENT, limit=Decimal(dice.choice(LIMITS))))
    return tuple(parts)


def random_adjustments(seed: int) -> Inputs:
    """Departments, teams and persons around few scores, so that points decide and ties remain."""
    dice = Random(seed)
    asked = (Condition(1, "得分", ConditionKind.HARD, "综合得分", Decimal(dice.choice((0, 60, 100)))),) if dice.random() < 0.5 else ()
    awards = (replace(department_award(1), components=_parts(dice)), replace(team_award(2), components=_parts(dice), conditions=asked),
              replace(person_award(2, QuotaKind.FIXED, scope=dice.choice((QuotaScope.ALL, QuotaScope.EACH))), components=_parts(dice)))
    order = dice.choice((("加减分", FEATURES), (FEATURES, "加减分"), (INSPECTION, FEATURES, "加减分"), ()))
    made = rules(*awards, decimals=dice.choice((0, 1, 2, 4)), missing=dice.choice(("不予排名", "沿用科室")), skipping="允许", tie_order=order)
    facts: list[Fact] = []
    for department, teams in UNITS.items():
        facts += nominate(ORGANISATION, department) + _scored(dice, ORGANISATION, department, None, None)
        for position, name in enumerate(teams):
            facts += nominate(TEAM, department, team=name) + _scored(dice, TEAM, department, name, None)
            facts += nominate(PERSON, department, team=name, person=f"{name}员工", position=position)
            facts += _scored(dice, PERSON, department, name, f"{name}员工")
            facts += visit(department, name, dice.choice((0, 90, 100))) if dice.random() < 0.9 else []
            facts += incident(department, name, conclusion=dice.choice(("属实", "待查")), number=name) if dice.random() < 0.1 else []
    return Inputs(made, tables_of(made, *facts, absent=["乙科"] if dice.random() < 0.1 else [], adjusted=dice.random() < 0.9))


def _scored(dice: Random, award: str, department: str, team: str | None, name: str | None) -> list[Fact]:
    rows = dice.choice((0, 0, 1, 1, 2, 3))
    added = [fact for _ in range(rows)
             for fact in adjustment(department, dice.choice(POINTS), dice.choice((award, award, None)), team=team, post=name)]
    return added + (review(award, department, dice.choice((0, 1, 90, 100)), team=team, post=name) if dice.random() < 0.95 else [])
