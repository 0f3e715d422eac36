"""Votes (投票) and bonus points (加减分): rows that name exactly one candidate — evaluation.md, 评分构成."""

from __future__ import annotations

from fractions import Fraction

from .arithmetic import rounded
from .layout import OUTSIDE_TEAMS
from .model import Award, Campaign, Component, Row
from .oracle_candidates import Candidate


def votes_value(campaign: Campaign, award: Award, candidate: Candidate) -> Fraction | None:
    """得票 ÷ 有效票数 × 100, rounded, of the candidate's own row; a row with more votes than ballots counts nowhere."""
    for row in campaign.votes:
        if row["奖项"] == award.name and names(row, candidate) and vote_row_counts(row):
            return rounded(Fraction(row["得票"], row["有效票数"]) * 100, campaign.rules.policies.decimals)
    return None


def vote_row_counts(row: Row) -> bool:
    """Votes above the valid ones are an error, and so are more valid ones than were handed out."""
    return bool(row["得票"] <= row["有效票数"] <= row["发出票数"])


def names(row: Row, candidate: Candidate) -> bool:
    """科室 alone: the department; 科室, 班组: the team; a person or post by its name besides (班组外 or blank: outside teams)."""
    team = None if row["班组"] == OUTSIDE_TEAMS else row["班组"]
    return (row["科室"], team, row["姓名或岗位"]) == (candidate.department, candidate.team, candidate.person or candidate.post)


def gives(row: Row, candidate: Candidate) -> bool:
    """As `names`, but a person or post may stand without 班组 where the department has no other of that name."""
    name = candidate.person or candidate.post
    alone = row["班组"] is None and name is not None and (row["科室"], row["姓名或岗位"]) == (candidate.department, name)
    return alone or names(row, candidate)


def points_value(campaign: Campaign, award: Award, component: Component, candidate: Candidate) -> Fraction:
    """Σ points of the candidate's own rows for this award or for all, within ±上限, rounded; nobody lacks them."""
    total = sum((Fraction(row["分数"]) for row in campaign.points or []
                 if row["奖项"] in (None, award.name) and candidate.nominated and gives(row, candidate)), Fraction(0))
    if component.ceiling is not None:
        most = Fraction(component.ceiling)
        total = max(-most, min(most, total))
    return rounded(total, campaign.rules.policies.decimals)
