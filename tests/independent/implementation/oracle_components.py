"""The components of a score and the composite — evaluation.md, Components of a score."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from .arithmetic import mean, percentage, rounded
from .model import (
    BALLOT,
    DEPARTMENT,
    INSPECTION,
    PANEL,
    POINTS,
    TEAM,
    Award,
    Campaign,
    Component,
    Reviewer,
    ReviewRow,
    Row,
    VisitSheet,
)
from .oracle_candidates import Candidate
from .oracle_counted import points_value, votes_value
from .oracle_panels import heard, in_scope

Scores = dict[str, Fraction | None]


def components(campaign: Campaign, award: Award, candidate: Candidate) -> Scores:
    """Every component of the award, each already rounded; None is missing."""
    return {
        component.name: component_value(campaign, award, component, candidate)
        for component in award.components
    }


def composite(campaign: Campaign, award: Award, scores: Scores) -> Fraction | None:
    """Composite = Σ weight × component (each already rounded) + Σ points within ±上限, rounded."""
    known = {name: value for name, value in scores.items() if value is not None}
    if not award.components or len(known) < len(scores):
        return None
    total = sum(
        (known[part.name] * (1 if part.source == POINTS else Fraction(part.weight) / 100) for part in award.components), Fraction(0)
    )
    return rounded(total, campaign.rules.policies.decimals)


def component_value(
    campaign: Campaign, award: Award, component: Component, candidate: Candidate
) -> Fraction | None:
    """The candidate's own value, else under 沿用科室 for a team its department's."""
    own = source_value(campaign, award, component, candidate)
    takes_over = campaign.rules.policies.missing == "沿用科室" and award.level == TEAM
    if own is None and takes_over:
        return department_value(campaign, component, candidate.department)
    return own


def source_value(
    campaign: Campaign, award: Award, component: Component, candidate: Candidate
) -> Fraction | None:
    """A post's or person's 评委打分, 投票 and 加减分 are its own; the other two are its team's (班组外: its department's)."""
    if component.source == PANEL:
        return panel_value(campaign, award, component, candidate)
    if component.source == BALLOT:
        return votes_value(campaign, award, candidate)
    if component.source == POINTS:
        return points_value(campaign, award, component, candidate)
    if component.source == INSPECTION:
        if candidate.team:
            return inspection_of_team(campaign, candidate.department, candidate.team)
        return inspection_of_department(campaign, candidate.department)
    return survey_value(campaign, component, candidate.department, candidate.team)


def department_value(
    campaign: Campaign, component: Component, department: str
) -> Fraction | None:
    """For 评委打分 and 投票: from the first enabled department-level award that has the component."""
    if component.source not in (PANEL, BALLOT):
        return source_value(campaign, campaign.rules.awards[0], component, Candidate(department))
    for award in campaign.rules.enabled(DEPARTMENT):
        if any((part.name, part.source, part.scope) == (component.name, component.source, component.scope) for part in award.components):
            return source_value(campaign, award, component, Candidate(department))
    return None


def panel_value(campaign: Campaign, award: Award, component: Component, candidate: Candidate) -> Fraction | None:
    """Mean of the totals of the reviewers in 范围, by the policies 评委打分汇总 and 评委回避本科室."""
    policies = campaign.rules.policies
    maxima = [mark.maximum for mark in award.criteria]
    totals = [
        percentage(list(zip(row.points, maxima)), policies.decimals)
        for reviewer in heard(campaign, award)
        if in_scope(campaign, component, reviewer) and not _recused(campaign, reviewer, candidate)
        for row in reviewer.rows.get(award.name, [])
        if _is_about(row, candidate) and row_counts(row, award)
    ]
    if policies.panel_mean == "去最高最低后平均" and len(totals) >= 5:
        totals = sorted(totals)[1:-1]
    return mean(totals, policies.decimals)


def _recused(campaign: Campaign, reviewer: Reviewer, candidate: Candidate) -> bool:
    """A reviewer without 所属科室 is nobody's colleague."""
    return campaign.rules.policies.recusal == "是" and reviewer.department == candidate.department


def _is_about(row: ReviewRow, candidate: Candidate) -> bool:
    wanted = (candidate.department, candidate.team, candidate.post or candidate.person)
    return (row.department, row.team, row.post) == wanted


def row_counts(row: ReviewRow, award: Award) -> bool:
    """A row counts only when every criterion is filled; out of range is as if empty."""
    return all(in_range(point, mark.maximum) for point, mark in zip(row.points, award.criteria))


def in_range(point: Decimal | None, maximum: Decimal) -> bool:
    """Scores and points lie in 0…maximum; a score outside counts nowhere — Numbers 3."""
    return point is not None and 0 <= point <= maximum


def inspection_of_team(campaign: Campaign, department: str, team: str) -> Fraction | None:
    """Mean over visits of the team's visit scores."""
    scores = [
        _visit_score(campaign, sheet, team)
        for visit in campaign.visits
        for sheet in visit
        if sheet.department == department
    ]
    return mean([score for score in scores if score is not None], campaign.rules.policies.decimals)


def _visit_score(campaign: Campaign, sheet: VisitSheet, team: str) -> Fraction | None:
    """Σ points ÷ Σ maxima of the items scored × 100; an empty item is left out of both sums."""
    department = campaign.rules.known(sheet.department)
    line = next(entry.line for entry in department.teams if entry.name == team)
    given = sheet.points.get(team, {})
    scored = [
        (given[item.name], item.maximum)
        for item in campaign.rules.checklists[line]
        if in_range(given.get(item.name), item.maximum)
    ]
    if not scored:
        return None
    return percentage(scored, campaign.rules.policies.decimals)


def inspection_of_department(campaign: Campaign, department: str) -> Fraction | None:
    """Mean over its inspected teams' values, rounded."""
    teams = campaign.rules.known(department).team_names()
    values = [inspection_of_team(campaign, department, team) for team in teams]
    inspected = [value for value in values if value is not None]
    return mean(inspected, campaign.rules.policies.decimals)


def survey_value(campaign: Campaign, component: Component, department: str, team: str | None) -> Fraction | None:
    """Mean grade over every answered question of every valid response in 范围 that names the unit.

    A department's are all that name it, with or without a team.
    """
    grades = campaign.rules.policies.grades
    answers = [
        Fraction(grades[answer])
        for response in valid_responses(campaign)
        if response["科室"] == department and team in (None, response["班组"])
        and (not component.scope or response["身份"] in component.scope)
        for answer in known_answers(campaign, response)
    ]
    return mean(answers, campaign.rules.policies.decimals)


def valid_responses(campaign: Campaign) -> Iterable[Row]:
    """Known department, its team (if any) belongs to it, at least one known grade."""
    for response in (row for book in campaign.surveys for row in book):
        department = campaign.rules.department(response["科室"])
        if department is None or not known_answers(campaign, response):
            continue
        if response["班组"] is None or response["班组"] in department.team_names():
            yield response


def known_answers(campaign: Campaign, response: Row) -> list[str]:
    grades = campaign.rules.policies.grades
    given = [response[question] for question in campaign.rules.questions]
    return [answer for answer in given if answer in grades]
