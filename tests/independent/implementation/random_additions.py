"""What rules may say besides: put into a finished campaign by a chance of its own, so that the rest of it stays as it was."""

from __future__ import annotations

from .dice import Dice
from .layout import OUTSIDE_TEAMS
from .model import DEPARTMENT, PERSON, POST, TEAM, Campaign, Row


def add_to(campaign: Campaign) -> Campaign:
    """The campaign with 资格排除, in about every second one."""
    dice = Dice(campaign.seed + 7_000_003)
    if dice.chance(0.5):
        campaign.rules.exclusions = random_exclusions(dice, campaign)
    return campaign


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
        if row not in rows:
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
