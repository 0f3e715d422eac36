"""The sheets of the office's own books: inspection, survey, incidents, receipts."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.basics.text import sheet_titles
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema.answer_kinds import Grade
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Kind, PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, also_called, known_name
from fuwuyue_xlsx.schema.number_kinds import ItemPoints
from fuwuyue_xlsx.schema.wording import OWN_SHEETS, office_guide

INSPECTION, SURVEY, INCIDENTS, REVIEW, RECEIPTS = "inspection", "survey", "incidents", "review", "receipts"
SURVEY_SHEET, INCIDENT_SHEET, REVIEWER_SHEET, RECEIPT_SHEET = "测评结果", "事故投诉", "评委信息", "收文登记"
PLAN, MATERIAL = "活动方案", "总结材料"
DEDUCTIONS = "扣分说明"
SUBSTANTIATED, UNFOUNDED, PENDING = "属实", "不属实", "待查"
FINDINGS = (SUBSTANTIATED, UNFOUNDED, PENDING)
# what the person who fills in a book is told first
_INSPECTION_GUIDE = (
    "由检查组填写：每次检查复制一份，每张表写明检查日期和检查人；也可以打印出来带到现场手写，回来再录入。",
    "一张表一个科室；每格填该班组这一项的得分，没有检查的留空（留空不是 0 分）；扣分原因写在最后一行。",
    "这次没有去检查的科室，那张表整张留空即可。",
)
_SURVEY_GUIDE = (
    "由测评组织人填写：一行一份答卷；一份装不下时复制成几份工作簿，全部放入收件箱。",
    "评价某个班组时科室、班组都填；只评价科室时班组留空；没有回答的题目留空。",
)
_INCIDENTS_GUIDE = (
    "由主办部门登记活动期间的{types}；没有发生时交一份空白表。",
    "调查结论属实的一票否决{but}；待查的暂留名额；能落实到班组、个人的请填写。",
)
_RECEIPTS_GUIDE = (
    "由主办部门收文的人填写，可以不用：收到一份活动方案或总结材料就登记一行，写明几点几分收到。",
    "登记了的，是否逾期以这里的收到时间为准；同一份材料登记几次的，以最早一次为准。没有登记的，以科室填报表里写的为准。",
)


def inspection_titles(rules: Rules) -> dict[str, str]:
    """Department → title of its sheet in the inspection book."""
    return sheet_titles(rules.departments, OWN_SHEETS)


def inspection_book(rules: Rules) -> Book:
    """The book of an inspection; the inspectors hand in a copy a visit. Each department has a sheet: its checklist against its teams."""
    titles = inspection_titles(rules)
    form = (
        Field("检查日期", Day(rules.campaign.span, sample=str(rules.campaign.start)), True, help="这次检查的日期"),
        Field("检查人", PersonName(), True, help="这次检查的检查人姓名，几个人的都写上"),
    )
    # departments of the same lines of business have the same items: thousands of sheets hold them once
    lists = {lines: _checklist(rules, lines) for lines in {tuple(rules.lines_of(department)) for department in rules.departments}}
    sheets = tuple(
        _inspection_sheet(rules, department, titles[department], form, *lists[tuple(rules.lines_of(department))])
        for department in rules.departments
    )
    return Book(INSPECTION, "监督检查评分表.xlsx", "监督检查评分表", sheets, guide=office_guide(rules.campaign, *_INSPECTION_GUIDE))


def _checklist(rules: Rules, lines: tuple[str, ...]) -> tuple[tuple[dict[str, Any], ...], tuple[Field, ...]]:
    """(the prefilled rows, the columns that hold them) for departments with teams of these lines."""
    items = [(line, item) for line in lines for item in rules.checklists.get(line, ())]
    rows = tuple({"业务类型": line, "检查项目": item.name, "满分": item.maximum} for line, item in items)
    names = tuple(dict.fromkeys(item.name for _, item in items))
    columns = (
        Field("业务类型", known_name(tuple(dict.fromkeys(line for line, _ in items))), locked=True, width=10),
        Field("检查项目", known_name((*names, DEDUCTIONS)), True, locked=True, width=30),
        Field("满分", Text(), locked=True, width=7),
    )
    return (*rows, {"检查项目": DEDUCTIONS}), columns


def _inspection_sheet(rules: Rules, department: str, title: str, form: tuple[Field, ...], rows: tuple[dict[str, Any], ...],
                      columns: tuple[Field, ...]) -> Sheet:
    teams = rules.team_rows_of(department)
    points = (
        Field(team.name, ItemPoints(team.line), width=max(13, min(30, 90 // len(teams))), must_stand=True,
              aliases=also_called(team.name, rules.short_names), help=f"{team.name}的得分，没有检查的留空")
        for team in teams
    )
    return Sheet(
        title,
        heading=f"监督检查评分表（{department}）",
        notes=("没有检查到的项目留空，不要填 0；与本班组业务无关的格子不用填。",),
        form=form,
        rows=rows,
        unique=("业务类型", "检查项目"),
        columns=(*columns, *points),
        aliases=also_called(department, rules.short_names),
    )


def known_pairs(rules: Rules) -> tuple[tuple[str, str], ...]:
    """Every department with each of its teams, and with nobody's."""
    own = tuple((team.department, team.name) for team in rules.teams)
    return (*own, *((department, OUTSIDE_TEAMS) for department in rules.departments))


def survey_book(rules: Rules) -> Book:
    """The book of survey responses, of which any number of copies may be handed in: a row a response, a column a question."""
    teams = tuple(dict.fromkeys(team.name for team in rules.teams))
    names = tuple(name for name, _ in rules.policies.grades)
    grades = {question: Grade(names, others=rules.words_for(question)) for question in rules.questions}
    sheet = Sheet(
        SURVEY_SHEET,
        heading="满意度测评结果",
        notes=("一行一份答卷；只评科室时班组留空；没有回答的题目留空。",),
        ready=200,
        lenient=True,
        columns=(
            Field("提交时间", Moment(rules.campaign.span, sample=rules.campaign.sample_moment, exact=True), width=25,
                  example=f"{rules.campaign.sample_day} 09:30"),
            _identity(rules.own.identities),
            Field("科室", known_name(rules.departments, rules.short_names), True, width=20, example=rules.departments[0], help="从下拉框里选"),
            Field("班组", known_name((*teams, OUTSIDE_TEAMS), rules.short_names), width=36, must_stand=True, help="评到班组时填写"),
            *(Field(question, grades[question], width=14, example=names[0], must_stand=True) for question in rules.questions),
            Field("意见建议", Text(long=True), width=36, example="…"),
        ),
    )
    return Book(SURVEY, "满意度测评表.xlsx", "满意度测评表", (sheet,), guide=office_guide(rules.campaign, *_SURVEY_GUIDE))


def _identity(identities: tuple[str, ...]) -> Field:
    """Who a respondent is: one of those that the rules list, or anything where they list none."""
    kind: Kind = Choice(identities) if identities else Text()
    return Field("身份", kind, True, width=12, example=identities[0] if identities else "服务对象", help="答卷人的身份")


def incident_book(rules: Rules) -> Book:
    """The register of complaints and accidents."""
    kinds = tuple(kind.name for kind in rules.incident_types)
    teams = tuple(dict.fromkeys(team.name for team in rules.teams))
    sheet = Sheet(
        INCIDENT_SHEET,
        heading="事故投诉登记表",
        unique=("编号",),
        pairs=known_pairs(rules),
        notes=("没有事故投诉时，交一份空白的登记表。",),
        ready=60,
        columns=(
            Field("编号", Text(), True, width=13, example="SG-00", help="自己编号，不要重复"),
            Field("发生日期", Day(rules.campaign.span, sample=str(rules.campaign.start)), True, width=18,
                  example=rules.campaign.sample_day, may_be_harmless=True, help="事情发生的那一天"),
            Field("科室", known_name(rules.departments, rules.short_names), True, width=20, example=rules.departments[0], help="从下拉框里选"),
            Field("班组", known_name((*teams, OUTSIDE_TEAMS), rules.short_names), width=36, must_stand=True, help="落实到班组时填写"),
            Field("责任人", PersonName(), width=12, must_stand=True, help="落实到个人时填写，一行一人", example="王某"),
            Field("类型", Choice(kinds), True, width=26, example=kinds[0]),
            Field("来源", Text(), width=18, example="服务热线", help="怎么知道的，例如 服务热线"),
            Field("情况简述", Text(long=True), True, width=48, example="…", help="时间、地点、经过"),
            Field("调查结论", Choice(FINDINGS), True, width=12, example=PENDING,
                  help="属实的一票否决；待查的暂留名额"),
            Field("依据", Text(long=True), width=28, example="调查记录"),
        ),
    )
    guide = (line.format(types=_listed(kinds), but=_but(rules)) for line in _INCIDENTS_GUIDE)
    return Book(INCIDENTS, "事故投诉登记表.xlsx", "事故投诉登记表", (sheet,), guide=office_guide(rules.campaign, *guide))


def _listed(names: tuple[str, ...]) -> str:
    """The names side by side: 甲、乙和丙."""
    return f"{'、'.join(names[:-1])}和{names[-1]}" if len(names) > 1 else names[0]


def _but(rules: Rules) -> str:
    """Which kinds are only registered."""
    harmless = tuple(kind.name for kind in rules.incident_types if not kind.vetoes)
    return f"（{_listed(harmless)}只登记，不否决）" if harmless else ""


def receipt_book(rules: Rules) -> Book:
    """The office's list of what it received when."""
    sheet = Sheet(
        RECEIPT_SHEET,
        heading="收文登记表",
        ready=2 * len(rules.departments),
        columns=(
            Field("科室", known_name(rules.departments, rules.short_names), True, width=22, help="从下拉框里选"),
            Field("材料", Choice((PLAN, MATERIAL)), True, width=14, help="收到的是哪一份材料"),
            Field("收到时间", Moment(rules.campaign.span, sample=rules.campaign.sample_moment), True, width=25, help="哪一天几点收到"),
            Field("经手人", PersonName(), width=14, help="谁收的"),
        ),
    )
    return Book(RECEIPTS, "收文登记.xlsx", "收文登记", (sheet,), guide=office_guide(rules.campaign, *_RECEIPTS_GUIDE))


