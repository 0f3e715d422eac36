"""What an incident does and how far it reaches — evaluation.md, How far an incident reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .layout import CHOICES, OUTSIDE_TEAMS
from .model import DEPARTMENT, PERSON, POST, TEAM, Award, Campaign, Row
from .oracle_candidates import Candidate, candidates


@dataclass(frozen=True)
class Reach:
    """Whom an incident reaches: persons and posts, the teams above them, the department above all; None: nobody."""

    persons: tuple[str, ...] = ()
    posts: tuple[tuple[str | None, str], ...] = ()
    """(team, name of the post)"""
    teams: tuple[str, ...] = ()
    department: str | None = None

    def names(self) -> list[str]:
        """`reaches` = [persons and posts (only when nominated), teams, department]."""
        posts = list(dict.fromkeys(name for _, name in self.posts))
        return [*self.persons, *posts, *self.teams, *([self.department] if self.department else [])]


def effect(campaign: Campaign, incident: Row) -> str:
    """From finding, date and kind (否决 = 否: none) alone: 不属实 none; outside the period none; 属实 veto; else pending.

    An unreadable 调查结论 counts as 待查.
    """
    if not campaign.rules.incident_types.get(incident["类型"], True):
        return "none"
    if incident["调查结论"] == "不属实" or not in_period(campaign, incident["发生日期"]):
        return "none"
    return "veto" if incident["调查结论"] == "属实" else "pending"


def in_period(campaign: Campaign, day: object) -> bool:
    """A date missing or unreadable: until mended the row counts as inside the period."""
    first, last = campaign.rules.policies.period
    return not isinstance(day, date) or first <= day <= last


def reach(campaign: Campaign, incident: Row) -> Reach:
    """An unknown 科室 reaches nobody; an unknown 班组 leaves the department; 班组外 is no team."""
    department = campaign.rules.department(incident["科室"])
    if department is None:
        return Reach()
    named = None if incident["班组"] == OUTSIDE_TEAMS else incident["班组"]
    if named is not None and named not in department.team_names():
        return Reach(department=department.name)
    found = _matched(campaign, department.name, named, incident["责任人"])
    persons = [one for one in found if one.person]
    posts = [one for one in found if one.post]
    homes = [named] if named else [one.team for one in (*persons, *posts) if one.team]
    return Reach(
        tuple(dict.fromkeys(one.person for one in persons if one.person)),
        tuple(dict.fromkeys((one.team, one.post) for one in posts if one.post)),
        tuple(dict.fromkeys(homes)),
        department.name,
    )


def _matched(campaign: Campaign, department: str, team: str | None, name: object) -> list[Candidate]:
    """The nominated persons of that name, and the nominated posts at which somebody of that name works.

    Within the department, and within the team when one is named; a name that fits nobody is no match.
    """
    return [
        candidate
        for level in (PERSON, POST)
        for award in campaign.rules.enabled(level)
        for candidate in candidates(campaign, award)
        if candidate.nominated
        and candidate.department == department
        and name is not None
        and (candidate.person == name if level == PERSON else name in candidate.holders)
        and team in (None, candidate.team)
    ]


def is_vetoed(campaign: Campaign, award: Award, candidate: Candidate) -> bool:
    """Whether as many substantiated incidents reach the candidate as the award's veto takes."""
    return _reaches(campaign, award, candidate, "veto") >= (award.veto_from() or 10**9)


def may_be_vetoed(campaign: Campaign, award: Award, candidate: Candidate) -> bool:
    """Whether incidents are looked into that, with those substantiated, would be enough."""
    waiting = _reaches(campaign, award, candidate, "pending")
    known = _reaches(campaign, award, candidate, "veto")
    return waiting > 0 and known + waiting >= (award.veto_from() or 10**9)


def _reaches(campaign: Campaign, award: Award, candidate: Candidate, wanted: str) -> int:
    """How many incidents of that effect reach this candidate. They never reach down."""
    return sum(
        _touches(reach(campaign, incident), award.level, candidate)
        for incident in campaign.incidents or []
        if effect(campaign, incident) == wanted
    )


def _touches(reached: Reach, level: str, candidate: Candidate) -> bool:
    if reached.department != candidate.department:
        return False
    if level == PERSON:
        return candidate.person in reached.persons
    if level == POST:
        return (candidate.team, candidate.post) in reached.posts
    return level == DEPARTMENT or (level == TEAM and candidate.team in reached.teams)


def incident_entries(campaign: Campaign) -> list[dict[str, object]]:
    """Incidents stand as in the register; `reaches` is [] for one without effect."""
    return [
        {
            "id": incident["编号"],
            "effect": effect(campaign, incident),
            "reaches": (
                reach(campaign, incident).names() if effect(campaign, incident) != "none" else []
            ),
        }
        for incident in campaign.incidents or []
    ]


def incident_faults(campaign: Campaign) -> list[str]:
    """Errors of the register: dates on 属实 or 待查 rows, unknown units and findings, 编号 twice."""
    faults: list[str] = []
    seen: set[object] = set()
    for incident in campaign.incidents or []:
        faults += _row_faults(campaign, incident)
        if incident["编号"] in seen:
            faults.append("编号 twice in one file")
        seen.add(incident["编号"])
    return faults


def _row_faults(campaign: Campaign, incident: Row) -> list[str]:
    faults = []
    department = campaign.rules.department(incident["科室"])
    team = incident["班组"]
    if incident["调查结论"] not in CHOICES["调查结论"]:
        faults.append("unreadable 调查结论")
    if not isinstance(incident["发生日期"], date) and incident["调查结论"] != "不属实" and campaign.rules.incident_types.get(incident["类型"], True):
        faults.append("no readable 发生日期")
    if department is None:
        faults.append("unknown 科室")
    elif team not in (None, OUTSIDE_TEAMS, *department.team_names()):
        faults.append("unknown 班组")
    if incident["类型"] not in (campaign.rules.incident_types or CHOICES["类型"]) or not incident["情况简述"]:
        faults.append("required cell empty or unreadable")
    return faults
