"""评委名单, 检查计划 and 检查组: what they say, that they may be gone or empty, and each fault at its cell."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.history.rule_changes import rule_changes
from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.expected import Expected, Reviewer
from tests.support.edited_rulebooks import POST_ON, address, edited, errors, new_row, rulebook_2017, rules_after, without_sheet
from tests.support.raw_workbooks import saved

BOTH = ("优秀组织奖", "优秀班组")
SHEETS = ("评委名单", "检查计划", "检查组")


def reviewer(number: int = 1, **values: object) -> list:
    return new_row("评委名单", number, **values)


def plan(number: int = 1, **values: object) -> list:
    return new_row("检查计划", number, **values)


# wrong edits · the code, at the cell of the last edit · right edits beside it
FAULTS = {
    "an unknown department of a reviewer": (reviewer(评委="张三", 所属科室="维修科"), "unknown-name", reviewer(评委="张三", 所属科室="维修 管理科")),
    "a reviewer twice": ([*reviewer(评委="张三"), *reviewer(2, 评委="张三")], "rule-twice", [*reviewer(评委="张三"), *reviewer(2, 评委="张三三")]),
    "a reviewer twice in other spellings": ([*reviewer(评委="李Ａ"), *reviewer(2, 评委=" 李 A")], "rule-twice",
                                            [*reviewer(评委="李A"), *reviewer(2, 评委="李B")]),
    "two reviewers in one cell": (reviewer(评委="张三、李四"), "several-persons", reviewer(评委="欧阳·张三")),
    "an unknown award": (reviewer(评委="张三", 奖项="优秀班祖"), "unknown-name", reviewer(评委="张三", 奖项="优秀 班组")),
    "one unknown award of two": (reviewer(评委="张三", 奖项="优秀班组；优秀组织"), "unknown-name", reviewer(评委="张三", 奖项="优秀班组；优秀组织奖；")),
    "an award without a panel review": (reviewer(评委="张三", 奖项="优秀个人"), "rule-award-not-reviewed", reviewer(评委="张三", 奖项="优秀组织奖")),
    "an award twice": (reviewer(评委="张三", 奖项="优秀班组；优秀班组"), "rule-twice", reviewer(评委="张三", 奖项="优秀班组\n优秀组织奖")),
    "an unknown department in the plan": (plan(最少次数=3, 科室="维修科"), "unknown-name", plan(最少次数=3, 科室="维修管理科")),
    "a department twice in the plan": ([*plan(最少次数=3, 科室="卫生所"), *plan(2, 最少次数=2, 科室="卫 生所")], "rule-twice",
                                       [*plan(最少次数=3, 科室="卫生所"), *plan(2, 最少次数=2, 科室="维修管理科")]),
    "a plan for every department twice": ([*plan(最少次数=3), *plan(2, 科室=None, 最少次数=2)], [("rule-twice", ("检查计划", 2, "科室"))],
                                          [*plan(最少次数=3), *plan(2, 科室="卫生所", 最少次数=2)]),
    "a number of visits that is none": (plan(科室="卫生所", 最少次数="三"), "not-a-whole-number", plan(科室="卫生所", 最少次数="3次")),
    "half a visit": (plan(科室="卫生所", 最少次数=1.5), "not-a-whole-number", plan(科室="卫生所", 最少次数=0)),
    "fewer than no visits": (plan(科室="卫生所", 最少次数=-1), "number-out-of-range", plan(最少次数=1)),
    "an inspector twice": ([*new_row("检查组", 1, 检查人="周海涛"), *new_row("检查组", 2, 检查人="周 海涛")], "rule-twice",
                           [*new_row("检查组", 1, 检查人="周海涛"), *new_row("检查组", 2, 检查人="周海")]),
    "two inspectors in one cell": (new_row("检查组", 1, 检查人="周海涛，梁静"), "several-persons", new_row("检查组", 1, 检查人="周海涛")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_cell_and_the_right_change_left_alone(name: str) -> None:
    wrong, expected, right = FAULTS[name]
    code, cell = (expected, wrong[-1][:3]) if isinstance(expected, str) else expected[0]
    rules, findings = read_rules(edited(*wrong))
    assert (rules, errors(findings)) == (None, [(code, address(*cell))])
    rules, findings = read_rules(edited(*right))
    assert (rules is None, findings) == (False, [])


def test_a_near_name_is_offered() -> None:
    _, findings = read_rules(edited(*reviewer(评委="张三", 奖项="优秀班组；优秀组织")))
    assert ["是否为“优秀组织奖”？" in found.message for found in findings] == [True]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_may_be_gone(sheet: str) -> None:
    rules, findings = read_rules(without_sheet(sheet))
    assert findings == []
    assert rules is not None
    assert rules.expected == Expected()


def test_rules_from_before_the_sheets_read_as_ever() -> None:
    book = load_workbook(io.BytesIO(rulebook_2017()))
    for sheet in SHEETS:
        del book[sheet]
    rules, findings = read_rules(saved(book))
    assert findings == []
    assert rules is not None
    assert (rules.expected, rules.awards) == (Expected(), rules_after().awards)


def test_a_reviewer_without_awards_scores_every_award_that_is_reviewed() -> None:
    expected = rules_after(*reviewer(评委="张 三", 所属科室="卫生 所", 组别="一组"), *reviewer(2, 评委="李四", 奖项="优秀 班组")).expected
    assert expected.reviewers == (Reviewer("张三", "卫生所", "一组", BOTH), Reviewer("李四", None, "", ("优秀班组",)))
    assert expected.reviewer(" 李　四") == expected.reviewers[1]
    assert expected.reviewer("王五") is None


def test_an_award_that_is_switched_on_is_every_reviewers() -> None:
    assert rules_after(*POST_ON, *reviewer(评委="张三")).expected.reviewers[0].awards == (*BOTH, "优质服务示范岗")


def test_a_departments_own_plan_stands_before_that_for_every_department() -> None:
    expected = rules_after(*plan(最少次数=3), *plan(2, 科室="卫生 所", 最少次数=1)).expected
    assert expected.visits == {"饮食服务科": 3, "物业管理科": 3, "维修管理科": 3, "卫生所": 1}


def test_a_department_that_no_plan_names_has_none() -> None:
    assert rules_after(*plan(科室="卫生所", 最少次数=2)).expected.visits == {"卫生所": 2}


@pytest.mark.parametrize("written, strangers", [
    ("周海涛", ()), ("周 海涛", ()), ("周海涛、梁静", ()), ("周海涛，李四；王五", ("李四", "王五")), ("周海涛组长", ("周海涛组长",)),
])
def test_inspectors_are_known_one_by_one(written: str, strangers: tuple[str, ...]) -> None:
    expected = rules_after(*new_row("检查组", 1, 检查人="周海涛"), *new_row("检查组", 2, 检查人="梁静")).expected
    assert expected.strangers(written) == strangers


def test_a_changed_list_is_told_against_the_run_before() -> None:
    before = rules_after(*reviewer(评委="张三"), *plan(最少次数=3), *new_row("检查组", 1, 检查人="周海涛"))
    after = rules_after(*reviewer(评委="李四", 所属科室="卫生所", 奖项="优秀班组"), *plan(最少次数=3), *plan(2, 科室="卫生所", 最少次数=2))
    told = {change.words for change in rule_changes(rules_text(before), rules_text(after))}
    assert told == {
        "评选规则.xlsx!评委名单：李四 没有 → 卫生所，优秀班组", "评选规则.xlsx!评委名单：张三 优秀组织奖、优秀班组 → 没有",
        "评选规则.xlsx!检查计划：卫生所 至少 3 次 → 至少 2 次", "评选规则.xlsx!检查组：周海涛 有 → 没有",
    }
