"""What an incident does and how far it reaches — evaluation.md, How far an incident reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .layout import CHOICES, OUTSIDE_TEAMS
from .model import DEPARTMENT, PERSON, POST, TEAM, Award, Campaign, Row
from .oracle_candidates import Candidate, candidates


@dataclass(frozen=True)
class Reach:
    """The candidates an incident reaches, from the person up; None where it reaches nobody."""

    person: str | None = None
    team: str | None = None
    department: str | None = None

    def names(self) -> list[str]:
        """`reaches` = [person (only when nominated), team, department]."""
        return [name for name in (self.person, self.team, self.department) if name]


def effect(campaign: Campaign, incident: Row) -> str:
    """From finding and date alone: 不属实 none; outside the period none; 属实 veto; else pending.

    An unreadable 调查结论 counts as 待查.
    """
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
    match = _matched_person(campaign, department.name, named, incident["责任人"])
    if match is None:
        return Reach(None, named, department.name)
    return Reach(match.person, named or match.team, department.name)


def _matched_person(
    campaign: Campaign, department: str, team: str | None, name: object
) -> Candidate | None:
    """By name within the team and department; a name that fits nobody nominated is no match."""
    return next(
        (
            candidate
            for award in campaign.rules.enabled(PERSON)
            for candidate in candidates(campaign, award)
            if candidate.nominated
            and (candidate.department, candidate.person) == (department, name)
            and team in (None, candidate.team)
        ),
        None,
    )


def is_hit(campaign: Campaign, award: Award, candidate: Candidate, wanted: str) -> bool:
    """Whether an incident of that effect reaches this candidate of this award.

    The veto holds for awards that have a condition of kind 一票否决. It never reaches down.
    """
    if not award.has_veto():
        return False
    return any(
        _touches(reach(campaign, incident), award.level, candidate)
        for incident in campaign.incidents or []
        if effect(campaign, incident) == wanted
    )


def _touches(reached: Reach, level: str, candidate: Candidate) -> bool:
    """Posts are reached by no incident."""
    if level == POST or reached.department != candidate.department:
        return False
    if level == PERSON:
        return reached.person is not None and reached.person == candidate.person
    return level == DEPARTMENT or (level == TEAM and reached.team == candidate.team)


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
    if not isinstance(incident["发生日期"], date) and incident["调查结论"] != "不属实":
        faults.append("no readable 发生日期")
    if department is None:
        faults.append("unknown 科室")
    elif team not in (None, OUTSIDE_TEAMS, *department.team_names()):
        faults.append("unknown 班组")
    if incident["类型"] not in CHOICES["类型"] or not incident["情况简述"]:
        faults.append("required cell empty or unreadable")
    return faults
