"""Personal quotas: a department's staff × the award's percent, rounded by policy (附1 二(三), 三.2)."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from fractions import Fraction

from fuwuyue_xlsx.evaluate.tables import Tables
from fuwuyue_xlsx.exact import round_half_up
from fuwuyue_xlsx.rules.model import Award, Policies, QuotaKind, Rules
from fuwuyue_xlsx.rules.policies import ROUNDINGS

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


def staff_of(rules: Rules, tables: Tables) -> dict[str, int | None]:
    """Σ team headcounts + staff outside teams by department; None when one is missing or nothing was submitted."""
    staff: dict[str, int | None] = {department: None for department in rules.departments}
    for department, group in tables.headcounts.groupby("department", sort=False):
        counts = list(group["headcount"])
        staff[department] = sum(counts) if all(count is not None for count in counts) else None
    return staff


def quotas_of(award: Award, rules: Rules, tables: Tables, submitted: frozenset[str]) -> dict[str, int | None]:
    """Seats by department. A fixed quota holds for each department that has submitted and needs no headcount."""
    if award.quota_kind is QuotaKind.FIXED:
        return {d: int(award.quota or 0) if d in submitted else None for d in rules.departments}
    percent = award.quota or Decimal(0)
    staff = staff_of(rules, tables)
    return {
        department: personal_quota(count, percent, rules.policies) if count is not None else None
        for department, count in staff.items()
    }
