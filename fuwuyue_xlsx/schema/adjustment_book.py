"""The sheet of 加减分登记.xlsx: who is given or loses points, for what, and on what it rests; written by the office."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, known_name
from fuwuyue_xlsx.schema.number_kinds import Number
from fuwuyue_xlsx.schema.office_books import known_pairs
from fuwuyue_xlsx.schema.wording import office_guide

ADJUSTMENTS, ADJUSTMENT_SHEET = "adjustments", "加减分登记"
NAME, POINTS, REASON, BASIS, DATE = "姓名或岗位", "分数", "理由", "依据", "日期"
MOST = Decimal(100)
_GUIDE = (
    "由主办部门填写：一行说一个候选的一件事，加分写正数，减分写负数；没有加减分的，交一份空白的登记。",
    "一行只算在写明的那一个候选上：只写科室的是科室自己，不影响它的班组和个人；写到班组的是班组自己，也不影响它的科室。",
    "同一个候选的几行相加，加起来多于上限的按上限计：{limits}。",
)


def has_adjustments(rules: Rules) -> bool:
    """Whether the score of any award has a part 加减分."""
    return bool(rules.adjustment_limits)


def adjustment_book(rules: Rules) -> Book:
    """The book of what is added and taken off, a row a matter, of candidates of the awards whose score has a part 加减分."""
    limits = rules.adjustment_limits
    teams = tuple(dict.fromkeys(team.name for team in rules.teams))
    sheet = Sheet(
        ADJUSTMENT_SHEET,
        heading="加减分登记表",
        notes=("一行一个候选的一件事；科室只写科室，班组写科室和班组，个人、岗位写到姓名或岗位。",),
        ready=100,
        pairs=known_pairs(rules),
        columns=(
            Field("奖项", Choice(tuple(limits) or tuple(award.name for award in rules.enabled_awards)), width=20, must_stand=True,
                  help="有加减分的奖项；不填就是全部有加减分的奖项"),
            Field("科室", known_name(rules.departments, rules.short_names), True, width=18, help="从下拉框里选"),
            Field("班组", known_name((*teams, OUTSIDE_TEAMS), rules.short_names), width=32, must_stand=True,
                  help="候选的班组，或候选所在的班组；不属于任何班组的人写“班组外”"),
            Field(NAME, PersonName(), width=16, must_stand=True, help="个人、岗位奖项的候选，一行一个，与推荐表写成一样"),
            Field(POINTS, Number(-MOST, MOST, units=("分",), sample="2"), True, width=10, help="加分写 2，减分写 -2；-100 到 100"),
            Field(REASON, Text(long=True), True, width=36, help="为什么加减分，例如 获得技能竞赛一等奖；写在结果里"),
            Field(BASIS, Text(long=True), True, width=28, help="文件、通报、证书等，例如 竞赛通报第 3 号"),
            Field(DATE, Day(rules.campaign.span, sample=str(rules.campaign.start)), width=14, help="事情发生的那一天，可以不填"),
        ),
    )
    guide = (line.format(limits=_said(limits)) for line in _GUIDE)
    return Book(ADJUSTMENTS, "加减分登记.xlsx", "加减分登记", (sheet,), guide=office_guide(rules.campaign, *guide))


def _said(limits: dict[str, Decimal]) -> str:
    return "，".join(f"“{award}”至多 ±{plain(limit)} 分" for award, limit in limits.items()) or "见评选规则"
