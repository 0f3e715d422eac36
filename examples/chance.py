"""Random figures that are the same on every machine and under every version of Python."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of its own for each purpose: a change to one leaves the others as they are.

    Only random() is used: its sequence is fixed for a seed, which choice() and gauss() do not promise.
    """

    def __init__(self, *purpose: object) -> None:
        self._random = random.Random("/".join(["2017", *map(str, purpose)]))

    def normal(self, mean: float = 0.0, spread: float = 1.0) -> float:
        """A number around the mean: the sum of twelve uniform ones is close to the bell curve."""
        return mean + spread * (math.fsum(self._random.random() for _ in range(12)) - 6)

    def whole(self, low: int, high: int) -> int:
        """A whole number in low … high."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of the things."""
        return things[int(self._random.random() * len(things))]

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability


def within(value: float, low: float, high: float, step: float) -> float:
    """The value rounded to steps and kept inside low … high: 8.3 → 8.5 with steps of 0.5."""
    per_unit = round(1 / step)
    return min(high, max(low, math.floor(value * per_unit + 0.5) / per_unit))
