"""Who is listed for an award, and who is nominated — evaluation.md, Status of a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from .layout import AGREED, OUTSIDE_TEAMS
from .model import (
    DEPARTMENT,
    PERSON,
    POST,
    TEAM,
    Award,
    Campaign,
    Department,
    Row,
    Submission,
)


@dataclass(frozen=True)
class Candidate:
    department: str
    team: str | None = None
    person: str | None = None
    post: str | None = None
    nominated: bool = False
    order: int | None = None
    """推荐顺序 when it is readable; it only matters for persons."""
    holders: tuple[str, ...] = ()
    """Who works at a post (在岗人员)."""
    category: str | None = None
    """人员类别"""


def candidates(campaign: Campaign, award: Award) -> list[Candidate]:
    """All listed candidates, in the order of the rules and then of the sheets."""
    listers = {DEPARTMENT: _departments, TEAM: _teams, PERSON: _rows, POST: _rows}
    lister = listers[award.level]
    return [
        candidate
        for department in campaign.rules.departments
        for candidate in lister(campaign.submission(department.name), department, award)
    ]


def _departments(
    submission: Submission | None, department: Department, award: Award
) -> list[Candidate]:
    """A department that declared (是否申报 = 是) takes part; the others are listed as 未推荐."""
    declared = submission is not None and submission.declarations[award.name]["是否申报"] == "是"
    return [Candidate(department.name, nominated=declared)]


def _teams(submission: Submission | None, department: Department, award: Award) -> list[Candidate]:
    """Every team of the rules is listed; one with a row whose 科室意见 is 同意 takes part."""
    opinions = {row["班组"]: row["科室意见"] for row in first_rows(submission, department, award)}
    return [
        Candidate(department.name, team.name, nominated=opinions.get(team.name) == AGREED)
        for team in department.teams
    ]


def _rows(submission: Submission | None, department: Department, award: Award) -> list[Candidate]:
    """Persons and posts: one a row; a row that is not 同意 is listed as 未推荐."""
    return [
        Candidate(
            department.name,
            team=None if row["所在班组"] == OUTSIDE_TEAMS else row["所在班组"],
            person=row["姓名"] if award.level == PERSON else None,
            post=row["岗位名称"] if award.level == POST else None,
            nominated=row["科室意见"] == AGREED,
            order=row["推荐顺序"] if isinstance(row["推荐顺序"], int) else None,
            holders=holders(row) if award.level == POST else (),
            category=row.get("人员类别"),
        )
        for row in first_rows(submission, department, award)
    ]


def holders(row: Row) -> tuple[str, ...]:
    """The people of 在岗人员, several by 、."""
    return tuple(name for name in (row.get("在岗人员") or "").split("、") if name)


def first_rows(submission: Submission | None, department: Department, award: Award) -> list[Row]:
    """Of two rows with the same candidate the lower is ignored altogether, whatever it says.

    A row without a readable name nominates nobody.
    """
    found: dict[object, Row] = {}
    for row in nomination_rows(submission, award):
        key = candidate_key(row, department, award)
        if key is not None:
            found.setdefault(key, row)
    return list(found.values())


def nomination_rows(submission: Submission | None, award: Award) -> list[Row]:
    return submission.nominations.get(award.name, []) if submission else []


def candidate_key(row: Row, department: Department, award: Award) -> object:
    """What makes two rows the same candidate: team, person's name, or post and team."""
    if award.level == TEAM:
        return row["班组"] if row["班组"] in department.team_names() else None
    if award.level == PERSON:
        return row["姓名"]
    return (row["岗位名称"], row["所在班组"]) if row["岗位名称"] else None
