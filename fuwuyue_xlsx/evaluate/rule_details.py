"""What the sentences on the awards leave out, a line each: conditions with their thresholds, rounding, kinds of incidents, shares, own checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules.model import Award, Condition, QuotaKind, Rules
from fuwuyue_xlsx.schema.checks import Check
from fuwuyue_xlsx.schema.known_checks import checks_of

_BETWEEN, _LISTING = "；", "、"


def details_of(rules: Rules) -> tuple[str, ...]:
    """The lines on enabled awards, in the rules' order; nothing of what the rules do not use."""
    return (*_conditions(rules), *_rounding(rules), *_kinds(rules), *_shares(rules), *_own_checks(rules))


def _conditions(rules: Rules) -> Iterator[str]:
    checks = checks_of(rules)
    for award in rules.enabled_awards:
        if award.hard:
            yield f"“{award.name}”的硬性条件：{_BETWEEN.join(_of_award(award, checks))}"


def _of_award(award: Award, checks: Mapping[str, Check]) -> Iterator[str]:
    """Each condition, then once what each group of them asks for."""
    yield from (_condition(condition, checks[condition.check]) for condition in award.hard)
    yield from dict.fromkeys(condition.group.words for condition in award.hard if condition.group)


def _condition(condition: Condition, check: Check) -> str:
    asked = "" if condition.threshold is None else f"不少于 {plain(condition.threshold)} {check.unit}"
    return f"第 {condition.number} 条 {check.name}{asked}"


def _rounding(rules: Rules) -> Iterator[str]:
    kinds = {award.quota_kind for award in rules.enabled_awards if award.quota_kind.percent}
    least = rules.policies.quota_minimum
    if kinds:
        yield (f"按比例的名额有小数的{rules.policies.quota_rounding}"
               + (f"，按员工人数的每科室至少 {least} 人" if least and QuotaKind.RATIO in kinds else ""))


def _kinds(rules: Rules) -> Iterator[str]:
    """Only where some of them veto nobody."""
    listed = [kind.name for kind in rules.incident_types if not kind.vetoes]
    if listed and any(award.vetoes for award in rules.enabled_awards):
        vetoing = _LISTING.join(kind.name for kind in rules.incident_types if kind.vetoes)
        yield f"事故投诉里，{vetoing}一票否决；{_LISTING.join(listed)}只登记，不否决"


def _shares(rules: Rules) -> Iterator[str]:
    yield from (f"“{award.name}”每个科室的获奖者里，{award.said_shares}；只核对，不影响获奖" for award in rules.enabled_awards if award.shares)


def _own_checks(rules: Rules) -> Iterator[str]:
    yield from (f"自定义核查“{check.name}”：数{check.said}，用于{check.said_levels}的奖项" for check in rules.own_checks)
