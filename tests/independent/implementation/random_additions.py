"""What rules may say besides: put into a finished campaign by a chance of its own, so that the rest of it stays as it was."""

from __future__ import annotations

from decimal import Decimal

from .dice import Dice
from .layout import OUTSIDE_TEAMS
from .model import DEPARTMENT, HARD, PERSON, POST, TEAM, Award, Campaign, Condition, Row


def add_to(campaign: Campaign) -> Campaign:
    """The campaign with 资格排除 in about every second one, 事故类型 in every third."""
    dice = Dice(campaign.seed + 7_000_003)
    if dice.chance(0.5):
        campaign.rules.exclusions = random_exclusions(dice, campaign)
    if dice.chance(0.35):
        name_types(dice, campaign)
    for award in campaign.rules.awards:
        add_conditions(dice, award)
    return campaign


def add_conditions(dice: Dice, award: Award) -> None:
    """A composite that is asked for, and the number of levels of trainings."""
    wanted = [("综合得分", Decimal(dice.choice(["60", "75", "80", "82.5", "85"])))] if award.components and dice.chance(0.3) else []
    wanted += [("培训层次数", Decimal(dice.choice([1, 1, 2])))] if award.level == DEPARTMENT and dice.chance(0.3) else []
    for check, threshold in wanted:
        number = max((condition.number for condition in award.conditions), default=0) + 1
        award.conditions.append(Condition(number, "达到规定要求", HARD, check, threshold))
    hard = [condition for condition in award.conditions if condition.kind == HARD]
    if len(hard) > 1 and dice.chance(0.4):
        chosen = dice.some(hard, 2, len(hard))
        chosen[0].at_least = dice.randint(1, len(chosen))
        for condition in chosen:
            condition.group = "A"


TYPES = ["责任事故", "服务投诉", "轻微投诉"]


def name_types(dice: Dice, campaign: Campaign) -> None:
    """Kinds of the campaign's own, of which the first vetoes; every incident is of one of them."""
    campaign.rules.incident_types = {name: number == 0 or dice.chance(0.4) for number, name in enumerate(TYPES)}
    for incident in campaign.incidents or []:
        incident["类型"] = dice.choice(TYPES)


def random_exclusions(dice: Dice, campaign: Campaign) -> list[Row]:
    """Departments, teams, persons and posts, in one award or in all; some of them on no list."""
    rules, rows = campaign.rules, []
    for _ in range(dice.randint(1, 4)):
        award = dice.choice(rules.awards)
        department = dice.choice(rules.departments)
        row: Row = {"奖项": award.name if dice.chance(0.5) else None, "科室": department.name, "班组": None, "姓名": None,
                    "原因": dice.choice(["上年度已获奖", "受过处分", "任职不满一年"]), "依据": dice.choice([None, "通报"])}
        if award.level == TEAM:
            row["班组"] = dice.choice(department.team_names())
        elif award.level in (PERSON, POST):
            _name_somebody(dice, campaign, department.name, award.level, row)
        else:
            assert award.level == DEPARTMENT
        if all({**row, "原因": one["原因"], "依据": one["依据"]} != one for one in rows):
            rows.append(row)
    return rows


def _name_somebody(dice: Dice, campaign: Campaign, department: str, level: str, row: Row) -> None:
    """Somebody with a row in the department's book, with the right, another or no team; or nobody that is known."""
    submission = campaign.submission(department)
    column = "姓名" if level == PERSON else "岗位名称"
    listed = [(found[column], found["所在班组"]) for award in campaign.rules.enabled(level) for found in
              (submission.nominations.get(award.name, []) if submission else []) if found[column]]
    row["姓名"], home = dice.choice(listed) if listed and dice.chance(0.8) else ("无此人甲", OUTSIDE_TEAMS)
    known = [*campaign.rules.known(department).team_names(), OUTSIDE_TEAMS]
    row["班组"] = dice.choice([None, home if home in known else None, dice.choice(known)])
