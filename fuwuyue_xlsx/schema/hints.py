"""The lines that a department's self-check has beside the state of its sheets: quotas and counted conditions of the rules."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules.model import Award, Condition, Level, QuotaKind, Rules
from fuwuyue_xlsx.schema.checks import Check
from fuwuyue_xlsx.schema.declarations import Hint
from fuwuyue_xlsx.schema.known_checks import checks_of

STAFF, QUOTA = "员工人数", "个人名额"


def department_hints(rules: Rules, titles: dict[str, str], department: str) -> tuple[Hint, ...]:
    """The lines of a department's book: its staff and its quota of each award for persons, then each hard counted condition.

    `titles`: award name → title of the sheet on which its candidates stand. Awards that are not enabled have no line; staff
    has one only where an award for persons is enabled. The order is that of the awards and of their conditions.
    """
    persons = [award for award in rules.enabled_awards if award.level is Level.PERSON and award.each_department]
    hints = [Hint(STAFF, "本科室员工人数", "各班组人数与班组外人数之和")] if persons else []
    hints += [_quota_hint(award, rules, titles[award.name], department) for award in persons]
    checks = checks_of(rules)
    for award in rules.enabled_awards:
        counted = ((condition, checks[condition.check]) for condition in award.hard)
        hints += [_condition_hint(award, condition, check, titles[award.name]) for condition, check in counted if check.counting]
    return tuple(hints)


def _quota_hint(award: Award, rules: Rules, sheet: str, department: str) -> Hint:
    quota, label = award.quota or Decimal(0), f"{award.name}名额"
    if award.quota_kind is QuotaKind.LISTED:
        seats = award.listed.get(department, 0)
        return Hint(QUOTA, label, f"本科室 {seats} 人", Decimal(seats), sheet, award.level)
    if award.quota_kind is QuotaKind.FIXED:
        return Hint(QUOTA, label, f"每个科室 {plain(quota)} 人", quota, sheet, award.level)
    rounding, least = rules.policies.quota_rounding, rules.policies.quota_minimum
    words = f"员工人数的 {plain(quota)}%，小数{rounding}" + (f"，至少 {least} 人" if least else "")
    return Hint(QUOTA, label, words, quota, sheet, award.level, rounding, least)


def _condition_hint(award: Award, condition: Condition, check: Check, sheet: str) -> Hint:
    least = condition.threshold or Decimal(0)
    whom = "" if award.level is Level.DEPARTMENT else "推荐的班组每个"
    wanted = f"{whom}不少于 {plain(least)} {check.unit}"
    wanted += f"（{condition.group.words}）" if condition.group else ""
    return Hint(check.name, f"{award.name}第 {condition.number} 条：{check.words}", wanted, least, sheet, award.level, counting=check.counting)
