"""The whole evaluation on one screen: rules + tidy tables → every decision."""

from __future__ import annotations

from collections import defaultdict

from fuwuyue_xlsx.evaluate.candidates import candidates_of
from fuwuyue_xlsx.evaluate.conditions import Conditions
from fuwuyue_xlsx.evaluate.figures import figures_of
from fuwuyue_xlsx.evaluate.findings import outcome_findings
from fuwuyue_xlsx.evaluate.incidents import Reach, incident_effects, incident_findings
from fuwuyue_xlsx.evaluate.judging import Judge
from fuwuyue_xlsx.evaluate.model import AwardResult, Candidate, Evaluation
from fuwuyue_xlsx.evaluate.people import quotas_of
from fuwuyue_xlsx.evaluate.prizes import prizes_of
from fuwuyue_xlsx.evaluate.standings import people_award, scored_award
from fuwuyue_xlsx.evaluate.tables import Tables
from fuwuyue_xlsx.rules.model import Award, Level, Rules


def evaluate(rules: Rules, tables: Tables) -> Evaluation:
    """Decide every award. The order of files and rows does not matter, but where a rule names "the lower row"."""
    candidates = candidates_of(rules, tables)
    figures = figures_of(rules, tables)
    effects = incident_effects(rules, tables, candidates)
    judge = Judge(rules, figures, Conditions(rules, tables, figures), Reach(effects))
    by_award: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_award[candidate.award].append(candidate)
    submitted = frozenset(tables.departments["department"])
    results = [_decide(award, rules, tables, judge, by_award[award.name], submitted) for award in rules.awards]
    found = [*incident_findings(rules, tables, effects), *outcome_findings(rules, results, figures)]
    return Evaluation(tuple(results), effects, prizes_of(rules, tuple(results)), tuple(found))


def _decide(award: Award, rules: Rules, tables: Tables, judge: Judge, candidates: list[Candidate],
            submitted: frozenset[str]) -> AwardResult:
    """One award's list; an award that is off has none."""
    if not award.enabled:
        return AwardResult(award, None)
    cases = [judge.case(award, candidate) for candidate in candidates]
    if award.level is Level.PERSON:
        return people_award(award, cases, quotas_of(award, rules, tables, submitted), submitted)
    return scored_award(award, rules, cases, submitted)
