"""The whole evaluation on one screen: rules + tables → every decision, table after table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fuwuyue_xlsx.evaluate.certainty import unlocked, with_certainty
from fuwuyue_xlsx.evaluate.conditions import Conditions, late_materials
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Evaluation
from fuwuyue_xlsx.evaluate.excluded import exclusion_findings
from fuwuyue_xlsx.evaluate.facts import Facts, facts_of
from fuwuyue_xlsx.evaluate.figures import figures_of, scopes_of
from fuwuyue_xlsx.evaluate.incident_reach import Reach, incident_effects, incident_findings
from fuwuyue_xlsx.evaluate.judging import Case, Judge
from fuwuyue_xlsx.evaluate.margins import with_margins
from fuwuyue_xlsx.evaluate.outcome_findings import outcome_findings
from fuwuyue_xlsx.evaluate.owed import ledger_of
from fuwuyue_xlsx.evaluate.prizes import prizes_of
from fuwuyue_xlsx.evaluate.quotas import Seats, quotas_of
from fuwuyue_xlsx.evaluate.ruling_outcomes import ruling_outcomes
from fuwuyue_xlsx.evaluate.standings import award_result, judged_table, seat_counts, seat_table
from fuwuyue_xlsx.evaluate.statuses import HOLDS_SEAT
from fuwuyue_xlsx.evaluate.tier_seats import identity
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.frames import Tables

if TYPE_CHECKING:
    import pandas as pd


def evaluate(rules: Rules, tables: Tables) -> Evaluation:
    """Decide every award. The order of files and rows does not matter, but where a rule names "the lower row"."""
    return decide(rules, facts_of(rules, tables))


def decide(rules: Rules, facts: Facts) -> Evaluation:
    """Decide every award from facts already reduced; the same facts serve any policies.

    sums      points by judge and object, answers by object and grade, counts by check (in `facts`, before any policy)
    figures   what each object scored: by the panel, on inspections, in the survey
    effects   what each incident does, and whom it reaches
    judged    one row a candidate: its components and score, its conditions, its vetoes, and the status these give it
    seated    one row a candidate that none of these kept from being ranked: its rank and seat, and the seats left open
    counts    one row an award and department: how many are ranked, how many have won, how many seats are open
    results   award by award the list of all candidates, with how certain each is and how near the cut
    prizes    yuan by award and department
    ledger    what is due, what is there, who owes what
    """
    figures = figures_of(rules.policies, facts.sums, scopes_of(rules), rules.survey_scopes, rules.adjustment_limits)
    effects = incident_effects(rules, facts)
    judge = Judge(rules, figures, Conditions(rules, facts, figures), Reach(effects), late_materials(rules, facts), facts.rulings)
    awards = {award.name: award for award in rules.awards}
    judged = judged_table([judge.case(awards[candidate.award], candidate) for candidate in facts.candidates])
    quotas = {award.name: quotas_of(award, rules, facts.headcounts, facts.submitted) for award in rules.enabled_awards}
    seated = seat_table(rules, judged[judged["status"].isna()], quotas, facts.rulings)
    counts = seat_counts(rules, seated)
    lists = _lists(rules, quotas, judged, seated, counts, facts)
    cases = {name: rows.tolist() for name, rows in judged.groupby("award", sort=False)["case"]}
    results = tuple(_weighed(result, rules, cases.get(result.award.name, []), facts.submitted) for result in lists)
    ledger = ledger_of(rules, facts, results)
    results = tuple(unlocked(result) if result.award.name in ledger.unsettled else result for result in results)
    ruled, wrong = ruling_outcomes(facts.rulings, results)
    about_rows = [*exclusion_findings(rules, facts), *incident_findings(rules, facts, effects), *outcome_findings(rules, results, figures, facts.sums)]
    findings = [*about_rows, *ledger.findings, *wrong]
    return Evaluation(results, effects, prizes_of(rules, counts), tuple(findings), ledger, ruled)


def _lists(rules: Rules, quotas: Mapping[str, Seats], judged: pd.DataFrame, seated: pd.DataFrame, counts: pd.DataFrame,
           facts: Facts) -> list[AwardResult]:
    """The awards' lists in the rules' order; a tier's says who has a seat in a higher one."""
    lists: dict[str, AwardResult] = {}
    for award in rules.awards:
        above = [standing for tier in rules.tiers_above(award) for standing in lists[tier.name].standings if standing.status in HOLDS_SEAT]
        placed = {identity(standing.candidate): standing for standing in above}
        lists[award.name] = award_result(award, quotas.get(award.name), judged, seated, counts, facts.submitted, placed)
    return list(lists.values())


def _weighed(result: AwardResult, rules: Rules, cases: list[Case], submitted: frozenset[str]) -> AwardResult:
    """A scored award's list with certainties and margins; a department's own order has neither, nor has what they would not be exact for:
    a lower tier, and an award that bounds the winners of a department."""
    if not result.award.enabled or not result.award.scored or result.award.capped or rules.tiers_above(result.award):
        return result
    return with_margins(with_certainty(result, rules, cases, submitted), rules)
