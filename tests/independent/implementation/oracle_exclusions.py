"""资格排除 — evaluation.md, Exclusions by name: a row names exactly one candidate, a department alone is the department itself; it never reaches down or up."""

from __future__ import annotations

from collections.abc import Iterator

from .layout import OUTSIDE_TEAMS
from .model import PERSON, POST, Award, Campaign, Row
from .oracle_candidates import Candidate, candidates


def is_excluded(campaign: Campaign, award: Award, candidate: Candidate) -> bool:
    """Whether any row of the sheet names this very candidate, in this award or in all."""
    return any(_names(row, award, candidate) for row in campaign.rules.exclusions)


def _names(row: Row, award: Award, candidate: Candidate) -> bool:
    if row["奖项"] not in (None, award.name) or row["科室"] != candidate.department:
        return False
    if row["姓名"] is None:
        return candidate.person is None and candidate.post is None and candidate.team == row["班组"]
    if row["姓名"] not in (candidate.person, candidate.post):
        return False
    return row["班组"] is None or row["班组"] == (candidate.team or OUTSIDE_TEAMS)


def exclusion_faults(campaign: Campaign) -> Iterator[str]:
    """A row by name that fits several nominated ones of one award is an error; all of them are kept out until it is mended."""
    for row in campaign.rules.exclusions:
        for award in campaign.rules.enabled():
            if award.level in (PERSON, POST) and row["姓名"] is not None:
                fitting = [one for one in candidates(campaign, award) if one.nominated and _names(row, award, one)]
                if len(fitting) > 1:
                    yield f"{row['姓名']} is {len(fitting)} candidates of {award.name}"
