"""A rules workbook without the sheets and columns that came later means what it meant: the same awards, findings and results to the last cell."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.results.policy_sheet import TITLE as POLICY_EFFECTS
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.policies import POLICIES
from fuwuyue_xlsx.schema.rules_workbook import WORD_ITEMS
from fuwuyue_xlsx.schema.trial_sheet import TRIALS
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import office_file
from tests.support.command_line import call
from tests.support.edited_rulebooks import HEADER_ROW, RULE_SHEETS
from tests.support.filled_books import intake_of, rules_bytes
from tests.support.raw_workbooks import saved

EXAMPLES = Path(__file__).parents[2] / "examples"
# the sheets and columns that the first rules workbooks had
FIRST = {
    "活动信息": "项目 内容",
    "班组划分": "科室 序号 班组 业务类型 备注",
    "奖项": "奖项 级别 名额方式 名额 奖金(元) 启用 依据 说明",
    "评分构成": "奖项 分项 权重 数据来源",
    "评选条件": "奖项 序号 条件 类型 核查项 阈值 依据",
    "检查标准": "业务类型 序号 检查项目 满分",
    "评审要点": "奖项 序号 要点 满分",
    "测评题目": "序号 题目",
    "活动系列": "序号 活动系列",
    "问卷对照": "列标题 科室 班组 题目",
    "口径设置": "口径 取值 可选值",
}
# what the examples fill in of what came later, beside their own words: of whom something is expected, and other words for grades
MEANT = ("评委名单", "检查计划", "检查组", "简称", "等级对照", "资格排除")


def of_before(data: bytes, *, kept: tuple[str, ...] = ()) -> bytes:
    """The rules workbook as it would have been: without each sheet, column and item that came later, but the sheets `kept`."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        if sheet.title in kept:
            continue
        if sheet.title not in FIRST:
            del book[sheet.title]
            continue
        later = {title.rstrip("*") for title in RULE_SHEETS[sheet.title].split()} - set(FIRST[sheet.title].split())
        for column in range(sheet.max_column, 0, -1):
            if sheet.cell(HEADER_ROW, column).value in later:
                sheet.delete_cols(column)
    items = book["活动信息"]
    for row in range(items.max_row, HEADER_ROW, -1):
        if items.cell(row, 1).value in WORD_ITEMS:
            items.delete_rows(row)
    return saved(book)


def ran(root: Path, example: str, *, kept: tuple[str, ...] | None) -> tuple[dict[str, Any], dict[str, list[list[Any]]]]:
    """(what --json says, the cells of the results by sheet) of an example; `kept` None: with its rules as they are."""
    shutil.copytree(EXAMPLES / example, root, ignore=shutil.ignore_patterns("结果", "缓存"))
    workspace = Workspace(root)
    if kept is not None:
        workspace.rules.write_bytes(of_before(workspace.rules.read_bytes(), kept=kept))
    said = json.loads(call("run", str(root), "--json", "--no-cache").stdout)
    book = load_workbook(workspace.results)
    return said, {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, list[list[Any]]]]:
    return ran(tmp_path_factory.mktemp("complete") / "优质服务月", "2017", kept=None)


def test_what_was_taken_away_had_been_there() -> None:
    """The sheets of before are some of those of today, and of their columns none is gone."""
    assert set(FIRST) < set(RULE_SHEETS)
    for sheet, titles in FIRST.items():
        assert set(titles.split()) <= {title.rstrip("*") for title in RULE_SHEETS[sheet].split()}
    data = of_before((EXAMPLES / "2017" / "评选规则.xlsx").read_bytes())
    assert sorted(load_workbook(io.BytesIO(data)).sheetnames) == sorted(FIRST)


def test_all_is_announced_as_before(tmp_path: Path, complete: tuple[dict[str, Any], Any]) -> None:
    said, _ = ran(tmp_path / "优质服务月", "2017", kept=())
    assert said == complete[0]
    assert said["campaign"]["state"] == "final"


@pytest.mark.long
def test_the_results_are_the_same_but_for_what_quotes_the_words(tmp_path: Path, complete: tuple[Any, dict[str, list[list[Any]]]]) -> None:
    _, cells = ran(tmp_path / "优质服务月", "2017", kept=MEANT)
    whole = complete[1]
    assert list(cells) == list(whole)
    assert {title for title in whole if cells[title] != whole[title]} == {POLICY_EFFECTS}
    quoted, before = ([[*row[:2], *row[3:]] for row in book[POLICY_EFFECTS]] for book in (whole, cells))
    # the last rows are the rules' own readings, the third column what the rules say of a policy
    assert before == quoted[:len(before)]
    assert not {row[0] for row in quoted[len(before):]} & {policy.name for policy in POLICIES}


@pytest.mark.parametrize(("book", "told"), [
    (lambda: of_before(rules_bytes()), ["unknown-choice"]), (rules_bytes, ["unknown-choice"]), (lambda: rules_bytes(测评身份=[]), []),
], ids=["of before", "listed", "left open"])
def test_another_identity_is_a_slip_but_where_the_rules_leave_it_open(tmp_path: Path, book: Callable[[], bytes], told: list[str]) -> None:
    rules, findings = read_rules(book())
    assert rules is not None, findings
    answer = {"科室": "卫生所", "班组": "医生组", **dict.fromkeys(rules.questions, "满意")}
    survey = office_file(rules, "survey", {"测评结果": [{"身份": identity, **answer} for identity in ("学生", "家长")]})
    found = [one for one in intake_of(tmp_path, rules, {"测评.xlsx": survey}).findings if one.place.sheet == "测评结果"]
    assert [one.code for one in found] == told
    assert all(one.details["value"] == "家长" for one in found)


@pytest.mark.long
def test_slips_are_found_as_before(tmp_path: Path) -> None:
    """Everything that is wrong in the other example is said in the same words at the same cells, but for trials, which were not there."""
    whole, before = (ran(tmp_path / name, "2017-problems", kept=kept)[0] for name, kept in (("whole", None), ("before", MEANT)))
    assert before["issues"] == [issue for issue in whole["issues"] if issue["sheet"] != TRIALS]
    assert before["awards"] == whole["awards"]
    assert len(whole["issues"]) > 100
