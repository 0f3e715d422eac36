"""What a department's self-check tells beside the state of its sheets: quotas and conditions, as the rules have them."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules import checks
from fuwuyue_xlsx.rules.checks import CHECKS
from fuwuyue_xlsx.rules.model import Award, Condition, ConditionKind, Level, QuotaKind, Rules
from fuwuyue_xlsx.schema.declarations import Hint

STAFF, QUOTA = "员工人数", "个人名额"
# the checks whose evidence stands on the department's own sheets
COUNTED = (checks.PLANNED_SERIES, checks.TRADES, checks.TRAINING_FORMS, checks.SERVICES, checks.PUBLICITY_FORMS)
COUNTED_BY_TEAM = (checks.SUGGESTIONS, checks.CONTRIBUTIONS)


def department_hints(rules: Rules, titles: dict[str, str]) -> tuple[Hint, ...]:
    """Staff and quota of each award for persons, then every hard condition that the department's own sheets show.

    `titles`: the sheet of each award.
    """
    persons = [award for award in rules.enabled_awards if award.level is Level.PERSON]
    hints = [Hint(STAFF, "本科室员工人数", "各班组人数与班组外人数之和")] if persons else []
    hints += [_quota_hint(award, rules, titles[award.name]) for award in persons]
    for award in rules.enabled_awards:
        counted = {Level.DEPARTMENT: COUNTED, Level.TEAM: COUNTED_BY_TEAM}.get(award.level, ())
        hard = (c for c in award.conditions if c.kind is ConditionKind.HARD and c.check in counted)
        hints += [_condition_hint(award, condition, titles[award.name]) for condition in hard]
    return tuple(hints)


def _quota_hint(award: Award, rules: Rules, sheet: str) -> Hint:
    quota, label = award.quota or Decimal(0), f"{award.name}名额"
    if award.quota_kind is QuotaKind.FIXED:
        return Hint(QUOTA, label, f"每个科室 {plain(quota)} 人", quota, sheet)
    rounding, least = rules.policies.quota_rounding, rules.policies.quota_minimum
    words = f"员工人数的 {plain(quota)}%，小数{rounding}" + (f"，至少 {least} 人" if least else "")
    return Hint(QUOTA, label, words, quota, sheet, rounding, least)


def _condition_hint(award: Award, condition: Condition, sheet: str) -> Hint:
    check, least = CHECKS[condition.check], condition.threshold or Decimal(0)
    whom = "" if award.level is Level.DEPARTMENT else "推荐的班组每个"
    wanted = f"{whom}不少于 {plain(least)} {check.unit}"
    return Hint(check.name, f"{award.name}第 {condition.number} 条：{check.words}", wanted, least, sheet)
