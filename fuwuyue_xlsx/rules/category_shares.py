"""类别比例 of an award for persons: what share of each department's winners are to be of a category of people (人员类别)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

# the category of whoever is of none of those that an award names
OTHERS = "其他"


@dataclass(frozen=True)
class CategoryShare:
    """One share: at least, or at most, so much of a department's winners are of the category. It is checked and told, and decides nothing.

    share  of 1, above 0; as it may be a third, it is no percent
    """

    category: str
    share: Fraction
    at_most: bool = False

    @property
    def words(self) -> str:
        """What is asked for: 一线不少于 50%."""
        percent = self.share * 100
        number = f"{float(percent):g}%" if (percent * 100).denominator == 1 else str(self.share)
        return f"{self.category}{'不超过' if self.at_most else '不少于'} {number}"

    def met(self, of_category: int, winners: int) -> bool:
        """Whether so many of so many winners are enough, or not too many."""
        return of_category <= winners * self.share if self.at_most else of_category >= winners * self.share
