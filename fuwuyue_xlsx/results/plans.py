"""Where everything stands in 评优结果.xlsx and what it holds, sheet by sheet, before anything is written.

Sheets refer to each other both ways (a condition compares an award's component, an award's status counts conditions), so
all are planned first; values are worked out when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fuwuyue_xlsx.basics.text import sheet_titles
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award_layout import layout_of
from fuwuyue_xlsx.results.award_plan import AwardPlan, AwardReferences
from fuwuyue_xlsx.results.condition_plan import ConditionPlan, ConditionReferences
from fuwuyue_xlsx.results.prize_plan import PrizePlan
from fuwuyue_xlsx.results.record_sheets import department_figures
from fuwuyue_xlsx.results.rules_plan import RulesPlan, plan_rules
from fuwuyue_xlsx.results.score_plan import ScorePlan
from fuwuyue_xlsx.results.share_plan import SharePlan
from fuwuyue_xlsx.results.veto_plan import VetoPlan, plan_vetoes
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.workbook.expressions import Expression
from fuwuyue_xlsx.workbook.ranges import CellSeries


@dataclass(frozen=True)
class Plans:
    """The plan of each sheet that others refer to."""

    rules: RulesPlan
    vetoes: VetoPlan
    scores: ScorePlan
    conditions: ConditionPlan
    awards: Mapping[str, AwardPlan]
    prizes: PrizePlan
    department_figures: Mapping[Source, CellSeries]
    shares: SharePlan

    def title(self, award: AwardPlan) -> Expression:
        """The cell of 规则 with an award's name."""
        return self.rules.award_name[award.award.name].qualified

    def with_candidates(self) -> list[AwardPlan]:
        """The enabled awards for which somebody is listed."""
        return [award for award in self.awards.values() if award.award.enabled and award.layout.standings]


def plan_all(outcome: Outcome, facts: Facts, most_rows: int, other_titles: Iterable[str]) -> Plans:
    """The plans of a workbook whose sheets hold `most_rows`. `other_titles`: those of sheets that nothing refers to."""
    rules = plan_rules(outcome, facts)
    vetoes = plan_vetoes(outcome, rules)
    scores = ScorePlan(outcome, facts, rules, most_rows)
    figures = department_figures(outcome, scores)
    awards: dict[str, AwardPlan] = {}
    conditions = ConditionPlan(outcome, most_rows, ConditionReferences(rules, scores, figures, awards, outcome.rules.policies.decimals))
    taken = [*other_titles, *conditions.stack.titles, *scores.stack.titles]
    titles = sheet_titles((award.name for award in outcome.rules.awards), taken)
    looked_up = AwardReferences(outcome, rules, scores, conditions, vetoes, awards)
    for result in outcome.evaluation.awards:
        name = result.award.name
        awards[name] = AwardPlan(layout_of(outcome, result, titles[name]), looked_up)
    return Plans(rules, vetoes, scores, conditions, awards, PrizePlan(outcome, awards, rules), figures, SharePlan(outcome, awards))
