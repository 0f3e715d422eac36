"""Tiers and bounds (evaluation.md, Tiers; evaluation.md, Bounds on the winners of a department): by trying every order of all equals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from math import factorial

from .model import PERSON, Award, Campaign, Department
from .oracle_candidates import Candidate
from .oracle_incidents import may_be_vetoed
from .oracle_ranking import Standing, person_quota, rank_keys, seats_of_all, seats_of_department, unranked

MOST_ORDERS = 2_000
Who = tuple[object, ...]
World = dict[str, dict[Who, bool | None]]
"""By award and candidate: whether it wins, None where it is gone by then."""


class TooMany(Exception):
    """So many equals that nobody wants to try out all their orders."""


def group_standings(campaign: Campaign, awards: list[Award]) -> list[tuple[list[Standing], int]]:
    """By tier: its standings, and how many of its seats are open."""
    entries = {award.name: unranked(campaign, award) for award in awards}
    worlds = list(_worlds(campaign, awards, entries, frozenset()))
    if len(worlds) > MOST_ORDERS:
        raise TooMany
    placed: set[Who] = set()
    found = []
    for award in awards:
        said = [world[award.name] for world in worlds]
        for entry in entries[award.name]:
            who = _who(entry.candidate)
            if entry.candidate.nominated and who in placed:
                entry.status = "placed_higher"
            elif not entry.status:
                entry.status = _status([one[who] for one in said])
        _rank(campaign, award, entries[award.name])
        filled = max((sum(bool(wins) for wins in one.values()) for one in said), default=0)
        won = [entry for entry in entries[award.name] if entry.status == "winner"]
        placed |= {_who(entry.candidate) for entry in won}
        waiting = [entry for entry in won if may_be_vetoed(campaign, award, entry.candidate) or _seats(campaign, award, entry) is None]
        for entry in waiting:
            entry.status = "pending"
        found.append((entries[award.name], filled - len(won) + len(waiting)))
    return found


def _seats(campaign: Campaign, award: Award, entry: Standing) -> int | None:
    """The seats that the candidate may have one of; None where a headcount is missing: then everybody of the department is pending."""
    return seats_in(campaign, award, campaign.rules.known(entry.candidate.department)) if award.in_each_department() else seats_of_all(campaign, award)


def seats_in(campaign: Campaign, award: Award, department: Department) -> int | None:
    return person_quota(campaign, award, department) if award.level == PERSON else seats_of_department(campaign, award, department)


def _worlds(campaign: Campaign, awards: list[Award], entries: dict[str, list[Standing]], gone: frozenset[Who]) -> Iterator[World]:
    """Every way to decide all ties, each tier's after those above it."""
    if not awards:
        yield {}
        return
    award, *rest = awards
    ranked = [entry for entry in entries[award.name] if not entry.status]
    present = [entry for entry in ranked if _who(entry.candidate) not in gone]
    for winners in {frozenset(_winners(campaign, award, order)) for order in _orders(campaign, award, present)}:
        said: dict[Who, bool | None] = {_who(entry.candidate): None for entry in ranked}
        said |= {_who(entry.candidate): _who(entry.candidate) in winners for entry in present}
        for world in _worlds(campaign, rest, entries, gone | winners):
            yield {award.name: said, **world}


def _orders(campaign: Campaign, award: Award, present: list[Standing]) -> Iterator[list[Standing]]:
    """Every order of those who are equal, best first; by department where each has seats of its own, as others' order makes no difference."""
    keys = _keys(campaign, award, present)
    groups = [[entry for entry, own in zip(present, keys) if own == key] for key in sorted(set(keys))]
    count = 1
    for group in groups:
        count *= factorial(len(group))
    if count > MOST_ORDERS:
        raise TooMany
    for order in product(*map(permutations, groups)):
        yield [entry for group in order for entry in group]


def _keys(campaign: Campaign, award: Award, entries: list[Standing]) -> list[tuple]:
    keys = rank_keys(campaign, award, entries)
    return [(one.candidate.department, *key) for one, key in zip(entries, keys)] if award.in_each_department() else keys


def _winners(campaign: Campaign, award: Award, order: list[Standing]) -> list[Who]:
    """Who wins where nobody is equal: first the seats that are kept for each department, then the others, best first."""
    if award.in_each_department():
        return [who for department in campaign.rules.departments for who in
                [_who(e.candidate) for e in order if e.candidate.department == department.name][:seats_in(campaign, award, department)]]
    seats = seats_of_all(campaign, award)
    won = [entry for at, entry in enumerate(order) if _ahead_at_home(order[:at], entry) < (award.fewest_each or 0)][:seats]
    for entry in order:
        if entry not in won and len(won) < seats and (award.most_each is None or _ahead_at_home(won, entry) < award.most_each):
            won.append(entry)
    return [_who(entry.candidate) for entry in won]


def _ahead_at_home(others: list[Standing], entry: Standing) -> int:
    """How many of the others are of the same department."""
    return sum(other.candidate.department == entry.candidate.department for other in others)


def _status(said: list[bool | None]) -> str:
    if all(one is None for one in said):
        return "placed_higher"
    if all(said):
        return "winner"
    return "tied" if any(said) else "not_selected"


def _rank(campaign: Campaign, award: Award, entries: list[Standing]) -> None:
    """1, 2, 2, 4 among all who may take part, or among those of a department."""
    ranked = [entry for entry in entries if entry.status in ("winner", "tied", "not_selected")]
    keys = _keys(campaign, award, ranked)
    for entry, key in zip(ranked, keys):
        same = [other for one, other in zip(ranked, keys) if not award.in_each_department() or one.candidate.department == entry.candidate.department]
        entry.rank = 1 + sum(other < key for other in same)


def _who(candidate: Candidate) -> Who:
    return candidate.department, candidate.team, candidate.person, candidate.post
