"""The findings of the evaluation itself: few answers, few reviewers, more people than seats."""

from __future__ import annotations

from collections import defaultdict

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.rules.model import Rules, Source
from fuwuyue_xlsx.rules.policies import TRIMMED_FROM, TRIMMED_MEAN


def outcome_findings(rules: Rules, results: tuple[AwardResult, ...], figures: Figures) -> list[Finding]:
    """Warnings about nominated candidates and departments; none of them changes a decision."""
    findings = []
    for result in results:
        for standing in result.standings:
            if standing.candidate.nominated and result.award.scored:
                findings += _few(rules, result, standing, figures)
        if isinstance(result.quota, dict) and not result.award.scored:
            findings += _over_nominated(rules, results, result, result.quota)
    return findings


def _few(rules: Rules, result: AwardResult, standing: Standing, figures: Figures) -> list[Finding]:
    award, candidate, policies = result.award, standing.candidate, rules.policies
    findings = []
    if award.uses(Source.SURVEY):
        count = figures.of(Source.SURVEY, candidate).count
        if count < policies.fewest_answers:
            findings.append(finding("few-answers", award=award.name, department=candidate.department, candidate=candidate.name, count=count,
                                 minimum=policies.fewest_answers))
    if award.uses(Source.REVIEW) and policies.review_mean == TRIMMED_MEAN:
        count = figures.of(Source.REVIEW, candidate).count
        if 0 < count < TRIMMED_FROM:
            findings.append(finding("few-reviewers", award=award.name, department=candidate.department, candidate=candidate.name, count=count))
    return findings


def _over_nominated(rules: Rules, results: tuple[AwardResult, ...], result: AwardResult, quotas: dict[str, int | None]) -> list[Finding]:
    """More people than seats. Of a group's first award its people are nominated for all tiers, whose seats count together."""
    tiers = [tier.name for tier in rules.tiers_of(result.award)]
    if tiers[0] != result.award.name:
        return []
    every = [other.quota for other in results if other.award.name in tiers and isinstance(other.quota, dict)]
    if len(every) < len(tiers):
        return []
    quotas = {name: None if any(own[name] is None for own in every) else sum(own[name] or 0 for own in every) for name in quotas}
    people: dict[str, list[Candidate]] = defaultdict(list)
    for standing in result.standings:
        if standing.candidate.nominated:
            people[standing.candidate.department].append(standing.candidate)
    findings = []
    for department, quota in quotas.items():
        count = len(people[department])
        if quota is not None and count > quota:
            details = {"award": result.award.name, "quota": quota, "count": count}
            last = max(people[department], key=lambda candidate: candidate.position)
            findings.append(finding("over-nominated", place_of(last.source), department=department, **details))
    return findings
