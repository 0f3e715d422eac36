"""Random campaigns over everything that rules may say: those of `random_tiers.py` with parts for groups, identities, votes and points."""

from __future__ import annotations

from decimal import Decimal

from .campaigns import campaign_of
from .dice import Dice, tempered
from .layout import OUTSIDE_TEAMS
from .model import BALLOT, DEPARTMENT, PERSON, POINTS, POST, TEAM, Award, Campaign, Row
from .oracle_candidates import Candidate, candidates
from .oracle_panels import asked_for, is_his
from .oracle_serving import lower_tiers, with_nominations_for_all
from .random_checks import ask_for_own_checks, ask_for_shares
from .random_parts import name_awards, own_criteria, random_points, random_votes, split_scores
from .random_tiers import in_tiers, own_nominations


def whole_campaign(seed: int) -> Campaign:
    """A campaign with several of the sheets and columns at once; each of them comes often."""
    campaign = campaign_of(seed)
    dice = tempered(seed)
    dice.seed(f"whole {seed}")
    split_scores(dice, campaign)
    campaign = in_tiers(dice, campaign)
    for first, tier in lower_tiers(campaign):
        if tier.criteria and dice.chance(0.15):
            own_criteria(dice, campaign, first, tier)
        if tier.level in (DEPARTMENT, TEAM) and dice.chance(0.15):
            own_nominations(dice, campaign, tier)
    _panel(dice, campaign)
    campaign.rules.policies.skipping = dice.choice(["列为未了", "列为未了", "允许"])
    for award in campaign.rules.awards:
        if award.prize is not None and dice.chance(0.15):
            award.prize = 0
    if dice.chance(0.6):
        ask_for_own_checks(dice, campaign)
    ask_for_shares(dice, campaign)
    _situations(dice, campaign)
    campaign.votes = random_votes(dice, campaign, _rows_of(campaign, BALLOT))
    campaign.points = random_points(dice, _rows_of(campaign, POINTS))
    return campaign


def _panel(dice: Dice, campaign: Campaign) -> None:
    """Reviewers of the list have rows for their own awards alone; tiers with the same criteria have none of their own."""
    rules = campaign.rules
    name_awards(dice, campaign)
    asked = {award.name for award in rules.enabled() if award.takes_panel() and asked_for(rules, award) is award}
    for one in rules.panel:
        one.awards = [name for name in one.awards if name in asked]
    for reviewer in campaign.reviewers:
        row = next((one for one in rules.panel if one.name == reviewer.name), None)
        his = {award.name for award in rules.enabled() if row is None or is_his(rules, row, award)}
        reviewer.rows = {name: rows for name, rows in reviewer.rows.items() if name in asked & his}
    campaign.reviewers = [one for one in campaign.reviewers if one.rows or not rules.panel]


def _rows_of(campaign: Campaign, source: str) -> list[tuple[str, Row]]:
    """(award, the columns that name a candidate) of everybody nominated for an award that has a part of this source."""
    whole = with_nominations_for_all(campaign)
    return [(award.name, _columns(one)) for award in whole.rules.enabled() if award.takes(source)
            for one in candidates(whole, award) if one.nominated]


def _columns(candidate: Candidate) -> Row:
    name = candidate.person or candidate.post
    outside = OUTSIDE_TEAMS if name else None
    return {"科室": candidate.department, "班组": candidate.team or outside, "姓名或岗位": name}


def _situations(dice: Dice, campaign: Campaign) -> None:
    """What happens seldom by chance: an award of which everybody is kept out, a department that recommends nobody, a group without points."""
    rules = campaign.rules
    if dice.chance(0.1):
        award = dice.choice(rules.enabled())
        _exclude_all(campaign, award)
    if campaign.submissions and dice.chance(0.15):
        book = dice.choice(campaign.submissions)
        book.nominations = {name: [] for name in book.nominations}
        for reviewer in campaign.reviewers:
            reviewer.rows = {name: [row for row in rows if row.department != book.department or row.post is None]
                             for name, rows in reviewer.rows.items()}
        book.declarations = {name: {"是否申报": "否", "主要事迹": None} for name in book.declarations}
    if rules.panel and dice.gap(0.2):
        silent = {one.name for one in rules.panel if one.group == rules.panel[0].group}
        campaign.reviewers = [one for one in campaign.reviewers if one.name not in silent]
    if campaign.incidents is not None and dice.chance(0.6):
        _accuse(dice, campaign)
    if dice.chance(0.1):
        plenty = dice.choice(rules.enabled())
        plenty.quota = None if plenty.quota is None else Decimal(100)


def _accuse(dice: Dice, campaign: Campaign) -> None:
    """One or two more incidents, mostly still looked into, that reach somebody who is nominated."""
    whole = with_nominations_for_all(campaign)
    reached = [one for award in whole.rules.enabled() for one in candidates(whole, award) if one.nominated]
    for number in range(dice.choice([1, 1, 2]) if reached and campaign.incidents is not None else 0):
        one = dice.choice(reached)
        campaign.incidents.append({
            "编号": f"SG-9{number}", "发生日期": campaign.rules.policies.period[0], "科室": one.department,
            "班组": one.team, "责任人": one.person or next(iter(one.holders), None), "类型": next(iter(campaign.rules.incident_types), "安全事故"),
            "来源": None, "情况简述": "有人反映服务问题", "调查结论": dice.choice(["待查", "待查", "属实"]),
        })


def _exclude_all(campaign: Campaign, award: Award) -> None:
    named = [[row[column] for column in ("奖项", "科室", "班组", "姓名")] for row in campaign.rules.exclusions]
    for one in candidates(with_nominations_for_all(campaign), award):
        row = _excluded(award, one)
        if [row[column] for column in ("奖项", "科室", "班组", "姓名")] not in named:
            campaign.rules.exclusions.append(row)


def _excluded(award: Award, one: Candidate) -> Row:
    columns = _columns(one)
    return {"奖项": award.name, "科室": columns["科室"], "班组": columns["班组"] if award.level != DEPARTMENT else None,
            "姓名": columns["姓名或岗位"] if award.level in (PERSON, POST) else None, "原因": "受过处分", "依据": None}
