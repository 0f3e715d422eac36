"""The sheets of 科室填报表_<科室>.xlsx, one book a department."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache

from fuwuyue_xlsx.basics.text import file_name, sheet_titles
from fuwuyue_xlsx.rules.model import AGREED, NO, OUTSIDE_TEAMS, WHOLE_DEPARTMENT, YES, Award, Level, Rules
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Day, Moment, Number, PersonName, Text
from fuwuyue_xlsx.schema.hints import department_hints
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralTeams, known_name
from fuwuyue_xlsx.schema.wording import OWN_SHEETS, department_guide

KIND = "department"
INFO, TEAMS, PLAN, CONTESTS, TRAININGS = "科室信息", "班组信息", "活动方案与总结", "技能比赛", "技能培训"
SERVICES, PUBLICITY, SUGGESTIONS = "特色服务", "宣传报道", "合理化建议"
DONE = "已完成"
PROGRESS = (DONE, "部分完成", "未完成")
TRAINING_FORMS = ("集中授课", "现场实操", "外出学习", "线上学习", "师带徒", "应急演练", "其他")
TRAINING_LEVELS = ("科室级", "班组级", "岗位级")
SERVICE_CLASSES = ("服务", "经营", "管理")
PUBLICITY_FORMS = ("横幅", "海报", "新闻", "网络", "广播", "其他")
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
    """Award name → sheet title, for every enabled award."""
    wanted = {award.name: nomination_title(award) for award in rules.enabled_awards}
    fixed = (INFO, TEAMS, PLAN, CONTESTS, TRAININGS, SERVICES, PUBLICITY, SUGGESTIONS, *OWN_SHEETS)
    titles = sheet_titles(wanted.values(), fixed)
    return {name: titles[title] for name, title in wanted.items()}


def department_book(rules: Rules, department: str) -> Book:
    """The book of one department: its teams in the dropdowns, its prefilled rows, its nominations."""
    teams = rules.teams_of(department)
    day = Day(rules.campaign.span, sample=str(rules.campaign.start))
    sheets = (*_basics(rules, department, teams, day), *_activities(rules, teams, day), *_nominations(rules, teams))
    name = f"科室填报表_{file_part(rules, department)}.xlsx"
    guide, hints = department_guide(rules, department), department_hints(rules, nomination_titles(rules))
    return Book(KIND, name, f"{department}填报表", sheets, department, guide, hints)


def file_part(rules: Rules, department: str) -> str:
    """The department in its file's name; a later one that would get the same (case aside) is marked ~2, ~3 …."""
    return _file_parts(rules.departments)[department]


@lru_cache(maxsize=8)
def _file_parts(departments: tuple[str, ...]) -> dict[str, str]:
    earlier: Counter[str] = Counter()
    found = {}
    for department in departments:
        name = file_name(department)
        earlier[name.lower()] += 1
        same = earlier[name.lower()]
        found[department] = name + (f"~{same}" if same > 1 else "")
    return found


def _basics(rules: Rules, department: str, teams: tuple[str, ...], day: Day) -> tuple[Sheet, ...]:
    info = Sheet(INFO, heading="科室信息", landscape=False, form=(
        Field("科室", known_name(rules.departments), True, locked=True, example=department),
        *_info_items(day, rules.campaign.sample_moment, str(rules.campaign.plan_due)),
    ))
    rows = tuple({"班组": team} for team in teams)
    team_info = Sheet(TEAMS, heading="班组信息", rows=rows, wanted=True, unique=("班组",), columns=(
        Field("班组", known_name(teams), True, locked=True, width=40), *_TEAM_COLUMNS,
    ))
    return info, team_info, _plan(rules.series, day)


# what does not depend on the department is declared once for all of them: there may be thousands

@lru_cache(maxsize=8)
def _info_items(day: Day, moment: str, plan_due: str) -> tuple[Field, ...]:
    return (
        Field("科室负责人", PersonName(), True, help="科室负责人姓名"),
        Field("填报人", PersonName(), True, help="填这份表的人，有问题时联系他"),
        Field("联系电话", Text(sample="13800000000"), True, help="手机或办公电话"),
        Field("班组外员工人数", _COUNT, True, help="不属于任何班组的员工，没有就填 0"),
        Field("方案报送日期", day, True, help=f"活动方案交到主办部门的日期，例如 {plan_due}"),
        Field("材料报送时间", Moment(day.span, sample=moment), True, help=f"总结材料报送的日期和时间，例如 {moment}"),
    )


_TEAM_COLUMNS = (
    Field("班组长", PersonName(), True, width=12, help="班组长姓名"),
    Field("员工人数", _COUNT, True, width=10, help="本班组在岗员工人数，整数；用来计算个人名额"),
    Field("班组基本情况", _LONG, width=60, help="岗位设置、服务范围等，可以不填"),
)


@lru_cache(maxsize=8)
def _plan(series: tuple[tuple[int, str], ...], day: Day) -> Sheet:
    return Sheet(
        PLAN,
        heading="活动方案与总结",
        rows=tuple({"序号": number, "活动系列": name} for number, name in series),
        wanted=True,
        unique=("活动系列",),
        columns=(
            Field("序号", Number(Decimal(1), whole=True, units=()), True, locked=True, width=6),
            Field("活动系列", known_name(tuple(name for _, name in series)), True, locked=True, width=24),
            Field("计划内容", _LONG, True, width=36, help="这一系列计划做什么"),
            Field("计划完成日期", day, True, width=14, help="计划哪一天完成"),
            Field("责任人", PersonName(), True, width=10, help="这一系列的负责人姓名"),
            Field("完成情况", Choice(PROGRESS), True, width=12, help="报送时的情况，从下拉框里选"),
            Field("实际完成日期", day, width=14, help="还没有完成的留空"),
            Field("开展情况", _LONG, width=36, help="实际怎么做的，有什么成效"),
        ),
    )


def _activities(rules: Rules, teams: tuple[str, ...], day: Day) -> tuple[Sheet, ...]:
    held, sample = _held(day, rules.campaign.sample_day), teams[0]
    taking_part = Field("参与班组", SeveralTeams(teams, WHOLE_DEPARTMENT), True, width=30, example="全科室",
                        help="选一个班组或“全科室”；几个班组用“；”隔开")
    home = Field("班组", known_name(teams), True, width=36, example=sample, help="提建议的班组，从下拉框里选")
    trade, contest, players, outcome = _CONTEST_COLUMNS
    suggester, content, adopted = _SUGGESTION_COLUMNS
    return (
        Sheet(CONTESTS, heading="技能比赛", ready=30, columns=(trade, contest, held, players, taking_part, outcome)),
        Sheet(TRAININGS, heading="技能培训", ready=30, columns=(*_TRAINING_COLUMNS[:3], held, _TRAINING_COLUMNS[3], taking_part, _TRAINING_COLUMNS[4])),
        *_same_for_all(held),
        Sheet(SUGGESTIONS, heading="合理化建议", ready=100, columns=(home, suggester, held, content, adopted)),
    )


@lru_cache(maxsize=8)
def _held(day: Day, sample: str) -> Field:
    return Field("日期", day, True, width=18, example=sample, help="举办的日期；几天的写第一天")


_CONTEST_COLUMNS = (
    Field("工种", Text(), True, width=14, example="电工", help="比赛的工种，例如 电工"),
    Field("比赛名称", Text(), True, width=28, example="电工接线技能比赛", help="比赛的全称"),
    Field("参赛人数", _COUNT, True, width=10, example="12", help="参加比赛的人数"),
    Field("成绩与成效", _LONG, width=36, example="评出一等奖 1 名"),
)
_TRAINING_COLUMNS = (
    Field("培训主题", Text(), True, width=26, example="安全用电", help="培训的内容"),
    Field("培训形式", Choice(TRAINING_FORMS), True, width=12, example="现场实操"),
    Field("培训层次", Choice(TRAINING_LEVELS), True, width=12, example="班组级"),
    Field("参训人次", _COUNT, True, width=10, example="25", help="参加培训的人次"),
    Field("成效", _LONG, width=30, example="人人过关"),
)
_SUGGESTION_COLUMNS = (
    Field("建议人", PersonName(), True, width=12, example="王某", help="提建议人的姓名"),
    Field("建议内容", _LONG, True, width=56, example="楼道灯改为声控"),
    Field("是否采纳", _YES_NO, width=10, example="是"),
)


@lru_cache(maxsize=8)
def _same_for_all(held: Field) -> tuple[Sheet, ...]:
    return (
        Sheet(SERVICES, heading="特色服务", ready=30, columns=(
            Field("项目名称", Text(), True, width=24, example="雨伞借用", help="面向全校师生的特色服务"),
            Field("类别", Choice(SERVICE_CLASSES), True, width=10, example="服务"),
            Field("服务对象", Text(), True, width=18, example="全校师生"),
            held,
            Field("亮点特色", _LONG, True, width=36, example="扫码即借，全校通还"),
            Field("师生反响", _LONG, width=30, example="借出 300 余次"),
        )),
        Sheet(PUBLICITY, heading="宣传报道", ready=30, columns=(
            Field("宣传形式", Choice(PUBLICITY_FORMS), True, width=12, example="新闻"),
            Field("标题", Text(), True, width=36, example="优质服务月启动", help="横幅、海报写内容，新闻写题目"),
            held,
            Field("发布位置", Text(), width=24, example="学校主页", help="贴在哪里、登在哪里"),
            Field("链接", Text(), width=36, help="有网址的写网址"),
        )),
    )


def _nominations(rules: Rules, teams: tuple[str, ...]) -> tuple[Sheet, ...]:
    titles = nomination_titles(rules)
    return tuple(nomination_sheet(award, titles[award.name], teams) for award in rules.enabled_awards)


_ORDER_OF_PERSONS, _ORDER_OF_OTHERS = (
    Field("推荐顺序", _ORDER, True, width=10, example="1", decides=decides, help=help) for decides, help in
    ((True, "1 为最优先，名额内按此顺序取"), (False, "1 为最优先"))
)
_DEEDS = Field("主要事迹", _LONG, True, width=60, example="…", help=_WHAT_DEEDS)
_OPINION = Field("科室意见", Choice(OPINIONS), True, width=12, example=AGREED, help="“同意”才算推荐")
_TEAM_BASICS = Field("班组基本情况", _LONG, width=36, example="12 人，负责全校供电", help="与“班组信息”里的一样时可以不填")
_PERSON = Field("姓名", PersonName(single=True), True, width=12, example="王某", help="一行一人")
_JOB = Field("岗位", Text(), True, width=16, example="电工", help="现在的工作岗位")
_POST = Field("岗位名称", PersonName(), True, width=20, example="报修接待岗", help="被推荐的岗位，一行一个")


def nomination_sheet(award: Award, title: str, teams: tuple[str, ...]) -> Sheet:
    """The sheet of an award, with the columns of its level. Only for persons does the order decide."""
    if award.level is Level.DEPARTMENT:
        return Sheet(title, heading=title, landscape=False, form=(
            Field("是否申报", _YES_NO, True, help=f"是否申报{award.name}"),
            Field("主要事迹", _LONG, help=f"选“是”时必须填写。{_WHAT_DEEDS}", required_with=("是否申报", YES)),
        ))
    order = _ORDER_OF_PERSONS if award.level is Level.PERSON else _ORDER_OF_OTHERS
    home = Field("所在班组", known_name((*teams, OUTSIDE_TEAMS)), True, width=36, example=teams[0],
                 help="不属于任何班组的选“班组外”")
    if award.level is Level.TEAM:
        columns = (
            order,
            Field("班组", known_name(teams), True, width=36, example=teams[0], help="被推荐的班组，一行一个"),
            _TEAM_BASICS,
            _DEEDS,
            _OPINION,
        )
    elif award.level is Level.PERSON:
        columns = (
            order,
            _PERSON,
            _JOB,
            home,
            _DEEDS,
            _OPINION,
        )
    else:
        columns = (order, _POST, home, _DEEDS, _OPINION)
    unique = {Level.TEAM: ("班组",), Level.PERSON: ("姓名",), Level.POST: ("岗位名称", "所在班组")}[award.level]
    return Sheet(title, heading=title, ready=30, unique=unique, columns=columns)
