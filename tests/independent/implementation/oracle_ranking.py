"""Statuses and ranks — evaluation.md, Status of a candidate, and 优秀个人."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .model import BY_LIST, BY_RATIO, BY_UNITS, PERSON, TEAM, Award, Campaign, Department
from .oracle_candidates import Candidate, candidates
from .oracle_components import Scores, components, composite
from .oracle_conditions import material_is_late, unmet
from .oracle_exclusions import is_excluded
from .oracle_incidents import is_vetoed, may_be_vetoed

Place = tuple[int, str]
"""A rank and one of winner, not_selected, tied."""


@dataclass
class Standing:
    candidate: Candidate
    scores: Scores
    score: Fraction | None
    unmet: list[int]
    status: str
    rank: int | None = None


def places(keys: Sequence[tuple], quota: int) -> list[Place]:
    """Ranks 1, 2, 2, 4 of keys (smallest first), and who is inside, outside or on the edge."""
    return [_place(keys, key, quota) for key in keys]


def _place(keys: Sequence[tuple], key: tuple, quota: int) -> Place:
    """A group equal in all that straddles the quota's edge is tied."""
    ahead = sum(1 for other in keys if other < key)
    equal = sum(1 for other in keys if other == key)
    if ahead + equal <= quota:
        return ahead + 1, "winner"
    return ahead + 1, "not_selected" if ahead >= quota else "tied"


def standings(campaign: Campaign, award: Award) -> list[Standing]:
    """All listed candidates with their statuses, in the order of the rules."""
    result = unranked(campaign, award)
    if award.in_each_department():
        for department in campaign.rules.departments:
            group = [entry for entry in result if entry.candidate.department == department.name]
            if award.level == PERSON:
                _rank_persons(campaign, award, department, group)
            else:
                _rank_scored(campaign, award, group, seats_of_department(campaign, award, department))
    else:
        _rank_scored(campaign, award, result, seats_of_all(campaign, award))
    for entry in result:
        if entry.status == "winner" and may_be_vetoed(campaign, award, entry.candidate):
            entry.status = "pending"
    return result


def unranked(campaign: Campaign, award: Award) -> list[Standing]:
    """All listed candidates before anybody is ranked."""
    return [_unranked(campaign, award, entry) for entry in candidates(campaign, award)]


def _unranked(campaign: Campaign, award: Award, candidate: Candidate) -> Standing:
    """Every listed candidate shows its components, and the composite when none is missing."""
    scores = components(campaign, award, candidate)
    score = composite(campaign, award, scores)
    entry = Standing(candidate, scores, score, unmet(campaign, award, candidate), status="")
    entry.status = _status_before_rank(campaign, award, entry)
    return entry


def _status_before_rank(campaign: Campaign, award: Award, entry: Standing) -> str:
    """The statuses decided before ranking, in this order; "" goes on to the ranking."""
    candidate = entry.candidate
    if not candidate.nominated:
        return "not_nominated"
    if is_vetoed(campaign, award, candidate):
        return "vetoed"
    if entry.unmet or material_is_late(campaign, candidate.department) or is_excluded(campaign, award, candidate):
        return "ineligible"
    if award.components and entry.score is None:
        return "unscored"
    return ""


def only_below(campaign: Campaign, award: Award, entry: Standing) -> bool:
    """Ineligible for nothing but the composite: whoever owes points still owes them."""
    below = [condition.number for condition in award.conditions if condition.check == "综合得分"]
    kept_out = material_is_late(campaign, entry.candidate.department) or is_excluded(campaign, award, entry.candidate)
    if entry.status != "ineligible" or kept_out:
        return False
    for condition in award.conditions:
        group = [one.number for one in award.conditions if condition.group is not None and one.group == condition.group]
        needed = next((one.at_least for one in award.conditions if group and one.number == group[0]), None) or 1
        alone = group or [condition.number]
        if condition.number in entry.unmet and sum(number not in entry.unmet or number in below for number in alone) < needed:
            return False
    return True


def _rank_scored(campaign: Campaign, award: Award, entries: list[Standing], seats: int) -> None:
    """Rank by composite, then by the tie policy's components that the award has."""
    ranked = [entry for entry in entries if not entry.status]
    keys = [score_key(entry, tie_names(campaign, award)) for entry in ranked]
    _assign(ranked, places(keys, seats))


def score_key(entry: Standing, order: list[str]) -> tuple:
    """The best first; nobody who is ranked lacks a component."""
    values = [entry.score, *(entry.scores[name] for name in order)]
    return tuple(-value for value in values if value is not None)


def tie_names(campaign: Campaign, award: Award) -> list[str]:
    """The components by which equals are compared, in the policy's order."""
    own = [component.name for component in award.components]
    return [name for name in campaign.rules.policies.tie_order if name in own]


def _rank_persons(
    campaign: Campaign, award: Award, department: Department, entries: list[Standing]
) -> None:
    """By score where the award has one; else the department's own order, without a readable number last, in the sheet's order."""
    ranked = [entry for entry in entries if not entry.status]
    keys = rank_keys(campaign, award, ranked)
    quota = person_quota(campaign, award, department)
    _assign(ranked, places(keys, quota or 0))
    if quota is None:
        for entry in ranked:
            entry.status = "pending"


def rank_keys(campaign: Campaign, award: Award, entries: list[Standing]) -> list[tuple]:
    """The keys by which these entries, in the sheet's order, are ranked: the best first."""
    order = tie_names(campaign, award)
    return [score_key(entry, order) if award.components else _order_key(entry.candidate, index) for index, entry in enumerate(entries)]


def _order_key(candidate: Candidate, index: int) -> tuple:
    return (0, candidate.order) if candidate.order is not None else (1, index)


def _assign(entries: list[Standing], found: list[Place]) -> None:
    for entry, (rank, status) in zip(entries, found):
        entry.rank, entry.status = rank, status


def person_quota(campaign: Campaign, award: Award, department: Department) -> int | None:
    """None: a headcount is missing. 固定 holds for each department and needs no headcount, nor does 分科室; a ratio needs the staff."""
    if award.quota_kind != BY_RATIO:
        return seats_of_department(campaign, award, department)
    staff = staff_of(campaign, department)
    if staff is None:
        return None
    policies = campaign.rules.policies
    share = staff * Fraction(award.amount()) / 100
    return max(_whole(share, policies.rounding), policies.person_minimum)


def seats_of_all(campaign: Campaign, award: Award) -> int:
    """One quota over all candidates: a number, or a percent of the number of departments or teams."""
    if award.quota_kind != BY_UNITS:
        return int(award.amount())
    units = campaign.rules.departments
    if award.level == TEAM:
        units = [team for department in campaign.rules.departments for team in department.teams]
    return _percent_of(len(units), award, campaign)


def seats_of_department(campaign: Campaign, award: Award, department: Department) -> int:
    """A department's own seats, of every kind but the share of its staff; without a row of 名额分配 it has none."""
    if award.quota_kind == BY_LIST:
        return award.allocation.get(department.name, 0)
    if award.quota_kind == BY_UNITS:
        return _percent_of(len(department.teams), award, campaign)
    return int(award.amount())


def _percent_of(number: int, award: Award, campaign: Campaign) -> int:
    return _whole(number * Fraction(award.amount()) / 100, campaign.rules.policies.rounding)


def _whole(share: Fraction, rounding: str) -> int:
    """四舍五入 (half up: 5 → 1, 14 → 1, 15 → 2), 进一, 舍去."""
    if rounding == "进一":
        return -(-share.numerator // share.denominator)
    return int(share + Fraction(1, 2)) if rounding == "四舍五入" else int(share)


def staff_of(campaign: Campaign, department: Department) -> int | None:
    """Staff = Σ team headcounts + staff outside teams; None when any is missing or unreadable."""
    submission = campaign.submission(department.name)
    if submission is None:
        return None
    counts = [submission.info["班组外员工人数"], *(row["员工人数"] for row in submission.teams)]
    return sum(counts) if all(is_count(count) for count in counts) else None


def is_count(value: object) -> bool:
    return isinstance(value, int) and value >= 0
