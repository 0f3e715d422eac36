"""The sheets on which a department lists what it did: its plan, contests, trainings, services, publicity and suggestions.

Each sheet is declared once, for no campaign in particular: `A_DAY`, `A_TEAM`, `SOME_TEAMS` and `A_SERIES` are the kinds of
columns that depend on the rules, and `activity_sheets` puts those of a campaign and a department in their place. From the
declaration follow the template, the reader, the rows that travel to the evaluation (`Sheet.table`, `Field.becomes`), the
record of a run, and what a check may count (`schema.checks`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fuwuyue_xlsx.rules.model import NO, WHOLE_DEPARTMENT, YES, Rules
from fuwuyue_xlsx.rules.own_checks import OwnCheck, columns_of
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Field, Sheet, TableColumn
from fuwuyue_xlsx.schema.field_kinds import Kind, PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralTeams, ShortNames, known_name, short_for
from fuwuyue_xlsx.schema.number_kinds import Number

# kinds that stand for those of a campaign and a department
A_DAY = Day()
A_TEAM = known_name(("〈班组〉",))
SOME_TEAMS = SeveralTeams((), WHOLE_DEPARTMENT)
A_SERIES = known_name(("〈活动系列〉",))
# names in the evaluation's tables: of the column with one team, and of the one with several
TEAM, TEAMS = "team", "teams"
# what a column of the table says that only a check of the rules looks at
OWN = "what an own check of the rules looks at"

DONE = "已完成"
PROGRESS = (DONE, "部分完成", "未完成")
TRAINING_FORMS = ("集中授课", "现场实操", "外出学习", "线上学习", "师带徒", "应急演练", "其他")
TRAINING_LEVELS = ("科室级", "班组级", "岗位级")
SERVICE_CLASSES = ("服务", "经营", "管理")
PUBLICITY_FORMS = ("横幅", "海报", "新闻", "网络", "广播", "其他")
_COUNT = Number(whole=True)
# what stands for an example of the department's work, and the title of a column that the campaign words in its own way
_TRADE, RESPONSE = "值班员", "服务对象反响"
_LONG = Text(long=True)
# the example of a day or a team is a day of the campaign, or the department's first team
_HELD = Field("日期", A_DAY, True, width=18, example="2017-12-01", help="举办的日期；几天的写第一天")
_TAKING_PART = Field("参与班组", SOME_TEAMS, True, width=30, example=WHOLE_DEPARTMENT,
                     help=f"选一个班组或“{WHOLE_DEPARTMENT}”；几个班组用“；”隔开",
                     becomes=TableColumn(TEAMS, "the names of the teams that took part"))

PLAN = Sheet("活动方案与总结", heading="活动方案与总结", table="series", row="one series of activities in a department's plan",
             wanted=True, unique=("活动系列",), columns=(
    Field("序号", Number(Decimal(1), whole=True, units=()), True, locked=True, width=6),
    Field("活动系列", A_SERIES, True, locked=True, width=24, becomes=TableColumn("series", "the series' name")),
    Field("计划内容", _LONG, True, width=36, help="这一系列计划做什么",
          becomes=TableColumn("planned", "whether anything is planned", flag=True)),
    Field("计划完成日期", A_DAY, True, width=14, help="计划哪一天完成"),
    Field("责任人", PersonName(), True, width=10, help="这一系列的负责人姓名"),
    Field("完成情况", Choice(PROGRESS), True, width=12, help="报送时的情况，从下拉框里选",
          becomes=TableColumn("status", "how far it is", cited=True)),
    Field("实际完成日期", A_DAY, width=14, help="还没有完成的留空"),
    Field("开展情况", _LONG, width=36, help="实际怎么做的，有什么成效"),
))
CONTESTS = Sheet("技能比赛", heading="技能比赛", table="contests", row="one skill contest", ready=30, columns=(
    Field("工种", Text(), True, width=14, example=_TRADE, examples_once=("电工",), help="比赛的工种", becomes=TableColumn("trade", "its trade", cited=True)),
    Field("比赛名称", Text(), True, width=28, example=f"{_TRADE}技能比赛", examples_once=("电工接线技能比赛",), help="比赛的全称"),
    _HELD,
    Field("参赛人数", _COUNT, True, width=10, example="12", help="参加比赛的人数"),
    _TAKING_PART,
    Field("成绩与成效", _LONG, width=36, example="评出一等奖 1 名"),
))
TRAININGS = Sheet("技能培训", heading="技能培训", table="trainings", row="one skill training", ready=30, columns=(
    Field("培训主题", Text(), True, width=26, example="安全用电", help="培训的内容"),
    Field("培训形式", Choice(TRAINING_FORMS), True, width=12, example="现场实操", becomes=TableColumn("form", "its form", cited=True)),
    Field("培训层次", Choice(TRAINING_LEVELS), True, width=12, example="班组级", becomes=TableColumn("level", "on what level it was held")),
    _HELD,
    Field("参训人次", _COUNT, True, width=10, example="25", help="参加培训的人次"),
    _TAKING_PART,
    Field("成效", _LONG, width=30, example="人人过关"),
))
SERVICES = Sheet("特色服务", heading="特色服务", table="services", row="one special service", ready=30, columns=(
    Field("项目名称", Text(), True, width=24, example="雨伞借用", help="有特色的服务、经营或管理",
          becomes=TableColumn("name", "its name", cited=True)),
    Field("类别", Choice(SERVICE_CLASSES), True, width=10, example="服务"),
    Field("服务对象", Text(), True, width=18, example="全体服务对象", examples_once=("全校师生",)),
    _HELD,
    Field("亮点特色", _LONG, True, width=36, example="扫码即借，各处通还", examples_once=("扫码即借，全校通还",)),
    Field(RESPONSE, _LONG, width=30, example="借出 300 余次", aliases=("师生反响", "反响")),
))
PUBLICITY = Sheet("宣传报道", heading="宣传报道", table="publicity", row="one publication", ready=30, columns=(
    Field("宣传形式", Choice(PUBLICITY_FORMS), True, width=12, example="新闻", becomes=TableColumn("form", "its form", cited=True)),
    Field("标题", Text(), True, width=36, example="活动启动", examples_once=("优质服务月启动",), help="横幅、海报写内容，新闻写题目"),
    _HELD,
    Field("发布位置", Text(), width=24, example="单位主页", examples_once=("学校主页",), help="贴在哪里、登在哪里"),
    Field("链接", Text(), width=36, help="有网址的写网址"),
))
SUGGESTIONS = Sheet("合理化建议", heading="合理化建议", table="suggestions", row="one suggestion", ready=100, columns=(
    Field("班组", A_TEAM, True, width=36, example="〈班组〉", help="提建议的班组，从下拉框里选",
          becomes=TableColumn(TEAM, "the team that made it", cited=True)),
    Field("建议人", PersonName(), True, width=12, example="王某", help="提建议人的姓名"),
    _HELD,
    Field("建议内容", _LONG, True, width=56, example="楼道灯改为声控", becomes=TableColumn("content", "what it says")),
    Field("是否采纳", Choice((YES, NO)), width=10, example="是"),
))
# in the order in which they stand in the book
ACTIVITIES = (PLAN, CONTESTS, TRAININGS, SERVICES, PUBLICITY, SUGGESTIONS)


def activity_sheets(rules: Rules, teams: tuple[str, ...], lines: tuple[str, ...]) -> tuple[Sheet, ...]:
    """The activity sheets of one department under these rules. `teams` are its teams, of which there is at least one; `lines` what they do."""
    campaign, own = rules.campaign, rules.own
    day = Day(campaign.span, sample=str(campaign.start))
    worded = _worded(own.served, own.everyone, own.all_served, campaign.name, own.example_of(lines))
    sheets = _of_campaign(day, campaign.sample_day, rules.series, worded, rules.own_checks)
    return tuple(_of_department(sheet, teams, rules.short_names) for sheet in sheets)


def activities_with(own: Iterable[OwnCheck]) -> tuple[Sheet, ...]:
    """The activity sheets; a column that one of these checks looks at travels to the evaluation's table, under its title where it has no name there."""
    wanted = columns_of(own)
    return tuple(_travelling(sheet, {title for of, title in wanted if of == sheet.title}) for sheet in ACTIVITIES) if wanted else ACTIVITIES


def _travelling(sheet: Sheet, titles: set[str]) -> Sheet:
    columns = (replace(column, becomes=TableColumn(column.title, OWN)) if column.becomes is None and column.title in titles else column
               for column in sheet.columns)
    return replace(sheet, columns=tuple(columns)) if titles else sheet


# what does not depend on the department is made once for all of them: there may be thousands

Worded = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _worded(served: str | None, everyone: str | None, all_served: str, campaign: str, trade: str) -> Worded:
    """Title of a column → what the campaign's own words make of it: its example, its help, its title."""
    return (
        ("工种", (("example", trade), ("help", f"比赛的工种，例如 {trade}"))),
        ("比赛名称", (("example", f"{trade}技能比赛"),)),
        ("项目名称", (("help", f"面向{all_served}的特色服务"),)),
        ("服务对象", (("example", all_served),)),
        ("亮点特色", (("example", f"扫码即借，{everyone or '各处'}通还"),)),
        (RESPONSE, (("title", f"{served}反响" if served else RESPONSE),)),
        ("标题", (("example", f"{campaign}启动"),)),
    )


@lru_cache(maxsize=64)
def _of_campaign(day: Day, sample: str, series: tuple[tuple[int, str], ...], worded: Worded, checks: tuple[OwnCheck, ...]) -> tuple[Sheet, ...]:
    kinds: dict[Kind, tuple[Kind, str]] = {A_DAY: (day, sample), A_SERIES: (known_name(tuple(name for _, name in series)), "")}
    rows = tuple({"序号": number, "活动系列": name} for number, name in series)
    own = {title: dict(changes) for title, changes in worded}
    return tuple(replace(_with_words(_with_kinds(sheet, kinds), own), rows=rows if sheet.title == PLAN.title else ())
                 for sheet in activities_with(checks))


def _with_words(sheet: Sheet, own: dict[str, dict[str, str]]) -> Sheet:
    """The sheet with the campaign's own words; what the neutral title meant is read under either."""
    columns = (replace(column, **_words_of(column, own[column.title])) if column.title in own else column for column in sheet.columns)
    return replace(sheet, columns=tuple(columns))


def _words_of(column: Field, changes: dict[str, str]) -> dict[str, Any]:
    return {**changes, **({"aliases": (column.title, *column.aliases)} if "title" in changes else {})}


def _of_department(sheet: Sheet, teams: tuple[str, ...], short: ShortNames) -> Sheet:
    """The sheet itself where no column names a team."""
    several = SeveralTeams(teams, WHOLE_DEPARTMENT, short=short_for(teams, short))
    kinds: dict[Kind, tuple[Kind, str]] = {A_TEAM: (known_name(teams, short), teams[0]), SOME_TEAMS: (several, WHOLE_DEPARTMENT)}
    return _with_kinds(sheet, kinds) if any(column.kind in kinds for column in sheet.columns) else sheet


def _with_kinds(sheet: Sheet, kinds: dict[Kind, tuple[Kind, str]]) -> Sheet:
    """The sheet with other kinds of columns, and their examples where a column has one."""
    columns = (_with_kind(column, *kinds[column.kind]) if column.kind in kinds else column for column in sheet.columns)
    return replace(sheet, columns=tuple(columns))


def _with_kind(column: Field, kind: Kind, example: str) -> Field:
    return replace(column, kind=kind, example=example if column.example else "")
