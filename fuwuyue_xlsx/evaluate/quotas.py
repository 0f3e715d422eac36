"""Seats: a number, a share of staff or of units rounded by policy (附1 二(三), 三.2), or listed by department."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from fuwuyue_xlsx.basics.decimals import round_half_up
from fuwuyue_xlsx.rules.model import Award, Level, QuotaKind, Rules
from fuwuyue_xlsx.rules.policies import Policies
from fuwuyue_xlsx.rules.policy_values import ROUNDINGS
from fuwuyue_xlsx.tables.frames import Tables

_HALF_UP, _UP, _DOWN = ROUNDINGS


# seats of an award, or by department (None: not known yet)
Seats = int | dict[str, int | None]


def personal_quota(staff: int, percent: Decimal, policies: Policies) -> int:
    """10 %, half up: 5 → 1, 14 → 1, 15 → 2, 24 → 2, 25 → 3, 4 → 0; at least the policy's minimum."""
    return max(share_of(staff, percent, policies.quota_rounding), policies.quota_minimum)


def share_of(number: int, percent: Decimal, rounding: str) -> int:
    """A percentage of a number as a whole number: 30 % of 22 half up → 7."""
    exact = Fraction(number) * Fraction(percent) / 100
    if rounding == _UP:
        return ceil(exact)
    return floor(exact) if rounding == _DOWN else int(round_half_up(exact, 0))


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


def quotas_of(award: Award, rules: Rules, headcounts: dict[str, tuple[Headcount, ...]], submitted: frozenset[str]) -> Seats:
    """The seats of an award, by department where each has its own.

    People's seats are known once their department has submitted, a share of its staff once that is known, too. The seats of teams and
    posts rest on the rules alone.
    """
    percent = award.quota or Decimal(0)
    if not award.each_department:
        return share_of(units_of(award, rules), percent, rules.policies.quota_rounding) if award.quota_kind is QuotaKind.UNITS else int(percent)
    if award.quota_kind is QuotaKind.RATIO:
        staff = {department: staff_of(headcounts.get(department)) for department in rules.departments}
        return {name: personal_quota(count, percent, rules.policies) if count is not None else None for name, count in staff.items()}
    known = rules.departments if award.level is not Level.PERSON else submitted
    return {department: _seats_of(award, rules, department) if department in known else None for department in rules.departments}


def _seats_of(award: Award, rules: Rules, department: str) -> int:
    if award.quota_kind is QuotaKind.LISTED:
        return award.listed.get(department, 0)
    if award.quota_kind is QuotaKind.UNITS:
        return share_of(units_of(award, rules, department), award.quota or Decimal(0), rules.policies.quota_rounding)
    return int(award.quota or 0)


def units_of(award: Award, rules: Rules, department: str | None = None) -> int:
    """How many departments or teams the rules have for an award of theirs; with a department, how many teams it has."""
    if award.level is Level.DEPARTMENT:
        return len(rules.departments)
    return len(rules.teams) if department is None else len(rules.team_rows_of(department))
