"""自定义核查 as it is typed: what its rows come to, and each fault at its cell."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.read_back import read_back
from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.awards import Level
from fuwuyue_xlsx.rules.own_checks import OwnCheck
from fuwuyue_xlsx.schema.checks import CHECKS
from fuwuyue_xlsx.schema.known_checks import COUNTABLE_SHEETS, can_be_told_apart, can_say_a_word, checks_of
from fuwuyue_xlsx.templates.next_year import rulebook_of_next_year
from fuwuyue_xlsx.workspace import Workspace
from tests.support.edited_rulebooks import Edit, address, edited, errors, new_row, rules_after
from tests.support.filled_books import rules_bytes

SHEET, NAME = "自定义核查", "采纳的建议"
ADOPTED = dict(名称=NAME, 表="合理化建议", 数什么="行数", 只数="是否采纳=是", 级别="班组")
DIFFERENT = dict(名称="培训主题数", 表="技能培训", 数什么="不同的某一栏", 栏="培训主题", 级别="科室；班组")


def own(row: dict[str, Any], number: int = 1, award: str = "", **changes: Any) -> list[Edit]:
    """Edits that write the row, and a condition that uses it."""
    row = {**row, **changes}
    award = award or ("优秀班组" if row["级别"] == "班组" else "优秀组织奖")
    used = new_row("评选条件", 16 + number, 奖项=award, 序号=20 + number, 条件="自己数的", 类型="硬性", 核查项=row["名称"], 阈值=2)
    return [*new_row(SHEET, number, **row), *used]


def test_rows_become_checks_with_the_words_of_the_department_book() -> None:
    made = rules_after(*own(ADOPTED, 只数=" 是否 采纳 ＝ “是” "), *own(DIFFERENT, 2, award="优秀班组"))
    assert made.own_checks == (
        OwnCheck(NAME, "合理化建议", None, ("是否采纳", "是"), (Level.TEAM,)),
        OwnCheck("培训主题数", "技能培训", "培训主题", None, (Level.DEPARTMENT, Level.TEAM)))
    assert rules_text(made)[SHEET] == {NAME: "“合理化建议”里“是否采纳”为“是”的行，班组", "培训主题数": "“技能培训”里不同的“培训主题”，科室、班组"}
    assert SHEET not in rules_text(rules_after())
    checks = checks_of(made)
    assert [*checks] == [*CHECKS, NAME, "培训主题数"] and checks_of(rules_after()) == CHECKS
    assert (checks[NAME].words, checks[NAME].unit, checks["培训主题数"].unit) == (f"{NAME}（“合理化建议”里“是否采纳”为“是”的行）", "条", "个")


def test_every_column_of_the_department_book_can_be_counted_or_is_refused_by_its_kind() -> None:
    able = {sheet.title: [field.title for field in sheet.columns if can_be_told_apart(field)] for sheet in COUNTABLE_SHEETS.values()}
    assert able == {
        "活动方案与总结": ["活动系列", "责任人", "完成情况"], "技能比赛": ["工种", "比赛名称"], "技能培训": ["培训主题", "培训形式", "培训层次"],
        "特色服务": ["项目名称", "类别", "服务对象"], "宣传报道": ["宣传形式", "标题", "发布位置", "链接"],
        "合理化建议": ["班组", "建议人", "建议内容", "是否采纳"]}, "a new column of a short text, a name or a list of words can be counted: say so here"
    assert [field.title for field in COUNTABLE_SHEETS["合理化建议"].columns if can_say_a_word(field)] == ["建议人", "是否采纳"]


@pytest.mark.parametrize("row", [
    ADOPTED, DIFFERENT,
    {**ADOPTED, "级别": "科室"}, {**ADOPTED, "只数": None}, {**ADOPTED, "只数": "是否采纳：是"},
    {**DIFFERENT, "栏": "培训 主题"}, {**DIFFERENT, "只数": "培训形式=现场实操"}, {**DIFFERENT, "只数": "培训主题=安全用电"},
    {**DIFFERENT, "表": "合理化建议", "栏": "班组", "级别": "科室"},
    {**ADOPTED, "表": "活动方案与总结", "只数": "活动系列=精心准备，创新形式，深入开展优质服务月宣传活动", "级别": "科室"},
], ids=str)
def test_a_row_that_can_be_counted(row: dict[str, Any]) -> None:
    series = rules_after().series[0][1]
    row = {**row, "只数": row["只数"].partition("=")[0] + "=" + series} if "活动系列" in str(row.get("只数")) else row
    found = read_rules(edited(*own(row)))
    assert [one.code for one in found[1]] == []
    assert found[0] is not None and len(found[0].own_checks) == 1


@pytest.mark.parametrize("row, code, column", [
    ({**ADOPTED, "名称": "合理化 建议数"}, "rule-own-check-taken", "名称"),
    ({**ADOPTED, "表": "合理化"}, "unknown-choice", "表"),
    ({**ADOPTED, "表": "班组信息"}, "unknown-choice", "表"),
    ({**ADOPTED, "数什么": "条数"}, "unknown-choice", "数什么"),
    ({**ADOPTED, "栏": "是否采纳"}, "rule-own-check", "栏"),
    ({**ADOPTED, "级别": "个人"}, "unknown-choice", "级别"),
    ({**ADOPTED, "表": "特色服务", "只数": "类别=服务"}, "rule-own-check", "级别"),
    ({**ADOPTED, "只数": "采纳的"}, "rule-own-check", "只数"),
    ({**ADOPTED, "只数": "=是"}, "rule-own-check", "只数"),
    ({**ADOPTED, "只数": "是否采用=是"}, "unknown-name", "只数"),
    ({**ADOPTED, "只数": "是否采纳≠否"}, "rule-own-check", "只数"),
    ({**ADOPTED, "只数": "是否采纳=已采纳"}, "rule-own-check", "只数"),
    ({**ADOPTED, "只数": "班组=电工组"}, "rule-own-check", "只数"),
    ({**ADOPTED, "只数": "日期=2017-12-01"}, "rule-own-check", "只数"),
    ({**DIFFERENT, "只数": "培训形式=集中授课；现场实操"}, "rule-own-check", "只数"),
    ({**DIFFERENT, "只数": "培训主题=安全；用电"}, "rule-own-check", "只数"),
    ({**DIFFERENT, "表": "活动方案与总结", "栏": "责任人", "只数": "活动系列=没有的", "级别": "科室"}, "rule-own-check", "只数"),
    ({**DIFFERENT, "栏": None}, "rule-own-check", "栏"),
    ({**DIFFERENT, "栏": "培训题目"}, "unknown-name", "栏"),
    ({**DIFFERENT, "栏": "参训人次"}, "rule-own-check", "栏"),
    ({**DIFFERENT, "栏": "参与班组"}, "rule-own-check", "栏"),
    ({**DIFFERENT, "栏": "日期"}, "rule-own-check", "栏"),
    ({**DIFFERENT, "级别": None}, "required-empty", "级别"),
], ids=str)
def test_a_row_that_cannot_be_meant_is_refused_at_its_cell(row: dict[str, Any], code: str, column: str) -> None:
    data = edited(*new_row(SHEET, 1, **row), *new_row("评选条件", 17, 奖项="优秀班组", 序号=6, 条件="数", 类型="参考", 核查项=row["名称"]))
    found = read_rules(data)
    assert found[0] is None
    assert (code, address(SHEET, 1, column)) in errors(found[1])
    assert all(where.startswith((SHEET, "评选条件")) for _, where in errors(found[1]))


def test_a_refusal_says_what_can_be_written() -> None:
    def said(**changes: Any) -> str:
        return "".join(one.sentences for one in read_rules(edited(*own({**ADOPTED, **changes})))[1] if one.blocks)

    assert "请改成这些之一：是、否" in said(只数="是否采纳=已采纳")
    assert "是否采纳" in said(只数="是否采用=是")
    assert "建议人" in said(只数="日期=2017-12-01")
    assert "班组、建议人、建议内容、是否采纳" in said(数什么="不同的某一栏", 栏="日期")
    assert "没有写班组的栏" in said(表="宣传报道", 只数="宣传形式=新闻")


def test_a_name_stands_once_and_differs_from_others_by_more_than_case() -> None:
    twice = read_rules(edited(*own(ADOPTED), *own(ADOPTED, 2, 名称=" 采纳的 建议")))[1]
    alike = read_rules(edited(*own(ADOPTED, 名称="AI建议"), *own(ADOPTED, 2, 名称="ai建议")))[1]
    assert ("rule-twice", address(SHEET, 2, "名称")) in errors(twice)
    assert ("rule-names-alike", address(SHEET, 2, "名称")) in errors(alike)


def test_a_check_that_no_condition_uses_is_told_and_holds_nothing_up() -> None:
    rules, found = read_rules(edited(*new_row(SHEET, 1, **ADOPTED)))
    assert rules is not None
    assert [(one.code, one.blocks, one.place.cell) for one in found] == [("rule-own-check-unused", False, "A4")]


@pytest.mark.parametrize("changes, code, column", [
    (dict(奖项="优秀组织奖"), "rule-check-level", "核查项"),
    (dict(奖项="优秀个人"), "rule-check-level", "核查项"),
    (dict(类型="一票否决"), "rule-check-veto", "核查项"),
    (dict(阈值=None), "rule-threshold-missing", "阈值"),
    (dict(阈值=-1), "rule-threshold", "阈值"),
    (dict(核查项="采纳建议"), "unknown-choice", "核查项"),
], ids=str)
def test_conditions_on_an_own_check_are_held_to_what_it_can_be(changes: dict[str, Any], code: str, column: str) -> None:
    found = read_rules(edited(*own(ADOPTED), *new_row("评选条件", 17, **changes)))[1]
    assert (code, address("评选条件", 17, column)) in errors(found)


def test_an_unknown_check_is_offered_the_own_one_that_is_near() -> None:
    found = read_rules(edited(*own(ADOPTED), *new_row("评选条件", 17, 核查项="采纳建议")))[1]
    assert NAME in next(one for one in found if one.code == "unknown-choice").sentences


def test_without_the_sheet_everything_is_as_before() -> None:
    book = load_workbook(io.BytesIO(edited()))
    del book[SHEET]
    data = io.BytesIO()
    book.save(data)
    assert read_rules(data.getvalue())[0] == rules_after()


def test_the_dropdown_of_the_rules_workbook_goes_on_with_the_own_names() -> None:
    book = load_workbook(io.BytesIO(rules_bytes(自定义核查=[tuple(ADOPTED.get(title) for title in ("名称", "表", "数什么", "栏", "只数", "级别"))])))
    rule = next(rule for rule in book["评选条件"].data_validations.dataValidation if rule.promptTitle == "核查项")
    assert rule.type == "list" and rule.formula1.startswith("OFFSET('列表'!$")
    column = rule.formula1.split("$")[1]
    listed = [book["列表"][f"{column}{row}"].value for row in range(2, len(CHECKS) + 4)]
    assert listed == [*CHECKS, '=IF(\'自定义核查\'!A4="","",\'自定义核查\'!A4)', '=IF(\'自定义核查\'!A5="","",\'自定义核查\'!A5)']


def test_the_rules_are_read_back_in_words_and_go_on_to_the_next_year(tmp_path: Any) -> None:
    data = edited(*own(ADOPTED))
    (tmp_path / "评选规则.xlsx").write_bytes(data)
    assert f"自定义核查“{NAME}”：数“合理化建议”里“是否采纳”为“是”的行，用于班组的奖项" in read_back(Workspace(tmp_path)).lines
    rules = rules_after(*own(ADOPTED))
    book = load_workbook(io.BytesIO(rulebook_of_next_year(rules, data)))
    assert [cell.value for cell in book[SHEET][4][:6]] == [NAME, "合理化建议", "行数", None, "是否采纳=是", "班组"]
