"""expected(campaign): what the specification says must come out, in the shape of the contract."""

from __future__ import annotations

from fractions import Fraction

from .arithmetic import shown
from .model import Award, Campaign
from .oracle_errors import Fault, faults
from .oracle_incidents import incident_entries
from .oracle_owed import points_are_owed, register_of_points_is_owed, votes_are_owed
from .oracle_prizes import Results, prizes, shown_quota
from .oracle_ranking import Standing, standings
from .oracle_serving import with_nominations_for_all
from .oracle_tiers import group_standings

STATUS_ORDER = {"placed_higher": 0.5, "unscored": 1, "ineligible": 2, "vetoed": 3, "not_nominated": 4}


def expected(campaign: Campaign) -> dict[str, object]:
    """The awards, prizes, incidents and state, with the errors that keep it preliminary."""
    handed_in, campaign = campaign, with_nominations_for_all(campaign)
    found_faults = sorted(faults(handed_in))
    results, opened = _decided(campaign)
    found = dict((award.name, entries) for award, entries in results)
    return {
        "campaign": {
            "year": campaign.rules.year,
            "name": campaign.rules.name,
            "state": state(campaign, results, found_faults),
        },
        "awards": [
            award_entry(campaign, award, found.get(award.name, []))
            for award in campaign.rules.awards
        ],
        "prizes": prizes(campaign, results, opened),
        "incidents": incident_entries(campaign),
        "errors": found_faults,
    }


def _decided(campaign: Campaign) -> tuple[Results, dict[str, int]]:
    """Every award's standings in the rules' order; of tiers and of awards with bounds also the seats that are open."""
    found: dict[str, list[Standing]] = {}
    opened: dict[str, int] = {}
    for award in campaign.rules.enabled():
        tiers = [other for other in campaign.rules.enabled() if award.group and other.group == award.group] or [award]
        if award.name in found:
            continue
        if len(tiers) == 1 and award.most_each is None and not award.fewest_each:
            found[award.name] = standings(campaign, award)
            continue
        for tier, (entries, open_seats) in zip(tiers, group_standings(campaign, tiers)):
            found[tier.name], opened[tier.name] = entries, open_seats
    return [(award, found[award.name]) for award in campaign.rules.enabled()], opened


def state(campaign: Campaign, results: Results, found_faults: list[Fault]) -> str:
    """final only when every department has submitted, no error is open, no seat is pending or
    tied, no candidate is unscored, no reviewer has left out a candidate — and there is an incident
    register.
    """
    submitted = len(campaign.submissions) == len(campaign.rules.departments)
    unsettled = any(
        entry.status in ("pending", "tied", "unscored")
        for _, entries in results
        for entry in entries
    )
    owed = any(is_owed(campaign, results) for is_owed in (points_are_owed, votes_are_owed, register_of_points_is_owed))
    complete = submitted and campaign.incidents is not None and not owed
    return "final" if complete and not unsettled and not found_faults else "preliminary"


def award_entry(campaign: Campaign, award: Award, entries: list[Standing]) -> dict[str, object]:
    """An award that is off is listed with quota null and no standings."""
    return {
        "award": award.name,
        "level": award.level,
        "quota": shown_quota(campaign, award),
        "prize_yuan": award.prize,
        "category_shares": _shares(campaign, award, entries),
        "standings": [_standing(campaign, entry) for entry in sorted(entries, key=_list_order)],
    }


def _shares(campaign: Campaign, award: Award, entries: list[Standing]) -> list[dict[str, object]]:
    """类别比例: of each department with winners, and each share, how many of them are of the category, and whether they are enough."""
    found: list[dict[str, object]] = []
    for department in campaign.rules.departments:
        winners = [one.candidate for one in entries if one.status == "winner" and one.candidate.department == department.name]
        for share in award.shares if winners else ():
            number = sum(one.category == share.category for one in winners)
            wanted = Fraction(share.percent) / 100 * len(winners)
            found.append({"department": department.name, "category": share.category, "winners": len(winners), "of_category": number,
                          "met": number <= wanted if share.at_most else number >= wanted})
    return found


def _list_order(entry: Standing) -> tuple[float, int]:
    """By rank, then placed higher, unscored, ineligible, vetoed, not nominated; equals as the rules list them."""
    return STATUS_ORDER.get(entry.status, 0), entry.rank or 0


def _standing(campaign: Campaign, entry: Standing) -> dict[str, object]:
    places = campaign.rules.policies.decimals
    candidate = entry.candidate
    return {
        "department": candidate.department,
        "team": candidate.team,
        "person": candidate.person,
        "post": candidate.post,
        "nominated": candidate.nominated,
        "status": entry.status,
        "rank": entry.rank,
        "score": shown(entry.score, places),
        "components": {name: shown(value, places) for name, value in entry.scores.items()},
        "unmet": entry.unmet,
    }
