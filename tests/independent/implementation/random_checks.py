"""Random checks of the office's own (自定义核查) and shares of categories (类别比例)."""

from __future__ import annotations

from decimal import Decimal

from .dice import Dice
from .layout import PLAN_SHEET
from .model import DEPARTMENT, HARD, PERSON, TEAM, Award, Campaign, Condition, OwnCheck, Share

BOTH = (DEPARTMENT, TEAM)
CHECKS = [
    OwnCheck("采纳的建议", "合理化建议", None, ("是否采纳", "是"), BOTH),
    OwnCheck("提建议的人", "合理化建议", "建议人", None, BOTH),
    OwnCheck("有建议的班组", "合理化建议", "班组", None, (DEPARTMENT,)),
    OwnCheck("服务类项目", "特色服务", None, ("类别", "服务"), (DEPARTMENT,)),
    OwnCheck("项目类别数", "特色服务", "类别", None, (DEPARTMENT,)),
    OwnCheck("集中授课次数", "技能培训", None, ("培训形式", "集中授课"), BOTH),
    OwnCheck("班组级培训形式数", "技能培训", "培训形式", ("培训层次", "班组级"), (TEAM,)),
    OwnCheck("比赛次数", "技能比赛", None, None, (TEAM,)),
    OwnCheck("电工比赛数", "技能比赛", None, ("工种", "电工"), BOTH),
    OwnCheck("未完成系列", PLAN_SHEET, None, ("完成情况", "未完成"), (DEPARTMENT,)),
    OwnCheck("新闻数", "宣传报道", None, ("宣传形式", "新闻"), (DEPARTMENT,)),
]
CATEGORIES = ["一线", "管理"]


def ask_for_own_checks(dice: Dice, campaign: Campaign) -> None:
    """Two to five checks, each asked for by some awards of its levels."""
    rules = campaign.rules
    rules.own_checks = dice.some(CHECKS, 2, 5)
    for check in rules.own_checks:
        for award in rules.awards:
            if award.level in check.levels and dice.chance(0.35):
                number = max((condition.number for condition in award.conditions), default=0) + 1
                award.conditions.append(Condition(number, "达到规定要求", HARD, check.name, Decimal(dice.choice([1, 1, 1, 2]))))


def ask_for_shares(dice: Dice, campaign: Campaign) -> None:
    """Shares of one or two categories for awards for persons, of which those recommended for the group's first award have one, or none."""
    for award in campaign.rules.enabled(PERSON):
        if dice.chance(0.5):
            award.shares = tuple(Share(category, Decimal(dice.choice([50, 20, 100, 40])), at_most)
                                 for category, at_most in dice.some([("一线", False), ("管理", True)], 1, 2))
    for award in campaign.rules.enabled(PERSON):
        if any(other.shares for other in _of_one_group(campaign, award)):
            for submission in campaign.submissions:
                for row in submission.nominations.get(award.name, []):
                    row["人员类别"] = dice.choice(["一线", "一线", "管理", "其他", None])


def _of_one_group(campaign: Campaign, award: Award) -> list[Award]:
    return [one for one in campaign.rules.enabled() if one is award or (award.group and one.group == award.group)]
