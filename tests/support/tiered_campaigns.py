"""Random campaigns with tiers and with bounds on the winners of one department, their scores close together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from random import Random

from fuwuyue_xlsx.rules.model import Award, Rules
from tests.support.department_seats import UNITS
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import (
    Fact,
    incident,
    nominate,
    person_award,
    post_award,
    review,
    rules,
    tables_of,
    team_award,
    with_grades,
)

TIERS = ("一等奖", "二等奖", "三等奖")
PEOPLE = ("金奖个人", "银奖个人")
POSTS = "示范岗"


def _bounded(dice: Random, award: Award) -> Award:
    """The award as it is, or with bounds that do not contradict each other."""
    if dice.random() < 0.4:
        return award
    most = dice.choice((None, 1, 2))
    fewest = dice.choice((None, 1)) if int(award.quota or 0) >= len(UNITS) else None
    return replace(award, most_each=most, fewest_each=fewest)


@lru_cache(64)
def random_tiers(seed: int) -> Inputs:
    """Teams in two or three tiers, posts by themselves, people in two tiers by their departments' orders."""
    dice = Random(seed)
    tiers = [_bounded(dice, team_award(dice.randint(0, 3), name=name, group="优秀班组")) for name in TIERS[:dice.choice((2, 2, 3))]]
    people = [replace(person_award(1, name=name, group="优秀个人"), quota=Decimal(dice.choice((10, 20)))) for name in PEOPLE]
    made = rules(*tiers, _bounded(dice, post_award(dice.randint(1, 4))), *people, units=UNITS, decimals=dice.choice((0, 2)))
    facts = [fact for department in UNITS for fact in _department(dice, made, department)]
    return Inputs(with_grades(made, facts), tables_of(made, *facts))


def _department(dice: Random, made: Rules, department: str) -> list[Fact]:
    facts: list[Fact] = [("headcounts", {"department": department, "team": None, "headcount": 10})]
    names = [award.name for award in made.awards]
    for position, name in enumerate(UNITS[department]):
        facts.append(("headcounts", {"department": department, "team": name, "headcount": dice.randint(1, 9)}))
        points = dice.choice((70, 80, 80, 90))
        for award in names:
            if award in TIERS:
                facts += nominate(award, department, team=name, position=position)
            elif award in PEOPLE:
                facts += nominate(award, department, team=name, person=f"{name}员工", order=dice.randint(1, 3), position=position)
            else:
                facts += nominate(award, department, team=name, post=f"{name}岗", holders=(f"{name}员工",), position=position)
                facts += review(award, department, dice.choice((70, 80, 90)), team=name, post=f"{name}岗")
        if dice.random() < 0.95:
            facts += review(TIERS[0], department, points, team=name)
        if dice.random() < 0.2:
            facts += incident(department, name, dice.choice((None, f"{name}员工")), conclusion=dice.choice(("待查", "属实")), number=f"SG-{name}")
    return facts


def winners_in(order: list[tuple[int, str]], quota: int, most: int | None, fewest: int | None) -> frozenset[int]:
    """Who wins where nobody is equal; `order`: (candidate, department), best first."""
    won: list[int] = []
    homes = dict(order)
    for department in dict.fromkeys(homes.values()):
        won += [one for one, home in order if home == department][:fewest or 0]
    for one, home in order:
        if one not in won and len(won) < quota and (most is None or sum(homes[other] == home for other in won) < most):
            won.append(one)
    return frozenset(won)
