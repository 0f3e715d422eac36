"""The sheets of 领导裁定.xlsx: ties decided, candidates disqualified, warnings confirmed, each by a named person on a day.

The program writes it filled in when something waits for a ruling; the blank template may be filled by hand.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, known_name
from fuwuyue_xlsx.schema.number_kinds import Number
from fuwuyue_xlsx.schema.office_books import known_pairs
from fuwuyue_xlsx.schema.wording import office_guide

RULINGS, RULINGS_FILE = "decisions", "领导裁定.xlsx"
TIES, DISQUALIFIED, CONFIRMED = "并列", "取消资格", "提示确认"
WINS, LOSES = "获奖", "不获奖"
AS_IT_STANDS = "已核实，按现值"
# what makes a row a ruling: what is decided, by whom, when
RULING, RULER, RULED_ON = "裁定", "裁定人", "裁定日期"
# what a tie is known by; persons are not scored
QUESTION, SCORE, SEATS = ("奖项", "科室", "候选"), "综合得分", "空余名额"
TREATMENT = "处理"
_BLANK_ROWS = 30
_GUIDE = (
    "由领导裁定、主办部门填写：只填黄色格，灰色格是程序写好的，不要改。裁定人写姓名，没有裁定人或裁定日期的一行不作数。",
    "“并列”：完全并列又超过名额的候选都列在这里；同一组每个候选都要选“获奖”或“不获奖”，选“获奖”的不能多于空余名额，少于的名额空缺。",
    "“取消资格”：弃权、公示期间异议成立等，一行只写一个科室、一个班组或一个人（岗位）；只写科室指科室本身，不影响它的班组和个人。",
    "“提示确认”：程序提示可能影响谁获奖的地方；核实无误的选“已核实，按现值”，有误的请改原表，不要在这里确认。",
    "填好后把这一份放进收件箱，重新运行；候选、得分或名额变了的裁定不再适用，程序会说明并重新列出。",
)
Rows = tuple[dict[str, Any], ...]


def apart(name: str, team: str | None) -> str:
    """A candidate's name with its team behind it, where the name alone names two of one department: 张三（电工组）."""
    return f"{name}（{team or OUTSIDE_TEAMS}）"


def ruling_book(rules: Rules, ties: Rows = (), disqualified: Rows = (), confirmed: Rows = ()) -> Book:
    """The book with these rows written into it; a sheet without any has empty rows instead, to be filled by hand.

    `ties` and `confirmed` are whole questions, whose grey cells are locked; `disqualified` are rows typed earlier.
    """
    sheets = (_with_rows(_ties(rules), ties), _typed_on(_disqualified(rules), disqualified), _with_rows(_confirmed(rules), confirmed))
    return Book(RULINGS, RULINGS_FILE, "领导裁定", sheets, guide=office_guide(rules.campaign, *_GUIDE))


def _with_rows(sheet: Sheet, rows: Rows) -> Sheet:
    """The sheet with the questions filled in, each of which is to be answered."""
    if not rows:
        return sheet
    asked = tuple(replace(column, locked=column.title not in _ANSWERS) for column in sheet.columns)
    return replace(sheet, columns=asked, rows=rows, ready=0)


def _typed_on(sheet: Sheet, rows: Rows) -> Sheet:
    return replace(sheet, rows=rows)


_ANSWERS = (RULING, TREATMENT, RULER, RULED_ON, "理由")


def _signed(rules: Rules) -> tuple[Field, ...]:
    """Who decided, and when: without both a row decides nothing."""
    return (
        Field(RULER, PersonName(), True, width=14, help="作出裁定的领导姓名"),
        Field(RULED_ON, Day(rules.campaign.span, sample=str(rules.campaign.material_due.date())), True, width=14, help="裁定的日期"),
    )


def _reason(required: bool = False) -> Field:
    return Field("理由", Text(long=True), required, width=40, help="为什么这样裁定")


def _award(rules: Rules, words: str) -> Field:
    return Field("奖项", known_name(tuple(award.name for award in rules.enabled_awards)), width=20, must_stand=True, help=words)


def _department(rules: Rules, *, required: bool = True) -> Field:
    return Field("科室", known_name(rules.departments, rules.short_names), required, width=20, must_stand=True, help="候选所在的科室")


def _ties(rules: Rules) -> Sheet:
    most = max(rules.adjustment_limits.values(), default=Decimal(0))  # a composite may leave 0 … 100 by so much
    return Sheet(
        TIES,
        heading="并列名次裁定表",
        notes=("一个奖项并列的候选全部列出，一行一个；每一行都裁定了才作数。",),
        ready=_BLANK_ROWS,
        unique=QUESTION,
        columns=(
            _award(rules, "并列的奖项"),
            _department(rules, required=False),
            Field("候选", Text(), width=30, must_stand=True, help="科室、班组、姓名或岗位，与结果里的名称一样"),
            Field(SCORE, Number(-most, 100 + most, units=("分",), sample="88.15"), width=12, help="并列的得分；个人奖项不填"),
            Field(SEATS, Number(Decimal(0), whole=True, units=("个", "名", "人"), sample="1"), width=12, must_stand=True, help="并列的候选共争几个名额"),
            Field(RULING, Choice((WINS, LOSES)), True, width=12, help="每个并列的候选都要选"),
            *_signed(rules),
            _reason(),
        ),
    )


def _disqualified(rules: Rules) -> Sheet:
    teams = tuple(dict.fromkeys(team.name for team in rules.teams))
    return Sheet(
        DISQUALIFIED,
        heading="取消评选资格裁定表",
        notes=("一行只写一个候选：科室本身只写科室，班组写科室和班组，个人和岗位写到姓名或岗位；不影响上级和下级。",),
        ready=_BLANK_ROWS,
        pairs=known_pairs(rules),
        columns=(
            _award(rules, "留空指它参评的所有奖项"),
            _department(rules),
            Field("班组", known_name((*teams, OUTSIDE_TEAMS), rules.short_names), width=36, must_stand=True, help="取消班组的写班组；个人或岗位重名的也要写"),
            Field("姓名或岗位", PersonName(), width=20, must_stand=True, help="取消个人或岗位的写姓名或岗位名称，一行一个"),
            _reason(required=True),
            *_signed(rules),
        ),
    )


def _confirmed(rules: Rules) -> Sheet:
    return Sheet(
        CONFIRMED,
        heading="提示确认表",
        notes=("只确认已经核实、照现在的数处理的提示；有误的请改原表。",),
        ready=_BLANK_ROWS,
        columns=(
            Field("提示代号", Text(), width=24, must_stand=True, help="提示的代号，与问题清单里的一样"),
            Field("文件", Text(), width=36, help="提示所在的文件"),
            Field("表", Text(), width=16, help="提示所在的工作表"),
            Field("格", Text(), width=8, help="提示所在的单元格"),
            Field(TREATMENT, Choice((AS_IT_STANDS,)), True, width=18, help="核实无误、照现在的数处理的选它"),
            *_signed(rules),
            Field("提示内容", Text(long=True), width=60, help="程序写的提示原文；手填时留空"),
        ),
    )
