"""Where each rule stands on 规则, with its value: every other sheet's formulas look the rules up there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fuwuyue_xlsx.evaluate.decisions import AwardResult
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.quotas import staff_of, units_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Award, ConditionKind, Level, QuotaKind
from fuwuyue_xlsx.rules.policies import POLICIES, Policy, policy_text
from fuwuyue_xlsx.rules.policy_values import ROUNDINGS
from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef
from fuwuyue_xlsx.workbook.cell_contents import day_number
from fuwuyue_xlsx.workbook.expressions import Expression, sentence
from fuwuyue_xlsx.workbook.functions import IF, ISNUMBER, ROUND, ROUNDDOWN, ROUNDUP, N, rounded
from fuwuyue_xlsx.workbook.range_functions import MAX, MIN, SUM
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content

TITLE = "规则"
# a heading, the legend and a note stand above the first section
_TOP = 3
# a section begins with a free row, its title and the table's header
_SECTION = 3
NAME, QUOTA, PRIZE, WEIGHT, TOTAL, CHECKED, THRESHOLD, POLICY, POINTS, HOW, STAFF, SEATS = 0, 2, 3, 2, 4, 5, 4, 1, 1, 1, 2, 3
WEIGHTS_RIGHT, WEIGHTS_WRONG = "√ 权重合计 100%", "× 权重合计应为 100%，现在的结果不能用"
# in place of a department: all of them together
ALL = ""
NO_STAFF, NO_SEATS = "员工人数不全，算不出来", "待定"


@dataclass
class RulesPlan:
    """The cells of the rules, by award, (award, component), (award, number of the condition), (award, department), policy. In the
    place of a weight 加减分 has its limit."""

    award_name: dict[str, Cell] = field(default_factory=dict)
    quota: dict[str, Cell] = field(default_factory=dict)
    prize: dict[str, Cell] = field(default_factory=dict)
    weight: dict[tuple[str, str], Cell] = field(default_factory=dict)
    weights_total: dict[str, Cell] = field(default_factory=dict)
    weights_checked: dict[str, Cell] = field(default_factory=dict)
    threshold: dict[tuple[str, int], Cell] = field(default_factory=dict)
    policy: dict[str, Cell] = field(default_factory=dict)
    grades: dict[str, Cell] = field(default_factory=dict)
    staff: dict[tuple[str, str], Cell] = field(default_factory=dict)
    seats: dict[tuple[str, str], Cell] = field(default_factory=dict)
    how_many: dict[tuple[str, str], Cell] = field(default_factory=dict)

    def veto_from(self, award: Award) -> Expression | None:
        """From how many substantiated incidents an award excludes; None where it has no veto, or a veto without a threshold."""
        vetoes = [condition for condition in award.conditions if condition.kind is ConditionKind.VETO]
        if not vetoes or any(condition.threshold is None for condition in vetoes):
            return None
        return MAX(1, MIN(*(N(self.threshold[award.name, condition.number].qualified) for condition in vetoes)))

    def seats_of_all(self, award: Award) -> Cell:
        """The seats of an award that has one quota for all candidates."""
        return self.seats[award.name, ALL] if award.quota_kind is QuotaKind.UNITS else self.quota[award.name]

    @property
    def veto_first(self) -> Cell:
        """The first day of the period in which incidents count."""
        return self.policy["veto_first"]

    @property
    def veto_last(self) -> Cell:
        """The last day of that period."""
        return self.policy["veto_last"]


def plan_rules(outcome: Outcome, facts: Facts) -> RulesPlan:
    """All sections one below the other, as `rules_sheet` writes them."""
    plan, row = RulesPlan(), _TOP + _SECTION
    row = _plan_awards(plan, outcome, row) + _SECTION
    row = _plan_weights(plan, outcome, row) + _SECTION
    row = _plan_thresholds(plan, outcome, row) + _SECTION
    row = _plan_policies(plan, outcome, row) + _SECTION
    for name, points in outcome.rules.policies.grades:
        plan.grades[name] = _cell(row, POINTS, points)
        row += 1
    for result in reckoned_quotas(outcome):
        row = _plan_seats(plan, outcome, facts, result, row + _SECTION)
    return plan


def reckoned_quotas(outcome: Outcome) -> Iterator[AwardResult]:
    """The awards whose seats are those of departments, or follow from the number of units, each with a section of its own."""
    for result in outcome.evaluation.awards:
        if result.award.enabled and (isinstance(result.quota, dict) or result.award.quota_kind is QuotaKind.UNITS):
            yield result


def whose_seats(result: AwardResult) -> tuple[str, ...]:
    """The departments with seats of their own, or `ALL` of an award with one quota."""
    return tuple(result.quota) if isinstance(result.quota, dict) else (ALL,)


def policy_value(outcome: Outcome, policy: Policy) -> Content:
    """A policy's value as its cell shows it: a number where formulas reckon with it, else words."""
    policies = outcome.rules.policies
    return getattr(policies, policy.field) if policy.field in ("quota_minimum", "fewest_answers") else policy_text(policy, policies)


def _cell(row: int, column: int, content: Content) -> Cell:
    return Cell(CellRef(TITLE, row, column), content)


def _plan_awards(plan: RulesPlan, outcome: Outcome, row: int) -> int:
    for number, award in enumerate(outcome.rules.awards, row):
        plan.award_name[award.name] = _cell(number, NAME, award.name)
        plan.quota[award.name], plan.prize[award.name] = _cell(number, QUOTA, award.quota), _cell(number, PRIZE, award.prize)
    return row + len(outcome.rules.awards)


def _plan_weights(plan: RulesPlan, outcome: Outcome, row: int) -> int:
    for award in outcome.rules.awards:
        parts = award.components
        series = CellSeries(CellRange(TITLE, row, row + len(parts) - 1, WEIGHT), [part.weight if part.limit is None else part.limit
                                                                                           for part in parts])
        for number, part in enumerate(parts):
            plan.weight[award.name, part.name] = series.cell(row + number)
        if parts:
            total = plan.weights_total[award.name] = _cell(row, TOTAL, ROUND(_weights(plan, award, SUM(series.local)), 6))
            plan.weights_checked[award.name] = _cell(row, CHECKED, IF(total.local == 100, WEIGHTS_RIGHT, WEIGHTS_WRONG))
        row += len(parts)
    return row


def _weights(plan: RulesPlan, award: Award, whole: Expression) -> Expression:
    """The sum of the weights: that of the column less the limit of 加减分, which stands in it, too."""
    return whole if award.adjustment is None else whole - plan.weight[award.name, award.adjustment.name].local


def _plan_thresholds(plan: RulesPlan, outcome: Outcome, row: int) -> int:
    for award in outcome.rules.awards:
        for condition in award.conditions:
            plan.threshold[award.name, condition.number] = _cell(row, THRESHOLD, condition.threshold)
            row += 1
    return row


def _plan_policies(plan: RulesPlan, outcome: Outcome, row: int) -> int:
    """A row each; the period of vetoes has two, grades have a section of their own."""
    policies = outcome.rules.policies
    for policy in POLICIES:
        if policy.field == "veto_period":
            plan.policy["veto_first"] = _cell(row, POLICY, day_number(policies.veto_first))
            plan.policy["veto_last"] = _cell(row + 1, POLICY, day_number(policies.veto_last))
            row += 2
        elif policy.field != "grades":
            plan.policy[policy.field] = _cell(row, POLICY, policy_value(outcome, policy))
            row += 1
    return row


def _plan_seats(plan: RulesPlan, outcome: Outcome, facts: Facts, result: AwardResult, row: int) -> int:
    """Staff × percent by department (附1 二(三)), units × percent, a fixed number for each department, or the number listed for it."""
    award = result.award
    for department in whose_seats(result):
        place = award.name, department
        staff = plan.staff[place] = _cell(row, STAFF, _base(outcome, facts, award, department))
        known = award.level is not Level.PERSON or department in facts.submitted
        seats = plan.seats[place] = _cell(row, SEATS, _seats(plan, award, staff, department) if known or award.quota_kind.percent else NO_SEATS)
        plan.how_many[place] = _cell(row, HOW, _how_many(plan, award, staff, seats))
        row += 1
    return row


def _base(outcome: Outcome, facts: Facts, award: Award, department: str) -> Content:
    """What a share is taken of: the staff of a department, or the number of units; nothing of other quotas."""
    if award.quota_kind is QuotaKind.UNITS:
        return units_of(award, outcome.rules, department or None)
    count = staff_of(facts.headcounts.get(department, ()))
    return (count if count is not None else "缺") if award.quota_kind is QuotaKind.RATIO else None


def _seats(plan: RulesPlan, award: Award, staff: Cell, department: str) -> Content:
    """The seats of one department; 待定 while its staff is unknown."""
    percent = plan.quota[award.name].absolute
    if award.quota_kind is QuotaKind.LISTED:
        return award.listed.get(department, 0)
    if award.quota_kind is QuotaKind.FIXED:
        return percent
    share, policy = staff.local * percent / 100, plan.policy["quota_rounding"].absolute
    up, down = ROUNDUP(ROUND(share, 8), 0), ROUNDDOWN(ROUND(share, 8), 0)
    number = IF(policy == ROUNDINGS[1], up, IF(policy == ROUNDINGS[2], down, rounded(share, 0)))
    if award.quota_kind is QuotaKind.UNITS:
        return number
    return IF(ISNUMBER(staff.local), MAX(number, plan.policy["quota_minimum"].absolute), NO_SEATS)


def _how_many(plan: RulesPlan, award: Award, staff: Cell, seats: Cell) -> Content:
    """How the seats follow, in words."""
    if not award.quota_kind.percent:
        return "固定名额" if award.quota_kind is QuotaKind.FIXED else "见评选规则的“名额分配”"
    if award.quota_kind is QuotaKind.UNITS:
        return sentence(f"{{units}} 个{award.level.label}×{{percent}}%，{{rounding}}，得 {{seats}} 个", units=staff.local,
                        percent=plan.quota[award.name].absolute, rounding=plan.policy["quota_rounding"].absolute, seats=seats.local)
    least = plan.policy["quota_minimum"].absolute
    minimum = IF(least > 0, sentence("，至少 {least} 人", least=least), "")
    words = sentence("{staff} 人×{percent}%，{rounding}{minimum}，得 {seats} 人", staff=staff.local, percent=plan.quota[award.name].absolute,
                     rounding=plan.policy["quota_rounding"].absolute, minimum=minimum, seats=seats.local)
    return IF(ISNUMBER(staff.local), words, NO_STAFF)
