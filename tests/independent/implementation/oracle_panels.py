"""Who scores what (评委名单, 范围) and whose rows count — evaluation.md, 评分构成; completeness.md, Owed."""

from __future__ import annotations

from .model import PANEL, Award, Campaign, Component, Listed, Reviewer, Rules


def listed(rules: Rules, name: str) -> Listed | None:
    """The row of 评委名单 with that name."""
    return next((one for one in rules.panel if one.name == name), None)


def asked_for(rules: Rules, award: Award) -> Award:
    """The award for which reviewers give the points that count here: the highest tier with the same criteria and 范围, or itself."""
    tiers = [one for one in rules.enabled() if award.group and one.group == award.group]
    return next((one for one in tiers if one.takes_panel() and _asks(one) == _asks(award)), award)


def _asks(award: Award) -> tuple:
    return award.criteria, sorted(part.scope for part in award.components if part.source == PANEL)


def is_his(rules: Rules, reviewer: Listed, award: Award) -> bool:
    """Whether somebody of the list scores the award: a blank 奖项 stands for every one that counts the reviewer's group."""
    award = asked_for(rules, award)
    if reviewer.awards:
        return award.name in reviewer.awards
    return any(part.source == PANEL and (not part.scope or reviewer.group in part.scope) for part in award.components)


def heard(campaign: Campaign, award: Award) -> list[Reviewer]:
    """The reviewers whose rows for the award are looked at: all of them, or those of the list whose award it is."""
    if not campaign.rules.panel:
        return campaign.reviewers
    known = [(one, listed(campaign.rules, one.name)) for one in campaign.reviewers]
    return [one for one, row in known if row is not None and is_his(campaign.rules, row, award)]


def in_scope(campaign: Campaign, component: Component, reviewer: Reviewer) -> bool:
    """范围: only the rows of reviewers of these 组别 count."""
    row = listed(campaign.rules, reviewer.name)
    return not component.scope or (row is not None and row.group in component.scope)
