"""Personal quotas: a department's staff × the award's percent, rounded by policy (附1 二(三), 三.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from fuwuyue_xlsx.basics.decimals import round_half_up
from fuwuyue_xlsx.rules.model import Award, QuotaKind, Rules
from fuwuyue_xlsx.rules.policies import ROUNDINGS, Policies
from fuwuyue_xlsx.tables.frames import Tables

_HALF_UP, _UP, _DOWN = ROUNDINGS


def personal_quota(staff: int, percent: Decimal, policies: Policies) -> int:
    """10 %, half up: 5 → 1, 14 → 1, 15 → 2, 24 → 2, 25 → 3, 4 → 0; at least the policy's minimum."""
    exact = Fraction(staff) * Fraction(percent) / 100
    if policies.quota_rounding == _UP:
        rounded = ceil(exact)
    elif policies.quota_rounding == _DOWN:
        rounded = floor(exact)
    else:
        rounded = int(round_half_up(exact, 0))
    return max(rounded, policies.quota_minimum)


@dataclass(frozen=True)
class Headcount:
    """One figure of a department's staff: a team's, or with team None that of the staff outside teams."""

    team: str | None
    number: int | None
    source: str


def headcounts_of(tables: Tables) -> dict[str, tuple[Headcount, ...]]:
    """The figures of each department that has submitted."""
    by_department: dict[str, list[Headcount]] = {}
    for row in tables.headcounts.to_dict("records"):
        by_department.setdefault(row["department"], []).append(Headcount(row["team"], row["headcount"], row["source"]))
    return {department: tuple(figures) for department, figures in by_department.items()}


def staff_of(headcounts: tuple[Headcount, ...] | None) -> int | None:
    """Σ team headcounts + staff outside teams; None when one is missing or nothing was submitted."""
    numbers = [figure.number for figure in headcounts or ()]
    return sum(number for number in numbers if number is not None) if numbers and None not in numbers else None


def quotas_of(award: Award, rules: Rules, headcounts: dict[str, tuple[Headcount, ...]],
              submitted: frozenset[str]) -> dict[str, int | None]:
    """Seats by department. A fixed quota holds for each department that has submitted and needs no headcount."""
    if award.quota_kind is QuotaKind.FIXED:
        return {department: int(award.quota or 0) if department in submitted else None for department in rules.departments}
    percent = award.quota or Decimal(0)
    staff = {department: staff_of(headcounts.get(department)) for department in rules.departments}
    return {
        department: personal_quota(count, percent, rules.policies) if count is not None else None
        for department, count in staff.items()
    }
