"""The findings of the evaluation itself: few answers, few reviewers, more people than seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.evaluate.shares_of_winners import share_findings
from fuwuyue_xlsx.evaluate.sums import Sums, Tally
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.rules.model import Rules, Source
from fuwuyue_xlsx.rules.policies import TRIMMED_FROM, TRIMMED_MEAN
from fuwuyue_xlsx.tables.survey_tables import Owner


def outcome_findings(rules: Rules, results: tuple[AwardResult, ...], figures: Figures, sums: Sums) -> list[Finding]:
    """Warnings about nominated candidates and departments; none of them changes a decision."""
    findings = [*_in_no_part(rules, sums), *share_findings(results)]
    for result in results:
        for standing in result.standings:
            if standing.candidate.nominated and result.award.scored:
                findings += _few(rules, result, standing, figures)
        if isinstance(result.quota, dict) and not result.award.scored:
            findings += _over_nominated(rules, results, result, result.quota)
    return findings


def _in_no_part(rules: Rules, sums: Sums) -> list[Finding]:
    """How many responses count in none of the parts that count some identities alone, and whose they are; told once for all awards.

    Of those without an identity the sheet tells, as they may be of one that counts.
    """
    counted = {identity for scope in rules.survey_scopes for identity in scope}
    if not counted:
        return []
    of = {identity: _responses(tallies) for identity, tallies in sums.respondents.items()}
    others = {identity: of[identity] for identity in rules.own.identities if identity in of and identity not in counted}
    whose = "、".join(f"{identity} {count} 份" for identity, count in others.items() if count)
    return [finding("answers-in-no-part", count=sum(others.values()), whose=whose)] if whose else []


def _responses(tallies: Mapping[Owner, Tally]) -> int:
    """All responses: those about a team are some of its department's."""
    return sum(tally.responses for (_, team), tally in tallies.items() if team is None)


def _few(rules: Rules, result: AwardResult, standing: Standing, figures: Figures) -> list[Finding]:
    award, candidate, policies = result.award, standing.candidate, rules.policies
    findings = []
    for scope in dict.fromkeys(award.survey_scopes):
        count = figures.of(Source.SURVEY, candidate, scope).count
        if count < policies.fewest_answers:
            whose: dict[str, Any] = {"whose": "、".join(scope)} if scope else {}
            findings.append(finding("few-answers-of" if scope else "few-answers", award=award.name, department=candidate.department,
                                    candidate=candidate.name, count=count, minimum=policies.fewest_answers, **whose))
    for scope in dict.fromkeys(award.review_scopes) if policies.review_mean == TRIMMED_MEAN else ():
        count = figures.of(Source.REVIEW, candidate, scope).count
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
