"""Random campaigns with tiers and bounds: those of `campaigns.py`, their awards for teams and posts parted into tiers."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

from .campaigns import campaign_of
from .dice import Dice
from .model import BY_RATIO, BY_UNITS, DEPARTMENT, FIXED, POINTS, Award, Campaign


def tiered_campaign(seed: int) -> Campaign:
    """A campaign as in `campaigns.py`, in tiers and with bounds."""
    return in_tiers(Dice(seed), campaign_of(seed))


def in_tiers(dice: Dice, campaign: Campaign) -> Campaign:
    """One or two lower tiers for most awards, and bounds where a number of seats is for all."""
    awards: list[Award] = []
    for award in campaign.rules.awards:
        tiers = [award]
        if award.enabled and dice.chance(0.7):
            award.group = f"{award.name}的等次"
            tiers += [_tier(dice, award, number) for number in range(dice.choice((1, 1, 2)))]
        for tier in tiers:
            if tier.enabled and tier.level != DEPARTMENT and not tier.in_each_department() and dice.chance(0.6):
                _bound(dice, tier, len(campaign.rules.departments))
        awards += tiers
    return replace(campaign, rules=replace(campaign.rules, awards=awards))


def own_nominations(dice: Dice, campaign: Campaign, tier: Award) -> None:
    """A lower tier's own sheet: teams refused there alone, teams recommended there alone; departments that declare otherwise."""
    for submission in campaign.submissions:
        department = campaign.rules.known(submission.department)
        if tier.level == DEPARTMENT:
            submission.declarations[tier.name] = dice.choice([{"是否申报": "是", "主要事迹": "事迹材料"}, {"是否申报": "否", "主要事迹": None}])
        else:
            submission.nominations[tier.name] = [
                {"推荐顺序": order, "班组": name, "主要事迹": "事迹材料", "科室意见": dice.choice(["同意", "不同意"])}
                for order, name in enumerate(dice.some(department.team_names(), 0, 2), 1)]


def _tier(dice: Dice, first: Award, number: int) -> Award:
    """A tier below: the same criteria, mostly the same score and conditions, seats of its own."""
    award = deepcopy(first)
    award.name = f"{first.name}{'乙丙'[number]}等"
    if award.quota_kind == FIXED:
        award.quota = Decimal(dice.randint(0, 3))
    elif award.quota_kind in (BY_RATIO, BY_UNITS):
        award.quota = Decimal(dice.choice([10, 20, 25, 50]))
    else:
        award.allocation = {name: dice.randint(0, 2) for name in award.allocation}
    if dice.chance(0.3):
        award.conditions = []
    if dice.chance(0.2) and len(award.components) > 1:
        weighted = [part for part in award.components if part.source != POINTS]
        for part, weight in zip(weighted, [part.weight for part in reversed(weighted)]):
            part.weight = weight
    return award


def _bound(dice: Dice, award: Award, departments: int) -> None:
    award.most_each = dice.choice((None, 1, 1, 2))
    if award.quota_kind == BY_UNITS or award.amount() >= departments:
        award.fewest_each = dice.choice((None, 0, 1))
