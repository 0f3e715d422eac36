"""What leaders are asked: a tie over the last seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# department, team, person, post: within an award that is one candidate
Owner = tuple[str, str | None, str | None, str | None]
# department, its seats that nobody else can have, the most that it can have
Bound = tuple[str, int, int]


@dataclass(frozen=True)
class Question:
    """A tie over the last seats: who shares the place, with which composite (persons: None), over how many seats.

    within  the department whose seats they are; None: the award has one quota for all
    bounds  the departments of the members where the winners of one are bounded (每科室至多, 每科室至少); empty: nothing is
    apart   the departments of others of the same score over as many seats, who are asked about by themselves
    """

    award: str
    members: frozenset[Owner]
    score: Decimal | None
    seats: int
    within: str | None = None
    bounds: tuple[Bound, ...] = ()
    apart: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[Any, ...]:
        """What the rows that answer it say beside their candidate. Departments with seats of their own may each ask the same."""
        return self.award, self.score, self.seats

    def concerns(self, department: str) -> bool:
        """Whether a row with its key that names somebody of this department may be about it."""
        return self.within in (None, department) and department not in self.apart

    def allows(self, winners: Sequence[str]) -> bool:
        """Whether there are seats for winners of these departments, one entry a winner; the seats kept for a department stay its own."""
        return within_bounds(Counter(winners), self.seats, self.bounds)


def within_bounds(winners: Counter[str], seats: int, bounds: Sequence[Bound]) -> bool:
    """Whether so many winners of each department fit: none above its most, and the seats kept for others left to them."""
    if any(winners[department] > most for department, _, most in bounds):
        return False
    return sum(max(winners[department], fewest) for department, fewest, _ in bounds) <= seats
