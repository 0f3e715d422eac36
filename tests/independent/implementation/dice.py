"""Seeded chance, with a temper: how often faults and gaps are put into a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

SURNAMES = ["赵", "钱", "孙", "李", "周", "吴", "郑", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许", "何"]
GIVEN = ["小满", "立夏", "白露", "寒露", "霜降", "谷雨", "一鸣", "二川", "三石", "四海", "五峰", "云舟", "青禾", "远山", "秋实", "冬至"]


class Dice(Random):
    """A random source that also knows the temper of the campaign it draws for."""

    faults = 1.0
    gaps = 1.0

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def fault(self, probability: float) -> bool:
        """Something wrong in a workbook: an error the product must report."""
        return self.random() < probability * self.faults

    def gap(self, probability: float) -> bool:
        """Something absent without being wrong: a score, a visit, a department."""
        return self.random() < probability * self.gaps

    def some(self, things: Sequence[Thing], least: int, most: int) -> list[Thing]:
        """Between least and most of the things, in their own order."""
        count = min(len(things), self.randint(least, most))
        chosen = set(self.sample(range(len(things)), count))
        return [thing for index, thing in enumerate(things) if index in chosen]

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.randint(0, (last - first).days))

    def person(self, few: bool = False) -> str:
        """An invented name; of few, the same name comes up again soon."""
        if few:
            return self.choice(SURNAMES[:6]) + self.choice(GIVEN[:5])
        return self.choice(SURNAMES) + self.choice(GIVEN)


def tempered(seed: int) -> Dice:
    """A third of the campaigns are without a fault, a third with few, a third with many."""
    dice = Dice(seed)
    tempers = [(0, 0), (0, 0.3), (0.15, 0.3), (0.3, 1), (1, 0.5), (1, 1)]
    dice.faults, dice.gaps = dice.choice(tempers)
    return dice

