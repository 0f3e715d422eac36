"""Trials of the rules beside a result: one that differs is said on the screen, in the findings and on the first sheet, and holds nothing up."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.commands.run import RunReport, run
from fuwuyue_xlsx.report.json_report import as_json
from fuwuyue_xlsx.rules.trials_2017 import trial_row
from fuwuyue_xlsx.workspace import Workspace
from tests.support.command_line import call
from tests.support.filled_books import SMALL, rules_bytes, with_policy
from tests.support.workspaces import workspace

ROW = dict(试算名称="一组的例子", 奖项="优秀班组", 科室="编的科", 班组="编的组", 评委打分=90, 监督检查=90, 满意度测评=90, 期望状态="获奖", 期望综合得分="90.00")


@cache
def rulebook(**changes: Any) -> bytes:
    return rules_bytes(**SMALL, 口径设置=with_policy(最少有效问卷=1), 试算=[trial_row(**{**ROW, **changes})])


def ran(root: Path, **changes: Any) -> RunReport:
    return run(Workspace(workspace(root, book=rulebook(**changes))))


def first_sheet(report: RunReport) -> str:
    sheet = load_workbook(io.BytesIO(report.written["results"].read_bytes()), data_only=True)["结果总览"]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_a_trial_that_agrees_is_not_mentioned(tmp_path: Path) -> None:
    report = ran(tmp_path / "a")
    assert report.exit_code == 0
    assert "试算" not in first_sheet(report)
    assert [found.code for found in report.findings if found.place.sheet == "试算"] == []


def test_one_that_differs_is_told_beside_a_final_result(tmp_path: Path) -> None:
    report = ran(tmp_path / "a", 期望状态="未获奖")
    assert report.exit_code == 0
    assert "状态：可公示" in first_sheet(report)
    assert "评选规则的“试算”有 1 组与期望不符（“一组的例子”）" in first_sheet(report)
    (found,) = (found for found in report.findings if found.code == "trial-differs")
    assert found.severity.value == "warning"
    assert "“编的组”（优秀班组）期望未获奖、综合得分 90.00，照规则算出来是获奖、综合得分 90.00：综合得分 90.00，第 1 名" in found.message


def test_it_changes_nothing_of_the_result(tmp_path: Path) -> None:
    decided = []
    for name, changes in {"without": None, "agrees": {}, "differs": {"期望状态": "未获奖"}, "unusable": {"评委打分": 101}}.items():
        book = rules_bytes(**SMALL, 口径设置=with_policy(最少有效问卷=1)) if changes is None else rulebook(**changes)
        report = run(Workspace(workspace(tmp_path / name, book=book)))
        assert report.outcome is not None
        said = as_json(report.outcome, {})
        decided.append({part: said[part] for part in ("awards", "prizes", "campaign", "incidents")})
    assert decided == decided[:1] * 4


def test_one_that_cannot_be_tried_is_told_and_holds_nothing_up(tmp_path: Path) -> None:
    report = ran(tmp_path / "a", 评委打分=101)
    assert report.exit_code == 0
    assert [(found.code, found.severity.value) for found in report.findings if found.place.sheet == "试算"] == [("number-out-of-range", "warning")]


def test_a_check_finds_the_same(tmp_path: Path) -> None:
    report = check(Workspace(workspace(tmp_path / "a", book=rulebook(期望状态="未获奖"))))
    assert [found.code for found in report.findings if found.place.sheet == "试算"] == ["trial-differs"]


def test_the_command_says_who_differs_and_ends_with_1(tmp_path: Path) -> None:
    root = workspace(tmp_path / "a", book=rulebook(期望综合得分="89"))
    result = call("rules", str(root))
    assert result.exit_code == 1
    assert "编的组（优秀班组）期望获奖、综合得分 89，算出来是获奖、综合得分 90.00，因为综合得分 90.00，第 1 名" in result.stdout
    assert call("rules", str(workspace(tmp_path / "b", book=rulebook()))).exit_code == 0
