"""Random parts of a score: groups of reviewers, identities of respondents, votes and bonus points, as evaluation.md has them.

They take weight from the parts that an award has, so that the rest of the campaign stays as it was.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

from .dice import Dice
from .layout import CHOICES
from .model import BALLOT, PANEL, POINTS, SURVEY, Award, Campaign, Component, Listed, Row, Rules

GROUPS = ["领导", "职工", "专家"]
Share = tuple[str, int, tuple[str, ...]]
"""The name of a part (blank: as it was), its share of the weight in percent, and its 范围."""

PANEL_WAYS: list[list[Share]] = [
    [("领导评价", 60, ("领导",)), ("职工评价", 40, ("职工",))],
    [("领导评价", 50, ("领导",)), ("群众评价", 50, ("职工", "专家"))],
    [("领导评价", 40, ("领导",)), ("职工评价", 20, ("职工",)), ("专家评价", 40, ("专家",))],
    [("", 100, ("领导",))],
    [("", 100, ("职工", "领导"))],
]
SURVEY_WAYS: list[list[Share]] = [
    [("学生评价", 50, ("学生",)), ("教工评价", 50, ("教师", "职工"))],
    [("学生评价", 60, ("学生",)), ("教师评价", 40, ("教师",))],
    [("", 100, ("学生",))],
    [("", 100, ("职工", "其他", "教师"))],
]


def split_scores(dice: Dice, campaign: Campaign) -> None:
    """Parts for groups in most campaigns that have reviewers, for identities, votes and points in about every second one."""
    rules = campaign.rules
    if campaign.reviewers and dice.chance(0.7):
        list_reviewers(dice, campaign)
        groups = {one.group for one in rules.panel}
        ways = [way for way in PANEL_WAYS if all(set(scope) <= groups for _, _, scope in way)]
        _split(dice, rules, PANEL, ways)
    if dice.chance(0.5):
        _split(dice, rules, SURVEY, SURVEY_WAYS)
        answer_as_others(dice, campaign)
    for source, name, often in ((BALLOT, "群众投票", 0.5), (POINTS, "加减分", 0.5)):
        if dice.chance(often):
            for award in rules.awards:
                if award.components and dice.chance(0.6):
                    _add_part(dice, award, name, source)
    names = list(dict.fromkeys(part.name for award in rules.awards for part in award.components if part.source != POINTS))
    dice.shuffle(names)
    rules.policies.tie_order = names if dice.chance(0.7) else dice.some(names, 1, len(names))


def list_reviewers(dice: Dice, campaign: Campaign) -> None:
    """评委名单: whoever handed in a book, and now and then somebody who did not; the first of each group scores whatever counts the group."""
    names = [(one.name, one.department) for one in campaign.reviewers]
    if dice.gap(0.2):
        names.append(("评委庚", None))
    campaign.rules.panel = [Listed(name, home, GROUPS[at] if at < len(GROUPS) else dice.choice(GROUPS)) for at, (name, home) in enumerate(names)]


def _split(dice: Dice, rules: Rules, source: str, ways: list[list[Share]]) -> None:
    """One way for most awards of a campaign, another for some, none for others."""
    usual = dice.choice(ways) if ways else []
    for award in rules.awards:
        way = usual if dice.chance(0.8) or not ways else dice.choice(ways)
        if award.takes(source) and way and dice.chance(0.75):
            award.components = [one for part in award.components for one in (_shares(part, way) if part.source == source else [part])]


def _shares(part: Component, way: list[Share]) -> list[Component]:
    return [replace(part, name=name or part.name, weight=part.weight * percent / 100, scope=scope) for name, percent, scope in way]


def answer_as_others(dice: Dice, campaign: Campaign) -> None:
    """Some answers once more by somebody else, so that most identities are heard of most units; now and then one is heard of nobody."""
    for book in campaign.surveys:
        for row in list(book):
            for _ in range(dice.choice([1, 2, 3])):
                book.append({**row, "身份": dice.choice(CHOICES["身份"])})
    if dice.gap(0.25):
        silent = dice.choice(CHOICES["身份"][:3])
        campaign.surveys = [[row for row in book if row["身份"] != silent] for book in campaign.surveys]
        campaign.surveys = [book for book in campaign.surveys if book]


def _add_part(dice: Dice, award: Award, name: str, source: str) -> None:
    """Points beside the parts; votes for a part of the weight of the heaviest."""
    if source == POINTS:
        award.components.append(Component(name, Decimal(0), source, ceiling=Decimal(dice.choice(["1", "2", "3", "5", "10", "0.5"]))))
        return
    heaviest = max(award.components, key=lambda part: part.weight)
    if heaviest.weight > 20:
        heaviest.weight -= 20
        award.components.insert(dice.randint(0, len(award.components)), Component(name, Decimal(20), source))


def own_criteria(dice: Dice, campaign: Campaign, first: Award, tier: Award) -> None:
    """A lower tier with criteria of its own, for which the reviewers give much the same again."""
    most = sum(mark.maximum for mark in tier.criteria)
    tier.criteria = [replace(tier.criteria[0], name="总体印象", maximum=Decimal(100))]
    for reviewer in campaign.reviewers:
        rows = deepcopy(reviewer.rows.get(first.name, []))
        for row in rows:
            whole = [point for point in row.points if point is not None]
            given = sum(whole) / most * 100 if len(whole) == len(row.points) else None
            row.points = [None if given is None or dice.gap(0.05) else given.quantize(Decimal("0.1"))]
        reviewer.rows[tier.name] = rows


def name_awards(dice: Dice, campaign: Campaign) -> None:
    """奖项 of 评委名单 for some, who then have no rows for others; the first of each group is asked for all of them."""
    rules = campaign.rules
    for number, one in enumerate(rules.panel):
        counting = [award.name for award in rules.enabled() if any(part.source == PANEL and (not part.scope or one.group in part.scope)
                                                                  for part in award.components)]
        if number >= len(GROUPS) and counting and dice.chance(0.3):
            one.awards = dice.some(counting, 1, len(counting))


def random_votes(dice: Dice, campaign: Campaign, voted: list[tuple[str, Row]]) -> list[Row]:
    """得票 for nearly everybody who is nominated, few different numbers; now and then nobody's of an award, or a row that cannot be."""
    valid = dice.choice([40, 30, 37])
    numbers = [dice.randint(0, valid) for _ in range(dice.choice([1, 2, 3]))]
    silent = {award for award, _ in voted if dice.gap(0.06)}
    rows = []
    for award, who in voted:
        if award in silent or dice.gap(0.04):
            continue
        row = {"奖项": award, **who, "得票": dice.choice(numbers), "发出票数": valid + dice.randint(0, 5), "有效票数": valid}
        if dice.fault(0.03):
            row |= dice.choice([{"得票": valid + 1}, {"发出票数": valid - 1}])
        rows.append(row)
    dice.shuffle(rows)
    return rows


SCORES = ["1", "1", "2", "-1", "0.5", "-2.5", "5", "10", "-100", "1.25", "0.05"]


def random_points(dice: Dice, named: list[tuple[str, Row]]) -> list[Row] | None:
    """Points for some, several for a few; of one award or of all; now and then no register."""
    if dice.gap(0.1):
        return None
    homes: dict[tuple[str, str], set[str]] = {}
    for _, who in named:
        homes.setdefault((who["科室"], who["姓名或岗位"]), set()).add(who["班组"])
    rows: list[Row] = []
    for award, who in named:
        for _ in range(dice.choice([0, 0, 1, 1, 2])):
            alone = who["姓名或岗位"] is not None and len(homes[who["科室"], who["姓名或岗位"]]) == 1 and dice.chance(0.3)
            rows.append({"奖项": dice.choice([None, award]), **who, **({"班组": None} if alone else {}), "分数": Decimal(dice.choice(SCORES)),
                         "理由": f"第 {len(rows) + 1} 件事", "依据": "文件", "日期": None})
    return rows
