"""The whole evaluation on one screen: rules + tidy tables → every decision."""

from __future__ import annotations

from collections import defaultdict

from fuwuyue_xlsx.evaluate.certainty import with_certainty
from fuwuyue_xlsx.evaluate.conditions import Conditions, late_materials
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Evaluation
from fuwuyue_xlsx.evaluate.facts import Facts, facts_of
from fuwuyue_xlsx.evaluate.figures import figures_of
from fuwuyue_xlsx.evaluate.incident_reach import Reach, incident_effects, incident_findings
from fuwuyue_xlsx.evaluate.judging import Judge
from fuwuyue_xlsx.evaluate.margins import with_margins
from fuwuyue_xlsx.evaluate.outcome_findings import outcome_findings
from fuwuyue_xlsx.evaluate.prizes import prizes_of
from fuwuyue_xlsx.evaluate.quotas import quotas_of
from fuwuyue_xlsx.evaluate.standings import people_award, scored_award
from fuwuyue_xlsx.rules.model import Award, Level, Rules
from fuwuyue_xlsx.tables.frames import Tables


def evaluate(rules: Rules, tables: Tables) -> Evaluation:
    """Decide every award. The order of files and rows does not matter, but where a rule names "the lower row"."""
    return decide(rules, facts_of(rules, tables))


def decide(rules: Rules, facts: Facts) -> Evaluation:
    """Decide every award from facts already reduced; the same facts serve any policies."""
    figures = figures_of(rules.policies, facts.sums)
    effects = incident_effects(rules, facts)
    judge = Judge(rules, figures, Conditions(rules, facts, figures), Reach(effects), late_materials(rules, facts))
    by_award: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in facts.candidates:
        by_award[candidate.award].append(candidate)
    results = tuple(_decide(award, rules, facts, judge, by_award[award.name]) for award in rules.awards)
    found = [*incident_findings(rules, facts, effects), *outcome_findings(rules, results, figures)]
    return Evaluation(results, effects, prizes_of(rules, results), tuple(found))


def _decide(award: Award, rules: Rules, facts: Facts, judge: Judge, candidates: list[Candidate]) -> AwardResult:
    """One award's list; an award that is off has none."""
    if not award.enabled:
        return AwardResult(award, None)
    cases = [judge.case(award, candidate) for candidate in candidates]
    if award.level is Level.PERSON:
        quotas = quotas_of(award, rules, facts.headcounts, facts.submitted)
        return people_award(award, cases, quotas, facts.submitted)
    result = scored_award(award, rules, cases, facts.submitted)
    return with_margins(with_certainty(result, rules, cases, facts.submitted), rules)
