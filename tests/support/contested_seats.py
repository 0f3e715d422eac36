"""Random campaigns crowded around the edge of the seats, with incidents that some candidates share and vetoes that take a number."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from fuwuyue_xlsx.rules.model import QuotaKind, Rules
from tests.support.small_campaigns import (
    POST,
    VETO,
    Fact,
    incident,
    nominate,
    person,
    person_award,
    post_award,
    review,
    rules,
    team,
    team_award,
)

NAMES = tuple(f"{number}组" for number in "一二三四五六七")
UNITS = {"甲科": NAMES, "乙科": ("医生组",)}


def random_campaign(dice: Random) -> tuple[Rules, list[Fact], list[dict[str, Any]]]:
    """Rules, the facts about teams, people and posts, and the rows of the register."""
    needed = dice.choice((1, 1, 1, 2, 3))
    veto = (replace(VETO, threshold=dice.choice((None, Decimal(1))) if needed == 1 else Decimal(needed)),)
    awards = (team_award(dice.randint(0, 8), conditions=veto), post_award(dice.randint(0, 8), conditions=veto),
              person_award(dice.randint(0, 4), QuotaKind.FIXED, conditions=veto))
    facts: list[Fact] = []
    for position, name in enumerate(NAMES):
        facts += team(name, dice.choice((70, 80, 80, 90)))
        crew = tuple(dice.sample(("王某", "李某", "赵某"), dice.randint(0, 2)))
        facts += nominate(POST, "甲科", post=f"{name}岗", team=name, holders=crew or None, position=position)
        facts += review(POST, "甲科", dice.choice((70, 80, 80, 90)), team=name, post=f"{name}岗")
        facts += person(f"{name}员工", dice.randint(1, 4), team=name, position=position)
    found = [
        {"number": f"SG-{n}", "team": dice.choice((None, *NAMES)), "person": dice.choice((None, "王某", "李某", "赵某", "一组员工", "二组员工")),
         "conclusion": dice.choice(("待查", "待查", "待查", "属实", "不属实"))} for n in range(dice.randint(1, 6))]
    return rules(*awards, units=UNITS), facts, found


def with_conclusions(found: list[dict[str, Any]], **conclusions: str) -> list[Fact]:
    """The rows of the register, these numbers with another conclusion."""
    rows = [{**row, "conclusion": conclusions.get(row["number"], row["conclusion"])} for row in found]
    return [fact for row in rows for fact in incident("甲科", **row)]
