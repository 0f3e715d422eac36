"""Prizes: confirmed by award and by department, and what is open — evaluation.md, Prizes."""

from __future__ import annotations

from .model import PERSON, Award, Campaign, Department
from .oracle_ranking import Standing, person_quota, seats_of_all, seats_of_department

Results = list[tuple[Award, list[Standing]]]


def prizes(campaign: Campaign, results: Results, opened: dict[str, int]) -> dict[str, object]:
    """Confirmed total = Σ prize of winners; the prize of every open seat apart. `opened`: of awards whose open seats are known."""
    by_award = {award.name: award.yuan() * _winners(entries) for award, entries in results}
    by_department = {
        department.name: sum(
            award.yuan() * _winners(entries, department.name) for award, entries in results
        )
        for department in campaign.rules.departments
    }
    open_yuan = sum(
        award.yuan() * (opened[award.name] if award.name in opened else open_seats(campaign, award, entries)) for award, entries in results
    )
    return {
        "confirmed_yuan": sum(by_award.values()),
        "open_yuan": open_yuan,
        "by_award": by_award,
        "by_department": by_department,
    }


def _winners(entries: list[Standing], department: str | None = None) -> int:
    return sum(
        1
        for entry in entries
        if entry.status == "winner" and department in (None, entry.candidate.department)
    )


def open_seats(campaign: Campaign, award: Award, entries: list[Standing]) -> int:
    """Every seat that is pending or tied.

    Without a headcount the open amount counts all the pending people of the department.
    """
    pending = sum(1 for entry in entries if entry.status == "pending")
    if not award.in_each_department():
        return pending + _tied_seats(entries, seats_of_all(campaign, award))
    return pending + sum(
        _tied_seats(
            [entry for entry in entries if entry.candidate.department == department.name],
            _quota_of(campaign, award, department) or 0,
        )
        for department in campaign.rules.departments
    )


def _tied_seats(entries: list[Standing], quota: int) -> int:
    """The seats of the group at the edge: the quota less those ranked above the group."""
    ranks = [entry.rank for entry in entries if entry.status == "tied" and entry.rank]
    return quota - (ranks[0] - 1) if ranks else 0


def shown_quota(campaign: Campaign, award: Award) -> object:
    """null when off; by department for persons, null there without headcount or submission."""
    if not award.enabled:
        return None
    if not award.in_each_department():
        return seats_of_all(campaign, award)
    return {
        department.name: _shown_quota_of(campaign, award, department)
        for department in campaign.rules.departments
    }


def _quota_of(campaign: Campaign, award: Award, department: Department) -> int | None:
    if award.level == PERSON:
        return person_quota(campaign, award, department)
    return seats_of_department(campaign, award, department)


def _shown_quota_of(campaign: Campaign, award: Award, department: Department) -> int | None:
    """Of people nothing is known before their department has submitted; the seats of others rest on the rules."""
    if award.level == PERSON and campaign.submission(department.name) is None:
        return None
    return _quota_of(campaign, award, department)
