"""The sheets of 科室填报表_<科室>.xlsx, one book a department."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from fuwuyue_xlsx.basics.text import file_name, key, sheet_titles
from fuwuyue_xlsx.rules.category_shares import OTHERS
from fuwuyue_xlsx.rules.model import AGREED, NO, OUTSIDE_TEAMS, YES, Award, Level, Rules
from fuwuyue_xlsx.schema.activities import ACTIVITIES, activity_sheets
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.hints import department_hints
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralPersons, ShortNames, known_name
from fuwuyue_xlsx.schema.number_kinds import Number
from fuwuyue_xlsx.schema.wording import OWN_SHEETS, department_guide

KIND = "department"
INFO, TEAMS = "科室信息", "班组信息"
PLAN_DATE, MATERIAL_TIME = "方案报送日期", "材料报送时间"
# the sheets that a department's book has under any rules; those of the awards follow
FIXED_SHEETS = (INFO, TEAMS, *(sheet.title for sheet in ACTIVITIES))
OPINIONS = (AGREED, "不同意")
_YES_NO = Choice((YES, NO))
_COUNT = Number(whole=True)
_ORDER = Number(Decimal(1), whole=True, sample="1")
_LONG = Text(long=True)
_WHAT_DEEDS = "写清做了什么、有什么效果"


def nomination_title(award: Award) -> str:
    """The title of the sheet on which an award is applied for (科室) or recommended (others)."""
    return f"{award.name}{'申报' if award.level is Level.DEPARTMENT else '推荐'}"


def nomination_titles(rules: Rules) -> dict[str, str]:
    """Award name → title of its sheet, for every enabled award. Titles that would be equal, or one of the book's own, are told apart."""
    wanted = {award.name: nomination_title(award) for award in rules.enabled_awards}
    titles = sheet_titles(wanted.values(), (*FIXED_SHEETS, *OWN_SHEETS))
    return {name: titles[title] for name, title in wanted.items()}


def department_book(rules: Rules, department: str) -> Book:
    """The book of one department under these rules, with its teams in the dropdowns. The department must be one of the rules."""
    teams = rules.teams_of(department)
    day = Day(rules.campaign.span, sample=str(rules.campaign.start))
    sheets = (*_basics(rules, department, teams, day), *activity_sheets(rules, teams, rules.lines_of(department)),
              *_nominations(rules, teams, rules.own.example_of(rules.lines_of(department))))
    name = f"科室填报表_{file_part(rules, department)}.xlsx"
    guide, hints = department_guide(rules, department), department_hints(rules, nomination_titles(rules), department)
    return Book(KIND, name, f"{department}填报表", sheets, department, guide, hints)


def file_part(rules: Rules, department: str) -> str:
    """The department's name as part of its file's name. A later department that would get the same one (case aside) is marked ~2, ~3 …."""
    return _file_parts(rules.departments)[department]


@lru_cache(maxsize=8)
def _file_parts(departments: tuple[str, ...]) -> dict[str, str]:
    earlier: Counter[str] = Counter()
    parts = {}
    for department in departments:
        name = file_name(department)
        earlier[name.lower()] += 1
        same = earlier[name.lower()]
        parts[department] = name + (f"~{same}" if same > 1 else "")
    return parts


def _basics(rules: Rules, department: str, teams: tuple[str, ...], day: Day) -> tuple[Sheet, ...]:
    info = Sheet(INFO, heading="科室信息", landscape=False, form=(
        Field("科室", known_name(rules.departments, rules.short_names), True, locked=True, example=department),
        *_info_items(day, rules.campaign.sample_moment, str(rules.campaign.plan_due)),
    ))
    rows = tuple({"班组": team} for team in teams)
    team_info = Sheet(TEAMS, heading="班组信息", rows=rows, wanted=True, unique=("班组",), columns=(
        Field("班组", known_name(teams, rules.short_names), True, locked=True, width=40), *_TEAM_COLUMNS,
    ))
    return info, team_info


# what does not depend on the department is declared once for all of them: there may be thousands

@lru_cache(maxsize=8)
def _info_items(day: Day, moment: str, plan_due: str) -> tuple[Field, ...]:
    return (
        Field("科室负责人", PersonName(), True, help="科室负责人姓名"),
        Field("填报人", PersonName(), True, help="填这份表的人，有问题时联系他"),
        Field("联系电话", Text(sample="13800000000"), True, help="手机或办公电话"),
        Field("班组外员工人数", _COUNT, True, help="不属于任何班组的员工，没有就填 0"),
        Field(PLAN_DATE, day, True, help=f"活动方案交到主办部门的日期，例如 {plan_due}"),
        Field(MATERIAL_TIME, Moment(day.span, sample=moment), True, help=f"总结材料报送的日期和时间，例如 {moment}"),
    )


_TEAM_COLUMNS = (
    Field("班组长", PersonName(), True, width=12, help="班组长姓名"),
    Field("员工人数", _COUNT, True, width=10, help="本班组在岗员工人数，整数；用来计算个人名额"),
    Field("班组基本情况", _LONG, width=60, help="岗位设置、服务范围等，可以不填"),
)


def _nominations(rules: Rules, teams: tuple[str, ...], job: str) -> tuple[Sheet, ...]:
    titles = nomination_titles(rules)
    sheets = ((rules.tiers_above(award),
               nomination_sheet(award, titles[award.name], teams, rules.short_names, job, _categories(rules, award))) for award in rules.enabled_awards)
    return tuple(_of_lower_tier(sheet, higher[0]) if higher else sheet for higher, sheet in sheets)


def _categories(rules: Rules, award: Award) -> tuple[str, ...]:
    """The categories of people that the award or another tier of its group asks about, and the others; none: nobody asks."""
    named = {key(share.category): share.category for tier in reversed(rules.tiers_of(award)) for share in reversed(tier.shares)}
    return (*reversed(named.values()), *(() if key(OTHERS) in named else (OTHERS,))) if named else ()


def _of_lower_tier(sheet: Sheet, first: Award) -> Sheet:
    """The sheet of a lower tier may stay empty or be gone: whoever is nominated for the first takes part in all."""
    note = f"推荐到“{first.name}”的自动参加本奖项，这张表可以不填；只参加本奖项、或本奖项的意见不同的，才写在这里。"
    return replace(sheet, optional=True, notes=(note, *sheet.notes), form=tuple(replace(field, required=False) for field in sheet.form))


_ORDER_OF_PERSONS, _ORDER_OF_OTHERS = (
    Field("推荐顺序", _ORDER, True, width=10, example="1", decides=decides, help=help) for decides, help in
    ((True, "1 为最优先，名额内按此顺序取"), (False, "1 为最优先"))
)
_DEEDS = Field("主要事迹", _LONG, True, width=60, example="…", help=_WHAT_DEEDS)
_OPINION = Field("科室意见", Choice(OPINIONS), True, width=12, example=AGREED, help="“同意”才算推荐")
_TEAM_BASICS = Field("班组基本情况", _LONG, width=36, example="12 人，三班轮值", examples_once=("12 人，负责全校供电",), help="与“班组信息”里的一样时可以不填")
_PERSON = Field("姓名", PersonName(single=True), True, width=12, example="王某", help="一行一人")
_JOB = Field("岗位", Text(), True, width=16, example="值班员", examples_once=("电工",), help="现在的工作岗位")
_POST = Field("岗位名称", PersonName(), True, width=20, example="接待岗", examples_once=("报修接待岗",), help="被推荐的岗位，一行一个")
HOLDERS, CATEGORY = "在岗人员", "人员类别"
_HOLDERS = Field(HOLDERS, SeveralPersons(), width=24, example="王某、李某",
                 help="在这个岗位上工作的人；事故投诉的责任人在其中，才查得到这个岗位")


def _category(categories: tuple[str, ...]) -> Field:
    return Field(CATEGORY, Choice(categories), True, width=12, example=categories[0], decides=False,
                 help="本奖项要核对各类人员的比例，从下拉框里选；只核对，不影响获奖")


def nomination_sheet(award: Award, title: str, teams: tuple[str, ...], short: ShortNames = (), job: str = "",
                     categories: tuple[str, ...] = ()) -> Sheet:
    """The sheet of an award under a title, with the columns of the award's level; `job` is an example of the department's work,
    `categories` are those of people that are asked about.

    The order decides for persons without a score alone.
    """
    if award.level is Level.DEPARTMENT:
        return Sheet(title, heading=title, landscape=False, form=(
            Field("是否申报", _YES_NO, True, help=f"是否申报{award.name}"),
            Field("主要事迹", _LONG, help=f"选“是”时必须填写。{_WHAT_DEEDS}", required_with=("是否申报", YES)),
        ))
    order = _ORDER_OF_OTHERS if award.scored or award.level is not Level.PERSON else _ORDER_OF_PERSONS
    home = Field("所在班组", known_name((*teams, OUTSIDE_TEAMS), short), True, width=36, example=teams[0],
                 help="不属于任何班组的选“班组外”")
    columns: tuple[Field, ...] = (order, _POST, home, _HOLDERS, _DEEDS, _OPINION)
    if award.level is Level.TEAM:
        team = Field("班组", known_name(teams, short), True, width=36, example=teams[0], help="被推荐的班组，一行一个")
        columns = (order, team, _TEAM_BASICS, _DEEDS, _OPINION)
    elif award.level is Level.PERSON:
        asked = (_category(categories),) if categories else ()
        columns = (order, _PERSON, replace(_JOB, example=job or _JOB.example), *asked, home, _DEEDS, _OPINION)
    unique = {Level.TEAM: ("班组",), Level.PERSON: ("姓名",), Level.POST: ("岗位名称", "所在班组")}[award.level]
    return Sheet(title, heading=title, ready=30, unique=unique, columns=columns)
