"""评选规则.xlsx of 2017 with single cells changed, as somebody does in Excel."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.templates.all_templates import rulebook_2017 as write_rulebook
from tests.support.raw_workbooks import saved
from tests.support.typed_cells import typed_in

rulebook_2017 = cache(write_rulebook)

# the sheets of the rules workbook and their columns, as workbooks.md has them; * is required
RULE_SHEETS = {
    "活动信息": "项目* 内容*",
    "班组划分": "科室* 序号* 班组* 业务类型* 备注",
    "奖项": "奖项* 级别* 名额方式* 名额* 奖金(元)* 启用* 依据 说明 名额范围 奖项组 每科室至多 每科室至少 类别比例",
    "名额分配": "奖项* 科室* 名额*",
    "评分构成": "奖项* 分项* 权重* 数据来源* 范围 上限",
    "评选条件": "奖项* 序号* 条件* 类型* 核查项* 阈值 依据 组合 组合至少",
    "自定义核查": "名称* 表* 数什么* 栏 只数 级别*",
    "资格排除": "奖项 科室* 班组 姓名 原因* 依据",
    "事故类型": "类型* 否决*",
    "检查标准": "业务类型* 序号* 检查项目* 满分* 示例",
    "评审要点": "奖项* 序号* 要点* 满分*",
    "测评题目": "序号* 题目*",
    "测评身份": "身份*",
    "活动系列": "序号* 活动系列*",
    "问卷对照": "列标题* 科室* 班组 题目*",
    "等级对照": "说法* 等级* 题目",
    "评委名单": "评委* 所属科室 组别 奖项",
    "检查计划": "科室 最少次数*",
    "检查组": "检查人*",
    "简称": "名称* 又称*",
    "口径设置": "口径* 取值* 可选值 说明",
    "其他口径": "口径* 做法* 依据",
    "试算": "试算名称* 奖项* 科室* 班组 姓名或岗位 名额 评委打分 监督检查 满意度测评 投票 加减分 核查 推荐顺序 员工人数 "
            "事故投诉 件数 事故类型 发生日期 期望状态* 期望名次 期望综合得分 期望奖金 说明",
}
COLUMNS = {sheet: [title.rstrip("*") for title in titles.split()] for sheet, titles in RULE_SHEETS.items()}
# where a fault stops the run; on 试算 it does not
REQUIRED = [(sheet, title[:-1]) for sheet, titles in RULE_SHEETS.items() for title in titles.split() if title.endswith("*") and sheet != "试算"]
HEADER_ROW = 3

# sheet, number of the row (0 the header, 1 the first filled one, one past the last a new one), column, what is typed or None
Edit = tuple[str, int, str, Any]


class Percent(float):
    """A number typed into a cell with a percent format: Percent(0.4) is shown as 40%."""


def address(sheet: str, row: int, column: str) -> str:
    """Where a cell stands: ("奖项", 2, "名额") is 奖项!D5."""
    return f"{sheet}!{get_column_letter(COLUMNS[sheet].index(column) + 1)}{HEADER_ROW + row}"


def edited(*edits: Edit) -> bytes:
    """The rules of 2017 after these edits; a later edit of a cell overrides an earlier one."""
    cells = {tuple(address(sheet, row, column).split("!")): value for sheet, row, column, value in edits}
    data = typed_in(rulebook_2017(), cells)
    shares = [edit for edit in edits if isinstance(edit[3], Percent)]
    return with_percent_format(data, shares) if shares else data


def with_percent_format(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The same book with the edits' cells shown as percentages."""
    book = load_workbook(io.BytesIO(data))
    for sheet, row, column, _ in edits:
        book[sheet][address(sheet, row, column).split("!")[1]].number_format = "0%"
    return saved(book)


def without_sheet(sheet: str) -> bytes:
    """The rules of 2017 with a sheet deleted."""
    book = load_workbook(io.BytesIO(rulebook_2017()))
    del book[sheet]
    return saved(book)


def new_row(sheet: str, number: int, **values: Any) -> list[Edit]:
    """Edits that fill a row: new_row("奖项", 5, 奖项="节能奖", 级别="科室")."""
    return [(sheet, number, column, value) for column, value in values.items()]


def errors(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """(code, sheet!cell) of every finding that stops the run, sorted."""
    return sorted((p.code, "!".join(part for part in (p.place.sheet, p.place.cell) if part)) for p in findings if p.blocks)


# edits that switch the award for posts on
POST_ON = [("奖项", 4, "名额", 3), ("奖项", 4, "奖金(元)", 300), ("奖项", 4, "启用", "是"),
           *new_row("评分构成", 7, 奖项="优质服务示范岗", 分项="岗位成绩", 权重="100%", 数据来源="评委打分"),
           *new_row("评审要点", 6, 奖项="优质服务示范岗", 序号=1, 要点="岗位规范", 满分=60)]


def rules_after(*edits) -> Rules:
    """The rules after these edits."""
    rules, findings = read_rules(edited(*edits))
    assert rules is not None, [p.line() for p in findings]
    return rules
