"""The sheet of 投票结果.xlsx: how many voted for whom, written by the office."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules, Source
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName
from fuwuyue_xlsx.schema.name_kinds import Choice, known_name
from fuwuyue_xlsx.schema.number_kinds import Number
from fuwuyue_xlsx.schema.office_books import known_pairs
from fuwuyue_xlsx.schema.wording import office_guide

VOTES, VOTE_SHEET = "votes", "投票结果"
NAME, COUNTED, ISSUED, VALID = "姓名或岗位", "得票", "发出票数", "有效票数"
_GUIDE = (
    "由主办部门的计票人填写：每个候选一行，得票是 0 的也要写；没有投票的奖项不用填。",
    "得票率是得票除以有效票数；得票不能比有效票数多，有效票数不能比发出票数多。",
)
_BALLOTS = Number(Decimal(1), whole=True, units=("票", "张", "份"), sample="40")


def has_votes(rules: Rules) -> bool:
    """Whether the score of any award has a part 投票."""
    return any(award.uses(Source.VOTES) for award in rules.enabled_awards)


def vote_book(rules: Rules) -> Book:
    """The book of the counted votes, a row a candidate of an award whose score has a part 投票."""
    voted = [award.name for award in rules.enabled_awards if award.uses(Source.VOTES)]
    teams = tuple(dict.fromkeys(team.name for team in rules.teams))
    sheet = Sheet(
        VOTE_SHEET,
        heading="投票结果",
        notes=("一行一个候选；评科室的只写科室，评班组的写科室和班组，评个人、岗位的写到姓名或岗位。",),
        ready=100,
        pairs=known_pairs(rules),
        columns=(
            Field("奖项", Choice(tuple(voted or [award.name for award in rules.enabled_awards])), True, width=22, help="有投票的奖项"),
            Field("科室", known_name(rules.departments, rules.short_names), True, width=20, help="从下拉框里选"),
            Field("班组", known_name((*teams, OUTSIDE_TEAMS), rules.short_names), width=36, must_stand=True, help="候选的班组，或候选所在的班组"),
            Field(NAME, PersonName(), width=18, must_stand=True, help="个人、岗位奖项的候选"),
            Field(COUNTED, Number(Decimal(0), whole=True, units=("票", "张", "份"), sample="35"), True, width=10, help="投给这个候选的有效票，没有的写 0"),
            Field(ISSUED, _BALLOTS, True, width=10, help="一共发出多少张票"),
            Field(VALID, _BALLOTS, True, width=10, help="收回的有效票有多少张，不能比发出的多"),
        ),
    )
    return Book(VOTES, "投票结果.xlsx", "投票结果", (sheet,), guide=office_guide(rules.campaign, *_GUIDE))
