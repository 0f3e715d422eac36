"""Random campaigns with a part of the score for each group of reviewers and each identity of respondents, and who are voted for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from random import Random

from fuwuyue_xlsx.rules.model import Component, Condition, ConditionKind, QuotaKind, QuotaScope, Source
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import (
    INSPECTION,
    ORGANISATION,
    PERSON,
    TEAM,
    UNITS,
    Fact,
    answers,
    by_identities,
    department_award,
    incident,
    listed,
    nominate,
    person_award,
    review,
    rules,
    tables_of,
    team_award,
    visit,
    votes,
)

GRADES = ("很满意", "满意", "一般", "不满意")
ASKED = ("学生", "学生", "教师", "职工", "其他", None)
GROUPS = {"领导": ("张三", "李四"), "职工": ("王五", "赵六", "钱七"), "专家": ("孙八",)}


def _parts(dice: Random) -> tuple[Component, ...]:
    """Two groups by themselves, or one with another together; inspections and votes besides."""
    scopes = dice.choice(((("领导",), ("职工",)), (("领导", "职工"), ("专家",)), (("职工",),)))
    weights = {1: (40,), 2: (20, 20)}[len(scopes)]
    parts = [Component("".join(scope), Decimal(weight), Source.REVIEW, scope) for scope, weight in zip(scopes, weights, strict=True)]
    asked = dice.choice(({"学生": 20}, {"学生": 10, "教师、职工": 10}, {"教师": 5, "学生": 15}))
    return (*parts, Component(INSPECTION, Decimal(30), Source.INSPECTION), Component("投票", Decimal(10), Source.VOTES), *by_identities(asked))


@lru_cache(64)
def random_groups(seed: int) -> Inputs:
    """Departments, teams and persons with points by most reviewers, some of the candidate's own department."""
    dice = Random(seed)
    parts = _parts(dice)
    # compares all answers, whoever counts in the parts
    content = (Condition(1, "满意", ConditionKind.HARD, "满意度", Decimal(60)),) if dice.random() < 0.5 else ()
    awards = (replace(department_award(1), components=parts), replace(team_award(2), components=parts, conditions=content),
              replace(person_award(2, QuotaKind.FIXED, scope=QuotaScope.ALL), components=_parts(dice)))
    made = replace(rules(*awards, missing=dice.choice(("不予排名", "沿用科室")), recusal=dice.random() < 0.5, decimals=dice.choice((0, 2, 4)),
                         review_mean=dice.choice(("平均", "去最高最低后平均")), skipping="允许"), expected=listed(**GROUPS))
    homes = {name: dice.choice((None, None, *UNITS)) for names in GROUPS.values() for name in names}
    facts: list[Fact] = []
    for department, teams in UNITS.items():
        facts += nominate(ORGANISATION, department) + _points(dice, homes, ORGANISATION, department, None, None)
        for position, name in enumerate(teams):
            facts += nominate(TEAM, department, team=name) + _points(dice, homes, TEAM, department, name, None)
            facts += nominate(PERSON, department, team=name, person=f"{name}员工", position=position)
            facts += _points(dice, homes, PERSON, department, name, f"{name}员工")
            facts += _answers(dice, department, name)
            facts += visit(department, name, dice.choice((70, 80, 90))) if dice.random() < 0.9 else []
            facts += incident(department, name, f"{name}员工", conclusion=dice.choice(("属实", "待查")), number=name) if dice.random() < 0.1 else []
    return Inputs(made, tables_of(made, *facts))


def _answers(dice: Random, department: str, team: str) -> list[Fact]:
    """Answers about the team, and some about its department alone; of every identity, of none, and of one that no part counts."""
    return [fact for _ in range(dice.randint(0, 9)) for fact in answers(
        department, dice.choice((team, team, team, None)), dice.choice(GRADES), dice.choice(GRADES), by=dice.choice(ASKED))]


def _points(dice: Random, homes: dict[str, str | None], award: str, department: str, team: str | None, name: str | None) -> list[Fact]:
    valid = dice.choice((30, 37, 40))
    counted = votes(award, department, dice.randint(0, valid), valid, team=team, post=name) if dice.random() < 0.95 else []
    return counted + [fact for reviewer, home in homes.items() if dice.random() < 0.85
            for fact in review(award, department, dice.choice((70, 80, 90)), team=team, post=name, reviewer=reviewer, home=home)]
