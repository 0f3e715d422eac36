"""Tiers and bounds (evaluation.md, Tiers; evaluation.md, Bounds on the winners of a department): by trying every order of all equals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product
from math import factorial

from .model import Award, Campaign
from .oracle_candidates import Candidate
from .oracle_incidents import may_be_vetoed
from .oracle_ranking import Standing, score_key, seats_of_all, seats_of_department, tie_names, unranked

MOST_ORDERS = 2_000
Who = tuple[object, ...]
World = dict[str, dict[Who, bool | None]]
"""By award and candidate: whether it wins, None where it is gone by then."""


class TooMany(Exception):
    """So many equals that nobody wants to try out all their orders."""


def with_nominations_for_all(campaign: Campaign) -> Campaign:
    """One nomination for the first award of a group serves all its tiers, and so do the points where the criteria are the same."""
    submissions, reviewers = [], []
    for submission in campaign.submissions:
        nominations, declarations = dict(submission.nominations), dict(submission.declarations)
        for first, award in lower_tiers(campaign):
            for said in (nominations, declarations):
                if first.name in said:
                    said[award.name] = said[first.name]
        submissions.append(replace(submission, nominations=nominations, declarations=declarations))
    for reviewer in campaign.reviewers:
        rows = dict(reviewer.rows)
        for first, award in lower_tiers(campaign):
            if first.criteria == award.criteria and first.name in rows:
                rows[award.name] = rows[first.name]
        reviewers.append(replace(reviewer, rows=rows))
    return replace(campaign, submissions=submissions, reviewers=reviewers)


def lower_tiers(campaign: Campaign) -> list[tuple[Award, Award]]:
    """(first of its group, award) of every lower tier."""
    found, firsts = [], {}
    for award in campaign.rules.enabled():
        if award.group:
            first = firsts.setdefault(award.group, award)
            if first is not award:
                found.append((first, award))
    return found


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
        waiting = 0
        for entry in won:
            if may_be_vetoed(campaign, award, entry.candidate):
                entry.status, waiting = "pending", waiting + 1
        found.append((entries[award.name], filled - len(won) + waiting))
    return found


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
    """Every order of those who are equal, best first."""
    keys = [score_key(entry, tie_names(campaign, award)) for entry in present]
    groups = [[entry for entry, own in zip(present, keys) if own == key] for key in sorted(set(keys))]
    count = 1
    for group in groups:
        count *= factorial(len(group))
    if count > MOST_ORDERS:
        raise TooMany
    for order in product(*map(permutations, groups)):
        yield [entry for group in order for entry in group]


def _winners(campaign: Campaign, award: Award, order: list[Standing]) -> list[Who]:
    """Who wins where nobody is equal: first the seats that are kept for each department, then the others, best first."""
    if award.in_each_department():
        return [who for department in campaign.rules.departments for who in
                [_who(e.candidate) for e in order if e.candidate.department == department.name][:seats_of_department(campaign, award, department)]]
    won: list[Standing] = []
    for department in campaign.rules.departments:
        won += [entry for entry in order if entry.candidate.department == department.name][:award.fewest_each or 0]
    for entry in order:
        same = sum(other.candidate.department == entry.candidate.department for other in won)
        if entry not in won and len(won) < seats_of_all(campaign, award) and (award.most_each is None or same < award.most_each):
            won.append(entry)
    return [_who(entry.candidate) for entry in won]


def _status(said: list[bool | None]) -> str:
    if all(one is None for one in said):
        return "placed_higher"
    if all(said):
        return "winner"
    return "tied" if any(said) else "not_selected"


def _rank(campaign: Campaign, award: Award, entries: list[Standing]) -> None:
    """1, 2, 2, 4 among all who may take part, or among those of a department."""
    ranked = [entry for entry in entries if entry.status in ("winner", "tied", "not_selected")]
    for entry in ranked:
        key = score_key(entry, tie_names(campaign, award))
        rivals = [one for one in ranked if not award.in_each_department() or one.candidate.department == entry.candidate.department]
        entry.rank = 1 + sum(score_key(one, tie_names(campaign, award)) < key for one in rivals)


def _who(candidate: Candidate) -> Who:
    return candidate.department, candidate.team, candidate.person, candidate.post
