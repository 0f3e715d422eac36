"""The conditions of an award, checked from the workbooks (附1 二). Every check says what it counted, and where."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.evaluate.counts import Count
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.evidence import Evidence, Figure
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.rules.model import Condition, ConditionKind, Level, Rules, Source
from fuwuyue_xlsx.rules.policies import DISQUALIFY
from fuwuyue_xlsx.schema import checks
from fuwuyue_xlsx.schema.known_checks import checks_of

_NO_COUNT = Count()
NO_COMPOSITE = "缺评分，没有综合得分"


class Conditions:
    """Checks conditions (附1 二) of candidates against what was counted once for all of them."""

    def __init__(self, rules: Rules, facts: Facts, figures: Figures) -> None:
        self._rules, self._figures, self._checks = rules, figures, checks_of(rules)
        self._counts, self._departments = facts.counts, facts.departments
        self._by_source: dict[Source, list[Decimal]] = {}

    def of(self, candidate: Candidate, conditions: tuple[Condition, ...], compared: dict[Source, Figure], score: Decimal | None
           ) -> tuple[Evidence, ...]:
        """The evidence for each condition. `compared`: the figures of `Components.compared`, by source; `score`: the composite."""
        return with_groups([self._evidence(candidate, condition, compared, score) for condition in conditions])

    def met(self, candidate: Candidate, condition: Condition, compared: dict[Source, Figure]) -> bool:
        """Whether a condition is met: enough is counted, or the score is high enough; other checks are always met.

        A condition on 方案完成系列数 is unmet, too, when the plan is late and lateness disqualifies.
        """
        check = self._checks[condition.check]
        if check.name in self._counts:
            late = check.name == checks.PLANNED_SERIES and self._late_plan(candidate.department)
            return _enough(_amount(self._count(candidate, check)), condition) and not late
        return not check.source or _enough(self._figure(candidate, check.source, compared).value, condition)

    def _count(self, candidate: Candidate, check: checks.Check) -> Count:
        return self._counts[check.name].get((candidate.department, candidate.team), _NO_COUNT)

    def _figure(self, candidate: Candidate, source: Source, compared: dict[Source, Figure]) -> Figure:
        return compared.get(source) or self._figures.of(source, candidate)

    def _evidence(self, candidate: Candidate, condition: Condition, compared: dict[Source, Figure], score: Decimal | None) -> Evidence:
        check = self._checks[condition.check]
        if check.name == checks.INCIDENTS:
            return Evidence(condition, None, "见“一票否决”")
        if check.composite:
            return Evidence(condition, composite_met(condition, score), NO_COMPOSITE if score is None else f"{check.words} {score} 分", amount=score)
        met = self.met(candidate, condition, compared) if condition.kind is ConditionKind.HARD else None
        if check.name == checks.OPINION:
            return Evidence(condition, met, "科室意见：同意" if candidate.source else "", (candidate.source,))
        if check.source:
            figure = self._figure(candidate, check.source, compared)
            place = self._place(check.source, figure.value) if candidate.level is Level.DEPARTMENT else ""
            words = f"{check.words} {figure.value} 分{place}" if figure.value is not None else f"没有{check.words}得分"
            sources = tuple([source for part in figure.parts for source in part.sources])
            return Evidence(condition, met, words, sources, figure.value)
        count = self._count(candidate, check)
        amount = _amount(count)
        late = self._late_plan(candidate.department) if check.name == checks.PLANNED_SERIES else None
        words = _counted(condition, check, amount) + (f"；{late}" if late else "")
        return Evidence(condition, met, words, count.sources, amount, late)

    def _place(self, source: Source, value: Decimal | None) -> str:
        """A department's place among those that have this figure (附1 二(一)7: 测评较高)."""
        if source not in self._by_source:
            values = (self._figures.of_department(source, department, None).value for department in self._rules.departments)
            self._by_source[source] = sorted(value for value in values if value is not None)
        others = self._by_source[source]
        ahead = len(others) - bisect_right(others, value) if value is not None else 0
        return f"，在 {len(others)} 个科室中第 {ahead + 1}"

    def _late_plan(self, department: str) -> str | None:
        """Why the department's plan counts as late, in words; None: it does not. Under 提醒 no plan counts as late.

        Under 取消资格 (口径 逾期报送) a plan without a date does. A department that handed in nothing has no plan.
        """
        row = self._departments.get(department)
        if self._rules.policies.lateness != DISQUALIFY or row is None:
            return None
        if row["plan_date"] is None:
            return "方案报送日期没有填写，按逾期处理"
        campaign = self._rules.campaign
        return f"方案 {row['plan_date']} 报送，晚于 {campaign.plan_due}" if campaign.plan_is_late(row["plan_date"]) else None


def with_groups(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with those excused that need not be met, as enough others of their group are; what is not judged may be."""
    if not any(one.condition.group for one in evidence):
        return tuple(evidence)
    met = Counter(one.condition.group for one in evidence if one.met is not False)
    return tuple([one._replace(excused=True) if one.met is False and (group := one.condition.group) and met[group] >= group.least else one
                  for one in evidence])


def composite_met(condition: Condition, score: Decimal | None) -> bool | None:
    """Whether a composite is high enough; None: the condition decides nothing, or there is no composite, which 缺评分 tells."""
    return None if score is None or condition.kind is not ConditionKind.HARD else _enough(score, condition)


def late_materials(rules: Rules, facts: Facts) -> dict[str, str]:
    """The departments whose late material disqualifies all their candidates, each with the cell of its time.

    Under 提醒 (口径 逾期报送) there are none. Material without a time is not late.
    """
    if rules.policies.lateness != DISQUALIFY:
        return {}
    times = ((department, row["material_time"], row["material_source"]) for department, row in facts.departments.items())
    return {department: source for department, time, source in times if time and rules.campaign.material_is_late(time)}


def _amount(count: Count) -> Decimal:
    return Decimal(count.amount)


def _enough(amount: Decimal | None, condition: Condition) -> bool:
    return amount is not None and (condition.threshold is None or amount >= condition.threshold)


def _counted(condition: Condition, check: checks.Check, amount: Decimal) -> str:
    wanted = f"，要求 {plain(condition.threshold)} {check.unit}" if condition.threshold else ""
    return f"{check.words} {amount} {check.unit}{wanted}"
